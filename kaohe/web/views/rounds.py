"""The quick screens: rounds through the departments and registers of single events, each drawn from its line of data."""

import re
from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kaohe.engine import Refused
from kaohe.ledger.actions import end_leave, record_round
from kaohe.people.deeds import Deed, may
from kaohe.results import queries
from kaohe.results.boards import board_of
from kaohe.web.desk import Desk, nothing
from kaohe.web.frame import Link, show
from kaohe.web.once import one_time
from kaohe.web.shapes.entry import row_of
from kaohe.web.shapes.figures import days_of
from kaohe.web.shapes.glance import glance
from kaohe.web.shapes.leaves import leaves
from kaohe.web.shapes.moved import moved
from kaohe.web.shapes.problems import Shown, shown
from kaohe.web.shapes.rounds import day_of, findings_of, round_of
from kaohe.web.shapes.screens import Screen, screen_of, screens
from kaohe.web.uploads import brought, takes_files
from kaohe.web.views.recording import form_for, record_page, recorder, try_to_record

#: Entries that stand below a screen, so that one sees what was just written.
RECENT = 10


@require_http_methods(["GET", "HEAD", "POST"])
@takes_files
@one_time
def screen(request: HttpRequest, year: int, code: str) -> HttpResponse:
    """One quick screen; after a deed it opens again for the next."""
    desk = recorder(request, year)
    found = screen_of(desk, code) or nothing()
    return _round(desk, found) if found.is_round else _register(desk, found)


def _round(desk: Desk, screen: Screen) -> HttpResponse:
    request = desk.request
    if request.method != "POST":
        return _round_page(desk, screen, [])
    came = brought(request)
    findings, problems = findings_of(desk, screen, request.POST)
    problems += shown(came.problems, desk.say_problem)
    day = day_of(request.POST.get("day", ""))
    if day is None:
        problems.append(Shown(_("看不懂这个日期。请按 2025-03-12 的样子填写。"), "day"))
    if problems or day is None:
        return _round_page(desk, screen, problems)
    before = board_of(desk.cycle)
    papers = [each.strip() for each in re.split(r"[,，、;；\n]+", request.POST.get("paper", "")) if each.strip()]
    try:
        rows = record_round(
            officer=desk.officer, cycle=desk.cycle, occurred_on=day, findings=findings, excusing=screen.excusing,
            evidence=[*came.files, *papers], confirmed="confirmed" in request.POST,
        )  # fmt: skip
    except Refused as refused:
        asked = any(each.code == "ledger.twin" for each in refused.problems)
        return _round_page(desk, screen, shown(refused.problems, desk.say_problem), asked=asked)
    words = {"count": len(rows), "moved": moved(before, board_of(desk.cycle), rows, desk)}
    messages.success(request, _("已登记 %(count)s 笔：%(moved)s") % words)
    return redirect("screen", year=desk.cycle.year, code=screen.code)


def _round_page(desk: Desk, screen: Screen, problems: list[Shown], *, asked: bool = False) -> HttpResponse:
    posted = desk.request.POST if desk.request.method == "POST" else None
    return show(
        desk.request, "round", cycle=desk.cycle, status=422 if problems else 200, problems=problems, asked=asked,
        round=round_of(desk, screen, posted), files=brought(desk.request).files, last_day=desk.cycle.bureau.today(),
        first_day=desk.cycle.starts, **_around(desk, screen),
    )  # fmt: skip


def _register(desk: Desk, screen: Screen) -> HttpResponse:
    code = desk.request.GET.get("rule", screen.rules[0])
    if code not in screen.rules:
        nothing()
    if desk.request.method != "POST":
        return _register_page(desk, screen, code)
    entry, refusal = try_to_record(desk, desk.rulebook.rules[code], **_register_of(desk, screen, code))
    return refusal or redirect(f"{desk.request.path}?rule={code}&department={entry.department.code}")


def _register_page(desk: Desk, screen: Screen, code: str, problems: Sequence[Shown] = ()) -> HttpResponse:
    rule, initial = desk.rulebook.rules[code], {"department": desk.request.GET.get("department", "")}
    form = form_for(rule)(desk, rule, initial=initial, order=screen.order)
    return record_page(desk, form, problems, **_register_of(desk, screen, code))


def _register_of(desk: Desk, screen: Screen, code: str) -> dict[str, Any]:
    """What a register shows beside the form of one of its rules."""
    page: dict[str, Any] = {"template": "register", "order": screen.order, **_around(desk, screen)}
    url, rules = reverse("screen", args=[desk.cycle.year, screen.code]), desk.rulebook.rules
    page["tabs"] = [Link(desk.say(rules[each].label), f"{url}?rule={each}", here=each == code) for each in screen.rules]
    page["draft"] = f"screen-{screen.code}-{code.replace('.', '-')}-{desk.cycle.year}"
    page["lasting"] = rules[code].lasts
    page["leaves"] = leaves(desk, tuple(each for each in screen.rules if rules[each].lasts))
    return page


@require_POST
@one_time
def leave_end(request: HttpRequest, year: int, number: int) -> HttpResponse:
    """Somebody came back early: the leave ends with that day."""
    desk = recorder(request, year)
    entry = queries.entry(desk.cycle, desk.officer, number) or nothing()
    screen = screen_of(desk, "leave")
    if screen is None or not may(desk.officer, Deed.REVERSE_ENTRY, entry.department):
        nothing()
    day = day_of(request.POST.get("last_day", ""))
    if day is None:
        return _register_page(desk, screen, screen.rules[0], [Shown(_("看不懂这个日期。请按 2025-03-12 的样子填写。"), f"last-{number}")])
    try:
        row = end_leave(officer=desk.officer, entry=entry, last_day=day)
    except Refused as refused:
        return _register_page(desk, screen, screen.rules[0], shown(refused.problems, desk.say_problem))
    messages.success(request, _("已登记提前返岗：%(days)s（#%(number)s）。") % {"days": days_of(row.occurred_on, row.until), "number": row.number})
    return redirect("screen", year=year, code="leave")


def _around(desk: Desk, screen: Screen) -> dict[str, Any]:
    """What every screen shows beside its form."""
    year, rules = desk.cycle.year, screen.all_rules
    recent = queries.ledger(desk.cycle, desk.officer, rules=rules).order_by("-number")[:RECENT]
    leave = [desk.rulebook.rules[each] for each in screen.excusing]
    return {
        "screen": screen,
        "others": [each for each in screens(desk) if not each.url.endswith(f"/{screen.code}/")],
        "rows": [row_of(each, desk) for each in recent],
        "pages": {},
        "glance": glance(desk, rules),
        "year_label": desk.year_words(year),
        "choose_url": reverse("record-choose", args=[year]),
        "leave_url": f"{reverse('screen', args=[year, 'leave'])}?rule={leave[0].code}" if leave and screen.is_round and screen_of(desk, "leave") else "",
    }
