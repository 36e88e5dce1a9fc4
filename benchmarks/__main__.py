"""`./run bench [engine|pages|paper|columns|beside|spark|growth|cents] [N [M]]`: print the measurements. Without a word: those of engine, pages and paper.

    columns [DEPARTMENTS]   years as columns, as ratios to DuckDB merely summing the same files
    beside [DEPARTMENTS]    other engines beside that: pandas in float64, PostgreSQL, Spark beside its own scan
    spark [DEPARTMENTS]     of these Spark alone, at a size at which it is at home
    growth [DEPARTMENTS [LEAST]]  what a larger year costs, and how much memory, up to that many departments
    cents [DEPARTMENTS [SEED]]  engine and columns held against each other under random rulebooks, and float64's wrong figures;
                            may be stopped (Ctrl+C, SIGTERM) and continued from the seed that it names
"""

from __future__ import annotations

import platform
import sys

from benchmarks.measure import show


def main(words: list[str]) -> int:
    """Measure what is asked for; an unknown word prints the known ones."""
    known = ("engine", "pages", "paper", "columns", "beside", "spark", "growth", "cents")
    numbers = [int(word) for word in words if word.isdecimal()]
    words = [word for word in words if not word.isdecimal()]
    if any(word not in known for word in words) or len(numbers) > (2 if words in (["cents"], ["growth"]) else 1):
        print(f"./run bench [{'|'.join(known)}] [N [M]]", file=sys.stderr)
        return 2
    print(f"Python {platform.python_version()}, {platform.machine()}")
    if not words or "engine" in words:
        from benchmarks import engine

        show("Engine (best of several rounds, processor time)", engine.rows())
    if not words or "pages" in words:
        from benchmarks import pages

        show("Pages (demo data; warm, and the first after a start; best of several rounds, processor time)", pages.rows())
    if not words or "paper" in words:
        from benchmarks import paper

        show("Papers and pictures (best of several rounds, processor time)", paper.rows())
    if "columns" in words:
        from benchmarks import columns

        show("Columns (median of rounds in turns, by the wall)", columns.rows(*numbers))
    if "beside" in words:
        from benchmarks import beside

        show("Other engines beside the columns (best of some rounds, by the wall)", beside.rows(*numbers))
    if "spark" in words:
        from benchmarks import beside

        show("Spark beside its own sum of the columns (best of some rounds, by the wall)", beside.spark_rows(*numbers))
    if "growth" in words:
        from benchmarks import growth

        show("Larger years (processor time)", growth.rows(*numbers))
    if "cents" in words:
        from benchmarks import cents

        return cents.main(*numbers)
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
