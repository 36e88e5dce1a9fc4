"""The tables of a paper as a workbook: the same figures in the same order."""

from __future__ import annotations

import io
from collections.abc import Iterator

from kaohe.files.ready_tables import ready_sheet
from kaohe.files.table_workbook import Sheet, write_table_workbook
from kaohe.paper.description import Column, Paper, Table


def sheets_of(paper: Paper, name: str) -> list[Sheet]:
    """A sheet for each table, those of the annexes too, named by their titles; those without a head have nothing to sort."""
    return [
        _sheet(table, (table.title or title or name).replace("\n", ""), " · ".join(filter(None, (paper.warning, table.unit))))
        for title, table in _tables(paper)
    ]


def has_sheets(paper: Paper) -> bool:
    """True where there is a table to be had."""
    return any(True for _each in _tables(paper))


def _tables(paper: Paper) -> Iterator[tuple[str, Table]]:
    """Each table under the title of the part that it stands in."""
    parts = [(paper.title, paper.blocks), *((each.title or paper.title, each.blocks) for each in paper.annexes)]
    for title, blocks in parts:
        for block in blocks:
            if isinstance(block, Table) and not block.headless and block.rows:
                yield title, block


def _sheet(table: Table, title: str, about: str) -> Sheet:
    return ready_sheet(title, title, [_head(each) for each in table.columns], table.rows, about=about, note=table.note)


def _head(column: Column) -> str:
    head = column.head.replace("\n", "")
    return f"{column.group} · {head}" if column.group else head


def workbook_of(paper: Paper, name: str, year: int) -> bytes:
    """The workbook; papers speak Chinese, and so does it. A paper without a table has none: b""."""
    sheets = sheets_of(paper, name)
    if not sheets:
        return b""
    target = io.BytesIO()
    write_table_workbook(target, sheets, year=year)
    return target.getvalue()
