"""The overview of a year: where it stands, who stands where, what is to be done."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from kaohe.cycles.models import Cycle
from kaohe.results import queries
from kaohe.web import live
from kaohe.web.desk import Desk
from kaohe.web.frame import show
from kaohe.web.kept import body
from kaohe.web.shapes import overview as shape
from kaohe.web.shapes.known import Known
from kaohe.web.shapes.pictures import Ways
from kaohe.web.shapes.stages import stages
from kaohe.web.shapes.todos import todos


@require_safe
def overview(request: HttpRequest, year: int) -> HttpResponse:
    """The whole year, or what was known at the end of the quarter that `?period=` names."""
    desk = Desk(request, year)
    running = live.Running(desk, reverse("overview-live", args=[year]))
    return show(
        request, "overview", cycle=desk.cycle, body=_made(desk), title=_title(desk), running=running, **desk.switches("overview")
    )


@require_safe
def overview_live(request: HttpRequest, year: int) -> HttpResponse:
    """What changed of it since a state that the page was told."""
    desk = Desk(request, year)
    return live.answer(desk, lambda: _made(desk))


def _made(desk: Desk) -> str:
    before = _year_before(desk)
    key = (*desk.key, before and (before.pk, before.stage, before.noticed_at))
    return body("overview", key, lambda: _context(desk, before, _title(desk)))


def _title(desk: Desk) -> str:
    return shape.title(desk.cycle.year, desk.say(desk.period.label) if desk.period else "")


def _context(desk: Desk, before: Cycle | None, title: str) -> dict[str, Any]:
    seen = desk.only_seen(desk.board)
    known = Known(
        board=desk.board if desk.whole else seen,
        seen=seen,
        rulebook=desk.rulebook,
        tongue=desk.tongue,
        counts=queries.counts(desk.cycle, desk.officer, desk.periods, desk.as_of),
        before=queries.announced(before) if before else {},
        trend=desk.trend if desk.whole else tuple(desk.only_seen(board) for board in desk.trend),
        everyone=desk.whole,
        due=not desk.period and desk.cycle.as_of() is None,
        query=desk.query,
        period=desk.say(desk.period.label) if desk.period else "",
    )
    page = shape.overview_page(
        known,
        title=title,
        stages=stages(desk.cycle, desk.periods, desk.rulebook),
        todos=todos(desk),
        leads=Ways(desk).department,
        urls={
            name: reverse(address, args=[desk.cycle.year]) + desk.query
            for name, address in (("board", "board-xlsx"), ("csv", "board-csv"), ("workbook", "scores"))
        },
    )
    return {"page": page}


def _year_before(desk: Desk) -> Cycle | None:
    """The year to compare the whole year with: the one before, as it was announced."""
    cycle = next((each for each in desk.years if each.year == desk.cycle.year - 1), None)
    return cycle if cycle and cycle.published and desk.whole and not desk.period else None
