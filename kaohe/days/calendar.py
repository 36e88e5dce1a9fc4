"""Which days are worked: Monday to Friday but for the days that a table says otherwise; unknown where no table reaches."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property
from hashlib import sha256
from types import MappingProxyType

SATURDAY = 5


class Kind(StrEnum):
    """What a day is (工作日, 休息日, 调休上班)."""

    WORK = "work"
    REST = "rest"
    MADE_UP = "made_up"  # a day of the weekend that is worked, for one that a holiday took


@dataclass(frozen=True, slots=True)
class Day:
    """One day that somebody has spoken about: what it is, the holiday's name, and whose word it is."""

    day: date
    kind: Kind
    name: str = ""
    source: str = ""

    @property
    def worked(self) -> bool:
        """True where people are in their offices."""
        return self.kind != Kind.REST


class Calendar:
    """The years of which all is known, and the days that are not what their weekday says.

    A day of a year that isn't known is unknown, unless somebody spoke of that very day.
    """

    def __init__(self, years: Iterable[int], days: Iterable[Day] = ()) -> None:
        self.years = frozenset(years)
        self.days: Mapping[date, Day] = MappingProxyType({each.day: each for each in days})

    def is_workday(self, day: date) -> bool | None:
        """True, False, or None where nobody knows yet."""
        if spoken := self.days.get(day):
            return spoken.worked
        return is_weekday(day) if day.year in self.years else None

    def works_on(self, day: date) -> bool:
        """The same, an unknown day taken for what its weekday says. Whoever asks this says `provisional` beside it."""
        known = self.is_workday(day)
        return is_weekday(day) if known is None else known

    def knows(self, day: date) -> bool:
        """True where it is known whether the day is worked."""
        return self.is_workday(day) is not None

    def with_days(self, days: Iterable[Day], years: Iterable[int] = ()) -> Calendar:
        """This calendar with more years known and with these days above its own."""
        return Calendar(self.years | set(years), [*self.days.values(), *days])

    def without(self, years: Collection[int]) -> Calendar:
        """This calendar with nothing known of those years: for whoever tells them anew."""
        return Calendar(
            self.years.difference(years), (each for each in self.days.values() if each.day.year not in years)
        )

    @cached_property
    def version(self) -> str:
        """Twelve characters that are others as soon as any day is: kept beside every date counted with it."""
        told = [*map(str, sorted(self.years)), *sorted(f"{each.day} {each.worked}" for each in self.days.values())]
        return sha256("\n".join(told).encode()).hexdigest()[:12]


def is_weekday(day: date) -> bool:
    """True from Monday to Friday."""
    return day.weekday() < SATURDAY


def weekday_kind(day: date) -> Kind:
    """What a day is by its weekday alone."""
    return Kind.WORK if is_weekday(day) else Kind.REST
