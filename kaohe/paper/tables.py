"""How a table fits its page: the size of its type, the width of its columns, where its figures stand. Both outputs ask here."""

from __future__ import annotations

from math import ceil
from typing import Final, NamedTuple

from kaohe.paper.description import NUMBER, TEXT, Column, Table
from kaohe.paper.standard import FIVE, MM, SMALL_FIVE, SMALL_FOUR
from kaohe.wording.widths import width

#: Between a rule and the text beside it, in mm.
PADDING: Final = 1.1
#: From line to line within a cell, in sizes of its type.
CELL_PITCH: Final = 1.38
#: Above and below the text of a cell, in mm.
CELL_GAP: Final = 1.35


class Laid(NamedTuple):
    """A table laid out.

    size    of its type, in points
    widths  of its columns, in mm; together as wide as the area
    pads    how far a column's figures stand from its right rule, in mm, so that a narrow column of figures is in its middle
    heads   rows of heads: each cell with its text, columns and rows
    tall    rows that may be higher than a page and must be allowed to break
    single  rows of one line, which can't break anyway
    """

    size: float
    widths: tuple[float, ...]
    pads: tuple[float, ...]
    heads: tuple[tuple[tuple[str, int, int], ...], ...]
    tall: frozenset[int]
    single: frozenset[int]


def lay_out(table: Table, area: float, height: float) -> Laid:
    """Lay the table into an area that many mm wide and high."""
    for size in (SMALL_FOUR, FIVE, SMALL_FIVE):
        wanted = [_wanted(table, at) * _em(size) + 2 * PADDING for at in range(len(table.columns))]
        if sum(wanted) <= area:
            break
    widths = _fitted(table.columns, wanted, area, size)
    pads = tuple(_pad(table, at, widths[at], size) for at in range(len(widths)))
    lines = _lines(table, widths, size)
    most = height * 0.6 / (_em(size) * CELL_PITCH)
    tall = frozenset(number for number, high in enumerate(lines) if high > most)
    return Laid(size, widths, pads, _heads(table), tall, frozenset(number for number, high in enumerate(lines) if high == 1))


def _em(size: float) -> float:
    return size / MM


def _columns(text: str) -> float:
    """How many Chinese characters wide the longest line of a cell is. Latin letters and digits are a little over half."""
    return max((sum(1.0 if width(letter) == 2 else 0.56 * width(letter) for letter in line) for line in text.split("\n")), default=0.0)


def _cells(table: Table, at: int) -> list[str]:
    return [row[at] for row in table.rows if at < len(row)]


def _wanted(table: Table, at: int) -> float:
    """In characters: its widest cell (text beyond `most` is broken), and its head broken into two lines at most."""
    column = table.columns[at]
    cells = max((_columns(cell) for cell in _cells(table, at)), default=0.0)
    if column.kind != NUMBER:
        cells = min(cells, float(column.most))
    head = 0.0 if table.headless else _columns(column.head)
    head = head if head <= 4 else max(ceil(head / 2), 3)
    return max(float(column.least), cells, head) + 0.2


def _fitted(columns: tuple[Column, ...], wanted: list[float], area: float, size: float) -> tuple[float, ...]:
    """Spread what is left over; where it is too much, take it from columns of text first, then from all."""
    over = sum(wanted) - area
    if over > 0:
        least = [
            min(wide, column.least * _em(size) + 2 * PADDING) if column.kind != NUMBER else wide
            for wide, column in zip(wanted, columns, strict=True)
        ]
        room = [wide - low for wide, low in zip(wanted, least, strict=True)]
        share = min(1.0, over / sum(room)) if sum(room) else 0.0
        wanted = [wide - gap * share for wide, gap in zip(wanted, room, strict=True)]
    return tuple(wide * area / sum(wanted) for wide in wanted)


def _pad(table: Table, at: int, wide: float, size: float) -> float:
    if table.columns[at].kind != NUMBER:
        return PADDING
    longest = max((_columns(cell) for cell in _cells(table, at)), default=0.0) * _em(size)
    return max(PADDING, (wide - longest) / 2)


def _heads(table: Table) -> tuple[tuple[tuple[str, int, int], ...], ...]:
    """One row of heads, or two where columns share a group."""
    if table.headless:
        return ()
    columns = table.columns
    if not any(column.group for column in columns):
        return (tuple((column.head, 1, 1) for column in columns),)
    upper: list[tuple[str, int, int]] = []
    lower: list[tuple[str, int, int]] = []
    for at, column in enumerate(columns):
        if not column.group:
            upper.append((column.head, 1, 2))
        else:
            if at and columns[at - 1].group == column.group:
                name, wide, high = upper[-1]
                upper[-1] = (name, wide + 1, high)
            else:
                upper.append((column.group, 1, 1))
            lower.append((column.head, 1, 1))
    return tuple(upper), tuple(lower)


def _lines(table: Table, widths: tuple[float, ...], size: float) -> list[int]:
    """How many lines each row has, as far as can be told before it is set."""

    def lines(cell: str, at: int) -> int:
        room = max(1.0, (widths[at] - 2 * PADDING) / _em(size))
        return sum(max(1, ceil(_columns(line) / room)) for line in cell.split("\n"))

    return [max((lines(cell, at) for at, cell in enumerate(row[: len(widths)])), default=1) for row in table.rows]


def aligned(column: Column) -> str:
    """left, right or center."""
    return {TEXT: "left", NUMBER: "right"}.get(column.kind, "center")
