"""What every department's total is made of, in the order of the ranking: a bar each, a part for each block."""

from __future__ import annotations

from typing import NamedTuple

from kaohe.engine import Board, Exact, Rulebook, phrase
from kaohe.pictures.chart import Chart, Leads, Mark, PictureTable, Series, nowhere
from kaohe.pictures.drawing import Box, Picture, Shape, Words, down, fitted, key, text_width
from kaohe.pictures.values import brought, so_far
from kaohe.wording.figures import figure, fixed, part

WIDTH, ROW, TOP = 720.0, 30.0, 46.0
_FILLS = (("blue", "on-blue", ""), ("blue-soft", "on-pale", ""), ("grey-wash", "ink", "slant grey"), ("amber-soft", "on-pale", ""))


class Bar(NamedTuple):
    """One department: rank ("" outside the ranking), what each block brings, and the total, all of them exact.

    note   that it is vetoed, or that the total is only so far
    waits  for each block, whether nothing of it is settled yet: an unknown is no zero
    """

    rank: str
    name: str
    parts: tuple[Exact, ...]
    total: Exact
    note: str
    code: str = ""
    waits: tuple[bool, ...] = ()

    def told(self, language: str) -> tuple[str, ...]:
        """What the table says of the blocks."""
        waits = self.waits or (False,) * len(self.parts)
        return tuple(phrase("picture.open", language) if wait else fixed(points) for points, wait in zip(self.parts, waits, strict=True))


class Composition(NamedTuple):
    """Everything the picture shows."""

    bureau: str
    year: int
    blocks: tuple[str, ...]
    full: Exact
    bars: tuple[Bar, ...]
    language: str


def composition(board: Board, rulebook: Rulebook, language: str = "zh") -> Composition:
    """The figures of a board, in the order of its ranking."""
    bars = tuple(
        Bar(
            str(standing.rank or ""),
            rulebook.in_language(standing.department.title, language),
            tuple(brought(child) for child in standing.tree.children),
            so_far(standing),
            phrase("picture.veto", language) if standing.vetoed
            else phrase("picture.so_far", language) if standing.published is None else "",
            standing.department.code,
            tuple(not child.settled and bool(child.undecided) for child in standing.tree.children),
        )
        for standing in board.ranked()
    )  # fmt: skip
    blocks = tuple(rulebook.in_language(item.label, language) for item in rulebook.tree.items)
    return Composition(board.bureau, board.year, blocks, rulebook.tree.full, bars, language)


def draw_composition(figures: Composition, leads: Leads = nowhere) -> Picture:
    """The picture. A department's bar leads to where its code does."""
    language = figures.language
    left = min(190.0, max((text_width(bar.name, 13) for bar in figures.bars), default=0.0) + 42)
    right = 70.0 + max((text_width(bar.note, 11.5) for bar in figures.bars), default=0.0)
    room = WIDTH - left - right
    shapes: list[Shape] = [*key(left, 16, [(_FILLS[n % 4][0], _FILLS[n % 4][2], name) for n, name in enumerate(figures.blocks)])]
    height = TOP + ROW * len(figures.bars)
    for quarter in range(5):
        x = left + room * quarter / 4
        shapes.append(down(x, TOP - 8, height, "line" if quarter else "line-2"))
        shapes.append(Words(x, TOP - 13, figure(figures.full * quarter / 4), "ink-2", 11, "middle"))
    for number, bar in enumerate(figures.bars):
        shapes += _bar(bar, TOP + ROW * number, left, room, figures.full)
    table = PictureTable(
        (phrase("picture.rank", language), phrase("picture.department", language), *figures.blocks, phrase("picture.total", language),
         phrase("picture.note", language)),
        tuple((bar.rank or "—", bar.name, *bar.told(language), fixed(bar.total), bar.note) for bar in figures.bars),
    )
    values = {"bureau": figures.bureau, "year": figures.year}
    return Picture(phrase("picture.composition", language, values), _words(figures), table, WIDTH, height + 6, tuple(shapes), _chart(figures, leads))


def _chart(figures: Composition, leads: Leads) -> Chart:
    """A series for each block, joined, and the total as a stroke that stays where it is when a block is hidden."""
    bars = list(enumerate(figures.bars))
    blocks = [
        Series(
            name, "bar", _FILLS[block % 4][0],
            tuple(Mark(at, float(bar.parts[block]), at, block + 2, href=leads(bar.code)) for at, bar in bars),
            _FILLS[block % 4][1], _FILLS[block % 4][2], label="in",
        )
        for block, name in enumerate(figures.blocks)
    ]  # fmt: skip
    column = len(figures.blocks) + 2
    totals = tuple(Mark(at, float(bar.total), at, column, href=leads(bar.code), note=bar.note) for at, bar in bars)
    total = Series(phrase("picture.total", figures.language), "tick", "ink", totals, label="after")
    names = tuple(f"{bar.rank or '—'}  {bar.name}" for bar in figures.bars)
    high = max([float(figures.full), *(float(bar.total) for bar in figures.bars)])
    return Chart(names, (*blocks, total), "row", flat=True, high=high, step=float(figures.full) / 4, heads=2)


def _bar(bar: Bar, y: float, left: float, room: float, full: Exact) -> list[Shape]:
    middle = y + ROW / 2 + 4.5
    shapes: list[Shape] = [
        Words(14, middle, bar.rank or "—", "seal" if bar.rank == "1" else "ink-2", 13, "middle", bold=bar.rank == "1"),
        Words(left - 10, middle, fitted(bar.name, 13, left - 40), "ink", 13, "end"),
    ]
    x = left
    for number, points in enumerate(bar.parts):
        fill, ink, texture = _FILLS[number % 4]
        wide = part(points, full, room)
        shapes.append(Box(x, y + 6, wide, ROW - 12, fill, texture=texture))
        if wide > 44:
            shapes.append(Words(x + wide - 7, middle - 0.5, fixed(points), ink, 11, "end"))
        x += wide
    shapes.append(Words(x + 8, middle, fixed(bar.total), "ink", 13, bold=True))
    if bar.note:
        shapes.append(Words(x + 14 + text_width(fixed(bar.total), 13), middle, bar.note, "seal" if not bar.rank else "amber", 11.5))
    return shapes


def _words(figures: Composition) -> str:
    if not figures.bars:
        return ""
    best = max(bar.total for bar in figures.bars)  # the first row is of the ranking; while nobody is ranked it is of the list
    join = phrase("picture.join", figures.language).join
    highest = [bar.name for bar in figures.bars if bar.total == best]
    values = {"number": len(figures.bars), "highest": join(highest), "best": fixed(best), "blocks": join(figures.blocks)}
    even = 1 < len(highest) == len(figures.bars)
    return phrase("picture.composition.even" if even else "picture.composition.words", figures.language, values)
