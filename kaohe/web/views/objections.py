"""Objections: filed from the very line, given to a reviewer, decided line by line; each with its receipt."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kaohe.cycles.stages import Stage
from kaohe.engine import Refused
from kaohe.goals.models import Goal
from kaohe.ledger.models import Entry
from kaohe.people.deeds import MAY, Deed, may
from kaohe.people.models import Department, Officer
from kaohe.results.actions import (
    Disputed,
    assign_reviewer,
    decide_objection,
    file_objection,
    review_objection,
    withdraw_objection,
)
from kaohe.results.hands import had_a_hand
from kaohe.results.models import Notice, Objection, Outcome, State
from kaohe.web.desk import Desk, nothing
from kaohe.web.forms.asking import Asking
from kaohe.web.forms.results import Assigning, Deciding, Objecting, Reviewing
from kaohe.web.frame import show
from kaohe.web.listings import results as lists
from kaohe.web.middleware import arrived
from kaohe.web.offers import Offer, Offers, doing
from kaohe.web.once import one_time
from kaohe.web.shapes import objections as shape
from kaohe.web.shapes.printed import paper_address
from kaohe.web.shapes.problems import Shown, labelled, shown
from kaohe.web.uploads import brought, takes_files


@require_safe
def objections(request: HttpRequest, year: int) -> HttpResponse:
    """Every objection of the year that this person may see, the open ones first."""
    desk = Desk(request, year)
    rows = Objection.objects.filter(notice__cycle=desk.cycle).visible_to(desk.officer).with_names().order_by("number")
    listed = sorted((shape.row_of(desk, each) for each in rows), key=lambda row: not row.open)
    latest = Notice.objects.filter(cycle=desk.cycle, until__isnull=False).order_by("-number").first()
    own = [each for each in desk.departments if may(desk.officer, Deed.FILE_OBJECTION, each)]
    running = latest and desk.cycle.stage == Stage.NOTICED and desk.cycle.objection_deadline
    return show(
        request, "objections", cycle=desk.cycle, rows=listed, listings=(lambda: lists.objections(listed)) if listed else None,
        deadline=desk.cycle.objection_deadline, lapsed=desk.cycle.lapsed_at,
        ways=[(desk.say(each.title), reverse("notice-department", args=[year, latest.number, each.code])) for each in own] if running and latest else [],
        **desk.switches("objections", with_periods=False),
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@takes_files
@one_time
def new(request: HttpRequest, year: int) -> HttpResponse:
    """Object to one line, which the address names: the item, and the entry or the goal."""
    desk = Desk(request, year)
    notice = Notice.objects.filter(cycle=desk.cycle, until__isnull=False).select_related("snapshot__cycle__edition").order_by("-number").first()
    department = next((each for each in desk.departments if each.code == request.GET.get("department")), None) or nothing()
    if notice is None or not may(desk.officer, Deed.FILE_OBJECTION, department):
        nothing()
    line, words = _line(desk, notice, department)
    form = Objecting(request.POST or None, name="objection")
    problems = labelled(form)
    if request.method == "POST" and form.is_valid() and not (problems := _refused(desk)):
        objection = _file(desk, notice, department, line, form)
        if objection is not None:
            messages.success(request, _("异议已受理，编号 %s。") % objection.number)
            return redirect("objection", year=year, number=objection.number)
        problems = labelled(form)
    return show(
        request, "objection_new", cycle=desk.cycle, status=422 if problems else 200, form=form, problems=problems, line=line,
        words=words, department=desk.say(department.title), deadline=desk.cycle.objection_deadline, files=brought(request).files,
        back=reverse("notice-department", args=[year, notice.number, department.code]), year_label=desk.year_words(year),
    )  # fmt: skip


def _refused(desk: Desk) -> list[Shown]:
    """Why files that came along were not taken."""
    return shown(brought(desk.request).problems, desk.say_problem)


def _file(desk: Desk, notice: Notice, department: Department, line: Disputed, form: Objecting) -> Objection | None:
    try:
        return file_objection(
            officer=desk.officer, notice=notice, department=department, line=line, reason=form.cleaned_data["reason"],
            evidence=[*brought(desk.request).files, *form.papers()], at=arrived(desk.request),
        )  # fmt: skip
    except Refused as refused:
        form.refuse(refused)
        return None


def _line(desk: Desk, notice: Notice, department: Department) -> tuple[Disputed, str]:
    """The line that the address names, as it stands in the notice. Raises Http404 where it doesn't."""
    standing = next((each for each in notice.snapshot.read_board().standings if each.department.code == department.code), None) or nothing()
    node = next((each for each in standing.tree.walk() if each.code == desk.request.GET.get("item", "")), None) or nothing()
    number = desk.request.GET.get("entry", "")
    if not number:
        return Disputed(node.code, desk.say(node.label)), desk.say(node.label)
    found = [line for line in node.lines if any(entry.id == number for entry in line.entries)]
    line = found[0] if found else nothing()
    row = desk.sheet().row(line)
    words = f"{desk.say(node.label)} {row.points} · {row.sentence}"
    fact = next(entry for entry in line.entries if entry.id == number)
    if fact.goal and "grade" in desk.rulebook.rules[fact.rule].asks:
        goal = Goal.objects.select_related("department", "cycle").get(cycle=desk.cycle, department=department, code=fact.goal)
        return Disputed(node.code, words, goal=goal), words
    entry = Entry.objects.filter(cycle=desk.cycle, number=int(number)).select_related("department").first() or nothing()
    return Disputed(node.code, words, entry=entry), words


@require_http_methods(["GET", "HEAD", "POST"])
@one_time
def objection(request: HttpRequest, year: int, number: int) -> HttpResponse:
    """One objection: the receipt, the way it has gone, and what this person can do with it now."""
    desk = Desk(request, year)
    rows = Objection.objects.filter(notice__cycle=desk.cycle, number=number).visible_to(desk.officer).with_names()
    found = rows.prefetch_related("files").first() or nothing()
    found.notice.cycle = desk.cycle
    offers = Offers(request, list(_offers(desk, found)), _known(desk, found))
    if request.method == "POST" and (done := offers.carry_out()):
        messages.success(request, done)
        return redirect("objection", year=year, number=number)
    return show(
        request, "objection", cycle=desk.cycle, receipt_url=paper_address(year, "receipt", number),
        decision_url=paper_address(year, "decision", number) if getattr(found, "decision", None) else "",
        status=offers.status, row=shape.row_of(desk, found), page=shape.objection_page(desk, found),
        offers=offers.shown, problems=offers.problems, objections_url=reverse("objections", args=[year]), year_label=desk.year_words(year),
        history_url=reverse("history", args=["objection", found.pk]),
    )  # fmt: skip


def _known(desk: Desk, found: Objection) -> list[str]:
    """The deeds of this page that are this person's, whether they can be done now or not."""
    deeds = {
        "assign": Deed.ASSIGN_REVIEWER, "review": Deed.REVIEW_OBJECTION, "decide": Deed.DECIDE_OBJECTION,
        "withdraw": Deed.FILE_OBJECTION,
    }  # fmt: skip
    return [code for code, deed in deeds.items() if may(desk.officer, deed, found.department)]


def _offers(desk: Desk, found: Objection) -> Iterator[Offer]:
    """The deeds that stand open to this person, the next step first."""
    officer, department = desk.officer, found.department
    live = desk.cycle.stage in (Stage.NOTICED, Stage.REVIEWING)
    if not live or found.state in (State.DECIDED, State.WITHDRAWN):
        return
    if found.state == State.REVIEWED and desk.cycle.stage == Stage.REVIEWING and may(officer, Deed.DECIDE_OBJECTION, department):
        yield _deciding(desk, found)
    if found.state == State.ASSIGNED and found.reviewer == (officer.acting_for or officer):
        act = doing(
            _("复核意见已提交领导小组。"),
            lambda read: review_objection(officer=officer, objection=found, outcome=Outcome(read["outcome"]), finding=read["finding"]),
        )
        yield Offer("review", _("填写复核意见"), _("提交领导小组"), Reviewing, act, "", "search-check")
    if may(officer, Deed.ASSIGN_REVIEWER, department):
        title = _("另行指定复核人") if found.reviewer else _("指定复核人")
        act = doing(_("已指定复核人。"), lambda read: assign_reviewer(officer=officer, objection=found, reviewer=read["reviewer"]))
        note = _("本科室的人、登记或划档的人不能复核，不在名单内。")
        reviewers = _reviewers(found)

        def make(**kwargs: Any) -> Asking:
            return Assigning(reviewers=reviewers, **kwargs)

        yield Offer("assign", title, title, make, act, note, "user-check")
    if may(officer, Deed.FILE_OBJECTION, department):
        act = doing(_("异议已撤回。"), lambda _read: withdraw_objection(officer=officer, objection=found))
        yield Offer("withdraw", _("撤回异议"), _("撤回异议"), Asking, act, _("撤回后，同一行在异议期内可以重新提出。"), "x", grave=True)


def _deciding(desk: Desk, found: Objection) -> Offer:
    asked = shape.deciding(desk, found)

    def make(**kwargs: Any) -> Deciding:
        initial = {"outcome": found.outcome, "remedy": asked.remedy}
        return Deciding(
            taken=asked.taken, scale=asked.scale, rules=asked.rules, levels=asked.levels, goal=asked.goal, initial=initial, **kwargs
        )

    act = doing(
        _("复核决定已记录，科室已得到通知。"),
        lambda read: decide_objection(
            officer=desk.officer, objection=found, outcome=Outcome(read["outcome"]), reason=read["reason"],
            remedies=read["remedies"], minutes=read["minutes"],
        ),
    )  # fmt: skip
    note = _("复核不得使提出异议的科室更为不利；成立或部分成立的，须同时写明怎样更正。")
    return Offer("decide", _("领导小组的决定"), _("记录决定"), make, act, note, "gavel")


def _reviewers(found: Objection) -> list[Officer]:
    """Who may review it and had no hand in it, by name."""
    roles = [role.value for role in MAY[Deed.REVIEW_OBJECTION]]
    holding = Officer.objects.filter(bureau=found.notice.cycle.bureau, is_active=True, appointments__role__in=roles).distinct()
    return [
        each for each in holding.order_by("name", "pk")
        if may(each, Deed.REVIEW_OBJECTION, found.department) and not had_a_hand(found, each)
    ]  # fmt: skip
