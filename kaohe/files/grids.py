"""Raw tables out of a workbook or a folder of CSV files: cells as they stand, with the rows and columns people see."""

from __future__ import annotations

import csv
import io
import re
import stat
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, cast

from kaohe.files.cells import Cell, Odd, plain
from kaohe.files.columns import SHEETS, Sheet
from kaohe.files.guard import LARGEST_FILE, MOST_CELLS, MOST_ROWS, Notes, letters, look_through
from kaohe.files.safe_cells import unguarded

_MOST_FILES: Final = 200


@dataclass(slots=True)
class Grid:
    """One sheet as a table. Row 1 is rows[0], column 1 is rows[n][0].

    merged       cells under a merged cell's first row: (row, column) → the row whose value stands for them
    hidden       True where the whole sheet is hidden
    """

    file: str
    sheet: str
    rows: list[list[Cell]]
    merged: dict[tuple[int, int], int] = field(default_factory=dict)
    notes: Notes = field(default_factory=Notes)
    hidden: bool = False
    date_offset: int = 0


def read_bytes(path: Path) -> bytes:
    """The content of an ordinary file that isn't too large. Raises Odd."""
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise Odd("files.not_a_file")
        if status.st_size > LARGEST_FILE:
            raise Odd("files.too_large", found=_megabytes(status.st_size), most=_megabytes(LARGEST_FILE))
        with path.open("rb") as stream:
            data = stream.read(LARGEST_FILE + 1)
    except FileNotFoundError:
        raise Odd("files.missing") from None
    except PermissionError:
        raise Odd("files.no_permission") from None
    except (OSError, ValueError) as fault:
        raise Odd("files.unreadable", found=getattr(fault, "strerror", "") or type(fault).__name__) from None
    if len(data) > LARGEST_FILE:
        raise Odd("files.too_large", found=_megabytes(len(data)), most=_megabytes(LARGEST_FILE))
    if not data:
        raise Odd("files.empty")
    return data


def _megabytes(size: int) -> str:
    return f"{size / 1_000_000:.1f} MB"


def workbook_grids(data: bytes, file: str) -> list[Grid]:
    """Every worksheet of the workbook. Raises Odd where the package is refused or can't be read."""
    package = look_through(data)
    # Imported here: whoever reads no workbook doesn't wait for the library.
    from python_calamine import CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

    grids = []
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(package.data)) as workbook:
            for number, sheet in enumerate(workbook.sheets_metadata):
                if sheet.typ != SheetTypeEnum.WorkSheet:
                    continue
                table = workbook.get_sheet_by_index(number)
                rows = cast(list[list[Cell]], table.to_python(skip_empty_area=False))
                notes = package.notes.get(sheet.name, Notes())
                hidden = sheet.visible != SheetVisibleEnum.Visible
                merged = _merged(table.merged_cell_ranges or [], len(rows))
                grids.append(Grid(file, sheet.name, rows, merged, notes, hidden, package.date_offset))
    except (KeyboardInterrupt, SystemExit, MemoryError, Odd):
        raise
    except BaseException:  # the library is compiled: its panics are no Exception
        raise Odd("files.not_a_workbook") from None
    return grids


def _merged(ranges: list[tuple[tuple[int, int], tuple[int, int]]], height: int) -> dict[tuple[int, int], int]:
    """The cells below the first row of each merged range, in its first column; others stay as empty as they look."""
    found: dict[tuple[int, int], int] = {}
    for (top, left), (bottom, _) in ranges:
        last = min(bottom, height - 1)
        if len(found) + last - top > MOST_CELLS:
            raise Odd("files.too_many_cells", most=MOST_CELLS)
        for row in range(top + 1, last + 1):
            found[row + 1, left + 1] = top + 1
    return found


def grids_of(data: bytes, file: str) -> list[Grid]:
    """The tables of one uploaded file: a workbook's sheets, or the one table of a CSV named like the file. Raises Odd."""
    if not data:
        raise Odd("files.empty")
    if len(data) > LARGEST_FILE:
        raise Odd("files.too_large", found=_megabytes(len(data)), most=_megabytes(LARGEST_FILE))
    if file.lower().endswith(".csv"):
        return [Grid(file, Path(file).stem, _csv_rows(_decoded(data)))]
    return workbook_grids(data, file)


def folder_grids(folder: Path) -> tuple[list[Grid], list[tuple[str, Odd]]]:
    """Every CSV file of the folder as a sheet named like the file; and the files that can't be read, with the reason."""
    try:
        paths = sorted(
            path for path in folder.iterdir() if path.suffix.lower() == ".csv" and not path.name.startswith(".")
        )
    except PermissionError:
        raise Odd("files.no_permission") from None
    except OSError as fault:
        raise Odd("files.unreadable", found=fault.strerror or type(fault).__name__) from None
    if not paths or len(paths) > _MOST_FILES:
        raise Odd("files.no_csv", expected=tuple(f"{sheet.name}.csv" for sheet in SHEETS))
    grids, odd = [], []
    for path in paths:
        try:
            grids.append(Grid(path.name, path.stem, _csv_rows(_decoded(read_bytes(path)))))
        except Odd as reason:
            # An empty file is an empty sheet, as a workbook may have one too.
            if reason.code == "files.empty":
                grids.append(Grid(path.name, path.stem, []))
            else:
                odd.append((path.name, reason))
    return grids, odd


def _decoded(data: bytes) -> str:
    """UTF-8 with or without its mark, UTF-16 with its mark, else GB18030: what Excel and WPS write. Raises Odd."""
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if data.startswith(mark):
            encodings: tuple[str, ...] = (encoding,)
            break
    else:
        if b"\0" in data:
            raise Odd("files.binary")
        encodings = ("utf-8", "gb18030")
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" in text:
            raise Odd("files.binary")
        return text
    raise Odd("files.encoding")


def _csv_rows(text: str) -> list[list[Cell]]:
    """The table; divided by tabs or semicolons where the first line has no comma. Raises Odd."""
    first = text.lstrip("\r\n").partition("\n")[0]
    divider = "," if "," in first else next((mark for mark in "\t;" if mark in first), ",")
    rows: list[list[Cell]] = []
    cells = 0
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=divider, strict=True):
            cells += len(row)
            if len(rows) >= MOST_ROWS:
                raise Odd("files.too_many_rows", most=MOST_ROWS)
            if cells > MOST_CELLS:
                raise Odd("files.too_many_cells", most=MOST_CELLS)
            rows.append([unguarded(cell) for cell in row])
    except csv.Error as fault:
        raise Odd("files.bad_csv", found=str(fault)) from None
    return rows


def pasted_rows(text: str) -> list[list[Cell]]:
    """What a spreadsheet puts on the clipboard: cells apart by tabs, those with line breaks in quotes. Raises Odd."""
    rows: list[list[Cell]] = []
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter="\t"):
            if len(rows) >= MOST_ROWS or len(row) > _MOST_FILES:
                raise Odd("files.too_many_cells", most=MOST_CELLS)
            rows.append([unguarded(cell) for cell in row])
    except csv.Error as fault:
        raise Odd("files.bad_csv", found=str(fault)) from None
    return rows


def known_sheet(name: str, sheets: tuple[Sheet, ...]) -> Sheet | None:
    """The sheet that this name means: 考核记录, 2025年考核记录, 考核记录（一季度） and 考核记录表 are one."""
    names = {plain(each): sheet for sheet in reversed(sheets) for each in sheet.names()}
    for text in (plain(name), bare_sheet_name(name)):
        for candidate in (text, text.removesuffix("表")):
            if candidate in names:
                return names[candidate]
    return None


def bare_sheet_name(name: str) -> str:
    """A sheet's name without the year, the quarter, the month and what stands in brackets.

    A bare number in brackets stays: that is how spreadsheets name a copy, and a copy would count everything twice.
    """
    text = re.sub(r"\((?!\d+\)).*?\)", "", plain(name))
    text = re.sub(r"^\d{4}(?:年度(?=.)|年(?!度$))?(?=.)", "", text)
    text = re.sub(r"第?[一二三四1-4]季度?|\d{1,2}月份?|[上下]半年", "", text)
    return text.strip("-_·. ")


def column_name(column: int, header: str) -> str:
    """How a place names a column: "E 发生日期"."""
    return f"{letters(column)} {header}".strip()
