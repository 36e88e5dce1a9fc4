"""Every back end behind one call: a plan and tables in, rows of results out."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from kaohe.bulk.duck import Duck
from kaohe.bulk.plan import Plan
from kaohe.bulk.polars_run import Polars
from kaohe.bulk.tables import Tables

BACKENDS = ("duckdb", "polars")


def results(name: str, plan: Plan, tables: Tables, folder: Path) -> list[dict[str, Any]]:
    """The rows that the back end of that name gives."""
    with TemporaryDirectory(dir=folder) as own:
        return {"duckdb": _duckdb, "polars": _polars}[name](plan, tables, Path(own))


def _duckdb(plan: Plan, tables: Tables, folder: Path) -> list[dict[str, Any]]:
    with Duck(plan, folder) as duck:
        duck.score_files(tables)
        return duck.results()


def _polars(plan: Plan, tables: Tables, folder: Path) -> list[dict[str, Any]]:
    with Duck(plan, folder) as duck:
        return Polars(plan, duck.views.typed(tables)).results()
