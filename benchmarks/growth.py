"""What a larger year costs: from a hundred thousand entries upwards, each in a process of its own, file by file.

Processor time, so that other programs' turns don't count, as a ratio to DuckDB merely summing the same columns of the same
files; and the most memory that the process ever held. The memory that DuckDB may take is limited, as on a small machine.
"""

from __future__ import annotations

import json
import re
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from benchmarks.measure import Row
from benchmarks.years import ENTRIES, YEAR, founding, sums
from kaohe.bulk.compiling import compiled
from kaohe.bulk.duck import Duck, Settings
from kaohe.bulk.generating import Recipe, Size, generate
from kaohe.bulk.polars.process import prepared
from kaohe.bulk.polars.run import Polars
from kaohe.bulk.tables import tables_in

#: Departments of each size; two hundred entries each, gradings besides.
SIZES = (500, 5_000, 50_000, 150_000, 500_000, 1_500_000)
#: Departments of a file at most, and what DuckDB may keep in memory.
OF_A_FILE, MEMORY = 25_000, "400MB"


def rows(departments: int = 50_000, least: int = 0) -> list[Row]:
    """Every size of that many departments at most and `least`; a size's files are removed before the next are made."""
    found = [Row("how", f"processor time, memory limit {MEMORY}, files of {OF_A_FILE:,} departments; natural mix")]
    for size in (each for each in SIZES if least <= each <= departments):
        with tempfile.TemporaryDirectory(prefix="kaohe-bench-") as name:
            recipe = Recipe(founding(), YEAR, "natural")
            entries = generate(Path(name), recipe, Size(size, ENTRIES, parts=-(-size // OF_A_FILE)))
            own = of_folder(Path(name), f"{size:,} departments, {entries:,} entries", entries)
        print(*(f"{row.what}  {row.found}" for row in own), sep="\n", file=sys.stderr)  # a large size takes its time
        found += own
    return found


def of_folder(folder: Path, title: str, entries: int) -> list[Row]:
    """Summing and scoring what stands there, each in a process of its own."""
    base = _child("sum", folder)
    found = [Row(f"{title}: DuckDB sums the columns", f"{base['cpu']:.2f} s ({base['wall']:.1f} s by the wall, {base['memory']:,.0f} MiB)")]
    for engine in ENGINES:
        score = _child(engine, folder)
        words = f"{score['cpu'] / base['cpu']:.1f} × ({score['cpu']:.2f} s; {entries / score['cpu'] / 1e6:.1f} million a second)"
        walls = f"{score['wall'] / base['wall']:.1f} × by the wall ({score['wall']:.1f} s), at most {score['memory']:,.0f} MiB"
        found += [Row(f"looked through and scored by {engine}", words, "3 ×"), Row("", walls, "1,024 MiB")]
    return found


def _child(what: str, folder: Path) -> dict[str, float]:
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.growth", what, str(folder)], capture_output=True, text=True, check=True
    )  # fmt: skip
    told: dict[str, float] = json.loads(done.stdout)
    return told


def _sum(folder: Path) -> None:
    sums(tables_in(folder), Settings(MEMORY))


def _score(engine: type[Duck], folder: Path) -> None:
    with tempfile.TemporaryDirectory(dir=folder) as own, engine(compiled(founding(), YEAR), Path(own), Settings(MEMORY)) as run:
        run.score_files(tables_in(folder))
        run.write(Path(own) / "out.parquet", {})


ENGINES: dict[str, type[Duck]] = {"DuckDB": Duck, "Polars and NumPy": Polars}
RUNS: dict[str, Callable[[Path], None]] = {"sum": _sum} | {name: partial(_score, engine) for name, engine in ENGINES.items()}


def main(what: str, folder: str) -> None:
    """In the child: run it, tell what it took."""
    import duckdb  # so that it isn't counted: every engine is loaded once

    if what == "Polars and NumPy":
        prepared()  # before Polars is loaded, as a command has it
        import polars as pl

        pl.DataFrame().lazy().collect()
    duckdb.connect().close()
    started = time.perf_counter(), time.process_time()
    RUNS[what](Path(folder))
    wall, cpu = time.perf_counter() - started[0], time.process_time() - started[1]
    print(json.dumps({"wall": wall, "cpu": cpu, "memory": _peak()}))


def _peak() -> float:
    """MiB that this program ever held. What its parent held before it started (as getrusage has it) is none of its own."""
    status = Path("/proc/self/status")
    held = re.search(r"VmHWM:\s*(\d+) kB", status.read_text()) if status.exists() else None
    return (int(held[1]) if held else resource.getrusage(resource.RUSAGE_SELF).ru_maxrss) / 1024


if __name__ == "__main__":
    main(*sys.argv[1:])
