"""Every back end behind one call: a plan and tables in, rows of results out."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import psycopg

from kaohe.bulk.duck import Duck
from kaohe.bulk.plan import Plan
from kaohe.bulk.polars_run import Polars
from kaohe.bulk.postgres import Names, Postgres
from kaohe.bulk.tables import Tables

#: PostgreSQL's types for the columns of typed tables.
_TYPES = {"DECIMAL": "NUMERIC", "VARCHAR": "TEXT", "BIGINT": "BIGINT", "INTEGER": "BIGINT", "DATE": "DATE"}


def duckdb_results(plan: Plan, tables: Tables, folder: Path) -> list[dict[str, Any]]:
    """From files, checked."""
    with TemporaryDirectory(dir=folder) as own, Duck(plan, Path(own)) as duck:
        duck.score_files(tables)
        return duck.results()


def polars_results(plan: Plan, tables: Tables, folder: Path) -> list[dict[str, Any]]:
    """From files, checked."""
    with TemporaryDirectory(dir=folder) as own, Polars(plan, Path(own)) as polars:
        polars.score_files(tables)
        return polars.results()


def postgres_results(plan: Plan, tables: Tables, folder: Path, address: str) -> list[dict[str, Any]]:
    """From tables in a database, checked there."""
    copy_into(address, plan, tables, folder)
    with Postgres(plan, address) as run:
        run.open(Names(*(f"year.{name}" for name in Names._fields)))
        run.score()
        return run.results()


def copy_into(address: str, plan: Plan, tables: Tables, folder: Path) -> None:
    """The tables as they would stand in a bureau's own database, in the schema `year`."""
    with TemporaryDirectory(dir=folder) as own, Duck(plan, Path(own)) as duck, psycopg.connect(address, autocommit=True) as server:
        typed = duck.views.typed(tables)
        server.execute("DROP SCHEMA IF EXISTS year CASCADE")
        server.execute("CREATE SCHEMA year")
        for name, files in zip(Names._fields, typed[:3], strict=True):
            read = f"SELECT * FROM read_parquet({[str(file) for file in files]})"
            columns = duck.rows(f"DESCRIBE {read}")
            shape = ", ".join(f'"{each["column_name"]}" {_TYPES[each["column_type"].partition("(")[0]]}' for each in columns)
            server.execute(f"CREATE TABLE year.{name} ({shape})")
            with server.cursor() as cursor, cursor.copy(f"COPY year.{name} FROM STDIN") as copied:
                for row in duck.rows(read):
                    copied.write_row(tuple(row.values()))
