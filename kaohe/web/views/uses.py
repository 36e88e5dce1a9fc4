"""What a final result is used for: money divided, tried first and fixed by two; and the way to everybody's dossier."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cached_property
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kaohe.files.tables import csv_text
from kaohe.people.deeds import Deed, departments_for, may
from kaohe.results.models import Snapshot
from kaohe.uses.actions import fix_allotment, propose_allotment, return_scheme, withdraw_scheme
from kaohe.uses.models import Allotment, Kept, Scheme
from kaohe.uses.reward import Allotted
from kaohe.uses.settings import Settings
from kaohe.uses.sight import in_force, seen_lines
from kaohe.uses.tables import reward_table
from kaohe.uses.trial import final_of, frozen, work_out
from kaohe.web.desk import Desk, nothing
from kaohe.web.downloads import answer_file
from kaohe.web.forms.asking import Asking
from kaohe.web.forms.results import Sentence
from kaohe.web.forms.reward import Dividing, Proposing, initial_of
from kaohe.web.frame import show
from kaohe.web.listings import uses as lists
from kaohe.web.offers import Offer, Offers, doing
from kaohe.web.once import one_time
from kaohe.web.shapes.problems import Shown, labelled
from kaohe.web.shapes.reward import RewardPage, amounts_of, fixed_one, reward_page, tried
from kaohe.web.shapes.uses import uses_page

KNOWN = {"propose": Deed.PROPOSE_REWARD, "withdraw": Deed.PROPOSE_REWARD, "fix": Deed.FIX_REWARD, "return": Deed.FIX_REWARD}


@require_safe
def uses(request: HttpRequest, year: int) -> HttpResponse:
    """What the year's result is used for, as far as it concerns this person."""
    desk = Desk(request, year)
    switches = desk.switches("uses", with_periods=False)
    return show(request, "uses", cycle=desk.cycle, title=_("结果使用"), page=uses_page(desk), **switches)


@require_http_methods(["GET", "HEAD", "POST"])
@one_time
def reward(request: HttpRequest, year: int) -> HttpResponse:
    """How the money would be divided: settings in the address, tried and saved nowhere; then proposed by one and fixed by another."""
    desk = Desk(request, year)
    if departments_for(desk.officer, Deed.SEE_REWARD) is not None:
        nothing()
    scheme = Scheme.objects.open().filter(cycle=desk.cycle).with_names().first()
    return _Reward(desk, scheme).answer()


class _Reward:
    """One request for the page."""

    def __init__(self, desk: Desk, scheme: Scheme | None) -> None:
        self.desk, self.scheme = desk, scheme
        self.snapshot: Snapshot | None = final_of(desk.cycle)
        self.fixed = list(Allotment.objects.filter(cycle=desk.cycle).defer("lines").order_by("number"))
        self.form, self.settings = self._chosen()
        known = [code for code, deed in KNOWN.items() if may(desk.officer, deed)]
        self.offers = Offers(desk.request, list(self._offers()), known)

    def answer(self) -> HttpResponse:
        """Do what was sent, or show the page."""
        desk = self.desk
        if desk.request.method == "POST" and (done := self.offers.carry_out()):
            messages.success(desk.request, done)
            return redirect("reward", year=desk.cycle.year)
        page, problems = self._page()
        if self.form.is_bound and not self.form.is_valid():
            problems = labelled(self.form)
        status = self.offers.status if self.offers.status != 200 else 422 if problems and self.form.is_bound else 200
        context: dict[str, Any] = {
            "title": _("奖金分配"), "page": page, "form": self.form, "scheme": self.scheme, "snapshot": self.snapshot,
            "trying": self.settings is not None and self.scheme is None, "offers": self.offers.shown,
            "problems": [*self.offers.problems, *problems], "fixed": self._links(),
            "uses_url": reverse("uses", args=[desk.cycle.year]),
            "heading": _("所提请的分配") if self.scheme else _("试算结果（未保存）"),
        }  # fmt: skip
        listings = (lambda: lists.reward(context["title"], page)) if page else None
        return show(
            desk.request, "reward", cycle=desk.cycle, status=status, listings=listings, **desk.switches("reward", with_periods=False), **context
        )

    @cached_property
    def allotted(self) -> Allotted | None:
        """What the settings come to; None where there are none, or no result to divide by."""
        if self.settings is None or self.snapshot is None:
            return None
        return work_out(self.snapshot, self.settings)

    def _chosen(self) -> tuple[Dividing, Settings | None]:
        """The form, and the settings that are to be looked at: a proposed scheme's, or those that were tried."""
        request = self.desk.request
        if self.scheme is not None:
            proposed = self.scheme.read_settings()
            return Dividing(None, name="r", initial=initial_of(proposed)), proposed
        if request.method == "POST":
            proposing = Proposing(request.POST, name="propose")
            proposing.is_valid()
            settings: Settings | None = proposing.cleaned_data.get("settings")
            return Dividing(None, name="r", initial=initial_of(settings)), settings
        if "way" in request.GET:
            form = Dividing(request.GET, name="r")
            return form, form.settings() if form.is_valid() else None
        last = in_force(self.fixed)
        return Dividing(None, name="r", initial=initial_of(last.read_settings() if last else None)), None

    def _page(self) -> tuple[RewardPage | None, list[Shown]]:
        """What the settings come to, beside what stands; or why they come to nothing."""
        allotted = self.allotted
        if allotted is None or self.snapshot is None:
            return None, []
        if allotted.problems:
            return None, [Shown(self.desk.say_problem(each)) for each in allotted.problems]
        last = in_force(self.fixed)
        now = amounts_of(last.read_lines()) if last else None
        division = tried(allotted)
        return reward_page(self.desk, frozen(self.snapshot).board, division, division.lines, now), []

    def _offers(self) -> Iterator[Offer]:
        officer, cycle, scheme = self.desk.officer, self.desk.cycle, self.scheme
        if scheme is None:
            sound = self.allotted is not None and not self.allotted.problems
            if may(officer, Deed.PROPOSE_REWARD) and sound and self.settings is not None:
                text = json.dumps(self.settings.as_data())
                yield Offer(
                    "propose", _("提请这个方案"), _("提请"),
                    lambda data, name: Proposing(data, name=name, initial={"settings": text}),
                    doing(_("已提请，等待第二人同意。"), lambda read: propose_allotment(officer=officer, cycle=cycle, **read)),
                    _("须由领导小组的另一人同意后才确定；系统只计算和留存，不发放。"), "send",
                )  # fmt: skip
            return
        if may(officer, Deed.FIX_REWARD):
            act = doing(_("已确定，并已留存。"), lambda _read: fix_allotment(officer=officer, scheme=scheme))
            yield Offer("fix", _("同意并确定"), _("同意并确定"), Asking, act, _("两人办理：提请人不能自己同意。"), "check")
            act = doing(_("已退回提请人。"), lambda read: return_scheme(officer=officer, scheme=scheme, sentence=read["sentence"]))
            yield Offer("return", _("退回"), _("退回"), Sentence, act, "", "undo-2")
        if may(officer, Deed.PROPOSE_REWARD):
            act = doing(_("已撤回。"), lambda _read: withdraw_scheme(officer=officer, scheme=scheme))
            yield Offer("withdraw", _("撤回方案"), _("撤回方案"), Asking, act, "", "x")

    def _links(self) -> list[dict[str, Any]]:
        year = self.desk.cycle.year
        return [
            {"number": each.number, "url": reverse("allotment", args=[year, each.number]), "at": each.fixed_at, "by": each.signature}
            for each in reversed(self.fixed)
        ]


@require_safe
def allotment(request: HttpRequest, year: int, number: int) -> HttpResponse:
    """One allotment as it was fixed: everyone's for those who deal with it, one's own for everybody."""
    desk = Desk(request, year)
    found, seen = _found(desk, number)
    page = reward_page(desk, frozen(found.snapshot).board, fixed_one(found), seen)
    title = _("奖金分配（%s）") % number
    return show(
        request, "allotment", cycle=desk.cycle, title=title, listings=lambda: lists.reward(title, page), page=page,
        allotment=found, year_label=desk.year_words(year),
        history_url=reverse("history", args=["allotment", found.pk]) if departments_for(desk.officer, Deed.SEE_REWARD) is None else "",
        uses_url=reverse("uses", args=[year]), table_url=reverse("allotment-table", args=[year, number]),
    )  # fmt: skip


@require_safe
def allotment_table(request: HttpRequest, year: int, number: int) -> HttpResponse:
    """The same as a table to take away, with no more in it than the page shows."""
    desk = Desk(request, year)
    found, seen = _found(desk, number)
    names = {each.department.code: each.department.title for each in frozen(found.snapshot).board.standings}
    table = reward_table(seen, {code: desk.say(name) for code, name in names.items()}, desk.tongue)
    stem = f"{desk.cycle.bureau.title}-{year}-{_('奖金分配')}-{number}"
    return answer_file(csv_text(table, desk.tongue).encode(), "text/csv; charset=utf-8", f"{stem}.csv")


def _found(desk: Desk, number: int) -> tuple[Allotment, tuple[Kept, ...]]:
    """The allotment, and its lines that this person may see. Raises Http404 where there are none."""
    rows = Allotment.objects.visible_to(desk.officer).filter(cycle=desk.cycle, number=number)
    found = rows.select_related("snapshot__cycle__edition", "snapshot__cycle__bureau", "scheme", "fixed_by").first() or nothing()
    return found, seen_lines(desk.officer, found.read_lines()) or nothing()


