"""Measures generated papers and tells what is off; the status is 1 where something is."""

from __future__ import annotations

import sys
import time
from collections import Counter

from kaohe.paper.press import press
from tests.layout.checks import PDF, WORD, findings, told
from tests.layout.generate import cases
from tests.layout.measure import read


def main(words: list[str]) -> int:
    """`[NUMBER] [--word]`."""
    number = next((int(word) for word in words if word.isdigit()), 300)
    machine, pages, sizes, bad = press(), 0, Counter[int](), 0
    for case in cases(number):
        found = read(machine.pdf(case.paper))
        pages += len(found)
        sizes[len(found)] += 1
        off = findings(case.paper, found, PDF, machine.layout(case.paper)) + machine.warnings(case.paper)
        if off:
            bad += 1
            print(told(case.name, off[:6]), flush=True)
    print(f"PDF: {number} papers of 1 to {max(sizes)} pages ({pages} in all), {bad} with findings", flush=True)
    if "--word" in words:
        bad += _word(number)
    return 1 if bad else 0


def _word(number: int) -> int:
    from tests.layout.office import TOGETHER, converted

    bad = pages = 0
    started = time.monotonic()
    for at, (case, content) in enumerate(converted(cases(number)), 1):
        found = read(content)
        pages += len(found)
        if at % TOGETHER == 0:
            print(f"  … {at} papers, {pages} pages, {time.monotonic() - started:.0f} s", flush=True)
        off = findings(case.paper, found, WORD)
        if off:
            bad += 1
            print(told(f"{case.name} (Word)", off[:6]), flush=True)
    print(f"Word, set by LibreOffice: {number} papers ({pages} pages), {bad} with findings")
    return bad


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
