"""One drawn year, handed to the engine as facts and to DuckDB as the tables of a run, both from the same whole numbers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from functools import cache
from itertools import repeat
from pathlib import Path
from typing import Any, Final

import duckdb
import numpy as np

from benchmarks.drawing import HUNDREDTHS, MATTERS, MOST_GOALS, YEAR, Columns, Drawn
from kaohe.bulk.dialects import DUCKDB
from kaohe.bulk.tables import Tables, tables_in
from kaohe.engine import Department, Entry, Exact, Facts, Goal, plainest

#: Departments of a bureau. The engine scores a bureau at a time; so few trees still lie in the processor's cache.
BUREAU: Final = 250

_DAYS: Final = [date(YEAR, 1, 1) + timedelta(days=day) for day in range(400)]


# --- to the engine


def facts(drawn: Drawn) -> Iterator[Facts]:
    """The year as facts, bureau by bureau."""
    departments = _departments(drawn.units)
    goals, goals_to = _by_bureau(drawn.goals, len(departments))
    entries, entries_to = _by_bureau(drawn.ledger, len(departments))
    made = _goals(drawn, goals), _entries(drawn, entries)
    for at, start in enumerate(range(0, len(departments), BUREAU)):
        own = (each[ends[at] : ends[at + 1]] for each, ends in zip(made, (goals_to, entries_to), strict=True))
        yield Facts(YEAR, tuple(departments[start : start + BUREAU]), *map(tuple, own), drawn.as_of)


def _by_bureau(book: Columns, departments: int) -> tuple[Any, list[int]]:
    """The rows in the order of their bureaus, and where each bureau's begin and end."""
    bureaus = book["department"] // BUREAU
    order = np.argsort(bureaus, kind="stable")
    return order, np.searchsorted(bureaus[order], np.arange(departments // BUREAU + 2)).tolist()


def _departments(units: Columns) -> list[Department]:
    sizes, first, second = (units[name].tolist() for name in ("size", "q1", "q2"))
    return [
        Department(str(at), "", size=size or None, attributes={"q1": _whole(one), "q2": _whole(other)})
        for at, (size, one, other) in enumerate(zip(sizes, first, second, strict=True))
    ]


def _goals(drawn: Drawn, order: Any) -> list[Goal]:
    book = drawn.goals
    bases = map(_base, book["above"][order].tolist(), book["below"][order].tolist())
    codes, classes = _picked(goal_names(drawn), book["goal"][order]), _picked(drawn.categories, book["category"][order])
    return list(map(Goal, codes, _numbered(book["department"][order]), classes, repeat(""), bases))


def _entries(drawn: Drawn, order: Any) -> list[Entry]:
    """Entries by position, as the class has its fields: a keyword for each would take twice as long."""
    book = {name: column[order] for name, column in drawn.ledger.items()}
    nothing, nowhere = repeat(()), repeat("")
    return list(
        map(
            Entry,
            _numbered(order),
            _numbered(book["department"]),
            _picked(drawn.rules, book["rule"]),
            _picked(_DAYS, book["day"]),
            book["count"].tolist(),
            _picked(drawn.levels, book["level"]),
            _picked(MATTERS, book["matter"]),
            _picked([*goal_names(drawn), ""], book["goal"]),
            map(_amount, book["amount"].tolist()),
            *(nothing, nowhere, nothing, nothing, repeat(None), nowhere),
            ["" if number < 0 else str(number) for number in book["reverses"].tolist()],
        )
    )


def goal_names(drawn: Drawn) -> list[str]:
    """The codes of goals by their numbers."""
    return [f"{category}-{at}" for category in drawn.categories for at in range(MOST_GOALS)]


def _numbered(column: Any) -> Iterable[str]:
    return map(str, column.tolist())


def _picked(words: Sequence[Any], places: Any) -> Iterable[Any]:
    """What stands at each place; -1 is the last."""
    return map(words.__getitem__, places.tolist())


@cache
def _whole(number: int) -> Decimal:
    return Decimal(number)


@cache
def _amount(hundredths: int) -> Decimal | None:
    return None if hundredths < 0 else Decimal(hundredths) / HUNDREDTHS


@cache
def _base(above: int, below: int) -> Exact | None:
    return None if above < 0 else plainest(Fraction(above, HUNDREDTHS * below))


# --- to DuckDB


def tables(run: Any, drawn: Drawn) -> None:
    """The year as the tables `ledger`, `everyone`, `departments` and `goals` of that connection."""
    ledger = {"entry": np.arange(len(drawn.ledger["rule"])), **drawn.ledger}
    run.register("drawn_units", {"department": np.arange(len(drawn.units["size"])), **drawn.units})
    run.register("drawn_goals", drawn.goals)
    run.register("drawn_ledger", ledger)
    run.execute(
        f"CREATE TABLE ledger AS SELECT entry, department, {_word(drawn.rules, 'rule')} AS rule, DATE '{YEAR}-01-01' + CAST(day AS INTEGER) "
        f"AS occurred_on, CAST(NULL AS DATE) AS recorded_on, count, {_word(drawn.levels, 'level')} AS level, {_word(MATTERS, 'matter')} AS matter, "
        f"{_word(goal_names(drawn), 'goal')} AS goal, NULLIF(amount, -1) AS amount, NULLIF(reverses, -1) AS reverses, TRUE AS amount_fits, "
        "'' AS place_file, entry AS place_row FROM drawn_ledger"
    )
    run.execute(
        f"CREATE TABLE everyone AS SELECT department, CAST(department // {BUREAU} AS VARCHAR) AS bureau, NULLIF(size, 0) AS size, q1, q2, "
        "'' AS place_file, department AS place_row FROM drawn_units"
    )
    run.execute("CREATE TABLE departments AS SELECT * FROM everyone")
    run.execute(
        f"CREATE TABLE goals AS SELECT department, {_word(goal_names(drawn), 'goal')} AS goal, {_word(drawn.categories, 'category')} AS category, "
        "NULLIF(above, -1) AS above, below, TRUE AS base_fits, '' AS place_file, goal AS place_row FROM drawn_goals"
    )


def files(folder: Path, drawn: Drawn) -> Tables:
    """The year as Parquet files in that folder, amounts and base points as decimals."""
    amount, base = (f"CAST({name} * 0.01 AS DECIMAL(14, 2))" for name in ("amount", "above"))
    kept = {
        "ledger": f"SELECT * EXCLUDE (amount_fits, place_file, place_row) REPLACE ({amount} AS amount) FROM ledger ORDER BY entry",
        "departments": "SELECT * EXCLUDE (place_file, place_row) FROM departments",
        "goals": f"SELECT department, goal, category, {base} AS base, below AS base_below FROM goals",
    }
    with duckdb.connect() as run:
        tables(run, drawn)
        for name, query in kept.items():
            run.execute(f"COPY ({query}) TO {DUCKDB.said(f'{folder / name}.parquet')}")
    return tables_in(folder)


def _word(words: Sequence[str], place: str) -> str:
    """The word at a column's place; NULL for an empty word and outside the list."""
    return f"NULLIF(([{DUCKDB.texts(words)}]::VARCHAR[])[{place} + 1], '')"
