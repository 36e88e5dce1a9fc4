"""A compiled rulebook: which entry goes to which slot with which weight, and the steps from slots to scores.

Everything in it is whole numbers and names. `compiling.py` makes it, the back ends carry it out, and an auditor can hold
its look-up table against the clauses.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, NamedTuple

from kaohe.bulk.arithmetic import Bounds
from kaohe.engine import Rulebook, Span
from kaohe.engine.columns import Expression

# How the rows of one slot come together.
SUM, BEST, ONCE = "sum", "best", "once"
# Which entries a row is for: any, those without a matter, those with one.
ANY, WITHOUT, WITH = "any", "without", "with"


class Limits(NamedTuple):
    """What a ledger may hold at most, so that 64 bits are proven to be enough. Data beyond it are refused, not rounded.

    amount_places  decimals of a decided amount
    base_places    decimals of a goal's typed base points
    shares         what an equal share may be divided by: 27720 takes any number of goals up to twelve
    counted        the most that may come together in one slot of one department, in occurrences
    """

    amount_places: int = 2
    base_places: int = 2
    shares: int = 27720
    counted: int = 10**7


class SlotOf(NamedTuple):
    """A slot: one sum for each department. In points its value is divided by `unit`; it never passes `most`."""

    name: str
    unit: int
    most: int


class Row(NamedTuple):
    """A row of the look-up table: what one standing entry of that rule, level and period adds to that slot.

    level, period  "" and 0 where the rule knows none
    matter         ANY, WITHOUT or WITH
    way            SUM; BEST: of one matter only the highest; ONCE: only if it wins its matter (`price` decides)
    weight         in the slot's unit, for one occurrence (for `amount`: and for one unit of the amount)
    contest        for BEST: the rules that give the same name compete for a matter together
    """

    rule: str
    level: str
    period: int
    matter: str
    way: str
    slot: str
    weight: int
    of: str = "count"
    price: int = 0
    contest: str = ""


class Grading(NamedTuple):
    """A graded rule: its goals and the coefficients of their grades, in whole numbers.

    full          the category's points, in units of a base
    unit          a base of one point in whole numbers
    coefficients  of each grade, times `finer`
    points, ungraded, number  the slots of the graded goals' points, of base points without a grade, of how many goals there are
    """

    rule: str
    category: str
    full: int
    unit: int
    finer: int
    coefficients: Mapping[str, int]
    points: str
    ungraded: str
    number: str


class Scope(NamedTuple):
    """An item under which one matter costs once: the rules that compete there."""

    item: str
    rules: tuple[str, ...]


class Step(NamedTuple):
    """One step of the tail: a name, what it is in whole numbers, the unit that makes points of it, and what it reads."""

    name: str
    value: Expression
    unit: int
    bounds: Bounds
    reads: tuple[str, ...]


class NodeOf(NamedTuple):
    """A box of the scheme over columns: the names of its steps. `open` and `undecided` are "" where nothing can be open."""

    code: str
    label: str
    clause: str
    unit: int
    settled: str
    open: str
    undecided: str
    raw: str
    published: str


class Share(NamedTuple):
    """What a slot is worth in a leaf: times `factor` in the leaf's raw unit, for departments of at least `least` people."""

    slot: str
    factor: int
    least: int = 0


class Grown(NamedTuple):
    """A part of a leaf that grows with one count: its slot, and what it comes to in the leaf's raw unit."""

    slot: str
    value: Expression


class LeafOf(NamedTuple):
    """A leaf, for explaining it entry by entry.

    start        where it starts, in its raw unit
    low, high    its limits in the node's unit; None for none
    factor       makes the node's unit of the raw one
    voids        slots that leave nothing of it where they aren't 0
    """

    code: str
    start: int
    low: int | None
    high: int | None
    factor: int
    shares: tuple[Share, ...]
    grown: tuple[Grown, ...]
    graded: tuple[tuple[str, int], ...]
    voids: tuple[str, ...]


class Raising(NamedTuple):
    """A consequence that a rule raises: the name of its step, 1 where it is raised."""

    consequence: str
    rule: str
    step: str


class RankingOf(NamedTuple):
    """A ranking over columns: by which step, open where, outside for which consequences.

    The rulebook's `then_by` only puts those who share a rank in an order, and columns have none.
    """

    code: str
    label: str
    value: str
    open: str
    without: tuple[str, ...]


class HonourOf(NamedTuple):
    """An honour: the ranking behind it and the consequences that bar it."""

    code: str
    label: str
    ranking: str
    barred_by: tuple[str, ...]


@dataclass(frozen=True)
class Plan:
    """A rulebook, compiled for one year (and a day up to which things are known). Equal texts give an equal plan."""

    rulebook: Rulebook
    year: int
    as_of: date | None
    limits: Limits
    spans: tuple[Span, ...]
    slots: tuple[SlotOf, ...]
    rows: tuple[Row, ...]
    gradings: tuple[Grading, ...]
    scopes: tuple[Scope, ...]
    guards: Mapping[str, int]
    figures: tuple[str, ...]
    tail: tuple[Step, ...]
    nodes: tuple[NodeOf, ...]
    leaves: tuple[LeafOf, ...]
    raisings: tuple[Raising, ...]
    rankings: tuple[RankingOf, ...]
    honours: tuple[HonourOf, ...]

    @property
    def about(self) -> dict[str, Any]:
        """What every file made by this plan says of itself: by which rules, of which year, and up to which day (None: all of it)."""
        as_of = self.as_of.isoformat() if self.as_of else None
        return {"rulebook": self.rulebook.code, "digest": self.rulebook.digest, "year": self.year, "as_of": as_of}

    @property
    def units(self) -> dict[str, int]:
        """How many units of each node's columns are a point."""
        return {node.code: node.unit for node in self.nodes}

    @cached_property
    def steps(self) -> Mapping[str, Step]:
        """The steps of the tail by their names."""
        return {step.name: step for step in self.tail}

    def behind(self, wanted: Iterable[str] | None = None) -> list[Step]:
        """Those steps and every step that they are made of, in the tail's order; all of them where none are named."""
        waiting, found = list(self.steps if wanted is None else wanted), set[str]()
        while waiting:
            name = waiting.pop()
            if name in self.steps and name not in found:
                found.add(name)
                waiting += self.steps[name].reads
        return [step for step in self.tail if step.name in found]

    @cached_property
    def slot(self) -> Mapping[str, SlotOf]:
        """The slots by their names."""
        return {slot.name: slot for slot in self.slots}

    @property
    def root(self) -> NodeOf:
        """The topmost node."""
        return self.nodes[0]

    def most_units(self, rule: str) -> int:
        """The most that a decided amount under that rule may be, in whole units of an amount."""
        return int(self.rulebook.most_decided(rule) * 10**self.limits.amount_places)

    def rows_in(self, way: str) -> Iterator[Row]:
        """The rows that come together in that way."""
        return (row for row in self.rows if row.way == way)
