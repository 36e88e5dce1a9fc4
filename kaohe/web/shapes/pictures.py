"""Pictures as a page shows them: the drawing in the page's own colours, its words, and its figures as a table."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe

from kaohe.engine import Board
from kaohe.pictures import Picture, described, page_svg
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


class Cell(NamedTuple):
    """A cell of its table, and where the mark that tells it leads."""

    text: str
    href: str


class Drawn(NamedTuple):
    """One picture on a page; `chart` is what its script draws in the drawing's stead, None where it stays a drawing."""

    name: str
    title: str
    words: str
    svg: SafeString
    header: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    chart: dict[str, Any] | None

    @property
    def data(self) -> str:
        """By what name the script finds the chart on the page."""
        return f"{self.name}-data"


def drawn(name: str, picture: Picture) -> Drawn:
    """The picture with the name by which the page tells it from others."""
    # Every text in it went through the painter's own escaping.
    drawing = mark_safe(page_svg(picture, name))  # noqa: S308
    marked = picture.chart is not None and any(series.marks for series in picture.chart.series)
    chart = described(picture.chart, picture.table) if picture.chart and marked else None
    return Drawn(name, picture.title, picture.words, drawing, picture.table.header, _rows(picture), chart)


def _rows(picture: Picture) -> tuple[tuple[Cell, ...], ...]:
    """The table with the links of its marks: at the row's name where they all lead to one page, else cell by cell."""
    marks = [mark for series in picture.chart.series for mark in series.marks] if picture.chart else []
    ways: dict[int, set[str]] = {}
    for mark in marks:
        ways.setdefault(mark.row, set()).add(mark.href)
    links = {(mark.row, mark.column): mark.href for mark in marks if len(ways[mark.row]) > 1}
    name = picture.chart.heads - 1 if picture.chart else 0
    links |= {(row, name): href for row, found in ways.items() if len(found) == 1 for href in found}
    return tuple(
        tuple(Cell(text, links.get((row, column), "")) for column, text in enumerate(cells))
        for row, cells in enumerate(picture.table.rows)
    )


def _board(desk: Desk) -> Board:
    """What may be ranked here."""
    return desk.board if desk.whole else desk.only_seen(desk.board)


class Ways:
    """Where the marks of a year's pictures lead; nowhere that this person would be refused."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    def department(self, code: str) -> str:
        """A department's own page, of the same quarter."""
        return self._to("department", code) + self.desk.query if code in self.desk.seen else ""

    def goals(self, code: str) -> str:
        """A department's goals."""
        return self._to("goal-sheet", code) if code in self.desk.seen else ""

    def entries(self, rule: str, month: int) -> str:
        """The ledger, narrowed to a rule and to the quarter of that month."""
        number = next((each.number for each in self.desk.periods if each.starts.month <= month <= each.ends.month), None)
        wanted = {"rule": rule} | ({"period": str(number)} if number else {})
        return f"{self._to('ledger')}?{urlencode(wanted)}" if rule else ""

    def _to(self, name: str, *args: str) -> str:
        return reverse(name, args=[self.desk.cycle.year, *args])


def _quarters(desk: Desk) -> Picture | None:
    trend = desk.trend if desk.whole else tuple(desk.only_seen(board) for board in desk.trend)
    if len(trend) < 2 or not trend[-1].standings:
        return None
    names = [period.label for period in desk.periods]
    return draw_quarters(quarters(dict(zip(names, trend, strict=False)), desk.rulebook, desk.tongue), Ways(desk).department)


def _progress(desk: Desk) -> Picture | None:
    plan = plan_of(desk.facts, desk.rulebook, _seen(desk))
    if not plan:
        return None
    day = min(desk.as_of or desk.cycle.ends, desk.cycle.ends)
    figures = progress(desk.say(desk.cycle.bureau.title), desk.cycle.year, plan, day, desk.tongue)
    met = desk.rulebook.progress.met if desk.rulebook.progress else ""
    return draw_progress(figures, lambda month: Ways(desk).entries(met, month))


def _stability(desk: Desk) -> Picture | None:
    figures = stability(desk.board, desk.rulebook, desk.tongue) if desk.whole else None
    return draw_stability(figures, Ways(desk).department) if figures and figures.ranges else None


def _information(desk: Desk) -> Picture | None:
    figures = information(desk.facts, desk.rulebook, desk.tongue, _seen(desk))
    return draw_information(figures, Ways(desk).entries) if figures.levels else None


def _seen(desk: Desk) -> frozenset[str] | None:
    return None if desk.whole else desk.seen


#: The pictures of a year by name, in the order in which the page shows them; None where there is nothing to draw.
#: They are asked for by `picture`.
PICTURES: dict[str, Callable[[Desk], Picture | None]] = {
    "framework": lambda desk: draw_framework(desk.rulebook, desk.tongue, bureau=desk.board.bureau),
    "composition": lambda desk: draw_composition(composition(_board(desk), desk.rulebook, desk.tongue), Ways(desk).department),
    "heat": lambda desk: draw_heat(heat(desk.only_seen(desk.board), desk.rulebook, desk.tongue), Ways(desk).department),
    "quarters": _quarters,
    "grades": lambda desk: draw_grades(grades(desk.only_seen(desk.board), desk.rulebook, desk.tongue), Ways(desk).goals),
    "progress": _progress,
    "information": _information,
    "stability": _stability,
}


def sees_any(desk: Desk) -> bool:
    """Whether there is a department that pictures may show to this person."""
    return desk.whole or bool(desk.seen)


def picture(desk: Desk, name: str) -> Picture | None:
    """The one of that name; None where there is nothing to draw for this person. The framework is of the measures alone."""
    return PICTURES[name](desk) if name == "framework" or sees_any(desk) else None


def pictures(desk: Desk) -> tuple[Drawn, ...]:
    """All of them; the framework stands on the page of the measures, where its boxes lead to their clauses."""
    made = {name: picture(desk, name) for name in PICTURES if name != "framework"}
    return tuple(drawn(name, each) for name, each in made.items() if each is not None and each.table.rows)
