"""The generated years that columns are measured on, and the least that any engine must do: sum the columns that scoring reads."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from kaohe.bulk.duck import USUAL, Settings
from kaohe.bulk.tables import Tables
from kaohe.engine import Rulebook, load_folder

ROOT = Path(__file__).resolve().parent.parent
YEAR, ENTRIES = 2025, 200
#: What scoring reads of the ledger.
READ = ("department", "entry", "count", "rule", "level", "matter", "occurred_on", "reverses")


def founding() -> Rulebook:
    """The rulebook whose years are generated."""
    rulebook = load_folder(ROOT / "rulebooks" / "shinan-finance-2005").rulebook
    assert rulebook is not None
    return rulebook


def sums(tables: Tables, settings: Settings = USUAL) -> Any:
    """DuckDB sums the columns."""
    import duckdb

    files = f"read_parquet({[str(file) for file in tables.ledger]})"
    with duckdb.connect() as run:
        if settings.memory:
            run.execute(f"SET memory_limit = '{settings.memory}'")
        kinds = {name: kind for name, kind, *_ in run.execute(f"DESCRIBE SELECT * FROM {files}").fetchall()}
        return run.execute(f"SELECT {', '.join(_summed(name, kinds[name]) for name in READ if name in kinds)} FROM {files}").fetchall()


def _summed(name: str, kind: str) -> str:
    """Numbers by their sum, texts by the sum of their bytes, days by the latest."""
    return {"VARCHAR": f'SUM(strlen("{name}"))', "DATE": f'MAX("{name}")'}.get(kind, f'SUM("{name}")')
