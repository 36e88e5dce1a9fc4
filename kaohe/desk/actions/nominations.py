"""Tells who gives duties that some wait to be confirmed; a workbook of a hundred people makes one message."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime

from django.db import transaction

from kaohe.desk.actions.messages import tell
from kaohe.desk.models import Kind, Message
from kaohe.engine import Said
from kaohe.people.models import Appointment, Bureau, Nomination, Officer
from kaohe.people.roles import Role

#: Where they are confirmed.
PLACE = "/people/nominations/"


@transaction.atomic
def tell_of_nominations(*, now: datetime) -> int:
    """A message about every duty put forward since the last time; returns how many messages. It may be called at any time.

    Whoever hasn't yet opened the message before gets no second one: its page shows the later duties too.
    """
    untold = Nomination.objects.select_for_update(of=("self",)).filter(told_at__isnull=True).select_related("officer__bureau")
    waiting: dict[Bureau, list[Nomination]] = defaultdict(list)
    for row in untold:
        if row.officer.bureau is not None:
            waiting[row.officer.bureau].append(row)
    unread = Message.objects.unread().filter(link=PLACE).values("officer")
    told = 0
    for bureau, rows in waiting.items():
        held = Appointment.objects.standing(bureau.today()).filter(role=Role.SECURITY, officer__bureau=bureau)
        people = Officer.objects.filter(pk__in=held.values("officer")).exclude(pk__in=unread)
        told += len(tell(to=people, kind=Kind.DUTY, subject=Said("told.nominations", {"count": len(rows)}), link=PLACE, at=now))
        Nomination.objects.filter(pk__in=[row.pk for row in rows]).update(told_at=now)
    return told
