"""The quarter as its pages show it: who has told theirs, what was told of each goal, and what the checkers found."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from django.http import QueryDict
from django.urls import reverse

from kaohe.cycles.models import Period
from kaohe.goals.actions import Progress
from kaohe.goals.models import Assignment, Goal, ProgressLine, ProgressReport, Told
from kaohe.panels.actions import Finding
from kaohe.people.models import Department
from kaohe.web.desk import Desk

#: How each state is coloured; its words stand beside it.
TONES = {Told.DRAFT: "amber", Told.FILLED: "amber", Told.SUBMITTED: "blue", Told.VERIFIED: "green"}
YES, NO = "yes", "no"


class Row(NamedTuple):
    """One department in the list of a quarter."""

    name: str
    url: str
    state: Told
    tone: str
    when: str
    reminded: str
    code: str
    late: bool


class GoalRow(NamedTuple):
    """One goal of a report: what is asked of it, what was told, what was found."""

    code: str
    title: str
    category: str
    target: str
    plan: str
    persons: str
    met: str
    completion: str
    sentence: str
    evidence: str
    found: bool | None
    verified: str
    reason: str
    entry: int | None


def period_of(desk: Desk) -> Period:
    """The quarter that the address asks for; without one the latest that is over, else the first."""
    if desk.period is not None:
        return desk.period
    over = [each for each in desk.periods if each.ends <= desk.cycle.bureau.today()]
    return over[-1] if over else desk.periods[0]


def rows_of(desk: Desk, period: Period) -> list[Row]:
    """Every department that this person may see."""
    reports = {each.department_id: each for each in ProgressReport.objects.filter(period=period)}
    today = desk.cycle.bureau.today()
    return [_row(desk, period, each, reports.get(each.pk), period.ends < today) for each in desk.departments]


def _row(desk: Desk, period: Period, department: Department, report: ProgressReport | None, over: bool) -> Row:
    state = Told(report.state) if report else Told.DRAFT
    url = reverse("progress-report", args=[desk.cycle.year, period.number, department.code])
    when = report.changed_at.date().isoformat() if report else ""
    reminded = report.reminded_on.isoformat() if report and report.reminded_on else ""
    late = over and state in (Told.DRAFT, Told.FILLED)
    return Row(desk.say(department.title), url, state, TONES[state], when, reminded, department.code, late)


def goals_of(desk: Desk, period: Period, department: Department, report: ProgressReport | None) -> list[GoalRow]:
    """The department's goals with what was told of each; four queries, none per goal."""
    goals = Goal.objects.filter(cycle=desk.cycle, department=department, struck_on__isnull=True).order_by("pk")
    lines = ProgressLine.objects.filter(report=report).select_related("verification__entry") if report else []
    told = {line.goal_id: line for line in lines}
    given: dict[int, list[Assignment]] = {}
    for each in Assignment.objects.standing().filter(goal__in=goals).select_related("officer"):
        given.setdefault(each.goal_id, []).append(each)
    return [_goal(desk, period, goal, told.get(goal.pk), given.get(goal.pk, [])) for goal in goals]


def _goal(desk: Desk, period: Period, goal: Goal, line: ProgressLine | None, given: list[Assignment]) -> GoalRow:
    category = desk.rulebook.categories.get(goal.category)
    plans = [str(each.plan.get(str(period.number), "")) for each in given]
    found = getattr(line, "verification", None)
    return GoalRow(
        code=goal.code,
        title=goal.title,
        category=desk.say(category.label) if category else goal.category,
        target=goal.target,
        plan="；".join(plan for plan in plans if plan),
        persons="、".join(each.officer.name for each in given),
        met="" if line is None or line.met is None else YES if line.met else NO,
        completion="" if line is None or line.completion is None else str(line.completion),
        sentence=line.sentence if line else "",
        evidence="；".join(line.evidence) if line else "",
        found=found.met if found else None,
        verified="" if found is None or found.completion is None else str(found.completion),
        reason=found.reason if found else "",
        entry=found.entry.number if found else None,
    )


def read_told(posted: QueryDict, codes: list[str]) -> dict[str, Progress]:
    """What a form says of each goal. "Done as planned" without a figure means a hundred per cent."""
    return {code: _told(posted, code) for code in codes}


def _told(posted: QueryDict, code: str) -> Progress:
    met = {YES: True, NO: False}.get(posted.get(f"met-{code}", ""))
    figure = posted.get(f"completion-{code}", "").strip()
    completion = _per_cent(figure)
    if met and not figure:
        completion = 100
    evidence = posted.get(f"evidence-{code}", "").replace(";", "；").split("；")
    return Progress(met, completion, posted.get(f"sentence-{code}", ""), tuple(name[:200] for name in evidence[:10]))


def _per_cent(text: str) -> int | None:
    """A figure with or without its sign; None for what is none."""
    figure = text.strip().rstrip("%％")
    return int(figure) if figure.isdecimal() and len(figure) < 6 else None


def read_found(posted: QueryDict, codes: list[str]) -> dict[str, Finding]:
    """What the checkers found, goal by goal; goals without a choice are left out."""
    chosen = {code: posted.get(f"found-{code}", "") for code in codes}
    return {
        code: Finding(met == YES, posted.get(f"reason-{code}", "")[:500], _per_cent(posted.get(f"verified-{code}", "")))
        for code, met in chosen.items()
        if met in (YES, NO)
    }


def as_typed(rows: list[GoalRow], posted: Mapping[str, str]) -> list[GoalRow]:
    """The same rows with what somebody typed and could not be kept, so that nothing is typed twice."""
    names = ("met", "completion", "sentence", "evidence")
    return [
        row._replace(**{name: posted.get(f"{name}-{row.code}", getattr(row, name)) for name in names}) for row in rows
    ]


def earlier_evidence(desk: Desk, department: Department, period: Period) -> list[str]:
    """Evidence that the department named in earlier quarters of the year, to be used again."""
    lines = ProgressLine.objects.filter(
        report__department=department, report__period__cycle=desk.cycle, report__period__number__lt=period.number
    )
    return sorted({name for names in lines.values_list("evidence", flat=True) for name in names})
