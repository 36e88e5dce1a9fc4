"""What is done to bureaus: founding one, its first account, opening a demonstration."""

from __future__ import annotations

from datetime import date

from django.contrib.auth.hashers import make_password
from django.db import transaction

from kaohe.audit.recording import record
from kaohe.audit.tags import Tag
from kaohe.engine import Problem, Refused
from kaohe.people.actions.accounts import new_account
from kaohe.people.models import Appointment, Bureau, Officer
from kaohe.people.roles import Role


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
    officer = new_account(bureau, login, name, title, password, must_change=True)
    appointment = Appointment.objects.create(officer=officer, role=Role.ADMINISTRATOR, since=since)
    record(
        Tag.OFFICER_APPOINTED, officer=None, subject=appointment, bureau=bureau, after={"login": login, "name": name}
    )
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
