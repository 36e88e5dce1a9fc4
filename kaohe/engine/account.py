"""What a rule is shown of one department: its own entries, netted of reversals, its goals, its periods."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from kaohe.engine.facts import Department, Entry, Goal
from kaohe.engine.problems import ERROR, NOWHERE, Place, Problem
from kaohe.engine.rulebook import Item, Rulebook

if TYPE_CHECKING:
    from kaohe.engine.tree import Node


@dataclass(slots=True, eq=False)
class Net:
    """An entry after its reversals: what still counts of it, and the trail of entries that say so."""

    entry: Entry
    count: int
    trail: tuple[Entry, ...]


class Span(NamedTuple):
    """A period of the year; `over` is False while its last day is still ahead of what is known."""

    number: int
    label: str
    starts: date
    ends: date
    over: bool

    def holds(self, nets: list[Net]) -> list[Net]:
        """Those of the entries that occurred in this period."""
        return [net for net in nets if self.starts <= net.entry.occurred_on <= self.ends]


@dataclass(slots=True)
class Account:
    """One department's books while an item is scored.

    nets      entries that still count, by rule code
    beaten    entries that lose to another entry of the same matter: id → the winner
    broken    item codes whose entries hold errors
    problems  what the rules find while they look
    span      the period being scored; None for the whole year
    kept      what items came to in these books, with what was found wrong on the way, by the item's identity; None: nothing is kept
    """

    rulebook: Rulebook
    department: Department
    spans: tuple[Span, ...]
    nets: defaultdict[str, list[Net]] = field(default_factory=lambda: defaultdict(list))
    goals: dict[str, list[Goal]] = field(default_factory=dict)
    beaten: dict[str, Net] = field(default_factory=dict)
    broken: set[str] = field(default_factory=set)
    problems: list[Problem] = field(default_factory=list)
    item: Item | None = None
    span: Span | None = None
    kept: dict[int, tuple[Item, Node, list[Problem]]] | None = None

    def of(self, rule: str) -> list[Net]:
        """That rule's entries, of the period being scored where there is one."""
        nets = self.nets.get(rule)
        if nets is None:
            return []
        return nets if self.span is None else self.span.holds(nets)

    def report(
        self, code: str, clause: str = "", severity: str = ERROR, /, *, place: Place = NOWHERE, **values: object
    ) -> None:
        """Add a problem of this department; `values` fill its sentence beside the department's name."""
        values["department"] = self.department.title
        label = self.rulebook.clause_label(clause) if clause else ""
        self.problems.append(Problem(code, values, place, label, severity, self.department.code))
