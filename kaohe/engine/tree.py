"""The score tree: nodes that add up their lines, lines that name their clause and their entries, and the board of all."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any, NamedTuple

from kaohe.engine.exact import Exact, shown, total
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
        yield self
        for child in self.children:
            yield from child.walk()

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


def number_text(number: Exact | None) -> str | None:
    """For JSON: the exact text of a number, None while unknown."""
    return None if number is None else shown(number)


def line_data(line: Line) -> dict[str, object]:
    """A line for JSON; entries by their ids."""
    return {
        "points": number_text(line.points),
        "what": line.what,
        "clause": line.clause,
        "rule": line.rule,
        "label": line.label,
        "entries": [entry.id for entry in line.entries],
        "counted": line.counted,
        "values": {name: _plain(value) for name, value in line.values.items()},
    }


def _plain(value: object) -> object:
    if isinstance(value, Decimal | Fraction):
        return shown(value)
    return value if isinstance(value, str | int | bool) or value is None else str(value)


def node_data(node: Node) -> dict[str, object]:
    """A node and all under it for JSON: exact texts, never floats. The same tree always gives the same data."""
    return {
        "code": node.code,
        "label": node.label,
        "clause": node.clause,
        "full": shown(node.full),
        "weight": shown(node.weight),
        "points": number_text(node.points),
        "settled": shown(node.settled),
        "undecided": shown(node.undecided),
        "raw": number_text(node.raw),
        "lines": [line_data(line) for line in node.lines],
        "raised": [
            {
                "consequence": raised.consequence,
                "clause": raised.clause,
                "rule": raised.rule,
                "label": raised.label,
                "entries": [entry.id for entry in raised.entries],
            }
            for raised in node.raised
        ],
        "children": [node_data(child) for child in node.children],
    }


def board_data(board: Board) -> dict[str, object]:
    """The whole board for JSON, bundles and snapshots."""
    return {
        "rulebook": board.rulebook,
        "digest": board.digest,
        "bureau": board.bureau,
        "year": board.year,
        "as_of": board.as_of.isoformat() if board.as_of else None,
        "departments": [
            {
                "code": standing.department.code,
                "name": standing.department.name,
                "published": number_text(standing.published),
                "rank": standing.rank,
                "vetoed": standing.vetoed,
                "barred": standing.barred,
                "tree": node_data(standing.tree),
                "aside": [line_data(line) for line in standing.aside],
            }
            for standing in board.standings
        ],
        "rankings": {code: [_placing_data(each) for each in places] for code, places in board.rankings.items()},
        "honours": {code: [_placing_data(each) for each in places] for code, places in board.honours.items()},
        "problems": [problem.as_data() for problem in board.problems],
    }


def _placing_data(placing: Placing) -> dict[str, object]:
    return {
        "department": placing.department,
        "value": number_text(placing.value),
        "rank": placing.rank,
        "why": placing.why,
    }
