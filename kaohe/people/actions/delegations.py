"""Letting another act for oneself for a time (代办授权), and taking it back."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone

from kaohe.audit.recording import record
from kaohe.audit.tags import Tag
from kaohe.engine import Problem, Refused
from kaohe.people.actions.accounts import bureau_of, require_oneself
from kaohe.people.deeds import Deed, RoleName, require
from kaohe.people.models import Delegation, Officer
from kaohe.people.roles import NOT_LENT, clash_by_lending

#: Longer than a year is no stand-in but an appointment.
LONGEST = timedelta(days=366)


@transaction.atomic
def delegate(*, officer: Officer, to: Officer, since: date, until: date, reason: str) -> Delegation:
    """Let `to` act for `officer` from one day to another: with the officer's permissions, under both names.

    Raises Refused without a duty to lend, while acting for another (what was lent is not lent on), to oneself, to another
    bureau, for days that are over or too many, without a reason, twice the same, and where duties would meet that must not.
    """
    bureau = bureau_of(officer)
    require_oneself(officer)
    require(officer, Deed.DELEGATE, bureau=bureau)
    if found := _problems(officer, to, since, until, reason):
        raise Refused(found)
    delegation = Delegation.objects.create(giver=officer, taker=to, since=since, until=until, reason=reason.strip())
    after = {"to": to.name, "login": to.username, "since": since, "until": until}
    record(Tag.DELEGATED, officer=officer, subject=delegation, bureau=bureau, after=after, reason=reason.strip())
    return delegation


@transaction.atomic
def revoke_delegation(*, officer: Officer, delegation: Delegation, reason: str = "") -> Delegation:
    """Take a delegation back, or give it back: at once, for the next click already. Raises Refused for others' or twice."""
    require_oneself(officer)
    delegation = Delegation.objects.select_for_update(of=("self",)).with_names().get(pk=delegation.pk)
    if officer.pk not in (delegation.giver_id, delegation.taker_id):
        raise Refused([Problem("people.not_your_delegation", {"giver": delegation.giver.name})])
    if delegation.revoked_at is not None or delegation.until < bureau_of(officer).today():
        raise Refused([Problem("people.delegation_over", {"giver": delegation.giver.name})])
    delegation.revoked_at = timezone.now()
    delegation.save(update_fields=["revoked_at"])
    after = {"from": delegation.giver.name, "to": delegation.taker.name}
    record(
        Tag.DELEGATION_REVOKED, officer=officer, subject=delegation, bureau=officer.bureau, after=after, reason=reason
    )
    return delegation


@transaction.atomic
def begin_acting(*, officer: Officer, delegation: Delegation) -> Delegation:
    """Note that somebody now acts for another; the door that calls remembers it for the session.

    Raises Refused for others' delegations, outside its days, and where duties would meet that must not.
    """
    bureau = bureau_of(officer)
    if delegation.taker_id != officer.pk:
        raise Refused([Problem("people.not_your_delegation", {"giver": delegation.giver.name})])
    if not delegation.stands_on(bureau.today()):
        raise Refused([Problem("people.delegation_over", {"giver": delegation.giver.name})])
    if found := _clash(delegation.giver, officer):
        raise Refused(found)
    after = {"from": delegation.giver.name, "until": delegation.until}
    record(Tag.ACTING_BEGUN, officer=officer, subject=delegation, bureau=bureau, after=after)
    return delegation


def _problems(giver: Officer, to: Officer, since: date, until: date, reason: str) -> list[Problem]:
    today, found = giver.today(), []
    if to.bureau_id != giver.bureau_id:
        found.append(Problem("people.other_bureau", {"officer": to.name, "bureau": bureau_of(giver).name}))
    if to.pk == giver.pk:
        found.append(Problem("people.to_oneself"))
    if not to.is_active:
        found.append(Problem("people.account_closed", {"officer": to.name}))
    if not reason.strip():
        found.append(Problem("people.delegation_without_reason"))
    if until < since:
        found.append(Problem("people.ended_before", {"since": since, "until": until}))
    if since < today:
        found.append(Problem("people.delegation_backwards", {"since": since, "today": today}))
    if until - since > LONGEST:
        found.append(Problem("people.delegation_long", {"since": since, "until": until}))
    same = Delegation.objects.filter(giver=giver, taker=to, revoked_at__isnull=True, since__lte=until, until__gte=since)
    if same.exists():
        found.append(Problem("people.delegated_already", {"officer": to.name}))
    return [*found, *_clash(giver, to)]


def _clash(giver: Officer, to: Officer) -> list[Problem]:
    """Duties of the two that must not meet in the one who acts."""
    lent = {held.role for held in giver.own_roles if held.role not in NOT_LENT}
    own = {held.role for held in to.own_roles}
    clash = clash_by_lending(own, lent, combined=giver.in_a_combined_bureau)
    if clash is None:
        return []
    values = {"officer": to.name, "giver": giver.name, "role": RoleName(clash[0]), "other": RoleName(clash[1])}
    return [Problem("people.delegation_clash", values)]
