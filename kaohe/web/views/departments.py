"""One department's year."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kaohe.web.desk import Desk, nothing
from kaohe.web.frame import Link, show
from kaohe.web.shapes.department import department_page


@require_safe
def department(request: HttpRequest, year: int, code: str) -> HttpResponse:
    """The whole score tree, every number with its sentence."""
    desk = Desk(request, year)
    board = desk.only_seen(desk.board)
    codes = [standing.department.code for standing in board.standings]
    if code not in codes:
        nothing()
    at = codes.index(code)
    page = department_page(board.standings[at], desk.sheet())
    return show(
        request,
        "department",
        cycle=desk.cycle,
        page=page,
        before=_neighbour(desk, board.standings[at - 1].department),
        after=_neighbour(desk, board.standings[(at + 1) % len(codes)].department),
        overview_url=reverse("overview", args=[year]) + desk.query,
        ledger_url=f"{reverse('ledger', args=[year])}?department={code}",
        workbook_url=reverse("scores", args=[year]) + desk.query,
        rulebook_url=reverse("rulebook", args=[desk.cycle.edition.code]),
        rulebook_label=desk.say(desk.rulebook.label),
        digest=desk.rulebook.digest[:16],
        total_label=_("%s暂计") % desk.say(desk.period.label) if desk.period else desk.say(desk.rulebook.tree.label),
        **desk.switches("department", code),
    )


def _neighbour(desk, other) -> Link:
    return Link(desk.say(other.title), reverse("department", args=[desk.cycle.year, other.code]) + desk.query)
