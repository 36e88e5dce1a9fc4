"""Trying a rulebook: other numbers on the year's facts, beside what stands. Kept as a proposal, never as the edition."""

from __future__ import annotations

from typing import Any, Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kaohe.cycles.actions import withdraw_amendment, write_amendment
from kaohe.cycles.models import Amendment
from kaohe.engine import Refused
from kaohe.engine.parameters import parameters
from kaohe.people.deeds import Deed, may
from kaohe.results.trying import grid, tried
from kaohe.web.desk import Desk, nothing
from kaohe.web.forms.trying import Asking, read
from kaohe.web.frame import show
from kaohe.web.once import FIELD, OPENED_FOR, one_time
from kaohe.web.shapes import trying as shape
from kaohe.web.shapes.problems import Shown, shown
from kaohe.web.shapes.proposing import proposed, to_save

#: No number of a row is as long.
_DIGITS: Final = 19
#: The fields of a proposal beside its values. What was typed into them stays, whatever is pressed.
_TYPED: Final = ("label", "reason")
#: What is no part of the question: without scripts it comes out of the form that also saves, and what belongs to saving stays out of
#: the address; and a quarter, because the whole year is tried.
_ASIDE: Final = {FIELD, OPENED_FOR, "period"}


@require_http_methods(["GET", "HEAD", "POST"])
@one_time
def trying(request: HttpRequest, year: int) -> HttpResponse:
    """The parameters that the address names, with their values; what they come to; and saving them as a proposal."""
    desk = Desk(request, year)
    if not may(desk.officer, Deed.TRY_RULEBOOK):
        nothing()
    known = {each.path: each for each in parameters(desk.rulebook)}
    sent = request.method == "POST"
    if not sent and _ASIDE & request.GET.keys():
        return redirect(f"{request.path}?{_without_aside(request.GET)}")
    said = request.POST if sent else request.GET
    asking = read(said, known, lambda parameter: shape.words_of(parameter, desk))
    typed = {name: said.get(name, "") for name in _TYPED}
    if not sent:
        return _page(desk, asking, typed)
    if "withdraw" in said:
        return _withdraw(desk, asking, typed, said["withdraw"])
    if asking.problems:
        return _page(desk, asking, typed, asking.problems)
    try:
        amendment = write_amendment(officer=desk.officer, cycle=desk.cycle, values=asking.values, **typed)
    except Refused as refused:
        return _page(desk, asking, typed, shown(refused.problems, desk.say_problem, list(_TYPED)))
    told = {"label": amendment.label, "values": to_save(asking, desk)}
    messages.success(request, _("已存为修订建议“%(label)s”：%(values)s。现行办法没有改动。") % told)
    return redirect(_address(desk, asking, {}))


def _without_aside(said: QueryDict) -> str:
    """The question alone."""
    query = said.copy()
    for name in _ASIDE:
        query.pop(name, None)
    return query.urlencode()


def _address(desk: Desk, asking: Asking, typed: dict[str, str]) -> str:
    """The page with what is being tried, and what is typed for a proposal."""
    query = QueryDict(asking.query.removeprefix("?"), mutable=True)
    query.update({name: words for name, words in typed.items() if words})
    return f"{reverse('trying', args=[desk.cycle.year])}?{query.urlencode()}"


def _withdraw(desk: Desk, asking: Asking, typed: dict[str, str], number: str) -> HttpResponse:
    """One's own proposal back; what is being tried stays on the page."""
    key = int(number) if number.isdecimal() and len(number) < _DIGITS else 0
    amendment = Amendment.objects.visible_to(desk.officer).filter(cycle=desk.cycle, pk=key).first()
    if amendment is None:
        nothing()
    try:
        withdraw_amendment(officer=desk.officer, amendment=amendment)
    except Refused as refused:
        return _page(desk, asking, typed, shown(refused.problems, desk.say_problem))
    messages.success(desk.request, _("已撤回修订建议“%s”；记录仍在，可随时再看。") % amendment.label)
    return redirect(_address(desk, asking, typed))


def _page(desk: Desk, asking: Asking, typed: dict[str, str], refused: Any = ()) -> HttpResponse:
    known = {each.path: each for each in parameters(desk.rulebook)}
    problems: list[Shown] = list(refused or asking.problems)
    outcome, outcomes = None, []
    try:
        if asking.readable:
            outcome = tried(desk.rulebook, desk.facts, desk.board, asking.values)
        if outcome and asking.choices and "drawing" not in desk.request.GET:  # while a slider moves nobody waits for a grid
            outcomes = list(grid(desk.rulebook, desk.facts, desk.board, asking.values, asking.choices))
    except Refused as wrong:
        problems += shown(wrong.problems, desk.say_problem)
    running = any(each.published is None for each in desk.board.standings)
    rows = Amendment.objects.visible_to(desk.officer).filter(cycle=desk.cycle, edition=desk.cycle.edition).select_related("written_by", "withdrawal")
    return show(
        desk.request, "trying", cycle=desk.cycle, status=422 if refused else 200, problems=problems, asking=asking, refused=bool(refused),
        groups=shape.groups(known, desk, [row.parameter.path for row in asking.rows]),
        dials=[shape.dial(row, desk, problems) for row in asking.rows],
        rows=shape.rows(outcome, desk) if outcome else [], lead=shape.lead(outcome, desk) if outcome and asking.values else "",
        untidy=shape.untidy(outcome.rulebook, desk) if outcome and asking.values else [],
        what_if_url=reverse("what-if", args=[desk.cycle.year]), changed=bool(outcome and asking.values), variants=shape.variants(outcomes, asking.rows, desk),
        proposed=proposed(rows, known, desk), edition=desk.say(desk.rulebook.label),
        reset_url=reverse("trying", args=[desk.cycle.year]),
        tried=bool(outcome), running=running, heads=shape.heads(running), now_url=reverse("overview", args=[desk.cycle.year]), typed=typed,
        to_save=to_save(asking, desk),
        **desk.switches("trying", with_periods=False),
    )  # fmt: skip
