"""The engine: one department's tree, the bureau's board, entries a second, and a cold `score` of the demo workbook."""

from __future__ import annotations

import resource
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

from benchmarks.measure import Row, best, milliseconds
from kaohe.demo import demo_year
from kaohe.engine import Facts, load_folder, score

ROOT = Path(__file__).resolve().parent.parent
RULEBOOK = ROOT / "rulebooks" / "shinan-finance-2005"
WORKBOOK = ROOT / "demo" / "demo-bureau-2025.xlsx"


def rows() -> list[Row]:
    """Measure and return the table's rows."""
    rulebook = load_folder(RULEBOOK).rulebook
    assert rulebook is not None
    year = demo_year(2025)
    year = replace(year, departments=year.departments or rulebook.departments)
    one = _one_department(year)
    department, bureau = best(lambda: score(rulebook, one)), best(lambda: score(rulebook, year))
    loading = best(lambda: load_folder(RULEBOOK), rounds=5)
    return [
        Row(f"one department, {len(one.entries)} entries, whole tree", milliseconds(department), "0.5 ms"),
        Row(f"the bureau, {len(year.entries)} entries, whole board", milliseconds(bureau), "5 ms"),
        Row("entries a second", f"{len(year.entries) / bureau:,.0f}"),
        Row("reading the rulebook with its cases", milliseconds(loading)),
        _cold_score(),
    ]


def _one_department(year: Facts) -> Facts:
    """The department whose ledger comes nearest to 200 entries, by itself."""
    counts = {each.code: sum(entry.department == each.code for entry in year.entries) for each in year.departments}
    code = min(counts, key=lambda each: abs(counts[each] - 200))
    return replace(
        year,
        departments=tuple(each for each in year.departments if each.code == code),
        goals=tuple(each for each in year.goals if each.department == code),
        entries=tuple(each for each in year.entries if each.department == code),
    )


def _cold_score() -> Row:
    """A fresh process from start to printed table: by the wall, and by the processor time that it took."""
    wall, cpu = [], []
    for _ in range(5):
        before, started = _children(), time.perf_counter()
        command = [sys.executable, "-m", "kaohe.cli", "score", str(WORKBOOK)]
        subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
        wall.append(time.perf_counter() - started)
        cpu.append(_children() - before)
    found = f"{min(wall) * 1000:.0f} ms (processor {min(cpu) * 1000:.0f} ms)"
    return Row("cold `score` of the demo workbook", found, "1000 ms")


def _children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
