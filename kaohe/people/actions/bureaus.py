"""What whoever installs does, from the command line: founding a bureau with its first accounts, placing it
under its superior, separating its keepers."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from django.contrib.auth.hashers import make_password
from django.db import transaction

from kaohe.audit.recording import record
from kaohe.audit.tags import Tag
from kaohe.engine import Problem, Refused
from kaohe.people.above import chain
from kaohe.people.actions.accounts import give_secret, new_account
from kaohe.people.deeds import RoleName
from kaohe.people.models import Appointment, Bureau, Officer
from kaohe.people.roles import KEEPERS, Role


class Newcomer(NamedTuple):
    """Somebody who is to have one of a bureau's first accounts."""

    login: str
    name: str
    title: str = ""


@transaction.atomic
def found_bureau(
    *, code: str, name: str, short_name: str = "", demonstration: bool = False, clock: date | None = None, combined: bool = False
) -> Bureau:
    """Open the books of a bureau. Done by whoever installs, from the command line: nobody's account reaches so far.

    combined  one person may be all three keepers (三员合一); every page of the bureau will say so
    Raises Refused where the code is taken.
    """
    if Bureau.objects.filter(code=code).exists():
        raise Refused([Problem("people.bureau_taken", {"code": code})])
    bureau = Bureau.objects.create(
        code=code, name=name, short_name=short_name, demonstration=demonstration, clock=clock, combined=combined
    )
    after = {"code": code, "name": name, "combined": combined}
    record(Tag.BUREAU_FOUNDED, officer=None, subject=bureau, bureau=bureau, after=after)
    return bureau


@transaction.atomic
def place_under(*, bureau: Bureau, superior: Bureau | None) -> Bureau:
    """Put a bureau under its superior (上级单位), who from now on sees what it has published; under nobody with None.

    Raises Refused where that is so already, where it would stand under itself, and where one of the two is a demonstration.
    """
    every = {each.pk: each for each in Bureau.objects.select_for_update().order_by("pk")}  # two at once could close a circle
    bureau = every[bureau.pk]
    before = every[bureau.superior_id] if bureau.superior_id else None
    if superior == before:
        code = "people.placed_already" if superior else "people.placed_nowhere"
        raise Refused([Problem(code, {"bureau": bureau.name, "superior": superior.name if superior else ""})])
    if superior is not None:
        superior = every[superior.pk]
        found = []
        if bureau in (line := [superior, *chain(superior)]):
            names = tuple(each.name for each in reversed(line[: line.index(bureau) + 1]))
            found.append(Problem("people.circle", {"bureau": bureau.name, "superior": superior.name, "names": names}))
        if bureau.demonstration != superior.demonstration:
            found.append(Problem("people.demonstration_mixed", {"bureau": bureau.name, "superior": superior.name}))
        if found:
            raise Refused(found)
    bureau.superior = superior
    bureau.save(update_fields=["superior"])
    told = [{"superior": each.name if each else ""} for each in (before, superior)]
    record(Tag.BUREAU_PLACED, officer=None, subject=bureau, bureau=bureau, before=told[0], after=told[1])
    return bureau


@transaction.atomic
def first_keepers(*, bureau: Bureau, people: Mapping[Role, Newcomer], since: date) -> dict[Role, Officer]:
    """The first accounts of a new bureau: who makes all others, who gives them duties, perhaps who watches.

    people  by role: an administrator and a security administrator at least; in a combined bureau one administrator, who
            then is all three
    Raises Refused where the bureau already has people, or the wrong ones are named.
    """
    if bureau.officers.exists():
        raise Refused([Problem("people.not_first", {"bureau": bureau.name})])
    if bureau.combined and set(people) != {Role.ADMINISTRATOR}:
        raise Refused([Problem("people.keepers_one")])
    if not bureau.combined and not {Role.ADMINISTRATOR, Role.SECURITY} <= set(people) <= set(KEEPERS):
        raise Refused([Problem("people.keepers_needed")])
    found = {}
    for role, newcomer in people.items():
        officer = new_account(bureau, newcomer.login, newcomer.name, newcomer.title, None, must_change=True)
        roles = KEEPERS if bureau.combined else (role,)
        for each in roles:
            Appointment.objects.create(officer=officer, role=each, since=since)
        after = {"login": newcomer.login, "name": newcomer.name, "roles": roles, "since": since}
        record(Tag.OFFICER_APPOINTED, officer=None, subject=officer, bureau=bureau, after=after)
        found[role] = officer
    return found


@transaction.atomic
def separate_keepers(*, bureau: Bureau) -> Bureau:
    """From one for all three (三员合一) to three who watch each other; there is no way back.

    Raises Refused where they are separate, where somebody still is two of them, and where one of them is nobody yet.
    """
    if not bureau.combined:
        raise Refused([Problem("people.separate_already", {"bureau": bureau.name})])
    standing = Appointment.objects.meeting(bureau.today(), None).filter(officer__bureau=bureau, officer__is_active=True, role__in=KEEPERS)
    held: dict[str, set[str]] = {}
    for name, role in standing.values_list("officer__name", "role"):
        held.setdefault(name, set()).add(role)
    found = []
    if several := sorted(name for name, roles in held.items() if len(roles) > 1):
        found.append(Problem("people.still_combined", {"names": several}))
    for role in (Role.ADMINISTRATOR, Role.SECURITY):
        if not any(role in roles for roles in held.values()):
            found.append(Problem("people.no_separate_keepers", {"bureau": bureau.name, "role": RoleName(role)}))
    if found:
        raise Refused(found)
    bureau.combined = False
    bureau.save(update_fields=["combined"])
    record(Tag.KEEPERS_SEPARATED, officer=None, subject=bureau, bureau=bureau, before={"combined": True}, after={"combined": False})
    return bureau


@transaction.atomic
def issue_secret_here(*, who: Officer) -> str:
    """A one-time password from the machine itself: for first accounts, and for keepers, whom no other keeper may reset.

    Raises Refused for a closed account.
    """
    if not who.is_active:
        raise Refused([Problem("people.account_closed", {"officer": who.name})])
    return give_secret(None, who)


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
