"""Objective reasons (客观原因): the heads of departments ask for a goal that was missed, the leading group decides."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kaohe.engine import Refused
from kaohe.goals.models import Goal
from kaohe.ledger.proofs import Given
from kaohe.panels.actions import ask_excuse, decide_excuse
from kaohe.panels.actions.excusing import ASKING
from kaohe.panels.models import Answer, Excuse
from kaohe.people.deeds import Deed, may
from kaohe.web.desk import Desk, nothing
from kaohe.web.frame import show
from kaohe.web.listings import goals as lists
from kaohe.web.once import one_time
from kaohe.web.shapes.papers import papers_of
from kaohe.web.shapes.problems import Shown
from kaohe.web.uploads import PAPERS, brought, split_papers, takes_files, together

TONES = {Answer.ASKED: "amber", Answer.GRANTED: "green", Answer.DENIED: "seal"}
#: The field that a refusal is about.
FIELDS = {
    "panels.excuse_without_why": "why",
    "panels.excuse_without_evidence": "evidence",
    "panels.excuse_open": "goal",
}


@require_safe
def excuses(request: HttpRequest, year: int) -> HttpResponse:
    """Every application that this person may see, the open ones first; a form to ask, and one to decide."""
    return _excuses(Desk(request, year))


def _excuses(desk: Desk, problems: Sequence[Shown] = (), status: int = 200) -> HttpResponse:
    rows = Excuse.objects.filter(goal__cycle=desk.cycle).visible_to(desk.officer)
    rows = rows.select_related("goal__department", "asked_by", "decided_by").prefetch_related("files")
    open_year = desk.cycle.stage in ASKING
    context: dict[str, Any] = {
        "year": desk.cycle.year,
        "rows": sorted((_row(desk, each, open_year) for each in rows), key=lambda row: not row["open"]),
        "goals": _goals_to_ask(desk) if open_year else [],
        "typed": desk.request.POST if problems else {},
        "files": brought(desk.request).files if problems else (),
        "problems": problems,
        "clause": desk.place("2.2.3") if "2.2.3" in desk.rulebook.clauses else "",
    }
    switches = desk.switches("excuses", with_periods=False)
    found = context["rows"]
    return show(
        desk.request, "excuses", cycle=desk.cycle, status=status, listings=(lambda: lists.excuses(found)) if found else None, **switches, **context
    )


def _row(desk: Desk, excuse: Excuse, open_year: bool) -> dict[str, Any]:
    waiting = excuse.answer == Answer.ASKED
    return {
        "excuse": excuse,
        "department": desk.say(excuse.goal.department.title),
        "answer": Answer(excuse.answer).label,
        "tone": TONES[Answer(excuse.answer)],
        "open": waiting,
        "papers": papers_of(excuse.evidence, excuse.files.all()),
        "may_decide": waiting and open_year and may(desk.officer, Deed.DECIDE_EXCUSE, excuse.goal.department),
    }


def _goals_to_ask(desk: Desk) -> list[Goal]:
    """The goals for which this person may ask."""
    own = [each for each in desk.departments if may(desk.officer, Deed.ASK_EXCUSE, each)]
    if not own:
        return []
    goals = Goal.objects.filter(cycle=desk.cycle, department__in=own, struck_on__isnull=True)
    return list(goals.select_related("department").order_by("department__order", "pk"))


@require_POST
@takes_files
@one_time
def step(request: HttpRequest, year: int) -> HttpResponse:
    """Ask, or decide."""
    desk = Desk(request, year)
    if not (may(desk.officer, Deed.ASK_EXCUSE) or may(desk.officer, Deed.DECIDE_EXCUSE)):
        nothing()
    try:
        with together(request):
            done = _do(desk)
    except Refused as refused:
        shown = [Shown(desk.say_problem(each), FIELDS.get(each.code, "files" if each.code.startswith("evidence.") else "")) for each in refused.problems]
        conflict = any(each.code in ("panels.excuse_decided", "cycles.stage") for each in refused.problems)
        return _excuses(desk, shown, 409 if conflict else 422)
    messages.success(request, done)
    return redirect("excuses", year=year)


def _do(desk: Desk) -> str:
    """The deed that the form asks for, and what to say when it is done. Raises Refused, Http404 for no known deed."""
    posted = desk.request.POST
    act, number = posted.get("act", ""), posted.get("number", "")
    if not number.isdecimal():
        raise Http404
    if act == "ask":
        goal = next((each for each in _goals_to_ask(desk) if str(each.pk) == number), None) or nothing()
        goal.cycle = desk.cycle
        evidence: list[Given] = [*brought(desk.request).files, *split_papers(posted.get(PAPERS, ""))]
        ask_excuse(officer=desk.officer, goal=goal, reason=posted.get("why", "")[:2000], evidence=evidence)
        return _("已提交申请，等待领导小组决定。")
    if act not in ("grant", "deny"):
        raise Http404
    rows = (
        Excuse.objects.filter(goal__cycle=desk.cycle)
        .visible_to(desk.officer)
        .select_related("goal__department", "goal__cycle")
    )
    excuse = rows.filter(pk=int(number)).first() or nothing()
    decide_excuse(officer=desk.officer, excuse=excuse, granted=act == "grant", sentence=posted.get("reason", "")[:1000])
    return _("已记录决定。")
