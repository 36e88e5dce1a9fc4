"""The score tree: nodes that add up their lines, lines that name their clause and their entries, and the board of all."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from kaohe.engine.exact import Exact, total
from kaohe.engine.facts import Department, Entry
from kaohe.engine.problems import Problem


class Line(NamedTuple):
    """One thing that moved a node, or that might have and did not.

    points   signed; None while unknown (a goal without a grade)
    what     the sentence in phrases.py: full, deduct, bonus, grade, quota_met, limit, floor, beaten …
    clause   anchor in document.md
    rule     the rule's code, "" for limits and full marks
    label    the rule's or goal's name, as the rulebook writes it
    entries  the ledger entries behind it
    counted  False where it is shown but moves nothing (beaten, exempt, of no effect)
    values   what fills the sentence
    """

    points: Exact | None
    what: str
    clause: str
    rule: str
    label: str
    entries: tuple[Entry, ...] = ()
    counted: bool = True
    values: Mapping[str, Any] = {}


class Raised(NamedTuple):
    """A consequence beside the points: veto (outside the ranking), bar (no honours), refer (handed on)."""

    consequence: str
    clause: str
    rule: str
    label: str
    entries: tuple[Entry, ...] = ()


class Node(NamedTuple):
    """One box of the scheme for one department. A tuple, since a board makes hundreds of them at once.

    points     the exact score; None while anything under it is unknown
    settled    what is certain so far (equals points once nothing is open)
    undecided  how many of the full points are still open
    weight     the share of these points that the parent takes (1 where the parent adds up)
    raw        points before floor and cap, for rankings without a limit; None while unknown
    """

    code: str
    label: str
    clause: str
    full: Decimal
    weight: Decimal
    points: Exact | None
    settled: Exact
    undecided: Exact
    raw: Exact | None
    lines: tuple[Line, ...] = ()
    children: tuple[Node, ...] = ()
    raised: tuple[Raised, ...] = ()

    @property
    def pending(self) -> bool:
        """True while anything under this node is unknown."""
        return self.points is None

    def walk(self) -> Iterator[Node]:
        """This node, then every node under it, in the rulebook's order."""
        waiting = [self]
        while waiting:
            node = waiting.pop()
            yield node
            waiting += reversed(node.children)

    def find(self, code: str) -> Node:
        """The node with that code. Raises KeyError."""
        found = self._found(code)
        if found is None:
            raise KeyError(code)
        return found

    def _found(self, code: str) -> Node | None:
        if self.code == code:
            return self
        for child in self.children:
            found = child._found(code)
            if found is not None:
                return found
        return None

    def all_raised(self) -> tuple[Raised, ...]:
        """Every consequence raised here or below."""
        return tuple(raised for node in self.walk() for raised in node.raised)


@dataclass(frozen=True, slots=True)
class Standing:
    """One department's year: its tree, what stays outside the tree, its published total and its place.

    raised  every consequence of the tree
    """

    department: Department
    tree: Node
    raised: tuple[Raised, ...] = ()
    aside: tuple[Line, ...] = ()
    problems: tuple[Problem, ...] = ()
    published: Decimal | None = None
    rank: int | None = None

    @property
    def vetoed(self) -> bool:
        """True where a breach took the department out of the ranking (一票否决)."""
        return any(raised.consequence == "veto" for raised in self.raised)

    @property
    def barred(self) -> bool:
        """True where the department can't receive honours."""
        return any(raised.consequence in ("veto", "bar") for raised in self.raised)


class Placing(NamedTuple):
    """A department's place in one ranking; rank is None outside it (`why` says why: veto, pending, bar)."""

    department: str
    value: Decimal | None
    rank: int | None
    why: str = ""


@dataclass(frozen=True, slots=True)
class Board:
    """All departments of one year under one edition, after both passes. `bureau` is whose year it is, as printed."""

    rulebook: str
    digest: str
    year: int
    as_of: date | None
    standings: tuple[Standing, ...]
    rankings: Mapping[str, tuple[Placing, ...]] = field(default_factory=dict)
    honours: Mapping[str, tuple[Placing, ...]] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    bureau: str = ""

    def of(self, department: str) -> Standing:
        """The standing of the department with that code. Raises KeyError."""
        for standing in self.standings:
            if standing.department.code == department:
                return standing
        raise KeyError(department)

    def ranked(self) -> tuple[Standing, ...]:
        """Standings in the order of the main ranking; those outside it last, in the order decreed."""
        main = next(iter(self.rankings.values()), ())
        order = {placing.department: number for number, placing in enumerate(main)}
        return tuple(sorted(self.standings, key=lambda standing: order.get(standing.department.code, len(order))))


def tally(lines: list[Line]) -> tuple[Exact, bool]:
    """What the counted lines add up to as far as they are known, and whether all of them are."""
    counted = [line.points for line in lines if line.counted]
    known = [points for points in counted if points is not None]
    return total(known), len(known) == len(counted)
