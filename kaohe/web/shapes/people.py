"""People as pages show them: a directory by department, a person's duties with their days, who can't sign in yet."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from django.utils.translation import gettext as _

from kaohe.people.finding import fit
from kaohe.people.models import Appointment, Nomination, Officer
from kaohe.people.roles import MEMBERS, Post, Role
from kaohe.web.shapes.figures import aside, listed

if TYPE_CHECKING:
    from kaohe.web.staff import Staff


class Person(NamedTuple):
    """One line of the directory."""

    login: str
    name: str
    title: str
    duties: str
    note: str = ""
    tone: str = ""
    letters: str = ""


class Group(NamedTuple):
    """A department, or those who belong to none."""

    name: str
    code: str
    people: list[Person]
    letters: str = ""


class Duty(NamedTuple):
    """One appointment of a person."""

    role: str
    department: str
    code: str
    since: date
    until: date | None
    state: str
    tone: str


def directory(staff: Staff, words: str) -> list[Group]:
    """Leaders and others without a department first, then the departments as decreed, each with its head first."""
    held, seen = staff.held, {each.pk: each for each in staff.people}
    found = [
        Group(staff.say(each.name), each.code, [_person(staff, row.officer, each.pk) for row in staff.members[each.pk]], each.letters)
        for each in staff.departments
    ]
    inside = {row.officer_id for rows in held.values() for row in rows if row.role in MEMBERS}
    leading = [_person(staff, each) for pk, each in seen.items() if pk not in inside and each.is_active and held[pk]]
    without = [_person(staff, each) for pk, each in seen.items() if pk not in inside and (each.is_active or staff.manages) and not held[pk]]
    groups = [Group(_("局领导和其他职责"), "", leading), *found, Group(_("目前没有职责"), "", without)]
    groups = [each._replace(people=[person for person in each.people if _fits(person, each, words)]) for each in groups]
    return [each for each in groups if each.people]


def _person(staff: Staff, who: Officer, here: int | None = None) -> Person:
    duties = [_said(staff, row, here) for row in staff.held[who.pk]]
    note, tone = ("", "")
    if staff.manages:
        note, tone = _state(who, staff.today)
    elif not who.is_active:
        note, tone = _("已停用"), "line"
    return Person(who.username, who.name, who.title, listed(duties), note, tone, who.letters)


def _said(staff: Staff, row: Appointment, here: int | None) -> str:
    label = post_label(row) if row.post else str(Role(row.role).label)
    return label + aside(staff.say(row.department.title)) if row.department and row.department_id != here else label


def _state(who: Officer, today: date) -> tuple[str, str]:
    """What whoever manages must know of an account."""
    if not who.is_active:
        return _("已停用"), "line"
    if not who.has_usable_password():
        return _("尚无口令"), "amber"
    if who.secret_until and who.secret_until < today:
        return _("一次性口令已过期"), "seal"
    if who.must_change_password:
        return _("待首次登录"), "amber"
    return "", ""


def _fits(person: Person, group: Group, words: str) -> bool:
    """Found by what is written, by its letters, or by its initials; the department finds everyone in it."""
    texts = (person.name, person.title, person.login, group.name)
    return not words or fit(words, texts, person.letters + group.letters) is not None


def appointments(staff: Staff, rows: Iterable[Appointment]) -> list[Duty]:
    """A person's appointments, the newest first."""
    found = []
    for row in rows:
        state, tone = _("在任"), "green"
        if row.until is not None and row.until < staff.today:
            state, tone = _("已结束"), "line"
        elif row.since > staff.today:
            state, tone = _("尚未开始"), "blue"
        label = str(Role(row.role).label) + (f" · {post_label(row)}" if row.post else "")
        department = row.department
        found.append(Duty(label, staff.say(department.name) if department else "", department.code if department else "", row.since, row.until, state, tone))
    return found


def nominated(staff: Staff, rows: Iterable[Nomination]) -> list[Duty]:
    """What somebody is to be, or to be no longer, once it is confirmed."""
    found = []
    for row in rows:
        role, day = str(Role(row.role).label), row.since or row.until
        assert day is not None
        state = _("待确认") if row.since else _("结束待确认")
        department, since = row.department, row.ends.since if row.ends else day
        title, code = (staff.say(department.name), department.code) if department else ("", "")
        found.append(Duty(role, title, code, since, row.until, state, "amber"))
    return found


def post_label(row: Appointment) -> str:
    """A place within a group as that group calls it: the office's leader is its 主任."""
    if row.role == Role.OFFICE:
        return {Post.LEADER: _("主任"), Post.DEPUTY: _("副主任"), Post.MEMBER: _("成员")}[Post(row.post)]
    return str(Post(row.post).label)


def waiting(staff: Staff) -> list[Officer]:
    """Those whose account is open and who can't come in: no password yet, or a one-time one that is over."""
    return [each for each in staff.open_people if not each.has_usable_password() or (each.secret_until and each.secret_until < staff.today)]
