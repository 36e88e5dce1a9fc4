"""A department's score as a waterfall: from full marks down to its points, each step a clause, none left out."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from math import floor
from typing import Final, NamedTuple

from kaohe.engine import Exact, Rulebook, Standing, phrase, total
from kaohe.pictures import values
from kaohe.pictures.chart import Chart, Leads, Mark, PictureTable, Series, nowhere
from kaohe.pictures.drawing import Box, Path, Picture, Shape, Words, down, fitted
from kaohe.wording.figures import change, fixed

WIDTH: Final = 720.0
ROW: Final = 38.0
TOP: Final = 30.0
LABELS: Final = 232.0
FIGURES: Final = 92.0
#: How each kind of row looks: fill, texture, ink of its figure.
_LOOKS: Final = {
    "whole": ("blue", "", "ink"),
    "loss": ("amber-soft", "", "amber"),
    "gain": ("green", "", "green"),
    "open": ("grey-wash", "dots grey", "ink-2"),
}


class Fall(NamedTuple):
    """One row: its words, what it moved and what is left after it. `kind` is whole, loss, gain or open, `code` the item's."""

    kind: str
    label: str
    clause: str
    reasons: str
    effect: Exact
    after: Exact
    code: str = ""


def waterfall(standing: Standing, rulebook: Rulebook, language: str = "zh") -> tuple[Fall, ...]:
    """The rows, from full marks to the published score (or to what is settled). They add up exactly."""
    def say(text: str) -> str:
        return rulebook.in_language(text, language)

    tree = standing.tree
    at: Exact = tree.full
    rows = [Fall("whole", phrase("picture.full", language), "", "", at, at)]
    for step in values.steps(tree, rulebook):
        at = total([at, step.effect])
        label = say(step.node.label)
        if rulebook.items[step.node.code].items:
            label += f"（{phrase('picture.limit', language)}）" if language == "zh" else f" ({phrase('picture.limit', language)})"
        clause = say(rulebook.clause_label(step.node.clause))
        why = values.reasons(step.lines, rulebook, language)
        rows.append(Fall("gain" if step.effect > 0 else "loss", label, clause, why, step.effect, at, step.node.code))
    if tree.points is None:
        if tree.undecided:
            at = total([at, -tree.undecided])
            rows.append(Fall("open", phrase("picture.open", language), "", "", -tree.undecided, at))
        return (*rows, Fall("whole", phrase("picture.score_so_far", language), "", "", at, at))
    assert standing.published is not None
    if rounded := total([standing.published, -at]):
        at = standing.published
        rows.append(Fall("gain" if rounded > 0 else "loss", phrase("picture.rounding", language), "", "", rounded, at))
    return (*rows, Fall("whole", phrase("picture.score", language), "", "", at, at))


def draw_waterfall(standing: Standing, rulebook: Rulebook, year: int, language: str = "zh", leads: Leads = nowhere) -> Picture:
    """The picture. A step leads to where its item's code does."""
    rows = waterfall(standing, rulebook, language)
    name = rulebook.in_language(standing.department.title, language)
    high = max(row.after for row in rows)
    lows = [row.after for row in rows]
    low = _axis_start(min(lows), high)
    right = WIDTH - FIGURES
    scale = (right - LABELS) / (float(high) - float(low))

    def place(points: Exact) -> float:
        return LABELS + (float(points) - float(low)) * scale

    shapes: list[Shape] = list(_axis(low, high, place, TOP + ROW * len(rows), language))
    before: Exact = rows[0].after
    for number, row in enumerate(rows):
        y = TOP + ROW * number
        shapes += _row(row, before, y, place, low)
        if number < len(rows) - 1:
            shapes.append(down(place(row.after), y + ROW - 8, y + ROW + 8, "grey", 1, 2))
        before = row.after
    title = phrase("picture.waterfall", language, {"department": name, "year": year})
    chart = _chart(rows, low, high, language, leads)
    words = _words(rows, language, so_far=standing.tree.points is None)
    return Picture(title, words, _table(rows, language), WIDTH, TOP + ROW * len(rows) + 8, tuple(shapes), chart)


def _chart(rows: tuple[Fall, ...], low: Decimal, high: Exact, language: str, leads: Leads) -> Chart:
    """A series for each kind of row; a whole begins at the axis, a step where the one before it ended."""
    before = (rows[0].after, *(row.after for row in rows))

    def series(kind: str) -> Series:
        fill, texture, ink = _LOOKS[kind]
        column = 3 if kind == "whole" else 2
        marks = tuple(
            Mark(at, float(row.after), at, column, float(low if kind == "whole" else before[at]), leads(row.code) if row.code else "")
            for at, row in enumerate(rows)
            if row.kind == kind
        )
        return Series(phrase(f"picture.{kind}", language), "span", fill, marks, ink, texture, label="after")

    note = phrase("picture.axis", language, {"low": fixed(low, 0)}) if low > 0 else ""
    return Chart(
        tuple(row.label for row in rows), tuple(map(series, _LOOKS)), "row", flat=True, under=tuple(map(_under, rows)),
        low=float(low), high=float(high), step=_unit(float(high) - float(low)), note=note,
    )  # fmt: skip


def _under(row: Fall) -> str:
    """What stands under a row's name: its clause, and what happened."""
    return " · ".join(part for part in (row.clause, row.reasons) if part)


def _axis_start(lowest: Exact, highest: Exact) -> Decimal:
    """A round number under the lowest step: steps of half a point would be nothing beside a hundred."""
    room = float(highest) - float(lowest)
    unit = 10 if room > 12 else 5 if room > 4 else 2
    return Decimal(max(0, floor((float(lowest) - room * 0.18) / unit) * unit))


def _unit(room: float) -> int:
    """How far the lines behind the rows are apart."""
    return next(unit for unit in (1, 2, 5, 10, 20, 25, 50) if room / unit <= 7 or unit == 50)


def _axis(low: Decimal, high: Exact, place: Callable[[Exact], float], bottom: float, language: str) -> list[Shape]:
    unit = _unit(float(high) - float(low))
    shapes: list[Shape] = []
    at = low
    while at <= high:
        shapes.append(down(place(at), TOP - 6, bottom, "line"))
        shapes.append(Words(place(at), TOP - 12, fixed(at, 0), "ink-2", 11, "middle"))
        at += unit
    if low > 0:
        shapes.append(Words(0, TOP - 12, phrase("picture.axis", language, {"low": fixed(low, 0)}), "ink-2", 11))
    return shapes


def _row(row: Fall, before: Exact, y: float, place: Callable[[Exact], float], low: Decimal) -> list[Shape]:
    middle = y + ROW / 2
    under = _under(row)
    shapes: list[Shape] = [
        Words(0, middle - 2 if under else middle + 4.5, fitted(row.label, 13, LABELS - 14), "ink", 13, bold=row.kind == "whole")
    ]
    if under:
        shapes.append(Words(0, middle + 13, fitted(under, 10.5, LABELS - 14), "ink-2", 10.5))
    if row.kind == "whole":
        x = place(low)
        shapes.append(Box(x, y + 8, place(row.after) - x, ROW - 16, "blue", 2))
        if low > 0:  # the bar's beginning is cut off with the axis
            cut = f"M{x + 10:.1f} {y + 4:.1f}l6 {(ROW - 8) / 2:.1f}l-6 {(ROW - 8) / 2:.1f}"
            shapes.append(Path(cut, edge="card", width=4))
        shapes.append(Words(place(row.after) + 8, middle + 5, fixed(row.after), "ink", 14, bold=True))
        return shapes
    start, end = sorted((place(before), place(row.after)))
    fill, texture, ink = _LOOKS[row.kind]
    shapes.append(Box(start, y + 9, max(end - start, 1.5), ROW - 18, fill, 1.5, texture=texture))
    shapes.append(Words(max(place(before), place(row.after)) + 8, middle + 4.5, change(row.effect), ink, 13))
    return shapes


def _table(rows: tuple[Fall, ...], language: str) -> PictureTable:
    header = tuple(phrase(f"picture.{code}", language) for code in ("step", "clause", "effect", "after", "reasons"))
    return PictureTable(
        header,
        tuple(
            (row.label, row.clause, change(row.effect) if row.kind != "whole" else "", fixed(row.after), row.reasons)
            for row in rows
        ),
    )


def _words(rows: tuple[Fall, ...], language: str, *, so_far: bool) -> str:
    """The rows in a sentence that adds up as they do, and which of them lost most; rounding is neither lost nor gained."""
    moving = [row for row in rows if row.code or row.kind == "open"]

    def moved(kind: str, some: str, none: str = "") -> str:
        effects = [row.effect for row in moving if row.kind == kind]
        return phrase(f"picture.waterfall.{some}", language, {"number": len(effects), "moved": change(total(effects))}) if effects else none

    def plain(code: str) -> str:
        return phrase(f"picture.waterfall.{code}", language)

    parts = (moved("loss", "losses", plain("no_loss")), moved("gain", "gains", plain("no_gain")), moved("open", "open"))
    steps = ("，" if language == "zh" else ", ").join(filter(None, parts))
    end = phrase("picture.waterfall.score_so_far" if so_far else "picture.waterfall.score", language, {"score": fixed(rows[-1].after)})
    told = phrase("picture.waterfall.words", language, {"full": fixed(rows[0].after), "steps": steps, "end": end})
    worst = min((row for row in moving if row.kind == "loss"), key=lambda row: row.effect, default=None)
    if worst is None:
        return told
    named = phrase("picture.waterfall.worst", language, {"worst": worst.label, "effect": change(worst.effect)})
    return f"{told}{named}" if language == "zh" else f"{told} {named}"
