"""The final result: places, honours, persons, the page to be signed, and the archive that anybody can verify offline."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kaohe.engine import Board, Placing
from kaohe.people.deeds import Deed, departments_for
from kaohe.people.groups import groups
from kaohe.people.roles import Role
from kaohe.results.archive import write_archive
from kaohe.results.authors import authors
from kaohe.results.models import Kind, Notice, Snapshot
from kaohe.web.desk import Desk, nothing
from kaohe.web.frame import show
from kaohe.web.listings import results as lists
from kaohe.web.shapes.figures import fixed
from kaohe.web.shapes.notice import notice_page, notice_part
from kaohe.web.shapes.printed import paper_address
from kaohe.web.shapes.ways import ledger_at
from kaohe.wording.names import masked

#: So many persons are listed as those who might be named advanced.
MOST_PERSONS = 10


@require_safe
def final(request: HttpRequest, year: int) -> HttpResponse:
    """The result that is final, or, of a year that was reopened, the one that was (`?round=`)."""
    desk = Desk(request, year)
    rows = list(Snapshot.objects.filter(cycle=desk.cycle, kind=Kind.FINAL).light().order_by("round"))
    asked = request.GET.get("round", "")
    chosen = next((each for each in rows if str(each.round) == asked), rows[-1] if rows and not asked else None) or nothing()
    snapshot = Snapshot.objects.select_related("cycle__edition", "made_by").get(pk=chosen.pk)
    board = snapshot.read_board()
    day, number = snapshot.made_at.date(), _announced_as(snapshot)
    context: dict[str, Any] = {
        "title": _("%s 年度考核结果") % year,
        "page": notice_page(desk, board, until=None, published=snapshot.made_at, digest=snapshot.facts_digest, number=number),
        "snapshot": snapshot,
        "rounds": rows if len(rows) > 1 else [],
        "honours": [_honour(desk, board, code, number) for code in board.honours],
        "rankings": [_ranking(desk, board, code, number) for code in list(board.rankings)[1:]],
        "persons": _persons(desk, snapshot, board),
        "signers": [each.officer for group in groups(desk.cycle.bureau, day) if group.role == Role.LEADING_GROUP for each in group.members],
        "archive_url": f"{reverse('archive', args=[year])}?round={snapshot.round}" if _sees_all(desk) else "",
        "paper_url": paper_address(year, "final", snapshot.round),
        "signatures_url": paper_address(year, "signatures", snapshot.round),
        "results_url": reverse("results", args=[year]),
        "year_label": desk.year_words(year),
    }  # fmt: skip
    return show(request, "final", cycle=desk.cycle, listings=lambda: lists.final(context["title"], context), **context)


@require_safe
def archive(request: HttpRequest, year: int) -> HttpResponse:
    """The archive of a final result: edition, facts, results, notices, objections and decisions in one file."""
    desk = Desk(request, year)
    if not _sees_all(desk):
        nothing()
    rows = Snapshot.objects.filter(cycle=desk.cycle, kind=Kind.FINAL).select_related("cycle__edition", "cycle__bureau")
    asked = request.GET.get("round", "")
    found = (rows.filter(round=int(asked)) if asked.isdecimal() and len(asked) < 4 else rows).order_by("-round").first() or nothing()
    target = BytesIO()
    write_archive(target, found)
    name = f"kaohe-{desk.cycle.bureau.code}-{year}-{found.round}.kaohe"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return HttpResponse(target.getvalue(), content_type="application/octet-stream", headers=headers)


def _sees_all(desk: Desk) -> bool:
    """The archive holds every department's details, so it is for whoever may see them all."""
    return departments_for(desk.officer, Deed.SEE_DEPARTMENT) is None


def _announced_as(snapshot: Snapshot) -> int:
    """The notice in which these results were announced: there stands each department's part of them, for good (nothing is final unannounced)."""
    rows = Notice.objects.filter(cycle=snapshot.cycle, snapshot__round=snapshot.round).order_by("-number")
    return rows.values_list("number", flat=True).first() or 0


def _honour(desk: Desk, board: Board, code: str, number: int) -> dict[str, Any]:
    honour = next(each for each in desk.rulebook.honours if each.code == code)
    item = next(each.of for each in desk.rulebook.rankings if each.code == honour.ranking)
    return {
        "label": desk.say(honour.label),
        "clause": desk.place(honour.clause),
        "url": desk.sheet().clause_url(honour.clause),
        "able": [_place(desk, board, each, item, number) for each in board.honours[code] if each.rank is not None],
        "unable": [_place(desk, board, each, item, number) for each in board.honours[code] if each.rank is None],
    }


def _ranking(desk: Desk, board: Board, code: str, number: int) -> dict[str, Any]:
    ranking = next(each for each in desk.rulebook.rankings if each.code == code)
    return {
        "label": desk.say(ranking.label),
        "clause": desk.place(ranking.clause),
        "url": desk.sheet().clause_url(ranking.clause),
        "rows": [_place(desk, board, each, ranking.of, number) for each in board.rankings[code]],
    }


def _place(desk: Desk, board: Board, placing: Placing, item: str, number: int) -> dict[str, str]:
    whys = {"veto": _("一票否决"), "bar": _("信息任务未完成或有否决事项"), "pending": _("待定")}
    url = notice_part(desk, placing.department, number)
    return {
        "rank": str(placing.rank or "—"),
        "name": desk.say(board.of(placing.department).department.title),
        "url": f"{url}#{item}" if url else "",
        "value": fixed(placing.value),
        "why": whys.get(placing.why, ""),
    }


def _persons(desk: Desk, snapshot: Snapshot, board: Board) -> list[dict[str, Any]]:
    """The authors with most adopted articles; before others they are named only where their department may be seen."""
    found = []
    for each in authors(desk.rulebook, snapshot.read_facts(), board)[:MOST_PERSONS]:
        seen = each.department in desk.seen
        name = each.name if seen else masked(each.name)
        title = desk.say(board.of(each.department).department.title)
        url = ledger_at(desk.cycle.year, department=each.department, q=each.name) if seen else ""
        found.append({**each._asdict(), "name": name, "title": title, "url": url})
    return found
