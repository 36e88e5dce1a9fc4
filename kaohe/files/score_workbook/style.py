"""How the score workbook looks: a few colours, number formats that keep zero and unknown apart, and names of sheets."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal
from typing import Any, Final

from kaohe.engine import Exact
from kaohe.files.safe_cells import writable
from kaohe.wording.widths import width

FONT: Final = "微软雅黑"
INK, MUTED, INPUT, AMBER_INK = "#1F2A37", "#6B7280", "#1D4ED8", "#92400E"
DEEP, LINE = "#1E4E6B", "#CBD5E1"
#: The fill of an item's row by how deep it stands.
DEPTHS: Final = ("#1E4E6B", "#CFE1EC", "#E4EEF4", "#F3F7FA")
AMBER: Final = "#FEF3C7"

PLAIN_POINTS: Final = "0.00??"
SIGNED_POINTS: Final = "+0.00??;−0.00??;–??"
WHOLE, COUNTS = "0", "0.####"
_LONGEST_SHEET: Final = 31


class Styles:
    """The formats of one workbook, each made once."""

    def __init__(self, workbook: Any) -> None:
        self._workbook = workbook
        self._made: dict[tuple[tuple[str, object], ...], Any] = {}

    def get(self, **settings: object) -> Any:
        """The format with these settings on top of the common ones."""
        common: dict[str, object] = {"font_name": FONT, "font_size": 10, "font_color": INK, "valign": "vcenter"}
        key = tuple(sorted({**common, **settings}.items()))
        if key not in self._made:
            self._made[key] = self._workbook.add_format(dict(key))
        return self._made[key]

    def title(self) -> Any:
        """The heading of a sheet."""
        return self.get(font_size=16, bold=True, font_color=DEEP)

    def header(self) -> Any:
        """The heading of a column."""
        look = {
            "bold": True,
            "font_color": "#FFFFFF",
            "bg_color": DEEP,
            "align": "center",
            "text_wrap": True,
            "border": 1,
        }
        return self.get(**look, border_color=LINE)

    def item(self, depth: int, **more: object) -> Any:
        """A cell of an item's row."""
        depth = min(depth, len(DEPTHS) - 1)
        look: dict[str, object] = {"bg_color": DEPTHS[depth], "bold": True, "bottom": 1, "bottom_color": LINE}
        if depth == 0:
            look["font_color"] = "#FFFFFF"
        return self.get(**{**look, **more})

    def line(self, **more: object) -> Any:
        """A cell of a line's row."""
        return self.get(**{"bottom": 4, "bottom_color": LINE, **more})


def percent_format(weight: Exact) -> str:
    """60 % as "60%", 12.5 % as "12.5%"."""
    hundredfold = Decimal(weight) * 100 if isinstance(weight, Decimal) else None
    return "0%" if hundredfold is not None and hundredfold == hundredfold.to_integral_value() else "0.0##%"


def wrapped_height(text: str, columns: int) -> float:
    """The height of a row whose small print is broken into a column of that width; no program finds it by itself."""
    lines = -(-width(text) // (columns + 3)) or 1
    return 3 + 13.5 * lines


def sheet_names(wanted: Iterable[str], taken: Iterable[str]) -> list[str]:
    """A sheet's name for each: without the marks that spreadsheets forbid, at most 31 letters, each only once."""
    used = {name.lower() for name in taken} | {"history"}
    names = []
    for text in wanted:
        plain = _cut(re.sub(r"[\[\]:*?/\\'\x00-\x1f]", " ", writable(text)).strip(), _LONGEST_SHEET) or "–"
        name, number = plain, 1
        while name.lower() in used:
            number += 1
            mark = f" ({number})"
            name = _cut(plain, _LONGEST_SHEET - len(mark)) + mark
        used.add(name.lower())
        names.append(name)
    return names


def _cut(text: str, most: int) -> str:
    """The text in at most so many letters as spreadsheets count them: a rare character is two."""
    while len(text.encode("utf-16-le")) > 2 * most:
        text = text[:-1]
    return text.rstrip()


def quoted(name: str) -> str:
    """A sheet's name as formulas write it."""
    return f"'{name}'"
