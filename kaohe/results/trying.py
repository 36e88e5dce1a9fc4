"""A year's facts under other numbers: who gains, who loses, how places move. Nothing is written; the edition stays as it is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import product
from math import prod
from typing import Final, NamedTuple

from kaohe.engine import Board, Facts, Problem, Refused, Rulebook, Standing, rounded, score
from kaohe.engine.parameters import varied
from kaohe.pictures.values import reachable

#: Variants that one page tries: each is a whole board of the bureau, some milliseconds.
MOST: Final = 120


class Placed(NamedTuple):
    """Where a department stands: its points (what is open counts as full), and its place; None outside the ranking."""

    points: Decimal
    place: int | None
    open: bool


class Moved(NamedTuple):
    """A department before and after."""

    code: str
    old: Placed
    new: Placed

    @property
    def difference(self) -> Decimal:
        """What it gains; below zero: loses."""
        return self.new.points - self.old.points


class Outcome(NamedTuple):
    """One variant beside what stands, in the order of its own ranking."""

    values: Mapping[str, Decimal]
    rulebook: Rulebook
    rows: tuple[Moved, ...]

    @property
    def gained(self) -> int:
        """Departments with more points than before."""
        return sum(row.difference > 0 for row in self.rows)

    @property
    def lost(self) -> int:
        """Departments with fewer."""
        return sum(row.difference < 0 for row in self.rows)

    @property
    def moved(self) -> int:
        """Departments with another place."""
        return sum(row.old.place != row.new.place for row in self.rows)

    @property
    def firsts(self) -> tuple[str, ...]:
        """Who would come first."""
        return tuple(row.code for row in self.rows if row.new.place == 1)


def tried(rulebook: Rulebook, facts: Facts, board: Board, values: Mapping[str, Decimal]) -> Outcome:
    """The facts under those numbers, beside the board as it stands. Raises Refused for names and values that can't be."""
    other = varied(rulebook, values)
    old, new = places(rulebook, board), places(other, score(other, facts))
    order = {standing.department.code: at for at, standing in enumerate(board.standings)}
    rows = [Moved(code, old[code], placed) for code, placed in new.items()]
    rows.sort(key=lambda row: (row.new.place is None, row.new.place or 0, order[row.code]))
    return Outcome(dict(values), other, tuple(rows))


def grid(
    rulebook: Rulebook, facts: Facts, board: Board, values: Mapping[str, Decimal], choices: Mapping[str, Sequence[Decimal]]
) -> Iterator[Outcome]:
    """Every combination of `choices`, with `values` for the rest. Raises Refused as `tried` does, and for too many."""
    number = prod(len(each) for each in choices.values())
    if number > MOST:
        raise Refused([Problem("results.too_many_variants", {"found": number, "most": MOST})])
    for chosen in product(*choices.values()):
        yield tried(rulebook, facts, board, {**values, **dict(zip(choices, chosen, strict=True))})


def places(rulebook: Rulebook, board: Board) -> dict[str, Placed]:
    """Each department's points and place. What is open counts as full: before the year's end there would be no places to compare."""
    outside = _outside(board)
    points = {standing.department.code: _points(rulebook, standing) for standing in board.standings}
    ranked = sorted((value for code, value in points.items() if code not in outside), reverse=True)
    return {
        standing.department.code: Placed(
            points[standing.department.code],
            None if standing.department.code in outside else ranked.index(points[standing.department.code]) + 1,
            standing.published is None,
        )
        for standing in board.standings
    }


def _outside(board: Board) -> frozenset[str]:
    """Who a consequence keeps out of the main ranking."""
    placings = next(iter(board.rankings.values()), ())
    return frozenset(placing.department for placing in placings if placing.rank is None and placing.why != "pending")


def _points(rulebook: Rulebook, standing: Standing) -> Decimal:
    if standing.published is not None:
        return standing.published
    tree, rounding = standing.tree, rulebook.rounding
    return rounded(tree.points if tree.points is not None else min(reachable(tree), tree.full), rounding.places, rounding.mode)
