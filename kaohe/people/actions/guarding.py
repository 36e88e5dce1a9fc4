"""What the security administrator does at the door: opening it again after too many failures, and ending sessions."""

from __future__ import annotations

from datetime import datetime

from axes.utils import reset
from django.contrib.sessions.models import Session
from django.db import transaction
from django.utils import timezone

from kaohe.audit.recording import record
from kaohe.audit.tags import Tag
from kaohe.engine import Problem, Refused
from kaohe.people.actions.accounts import bureau_of
from kaohe.people.deeds import Deed, require
from kaohe.people.fields import new_token
from kaohe.people.locks import locked
from kaohe.people.models import Officer


@transaction.atomic
def unlock_account(*, officer: Officer, who: Officer, reason: str = "") -> Officer:
    """Let somebody try their password again at once, from wherever it failed too often. Raises Refused without right or lock."""
    bureau = bureau_of(who)
    require(officer, Deed.GUARD_ACCOUNTS, bureau=bureau)
    shut = locked([who], timezone.now()).get(who.username)
    if not shut:
        raise Refused([Problem("people.not_locked", {"officer": who.name})])
    reset(username=who.username)
    record(
        Tag.ACCOUNT_UNLOCKED, officer=officer, subject=who, bureau=bureau, before={"addresses": list(shut)}, reason=reason
    )
    return who


@transaction.atomic
def end_sessions(*, officer: Officer, who: Officer, reason: str = "") -> Officer:
    """Whoever is signed in with the account is out at the next click, everywhere; it stays open, and nothing typed is lost.

    Raises Refused without the right, and for oneself: that is what signing out is for.
    """
    bureau = bureau_of(who)
    require(officer, Deed.GUARD_ACCOUNTS, bureau=bureau)
    if who.pk == officer.pk:
        raise Refused([Problem("people.own_sessions")])
    who.sessions = new_token()
    who.save(update_fields=["sessions"])
    record(Tag.SESSIONS_ENDED, officer=officer, subject=who, bureau=bureau, reason=reason)
    return who


def forget_old_sessions(*, now: datetime) -> int:
    """Sessions that are over anyway; returns how many."""
    return Session.objects.filter(expire_date__lt=now).delete()[0]
