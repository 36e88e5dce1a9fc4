"""As of a day: what had not happened by then, or wasn't written down, is nobody's points and nobody's mistake yet."""

from contextlib import contextmanager
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from kaohe.bulk.compiling import compiled
from kaohe.bulk.polars.run import Polars
from kaohe.bulk.tests.handmade import ABSENT, BOOK, HEADER, YEAR, year
from kaohe.engine import Refused

DAY = date(YEAR, 6, 30)
FIRST = f"{ABSENT.format(1)},2025-03-02"
#: What is wrong with the year, but came to be so after the day: an unknown department twice, and a number that stands twice.
LATER = [
    FIRST.replace("2025-03-02", "2025-07-01"),
    "2,nobody,training.absence,2025-03-01,1,,,,,2025-07-01",
    "3,nobody,training.absence,2025-07-01,1,,,,,2025-03-02",
]


@contextmanager
def scoring(engine, folder, rows, as_of=DAY):
    """A run of those rows, up to that day."""
    tables = year(folder, "\n".join([f"{HEADER},recorded_on", *rows, ""]))
    with TemporaryDirectory(dir=folder) as own, engine(compiled(BOOK, YEAR, as_of), Path(own)) as run:
        yield run, tables


def refusal(engine, folder, rows, as_of=DAY):
    with scoring(engine, folder, rows, as_of) as (run, tables), pytest.raises(Refused) as found:
        run.score_files(tables)
    return {(problem.code, problem.place.row) for problem in found.value.problems}


def test_what_happened_and_was_written_down_by_the_day_counts(engine, tmp_path, monkeypatch):
    """Three of six absences: one of March, one of the day itself, and one of which nobody says when it was written down."""
    days = ["03-01 06-30", "06-30 06-30", "03-01 ", "03-01 07-01", "07-01 03-01", "07-01 "]
    told = [[day and f"{YEAR}-{day}" for day in each.split(" ")] for each in days]
    rows = [f"{number},a,training.absence,{happened},1,,,,,{written}" for number, (happened, written) in enumerate(told)]
    with scoring(engine, tmp_path, rows) as (run, tables):
        if engine is Polars:
            monkeypatch.setattr(run, "add_by_tables", lambda: pytest.fail("it was left to DuckDB"))
        run.score_files(tables)
        assert {row["department"]: row["exact/training"] for row in run.results()} == {"a": 4, "b": 7}


def test_a_mistake_that_was_not_yet_written_down_keeps_nobody_from_scoring(engine, tmp_path):
    with scoring(engine, tmp_path, [FIRST, *LATER]) as (run, tables):
        run.score_files(tables)
        assert {row["department"]: row["exact/training"] for row in run.results()} == {"a": 6, "b": 7}
        assert not run.astray()


def test_beside_another_mistake_it_is_not_told(engine, tmp_path):
    rows = [FIRST, *LATER, "4,a,training.absence,2025-03-01,0,,,,,2025-03-02", *([FIRST.replace("1,a", "5,a")] * 2), LATER[0].replace("1,a", "5,a")]
    assert refusal(engine, tmp_path, rows) == {("ledger.bad_count", 6), ("ledger.duplicate_id", 7), ("ledger.duplicate_id", 8)}


@pytest.mark.parametrize("as_of", [None, date(YEAR, 7, 1)])
def test_once_it_is_written_down_it_is_a_mistake(as_of, engine, tmp_path):
    wanted = {("ledger.duplicate_id", 2), ("ledger.duplicate_id", 3), ("ledger.unknown_department", 4), ("ledger.unknown_department", 5)}
    assert refusal(engine, tmp_path, [FIRST, *LATER], as_of) == wanted
