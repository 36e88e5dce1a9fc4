"""Years as columns: each engine's time as a ratio to DuckDB merely summing the same columns of the same files, in turns.

Only ratios within one run mean anything: the machine's other work weighs on all of them alike. Every round takes each
engine once; what is told is the median. By the wall, since engines use more than one processor.
"""

from __future__ import annotations

import platform
import sqlite3
import statistics
import tempfile
import time
from collections.abc import Callable, Iterable
from decimal import Decimal
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from benchmarks.measure import Row, milliseconds
from benchmarks.years import ENTRIES, YEAR, founding, sums
from kaohe.bulk import explaining
from kaohe.bulk.compiling import compiled
from kaohe.bulk.duck import Duck
from kaohe.bulk.facts import as_department, as_entry, as_goal
from kaohe.bulk.generating import Recipe, Size, generate
from kaohe.bulk.live import Live, changed
from kaohe.bulk.plan import Plan
from kaohe.bulk.polars import effects
from kaohe.bulk.polars.run import Polars
from kaohe.bulk.statistics import summed
from kaohe.bulk.summary import Summary
from kaohe.bulk.tables import Tables, tables_in
from kaohe.bulk.whatif import Laboratory, Variant, grid, one_by_one
from kaohe.engine import Entry, score

ROUNDS = 3
REACH = {"natural": "3 ×", "dense": "6 ×"}


def rows(departments: int = 5000) -> list[Row]:
    """Measure both mixes at that size."""
    head = f"Python {platform.python_version()}, {platform.machine()}, median of {ROUNDS} rounds in turns"
    found = [Row("how", head)]
    for mix in ("natural", "dense"):
        with tempfile.TemporaryDirectory(prefix="kaohe-bench-") as name:
            found += _mix(mix, departments, Path(name))
    return found


def _mix(mix: str, departments: int, folder: Path) -> list[Row]:
    rulebook = founding()
    entries = generate(folder / "year", Recipe(rulebook, YEAR, mix), Size(departments, ENTRIES))
    plan, tables = compiled(rulebook, YEAR), tables_in(folder / "year")
    runs: dict[str, Callable[[], object]] = {
        "sum": lambda: sums(tables),
        "DuckDB, looked through, all nodes and ranks": lambda: _scored(Duck, plan, tables, folder),
        "DuckDB, every event explained (after a look)": lambda: _explained(Duck, explaining.explain, plan, tables, folder),
    }
    if find_spec("polars"):
        runs["Polars and NumPy, looked through, all nodes and ranks"] = lambda: _scored(Polars, plan, tables, folder)
        runs["Polars and NumPy, every event explained (after a look)"] = lambda: _explained(Polars, effects.explain, plan, tables, folder)
    times: dict[str, list[float]] = {name: [] for name in runs}
    for _ in range(ROUNDS):
        for name, run in runs.items():
            started = time.perf_counter()
            run()
            times[name].append(time.perf_counter() - started)
    base = statistics.median(times.pop("sum"))
    title = f"{mix}, {departments:,} departments, {entries:,} entries"
    found = [Row(f"{title}: DuckDB sums the columns", milliseconds(base))]
    for name, taken in times.items():
        reach = "5 ×" if "explained" in name else REACH[mix]
        found.append(Row(f"{mix}: {name}", f"{statistics.median(taken) / base:.1f} × ({milliseconds(statistics.median(taken))})", reach))
    return [*found, *_beside(mix, plan, tables, folder, base, departments)]


def _scored(engine: type[Duck], plan: Plan, tables: Tables, folder: Path) -> None:
    with tempfile.TemporaryDirectory(dir=folder) as own, engine(plan, Path(own)) as duck:
        duck.score_files(tables)
        duck.write(Path(own) / "out.parquet", {})


def _explained(engine: type[Duck], explain: Callable[..., None], plan: Plan, tables: Tables, folder: Path) -> None:
    with tempfile.TemporaryDirectory(dir=folder) as own, engine(plan, Path(own)) as duck:
        explain(duck, tables, Path(own) / "out.parquet", {})


def _beside(mix: str, plan: Plan, tables: Tables, folder: Path, base: float, departments: int) -> list[Row]:
    """The engine on a few of these departments, a further rulebook over their statistics, and an event at a time."""
    with tempfile.TemporaryDirectory(dir=folder) as own, Duck(plan, Path(own)) as duck:
        duck.look_through(tables)
        started = time.perf_counter()
        summary = Summary(summed(duck))
        taken = time.perf_counter() - started
        lived, durable, whole = _lives(plan, duck, Path(own))
    each, thousand = _tried(summary, plan)
    lived.sort()
    durable.sort()
    engine = whole * departments
    return [
        Row(f"{mix}: the engine, whole trees (from {SAMPLE} departments)", f"{engine / base:,.0f} × ({engine:,.1f} s)"),
        Row(f"{mix}: statistics for any rulebook", f"{taken / base:.1f} × ({milliseconds(taken)})"),
        Row(f"{mix}: a further rulebook, with its rank changes", milliseconds(each), "10 ms at 50,000"),
        Row(f"{mix}: a thousand rulebooks never seen before, with the statistics", f"{taken + thousand:.1f} s", "10 s"),
        Row(f"{mix}: an event live with its readable difference, half below", f"{lived[len(lived) // 2] * 1e6:.0f} µs"),
        Row(f"{mix}: the same, 99 of 100 below", f"{lived[len(lived) * 99 // 100] * 1e6:.0f} µs", "100 µs"),
        Row(f"{mix}: the same with its entry on disk (SQLite), half below", f"{durable[len(durable) // 2] * 1e6:.0f} µs"),
        Row(f"{mix}: the same, 99 of 100 below", f"{durable[len(durable) * 99 // 100] * 1e6:.0f} µs", "1,000 µs"),
    ]


def _tried(summary: Summary, plan: Plan) -> tuple[float, float]:
    """Seconds of one further rulebook, its numbers shaken one at a time; and of a thousand, a grid of three numbers, by a new laboratory."""
    laboratory = Laboratory(summary, plan)
    variants = list(one_by_one(plan.rulebook, 10 * plan.rulebook.tree.weight))[:100]
    rounds = [_seconds(laboratory, variants) for _ in range(ROUNDS)]
    values = {path: [Decimal(at) / 4 for at in range(1, 11)] for path in GRID}
    return min(rounds) / len(variants), _seconds(Laboratory(summary, plan), grid(plan.rulebook, values))


def _seconds(laboratory: Laboratory, variants: Iterable[Variant]) -> float:
    started = time.perf_counter()
    assert all(change.compared >= 0 for change in laboratory.changes(variants))
    return time.perf_counter() - started


#: Three numbers in three corners of the rulebook; ten values of each make a thousand rulebooks.
GRID = ("rules.training.absence.each", "rules.brief.sent.extra", "items.information.cap")
SAMPLE = 40


def _lives(plan: Plan, duck: Duck, folder: Path) -> tuple[list[float], list[float], float]:
    """Seconds that each event took, the same with its entry written to disk first, and what the engine takes for a department."""
    from kaohe.engine import Facts

    live, taken, kept, wholes = Live(plan), [], [], []
    disk = sqlite3.connect(folder / "ledger.sqlite3", isolation_level=None)
    disk.execute("PRAGMA journal_mode = WAL")
    disk.execute("PRAGMA synchronous = FULL")
    disk.execute("CREATE TABLE ledger (number INTEGER PRIMARY KEY, entry TEXT NOT NULL)")
    places = plan.limits.base_places
    goals, ledger = _grouped(duck, "goals"), _grouped(duck, "ledger")
    for row in duck.rows(f"SELECT * FROM everyone ORDER BY department LIMIT {SAMPLE}"):
        department, number = as_department(row, plan.rulebook), row["department"]
        own = [as_goal(each, places) for each in goals.get(number, ())]
        entries: list[Entry] = [as_entry(each, plan.rulebook, plan.limits.amount_places) for each in ledger.get(number, ())]
        entries.sort(key=lambda entry: bool(entry.reverses))
        state = live.state(department, own)
        for entry in entries:
            started = time.perf_counter()
            changed(state.apply(entry))
            taken.append(time.perf_counter() - started)
        state = live.state(department, own)
        for entry in entries:
            started = time.perf_counter()
            disk.execute("BEGIN IMMEDIATE")
            disk.execute("INSERT INTO ledger (entry) VALUES (?)", (repr(entry),))
            changed(state.apply(entry))
            disk.execute("COMMIT")
            kept.append(time.perf_counter() - started)
        facts = Facts(YEAR, (department,), tuple(own), tuple(entries))
        started = time.perf_counter()
        score(plan.rulebook, facts)
        wholes.append(time.perf_counter() - started)
    disk.close()
    return taken, kept, statistics.median(wholes)


def _grouped(duck: Duck, table: str) -> dict[Any, list[dict[str, Any]]]:
    found: dict[Any, list[dict[str, Any]]] = {}
    query = f"SELECT * FROM {table} WHERE department IN (SELECT department FROM everyone ORDER BY department LIMIT {SAMPLE})"
    for row in duck.rows(query):
        found.setdefault(row["department"], []).append(row)
    return found
