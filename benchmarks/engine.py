"""The engine: one department's tree, the bureau's board, entries a second, and a cold `score` of the demo workbook."""

from __future__ import annotations

import random
import resource
import subprocess
import sys
import time
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

from benchmarks.measure import Row, best, milliseconds
from kaohe.demo import demo_year
from kaohe.engine import Facts, Repriced, Rulebook, Supposition, TakenBack, load_folder, score, stability, what_if
from tests.support.years import random_year

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
    supposed: list[Supposition] = [Repriced("training.absence", "each", Decimal(2)), TakenBack(year.entries[0].id)]
    supposing = best(lambda: what_if(rulebook, year, supposed))
    loading = best(lambda: load_folder(RULEBOOK), rounds=5)
    return [
        Row(f"one department, {len(one.entries)} entries, whole tree", milliseconds(department), "0.5 ms"),
        Row(f"the bureau, {len(year.entries)} entries, whole board", milliseconds(bureau), "5 ms"),
        Row("entries a second", f"{len(year.entries) / bureau:,.0f}"),
        Row("reading the rulebook with its cases", milliseconds(loading)),
        Row(f"what if: two suppositions, {len(year.entries)} entries", milliseconds(supposing), "10 ms"),
        *_stability(rulebook, year),
        _cold_score(),
    ]


def _stability(rulebook: Rulebook, year: Facts) -> list[Row]:
    """The stability of the ranking: of the demonstration's year, and of one in which as many entries all move points."""
    dense = _dense(rulebook, len(year.entries))
    rows = []
    for name, facts in (("the demonstration", year), ("every entry moves points", dense)):
        found = best(lambda facts=facts: stability(rulebook, facts), rounds=3)  # type: ignore[misc]
        pairs = stability(rulebook, facts)
        swaps = sum(len(pair.swaps) for pair in pairs)
        words = f"stability, {len(facts.departments)} departments, {len(facts.entries)} entries, {swaps} swaps: {name}"
        rows.append(Row(words, milliseconds(found), "1000 ms"))
    return rows


def _dense(rulebook: Rulebook, number: int) -> Facts:
    """Ten departments, every goal graded, and so many entries of rules that count."""
    rng = random.Random(2025)
    facts = random_year(rng, rulebook, complete=True)
    while len(facts.departments) < len(rulebook.departments):
        facts = random_year(rng, rulebook, complete=True)
    counting = [each for each in facts.entries if not each.reverses and rulebook.rules[each.rule].name not in ("flag", "graded", "void")]
    more = [replace(rng.choice(counting), id=f"x{at}") for at in range(number - len(facts.entries))]
    return replace(facts, entries=(*facts.entries, *more))


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
