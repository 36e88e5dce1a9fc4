"""The overview of a year: where it stands, who stands where, what is to be done."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kaohe.results import queries
from kaohe.results.boards import board_of
from kaohe.web.desk import Desk
from kaohe.web.frame import show
from kaohe.web.shapes import overview as shape
from kaohe.web.shapes.stages import stages
from kaohe.web.shapes.todos import todos


@require_safe
def overview(request: HttpRequest, year: int) -> HttpResponse:
    """The whole year, or what was known at the end of the quarter that `?period=` names."""
    desk = Desk(request, year)
    whole = desk.board if desk.whole else desk.only_seen(desk.board)
    counts = queries.counts(desk.cycle, desk.officer, desk.periods, desk.as_of)
    before = _year_before(desk)
    known = shape.Known(
        board=whole,
        seen=desk.only_seen(desk.board),
        rulebook=desk.rulebook,
        tongue=desk.tongue,
        counts=counts,
        before=before,
        trend=desk.trend if desk.whole else tuple(desk.only_seen(board) for board in desk.trend),
        everyone=desk.whole,
        query=desk.query,
        period=desk.say(desk.period.label) if desk.period else "",
    )
    page = shape.overview_page(
        known,
        stages=stages(desk.cycle, desk.periods, desk.tongue, desk.rulebook),
        todos=todos(desk),
        csv_url=reverse("board-csv", args=[year]) + desk.query,
        workbook_url=reverse("scores", args=[year]) + desk.query,
    )
    return show(request, "overview", cycle=desk.cycle, page=page, **desk.switches("overview"))


def _year_before(desk: Desk):
    """Last year's board for those who may see all of it, to compare the whole year with."""
    cycle = next((each for each in desk.years if each.year == desk.cycle.year - 1), None)
    if cycle is None or desk.period or not cycle.board_visible_to(desk.officer):
        return None
    return board_of(cycle)
