"""The grading page: the goals in a row, one of them open beside the list, and what a member or the secretary enters on it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kaohe.engine import Problem, Refused
from kaohe.goals.models import Goal
from kaohe.ledger.models import Entry
from kaohe.panels import actions
from kaohe.panels.models import Excuse
from kaohe.panels.verdicts import Verdict
from kaohe.people.deeds import Deed, departments_for, may
from kaohe.web.bench import DECISION, DEEDS, OPINION, REMARK, Bench
from kaohe.web.desk import Desk, nothing
from kaohe.web.frame import show
from kaohe.web.listings import goals as lists
from kaohe.web.once import one_time
from kaohe.web.shapes import grading as shape
from kaohe.web.shapes.grading_panel import panel_of
from kaohe.web.shapes.problems import Shown

#: Somebody was quicker: 409. Of these, the first two show what stands beside what was sent.
STALE = ("panels.opinion_stale", "panels.ruling_stale")
CONFLICTS = (
    *STALE, "panels.ruled_already", "panels.meeting_closed", "panels.not_ruled", "panels.excuse_decided", "cycles.stage",
)  # fmt: skip
#: The field that a refusal is about.
FIELDS = {
    "panels.unknown_grade": "grade", "grading.condition_missing": "conditions", "grading.condition_unknown": "conditions",
    "panels.reason_missing": "reason", "panels.regrade_without_why": "reason", "grading.evidence_missing": "evidence",
    **dict.fromkeys(STALE, "conflict"),
}  # fmt: skip
LONGEST = 1000


@require_safe
def grading(request: HttpRequest, year: int) -> HttpResponse:
    """Every goal that this person may see; `?goal=` opens one, `?as=` says as what one is here."""
    bench = _bench(request, year)
    asked = request.GET.get("goal", "")
    return _page(bench, (bench.goal(asked) or nothing()) if asked else _first(bench))


@require_POST
@one_time
def step(request: HttpRequest, year: int) -> HttpResponse:
    """What is entered on one goal; then the next. With `part` the answer is the row and the next panel, for the script."""
    bench = _bench(request, year)
    goal = bench.goal(request.POST.get("goal", "")) or nothing()
    if not any(may(bench.officer, deed) for deed in (*DEEDS.values(), Deed.DECIDE_EXCUSE)):
        nothing()
    part = bool(request.POST.get("part"))
    try:
        told, onward = _do(bench, goal)
    except Refused as refused:
        shown = [Shown(bench.desk.say_problem(each), FIELDS.get(each.code, "")) for each in refused.problems]
        bench.renew()
        return _page(bench, goal, shown, _status(refused.problems), part=part)
    bench.renew()
    following = bench.following(goal) if onward else goal
    if part:
        return _part(bench, goal, following, told)
    messages.success(request, told)
    return redirect(bench.url(following.pk) + "#panel")


def _bench(request: HttpRequest, year: int) -> Bench:
    desk = Desk(request, year)
    if not may(desk.officer, Deed.SEE_GRADING):
        nothing()
    return Bench(desk)


def _first(bench: Bench) -> Goal | None:
    """The first goal on which something is owed; the first at all where nothing is."""
    goals = bench.outline.goals
    return next((each for each in goals if bench.owed(each)), next(iter(goals), None))


def _do(bench: Bench, goal: Goal) -> tuple[str, bool]:
    """The deed that the form asks for: what to say when it is done, and whether it leads on. Raises Refused, Http404."""
    posted, officer = bench.desk.request.POST, bench.officer
    act, version = posted.get("act", ""), posted.get("version", "")
    values = {"code": goal.code}
    if act == "opinion":
        verdict = _verdict(bench)
        made = actions.enter_opinion(
            officer=officer, goal=goal, grade=verdict.grade, conditions=verdict.conditions, reason=verdict.reason, version=version
        )
        return _("%(code)s：已保存您的意见“%(grade)s”。") % {**values, "grade": bench.chip(goal, made.grade).label}, True
    if act in ("ruling", "unrule"):
        meeting = bench.meeting
        if meeting is None:
            raise Refused([Problem("panels.nobody_sits")])
        if act == "unrule":
            actions.withdraw_ruling(officer=officer, meeting=meeting, goal=goal, version=version)
            return _("%(code)s：已撤回记下的决定。") % values, False
        ruled = actions.rule_goal(officer=officer, meeting=meeting, goal=goal, verdict=_verdict(bench), version=version)
        return _("%(code)s：已记下集体决定“%(grade)s”。") % {**values, "grade": bench.chip(goal, ruled.grade).label}, True
    return _aside(bench, goal, act), False


def _aside(bench: Bench, goal: Goal, act: str) -> str:
    """What is done beside the grade itself. Raises Refused, Http404 for no known deed."""
    posted, officer = bench.desk.request.POST, bench.officer
    words = posted.get("words", "")[:LONGEST]
    if act == "remark":
        actions.remark(officer=officer, goal=goal, text=words)
        return _("%(code)s：分管意见已提交。") % {"code": goal.code}
    if act in ("grant", "deny"):
        rows = Excuse.objects.filter(goal=goal).select_related("goal__department", "goal__cycle")
        excuse = rows.filter(pk=_number(posted.get("excuse", ""))).first() or nothing()
        actions.decide_excuse(officer=officer, excuse=excuse, granted=act == "grant", sentence=words)
        return _("%(code)s：客观原因的申请已决定。") % {"code": goal.code}
    if act in ("bears", "bears-not"):
        entries = Entry.objects.filter(cycle=bench.cycle, department=goal.department).select_related("department", "cycle__bureau")
        entry = entries.filter(number=_number(posted.get("entry", ""))).first() or nothing()
        actions.name_goal(officer=officer, entry=entry, goal=goal if act == "bears" else None, why=words)
        return _("记录 #%s 所涉的目标已写明。") % entry.number
    raise Http404


def _verdict(bench: Bench) -> Verdict:
    """What the form says: only the conditions that stand under the chosen grade count."""
    posted = bench.desk.request.POST
    grade = posted.get("grade", "")
    evidence = posted.get("evidence", "").replace(";", "；").split("；")
    named = tuple(name.strip()[:200] for name in evidence if name.strip())[:10]
    return Verdict(grade, tuple(posted.getlist(f"conditions-{grade}"))[:20], posted.get("reason", "")[:LONGEST], named)


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 10 else 0


def _status(problems: Sequence[Problem]) -> int:
    return 409 if any(each.code in CONFLICTS for each in problems) else 422


def _page(
    bench: Bench, chosen: Goal | None, problems: Sequence[Shown] = (), status: int = 200, part: bool = False
) -> HttpResponse:
    typed = bench.desk.request.POST if problems else None
    found = bench.dossiers(chosen)[0] if chosen else None
    panel = panel_of(bench, found, problems, typed) if found else None
    if part or bench.desk.request.GET.get("part"):
        rows = {"row": shape.row_of(bench, found.goals[0], chosen.pk), "left": bench.left} if found and chosen and problems else {}
        return render(bench.desk.request, "kaohe/pages/grading_part.html", {**_shared(bench), "panel": panel, **rows}, status=status)
    groups = shape.groups(bench, chosen.pk if chosen else None)
    context: dict[str, Any] = {
        **_shared(bench),
        "groups": groups,
        "panel": panel,
        "count": sum(len(each.rows) for each in groups),
        "left": bench.left,
        "modes": [{"code": mode, "label": _mode(mode), "url": bench.url(mode=mode), "here": mode == bench.mode} for mode in bench.modes],
        "meeting": bench.meeting,
        "single_keys": bench.settings.single_keys,
        "may_hold": may(bench.officer, Deed.HOLD_MEETING),
        "may_see_meetings": departments_for(bench.officer, Deed.SEE_GRADING) is None,
        "problems": problems if chosen is None else (),
    }
    switches = bench.desk.switches("grading", with_periods=False)
    return show(
        bench.desk.request, "grading", cycle=bench.cycle, status=status,
        listings=lambda: lists.grading(groups, with_own=bench.mode == OPINION, with_spread=bench.mode == DECISION), **switches, **context,
    )  # fmt: skip


def _part(bench: Bench, done: Goal, following: Goal, told: str) -> HttpResponse:
    """The row that changed, the next panel, and what to say."""
    changed, coming = bench.dossiers(done, following)
    context = {
        **_shared(bench),
        "row": shape.row_of(bench, changed.goals[0], following.pk),
        "panel": panel_of(bench, coming),
        "told": told,
        "left": bench.left,
    }
    return render(bench.desk.request, "kaohe/pages/grading_part.html", context)


def _shared(bench: Bench) -> dict[str, Any]:
    year = bench.cycle.year
    return {
        "mode": bench.mode,
        "year": year,
        "step_url": reverse("grading-step", args=[year]),
        "meeting_url": reverse("grading-meeting", args=[year]),
        "place": bench.desk.place("2.2.1") if "2.2.1" in bench.desk.rulebook.clauses else "",
    }


def _mode(mode: str) -> str:
    return {OPINION: _("我的意见"), DECISION: _("集体决定"), REMARK: _("分管意见")}[mode]
