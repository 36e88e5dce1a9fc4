"""From the check of a year's results to its final: what stands in the way, the notice as it will be, two persons' hands."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from functools import cached_property, partial
from typing import Any, NamedTuple

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from kaohe.cycles.models import Cycle
from kaohe.cycles.stages import Stage
from kaohe.engine import Problem
from kaohe.people.above import chain
from kaohe.people.deeds import Deed, RoleNames, may
from kaohe.people.models import Officer
from kaohe.results.actions import (
    extend_objections,
    finalise_results,
    propose,
    publish_results,
    reopen_year,
    return_proposal,
    withdraw_proposal,
)
from kaohe.results.actions.publishing import SECOND
from kaohe.results.checking import Check, checks, hindrances, in_the_way, objections_until
from kaohe.results.facts import digest_of
from kaohe.results.models import Ask, Kind, Notice, Proposal, Snapshot
from kaohe.results.outages import proposed_day, unanswered
from kaohe.web.desk import Desk, nothing
from kaohe.web.forms.asking import Asking
from kaohe.web.forms.results import Extension, Note, Reopening, Sentence
from kaohe.web.frame import show
from kaohe.web.listings import results as lists
from kaohe.web.offers import Offer, Offers, doing
from kaohe.web.once import one_time
from kaohe.web.shapes.department import department_page
from kaohe.web.shapes.figures import language, listed
from kaohe.web.shapes.notice import NoticePage, notice_page, of_notice
from kaohe.web.shapes.printed import paper_address
from kaohe.web.shapes.stages import stages, stood_still

#: What each check of the check page is called.
CHECKS = {
    "quarters": gettext_lazy("各季度已关闭"), "progress": gettext_lazy("填报的完成情况都已核实"),
    "excuses": gettext_lazy("客观原因申请都已决定"), "answers": gettext_lazy("科室对记录的答复期已满"),
    "meeting": gettext_lazy("划档会已形成决定"), "grading": gettext_lazy("每项目标都已划档"), "recusal": gettext_lazy("划档时应回避的都已回避"),
    "sums": gettext_lazy("各项分值与合计无误"), "deadline": gettext_lazy("异议截止时间可以确定"),
}  # fmt: skip


class Look(NamedTuple):
    """One check as the page shows it."""

    label: str
    problems: tuple[str, ...]


class Ending:
    """Where the year stands on its way to the final result, each question asked once for a request."""

    def __init__(self, desk: Desk) -> None:
        self.desk, self.now = desk, timezone.now()
        self.stage = Stage(desk.cycle.stage)
        self.proposal = Proposal.objects.open().filter(cycle=desk.cycle).with_names().first()

    @cached_property
    def checks(self) -> tuple[Check, ...]:
        """What is looked at before the first notice."""
        return checks(self.desk.cycle, self.now) if self.stage == Stage.CLOSING else ()

    @cached_property
    def before_notice(self) -> list[Problem]:
        """What is in the way of announcing the results, the first time or anew."""
        if self.stage == Stage.CLOSING:
            return [problem for check in self.checks for problem in check.problems]
        return in_the_way(self.desk.cycle, self.now)

    @cached_property
    def before_final(self) -> list[Problem]:
        """What is in the way of making them final."""
        return hindrances(self.desk.cycle, Stage.FINAL, self.now)

    @cached_property
    def inside(self) -> bool:
        """True for those who propose or agree, and for whoever watches, while there is something to look at."""
        deeds = (Deed.PROPOSE_RESULTS, Deed.PUBLISH_RESULTS, Deed.FINALISE_RESULTS, Deed.READ_AUDIT)
        live = self.stage in (Stage.CLOSING, Stage.NOTICED, Stage.REVIEWING)
        return live and self.desk.whole and any(may(self.desk.officer, deed) for deed in deeds)

    @cached_property
    def preview(self) -> NoticePage | None:
        """The notice as it would be published now: before the first one, and where a review has changed something."""
        again = self.stage == Stage.REVIEWING and not any(each.code == "results.nothing_changed" for each in self.before_notice)
        return _preview(self.desk, self.now) if self.inside and (self.stage == Stage.CLOSING or again) else None


@require_http_methods(["GET", "HEAD", "POST"])
@one_time
def results(request: HttpRequest, year: int) -> HttpResponse:
    """What was announced, for everybody; the check, the preview and the next step for those whose part it is."""
    desk = Desk(request, year)
    ending = Ending(desk)
    offers = Offers(request, list(_offers(desk, ending)), _known(desk))
    if request.method == "POST" and (done := offers.carry_out()):
        messages.success(request, done)
        return redirect("results", year=year)
    return _page(desk, ending, offers)


def _page(desk: Desk, ending: Ending, offers: Offers) -> HttpResponse:
    proposal = ending.proposal
    looks = [Look(str(CHECKS[each.code]), tuple(map(desk.say_problem, each.problems))) for each in ending.checks] if ending.inside else []
    waiting = ending.before_final if ending.inside and ending.stage != Stage.CLOSING else []
    context: dict[str, Any] = {
        "title": _("公示与定案"),
        "stages": stages(desk.cycle, desk.periods, desk.rulebook),
        "proposal": proposal,
        "second": RoleNames(SECOND[Ask(proposal.ask)][0]).in_language(language()) if proposal else "",
        "looks": looks,
        "waiting": [desk.say_problem(each) for each in waiting],
        "preview": ending.preview,
        "announced": _announced(desk),
        "offers": offers.shown,
        "problems": offers.problems,
        "objections_url": reverse("objections", args=[desk.cycle.year]),
        "above": listed(each.name for each in chain(desk.cycle.bureau)) if desk.cycle.bureau.superior_id else "",
    }
    switches = desk.switches("results", with_periods=False)
    listings = (lambda: lists.announced(context["title"], context["announced"])) if context["announced"] else None
    return show(desk.request, "results", cycle=desk.cycle, status=offers.status, listings=listings, **switches, **context)


def _offers(desk: Desk, ending: Ending) -> Iterator[Offer]:
    officer, cycle = desk.officer, desk.cycle
    if ending.proposal is not None:
        yield from _answers(desk, ending.proposal)
    elif may(officer, Deed.PROPOSE_RESULTS):
        for ask, form, title, note in _proposals(ending):
            act = doing(_("已提请，等待第二人同意。"), _proposing(desk, ask))
            yield Offer(f"propose-{ask}", title, title, form, act, note, "send")
    if may(officer, Deed.EXTEND_OBJECTIONS) and cycle.stage == Stage.NOTICED and cycle.lapsed_at is None and cycle.objection_deadline:
        yield _lengthening(officer, cycle)


def _lengthening(officer: Officer, cycle: Cycle) -> Offer:
    """More time to object; filled in where the installation stood still."""
    act = doing(
        _("异议期已延长，各科室已得到通知。"),
        lambda read: extend_objections(officer=officer, cycle=cycle, until=read["until"], reason=read["reason"]),
    )
    note, initial = _("只能延长，不能缩短；例如系统在异议期内停用超过一小时。"), {}
    if found := unanswered(cycle):
        note = _("%s建议延长一个工作日，已填在下面，可以修改。") % stood_still(found)
        initial = {"until": proposed_day(cycle), "reason": stood_still(found)}
    return Offer("extend", _("延长异议期"), _("延长异议期"), partial(Extension, initial=initial), act, note, "calendar-clock")


def _known(desk: Desk) -> list[str]:
    """The deeds of this page that are this person's, whether they can be done now or not."""
    first, second = (f"propose-{ask}" for ask in Ask), ("agree", "return")
    return [
        *((*first, "withdraw") if may(desk.officer, Deed.PROPOSE_RESULTS) else ()),
        *(second if any(may(desk.officer, deed) for deed, _stages in SECOND.values()) else ()),
        *(("extend",) if may(desk.officer, Deed.EXTEND_OBJECTIONS) else ()),
    ]


def _proposing(desk: Desk, ask: Ask) -> Callable[[dict[str, Any]], object]:
    return lambda read: propose(officer=desk.officer, cycle=desk.cycle, ask=ask, reason=read["reason"])


def _proposals(ending: Ending) -> Iterator[tuple[Ask, type[Asking], str, str]]:
    """What can be proposed from where the year stands: nothing while anything is in the way of it."""
    if ending.stage in (Stage.CLOSING, Stage.REVIEWING) and not ending.before_notice:
        title = _("提请公示") if ending.stage == Stage.CLOSING else _("提请再次公示")
        yield Ask.NOTICE, Note, title, _("公示的就是下面的预览。须由领导小组的另一人同意后才公示。")
    if ending.stage in (Stage.NOTICED, Stage.REVIEWING) and not ending.before_final:
        yield Ask.FINAL, Note, _("提请定案"), _("异议期已满、异议均已决定。须由领导小组的另一人同意后定案。")
    if ending.stage == Stage.FINAL:
        yield Ask.REOPEN, Reopening, _("提请重新开启年度"), _("原定案结果保留；重新开启后要再次公示、再次定案。")


def _answers(desk: Desk, proposal: Proposal) -> Iterator[Offer]:
    officer, ask = desk.officer, Ask(proposal.ask)
    if may(officer, SECOND[ask][0]):
        agree = {
            Ask.NOTICE: (_("同意并公示"), _("已公示，各科室已得到通知。"), publish_results),
            Ask.FINAL: (_("同意并定案"), _("已定案。"), finalise_results),
            Ask.REOPEN: (_("同意重新开启"), _("年度已重新开启。"), reopen_year),
        }
        button, words, deed = agree[ask]
        act = doing(words, lambda _read: deed(officer=officer, proposal=proposal))
        yield Offer("agree", button, button, Asking, act, _("两人办理：提请人不能自己同意。"), "check", grave=ask == Ask.REOPEN)
        act = doing(
            _("已退回提请人。"), lambda read: return_proposal(officer=officer, proposal=proposal, sentence=read["sentence"])
        )
        yield Offer("return", _("退回"), _("退回"), Sentence, act, "", "undo-2")
    if may(officer, Deed.PROPOSE_RESULTS):
        act = doing(_("已撤回。"), lambda _read: withdraw_proposal(officer=officer, proposal=proposal))
        yield Offer("withdraw", _("撤回提请"), _("撤回提请"), Asking, act, "", "x")


def _preview(desk: Desk, now: datetime) -> NoticePage:
    """The notice as it would be published now."""
    until = objections_until(desk.cycle, now) if desk.cycle.stage == Stage.CLOSING else None
    last = Notice.objects.filter(cycle=desk.cycle).select_related("snapshot__cycle__edition").order_by("-number").first()
    before = last.snapshot.read_board() if last and not until else None
    return notice_page(
        desk, desk.board, until=until.moment if until else None, published=None, digest=digest_of(desk.facts),
        number=last.number + 1 if last else 1, before=before, linked=False,
    )  # fmt: skip


def _announced(desk: Desk) -> list[dict[str, Any]]:
    """Everything that was announced of the year, the newest first, each with its page."""
    year = desk.cycle.year
    rows = Snapshot.objects.filter(cycle=desk.cycle).light().select_related("period", "notice", "made_by").order_by("-pk")
    found = []
    for each in rows:
        if each.kind == Kind.BULLETIN and each.period:
            words, url = _("%s通报") % desk.say(each.period.label), f"{reverse('quarter', args=[year, each.period.number])}?issue={each.pk}"
        elif each.kind == Kind.NOTICE:
            words, url = _("结果公示（%s）") % each.notice.number, reverse("notice", args=[year, each.notice.number])
        else:
            words, url = _("定案（第 %s 轮）") % each.round if each.round > 1 else _("定案"), f"{reverse('final', args=[year])}?round={each.round}"
        found.append({"words": words, "url": url, "at": each.made_at, "by": each.made_by.name})
    return found


@require_safe
def notice(request: HttpRequest, year: int, number: int) -> HttpResponse:
    """One public notice as it was published, for everybody of the bureau."""
    desk = Desk(request, year)
    found = _notice(desk, number)
    running = found.until is not None and desk.cycle.stage == Stage.NOTICED and found.takes(timezone.now())
    own = [
        {"name": desk.say(each.title), "url": reverse("notice-department", args=[year, number, each.code])}
        for each in desk.departments
        if may(desk.officer, Deed.FILE_OBJECTION, each)
    ]
    deadline = desk.cycle.objection_deadline if found.until else None
    page = of_notice(desk, found)
    return show(
        request, "notice", cycle=desk.cycle, page=page, listings=lambda: lists.notice(page), notice=found, running=running, own=own,
        extended=deadline if deadline != found.until else None, paper_url=paper_address(year, "notice", number),
        results_url=reverse("results", args=[year]), year_label=desk.year_words(year),
    )  # fmt: skip


@require_safe
def notice_department(request: HttpRequest, year: int, number: int, code: str) -> HttpResponse:
    """A department's result as it was published, each line with the way to object to it while that is possible."""
    desk = Desk(request, year)
    title, found = desk.title_of(code), _notice(desk, number)
    standing = next((each for each in found.snapshot.read_board().standings if each.department.code == code), None) or nothing()
    department = next(each for each in desk.departments if each.code == code)
    deadline = desk.cycle.objection_deadline
    open_to_me = (
        found.until is not None and deadline is not None and desk.cycle.stage == Stage.NOTICED and timezone.now() <= deadline
        and may(desk.officer, Deed.FILE_OBJECTION, department)
    )  # fmt: skip
    return show(
        request, "announced_department", cycle=desk.cycle, page=department_page(standing, desk.sheet()), title=title,
        announced=_("公示结果"), back=(_("结果公示（%s）") % number, reverse("notice", args=[year, number])), snapshot=found.snapshot,
        year_label=desk.year_words(year), deadline=deadline if found.until else None,
        dispute_url=f"{reverse('objection-new', args=[year])}?department={code}" if open_to_me else "",
        paper_url=paper_address(year, "score", code),
    )  # fmt: skip


def _notice(desk: Desk, number: int) -> Notice:
    rows = Notice.objects.filter(cycle=desk.cycle, number=number)
    found = rows.select_related("snapshot__cycle__edition", "snapshot__previous__cycle__edition", "proposal").first()
    return found or nothing()
