"""The progress of a quarter's goals as a bulletin tells it: frozen beside the board, because reports go on being written."""

from __future__ import annotations

from typing import Any

from kaohe.cycles.models import Cycle, Period
from kaohe.goals.models import Goal, ProgressLine, ProgressReport, Told

#: A report that the department stands by.
TOLD = (Told.SUBMITTED, Told.VERIFIED)


def details_of(cycle: Cycle, period: Period) -> dict[str, Any]:
    """The key goals of every department with what was told and found of them, and the departments that told nothing.

    goals    department, code, title, completion (percent or None), met (True, False; None while not verified), sentence
    missing  codes of the departments without a submitted report
    Two queries.
    """
    key = next(iter(cycle.rulebook().categories), "")
    goals = Goal.objects.standing().filter(cycle=cycle).select_related("department")
    lines = {
        line.goal_id: line
        for line in ProgressLine.objects.filter(report__period=period).select_related("verification", "report")
    }
    rows = [
        _row(goal, lines.get(goal.pk))
        for goal in goals.order_by("department__order", "department__code", "pk")
        if goal.category == key or goal.key_work
    ]
    return {"goals": rows, "missing": missing(cycle, period)}


def missing(cycle: Cycle, period: Period) -> list[str]:
    """Codes of the departments that have goals and whose report isn't in, in the decreed order. Two queries."""
    told = ProgressReport.objects.filter(period=period, state__in=[Told.SUBMITTED, Told.VERIFIED])
    owing = Goal.objects.standing().filter(cycle=cycle).exclude(department__in=told.values("department"))
    codes = owing.order_by("department__order", "department__code").values_list("department__code", flat=True)
    return list(dict.fromkeys(codes))


def _row(goal: Goal, line: ProgressLine | None) -> dict[str, Any]:
    verification = getattr(line, "verification", None)
    told = line if line and line.report.state in (Told.SUBMITTED, Told.VERIFIED) else None
    return {
        "department": goal.department.code,
        "code": goal.code,
        "title": goal.title,
        "completion": told.completion if told else None,
        "met": verification.met if verification else None,
        "sentence": told.sentence if told else "",
    }
