"""A bureau's working days: the country's calendar, and above it what its own office has set or loaded."""

from __future__ import annotations

from datetime import date
from typing import Final

from kaohe.cycles.models import CalendarDay, CalendarYear
from kaohe.days.calendar import Calendar, Day, Kind
from kaohe.days.national import national
from kaohe.people.models import Bureau

#: The notice for the year to come is published in November; from its first day on, the lack of it is told.
WARNED_FROM: Final = (11, 1)


def calendar_of(bureau: Bureau) -> Calendar:
    """The calendar by which that bureau counts: a year that it loaded itself is wholly its own. Two queries."""
    years = frozenset(CalendarYear.objects.filter(bureau=bureau).values_list("year", flat=True))
    rows = CalendarDay.objects.filter(bureau=bureau).values_list("day", "kind", "name", "source")
    own = [Day(day, Kind(kind), name, source) for day, kind, name, source in rows]
    return national().without(years).with_days(own, years)


def missing_year(calendar: Calendar, today: date) -> int | None:
    """The year whose calendar should be loaded by now; None where nothing is missing."""
    if today.year not in calendar.years:
        return today.year
    soon = (today.month, today.day) >= WARNED_FROM
    return today.year + 1 if soon and today.year + 1 not in calendar.years else None
