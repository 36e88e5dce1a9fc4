"""The frame of all commands: help and complaints in the reader's language, exit statuses, and never a traceback."""

import os
import subprocess
import sys

import pytest

from kaohe.cli import frame
from kaohe.cli.parser import COMMANDS
from kaohe.cli.words import language_of
from tests.support.repository import ROOT


def test_help_names_every_command(run):
    for words in ([], ["--help"]):
        done = run(*words)
        assert done.status == 0
        assert done.out.startswith("用法：./run")
        assert all(f"\n  {name} " in done.out for name in COMMANDS)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself_in_both_languages(run, command):
    chinese = run(command, "--help")
    english = run(command, "--help", "--language", "en")
    assert chinese.status == english.status == 0
    assert chinese.out.startswith(f"用法：./run {command}")
    assert english.out.startswith(f"usage: ./run {command}")
    assert "显示本帮助并退出" in chinese.out
    assert not [letter for letter in english.out if "\u4e00" <= letter <= "\u9fff"]


def test_the_version_is_shown(run):
    done = run("--version")
    assert done.status == 0
    assert done.out.startswith("kaohe ")


@pytest.mark.parametrize(
    ("words", "chinese", "english"),
    [
        (["score"], "缺少参数：FACTS", "required: FACTS"),
        (["score", "a", "b"], "不认识的参数：b", "unrecognized arguments: b"),
        (["score", "a", "--year"], "后面应有一个值", "expected one argument"),
        (["score", "a", "--year", "05"], "“05”不是年度", "“05” is not a year"),
        (["score", "a", "--as-of", "today"], "“today”不是日期", "“today” is not a date"),
        (["score", "a", "--json", "--csv"], "不能与 --json 同时使用", "not allowed with argument --json"),
        (["scroe"], "是否要用“score”", "Did you mean “score”"),
    ],
)
def test_bad_arguments_are_told_in_the_readers_language(run, words, chinese, english):
    for language, expected in (("zh", chinese), ("en", english)):
        done = run(*words, "--language", language)
        assert (done.status, done.out) == (2, "")
        assert expected in done.err


def test_an_unknown_language_is_refused(run):
    assert run("rules", "--language", "fr").status == 2


@pytest.mark.parametrize(
    ("words", "environment", "expected"),
    [
        ([], {}, "zh"),
        ([], {"LANG": "C.UTF-8"}, "zh"),
        ([], {"LANG": "zh_CN.UTF-8"}, "zh"),
        ([], {"LANG": "en_GB.UTF-8"}, "en"),
        ([], {"LANG": "en_GB.UTF-8", "LC_ALL": "zh_TW.UTF-8"}, "zh"),
        ([], {"LANG": "de_DE"}, "en"),
        (["--language", "en"], {"LANG": "zh_CN"}, "en"),
        (["score", "--language=zh"], {"LANG": "en_US"}, "zh"),
        (["--", "--language", "en"], {}, "zh"),
    ],
)
def test_the_language_is_the_readers(words, environment, expected):
    assert language_of(words, environment) == expected


def test_a_mistake_of_ours_is_one_line(run, monkeypatch):
    monkeypatch.setattr(frame, "_run", _raiser(ZeroDivisionError("oops")))
    done = run("rules")
    assert (done.status, done.err.count("\n")) == (1, 1)
    assert "ZeroDivisionError: oops" in done.err


def test_a_mistake_of_ours_is_told_in_full_on_request(monkeypatch):
    monkeypatch.setenv("KAOHE_TRACEBACK", "1")
    monkeypatch.setattr(frame, "_run", _raiser(ZeroDivisionError("oops")))
    with pytest.raises(ZeroDivisionError):
        frame.main(["rules"])


def test_an_interruption_ends_with_130(run, monkeypatch):
    monkeypatch.setattr(frame, "_run", _raiser(KeyboardInterrupt()))
    done = run("rules")
    assert done.status == 130
    assert "已中断" in done.err


def test_the_systems_complaint_is_told(run, monkeypatch):
    monkeypatch.setattr(frame, "_run", _raiser(PermissionError(13, "Permission denied", "year.xlsx")))
    done = run("rules")
    assert done.status == 2
    assert "year.xlsx: 没有权限" in done.err


def _raiser(error):
    def run(*_):
        raise error

    return run


def outside(*words, **settings):
    """The command as a process of its own."""
    command = [sys.executable, "-P", "-m", "kaohe.cli", *map(str, words)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "LANG": "C.UTF-8"}
    return subprocess.Popen(command, cwd="/", env=environment, stdin=subprocess.DEVNULL, **settings)


def test_a_reader_who_has_seen_enough_ends_it_quietly(facts):
    process = outside("score", facts, "--lines", stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    process.stdout.close()
    assert process.wait() == 141
    assert process.stderr.read() == b""
    process.stderr.close()


def test_an_old_terminal_without_chinese_is_no_reason_to_stop(facts):
    command = [sys.executable, "-P", "-m", "kaohe.cli", "score", str(facts), "--language", "zh"]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "ascii"}
    done = subprocess.run(command, env=environment, stdin=subprocess.DEVNULL, capture_output=True)
    assert done.returncode == 0
    assert b"83.68" in done.stdout


def test_no_command_knows_django(facts, tmp_path):
    """The pure commands must run where there is no Django and no database."""
    script = f"""
import sys
from kaohe.cli.frame import main
facts, folder = {str(facts)!r}, {str(tmp_path)!r}
for words in (["check"], ["score", facts, "--xlsx", folder + "/a.xlsx"], ["explain", facts, "综合科"],
              ["compare", facts, facts], ["template", folder + "/t.xlsx"], ["bundle", facts, folder + "/b"],
              ["verify", folder + "/b"], ["rules"]):
    assert main(words) == 0, words
assert not [name for name in sys.modules if name.split(".")[0] == "django"]
"""
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-c", script], env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr


def test_the_workbook_libraries_are_not_imported_for_a_table(facts):
    """A cold start must not pay for what it doesn't use."""
    script = f"import sys; from kaohe.cli.frame import main; main(['score', {str(facts)!r}]); assert 'xlsxwriter' not in sys.modules"
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-c", script], env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
