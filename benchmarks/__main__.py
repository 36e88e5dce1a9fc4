"""`./run bench [engine|pages|paper]`: print the measurements. Without a word: all of them."""

from __future__ import annotations

import platform
import sys

from benchmarks.measure import show


def main(words: list[str]) -> int:
    """Measure what is asked for; an unknown word prints the known ones."""
    known = ("engine", "pages", "paper")
    if any(word not in known for word in words):
        print(f"./run bench [{'|'.join(known)}]", file=sys.stderr)
        return 2
    print(f"Python {platform.python_version()}, {platform.machine()}; best of several rounds, processor time")
    if not words or "engine" in words:
        from benchmarks import engine

        show("Engine", engine.rows())
    if not words or "pages" in words:
        from benchmarks import pages

        show("Pages (demo data; warm, and the first after a start)", pages.rows())
    if not words or "paper" in words:
        from benchmarks import paper

        show("Papers and pictures", paper.rows())
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
