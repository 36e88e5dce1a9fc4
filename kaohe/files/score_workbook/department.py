"""A department's sheet: its whole tree, each row with clause, count, worth, live points, and what they rest on."""

from __future__ import annotations

from typing import Any, Final

from kaohe.engine import Board, Line, Rulebook, Standing, brief, say_entry
from kaohe.engine import say as say_line
from kaohe.files.score_workbook.formulas import ASIDE, COUNT, EACH, POINTS, QUOTA, WEIGHT, Cell, rounded_formula
from kaohe.files.score_workbook.plan import NodeRows, cells_of, node_cell, plan
from kaohe.files.score_workbook.style import (
    AMBER,
    AMBER_INK,
    COUNTS,
    INPUT,
    MUTED,
    PLAIN_POINTS,
    SIGNED_POINTS,
    WHOLE,
    Styles,
    percent_format,
    wrapped_height,
)
from kaohe.files.score_workbook.words import say
from kaohe.files.score_workbook.writer import Sheet
from kaohe.files.tables import remarks

HEADER_ROW: Final = 4
_LABEL, _CLAUSE, _BASIS = "A", "B", "I"
_WIDTHS: Final = {"A": 40, "B": 15, "C": 10, "D": 7, "E": 11, "F": 10, "G": 11, "H": 9, "I": 62}
_HEADINGS: Final = ("item", "clause", "full", "weight", "count", "each", "points", "not_counted", "basis")
#: Of many entries behind one row so many are told in full.
_MOST_TOLD: Final = 2
_MOST_NAMED: Final = 12


def lay_out(standing: Standing, rulebook: Rulebook) -> NodeRows:
    """Where the sheet of that department will have what."""
    return plan(standing.tree, rulebook, HEADER_ROW + 1)


def write_department(
    sheet: Sheet, rows: NodeRows, standing: Standing, board: Board, rulebook: Rulebook, styles: Styles, language: str
) -> None:
    """Fill the sheet."""
    pending = say("pending", language)
    _head(sheet, rows, standing, board, rulebook, styles, language)
    for each in rows.walk():
        _node(sheet, each, rulebook, styles, language, pending)
        for row, line in each.lines:
            _line(sheet, each, row, line, rulebook, styles, language, pending)
    sheet.raw.freeze_panes(HEADER_ROW, 1)
    sheet.raw.outline_settings(True, False, False, False)
    sheet.widths(_WIDTHS)
    sheet.page(HEADER_ROW, _BASIS, f"&L&9{rulebook.code} · {rulebook.digest[:12]}&R&9{say('page', language)}")


def _head(
    sheet: Sheet, rows: NodeRows, standing: Standing, board: Board, rulebook: Rulebook, styles: Styles, language: str
) -> None:
    name = rulebook.in_language(standing.department.name, language)
    sheet.text(_LABEL, 1, say("sheet_title", language, department=name, year=board.year), styles.title())
    sheet.raw.set_row(0, 26)
    until = say("as_of", language, day=board.as_of.isoformat()) if board.as_of else say("whole_year", language)
    about = [rulebook.in_language(text, language) for text in (board.bureau, rulebook.label)]
    sheet.text(_LABEL, 2, " · ".join([*about, until]), styles.get(font_color=MUTED))
    sheet.text("F", 2, say("published", language), styles.get(bold=True, align="right"))
    cell = published_cell(f"{POINTS}{rows.row}", standing, rulebook, say("pending", language))
    sheet.cell(POINTS, 2, cell, _total_style(styles, standing.published is None, rulebook))
    if said := remarks(standing, board, rulebook, language):
        sheet.text(_BASIS, 2, said, styles.get(font_color=AMBER_INK, bold=True))
    for column, heading in zip("ABCDEFGHI", _HEADINGS, strict=True):
        sheet.text(column, HEADER_ROW, say(heading, language), styles.header())
    sheet.raw.set_row(HEADER_ROW - 1, 30)


def published_cell(total: str, standing: Standing, rulebook: Rulebook, pending: str) -> Cell:
    """The published total of the exact one in that cell."""
    formula = rounded_formula(total, rulebook.rounding.places, rulebook.rounding.mode)
    if standing.published is None:
        formula = f'IF(ISNUMBER({total}),{formula},"{pending}")'
    return Cell(standing.published, f"={formula}")


def _total_style(styles: Styles, pending: bool, rulebook: Rulebook) -> Any:
    places = rulebook.rounding.places
    look: dict[str, object] = {"bold": True, "font_size": 12, "num_format": "0." + "0" * places if places else "0"}
    return styles.get(**look, **({"bg_color": AMBER, "align": "right"} if pending else {}))


def _node(sheet: Sheet, rows: NodeRows, rulebook: Rulebook, styles: Styles, language: str, pending: str) -> None:
    node, depth = rows.node, rows.depth
    label = rulebook.in_language(node.label, language)
    sheet.text(_LABEL, rows.row, label, styles.item(depth, indent=depth))
    clause = rulebook.in_language(rulebook.clause_label(node.clause), language)
    sheet.text(_CLAUSE, rows.row, clause, styles.item(depth, bold=False, font_size=9))
    sheet.number(
        QUOTA, rows.row, node.full, styles.item(depth, num_format=WHOLE if node.full == int(node.full) else COUNTS)
    )
    if node.weight == 1:
        sheet.blank(WEIGHT, rows.row, styles.item(depth))
    else:
        sheet.number(WEIGHT, rows.row, node.weight, styles.item(depth, num_format=percent_format(node.weight)))
    for column in (COUNT, EACH, ASIDE, _BASIS):
        sheet.blank(column, rows.row, styles.item(depth))
    unknown = {"bg_color": AMBER, "font_color": AMBER_INK, "align": "right"} if node.pending else {}
    sheet.cell(POINTS, rows.row, node_cell(rows, pending), styles.item(depth, num_format=PLAIN_POINTS, **unknown))
    if node.raised:
        label = "；".join(dict.fromkeys(rulebook.in_language(raised.label, language) for raised in node.raised))
        sheet.text(_BASIS, rows.row, label, styles.item(depth, bold=False, font_color=AMBER_INK))
    sheet.raw.set_row(rows.row - 1, 20, None, {"level": min(depth, 6)})


def _line(
    sheet: Sheet,
    rows: NodeRows,
    row: int,
    line: Line,
    rulebook: Rulebook,
    styles: Styles,
    language: str,
    pending: str,
) -> None:
    depth = rows.depth + 1
    quiet: dict[str, object] = {} if line.counted else {"font_color": MUTED, "italic": True}
    if row >= rows.limits and not line.points:
        quiet = {"font_color": MUTED}  # a limit that nothing has reached
    sheet.text(_LABEL, row, _name(line, rulebook, language), styles.line(indent=depth, **quiet))
    clause = rulebook.in_language(rulebook.clause_label(line.clause), language)
    sheet.text(_CLAUSE, row, clause, styles.line(font_size=9, font_color=MUTED))
    cells = cells_of(rows, row, line, rulebook, pending)
    for column, cell in ((QUOTA, cells.quota), (COUNT, cells.number), (EACH, cells.each)):
        if cell is None:
            sheet.blank(column, row, styles.line(font_color=INPUT))
            continue
        live = "MAX(" in cell.formula
        look = {"num_format": WHOLE if _whole(cell) else COUNTS, "font_color": MUTED if live else INPUT}
        sheet.cell(column, row, cell, styles.line(**look))
    sheet.blank(WEIGHT, row, styles.line())
    _points(sheet, row, line, cells.points, styles)
    basis = _basis(line, rulebook, language)
    sheet.text(_BASIS, row, basis, styles.line(font_size=9, text_wrap=True, **quiet))
    sheet.raw.set_row(row - 1, wrapped_height(basis, _WIDTHS[_BASIS]), None, {"level": min(depth, 7)})


def _points(sheet: Sheet, row: int, line: Line, cell: Cell | None, styles: Styles) -> None:
    if cell is None:
        sheet.blank(POINTS, row, styles.line())
    elif cell.value is None:
        sheet.cell(POINTS, row, cell, styles.line(num_format=SIGNED_POINTS, bg_color=AMBER, align="right"))
    else:
        typed = {} if cell.formula else {"font_color": INPUT}
        sheet.cell(POINTS, row, cell, styles.line(num_format=SIGNED_POINTS, **typed))
    if line.counted or line.points is None:
        sheet.blank(ASIDE, row, styles.line())
    else:
        aside = styles.line(num_format=SIGNED_POINTS, font_color=MUTED, italic=True)
        sheet.number(ASIDE, row, line.points, aside)


def _whole(cell: Cell) -> bool:
    return cell.value is None or cell.value == int(cell.value)


def _name(line: Line, rulebook: Rulebook, language: str) -> str:
    """A line in a few words, without its points, which have their own cell."""
    return brief(line._replace(counted=True), rulebook, language).rpartition(" ")[0]


def _basis(line: Line, rulebook: Rulebook, language: str) -> str:
    """What the row rests on: its entries, or why it doesn't count."""
    if not line.counted:
        told, _, *rest = say_line(line, rulebook, language).split(" · ")
        return " · ".join([told.partition(" ")[2], *rest])  # points and clause have cells of their own
    parts = [line.label] if line.what.startswith("grade") and line.label else []
    if len(line.entries) <= _MOST_TOLD:
        parts += [part for entry in line.entries for part in say_entry(entry, language)]
    else:
        ids = [f"#{entry.id}" for entry in line.entries[:_MOST_NAMED]]
        more = say("and_more", language) if len(line.entries) > _MOST_NAMED else ""
        parts.append(say("entries", language, count=len(line.entries), ids=ids) + more)
    return " · ".join(parts)
