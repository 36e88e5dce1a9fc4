"""Carries the outbox out of the house: each message once on each way, however often and by however many it is called.

Nothing is held while the network is waited for. Rows are taken by a condition in the UPDATE itself, sent, and marked; a
sender that dies leaves them to the next one after a moment. What leaves says how many things wait and where, no more.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import NamedTuple

from django.conf import settings
from django.core.mail import EmailMessage
from django.db.models import F, Q
from django.utils import timezone

from kaohe.desk import wire
from kaohe.desk.bots import post_of, was_taken
from kaohe.desk.models import Channel, Delivery, Way
from kaohe.engine import Refused, phrase

TAKEN = timedelta(minutes=2)
MOST_ATTEMPTS = 12
LONGEST_WAIT = timedelta(hours=1)
#: In one post of a robot, so many people are named.
NAMED = 20


class Sent(NamedTuple):
    """What a run did."""

    messages: int
    failures: int


def deliver(*, now: datetime) -> Sent:
    """Send whatever is due on every way. Never raises over a way that fails."""
    done = [_channel(channel, now) for channel in Channel.objects.filter(standing=True).select_related("bureau")]
    return Sent(sum(each.messages for each in done), sum(each.failures for each in done))


def is_due(channel: Channel, now: datetime) -> bool:
    """False in its quiet hours; for a daily channel also before its hour, and once it has spoken that day."""
    local = timezone.localtime(now)
    start, end, at = channel.quiet_from, channel.quiet_until, local.time()
    quiet = start <= at < end if start <= end else at >= start or at < end
    if quiet:
        return False
    if channel.daily_at is None:
        return True
    spoke = channel.last_sent_at and timezone.localtime(channel.last_sent_at).date() == local.date()
    return at >= channel.daily_at and not spoke


def _channel(channel: Channel, now: datetime) -> Sent:
    if not is_due(channel, now):
        return Sent(0, 0)
    taken = _take(channel, now)
    if not taken:
        return Sent(0, 0)
    send = _by_mail if channel.way == Way.MAIL else _by_robot
    failures = send(channel, taken, now)
    sent = [each.pk for each in taken if each.pk not in failures]
    Delivery.objects.filter(pk__in=sent).update(sent_at=now, taken_until=None, failure="")
    for delivery in taken:
        if delivery.pk in failures:
            wait = min(timedelta(minutes=2**delivery.attempts), LONGEST_WAIT)
            Delivery.objects.filter(pk=delivery.pk).update(taken_until=now + wait, failure=failures[delivery.pk][:200])
    if sent:
        Channel.objects.filter(pk=channel.pk).update(last_sent_at=now)
    return Sent(len(sent), len(failures))


def _take(channel: Channel, now: datetime) -> list[Delivery]:
    """Rows that are ours now: of two senders, each row goes to one."""
    free = Q(taken_until__isnull=True) | Q(taken_until__lte=now)
    waiting = Delivery.objects.filter(free, channel=channel, sent_at__isnull=True, attempts__lt=MOST_ATTEMPTS)
    ours = [
        pk
        for pk in waiting.order_by("pk").values_list("pk", flat=True)
        if waiting.filter(pk=pk).update(taken_until=now + TAKEN, attempts=F("attempts") + 1)
    ]
    rows = Delivery.objects.filter(pk__in=ours).select_related("message__officer").order_by("pk")
    return list(rows)


def _by_robot(channel: Channel, taken: list[Delivery], now: datetime) -> dict[int, str]:
    """One post for all that waits, because a group is told once; returns what failed and why."""
    try:
        address, body = post_of(channel.way, channel.address, channel.secret, _for_a_group(taken), now)
        answer = wire.post_json(address, body, settings.OUTBOUND)
    except (wire.Undelivered, Refused) as trouble:
        return dict.fromkeys((each.pk for each in taken), str(trouble))
    if was_taken(channel.way, answer):
        return {}
    code = answer.get("errcode", answer.get("code")) if isinstance(answer, dict) else ""
    return dict.fromkeys((each.pk for each in taken), f"robot: {code}")


def _by_mail(channel: Channel, taken: list[Delivery], now: datetime) -> dict[int, str]:
    """One mail for each person; returns what failed and why."""
    failures: dict[int, str] = {}
    for officer in {each.message.officer for each in taken}:
        theirs = [each.pk for each in taken if each.message.officer_id == officer.pk]
        text = phrase("desk.mail", "zh", {"name": officer.name, "number": len(theirs), "link": _inbox()})
        subject = phrase("desk.mail_subject", "zh", {"number": len(theirs)})
        if not officer.email:
            failures |= dict.fromkeys(theirs, "no mail address")
            continue
        try:
            EmailMessage(subject, text, channel.address, [officer.email]).send()
        except OSError as trouble:  # smtplib's own are of this kind too
            failures |= dict.fromkeys(theirs, type(trouble).__name__)
    return failures


def _for_a_group(taken: Iterable[Delivery]) -> str:
    numbers = Counter(each.message.officer.name for each in taken)
    people = "、".join(f"{name} {number} 件" for name, number in list(numbers.items())[:NAMED])
    if len(numbers) > NAMED:
        people = phrase("desk.and_others", "zh", {"people": people, "number": len(numbers)})
    return phrase("desk.post", "zh", {"people": people, "link": _inbox()})


def _inbox() -> str:
    return f"{settings.SITE}/inbox/"
