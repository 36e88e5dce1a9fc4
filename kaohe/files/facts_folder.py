"""Writes a year's facts as a folder of CSV files, one a sheet, which reads back as the same facts."""

from __future__ import annotations

import csv
import io
from datetime import date
from decimal import Decimal
from pathlib import Path

from kaohe.engine import Facts, Rulebook, shown
from kaohe.files.atomic import new_file
from kaohe.files.columns import YEAR
from kaohe.files.facts_tables import Table, Written, facts_tables
from kaohe.files.safe_cells import guarded


def write_facts_folder(folder: Path, rulebook: Rulebook, facts: Facts, *, language: str = "zh") -> None:
    """Write one CSV file a sheet into the folder, made where it isn't there. Raises Refused or OSError."""
    tables = facts_tables(facts, rulebook, language=language)
    folder.mkdir(parents=True, exist_ok=True)
    for table in tables:
        with new_file(folder / f"{table.sheet.title(language)}.csv") as handle:
            handle.write(_text(table, language).encode("utf-8-sig"))


def _text(table: Table, language: str) -> str:
    target = io.StringIO()
    writer = csv.writer(target, lineterminator="\r\n")
    headers = [column.title(language) for column in table.columns]
    if table.sheet.code == YEAR:
        writer.writerows([header, _cell(value)] for header, value in zip(headers, table.rows[0], strict=True))
    else:
        writer.writerow(headers)
        writer.writerows([_cell(cell) for cell in row] for row in table.rows)
    return target.getvalue()


def _cell(cell: Written) -> str:
    if cell is None:
        return ""
    if isinstance(cell, str):
        return guarded(cell)
    if isinstance(cell, date):
        return cell.isoformat()
    return shown(cell) if isinstance(cell, Decimal) else str(cell)
