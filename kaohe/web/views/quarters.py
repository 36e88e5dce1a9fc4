"""The quarter from its opening to its bulletin: who is missing, what it would say, and what it said once it is out."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from kaohe.cycles.models import Period
from kaohe.people.deeds import Deed, may
from kaohe.results.actions import close_quarter, issue_bulletin, open_quarter
from kaohe.results.actions.quarters import QUARTERS
from kaohe.results.boards import board_in, facts_in, state_of
from kaohe.results.models import Snapshot
from kaohe.results.progress import details_of
from kaohe.web.desk import Desk, nothing
from kaohe.web.forms.asking import Asking
from kaohe.web.frame import show
from kaohe.web.listings import results as lists
from kaohe.web.offers import Offer, Offers, doing
from kaohe.web.once import one_time
from kaohe.web.shapes.bulletin import Quarter, bulletin_page
from kaohe.web.shapes.department import department_page
from kaohe.web.shapes.printed import paper_address


class Anew(Asking):
    """Why a quarter is announced again."""

    SPEAKS_OF = {"results.bulletin_again": "reason"}
    reason = forms.CharField(label=gettext_lazy("重新通报的理由"), max_length=300)


@require_safe
def quarters(request: HttpRequest, year: int) -> HttpResponse:
    """On to the quarter that is to be dealt with: the first not closed that has begun, else the last closed one."""
    desk = Desk(request, year)
    today = desk.cycle.bureau.today()
    waiting = [each for each in desk.periods if each.closed_on is None and each.starts <= today]
    closed = [each for each in desk.periods if each.closed_on is not None]
    chosen = waiting[0] if waiting and waiting[0].ends < today else (closed[-1] if closed else desk.periods[0])
    return redirect("quarter", year=year, number=chosen.number)


@require_http_methods(["GET", "HEAD", "POST"])
@one_time
def quarter(request: HttpRequest, year: int, number: int) -> HttpResponse:
    """One quarter. Before its bulletin is out only those who may see everyone's points see the draft of it."""
    desk = Desk(request, year)
    period = next((each for each in desk.periods if each.number == number), None) or nothing()
    issued = list(Snapshot.objects.filter(cycle=desk.cycle, period=period).select_related("period", "made_by").light().order_by("pk"))
    offers = Offers(request, _offers(desk, period, bool(issued)), ("open", "close", "issue") if may(desk.officer, Deed.RUN_QUARTER) else ())
    if request.method == "POST" and (done := offers.carry_out()):
        messages.success(request, done)
        return redirect("quarter", year=year, number=number)
    return _page(desk, period, issued, offers)


def _offers(desk: Desk, period: Period, announced: bool) -> list[Offer]:
    """What can be done with the quarter now, one thing after the other."""
    if not may(desk.officer, Deed.RUN_QUARTER) or desk.cycle.stage not in QUARTERS:
        return []
    told, today, officer = {"period": desk.say(period.label)}, desk.cycle.bureau.today(), desk.officer
    period.cycle = desk.cycle
    found = []
    if period.closed_on is None and period.opened_on is None and period.starts <= today:
        act = doing(_("%(period)s已开启。") % told, lambda _: open_quarter(officer=officer, period=period))
        note = _("各科室负责人和内勤会收到填报通知。")
        found.append(Offer("open", _("开启本季填报"), _("开启并通知各科室"), Asking, act, note, "door-open"))
    if period.closed_on is None and period.ends < today:
        act = doing(_("%(period)s已关闭，可以通报。") % told, lambda _: close_quarter(officer=officer, period=period))
        note = _("关闭后登记的本季事项算作补记，列入下一次通报。")
        found.append(Offer("close", _("关闭本季"), _("关闭本季"), Asking, act, note, "lock"))
    if period.closed_on is not None:
        found.append(_announcing(desk, period, announced, told))
    return found


def _announcing(desk: Desk, period: Period, announced: bool, told: dict[str, str]) -> Offer:
    """The first bulletin, or another one with its reason."""
    act = doing(
        _("%(period)s已通报。") % told,
        lambda read: issue_bulletin(officer=desk.officer, period=period, reason=read.get("reason", "")),
    )
    if announced:
        note = _("补记或冲正之后，可以按现在的台账重新通报；原通报保留。")
        return Offer("issue", _("重新通报"), _("重新通报"), Anew, act, note, "megaphone")
    return Offer("issue", _("发布通报"), _("发布通报"), Asking, act, _("发布的就是下面这一页，之后不再改变。"), "megaphone")


def _page(desk: Desk, period: Period, issued: list[Snapshot], offers: Offers) -> HttpResponse:
    asked = desk.request.GET.get("issue", "")
    chosen = next((each for each in issued if str(each.pk) == asked), issued[-1] if issued else None)
    draft = chosen is None and desk.whole and period.starts <= desk.cycle.bureau.today()
    page = bulletin_page(desk, _quarter(desk, period, chosen, issued.index(chosen) + 1 if chosen else None)) if chosen or draft else None
    url = reverse("quarters", args=[desk.cycle.year])
    context: dict[str, Any] = {
        "title": _("%s考核") % desk.say(period.label),
        "period": period,
        "page": page,
        "draft": draft,
        "snapshot": chosen,
        "issues": issued if len(issued) > 1 else [],
        "offers": offers.shown,
        "problems": offers.problems,
        "may_remind": may(desk.officer, Deed.REMIND_PROGRESS) and period.closed_on is None and bool(page and page.missing),
        "paper_url": paper_address(desk.cycle.year, "bulletin", chosen.pk) if chosen else "",
        "tabs": [
            {"label": desk.say(each.label), "url": f"{url}{each.number}/", "here": each == period, "closed": each.closed_on}
            for each in desk.periods
        ],
        "progress_url": f"{reverse('progress', args=[desk.cycle.year])}?period={period.number}",
        "remind_url": f"{reverse('progress-remind', args=[desk.cycle.year])}?period={period.number}",
    }
    switches = desk.switches("quarters", with_periods=False)
    listings = (lambda: lists.bulletin(context["title"], page)) if page else None
    return show(desk.request, "quarter", cycle=desk.cycle, status=offers.status, listings=listings, **switches, **context)


@require_safe
def quarter_department(request: HttpRequest, year: int, number: int, issue: int, code: str) -> HttpResponse:
    """A department's points as that bulletin announced them, whatever was recorded since; the way from its figures to their reasons."""
    desk = Desk(request, year)
    title = desk.title_of(code)
    period = next((each for each in desk.periods if each.number == number), None) or nothing()
    rows = Snapshot.objects.filter(cycle=desk.cycle, period=period).select_related("cycle__edition").order_by("pk")
    issued = (rows[issue - 1 : issue].first() if issue else None) or nothing()
    board = desk.only_seen(issued.read_board())
    standing = next((each for each in board.standings if each.department.code == code), None) or nothing()
    words = _("%s通报") % desk.say(period.label)
    return show(
        request, "announced_department", cycle=desk.cycle, page=department_page(standing, desk.sheet()), title=title,
        announced=words, back=(words, f"{reverse('quarter', args=[year, number])}?issue={issued.pk}"),
        snapshot=issued, year_label=desk.year_words(year), live_url=f"{reverse('department', args=[year, code])}?period={number}",
    )  # fmt: skip


def _quarter(desk: Desk, period: Period, snapshot: Snapshot | None, issue: int | None) -> Quarter:
    """What the page is made of: the announced snapshot, or the board as a bulletin of now would have it."""
    number = snapshot.period.number if snapshot and snapshot.period else period.number
    earlier = Snapshot.objects.filter(cycle=desk.cycle, period__number__lt=number).select_related("period").order_by("-pk")
    if snapshot is not None:
        earlier = earlier.filter(pk__lt=snapshot.pk)
    before = earlier.first()
    after, since = (before.highest_entry, before.period.ends) if before and before.period else (0, None)
    old = before.read_board() if before else None
    if snapshot is not None:
        whole = Snapshot.objects.select_related("cycle__edition").get(pk=snapshot.pk)
        return Quarter(period, whole.read_board(), whole.read_facts(), whole.details, old, after, since, issue)
    state = state_of(desk.cycle, period.ends, period.last_entry)
    return Quarter(period, board_in(desk.cycle, state), facts_in(desk.cycle, state), details_of(desk.cycle, period, period.last_entry), old, after, since)
