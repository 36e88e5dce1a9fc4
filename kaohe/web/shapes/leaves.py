"""Who is on leave or out, today and in the days to come, as the register lists them."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from django.urls import reverse

from kaohe.engine import Entry
from kaohe.people.deeds import Deed, may
from kaohe.results.standing import standing

from .figures import days_of, listed

if TYPE_CHECKING:
    from kaohe.web.desk import Desk


class Leave(NamedTuple):
    """One leave that is not over.

    latest    the last day that an early return can have; "" where it ends today or has not begun
    end_url   where an early return is told; "" where there is none to tell, or not by this person
    undo_url  where it is taken back; "" where that isn't this person's to do
    """

    persons: str
    department: str
    words: str
    days: str
    begun: bool
    number: int
    url: str
    latest: str
    end_url: str
    undo_url: str


def leaves(desk: Desk, rules: tuple[str, ...]) -> list[Leave]:
    """Those of the departments that may be seen, the next to end first. It asks the database nothing beside the facts."""
    today = min(desk.cycle.bureau.today(), desk.cycle.ends)
    found = [each for each in standing(desk.facts.entries, rules) if _ends(each) >= today and each.department in desk.seen]
    return [_leave(each, desk, today) for each in sorted(found, key=lambda each: (_ends(each), each.occurred_on, int(each.id)))]


def _ends(entry: Entry) -> date:
    return entry.until or entry.occurred_on


def _leave(entry: Entry, desk: Desk, today: date) -> Leave:
    department = next(each for each in desk.departments if each.code == entry.department)
    changing, year = may(desk.officer, Deed.REVERSE_ENTRY, department), desk.cycle.year
    begun = entry.occurred_on <= today
    shorter = changing and begun and _ends(entry) > entry.occurred_on
    return Leave(
        persons=listed(entry.persons),
        department=desk.say(department.title),
        words=desk.say(entry.about),
        days=days_of(entry.occurred_on, entry.until),
        begun=begun,
        number=int(entry.id),
        url=reverse("entry", args=[year, entry.id]),
        latest=min(today, _ends(entry)).isoformat(),
        end_url=reverse("leave-end", args=[year, entry.id]) if shorter else "",
        undo_url=reverse("reverse", args=[year, entry.id]) if changing and not begun else "",
    )
