"""Any table of the product as a workbook: the same figures in the same order, typed cells, its head on every page, its picture."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any, BinaryIO, Final

from kaohe.engine import phrase, register
from kaohe.files.safe_cells import writable
from kaohe.files.score_workbook.style import Styles, sheet_names
from kaohe.files.tables import Cell, Table
from kaohe.wording.widths import width

register({"table.page": ("第 &P 页 / 共 &N 页", "Page &P of &N")})

#: Widest and narrowest columns, in letters.
_WIDE, _NARROW = 60, 8
#: More rows than these don't change how wide a column is.
_LOOKED_AT: Final = 400


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table with what it is called and what it is about; `picture` is a PNG of it, `words` tell what is to be seen.

    formats  how each column writes its numbers; "" or nothing: with as many places as they have
    """

    name: str
    title: str
    table: Table
    about: str = ""
    note: str = ""
    picture: bytes = b""
    words: str = ""
    formats: tuple[str, ...] = ()


def write_table_workbook(target: BinaryIO, sheets: Sequence[Sheet], *, year: int, language: str = "zh") -> None:
    """Write them, one a sheet. The same tables give the same bytes. Raises OSError."""
    from xlsxwriter import Workbook

    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    workbook: Any = Workbook(target, options)
    # A fixed day: the same table must give the same file, byte for byte.
    created = datetime(year, 12, 31)  # noqa: DTZ001
    workbook.set_properties({"title": writable(sheets[0].title)[:255] if sheets else "", "created": created})
    styles = Styles(workbook)
    for sheet, name in zip(sheets, sheet_names([each.name for each in sheets], []), strict=True):
        _write(workbook.add_worksheet(name), sheet, styles, language)
    workbook.close()


def _write(page: Any, sheet: Sheet, styles: Styles, language: str) -> None:
    page.set_row(0, 28)
    page.write_string(0, 0, writable(sheet.title), styles.title())
    page.write_string(1, 0, writable(sheet.about), styles.get(font_color="#5A6474"))
    head = 3
    page.set_row(head, 30)
    for at, words in enumerate(sheet.table.header):
        page.write_string(head, at, writable(words), styles.header())
        page.set_column(at, at, _width(sheet.table, at))
    said = dict(enumerate(sheet.formats))
    formats = [said.get(at) or _format(row[at] for row in sheet.table.rows) for at in range(len(sheet.table.header))]
    for number, row in enumerate(sheet.table.rows, head + 1):
        for at, cell in enumerate(row):
            _cell(page, number, at, cell, formats[at], styles, language)
    last = head + len(sheet.table.rows)
    if sheet.note:
        page.write_string(last + 1, 0, writable(sheet.note), styles.get(font_color="#5A6474", font_size=9))
    if sheet.picture:
        page.insert_image(last + 3, 0, "picture.png", _picture(sheet))
    page.freeze_panes(head + 1, 1)
    if sheet.table.rows:
        page.autofilter(head, 0, last, len(sheet.table.header) - 1)
    _for_paper(page, head, sheet, language)


def _picture(sheet: Sheet) -> dict[str, object]:
    return {
        "image_data": io.BytesIO(sheet.picture), "description": writable(sheet.words), "x_scale": 0.5, "y_scale": 0.5, "object_position": 2,
    }  # fmt: skip


def _cell(page: Any, row: int, at: int, cell: Cell, form: str, styles: Styles, language: str) -> None:
    if cell is None:
        page.write_string(row, at, phrase("table.pending", language), styles.line(align="right", font_color="#A85A00"))
    elif isinstance(cell, str):
        page.write_string(row, at, writable(cell), styles.line(text_wrap=width(cell) > _WIDE))
    elif isinstance(cell, date):
        form = "yyyy-mm-dd hh:mm" if isinstance(cell, datetime) else "yyyy-mm-dd"
        page.write_datetime(row, at, cell, styles.line(num_format=form, align="left"))
    else:
        # A column may hold whole numbers beside others; they stand in one line then.
        page.write_number(row, at, float(cell), styles.line(num_format=form))


def _format(cells: Any) -> str:
    """How many decimals a column shows: as many as its exact numbers have, at most four; two where one has no end."""
    found = 0
    for cell in cells:
        if isinstance(cell, Decimal):
            exponent = cell.normalize().as_tuple().exponent
            found = max(found, -exponent if isinstance(exponent, int) else 0)
        elif isinstance(cell, Fraction):
            found = max(found, 2)
    return "0." + "0" * min(found, 4) if found else "0"


def _width(table: Table, at: int) -> float:
    cells = [width(str(row[at])) for row in table.rows[:_LOOKED_AT] if row[at] is not None]
    return min(_WIDE, max(_NARROW, width(table.header[at]) + 4, *(size + 2 for size in cells), 0))


def _for_paper(page: Any, head: int, sheet: Sheet, language: str) -> None:
    """A4, as wide as the page, the head on every page, and which page of how many it is."""
    page.set_paper(9)
    if len(sheet.table.header) > 6:
        page.set_landscape()
    page.set_margins(left=0.6, right=0.6, top=0.7, bottom=0.7)
    page.fit_to_pages(1, 0)
    page.repeat_rows(head)
    page.hide_gridlines(2)
    page.set_footer(f"&L&9{writable(sheet.name).replace('&', '&&')}&R&9{phrase('table.page', language)}")
