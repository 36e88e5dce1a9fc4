"""The director's meeting on the big screen: each goal in large type, decisions written down as they fall."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kaohe.cycles.stages import Stage
from kaohe.engine import Problem, Refused
from kaohe.goals import actions
from kaohe.goals.actions import Ruling
from kaohe.goals.models import Decision, GoalSheet, State
from kaohe.people.deeds import Deed, may
from kaohe.web.desk import Desk, nothing
from kaohe.web.forms.goals import CHANGEABLE, typed_ruling, typed_values
from kaohe.web.frame import show
from kaohe.web.offers import FIELD
from kaohe.web.once import one_time
from kaohe.web.shapes import goals as shape
from kaohe.web.shapes.problems import Shown
from kaohe.web.shapes.sitting import Sitting
from kaohe.web.views.goals import status_of, told


@require_http_methods(["GET", "HEAD", "POST"])
@one_time
def meeting(request: HttpRequest, year: int) -> HttpResponse:
    """One department at a time (`?department=`); POST writes down what was decided on its goals."""
    desk = Desk(request, year)
    if not may(desk.officer, Deed.FIX_GOALS):
        nothing()
    if request.method != "POST":
        return _meeting(desk)
    if FIELD in request.POST:
        return _recorded(desk)
    found = next((each for each in _sheets(desk) if each.department.code == request.POST.get("department")), None)
    if found is None:
        return _meeting(desk, told(Refused([Problem("goals.nothing_to_fix")]), desk), 422)
    found.cycle, department = desk.cycle, found.department
    rulings = _rulings(request, found)
    try:
        actions.decide_goals(
            officer=desk.officer, sheet=found, rulings=rulings, version=request.POST.get("version", ""),
            minutes=request.POST.get("minutes", "")[:100],
        )  # fmt: skip
    except Refused as refused:
        return _meeting(desk, told(refused, desk), status_of(refused), department.code)
    messages.success(request, _("%s：已记下会议决定。") % desk.say(department.title))
    return redirect(_onward(desk, department.code, request.POST.get("ruling", "").partition(":")[2]))


def _recorded(desk: Desk) -> HttpResponse:
    """The record of the meeting itself written down; back to the department that was before it."""
    sitting = Sitting(desk)
    told = sitting.offers.carry_out()
    if not told:
        return _meeting(desk, sitting.offers.problems, sitting.offers.status, desk.request.GET.get("department", ""), sitting)
    messages.success(desk.request, told)
    return redirect(desk.request.get_full_path() if "record" not in desk.request.GET else reverse("goals-meeting", args=[desk.cycle.year]))


def _rulings(request: HttpRequest, found: GoalSheet) -> dict[str, Ruling]:
    """The one decision of the button pressed; or approval of everything not decided yet."""
    if one := typed_ruling(request.POST):
        code, decision = one
        return {code: Ruling(decision, typed_values(request.POST, code), request.POST.get(f"sentence-{code}", "")[:500])}
    if request.POST.get("act") == "rest":
        return {row["code"]: Ruling(Decision.APPROVED) for row in found.rows if row["code"] not in found.decisions}
    return {}


def _onward(desk: Desk, department: str, code: str) -> str:
    """The next goal to be decided on: in this department, else in the next one with something open."""
    url, sheets = reverse("goals-meeting", args=[desk.cycle.year]), _sheets(desk)
    here = next(each for each in sheets if each.department.code == department)
    codes = [row["code"] for row in here.rows]
    left = [each for each in codes if each not in here.decisions]
    if code in codes and left:
        after = [each for each in left if codes.index(each) > codes.index(code)]
        return f"{url}?department={department}#motion-{next(iter([*after, *left]))}"
    return f"{url}?department={_next(sheets, department)}"


@require_POST
@one_time
def fix(request: HttpRequest, year: int) -> HttpResponse:
    """What was decided becomes the goals of the year."""
    desk = Desk(request, year)
    if not may(desk.officer, Deed.FIX_GOALS):
        nothing()
    try:
        goals = actions.fix_sheets(officer=desk.officer, cycle=desk.cycle, minutes=request.POST.get("minutes", "")[:100])
    except Refused as refused:
        return _meeting(desk, told(refused, desk), status_of(refused))
    messages.success(request, _("已审定 %s 项目标。") % len(goals))
    return redirect("goals", year=year)


def _sheets(desk: Desk) -> list[GoalSheet]:
    """Those before the meeting, in the decreed order."""
    rows = GoalSheet.objects.filter(cycle=desk.cycle, state=State.COMPILED).select_related("department")
    return list(rows.order_by("department__order", "department__code"))


def _next(sheets: list[GoalSheet], code: str) -> str:
    """The department after this one that still has something undecided; this one where none has."""
    open_ones = [each.department.code for each in sheets if _left(each)]
    codes = [each.department.code for each in sheets]
    after = [each for each in codes[codes.index(code) + 1 :] if each in open_ones]
    return next(iter([*after, *open_ones]), code)


def _left(sheet: GoalSheet) -> int:
    return sum(row["code"] not in sheet.decisions for row in sheet.rows)


def _meeting(
    desk: Desk, problems: list[Shown] | None = None, status: int = 200, code: str = "", sitting: Sitting | None = None
) -> HttpResponse:
    sheets, sitting = _sheets(desk), sitting or Sitting(desk)
    asked = code or desk.request.GET.get("department", "")
    chosen = next((each for each in sheets if each.department.code == asked), sheets[0] if sheets else None)
    url = reverse("goals-meeting", args=[desk.cycle.year])
    post = desk.request.POST
    context: dict[str, Any] = {
        "title": _("局长办公会 · 审定目标"),
        "tabs": [
            {"name": desk.say(each.department.title), "url": f"{url}?department={each.department.code}", "left": _left(each),
             "here": each == chosen}
            for each in sheets
        ],
        "sheet": chosen,
        "code": chosen.department.code if chosen else "",
        "name": desk.say(chosen.department.title) if chosen else "",
        "goals": _goals(chosen, desk) if chosen else [],
        "totals": shape.totals_of(chosen.goals, desk) if chosen else (),
        "left": sum(_left(each) for each in sheets),
        "count": sum(len(each.rows) for each in sheets),
        "minutes": post.get("minutes") or sitting.minutes or next((each.minutes for each in sheets if each.minutes), ""),
        "sitting": sitting,
        "problems": problems or [],
        "fix_url": reverse("goals-fix", args=[desk.cycle.year]),
        "goals_url": reverse("goals", args=[desk.cycle.year]),
        "setting": desk.cycle.stage == Stage.SETTING,
        "year_words": desk.year_words(desk.cycle.year),
    }  # fmt: skip
    return show(desk.request, "goals_meeting", cycle=desk.cycle, status=status, **context)


def _goals(sheet: GoalSheet, desk: Desk) -> list[dict[str, Any]]:
    """Each goal as proposed, with the values as decided so far (or as typed before a refusal) to be changed live."""
    post, found = desk.request.POST, []
    for row, shown in zip(sheet.rows, shape.rows_of(sheet, desk), strict=True):
        code, ruling = row["code"], sheet.decisions.get(row["code"], {})
        now = {**row, **ruling.get("values", {})}
        found.append(
            {
                "row": shown,
                "code": code,
                "chosen": ruling.get("decision", ""),
                "open": ruling.get("decision") == "changed" or post.get("ruling", "").partition(":")[2] == code,
                "sentence": post.get(f"sentence-{code}", ruling.get("sentence", "")),
                "fields": [
                    {"name": f"{field}-{code}", "label": shape.label_of(field), "value": post.get(f"{field}-{code}", now[field]),
                     "long": field in ("title", "measure", "target", "quality")}
                    for field in CHANGEABLE
                ],
            }
        )  # fmt: skip
    return found
