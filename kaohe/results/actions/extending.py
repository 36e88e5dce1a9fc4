"""The time for objections, once printed, may only grow: by a decision with a reason, never by a changed calendar."""

from __future__ import annotations

from datetime import date, datetime, time

from django.db import transaction
from django.utils import timezone

from kaohe.audit.recording import record
from kaohe.audit.tags import Tag
from kaohe.cycles.calendar import calendar_of
from kaohe.cycles.models import Cycle
from kaohe.cycles.stages import Stage
from kaohe.days.counting import from_day
from kaohe.engine import Problem, Refused, Said
from kaohe.people.deeds import Deed, require
from kaohe.people.models import Officer
from kaohe.results.outages import waits_for_a_word
from kaohe.results.telling import tell_departments


@transaction.atomic
def extend_objections(*, officer: Officer, cycle: Cycle, until: date, reason: str, at: datetime | None = None) -> Cycle:
    """Let objections in up to the end of a later working day, at the hour that was printed.

    Where the system stood still at the last moment, it may be lengthened for a day after it came back.
    Raises Refused without the right, at another stage, once the time is over, without a reason, for a day that isn't
    later or isn't worked or whose calendar isn't known.
    """
    require(officer, Deed.EXTEND_OBJECTIONS, bureau=cycle.bureau)
    cycle = Cycle.objects.locked(cycle)
    cycle.require(Stage.NOTICED)
    before = cycle.objection_deadline
    found = []
    now = at or timezone.now()
    if before is None or cycle.lapsed_at is not None or (now > before and not waits_for_a_word(cycle, now)):
        raise Refused([Problem("results.extend_too_late", {"year": cycle.year})])
    calendar = calendar_of(cycle.bureau)
    hour: time = timezone.localtime(before).timetz()
    moment = datetime.combine(until, hour)
    if moment <= before:
        found.append(Problem("results.extend_not_later", {"until": until, "deadline": timezone.localtime(before)}))
    if not calendar.knows(until) or not calendar.works_on(until):
        found.append(Problem("results.extend_on_rest", {"until": until, "next": from_day(until, calendar).day}))
    if not reason.strip():
        found.append(Problem("results.extend_without_why", {}))
    if found:
        raise Refused(found)
    Cycle.objects.filter(pk=cycle.pk).update(objection_deadline=moment)
    cycle.refresh_from_db(fields=["objection_deadline"])
    record(
        Tag.OBJECTIONS_EXTENDED, officer=officer, subject=cycle, bureau=cycle.bureau, reason=reason.strip(),
        before={"objection_deadline": before}, after={"objection_deadline": cycle.objection_deadline},
    )  # fmt: skip
    tell_departments(cycle, Said("told.period_extended", {"year": cycle.year, "until": f"{until:%Y-%m-%d}"}), f"/{cycle.year}/objections/")
    return cycle
