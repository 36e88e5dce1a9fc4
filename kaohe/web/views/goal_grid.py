"""The grid of a department's goals: drafted here before the meeting, changed here by its decision afterwards."""

from typing import Any, NamedTuple

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kaohe.cycles.stages import Stage
from kaohe.engine import Refused
from kaohe.files.goal_drafts import read_pasted_goals
from kaohe.goals import actions
from kaohe.goals.models import Goal, GoalSheet, State
from kaohe.goals.rows import FIELDS, MOST_ROWS, Row, check, row_of, tidy
from kaohe.people.deeds import Deed, may
from kaohe.people.models import Department
from kaohe.web.desk import Desk, nothing
from kaohe.web.forms.goals import typed_rows
from kaohe.web.frame import show
from kaohe.web.once import one_time
from kaohe.web.shapes import goals as shape
from kaohe.web.shapes.overtaken import goals_beside, overtaken
from kaohe.web.shapes.problems import Shown
from kaohe.web.views.goals import department_in, sheet_in, status_of, told

BLANK = 3
MANY = 8


class Line(NamedTuple):
    """One row of the grid; `wrong` are the fields that a refusal is about."""

    number: int
    cells: Row
    wrong: frozenset[str] = frozenset()


@require_http_methods(["GET", "HEAD", "POST"])
@one_time
def draft(request: HttpRequest, year: int, code: str) -> HttpResponse:
    """Draft the goals; `act` says what the button does besides saving: nothing, propose, take in what was pasted."""
    desk = Desk(request, year)
    department = department_in(desk, code)
    if not may(desk.officer, Deed.DRAFT_GOALS, department):
        nothing()
    found = sheet_in(desk, department)
    if request.method != "POST":
        rows = _standing(desk, department, found, changing=False)
        last = _last_year(desk, department)
        if request.GET.get("from") == "last" and last:
            rows = [*rows, *last]
        more = MANY if request.GET.get("more") else BLANK
        return _grid(desk, department, found, rows, blank=more, copied=bool(request.GET.get("from")), last=len(last))
    rows = typed_rows(request.POST)
    act = request.POST.get("act", "save")
    if act == "paste":
        rows += read_pasted_goals(request.POST.get("pasted", "")[:200_000], desk.rulebook, year)
    try:
        saved = actions.save_draft_goals(
            officer=desk.officer, cycle=desk.cycle, department=department, rows=rows, version=request.POST.get("version", "")
        )
        if act == "propose":
            actions.propose(officer=desk.officer, sheet=saved)
    except Refused as refused:
        return _grid(desk, department, found, rows, refused=refused, last=len(_last_year(desk, department)))
    if act == "propose":
        messages.success(request, _("%s的目标已报分管局长。") % desk.say(department.title))
        return redirect("goal-sheet", year=year, code=code)
    messages.success(request, _("草稿已保存，共 %s 项目标。") % len(saved.rows))
    url = shape.url_of("goal-draft", desk, department)
    return redirect(f"{url}?more=1" if act == "more" else url)


@require_http_methods(["GET", "HEAD", "POST"])
@one_time
def change(request: HttpRequest, year: int, code: str) -> HttpResponse:
    """Change goals that are fixed, as the meeting decided: the same grid, with the number of the minutes and the reason."""
    desk = Desk(request, year)
    department = department_in(desk, code)
    if not may(desk.officer, Deed.FIX_GOALS, department):
        nothing()
    found = sheet_in(desk, department)
    if request.method != "POST":
        rows = _standing(desk, department, found, changing=True)
        return _grid(desk, department, found, rows, changing=True) if rows else nothing()
    rows = typed_rows(request.POST)
    minutes, sentence = request.POST.get("minutes", "")[:100], request.POST.get("sentence", "")[:500]
    try:
        versions = actions.change_fixed_goals(
            officer=desk.officer, cycle=desk.cycle, department=department, rows=rows, minutes=minutes, sentence=sentence,
            version=request.POST.get("version", ""),
        )
    except Refused as refused:
        return _grid(desk, department, found, rows, refused=refused, changing=True, minutes=minutes, sentence=sentence)
    messages.success(request, _("会议决定已登记，%s 项目标有变动。") % len(versions))
    return redirect("goal-sheet", year=year, code=code)


def _grid(
    desk: Desk, department: Department, found: GoalSheet | None, rows: list[Row], *, refused: Refused | None = None,
    blank: int = BLANK, changing: bool = False, copied: bool = False, last: int = 0, minutes: str = "", sentence: str = "",
) -> HttpResponse:  # fmt: skip
    """The page with the grid; everything typed stays. Where somebody was quicker, both versions stand side by side."""
    problems = told(refused, desk) if refused else []
    quicker = None
    if refused and any(each.code == "goals.stale" for each in refused.problems):
        found = sheet_in(desk, department) or nothing()
        quicker = overtaken(found, goals_beside(_standing(desk, department, found, changing=changing), rows, desk))
    state = shape.state_of(found, int(changing))
    kept = [{field: row.get(field, "") for field in FIELDS} for row in rows]
    context: dict[str, Any] = {
        "title": _("%s · 变更目标") % desk.say(department.title) if changing else _("%s · 起草目标") % desk.say(department.title),
        "lines": _lines(kept, problems, blank),
        "blank_line": Line(999, dict.fromkeys(FIELDS, "")),
        "categories": [(each.code, desk.say(each.label)) for each in desk.rulebook.categories.values()],
        "totals": shape.totals_of(kept, desk),
        "notes": [] if refused else _notes(kept, department, desk),
        "problems": problems,
        "changing": changing,
        "open": changing or (state == State.DRAFT and desk.cycle.stage == Stage.SETTING),
        "quicker": quicker,
        "version": (not quicker and desk.request.POST.get("version")) or (found.version if found else actions.UNWRITTEN),
        "returned": _returned(found) if state == State.DRAFT else "",
        "copied": copied,
        "last": last,
        "minutes": minutes,
        "sentence": sentence,
        "can_propose": may(desk.officer, Deed.PROPOSE_GOALS, department),
        "due_hint": f"{desk.cycle.year}-12-31",
        "draft_name": f"goals-{'change' if changing else 'draft'}-{desk.cycle.year}-{department.code}",
        "sheet_url": shape.url_of("goal-sheet", desk, department),
        "template_url": shape.url_of("goals-template", desk),
    }
    switches = desk.switches("goal-sheet", department.code, with_periods=False)
    status = status_of(refused) if refused else 200
    return show(desk.request, "goal_grid", cycle=desk.cycle, status=status, **switches, **context)


def _standing(desk: Desk, department: Department, found: GoalSheet | None, *, changing: bool) -> list[Row]:
    """The rows as they are saved: those of the fixed goals while changing these, of the draft otherwise."""
    if changing:
        return [row_of(goal) for goal in Goal.objects.standing().filter(cycle=desk.cycle).of(department)]
    return found.rows if found else []


def _lines(rows: list[Row], problems: list[Shown], blank: int) -> list[Line]:
    wrong = {each.field for each in problems}
    empty = dict.fromkeys(FIELDS, "")
    lines = []
    for number, row in enumerate([*rows, *[empty] * blank][: MOST_ROWS + blank], 1):
        fields = frozenset(field for field in FIELDS if f"row-{number}-{field}" in wrong)
        lines.append(Line(number, row, fields))
    return lines


def _notes(rows: list[Row], department: Department, desk: Desk) -> list[str]:
    """What is worth a look while drafting: more or fewer goals than usual. What is wrong is told when proposing."""
    try:
        return shape.warnings_of(check(tidy(rows, desk.rulebook), department, desk.rulebook, desk.cycle.year).warnings, desk)
    except Refused:
        return []


def _returned(found: GoalSheet | None) -> str:
    """The sentence with which the draft came back, while nothing has followed it."""
    steps = list(found.steps.all()) if found else []
    last = next((each for each in reversed(steps) if each.step != "reminded"), None)
    return f"{last.officer.name}：{last.sentence}" if last and last.step == "returned" else ""


def _last_year(desk: Desk, department: Department) -> list[Row]:
    """The goals of the year before as rows of this one: deadlines a year later, points left to be divided anew."""
    before = next((each for each in desk.years if each.year == desk.cycle.year - 1), None)
    if before is None:
        return []
    goals = Goal.objects.standing().filter(cycle=before).of(department)
    return [{**row_of(goal), "base": "", "due": _a_year_later(goal)} for goal in goals]


def _a_year_later(goal: Goal) -> str:
    if goal.due is None:
        return ""
    day = 28 if (goal.due.month, goal.due.day) == (2, 29) else goal.due.day
    return goal.due.replace(year=goal.due.year + 1, day=day).isoformat()
