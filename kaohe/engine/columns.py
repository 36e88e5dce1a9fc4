"""What a rule is over columns: sums of entries, and a little arithmetic on them. Plain values; kaohe/bulk carries them out.

A kind of rule keeps this form beside its engine form in kinds/<kind>.py, so that one reader can hold the two together.
Everything here is in points, as the rulebook writes them; the compiler turns it into integers and proves that it may.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final, NamedTuple, TypeAlias

from kaohe.engine.account import Span
from kaohe.engine.rulebook import Item

# --- arithmetic: a dozen forms and no more, each of which every back end can say. (No tuples: tuples of one shape are equal.)


@dataclass(frozen=True, slots=True)
class Number:
    """A constant."""

    value: Any


@dataclass(frozen=True, slots=True)
class Slot:
    """A sum over the department's entries, by its name."""

    name: str


@dataclass(frozen=True, slots=True)
class Figure:
    """A number of the department itself: its size, or an attribute that the rulebook names."""

    name: str


@dataclass(frozen=True, slots=True)
class Plus:
    """The sum."""

    parts: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class Times:
    """The product with a constant."""

    of: Expression
    by: Any


@dataclass(frozen=True, slots=True)
class Least:
    """The smaller of two."""

    one: Expression
    other: Expression


@dataclass(frozen=True, slots=True)
class Most:
    """The larger of two."""

    one: Expression
    other: Expression


@dataclass(frozen=True, slots=True)
class Where:
    """One of two, as the condition says."""

    when: Condition
    then: Expression
    otherwise: Expression


@dataclass(frozen=True, slots=True)
class Rounded:
    """A figure as it is published: units of 1/`unit` rounded to `places` decimals; the only division there is."""

    of: Expression
    unit: int
    places: int
    mode: str


@dataclass(frozen=True, slots=True)
class Reached:
    """True where `one` is at least `other`."""

    one: Expression
    other: Expression


@dataclass(frozen=True, slots=True)
class Known:
    """True where the department has that number."""

    figure: Figure


@dataclass(frozen=True, slots=True)
class Every:
    """True where all are."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Some:
    """True where at least one is."""

    parts: tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """True where it is not."""

    of: Condition


Expression: TypeAlias = Number | Slot | Figure | Plus | Times | Least | Most | Where | Rounded
Condition: TypeAlias = Reached | Known | Every | Some | Not

NOTHING: Final = Number(Decimal(0))
ALWAYS: Final = Every(())
NEVER: Final = Some(())

# --- what a rule tells of itself


class Leaf(NamedTuple):
    """The box that is being scored: an item of rules, or one period of it.

    code     the node's code
    full     its full points
    period   the one period that it looks at; None for the whole year
    periods  all of the year's
    """

    item: Item
    code: str
    full: Decimal
    period: Span | None
    periods: tuple[Span, ...]

    @property
    def number(self) -> int | None:
        """The period's number; None for the whole year."""
        return self.period.number if self.period else None


class Term(NamedTuple):
    """One row of the look-up table: what one occurrence under that rule and level adds to the item.

    of      "count": the weight times the entry's count; "amount": times the points decided as well
    matter  "any"; or "best": of one matter the highest weight counts, once
    contest of which rules together: those that give the same name here
    """

    rule: str
    weight: Decimal
    level: str = ""
    of: str = "count"
    matter: str = "any"
    contest: str = ""


class Tally(NamedTuple):
    """A plain count that the arithmetic asks for: all that stands of the rule's entries, in one period or in the year.

    Of decided amounts only "is there any" may be asked.
    """

    name: str
    rule: str
    period: int | None = None


class Graded(NamedTuple):
    """Goals of a class, each base times the coefficient of its grade.

    The three slots that it fills: points of the graded goals, base points of those still without a grade, and how many
    goals there are.
    """

    rule: str
    category: str
    full: Decimal
    coefficients: Mapping[str, Decimal]
    points: str
    ungraded: str
    number: str


class Columns(NamedTuple):
    """A rule over columns, for one leaf.

    terms          simple sums into the item
    tallies        counts that the other fields speak of by their slots
    goals          the goals that it grades, where it does
    points         what it adds beside its terms
    open           where something is still unknown, so that the leaf has no points yet
    stake          how many points that could still move
    void           where it leaves nothing of the item
    raised         where its consequences hang
    size_at_least  the terms leave smaller departments alone
    """

    terms: tuple[Term, ...] = ()
    tallies: tuple[Tally, ...] = ()
    goals: Graded | None = None
    points: Expression = NOTHING
    open: Condition = NEVER
    stake: Expression = NOTHING
    void: Condition = NEVER
    raised: Condition = NEVER
    size_at_least: int | None = None


def stands(rule: str, leaf: Leaf) -> tuple[Tally, Condition]:
    """The tally of all that stands of a rule in that leaf, and the condition that there is any."""
    tally = Tally(f"{rule}#{leaf.number or ''}", rule, leaf.number)
    return tally, Reached(Slot(tally.name), Number(Decimal(1)))


def at_least(size: int | None) -> Condition:
    """Where the department isn't smaller than that; one of unknown size never is."""
    if size is None:
        return ALWAYS
    figure = Figure("size")
    return Some((Not(Known(figure)), Reached(figure, Number(Decimal(size)))))
