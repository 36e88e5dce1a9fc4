"""The progress of a quarter's goals as a bulletin tells it: frozen beside the board, because reports go on being written."""

from __future__ import annotations

from typing import Any

from kaohe.cycles.models import Cycle, Period
from kaohe.goals.models import Goal, ProgressLine, Told
from kaohe.ledger.models import Entry

#: A report that the department stands by.
TOLD = (Told.SUBMITTED, Told.VERIFIED)


def details_of(cycle: Cycle, period: Period, up_to: int | None = None) -> dict[str, Any]:
    """The key goals of every department with what was told and found of them, and the departments that told nothing.

    up_to    the last entry that counts; None for all
    goals    department, code, title, completion (percent or None), met (True, False; None while not verified), sentence, and the
             entry (its number; None) in which it was verified
    missing  codes of the departments without a submitted report
    Three queries.
    """
    key = next(iter(cycle.rulebook().categories), "")
    standing = Goal.objects.standing().filter(cycle=cycle).select_related("department")
    goals = list(standing.order_by("department__order", "department__code", "pk"))
    lines = {
        line.goal_id: line
        for line in ProgressLine.objects.filter(report__period=period).select_related("report")
    }
    facts = _verified(cycle, period, up_to)
    rows = [
        _row(goal, lines.get(goal.pk), facts.get(goal.pk))
        for goal in goals
        if goal.category == key or goal.key_work
    ]
    told = {line.report.department_id for line in lines.values() if line.report.state in TOLD}
    missing = dict.fromkeys(goal.department.code for goal in goals if goal.department_id not in told)
    return {"goals": rows, "missing": list(missing)}


def _verified(cycle: Cycle, period: Period, up_to: int | None) -> dict[int, tuple[int, bool]]:
    """By goal, the standing entry of its verified quarter and whether that says it was done as planned; loaded entries count alike."""
    rules, rows = cycle.rulebook().progress, Entry.objects.of_progress(cycle, period)
    rows = rows if up_to is None else rows.filter(number__lte=up_to)
    met = rules.met if rules else ""
    return {goal: (number, rule == met) for goal, number, rule in rows.order_by("number").values_list("goal_id", "number", "rule")}


def _row(goal: Goal, line: ProgressLine | None, fact: tuple[int, bool] | None) -> dict[str, Any]:
    entry, met = fact or (None, None)
    told = line if line and line.report.state in TOLD else None
    return {
        "department": goal.department.code,
        "code": goal.code,
        "title": goal.title,
        "completion": told.completion if told else None,
        "met": met,
        "sentence": told.sentence if told else "",
        "entry": entry,
    }
