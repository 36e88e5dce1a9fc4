"""What is looked through now and then (职责检查): duties that clash, and accounts that nobody uses."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import NamedTuple

from django.db.models import Q

from kaohe.people.models import Appointment, Bureau, Delegation, Nomination, Officer
from kaohe.people.roles import NOT_LENT, Role, apart, clash_by_lending

#: Whoever hasn't come in for so long may have left without anybody saying so.
UNUSED = timedelta(days=90)


class Conflict(NamedTuple):
    """Two duties that must not meet and do, in one person, from a day on; `giver`: because they act for that one."""

    officer: Officer
    role: Role
    other: Role
    since: date
    giver: Officer | None = None


class Unused(NamedTuple):
    """An open account that nobody uses: since when, and whether it was ever used; `idle`: it has no duties either."""

    officer: Officer
    since: datetime
    ever: bool
    idle: bool


def conflicts(bureau: Bureau, on: date) -> tuple[Conflict, ...]:
    """Every clash of that day or later, the earliest first; normally none. Two queries."""
    held: dict[Officer, list[Appointment]] = defaultdict(list)
    rows = Appointment.objects.meeting(on, None).filter(officer__bureau=bureau, officer__is_active=True)
    for row in rows.select_related("officer"):
        held[row.officer].append(row)
    found = [clash for rows in held.values() for clash in _within(rows, on, combined=bureau.combined)]
    lent = Delegation.objects.filter(giver__bureau=bureau, revoked_at__isnull=True, until__gte=on, giver__is_active=True)
    for each in lent.with_names():
        found += _by_lending(each, held, on, combined=bureau.combined)
    return tuple(sorted(found, key=lambda each: (each.since, each.officer.username)))


def _within(rows: Sequence[Appointment], on: date, *, combined: bool) -> list[Conflict]:
    """Pairs of one person's appointments that must not meet and share a day."""
    found = {}
    for row in rows:
        for other in rows:
            role, second = Role(row.role), Role(other.role)
            since = max(row.since, other.since, on)
            ends = min(row.until or date.max, other.until or date.max)
            if second in apart(role, combined=combined) and since <= ends and (second, role) not in found:
                found[role, second] = Conflict(row.officer, role, second, since)
    return list(found.values())


def _by_lending(each: Delegation, held: dict[Officer, list[Appointment]], on: date, *, combined: bool) -> list[Conflict]:
    """What would meet in who acts, on the first day on which they may."""
    since = max(each.since, on)
    standing = {who: {Role(row.role) for row in held.get(who, ()) if row.since <= since} for who in (each.giver, each.taker)}
    clash = clash_by_lending(standing[each.taker], standing[each.giver] - NOT_LENT, combined=combined)
    return [Conflict(each.taker, *clash, since, each.giver)] if clash else []


def unused(bureau: Bureau, now: datetime) -> tuple[Unused, ...]:
    """Open accounts that nobody came in with for UNUSED, or without a duty that stands or waits; the longest unused first. Three queries."""
    today = bureau.today()
    lasting = Appointment.objects.filter(Q(until__isnull=True) | Q(until__gte=today), officer__bureau=bureau)
    busy = {*lasting.values_list("officer", flat=True), *Nomination.objects.filter(officer__bureau=bureau).values_list("officer", flat=True)}
    found = []
    for each in Officer.objects.filter(bureau=bureau, is_active=True):
        since, idle = each.last_login or each.date_joined, each.pk not in busy
        if idle or since < now - UNUSED:
            found.append(Unused(each, since, each.last_login is not None, idle))
    return tuple(sorted(found, key=lambda each: (each.since, each.officer.username)))
