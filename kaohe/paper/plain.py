"""A paper as plain text: what a screen reader is told beside the preview, and what tests compare."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kaohe.paper.description import Block, Figure, Gap, Heading, Paper, Table, Text
from kaohe.paper.heads import moved_addressee
from kaohe.paper.letters import clean, in_every_text
from kaohe.paper.numbering import annex_marks, attachment_lines, numbered
from kaohe.paper.titles import title_lines
from kaohe.wording.dates import day


def plain_text(paper: Paper) -> str:
    """Everything that the paper says, a line each, in its order; cells of a row are divided by tabs."""
    return "\n".join(_lines(in_every_text(paper, clean)))


def _lines(paper: Paper) -> Iterator[str]:
    addressee, copied = moved_addressee(paper)
    yield from _opening_lines(paper, addressee)
    yield from _block_lines(paper.blocks)
    for at, (number, name) in enumerate(attachment_lines(paper.annexes)):
        yield f"{'' if at else '附件：'}{number}{' ' if number else ''}{name}"
    yield from (each.lead + each.text for each in paper.attendance)
    if paper.signature:
        yield " ".join(part for part in (paper.signature.post, paper.signature.name) if part)
        if paper.signature.day:
            yield day(paper.signature.day)
    if paper.remark:
        yield f"（{paper.remark}）"
    for mark, annex in zip(annex_marks(paper.annexes), paper.annexes, strict=True):
        yield mark
        yield from title_lines(annex.title)
        yield from _block_lines(annex.blocks)
    yield from _closing_lines(paper, copied)


def _opening_lines(paper: Paper, addressee: str) -> Iterator[str]:
    if head := paper.head:
        yield from (words for words in (head.copy, head.secrecy, head.urgency, head.mark, head.number) if words)
        if head.signer:
            yield f"签发人：{head.signer}"
    yield from title_lines(paper.title)
    if addressee:
        yield addressee


def _closing_lines(paper: Paper, copied: str) -> Iterator[str]:
    if copied:
        yield f"主送：{copied}。"
    if paper.colophon:
        if paper.colophon.copies:
            yield f"抄送：{'，'.join(paper.colophon.copies)}。"
        yield f"{paper.colophon.printer}\t{f'{day(paper.colophon.day)}印发' if paper.colophon.day else ''}".strip()
    if paper.proof:
        yield f"校验码 {paper.proof.code}"
        yield f"{paper.proof.method} {paper.proof.digest}"


def _block_lines(blocks: Iterable[Block]) -> Iterator[str]:
    for number, block in numbered(blocks):
        match block:
            case Heading():
                yield number + block.text + block.run_in
            case Text():
                yield block.lead + block.text
            case Table():
                yield from _table_lines(block)
            case Figure():
                yield block.caption
                yield block.words
            case Gap():
                pass


def _table_lines(table: Table) -> Iterator[str]:
    yield from (words for words in (table.title, table.unit) if words)
    if not table.headless:
        yield "\t".join(column.head for column in table.columns)
    yield from ("\t".join(row) for row in table.rows)
    if table.note:
        yield table.note
