"""Tables of a Word file: those that only hold things in place, and those that show figures under a repeated head."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape
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
from kaohe.paper.fonts import STANDARD
from kaohe.paper.word.ink import RED, element, line, mark_size, shape

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


def rule(cell: _Cell, *, colour: str = "000000", **weights: float) -> None:
    """Rules of those sides, in mm."""
    borders = element("w:tcBorders")
    for side in ("top", "left", "bottom", "right"):
        if side in weights:
            borders.append(element(f"w:{side}", val="single", sz=round(weights[side] * std.MM * 8), space=0, color=colour))
    cell._tc.get_or_add_tcPr().append(borders)


def double_rule(container: Any, *, top: float, above: float, thick_above: bool) -> _Cell:
    """A letter's double red rule, `above` mm under that place of the page; the cell over it.

    As two rows with a rule each: of the format's own double rules some word processors put the thick line above, some below.
    """
    weights = [std.LETTER_THICK / std.MM, std.LETTER_THIN / std.MM]
    if not thick_above:
        weights.reverse()
    # A rule begins where its row ends.
    heights = (above, weights[0] + std.LETTER_GAP / std.MM)
    table = bare_table(container, (std.LETTER_RULE,), heights=heights)
    float_at(table, left=std.LETTER_LEFT, top=top)
    for row, weight in zip(table.rows, weights, strict=True):
        rule(row.cells[0], colour=RED, bottom=weight)
    first, second = table.column_cells(0)
    mark_size(shape(second.paragraphs[0], pitch=1), 1)
    return first


def write_table(document: Any, table: Table, *, lying: bool, apart: bool) -> None:
    """A table of figures with its title, its unit and its note; `apart` keeps it from what can't follow a table itself."""
    area = (std.AREA_HEIGHT, std.AREA_WIDTH) if lying else (std.AREA_WIDTH, std.AREA_HEIGHT)
    laid = tables.lay_out(table, *area)
    if table.title:
        line(document, table.title, face="hei", size=std.FOUR, side="center", pitch=24, keep=True)
    if table.unit:
        line(document, table.unit, size=std.FIVE, side="right", pitch=18, keep=True)
    rows = "".join([*_head_rows(laid), *(_body_row(number, words, table, laid) for number, words in enumerate(table.rows))])
    document.element.body.insert_element_before(parse_xml(_table(laid, rows)), "w:sectPr")
    if table.note:
        line(document, table.note, size=std.FIVE, side="left", pitch=16, before=3)
    elif apart:
        line(document, pitch=6, size=4)


def _table(laid: tables.Laid, rows: str) -> str:
    """The table as XML: a long one holds thousands of elements, which are quicker written than made one by one."""
    wide = round(sum(laid.widths) * std.MM * 20)
    sides = "".join(f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="000000"/>' for side in _SIDES)
    inner = round(tables.PADDING * std.MM * 20)
    margins = "".join(
        f'<w:{side} w:w="{size}" w:type="dxa"/>'
        for side, size in (("top", _CELL_MARGIN), ("left", inner), ("bottom", _CELL_MARGIN), ("right", inner))
    )
    columns = "".join(f'<w:gridCol w:w="{round(each * std.MM * 20)}"/>' for each in laid.widths)
    return (
        f'<w:tbl xmlns:w="{nsmap["w"]}"><w:tblPr><w:tblW w:w="{wide}" w:type="dxa"/><w:jc w:val="left"/><w:tblInd w:w="0" w:type="dxa"/>'
        f'<w:tblBorders>{sides}</w:tblBorders><w:tblLayout w:type="fixed"/><w:tblCellMar>{margins}</w:tblCellMar></w:tblPr>'
        f"<w:tblGrid>{columns}</w:tblGrid>{rows}</w:tbl>"
    )


def _head_rows(laid: tables.Laid) -> Iterator[str]:
    """Rows that are repeated on every page. A head over several columns or rows is one cell."""
    taken: set[int] = set()
    for number, heads in enumerate(laid.heads):
        cells, at = [], 0
        for words, wide, high in heads:
            while number and at in taken:
                cells.append(_cell("", laid, at, 1, side="center", face="hei", merged="continue"))
                at += 1
            cells.append(_cell(words, laid, at, wide, side="center", face="hei", merged="restart" if high > 1 else ""))
            taken |= set(range(at, at + wide)) if high > 1 else set()
            at += wide
        while number and at in taken:
            cells.append(_cell("", laid, at, 1, side="center", face="hei", merged="continue"))
            at += 1
        yield f"<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>{''.join(cells)}</w:tr>"


def _body_row(number: int, words: Sequence[str], table: Table, laid: tables.Laid) -> str:
    last = table.last_is_total and number == len(table.rows) - 1
    # Said only where a row could break: where it is said of every row, LibreOffice may lose all but the first of a page's last table.
    whole = number not in laid.tall and (number not in laid.single or table.row_height)
    form = "<w:cantSplit/>" if whole else ""
    if table.row_height:
        form += f'<w:trHeight w:val="{round(table.row_height * std.MM * 20)}" w:hRule="atLeast"/>'
    cells = []
    for at, (column, text) in enumerate(zip(table.columns, words, strict=True)):
        face = "hei" if last or (table.labelled and at % 2 == 0) else "body"
        pad = laid.pads[at] - tables.PADDING if column.kind == NUMBER else 0.0
        cells.append(_cell(text, laid, at, 1, side=tables.aligned(column), face=face, pad=pad))
    return f"<w:tr>{f'<w:trPr>{form}</w:trPr>' if form else ''}{''.join(cells)}</w:tr>"


def _cell(
    words: str, laid: tables.Laid, at: int, wide: int, *, side: str, face: str, pad: float = 0.0, merged: str = ""
) -> str:
    form = f'<w:tcW w:w="{round(sum(laid.widths[at : at + wide]) * std.MM * 20)}" w:type="dxa"/>'
    form += f'<w:gridSpan w:val="{wide}"/>' if wide > 1 else ""
    form += f'<w:vMerge w:val="{merged}"/>' if merged else ""
    pitch = round(laid.size * tables.CELL_PITCH * 20)
    indent = f'<w:ind w:right="{round(pad * std.MM * 20)}"/>' if pad > 0 else ""
    return (
        f'<w:tc><w:tcPr>{form}<w:vAlign w:val="center"/></w:tcPr><w:p><w:pPr><w:widowControl w:val="0"/><w:autoSpaceDE w:val="0"/>'
        f'<w:autoSpaceDN w:val="0"/><w:snapToGrid w:val="0"/><w:spacing w:line="{pitch}" w:lineRule="exact" w:before="0" w:after="0"/>'
        f'{indent}<w:jc w:val="{side}"/></w:pPr>{_run(words, face, laid.size) if words else ""}</w:p></w:tc>'
    )


def _run(words: str, face: str, size: float) -> str:
    name, half = STANDARD[face][0], round(size * 2)
    text = "<w:br/>".join(f'<w:t xml:space="preserve">{escape(part)}</w:t>' for part in words.split("\n"))
    return (
        f'<w:r><w:rPr><w:rFonts w:ascii="{name}" w:hAnsi="{name}" w:eastAsia="{name}" w:cs="{name}" w:hint="eastAsia"/>'
        f'<w:sz w:val="{half}"/><w:szCs w:val="{half}"/></w:rPr>{text}</w:r>'
    )
