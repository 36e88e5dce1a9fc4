"""Pools of memory are asked to be few: of Polars before it is loaded, of the system where it has any to ask for. Nor does Polars give up on intervals."""

import ctypes
import os
import subprocess
import sys

import duckdb
import pytest

from kaohe.bulk.polars.process import prepared
from tests.support.repository import ROOT


@pytest.fixture(autouse=True)
def anew(monkeypatch):
    for name in ("_RJEM_MALLOC_CONF", "POLARS_IMPORT_INTERVAL_AS_STRUCT"):
        monkeypatch.delenv(name, raising=False)
    prepared.cache_clear()
    yield
    prepared.cache_clear()


class Library:
    """A system's library that notes what it is told."""

    def __init__(self):
        self.told = {}

    def mallopt(self, name, value):
        self.told[name] = value


def test_a_system_that_knows_pools_is_told_once_how_many_there_may_be(monkeypatch):
    library = Library()
    monkeypatch.setattr(ctypes, "CDLL", lambda _: library)
    prepared()
    assert library.told[-8] == 2
    library.told.clear()
    prepared()
    assert not library.told


def test_another_system_is_left_as_it_is_and_so_is_what_an_administrator_has_set(monkeypatch):
    monkeypatch.setattr(ctypes, "CDLL", lambda _: object())
    monkeypatch.setenv("_RJEM_MALLOC_CONF", "narenas:4")
    prepared()
    assert os.environ["_RJEM_MALLOC_CONF"] == "narenas:4"


def test_polars_finds_what_it_is_told_before_it_is_loaded(monkeypatch):
    monkeypatch.setattr(ctypes, "CDLL", lambda _: object())
    prepared()
    assert "narenas:1" in os.environ["_RJEM_MALLOC_CONF"]


def test_a_column_of_intervals_is_no_reason_to_give_up(tmp_path):
    """In a process of its own: this one has loaded Polars long ago."""
    file = tmp_path / "ledger.parquet"
    duckdb.sql(f"COPY (SELECT 7 AS entry, INTERVAL 3 DAY AS took) TO '{file}'")
    read = f"import polars; print(polars.scan_parquet({str(file)!r}).select('entry').collect().item())"
    words = [sys.executable, "-c", f"from kaohe.bulk.polars.process import prepared; prepared(); {read}"]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True)
    assert (done.stdout, done.stderr) == ("7\n", "")
