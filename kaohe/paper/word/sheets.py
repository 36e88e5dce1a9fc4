"""The sheets of a Word file: their size and margins, and what stands in the margins."""

from __future__ import annotations

from typing import Any, Final

from docx.document import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.oxml.ns import qn
from docx.section import Section
from docx.shared import Mm
from docx.table import _Cell

from kaohe.paper import standard as std
from kaohe.paper.description import Paper
from kaohe.paper.proofs import proof_words, symbol_png
from kaohe.paper.word.grids import bare_table, float_at, turn
from kaohe.paper.word.ink import RED, element, line, page_field, picture, shape, write

#: The strip under the area, in mm: where it begins, how high it is, and how its length is shared by symbol, words and number.
_STRIP_DROP: Final = 3.3
_STRIP_HEIGHT: Final = 19.0
_SHARES: Final = (std.SYMBOL + 2, 90.0, std.AREA_WIDTH - 92 - std.SYMBOL)


def first_sheet(document: Document, *, lying: bool) -> Section:
    """The section that every Word file begins with."""
    section = document.sections[0]
    _size(section, lying=lying)
    return section


def new_sheet(document: Document, *, lying: bool, even: bool = False) -> Section:
    """A section that begins on a new page; `even`: on an even one, with an empty page before it where one is needed."""
    section: Section = document.add_section(WD_SECTION.EVEN_PAGE if even else WD_SECTION.NEW_PAGE)
    _end_with_the_last_paragraph(document)
    _size(section, lying=lying)
    return section


def _end_with_the_last_paragraph(document: Document) -> None:
    """A section ends with a paragraph of its own, which might not find room on its last page: the one before can do it."""
    *_rest, before, ending, _last = document.element.body
    if before.tag == ending.tag == qn("w:p") and before.find(f"{qn('w:pPr')}/{qn('w:sectPr')}") is None:
        before.get_or_add_pPr().append(ending.pPr.find(qn("w:sectPr")))
        ending.getparent().remove(ending)


def _size(section: Section, *, lying: bool) -> None:
    width, height = (std.PAGE_HEIGHT, std.PAGE_WIDTH) if lying else (std.PAGE_WIDTH, std.PAGE_HEIGHT)
    section.orientation = WD_ORIENT.LANDSCAPE if lying else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = Mm(width), Mm(height)
    # A sheet that lies is turned a quarter to the left when it is bound: its left side is then the lower one.
    top, right, bottom, left = (
        (std.LEFT, std.TOP, std.RIGHT, std.BOTTOM) if lying else (std.TOP, std.RIGHT, std.BOTTOM, std.LEFT)
    )
    section.top_margin, section.right_margin = Mm(top), Mm(right)
    section.bottom_margin, section.left_margin = Mm(bottom), Mm(left)
    section.header_distance = Mm(15)
    section.footer_distance = Mm(std.BOTTOM - _STRIP_DROP - _STRIP_HEIGHT - 0.5)
    properties = section._sectPr
    for old in properties.findall(qn("w:docGrid")):
        properties.remove(old)
    properties.append(element("w:docGrid", type="lines", linePitch=round(std.WORD_PITCH * 20)))


def margins(section: Section, paper: Paper, *, lying: bool, numbered: bool = True) -> None:
    """Fill the margins of this section's pages: page number outside, proof inside, the warning above."""
    for header, footer, odd in (
        (section.header, section.footer, True),
        (section.even_page_header, section.even_page_footer, False),
    ):
        for part in (header, footer):
            part.is_linked_to_previous = False
            for old in list(part._element):
                part._element.remove(old)
        if lying:
            _lying_strip(header, paper, odd=odd, numbered=numbered)
        else:
            _strip(footer, paper, odd=odd, numbered=numbered)
        line(footer, pitch=1, size=1)
        if paper.warning:
            write(shape(header.add_paragraph(), side="right", pitch=16), paper.warning, face="hei", size=std.FIVE, colour=RED)
        else:
            line(header, pitch=12, size=std.FIVE)


def _strip(footer: Any, paper: Paper, *, odd: bool, numbered: bool) -> None:
    table = bare_table(footer, _SHARES if odd else _SHARES[::-1], heights=(_STRIP_HEIGHT,))
    _fill(table.rows[0].cells, paper, odd=odd, numbered=numbered)


def _lying_strip(header: Any, paper: Paper, *, odd: bool, numbered: bool) -> None:
    """The strip stands beside the area's left edge, and its letters run down the sheet."""
    table = bare_table(header, (_STRIP_HEIGHT,), heights=_SHARES if odd else _SHARES[::-1])
    float_at(table, left=std.BOTTOM - _STRIP_DROP - _STRIP_HEIGHT, top=std.LEFT)
    cells = [row.cells[0] for row in table.rows]
    for cell in cells:
        turn(cell)
    _fill(tuple(cells), paper, odd=odd, numbered=numbered)


def _fill(cells: tuple[_Cell, ...], paper: Paper, *, odd: bool, numbered: bool) -> None:
    symbol, words, number = cells if odd else cells[::-1]
    outer, inner = ("right", "left") if odd else ("left", "right")
    indent = {outer: 1.0}
    at = shape(number.paragraphs[0], side=outer, pitch=18, **indent)  # type: ignore[arg-type]
    if numbered:
        page_field(at)
    if paper.proof is None:
        return
    first, rest, told = proof_words(paper.proof)
    drop = (std.SYMBOL_DROP - _STRIP_DROP) * std.MM
    at = shape(symbol.paragraphs[0], side=inner, pitch=std.SYMBOL * std.MM + 1, before=drop)
    picture(at, symbol_png(paper.proof), width=std.SYMBOL, words=told)
    for number_of, text in enumerate((first, *rest)):
        at = words.add_paragraph() if number_of else words.paragraphs[0]
        shape(at, side=inner, pitch=10, before=0 if number_of else drop + 3)
        write(at, text, face="hei", size=6.5 if number_of else 8)
