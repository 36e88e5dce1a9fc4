"""A description as the data that the typst template reads: every number counted, every line broken, every table laid out."""

from __future__ import annotations

from typing import Any

from kaohe.paper import standard as std
from kaohe.paper import tables
from kaohe.paper.description import (
    Annex,
    Block,
    Colophon,
    Figure,
    Gap,
    Head,
    Heading,
    Paper,
    Proof,
    Signature,
    Table,
    Text,
)
from kaohe.paper.figures import figure_size
from kaohe.paper.fonts import Faces
from kaohe.paper.heads import TITLE_PITCH, fitted_mark, head_marks, moved_addressee, opening
from kaohe.paper.numbering import annex_marks, attachment_lines, numbered
from kaohe.paper.proofs import proof_words, symbol_svg
from kaohe.paper.titles import title_lines
from kaohe.wording.dates import day

_MEASURES = {name.lower(): value for name, value in vars(std).items() if name.isupper() and name != "MM"}


def paper_data(paper: Paper, faces: Faces) -> dict[str, Any]:
    """Everything the template is given."""
    addressee, copied = moved_addressee(paper)
    return {
        "std": _MEASURES,
        "faces": faces.chains,
        "title_is_thin": faces.title_is_thin,
        "name": "".join(title_lines(paper.title)) or (paper.head.mark if paper.head else ""),
        "issuer": paper.issuer or (paper.signature.name if paper.signature else ""),
        "keywords": [paper.head.number] if paper.head and paper.head.number else [],
        "opening": opening(paper)._asdict(),
        "title_leading": TITLE_PITCH - std.TITLE,
        "head": _head(paper.head) if paper.head else None,
        "addressee": addressee,
        "blocks": _blocks(paper.blocks, lying=paper.landscape) or [{"kind": "gap", "lines": 1}],
        "attachments": attachment_lines(paper.annexes),
        "attendance": [{"lead": each.lead, "text": each.text} for each in paper.attendance],
        "signature": _signature(paper.signature) if paper.signature else None,
        "remark": f"（{paper.remark}）" if paper.remark else "",
        "annexes": [
            _annex(annex, mark) for annex, mark in zip(paper.annexes, annex_marks(paper.annexes), strict=True)
        ],
        "colophon": _colophon(paper.colophon, copied, ruled=not paper.letter) if paper.colophon or copied else None,
        "proof": _proof(paper.proof) if paper.proof else None,
        "warning": paper.warning,
        "landscape": paper.landscape,
        "last_page_lies": paper.annexes[-1].landscape if paper.annexes else paper.landscape,
    }


def _head(head: Head) -> dict[str, Any]:
    mark = fitted_mark(head.mark)
    return {
        "mark": head.mark,
        "size": mark.size,
        "tracking": mark.tracking,
        "squeeze": mark.squeeze,
        "number": head.number,
        "signer": head.signer,
        "letter": head.letter,
        "marks": head_marks(head),
    }


def _blocks(blocks: tuple[Block, ...], *, lying: bool) -> list[dict[str, Any]]:
    return [_block(number, block, lying=lying) for number, block in numbered(blocks)]


def _block(number: str, block: Block, *, lying: bool) -> dict[str, Any]:
    match block:
        case Heading():
            return {"kind": "heading", "level": block.level, "number": number, "text": block.text, "run_in": block.run_in}
        case Text():
            return {"kind": "text", "text": block.text, "indent": block.indent, "lead": block.lead}
        case Table():
            return _table(block, lying=lying)
        case Figure():
            width, height = figure_size(block, lying=lying)
            return {
                "kind": "figure", "svg": block.svg, "width": width, "height": height, "caption": block.caption, "words": block.words,
            }  # fmt: skip
        case Gap():
            return {"kind": "gap", "lines": block.lines}


def _table(table: Table, *, lying: bool) -> dict[str, Any]:
    area = (std.AREA_HEIGHT, std.AREA_WIDTH) if lying else (std.AREA_WIDTH, std.AREA_HEIGHT)
    laid = tables.lay_out(table, *area)
    return {
        "kind": "table",
        "title": table.title,
        "unit": table.unit,
        "note": table.note,
        "labelled": table.labelled,
        "last_is_total": table.last_is_total,
        "row_height": table.row_height,
        "size": laid.size,
        "line": tables.CELL_PITCH,
        "padding": tables.PADDING,
        "gap": tables.CELL_GAP,
        "widths": laid.widths,
        "pads": laid.pads,
        "sides": [tables.aligned(column) for column in table.columns],
        "heads": laid.heads,
        "rows": [list(row) for row in table.rows],
        "tall": sorted(laid.tall),
    }


def _signature(signature: Signature) -> dict[str, str]:
    return {
        "name": signature.name,
        "day": day(signature.day) if signature.day else "",
        "way": signature.way,
        "post": signature.post,
    }


def _annex(annex: Annex, mark: str) -> dict[str, Any]:
    return {
        "mark": mark,
        "title": list(title_lines(annex.title)),
        "landscape": annex.landscape,
        "blocks": _blocks(annex.blocks, lying=annex.landscape),
    }


def _colophon(colophon: Colophon | None, copied: str, *, ruled: bool) -> dict[str, Any]:
    colophon = colophon or Colophon()
    lines = [f"主送：{copied}。"] if copied else []
    lines += [f"抄送：{'，'.join(colophon.copies)}。"] if colophon.copies else []
    return {
        "ruled": ruled,
        "lines": lines,
        "printer": colophon.printer,
        "day": f"{day(colophon.day)}印发" if colophon.day else "",
    }


def _proof(proof: Proof) -> dict[str, Any]:
    first, lines, words = proof_words(proof)
    return {"symbol": symbol_svg(proof), "first": first, "lines": lines, "words": words}
