"""Years with mistakes in them: sound ones from tests/support/years.py, with odd things put where sound ones were."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from kaohe.engine import Facts, Rulebook
from tests.support.years import YEAR, random_year

NUMBERS = [
    Decimal(0), Decimal(-1), Decimal("-0"), Decimal(1), Decimal(3), Decimal(7), Decimal(60), Fraction(1, 3), Fraction(60, 7),
    Fraction(-1, 7), Decimal("0.333333333333"), Decimal("1." + "7" * 90), Decimal("1e80"), Decimal("1e-80"),
    Fraction(1, 2**250), Fraction(10**90, 3), Decimal("NaN"), Decimal("sNaN"), Decimal("Infinity"), Decimal("-Infinity"),
]  # fmt: skip
COUNTS = [0, -1, 1, 2, 10**6, 10**6 + 1, 10**80, -(10**80)]
DAYS = [
    date(1, 1, 1),
    date(YEAR - 1, 12, 31),
    date(YEAR, 1, 1),
    date(YEAR, 12, 31),
    date(YEAR + 1, 2, 1),
    date(9999, 12, 31),
]
TEXTS = ["", " ", "{", "{0}", "{department}", "%s", "甲", "a\x00b", "\ud800", "city", "K-1", "1", "r1", "2", "x" * 3000]
CODES = [
    "office",
    "budget",
    "key",
    "brief.sent",
    "brief.adopted",
    "grade.key",
    "integrity.breach",
    "integrity.basic",
    "total",
]
OF_AN_ENTRY: dict[str, list[Any]] = {
    "count": COUNTS, "amount": [None, *NUMBERS], "occurred_on": DAYS, "recorded_on": [None, *DAYS], "id": TEXTS,
    "rule": TEXTS + CODES, "department": TEXTS + CODES, "goal": TEXTS, "level": TEXTS, "matter": TEXTS, "reverses": TEXTS,
    "conditions": [(), ("e1",), ("e1", "u1"), ("",), ("{",)], "evidence": [(), ("",)],
}  # fmt: skip
OF_A_GOAL: dict[str, list[Any]] = {
    "base": [None, *NUMBERS], "code": TEXTS, "category": TEXTS + CODES, "department": TEXTS + CODES, "key_work": [True],
}  # fmt: skip
OF_A_DEPARTMENT: dict[str, list[Any]] = {
    "size": [None, 0, -1, 1, 2, 10**30],
    "attributes": [{}, *({"brief_quota": number} for number in NUMBERS)],
    "code": TEXTS + CODES,
}


def wild_year(rng: random.Random, rulebook: Rulebook) -> Facts:
    """Any facts at all that have the right types: from one odd value among sound ones to hardly a sound one."""
    sound = random_year(rng, rulebook)
    odds = rng.choice([0.005, 0.05, 0.5])
    departments = [_spoilt(rng, each, OF_A_DEPARTMENT, odds) for each in sound.departments]
    goals = [_spoilt(rng, each, OF_A_GOAL, odds) for each in sound.goals]
    entries = [_spoilt(rng, each, OF_AN_ENTRY, odds) for each in sound.entries]
    again = [replace(each) for each in rng.sample(entries, min(len(entries), rng.choice([0, 0, 3])))]
    return Facts(
        year=rng.choice([YEAR] * 9 + [1, 9999, 0, -1, 10000]),
        departments=tuple(departments) if rng.random() > 0.05 else (),
        goals=tuple(goals) if rng.random() > 0.05 else (),
        entries=(*entries, *again) if rng.random() > 0.05 else (),
        as_of=rng.choice([None, None, date(YEAR, 8, 15), *DAYS]),
    )


def _spoilt(rng: random.Random, thing: Any, ways: dict[str, list[Any]], odds: float) -> Any:
    if rng.random() > odds:
        return thing
    name = rng.choice(list(ways))
    return replace(thing, **{name: rng.choice(ways[name])})
