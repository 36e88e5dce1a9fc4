"""People who move to another department or leave, on any day of the year: what they were until then stays true."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone

from kaohe.audit.recording import record
from kaohe.audit.tags import Tag
from kaohe.engine import Problem, Refused
from kaohe.people.actions.accounts import bureau_of, new_account, require_keepers
from kaohe.people.actions.appointments import A_DAY, give_up, require_another, take_office
from kaohe.people.actions.nominations import nominate
from kaohe.people.deeds import Deed, RoleName, may, require
from kaohe.people.models import Appointment, AppointmentQuerySet, Bureau, Delegation, Department, Nomination, Officer
from kaohe.people.pinyin import login_for
from kaohe.people.roles import MEMBERS, Role


@transaction.atomic
def take_on(
    *, officer: Officer, bureau: Bureau, name: str, login: str = "", title: str = "", department: Department | None = None,
    role: Role = Role.OFFICER, since: date,
) -> Officer:  # fmt: skip
    """A new colleague: the account, and where they belong from that day; without a login, one is made of the name.

    Where they belong waits for who gives duties, unless that is the same person. Nobody can sign in with the account
    before a one-time password is issued. Raises Refused with everything against it at once.
    """
    require(officer, Deed.MANAGE_PEOPLE, department, bureau=bureau)
    if department is not None and role not in MEMBERS:
        raise Refused([Problem("people.no_membership", {"role": RoleName(role)})])
    login = login.strip() or propose_login(name)
    added = new_account(bureau, login, name, title, None)
    if department is not None and may(officer, Deed.APPOINT, department):
        take_office(added, role, department, since, None, "")
    elif department is not None:
        nominate(by=officer, to=added, role=role, department=department, since=since)
    after = {"login": login, "name": added.name, "department": department.code if department else "", "since": since}
    record(Tag.OFFICER_ADDED, officer=officer, subject=added, bureau=bureau, after=after)
    return added


def propose_login(name: str) -> str:
    """The login that a new colleague of that name would get: letters as the name is spoken, free in the whole installation."""
    return login_for(name, Officer.objects.values_list("username", flat=True))


@transaction.atomic
def move_officer(
    *, officer: Officer, who: Officer, department: Department, role: Role, since: date, title: str | None = None,
    reason: str = "",
) -> Appointment:  # fmt: skip
    """From that day `who` belongs to another department (or in another way to the same one), and to the old one no more.

    Duties that hang on no department, such as the checking group, stay. Raises Refused without the right, for a role
    that is no membership or would be one's own duty, and where the new appointment must not be.
    """
    bureau = bureau_of(who)
    require(officer, Deed.APPOINT, department, bureau=bureau)
    require_another(officer, who, role)
    if role not in MEMBERS:
        raise Refused([Problem("people.no_membership", {"role": RoleName(role)})])
    earlier = list(_held(who).filter(role__in=MEMBERS).meeting(since, None))
    if any(each.role == role and each.department_id == department.pk and each.until is None for each in earlier):
        raise Refused([Problem("people.already_appointed", {"officer": who.name, "role": RoleName(role)})])
    for each in earlier:
        give_up(each, since - A_DAY)
    appointment = take_office(who, role, department, since, None, "")
    before: dict[str, object] = {"departments": [each.department.code for each in earlier if each.department]}
    after: dict[str, object] = {"department": department.code, "role": role, "since": since}
    if title is not None and title.strip() != who.title:
        before["title"], after["title"] = who.title, title.strip()
        who.title = title.strip()
        who.save(update_fields=["title"])
    record(Tag.OFFICER_MOVED, officer=officer, subject=who, bureau=bureau, before=before, after=after, reason=reason)
    return appointment


@transaction.atomic
def leave(*, officer: Officer, who: Officer, last_day: date, reason: str = "") -> Officer:
    """`who` leaves the bureau: every duty ends on that day, nobody acts for them any more, nor they for others.

    The account is closed at once where the day is over and who writes this keeps accounts too; else it stands without
    duties after it, and the list of what is to be done names it. Raises Refused without the right, for oneself, for the
    last keeper of a kind, for who is gone.
    """
    bureau = bureau_of(who)
    require(officer, Deed.APPOINT, bureau=bureau)
    if who.pk == officer.pk:
        raise Refused([Problem("people.own_account", {"officer": who.name})])
    require_keepers(bureau, without=who)
    held = list(_held(who).meeting(last_day + A_DAY, None))
    if not held and not who.is_active:
        raise Refused([Problem("people.closed_already", {"officer": who.name})])
    for each in held:
        give_up(each, last_day)
    Nomination.objects.filter(officer=who).delete()
    lent = Delegation.objects.filter(revoked_at__isnull=True, until__gt=last_day)
    revoked = (lent.filter(giver=who) | lent.filter(taker=who)).update(revoked_at=timezone.now())
    if last_day < bureau.today() and may(officer, Deed.MANAGE_PEOPLE):
        who.is_active = False
        who.save(update_fields=["is_active"])
    before = {"roles": [each.role for each in held]}
    after = {"last_day": last_day, "delegations_revoked": revoked, "account_open": who.is_active}
    record(Tag.OFFICER_LEFT, officer=officer, subject=who, bureau=bureau, before=before, after=after, reason=reason)
    return who


def _held(who: Officer) -> AppointmentQuerySet:
    return Appointment.objects.select_for_update(of=("self",)).filter(officer=who).select_related("department", "officer")
