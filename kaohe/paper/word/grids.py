"""Tables of a Word file: those that only hold things in place, and those that show figures under a repeated head."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final

from docx.document import Document
from docx.enum.table import WD_ROW_HEIGHT_RULE, WD_TABLE_ALIGNMENT
from docx.oxml import parse_xml
from docx.oxml.ns import nsmap, qn
from docx.shared import Mm
from docx.table import Table as WordTable
from docx.table import _Cell
from docx.text.paragraph import Paragraph

from kaohe.paper import standard as std
from kaohe.paper import tables
from kaohe.paper.description import NUMBER, Table
from kaohe.paper.word.ink import element, line, shape, write

_SIDES: Final = ("top", "left", "bottom", "right", "insideH", "insideV")
#: Above and below the lines of a cell, in twentieths of a point; with the lines' own pitch a row is as high as in the PDF.
_CELL_MARGIN: Final = 31


def bare_table(container: Any, widths: Sequence[float], heights: Sequence[float | None] = (None,)) -> WordTable:
    """A table without rules and without space of its own, which holds things in place; widths and heights in mm."""
    table = _grid(container, widths, len(heights))
    _margins(table, 0, 0)
    for row, height in zip(table.rows, heights, strict=True):
        if height is not None:
            row.height, row.height_rule = Mm(height), WD_ROW_HEIGHT_RULE.EXACTLY
    return table


def _grid(container: Any, widths: Sequence[float], rows: int) -> WordTable:
    whole = isinstance(container, Document)  # a document takes a style there, a header a width
    table: WordTable = container.add_table(rows, len(widths), *(() if whole else (Mm(sum(widths)),)))
    table.autofit = False
    table.alignment = WD_TABLE_ALIGNMENT.LEFT
    properties = table._tbl.tblPr
    for old in properties.findall(qn("w:tblW")):
        properties.remove(old)
    properties.append(element("w:tblW", w=round(sum(widths) * std.MM * 20), type="dxa"))
    # Without it the text of the first cell would stand on the margin, and its rule outside.
    properties.append(element("w:tblInd", w=0, type="dxa"))
    for column, wide in zip(table.columns, widths, strict=True):
        column.width = Mm(wide)
        for cell in column.cells:
            cell.width = Mm(wide)
    return table


def _margins(table: WordTable, upright: int, sideways: int) -> None:
    margins = element("w:tblCellMar")
    for name, wide in (("top", upright), ("left", sideways), ("bottom", upright), ("right", sideways)):
        margins.append(element(f"w:{name}", w=wide, type="dxa"))
    table._tbl.tblPr.append(margins)


def float_at(table: WordTable, *, left: float, top: float) -> None:
    """Take the table out of the text and put it at that place of the page (mm)."""
    place = element(
        "w:tblpPr", horzAnchor="page", vertAnchor="page", tblpX=round(left * std.MM * 20), tblpY=round(top * std.MM * 20)
    )
    table._tbl.tblPr.append(place)


def box_at(paragraph: Paragraph, table: WordTable, *, left: float, top: float, width: float, height: float) -> None:
    """Put a table into a box without rules at that place of the page (mm), on whatever page the paragraph stands.

    A floating table would be simpler, but one as wide as the area is taken for part of the text by some word processors.
    """
    sizes = {name: round(value * 36_000) for name, value in {"x": left, "y": top, "w": width, "h": height}.items()}
    box = parse_xml(_BOX.format(**sizes))
    content = next(box.iter(qn("w:txbxContent")))
    content.append(table._tbl)
    content.append(element("w:p"))
    shape(Paragraph(content[-1], None), pitch=1)  # type: ignore[arg-type]
    paragraph.add_run()._r.append(box)


_SPACES: Final = {
    **{name: nsmap[name] for name in ("w", "wp", "a")},
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
}
#: An anchored box without rules; it keeps the text from running under it.
_BOX: Final = """\
<mc:AlternateContent {spaces}><mc:Choice Requires="wps"><w:drawing><wp:anchor behindDoc="0" locked="0" layoutInCell="1" allowOverlap="1" simplePos="0"
 relativeHeight="2" distT="0" distB="0" distL="0" distR="0"><wp:simplePos x="0" y="0"/>
<wp:positionH relativeFrom="page"><wp:posOffset>{{x}}</wp:posOffset></wp:positionH>
<wp:positionV relativeFrom="page"><wp:posOffset>{{y}}</wp:posOffset></wp:positionV>
<wp:extent cx="{{w}}" cy="{{h}}"/><wp:effectExtent l="0" t="0" r="0" b="0"/><wp:wrapTopAndBottom/>
<wp:docPr id="900" name="版记" descr="版记"/><wp:cNvGraphicFramePr/>
<a:graphic><a:graphicData uri="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"><wps:wsp><wps:cNvSpPr txBox="1"/>
<wps:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="{{w}}" cy="{{h}}"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:noFill/>
<a:ln><a:noFill/></a:ln></wps:spPr><wps:txbx><w:txbxContent/></wps:txbx>
<wps:bodyPr lIns="0" tIns="0" rIns="0" bIns="0" anchor="t"><a:noAutofit/></wps:bodyPr></wps:wsp></a:graphicData></a:graphic>
</wp:anchor></w:drawing></mc:Choice></mc:AlternateContent>""".format(
    spaces=" ".join(f'xmlns:{name}="{uri}"' for name, uri in _SPACES.items())
)


def turn(cell: _Cell) -> None:
    """Let the cell's letters run downward."""
    cell._tc.get_or_add_tcPr().append(element("w:textDirection", val="tbRl"))


def rule(cell: _Cell, **weights: float) -> None:
    """Rules of those sides, in mm."""
    borders = element("w:tcBorders")
    for side in ("top", "left", "bottom", "right"):
        if side in weights:
            borders.append(element(f"w:{side}", val="single", sz=round(weights[side] * std.MM * 8), space=0, color="000000"))
    cell._tc.get_or_add_tcPr().append(borders)


def write_table(document: Any, table: Table, *, lying: bool) -> None:
    """A table of figures with its title, its unit and its note."""
    area = (std.AREA_HEIGHT, std.AREA_WIDTH) if lying else (std.AREA_WIDTH, std.AREA_HEIGHT)
    laid = tables.lay_out(table, *area)
    if table.title:
        line(document, table.title, face="hei", size=std.FOUR, side="center", pitch=24, keep=True)
    if table.unit:
        line(document, table.unit, size=std.FIVE, side="right", pitch=18, keep=True)
    made = _grid(document, laid.widths, 0)
    _rules(made)
    _margins(made, _CELL_MARGIN, round(tables.PADDING * std.MM * 20))
    for row in _head_rows(laid):
        made._tbl.append(row)
    for number, words in enumerate(table.rows):
        made._tbl.append(_body_row(number, words, table, laid))
    if table.note:
        line(document, table.note, size=std.FIVE, side="left", pitch=16, before=3)
    line(document, pitch=6, size=4)


def _rules(table: WordTable) -> None:
    borders = element("w:tblBorders")
    for side in _SIDES:
        borders.append(element(f"w:{side}", val="single", sz=4, space=0, color="000000"))
    table._tbl.tblPr.append(borders)


def _head_rows(laid: tables.Laid) -> Iterator[Any]:
    """Rows that are repeated on every page. A head over several columns or rows is one cell."""
    taken: set[int] = set()
    for number, heads in enumerate(laid.heads):
        row, at = _row(repeated=True), 0
        for words, wide, high in heads:
            at = _covered(row, at, taken if number else set(), laid)
            row.append(_cell(words, laid, at, wide, side="center", face="hei", merged="restart" if high > 1 else ""))
            taken |= set(range(at, at + wide)) if high > 1 else set()
            at += wide
        _covered(row, at, taken if number else set(), laid)
        yield row


def _covered(row: Any, at: int, taken: set[int], laid: tables.Laid) -> int:
    """Continue the heads of the row above that reach down into this one; gives the first column that is free."""
    while at in taken:
        row.append(_cell("", laid, at, 1, side="center", face="hei", merged="continue"))
        at += 1
    return at


def _body_row(number: int, words: Sequence[str], table: Table, laid: tables.Laid) -> Any:
    last = table.last_is_total and number == len(table.rows) - 1
    labels = table.headless and len(table.columns) in (2, 4)
    row = _row(whole=number not in laid.tall, least=table.row_height)
    for at, (column, text) in enumerate(zip(table.columns, words, strict=True)):
        face = "hei" if last or (labels and at % 2 == 0) else "body"
        pad = laid.pads[at] - tables.PADDING if column.kind == NUMBER else 0.0
        row.append(_cell(text, laid, at, 1, side=tables.aligned(column), face=face, pad=pad))
    return row


def _row(*, repeated: bool = False, whole: bool = True, least: float = 0.0) -> Any:
    row, properties = element("w:tr"), element("w:trPr")
    if whole:
        properties.append(element("w:cantSplit"))
    if least:
        properties.append(element("w:trHeight", val=round(least * std.MM * 20), hRule="atLeast"))
    if repeated:
        properties.append(element("w:tblHeader"))
    row.append(properties)
    return row


def _cell(
    words: str, laid: tables.Laid, at: int, wide: int, *, side: str, face: str, pad: float = 0.0, merged: str = ""
) -> Any:
    cell, properties = element("w:tc"), element("w:tcPr")
    properties.append(element("w:tcW", w=round(sum(laid.widths[at : at + wide]) * std.MM * 20), type="dxa"))
    if wide > 1:
        properties.append(element("w:gridSpan", val=wide))
    if merged:
        properties.append(element("w:vMerge", val=merged))
    properties.append(element("w:vAlign", val="center"))
    paragraph = element("w:p")
    cell.append(properties)
    cell.append(paragraph)
    shape(Paragraph(paragraph, None), side=side, pitch=laid.size * tables.CELL_PITCH, right_mm=pad)  # type: ignore[arg-type]
    if words:
        write(Paragraph(paragraph, None), words, face=face, size=laid.size)  # type: ignore[arg-type]
    return cell
