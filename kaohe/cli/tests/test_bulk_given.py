"""What the commands over columns are given and asked to write: refused with what to do where it can't be meant so."""

import signal
import subprocess
import sys
import tempfile
import time

import duckdb
import pytest

from kaohe.bulk.duck import Duck
from kaohe.bulk.extras import needed
from kaohe.engine import Refused
from tests.support.repository import ROOT

LEDGER = "entry,department,rule,occurred_on\n1,nobody,training.absence,2025-03-01\n"


@pytest.mark.parametrize("out", ["x.csv", "x.xlsx", "x", "-"])
@pytest.mark.parametrize(
    "words", ["score {year} {out}", "explain {year} {out}", "stats {year} --output {out}", "what-if {year} --set rules.training.absence.each=1 --each {out}"]
)
def test_what_is_written_as_parquet_must_be_named_so(run, year, tmp_path, monkeypatch, words, out):
    monkeypatch.chdir(tmp_path)
    done = run("bulk", *words.format(year=year, out=out).split())
    assert (done.status, done.out, list(tmp_path.iterdir())) == (2, "", [])
    assert f"“{out}”应以 .parquet 结尾" in done.err


@pytest.mark.parametrize("name", ["ledger.csv", "ledger.parquet"])
def test_one_table_alone_is_refused_with_the_folder_that_is_meant(run, tmp_path, name):
    (tmp_path / name).write_text(LEDGER, encoding="utf-8")
    done = run("bulk", "score", tmp_path / name, tmp_path / "out.parquet", "--language", "en")
    assert (done.status, done.out) == (2, "")
    assert f"is one table alone. Give the folder that holds the ledger, the departments and the goals, such as {tmp_path}." in done.err


def test_where_no_table_lists_departments_that_is_said_before_those_that_nobody_knows(run, tmp_path):
    (tmp_path / "ledger.csv").write_text(LEDGER, encoding="utf-8")
    done = run("bulk", "score", tmp_path, tmp_path / "out.parquet", "--year", "2025")
    first, second = done.err.splitlines()
    assert "没有科室表" in first
    assert "“nobody”不在考核范围" in second


def test_an_engine_that_is_missing_is_told_with_its_own_remedy(monkeypatch):
    monkeypatch.setitem(sys.modules, "pyspark.sql", None)
    with pytest.raises(Refused) as found:
        needed("pyspark.sql")
    assert found.value.problems[0].values == {"package": "pyspark", "hint": "./run setup --spark"}


NO_ROOM = duckdb.IOException('IO Error: Could not write all bytes to file "x": No space left on device')
TOO_SMALL = duckdb.OutOfMemoryException("Out of Memory Error: failed to offload data block of size 256.0 KiB (10.6 MiB/10.7 MiB used).\nMore of it.")


@pytest.mark.parametrize(("free", "named"), [(0, "aside"), (200, "out.parquet")])
def test_the_disk_that_is_full_is_named(run, year, tmp_path, monkeypatch, free, named):
    """What memory doesn't hold goes into the folder for temporary files, which may lie on a disk of its own."""
    (tmp_path / "aside").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "aside"))
    monkeypatch.setattr("kaohe.cli.bulk.opened.room_at", lambda folder: (2, free) if folder.name == "aside" else (1, 100))
    monkeypatch.setattr(Duck, "write", broken_by(NO_ROOM))
    done = run("bulk", "score", year, tmp_path / "out.parquet")
    assert (done.status, done.out) == (2, "")
    assert f"{tmp_path / named}" in done.err
    assert "磁盘已满" in done.err


def test_a_folder_for_temporary_files_that_is_too_small_is_told_with_what_to_do(run, year, tmp_path, monkeypatch):
    monkeypatch.setattr(Duck, "write", broken_by(TOO_SMALL))
    done = run("bulk", "score", year, tmp_path / "out.parquet", "--language", "en")
    assert (done.status, done.out) == (2, "")
    assert f"The folder for temporary files, {tempfile.gettempdir()}, has no room" in done.err
    assert "used). Name one on a larger disk by TMPDIR" in done.err


def broken_by(wrong):
    def act(*_):
        raise wrong

    return act


def generating(folder, *before):
    """A command that writes for a while, once it has begun to write."""
    command = [*before, sys.executable, "-m", "kaohe.cli", "bulk", "generate", folder / "year", "--departments", "200000", "--parts", "100"]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    more_than(0, folder)
    return process


def more_than(number, folder):
    """True as soon as it has written more files than that."""
    until = time.monotonic() + 60
    while (found := files(folder)) <= number and time.monotonic() < until:
        time.sleep(0.05)
    return found > number


def files(folder):
    """How many files it has written so far."""
    return len(list(folder.glob(".year.part/ledger/*")))


@pytest.mark.parametrize("asking", [signal.SIGTERM, signal.SIGHUP])
def test_a_command_that_is_asked_to_end_takes_away_what_it_has_half_written(tmp_path, asking):
    with generating(tmp_path, "env", "--default-signal=HUP") as process:  # these tests may themselves be to outlive a terminal
        process.send_signal(asking)
        out, err = process.communicate(timeout=60)
    assert (process.returncode, out) == (130, "")
    assert "已中断。" in err
    assert list(tmp_path.iterdir()) == []


def test_a_command_that_is_to_outlive_its_terminal_goes_on(tmp_path):
    with generating(tmp_path, "nohup") as process:
        process.send_signal(signal.SIGHUP)
        assert more_than(files(tmp_path) + 1, tmp_path)
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=60)
