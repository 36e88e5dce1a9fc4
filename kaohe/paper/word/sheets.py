"""The sheets of a Word file: their size and margins, and what stands in the margins; a letter's head and foot do."""

from __future__ import annotations

from typing import Any, Final

from docx.document import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.oxml.ns import qn
from docx.section import Section
from docx.shared import Mm
from docx.table import _Cell

from kaohe.paper import standard as std
from kaohe.paper.description import Head, Paper
from kaohe.paper.heads import INK, fitted_mark
from kaohe.paper.proofs import proof_words, symbol_png
from kaohe.paper.word.grids import bare_table, double_rule, float_at, turn
from kaohe.paper.word.ink import RED, element, line, mark_size, page_field, picture, shape, write, write_mark

#: The strip under the area, in mm: where it begins, how high it is, and how its length is shared by symbol, words and number.
_STRIP_DROP: Final = 3.3
_STRIP_HEIGHT: Final = 19.0
_SHARES: Final = (std.SYMBOL + 2, 90.0, std.AREA_WIDTH - 92 - std.SYMBOL)
#: Of a letter's mark: how far its ink begins under its line's edge, in sizes of its type; and how high the row over the lower rule is, in mm.
_OVER_INK: Final = 0.08
_OVER_RULE: Final = 2.0


def first_sheet(document: Document, *, lying: bool) -> Section:
    """The section that every Word file begins with."""
    section = document.sections[0]
    _size(section, lying=lying)
    return section


def new_sheet(document: Document, *, lying: bool, even: bool = False) -> Section:
    """A section that begins on a new page; `even`: on an even one, with an empty page before it where one is needed."""
    section: Section = document.add_section(WD_SECTION.EVEN_PAGE if even else WD_SECTION.NEW_PAGE)
    _end_with_the_last_paragraph(document)
    section.different_first_page_header_footer = False  # the letter's own, copied from the section before
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
        _warning(header, paper)


def _warning(header: Any, paper: Paper) -> None:
    if paper.warning:
        write(shape(header.add_paragraph(), side="right", pitch=16), paper.warning, face="hei", size=std.FIVE, colour=RED)
    else:
        line(header, pitch=12, size=std.FIVE)


def letter_margins(section: Section, paper: Paper, head: Head) -> None:
    """A letter's first page: the mark and the double rule under it above the text, the other one and the proof below, no number.

    They stand in the margins as tables at their places on the page, so that the text begins where it does on every other page.
    """
    section.different_first_page_header_footer = True
    header, footer = section.first_page_header, section.first_page_footer
    for part in (header, footer):
        part.is_linked_to_previous = False
        for old in list(part._element):
            part._element.remove(old)
    mark = fitted_mark(head.mark)
    # In a line a seventh higher than its type the ink begins a little under the upper edge, and ends a little under the type's size.
    top, high = std.LETTER_TOP - _OVER_INK * mark.size / std.MM, (INK + _OVER_INK) * mark.size / std.MM
    cell = double_rule(header, top=top, above=high + std.RULE_DROP, thick_above=True)
    write_mark(shape(cell.paragraphs[0], side="center", pitch=round(mark.size * 1.15, 1)), head.mark)
    _warning(header, paper)
    rule_at = std.PAGE_HEIGHT - std.LETTER_FOOT - std.LETTER_WEIGHT / std.MM
    cell = double_rule(footer, top=rule_at - _OVER_RULE, above=_OVER_RULE, thick_above=False)
    mark_size(shape(cell.paragraphs[0], pitch=1), 1)
    if paper.proof:
        table = bare_table(footer, _SHARES, heights=(std.SYMBOL + 1,))
        float_at(table, left=std.LEFT, top=std.PAGE_HEIGHT - std.BOTTOM + std.LETTER_SYMBOL_DROP)
        _fill(table.rows[0].cells, paper, odd=True, numbered=False, drop=0.0)
    line(footer, pitch=1, size=1)


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


def _fill(
    cells: tuple[_Cell, ...], paper: Paper, *, odd: bool, numbered: bool, drop: float = (std.SYMBOL_DROP - _STRIP_DROP) * std.MM
) -> None:
    symbol, words, number = cells if odd else cells[::-1]
    outer, inner = ("right", "left") if odd else ("left", "right")
    indent = {outer: 1.0}
    at = shape(number.paragraphs[0], side=outer, pitch=18, **indent)  # type: ignore[arg-type]
    if numbered:
        page_field(at)
    if paper.proof is None:
        return
    first, rest, told = proof_words(paper.proof)
    at = shape(symbol.paragraphs[0], side=inner, pitch=std.SYMBOL * std.MM + 1, before=drop)
    picture(at, symbol_png(paper.proof), width=std.SYMBOL, words=told)
    for number_of, text in enumerate((first, *rest)):
        at = words.add_paragraph() if number_of else words.paragraphs[0]
        shape(at, side=inner, pitch=10, before=0 if number_of else drop + 3)
        write(at, text, face="hei", size=6.5 if number_of else 8)
