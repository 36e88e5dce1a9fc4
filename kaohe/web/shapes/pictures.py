"""Pictures as a page shows them: the drawing in the page's own colours, its words, and its figures as a table."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

from django.utils.safestring import SafeString, mark_safe

from kaohe.engine import Board
from kaohe.pictures import Picture, page_svg
from kaohe.pictures.composition import composition, draw_composition
from kaohe.pictures.framework import draw_framework
from kaohe.pictures.grades import draw_grades, grades
from kaohe.pictures.heat import draw_heat, heat
from kaohe.pictures.information import draw_information, information
from kaohe.pictures.progress import draw_progress, plan_of, progress
from kaohe.pictures.quarters import draw_quarters, quarters
from kaohe.pictures.stability import draw_stability, stability

if TYPE_CHECKING:
    from kaohe.web.desk import Desk


class Drawn(NamedTuple):
    """One picture on a page."""

    name: str
    title: str
    words: str
    svg: SafeString
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def drawn(name: str, picture: Picture) -> Drawn:
    """The picture with the name by which the page tells it from others."""
    # Every text in it went through the painter's own escaping.
    drawing = mark_safe(page_svg(picture, name))  # noqa: S308
    return Drawn(name, picture.title, picture.words, drawing, picture.table.header, picture.table.rows)


def _board(desk: Desk) -> Board:
    """What may be ranked here."""
    return desk.board if desk.whole else desk.only_seen(desk.board)


def _quarters(desk: Desk) -> Picture | None:
    trend = desk.trend if desk.whole else tuple(desk.only_seen(board) for board in desk.trend)
    if len(trend) < 2 or not trend[-1].standings:
        return None
    names = [period.label for period in desk.periods]
    return draw_quarters(quarters(dict(zip(names, trend, strict=False)), desk.rulebook, desk.tongue))


def _progress(desk: Desk) -> Picture | None:
    plan = plan_of(desk.facts, desk.rulebook, _seen(desk))
    if not plan:
        return None
    day = min(desk.as_of or desk.cycle.ends, desk.cycle.ends)
    return draw_progress(progress(desk.say(desk.cycle.bureau.title), desk.cycle.year, plan, day, desk.tongue))


def _stability(desk: Desk) -> Picture | None:
    figures = stability(desk.board, desk.rulebook, desk.tongue) if desk.whole else None
    return draw_stability(figures) if figures and figures.ranges else None


def _information(desk: Desk) -> Picture | None:
    figures = information(desk.facts, desk.rulebook, desk.tongue, _seen(desk))
    return draw_information(figures) if figures.levels else None


def _seen(desk: Desk) -> frozenset[str] | None:
    return None if desk.whole else desk.seen


#: The pictures of a year by name, in the order in which the page shows them; None where there is nothing to draw.
PICTURES: dict[str, Callable[[Desk], Picture | None]] = {
    "framework": lambda desk: draw_framework(desk.rulebook, desk.tongue, bureau=desk.board.bureau),
    "composition": lambda desk: draw_composition(composition(_board(desk), desk.rulebook, desk.tongue)),
    "heat": lambda desk: draw_heat(heat(desk.only_seen(desk.board), desk.rulebook, desk.tongue)),
    "quarters": _quarters,
    "grades": lambda desk: draw_grades(grades(desk.only_seen(desk.board), desk.rulebook, desk.tongue)),
    "progress": _progress,
    "information": _information,
    "stability": _stability,
}


def pictures(desk: Desk) -> tuple[Drawn, ...]:
    """All of them; the framework stands on the page of the measures, where its boxes lead to their clauses."""
    made = {name: make(desk) for name, make in PICTURES.items() if name != "framework"}
    return tuple(drawn(name, picture) for name, picture in made.items() if picture is not None and picture.table.rows)
