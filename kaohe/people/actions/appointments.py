"""What is done to appointments: giving roles for a time, ending them, and who is in charge."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction

from kaohe.audit.recording import record
from kaohe.audit.tags import Tag
from kaohe.engine import Problem, Refused
from kaohe.people.actions.accounts import bureau_of, require_keepers
from kaohe.people.deeds import Deed, RoleName, require
from kaohe.people.models import Appointment, Department, Officer
from kaohe.people.roles import GROUPS, KEEPERS, MEMBERS, OF_A_DEPARTMENT, Role, clash_of

A_DAY = timedelta(days=1)
#: Held by one person at a time.
IN_CHARGE = (Role.DEPARTMENT_HEAD, Role.DEPUTY_DIRECTOR)


@transaction.atomic
def appoint(
    *, officer: Officer, to: Officer, role: Role, department: Department | None = None, since: date,
    until: date | None = None, post: str = "", reason: str = "",
) -> Appointment:  # fmt: skip
    """Give `to` a role, for a department where the role has one; `post` is the place within a group.

    Raises Refused without the right, for oneself, for someone of another bureau, twice the same, or roles that must not meet.
    """
    bureau = bureau_of(to)
    require(officer, Deed.APPOINT, department, bureau=bureau)
    require_another(officer, to, role)
    appointment = take_office(to, role, department, since, until, post)
    sign(officer, appointment, reason)
    return appointment


@transaction.atomic
def end_appointment(*, officer: Officer, appointment: Appointment, until: date, reason: str = "") -> Appointment:
    """The last day of an appointment; it stays on record.

    Raises Refused without the right, before it began, after it ended, or for the last keeper of a kind.
    """
    bureau = bureau_of(appointment.officer)
    require(officer, Deed.APPOINT, bureau=bureau)
    end_office(appointment, until)
    sign_end(officer, appointment, reason)
    return appointment


@transaction.atomic
def put_in_charge(
    *, officer: Officer, department: Department, role: Role, to: Officer, since: date, reason: str = ""
) -> Appointment:
    """Make someone the head of a department, or the deputy director who supervises it; whoever was it until then no longer is.

    A new head gives up their other membership of this department. Raises Refused without the right, for oneself, for
    another role, and where the appointment itself must not be.
    """
    bureau = department.bureau
    require(officer, Deed.APPOINT, department, bureau=bureau)
    require_another(officer, to, role)
    if role not in IN_CHARGE:
        raise Refused([Problem("people.not_in_charge", {"role": RoleName(role)})])
    held = Appointment.objects.select_for_update(of=("self",)).select_related("officer")
    earlier = list(held.filter(department=department, role=role).meeting(since, None))
    if any(each.officer_id == to.pk for each in earlier):
        raise Refused([Problem("people.already_appointed", {"officer": to.name, "role": RoleName(role)})])
    if role == Role.DEPARTMENT_HEAD:
        earlier += held.filter(department=department, role__in=MEMBERS, officer=to).meeting(since, None)
    for each in earlier:
        give_up(each, since - A_DAY)
    appointment = take_office(to, role, department, since, None, "")
    before = {"until": since - A_DAY, "officers": [each.officer.name for each in earlier]}
    sign(officer, appointment, reason, before=before if earlier else None)
    return appointment


def require_another(officer: Officer, to: Officer, role: Role) -> None:
    """Raises Refused where somebody would give themselves a duty; where they sit is none."""
    if to.pk == officer.pk and role != Role.OFFICER:
        raise Refused([Problem("people.own_appointment", {"officer": to.name, "role": RoleName(role)})])


def take_office(
    to: Officer, role: Role, department: Department | None, since: date, until: date | None, post: str
) -> Appointment:
    """The row of an appointment that nothing stands against; the calling action has asked for the right and will sign.

    Raises Refused with everything against it at once.
    """
    Officer.objects.select_for_update(of=("self",)).get(pk=to.pk)  # two appointments at once would not see each other
    if found := problems_of(to, role, department, since, until, post):
        raise Refused(found)
    to.__dict__.pop("own_roles", None)
    return Appointment.objects.create(
        officer=to, role=role, department=department, since=since, until=until, post=post
    )


def end_office(appointment: Appointment, until: date) -> None:
    """Write down an appointment's last day, unless nobody of that kind would be left. Raises Refused as `give_up` too."""
    if appointment.role in KEEPERS:
        require_keepers(bureau_of(appointment.officer), without=appointment.officer, roles=[Role(appointment.role)])
    give_up(appointment, until)


def give_up(appointment: Appointment, until: date) -> None:
    """Write down an appointment's last day. Raises Refused before it began or after it ended already."""
    values = {"since": appointment.since, "until": until, "officer": appointment.officer.name}
    if until < appointment.since:
        raise Refused([Problem("people.ended_before", {**values, "role": RoleName(Role(appointment.role))})])
    if appointment.until is not None and appointment.until < until:
        raise Refused([Problem("people.ended_already", {**values, "ended": appointment.until})])
    appointment.until = until
    appointment.save(update_fields=["until"])


def problems_of(
    to: Officer, role: Role, department: Department | None, since: date, until: date | None, post: str
) -> list[Problem]:
    """Everything against an appointment."""
    held = list(to.appointments.meeting(since, until))
    who = {"officer": to.name, "role": RoleName(role)}
    found = []
    if until is not None and until < since:
        found.append(Problem("people.ended_before", {"since": since, "until": until}))
    if not to.is_active:
        found.append(Problem("people.account_closed", {"officer": to.name}))
    if (department is None) == (role in OF_A_DEPARTMENT):
        code = "people.department_needed" if department is None else "people.department_foreign"
        found.append(Problem(code, {"role": RoleName(role)}))
    if department is not None:
        if department.bureau_id != to.bureau_id:
            found.append(Problem("people.other_bureau", {"officer": to.name, "bureau": department.bureau.name}))
        if not department.stood_on(until or since):
            found.append(Problem("people.department_gone", {"department": department.name, "on": department.retired_on}))
    if post and role not in GROUPS:
        found.append(Problem("people.post_foreign", {"role": RoleName(role)}))
    if any(each.role == role and each.department_id == (department.pk if department else None) for each in held):
        found.append(Problem("people.already_appointed", who))
    elif department is not None and role in MEMBERS:
        there = [each for each in held if each.role in MEMBERS and each.department_id == department.pk]
        found += [Problem("people.member_already", {**who, "other": RoleName(Role(each.role)), "department": department.name}) for each in there]
    roles = {Role(each.role) for each in held}
    combined = to.in_a_combined_bureau
    if not clash_of(roles, combined=combined) and (clash := clash_of({*roles, role}, combined=combined)):
        found.append(Problem("people.incompatible", {"officer": to.name, "role": RoleName(clash[0]), "other": RoleName(clash[1])}))
    return found


def sign_end(officer: Officer, appointment: Appointment, reason: str) -> None:
    """The record of an appointment that was given its last day."""
    who, after = appointment.officer, {"role": appointment.role, "until": appointment.until}
    record(Tag.APPOINTMENT_ENDED, officer=officer, subject=who, bureau=who.bureau, after=after, reason=reason)


def sign(
    officer: Officer, appointment: Appointment, reason: str, before: dict[str, object] | None = None
) -> None:
    """The record of an appointment that was made."""
    department = appointment.department
    after = {
        "role": appointment.role,
        "department": department.code if department else "",
        "since": appointment.since,
        "until": appointment.until,
        **({"post": appointment.post} if appointment.post else {}),
    }
    record(
        Tag.OFFICER_APPOINTED, officer=officer, subject=appointment.officer, bureau=appointment.officer.bureau,
        before=before, after=after, reason=reason,
    )  # fmt: skip
