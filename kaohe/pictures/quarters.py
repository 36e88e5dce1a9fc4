"""The year by quarter: a small drawing for each department, with everybody's mean behind it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Final, NamedTuple

from kaohe.engine import Board, Exact, Rulebook, phrase, plainest, total
from kaohe.pictures import values
from kaohe.pictures.chart import Chart, Leads, Mark, PictureTable, Series, nowhere
from kaohe.pictures.drawing import Box, Dot, Path, Picture, Shape, Words, across, fitted, through
from kaohe.wording.figures import fixed

WIDTH: Final = 720.0
COLUMNS: Final = 5
CELL_HEIGHT: Final = 118.0
TOP: Final = 26.0


class Quarters(NamedTuple):
    """The followed item, the quarters so far, and each department's exact balance at the end of each."""

    bureau: str
    year: int
    item: str
    periods: tuple[str, ...]
    departments: tuple[tuple[str, tuple[Exact, ...]], ...]
    mean: tuple[Exact, ...]
    language: str
    codes: tuple[str, ...] = ()


def quarters(boards: Mapping[str, Board], rulebook: Rulebook, language: str = "zh") -> Quarters:
    """`boards` by the quarter's name, each as of its last day, in order. Departments in the order of the last one."""
    block = rulebook.items[values.followed_item(rulebook)]
    last = list(boards.values())[-1]
    departments = tuple(
        (
            rulebook.in_language(each.department.title, language),
            tuple(values.balance(board.of(each.department.code), block) for board in boards.values()),
        )
        for each in last.standings
    )
    mean = tuple(_mean([row[at] for _name, row in departments]) for at in range(len(boards)))
    say = rulebook.in_language
    codes = tuple(each.department.code for each in last.standings)
    periods = tuple(say(name, language) for name in boards)
    return Quarters(last.bureau, last.year, say(block.label, language), periods, departments, mean, language, codes)


def _mean(numbers: Sequence[Exact]) -> Exact:
    return plainest(Fraction(total(numbers)) / max(1, len(numbers)))


def draw_quarters(figures: Quarters, leads: Leads = nowhere) -> Picture:
    """The picture. A department's line leads to where its code does."""
    language = figures.language
    every = [number for _name, row in figures.departments for number in row]
    low, high = float(min(every)), float(max(every))
    low -= max(1.0, (high - low) * 0.12)
    wide = WIDTH / COLUMNS
    shapes: list[Shape] = [
        Path("M0 12H22", edge="grey", width=2, dash=3), Words(28, 16, phrase("picture.mean", language), "ink-2", 12),
    ]  # fmt: skip
    for at, (name, row) in enumerate(figures.departments):
        x, y = wide * (at % COLUMNS), TOP + CELL_HEIGHT * (at // COLUMNS)
        shapes += _small(name, row, figures, (x, y, wide - 14), (low, high))
    rows = -(-len(figures.departments) // COLUMNS)
    table = PictureTable(
        (phrase("picture.department", language), *figures.periods),
        (
            *((name, *map(fixed, row)) for name, row in figures.departments),
            (phrase("picture.mean", language), *map(fixed, figures.mean)),
        ),
    )
    found = {"bureau": figures.bureau, "year": figures.year, "item": figures.item}
    title = phrase("picture.quarters", language, found)
    return Picture(title, _words(figures), table, WIDTH, TOP + CELL_HEIGHT * rows, tuple(shapes), _chart(figures, low, high, leads))


def _chart(figures: Quarters, low: float, high: float, leads: Leads) -> Chart:
    """All lines in one field, where one can be followed among the others; the mean with every one of them."""
    addresses = [leads(code) for code in figures.codes] or [""] * len(figures.departments)
    lines = [
        Series(name, "line", "blue-mid", tuple(Mark(q, float(number), at, q + 1, href=addresses[at]) for q, number in enumerate(row)))
        for at, (name, row) in enumerate(figures.departments)
    ]
    last = len(lines)
    mean = Series(
        phrase("picture.mean", figures.language), "line", "ink-2",
        tuple(Mark(q, float(number), last, q + 1) for q, number in enumerate(figures.mean)), dash=4,
    )  # fmt: skip
    return Chart(figures.periods, (*lines, mean), "cell", low=low, high=high, beside=(last,))


def _small(
    name: str,
    row: tuple[Exact, ...],
    figures: Quarters,
    area: tuple[float, float, float],
    bounds: tuple[float, float],
) -> list[Shape]:
    x, y, wide = area
    low, high = bounds
    top, bottom = y + 30, y + CELL_HEIGHT - 26

    def points(numbers: Sequence[Exact]) -> list[tuple[float, float]]:
        step = (wide - 30) / max(1, len(numbers) - 1)
        return [
            (x + 12 + step * at, bottom - (float(number) - low) / (high - low or 1) * (bottom - top))
            for at, number in enumerate(numbers)
        ]

    own, mean = points(row), points(figures.mean)
    shapes: list[Shape] = [
        Box(x, y + 2, wide, CELL_HEIGHT - 12, "sunken", 5),
        Words(x + 10, y + 20, fitted(name, 12.5, wide - 60), "ink", 12.5, bold=True),
        Words(x + wide - 10, y + 20, fixed(row[-1]), "blue-ink", 12.5, "end", bold=True),
        across(x + 10, bottom + 5, x + wide - 10, "line-2"),
        Path(through(mean), edge="grey", width=1.6, dash=3),
        Path(through(own), edge="blue", width=2.4),
    ]
    shapes += [Dot(*point, 3.2, "blue", "card") for point in own]
    for number, (at, _y) in enumerate(own):
        shapes.append(Words(at, bottom + 18, str(number + 1), "ink-2", 10.5, "middle"))
    return shapes


def _words(figures: Quarters) -> str:
    ends = [(row[-1], name) for name, row in figures.departments]
    (low, worst), (high, best) = min(ends), max(ends)
    found = {
        "last": figures.periods[-1], "best": best, "high": fixed(high), "worst": worst, "low": fixed(low),
        "mean": fixed(figures.mean[-1]),
    }  # fmt: skip
    return phrase("picture.quarters.words", figures.language, found)
