"""Sends generated texts through every writer and tells what went wrong; the status is 1 where something did."""

from __future__ import annotations

import sys
import time

from tests.exports.strings import texts
from tests.exports.writers import WRITERS, Went


def main(words: list[str]) -> int:
    """`[NUMBER] [WRITER…]`."""
    number = next((int(word) for word in words if word.isdigit()), 100_000)
    chosen = [word for word in words if not word.isdigit()] or list(WRITERS)
    given, status = texts(number), 0
    for name in chosen:
        write, _share = WRITERS[name]
        started = time.process_time()
        try:
            write(given)
        except Went as problem:
            status = 1
            print(f"{name:<22} {problem}", flush=True)
        else:
            print(f"{name:<22} {len(given)} texts, no formula, all equal · {time.process_time() - started:.0f} s", flush=True)
    return status


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
