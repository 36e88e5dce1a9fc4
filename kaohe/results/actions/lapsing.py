"""After the last moment for objections: what nobody objected to stands (逾期不提视为无异议). Safe to do twice, by a clock alone."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from django.db import transaction

from kaohe.audit.recording import record
from kaohe.audit.tags import Tag
from kaohe.cycles.models import Cycle
from kaohe.cycles.stages import Stage
from kaohe.people.models import Department
from kaohe.results.models import Objection
from kaohe.results.outages import waits_for_a_word

#: An objection counts by the moment it arrived; one that arrived in the last second may still be on its way to the table.
GRACE: Final = timedelta(minutes=1)


def lapse_due(at: datetime) -> list[Cycle]:
    """Close the time for objections in every year in which it is over at that moment; the years in which that was still to do."""
    due = Cycle.objects.with_edition().filter(
        stage__in=[Stage.NOTICED, Stage.REVIEWING], lapsed_at__isnull=True, objection_deadline__lt=at - GRACE
    )
    return [cycle for cycle in due.order_by("pk") if _lapse_one(cycle, at)]


@transaction.atomic
def _lapse_one(cycle: Cycle, at: datetime) -> bool:
    return lapse(Cycle.objects.locked(cycle), at)


def lapse(cycle: Cycle, at: datetime) -> bool:
    """For a year that is held: nobody can object any more, and what was objected to is under review from now on.

    False where the time isn't over, where an outage over its end waits for a word, or where this is done already. The machine does it, in nobody's name.
    """
    if cycle.lapsed_at is not None or cycle.objection_deadline is None or at <= cycle.objection_deadline:
        return False
    if cycle.stage not in (Stage.NOTICED, Stage.REVIEWING) or waits_for_a_word(cycle, at):
        return False
    if not Cycle.objects.filter(pk=cycle.pk, lapsed_at__isnull=True).update(lapsed_at=at):
        return False
    cycle.refresh_from_db(fields=["lapsed_at"])
    objected = set(Objection.objects.open().filter(notice__cycle=cycle).values_list("department__code", flat=True))
    if objected and cycle.stage == Stage.NOTICED:
        cycle.advance(Stage.REVIEWING)
    silent = Department.objects.filter(bureau=cycle.bureau).standing(cycle.starts).exclude(code__in=objected)
    after = {
        "objection_deadline": cycle.objection_deadline,
        "objected": sorted(objected),
        "silent": list(silent.order_by("order", "code").values_list("code", flat=True)),
    }
    record(Tag.OBJECTIONS_LAPSED, officer=None, subject=cycle, bureau=cycle.bureau, after=after)
    return True
