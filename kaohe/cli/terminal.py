"""What a terminal needs to know: how text wraps, how a table lines up, and how to say that work goes on."""

from __future__ import annotations

import shutil
import sys
import time
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from kaohe.wording.widths import letter_width, width

LEFT, RIGHT = "left", "right"

_NARROWEST, _WIDEST, _USUAL = 60, 100, 80
_BETWEEN = 0.1
_LEAST_FOR_LAST = 20
#: Punctuation that may not begin a line.
_CLINGING = "，。、；：？！）》”’」』】%,.;:?!)]…"


def screen_width() -> int:
    """Columns to fill: the terminal's within reason, 80 where there is none."""
    if not sys.stdout.isatty():
        return _USUAL
    return max(_NARROWEST, min(_WIDEST, shutil.get_terminal_size((_USUAL, 24)).columns))


def plain(text: str) -> str:
    """Without control characters: what stands in a workbook may not steer the reader's terminal."""
    return "".join(letter if unicodedata.category(letter) not in ("Cc", "Cs") else " " for letter in text)


def fill(text: str, columns: int, side: str = LEFT) -> str:
    """The text padded with spaces to that many columns."""
    space = " " * max(0, columns - width(text))
    return space + text if side == RIGHT else text + space


def wrapped(text: str, columns: int) -> list[str]:
    """The text in lines of at most that many columns; Chinese breaks anywhere, other words at spaces."""
    lines = [""]
    for piece in _pieces(plain(text)):
        if width(lines[-1]) + width(piece.rstrip()) > columns and lines[-1].strip():
            lines.append("")
        for part in _cut(piece if lines[-1] else piece.lstrip(), columns):
            if width(lines[-1]) + width(part.rstrip()) > columns and lines[-1].strip():
                lines.append("")
            lines[-1] += part
    return [line.rstrip() for line in lines]


def _pieces(text: str) -> list[str]:
    """What may not be torn apart: a word with the space behind it, a Chinese character with the marks that cling to it."""
    pieces: list[str] = []
    for letter in text:
        new_word = not pieces or pieces[-1][-1] == " " or letter_width(letter) == 2 or letter_width(pieces[-1][-1]) == 2
        if new_word and letter != " " and not (pieces and letter in _CLINGING):
            pieces.append(letter)
        elif pieces:
            pieces[-1] += letter
    return pieces


def _cut(piece: str, columns: int) -> Iterator[str]:
    """A word wider than the whole line, in parts that fit."""
    part = ""
    for letter in piece:
        if letter != " " and width(part) + letter_width(letter) > columns:
            yield part
            part = ""
        part += letter
    if part:
        yield part


def table(header: Sequence[str], rows: Sequence[Sequence[str]], sides: Sequence[str], columns: int) -> list[str]:
    """Lines of a table that fits the width: headings are broken, and the last column takes what is left.

    Where too little is left for that, its text stands under its row instead.
    """
    body = [[plain(cell) for cell in row] for row in rows]
    widths = [max(_longest_word(name), *(width(row[at]) for row in body), 0) for at, name in enumerate(header[:-1])]
    rest = columns - sum(widths) - 2 * len(widths)
    below = rest < _LEAST_FOR_LAST and any(width(row[-1]) > rest for row in body)
    names = header[:-1] if below else header
    lines = _row([wrapped(name, wide) for name, wide in zip(names, [*widths, rest], strict=False)], widths, sides)
    lines.append("─" * min(columns, max(width(line) for line in [*lines, *_body(body, widths, sides, rest, below)])))
    return lines + _body(body, widths, sides, rest, below)


def _body(rows: list[list[str]], widths: list[int], sides: Sequence[str], rest: int, below: bool) -> list[str]:
    lines = []
    for row in rows:
        cells = [[cell] for cell in row[:-1]]
        if not below:
            cells.append(wrapped(row[-1], rest))
        lines += _row(cells, widths, sides)
        if below and row[-1]:
            indent = widths[0] + 2
            lines += [" " * indent + part for part in wrapped(row[-1], sum(widths[1:]) + 2 * len(widths))]
    return lines


def _row(cells: Sequence[Sequence[str]], widths: Sequence[int], sides: Sequence[str]) -> list[str]:
    """The lines of one row whose cells have one or more lines each."""
    lines = []
    for number in range(max(len(cell) for cell in cells)):
        parts = [
            fill(cell[number] if number < len(cell) else "", widths[at] if at < len(widths) else 0, sides[at])
            for at, cell in enumerate(cells)
        ]
        lines.append("  ".join(parts).rstrip())
    return lines


def _longest_word(name: str) -> int:
    """Columns of a heading's longest word. Chinese headings are kept whole: they are short."""
    return max(width(word) for word in name.split()) if name.split() else 0


@contextmanager
def progress(text: str) -> Iterator[Callable[[str], None]]:
    """Say on a terminal what is being done, and wipe it away when it is done. Elsewhere nothing is said.

    Yields a function that says how far it has come; it speaks ten times a second at most.
    """
    shown = sys.stderr.isatty()
    longest, last = 0, 0.0

    def tell(how_far: str) -> None:
        nonlocal longest, last
        if shown and (not last or time.monotonic() - last > _BETWEEN):
            said = f"{text} … {how_far}".rstrip()
            longest, last = max(longest, width(said)), time.monotonic()
            print(f"\r{fill(said, longest)}", end="", file=sys.stderr, flush=True)

    tell("")
    try:
        yield tell
    finally:
        if shown:
            print(f"\r{' ' * longest}\r", end="", file=sys.stderr, flush=True)
