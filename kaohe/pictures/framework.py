"""The framework of a whole rulebook as a drawing to hang up (F1): what counts how much, down to the price of each event.

The founding drawing is lost, so it is drawn from the rules themselves and can never disagree with them. From top to bottom:
the labels that the rulebook puts above the scheme, the total, the blocks with their weights, the groups, the items, and under
each item its rules. The heavier an item, the wider its column; the step of the year stands below.
"""

from __future__ import annotations

from typing import Any, Final, NamedTuple

from kaohe.engine import Exact, Item, Rulebook, phrase, shown
from kaohe.pictures.chart import PictureTable
from kaohe.pictures.drawing import (
    Box,
    Link,
    Path,
    Picture,
    Shape,
    Words,
    across,
    fitted,
    is_chinese,
    lines_of,
    text_width,
)
from kaohe.pictures.values import leaves, shares
from kaohe.wording.figures import MINUS, figure, part, percent, plain

#: Room for one rule under an item, and the least for an item's own name.
RULE_STEP: Final = 25.0
LEAST: Final = 50.0
GAP: Final = 8.0
LEAST_WIDTH: Final = 1180.0
SIDE: Final = 24.0
#: Heights of the rows: banner, total, block, group, item, rules, the year's steps.
BANNER, TOTAL, BLOCK, GROUP, ITEM, RULES, STEPS = 40.0, 56.0, 70.0, 58.0, 116.0, 214.0, 62.0
#: From row to row.
RUN: Final = 22.0


class Column(NamedTuple):
    """An item's place: from where to where it reaches across the drawing."""

    left: float
    right: float

    @property
    def middle(self) -> float:
        """Half way."""
        return (self.left + self.right) / 2

    @property
    def width(self) -> float:
        """How wide it is."""
        return self.right - self.left


def price(rule: Any, language: str) -> str:
    """What one event under a rule is worth, as short as it can be said: −1, +1～4, 1.5/季, 不得分."""
    if rule.name == "void":
        return phrase("picture.framework.void", language)
    if rule.name == "judged":
        return phrase("picture.framework.judged", language)
    if rule.name == "quota":
        return f"{shown(rule.base)}{phrase('picture.framework.each_period', language)}"
    sign = MINUS if rule.name == "deduct" else "+"
    if not rule.levels:
        return f"{sign}{shown(rule.each)}"
    steps = sorted(level.each for level in rule.levels)
    between = phrase("picture.framework.to", language)
    return f"{sign}{shown(steps[0])}" + (f"{between}{shown(steps[-1])}" if steps[-1] != steps[0] else "")


def _entries(item: Item, rulebook: Rulebook, language: str) -> list[tuple[str, str]]:
    """What stands under an item: its rules with their prices, or the grades with their coefficients."""
    found = []
    for rule in item.rules:
        if rule.name == "graded":
            found += [
                (rulebook.in_language(grade.label, language), shown(grade.coefficient)) for grade in rule.scale.grades.values()
            ]
        elif rule.name != "flag":
            found.append((rulebook.in_language(rule.label, language), price(rule, language)))
    return found


def draw_framework(rulebook: Rulebook, language: str = "zh", *, bureau: str = "", link: str = "") -> Picture:
    """The drawing. `link` is the address in front of a clause's anchor, where the drawing stands on a page ("#" there)."""
    def say(text: str) -> str:
        return rulebook.in_language(text, language)

    columns, width = _columns(rulebook)
    given = shares(rulebook)
    whose = say(bureau or rulebook.bureau)
    title = phrase("picture.framework", language, {"bureau": whose})
    shapes: list[Shape] = [Words(width / 2, 38, title, "ink", 26, "middle", bold=True)]
    about = " · ".join(part for part in (say(rulebook.label), rulebook.issued) if part)
    shapes.append(Words(width / 2, 62, about, "ink-2", 13, "middle"))
    y = 84.0
    if rulebook.banner:
        shapes += _banner([say(label) for label in rulebook.banner], y, width)
        y += BANNER + RUN
    depths = {item.code: depth for item, depth in _with_depth(rulebook.tree, 0)}
    deepest = max(depths[item.code] for item in leaves(rulebook))
    tops = [y, y + TOTAL + RUN, y + TOTAL + BLOCK + 2 * RUN]
    tops += [tops[2] + (GROUP + RUN) * number for number in range(1, max(1, deepest - 1))]
    floor = tops[deepest] if deepest >= 2 else tops[-1] + BLOCK
    drawing = _Drawing(rulebook, language, link, columns, tops, floor, given)
    shapes += drawing.item(rulebook.tree, 0, weighted=False)
    y = floor + ITEM + RULES
    shapes += _year(rulebook, y + 22, width, language)
    parts = phrase("picture.join", language).join(f"{say(item.label)} {percent(item.weight)}" for item in rulebook.tree.items)
    words = phrase(
        "picture.framework.words",
        language,
        {"full": figure(rulebook.tree.full), "parts": parts, "items": len(leaves(rulebook)), "rules": len(rulebook.rules)},
    )
    return Picture(title, words, _table(rulebook, given, language), width, y + STEPS + 44, tuple(shapes))


def _table(rulebook: Rulebook, given: dict[str, Exact], language: str) -> PictureTable:
    """Every item with its rules under it."""
    rows: list[tuple[str, ...]] = []
    for item in rulebook.tree.walk():
        clause = rulebook.in_language(rulebook.clause_label(item.clause), language)
        rows.append((rulebook.in_language(item.label, language), clause, figure(item.full), figure(given[item.code])))
        rows += [(f"　{label}", clause, worth, "") for label, worth in _entries(item, rulebook, language)]
    header = tuple(phrase(f"picture.{code}", language) for code in ("step", "clause", "framework.worth", "most"))
    return PictureTable(header, tuple(rows))


def _with_depth(item: Item, depth: int) -> list[tuple[Item, int]]:
    return [(item, depth), *(pair for child in item.items for pair in _with_depth(child, depth + 1))]


def _columns(rulebook: Rulebook) -> tuple[dict[str, Column], float]:
    """Every item's column, and how wide the drawing becomes: room for the rules first, the rest by what an item can bring."""
    ends = leaves(rulebook)
    given = shares(rulebook)
    least = [max(LEAST, RULE_STEP * len(_entries(item, rulebook, "zh")) + 6) for item in ends]
    gaps = GAP * (len(ends) - 1)
    width = max(LEAST_WIDTH, sum(least) + gaps + 2 * SIDE)
    spare = width - 2 * SIDE - gaps - sum(least)
    found: dict[str, Column] = {}
    x = SIDE
    for item, low in zip(ends, least, strict=True):
        wide = low + part(given[item.code], rulebook.tree.full, spare)
        found[item.code] = Column(x, x + wide)
        x += wide + GAP

    def span(item: Item) -> Column:
        if item.items:
            children = [span(child) for child in item.items]
            found[item.code] = Column(children[0].left, children[-1].right)
        return found[item.code]

    span(rulebook.tree)
    return found, width


class _Drawing(NamedTuple):
    """What every box needs to know."""

    rulebook: Rulebook
    language: str
    link: str
    columns: dict[str, Column]
    tops: list[float]
    floor: float
    given: dict[str, Exact]

    def say(self, text: str) -> str:
        return self.rulebook.in_language(text, self.language)

    def item(self, item: Item, depth: int, *, weighted: bool) -> list[Shape]:
        """The item, the lines to what is under it, and that."""
        column = self.columns[item.code]
        if not item.items:
            return [*self._leaf(item, column, weighted=weighted)]
        top, high = self.tops[depth], (TOTAL, BLOCK)[depth] if depth < 2 else GROUP
        shapes: list[Shape] = []
        bar = top + high + RUN / 2
        ends = [self.columns[child.code].middle for child in item.items]
        shapes.append(Path(f"M{plain(column.middle)} {plain(top + high)}V{plain(bar)}", edge="line-2", width=1.4))
        if len(ends) > 1:
            shapes.append(across(ends[0], bar, ends[-1], "line-2", 1.4))
        for child, x in zip(item.items, ends, strict=True):
            to = self.tops[depth + 1] if child.items else self.floor
            shapes.append(Path(f"M{plain(x)} {plain(bar)}V{plain(to)}", edge="line-2", width=1.4))
        box = self._whole(item, column, top) if depth == 0 else self._branch(item, column, top, high, depth, weighted=weighted)
        shapes.append(self._linked(item, box))
        for child in item.items:
            shapes += self.item(child, depth + 1, weighted=item.combine == "weighted")
        return shapes

    def _linked(self, item: Item, shapes: list[Shape]) -> Shape:
        return Link(self.link + item.clause, tuple(shapes))  # type: ignore[arg-type]

    def _whole(self, item: Item, column: Column, top: float) -> list[Shape]:
        name = self.say(item.label)
        wide = max(300.0, text_width(name, 20) + 130)
        left = column.middle - wide / 2
        return [
            Box(left, top, wide, TOTAL, "seal", 8),
            Words(left + 26, top + 36, name, "card", 20, bold=True),
            Words(left + wide - 24, top + 38, figure(item.full), "card", 28, "end", bold=True),
        ]

    def _branch(self, item: Item, column: Column, top: float, high: float, depth: int, *, weighted: bool) -> list[Shape]:
        fill, ink = ("blue", "on-blue") if depth == 1 else ("blue-wash", "ink")
        size = 18 if depth == 1 else 13.5
        worth = self._worth(item, weighted=weighted)
        room = column.width - 16
        shapes: list[Shape] = [Box(column.left, top, column.width, high, fill, 7, edge="" if depth == 1 else "blue-soft")]
        names = lines_of(self.say(item.label), size, room, 2)
        small = 13.0 if depth == 1 else 11.5
        y = top + (high - (len(names) * size * 1.25 + small * 1.3)) / 2 + size * 0.95
        for words in names:
            shapes.append(Words(column.middle, y, words, ink, size, "middle", bold=True))
            y += size * 1.25
        quiet = "on-blue" if depth == 1 else "ink-2"
        shapes.append(Words(column.middle, y + small * 0.25, fitted(worth, small, room), quiet, small, "middle"))
        return shapes

    def _worth(self, item: Item, *, weighted: bool) -> str:
        values = {"full": figure(item.full), "weight": percent(item.weight), "share": figure(self.given[item.code])}
        return phrase("picture.framework.weighted" if weighted else "picture.framework.full", self.language, values)

    def _leaf(self, item: Item, column: Column, *, weighted: bool) -> list[Shape]:
        top = self.floor
        shapes: list[Shape] = [Box(column.left, top, column.width, ITEM, "card", 7, edge="blue-mid")]
        name = self.say(item.label)
        size = 14.0 if column.width >= 64 else 12.5
        if not is_chinese(name):  # a long word must fit whole
            size = max(8.0, min([size, *((column.width - 11) / text_width(word, 1) for word in name.split())]))
        names = lines_of(name, size, column.width - 10, 5)
        y = top + 22 + (5 - len(names)) * 4.0 * (1 if len(names) < 5 else 0)
        for number, words in enumerate(names):
            shapes.append(Words(column.middle, y + number * size * 1.22, words, "ink", size, "middle", bold=True))
        shapes.append(Words(column.middle, top + ITEM - 22, figure(item.full), "blue-ink", 17, "middle", bold=True))
        most = figure(self.given[item.code])
        shapes.append(Words(column.middle, top + ITEM - 7, f"→ {most}", "ink-2", 11, "middle"))
        shapes += self._rules(item, column, top + ITEM)
        return [self._linked(item, shapes)]

    def _rules(self, item: Item, column: Column, top: float) -> list[Shape]:
        entries = _entries(item, self.rulebook, self.language)
        shapes: list[Shape] = [Box(column.left, top + 4, column.width, RULES - 4, "sunken", 7)]
        step = column.width / max(1, len(entries))
        for number, (label, worth) in enumerate(entries):
            x = column.left + step * (number + 0.5)
            if number:
                line = f"M{plain(column.left + step * number)} {plain(top + 14)}V{plain(top + RULES - 12)}"
                shapes.append(Path(line, edge="line", width=1))
            shapes.append(Words(x, top + 26, *_upright(label), upright=True))
            ink = "seal" if worth.startswith(MINUS) or not any(map(str.isdigit, worth)) else "green" if worth[0] == "+" else "blue-ink"
            wide = text_width(worth, 12.5)
            small = 12.5 if wide <= step - 2 else 12.5 * (step - 2) / wide
            shapes.append(Words(x, top + RULES - 16, worth, ink, max(small, 8.5), "middle", bold=True))
        return shapes


def _upright(label: str) -> tuple[str, str, float]:
    """A rule's name as it stands upright: text, ink and size."""
    room = RULES - 58
    if not is_chinese(label):
        size = max(8.0, min(11.5, room / text_width(label, 1)))
        return fitted(label, size, room), "ink", size
    return label, "ink", max(7.5, min(12.5, room / len(label) / 1.14))


def _banner(labels: list[str], y: float, width: float) -> list[Shape]:
    """The labels side by side, under one line."""
    wide = 190.0
    left = width / 2 - (wide + 28) * len(labels) / 2 + 14
    shapes: list[Shape] = []
    for number, label in enumerate(labels):
        x = left + (wide + 28) * number
        shapes += [
            Box(x, y, wide, BANNER, "card", 20, edge="seal"),
            Words(x + wide / 2, y + BANNER / 2 + 6, label, "seal", 17, "middle", bold=True),
            Path(f"M{plain(x + wide / 2)} {plain(y + BANNER)}V{plain(y + BANNER + RUN / 2)}", edge="seal", width=1.2),
        ]
    ends = (left + wide / 2, left + (wide + 28) * (len(labels) - 1) + wide / 2)
    shapes.append(across(ends[0], y + BANNER + RUN / 2, ends[1], "seal", 1.2))
    shapes.append(Path(f"M{plain(width / 2)} {plain(y + BANNER + RUN / 2)}V{plain(y + BANNER + RUN)}", edge="seal", width=1.2))
    return shapes


def _year(rulebook: Rulebook, y: float, width: float, language: str) -> list[Shape]:
    """The steps of the year, as the rulebook has them."""
    window = rulebook.objection
    codes = ["fix", "quarter", "grade", "publish", *(["object"] if window else []), "use"]
    values = {"periods": len(rulebook.periods), "days": window.days if window else 0}
    if window and window.unit == "working":
        codes[codes.index("object")] = "object_working"
    words = [phrase(f"picture.framework.{code}", language, values) for code in codes]
    room = (width - 2 * SIDE) / len(words)
    shapes: list[Shape] = []
    for number, text in enumerate(words):
        x = SIDE + room * number
        tip = 12.0
        back = f"l{plain(tip)} {plain(STEPS / 2)}l{plain(-tip)} {plain(STEPS / 2)}" if number else f"v{plain(STEPS)}"
        line = (
            f"M{plain(x)} {plain(y)}{back}h{plain(room - tip - 6)}l{plain(tip)} {plain(-STEPS / 2)}l{plain(-tip)} {plain(-STEPS / 2)}Z"
        )
        shapes.append(Path(line, fill="blue-wash", edge="blue-soft"))
        lines = lines_of(text, 13, room - 3 * tip - 10, 2)
        for at, part_of in enumerate(lines):
            shapes.append(Words(x + room / 2, y + STEPS / 2 + 5 + (at - (len(lines) - 1) / 2) * 17, part_of, "ink", 13, "middle"))
    return shapes
