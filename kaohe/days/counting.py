"""Counts by working days: when a period of days is over, and which worked day comes next.

The day of start is never counted (民法典 201). A period of working days ends with the n-th worked day after it; one of
calendar days with the n-th day, moved on while that is a day of rest (民法典 203). Either ends when business stops.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo

from kaohe.days.calendar import Calendar

#: The one time of the country; what the server's own clock is set to doesn't matter.
ZONE: Final = ZoneInfo("Asia/Shanghai")
ONE_DAY: Final = timedelta(days=1)
WORKING: Final = "working"
NATURAL: Final = "calendar"
MIDNIGHT: Final = "24:00"
OFFICE_CLOSES: Final = "17:30"


class Deadline(NamedTuple):
    """The last moment, whether any day on the way to it is unknown, and the version of the calendar it was counted by."""

    moment: datetime
    provisional: bool
    version: str

    @property
    def day(self) -> date:
        """Its day."""
        return self.moment.date()


class Counted(NamedTuple):
    """A day that was counted to, and whether any day on the way is unknown."""

    day: date
    provisional: bool


def deadline(start: datetime, n: int, unit: str, calendar: Calendar, close: str = OFFICE_CLOSES) -> Deadline:
    """The last moment of `n` days that start with what happened at `start`.

    unit   "working" counts worked days; "calendar" counts all and moves off a day of rest
    close  when business stops, as "17:30"; "24:00" for the whole day

    Raises ValueError for less than one day, another unit, another hour, or a `start` that doesn't say its time zone.
    """
    if start.tzinfo is None:
        raise ValueError("a moment without its time zone")
    if n < 1 or unit not in (WORKING, NATURAL):
        raise ValueError(f"{n} days of the unit {unit!r}")
    first = start.astimezone(ZONE).date()
    end = workdays_after(first, n, calendar) if unit == WORKING else from_day(first + n * ONE_DAY, calendar)
    return Deadline(datetime.combine(end.day, _close(close), ZONE), end.provisional, calendar.version)


def workdays_after(day: date, n: int, calendar: Calendar) -> Counted:
    """The n-th worked day after that day."""
    provisional = False
    while n:
        day += ONE_DAY
        provisional |= not calendar.knows(day)
        n -= calendar.works_on(day)
    return Counted(day, provisional)


def from_day(day: date, calendar: Calendar) -> Counted:
    """That day, or the first worked day after it."""
    provisional = not calendar.knows(day)
    while not calendar.works_on(day):
        day += ONE_DAY
        provisional |= not calendar.knows(day)
    return Counted(day, provisional)


def up_to_day(day: date, calendar: Calendar) -> Counted:
    """That day, or the last worked day before it."""
    provisional = not calendar.knows(day)
    while not calendar.works_on(day):
        day -= ONE_DAY
        provisional |= not calendar.knows(day)
    return Counted(day, provisional)


def _close(close: str) -> time:
    """The last moment of business. 24:00 is kept within its own day, so that nobody reads it as the next."""
    return time.max if close == MIDNIGHT else time.fromisoformat(close)
