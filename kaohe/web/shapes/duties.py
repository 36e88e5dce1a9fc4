"""Duties as pages show them: bodies with their members and terms, the table of deeds by role, and delegations."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from django.utils.translation import gettext as _

from kaohe.people.deeds import MAY, Deed, DeedName, RoleName, Scope, may
from kaohe.people.groups import Group
from kaohe.people.models import Appointment, Delegation, Officer
from kaohe.people.roles import INCOMPATIBLE, Role
from kaohe.web.shapes.figures import language, listed
from kaohe.web.shapes.people import post_label

if TYPE_CHECKING:
    from kaohe.web.staff import Staff


class Member(NamedTuple):
    """One line of a body."""

    place: str
    login: str
    name: str
    title: str
    since: date
    until: date | None


class Body(NamedTuple):
    """A body as the annex lists it."""

    code: str
    name: str
    members: list[Member]
    coming: list[Member]
    former: list[Member]


class Right(NamedTuple):
    """A role in the table of deeds: how far a deed reaches for it; "" where it may not."""

    reach: str
    tone: str


class Row(NamedTuple):
    """One deed of the table."""

    deed: str
    rights: list[Right]
    mine: bool


class Table(NamedTuple):
    """The whole table: roles across, deeds down; and the duties that must not meet."""

    roles: list[str]
    rows: list[Row]
    apart: list[tuple[str, str]]


class Lent(NamedTuple):
    """A delegation as its two sides see it."""

    number: int
    name: str
    title: str
    since: date
    until: date
    reason: str
    state: str
    tone: str
    usable: bool
    standing: bool


def bodies(staff: Staff, found: Sequence[Group]) -> list[Body]:
    """The three bodies."""
    names = {Role.LEADING_GROUP: _("考核领导小组"), Role.OFFICE: _("考核办公室"), Role.CHECKER: _("考核小组")}
    return [
        Body(str(group.role), names[group.role], _members(group.members), _members(group.coming), _members(group.former))
        for group in found
    ]


def _members(rows: Iterable[Appointment]) -> list[Member]:
    return [
        Member(post_label(row) if row.post else _("成员"), row.officer.username, row.officer.name, row.officer.title, row.since, row.until)
        for row in rows
    ]


def deeds_table(officer: Officer) -> Table:
    """The table that buttons and refusals ask, in plain words."""
    tongue = language()
    reach = {
        Scope.ALL: Right(_("全局"), "green"),
        Scope.OWN: Right(_("本科室或分管科室"), "blue"),
        Scope.OTHERS: Right(_("除本科室外"), "amber"),
    }
    none = Right("", "")
    rows = [
        Row(DeedName(deed).in_language(tongue), [reach[MAY[deed][role]] if role in MAY[deed] else none for role in Role], may(officer, deed))
        for deed in Deed
    ]
    apart = [
        (RoleName(role).in_language(tongue), listed(RoleName(other).in_language(tongue) for other in Role if other in others))
        for role, others in INCOMPATIBLE.items()
    ]
    return Table([RoleName(role).in_language(tongue) for role in Role], rows, apart)


def lent(staff: Staff, rows: Iterable[Delegation]) -> tuple[list[Lent], list[Lent]]:
    """What this person gave, and what they were given."""
    me = staff.officer
    given: list[Lent] = []
    taken: list[Lent] = []
    for row in rows:
        mine = row.giver_id == me.pk
        other = row.taker if mine else row.giver
        state, tone = _state(row, staff.today)
        usable = not mine and row.stands_on(staff.today) and me.delegation != row
        standing = row.revoked_at is None and row.until >= staff.today
        made = Lent(row.pk, other.name, other.title, row.since, row.until, row.reason, state, tone, usable, standing)
        (given if mine else taken).append(made)
    return given, taken


def _state(row: Delegation, today: date) -> tuple[str, str]:
    if row.revoked_at is not None:
        return _("已收回"), "line"
    if row.until < today:
        return _("已到期"), "line"
    return (_("尚未开始"), "blue") if row.since > today else (_("有效"), "green")
