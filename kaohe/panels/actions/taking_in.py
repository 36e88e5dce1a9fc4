"""A quarter whose findings stand in the ledger already, because the year came in from a workbook: its reports are made of them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from django.db import transaction

from kaohe.audit.recording import record
from kaohe.audit.tags import Tag
from kaohe.cycles.models import Cycle, Period
from kaohe.goals.actions.reporting import content, goals_of
from kaohe.goals.models import Goal, ProgressLine, ProgressReport, Told
from kaohe.ledger.models import Entry
from kaohe.panels.models import Verification
from kaohe.people.deeds import Deed, require
from kaohe.people.models import Department, Officer

#: Several findings of one goal in one quarter: the last one stands.
Found = Mapping[int, Entry]
REASON: Final = "据台账补齐"


@transaction.atomic
def take_in_progress(*, officer: Officer, period: Period) -> list[ProgressReport]:
    """The reports of a quarter for departments that wrote none and whose every goal has its finding in the ledger; they count as verified.

    A department with a report of its own, or with a goal of which the ledger says nothing, is left as it is. Nobody is told.
    Raises Refused without the right.
    """
    cycle = Cycle.objects.locked(period.cycle)
    require(officer, Deed.RUN_QUARTER, bureau=cycle.bureau)
    period.cycle = cycle
    found = _findings(cycle, period)
    waiting = Department.objects.filter(bureau=cycle.bureau).exclude(progress_reports__period=period)
    return [made for each in waiting if (made := _report(officer, period, each, found))]


def _findings(cycle: Cycle, period: Period) -> Found:
    rows = Entry.objects.of_progress(cycle, period).filter(verification__isnull=True)
    return {entry.goal_id: entry for entry in rows.select_related("recorded_by").prefetch_related("evidence").order_by("number") if entry.goal_id}


def _report(officer: Officer, period: Period, department: Department, found: Found) -> ProgressReport | None:
    report = ProgressReport(period=period, department=department, state=Told.VERIFIED)
    goals = goals_of(report)
    if not goals or any(goal.pk not in found for goal in goals):
        return None
    report.save()
    rules = period.cycle.rulebook().progress
    assert rules is not None
    lines = [_line(report, goal, found[goal.pk], met=found[goal.pk].rule == rules.met) for goal in goals]
    ProgressLine.objects.bulk_create(lines)
    Verification.objects.bulk_create(
        Verification(line=line, met=bool(line.met), verified_by=found[line.goal_id].recorded_by, verified_at=found[line.goal_id].recorded_at,
                     entry=found[line.goal_id])
        for line in lines
    )  # fmt: skip
    record(Tag.PROGRESS_TAKEN_IN, officer=officer, subject=report, bureau=period.cycle.bureau, after=content(report), reason=REASON)
    return report


def _line(report: ProgressReport, goal: Goal, entry: Entry, *, met: bool) -> ProgressLine:
    """What the entry says; how far the goal was, nobody wrote down."""
    papers = [proof.title for proof in entry.evidence.all()]
    return ProgressLine(report=report, goal=goal, met=met, sentence=entry.about, evidence=papers)
