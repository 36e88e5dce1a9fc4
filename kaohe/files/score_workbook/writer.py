"""Putting cells on a sheet: text as text, numbers as numbers, formulas with the engine's exact value beside them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from kaohe.engine import Exact
from kaohe.files.safe_cells import writable
from kaohe.files.score_workbook.formulas import Cell

_LANDSCAPE_A4: Final = 9


class Sheet:
    """One sheet; rows and columns are named as people name them: row 1, column "A"."""

    def __init__(self, workbook: Any, name: str, pending: str) -> None:
        self.raw = workbook.add_worksheet(name)
        self._pending = pending

    def text(self, column: str, row: int, text: str, style: Any) -> None:
        """Text that is never taken for a formula or an address, whatever it begins with."""
        self.raw.write_string(row - 1, _number(column), writable(text), style)

    def blank(self, column: str, row: int, style: Any) -> None:
        """An empty cell that is part of the picture."""
        self.raw.write_blank(row - 1, _number(column), None, style)

    def number(self, column: str, row: int, number: Exact | int, style: Any) -> None:
        """A plain number."""
        self.raw.write_number(row - 1, _number(column), float(number), style)

    def cell(self, column: str, row: int, cell: Cell, style: Any) -> None:
        """A number, a formula with its value, or the word for pending."""
        if cell.formula:
            self.formula(column, row, cell.formula, self._pending if cell.value is None else cell.value, style)
        elif cell.value is None:
            self.text(column, row, self._pending, style)
        else:
            self.number(column, row, cell.value, style)

    def formula(self, column: str, row: int, formula: str, value: Exact | int | str, style: Any) -> None:
        """A live formula; viewers that don't calculate show the value, which is the engine's own."""
        shown = value if isinstance(value, str) else float(value)
        self.raw.write_formula(row - 1, _number(column), formula, style, shown)

    def page(self, header_row: int, last_column: str, footer: str) -> None:
        """Ready for printing: A4 across, the heading on every page, as wide as the page."""
        self.raw.set_landscape()
        self.raw.set_paper(_LANDSCAPE_A4)
        self.raw.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.7)
        self.raw.fit_to_pages(1, 0)
        self.raw.repeat_rows(header_row - 1)
        self.raw.center_horizontally()
        self.raw.set_footer(footer)
        self.raw.hide_gridlines(2)
        self.raw.set_zoom(100)

    def widths(self, columns: Mapping[str, float]) -> None:
        """Column widths, in letters."""
        for column, wide in columns.items():
            self.raw.set_column(_number(column), _number(column), wide)


def _number(column: str) -> int:
    """Column A is 0."""
    number = 0
    for letter in column:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def column_at(index: int) -> str:
    """The name of the column with that index: 0 is A."""
    name = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        name = chr(ord("A") + rest) + name
    return name
