"""Whose door too many failures have closed for a while, and from where; the login protection keeps count."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta

from axes.models import AccessAttempt
from django.conf import settings

from kaohe.people.models import Officer


def locked(people: Iterable[Officer], now: datetime) -> dict[str, tuple[str, ...]]:
    """Login → the addresses from which it can't come in now; who can is left out. One query."""
    logins = [each.username for each in people]
    since = now - timedelta(hours=settings.AXES_COOLOFF_TIME)
    rows = AccessAttempt.objects.filter(
        username__in=logins, failures_since_start__gte=settings.AXES_FAILURE_LIMIT, attempt_time__gt=since
    )
    found: dict[str, list[str]] = defaultdict(list)
    for login, address in rows.order_by("username", "ip_address").values_list("username", "ip_address"):
        found[login].append(address or "")
    return {login: tuple(addresses) for login, addresses in found.items()}
