"""The grading meeting: opened with who is there, its check list, concluded; and its minutes to read and to print."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kaohe.engine import Refused
from kaohe.panels import actions
from kaohe.panels.agreement import agreed_on
from kaohe.panels.minutes import Decision, Minutes, minutes_of
from kaohe.panels.models import GradingMeeting
from kaohe.people.deeds import Deed, departments_for, may
from kaohe.web.bench import Bench
from kaohe.web.desk import Desk, nothing
from kaohe.web.forms.meetings import GradingMeetingForm
from kaohe.web.frame import show
from kaohe.web.listings import goals as lists
from kaohe.web.offers import Offer, Offers
from kaohe.web.once import one_time
from kaohe.web.shapes.figures import listed
from kaohe.web.shapes.printed import paper_address
from kaohe.web.shapes.problems import Shown

CONFLICTS = ("panels.meeting_closed", "panels.meeting_stale", "panels.meeting_sits", "panels.nothing_agreed", "cycles.stage")


@require_http_methods(["GET", "HEAD", "POST"])
@one_time
def meeting(request: HttpRequest, year: int) -> HttpResponse:
    """The meeting that sits, with all that is still open; those concluded; and the form to open or amend one."""
    bench = _bench(request, year)
    offers = Offers(request, _offers(bench))
    if request.method == "POST" and (told := offers.carry_out()):
        messages.success(request, told)
        return redirect("grading-meeting", year=year)
    return _page(bench, offers, offers.problems, offers.status)


def _offers(bench: Bench) -> list[Offer]:
    """Opening a meeting, or amending the one that sits."""
    if not may(bench.officer, Deed.HOLD_MEETING):
        return []
    sitting, members = bench.meeting, bench.circle.members
    if sitting is None:
        initial = {"held_on": bench.cycle.bureau.today(), "minutes": "", "place": "", "attending": [], "present": [each.username for each in members]}

        def open_(read: dict[str, Any]) -> str:
            actions.open_meeting(officer=bench.officer, cycle=bench.cycle, **read)
            return _("划档会已开始，可以记下集体决定。")

        return [Offer("open", _("开始划档会"), _("开始"), lambda **sent: GradingMeetingForm(members, initial, **sent), open_, icon="gavel")]
    initial = {
        "held_on": sitting.held_on, "begins": sitting.begins, "minutes": sitting.minutes, "place": sitting.place, "attending": sitting.attending,
        "present": [each.username for each in sitting.present.all()],
    }  # fmt: skip

    def amend(read: dict[str, Any]) -> str:
        version = bench.desk.request.POST.get("version", "")
        actions.amend_meeting(officer=bench.officer, meeting=sitting, version=version, **read)
        return _("会议情况已更新。")

    return [Offer("amend", _("修改会议情况"), _("保存"), lambda **sent: GradingMeetingForm(members, initial, **sent), amend)]


@require_POST
@one_time
def conclude(request: HttpRequest, year: int) -> HttpResponse:
    """Write down all that everybody agrees on, or conclude the meeting that the form names."""
    bench = _bench(request, year)
    if not may(bench.officer, Deed.HOLD_MEETING):
        nothing()
    number = request.POST.get("meeting", "")
    rows = bench.cycle.grading_meetings.select_related("cycle__bureau")
    found = (rows.filter(number=int(number)).first() if number.isdecimal() and len(number) < 6 else None) or nothing()
    try:
        if request.POST.get("act") == "agree":
            ruled = actions.rule_agreed(officer=bench.officer, meeting=found)
            messages.success(request, _("已把 %s 项意见一致的目标记为集体决定。") % len(ruled))
        else:
            actions.conclude_meeting(officer=bench.officer, meeting=found, version=request.POST.get("version", ""))
            messages.success(request, _("划档会的决定已记入台账。"))
            return redirect("grading-minutes", year=year, number=found.number)
    except Refused as refused:
        fresh = _bench(request, year)
        shown = [Shown(fresh.desk.say_problem(each)) for each in refused.problems]
        status = 409 if any(each.code in CONFLICTS for each in refused.problems) else 422
        return _page(fresh, Offers(request, _offers(fresh)), shown, status)
    return redirect("grading-meeting", year=year)


@require_safe
def minutes(request: HttpRequest, year: int, number: int) -> HttpResponse:
    """The minutes of one meeting: frozen once it is concluded, as things stand while it sits."""
    bench = _bench(request, year)
    found = GradingMeeting.objects.visible_to(bench.officer).filter(cycle=bench.cycle, number=number).first() or nothing()
    found.cycle, say = bench.cycle, bench.desk.say
    told = Minutes.from_data(found.record) if found.record else minutes_of(found, bench.circle)
    title, rows = _("划档会记录"), [_decision(say, each) for each in told.decisions]
    return show(
        request, "grading_minutes", cycle=bench.cycle, title=title, told=told, concluded=bool(found.record),
        listings=(lambda: lists.minutes(title, told, rows)) if rows else None,
        present=listed(told.present), absent=listed(told.absent), attending=listed(told.attending), year_label=bench.desk.year_words(year),
        rows=rows,
        departments=[(say(each.department), listed(each.recused), listed(each.able), each.quorate) for each in told.departments],
        paper_url=paper_address(year, "gradings", number),
        meeting_url=reverse("grading-meeting", args=[year]), history_url=reverse("history", args=["meeting", found.pk]),
    )  # fmt: skip


def _decision(say: Callable[[str], str], each: Decision) -> tuple[str, str, list[str], list[tuple[str, int]], Decision]:
    """One decision in the reader's language."""
    spread = [(say(label), number) for label, number in each.spread.items()]
    return say(each.department), say(each.label), [say(words) for words in each.conditions], spread, each


def _bench(request: HttpRequest, year: int) -> Bench:
    desk = Desk(request, year)
    if departments_for(desk.officer, Deed.SEE_GRADING) is not None:
        nothing()
    return Bench(desk)


def _page(bench: Bench, offers: Offers, problems: Sequence[Shown], status: int) -> HttpResponse:
    sitting, year = bench.meeting, bench.cycle.year
    goals = bench.everything.goals
    ruled = [each for each in goals if bench.ruled(each)]
    context: dict[str, Any] = {
        "year": year,
        "sitting": sitting,
        "present": listed(each.name for each in bench.circle.members if bench.present and each.pk in bench.present),
        "absent": listed(each.name for each in bench.circle.members if bench.present is not None and each.pk not in bench.present),
        "ruled": len(ruled),
        "open": sum(not bench.ruled(each) and each.grading is None for each in goals),
        "graded": sum(each.grading is not None for each in goals),
        "agreed": sum(_agreed(bench, each) for each in goals) if bench.present is not None else 0,
        "checks": _checks(bench) if sitting else [],
        "may_hold": may(bench.officer, Deed.HOLD_MEETING) and bench.open_year,
        "concluded": [each for each in bench.cycle.grading_meetings.order_by("-number") if each.closed_at],
        "offers": offers,
        "problems": problems,
        "grading_url": bench.url(),
    }  # fmt: skip
    switches = bench.desk.switches("grading-meeting", with_periods=False)
    listings = (lambda: lists.meeting(context["checks"])) if context["checks"] else None
    return show(bench.desk.request, "grading_meeting", cycle=bench.cycle, status=status, listings=listings, **switches, **context)


def _agreed(bench: Bench, dossier: Any) -> bool:
    """True for what the button would write down."""
    return may(bench.officer, Deed.HOLD_MEETING, dossier.goal.department) and bool(agreed_on(dossier, bench.circle, bench.present or ()))


def _checks(bench: Bench) -> list[dict[str, Any]]:
    """By department, what is worth a look before the meeting is concluded."""
    found: dict[int, dict[str, Any]] = {}
    for each in bench.everything.goals:
        department = each.goal.department
        row = found.setdefault(
            department.pk,
            {
                "name": bench.desk.say(department.title), "goals": 0, "ruled": 0, "graded": 0, "open": [], "aside": listed(bench.circle.aside(department.pk)),
                "able": len(bench.circle.able(department.pk, bench.present)), "quorate": bench.circle.quorate(department.pk, bench.present),
                "loose": sum(loose.settled is None for loose in bench.everything.loose.get(department.pk, ())),
            },
        )  # fmt: skip
        row["goals"] += 1
        row["ruled"] += bench.ruled(each)
        row["graded"] += each.grading is not None
        if not bench.ruled(each) and each.grading is None:
            row["open"].append(each.goal.code)
    for row in found.values():
        row["open"] = listed(row["open"])
    return list(found.values())
