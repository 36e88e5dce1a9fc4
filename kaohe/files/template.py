"""The empty workbook in which a bureau keeps a year's facts, for any rulebook."""

from __future__ import annotations

from pathlib import Path
from typing import BinaryIO

from kaohe.engine import Facts, Rulebook, phrase
from kaohe.files.columns import EXAMPLE_YEAR, YEAR, example_of
from kaohe.files.facts_tables import Table, facts_tables
from kaohe.files.facts_workbook import write_tables


def write_template(target: Path | BinaryIO, rulebook: Rulebook, *, language: str = "zh") -> None:
    """Write the empty workbook: the rulebook's departments filled in, one example row a sheet. Raises OSError."""
    facts = Facts(EXAMPLE_YEAR, rulebook.departments)
    tables = facts_tables(facts, rulebook, language=language)
    examples = {table.sheet.code: example_of(table.sheet, rulebook, language) for table in tables}
    blank = tuple(
        Table(table.sheet, table.columns, ((None,) * len(table.columns),)) if table.sheet.code == YEAR else table
        for table in tables
    )
    title = phrase("files.template.title", language)
    write_tables(target, rulebook, blank, year=EXAMPLE_YEAR, title=title, note="", language=language, examples=examples)
