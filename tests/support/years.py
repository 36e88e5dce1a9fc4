"""Random years of the founding bureau: sound facts of every kind, for properties that must hold of any year."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

from hypothesis import strategies as st

from kaohe.engine import Department, Entry, Exact, Facts, Goal, Rule, Rulebook, read_number

YEAR = 2025
SEEDS = st.integers(0, 2**32)


@st.composite
def years(draw: st.DrawFn, rulebook: Rulebook, *, complete: bool = False) -> Facts:
    """A year of some departments. `complete`: every goal is graded, so that every department has a total.

    Drawn by its seed: a year has thousands of chances in it, too many to be drawn one by one.
    """
    return random_year(random.Random(draw(SEEDS)), rulebook, complete=complete)


def random_year(rng: random.Random, rulebook: Rulebook, *, complete: bool = False) -> Facts:
    """The same from a seed: goals with all ways of base points, gradings, entries of every rule, reversals of some."""
    departments = tuple(rng.sample(rulebook.departments, rng.randint(2, len(rulebook.departments))))
    goals = tuple(goal for department in departments for goal in _goals(rng, department, rulebook))
    events = [*_gradings(rng, goals, rulebook, complete), *_events(rng, departments, goals, rulebook)]
    entries = [event | {"id": f"{number}"} for number, event in enumerate(events, 1)]
    entries += list(_reversals(rng, entries, complete))
    rng.shuffle(entries)
    return Facts(YEAR, departments, goals, tuple(Entry(**entry) for entry in entries))


def _goals(rng: random.Random, department: Department, rulebook: Rulebook) -> Iterator[Goal]:
    for category in rulebook.categories.values():
        number = rng.randint(1, 7)
        for index, base in enumerate(_bases(rng, number, int(category.full)), 1):
            yield Goal(f"{category.code[0].upper()}-{index}", department.code, category.code, f"目标{index}", base)


def _bases(rng: random.Random, number: int, full: int) -> list[Exact | None]:
    """All equal by silence (60/7), all typed, or some typed and the rest equal."""
    cuts = sorted(rng.sample(range(1, full * 4), number - 1))
    typed: list[Exact | None] = [
        Decimal(high - low) / 4 for low, high in zip([0, *cuts], [*cuts, full * 4], strict=True)
    ]
    way = rng.choice(["equal", "typed", "some", "fractions"])
    if way == "equal":
        return [None] * number
    if way == "some":
        return [None if rng.random() < 0.5 else base for base in typed]
    if way == "fractions":
        return [read_number(f"{full}/{number}") for _ in range(number)]
    return typed


def _gradings(rng: random.Random, goals: tuple[Goal, ...], rulebook: Rulebook, complete: bool) -> Iterator[dict]:
    graded = {rule.category.code: rule for rule in rulebook.rules.values() if rule.name == "graded"}
    for goal in goals:
        if not complete and rng.random() < 0.03:
            continue
        rule = graded[goal.category]
        grade = rng.choice(list(rule.scale.grades.values()))
        conditions = tuple(condition.code for condition in grade.conditions)
        yield {
            "department": goal.department,
            "rule": rule.code,
            "occurred_on": date(YEAR + 1, 1, rng.randint(1, 28)),
            "goal": goal.code,
            "level": grade.code,
            "conditions": (rng.choice(conditions),) if conditions else (),
            "evidence": ("核定表",),
            "about": "考核小组评定",
        }


def _events(
    rng: random.Random, departments: tuple[Department, ...], goals: tuple[Goal, ...], rulebook: Rulebook
) -> Iterator[dict]:
    plain = [rule for rule in rulebook.rules.values() if rule.name != "graded"]
    for department in departments:
        mine = [goal.code for goal in goals if goal.department == department.code]
        busy, seed = rng.choice([1, 2, 6]), rng.getrandbits(32)
        for rule in plain:
            # Each rule has chances of its own, so that a further rule leaves what befalls the others as it was.
            chance = random.Random(f"{seed}/{rule.code}")
            for _ in range(_how_many(chance, rule, busy)):
                yield _event(chance, department, rule, mine)


def _how_many(rng: random.Random, rule: Rule, busy: int) -> int:
    kind = rule.name  # type: ignore[attr-defined]
    if kind == "void":
        return rng.choice([0] * 18 + [1, 2])
    if kind == "quota":
        return rng.randint(0, 4 * busy)
    return rng.choice([0, 0, 1, rng.randint(0, busy)])


def _event(rng: random.Random, department: Department, rule: Rule, goals: list[str]) -> dict:
    event = {
        "department": department.code,
        "rule": rule.code,
        "occurred_on": date(YEAR, 1, 1) + timedelta(days=rng.randrange(365)),
        "count": rng.choice([1, 1, 1, 2, 3, 5]),
        "about": rng.choice(["", "日常检查", "=1+1", "@某事"]),
        "persons": rng.choice([(), ("张某",), ("张某", "李某")]),
        "evidence": rng.choice([(), ("登记表",)]),
    }
    if levels := getattr(rule, "levels", ()):
        event["level"] = rng.choice(levels).code
    if "matter" in rule.asks:
        event["matter"] = rng.choice(["", "甲", "乙", "丙"])
    if "goal" in rule.asks and goals:
        event["goal"] = rng.choice(goals)
    if "amount" in rule.asks:
        event |= {"amount": Decimal(rng.randint(1, 12)) / 4, "count": 1}
    return event


def _reversals(rng: random.Random, entries: list[dict], complete: bool) -> Iterator[dict]:
    """Some entries taken back in whole or in part; gradings only where a year need not be complete."""
    seed = rng.getrandbits(32)
    for entry in entries:
        graded = "conditions" in entry
        told = (entry["department"], entry["rule"], entry["occurred_on"], entry.get("matter"), entry.get("goal"), entry["about"])
        chance = random.Random(f"{seed}/{told}")
        if chance.random() > (0.03 if graded else 0.15) or (graded and complete):
            continue
        count = entry.get("count", 1)
        yield entry | {"id": f"r{entry['id']}", "reverses": entry["id"], "count": -chance.randint(1, count)}
