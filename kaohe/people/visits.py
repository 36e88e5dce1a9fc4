"""Who came in, who tried to, when and from where; the login protection writes it down."""

from __future__ import annotations

from typing import Any

from axes.models import AccessFailureLog, AccessLog
from django.db.models import F, QuerySet, Value
from django.db.models.fields import BooleanField

from kaohe.people.models import Bureau, Officer

#: What each row tells: when, under which login, from where, and whether the door opened.
FIELDS = ("attempt_time", "username", "ip_address", "came", "shut")


def visits(bureau: Bureau, login: str = "") -> QuerySet[Any, dict[str, Any]]:
    """Every sign-in and every failure of the bureau's own accounts (or of one), newest first.

    Names that are no account of the bureau's are left out: what stands there is often a password in the wrong field.
    """
    people = Officer.objects.filter(bureau=bureau)
    logins = (people.filter(username=login) if login else people).values("username")
    came = AccessLog.objects.filter(username__in=logins).annotate(came=Value(True), shut=Value(False, output_field=BooleanField()))
    failed = AccessFailureLog.objects.filter(username__in=logins).annotate(came=Value(False), shut=F("locked_out"))
    return came.values(*FIELDS).union(failed.values(*FIELDS), all=True).order_by("-attempt_time")
