"""The framework of a rulebook as a picture: a tree of boxes with full points and weights, laid out for wide and narrow screens.

The founding drawing is lost (F1), so it is drawn from the rules themselves and can never disagree with them.
"""

from decimal import Decimal
from typing import NamedTuple

from django.utils.translation import gettext as _

from kaohe.engine import Exact, Item, Rulebook, times

from .figures import figure, percent, width

BOX_WIDTH, BOX_HEIGHT, GAP_X, GAP_Y = 226, 50, 40, 9
NARROW_WIDTH, NARROW_STEP, NARROW_HEIGHT, NARROW_GAP = 336, 14, 50, 7
INSET = 12


class Box(NamedTuple):
    """One item of the picture; `share` is what it can bring to the final hundred. All numbers are ready texts."""

    x: str
    y: str
    width: str
    height: str
    label: str
    note: str
    share: str
    bar: str
    bar_full: str
    bar_y: str
    text_y: str
    note_y: str
    start: str
    right: str
    clause: str
    depth: int


class Picture(NamedTuple):
    """A drawing of that size with its boxes and the lines between them."""

    width: int
    height: int
    boxes: tuple[Box, ...]
    lines: tuple[str, ...]

    @property
    def view(self) -> str:
        """The drawing's field of view, with room for the frames' own lines."""
        return f"-2 -2 {self.width + 4} {self.height + 4}"


def factors(rulebook: Rulebook) -> dict[str, Exact]:
    """By what each item's points are multiplied on their way into the final total: every weight above it."""
    found: dict[str, Exact] = {}

    def visit(item: Item, factor: Exact) -> None:
        found[item.code] = factor
        for child in item.items:
            visit(child, times(factor, child.weight) if item.combine == "weighted" else factor)

    visit(rulebook.tree, Decimal(1))
    return found


def shares(rulebook: Rulebook) -> dict[str, Exact]:
    """How many points of the final total each item can bring at most."""
    return {code: times(rulebook.items[code].full, factor) for code, factor in factors(rulebook).items()}


def wide(rulebook: Rulebook, language: str) -> Picture:
    """Columns from left to right, one for each depth; every parent stands in the middle of its children."""
    given = shares(rulebook)
    boxes: dict[str, Box] = {}
    lines: list[str] = []
    next_row = 0.0

    def visit(item: Item, depth: int, weighted: bool) -> float:
        nonlocal next_row
        if item.items:
            rows = [visit(child, depth + 1, item.combine == "weighted") for child in item.items]
            row = (rows[0] + rows[-1]) / 2
        else:
            rows, row = [], next_row
            next_row += 1
        x, y = depth * (BOX_WIDTH + GAP_X), row * (BOX_HEIGHT + GAP_Y)
        boxes[item.code] = _box(item, rulebook, language, (x, y, BOX_WIDTH, BOX_HEIGHT), depth, weighted, given)
        for child in rows:
            middle = child * (BOX_HEIGHT + GAP_Y) + BOX_HEIGHT / 2
            lines.append(_elbow(x + BOX_WIDTH, y + BOX_HEIGHT / 2, x + BOX_WIDTH + GAP_X, middle))
        return row

    visit(rulebook.tree, 0, False)
    columns = 1 + max(box.depth for box in boxes.values())
    # Children are laid out first; the page wants the rulebook's own order, so that the tab key follows the text.
    ordered = tuple(boxes[item.code] for item in rulebook.tree.walk())
    height = int(next_row * (BOX_HEIGHT + GAP_Y) - GAP_Y)
    return Picture(columns * (BOX_WIDTH + GAP_X) - GAP_X, height, ordered, tuple(lines))


def narrow(rulebook: Rulebook, language: str) -> Picture:
    """One box a row, children indented under their parent: what a telephone has room for."""
    given = shares(rulebook)
    boxes: list[Box] = []
    lines: list[str] = []

    def visit(item: Item, depth: int, weighted: bool) -> float:
        y = len(boxes) * (NARROW_HEIGHT + NARROW_GAP)
        x = depth * NARROW_STEP
        area = (x, y, NARROW_WIDTH - x, NARROW_HEIGHT)
        boxes.append(_box(item, rulebook, language, area, depth, weighted, given))
        for child in item.items:
            middle = visit(child, depth + 1, item.combine == "weighted") + NARROW_HEIGHT / 2
            lines.append(f"M{x + 6} {y + NARROW_HEIGHT}V{middle:g}H{x + NARROW_STEP}")
        return y

    visit(rulebook.tree, 0, False)
    return Picture(NARROW_WIDTH, len(boxes) * (NARROW_HEIGHT + NARROW_GAP) - NARROW_GAP, tuple(boxes), tuple(lines))


def _box(
    item: Item,
    rulebook: Rulebook,
    language: str,
    area: tuple[float, float, float, float],
    depth: int,
    weighted: bool,
    given: dict[str, Exact],
) -> Box:
    x, y, box_width, height = area
    share, label = given[item.code], rulebook.in_language(item.label, language)
    note = _("满分 %s") % figure(item.full) + (f" ×{percent(item.weight)}" if weighted else "")
    bar_full = int(box_width) - 2 * INSET
    return Box(
        x=f"{x:g}",
        y=f"{y:g}",
        width=f"{box_width:g}",
        height=f"{height:g}",
        label=label,
        note=note,
        share=figure(share),
        bar=width(share, given[rulebook.tree.code], bar_full),
        bar_full=str(bar_full),
        bar_y=f"{y + height - 8:g}",
        text_y=f"{y + 18:g}",
        note_y=f"{y + 34:g}",
        start=f"{x + INSET:g}",
        right=f"{x + box_width - INSET:g}",
        clause=item.clause,
        depth=depth,
    )


def _elbow(x: float, y: float, to_x: float, to_y: float) -> str:
    middle = (x + to_x) / 2
    return f"M{x:g} {y:g}H{middle:g}V{to_y:g}H{to_x:g}"

