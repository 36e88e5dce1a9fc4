"""The framework of a rulebook for narrow screens: one box a row, with full points and weights. For all others: pictures/framework."""

from typing import NamedTuple

from django.utils.translation import gettext as _

from kaohe.engine import Exact, Item, Rulebook
from kaohe.pictures.values import shares

from .figures import figure, percent, width

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

