"""One department's year."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kaohe.cycles.stages import Stage
from kaohe.results.balances import balances_in
from kaohe.results.models import Kind, Notice, Snapshot
from kaohe.web import live
from kaohe.web.desk import Desk, nothing
from kaohe.web.frame import Link, show
from kaohe.web.kept import body
from kaohe.web.shapes.department import department_page
from kaohe.web.shapes.printed import paper_address
from kaohe.web.shapes.said import Told, said


@require_safe
def department(request: HttpRequest, year: int, code: str) -> HttpResponse:
    """The whole score tree, every number with its sentence."""
    desk = Desk(request, year)
    title = desk.title_of(code)
    codes = [each.code for each in desk.departments]
    at = codes.index(code)
    return show(
        request,
        "department",
        cycle=desk.cycle,
        body=_made(desk, code),
        title=title,
        running=live.Running(desk, reverse("department-live", args=[year, code])),
        before=_neighbour(desk, codes[at - 1]),
        after=_neighbour(desk, codes[(at + 1) % len(codes)]),
        rulebook_url=reverse("rulebook", args=[desk.cycle.edition.code]),
        rulebook_label=desk.say(desk.rulebook.label),
        digest=desk.rulebook.digest[:16],
        **desk.switches("department", code),
    )


@require_safe
def department_live(request: HttpRequest, year: int, code: str) -> HttpResponse:
    """What changed of it since a state that the page was told."""
    desk = Desk(request, year)
    desk.title_of(code)
    return live.answer(desk, lambda: _made(desk, code), code)


def _made(desk: Desk, code: str) -> str:
    return body("department", (*desk.key, code, _newest(desk)), lambda: _context(desk, code))


def _context(desk: Desk, code: str) -> dict[str, Any]:
    standing = next((each for each in desk.only_seen(desk.board).standings if each.department.code == code), None) or nothing()
    year, whole = desk.cycle.year, desk.say(desk.rulebook.tree.label)
    return {
        "page": department_page(standing, desk.sheet()),
        "said": said(desk, standing, _before(desk), _notice(desk)),
        "year_label": desk.year_words(year),
        "overview_url": reverse("overview", args=[year]) + desk.query,
        "ledger_url": f"{reverse('ledger', args=[year])}?department={code}",
        "workbook_url": reverse("scores", args=[year]) + desk.query,
        # The paper tells of the whole year; a quarter's page doesn't lead to it.
        "paper_url": "" if desk.period else paper_address(year, "score", code),
        "total_label": _("%s暂计") % desk.say(desk.period.label) if desk.period else whole,
    }


def _newest(desk: Desk) -> int | None:
    """What was announced last, because the page compares with it. One query."""
    return Snapshot.objects.filter(cycle=desk.cycle).order_by("-pk").values_list("pk", flat=True).first()


def _notice(desk: Desk) -> int | None:
    """The number of the notice to which one can object now."""
    if desk.cycle.stage != Stage.NOTICED:
        return None
    rows = Notice.objects.filter(cycle=desk.cycle, until__isnull=False)
    return rows.order_by("-number").values_list("number", flat=True).first()


def _before(desk: Desk) -> Told | None:
    """The bulletin to compare with: the last one, or the one before the quarter that the page looks at."""
    rows = Snapshot.objects.filter(cycle=desk.cycle, kind=Kind.BULLETIN).select_related("period").order_by("-pk")
    if desk.period:
        rows = rows.filter(period__number__lt=desk.period.number)
    found = rows.only("board", "period").first()
    if found is None or found.period is None:
        return None
    items = [item for item in desk.rulebook.tree.walk() if not item.items]
    url = f"{reverse('quarter', args=[desk.cycle.year, found.period.number])}?issue={found.pk}"
    return Told(_("%s通报") % desk.say(found.period.label), url, balances_in(found.board, items))


def _neighbour(desk: Desk, code: str) -> Link:
    return Link(desk.title_of(code), reverse("department", args=[desk.cycle.year, code]) + desk.query)
