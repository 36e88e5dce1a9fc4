"""Duties that wait for the security administrator (拟任): put forward, confirmed all at once, or declined."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db import transaction

from kaohe.audit.recording import record
from kaohe.audit.tags import Tag
from kaohe.engine import Problem, Refused
from kaohe.people.actions.appointments import end_office, require_another, sign, sign_end, take_office
from kaohe.people.deeds import Deed, require
from kaohe.people.models import Appointment, Bureau, Department, Nomination, Officer
from kaohe.people.roles import Role


@transaction.atomic
def confirm_nominations(*, officer: Officer, bureau: Bureau, nominations: Sequence[Nomination], reason: str = "") -> int:
    """Give and end the duties that were put forward, all of these or none; returns how many.

    Each is an appointment with a record of its own. Raises Refused without the right, for nothing, and with everything
    against any of them: what can't be done any more is declined first.
    """
    require(officer, Deed.APPOINT, bureau=bureau)
    rows = _held(bureau, nominations)
    found: list[Problem] = []
    for row in rows:
        try:
            with transaction.atomic():
                _carry_out(officer, row, reason)
        except Refused as refused:
            found += refused.problems
    if found:
        raise Refused(found)
    Nomination.objects.filter(pk__in=[row.pk for row in rows]).delete()
    return len(rows)


@transaction.atomic
def decline_nominations(*, officer: Officer, bureau: Bureau, nominations: Sequence[Nomination], reason: str) -> int:
    """Leave duties as they are, with a sentence why; returns how many were put forward. Raises Refused without right or reason."""
    require(officer, Deed.APPOINT, bureau=bureau)
    if not reason.strip():
        raise Refused([Problem("people.declined_without_reason")])
    rows = _held(bureau, nominations)
    for row in rows:
        after = {"role": row.role, "department": row.department.code if row.department else "", "since": row.since, "until": row.until}
        record(Tag.NOMINATION_DECLINED, officer=officer, subject=row.officer, bureau=bureau, after=after, reason=reason.strip())
    Nomination.objects.filter(pk__in=[row.pk for row in rows]).delete()
    return len(rows)


def nominate(*, by: Officer, to: Officer, role: Role, department: Department | None, since: date) -> Nomination:
    """Put a duty forward; the calling action has asked for its right and will sign. Raises what the appointment itself would."""
    with transaction.atomic():
        take_office(to, role, department, since, None, "")
        transaction.set_rollback(True)
    return put_forward(by=by, to=to, role=role, department=department, since=since)


def put_forward(
    *, by: Officer, to: Officer, role: Role, department: Department | None, since: date, source: str = ""
) -> Nomination:
    """The row of a nomination; that nothing stands against it, the caller has tried."""
    return Nomination.objects.create(officer=to, role=role, department=department, since=since, put_by=by, source=source)


def put_end_forward(*, by: Officer, appointment: Appointment, until: date, source: str = "") -> Nomination:
    """The same for an appointment that is to end."""
    return Nomination.objects.create(
        officer_id=appointment.officer_id, role=appointment.role, department=appointment.department, ends=appointment, until=until,
        put_by=by, source=source,
    )  # fmt: skip


def _held(bureau: Bureau, nominations: Sequence[Nomination]) -> list[Nomination]:
    """The rows as they are now, in the order in which they were put forward. Raises Refused where none of them is left."""
    wanted = Nomination.objects.select_for_update(of=("self",)).filter(pk__in=[each.pk for each in nominations])
    rows = list(wanted.filter(officer__bureau=bureau).with_names().order_by("pk"))
    if not rows:
        raise Refused([Problem("people.nothing_nominated")])
    return rows


def _carry_out(officer: Officer, row: Nomination, reason: str) -> None:
    if row.ends is not None and row.until is not None:
        end_office(row.ends, row.until)
        sign_end(officer, row.ends, reason)
        return
    assert row.since is not None
    require_another(officer, row.officer, Role(row.role))
    sign(officer, take_office(row.officer, Role(row.role), row.department, row.since, None, ""), reason)
