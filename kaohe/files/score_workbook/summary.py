"""The sheet of all departments and one for every further ranking: figures taken live from the departments' sheets."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final, NamedTuple

from kaohe.engine import Board, Placing, Ranking, Rulebook, Standing
from kaohe.files.score_workbook.department import published_cell
from kaohe.files.score_workbook.formulas import POINTS, WEIGHT, Cell, rounded_formula
from kaohe.files.score_workbook.plan import NodeRows, raw_formula
from kaohe.files.score_workbook.style import AMBER, MUTED, PLAIN_POINTS, Styles, quoted
from kaohe.files.score_workbook.words import say
from kaohe.files.score_workbook.writer import Sheet, column_at
from kaohe.files.tables import contribution, part_title, ranking_remarks, remarks

HEADER_ROW: Final = 4


class Page(NamedTuple):
    """A department with its sheet and what stands where on it."""

    standing: Standing
    sheet: str
    rows: NodeRows


def write_summary(
    sheet: Sheet, pages: Mapping[str, Page], board: Board, rulebook: Rulebook, styles: Styles, language: str
) -> None:
    """Rank, department, each part with its share, total, remarks; in the order of the main ranking."""
    spoken = {"bureau": board.bureau, "label": rulebook.label}
    words = {name: rulebook.in_language(text, language) for name, text in spoken.items()}
    sheet.text("A", 1, say("title", language, year=board.year, **words), styles.title())
    sheet.raw.set_row(0, 28)
    until = say("as_of", language, day=board.as_of.isoformat()) if board.as_of else say("whole_year", language)
    sheet.text("A", 2, f"{until} · {rulebook.code} · {rulebook.digest[:12]}", styles.get(font_color=MUTED))
    headings = [say("rank", language), say("department", language)]
    for item in rulebook.tree.items:
        headings.append(rulebook.in_language(item.label, language))
        if item.weight != 1:
            headings.append(part_title(item.label, item.weight, rulebook, language))
    total = column_at(len(headings))
    headings += [say(name, language) for name in ("total", "takes_part", "remarks")]
    takes_part, last = column_at(len(headings) - 2), column_at(len(headings) - 1)
    _headings(sheet, headings, styles)
    ordered = [standing.department.code for standing in board.ranked()]
    ranking = rulebook.rankings[0] if rulebook.rankings else None
    by_total = ranking is not None and ranking.of == rulebook.tree.code and ranking.value == "published"
    placings = _placings(board, ranking)
    for row, code in enumerate(ordered, HEADER_ROW + 1):
        page = pages[code]
        _department(sheet, row, page, rulebook, styles, language)
        _parts(sheet, row, page, styles, language)
        cell = published_cell(
            f"{quoted(page.sheet)}!{POINTS}{page.rows.row}", page.standing, rulebook, say("pending", language)
        )
        sheet.cell(total, row, cell, _figure(styles, page.standing.published is None, bold=True))
        said = remarks(page.standing, board, rulebook, language)
        sheet.text(last, row, said, styles.line(text_wrap=True, font_size=9))
        _takes_part(sheet, takes_part, row, placings.get(code), styles, language)
        if by_total:
            table = _Table(total, takes_part, HEADER_ROW + 1, HEADER_ROW + len(ordered), _all_there(placings.values()))
            _rank(sheet, row, table, placings.get(code), styles, language)
        else:
            rank = page.standing.rank
            sheet.text("A", row, say("outside", language) if rank is None else str(rank), styles.line(align="center"))
        sheet.raw.set_row(row - 1, 24)
    parts = {column_at(at): 15 for at in range(2, len(headings) - 3)}
    sheet.widths({"A": 10, "B": 30, **parts, total: 11, takes_part: 10, last: 40})
    _finish(sheet, last, rulebook, language)


def write_ranking(
    sheet: Sheet,
    ranking: Ranking,
    pages: Mapping[str, Page],
    board: Board,
    rulebook: Rulebook,
    styles: Styles,
    language: str,
) -> None:
    """A further ranking, such as that of information: rank, department, what it goes by."""
    label = rulebook.in_language(ranking.label, language)
    sheet.text("A", 1, f"{label} · {board.year}", styles.title())
    sheet.raw.set_row(0, 28)
    clause = rulebook.in_language(rulebook.clause_label(ranking.clause), language)
    sheet.text("A", 2, clause, styles.get(font_color=MUTED))
    names = ("rank", "department", "value", "takes_part", "remarks")
    _headings(sheet, [say(name, language) for name in names], styles)
    places = board.rankings[ranking.code]
    table = _Table("C", "D", HEADER_ROW + 1, HEADER_ROW + len(places), _all_there(places))
    for row, placing in enumerate(places, HEADER_ROW + 1):
        page = pages[placing.department]
        _department(sheet, row, page, rulebook, styles, language)
        cell = _ranked_cell(page, ranking, placing, rulebook, say("pending", language))
        sheet.cell("C", row, cell, _figure(styles, placing.value is None, bold=True))
        _takes_part(sheet, "D", row, placing, styles, language)
        said = ranking_remarks(page.standing, ranking.code, board, language)
        sheet.text("E", row, said, styles.line(text_wrap=True, font_size=9))
        _rank(sheet, row, table, placing, styles, language)
        sheet.raw.set_row(row - 1, 24)
    sheet.widths({"A": 10, "B": 30, "C": 14, "D": 12, "E": 50})
    _finish(sheet, "E", rulebook, language)


class _Table(NamedTuple):
    """Where a ranking finds its values and who takes part."""

    value: str
    takes_part: str
    first: int
    last: int
    all_there: bool


def _all_there(places: Iterable[Placing]) -> bool:
    """True where the ranks follow from the figures on the sheet. They don't where the reader may see some departments
    only: a rank among these would be another one than the rank announced."""
    taking = [placing for placing in places if _takes_place(placing)]
    figures = [placing.value for placing in taking if placing.value is not None]
    if len(figures) < len(taking):
        return True
    return all(
        placing.rank == 1 + sum(other > figure for other in figures)
        for placing, figure in zip(taking, figures, strict=True)
    )


def _takes_place(placing: Placing) -> bool:
    return placing.why in ("", "pending")


def _rank(sheet: Sheet, row: int, table: _Table, placing: Placing | None, styles: Styles, language: str) -> None:
    """The rank as a formula: one more than there are better ones; nobody has one while somebody is pending.

    Where departments are missing from the sheet it is plain text, for no formula could find it there.
    """
    yes, pending, outside = say("yes", language), say("pending", language), say("outside", language)
    values = f"{table.value}${table.first}:{table.value}${table.last}"
    taking = f'({table.takes_part}${table.first}:{table.takes_part}${table.last}="{yes}")'
    open_ones = f"SUMPRODUCT({taking}*(1-ISNUMBER({values})))"
    better = f"SUMPRODUCT({taking}*({values}>{table.value}{row}))"
    formula = f'=IF({table.takes_part}{row}<>"{yes}","{outside}",IF({open_ones}>0,"{pending}",{better}+1))'
    value: int | str = pending if placing is None or placing.why == "pending" else outside
    if placing is not None and placing.rank is not None:
        value = placing.rank
    style = styles.line(bold=True, align="center", font_size=12)
    if table.all_there:
        sheet.formula("A", row, formula, value, style)
    else:
        sheet.text("A", row, str(value), style)


def _takes_part(sheet: Sheet, column: str, row: int, placing: Placing | None, styles: Styles, language: str) -> None:
    inside = placing is not None and _takes_place(placing)
    sheet.text(column, row, say("yes" if inside else "no", language), styles.line(align="center", font_color=MUTED))


def _department(sheet: Sheet, row: int, page: Page, rulebook: Rulebook, styles: Styles, language: str) -> None:
    name = rulebook.in_language(page.standing.department.name, language)
    sheet.text("B", row, name, styles.line(bold=True))


def _parts(sheet: Sheet, row: int, page: Page, styles: Styles, language: str) -> None:
    """Each part's points, and what it brings where it has a weight."""
    pending = say("pending", language)
    at = 2
    for child in page.rows.children:
        points = f"{quoted(page.sheet)}!{POINTS}{child.row}"
        shown = _figure(styles, child.node.pending)
        sheet.cell(column_at(at), row, Cell(child.node.points, f"={points}"), shown)
        at += 1
        if child.node.weight != 1:
            share = f"{column_at(at - 1)}{row}*{quoted(page.sheet)}!{WEIGHT}{child.row}"
            formula = (
                f'=IF(ISNUMBER({column_at(at - 1)}{row}),{share},"{pending}")' if child.node.pending else f"={share}"
            )
            sheet.cell(column_at(at), row, Cell(contribution(child.node), formula), shown)
            at += 1


def _ranked_cell(page: Page, ranking: Ranking, placing: Placing, rulebook: Rulebook, pending: str) -> Cell:
    rows = page.rows.find(ranking.of)
    sheet = quoted(page.sheet)
    points = f"{sheet}!{POINTS}{rows.row}"
    formula = raw_formula(rows, sheet) if ranking.value == "raw" else points
    formula = rounded_formula(formula, rulebook.rounding.places, rulebook.rounding.mode)
    if placing.value is None:
        formula = f'IF(ISNUMBER({points}),{formula},"{pending}")'
    return Cell(placing.value, f"={formula}")


def _placings(board: Board, ranking: Ranking | None) -> dict[str, Placing]:
    places = board.rankings[ranking.code] if ranking is not None else ()
    return {placing.department: placing for placing in places}


def _headings(sheet: Sheet, headings: list[str], styles: Styles) -> None:
    for at, heading in enumerate(headings):
        sheet.text(column_at(at), HEADER_ROW, heading, styles.header())
    sheet.raw.set_row(HEADER_ROW - 1, 32)


def _figure(styles: Styles, pending: bool, **more: object) -> Any:
    look: dict[str, object] = {"num_format": PLAIN_POINTS, "align": "right", **more}
    return styles.line(**look, **({"bg_color": AMBER} if pending else {}))


def _finish(sheet: Sheet, last: str, rulebook: Rulebook, language: str) -> None:
    sheet.raw.freeze_panes(HEADER_ROW, 2)
    sheet.page(HEADER_ROW, last, f"&L&9{rulebook.code} · {rulebook.digest[:12]}&R&9{say('page', language)}")
