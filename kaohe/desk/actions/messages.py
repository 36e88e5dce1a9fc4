"""Messages: told inside the deed that causes them, put into the outbox of every way out, and read."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from kaohe.desk.models import Channel, Delivery, Kind, Message
from kaohe.desk.sentences import kept
from kaohe.engine import Said
from kaohe.people.models import Officer


@transaction.atomic
def tell(
    *, to: Iterable[Officer], kind: Kind, subject: Said, link: str, at: datetime | None = None
) -> list[Message]:
    """Tell people something, in the transaction of the deed that causes it: no deed, no message.

    subject  a few words for the application, which each reads in their own language; never a score, nor what a finding says
    link     the place on this site where it is dealt with
    What leaves the house later says only how many things wait.
    """
    at = at or timezone.now()
    said, words = kept(subject), str(subject)[:200]
    told = [
        Message.objects.create(officer=officer, kind=kind, subject=words, said=said, link=link[:300], at=at)
        for officer in {officer.pk: officer for officer in to if officer.is_active}.values()
    ]
    bureaus = {message.officer.bureau_id for message in told}
    channels = list(Channel.objects.filter(bureau__in=bureaus, standing=True))
    Delivery.objects.bulk_create(
        Delivery(message=message, channel=channel)
        for message in told
        for channel in channels
        if channel.bureau_id == message.officer.bureau_id
    )
    return told


def mark_read(*, officer: Officer, message: Message, now: datetime) -> Message:
    """One's own message was opened. Opening it twice changes nothing."""
    Message.objects.visible_to(officer).unread().filter(pk=message.pk).update(read_at=now)
    message.refresh_from_db()
    return message


def mark_all_read(*, officer: Officer, now: datetime) -> int:
    """All of one's messages are read; returns how many were not."""
    return Message.objects.visible_to(officer).unread().update(read_at=now)
