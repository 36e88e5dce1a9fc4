"""The demonstration years as boards, made once, and every kind of picture drawn from them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import cache

from kaohe.demo import demo_year
from kaohe.demo.workbook import demo_rulebook
from kaohe.engine import Board, Facts, score
from kaohe.pictures.composition import composition, draw_composition
from kaohe.pictures.framework import draw_framework
from kaohe.pictures.grades import draw_grades, grades
from kaohe.pictures.heat import draw_heat, heat
from kaohe.pictures.information import draw_information, information
from kaohe.pictures.progress import draw_progress, progress
from kaohe.pictures.quarters import draw_quarters, quarters
from kaohe.pictures.stability import draw_stability, stability
from kaohe.pictures.waterfall import draw_waterfall

RULEBOOK = demo_rulebook()
ENDS = (date(2025, 3, 31), date(2025, 6, 30), date(2025, 9, 30), date(2025, 12, 31))


@cache
def facts(year: int = 2025, as_of: date | None = None) -> Facts:
    """What happened in that year of the demonstration."""
    found = demo_year(year, as_of)
    return replace(found, departments=found.departments or RULEBOOK.departments)


@cache
def board(year: int = 2025, as_of: date | None = None) -> Board:
    """Its board."""
    return score(RULEBOOK, facts(year, as_of))


def boards() -> dict[str, Board]:
    """The finished year as of the end of each quarter."""
    return {name: board(2025, day) for name, day in zip(RULEBOOK.periods, ENDS, strict=True)}


PLAN = [
    (date(2026, 3, 20), date(2026, 3, 12)),
    (date(2026, 6, 20), date(2026, 7, 2)),
    (date(2026, 9, 20), None),
    (date(2026, 12, 20), None),
]


def _progress(language):
    return draw_progress(progress("预算科", 2026, PLAN, date(2026, 9, 30), language))


ALL = {
    "framework": lambda language: draw_framework(RULEBOOK, language),
    "composition": lambda language: draw_composition(composition(board(), RULEBOOK, language)),
    "composition of an open year": lambda language: draw_composition(
        composition(board(2026, date(2026, 9, 30)), RULEBOOK, language)
    ),
    "waterfall": lambda language: draw_waterfall(board().of("procurement"), RULEBOOK, 2025, language),
    "waterfall of an open year": lambda language: draw_waterfall(
        board(2026, date(2026, 9, 30)).standings[0], RULEBOOK, 2026, language
    ),
    "heat": lambda language: draw_heat(heat(board(), RULEBOOK, language)),
    "quarters": lambda language: draw_quarters(quarters(boards(), RULEBOOK, language)),
    "information": lambda language: draw_information(information(facts(), RULEBOOK, language)),
    "progress": _progress,
    "grades": lambda language: draw_grades(grades(board(), RULEBOOK, language)),
    "stability": lambda language: draw_stability(stability(board(), RULEBOOK, language)),
}
