"""Goals given to persons: one department's breakdown, and the overview of goals that nobody carries yet."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kaohe.cycles.stages import Stage
from kaohe.engine import Problem, Refused
from kaohe.goals.actions import Part, assign_goal
from kaohe.goals.actions.assigning import members, needs_cover
from kaohe.goals.models import Assignment, Goal
from kaohe.people.deeds import Deed, may
from kaohe.people.models import Department, Officer
from kaohe.web.desk import Desk, nothing
from kaohe.web.frame import show
from kaohe.web.listings import goals as lists
from kaohe.web.once import one_time
from kaohe.web.shapes import goals as shape
from kaohe.web.shapes.problems import Shown
from kaohe.web.views.goals import department_in, status_of, told

MOST_PARTS = 9


@require_http_methods(["GET", "HEAD", "POST"])
@one_time
def people(request: HttpRequest, year: int, code: str) -> HttpResponse:
    """Who carries each goal of the department, who stands in, and what is planned; POST gives one goal to its persons."""
    desk = Desk(request, year)
    department = department_in(desk, code)
    if request.method != "POST":
        return _people(desk, department)
    if not may(desk.officer, Deed.ASSIGN_GOALS, department):
        nothing()
    asked = request.POST.get("goal", "")
    try:
        goal = _goal(desk, department, asked)
        assign_goal(officer=desk.officer, goal=goal, parts=_parts(desk, goal, members(department)))
    except Refused as refused:
        return _people(desk, department, told(refused, desk), status_of(refused), asked)
    messages.success(request, _("目标 %s 已分解到人。") % goal.code)
    return redirect(f"{shape.url_of('goal-people', desk, department)}#goal-{goal.code}")


def _goal(desk: Desk, department: Department, code: str) -> Goal:
    """The goal with that number. Raises Refused where the department has none."""
    goal = Goal.objects.standing().filter(cycle=desk.cycle, code=code).of(department).first()
    if goal is None:
        raise Refused([Problem("goals.not_on_sheet", {"goal": code, "department": desk.say(department.title)})])
    goal.cycle, goal.department = desk.cycle, department
    return goal


def _parts(desk: Desk, goal: Goal, known: list[Officer]) -> list[Part]:
    """The lines of the form. Raises Refused for one with something in it and nobody to carry it."""
    post, found, problems = desk.request.POST, [], []
    by_pk = {str(person.pk): person for person in known}
    for number in range(MOST_PARTS):
        part = post.get(f"part-{number}", "")[:200]
        plan = {str(each.number): post.get(f"plan-{number}-{each.number}", "")[:500] for each in desk.periods}
        person, cover = post.get(f"officer-{number}", ""), post.get(f"cover-{number}", "")
        if person in by_pk:
            found.append(Part(by_pk[person], by_pk.get(cover), part, plan))
        elif part.strip() or cover or any(text.strip() for text in plan.values()):
            problems.append(Problem("goals.part_without_person", {"goal": goal.code}))
    if problems:
        raise Refused(problems[:1])
    return found


def _people(
    desk: Desk, department: Department, problems: list[Shown] | None = None, status: int = 200, typed: str = ""
) -> HttpResponse:
    goals = list(Goal.objects.standing().filter(cycle=desk.cycle).of(department))
    own = members(department)
    standing: dict[int, list[Assignment]] = {}
    for each in Assignment.objects.standing().filter(goal__in=goals).select_related("officer", "cover"):
        standing.setdefault(each.goal_id, []).append(each)
    may_change = may(desk.officer, Deed.ASSIGN_GOALS, department) and desk.cycle.stage in (Stage.SETTING, Stage.RUNNING)
    context: dict[str, Any] = {
        "title": _("%s · 目标分解到人") % desk.say(department.title),
        "goals": [
            {"goal": goal, "parts": _typed(desk) if goal.code == typed else _lines(desk, standing.get(goal.pk, []))}
            for goal in goals
        ],
        "people": own,
        "paired": needs_cover(department, own),
        "may_change": may_change,
        "problems": problems or [],
        "sheet_url": shape.url_of("goal-sheet", desk, department),
        "clause": shape.place_of("2.5.2", desk),
        "open": sum(goal.pk not in standing for goal in goals),
    }
    switches = desk.switches("goal-people", department.code, with_periods=False)
    return show(desk.request, "goal_people", cycle=desk.cycle, status=status, **switches, **context)


def _lines(desk: Desk, rows: list[Assignment]) -> list[dict[str, Any]]:
    """The parts as they stand, and one empty line for a further one."""
    lines = [
        {"number": number, "part": row.part, "officer": row.officer, "cover": row.cover, "since": row.since,
         "plan": [(str(each.number), desk.say(each.label), row.plan.get(str(each.number), "")) for each in desk.periods]}
        for number, row in enumerate(rows)
    ]  # fmt: skip
    blank = [(str(each.number), desk.say(each.label), "") for each in desk.periods]
    return [*lines, {"number": len(lines), "part": "", "officer": None, "cover": None, "since": None, "plan": blank}]


def _typed(desk: Desk) -> list[dict[str, Any]]:
    """The lines as they were typed before a refusal."""
    post = desk.request.POST
    people = {str(each.pk): each for each in Officer.objects.visible_to(desk.officer).filter(
        pk__in=[post.get(f"{name}-{number}") or 0 for name in ("officer", "cover") for number in range(MOST_PARTS)
                if (post.get(f"{name}-{number}") or "0").isdecimal()])}  # fmt: skip
    numbers = [number for number in range(MOST_PARTS) if f"part-{number}" in post]
    return [
        {"number": number, "part": post.get(f"part-{number}", ""), "officer": people.get(post.get(f"officer-{number}", "")),
         "cover": people.get(post.get(f"cover-{number}", "")), "since": None,
         "plan": [(str(each.number), desk.say(each.label), post.get(f"plan-{number}-{each.number}", "")) for each in desk.periods]}
        for number in numbers
    ]  # fmt: skip


@require_safe
def unassigned(request: HttpRequest, year: int) -> HttpResponse:
    """The goals that nobody carries, department by department, and how many goals each person carries."""
    desk = Desk(request, year)
    goals = list(
        Goal.objects.standing().filter(cycle=desk.cycle, department__in=desk.departments).select_related("department")
    )
    standing = list(Assignment.objects.standing().filter(goal__in=goals).select_related("officer", "goal__department"))
    carried = {each.goal_id for each in standing}
    rows: list[dict[str, Any]] = []
    for department in desk.departments:
        own = [goal for goal in goals if goal.department_id == department.pk]
        loads: dict[str, int] = {}
        for each in standing:
            if each.goal.department_id == department.pk:
                loads[each.officer.name] = loads.get(each.officer.name, 0) + 1
        rows.append(
            {"name": desk.say(department.title), "url": shape.url_of("goal-people", desk, department), "count": len(own),
             "open": [goal for goal in own if goal.pk not in carried], "loads": sorted(loads.items(), key=lambda pair: -pair[1])}
        )  # fmt: skip
    context: dict[str, Any] = {
        "title": _("没有落实到人的目标"),
        "rows": rows,
        "open": sum(len(row["open"]) for row in rows),
        "count": len(goals),
        "goals_url": shape.url_of("goals", desk),
    }
    switches = desk.switches("goals-people", with_periods=False)
    return show(
        desk.request, "goals_people", cycle=desk.cycle, listings=lambda: lists.unassigned(context["title"], rows), **switches, **context
    )
