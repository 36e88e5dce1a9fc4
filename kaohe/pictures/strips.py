"""How many values lie: a strip for each group of them, a stroke for each value, the middle and the mean marked; in per cent of full points."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from math import ceil, floor, lcm
from typing import Final, NamedTuple

from kaohe.engine import Exact, phrase, plainest, rounded, times
from kaohe.pictures.chart import Chart, Mark, PictureTable, Series
from kaohe.pictures.drawing import Box, Dot, Link, Path, Picture, Shape, Words, down, fitted, text_width
from kaohe.wording.figures import MINUS, plain

WIDTH, ROW, TOP = 720.0, 30.0, 62.0
#: Places behind the point of a per cent.
PLACES: Final = 1


class Spread(NamedTuple):
    """Values in four exact figures, and how many they are."""

    number: int
    mean: Exact
    median: Exact
    low: Exact
    high: Exact


def spread(values: Sequence[Exact]) -> Spread | None:
    """None where there is no value. The median of an even number is the mean of the two in the middle."""
    if not values:
        return None
    ratios = [each.as_integer_ratio() for each in values]
    scale = lcm(*(below for _above, below in ratios))  # whole numbers from here on: as exact, and many times as quick
    order = sorted(above * (scale // below) for above, below in ratios)
    number = len(order)
    twice = order[(number - 1) // 2] + order[number // 2]
    mean, median, low, high = (
        plainest(Fraction(above, scale * below)) for above, below in ((sum(order), number), (twice, 2), (order[0], 1), (order[-1], 1))
    )
    return Spread(number, mean, median, low, high)


def per_cent(share: Exact) -> str:
    """A share of full points in per cent, to one decimal: "93.6"."""
    return format(rounded(times(share, Decimal(100)), PLACES, "half_up"), "f").replace("-", MINUS)


class Strip(NamedTuple):
    """One group: its name, its values as shares of full points, perhaps the page that it leads to."""

    name: str
    values: tuple[Exact, ...]
    url: str = ""


class Strips(NamedTuple):
    """Everything the picture shows. `group` heads the names, `one` says what a stroke is, such as "a department"."""

    title: str
    words: str
    group: str
    one: str
    strips: tuple[Strip, ...]
    language: str


def draw_strips(figures: Strips) -> Picture:
    """The picture; a strip without values is left out."""
    language = figures.language
    known = [(strip, found) for strip in figures.strips if (found := spread(strip.values))]
    left = min(230.0, max((text_width(strip.name, 13) for strip, _found in known), default=0.0) + 14)
    right = 96.0
    low, high, step = _axis([found for _strip, found in known])
    room = WIDTH - left - right
    height = TOP + ROW * len(known)

    def at(share: Exact) -> float:
        return left + float((Fraction(share) * 100 - low) / (high - low)) * room

    shapes: list[Shape] = _key(figures)
    for tick in range(low, high + 1, step):
        x = at(Fraction(tick, 100))
        shapes += [down(x, TOP - 8, height, "line-2" if tick == 100 else "line"), Words(x, TOP - 14, f"{tick}%", "ink-2", 11, "middle")]
    shapes.append(Words(WIDTH, TOP - 14, phrase("picture.median", language), "ink-2", 11, "end"))
    for number, (strip, found) in enumerate(known):
        y = TOP + ROW * number + ROW / 2
        name = Words(left - 10, y + 4.5, fitted(strip.name, 13, left - 10), "blue-ink" if strip.url else "ink", 13, "end")
        shapes.append(Link(strip.url, (Box(0, y - ROW / 2 + 2, left - 6, ROW - 4, "card"), name)) if strip.url else name)
        strokes = "".join(f"M{plain(at(each))} {plain(y - 7)}v14" for each in sorted({Fraction(each) for each in strip.values}))
        shapes += [
            Path(f"M{plain(at(found.low))} {plain(y)}H{plain(at(found.high))}", edge="line-2", width=2),
            Path(strokes, edge="blue-mid", width=1.6),
            Box(at(found.median) - 1.8, y - 10, 3.6, 20, "ink", 1.5),
            Dot(at(found.mean), y, 4.2, "amber-soft", "amber"),
            Words(WIDTH, y + 4.5, f"{per_cent(found.median)}%", "ink", 13, "end", bold=True),
        ]
    heads = ("picture.number", "picture.mean_of", "picture.median_of", "picture.lowest_of", "picture.highest_of")
    table = PictureTable(
        (figures.group, *(phrase(each, language) for each in heads)),
        tuple((strip.name, str(found.number), *map(per_cent, found[1:])) for strip, found in known),
    )
    return Picture(figures.title, figures.words, table, WIDTH, height + 8, tuple(shapes), _chart(figures, known, (low, high, step)))


def _chart(figures: Strips, known: Sequence[tuple[Strip, Spread]], axis: tuple[int, int, int]) -> Chart:
    """Strokes, middle and mean over the way from the lowest to the highest; a strip's row tells all of it."""
    language, strips = figures.language, list(enumerate(known))

    def where(share: Exact) -> float:
        return float(Fraction(share) * 100)

    ways = tuple(Mark(at, where(found.high), at, None, where(found.low), strip.url) for at, (strip, found) in strips)
    strokes = tuple(
        Mark(at, where(share), at, href=strip.url, size=0.5) for at, (strip, _found) in strips for share in sorted(set(strip.values))
    )
    middles = tuple(Mark(at, where(found.median), at, 3, href=strip.url) for at, (strip, found) in strips)
    means = tuple(Mark(at, where(found.mean), at, 2, href=strip.url, size=0.2) for at, (strip, found) in strips)
    series = (
        Series("", "range", "line-2", ways, named=False),
        Series(figures.one, "tick", "blue-mid", strokes),
        Series(phrase("picture.median", language), "tick", "ink", middles),
        Series(phrase("picture.mean", language), "dot", "amber-soft", means),
    )
    return Chart(tuple(strip.name for strip, _found in known), series, "row", flat=True, low=axis[0], high=axis[1], step=axis[2], unit="%")


def _axis(found: Sequence[Spread]) -> tuple[int, int, int]:
    """Where the axis begins and ends and how far apart its lines are, in whole per cent: full points are always on a line."""
    lowest, highest = (min((each.low for each in found), default=Decimal(1)), max((each.high for each in found), default=Decimal(1)))
    low, high = min(90, floor(Fraction(lowest) * 10) * 10), max(100, ceil(Fraction(highest) * 10) * 10)
    step = 5 if high - low <= 30 else 10 if high - low <= 60 else 20
    return low - low % step, high, step


def _key(figures: Strips) -> list[Shape]:
    """What the three marks are, in one line over the axis."""
    language, x = figures.language, 12.0
    shapes: list[Shape] = []
    marks = (figures.one, phrase("picture.median", language), phrase("picture.mean", language))
    for number, words in enumerate(marks):
        mark: Shape = (
            Path(f"M{plain(x)} 8v14", edge="blue-mid", width=1.6),
            Box(x - 1.8, 5, 3.6, 20, "ink", 1.5),
            Dot(x, 15, 4.2, "amber-soft", "amber"),
        )[number]
        shapes += [mark, Words(x + 10, 19.5, words, "ink-2", 12.5)]
        x += 10 + text_width(words, 12.5) + 26
    return shapes
