"""Which days the demo bureau works: the public holidays of its two years, the study days and the days of the checks."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from typing import Final

from kaohe.days.calendar import Day, Kind
from kaohe.days.national import national

ONE_DAY: Final = timedelta(days=1)

#: The country's calendar; of 2027 the demonstration needs no more than that its first day is a holiday by law.
CALENDAR: Final = national().with_days([Day(date(2027, 1, 1), Kind.REST, "元旦")])


def works_on(day: date) -> bool:
    """True on a working day."""
    return CALENDAR.works_on(day)


def from_day(day: date) -> date:
    """That day, or the first working day after it."""
    while not works_on(day):
        day += ONE_DAY
    return day


def later(day: date, working_days: int) -> date:
    """So many working days after a day."""
    day = from_day(day)
    for _ in range(working_days):
        day = from_day(day + ONE_DAY)
    return day


@cache
def month_days(year: int, month: int) -> tuple[date, ...]:
    """The working days of a month."""
    return tuple(day for day in _days_from(date(year, month, 1)) if works_on(day))


def _days_from(day: date) -> Iterator[date]:
    month = day.month
    while day.month == month:
        yield day
        day += ONE_DAY


@cache
def quarter_days(year: int, quarter: int) -> tuple[date, ...]:
    """The working days of a quarter, 1 to 4."""
    return tuple(day for month in range(3 * quarter - 2, 3 * quarter + 1) for day in month_days(year, month))


def exam_day(year: int, month: int) -> date:
    """The day of a month's common examination: its second Friday that is worked."""
    return [day for day in month_days(year, month) if day.weekday() == 4][1]


def study_day(year: int, month: int) -> date:
    """The monthly study session: the third Friday that is worked, the last one in a short month."""
    fridays = [day for day in month_days(year, month) if day.weekday() == 4]
    return fridays[min(2, len(fridays) - 1)]


def check_day(year: int, month: int) -> date:
    """The monthly attendance check: unannounced, so it wanders through the month's other days."""
    taken = (study_day(year, month), exam_day(year, month))
    days = [day for day in month_days(year, month) if day not in taken]
    return days[(year * 5 + month * 7) % len(days)]
