"""Times a call by the processor time it takes (other programs' turns don't count), and prints the table."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable
from typing import NamedTuple


class Row(NamedTuple):
    """One measurement: what, how much, and what it should reach ("" where it only informs)."""

    what: str
    found: str
    reach: str = ""


def best(call: Callable[[], object], *, rounds: int = 15, least_seconds: float = 0.02) -> float:
    """Seconds of processor time of one call: the best of `rounds`, each long enough for the clock."""
    call()
    times = 1
    while _time(call, times) < least_seconds:
        times *= 2
    return min(_time(call, times) for _ in range(rounds)) / times


def _time(call: Callable[[], object], times: int) -> float:
    gc.collect()
    started = time.process_time()
    for _ in range(times):
        call()
    return time.process_time() - started


def milliseconds(seconds: float) -> str:
    """ "0.412 ms"."""
    return f"{seconds * 1000:.3f} ms"


def show(title: str, rows: list[Row]) -> None:
    """Print a table that aligns in a terminal."""
    widths = [max(len(row[column]) for row in rows) for column in range(3)]
    print(f"\n{title}")
    for row in rows:
        reach = f"   reach {row.reach}" if row.reach else ""
        print(f"  {row.what:<{widths[0]}}  {row.found:>{widths[1]}}{reach}")
