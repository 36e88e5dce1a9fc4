"""What is done to a bureau's calendar: a day of its own, or a whole year from the State Council's notice.

A date that was waiting for it is settled in the same transaction; a deadline that was announced never moves.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db import transaction

from kaohe.audit.recording import record
from kaohe.audit.tags import Tag
from kaohe.cycles.calendar import calendar_of
from kaohe.cycles.dates import frame_of
from kaohe.cycles.models import CalendarDay, CalendarYear, Cycle, CycleDate
from kaohe.cycles.plan import settle
from kaohe.cycles.stages import PLANNED
from kaohe.days.calendar import Calendar, Day, Kind
from kaohe.days.counting import from_day
from kaohe.engine import Problem, Refused
from kaohe.people.deeds import Deed, require
from kaohe.people.models import Bureau, Officer


@transaction.atomic
def set_day(
    *, officer: Officer, bureau: Bureau, day: date, kind: Kind, name: str = "", source: str = ""
) -> CalendarDay:
    """Say of one day whether it is worked here, such as a holiday of the place; `source` names the paper that says so.

    Raises Refused without the right or the source.
    """
    require(officer, Deed.KEEP_CALENDAR, bureau=bureau)
    if not source.strip():
        raise Refused([Problem("cycles.day_unsourced", {"day": day})])
    before = _as_told(calendar_of(bureau), day)
    values = {"kind": kind, "name": name.strip(), "source": source.strip()}
    row, _ = CalendarDay.objects.update_or_create(bureau=bureau, day=day, defaults=values)
    moved = _settle_waiting(bureau)
    after = {"day": day, **values, "moved": moved}
    record(Tag.CALENDAR_DAY_SET, officer=officer, subject=row, bureau=bureau, before=before, after=after)
    return row


@transaction.atomic
def clear_day(*, officer: Officer, bureau: Bureau, day: date) -> None:
    """Take back what the bureau has said of a day: it is again as the country has it.

    Raises Refused without the right, or where the bureau has said nothing of it.
    """
    require(officer, Deed.KEEP_CALENDAR, bureau=bureau)
    row = CalendarDay.objects.filter(bureau=bureau, day=day).first()
    if row is None:
        raise Refused([Problem("cycles.day_not_set", {"day": day})])
    before = _as_told(calendar_of(bureau), day)
    CalendarDay.objects.filter(pk=row.pk).delete()
    after = {"day": day, "moved": _settle_waiting(bureau)}
    record(Tag.CALENDAR_DAY_CLEARED, officer=officer, subject=row, bureau=bureau, before=before, after=after)


@transaction.atomic
def load_calendar(*, officer: Officer, bureau: Bureau, year: int, days: Iterable[Day], source: str) -> CalendarYear:
    """Take over a whole year: these days are not what their weekday says, all others are. Loaded again, it is replaced.

    Raises Refused without the right, the source or any day, and with every day that lies outside the year (and the
    December before, in which its first holiday may be made up).
    """
    require(officer, Deed.KEEP_CALENDAR, bureau=bureau)
    days = list(days)
    found = [
        Problem("cycles.day_outside", {"day": each.day, "year": year})
        for each in days
        if not belongs_to(year, each.day)
    ]
    if not source.strip():
        found.append(Problem("cycles.year_unsourced", {"year": year}))
    if not days:
        found.append(Problem("cycles.year_empty", {"year": year}))
    if found:
        raise Refused(found)
    loaded, _ = CalendarYear.objects.update_or_create(
        bureau=bureau,
        year=year,
        defaults={"source": source.strip(), "loaded_on": bureau.today(), "loaded_by": officer},
    )
    CalendarDay.objects.filter(bureau=bureau, loaded=loaded).delete()
    CalendarDay.objects.filter(bureau=bureau, day__in=[each.day for each in days]).delete()
    CalendarDay.objects.bulk_create(
        CalendarDay(
            bureau=bureau, loaded=loaded, day=each.day, kind=each.kind, name=each.name, source=each.source or loaded.source
        )
        for each in days
    )  # fmt: skip
    told = [f"{each.day} {each.kind} {each.name}" for each in days]
    after = {"year": year, "source": loaded.source, "days": told, "moved": _settle_waiting(bureau)}
    record(Tag.CALENDAR_LOADED, officer=officer, subject=loaded, bureau=bureau, after=after)
    return loaded


def belongs_to(year: int, day: date) -> bool:
    """True for a day of the year, or of the last month before it."""
    return day.year == year or (day.year == year - 1 and day.month == 12)


def _as_told(calendar: Calendar, day: date) -> dict[str, object]:
    spoken = calendar.days.get(day)
    return {"kind": spoken.kind, "name": spoken.name, "source": spoken.source} if spoken else {}


def _settle_waiting(bureau: Bureau) -> list[str]:
    """Dates of years under way whose calendar wasn't known: those on a day of rest move to the next worked day.

    Returns what has moved, for the audit trail. Dates that stood firm stay where the office put them.
    """
    calendar, moved = calendar_of(bureau), []
    planned = CycleDate.objects.filter(provisional=True).values("cycle")
    for cycle in Cycle.objects.with_edition().filter(bureau=bureau, stage__in=PLANNED, pk__in=planned):
        frame = frame_of(cycle, calendar)
        rows = {row.key: row for row in cycle.dates.all()}
        days = {key: from_day(row.day, calendar).day if row.provisional else row.day for key, row in rows.items()}
        for each in settle(frame, days):
            row = rows[each.key]
            CycleDate.objects.filter(pk=row.pk).update(day=each.day, provisional=each.provisional)
            if row.day != each.day:
                moved.append(f"{cycle.year} {row.milestone}{row.number or ''} {row.day} → {each.day}")
    return moved
