"""Whom an outage cost time to object, and what is proposed then: one more working day (§ readings, 17)."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Final

from django.utils import timezone

from kaohe.audit.models import Record
from kaohe.audit.tags import Tag
from kaohe.cycles.calendar import calendar_of
from kaohe.cycles.models import Cycle
from kaohe.days.counting import from_day
from kaohe.results.models import LONG, Outage

#: For so long after an outage over the last moment the time isn't closed, so that somebody can say whether it is lengthened.
PATIENCE: Final = timedelta(days=1)


def unanswered(cycle: Cycle) -> Outage | None:
    """The last outage that took more than an hour of the time for objections and after which it wasn't lengthened."""
    begun, deadline = cycle.noticed_at, cycle.objection_deadline
    if begun is None or deadline is None or cycle.lapsed_at is not None:
        return None
    near = Outage.objects.filter(until__gt=begun, since__lt=deadline).order_by("-until")
    found = next((each for each in near if min(each.until, deadline) - max(each.since, begun) > LONG), None)
    if found is None:
        return None
    answers = Record.objects.of(cycle).filter(tag=Tag.OBJECTIONS_EXTENDED, at__gte=found.until)
    return None if answers.exists() else found


def over_the_end(cycle: Cycle) -> Outage | None:
    """The unanswered outage, where the last moment for objections fell into it."""
    found = unanswered(cycle)
    return found if found and cycle.objection_deadline and cycle.objection_deadline <= found.until else None


def waits_for_a_word(cycle: Cycle, at: datetime) -> bool:
    """True while the time isn't closed because nobody could object at its end, and nobody has yet said what follows."""
    found = over_the_end(cycle)
    return found is not None and at < found.until + PATIENCE


def proposed_day(cycle: Cycle) -> date | None:
    """The working day up to whose closing hour it is proposed to lengthen; None where nothing is."""
    found = unanswered(cycle)
    if found is None or cycle.objection_deadline is None:
        return None
    last = max(timezone.localdate(cycle.objection_deadline), timezone.localdate(found.until) - timedelta(days=1))
    return from_day(last + timedelta(days=1), calendar_of(cycle.bureau)).day
