"""Minutes: what the director's meeting decided on the goals, and what the grading meeting decided on their grades."""

from __future__ import annotations

from datetime import date, time
from fractions import Fraction
from typing import NamedTuple

from django.utils import timezone

from kaohe.engine import Exact, plainest, read_number
from kaohe.goals.models import Decision, DirectorsMeeting, Goal, GoalSheet, GoalVersion
from kaohe.goals.models import State as SheetState
from kaohe.goals.rows import with_bases
from kaohe.panels.minutes import Decision as Ruled
from kaohe.panels.minutes import Minutes
from kaohe.panels.models import GradingMeeting
from kaohe.paper.description import Paper
from kaohe.paper.kinds.meetings import Fixed, Graded, Meeting, directors_minutes, grading_minutes
from kaohe.people.models import Appointment
from kaohe.people.roles import Post, Role
from kaohe.reports.source import Choice, Source


class Sitting(NamedTuple):
    """A director's meeting that decided on goals: the number of its minutes, and its day."""

    minutes: str
    held_on: date


def sittings(source: Source) -> list[Choice]:
    """Every number of minutes under which goals were decided on; for who may see all of them. One query."""
    if not source.every_detail:
        return []
    rows = (
        GoalVersion.objects.filter(goal__cycle=source.cycle).order_by("pk").values_list("pk", "number", "minutes", "at")
    )
    found: dict[str, Choice] = {}
    for pk, number, minutes, at in rows:
        fixed_on = source.cycle.goals_fixed_on if number == 1 else None
        found.setdefault(minutes, Choice(str(pk), minutes, Sitting(minutes, fixed_on or timezone.localdate(at))))
    return list(found.values())


def directors_paper(source: Source, thing: Sitting) -> Paper:
    """The goals as one meeting fixed or changed them, struck ones too. Five queries."""
    versions = GoalVersion.objects.filter(goal__cycle=source.cycle, minutes=thing.minutes).select_related(
        "goal__department"
    )
    decided = [
        (each.goal.department, _fixed(source, each.goal.department.title, {**each.values, "code": each.goal.code}, each.decision, each.sentence, each.goal))
        for each in versions.order_by("pk")
    ]  # fmt: skip
    sheets = GoalSheet.objects.filter(cycle=source.cycle, minutes=thing.minutes, state=SheetState.FIXED).select_related(
        "department"
    )
    for sheet in sheets:
        for row in sheet.rows:
            ruling = sheet.decisions.get(row["code"], {})
            if ruling.get("decision") == Decision.STRUCK:
                decided.append(
                    (
                        sheet.department,
                        _fixed(source, sheet.department.title, row, Decision.STRUCK, ruling.get("sentence", "")),
                    )
                )
    decided.sort(key=lambda each: (each[0].order, each[0].code))
    meeting = _directors_meeting(source, thing)
    return directors_minutes(
        meeting, source.cycle.year, [each for _row, each in decided], source.stationery, source.issue(meeting.held_on)
    )


def _directors_meeting(source: Source, thing: Sitting) -> Meeting:
    """The meeting as it was recorded; where nobody did, its day and who was director then."""
    name = "局长办公会议"
    found = DirectorsMeeting.objects.filter(cycle=source.cycle, minutes=thing.minutes).first()
    if found is None:
        return Meeting(name, thing.held_on, "", _name(source, Role.DIRECTOR, thing.held_on), (), number=thing.minutes)
    present, excused, attending = map(tuple, (found.present, found.excused, found.attending))
    return Meeting(
        name, found.held_on, found.place, found.chair, present, excused, attending, number=found.minutes, begins=found.begins
    )


def _fixed(
    source: Source, department: str, row: dict[str, str], decision: str, sentence: str, goal: Goal | None = None
) -> Fixed:
    category = source.rulebook.categories.get(row.get("category") or (goal.category if goal else ""))
    title = row.get("title") or (goal.title if goal else "")
    return Fixed(
        department, row["code"], title, category.label if category else "", str(Decision(decision).label), sentence
    )


def _name(source: Source, role: Role, day: date, post: str = "") -> str:
    """Who held that role on that day; the first of several."""
    held = Appointment.objects.standing(day).filter(role=role, officer__bureau=source.cycle.bureau)
    if post:
        held = held.filter(post=post)
    return held.values_list("officer__name", flat=True).order_by("since", "pk").first() or ""


def concluded(source: Source) -> list[Choice]:
    """Every grading meeting that was concluded, for who may see how all are graded. One query."""
    rows = GradingMeeting.objects.visible_to(source.officer).filter(cycle=source.cycle, closed_at__isnull=False)
    return [Choice(str(each.number), f"{each.minutes} · {each.held_on}", each) for each in rows.order_by("-number")]


def grading_paper(source: Source, thing: GradingMeeting) -> Paper:
    """A grading meeting's minutes as they were frozen when it was concluded. Two queries."""
    told = Minutes.from_data(thing.record)
    bases = _bases(source)
    recused = {each.department: tuple(each.recused) for each in told.departments}
    goals = [
        _graded(each, bases.get((each.department, each.goal)), recused.get(each.department, ()))
        for each in told.decisions
    ]
    day = date.fromisoformat(told.held_on)
    chair = _name(source, Role.LEADING_GROUP, day, Post.LEADER)
    meeting = Meeting(
        "考核领导小组划档会议",
        day,
        told.place,
        chair if chair in told.present else "",
        tuple(told.present),
        tuple(told.absent),
        tuple(told.attending),
        number=told.minutes,
        begins=time.fromisoformat(told.begins) if told.begins else None,
    )
    return grading_minutes(meeting, told.year, goals, source.rulebook, source.stationery, source.issue(day))


def _graded(each: Ruled, base: Exact | None, recused: tuple[str, ...]) -> Graded:
    coefficient = read_number(each.coefficient) if each.coefficient else None
    points = plainest(Fraction(base) * Fraction(coefficient)) if base is not None and coefficient is not None else None
    ground = "；".join([*each.conditions, *([each.reason] if each.reason else [])])
    return Graded(each.department, each.goal, each.title, base, each.label, coefficient, points, ground, recused)


def _bases(source: Source) -> dict[tuple[str, str], Exact]:
    """What every goal of the year is worth, by its department's title and its code."""
    goals: dict[str, list[Goal]] = {}
    for goal in Goal.objects.standing().filter(cycle=source.cycle).select_related("department").order_by("pk"):
        goals.setdefault(goal.department.title, []).append(goal)
    return {
        (title, code): base
        for title, found in goals.items()
        for code, base in with_bases([each.as_fact() for each in found], source.rulebook).items()
    }
