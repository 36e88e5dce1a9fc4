"""Reads a PDF as an inspector with a ruler would: where each letter's ink is, in which size and colour, and every rule."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

import pypdfium2 as pdfium
import pypdfium2.raw as raw

MM = 25.4 / 72


class Letter(NamedTuple):
    """One letter: its ink in mm from the page's upper left corner, its size in points, whether it is red."""

    text: str
    left: float
    top: float
    right: float
    bottom: float
    size: float
    red: bool
    #: The letter's own place: where its box begins and its feet stand.
    origin: float
    feet: float


class Rule(NamedTuple):
    """A level or upright line in mm."""

    left: float
    top: float
    right: float
    bottom: float
    red: bool
    weight: float


@dataclass
class Line:
    """Letters whose feet stand on one line, from left to right."""

    letters: list[Letter] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "".join(letter.text for letter in self.letters)

    @property
    def feet(self) -> float:
        return self.letters[0].feet

    @property
    def size(self) -> float:
        return max(letter.size for letter in self.letters)

    @property
    def left(self) -> float:
        return min(letter.left for letter in self.letters)

    @property
    def right(self) -> float:
        return max(letter.right for letter in self.letters)

    @property
    def top(self) -> float:
        return min(letter.top for letter in self.letters)

    @property
    def bottom(self) -> float:
        return max(letter.bottom for letter in self.letters)


@dataclass
class Page:
    """One page. A lying one is turned a quarter, so that its measures are those of the bound sheet."""

    number: int
    width: float
    height: float
    letters: list[Letter]
    rules: list[Rule]

    @property
    def lies(self) -> bool:
        return self.width > self.height

    def lines(self) -> list[Line]:
        """Lines from top to bottom; what stands in the margins is left out."""
        found: list[Line] = []
        for letter in sorted(self.inside(), key=lambda each: (round(each.feet, 1), each.origin)):
            if found and abs(found[-1].feet - letter.feet) < 0.35:
                found[-1].letters.append(letter)
            else:
                found.append(Line([letter]))
        for line in found:
            line.letters.sort(key=lambda each: each.origin)
        return found

    @property
    def area(self) -> tuple[float, float, float, float]:
        """The area as it should be: left, top, right, bottom in mm."""
        return (35.0, 28.0, 260.0, 184.0) if self.lies else (28.0, 37.0, 184.0, 262.0)

    def inside(self) -> list[Letter]:
        """Letters of the text: all but those that stand wholly in the margins' strips."""
        left, top, right, bottom = self.area
        return [each for each in self.letters if not _outside(each, left, top, right, bottom)]

    def strip(self) -> list[Letter]:
        """Letters under the area: the page number and the proof."""
        left, _top, _right, bottom = self.area
        if self.lies:
            return [each for each in self.letters if each.right < left - 1]
        return [each for each in self.letters if each.top > bottom + 1]

    def text(self) -> str:
        """All letters of the text without spaces, line by line."""
        return "".join("".join(line.text.split()) for line in self.lines())


def _outside(letter: Letter, left: float, top: float, right: float, bottom: float) -> bool:
    return letter.bottom < top - 2 or letter.top > bottom + 2 or letter.right < left - 2 or letter.left > right + 2


def read(content: bytes) -> list[Page]:
    """Every page of a PDF."""
    document = pdfium.PdfDocument(content)
    try:
        return [_page(number, document[number - 1]) for number in range(1, len(document) + 1)]
    finally:
        document.close()


def _page(number: int, page: pdfium.PdfPage) -> Page:
    width, height = page.get_size()
    text = page.get_textpage()
    letters = list(_letters(text.raw, height))
    rules = list(_rules(page, height))
    text.close()
    page.close()
    return Page(number, width * MM, height * MM, letters, rules)


def _letters(text: object, height: float) -> Iterator[Letter]:
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    x, y = ctypes.c_double(), ctypes.c_double()
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    for at in range(raw.FPDFText_CountChars(text)):
        code = raw.FPDFText_GetUnicode(text, at)
        if code in (0, 10, 13, 32, 0x3000) or raw.FPDFText_IsGenerated(text, at) == 1:
            continue
        raw.FPDFText_GetCharBox(text, at, left, right, bottom, top)
        raw.FPDFText_GetCharOrigin(text, at, x, y)
        raw.FPDFText_GetFillColor(text, at, red, green, blue, alpha)
        yield Letter(
            chr(code), left.value * MM, (height - top.value) * MM, right.value * MM, (height - bottom.value) * MM,
            raw.FPDFText_GetFontSize(text, at), red.value > 180 and green.value < 80 and blue.value < 80,
            x.value * MM, (height - y.value) * MM,
        )  # fmt: skip


def _rules(page: pdfium.PdfPage, height: float) -> Iterator[Rule]:
    """Thin paths: strokes, and areas that are hardly wider than one."""
    for each in page.get_objects(filter=[raw.FPDF_PAGEOBJ_PATH], max_depth=1):
        left, bottom, right, top = each.get_bounds() if hasattr(each, "get_bounds") else each.get_pos()
        if min(right - left, top - bottom) > 6 or max(right - left, top - bottom) < 20:
            continue
        channels = [ctypes.c_uint() for _ in range(4)]
        weight = ctypes.c_float()
        raw.FPDFPageObj_GetStrokeWidth(each.raw, weight)
        stroke = raw.FPDFPageObj_GetStrokeColor(each.raw, *channels) and channels[0].value > 180 and channels[1].value < 80
        fill = raw.FPDFPageObj_GetFillColor(each.raw, *channels) and channels[0].value > 180 and channels[1].value < 80
        yield Rule(left * MM, (height - top) * MM, right * MM, (height - bottom) * MM, bool(stroke or fill), weight.value)
