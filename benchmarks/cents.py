"""The engine against columns on as many departments as are asked for: every node, and what float64 would have got wrong.

Random rulebooks, random small ledgers, some thousand departments a rulebook; goals with shares that have no decimal, ties,
limits, reversals, matters that compete. Every figure of every department is compared exactly.
"""

from __future__ import annotations

import random
import tempfile
import time
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from benchmarks.floats import Floats
from benchmarks.measure import Row
from kaohe.bulk.compiling import compiled
from kaohe.bulk.duck import Duck
from kaohe.bulk.plan import Limits, Plan
from kaohe.bulk.tests.books import random_book
from kaohe.engine import Board, Department, Entry, Facts, Goal, Refused, Rulebook, score

YEAR = 2025
_BATCH = 1000
_LIMITS = Limits(counted=1000)


class Found(NamedTuple):
    """What was compared, what differed, and what float64 would have published wrongly."""

    rulebooks: int
    departments: int
    figures: int
    wrong: int
    floats_compared: int
    floats_wrong: int


def rows(departments: int = 100_000) -> list[Row]:
    """Compare and return the table's rows; raises AssertionError at the first figure that differs."""
    started, cpu = time.perf_counter(), time.process_time()
    found = compare(departments)
    rate = found.departments / (time.perf_counter() - started)
    often = f" (one in {found.floats_compared / found.floats_wrong:,.0f})" if found.floats_wrong else ""
    return [
        Row("departments scored by the engine and by columns", f"{found.departments:,} under {found.rulebooks:,} rulebooks"),
        Row("figures compared exactly", f"{found.figures:,}"),
        Row("figures that differ", f"{found.wrong:,}", "0"),
        Row("wrong published figures in float64", f"{found.floats_wrong:,} of {found.floats_compared:,}{often}"),
        Row("departments a second", f"{rate:,.0f} (processor {time.process_time() - cpu:,.0f} s)"),
    ]


def compare(departments: int, seed: int = 1) -> Found:
    """One rulebook after the other until there were enough departments."""
    total = Found(0, 0, 0, 0, 0, 0)
    for at in range(seed * 1_000_000, 1 << 60):
        if total.departments >= departments:
            break
        one = _rulebook(random.Random(at), at)
        if one is not None:
            total = Found(*(old + new for old, new in zip(total, one, strict=True)))
            if total.rulebooks % 200 == 0:
                print(f"  {total.departments:,} departments, {total.wrong} differ, float64 wrong {total.floats_wrong:,}", flush=True)
    return total


def _rulebook(rng: random.Random, seed: int) -> Found | None:
    """A batch under one rulebook; None where it can't be proven exact."""
    rulebook = random_book(rng)
    try:
        plan = compiled(rulebook, YEAR, None, _LIMITS)
    except Refused:
        return None
    facts = _facts(rng, np.random.default_rng(seed), rulebook)
    board = score(rulebook, facts)
    with tempfile.TemporaryDirectory(prefix="kaohe-cents-") as folder, Duck(plan, Path(folder)) as duck:
        duck.connection.execute("SET threads = 1")
        _open(duck, facts)
        duck.prepare()
        duck.slots()
        wide = duck.connection.execute("SELECT * FROM wide ORDER BY department").fetchnumpy()
        kept = duck.ranks.kept()
        columns = ", ".join(f"{duck.ranks.at(step)} AS t{at}" for at, step in enumerate(kept))
        steps = duck.ranks.layers.over("SELECT * FROM wide", kept)
        found = duck.connection.execute(f"SELECT {columns} FROM ({steps}) q ORDER BY department").fetchnumpy()
        tail = {step: found[f"t{at}"] for at, step in enumerate(kept)}
    figures, wrong = _held_against(plan, board, tail)
    assert not wrong, f"seed {seed}: {wrong} figures differ"
    compared, off = _floats(plan, wide, tail, facts)
    return Found(1, len(board.standings), figures, wrong, compared, off)


def _held_against(plan: Plan, board: Board, tail: dict[str, Any]) -> tuple[int, int]:
    """Every node's points, settled and open, as whole numbers."""
    wanted = np.array([list(_units(plan, standing.tree)) for standing in board.standings], dtype="int64")
    found = []
    for node in plan.nodes:
        found.append(tail[node.settled])
        found.append(tail[node.open] if node.open else np.zeros(len(board.standings), "int64"))
    different = wanted != np.stack([np.broadcast_to(column, len(board.standings)) for column in found], axis=1)
    return wanted.size, int(different.sum())


def _units(plan: Plan, tree: Any) -> Iterator[int]:
    for form, node in zip(plan.nodes, tree.walk(), strict=True):
        value = Fraction(node.settled) * form.unit
        assert value.denominator == 1, form.code
        yield value.numerator
        yield int(node.points is None)


def _floats(plan: Plan, wide: Any, tail: dict[str, Any], facts: Facts) -> tuple[int, int]:
    """How many published totals float64 would have got wrong, of those that are known at all."""
    slots = {slot.name: wide[f"s{at}"].astype("float64") for at, slot in enumerate(plan.slots)}
    figures = {name: (np.ma.filled(wide[name], 0), ~np.ma.getmaskarray(wide[name])) for name in plan.figures}
    settled, root = tail[plan.root.settled], plan.root
    known = tail[root.open] == 0 if root.open else np.ones(len(facts.departments), bool)
    places, mode = plan.rulebook.rounding.places, plan.rulebook.rounding.mode
    exact = np.array([_rounded(int(value), root.unit, places, mode) for value in np.broadcast_to(settled, len(known))])
    off = (np.broadcast_to(Floats(plan, slots, figures).published(), len(known)) != exact) & known
    return int(known.sum()), int(off.sum())


def _rounded(value: int, unit: int, places: int, mode: str) -> int:
    size, divisor = abs(value) * 10**places, unit
    floor, rest = divmod(size, divisor)
    more = {"down": 0, "up": rest > 0, "half_up": 2 * rest >= divisor}.get(mode)
    if more is None:
        more = 2 * rest > divisor or (2 * rest == divisor and floor % 2 == 1)
    return (floor + int(more)) * (-1 if value < 0 else 1)


# --- facts, cheaply


def _facts(rng: random.Random, draws: Any, rulebook: Rulebook) -> Facts:
    """A batch of departments with a few entries each."""
    sizes, quotas = draws.integers(0, 6, _BATCH), draws.integers(0, 4, (2, _BATCH))
    numbers = [Decimal(number) for number in range(5)]
    departments = tuple(
        Department(str(at), "", size=int(sizes[at]) or None, attributes={"q1": numbers[quotas[0, at]], "q2": numbers[quotas[1, at]]})
        for at in range(_BATCH)
    )
    entries: list[Entry] = []
    goals: list[Goal] = []
    for category in rulebook.categories.values():
        _goals(rng, draws, rulebook, category, goals, entries)
    for rule in rulebook.rules.values():
        if rule.name != "graded":
            _events(rng, draws, rule, entries)
    taken = draws.random(len(entries)) < 0.06
    for at in np.flatnonzero(taken):
        old = entries[at]
        back = {name: getattr(old, name) for name in ("department", "rule", "occurred_on", "level", "matter", "goal", "amount")}
        entries.append(Entry(id=str(len(entries)), count=-old.count, reverses=old.id, **back))
    return Facts(YEAR, departments, tuple(goals), tuple(entries))


def _events(rng: random.Random, draws: Any, rule: Any, entries: list[Entry]) -> None:
    many = int(_BATCH * (0.05 if rule.name == "void" else rng.choice([0.3, 0.8])))
    whose, days, counts = draws.integers(0, _BATCH, many), draws.integers(0, 365, many), draws.integers(1, 4, many)
    levels = [level.code for level in getattr(rule, "levels", ())] or [""]
    level, matter, amounts = draws.integers(0, len(levels), many), draws.integers(0, 3, many), draws.integers(1, 17, many)
    first, judged, code = date(YEAR, 1, 1), rule.name == "judged", rule.code
    dates = [first + timedelta(days=day) for day in range(365)]
    decided = [Decimal(quarter) / 4 for quarter in range(17)]
    for at in range(many):
        entries.append(
            Entry(
                id=str(len(entries)), department=str(whose[at]), rule=code, occurred_on=dates[days[at]], count=int(counts[at]),
                level=levels[level[at]], matter=("", "a", "b")[matter[at]], amount=decided[amounts[at]] if judged else None,
            )
        )  # fmt: skip


def _goals(rng: random.Random, draws: Any, rulebook: Rulebook, category: Any, goals: list[Goal], entries: list[Entry]) -> None:
    numbers = draws.choice([0, 1, 2, 3, 7], _BATCH, p=[0.02, 0.28, 0.3, 0.2, 0.2])
    rules = [rule for rule in rulebook.rules.values() if rule.name == "graded" and rule.category.code == category.code]
    grades = {rule.code: list(rule.scale.grades) for rule in rules}
    day = date(YEAR + 1, 1, 5)
    for department in range(_BATCH):
        for at in range(numbers[department]):
            code = f"{category.code}-{at}"
            goals.append(Goal(code, str(department), category.code))
            for rule in rules:
                entries.append(
                    Entry(id=str(len(entries)), department=str(department), rule=rule.code, occurred_on=day, goal=code,
                          level=rng.choice(grades[rule.code]))
                )  # fmt: skip


def _open(duck: Duck, facts: Facts) -> None:
    """The facts as the tables of a run, straight from memory."""
    run, places = duck.connection, 10**_LIMITS.amount_places
    entries = facts.entries
    ledger = {
        "entry": np.array([int(entry.id) for entry in entries], "int64"),
        "department": np.array([int(entry.department) for entry in entries], "int64"),
        "rule": np.array([entry.rule for entry in entries], object),
        "day": np.array([(entry.occurred_on - date(YEAR, 1, 1)).days for entry in entries], "int64"),
        "count": np.array([entry.count for entry in entries], "int64"),
        "level": np.array([entry.level for entry in entries], object),
        "matter": np.array([entry.matter for entry in entries], object),
        "goal": np.array([entry.goal for entry in entries], object),
        "amount": np.array([-1 if entry.amount is None else int(entry.amount * places) for entry in entries], "int64"),
        "reverses": np.array([int(entry.reverses or -1) for entry in entries], "int64"),
    }
    run.register("drawn", ledger)
    run.execute(
        f"CREATE TABLE ledger AS SELECT entry, department, rule, DATE '{YEAR}-01-01' + CAST(day AS INTEGER) AS occurred_on, CAST(NULL AS DATE) "
        "AS recorded_on, count, NULLIF(level, '') AS level, NULLIF(matter, '') AS matter, NULLIF(goal, '') AS goal, NULLIF(amount, -1) AS amount, "
        "NULLIF(reverses, -1) AS reverses, TRUE AS amount_fits, '' AS place_file, CAST(0 AS BIGINT) AS place_row FROM drawn"
    )
    departments = facts.departments
    units = {
        "department": np.arange(len(departments)),
        "size": np.array([each.size or 0 for each in departments], "int64"),
        "q1": np.array([int(each.attributes["q1"]) for each in departments], "int64"),
        "q2": np.array([int(each.attributes["q2"]) for each in departments], "int64"),
    }
    run.register("units", units)
    run.execute("CREATE TABLE everyone AS SELECT department, '' AS bureau, NULLIF(size, 0) AS size, q1, q2, '' AS place_file, 0 AS place_row FROM units")
    run.execute("CREATE TABLE departments AS SELECT * FROM everyone")
    goals = {
        "department": np.array([int(goal.department) for goal in facts.goals], "int64"),
        "goal": np.array([goal.code for goal in facts.goals], object),
        "category": np.array([goal.category for goal in facts.goals], object),
    }
    run.register("drawn_goals", goals)
    run.execute(
        "CREATE TABLE goals AS SELECT department, CAST(goal AS VARCHAR) AS goal, CAST(category AS VARCHAR) AS category, CAST(NULL AS BIGINT) AS above, "
        "CAST(1 AS BIGINT) AS below, TRUE AS base_fits FROM drawn_goals"
    )
