"""A rulebook as values: clauses, items, scales, rankings, readings. Made by load.py, never changed after."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

from kaohe.engine.facts import Department
from kaohe.engine.problems import Place


@dataclass(frozen=True, slots=True)
class Clause:
    """One clause of the document. `anchor` is its address (3.1.1.1), `id` its short number (O1)."""

    anchor: str
    id: str
    label: str
    title: str
    summary: str
    scores: bool
    place: Place = Place()


@dataclass(frozen=True, slots=True)
class Reading:
    """How a gap of the document is read (口径)."""

    code: str
    clauses: tuple[str, ...]
    gap: str
    default: str
    why: str
    also: tuple[str, ...]
    important: bool
    confirmed_by: str = ""
    place: Place = Place()


@dataclass(frozen=True, slots=True)
class Caution:
    """A compliance note: later law or rules that a bureau of today must weigh before adopting."""

    code: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Condition:
    """One of the listed grounds of a grade. What follows its caution serves suggest.py.

    proposed_if  "", "below" (the completion reaches no grade) or "key_work" (such work isn't done, and no reason granted)
    shown_by     rules whose entries fulfil it; `levels` narrows them down
    weigh        rules whose entries may fulfil it, which only people can say
    """

    code: str
    label: str
    caution: str = ""
    proposed_if: str = ""
    shown_by: tuple[str, ...] = ()
    levels: tuple[str, ...] = ()
    weigh: tuple[str, ...] = ()
    readings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Grade:
    """A grade (档次) with its coefficient.

    needs        "", "condition" (one of the list) or "evidence"
    doubtful_if  "", or "key_work": a goal marked as such work is flagged where it has this grade
    completion   per cent from which suggest.py proposes it; None: never for the completion's sake
    overrides    one fulfilled condition of this grade outweighs all that speaks for another
    proposed_if  "", or "excuse": proposed where an objective reason was granted
    """

    code: str
    label: str
    coefficient: Decimal
    clause: str
    needs: str = ""
    doubtful_if: str = ""
    conditions: tuple[Condition, ...] = ()
    readings: tuple[str, ...] = ()
    completion: Decimal | None = None
    overrides: bool = False
    proposed_if: str = ""


@dataclass(frozen=True, slots=True)
class Scale:
    """A set of grades."""

    code: str
    clause: str
    grades: Mapping[str, Grade]


@dataclass(frozen=True, slots=True)
class Category:
    """A class of goals: what it is worth in all and how many are usual."""

    code: str
    label: str
    clause: str
    full: Decimal
    usual: tuple[int, int]
    readings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Level:
    """A body whose adoption or praise is worth so much (采用、表彰层级)."""

    code: str
    label: str
    each: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """What all kinds of rule have in common; each kind adds its own settings in kinds/<kind>.py.

    per      the unit counted (人次, 次, 篇)
    raises   consequences: veto, bar, refer
    asks     what a recorder is asked for beside department, date and count
    words    all that may be said about an event, where that isn't left to the recorder (leave: that, never why)
    lasts    the fact may last several days, and may be written down before it comes; only where it moves no points
    size_at_least  the rule leaves smaller departments alone (None: applies to all)
    """

    code: str
    label: str
    clause: str
    per: str
    raises: tuple[str, ...] = ()
    readings: tuple[str, ...] = ()
    asks: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    lasts: bool = False
    caution: str = ""
    size_at_least: int | None = None
    place: Place = Place()

    def may_last(self, first: date, until: date | None, year: int) -> bool:
        """True for a fact of one day (no `until`), and where this rule's facts last: up to a day within the year."""
        return until is None or (self.lasts and first <= until <= date(year, 12, 31))


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A box of the scheme with full points: either a sum of items or a set of rules.

    combine      "sum" or "weighted" (children by their weight)
    start        "full" (points are lost) or "zero" (points are earned)
    each_period  full points of every single period; None where the pool is yearly
    floor, cap   limits of this item's points; None for no limit
    """

    code: str
    label: str
    clause: str
    full: Decimal
    weight: Decimal
    combine: str = "sum"
    start: str = "full"
    each_period: Decimal | None = None
    floor: Decimal | None = Decimal(0)
    cap: Decimal | None = None
    once_per_matter: bool = False
    items: tuple[Item, ...] = ()
    rules: tuple[Any, ...] = ()  # of kinds; each a Rule with lines()
    readings: tuple[str, ...] = ()
    caution: str = ""
    place: Place = Place()

    def walk(self) -> Iterator[Item]:
        """This item, then every item under it, in order."""
        yield self
        for item in self.items:
            yield from item.walk()


@dataclass(frozen=True, slots=True)
class Ranking:
    """An order of departments by one item. `value` is "published" (rounded points) or "raw" (before limits)."""

    code: str
    label: str
    clause: str
    of: str
    value: str
    then_by: str = ""
    without: tuple[str, ...] = ()
    readings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Honour:
    """Who may be named advanced (先进): a ranking without those a consequence bars."""

    code: str
    label: str
    clause: str
    ranking: str
    barred_by: tuple[str, ...]
    readings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rounding:
    """Where digits are dropped: only in the published figure."""

    places: int
    mode: str
    readings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Window:
    """A period of days, such as the two of an objection. `unit` is "working" or "calendar", `close` an hour."""

    days: int
    unit: str
    close: str = ""
    clause: str = ""
    readings: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Progress:
    """Which rules a verified report of a goal's quarter goes to: done as planned, or not (季度完成情况)."""

    met: str
    missed: str


@dataclass(frozen=True, slots=True)
class Uses:
    """What the result is used for (结果的使用): the clause that says so, and how its gaps are read. It moves no points."""

    clause: str
    readings: tuple[str, ...] = ()


@dataclass(frozen=True)
class Rulebook:
    """A whole regulation as data. `digest` is the SHA-256 of its texts; `texts` are those texts by file name.

    banner  what the drawing of the framework writes above the scheme; it moves nothing
    """

    code: str
    label: str
    bureau: str
    issued: str
    rounding: Rounding
    periods: tuple[str, ...]
    tree: Item
    clauses: Mapping[str, Clause]
    readings: Mapping[str, Reading]
    cautions: Mapping[str, Caution]
    scales: Mapping[str, Scale]
    categories: Mapping[str, Category]
    rankings: tuple[Ranking, ...]
    honours: tuple[Honour, ...]
    attributes: Mapping[str, str]
    departments: tuple[Department, ...]
    unscored: Mapping[str, str]
    objection: Window | None
    review: Window | None
    progress: Progress | None = None
    uses: Uses | None = None
    banner: tuple[str, ...] = ()
    other_readings: tuple[str, ...] = ()
    english: Mapping[str, str] = field(default_factory=dict)
    texts: Mapping[str, str] = field(default_factory=dict)
    digest: str = ""
    digest_sm3: str = ""

    @cached_property
    def items(self) -> Mapping[str, Item]:
        """Every item by its code, in the rulebook's order."""
        return {item.code: item for item in self.tree.walk()}

    @cached_property
    def rules(self) -> Mapping[str, Any]:
        """Every rule by its code, in the rulebook's order."""
        return {rule.code: rule for item in self.tree.walk() for rule in item.rules}

    @cached_property
    def item_of_rule(self) -> Mapping[str, Item]:
        """The item that a rule moves, by the rule's code."""
        return {rule.code: item for item in self.tree.walk() for rule in item.rules}

    def most_decided(self, code: str) -> Decimal:
        """The most points that one decision under that rule may come to: the rule's own limit, else its item's full points."""
        return self.rules[code].most or self.item_of_rule[code].full

    @cached_property
    def once_per_matter(self) -> tuple[tuple[str, ...], ...]:
        """For each item where one matter costs once: the codes of the losing rules under it."""
        return tuple(
            tuple(rule.code for below in item.walk() for rule in below.rules if rule.loses)
            for item in self.tree.walk()
            if item.once_per_matter
        )

    def clause_label(self, anchor: str) -> str:
        """The clause's label in the document (附件3 一(一)1); the anchor itself where it is unknown."""
        clause = self.clauses.get(anchor)
        return clause.label if clause else anchor

    def attribute_label(self, attribute: str) -> str:
        """The name of a department's number; the attribute itself where the rulebook names none."""
        return self.attributes.get(attribute, attribute)

    def asking(self, attribute: str) -> str:
        """The label of a rule that asks for that number of a department; the attribute itself where none does."""
        return next((rule.label for rule in self.rules.values() if getattr(rule, "quota", "") == attribute), attribute)

    def in_language(self, text: str, language: str) -> str:
        """A label of this rulebook in the reader's language; the original where no translation is given."""
        return self.english.get(text, text) if language.startswith("en") else text

    def department_named(self, name: str) -> Department | None:
        """The department with that code, name, short name or alias, spaces ignored."""
        return self._names.get("".join(name.split()))

    @cached_property
    def _names(self) -> Mapping[str, Department]:
        return names_of(self.departments)


def names_of(departments: tuple[Department, ...]) -> Mapping[str, Department]:
    """Every code, name, short name and alias, spaces removed, to its department."""
    found = {}
    for department in departments:
        for name in (department.code, department.name, department.short, *department.aliases):
            if name:
                found["".join(name.split())] = department
    return found
