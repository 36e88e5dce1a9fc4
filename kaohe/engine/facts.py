"""What happened in a year, as plain values: departments, goals and ledger entries. No score, no user, no clock."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from kaohe.engine.exact import Exact
from kaohe.engine.problems import Place


@dataclass(frozen=True, slots=True)
class Department:
    """An assessed unit (科室). `attributes` hold the numbers that rules ask for by name, such as a quota.

    short    the name that the score sheet prints
    aliases  other names under which workbooks know it
    size     number of officers; None where unknown
    """

    code: str
    name: str
    short: str = ""
    aliases: tuple[str, ...] = ()
    size: int | None = None
    front_office: bool = False
    attributes: Mapping[str, Exact] = field(default_factory=dict)

    @property
    def title(self) -> str:
        """The name people use: the short one where there is one."""
        return self.short or self.name


@dataclass(frozen=True, slots=True)
class Goal:
    """A goal fixed by the director's meeting (重点业务目标 or 业务目标).

    category  "key" or "ordinary"
    base      its base points; None for an equal share of what its category has
    """

    code: str
    department: str
    category: str
    title: str = ""
    base: Exact | None = None
    origin: str = ""
    measure: str = ""
    target: str = ""
    due: date | None = None
    key_work: bool = False
    place: Place = Place()


@dataclass(frozen=True, slots=True)
class Entry:
    """One event of the ledger: what happened, never what it is worth.

    id           its number in the ledger, unique in the year
    count        how often; a reversal carries the count negated and names what it `reverses`
    level        which body (adoption, praise) or which grade (grading of a goal)
    matter       the key of the matter or article: one fact counts once
    amount       points that a panel decided, for judged rules only
    occurred_on  the day of the fact; `recorded_on` the day it was written down
    until        its last day, where it lasts several (a leave); None where it is over with its first
    conditions   the listed conditions that a grade relies on
    """

    id: str
    department: str
    rule: str
    occurred_on: date
    count: int = 1
    level: str = ""
    matter: str = ""
    goal: str = ""
    amount: Exact | None = None
    persons: tuple[str, ...] = ()
    about: str = ""
    conditions: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()
    recorded_on: date | None = None
    recorded_by: str = ""
    reverses: str = ""
    until: date | None = None
    place: Place = Place()

    def covers(self, day: date) -> bool:
        """True where the fact was so on that day."""
        return self.occurred_on <= day <= (self.until or self.occurred_on)


@dataclass(frozen=True, slots=True)
class Facts:
    """Everything that the rules look at.

    as_of   the day up to which things are known; None means all is in
    bureau  whose year it is, as it is printed; "" for the rulebook's own bureau. Moves nothing
    """

    year: int
    departments: tuple[Department, ...] = ()
    goals: tuple[Goal, ...] = ()
    entries: tuple[Entry, ...] = ()
    as_of: date | None = None
    bureau: str = ""
