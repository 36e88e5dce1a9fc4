"""From a raw table to records: finds the header row, knows the columns, and leaves out what is no data."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from kaohe.engine import Place, Said
from kaohe.files.cells import Cell, is_blank, plain, read_text, shown_cell
from kaohe.files.columns import DEPARTMENT, ENTRIES, Column, Sheet
from kaohe.files.findings import Findings
from kaohe.files.grids import Grid, column_name
from kaohe.files.guard import letters

#: A title block above the headers is seldom longer.
_HEADER_WITHIN: Final = 40
#: Columns that people add for themselves and nobody misses.
_IGNORED: Final = frozenset({"序号", "行号", "no", "no.", "失败原因", "whyitfailed"})

_BRACKETS: Final = re.compile(r"\(.*?\)|\[.*?\]|【.*?】")
_EXAMPLE: Final = re.compile(r"[(\[【]?(示例|样例|范例|example)(行|row)?[)\]】]?")
_TOTAL: Final = re.compile(r"(本|全)?[年月季]?(度|局)?(合计|总计|小计|共计|累计)(数)?[:：]?|(sub)?total:?")
_NOTE: Final = re.compile(
    r"(注|备注|说明|填[表报](说明|人|日期|时间|单位)?|制表(人|日期|时间)?|审核人?|(科室|单位|部门)?负责人|领导签字|签字|打印日期|notes?)"
    r"\d*[:：.、].*"
)


@dataclass(frozen=True, slots=True)
class Record:
    """One row: its cells by field, and where each stands.

    columns  field → how a place names its column, for every field that the table has, filled in or not
    spoiled  fields whose cells are already reported
    date_offset  what to add to serial numbers of dates
    """

    cells: Mapping[str, Cell]
    columns: Mapping[str, str]
    file: str
    sheet: str
    row: int | None
    spoiled: frozenset[str] = frozenset()
    date_offset: int = 0

    def place(self, field: str = "") -> Place:
        """Where the row, or one of its cells, stands."""
        return Place(self.file, None, self.sheet, self.row, self.columns.get(field, ""))


@dataclass(frozen=True, slots=True)
class _Header:
    row: int
    columns: dict[int, Column]
    titles: dict[int, str]

    def place_names(self) -> dict[str, str]:
        return {column.field: column_name(at, self.titles[at]) for at, column in self.columns.items()}


def records(
    grid: Grid, sheet: Sheet, sheet_name: str, findings: Findings, example: Mapping[str, Collection[str]] | None = None
) -> list[Record]:
    """The data rows of a table, everything odd reported.

    sheet_name  how places name the sheet; "" where the file itself is the sheet
    example     what the template's example row may hold, by field
    """
    if all(is_blank(cell) for row in grid.rows for cell in row):
        return []
    place = Place(grid.file, None, sheet_name)
    if grid.hidden:
        findings.warning("files.sheet_hidden", place)
    header = _find_header(grid, sheet)
    if header is None:
        findings.error("files.no_header", place, expected=_headers(sheet))
        return []
    if not _check_header(grid, sheet, header, place, findings):
        return []
    _tell_hidden(grid, header, place, findings)
    return _Rows(grid, sheet_name, header, findings, example or {}).records()


def settings(grid: Grid, sheet: Sheet, sheet_name: str, findings: Findings) -> Record | None:
    """The sheet of the year: one key and its value a row, or a header row with the values below."""
    header = _find_header(grid, sheet)
    known = {plain(name): column for column in sheet.columns for name in column.names()}
    # A bureau may be called like a column; where several rows begin with a key, none of them is a header.
    if header is not None and len(header.columns) > 1 and sum(_begins_with_key(row, known) for row in grid.rows) < 2:
        found = records(grid, sheet, sheet_name, findings)
        return found[0] if found else None
    cells: dict[str, Cell] = {}
    names: dict[str, str] = {}
    first_row = None
    for number, row in enumerate(grid.rows, 1):
        filled = [at for at, cell in enumerate(row, 1) if not is_blank(cell)]
        if len(filled) < 1 or not isinstance(row[filled[0] - 1], str):
            continue
        key, _, rest = read_text(row[filled[0] - 1]).replace("：", ":").partition(":")
        column = known.get(_bare(key))
        place = Place(grid.file, None, sheet_name, number, letters(filled[0]))
        if column is None:
            if len(filled) == 2 and first_row is not None and not _NOTE.fullmatch(plain(key)):
                findings.warning("files.key_unknown", place, found=shown_cell(key), expected=_headers(sheet))
        elif not is_blank(cells.get(column.field)):
            findings.error("files.key_twice", place, found=column.header)
        else:
            first_row = number
            # A heading may be worded like a key; a key without a value gives way to one with a value.
            # The value stands right beside its key; what stands farther off is somebody's remark.
            at = filled[0] + 1
            cells[column.field] = row[at - 1] if at <= len(row) and not is_blank(row[at - 1]) else rest
            names[column.field] = f"{letters(at)}{number} {column.header}"
    return Record(cells, names, grid.file, sheet_name, None, date_offset=grid.date_offset) if cells else None


def _begins_with_key(row: Sequence[Cell], known: Mapping[str, Column]) -> bool:
    first = next((cell for cell in row if not is_blank(cell)), None)
    return isinstance(first, str) and _bare(first) in known


def _headers(sheet: Sheet) -> tuple[str, ...]:
    return tuple(column.header for column in sheet.columns if not column.rare)


def _bare(header: str) -> str:
    """A header without marks and remarks: "* 发生日期（必填）：" is 发生日期."""
    return _BRACKETS.sub("", plain(header)).strip("*:：★· ")


def _find_header(grid: Grid, sheet: Sheet) -> _Header | None:
    """The row that names most columns."""
    known: dict[str, Column] = {}
    for column in sheet.columns:
        for name in (column.header, column.english):
            known[plain(name)] = column
    for column in sheet.columns:
        for name in column.names():
            known.setdefault(plain(name), column)
    best: _Header | None = None
    for number, row in enumerate(grid.rows[:_HEADER_WITHIN], 1):
        titles = {at: read_text(cell) for at, cell in enumerate(row, 1) if isinstance(cell, str) and not is_blank(cell)}
        columns: dict[int, Column] = {}
        for at, title in titles.items():
            if named := known.get(plain(title)) or known.get(_bare(title)):
                columns[at] = named
        fields = len({column.field for column in columns.values()})
        if fields > (len({column.field for column in best.columns.values()}) if best else 1):
            best = _Header(number, columns, {at: " ".join(title.split()) for at, title in titles.items()})
    return best


def _check_header(grid: Grid, sheet: Sheet, header: _Header, place: Place, findings: Findings) -> bool:
    """Columns missing, doubled or unknown; False where the rows can't be read."""
    sound = True
    found = tuple(header.titles.values())
    fields: dict[str, int] = {}
    for at, column in sorted(header.columns.items()):
        if column.field in fields:
            here = Place(place.file, None, place.sheet, header.row, column_name(at, header.titles[at]))
            findings.error("files.column_twice", here, header=header.titles[at], other=letters(fields[column.field]))
            sound = False
        fields.setdefault(column.field, at)
    for column in sheet.columns:
        if column.required and column.field not in fields:
            findings.error("files.column_missing", place, header=column.header, row=header.row, found=found)
            sound = False
    if sheet.code == ENTRIES and not {"rule", "label"} & fields.keys():
        findings.error("files.rule_column_missing", place, row=header.row, found=found)
        sound = False
    _tell_unknown(grid, sheet, header, place, findings)
    return sound


def _tell_unknown(grid: Grid, sheet: Sheet, header: _Header, place: Place, findings: Findings) -> None:
    """Columns that have content and weren't read."""
    width = max((len(row) for row in grid.rows), default=0)
    missing = {plain(column.header): column for column in sheet.columns}
    for column in header.columns.values():
        missing.pop(plain(column.header), None)
    for at in range(1, width + 1):
        title = header.titles.get(at, "")
        if at in header.columns or plain(title) in _IGNORED:
            continue
        if not any(at <= len(row) and not is_blank(row[at - 1]) for row in grid.rows[header.row :]):
            continue
        here = Place(place.file, None, place.sheet, header.row, column_name(at, title))
        if not title:
            findings.warning("files.column_nameless", here)
            continue
        from difflib import get_close_matches

        near = [missing[name].header for name in get_close_matches(_bare(title), list(missing), n=2, cutoff=0.5)]
        advice: object = Said("files.near", {"names": near}) if near else ""
        findings.warning("files.column_unknown", here, header=shown_cell(title), advice=advice)


def _tell_hidden(grid: Grid, header: _Header, place: Place, findings: Findings) -> None:
    rows = [
        row
        for row in grid.notes.hidden_rows
        if header.row < row <= len(grid.rows) and not all(is_blank(cell) for cell in grid.rows[row - 1])
    ]
    if rows:
        findings.warning("files.rows_hidden", place, count=len(rows), first=rows[0])
    columns = [column_name(at, header.titles[at]) for at in grid.notes.hidden_columns if at in header.columns]
    if columns:
        findings.warning("files.columns_hidden", place, found=columns)


class _Rows:
    """The rows below the headers."""

    def __init__(
        self, grid: Grid, sheet_name: str, header: _Header, findings: Findings, example: Mapping[str, Collection[str]]
    ) -> None:
        self.grid, self.sheet_name, self.header, self.findings, self.example = (
            grid,
            sheet_name,
            header,
            findings,
            example,
        )
        self.names = header.place_names()
        self.required = [at for at, column in header.columns.items() if column.required]
        self.troubled = grid.notes.wrong | grid.notes.unsaved

    def records(self) -> list[Record]:
        """One record for each row of data."""
        found = []
        rows = self.grid.rows
        last = max((n for n, row in enumerate(rows, 1) if sum(not is_blank(cell) for cell in row) > 1), default=0)
        for number in range(self.header.row + 1, len(rows) + 1):
            row = rows[number - 1]
            first = next((cell for cell in row if not is_blank(cell)), None)
            if first is None and not self._is_troubled(number):
                continue
            if isinstance(first, str) and self._is_aside(number, row, first, number > last):
                continue
            found.append(self._record(number, row))
        return found

    def _is_troubled(self, number: int) -> bool:
        """A row that looks blank because its formulas failed is no blank row."""
        return bool(self.troubled) and any((number, at) in self.troubled for at in self.header.columns)

    def _is_aside(self, number: int, row: list[Cell], first: str, at_end: bool) -> bool:
        """Headers repeated, the template's example, totals and notes."""
        word = plain(first)
        place = Place(self.grid.file, None, self.sheet_name, number)
        if _EXAMPLE.fullmatch(word):
            self._tell_changed_example(row, place)
            return True
        if _TOTAL.fullmatch(word):
            self.findings.warning("files.total_skipped", place, found=shown_cell(first))
            return True
        lacking = any(at > len(row) or is_blank(row[at - 1]) for at in self.required)
        # Where only the first column is required, a note below the table fills it: it is known by standing there alone.
        alone = len(self.header.columns) > 1 and sum(not is_blank(cell) for cell in row) == 1
        if ((lacking or alone) and _NOTE.fullmatch(word)) or (lacking and at_end and len(word) > 8):
            self.findings.warning("files.note_skipped", place, found=shown_cell(first))
            return True
        titles = self.header.titles
        return all(at <= len(row) and plain(read_text(row[at - 1])) == plain(titles[at]) for at in self.header.columns)

    def _tell_changed_example(self, row: list[Cell], place: Place) -> None:
        """An example row that holds more than the mark and what the template itself wrote may be somebody's real entry."""
        for at, column in self.header.columns.items():
            cell = row[at - 1] if at <= len(row) else None
            if column.kind == DEPARTMENT or is_blank(cell) or _EXAMPLE.fullmatch(plain(read_text(cell))):
                continue
            if read_text(cell) not in self.example.get(column.field, ()):
                self.findings.warning("files.example_changed", place)
                return

    def _record(self, number: int, row: list[Cell]) -> Record:
        cells: dict[str, Cell] = {}
        spoiled: list[str] = []
        for at, column in self.header.columns.items():
            cell = row[at - 1] if at <= len(row) else None
            if cell == "" or cell is None or is_blank(cell):
                cell, reason = self._behind(number, at, column)
                if reason:
                    here = Place(self.grid.file, None, self.sheet_name, number, self.names[column.field])
                    self.findings.error(reason, here, header=column.header)
                    spoiled.append(column.field)
            if cell is not None:
                cells[column.field] = cell
        return Record(
            cells, self.names, self.grid.file, self.sheet_name, number, frozenset(spoiled), self.grid.date_offset
        )

    def _behind(self, number: int, at: int, column: Column) -> tuple[Cell, str]:
        """What stands behind an empty cell: a merged cell above, a formula without a result, or nothing."""
        if self.troubled:
            if (number, at) in self.grid.notes.wrong:
                return None, "files.cell_error"
            if (number, at) in self.grid.notes.unsaved:
                return None, "files.cell_unsaved"
        top = self.grid.merged.get((number, at))
        if top is None or top <= self.header.row:
            return None, ""
        above = self.grid.rows[top - 1]
        cell = above[at - 1] if at <= len(above) else None
        if is_blank(cell):
            return None, ""
        return (cell, "") if column.merges else (None, "files.merged")
