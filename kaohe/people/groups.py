"""Who sits in the leading group, its office and the checking group."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from kaohe.people.models import Appointment, Bureau
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

