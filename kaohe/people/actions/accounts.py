"""What is done to accounts: making, naming, closing and opening them again, and their passwords."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Sequence
from datetime import timedelta

from django.contrib.auth import password_validation
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from kaohe.audit.recording import record
from kaohe.audit.tags import Tag
from kaohe.engine import Problem, Refused
from kaohe.people.deeds import Deed, RoleName, require
from kaohe.people.models import Appointment, Bureau, Officer
from kaohe.people.roles import KEEPERS, Role

#: Signs of one-time passwords: none that is taken for another when it is read from paper.
SIGNS = "abcdefghjkmnpqrstuvwxyz23456789"
#: A one-time password opens the door for so many days, and so many are made at once (each takes a slow hash).
SECRET_DAYS, MOST_SECRETS = 7, 30


@transaction.atomic
def add_officer(
    *, officer: Officer, bureau: Bureau, login: str, name: str, title: str = "", password: str | None = None,
    must_change_password: bool = True,
) -> Officer:  # fmt: skip
    """Make an account; without a password nobody can sign in with it yet.

    Raises Refused without the right, where the login is taken or unfit, or the password is one that a guesser tries.
    """
    require(officer, Deed.MANAGE_PEOPLE, bureau=bureau)
    added = new_account(bureau, login, name, title, password, must_change_password)
    record(Tag.OFFICER_ADDED, officer=officer, subject=added, bureau=bureau, after={"login": login, "name": name})
    return added


@transaction.atomic
def name_officer(*, officer: Officer, who: Officer, name: str, title: str) -> Officer:
    """Correct a person's name or post. What they signed keeps the name that it was signed with. Raises Refused."""
    bureau = bureau_of(who)
    require(officer, Deed.MANAGE_PEOPLE, bureau=bureau)
    name, title = name.strip(), title.strip()
    if not name:
        raise Refused([Problem("people.nameless")])
    before, after = {"name": who.name, "title": who.title}, {"name": name, "title": title}
    if before == after:
        return who
    who.name, who.title = name, title
    who.save(update_fields=["name", "title", "letters"])
    record(Tag.OFFICER_NAMED, officer=officer, subject=who, bureau=bureau, before=before, after=after)
    return who


@transaction.atomic
def set_mail(*, officer: Officer, who: Officer, mail: str) -> Officer:
    """Where reminders are sent to by mail; empty for nowhere. One's own, or whoever keeps accounts. Raises Refused."""
    bureau = bureau_of(who)
    require_oneself(officer)
    if who.pk != officer.pk:
        require(officer, Deed.MANAGE_PEOPLE, bureau=bureau)
    before, after = who.email, fit_mail(mail)
    if before == after:
        return who
    who.email = after
    who.save(update_fields=["email"])
    record(Tag.MAIL_SET, officer=officer, subject=who, bureau=bureau, before={"mail": before}, after={"mail": after})
    return who


@transaction.atomic
def close_account(*, officer: Officer, who: Officer, reason: str = "") -> Officer:
    """Nobody signs in with the account any more, and whoever is signed in is out at once. Its history stays.

    Raises Refused without the right, for one's own account, for a closed one, and for the last keeper of a kind.
    """
    bureau = bureau_of(who)
    require(officer, Deed.MANAGE_PEOPLE, bureau=bureau)
    if who.pk == officer.pk:
        raise Refused([Problem("people.own_account", {"officer": who.name})])
    if not who.is_active:
        raise Refused([Problem("people.closed_already", {"officer": who.name})])
    require_keepers(bureau, without=who)
    who.is_active = False
    who.save(update_fields=["is_active"])
    record(Tag.ACCOUNT_CLOSED, officer=officer, subject=who, bureau=bureau, reason=reason)
    return who


@transaction.atomic
def reopen_account(*, officer: Officer, who: Officer, reason: str = "") -> Officer:
    """Let a closed account in again; its password stays as it was. Raises Refused without the right or for an open one."""
    bureau = bureau_of(who)
    require(officer, Deed.MANAGE_PEOPLE, bureau=bureau)
    if who.is_active:
        raise Refused([Problem("people.open_already", {"officer": who.name})])
    who.is_active = True
    who.save(update_fields=["is_active"])
    record(Tag.ACCOUNT_REOPENED, officer=officer, subject=who, bureau=bureau, reason=reason)
    return who


@transaction.atomic
def issue_secrets(*, officer: Officer, bureau: Bureau, to: Sequence[Officer]) -> dict[str, str]:
    """One-time passwords, by login: shown once, changed at the first sign-in, void after SECRET_DAYS. Only their hash is kept.

    Raises Refused without the right, for oneself (who knows the old password changes it), for closed accounts, for
    another keeper (one could come in as the other), and for more than MOST_SECRETS at once.
    """
    require(officer, Deed.MANAGE_PEOPLE, bureau=bureau)
    found = []
    if len(to) > MOST_SECRETS:
        found.append(Problem("people.too_many_secrets", {"most": MOST_SECRETS, "found": len(to)}))
    for who in to:
        if who.bureau_id != bureau.pk:
            found.append(Problem("people.other_bureau", {"officer": who.name, "bureau": bureau.name}))
        if who.pk == officer.pk:
            found.append(Problem("people.own_secret"))
        if not who.is_active:
            found.append(Problem("people.account_closed", {"officer": who.name}))
    found += _other_keepers(bureau, to)
    if found:
        raise Refused(found)
    return {who.username: give_secret(officer, who) for who in to}


def give_secret(officer: Officer | None, who: Officer) -> str:
    """A one-time password, put in the place of the one there was, and its record."""
    bureau = bureau_of(who)
    secret = one_time_secret(who)
    who.set_password(secret)
    who.must_change_password, who.secret_until = True, bureau.today() + timedelta(days=SECRET_DAYS)
    who.save(update_fields=["password", "must_change_password", "secret_until"])
    record(Tag.SECRET_ISSUED, officer=officer, subject=who, bureau=bureau, after={"valid_until": who.secret_until})
    return secret


def _other_keepers(bureau: Bureau, to: Sequence[Officer]) -> Iterable[Problem]:
    """Keepers who have come in before: with a password of theirs in hand, whoever makes accounts would be all three."""
    if bureau.combined:
        return
    held = Appointment.objects.standing(bureau.today()).filter(officer__in=to, role__in=KEEPERS)
    for each in held.select_related("officer"):
        if each.officer.last_login is not None:
            yield Problem("people.secret_of_keeper", {"officer": each.officer.name, "role": RoleName(Role(each.role))})


@transaction.atomic
def change_password(*, officer: Officer, old: str, new: str) -> Officer:
    """Give oneself a new password.

    Raises Refused where the old one is wrong, the new one the same or easily guessed, or while acting for another.
    """
    require_oneself(officer)
    if not officer.check_password(old):
        raise Refused([Problem("people.password_wrong")])
    if old == new:
        raise Refused([Problem("people.password_same")])
    _require_strong(new, officer)
    officer.set_password(new)
    officer.must_change_password, officer.secret_until = False, None
    officer.save(update_fields=["password", "must_change_password", "secret_until"])
    record(Tag.PASSWORD_CHANGED, officer=officer, subject=officer, bureau=officer.bureau)
    return officer


def new_account(
    bureau: Bureau, login: str, name: str, title: str, password: str | None, must_change: bool = False, email: str = ""
) -> Officer:
    """A row of its own for that person; the action that calls has asked for the right and will sign. Raises Refused."""
    added = Officer(
        username=login, name=name.strip(), title=title.strip(), bureau=bureau, must_change_password=must_change, email=email
    )
    found = [] if added.name else [Problem("people.nameless")]
    if Officer.objects.filter(username__iexact=login).exists():
        found.append(Problem("people.login_taken", {"login": login}))
    try:
        Officer._meta.get_field("username").clean(login, added)
    except ValidationError:
        found.append(Problem("people.login_unfit", {"login": login}))
    if found:
        raise Refused(found)
    if password is None:
        added.set_unusable_password()
    else:
        _require_strong(password, added)
        added.set_password(password)
    added.save(force_insert=True)
    return added


def fit_mail(mail: str) -> str:
    """The address as it is kept. Raises Refused for what is none."""
    address = mail.strip()
    try:
        if address:
            validate_email(address)
    except ValidationError:
        raise Refused([Problem("people.mail_unfit", {"found": address[:60]})]) from None
    return address


def bureau_of(officer: Officer) -> Bureau:
    """The person's bureau. Raises Refused for somebody without one."""
    if officer.bureau is None:
        raise Refused([Problem("people.no_bureau", {"officer": officer.name})])
    return officer.bureau


def require_oneself(officer: Officer) -> None:
    """Raises Refused while the officer acts for another: some matters are one's own."""
    if officer.acting_for is not None:
        raise Refused([Problem("people.own_matter", {"giver": officer.acting_for.name})])


def require_keepers(bureau: Bureau, *, without: Officer, roles: Iterable[Role] = KEEPERS) -> None:
    """Raises Refused where nobody would be left to keep accounts, to give duties, or to watch."""
    Bureau.objects.select_for_update().get(pk=bureau.pk)  # two who close each other's account at once would both pass
    others = Officer.objects.filter(bureau=bureau, is_active=True).exclude(pk=without.pk)
    found = [
        Problem("people.last_keeper", {"officer": without.name, "role": RoleName(role)})
        for role in roles
        if without.holds(role) and not others.holding(role, bureau.today()).exists()
    ]
    if found:
        raise Refused(found)


def one_time_secret(who: Officer) -> str:
    """Sixteen signs in fours, about eighty bits, and never one that our own rules for passwords would refuse."""
    while True:
        secret = "-".join("".join(secrets.choice(SIGNS) for _ in range(4)) for _ in range(4))
        try:
            password_validation.validate_password(secret, who)
        except ValidationError:
            continue
        return secret


def _require_strong(password: str, officer: Officer) -> None:
    """Raises Refused for a password that a guesser tries."""
    try:
        password_validation.validate_password(password, officer)
    except ValidationError as weak:
        raise Refused([Problem("people.password", {"found": " ".join(weak.messages)})]) from None
