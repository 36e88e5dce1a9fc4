"""The ways out of a bureau: set and closed by whoever administers its accounts."""

from __future__ import annotations

from datetime import time
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from kaohe.audit.recording import record
from kaohe.audit.tags import Tag
from kaohe.desk import wire
from kaohe.desk.models import Channel, Way
from kaohe.engine import Problem, Refused
from kaohe.people.deeds import Deed, require
from kaohe.people.models import Bureau, Officer


@transaction.atomic
def set_channel(
    *, officer: Officer, bureau: Bureau, way: Way, address: str, secret: str | None = None, quiet_from: time,
    quiet_until: time, daily_at: time | None = None,
) -> Channel:  # fmt: skip
    """Open a way out, or change it; from here on messages are put into its outbox.

    secret  None leaves the one that is there. It is never shown, nor written into the audit trail
    Raises Refused without the duty, or for an address that isn't allowed.
    """
    require(officer, Deed.SET_CHANNELS, bureau=bureau)
    _check(way, address)
    found = Channel.objects.filter(bureau=bureau, way=way).first()
    before = _told(found) if found else {}
    channel = found or Channel(bureau=bureau, way=way)
    channel.address, channel.standing = address, True
    channel.quiet_from, channel.quiet_until, channel.daily_at = quiet_from, quiet_until, daily_at
    if secret is not None:
        channel.secret = secret
    channel.save()
    after = {**_told(channel), "secret_changed": secret is not None}
    record(Tag.CHANNEL_SET, officer=officer, subject=channel, bureau=bureau, before=before, after=after)
    return channel


@transaction.atomic
def close_channel(*, officer: Officer, channel: Channel) -> Channel:
    """Nothing leaves on this way any more; what waits in its outbox stays in the house. Raises Refused without the duty."""
    require(officer, Deed.SET_CHANNELS, bureau=channel.bureau)
    channel.standing = False
    channel.save(update_fields=["standing"])
    channel.deliveries.filter(sent_at__isnull=True).delete()
    record(Tag.CHANNEL_CLOSED, officer=officer, subject=channel, bureau=channel.bureau)
    return channel


def _check(way: Way, address: str) -> None:
    if way != Way.MAIL:
        wire.target_of(address, settings.OUTBOUND)
        return
    try:
        validate_email(address)
    except ValidationError:
        raise Refused([Problem("desk.bad_sender", {"found": address})]) from None
    if not settings.EMAIL_HOST:
        raise Refused([Problem("desk.no_mail_server")])


def _told(channel: Channel) -> dict[str, object]:
    """Without what would let a reader post: the address of a robot holds its key."""
    host = channel.address if channel.way == Way.MAIL else urlsplit(channel.address).hostname
    times = {name: value and value.strftime("%H:%M") for name, value in _times(channel).items()}
    return {"way": channel.way, "address": host, "standing": channel.standing, **times}


def _times(channel: Channel) -> dict[str, time | None]:
    return {"quiet_from": channel.quiet_from, "quiet_until": channel.quiet_until, "daily_at": channel.daily_at}
