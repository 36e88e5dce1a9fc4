"""A year's facts under other numbers: who gains, who loses, how places move. Nothing is written; the edition stays as it is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import product
from math import prod
from typing import Final, NamedTuple

from kaohe.engine import (
    ERROR,
    MINUS,
    Board,
    Exact,
    Facts,
    Item,
    Node,
    Problem,
    Refused,
    Rulebook,
    Standing,
    Variants,
    rounded,
    times,
    total,
)

#: Variants that one page tries: each is a whole board of the bureau, a millisecond or some.
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
    """The facts under those numbers, beside the board as it stands. Raises Refused for names and values that can't be, and for
    values under which an entry that stands couldn't be.
    """
    return next(grid(rulebook, facts, board, values, {}))


def grid(
    rulebook: Rulebook, facts: Facts, board: Board, values: Mapping[str, Decimal], choices: Mapping[str, Sequence[Decimal]]
) -> Iterator[Outcome]:
    """Every combination of `choices`, with `values` for the rest. Raises Refused as `tried` does, and for too many."""
    number = prod(len(each) for each in choices.values())
    if number > MOST:
        raise Refused([Problem("results.too_many_variants", {"found": number, "most": MOST})])
    variants, stands = Variants(rulebook, facts), {way: places(rulebook, board, by_points=way) for way in (_waits(board), True)}
    for chosen in product(*choices.values()):
        together = {**values, **dict(zip(choices, chosen, strict=True))}
        other, found = variants.of(together)
        if broken := [problem for problem in found.problems if problem.severity == ERROR and problem not in board.problems]:
            raise Refused(broken)  # an entry that stands couldn't be, as where a decision is above what it would allow
        by_points = _waits(board) or _waits(found)  # both boards are placed by the same
        rows = [Moved(code, stands[by_points][code], placed) for code, placed in places(other, found, by_points=by_points).items()]
        rows.sort(key=lambda row: (row.new.place is None, row.new.place or 0))
        yield Outcome(together, other, tuple(rows))


def _waits(board: Board) -> bool:
    """Whether the main ranking waits for what is open."""
    return any(placing.why == "pending" for placing in next(iter(board.rankings.values()), ()))


def places(rulebook: Rulebook, board: Board, *, by_points: bool) -> dict[str, Placed]:
    """Each department's points and place. What is open counts as full: before the year's end there would be no places to compare.

    Departments come in the order of the main ranking, as far as there is one, so that equals stand as it puts them. Their places are its own,
    whatever it goes by, unless they are to be found `by_points`.
    """
    placings = next(iter(board.rankings.values()), ())
    outside = {placing.department for placing in placings if placing.rank is None and placing.why != "pending"}
    standings = {standing.department.code: standing for standing in board.standings}
    points = {code: _points(rulebook, standings[code]) for code in [placing.department for placing in placings] or standings}
    in_order = sorted((value for code, value in points.items() if code not in outside), reverse=True)
    ranks = {code: None if code in outside else in_order.index(value) + 1 for code, value in points.items()}
    if not by_points:
        ranks |= {placing.department: placing.rank for placing in placings}
    return {code: Placed(points[code], ranks[code], standings[code].published is None) for code in points}


def _points(rulebook: Rulebook, standing: Standing) -> Decimal:
    if standing.published is not None:
        return standing.published
    items = {item.code: item for item in rulebook.tree.walk()}
    return rounded(_with_open(standing.tree, items), rulebook.rounding.places, rulebook.rounding.mode)


def _with_open(node: Node, items: Mapping[str, Item]) -> Exact:
    """What a node comes to if all that is open in it comes in full.

    Full points are a bound only where points are lost from them. What is earned is bounded by its item's own cap, as in a finished
    year: otherwise a change of full points that moves nobody then would seem to move everybody now.
    """
    if node.points is not None:
        return node.points
    opened = [line.values["at_stake"] for line in node.lines if line.counted and line.points is None]
    gained = [times(total([_with_open(child, items), times(child.settled, MINUS)]), child.weight) for child in node.children]
    together = total([node.settled, *opened, *gained])
    item = items.get(node.code) or items[node.code.rpartition(".")[0]]
    bounds = [bound for bound in (item.cap, node.full if not node.children and item.start == "full" else None) if bound is not None]
    return min([together, *bounds])
