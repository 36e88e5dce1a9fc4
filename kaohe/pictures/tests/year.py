"""The demonstration years as boards, made once: what these pictures are drawn from."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import cache

from kaohe.demo import demo_year
from kaohe.demo.workbook import demo_rulebook
from kaohe.engine import Board, Facts, score

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
