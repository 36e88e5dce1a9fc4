"""One row at hand: each field read as its column's kind asks, each failure told with its cell."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import TypeVar

from kaohe.engine import Exact
from kaohe.files.cells import (
    Cell,
    Odd,
    is_blank,
    read_amount,
    read_code,
    read_date,
    read_list,
    read_text,
    read_whole,
    read_yes_no,
    shown_cell,
)
from kaohe.files.columns import Sheet
from kaohe.files.findings import Findings
from kaohe.files.names import Names
from kaohe.files.sheets import Record

Value = TypeVar("Value")


class Row:
    """A record with its sheet's columns. `sound` turns False with the first field that can't be used."""

    __slots__ = ("findings", "record", "sheet", "sound", "year")

    def __init__(self, record: Record, sheet: Sheet, findings: Findings, year: int | None) -> None:
        self.record, self.sheet, self.findings, self.year = record, sheet, findings, year
        self.sound = not record.spoiled

    def has(self, field: str) -> bool:
        """True where something stands in that column, readable or not."""
        return field in self.record.spoiled or not is_blank(self.record.cells.get(field))

    def text(self, field: str) -> str:
        """A text."""
        return self._read(field, read_text, "")

    def code(self, field: str) -> str:
        """A number or key by which something is named."""
        return self._read(field, _code, "")

    def day(self, field: str) -> date | None:
        """A date; None where empty."""
        return self._read(field, lambda cell: read_date(cell, self.year, offset=self.record.date_offset), None)

    def number(self, field: str) -> Exact | None:
        """An exact number; None where empty."""
        return self._read(field, read_amount, None)

    def whole(self, field: str) -> int | None:
        """A whole number; None where empty."""
        return self._read(field, read_whole, None)

    def yes(self, field: str) -> bool:
        """是 or 否; empty is 否."""
        return self._read(field, read_yes_no, False)

    def several(self, field: str) -> tuple[str, ...]:
        """Several names in one cell."""
        return self._read(field, read_list, ())

    def known(self, field: str, names: Names, code: str, **values: object) -> str:
        """The code that the typed name means; "" where empty or unknown. `code` is the sentence for an unknown one."""
        typed = self._read(field, read_code, "")
        if not typed:
            return ""
        found = names.find(typed)
        if found is None:
            self.wrong(code, field, found=shown_cell(typed), advice=names.advice(typed), **values)
            return ""
        return found

    def wrong(self, code: str, field: str, **values: object) -> None:
        """Tell an error of one cell; the row can't be used."""
        self.sound = False
        self.findings.error(code, self.record.place(field), **values)

    def warn(self, code: str, field: str, **values: object) -> None:
        """Tell what is worth a look; the row stands."""
        self.findings.warning(code, self.record.place(field), **values)

    def lacks(self, field: str) -> None:
        """Tell that a cell that must be filled is empty."""
        column = self.sheet.column(field)
        self.wrong("files.required", field, header=column.header, hint=column.hint_said())

    def _read(self, field: str, read: Callable[[Cell], Value], empty: Value) -> Value:
        cell = self.record.cells.get(field)
        if cell is None or (isinstance(cell, str) and not cell.strip()):
            if field not in self.record.spoiled and field in self.sheet.required:
                self.lacks(field)
            return empty
        try:
            return read(cell)
        except Odd as odd:
            self.wrong(odd.code, field, **odd.values)
            return empty


def _code(cell: Cell) -> str:
    """Excel turns numbers like 1-2 into dates; then nobody can tell what was typed."""
    if isinstance(cell, date | datetime):
        raise Odd("files.code_is_date", found=shown_cell(cell))
    return read_code(cell)
