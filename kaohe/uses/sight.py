"""Who sees which amounts: those who deal with them all of them, a head their department's, everyone their own."""

from __future__ import annotations

from collections.abc import Iterable

from kaohe.people.deeds import Deed, departments_for
from kaohe.people.models import Department, Officer
from kaohe.uses.models import Allotment, Kept


def seen_lines(officer: Officer, lines: Iterable[Kept]) -> tuple[Kept, ...]:
    """Of an allotment's lines, those that concern this person. One query where they see some departments and not all."""
    reach = departments_for(officer, Deed.SEE_REWARD)
    if reach is None:
        return tuple(lines)
    codes = set(Department.objects.filter(pk__in=reach).values_list("code", flat=True)) if reach else set()
    # Acting for somebody lends their permissions, not what is personal.
    return tuple(line for line in lines if line.department in codes or line.person == officer.username)


def in_force(allotments: Iterable[Allotment]) -> Allotment | None:
    """The last one of a year."""
    return max(allotments, key=lambda each: each.number, default=None)
