"""A picture as a page's chart library needs it: the same figures, named by their cells in the picture's own table.

A mark has a place, which is a float and is never told, and the cell of the table that is told in its stead. So a page can show no
figure that the table beside it doesn't show, whatever draws it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal, NamedTuple

#: Gives the address that a code leads to on a page; "" for none, and always on paper.
Leads = Callable[[str], str]

#: bar    stacked on the one before it          span   from `since` to its place, on its own; range   the same, thin
#: line   through the marks; steps  in strokes   dot    a circle of the mark's size; tick  a short stroke; cell  a box of a grid
Form = Literal["bar", "span", "range", "line", "steps", "dot", "tick", "cell"]


def nowhere(_code: str) -> str:
    """What leads nowhere."""
    return ""


class PictureTable(NamedTuple):
    """The same figures for who can't see the picture: heads, and rows of ready texts whose first cell names the row."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


class Mark(NamedTuple):
    """One thing that is drawn.

    slot    its place on the axis of names; `at` its place on the other one, `since` where it begins
    row     of the table; `column` the cell that says it, None where the row as a whole does
    href    where it leads on a page; `size` of a dot, up to 1; `note` what is written beside the figure
    """

    slot: int
    at: float
    row: int
    column: int | None = None
    since: float = 0.0
    href: str = ""
    size: float = 1.0
    note: str = ""


class Series(NamedTuple):
    """Marks that belong together, and can be hidden together. Colours are named as in the drawing.

    ink    of what is written in them; `texture` as in `Box`, `dash` as in `Path`
    label  where each mark's figure is written: "in" where there is room, "after", or "" for nowhere
    named  False for marks that always show, and need no line in the key
    """

    name: str
    form: Form
    fill: str
    marks: tuple[Mark, ...]
    ink: str = "ink"
    texture: str = ""
    dash: float = 0.0
    label: Literal["", "in", "after"] = ""
    named: bool = True


class Chart(NamedTuple):
    """What a picture's marks are and where they lie.

    slots   the names on the first axis, which runs downward where the chart is `flat`
    under   what stands in small letters under each of them, if anything
    levels  the names on the second axis; without them it is of numbers from `low` to `high`, a line at each `step`,
            none at its `ends` where they are only room, none at all where it is `bare`
    tells   which part of the table a mark tells: its row, its column, or its cell with the rows `beside` it
    heads   how many cells of a row are its name
    """

    slots: tuple[str, ...]
    series: tuple[Series, ...]
    tells: Literal["row", "column", "cell"]
    flat: bool = False
    under: tuple[str, ...] = ()
    levels: tuple[str, ...] = ()
    low: float = 0.0
    high: float = 1.0
    step: float = 0.0
    ends: bool = True
    unit: str = ""
    note: str = ""
    bare: bool = False
    beside: tuple[int, ...] = ()
    heads: int = 1


def described(chart: Chart, table: PictureTable) -> dict[str, Any]:
    """The chart as plain values for a page's script, with the table whose cells it tells; what is as usual is left out."""
    given = chart._asdict()
    given["series"] = [
        {**_unusual(each), "marks": [_unusual(mark) for mark in each.marks]} for each in chart.series if each.marks
    ]
    return {**given, "header": table.header, "rows": table.rows}


def _unusual(values: Series | Mark) -> dict[str, Any]:
    usual = values._field_defaults
    return {name: value for name, value in values._asdict().items() if name not in usual or usual[name] != value}
