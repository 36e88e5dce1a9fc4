"""《重点工作目标完成情况表》: a quarter told by the departments, submitted by their heads, verified by the checkers."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from kaohe.cycles.models import Period
from kaohe.engine import Refused
from kaohe.goals import actions
from kaohe.goals.models import Goal, ProgressReport, Told
from kaohe.panels.actions import verify_progress
from kaohe.people.deeds import Deed, may
from kaohe.people.models import Department
from kaohe.web import undo
from kaohe.web.desk import Desk, nothing
from kaohe.web.frame import show
from kaohe.web.listings import goals as lists
from kaohe.web.once import one_time
from kaohe.web.shapes import progress as shape
from kaohe.web.shapes.overtaken import overtaken, reports_beside
from kaohe.web.shapes.printed import paper_address
from kaohe.web.shapes.problems import Shown
from kaohe.web.uploads import brought, takes_files, together
from kaohe.web.views.goals import department_in

#: Who may do one of these sends the form at all.
DEEDS = (Deed.FILL_PROGRESS, Deed.SUBMIT_PROGRESS, Deed.VERIFY_PROGRESS)
#: A refusal for one of these means that somebody was quicker: 409.
CONFLICTS = ("progress.stale", "progress.state", "cycles.stage")


@require_safe
def progress(request: HttpRequest, year: int) -> HttpResponse:
    """A quarter at a glance: who has told theirs, who is late."""
    return _progress(Desk(request, year))


def _progress(desk: Desk, problems: Sequence[Shown] = (), status: int = 200) -> HttpResponse:
    period = shape.period_of(desk)
    rows = shape.rows_of(desk, period)
    context: dict[str, Any] = {
        "year": desk.cycle.year,
        "period": period,
        "title": _("%s完成情况") % desk.say(period.label),
        "rows": rows,
        "late": [row for row in rows if row.late],
        "due": period.told_by,
        "told": sum(row.state in (Told.SUBMITTED, Told.VERIFIED) for row in rows),
        "may_remind": may(desk.officer, Deed.REMIND_PROGRESS),
        "problems": problems,
    }
    title = context["title"]
    return show(
        desk.request, "progress", cycle=desk.cycle, status=status, listings=lambda: lists.progress(title, rows), **desk.switches("progress"),
        **context,
    )  # fmt: skip


@require_POST
@one_time
def remind(request: HttpRequest, year: int) -> HttpResponse:
    """One polite message to everybody who is late."""
    desk = Desk(request, year)
    if not may(desk.officer, Deed.REMIND_PROGRESS):
        nothing()
    period = shape.period_of(desk)
    late = {row.code for row in shape.rows_of(desk, period) if row.late}
    departments = [each for each in desk.departments if each.code in late]
    try:
        asked = actions.remind_progress(officer=desk.officer, period=period, departments=departments)
    except Refused as refused:
        return _progress(desk, _told(refused, desk), _status(refused))
    messages.success(request, _("已催报 %s 个科室。") % len(asked))
    response = redirect("progress", year=year)
    response["Location"] += f"?period={period.number}"
    return response


@require_safe
def report(request: HttpRequest, year: int, number: int, code: str) -> HttpResponse:
    """One department's quarter: to fill in, to submit, to verify, or to read."""
    desk = Desk(request, year)
    return _report(desk, _period(desk, number), department_in(desk, code))


def _period(desk: Desk, number: int) -> Period:
    return next((each for each in desk.periods if each.number == number), None) or nothing()


def _report(
    desk: Desk, period: Period, department: Department, problems: Sequence[Shown] = (), status: int = 200, *, stale: bool = False
) -> HttpResponse:
    """The page; `stale` where somebody wrote meanwhile: then both versions stand side by side."""
    found = ProgressReport.objects.filter(period=period, department=department).first()
    saved, earlier = shape.quarter_of(desk, period, department)
    rows = saved
    if problems:
        rows = shape.as_typed(rows, desk.request.POST, brought(desk.request).by_key)
    state = Told(found.state) if found else Told.DRAFT
    can = _can(desk, department, period, state)
    quicker = overtaken(found, reports_beside(saved, rows)) if found and stale else None
    current = found.version if found else actions.UNWRITTEN
    context: dict[str, Any] = {
        "title": _("%(department)s · %(period)s完成情况")
        % {"department": desk.say(department.title), "period": desk.say(period.label)},
        "year": desk.cycle.year,
        "period": period,
        "department_code": department.code,
        "state": state,
        "tone": shape.TONES[state],
        "quicker": quicker,
        "version": desk.request.POST.get("version", current) if problems and not quicker else current,
        "report": found,
        "paper_url": paper_address(desk.cycle.year, "key-goals", f"{period.number}-{department.code}") if _printable(desk, period, department) else "",
        "rows": rows,
        "can": can,
        "due": period.told_by,
        "earlier": earlier if can["fill"] else [],
        "steps": list(found.steps.all()) if found else [],
        "problems": problems,
        "reason": desk.request.POST.get("reason", "") if problems else "",
        "clause": desk.place("3.1.2.1") if "3.1.2.1" in desk.rulebook.clauses else "",
    }
    switches = desk.switches("progress", with_periods=False)
    return show(desk.request, "progress_report", cycle=desk.cycle, status=status, **switches, **context)


def _printable(desk: Desk, period: Period, department: Department) -> bool:
    """True where this person is offered the quarter's form on paper."""
    return department.code in desk.seen and period.starts <= desk.cycle.bureau.today()


def _can(desk: Desk, department: Department, period: Period, state: Told) -> dict[str, bool]:
    """What this person may do with the report as it stands."""
    open_year = desk.cycle.stage in actions.TELLING and period.starts <= desk.cycle.bureau.today()
    over = period.ends <= desk.cycle.bureau.today()
    fills, submits = (may(desk.officer, deed, department) for deed in (Deed.FILL_PROGRESS, Deed.SUBMIT_PROGRESS))
    verifies = may(desk.officer, Deed.VERIFY_PROGRESS, department)
    telling = open_year and state in (Told.DRAFT, Told.FILLED)
    return {
        "fill": telling and fills,
        "hand_in": telling and state == Told.DRAFT and fills and not submits,
        "submit": telling and submits,
        "give_back": open_year and ((state == Told.FILLED and submits) or (state == Told.SUBMITTED and verifies)),
        "withdraw": open_year and state == Told.SUBMITTED and submits,
        "verify": open_year and over and state == Told.SUBMITTED and verifies,
    }


@require_POST
@takes_files
@one_time
def step(request: HttpRequest, year: int, number: int, code: str) -> HttpResponse:
    """What is done with a report: save, hand in, submit, withdraw, return, verify."""
    desk = Desk(request, year)
    period, department = _period(desk, number), department_in(desk, code)
    if not any(may(desk.officer, deed, department) for deed in DEEDS):
        nothing()
    try:
        with together(request):
            done = _do(desk, period, department)
    except Refused as refused:
        stale = any(each.code == "progress.stale" for each in refused.problems)
        return _report(desk, period, department, _told(refused, desk), _status(refused), stale=stale)
    messages.success(request, done)
    return redirect("progress-report", year=year, number=number, code=code)


def _do(desk: Desk, period: Period, department: Department) -> str:
    """The deed that the form asks for, and what to say when it is done. Raises Refused, Http404 for no known deed."""
    posted, officer = desk.request.POST, desk.officer
    act, version, reason = posted.get("act", ""), posted.get("version", ""), posted.get("reason", "")[:500]
    if act in ("save", "all_met", "hand_in", "submit"):
        goals = Goal.objects.filter(cycle=desk.cycle, department=department, struck_on__isnull=True)
        codes = list(goals.values_list("code", flat=True))
        _require_figures(desk, codes, "completion")
        told = shape.read_told(posted, codes, brought(desk.request).by_key)
        if act == "all_met":
            told = shape.others_met(told)
        saved = actions.save_progress(officer=officer, period=period, department=department, told=told, version=version)
        if act == "hand_in":
            actions.hand_in_progress(officer=officer, report=saved)
            return _("已送科室负责人审核。")
        if act == "submit":
            actions.submit_progress(officer=officer, report=saved)
            url = reverse("progress-step", args=[desk.cycle.year, period.number, department.code])
            undo.offer(desk.request, words=_("刚提交，还想改可以马上撤回。"), url=url, fields={"act": "withdraw"})
            return _("已提交，等待考核小组核实。")
        return _("其余各项已填为按计划完成，请逐项写一句情况。") if act == "all_met" else _("已保存。")
    found = ProgressReport.objects.filter(period=period, department=department).first() or nothing()
    if act == "withdraw":
        actions.withdraw_progress(officer=officer, report=found)
        return _("已撤回，可以继续修改。")
    if act == "return":
        actions.return_progress(officer=officer, report=found, sentence=reason)
        return _("已退回。")
    if act == "verify":
        codes = list(found.lines.values_list("goal__code", flat=True))
        _require_figures(desk, codes, "verified")
        findings = shape.read_found(posted, codes)
        verify_progress(officer=officer, report=found, findings=findings, version=version)
        return _("已核实，记入台账。")
    raise Http404


def _require_figures(desk: Desk, codes: list[str], field: str) -> None:
    """Raises Refused where a percentage is none."""
    if found := shape.no_figures(desk.request.POST, codes, field):
        raise Refused(found)


def _told(refused: Refused, desk: Desk) -> list[Shown]:
    """The refusals as the list on top: each leads to the goal that it is about."""
    return [
        Shown(desk.say_problem(each), f"goal-{each.values['goal']}" if "goal" in each.values else "")
        for each in refused.problems
    ]


def _status(refused: Refused) -> int:
    return 409 if any(each.code in CONFLICTS for each in refused.problems) else 422
