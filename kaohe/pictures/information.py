"""Information by level and month: how many were sent, and by whom they were adopted, as circles that grow with the number."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection
from math import sqrt
from typing import Final, NamedTuple

from kaohe.engine import Facts, Rulebook, phrase
from kaohe.pictures.chart import Chart, Mark, PictureTable, Series
from kaohe.pictures.drawing import Box, Dot, Picture, Shape, Words, across, fitted, text_width

WIDTH: Final = 720.0
LABELS: Final = 128.0
SUMS: Final = 52.0
SENT: Final = 78.0
TOP: Final = 24.0
ROW: Final = 34.0


class Information(NamedTuple):
    """Counts by month: what was sent, and for each level what was adopted; `rules` are those of the two."""

    bureau: str
    year: int
    sent: tuple[int, ...]
    levels: tuple[tuple[str, tuple[int, ...]], ...]
    language: str
    rules: tuple[str, str] = ("", "")


def information(
    facts: Facts, rulebook: Rulebook, language: str = "zh", departments: Collection[str] | None = None
) -> Information:
    """What the ledger holds under the quota's rule and the rule of adoptions beside it; of these departments, or of all."""
    quota = next((rule for rule in rulebook.rules.values() if rule.name == "quota"), None)
    item = rulebook.item_of_rule[quota.code] if quota else None
    adoption = next((rule for rule in item.rules if rule.name == "bonus" and rule.levels), None) if item else None
    sent: Counter[int] = Counter()
    adopted: Counter[tuple[str, int]] = Counter()
    for entry in facts.entries:
        if departments is not None and entry.department not in departments:
            continue
        if quota and entry.rule == quota.code:
            sent[entry.occurred_on.month] += entry.count
        elif adoption and entry.rule == adoption.code:
            adopted[entry.level, entry.occurred_on.month] += entry.count
    months = range(1, 13)
    levels = tuple(
        (rulebook.in_language(level.label, language), tuple(adopted[level.code, month] for month in months))
        for level in (adoption.levels if adoption else ())
    )
    rules = (quota.code if quota else "", adoption.code if adoption else "")
    return Information(facts.bureau or rulebook.bureau, facts.year, tuple(sent[month] for month in months), levels, language, rules)


def draw_information(figures: Information, leads: Callable[[str, int], str] = lambda _rule, _month: "") -> Picture:
    """The picture. A count leads to where its rule and its month do."""
    language = figures.language
    left = max(LABELS, min(236.0, max((text_width(name, 12.5) for name, _row in figures.levels), default=0.0) + 10))
    step = (WIDTH - left - SUMS) / 12
    month = [phrase("picture.month", language, {"number": number}) for number in range(1, 13)]
    below = TOP + SENT
    height = below + 14 + ROW * len(figures.levels)
    shapes: list[Shape] = []
    for at in range(12):
        shapes.append(Words(left + step * (at + 0.5), 14, month[at], "ink-2", 11.5, "middle"))
        if at % 6 >= 3:  # every second quarter on a ground of its own
            shapes.insert(0, Box(left + step * at, 20, step, height - 20, "sunken"))
    shapes += _sent(figures, (left, step), below)
    most = max((count for _name, row in figures.levels for count in row), default=0)
    for number, (name, row) in enumerate(figures.levels):
        y = below + 14 + ROW * (number + 0.5)
        shapes.append(Words(0, y + 4.5, fitted(name, 12.5, left - 8), "ink", 12.5))
        shapes.append(Words(WIDTH - 4, y + 4.5, str(sum(row)), "ink", 12.5, "end", bold=True))
        for at, count in enumerate(row):
            x = left + step * (at + 0.5)
            if not count:
                shapes.append(Dot(x, y, 1.2, "line-2"))
                continue
            radius = 8 + 6.5 * _size(count, most)
            shapes += [Dot(x, y, radius, "blue"), Words(x, y + 4, str(count), "on-blue", 11.5, "middle", bold=True)]
    title = phrase("picture.information", language, {"bureau": figures.bureau, "year": figures.year})
    return Picture(title, _words(figures), _table(figures, month), WIDTH, height + 4, tuple(shapes), _chart(figures, month, leads))


def _size(count: int, most: int) -> float:
    """How large a circle is between the smallest and the largest: its area grows with the count."""
    return sqrt(count / most) if most > 1 else 0.0


def _chart(figures: Information, month: list[str], leads: Callable[[str, int], str]) -> Chart:
    """A row of circles for what was sent, and one for each level; each of the two has a scale of its own, as in the drawing."""
    rows = [(phrase("picture.sent", figures.language), figures.sent), *figures.levels]
    adopted = max((count for _name, row in figures.levels for count in row), default=0)
    series = tuple(
        Series(
            name, "dot", "blue" if at else "blue-soft",
            tuple(
                Mark(
                    slot, at, at, slot + 1, href=leads(figures.rules[1 if at else 0], slot + 1),
                    size=_size(count, adopted if at else max(figures.sent)),
                )
                for slot, count in enumerate(row) if count
            ),
            "on-blue" if at else "on-pale", label="in",
        )
        for at, (name, row) in enumerate(rows)
    )  # fmt: skip
    return Chart(tuple(month), series, "column", levels=tuple(name for name, _row in rows))


def _sent(figures: Information, months: tuple[float, float], below: float) -> list[Shape]:
    left, step = months
    most = max(figures.sent, default=0) or 1
    language = figures.language
    shapes: list[Shape] = [
        Words(0, below - SENT / 2 + 4, phrase("picture.sent", language), "ink", 12.5),
        Words(WIDTH - 4, below - SENT / 2 + 4, str(sum(figures.sent)), "ink", 12.5, "end", bold=True),
        across(left, below, WIDTH - SUMS, "line-2"),
    ]
    for at, count in enumerate(figures.sent):
        high = (SENT - 28) * count / most
        x = left + step * at
        if count:
            shapes.append(Box(x + step * 0.22, below - high, step * 0.56, high, "blue-soft", 1.5))
            shapes.append(Words(x + step / 2, below - high - 5, str(count), "ink", 11.5, "middle"))
    return shapes


def _table(figures: Information, month: list[str]) -> PictureTable:
    language = figures.language
    header = (phrase("picture.level", language), *month, phrase("picture.sum", language))
    rows = [(phrase("picture.sent", language), figures.sent), *figures.levels]
    return PictureTable(header, tuple((name, *map(str, row), str(sum(row))) for name, row in rows))


def _words(figures: Information) -> str:
    sums = [(sum(row), name) for name, row in figures.levels]
    found: dict[str, object] = {"sent": sum(figures.sent), "adopted": sum(number for number, _name in sums)}
    if not found["adopted"]:
        return phrase("picture.information.none", figures.language, found)
    most, level = max(sums, key=lambda pair: pair[0])
    return phrase("picture.information.words", figures.language, {**found, "level": level, "most": most})
