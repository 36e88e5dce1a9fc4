"""The child process: it is told nothing of its parent, may use little, and takes nothing down with it."""

import pytest

from kaohe.evidence import apart, child
from kaohe.files.odd import Odd
from tests.support.files import drawn, office, pdf
from tests.support.repository import ROOT

HEAD = f"import sys; sys.path[:0] = [{str(ROOT)!r}]\nfrom kaohe.evidence import child\nfrom kaohe.evidence.looks import table\n"


@pytest.fixture
def instead(monkeypatch, tmp_path):
    """The child does this before it looks."""

    def does(what):
        script = tmp_path / "child.py"
        script.write_text(f"{HEAD}{what}\nchild.main()\n", "utf-8")
        monkeypatch.setattr(apart, "CHILD", script)

    return does


def look_does(lines):
    """The look at a text does these things."""
    return f"def look(ending, data):\n    {lines}\n    return data\ntable.look = look"


@pytest.mark.parametrize(("ending", "made"), [("pdf", pdf), ("docx", lambda: office("docx")), ("png", lambda: drawn("PNG"))])
def test_a_good_file_comes_back_from_the_child(ending, made):
    kept = apart.look(ending, made())
    assert kept.content
    assert 0 < kept.peak < 100_000_000


def test_why_a_file_is_not_taken_comes_back_with_its_values():
    with pytest.raises(Odd) as caught:
        apart.look("pdf", b"MZ\x90\0")
    assert (caught.value.code, caught.value.values["found"]) == ("evidence.other_content", ["程序", "a program"])


def test_who_computes_without_end_is_stopped(instead):
    instead(f"child.SECONDS = 1\n{look_does('while True: pass')}")
    with pytest.raises(Odd, match=r"evidence\.too_heavy"):
        apart.look("txt", b"x")


def test_who_wants_more_memory_than_there_is_gets_none(instead):
    instead(look_does(f"bytearray({child.MEMORY})"))
    with pytest.raises(Odd, match=r"evidence\.too_heavy"):
        apart.look("txt", b"x")


def test_a_child_that_dies_takes_nothing_with_it(instead):
    instead(look_does("import os, signal; os.kill(os.getpid(), signal.SIGSEGV)"))
    with pytest.raises(Odd, match=r"evidence\.too_heavy"):
        apart.look("txt", b"x")


def test_a_child_that_never_answers_is_given_up(instead, monkeypatch):
    monkeypatch.setattr(apart, "PATIENCE", 0.3)
    instead(look_does("import time; time.sleep(30)"))
    with pytest.raises(Odd, match=r"evidence\.too_heavy"):
        apart.look("txt", b"x")


def test_a_parser_that_stumbles_says_so_in_the_log_and_not_to_people(instead, caplog):
    instead(look_does("raise KeyError('a secret of the parser')"))
    with pytest.raises(Odd, match=r"evidence\.damaged"):
        apart.look("txt", b"x")
    assert "KeyError" in caplog.text


def test_the_child_knows_nothing_of_its_parent_and_writes_nothing(instead, monkeypatch, tmp_path, caplog):
    monkeypatch.setenv("KAOHE_SECRET_KEY", "a secret")
    asked = "import os; found = [name for name in os.environ if 'KAOHE' in name] + [m for m in ('django', 'kaohe.engine') if m in sys.modules]"
    tried = f"open({str(tmp_path / 'written')!r}, 'wb', 0).write(b'x')"
    instead(look_does(f"{asked}\n    if found: raise KeyError(found)\n    {tried}"))
    with pytest.raises(Odd, match=r"evidence\.damaged"):
        apart.look("txt", b"x")
    assert "File too large" in caplog.text
    assert not (tmp_path / "written").read_bytes()
