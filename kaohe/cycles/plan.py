"""The dates of a year, proposed from the working-day calendar and checked against it. No table is read here, none written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time
from itertools import pairwise
from typing import Final, NamedTuple

from kaohe.cycles.milestones import FOLLOWS, Key, Milestone, MilestoneName, keys
from kaohe.days.calendar import Calendar
from kaohe.days.counting import ZONE, Counted, deadline, from_day, up_to_day, workdays_after
from kaohe.engine import Problem, Window

#: So many working days after a period is over, or the year.
PROGRESS_AFTER: Final = 5
BULLETIN_AFTER: Final = 8
GRADING_AFTER: Final = 10
NOTICE_AFTER: Final = 12
#: Goals are fixed each May (附件2 一).
GOALS_BY: Final = (5, 31)


class Planned(NamedTuple):
    """One date of a year, and whether the calendar behind it isn't known yet."""

    key: Key
    day: date
    provisional: bool


class Frame(NamedTuple):
    """What the dates of a year hang on: the last days of its periods, the calendar, the window for objections."""

    year: int
    ends: tuple[date, ...]
    calendar: Calendar
    window: Window | None


def propose(frame: Frame, last: Mapping[Key, date] | None = None) -> tuple[Planned, ...]:
    """Every date of the year; with `last`, those of the year before moved to the same day or the worked one after it."""
    days = {key: day for key, day in (last or {}).items() if key in keys(len(frame.ends))}
    return settle(frame, {**dict(_proposed(frame)), **years_later(days, 1, frame.calendar)})


def years_later(days: Mapping[Key, date], years: int, calendar: Calendar) -> dict[Key, date]:
    """These dates in another year: on the same day, or the worked one after it."""
    return {key: from_day(_same_day(day, day.year + years), calendar).day for key, day in days.items()}


def settle(frame: Frame, days: Mapping[Key, date]) -> tuple[Planned, ...]:
    """These dates in their order, each marked where the calendar isn't known; what follows from others is counted anew."""
    found = {
        key: Planned(key, day, not frame.calendar.knows(day)) for key, day in days.items() if key.milestone != FOLLOWS
    }
    notice = found.get(Key(Milestone.NOTICE))
    if notice and frame.window:
        until = _objections(frame, notice.day)
        found[Key(FOLLOWS)] = Planned(Key(FOLLOWS), until.day, until.provisional)
    return tuple(found[key] for key in keys(len(frame.ends)) if key in found)


def problems(frame: Frame, days: Mapping[Key, date]) -> Iterator[Problem]:
    """Everything wrong with chosen dates: missing, on a day of rest, out of order."""
    for key in keys(len(frame.ends)):
        if key not in days and key.milestone != FOLLOWS:
            yield Problem("cycles.date_missing", {"what": MilestoneName(key)})
    for key, day in days.items():
        if key.milestone != FOLLOWS and frame.calendar.is_workday(day) is False:
            values = {"what": MilestoneName(key), "found": day, "next": from_day(day, frame.calendar).day}
            yield Problem("cycles.date_rest", values)
    settled = {each.key: each.day for each in settle(frame, days)}
    for earlier, later in _order(len(frame.ends)):
        if earlier in settled and later in settled and settled[later] < settled[earlier]:
            yield _disorder(later, settled[later], MilestoneName(earlier), settled[earlier])
    for number, end in enumerate(frame.ends, 1):
        key = Key(Milestone.PROGRESS, number)
        if key in settled and settled[key] <= end:
            yield Problem("cycles.date_too_early", {"what": MilestoneName(key), "found": settled[key], "end": end})
    for key, day in settled.items():
        if not date(frame.year, 1, 1) <= day <= date(frame.year + 1, 12, 31):
            yield Problem("cycles.date_far", {"what": MilestoneName(key), "found": day, "year": frame.year})


def _disorder(later: Key, day: date, earlier: MilestoneName, before: date) -> Problem:
    return Problem(
        "cycles.date_order", {"what": MilestoneName(later), "found": day, "other": earlier, "before": before}
    )


def _proposed(frame: Frame) -> Iterator[tuple[Key, date]]:
    calendar = frame.calendar
    yield Key(Milestone.GOALS), up_to_day(date(frame.year, *GOALS_BY), calendar).day
    for number, end in enumerate(frame.ends, 1):
        yield Key(Milestone.PROGRESS, number), workdays_after(end, PROGRESS_AFTER, calendar).day
        yield Key(Milestone.BULLETIN, number), workdays_after(end, BULLETIN_AFTER, calendar).day
    over = frame.ends[-1]
    notice = workdays_after(over, NOTICE_AFTER, calendar).day
    yield Key(Milestone.GRADING), workdays_after(over, GRADING_AFTER, calendar).day
    yield Key(Milestone.NOTICE), notice
    until = _objections(frame, notice).day if frame.window else notice
    yield Key(Milestone.FINAL), workdays_after(until, 1, calendar).day


def _objections(frame: Frame, notice: date) -> Counted:
    """The last day for objections to a notice of that day."""
    assert frame.window
    start = datetime.combine(notice, time(12), ZONE)
    until = deadline(start, frame.window.days, frame.window.unit, frame.calendar)
    return Counted(until.day, until.provisional)


def _order(periods: int) -> Iterator[tuple[Key, Key]]:
    """Which date may not come before which."""
    for number in range(1, periods + 1):
        yield Key(Milestone.PROGRESS, number), Key(Milestone.BULLETIN, number)
    yearly = [Key(Milestone.GOALS), Key(Milestone.GRADING), Key(Milestone.NOTICE), Key(FOLLOWS), Key(Milestone.FINAL)]
    yield from pairwise(yearly)
    yield Key(Milestone.PROGRESS, periods), Key(Milestone.GRADING)


def _same_day(day: date, year: int) -> date:
    try:
        return day.replace(year=year)
    except ValueError:  # 29 February
        return date(year, 3, 1)


def days_of(planned: Sequence[Planned]) -> dict[Key, date]:
    """The dates by what they are for."""
    return {each.key: each.day for each in planned}
