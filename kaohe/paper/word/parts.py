"""The parts of a paper in a Word file: the head, the text, the signature, the annexes' note, the colophon."""

from __future__ import annotations

from math import ceil
from typing import Any, Final

from docx.enum.text import WD_TAB_ALIGNMENT
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

from kaohe.paper import heads
from kaohe.paper import standard as std
from kaohe.paper.description import (
    STAMPED,
    Annex,
    Block,
    Colophon,
    Figure,
    Gap,
    Head,
    Heading,
    Paper,
    Signature,
    Table,
    Text,
)
from kaohe.paper.figures import figure_size
from kaohe.paper.numbering import attachment_lines, numbered
from kaohe.paper.press import Press
from kaohe.paper.titles import title_lines
from kaohe.paper.word.grids import bare_table, box_at, rule, write_table
from kaohe.paper.word.ink import RED, element, empty, line, picture, shape, write, write_mark
from kaohe.wording.dates import day
from kaohe.wording.widths import width

_FACES: Final = {1: "hei", 2: "kai", 3: "body", 4: "body"}
#: In a line of exact pitch the letters' feet stand at four fifths of it; above them are 0.86 of the type's size.
_FEET, _OVER_FEET = 0.8, 0.86


def write_opening(document: Any, paper: Paper) -> None:
    """The red head and the title, as high as so many lines of the grid."""
    opening = heads.opening(paper)
    used = 0.0  # points from the area's upper edge to where the next paragraph begins
    if paper.head and paper.head.letter:
        used = _write_letter_head(document, paper.head, opening)
    elif paper.head:
        used = _write_head(document, paper, opening)
    for number, words in enumerate(opening.title):
        pitch = heads.TITLE_PITCH
        lift = pitch * _FEET - std.TITLE * _OVER_FEET
        before = max(0.0, opening.title_at * _grid() - lift - used) if number == 0 else 0.0
        paragraph = document.add_paragraph(style="Title")
        shape(paragraph, side="center", pitch=pitch, before=before, keep=True)
        write(paragraph, words, face="title", size=std.TITLE)
        used += before + pitch
    rest = opening.lines * std.WORD_PITCH - used - 0.4  # a hair short, or the last line of the page would miss the grid
    if rest > 1:
        line(document, pitch=rest, keep=True)


def _grid() -> float:
    """By how much the word processor's grid is closer than the press's."""
    return std.WORD_PITCH / std.PITCH


def _write_head(document: Any, paper: Paper, opening: heads.Opening) -> float:
    assert paper.head
    mark = heads.fitted_mark(paper.head.mark)
    marks = heads.head_marks(paper.head)
    for words, face in marks:
        line(document, words, face=face, side="left")
    used = len(marks) * std.WORD_PITCH
    pitch = round(mark.size * 1.15, 1)
    before = std.MARK_DROP * std.MM - used - (pitch * _FEET - mark.size * _OVER_FEET)
    paragraph = shape(document.add_paragraph(), side="center", pitch=pitch, before=max(0.0, before))
    write_mark(paragraph, paper.head.mark)
    used += before + pitch
    lift = std.WORD_PITCH * _FEET - std.BODY * _OVER_FEET
    under = opening.rule_at - (std.BODY if opening.number_at else 0) - std.RULE_DROP * std.MM
    before = max(0.0, under - lift - used)
    paragraph = shape(document.add_paragraph(), side="center", before=before, keep=True)
    _write_number(paragraph, paper)
    # A border keeps its distance from the line, which ends a little under the letters.
    space = std.RULE_DROP * std.MM - std.WORD_PITCH * (1 - _FEET) + std.BODY * 0.12
    borders = element("w:pBdr")
    borders.append(element("w:bottom", val="single", sz=round(std.RULE_WEIGHT * 8), space=round(space), color=RED))
    paragraph._p.get_or_add_pPr().append(borders)
    return used + before + std.WORD_PITCH + round(space) + std.RULE_WEIGHT


def _write_letter_head(document: Any, head: Head, opening: heads.Opening) -> float:
    """Under the rule, which stands in the page's margin with the mark: copy number and secrecy to the left, the number to the right."""
    rows = heads.head_marks(head) or [("", "body")] if head.number else heads.head_marks(head)
    if not rows:
        return 0.0
    lift = std.WORD_PITCH * _FEET - std.BODY * _OVER_FEET
    before = max(0.0, opening.number_at - lift)
    for at, (words, face) in enumerate(rows):
        paragraph = shape(document.add_paragraph(), side="left", before=0.0 if at else before, keep=True)
        write(paragraph, words, face=face)
        if not at:
            paragraph.paragraph_format.tab_stops.add_tab_stop(Mm(std.AREA_WIDTH), WD_TAB_ALIGNMENT.RIGHT)
            write(paragraph, f"\t{head.number}")
    return before + len(rows) * std.WORD_PITCH


def _write_number(paragraph: Any, paper: Paper) -> None:
    head = paper.head
    assert head
    if not head.signer:
        write(paragraph, head.number)
        return
    shape(paragraph, side="left", left=1, right=1)
    stop = paragraph.paragraph_format.tab_stops
    stop.add_tab_stop(Mm(std.AREA_WIDTH) - Pt(std.BODY), WD_TAB_ALIGNMENT.RIGHT)
    write(paragraph, f"{head.number}\t签发人：")
    write(paragraph, head.signer, face="kai")


def write_blocks(document: Any, blocks: tuple[Block, ...], press: Press, *, lying: bool, keep_last: bool = False) -> None:
    """The text. `keep_last`: its last paragraph stays with what follows, so that nobody signs on an empty page; a picture with its caption too."""
    last = len(blocks) - 1
    for at, (number, block) in enumerate(numbered(blocks)):
        match block:
            case Heading():
                _heading(document, number, block)
            case Text():
                paragraph = line(document, first=2 if block.indent else 0, keep=keep_last and at == last)
                if block.lead:
                    write(paragraph, block.lead, face="hei")
                write(paragraph, block.text)
            case Table():
                apart = at == last or isinstance(blocks[at + 1], Table | Figure)
                write_table(document, block, lying=lying, apart=apart)
            case Figure():
                _figure(document, block, press, lying=lying, keep=keep_last and at == last)
            case Gap():
                empty(document, block.lines)


def _heading(document: Any, number: str, heading: Heading) -> None:
    paragraph = document.add_paragraph(style=f"Heading {heading.level}")
    shape(paragraph, side="both", first=2, keep=not heading.run_in)
    write(paragraph, number + heading.text, face=_FACES[heading.level])
    if heading.run_in:
        write(paragraph, heading.run_in)


def _figure(document: Any, figure: Figure, press: Press, *, lying: bool, keep: bool = False) -> None:
    wide, _high = figure_size(figure, lying=lying)
    paragraph = document.add_paragraph()
    paragraph.paragraph_format.alignment = 1
    paragraph._p.get_or_add_pPr().append(element("w:snapToGrid", val=0))  # or the caption stands up to a line lower
    paragraph.paragraph_format.keep_with_next = keep or bool(figure.caption)
    picture(paragraph, press.png(figure.svg, ppi=220), width=wide, words=figure.words, title=figure.caption)
    if figure.caption:
        line(document, figure.caption, face="hei", size=std.FIVE, side="center", pitch=20, after=6, keep=keep)


def write_attachments(document: Any, annexes: tuple[Annex, ...]) -> None:
    """附件 and the names, each under the other."""
    empty(document, keep=True)
    for at, (number, name) in enumerate(attachment_lines(annexes)):
        mark = f"{number} " if number else ""
        hang = 3 + width(mark) / 2
        paragraph = _hanging(line(document, left=2 + hang, keep=True), hang if at == 0 else hang - 3)
        write(paragraph, ("附件：" if at == 0 else "") + mark + name)


def write_attendance(document: Any, attendance: tuple[Text, ...]) -> None:
    """Who was there, under an empty line: each label two characters in, the names under one another."""
    empty(document, keep=True)
    for each in attendance:
        hang = width(each.lead) / 2
        paragraph = _hanging(line(document, left=2 + hang), hang)
        write(paragraph, each.lead, face="hei")
        write(paragraph, each.text)


def _hanging(paragraph: Any, characters: float) -> Any:
    """Begin the paragraph's first line so many characters before the others."""
    indent = paragraph._p.get_or_add_pPr().get_or_add_ind()
    indent.set(qn("w:hangingChars"), str(round(characters * 100)))
    indent.set(qn("w:hanging"), str(round(characters * std.CHARACTER * 20)))
    return paragraph


def write_signature(document: Any, signature: Signature) -> None:
    """Who signs and when, as the way of signing asks."""
    words = day(signature.day) if signature.day else ""
    if signature.way == STAMPED:
        empty(document, 2, keep=True)
        paragraph = line(document, signature.post + "　　", side="right", right=4, keep=True)
        write(paragraph, signature.name, face="kai")
        empty(document, keep=True)
        line(document, words, side="right", right=4)
        return
    empty(document, keep=True)
    name_right, day_right = signature_rights(signature, words)
    line(document, signature.name, side="right", right=name_right, keep=True)
    line(document, words, side="right", right=day_right)


def signature_rights(signature: Signature, words: str) -> tuple[float, float]:
    """How many characters name and date stand from the right."""
    name, long = min(width(signature.name) / 2, std.CHARACTERS - 2), width(words) / 2
    if signature.way == "sealed":
        return max(0.0, 4 + (long - name) / 2), 4.0
    if long + 2 <= name:
        return 2.0, 2 + name - 2 - long
    return 2 + long + 2 - name, 2.0


def write_annex_title(document: Any, annex: Annex, mark: str) -> None:
    """附件1 in the first line, the title in the third."""
    line(document, mark, face="hei", side="left", keep=True)
    lines = title_lines(annex.title)
    if not lines:
        return
    empty(document, keep=True)
    for words in lines:
        paragraph = document.add_paragraph(style="Title")
        shape(paragraph, side="center", pitch=heads.TITLE_PITCH, keep=True)
        write(paragraph, words, face="title", size=std.TITLE)
    empty(document, keep=True)


def write_colophon(document: Any, colophon: Colophon, copied: str, *, ruled: bool = True) -> None:
    """Its last rule on the area's lower edge, on the page where the next paragraph stands; a letter's has no rules (`ruled`)."""
    lines = [f"主送：{copied}。"] if copied else []
    lines += [f"抄送：{'，'.join(colophon.copies)}。"] if colophon.copies else []
    rows = [(_colophon_height(words), words, "") for words in lines]
    if colophon.printer or colophon.day:
        room = (std.AREA_WIDTH - _DAY_WIDTH) * std.MM / std.FOUR - 3
        lines_of_printer = max(1, ceil(width(colophon.printer) / 2 / room))
        printed = f"{day(colophon.day)}印发" if colophon.day else ""
        rows.append((_COLOPHON_LINE * lines_of_printer, colophon.printer, printed))
    heights = [high / std.MM for high, _words, _day in rows]
    table = bare_table(document, (std.AREA_WIDTH - _DAY_WIDTH, _DAY_WIDTH), heights=heights)
    for at, (_high, words, printed) in enumerate(rows):
        first, second = table.rows[at].cells
        cell = first if printed else first.merge(second)
        for part in ({cell, second} if printed else {cell}) if ruled else ():
            rule(part, top=std.THIN if at else std.THICK, bottom=std.THICK if at == len(rows) - 1 else std.THIN)
        write(_colophon_paragraph(cell, hanging=not printed), words, size=std.FOUR)
        if printed:
            write(_colophon_paragraph(second, side="right"), printed, size=std.FOUR)
    high = sum(heights)
    anchor = line(document, pitch=1, size=1)
    box_at(anchor, table, left=std.LEFT, top=std.TOP + std.AREA_HEIGHT - high, width=std.AREA_WIDTH, height=high)


#: The pitch of the colophon's lines in points, and the room for its day in mm.
_COLOPHON_LINE: Final = 24.0
_DAY_WIDTH: Final = 72.0


def _colophon_height(words: str) -> float:
    """Of a row whose text may need several lines, each after the first indented by 抄送：."""
    room = std.AREA_WIDTH * std.MM / std.FOUR - 2 - 3
    return _COLOPHON_LINE * max(1, ceil((width(words) / 2 - 3) / (room - 1)))


def _colophon_paragraph(cell: Any, *, side: str = "left", hanging: bool = False) -> Any:
    paragraph = shape(cell.paragraphs[0], side=side, pitch=_COLOPHON_LINE)
    form = paragraph.paragraph_format
    form.left_indent, form.right_indent = Pt(std.FOUR), Pt(std.FOUR)
    if hanging:
        form.left_indent, form.first_line_indent = Pt(std.FOUR * 4), Pt(-std.FOUR * 3)
    return paragraph
