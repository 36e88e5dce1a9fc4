"""Where points went: items down, departments across, the darker the more of the item is gone."""

from __future__ import annotations

from typing import Final, NamedTuple

from kaohe.engine import Board, Exact, Node, Rulebook, phrase, times, total
from kaohe.pictures import values
from kaohe.pictures.chart import Chart, Leads, Mark, PictureTable, Series, nowhere
from kaohe.pictures.drawing import (
    Box,
    Picture,
    Shape,
    Words,
    fitted,
    is_chinese,
    key,
    lines_of,
    text_width,
)
from kaohe.wording.figures import change, figure

WIDTH: Final = 720.0
ROW: Final = 30.0
LABELS: Final = 170.0
#: Shades by how much of the item is gone: fill, ink.
SHADES: Final = {
    "0": ("", "ink-2"),
    "1": ("amber-wash", "ink"),
    "2": ("amber-soft", "on-pale"),
    "3": ("seal", "card"),
    "up": ("green-wash", "ink"),
    "open": ("", "amber"),
}
#: What the key calls them.
_NAMES: Final = {"0": "full", "1": "little", "2": "some", "3": "much", "up": "gain", "open": "open"}


class Cell(NamedTuple):
    """One department's item: how deep its shade is, what it moved of the final score, and that in words."""

    shade: str
    effect: Exact
    words: str


class HeatRow(NamedTuple):
    """One item: its name, what it can bring at most, its clause, and a cell for each department."""

    code: str
    label: str
    most: Exact
    clause: str
    cells: tuple[Cell, ...]


class Heat(NamedTuple):
    """The whole map."""

    bureau: str
    year: int
    departments: tuple[tuple[str, str], ...]
    rows: tuple[HeatRow, ...]
    language: str


def heat(board: Board, rulebook: Rulebook, language: str = "zh") -> Heat:
    """How many points of the final hundred each department lost in each item."""
    factors = values.factors(rulebook)
    nodes = [{node.code: node for node in each.tree.walk()} for each in board.standings]
    rows = tuple(
        HeatRow(
            item.code,
            rulebook.in_language(item.label, language),
            times(item.full, factors[item.code]),
            item.clause,
            tuple(_cell(own[item.code], factors[item.code]) for own in nodes),
        )
        for item in values.leaves(rulebook)
    )
    names = tuple((each.department.code, rulebook.in_language(each.department.title, language)) for each in board.standings)
    return Heat(board.bureau, board.year, names, rows, language)


def _cell(node: Node, factor: Exact) -> Cell:
    off = total([values.reachable(node) if node.points is None else node.points, -node.full])
    effect = times(off, factor)
    if node.points is None:
        return Cell("open", effect, "?" if off == 0 else f"{change(effect)} ?")
    if off == 0:
        return Cell("0", effect, "·")
    if off > 0:
        return Cell("up", effect, change(effect))
    share = float(-off) / float(node.full)  # only picks a shade
    return Cell("1" if share <= 0.15 else "2" if share <= 0.4 else "3", effect, change(effect))


def draw_heat(figures: Heat, leads: Leads = nowhere) -> Picture:
    """The picture. A cell leads to its item on the page to which its department's code leads."""
    language = figures.language
    number = max(1, len(figures.departments))
    left = max(LABELS, min(230.0, max((text_width(row.label, 12.5) for row in figures.rows), default=0.0) + 54))
    wide = max(42.0, (WIDTH - left) / number)
    width = left + wide * number
    names = [name for _code, name in figures.departments]
    heads, high = _heads(names, left, wide)
    top = 38.0 + high
    legend = [(SHADES[shade][0], "", phrase(f"picture.heat.{_NAMES[shade]}", language)) for shade in ("1", "2", "3", "up")]
    shapes: list[Shape] = [*key(0, 14, legend, 11.5)]
    shapes += heads
    for at, row in enumerate(figures.rows):
        y = top + ROW * at
        shapes.append(Words(0, y + ROW / 2 + 4.5, fitted(row.label, 12.5, left - 50), "ink", 12.5))
        shapes.append(Words(left - 12, y + ROW / 2 + 4.5, figure(row.most), "ink-2", 11.5, "end"))
        for column, cell in enumerate(row.cells):
            fill, ink = SHADES[cell.shade]
            x = left + wide * column
            shapes.append(Box(x + 1, y + 1, wide - 2, ROW - 2, fill or "sunken", 2))
            shapes.append(Words(x + wide / 2, y + ROW / 2 + 4.5, cell.words.removeprefix("≈"), ink, 11.5, "middle"))
    header = (phrase("picture.step", language), phrase("picture.most", language), *names)
    table = PictureTable(
        header, tuple((row.label, figure(row.most), *(cell.words for cell in row.cells)) for row in figures.rows)
    )
    title = phrase("picture.heat", language, {"bureau": figures.bureau, "year": figures.year})
    return Picture(title, _words(figures), table, width, top + ROW * len(figures.rows) + 4, tuple(shapes), _chart(figures, leads))


def _heads(names: list[str], left: float, wide: float) -> tuple[list[Shape], float]:
    """The departments' names over the map, and how high they are: in lines, or turned where a Latin word would be cut."""
    words = [word for name in names if not is_chinese(name) for word in name.split()]
    if any(text_width(word, 12) > wide - 4 for word in words):
        high = min(120.0, max(text_width(name, 12) for name in names))
        turned = [fitted(name, 12, high) for name in names]
        return [
            Words(left + wide * (at + 0.5), 42 + high - text_width(name, 12), name, "ink", 12, upright=True) for at, name in enumerate(turned)
        ], high
    lines = [lines_of(name, 12, wide - 4, 3) for name in names]
    high = 15.0 * max(map(len, lines), default=1)
    return [
        Words(left + wide * (at + 0.5), 30 + high - 15 * (len(each) - 1 - line), text, "ink", 12, "middle")
        for at, each in enumerate(lines)
        for line, text in enumerate(each)
    ], high


def _chart(figures: Heat, leads: Leads) -> Chart:
    """A series for each shade, so that what is gone most can be looked at alone."""
    anchors = [leads(code) for code, _name in figures.departments]
    cells: dict[str, list[Mark]] = {shade: [] for shade in SHADES}
    for at, row in enumerate(figures.rows):
        for column, cell in enumerate(row.cells):
            href = f"{anchors[column]}#{row.code}" if anchors[column] else ""
            cells[cell.shade].append(Mark(column, at, at, column + 2, href=href))
    series = tuple(
        Series(
            phrase(f"picture.heat.{_NAMES[shade]}", figures.language), "cell", fill or "sunken", tuple(cells[shade]), ink, label="in"
        )
        for shade, (fill, ink) in SHADES.items()
    )
    names = tuple(name for _code, name in figures.departments)
    return Chart(names, series, "cell", levels=tuple(row.label for row in figures.rows))


def _words(figures: Heat) -> str:
    found = {"items": len(figures.rows), "number": len(figures.departments)}
    cells = [
        (cell.effect, row.label, name)
        for row in figures.rows
        for cell, (_code, name) in zip(row.cells, figures.departments, strict=True)
    ]
    if not cells or min(cells)[0] >= 0:
        return phrase("picture.heat.even", figures.language, found)
    effect, item, department = min(cells)
    return phrase(
        "picture.heat.words", figures.language, {**found, "department": department, "item": item, "effect": change(effect)}
    )
