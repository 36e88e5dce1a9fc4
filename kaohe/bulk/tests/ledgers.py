"""Random years for any rulebook: sound facts of every kind, with reversals on other days, and departments without any."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

from kaohe.engine import Category, Department, Entry, Exact, Facts, Goal, Rule, Rulebook, plainest

YEAR = 2025


def random_ledger(rng: random.Random, rulebook: Rulebook, departments: int) -> Facts:
    """A year of so many departments, some of them empty; as of a day in one of four."""
    units = tuple(_department(rng, at) for at in range(departments))
    goals = tuple(goal for unit in units for goal in _goals(rng, unit, rulebook))
    rows = [*_gradings(rng, goals, rulebook), *_events(rng, units, rulebook)]
    entries = [row | {"id": str(number)} for number, row in enumerate(rows, 1)]
    entries += list(_reversals(rng, entries))
    rng.shuffle(entries)
    as_of = rng.choice([None, None, None, date(YEAR, rng.randint(1, 12), rng.randint(1, 28))])
    return Facts(YEAR, units, goals, tuple(Entry(**entry) for entry in entries), as_of)


def _department(rng: random.Random, at: int) -> Department:
    numbers = {name: Decimal(rng.choice([0, 1, 2, 3, 4])) for name in ("q1", "q2")}
    return Department(f"d{at}", f"科{at}", size=rng.choice([None, 1, 2, 3, 9]), attributes=numbers)


def _goals(rng: random.Random, unit: Department, rulebook: Rulebook) -> Iterator[Goal]:
    for category in rulebook.categories.values():
        number = rng.choice([0, 1, 2, 3, 5, 7, 11])
        for at, base in enumerate(_bases(rng, number, category)):
            yield Goal(f"{category.code}-{at}", unit.code, category.code, base=base)


def _bases(rng: random.Random, number: int, category: Category) -> list[Exact | None]:
    """All shares, all typed, typed and shares, or typed fractions."""
    way = rng.choice(["shares", "typed", "both", "fractions"])
    if way == "shares" or number < 2:
        return [None] * number
    if way == "fractions":
        return [plainest(Fraction(category.full) / number)] * number
    quarters = int(category.full * 4)
    cuts = sorted(rng.sample(range(1, quarters), number - 1))
    typed = [Decimal(high - low) / 4 for low, high in zip([0, *cuts], [*cuts, quarters], strict=True)]
    return [None if way == "both" and rng.random() < 0.5 else base for base in typed]


def _gradings(rng: random.Random, goals: tuple[Goal, ...], rulebook: Rulebook) -> Iterator[dict[str, Any]]:
    for rule in rulebook.rules.values():
        if rule.name != "graded":
            continue
        for goal in goals:
            if goal.category == rule.category.code and rng.random() < 0.97:
                day = date(YEAR + 1, 1, rng.randint(1, 28))
                grade = rng.choice(list(rule.scale.grades))
                yield {"department": goal.department, "rule": rule.code, "occurred_on": day, "goal": goal.code, "level": grade}


def _events(rng: random.Random, units: tuple[Department, ...], rulebook: Rulebook) -> Iterator[dict[str, Any]]:
    plain = [rule for rule in rulebook.rules.values() if rule.name != "graded"]
    for unit in units:
        busy = rng.choice([0, 1, 2, 5])
        for rule in plain:
            rare = rule.name == "void" and rng.random() < 0.8
            for _ in range(0 if rare else rng.randint(0, busy)):
                yield _event(rng, unit, rule)


def _event(rng: random.Random, unit: Department, rule: Rule) -> dict[str, Any]:
    row: dict[str, Any] = {
        "department": unit.code,
        "rule": rule.code,
        "occurred_on": date(YEAR, 1, 1) + timedelta(days=rng.choice([0, 89, 90, 180, 181, 364, rng.randrange(365)])),
        "count": rng.choice([1, 1, 2, 3]),
        "matter": rng.choice(["", "甲", "乙", "丙'"]),
        "level": rng.choice(["", "a level that nobody asked for"]),
        "recorded_on": rng.choice([None, date(YEAR, 12, 31)]),
    }
    if levels := getattr(rule, "levels", ()):
        row["level"] = rng.choice(levels).code
    if rule.name == "judged":  # type: ignore[attr-defined]
        row["amount"] = Decimal(rng.randint(1, 16)) / 4
    return row


def _reversals(rng: random.Random, entries: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Some entries taken back, wholly or in part, in one step or two, on a day of their own."""
    for entry in entries:
        if rng.random() > 0.2:
            continue
        left = entry.get("count", 1)
        for step in range(rng.choice([1, 1, 2])):
            taken = rng.randint(1, left) if left else 0
            left -= taken
            if taken:
                day = max(entry["occurred_on"], date(YEAR, rng.randint(1, 12), 15))
                yield entry | {"id": f"{entry['id']}r{step}", "reverses": entry["id"], "count": -taken, "occurred_on": day}


def renamed(facts: Facts, prefix: str) -> Facts:
    """The same year with other departments, to stand beside the first in one table."""
    return replace(
        facts,
        departments=tuple(replace(each, code=prefix + each.code) for each in facts.departments),
        goals=tuple(replace(each, department=prefix + each.department) for each in facts.goals),
        entries=tuple(replace(each, department=prefix + each.department) for each in facts.entries),
    )
