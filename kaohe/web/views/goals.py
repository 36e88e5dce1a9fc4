"""Goals of a year: all departments at a glance, one department's sheet, and the steps that a sheet takes."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kaohe.cycles.stages import Stage
from kaohe.engine import Problem, Refused
from kaohe.goals import actions
from kaohe.goals.models import Assignment, Goal, GoalSheet, State
from kaohe.people.deeds import Deed, may
from kaohe.people.models import Department
from kaohe.web import undo
from kaohe.web.desk import Desk, nothing
from kaohe.web.frame import show
from kaohe.web.once import one_time
from kaohe.web.shapes import goals as shape
from kaohe.web.shapes.goal_list import agreeing, departments_page
from kaohe.web.shapes.printed import paper_address
from kaohe.web.shapes.problems import Shown
from kaohe.web.uploads import together

#: A refusal for one of these means that somebody was quicker: 409.
CONFLICTS = ("goals.stale", "goals.state", "goals.opened", "goals.nothing_to_fix", "cycles.stage", "cycles.moved_already")


def department_in(desk: Desk, code: str) -> Department:
    """The department, if this person may see its details. Raises Http404."""
    return next((each for each in desk.departments if each.code == code), None) or nothing()


def sheet_in(desk: Desk, department: Department) -> GoalSheet | None:
    """The department's sheet of the year, with its steps."""
    rows = GoalSheet.objects.filter(cycle=desk.cycle, department=department)
    sheet = rows.prefetch_related("steps__officer").first()
    if sheet:
        sheet.cycle, sheet.department = desk.cycle, department
    return sheet


def told(refused: Refused, desk: Desk) -> list[Shown]:
    """The refusals as the list on top of the page: each leads to the cell that it is about."""
    return [Shown(desk.say_problem(each), _cell(each)) for each in refused.problems]


def status_of(refused: Refused) -> int:
    """409 where somebody was quicker, 422 for everything else."""
    return 409 if any(each.code in CONFLICTS for each in refused.problems) else 422


def _cell(problem: Problem) -> str:
    row, field = problem.values.get("row"), problem.values.get("field")
    return f"row-{row}-{field}" if row and field else ""


@require_safe
def goals(request: HttpRequest, year: int) -> HttpResponse:
    """Every department that this person may see: where its goals stand, and what is to be done."""
    return _goals(Desk(request, year))


def _goals(desk: Desk, problems: list[Shown] | None = None, status: int = 200) -> HttpResponse:
    page = departments_page(desk)
    return show(
        desk.request, "goals", cycle=desk.cycle, status=status, page=page, year=desk.cycle.year, problems=problems or [],
        **desk.switches("goals", with_periods=False),
    )  # fmt: skip


@require_POST
@one_time
def office_step(request: HttpRequest, year: int) -> HttpResponse:
    """What the office does to all departments at once: compile, remind who is late, let the year begin."""
    desk = Desk(request, year)
    if not may(desk.officer, Deed.COMPILE_GOALS):
        nothing()
    act = request.POST.get("act", "")
    try:
        if act == "compile":
            done = _("已汇总 %s 个科室的目标。") % len(actions.compile_sheets(officer=desk.officer, cycle=desk.cycle))
        elif act == "remind":
            chosen = set(request.POST.getlist("department"))
            asked = [each for each in desk.departments if each.code in chosen] if chosen else desk.departments
            done = _("已催办 %s 个科室。") % len(actions.remind(officer=desk.officer, cycle=desk.cycle, departments=asked))
        elif act == "lock":
            actions.lock_goals(officer=desk.officer, cycle=desk.cycle)
            done = _("目标已锁定为全年依据，日常考核开始。")
        else:
            nothing()
    except Refused as refused:
        return _goals(desk, told(refused, desk), status_of(refused))
    messages.success(request, done)
    return redirect("goals", year=year)


@require_safe
def sheet(request: HttpRequest, year: int, code: str) -> HttpResponse:
    """One department's goals: as drafted, on their way, or fixed with every version."""
    desk = Desk(request, year)
    return _sheet(desk, department_in(desk, code))


def _sheet(desk: Desk, department: Department, problems: list[Shown] | None = None, status: int = 200) -> HttpResponse:
    found = sheet_in(desk, department)
    fixed = list(
        Goal.objects.filter(cycle=desk.cycle).of(department).prefetch_related(
            "versions", Prefetch("assignments", Assignment.objects.standing().select_related("officer", "cover"))
        )
    )  # fmt: skip
    state = shape.state_of(found, len(fixed))
    if state == State.FIXED:
        rows, texts = shape.fixed_rows(fixed, desk), [shape.row_of(goal) for goal in fixed if not goal.struck_on]
    else:
        rows, texts = (shape.rows_of(found, desk), found.rows) if found else ((), [])
    setting = desk.cycle.stage == Stage.SETTING
    context: dict[str, Any] = {
        "title": _("%s · 目标") % desk.say(department.title),
        "department": desk.say(department.title),
        "sheet": found,
        "state": state,
        "tone": shape.TONES[state],
        "rows": rows,
        "totals": shape.totals_of(texts, desk),
        "steps": shape.steps_of(found.steps.all()) if found else (),
        "problems": problems or [],
        "urls": _urls(desk, department),
        "can": {name: ok and asked for name, ok, asked in _can(desk, department, found, state, setting)},
        "clause": shape.place_of("2.1.3", desk),
        "paper_url": paper_address(desk.cycle.year, "statement", department.code) if state == State.FIXED and department.code in desk.seen else "",
    }
    switches = desk.switches("goal-sheet", department.code, with_periods=False)
    return show(desk.request, "goal_sheet", cycle=desk.cycle, status=status, **switches, **context)


def _urls(desk: Desk, department: Department) -> dict[str, str]:
    names = ("goal-sheet", "goal-draft", "goal-step", "goal-change", "goal-people", "goal-opened")
    return {name.removeprefix("goal-"): shape.url_of(name, desk, department) for name in names} | {
        "all": shape.url_of("goals", desk)
    }


def _can(desk: Desk, department: Department, found: GoalSheet | None, state: State, setting: bool) -> list[tuple[str, bool, bool]]:
    """What is to be done here: its name, whether the sheet stands there, whether this person may."""
    asked: Callable[[Deed], bool] = lambda deed: may(desk.officer, deed, department)  # noqa: E731
    running = desk.cycle.stage in (Stage.SETTING, Stage.RUNNING)
    return [
        ("draft", setting and state == State.DRAFT, asked(Deed.DRAFT_GOALS)),
        ("propose", setting and state == State.DRAFT and bool(found and found.rows), asked(Deed.PROPOSE_GOALS)),
        ("withdraw", setting and state == State.PROPOSED and not (found and found.opened_at), asked(Deed.PROPOSE_GOALS)),
        ("agree", setting and state == State.PROPOSED, asked(Deed.AGREE_GOALS)),
        ("give_back", setting and state in (State.AGREED, State.COMPILED), asked(Deed.COMPILE_GOALS)),
        ("change", running and state == State.FIXED, asked(Deed.FIX_GOALS)),
        ("assign", running and state == State.FIXED, asked(Deed.ASSIGN_GOALS)),
    ]


@require_POST
@one_time
def step(request: HttpRequest, year: int, code: str) -> HttpResponse:
    """One step of a department's sheet: propose, withdraw, agree, return."""
    desk = Desk(request, year)
    department = department_in(desk, code)
    found = sheet_in(desk, department) or nothing()
    version, sentence = request.POST.get("version", ""), request.POST.get("reason", "")[:500]
    officer, name = desk.officer, desk.say(department.title)
    try:
        match request.POST.get("act", ""):
            case "propose":
                actions.propose(officer=officer, sheet=found, version=version)
                done = _("%s的目标已报分管局长。") % name
                url = reverse("goal-step", args=[year, code])
                undo.offer(request, words=_("刚报送，还想改可以马上撤回。"), url=url, fields={"act": "withdraw"})
            case "withdraw":
                actions.withdraw(officer=officer, sheet=found)
                done = _("已撤回，可以继续修改。")
            case "agree":
                actions.agree(officer=officer, sheet=found, version=version, sentence=sentence)
                done = _("已同意%s的目标。") % name
            case "return":
                actions.return_sheet(officer=officer, sheet=found, sentence=sentence)
                done = _("%s的目标已退回。") % name
            case _act:
                nothing()
    except Refused as refused:
        if request.POST.get("from") == "agree":
            return _agree(desk, told(refused, desk), status_of(refused))
        return _sheet(desk, department, told(refused, desk), status_of(refused))
    messages.success(request, done)
    if request.POST.get("from") == "agree":
        return redirect("goals-agree", year=year)
    return redirect("goal-sheet", year=year, code=code)


@require_POST
def opened(request: HttpRequest, year: int, code: str) -> HttpResponse:
    """The deputy director's browser tells that the proposal is on the screen; from then on it can't be withdrawn."""
    desk = Desk(request, year)
    found = sheet_in(desk, department_in(desk, code)) or nothing()
    try:
        actions.open_sheet(officer=desk.officer, sheet=found)
    except Refused as refused:
        return HttpResponse(refused.message(desk.tongue), status=status_of(refused), content_type="text/plain; charset=utf-8")
    return HttpResponse(status=204)


@require_safe
def agree(request: HttpRequest, year: int) -> HttpResponse:
    """The deputy director's one page: the goals of every department that waits for a word."""
    desk = Desk(request, year)
    if not may(desk.officer, Deed.AGREE_GOALS):
        nothing()
    return _agree(desk)


@require_POST
@one_time
def agree_all(request: HttpRequest, year: int) -> HttpResponse:
    """Agree with every department on the page at once: all of them, or, where one was overtaken, none."""
    desk = Desk(request, year)
    if not may(desk.officer, Deed.AGREE_GOALS):
        nothing()
    versions = {name.removeprefix("version-"): str(text) for name, text in request.POST.items() if name.startswith("version-")}
    sheets = GoalSheet.objects.filter(cycle=desk.cycle, department__code__in=versions).select_related("cycle", "department")
    try:
        with together(request):
            agreed = [
                actions.agree(officer=desk.officer, sheet=each, version=versions[each.department.code]) for each in sheets
            ]
    except Refused as refused:
        return _agree(desk, told(refused, desk), status_of(refused))
    messages.success(request, _("已同意 %s 个科室的目标。") % len(agreed))
    return redirect("goals-agree", year=year)


def _agree(desk: Desk, problems: list[Shown] | None = None, status: int = 200) -> HttpResponse:
    switches = desk.switches("goals-agree", with_periods=False)
    page = agreeing(desk)
    return show(
        desk.request, "goals_agree", cycle=desk.cycle, status=status, page=page, problems=problems or [],
        all_url=shape.url_of("goals-agree-all", desk), **switches,
    )  # fmt: skip
