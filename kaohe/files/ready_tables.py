"""Tables of ready texts, such as papers and pictures have, as cells of a workbook: what reads as a number becomes that number."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from kaohe.files.table_workbook import Sheet
from kaohe.files.tables import Cell, Table

#: A number as we write it. "007", "1e5" and "12." are texts: whoever wrote them so meant them so.
_NUMBER: Final = re.compile(r"([+\-−]?)(0|[1-9]\d{0,11})(?:\.(\d{1,6}))?")


def ready_sheet(
    name: str, title: str, header: Sequence[str], rows: Sequence[Sequence[str]], *, about: str = "", note: str = "",
    picture: bytes = b"", words: str = "",
) -> Sheet:  # fmt: skip
    """The sheet of such a table. A figure keeps as many places as it was written with, and the sign of a difference."""
    cells = tuple(tuple(typed(text) for text in row) for row in rows)
    formats = tuple(_format([row[at] for row in rows if at < len(row)]) for at in range(len(header)))
    return Sheet(name, title, Table(tuple(header), cells), about, note, picture, words, formats)


def typed(text: str) -> Cell:
    """The number that a text is, else the text."""
    found = _NUMBER.fullmatch(text)
    if not found:
        return text
    sign, whole, part = found.groups()
    number = f"{'-' if sign in ('-', '−') else ''}{whole}"
    return Decimal(f"{number}.{part}") if part else int(number)


def _format(texts: Sequence[str]) -> str:
    """How the column writes its numbers; "" where it has none."""
    found = [match for text in texts if (match := _NUMBER.fullmatch(text))]
    places = max((len(match[3] or "") for match in found), default=0)
    plain = "0." + "0" * places if places else "0"
    signed = any(match[1] == "+" for match in found)
    return f"+{plain};-{plain};{plain}" if signed else plain if found else ""
