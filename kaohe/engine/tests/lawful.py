"""What the laws of the score are tried on: many years from seeds, sound or with mistakes, and one more entry of any rule."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from hypothesis import HealthCheck, given, settings

from kaohe.engine import Board, Entry, Facts, Node, Rule, node_data
from kaohe.engine.tests.wild import wild_year
from tests.support.founding import founding_rulebook
from tests.support.years import SEEDS, YEAR, random_year

BOOK = founding_rulebook()
LOSSES = [rule for rule in BOOK.rules.values() if rule.loses]
REWARDS = [rule for rule in BOOK.rules.values() if type(rule).name == "bonus"]


def law(test: Callable[..., None]) -> Callable[..., None]:
    """The test is tried on many years. It is given a seed, which is short enough to be printed when it fails."""
    return settings(max_examples=50, deadline=None, suppress_health_check=list(HealthCheck))(given(seed=SEEDS)(test))


def sound(seed: int) -> tuple[Facts, random.Random]:
    """A year without a mistake, and the chance to do something to it."""
    rng = random.Random(seed)
    return random_year(rng, BOOK), rng


def finished(seed: int) -> tuple[Facts, random.Random]:
    """A year without a mistake in which every goal is graded."""
    rng = random.Random(seed)
    return random_year(rng, BOOK, complete=True), rng


def wild(seed: int) -> tuple[Facts, random.Random]:
    """A year with mistakes, from a single one to hardly anything else."""
    rng = random.Random(seed)
    return wild_year(rng, BOOK), rng


def either(seed: int) -> tuple[Facts, random.Random]:
    """One or the other."""
    return sound(seed) if seed % 2 else wild(seed)


def trees(board: Board) -> dict[str, object]:
    """Each department's tree as data."""
    return {standing.department.code: node_data(standing.tree) for standing in board.standings}


def pairs(old: Board, new: Board) -> Iterator[tuple[Node, Node]]:
    """The same box before and after, in every department."""
    for standing in old.standings:
        yield from zip(standing.tree.walk(), new.of(standing.department.code).tree.walk(), strict=True)


def event(rng: random.Random, facts: Facts, rule: Rule, **more: Any) -> Entry:
    """A sound entry of that rule, of a matter of its own."""
    levels = [level.code for level in getattr(rule, "levels", ())]
    common: dict[str, Any] = {
        "id": "new",
        "department": rng.choice(facts.departments).code,
        "rule": rule.code,
        "occurred_on": date(YEAR, 1, 1) + timedelta(days=rng.randrange(365)),
        "count": rng.randint(1, 4),
        "level": rng.choice(levels) if levels else "",
        "matter": "a matter of its own",
    }
    return Entry(**(common | more))


def with_entries(facts: Facts, *entries: Entry) -> Facts:
    return replace(facts, entries=(*facts.entries, *entries))
