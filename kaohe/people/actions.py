"""What is done to bureaus, departments and people."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.contrib.auth import password_validation
from django.contrib.auth.hashers import make_password
from django.core.exceptions import ValidationError
from django.db import transaction

from kaohe import engine
from kaohe.audit.recording import record
from kaohe.audit.tags import Tag
from kaohe.engine import Problem, Refused, shown
from kaohe.people.deeds import Deed, RoleName, require
from kaohe.people.fields import new_token
from kaohe.people.models import Appointment, Bureau, Department, Officer
from kaohe.people.roles import OF_A_DEPARTMENT, Role

#: Who administers accounts neither scores nor watches; who watches neither runs nor checks the assessment.
INCOMPATIBLE = {
    Role.ADMINISTRATOR: frozenset(Role) - {Role.ADMINISTRATOR, Role.OFFICER},
    Role.AUDITOR: frozenset({Role.ADMINISTRATOR, Role.OFFICE, Role.CHECKER}),
}


@transaction.atomic
def found_bureau(
    *, code: str, name: str, short_name: str = "", demonstration: bool = False, clock: date | None = None
) -> Bureau:
    """Open the books of a bureau. Done by whoever installs, from the command line: nobody's account reaches so far.

    Raises Refused where the code is taken.
    """
    if Bureau.objects.filter(code=code).exists():
        raise Refused([Problem("people.bureau_taken", {"code": code})])
    bureau = Bureau.objects.create(
        code=code, name=name, short_name=short_name, demonstration=demonstration, clock=clock
    )
    record(Tag.BUREAU_FOUNDED, officer=None, subject=bureau, bureau=bureau, after={"code": code, "name": name})
    return bureau


@transaction.atomic
def first_administrator(
    *, bureau: Bureau, login: str, name: str, since: date, title: str = "", password: str | None = None
) -> Officer:
    """The account that makes all others of a new bureau. Raises Refused where the bureau already has people."""
    if bureau.officers.exists():
        raise Refused([Problem("people.not_first", {"bureau": bureau.name})])
    officer = _new_officer(bureau, login, name, title, password, must_change=True)
    appointment = Appointment.objects.create(officer=officer, role=Role.ADMINISTRATOR, since=since)
    record(
        Tag.OFFICER_APPOINTED, officer=None, subject=appointment, bureau=bureau, after={"login": login, "name": name}
    )
    return officer


@transaction.atomic
def set_departments(*, officer: Officer, bureau: Bureau, departments: Sequence[engine.Department]) -> list[Department]:
    """Add or change departments, in the order decreed. Those not named stay as they are.

    Raises Refused without the right, or where a code stands twice.
    """
    require(officer, Deed.MANAGE_PEOPLE, bureau=bureau)
    codes = [department.code for department in departments]
    if twice := sorted({code for code in codes if codes.count(code) > 1}):
        raise Refused(Problem("people.duplicate_department", {"code": code}) for code in twice)
    rows = [
        Department.objects.update_or_create(
            bureau=bureau,
            code=department.code,
            defaults={
                "name": department.name,
                "short_name": department.short,
                "aliases": list(department.aliases),
                "order": order,
                "size": department.size,
                "front_office": department.front_office,
                "attributes": {name: shown(number) for name, number in department.attributes.items()},
            },
        )[0]
        for order, department in enumerate(departments, start=1)
    ]
    Bureau.objects.filter(pk=bureau.pk).update(departments_version=new_token())
    record(Tag.DEPARTMENTS_SET, officer=officer, subject=bureau, bureau=bureau, after={"departments": codes})
    return rows


@transaction.atomic
def add_officer(
    *, officer: Officer, bureau: Bureau, login: str, name: str, title: str = "", password: str | None = None,
    must_change_password: bool = True,
) -> Officer:  # fmt: skip
    """Make an account; without a password nobody can sign in with it yet.

    Raises Refused without the right, where the login is taken or the password is one that a guesser tries.
    """
    require(officer, Deed.MANAGE_PEOPLE, bureau=bureau)
    added = _new_officer(bureau, login, name, title, password, must_change_password)
    record(Tag.OFFICER_ADDED, officer=officer, subject=added, bureau=bureau, after={"login": login, "name": name})
    return added


@transaction.atomic
def appoint(
    *, officer: Officer, to: Officer, role: Role, department: Department | None = None, since: date,
    until: date | None = None,
) -> Appointment:  # fmt: skip
    """Give `to` a role, for a department where the role has one.

    Raises Refused without the right, for someone of another bureau, twice the same, or roles that must not meet.
    """
    bureau = _bureau_of(to)
    require(officer, Deed.MANAGE_PEOPLE, department, bureau=bureau)
    _check_appointment(to, role, department)
    appointment = Appointment.objects.create(officer=to, role=role, department=department, since=since, until=until)
    after = {"role": role, "department": department.code if department else "", "since": since, "until": until}
    record(Tag.OFFICER_APPOINTED, officer=officer, subject=to, bureau=bureau, after=after)
    return appointment


@transaction.atomic
def end_appointment(*, officer: Officer, appointment: Appointment, until: date) -> Appointment:
    """The last day of an appointment; it stays on record. Raises Refused without the right or before it began."""
    bureau = _bureau_of(appointment.officer)
    require(officer, Deed.MANAGE_PEOPLE, bureau=bureau)
    if until < appointment.since:
        raise Refused([Problem("people.ended_before", {"since": appointment.since, "until": until})])
    appointment.until = until
    appointment.save(update_fields=["until"])
    after = {"role": appointment.role, "until": until}
    record(Tag.APPOINTMENT_ENDED, officer=officer, subject=appointment.officer, bureau=bureau, after=after)
    return appointment


@transaction.atomic
def change_password(*, officer: Officer, old: str, new: str) -> Officer:
    """Give oneself a new password. Raises Refused where the old one is wrong, or the new one the same or easily guessed."""
    if not officer.check_password(old):
        raise Refused([Problem("people.password_wrong")])
    if old == new:
        raise Refused([Problem("people.password_same")])
    _require_strong(new, officer)
    officer.set_password(new)
    officer.must_change_password = False
    officer.save(update_fields=["password", "must_change_password"])
    record(Tag.PASSWORD_CHANGED, officer=officer, subject=officer, bureau=officer.bureau)
    return officer


@transaction.atomic
def open_demonstration_accounts(*, bureau: Bureau, password: str) -> int:
    """Give every account of a demonstration the same well-known password; returns how many there are.

    Raises Refused for a bureau that lives: there nobody's password may be known.
    """
    if not bureau.demonstration:
        raise Refused([Problem("people.no_demonstration", {"bureau": bureau.name})])
    # Hashed once for all: a slow hash is meant to be slow, and this one protects nothing.
    count = bureau.officers.update(password=make_password(password), must_change_password=False)
    record(Tag.DEMONSTRATION_OPENED, officer=None, subject=bureau, bureau=bureau, after={"accounts": count})
    return count


def _bureau_of(officer: Officer) -> Bureau:
    if officer.bureau is None:
        raise Refused([Problem("people.no_bureau", {"officer": officer.name})])
    return officer.bureau


def _new_officer(
    bureau: Bureau, login: str, name: str, title: str, password: str | None, must_change: bool = False
) -> Officer:
    if Officer.objects.filter(username=login).exists():
        raise Refused([Problem("people.login_taken", {"login": login})])
    added = Officer(username=login, name=name, title=title, bureau=bureau, must_change_password=must_change)
    if password is None:
        added.set_unusable_password()
    else:
        _require_strong(password, added)
        added.set_password(password)
    added.save(force_insert=True)
    return added


def _require_strong(password: str, officer: Officer) -> None:
    """Raises Refused for a password that a guesser tries."""
    try:
        password_validation.validate_password(password, officer)
    except ValidationError as weak:
        raise Refused([Problem("people.password", {"found": " ".join(weak.messages)})]) from None


def _check_appointment(to: Officer, role: Role, department: Department | None) -> None:
    held = to.appointments.filter(until__isnull=True)
    found = []
    if (department is None) == (role in OF_A_DEPARTMENT):
        code = "people.department_needed" if department is None else "people.department_foreign"
        found.append(Problem(code, {"role": RoleName(role)}))
    if held.filter(role=role, department=department).exists():
        found.append(Problem("people.already_appointed", {"officer": to.name, "role": RoleName(role)}))
    for other in {Role(each) for each in held.values_list("role", flat=True)}:
        if other in INCOMPATIBLE.get(role, ()) or role in INCOMPATIBLE.get(other, ()):
            values = {"officer": to.name, "role": RoleName(role), "other": RoleName(other)}
            found.append(Problem("people.incompatible", values))
    if found:
        raise Refused(found)
