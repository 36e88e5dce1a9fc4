"""The installation feels its own pulse: where it stood still for more than an hour, that is written down."""

from __future__ import annotations

from datetime import datetime
from itertools import pairwise

from django.db import transaction

from kaohe.audit.models import Record
from kaohe.results.models import LONG, Outage, Pulse


@transaction.atomic
def feel_pulse(*, now: datetime) -> list[Outage]:
    """Note that the chores are being gone through; the outages since the last time, each longer than an hour.

    Somebody's deed in between is a sign of life too: then only the chores stood still. A moment that isn't later than
    the last one changes nothing.
    """
    pulse, fresh = Pulse.objects.select_for_update().get_or_create(pk=1, defaults={"at": now})
    if fresh or now <= pulse.at:
        return []
    if now - pulse.at <= LONG:
        found = []
    else:
        deeds = Record.objects.filter(at__gt=pulse.at, at__lt=now).exclude(officer_login="").order_by("at")
        signs = [pulse.at, *deeds.values_list("at", flat=True), now]
        found = [Outage.objects.create(since=since, until=until) for since, until in pairwise(signs) if until - since > LONG]
    pulse.at = now
    pulse.save(update_fields=["at"])
    return found
