"""Other engines over the same generated year, each beside DuckDB summing its columns; Spark also beside its own sum of them.

By the wall, best of some rounds, since their work is done in other processes. What isn't installed is said, not guessed.
"""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from benchmarks.measure import Row, milliseconds
from benchmarks.years import ENTRIES, READ, YEAR, founding, sums
from kaohe.bulk.compiling import compiled
from kaohe.bulk.duck import Duck
from kaohe.bulk.generating import Recipe, Size, generate
from kaohe.bulk.plan import Plan
from kaohe.bulk.tables import Tables, tables_in

ROUNDS = 3
#: Spark compiles what it runs while it runs: the first rounds tell of that.
SPARK_ROUNDS = 5
#: Departments of one file of the ledger.
PART = 6250
#: What is measured of one engine: by a plan, over tables, with a folder of its own, beside the seconds that DuckDB sums in.
Measure = Callable[[Plan, Tables, Path, float], Iterator[Row]]


def rows(departments: int = 5000) -> list[Row]:
    """All of them on the natural mix of that many departments."""
    return _rows(departments, (_duckdb, _pandas, _postgres, _spark))


def spark_rows(departments: int = 50_000) -> list[Row]:
    """Spark alone: it is at home where the others take long."""
    return _rows(departments, (_spark,))


def _rows(departments: int, measures: Sequence[Measure]) -> list[Row]:
    with tempfile.TemporaryDirectory(prefix="kaohe-bench-") as name:
        folder = Path(name)
        entries = generate(folder / "year", Recipe(founding(), YEAR, "natural"), Size(departments, ENTRIES, parts=-(-departments // PART)))
        plan, tables = compiled(founding(), YEAR), tables_in(folder / "year")
        base = _best(lambda: sums(tables))
        found = [Row(f"{departments:,} departments, {entries:,} entries: DuckDB sums the columns", milliseconds(base))]
        for measure in measures:
            found += measure(plan, tables, folder, base)
        return found


def _best(call: Callable[[], object], rounds: int = ROUNDS) -> float:
    """Seconds of the best round by the wall."""
    return min(_wall(call) for _ in range(rounds))


def _wall(call: Callable[[], object]) -> float:
    started = time.perf_counter()
    call()
    return time.perf_counter() - started


def _told(seconds: float, base: float) -> str:
    return f"{seconds / base:,.1f} × ({milliseconds(seconds)})"


def _scored(plan: Plan, tables: Tables, folder: Path) -> dict[int, Any]:
    """Department → its published total; None while something of it is open."""
    with tempfile.TemporaryDirectory(dir=folder) as own, Duck(plan, Path(own)) as duck:
        duck.score_files(tables)
        duck.write(Path(own) / "out.parquet", {})
        return dict(duck.connection.execute(f'SELECT department, "points/{plan.root.code}" FROM \'{own}/out.parquet\'').fetchall())


def _duckdb(plan: Plan, tables: Tables, folder: Path, base: float) -> Iterator[Row]:
    yield Row("DuckDB, looked through, all nodes and ranks", _told(_best(lambda: _scored(plan, tables, folder)), base))


def _pandas(plan: Plan, tables: Tables, folder: Path, base: float) -> Iterator[Row]:
    if not (find_spec("pandas") and find_spec("pyarrow")):
        yield Row("pandas in float64", "not installed (pip install pandas pyarrow)")
        return
    from benchmarks.by_pandas import published

    yield Row("pandas, a careful script in float64, totals only", _told(_best(lambda: published(plan, tables), 2), base))
    floats, places = published(plan, tables), plan.rulebook.rounding.places
    known = {department: int(points.scaleb(places)) for department, points in _scored(plan, tables, folder).items() if points is not None}
    wrong = sum(floats[department] != cents for department, cents in known.items())
    yield Row("pandas: known totals with a wrong cent", f"{wrong:,} of {len(known):,}")


def _postgres(plan: Plan, tables: Tables, folder: Path, base: float) -> Iterator[Row]:
    from kaohe.bulk.postgres import Names, Postgres
    from kaohe.bulk.tests.backends import copy_into
    from tests.support import postgres

    names = Names(*(f"year.{name}" for name in Names._fields))
    with postgres.server() as address:
        copy_into(address, plan, tables, folder)
        with Postgres(plan, address) as run:
            run.open(names)
            own = _best(lambda: run.rows(f"SELECT {_summing('CAST(SUM(length({})) AS BIGINT)')} FROM year.ledger"))
        with Postgres(plan, address) as run:
            run.open(names)
            taken = _best(run.score, 1)
    yield Row("PostgreSQL sums the columns of its own table", _told(own, base))
    yield Row("PostgreSQL, looked through, all nodes and ranks", f"{_told(taken, base)}, {taken / own:,.1f} × its own sums")


def _summing(text: str) -> str:
    """The least that an engine must do with those columns. (Numbers of entries of a whole country come to more than 64 bits hold.)"""
    kinds = {"rule": text, "level": text, "occurred_on": "MAX({})", "entry": "BIT_XOR({})"}
    return ", ".join(kinds.get(name, 'SUM("{}")' if '"' in text else "SUM({})").format(name) for name in READ)


def _spark(plan: Plan, tables: Tables, folder: Path, base: float) -> Iterator[Row]:
    if not (find_spec("pyspark") and shutil.which("java")):
        yield Row("Spark", "not installed (./run setup --spark)")
        return
    from kaohe.bulk.spark import Paths, Spark, session

    os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
    quiet = {"spark.ui.enabled": "false", "spark.ui.showConsoleProgress": "false", "spark.log.level": "ERROR"}
    spark = session("local[2]", **quiet, **{"spark.driver.memory": "4g", "spark.local.dir": str(folder)})
    paths = Paths(*(tuple(map(str, files)) for files in tables[:3]))
    spark.read.parquet(*paths.ledger).createOrReplaceTempView("summed")
    own = _best(lambda: spark.sql(f"SELECT {_summing('SUM(length({}))')} FROM summed").collect(), SPARK_ROUNDS)

    def scored() -> None:
        run = Spark(plan, spark)
        run.open(paths)
        run.score()
        shutil.rmtree(folder / "spark", ignore_errors=True)
        run.write(str(folder / "spark"), {})
        run.close()

    first = _wall(scored)
    taken = _best(scored, SPARK_ROUNDS)
    spark.stop()
    yield Row("Spark on two cores sums the columns", _told(own, base))
    yield Row("Spark, looked through, all nodes and ranks, written", f"{_told(taken, base)}, {taken / own:,.1f} × its own sums", "3 × its own sums")
    yield Row("Spark, the first time in a session", f"{first / own:,.1f} × its own sums ({milliseconds(first)})")
