"""Tables to take away: the board as CSV, the score sheets as a workbook with live formulas."""

import io
from dataclasses import replace
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from kaohe.files.tables import board_table, csv_text
from kaohe.web.desk import Desk, nothing

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
def board_csv(request: HttpRequest, year: int) -> HttpResponse:
    """The ranking as this person may see it."""
    desk = Desk(request, year)
    board = desk.board if desk.whole else desk.only_seen(desk.board)
    text = csv_text(board_table(board, desk.rulebook, desk.tongue), desk.tongue)
    return _file(text.encode(), "text/csv; charset=utf-8", f"{_stem(desk)}.csv")


@require_safe
def scores(request: HttpRequest, year: int) -> HttpResponse:
    """The score sheets of the departments whose details this person may see."""
    from kaohe.files.score_workbook import write_score_workbook  # the library behind it is slow to import

    desk = Desk(request, year)
    board = desk.only_seen(desk.board)
    if not board.standings:
        nothing()
    if not desk.whole or len(board.standings) < len(desk.board.standings):
        # A place among others tells something about the others.
        board = replace(board, standings=tuple(replace(each, rank=None) for each in board.standings), rankings={}, honours={})
    target = io.BytesIO()
    write_score_workbook(target, desk.rulebook, board, language=desk.tongue)
    return _file(target.getvalue(), XLSX, f"{_stem(desk)}.xlsx")


def _stem(desk: Desk) -> str:
    """Such as "示范区财政局-2025-一季度"."""
    parts = [desk.cycle.bureau.title, str(desk.cycle.year)]
    if desk.period:
        parts.append(desk.say(desk.period.label))
    return "-".join(parts)


def _file(content: bytes, kind: str, name: str) -> HttpResponse:
    """A download whose Chinese name old and new browsers both understand."""
    response = HttpResponse(content, content_type=kind)
    plain = "kaohe" + name[name.rindex(".") :]
    response.headers["Content-Disposition"] = f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name)}"
    return response
