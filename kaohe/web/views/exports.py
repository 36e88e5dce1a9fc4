"""Tables to take away: the board as CSV, the score sheets as a workbook with live formulas."""

import io

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kaohe.files.tables import board_table, csv_text
from kaohe.pictures import svg
from kaohe.pictures.composition import composition, draw_composition
from kaohe.web.desk import Desk, nothing
from kaohe.web.downloads import XLSX, answer_file
from kaohe.web.kept import file


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
def board_workbook(request: HttpRequest, year: int) -> HttpResponse:
    """The same ranking as a workbook, typed and ready for paper, with its picture."""
    desk = Desk(request, year)
    return answer_file(file("board.xlsx", desk.key, lambda: _board_workbook(desk)), XLSX, f"{_stem(desk)}-{_('总表')}.xlsx")


def _board_workbook(desk: Desk) -> bytes:
    from kaohe.files.table_workbook import Sheet, write_table_workbook
    from kaohe.paper.press import press

    board = desk.board if desk.whole else desk.only_seen(desk.board)
    picture = draw_composition(composition(board, desk.rulebook, desk.tongue))
    table = board_table(board, desk.rulebook, desk.tongue)
    image = press(settings.FONTS).png(svg(picture, ground=True), ppi=192)
    until = board.as_of.isoformat() if board.as_of else _("全年")
    about = f"{desk.say(desk.rulebook.label)} · {until}"
    sheet = Sheet(_("总表"), picture.title, table, about=about, picture=image, words=picture.words)
    target = io.BytesIO()
    write_table_workbook(target, [sheet], year=desk.cycle.year, language=desk.tongue)
    return target.getvalue()


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
