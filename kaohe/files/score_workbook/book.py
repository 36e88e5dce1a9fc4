"""The whole workbook: the summary in front, further rankings, one sheet a department, and the notes."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from xlsxwriter import Workbook

from kaohe.engine import Board, Rulebook
from kaohe.files.atomic import new_file
from kaohe.files.score_workbook.department import lay_out, write_department
from kaohe.files.score_workbook.notes import write_notes
from kaohe.files.score_workbook.style import Styles, sheet_names
from kaohe.files.score_workbook.summary import Page, write_ranking, write_summary
from kaohe.files.score_workbook.words import say
from kaohe.files.score_workbook.writer import Sheet


def write_score_workbook(target: Path | BinaryIO, rulebook: Rulebook, board: Board, *, language: str = "zh") -> None:
    """Write the board with live formulas; the values beside them are the engine's exact ones.

    The same board gives the same bytes. Raises OSError where the target can't be written.
    """
    if isinstance(target, Path):
        with new_file(target) as handle:
            _write(handle, rulebook, board, language)
    else:
        _write(target, rulebook, board, language)


def _write(target: BinaryIO, rulebook: Rulebook, board: Board, language: str) -> None:
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    workbook = Workbook(target, options)
    until = board.as_of
    day = datetime(until.year, until.month, until.day) if until else datetime(board.year, 12, 31)  # noqa: DTZ001
    title = rulebook.in_language(rulebook.label, language)
    workbook.set_properties({"title": f"{title} {board.year}", "created": day})
    styles = Styles(workbook)
    further = rulebook.rankings[1:]
    labels = [rulebook.in_language(ranking.label, language) for ranking in further]
    fixed = [say("summary", language), say("notes", language)]
    rankings = sheet_names(labels, fixed)
    titles = [rulebook.in_language(standing.department.title, language) for standing in board.standings]
    names = sheet_names(titles, [*fixed, *rankings])
    pages = {
        standing.department.code: Page(standing, name, lay_out(standing, rulebook))
        for standing, name in zip(board.standings, names, strict=True)
    }
    pending = say("pending", language)
    write_summary(Sheet(workbook, fixed[0], pending), pages, board, rulebook, styles, language)
    for ranking, name in zip(further, rankings, strict=True):
        write_ranking(Sheet(workbook, name, pending), ranking, pages, board, rulebook, styles, language)
    for page in pages.values():
        sheet = Sheet(workbook, page.sheet, pending)
        write_department(sheet, page.rows, page.standing, board, rulebook, styles, language)
    write_notes(Sheet(workbook, fixed[1], pending), board, rulebook, styles, language)
    workbook.close()
