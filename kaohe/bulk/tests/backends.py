"""Every back end behind one call: a plan and tables in, rows of results out; and all of them held against the engine."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import psycopg

from kaohe.bulk import explaining
from kaohe.bulk.compiling import compiled
from kaohe.bulk.duck import Duck
from kaohe.bulk.facts import write_tables
from kaohe.bulk.plan import Limits, Plan
from kaohe.bulk.polars import effects
from kaohe.bulk.polars.run import Polars
from kaohe.bulk.postgres import Names, Postgres
from kaohe.bulk.reference import expected
from kaohe.bulk.spark import Paths, Spark
from kaohe.bulk.tables import Tables, tables_in
from kaohe.bulk.tests.same import differences
from kaohe.engine import Facts, Rulebook, score

#: A back end: what it finds by a plan in tables, with a folder for what it needs on the way.
BackEnd = Callable[[Plan, Tables, Path], list[dict[str, Any]]]
#: Who explains every event.
EXPLAINING: dict[str, tuple[type[Duck], Callable[..., None]]] = {
    "duckdb": (Duck, explaining.explain),
    "polars": (Polars, effects.explain),
}
#: Random rulebooks leave items without any limit; with fewer occurrences they can be proven all the same.
SMALL = Limits(counted=1000)
#: PostgreSQL's types for the columns of typed tables.
_TYPES = {"DECIMAL": "NUMERIC", "VARCHAR": "TEXT", "BIGINT": "BIGINT", "INTEGER": "BIGINT", "DATE": "DATE"}


def differing(rulebook: Rulebook, facts: Facts, back_ends: Mapping[str, BackEnd]) -> dict[str, list[str]]:
    """What each of them finds otherwise than the engine, in words; nothing where all agree."""
    plan = compiled(rulebook, facts.year, facts.as_of, SMALL)
    wanted = expected(plan, {"": score(rulebook, facts)})
    with TemporaryDirectory() as name:
        folder = Path(name)
        write_tables(folder / "year", rulebook, facts)
        tables = tables_in(folder / "year")
        told = {engine: differences(found(plan, tables, folder), wanted) for engine, found in back_ends.items()}
    return {engine: each for engine, each in told.items() if each}


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


def spark_results(plan: Plan, tables: Tables, folder: Path, session: Any) -> list[dict[str, Any]]:
    """From files as the command gives them to a session of Spark, checked there."""
    with TemporaryDirectory(dir=folder) as own, Duck(plan, Path(own)) as duck:
        typed = duck.views.typed(tables)
        run = Spark(plan, session)
        try:
            run.open(Paths(*(tuple(map(str, files)) for files in typed[:3])))
            run.score()
            return run.results()
        finally:
            run.close()


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


def explained(engine: str, plan: Plan, tables: Tables, folder: Path) -> list[dict[str, Any]]:
    """The rows that explain a year in that engine; they come to what is settled."""
    kind, explain = EXPLAINING[engine]
    target = folder / f"{engine}.parquet"
    with kind(plan, folder) as run:
        explain(run, tables, target, plan.about)
        found = f"SELECT * FROM '{target}'"
        assert run.one(explaining.unbalanced(found)) == 0
        said = run.one(f"SELECT decode(value) FROM parquet_kv_metadata('{target}') WHERE decode(key) = 'kaohe'")
        assert json.loads(said) == plan.about
        return run.rows(found)
