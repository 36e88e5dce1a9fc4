"""Duties put forward (拟任): the security administrator confirms all of them with one press, or declines some with a sentence."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kaohe.engine import Refused
from kaohe.people import actions
from kaohe.people.deeds import Deed
from kaohe.people.models import Nomination
from kaohe.web.listings import people as lists
from kaohe.web.once import one_time
from kaohe.web.shapes.nominations import table
from kaohe.web.shapes.problems import Shown, shown
from kaohe.web.staff import Staff


@require_http_methods(["GET", "HEAD", "POST"])
@one_time
def nominations(request: HttpRequest) -> HttpResponse:
    """What waits, for both keepers to see; decided by who gives duties."""
    staff = Staff(request)
    staff.require(Deed.MANAGE_PEOPLE, Deed.APPOINT)
    problems: list[Shown] = []
    if request.method == "POST":
        staff.require(Deed.APPOINT)
        try:
            messages.success(request, _decide(staff))
        except Refused as refused:
            problems = shown(refused.problems, lambda problem: problem.message(staff.tongue))
        else:
            return redirect("people" if "through" in request.POST else "nominations")
    rows = list(Nomination.objects.visible_to(staff.officer).with_names())
    shown_rows = table(staff, rows, request.POST.getlist("n"))
    return staff.page(
        "nominations", rows=shown_rows, listings=(lambda: lists.nominations(shown_rows)) if rows else None, through=rows[-1].pk if rows else 0,
        reason=request.POST.get("reason", ""), problems=problems, status=422 if problems else 200,
    )  # fmt: skip


def _decide(staff: Staff) -> str:
    """Does what the form asks; returns what to tell. Raises Refused."""
    sent = staff.request.POST
    rows = Nomination.objects.visible_to(staff.officer)
    if through := _number(sent.get("through", "")):
        chosen = list(rows.filter(pk__lte=through))
    else:
        chosen = list(rows.filter(pk__in=[number for each in sent.getlist("n") if (number := _number(each))]))
    if sent.get("do") == "decline":
        count = actions.decline_nominations(
            officer=staff.officer, bureau=staff.bureau, nominations=chosen, reason=sent.get("reason", "")[:500]
        )
        return _("已退回 %s 项拟任。") % count
    count = actions.confirm_nominations(officer=staff.officer, bureau=staff.bureau, nominations=chosen)
    return _("已确认 %s 项任职。") % count


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 12 else 0
