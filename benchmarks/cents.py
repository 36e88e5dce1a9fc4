"""The engine against columns on as many departments as are asked for: every node, and what float64 would have got wrong.

Batch after batch, each a random rulebook and a random year from a seed of its own (held.py), in as many processes as there
are cores. A long run tells its tally every half minute, and may be stopped: then it tells what had been compared up to then.
"""

from __future__ import annotations

import gc
import os
import signal
import sys
import tempfile
import time
from collections import Counter, deque
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing import active_children, get_context, parent_process
from tempfile import TemporaryDirectory
from threading import Thread

from benchmarks import met
from benchmarks.held import BATCH, SECONDS, batch
from benchmarks.measure import Row, show
from benchmarks.met import Found

#: Departments under one rulebook: so many share what DuckDB takes to plan its hundred queries.
DEPARTMENTS = 4000
#: Batches for each process that are waiting or done before their turn: one takes half a second, another ten.
_AHEAD = 8
#: Where so many batches differ, the others are no news.
_MOST_ODD = 20
#: Seconds from one line of the tally to the next.
_EVERY = 30


class Tally:
    """What was compared so far: `found` of the batches from seed `first` up to, but without, `following`; `odd` seeds differ."""

    def __init__(self, wanted: int, first: int) -> None:
        self.wanted, self.first, self.following = wanted, first, first
        self.found: Found = Counter()
        self.odd: list[int] = []
        self.started = self.told = time.monotonic()

    @property
    def departments(self) -> int:
        """How many departments were compared."""
        return self.found[BATCH, "departments"]

    @property
    def missing(self) -> int:
        """How many batches it takes at least to compare as many as are wanted."""
        return -(-(self.wanted - self.departments) // DEPARTMENTS)

    def add(self, made: Future[Found]) -> None:
        """The batch of the next seed; what went wrong with it is told at once. Raises BrokenProcessPool."""
        seed, one = self.following, Counter[tuple[str, str]]()
        try:
            one = made.result()
        except BrokenProcessPool:
            raise
        except Exception as wrong:  # whatever a batch stumbles over is a difference, and the others go on
            self._odd(seed, repr(wrong))
        if one[BATCH, "wrong"]:
            self._odd(seed, f"{one[BATCH, 'wrong']:,} figures differ")
        self.found.update(one)
        self.following = seed + 1
        if time.monotonic() - self.told >= _EVERY:
            self.told = time.monotonic()
            print(f"  {self}", file=sys.stderr, flush=True)

    def _odd(self, seed: int, why: str) -> None:
        self.odd.append(seed)
        print(f"  ✗ ./run bench cents {DEPARTMENTS} {seed}: {why}", file=sys.stderr, flush=True)

    @property
    def rate(self) -> float:
        """Departments a second, by the wall."""
        return self.departments / (time.monotonic() - self.started)

    def __str__(self) -> str:
        left = (self.wanted - self.departments) / self.rate if self.departments else 0
        return (
            f"{self.departments:,} of {self.wanted:,} departments · {self.found[BATCH, 'scores']:,} scores · "
            f"{self.found[BATCH, 'figures']:,} figures · {len(self.odd)} batches differ · {self.found[BATCH, 'floats']:,} wrong in float64 · "
            f"{self.rate:,.0f} departments a second · {left:,.0f} s to go · next seed {self.following}"
        )


def main(departments: int = 100_000, first: int = 1) -> int:
    """Compare and print the table; status 1 where anything differs."""
    tally = compare(departments, first)
    show("Engine and columns, figure by figure", rows(tally))
    show("Met on the way (lines of the trees; the rest departments, entries, totals)", met.rows(tally.found))
    return 1 if tally.odd else 0


def rows(tally: Tally) -> list[Row]:
    """The table's rows."""
    found, cores = tally.found, len(os.sched_getaffinity(0))
    known, off = found[BATCH, "known"], found[BATCH, "floats"]
    parts = {part: nanoseconds for (what, part), nanoseconds in found.items() if what == SECONDS}
    spent = sum(parts.values()) or 1
    differ = f"{found[BATCH, 'wrong']:,}{' · seeds ' + ', '.join(map(str, tally.odd)) if tally.odd else ''}"
    counted = tally.departments, found[BATCH, "scores"]
    return [
        Row("departments scored by the engine and by columns", f"{counted[0]:,} under {found[BATCH, 'rulebooks']:,} rulebooks"),
        Row("department-scores (a department at a node) compared", f"{counted[1]:,}"),
        Row("figures compared exactly (settled, open, published), in two engines", f"{found[BATCH, 'figures']:,}"),
        Row("figures that differ", differ, "0"),
        Row("wrong published totals in float64", f"{off:,} of {known:,}{f' (one in {known / off:,.0f})' if off else ''}"),
        Row("seeds", f"{tally.first} to {tally.following - 1} (rulebooks refused, as not proven: {found[BATCH, 'refused']:,})"),
        Row("departments · department-scores a second", f"{_each(counted, time.monotonic() - tally.started)} ({cores} processes)"),
        Row("the same a second of one processor", _each(counted, spent / 1e9)),
        Row("processor time", f"{spent / 1e9:,.0f} s: {' · '.join(f'{part} {part_of / spent:.0%}' for part, part_of in parts.items())}"),
    ]


def _each(counted: tuple[int, int], seconds: float) -> str:
    return " · ".join(f"{number / seconds:,.0f}" for number in counted)


def compare(departments: int, first: int = 1) -> Tally:
    """Batches in the order of their seeds until there were enough departments, too many differ, or somebody asks to stop."""
    tally, cores = Tally(departments, first), len(os.sched_getaffinity(0))
    waiting: deque[Future[Found]] = deque()
    with TemporaryDirectory(prefix="kaohe-cents-") as folder, _stoppable() as asked:
        pool = ProcessPoolExecutor(cores, get_context("spawn"), _begin, (folder,))
        try:
            while tally.departments < departments and len(tally.odd) < _MOST_ODD and not asked:
                while len(waiting) < min(_AHEAD * cores, tally.missing):
                    waiting.append(pool.submit(batch, tally.following + len(waiting), DEPARTMENTS))
                tally.add(waiting.popleft())
            while waiting and waiting[0].done():
                tally.add(waiting.popleft())
        except BrokenProcessPool:
            print("  ✗ a process was ended from outside; so the run ends here", file=sys.stderr, flush=True)
        finally:
            pool.shutdown(wait=False, cancel_futures=True)
            for process in active_children():  # what is still on its way isn't wanted any more
                process.terminate()
                process.join()
    return tally


@contextmanager
def _stoppable() -> Iterator[list[int]]:
    """Ctrl+C and SIGTERM only ask, however often they come (`timeout` sends two): the list is no longer empty."""
    asked: list[int] = []
    usual = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    for number in usual:
        signal.signal(number, lambda number, _: asked.append(number))
    yield asked
    for number, before in usual.items():
        signal.signal(number, before)


def _begin(folder: str) -> None:
    """In each process: what asks the run to stop isn't meant for it, and it ends with the run, however that ends.

    Trees hold no circles; those that a batch leaves elsewhere are looked for between batches.
    """
    os.setpgrp()
    tempfile.tempdir = folder
    run = parent_process()
    assert run is not None
    Thread(target=lambda: (run.join(), os._exit(1)), daemon=True).start()
    gc.freeze()
    gc.disable()
