"""One sheet of entries by itself, pasted or uploaded: what can be used, what can't and why, row by row."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, BinaryIO, Final, NamedTuple

from kaohe.engine import ERROR, Department, Entry, Goal, Place, Problem, Rulebook
from kaohe.files import names as naming
from kaohe.files.cells import Cell, Odd, is_blank, shown_cell
from kaohe.files.columns import ENTRY_SHEET, Column, Sheet, example_of
from kaohe.files.facts_tables import Table
from kaohe.files.facts_workbook import write_tables
from kaohe.files.findings import Findings
from kaohe.files.grids import Grid, known_sheet, pasted_rows, workbook_grids
from kaohe.files.ledger_rows import Ledger
from kaohe.files.sheets import Record, records

#: The columns of what is pasted without its headers, in their order.
PASTED: Final = ("department", "label", "occurred_on", "count", "persons", "about", "evidence", "level", "matter")
#: More is a year, and a year is loaded from the command line.
MOST_ROWS: Final = 500
#: The column that a returned workbook has in addition; it is passed over when it comes back.
REASON: Final = Column("reason", "失败原因", "Why it failed", width=48)


class Known(NamedTuple):
    """What the rows may name: the rules, the year, the departments and their goals."""

    rulebook: Rulebook
    year: int
    departments: Sequence[Department] = ()
    goals: Sequence[Goal] = ()


class EntryRows(NamedTuple):
    """What one sheet came to.

    entries   those whose rows can be used; an entry's id is its row's own number, or empty
    cells     every row of data by its number: its cells by field, for giving failed ones back
    problems  errors and warnings with their cells
    """

    entries: tuple[Entry, ...]
    cells: Mapping[int, Mapping[str, Cell]]
    problems: tuple[Problem, ...]

    @property
    def failed(self) -> frozenset[int]:
        """The numbers of the rows that can't be used."""
        return frozenset(self.cells) - {each.place.row for each in self.entries if each.place.row}


def pasted(text: str, known: Known) -> EntryRows:
    """Rows as a spreadsheet copies them: cells apart by tabs, with their headers or in the order of PASTED."""
    try:
        rows = pasted_rows(text)
    except Odd as odd:
        return _nothing(odd, "")
    grid = Grid("", "", rows)
    if _has_headers(grid):
        return _read(grid, known)
    headed = Grid("", "", [[ENTRY_SHEET.column(field).header for field in PASTED], *rows])
    return _one_up(_read(headed, known))


def uploaded(data: bytes, name: str, known: Known) -> EntryRows:
    """The sheet 考核记录 of a workbook, or its only sheet."""
    try:
        grids = workbook_grids(data, name)
    except Odd as odd:
        return _nothing(odd, name)
    fit = [grid for grid in grids if known_sheet(grid.sheet, (ENTRY_SHEET,))] or [
        grid for grid in grids if _has_headers(grid)
    ]
    if not fit:
        return _nothing(Odd("files.no_entry_sheet", found=tuple(grid.sheet for grid in grids[:20])), name)
    return _read(fit[0], known)


def write_failed(
    target: BinaryIO, rulebook: Rulebook, rows: Sequence[Mapping[str, Any]], *, year: int, language: str = "zh"
) -> None:
    """The rows that failed as a workbook to be mended and sent again; each row's reason stands in REASON's field."""
    columns = tuple(
        column
        for column in ENTRY_SHEET.columns
        if column.field not in ("recorded_on", "recorded_by")
        and (not column.rare or any(row.get(column.field) for row in rows))
    )
    sheet = Sheet(ENTRY_SHEET.code, ENTRY_SHEET.name, ENTRY_SHEET.english, (*columns, REASON))
    table = Table(
        sheet, sheet.columns, tuple(tuple(_written(row.get(column.field)) for column in sheet.columns) for row in rows)
    )
    write_tables(target, rulebook, (table,), year=year, title="", note="", language=language)


def write_blank(rulebook: Rulebook, *, year: int, language: str = "zh") -> bytes:
    """The empty sheet to fill in, with its example row and drop-downs."""
    target = io.BytesIO()
    columns = tuple(
        column
        for column in ENTRY_SHEET.columns
        if not column.rare and column.field not in ("recorded_on", "recorded_by")
    )
    sheet = Sheet(ENTRY_SHEET.code, ENTRY_SHEET.name, ENTRY_SHEET.english, columns)
    examples = {sheet.code: example_of(sheet, rulebook, language)}
    write_tables(
        target,
        rulebook,
        (Table(sheet, columns, ()),),
        year=year,
        title="",
        note="",
        language=language,
        examples=examples,
    )
    return target.getvalue()


def _read(grid: Grid, known: Known) -> EntryRows:
    findings = Findings()
    both = [example_of(ENTRY_SHEET, known.rulebook, language) for language in ("zh", "en")]
    example = {field: {each.get(field, "") for each in both} for field in both[0]}
    found = records(grid, ENTRY_SHEET, grid.sheet, findings, example)
    if len(found) > MOST_ROWS:
        return _nothing(Odd("files.too_many_entries", found=len(found), most=MOST_ROWS), grid.file)
    ledger = Ledger(
        known.rulebook, findings, known.year, naming.departments(known.rulebook, known.departments), list(known.goals)
    )
    for record in found:
        ledger.take_entry(record)
    ledger.entries()
    cells = _cells(found)
    return EntryRows(tuple(_as_told(each, cells) for each in ledger.sound_entries()), cells, findings.problems())


def _one_up(read: EntryRows) -> EntryRows:
    """The rows as they were pasted, without the header that was put above them."""
    return EntryRows(
        tuple(replace(each, place=_above(each.place)) for each in read.entries),
        {row - 1: cells for row, cells in read.cells.items()},
        tuple(replace(each, place=_above(each.place)) for each in read.problems),
    )


def _above(place: Place) -> Place:
    return replace(place, row=place.row - 1) if place.row else place


def _as_told(entry: Entry, cells: Mapping[int, Mapping[str, Cell]]) -> Entry:
    """The entry without the number that was only made to tell its row from others."""
    return replace(entry, id="") if is_blank(cells[entry.place.row or 0].get("id")) else entry


def _cells(found: Sequence[Record]) -> dict[int, Mapping[str, Cell]]:
    return {record.row: record.cells for record in found if record.row}


def _has_headers(grid: Grid) -> bool:
    """True where a row names enough columns to be the header."""
    findings = Findings()
    records(Grid(grid.file, grid.sheet, grid.rows[:40]), ENTRY_SHEET, grid.sheet, findings)
    return not any(
        problem.code in ("files.no_header",) and problem.severity == ERROR for problem in findings.problems()
    )


def _nothing(odd: Odd, file: str) -> EntryRows:
    return EntryRows((), {}, (Problem(odd.code, odd.values, Place(file)),))


def _written(cell: object) -> Any:
    """A cell as it may be written again."""
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, float | bool):
        return shown_cell(cell)
    return cell
