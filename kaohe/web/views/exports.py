"""Tables to take away: the board as CSV, the score sheets as a workbook with live formulas."""

import io
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from kaohe.files.tables import board_table, csv_text
from kaohe.web.desk import Desk, nothing
from kaohe.web.kept import file

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@require_safe
def board_csv(request: HttpRequest, year: int) -> HttpResponse:
    """The ranking as this person may see it."""
    desk = Desk(request, year)
    content = file("board.csv", desk.key, lambda: _board(desk).encode())
    return answer_file(content, "text/csv; charset=utf-8", f"{_stem(desk)}.csv")


def _board(desk: Desk) -> str:
    board = desk.board if desk.whole else desk.only_seen(desk.board)
    return csv_text(board_table(board, desk.rulebook, desk.tongue), desk.tongue)


@require_safe
def scores(request: HttpRequest, year: int) -> HttpResponse:
    """The score sheets of the departments whose details this person may see."""
    desk = Desk(request, year)
    return answer_file(file("scores.xlsx", desk.key, lambda: _scores(desk)), XLSX, f"{_stem(desk)}.xlsx")


def _scores(desk: Desk) -> bytes:
    from kaohe.files.score_workbook import write_score_workbook  # the library behind it is slow to import

    board = desk.only_seen(desk.board)
    if not board.standings:
        nothing()
    target = io.BytesIO()
    write_score_workbook(target, desk.rulebook, board, language=desk.tongue)
    return target.getvalue()


def _stem(desk: Desk) -> str:
    """Such as "示范区财政局-2025-一季度"."""
    parts = [desk.cycle.bureau.title, str(desk.cycle.year)]
    if desk.period:
        parts.append(desk.say(desk.period.label))
    return "-".join(parts)


def answer_file(content: bytes, kind: str, name: str) -> HttpResponse:
    """A download whose Chinese name old and new browsers both understand."""
    response = HttpResponse(content, content_type=kind)
    plain = "kaohe" + name[name.rindex(".") :]
    response.headers["Content-Disposition"] = f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name)}"
    return response
