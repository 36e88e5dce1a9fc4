"""Random small years for a random rulebook, drawn as columns of whole numbers.

Every kind of rule gets entries; some departments get none. Entries are taken back wholly and in part, on the same day and
later; goals share a class equally, have typed base points, or both; some goals have no grade and some departments no goal.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import numpy as np

from kaohe.engine import Rulebook

YEAR: Final = 2025
#: Decided amounts and typed base points are whole numbers of hundredths.
HUNDREDTHS: Final = 100
MATTERS: Final = ("", "a", "b")
MOST_GOALS: Final = 7
#: Days are numbers from the first of January; goals are graded in the January after.
_LAST, _GRADED = 364, 369
#: How many of the entries are taken back, how many of those only in part, and how many goals have no grade.
_BACK, _PART, _UNGRADED = 0.06, 0.5, 0.02
#: Rare, for otherwise it would leave little of its item to look at.
_VOID: Final = 0.05

Columns = dict[str, Any]


@dataclass
class Drawn:
    """A drawn year. Words are numbers: a rule, level or class is its place in its list, a department or entry its own place.

    units   size (0: unknown), q1, q2
    goals   department, goal (class × MOST_GOALS + number), category, above (hundredths; -1: an equal share), below
    ledger  department, rule, day, count, level, matter, goal (-1: none), amount (hundredths; -1: none), reverses (-1: nothing)
    """

    as_of: date | None
    rules: list[str]
    levels: list[str]
    categories: list[str]
    units: Columns
    goals: Columns
    ledger: Columns


def as_of(rng: random.Random) -> date | None:
    """The day up to which things are known: one in four rulebooks looks at a year that isn't over."""
    return rng.choice([None, None, None, date(YEAR, rng.randint(1, 12), rng.randint(1, 28))])


def drawn(rng: random.Random, seed: int, rulebook: Rulebook, known: date | None, departments: int) -> Drawn:
    """A year of so many departments."""
    return _Drawing(rng, np.random.default_rng(seed), rulebook, departments).year(known)


class _Drawing:
    """One year being drawn: `rng` decides what holds for a whole rule, `draws` what differs from entry to entry."""

    def __init__(self, rng: random.Random, draws: Any, rulebook: Rulebook, departments: int) -> None:
        self.rng, self.draws, self.departments = rng, draws, departments
        self.rules, self.categories = list(rulebook.rules.values()), list(rulebook.categories.values())
        self.levels = [""]

    def year(self, known: date | None) -> Drawn:
        """Departments, then goals, then what happened, then what of it is taken back."""
        units = {name: self.draws.integers(0, most, self.departments) for name, most in (("size", 6), ("q1", 4), ("q2", 4))}
        goals = _stacked([self._goals(at) for at in range(len(self.categories))], _NO_GOALS)
        parts = [self._gradings(at, goals) if rule.name == "graded" else self._events(at) for at, rule in enumerate(self.rules)]
        ledger = self._taken_back(_stacked(parts, parts[0]))
        return Drawn(known, [rule.code for rule in self.rules], self.levels, [each.code for each in self.categories], units, goals, ledger)

    def _goals(self, at: int) -> Columns:
        """Each department's goals of a class: all shares, all typed, or the first typed and the rest shares."""
        numbers = self.draws.choice([0, 1, 2, 3, MOST_GOALS], self.departments, p=[0.02, 0.28, 0.3, 0.2, 0.2])
        whose = np.repeat(np.arange(self.departments), numbers)
        number, place = numbers[whose], np.arange(len(whose)) - np.repeat(np.cumsum(numbers) - numbers, numbers)
        way = self.draws.integers(0, 4, self.departments)[whose]
        half = (way == 2) & (number > 1) & (place == 0)
        full = int(self.categories[at].full * HUNDREDTHS)
        return {
            "department": whose,
            "goal": at * MOST_GOALS + place,
            "category": np.full(len(whose), at),
            "above": np.where(half | (way == 3), full, -1),
            "below": np.where(half, 2, np.where(way == 3, number, 1)),
        }

    def _gradings(self, at: int, goals: Columns) -> Columns:
        """Nearly every goal of the rule's class gets a grade."""
        rule = self.rules[at]
        mine = [each.code for each in self.categories].index(rule.category.code)
        chosen = np.flatnonzero((goals["category"] == mine) & (self.draws.random(len(goals["goal"])) >= _UNGRADED))
        grades = self._named(list(rule.scale.grades), len(chosen))
        return _entries(goals["department"][chosen], at, day=_GRADED, level=grades, goal=goals["goal"][chosen])

    def _events(self, at: int) -> Columns:
        rule = self.rules[at]
        many = int(self.departments * (_VOID if rule.name == "void" else self.rng.choice([0.3, 0.8])))
        levels = [level.code for level in getattr(rule, "levels", ())]
        return _entries(
            self.draws.integers(0, self.departments, many),
            at,
            day=self.draws.integers(0, _LAST + 1, many),
            count=self.draws.integers(1, 4, many),
            level=self._named(levels, many) if levels else 0,
            matter=self.draws.integers(0, len(MATTERS), many),
            amount=self.draws.integers(1, 17, many) * (HUNDREDTHS // 4) if rule.name == "judged" else -1,
        )

    def _named(self, levels: list[str], many: int) -> Any:
        """So many of these levels."""
        first = len(self.levels)
        self.levels += levels
        return self.draws.integers(first, len(self.levels), many)

    def _taken_back(self, ledger: Columns) -> Columns:
        """The ledger with its reversals behind it: the same event with its count negated, then or later in the year."""
        chosen = np.flatnonzero(self.draws.random(len(ledger["rule"])) < _BACK)
        back = {name: column[chosen] for name, column in ledger.items()}
        part = np.where(self.draws.random(len(chosen)) < _PART, self.draws.integers(1, 4, len(chosen)), back["count"])
        later = self.draws.integers(0, _LAST + 1, len(chosen)) * self.draws.integers(0, 2, len(chosen))
        back |= {"count": -np.minimum(part, back["count"]), "day": np.maximum(back["day"], later), "reverses": chosen}
        return {name: np.concatenate([column, back[name]]) for name, column in ledger.items()}


_NO_GOALS: Final[Columns] = {name: np.zeros(0, "int64") for name in ("department", "goal", "category", "above", "below")}


def _entries(whose: Any, rule: int, *, day: Any, count: Any = 1, level: Any = 0, matter: Any = 0, goal: Any = -1, amount: Any = -1) -> Columns:
    """Entries of one rule; a number stands for a column of it."""
    told = {"rule": rule, "day": day, "count": count, "level": level, "matter": matter, "goal": goal, "amount": amount, "reverses": -1}
    return {"department": whose, **{name: np.broadcast_to(np.asarray(value, "int64"), len(whose)) for name, value in told.items()}}


def _stacked(parts: list[Columns], empty: Columns) -> Columns:
    """Tables of the same columns, one below the other."""
    return {name: np.concatenate([part[name] for part in parts]) if parts else empty[name] for name in empty}
