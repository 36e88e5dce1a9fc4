"""The whole Word file: its styles, its sheets in order, and the same bytes for the same description."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Any, Final

from docx import Document
from docx.oxml.ns import qn

from kaohe.paper import standard as std
from kaohe.paper.description import Colophon, Paper
from kaohe.paper.fonts import STANDARD
from kaohe.paper.heads import moved_addressee
from kaohe.paper.letters import clean, in_every_text
from kaohe.paper.numbering import annex_marks
from kaohe.paper.press import Layout, Press
from kaohe.paper.titles import title_lines
from kaohe.paper.word import parts
from kaohe.paper.word.ink import element, line
from kaohe.paper.word.order import put_in_order
from kaohe.paper.word.sheets import first_sheet, letter_margins, margins, new_sheet

_LONG_AGO: Final = date(2005, 12, 29)
#: The format holds no longer text in what it says about a file.
_LONGEST: Final = 255


def write_word(paper: Paper, press: Press) -> bytes:
    """The paper as a .docx. The press tells on which page the text ends, which a Word file can't ask itself."""
    paper = in_every_text(paper, clean)
    document = Document()
    _styles(document)
    document.settings.odd_and_even_pages_header_footer = True
    layout = press.layout(paper)
    addressee, copied = moved_addressee(paper)
    section = first_sheet(document, lying=paper.landscape)
    margins(section, paper, lying=paper.landscape)
    if paper.head and paper.head.letter:
        letter_margins(section, paper, paper.head)
    parts.write_opening(document, paper)
    if addressee:
        line(document, addressee)
    _body(document, paper, press)
    _annexes(document, paper, press)
    if paper.colophon or copied:
        _colophon(document, paper, copied, layout)
    _about(document, paper)
    put_in_order(_roots(document))
    return _same_bytes(document)


def _body(document: Any, paper: Paper, press: Press) -> None:
    ends = bool(paper.annexes or paper.attendance or paper.signature)
    parts.write_blocks(document, paper.blocks, press, lying=paper.landscape, keep_last=ends)
    if paper.annexes:
        parts.write_attachments(document, paper.annexes)
    if paper.attendance:
        parts.write_attendance(document, paper.attendance)
    if paper.signature:
        parts.write_signature(document, paper.signature)
    if paper.remark:
        line(document, f"（{paper.remark}）", first=2)


def _annexes(document: Any, paper: Paper, press: Press) -> None:
    for annex, mark in zip(paper.annexes, annex_marks(paper.annexes), strict=True):
        section = new_sheet(document, lying=annex.landscape)
        margins(section, paper, lying=annex.landscape)
        parts.write_annex_title(document, annex, mark)
        parts.write_blocks(document, annex.blocks, press, lying=annex.landscape)


def _colophon(document: Any, paper: Paper, copied: str, layout: Layout) -> None:
    """On the page where the text ends where that is an even one with room, else on an even one of its own, unnumbered.

    A word processor never breaks all lines as the press does: only where there is room to spare may the two share a page.
    """
    spare = layout.room - 4 - len((paper.colophon or Colophon()).copies) / 4
    if layout.colophon != layout.text_end or spare < 2 + layout.pages / 3:
        margins(new_sheet(document, lying=False, even=not paper.letter), paper, lying=False, numbered=False)
    parts.write_colophon(document, paper.colophon or Colophon(), copied, ruled=not paper.letter)


def _styles(document: Any) -> None:
    """Normal, Title and Heading 1 to 4 as the standard has them, so that what is typed into the file fits it."""
    faces = {"Normal": "body", "Title": "title", "Heading 1": "hei", "Heading 2": "kai", "Heading 3": "body", "Heading 4": "body"}
    for name, face in faces.items():
        style = document.styles[name]
        properties = style.element.get_or_add_rPr()
        for old in list(properties):
            properties.remove(old)
        font = STANDARD[face][0]
        properties.append(element("w:rFonts", ascii=font, hAnsi=font, eastAsia=font, cs=font))
        properties.append(element("w:sz", val=round((std.TITLE if name == "Title" else std.BODY) * 2)))
        form = style.element.get_or_add_pPr()
        for old in list(form):
            if old.tag != qn("w:outlineLvl"):
                form.remove(old)
        if name == "Normal":
            form.append(element("w:autoSpaceDE", val=0))
            form.append(element("w:autoSpaceDN", val=0))
            properties.append(element("w:lang", val="en-US", eastAsia="zh-CN"))
    document.element.body.clear_content()
    _modern(document.settings.element)


def _modern(settings: Any) -> None:
    """Laid out as today's word processors do, not as those of twenty years ago."""
    compat = element("w:compat")
    for name, value in (("compatibilityMode", 15), ("overrideTableStyleFontSizeAndJustification", 1)):
        compat.append(element("w:compatSetting", name=name, uri="http://schemas.microsoft.com/office/word", val=value))
    old = settings.find(qn("w:compat"))
    if old is not None:
        settings.replace(old, compat)
    else:
        settings.append(compat)


def _roots(document: Any) -> Iterator[Any]:
    yield document.element
    yield document.styles.element
    for section in document.sections:
        parts = [section.header, section.even_page_header, section.footer, section.even_page_footer]
        if section.different_first_page_header_footer:  # asking for them would make them
            parts += [section.first_page_header, section.first_page_footer]
        for part in parts:
            yield part._element


def _about(document: Any, paper: Paper) -> None:
    about = document.core_properties
    about.title = "".join(title_lines(paper.title))[:_LONGEST]
    about.author = (paper.issuer or (paper.signature.name if paper.signature else ""))[:_LONGEST]
    about.comments, about.keywords, about.language = "", paper.head.number[:_LONGEST] if paper.head else "", "zh-CN"
    made = paper.day or (paper.signature.day if paper.signature else None) or _LONG_AGO
    about.created = about.modified = datetime.combine(made, time())
    about.last_modified_by = about.author


def _same_bytes(document: Any) -> bytes:
    """A zip file keeps the time at which it was packed; this one doesn't."""
    packed, target = io.BytesIO(), io.BytesIO()
    document.save(packed)
    with zipfile.ZipFile(packed) as source, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as again:
        for name in sorted(source.namelist(), key=lambda each: (each != "[Content_Types].xml", each)):
            again.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), source.read(name), zipfile.ZIP_DEFLATED)
    return target.getvalue()
