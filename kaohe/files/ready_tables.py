"""Tables of ready texts, such as papers and pictures have, as cells of a workbook: what reads as a number becomes that number."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Final

from kaohe.files.table_workbook import Sheet
from kaohe.files.tables import Cell, Table

#: A number as we write it, an amount with its commas, a part of a hundred. "007", "1e5" and "12." are texts: whoever wrote
#: them so meant them so.
_NUMBER: Final = re.compile(r"([+\-−]?)(0|[1-9]\d{0,11}|[1-9]\d{0,2}(?:,\d{3}){1,3})(?:\.(\d{1,6}))?(%?)")
#: A day, and a moment of it.
_DAY: Final = re.compile(r"(?:19|20)\d\d-\d\d-\d\d(?: \d\d:\d\d)?")
_HUNDREDTH: Final = Decimal("0.01")


def ready_sheet(
    name: str, title: str, header: Sequence[str], rows: Sequence[Sequence[str]], *, about: str = "", note: str = "",
    picture: bytes = b"", words: str = "",
) -> Sheet:  # fmt: skip
    """The sheet of such a table. A figure keeps as many places as it was written with, and the sign of a difference."""
    cells = tuple(tuple(typed(text) for text in row) for row in rows)
    columns = [[row[at] for row in rows if at < len(row)] for at in range(len(header))]
    mixed = {at for at, column in enumerate(columns) if len({match[4] for match in _numbers(column)}) > 1}
    if (
        mixed
    ):  # one column has one way of writing its numbers: parts of a hundred among others stay as they were written
        cells = tuple(
            tuple(
                text if at in mixed and text.endswith("%") else cell
                for at, (text, cell) in enumerate(zip(row, typed_row, strict=True))
            )
            for row, typed_row in zip(rows, cells, strict=True)
        )
    return Sheet(
        name,
        title,
        Table(tuple(head[:1].upper() + head[1:] for head in header), cells),
        about,
        note,
        picture,
        words,
        tuple(_format(column) for column in columns),
    )


def typed(text: str) -> Cell:
    """The number, the day or the moment that a text is, else the text."""
    found = _NUMBER.fullmatch(text)
    if not found:
        return _day(text)
    sign, whole, part, hundred = found.groups()
    number = f"{'-' if sign in ('-', '−') else ''}{whole.replace(',', '')}"
    if hundred:
        return Decimal(f"{number}.{part or 0}") * _HUNDREDTH
    return Decimal(f"{number}.{part}") if part else int(number)


def _day(text: str) -> Cell:
    if not _DAY.fullmatch(text):
        return text
    try:
        return date.fromisoformat(text) if len(text) == 10 else datetime.fromisoformat(text)
    except ValueError:  # looks like one, and no calendar has it
        return text


def _numbers(texts: Sequence[str]) -> list[re.Match[str]]:
    return [match for text in texts if (match := _NUMBER.fullmatch(text))]


def _format(texts: Sequence[str]) -> str:
    """How the column writes its numbers; "" where it has none."""
    found = _numbers(texts)
    if len({match[4] for match in found}) > 1:
        found = [match for match in found if not match[4]]
    places = max((len(match[3] or "") for match in found), default=0)
    plain = "#,##0" if any("," in match[2] for match in found) else "0"
    plain += "." + "0" * places if places else ""
    plain += "%" if found and found[0][4] else ""
    signed = any(match[1] == "+" for match in found)
    return f"+{plain};-{plain};{plain}" if signed else plain if found else ""
