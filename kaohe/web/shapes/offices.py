"""Departments as their pages show them: the table in the decreed order, and who was in one when."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from django.utils.translation import gettext as _

from kaohe.people.models import Appointment, Officer
from kaohe.people.roles import Role

if TYPE_CHECKING:
    from kaohe.web.staff import Staff


class Office(NamedTuple):
    """One line of the table."""

    code: str
    name: str
    short: str
    heads: list[Officer]
    supervisors: list[Officer]
    size: str
    members: int
    front_office: bool
    figures: list[str]


class Served(NamedTuple):
    """Somebody's time in a department."""

    login: str
    name: str
    role: str
    since: date
    until: date | None
    state: str
    tone: str


def table(staff: Staff) -> list[Office]:
    """Every standing department."""
    return [
        Office(
            each.code, staff.say(each.name), staff.say(each.short_name), staff.in_charge(each, Role.DEPARTMENT_HEAD),
            staff.in_charge(each, Role.DEPUTY_DIRECTOR), "" if each.size is None else str(each.size), len(staff.members[each.pk]),
            each.front_office, [each.attributes.get(name, "") for name, _label in staff.attributes],
        )
        for each in staff.departments
    ]  # fmt: skip


def history(staff: Staff, rows: Iterable[Appointment]) -> list[Served]:
    """Who is, will be and was in a department: first those of today, its head in front."""
    found = []
    for row in rows:
        state, tone, place = _("在任"), "green", 1
        if row.until is not None and row.until < staff.today:
            state, tone, place = _("已结束"), "line", 2
        elif row.since > staff.today:
            state, tone, place = _("尚未开始"), "blue", 0
        served = Served(row.officer.username, row.officer.name, str(Role(row.role).label), row.since, row.until, state, tone)
        found.append((place, list(Role).index(Role(row.role)) if place == 1 else 0, served))
    return [served for _place, _role, served in sorted(found, key=lambda each: each[:2])]
