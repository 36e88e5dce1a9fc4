"""Papers of one department: its responsibility statement, the notice of its score, its key goals by quarter."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from django.utils import timezone

from kaohe.cycles.models import Period
from kaohe.goals.models import Assignment, Goal, GoalVersion, ProgressLine, Told
from kaohe.goals.rows import with_bases
from kaohe.paper.description import Paper
from kaohe.paper.kinds import forms
from kaohe.paper.kinds.own_score import own_score
from kaohe.paper.kinds.responsibility import Undertaken, responsibility
from kaohe.people.models import Appointment, Department
from kaohe.people.roles import Role
from kaohe.reports.results import latest_board, window_of
from kaohe.reports.source import Choice, Source
from kaohe.results.models import Kind


class Quarter(NamedTuple):
    """A department's quarter."""

    department: Department
    period: Period


def each_department(source: Source) -> list[Choice]:
    """The departments whose details may be seen."""
    return [Choice(each.code, source.say(each.title), each, each) for each in source.departments]


def each_quarter(source: Source) -> list[Choice]:
    """Their quarters, those that have begun."""
    return [
        Choice(f"{period.number}-{each.code}", source.say(period.label), Quarter(each, period), each)
        for each in source.departments
        for period in source.periods
    ]


def statement_paper(source: Source, thing: Department) -> Paper:
    """The goals that a department undertook, with who carries them. Five queries."""
    goals = list(
        Goal.objects.standing().filter(cycle=source.cycle).of(thing).select_related("department").order_by("pk")
    )
    bases = with_bases([each.as_fact() for each in goals], source.rulebook)
    given = _given(goals, None)
    undertaken = tuple(
        Undertaken(
            each.code, each.category, each.title, each.target or each.measure, each.quality, each.due, bases[each.code],
            *_persons(given.get(each.pk, [])),
        )
        for each in goals
    )  # fmt: skip
    fixed_on = source.cycle.goals_fixed_on or source.cycle.starts
    minutes = GoalVersion.objects.filter(goal__in=goals).order_by("pk").values_list("minutes", flat=True).first()
    by = f"局长办公会议（{minutes}）" if minutes else "局长办公会议"
    day = source.cycle.bureau.today()
    return responsibility(
        thing.name, source.cycle.year, undertaken, source.rulebook, source.stationery, source.issue(fixed_on, draft=not goals),
        approved_on=fixed_on, approved_by=by, head=_head(thing, day), leader=_leader(source, day),
    )  # fmt: skip


def _given(goals: list[Goal], on: date | None) -> dict[int, list[Assignment]]:
    """Who carries which goal, by its key."""
    found: dict[int, list[Assignment]] = {}
    for each in (
        Assignment.objects.standing(on).filter(goal__in=goals).select_related("officer", "cover").order_by("pk")
    ):
        found.setdefault(each.goal_id, []).append(each)
    return found


def _persons(given: list[Assignment]) -> tuple[str, str]:
    """Names of those who carry the parts of a goal, and of who stands in."""
    first = "、".join(dict.fromkeys(each.officer.name for each in given))
    return first, "、".join(dict.fromkeys(each.cover.name for each in given if each.cover))


def _head(department: Department, day: date) -> str:
    held = Appointment.objects.standing(day).filter(role=Role.DEPARTMENT_HEAD, department=department)
    return held.values_list("officer__name", flat=True).order_by("since", "pk").first() or ""


def _leader(source: Source, day: date) -> str:
    held = Appointment.objects.standing(day).filter(role=Role.DIRECTOR, officer__bureau=source.cycle.bureau)
    return held.values_list("officer__name", flat=True).order_by("since", "pk").first() or ""


def score_paper(source: Source, thing: Department) -> Paper:
    """What the department is told about its score: as it was announced last, or, before that, as the ledger has it."""
    board, digest, day = latest_board(source)
    found = source.announced
    notice = getattr(found, "notice", None) if found else None
    return own_score(
        board.of(thing.code), source.rulebook, source.cycle.year, source.stationery, source.issue(day, digest=digest, draft=not digest),
        window=window_of(source, notice) if notice else None, concluded=found is not None and found.kind == Kind.FINAL,
    )  # fmt: skip


def key_goals_paper(source: Source, thing: Quarter) -> Paper:
    """《重点工作目标完成情况表》 of a quarter, as told and as verified. Three queries."""
    key = next(iter(source.rulebook.categories), "")
    rows = Goal.objects.standing().filter(cycle=source.cycle).of(thing.department).order_by("pk")
    goals = [each for each in rows if each.category == key or each.key_work]
    told = ProgressLine.objects.filter(report__period=thing.period, report__department=thing.department)
    told = told.filter(report__state__in=[Told.SUBMITTED, Told.VERIFIED]).select_related("verification")
    lines = {each.goal_id: each for each in told}
    given = _given(goals, source.until(thing.period))
    found = [_key_goal(each, lines.get(each.pk), given.get(each.pk, []), thing.period) for each in goals]
    issue = source.issue(thing.period.closed_on or source.until(thing.period), draft=not lines)
    return forms.key_goals(
        thing.department.title, source.cycle.year, thing.period.label, found, source.stationery, issue
    )


def _key_goal(goal: Goal, line: ProgressLine | None, given: list[Assignment], period: Period) -> forms.KeyGoal:
    plan = "；".join(filter(None, (str(each.plan.get(str(period.number), "")) for each in given)))
    verification = getattr(line, "verification", None)
    verified = ""
    if verification:
        verified = f"{'属实' if line and verification.met == line.met else '更正'}，{timezone.localdate(verification.verified_at):%m-%d}"
    met = verification.met if verification else line.met if line else None
    note = verification.reason if verification else ""
    return forms.KeyGoal(
        goal.title, *_persons(given), plan or goal.target, line.sentence if line else "", met, verified, note
    )
