"""How firmly the ranking stands: each department's places where the blocks' weights are moved by some points either way.

Nothing is guessed: the blocks' points are those of the board, only the weights move. Who keeps their place whatever the weight
stands firmly; where a long line is drawn, the order rests on the weights more than on the work.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Final, NamedTuple

from kaohe.engine import Board, Exact, Rulebook, phrase, rounded, times, total
from kaohe.pictures.chart import Chart, Leads, Mark, PictureTable, Series, nowhere
from kaohe.pictures.drawing import Box, Dot, Picture, Shape, Words, down, fitted, text_width
from kaohe.wording.figures import change, fixed, percent

WIDTH: Final = 720.0
ROW: Final = 30.0
TOP: Final = 46.0
LABELS: Final = 112.0
FIGURES: Final = 150.0
#: By how many hundredths the first block's weight is moved either way, one at a time.
SWING: Final = 10


class Range(NamedTuple):
    """One ranked department: its place, its best and worst one, its total, and what it lacks to the one before."""

    name: str
    rank: int
    best: int
    worst: int
    total: Exact
    gap: Exact | None
    code: str = ""


class Stability(NamedTuple):
    """The whole picture. Empty ranges where nobody is ranked yet, or where there is nothing to weigh."""

    bureau: str
    year: int
    block: str
    low: Exact
    high: Exact
    ranges: tuple[Range, ...]
    language: str


def stability(board: Board, rulebook: Rulebook, language: str = "zh") -> Stability:
    """The ranges, for a scheme of weighted blocks; the other blocks share what the first one gives or takes."""
    blocks = rulebook.tree.items
    ranked = sorted((each for each in board.standings if each.rank is not None), key=lambda each: each.rank or 0)
    weight = blocks[0].weight if blocks else Decimal(1)
    say = rulebook.in_language
    low, high = max(Decimal(0), weight - Decimal(SWING) / 100), min(Decimal(1), weight + Decimal(SWING) / 100)
    name = say(blocks[0].label, language) if blocks else ""
    empty = Stability(board.bureau, board.year, name, low, high, (), language)
    if rulebook.tree.combine != "weighted" or len(blocks) < 2 or not ranked:
        return empty
    points = {each.department.code: [child.points for child in each.tree.children] for each in ranked}
    if any(number is None for row in points.values() for number in row):
        return empty
    seen: dict[str, list[int]] = {code: [] for code in points}
    for hundredth in range(int(low * 100), int(high * 100) + 1):
        for code, place in _places(points, Decimal(hundredth) / 100, rulebook).items():
            seen[code].append(place)
    totals = [each.published for each in ranked]
    ranges = tuple(
        Range(
            say(each.department.title, language), each.rank or 0, min(seen[each.department.code]), max(seen[each.department.code]),
            each.published or Decimal(0),
            total([each.published or Decimal(0), -(totals[at - 1] or Decimal(0))]) if at else None,
            each.department.code,
        )
        for at, each in enumerate(ranked)
    )  # fmt: skip
    return empty._replace(ranges=ranges)


def _places(points: dict[str, list[Exact | None]], first: Decimal, rulebook: Rulebook) -> dict[str, int]:
    """Everybody's place where the first block weighs that much."""
    blocks = rulebook.tree.items
    rest = Decimal(1) - blocks[0].weight
    weights: list[Exact] = [first, *(times(block.weight / rest, Decimal(1) - first) if rest else Decimal(0) for block in blocks[1:])]
    rounding = rulebook.rounding
    sums = {
        code: rounded(
            total([times(number, weight) for number, weight in zip(row, weights, strict=True) if number is not None]),
            rounding.places,
            rounding.mode,
        )
        for code, row in points.items()
    }
    return {code: 1 + sum(other > own for other in sums.values()) for code, own in sums.items()}


def draw_stability(figures: Stability, leads: Leads = nowhere) -> Picture:
    """The picture. A department's row leads to where its code does."""
    language, ranges = figures.language, figures.ranges
    number = max(2, len(ranges))
    left = max(LABELS, min(190.0, max((text_width(row.name, 13) for row in ranges), default=0.0) + 12))
    right = WIDTH - FIGURES

    def place(rank: int) -> float:
        return left + 16 + (right - left - 32) * (rank - 1) / (number - 1)

    height = TOP + ROW * len(ranges)
    shapes: list[Shape] = [Words(left, 12, phrase("picture.stability.axis", language), "ink-2", 11.5)]
    for rank in range(1, len(ranges) + 1):
        shapes += [down(place(rank), TOP - 6, height, "line"), Words(place(rank), TOP - 12, str(rank), "ink-2", 11.5, "middle")]
    shapes.append(Words(WIDTH, TOP - 12, phrase("picture.gap", language), "ink-2", 11.5, "end"))
    for at, row in enumerate(ranges):
        y = TOP + ROW * (at + 0.5)
        firm = row.best == row.worst
        shapes.append(Words(0, y + 4.5, fitted(row.name, 13, left - 10), "ink", 13))
        if not firm:
            shapes.append(Box(place(row.best) - 5, y - 4, place(row.worst) - place(row.best) + 10, 8, "blue-soft", 4))
        shapes.append(Dot(place(row.rank), y, 6, "blue", "card"))
        shapes.append(Words(right + 66, y + 4.5, fixed(row.total), "ink", 12.5, "end"))
        shapes.append(Words(WIDTH, y + 4.5, change(row.gap) if row.gap is not None else "—", "ink-2", 12.5, "end"))
    header = tuple(phrase(f"picture.{code}", language) for code in ("department", "rank", "best", "worst", "total", "gap"))
    table = PictureTable(
        header,
        tuple(
            (row.name, str(row.rank), str(row.best), str(row.worst), fixed(row.total), "—" if row.gap is None else change(row.gap))
            for row in ranges
        ),
    )
    title = phrase("picture.stability", language, {"bureau": figures.bureau, "year": figures.year})
    return Picture(title, _words(figures), table, WIDTH, height + 8, tuple(shapes), _chart(figures, leads))


def _chart(figures: Stability, leads: Leads) -> Chart:
    """A range for each department that moves, and everybody's place."""
    language, rows = figures.language, list(enumerate(figures.ranges))
    ranges = tuple(Mark(at, row.worst, at, None, row.best, leads(row.code)) for at, row in rows if row.best != row.worst)
    places = tuple(Mark(at, row.rank, at, 1, href=leads(row.code), size=0.3) for at, row in rows)
    series = (
        Series(phrase("picture.moves", language), "range", "blue-soft", ranges),
        Series(phrase("picture.rank", language), "dot", "blue", places),
    )
    names = tuple(row.name for row in figures.ranges)
    return Chart(names, series, "row", flat=True, low=0, high=len(rows) + 1, step=1, ends=False, note=phrase("picture.stability.axis", language))


def _words(figures: Stability) -> str:
    if not figures.ranges:
        return phrase("picture.stability.none", figures.language)
    widest = max(figures.ranges, key=lambda row: row.worst - row.best)
    found = {
        "block": figures.block, "low": percent(figures.low), "high": percent(figures.high),
        "firm": sum(row.best == row.worst for row in figures.ranges),
        "widest": widest.name, "best": widest.best, "worst": widest.worst,
    }  # fmt: skip
    return phrase(f"picture.stability.{'firm' if widest.best == widest.worst else 'words'}", figures.language, found)
