"""Who sits in the leading group, its office and the checking group; and whose turn it is to be drawn into the last."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from kaohe.people.models import Appointment, Bureau, Officer
from kaohe.people.roles import Post, Role

#: In the order in which the annex lists them.
ORDER = (Role.LEADING_GROUP, Role.OFFICE, Role.CHECKER)
PLACES = {Post.LEADER: 0, Post.DEPUTY: 1, Post.MEMBER: 2, "": 3}


class Group(NamedTuple):
    """One body: its present members by place, those still to come, and those whose term is over."""

    role: Role
    members: tuple[Appointment, ...]
    coming: tuple[Appointment, ...]
    former: tuple[Appointment, ...]


def groups(bureau: Bureau, on: date) -> tuple[Group, ...]:
    """The three bodies as they are on that day. One query."""
    rows = list(
        Appointment.objects.filter(officer__bureau=bureau, role__in=ORDER)
        .select_related("officer")
        .order_by("since", "pk")
    )
    return tuple(_group(role, [row for row in rows if row.role == role], on) for role in ORDER)


def _group(role: Role, rows: Sequence[Appointment], on: date) -> Group:
    present = [row for row in rows if row.since <= on and (row.until is None or row.until >= on)]
    return Group(
        role,
        tuple(sorted(present, key=lambda row: (PLACES[row.post], row.since, row.pk))),
        tuple(row for row in rows if row.since > on),
        tuple(row for row in reversed(rows) if row.until is not None and row.until < on),
    )


class Turn(NamedTuple):
    """A head of a department, and until when they last served in the checking group; None: never."""

    officer: Officer
    department: str
    served: date | None


def turns(bureau: Bureau, on: date) -> tuple[Turn, ...]:
    """The heads who could be drawn, whose turn it is first: who never served, then who served longest ago; ties as decreed.

    Those who serve on that day are left out. Two queries.
    """
    heads = (
        Appointment.objects.standing(on)
        .filter(officer__bureau=bureau, officer__is_active=True, role=Role.DEPARTMENT_HEAD)
        .select_related("officer", "department")
        .order_by("department__order", "department__code")
    )
    terms = Appointment.objects.filter(officer__bureau=bureau, role=Role.CHECKER).values_list("officer", "since", "until")
    last: dict[int, date] = {}
    serving = set()
    for officer, since, until in terms:
        if until is None or until >= on:
            serving.add(officer)
        elif since <= on:
            last[officer] = max(until, last.get(officer, until))
    found = [
        Turn(head.officer, head.department.title if head.department else "", last.get(head.officer_id))
        for head in heads
        if head.officer_id not in serving
    ]
    return tuple(sorted(found, key=lambda turn: turn.served or date.min))
