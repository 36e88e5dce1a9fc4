"""Duties that wait to be confirmed, as a table: who, what is to begin or end, from when, and where it came from."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from django.utils.translation import gettext as _

from kaohe.people.models import Nomination
from kaohe.people.roles import Role
from kaohe.web.shapes.trail import moment

if TYPE_CHECKING:
    from kaohe.web.staff import Staff


class Waiting(NamedTuple):
    """One line. `tone` tells apart what is to begin and what is to end."""

    pk: int
    login: str
    name: str
    title: str
    kind: str
    tone: str
    role: str
    department: str
    day: date | None
    put_by: str
    put_at: str
    source: str
    chosen: bool


def table(staff: Staff, rows: Iterable[Nomination], chosen: Collection[str]) -> list[Waiting]:
    """The rows in the order in which they were put forward; `chosen` are the numbers that were ticked."""
    return [
        Waiting(
            row.pk, row.officer.username, row.officer.name, row.officer.title, _("结束") if row.ends_id else _("担任"),
            "line" if row.ends_id else "green", str(Role(row.role).label), staff.say(row.department.title) if row.department else "",
            row.until if row.ends_id else row.since, row.put_by.name, moment(row.put_at), row.source, str(row.pk) in chosen,
        )
        for row in rows
    ]  # fmt: skip
