"""Runs and paragraphs of a Word file, with the faces and the grid of the standard."""

from __future__ import annotations

import io
from typing import Any, Final

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm
from docx.text.paragraph import Paragraph
from docx.text.run import Run

from kaohe.paper import standard as std
from kaohe.paper.fonts import STANDARD
from kaohe.paper.heads import fitted_mark

#: Twentieths of a point by which 3号 type is set tighter, so that 28 characters fill a line.
TIGHT: Final = -5
RED: Final = std.RED.lstrip("#").upper()


def element(tag: str, /, **attributes: object) -> Any:
    """An element such as `element("w:spacing", val=-5)`; attributes are of the same namespace."""
    made = OxmlElement(tag)
    prefix = tag.partition(":")[0]
    for key, value in attributes.items():
        made.set(qn(f"{prefix}:{key}"), str(value))
    return made


def write(
    paragraph: Paragraph,
    words: str,
    *,
    face: str = "body",
    size: float = std.BODY,
    tight: int | None = None,
    colour: str | None = None,
) -> Run:
    """Add words in a face; a line break in them is one on paper."""
    run = paragraph.add_run()
    for number, part in enumerate(words.split("\n")):
        if number:
            run.add_break()
        run.add_text(part)
    dress(run, face=face, size=size, tight=TIGHT if tight is None and size == std.BODY else tight or 0)
    if colour is not None:
        run._r.get_or_add_rPr().append(element("w:color", val=colour))
    return run


def write_mark(paragraph: Paragraph, words: str) -> None:
    """The mark of a red head, as large and as wide as it fits."""
    mark = fitted_mark(words)
    run = write(paragraph, words, face="title", size=mark.size, tight=round(mark.tracking * 20), colour=RED)
    if mark.squeeze < 1:
        run._r.get_or_add_rPr().append(element("w:w", val=round(mark.squeeze * 100)))


def dress(run: Run, *, face: str, size: float, tight: int = 0) -> None:
    """Give a run its face, size and spacing."""
    properties = run._r.get_or_add_rPr()
    name = STANDARD[face][0]
    properties.append(element("w:rFonts", ascii=name, hAnsi=name, eastAsia=name, cs=name, hint="eastAsia"))
    if tight:
        properties.append(element("w:spacing", val=tight))
    properties.append(element("w:sz", val=round(size * 2)))
    properties.append(element("w:szCs", val=round(size * 2)))


def shape(
    paragraph: Paragraph,
    *,
    side: str = "both",
    pitch: float = std.WORD_PITCH,
    first: float = 0.0,
    left: float = 0.0,
    right: float = 0.0,
    right_mm: float = 0.0,
    before: float = 0.0,
    after: float = 0.0,
    keep: bool = False,
) -> Paragraph:
    """Set a paragraph's lines (exactly `pitch` points), its indents (in characters of 3号) and the space around it (points)."""
    form = paragraph._p.get_or_add_pPr()
    if keep:
        form.append(element("w:keepNext"))
    form.append(element("w:widowControl", val=0))
    form.append(element("w:overflowPunct", val=0))
    form.append(element("w:autoSpaceDE", val=0))
    form.append(element("w:autoSpaceDN", val=0))
    if pitch != std.WORD_PITCH:
        form.append(element("w:snapToGrid", val=0))
    spacing = {"line": round(pitch * 20), "lineRule": "exact", "before": round(before * 20), "after": round(after * 20)}
    form.append(element("w:spacing", **spacing))
    indents: dict[str, int] = {}
    for name, characters in (("firstLine", first), ("left", left), ("right", right)):
        if characters:
            indents[f"{name}Chars"] = round(characters * 100)
            indents[name] = round(characters * std.CHARACTER * 20)
    if right_mm > 0:
        indents["right"] = round(right_mm * std.MM * 20)
    if indents:
        form.append(element("w:ind", **indents))
    form.append(element("w:jc", val=side))
    return paragraph


def line(container: Any, words: str = "", *, face: str = "body", size: float = std.BODY, **form: Any) -> Paragraph:
    """A paragraph of one run."""
    paragraph: Paragraph = container.add_paragraph()
    shape(paragraph, **form)
    if words:
        write(paragraph, words, face=face, size=size)
    else:
        mark_size(paragraph, size)
    return paragraph


def mark_size(paragraph: Paragraph, size: float) -> None:
    """The size of an empty paragraph's own mark, which else is as high as the style's type."""
    properties = paragraph._p.get_or_add_pPr()
    marks = element("w:rPr")
    marks.append(element("w:sz", val=round(size * 2)))
    properties.append(marks)


def empty(container: Any, number: int = 1, *, keep: bool = False) -> None:
    """So many empty lines of the grid."""
    for _ in range(number):
        line(container, keep=keep)


def page_field(paragraph: Paragraph, *, size: float = std.FOUR) -> None:
    """— 1 — with the number as a field."""
    write(paragraph, "— ", face="song", size=size)
    for kind in ("begin", None, "end"):
        run = paragraph.add_run()
        dress(run, face="song", size=size)
        if kind:
            run._r.append(element("w:fldChar", fldCharType=kind))
        else:
            text = element("w:instrText")
            text.text = "PAGE"
            run._r.append(text)
    write(paragraph, " —", face="song", size=size)


def picture(paragraph: Paragraph, png: bytes, *, width: float, words: str, title: str = "") -> None:
    """A picture in the line, so many mm wide, with its words for who can't see it."""
    inline = paragraph.add_run().add_picture(io.BytesIO(png), width=Mm(width))._inline
    for side in ("distT", "distB", "distL", "distR"):  # left out, some take an eighth of an inch
        inline.set(side, "0")
    inline.docPr.set("descr", words)
    if title:
        inline.docPr.set("title", title)
