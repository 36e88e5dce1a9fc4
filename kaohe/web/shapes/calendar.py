"""A year of days as twelve small tables, and its holidays in words."""

from __future__ import annotations

from calendar import Calendar as Weeks
from collections.abc import Iterable
from datetime import date
from itertools import groupby
from typing import NamedTuple

from django.utils.dates import WEEKDAYS_ABBR
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from kaohe.cycles.models import CalendarDay
from kaohe.days.calendar import Calendar, Day, Kind

MONTHS = range(1, 13)


class Cell(NamedTuple):
    """One day. `css` colours it, `mark` says the same in a letter, `words` in full."""

    day: date
    css: str
    mark: str
    words: str
    today: bool


class Month(NamedTuple):
    """One month, its weeks from Monday; None before its first and after its last day."""

    label: str
    weekdays: tuple[str, ...]
    weeks: tuple[tuple[Cell | None, ...], ...]
    worked: int


class Holiday(NamedTuple):
    """A holiday's days off and the days worked for it."""

    name: str
    rest: str
    made_up: str
    source: str


def months(calendar: Calendar, year: int, today: date) -> tuple[Month, ...]:
    """The twelve months."""
    # A month is seven narrow columns: what every Chinese weekday begins with is left out.
    weekdays = tuple(str(WEEKDAYS_ABBR[number]).removeprefix("星期") for number in range(7))
    found = []
    for month in MONTHS:
        weeks = tuple(
            tuple(_cell(calendar, day, today) if day.month == month else None for day in week)
            for week in Weeks().monthdatescalendar(year, month)
        )
        worked = sum(calendar.is_workday(cell.day) is True for week in weeks for cell in week if cell)
        found.append(Month(date_format(date(year, month, 1), _("n 月")), weekdays, weeks, worked))
    return tuple(found)


def _cell(calendar: Calendar, day: date, today: date) -> Cell:
    spoken, worked = calendar.days.get(day), calendar.is_workday(day)
    if spoken is None:
        css, mark, words = ("", "", "") if worked else ("kh-day-weekend", "", _("休息日"))
        if worked is None:
            css, mark, words = "kh-day-unknown", "?", _("尚未确定")
    elif spoken.worked:
        css, mark, words = "kh-day-worked", _("班"), " ".join(part for part in (_("上班"), name_of(spoken.name)) if part)
    else:
        css, mark, words = "kh-day-rest", _("休"), " ".join(part for part in (_("休息"), name_of(spoken.name)) if part)
    return Cell(day, css, mark, words, day == today)


def holidays(calendar: Calendar, year: int) -> tuple[Holiday, ...]:
    """The year's holidays in their order: days that share a name stand together."""
    days = sorted((each for each in calendar.days.values() if each.day.year == year), key=lambda each: (each.worked, each.day))
    names = list(dict.fromkeys(each.name for each in days))
    found = []
    for name in names:
        mine = [each for each in days if each.name == name]
        rest = runs(each.day for each in mine if not each.worked)
        made_up = runs(each.day for each in mine if each.worked)
        found.append(Holiday(name_of(name) or "—", rest, made_up, source_of(mine[0].source)))
    return tuple(found)


def runs(days: Iterable[date]) -> str:
    """Days in words, neighbours drawn together: 10-01–10-03, 10-07."""
    parts = []
    for _key, group in groupby(enumerate(sorted(days)), key=lambda pair: pair[1].toordinal() - pair[0]):
        run = [day for _number, day in group]
        parts.append(f"{run[0]:%m-%d}" if len(run) == 1 else f"{run[0]:%m-%d}–{run[-1]:%m-%d}")
    return ", ".join(parts) or "—"


def compared(days: Iterable[Day], calendar: Calendar) -> list[tuple[Day, str, str]]:
    """Days of a file, each with what it would be: new, changed or as it is."""
    labels = {"new": _("新增"), "changed": _("修改"), "same": _("不变")}
    kinds = dict(CalendarDay.KINDS)
    return [(each, str(kinds[each.kind.value]), labels[how(each, calendar)]) for each in days]


def counts(days: Iterable[Day], calendar: Calendar, errors: int) -> str:
    """The same in numbers."""
    hows = [how(each, calendar) for each in days]
    numbers = {"new": hows.count("new"), "changed": hows.count("changed"), "same": hows.count("same"), "errors": errors}
    return _("新增 %(new)s / 修改 %(changed)s / 不变 %(same)s / 错误 %(errors)s") % numbers


def how(day: Day, calendar: Calendar) -> str:
    """What a day of a file would do to the calendar."""
    before = calendar.days.get(day.day)
    if before is None:
        return "new"
    return "same" if (before.kind, before.name) == (day.kind, day.name) else "changed"


def name_of(name: str) -> str:
    """The holiday's name in the reader's language where it is one of the country's; else as somebody wrote it."""
    known = {
        "元旦": _("元旦"), "春节": _("春节"), "清明节": _("清明节"), "劳动节": _("劳动节"), "端午节": _("端午节"),
        "中秋节": _("中秋节"), "国庆节": _("国庆节"), "抗战胜利纪念日": _("抗战胜利纪念日"),
    }  # fmt: skip
    return known.get(name, name)


def source_of(source: str) -> str:
    """Whose word it is, in the reader's language where it is the State Council's."""
    return {"国务院办公厅通知": _("国务院办公厅通知")}.get(source, source)


def kind_words(kind: str) -> str:
    """A kind of day in words."""
    return str(dict(CalendarDay.KINDS)[Kind(kind).value])
