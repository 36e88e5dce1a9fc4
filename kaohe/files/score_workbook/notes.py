"""The last sheet: which edition, which digests, up to which day, what is pending, and how to follow the sum."""

from __future__ import annotations

from typing import Final

from kaohe.engine import ENGINE_VERSION, Board, Rulebook, spoken
from kaohe.files.score_workbook.style import MUTED, Styles, wrapped_height
from kaohe.files.score_workbook.words import say
from kaohe.files.score_workbook.writer import Sheet

_WIDE: Final = 110


def write_notes(sheet: Sheet, board: Board, rulebook: Rulebook, styles: Styles, language: str) -> None:
    """Fill the sheet."""
    sheet.text("A", 1, say("notes", language), styles.title())
    sheet.raw.set_row(0, 28)
    row = 3
    mode = say(f"mode.{rulebook.rounding.mode}", language)
    sheet.text("A", row, say("note.how", language), styles.get(bold=True))
    for number in range(1, 6):
        text = say(f"note.how_{number}", language, places=rulebook.rounding.places, mode=mode)
        sheet.text("B", row, text, styles.get(text_wrap=True))
        sheet.raw.set_row(row - 1, wrapped_height(text, _WIDE))
        row += 1
    row += 1
    for name, value in _edition(board, rulebook, language):
        sheet.text("A", row, say(f"note.{name}", language), styles.get(bold=True))
        sheet.text("B", row, value, styles.get(text_wrap=True))
        row += 1
    row += 1
    sheet.text("A", row, say("note.problems", language), styles.get(bold=True))
    problems = [spoken(problem, rulebook, language).message(language) for problem in board.problems]
    for text in problems or [say("note.none", language)]:
        sheet.text("B", row, text, styles.get(text_wrap=True, font_color=MUTED))
        sheet.raw.set_row(row - 1, wrapped_height(text, _WIDE))
        row += 1
    sheet.widths({"A": 22, "B": _WIDE})
    sheet.page(1, "B", f"&L&9{rulebook.code} · {rulebook.digest[:12]}&R&9{say('page', language)}")


def _edition(board: Board, rulebook: Rulebook, language: str) -> list[tuple[str, str]]:
    return [
        ("bureau", rulebook.in_language(board.bureau, language)),
        ("label", rulebook.in_language(rulebook.label, language)),
        ("code", rulebook.code),
        ("issued", rulebook.issued),
        ("sha256", rulebook.digest),
        ("sm3", rulebook.digest_sm3),
        ("year", str(board.year)),
        ("as_of", board.as_of.isoformat() if board.as_of else say("whole_year", language)),
        ("engine", ENGINE_VERSION),
    ]
