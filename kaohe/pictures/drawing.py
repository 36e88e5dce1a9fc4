"""A drawing as plain shapes whose colours are named by what they mean; paint.py gives them their ink."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import ceil
from typing import Final, NamedTuple

from kaohe.pictures.chart import Chart, PictureTable
from kaohe.wording.figures import plain
from kaohe.wording.widths import letter_width

#: How wide a Latin letter or a digit is beside a Chinese character.
_NARROW: Final = 0.56


class Box(NamedTuple):
    """A rectangle. `texture` lays lines over its colour, so that it is told apart without colour."""

    x: float
    y: float
    width: float
    height: float
    fill: str
    radius: float = 0.0
    edge: str = ""
    texture: str = ""


class Path(NamedTuple):
    """A line or an area. `dash` is the length of its strokes, 0 for a whole line."""

    d: str
    edge: str = ""
    fill: str = ""
    width: float = 1.0
    dash: float = 0.0


class Dot(NamedTuple):
    """A circle."""

    x: float
    y: float
    radius: float
    fill: str
    edge: str = ""


class Words(NamedTuple):
    """A line of text. `anchor` is start, middle or end.

    upright  Chinese characters one under the other, or the whole line of Latin letters turned to run downward
    halo     with a rim of the ground's colour, where it crosses something
    """

    x: float
    y: float
    text: str
    ink: str = "ink"
    size: float = 12.5
    anchor: str = "start"
    bold: bool = False
    upright: bool = False
    halo: bool = False


class Link(NamedTuple):
    """Shapes that lead somewhere on a page, named by what is written in them; on paper only the shapes."""

    href: str
    shapes: tuple[Box | Path | Dot | Words, ...]


Shape = Box | Path | Dot | Words | Link


@dataclass(frozen=True, slots=True)
class Picture:
    """A finished drawing.

    title  what it shows; `words` says in one or two sentences what is to be seen
    table  every figure in it
    chart  the same for a page that lets its readers point at a mark; None for what is a drawing and no chart
    """

    title: str
    words: str
    table: PictureTable
    width: float
    height: float
    shapes: tuple[Shape, ...]
    chart: Chart | None = None


def text_width(text: str, size: float) -> float:
    """Nearly how wide a text is set."""
    return sum(size if letter_width(letter) == 2 else size * _NARROW * letter_width(letter) for letter in text)


def is_chinese(text: str) -> bool:
    """True for a text that can stand upright, a character under the other."""
    return any(letter_width(letter) == 2 for letter in text)


def fitted(text: str, size: float, room: float) -> str:
    """The text, or as much of it as there is room for, with … behind."""
    if text_width(text, size) <= room:
        return text
    kept = ""
    for letter in text:
        if text_width(kept + letter + "…", size) > room:
            break
        kept += letter
    return f"{kept}…"


def lines_of(text: str, size: float, room: float, most: int) -> tuple[str, ...]:
    """The text in as few lines of nearly equal length as it needs, at most so many; what doesn't fit is shortened."""
    if not is_chinese(text):
        return _words_of(text, size, room, most)
    number = min(most, max(1, ceil(text_width(text, size) / room)))
    for lines in range(number, most + 1):
        found = _even(text, size, room, lines)
        if text_width(found[-1], size) <= room:
            return found
    return (*found[:-1], fitted(found[-1], size, room))


def _even(text: str, size: float, room: float, number: int) -> tuple[str, ...]:
    """The text in so many lines; the last one has what is left."""
    found: list[str] = []
    rest = text
    while len(found) < number - 1 and rest:
        even = min(room, text_width(rest, size) / (number - len(found)) + size * 0.3)
        at = 1
        while at < len(rest) and text_width(rest[: at + 1], size) <= even:
            at += 1
        at = _better_break(rest, at)
        found.append(rest[:at].rstrip())
        rest = rest[at:].lstrip()
    return (*found, rest) if rest else tuple(found)


def _words_of(text: str, size: float, room: float, most: int) -> tuple[str, ...]:
    """Latin words, as many in a line as fit."""
    found = [""]
    for word in text.split():
        if found[-1] and text_width(f"{found[-1]} {word}", size) > room and len(found) < most:
            found.append(word)
        else:
            found[-1] = f"{found[-1]} {word}".strip()
    return tuple(fitted(words, size, room) for words in found)


def _better_break(text: str, at: int) -> int:
    """Not after an opening mark, not before a closing one."""
    while 1 < at < len(text) and (text[at - 1] in "“‘《（(" or text[at] in "”’》）)，。、"):
        at -= 1
    return at


def across(x: float, y: float, to_x: float, edge: str = "line", width: float = 1.0, dash: float = 0.0) -> Path:
    """A level line."""
    return Path(f"M{plain(x)} {plain(y)}H{plain(to_x)}", edge=edge, width=width, dash=dash)


def down(x: float, y: float, to_y: float, edge: str = "line", width: float = 1.0, dash: float = 0.0) -> Path:
    """An upright line."""
    return Path(f"M{plain(x)} {plain(y)}V{plain(to_y)}", edge=edge, width=width, dash=dash)


def through(points: Iterable[tuple[float, float]]) -> str:
    """The path through these points."""
    return "M" + "L".join(f"{plain(x)} {plain(y)}" for x, y in points)


def steps(points: Iterable[tuple[float, float]]) -> str:
    """The path through these points in level and upright strokes."""
    first, *rest = points
    return f"M{plain(first[0])} {plain(first[1])}" + "".join(f"H{plain(x)}V{plain(y)}" for x, y in rest)


def key(x: float, y: float, items: Iterable[tuple[str, str, str]], size: float = 12.5) -> tuple[Shape, ...]:
    """The key of a drawing in one line: (fill, texture, words) each."""
    shapes: list[Shape] = []
    for fill, texture, words in items:
        shapes += [Box(x, y - 9, 10, 10, fill, 2, texture=texture), Words(x + 15, y, words, "ink-2", size)]
        x += 15 + text_width(words, size) + 18
    return tuple(shapes)
