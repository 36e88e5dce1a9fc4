"""Duties: the leading group, its office and the checking group as the annex lists them; who may do what; acting for another."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kaohe.engine import Refused
from kaohe.people import actions, draws
from kaohe.people.deeds import Deed, may
from kaohe.people.groups import ORDER, groups
from kaohe.people.models import Appointment, Delegation, Draw
from kaohe.people.roles import Role
from kaohe.web import behalf, undo
from kaohe.web.desk import nothing
from kaohe.web.forms.people import Appointed, Delegated, Drawn, Ended
from kaohe.web.listings import people as lists
from kaohe.web.offers import Offer, Offers
from kaohe.web.once import one_time, onward
from kaohe.web.shapes.draws import drawings, next_in_turn
from kaohe.web.shapes.duties import bodies, deeds_table, lent
from kaohe.web.shapes.duty_review import reviewed
from kaohe.web.shapes.figures import language, listed
from kaohe.web.staff import Staff
from kaohe.web.views.refusals import refusal

#: So many draws are told on the page; all are kept.
MOST_DRAWS = 12


@require_http_methods(["GET", "HEAD", "POST"])
@one_time
def bodies_page(request: HttpRequest) -> HttpResponse:
    """The leading group, its office and the checking group, with terms; who gives duties appoints, the office draws."""
    staff = Staff(request)
    found = groups(staff.bureau, staff.today)
    offers = Offers(request, [*(_appointing(staff, found) if staff.appoints else []), *_drawing(staff)])
    if request.method == "POST" and (told := offers.carry_out()):
        messages.success(request, told)
        return redirect("bodies")
    made, shown = drawings(staff, Draw.objects.visible_to(staff.officer)[:MOST_DRAWS]), bodies(staff, found)
    return staff.page(
        "bodies", bodies=shown, drawings=made, offers=offers, status=offers.status, problems=offers.problems,
        listings=lambda: lists.bodies(shown, made),
    )  # fmt: skip


def _appointing(staff: Staff, found: Any) -> list[Offer]:
    lasting: list[Appointment] = [each for group in found for each in (*group.members, *group.coming)]

    def appoint(read: dict[str, Any]) -> str:
        actions.appoint(
            officer=staff.officer, to=read["who"], role=Role(read["role"]), since=read["since"], until=read["until"], post=read["post"],
            reason=read["reason"],
        )  # fmt: skip
        return _("已任命%s。") % read["who"].name

    def end(read: dict[str, Any]) -> str:
        actions.end_appointment(officer=staff.officer, appointment=read["appointment"], until=read["until"], reason=read["reason"])
        return _("已写明最后一天。")

    add = Offer("appoint", _("增加成员"), _("任命"), lambda **sent: Appointed(staff, roles=ORDER, pick=True, **sent), appoint, icon="user-plus")
    stop = Offer("end", _("成员退出"), _("写明最后一天"), lambda **sent: Ended(staff, lasting, names=True, **sent), end, icon="user-minus")
    return [add, stop] if lasting else [add]


def _drawing(staff: Staff) -> list[Offer]:
    if not may(staff.officer, Deed.DRAW_CHECKERS):
        return []
    heads = next_in_turn(staff, draws.standing(staff.bureau, staff.today, staff.today))

    def draw(read: dict[str, Any]) -> str:
        made = actions.draw_checkers(
            officer=staff.officer, bureau=staff.bureau, seats=read["seats"], since=read["since"], until=read["until"],
            aside=read["aside"], reason=read["reason"],
        )  # fmt: skip
        names = listed(each.name for each in draws.lots_of(made) if each.drawn)
        return _("已抽调：%s。排序和抽签记在“抽调记录”里。") % names

    note = _("附件3：由考核办牵头，轮流抽调科室负责人。先抽次数少的；次数相同，先抽上次参加早的；再相同，抽签。对本科室自动回避。")
    return [Offer("draw", _("抽调考核小组成员"), _("抽调"), lambda **sent: Drawn(staff, heads, **sent), draw, note, "users-round")]


@require_safe
def duties(request: HttpRequest) -> HttpResponse:
    """Who may do what, in plain words, from the very table that buttons and refusals ask."""
    staff = Staff(request)
    table = deeds_table(staff.officer)
    return staff.page("duties", table=table, listings=lambda: lists.deeds(table))


@require_safe
def review(request: HttpRequest) -> HttpResponse:
    """Duties that clash, accounts that nobody uses or that are shut out for a while, and who the three keepers are."""
    staff = Staff(request)
    staff.require(Deed.REVIEW_DUTIES)
    found = reviewed(staff, timezone.now())
    return staff.page("duty_review", listings=lambda: lists.review(found), **found)


@require_http_methods(["GET", "HEAD", "POST"])
@one_time
def delegations(request: HttpRequest) -> HttpResponse:
    """Letting another act for oneself for a time, and whom one may act for."""
    staff = Staff(request)
    me = staff.officer
    rows = list(Delegation.objects.visible_to(me).with_names())

    def delegate(read: dict[str, Any]) -> str:
        made = actions.delegate(officer=me, to=read["to"], since=read["since"], until=read["until"], reason=read["reason"])
        undo.offer(request, words=_("刚授权，选错了人可以马上收回。"), url=reverse("delegation-revoke", args=[made.pk]))
        return _("已授权%(name)s，到 %(until)s 为止；记录上会写明两个人的名字。") % {"name": made.taker.name, "until": made.until}

    able = me.acting_for is None and may(me, Deed.DELEGATE)
    made = [Offer("delegate", _("授权他人代办"), _("授权"), lambda **sent: Delegated(staff, **sent), delegate, icon="handshake")]
    offers = Offers(request, made if able else [])
    if request.method == "POST" and (told := offers.carry_out()):
        messages.success(request, told)
        return redirect("delegations")
    given, taken = lent(staff, rows)
    return staff.page("delegations", given=given, taken=taken, offers=offers, status=offers.status, problems=offers.problems)


@require_POST
@one_time
def delegation_revoke(request: HttpRequest, number: int) -> HttpResponse:
    """Take one back, or give it back."""
    staff = Staff(request)
    found = Delegation.objects.visible_to(staff.officer).with_names().filter(pk=number).first() or nothing()
    try:
        actions.revoke_delegation(officer=staff.officer, delegation=found)
    except Refused as refused:
        return _refused(request, refused)
    messages.success(request, _("授权已收回，立即生效。"))
    return redirect("delegations")


@require_POST
def act(request: HttpRequest) -> HttpResponse:
    """Act for another from now on, or as oneself again; back to the page that `next` names."""
    staff = Staff(request)
    number = request.POST.get("delegation", "")
    back = onward(request, request.POST.get("next", "")) or "/"
    if not number:
        behalf.choose(request, None)
        messages.success(request, _("现在以您本人的身份办理。"))
        return redirect(back)
    rows = Delegation.objects.filter(taker=staff.officer).with_names()
    found = (rows.filter(pk=int(number)).first() if number.isdecimal() and len(number) < 12 else None) or nothing()
    try:
        actions.begin_acting(officer=staff.officer, delegation=found)
    except Refused as refused:
        return _refused(request, refused)
    behalf.choose(request, found)
    messages.success(request, _("现在代%s办理；每一步都会写明两个人的名字。") % found.giver.name)
    return redirect(back)


def _refused(request: HttpRequest, refused: Refused) -> HttpResponse:
    words = [problem.message(language()) for problem in refused.problems]
    return refusal(request, 422, _("没有办成"), words, url="/delegations/", act=_("回到代办授权"))
