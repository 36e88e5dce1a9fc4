"""A year's planned dates, as its rows have them."""

from __future__ import annotations

from datetime import date

from kaohe.cycles.milestones import Key, MilestoneName
from kaohe.cycles.models import Cycle
from kaohe.cycles.plan import Frame
from kaohe.days.calendar import Calendar
from kaohe.engine import Problem


def frame_of(cycle: Cycle, calendar: Calendar) -> Frame:
    """What the dates of that year hang on."""
    ends = tuple(period.ends for period in cycle.periods.all())
    return Frame(cycle.year, ends, calendar, cycle.rulebook().objection)


def planned(cycle: Cycle) -> dict[Key, date]:
    """The year's dates by what they are for; none for a year that was opened without."""
    return {row.key: row.day for row in cycle.dates.all()}


def waiting(cycle: Cycle) -> list[Problem]:
    """Dates whose calendar isn't known: what depends on them has to wait."""
    rows = cycle.dates.filter(provisional=True)
    return [Problem("cycles.date_provisional", {"what": MilestoneName(row.key), "found": row.day}) for row in rows]
