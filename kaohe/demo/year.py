"""Puts a year together: goals, events that moved points, and all the routine work around them."""

from __future__ import annotations

from datetime import date
from typing import Final

from kaohe.demo.briefs import write_briefs
from kaohe.demo.drafts import Drafts
from kaohe.demo.events import write_events
from kaohe.demo.goals import CLOSED, GOALS_FIXED, goals_of, grade_goals
from kaohe.demo.learning import write_learning
from kaohe.demo.people import DEMO_BUREAU
from kaohe.demo.presence import Presence, write_presence
from kaohe.demo.progress import write_progress
from kaohe.demo.service import write_service
from kaohe.engine import Facts

#: The day up to which the running year is shown.
RUNNING_AS_OF: Final = date(2026, 9, 30)


def demo_year(year: int = CLOSED, as_of: date | None = None) -> Facts:
    """The demo bureau's facts of 2025 (graded) or 2026 (running), those recorded after `as_of` left out.

    The same call always gives the same facts. Departments are left to the rulebook, whose sizes the staff fits.
    Raises ValueError for another year: the tables hold no other.
    """
    if year not in GOALS_FIXED:
        raise ValueError(f"演示数据只有 {sorted(GOALS_FIXED)} 年度，没有 {year} 年度。")
    goals, drafts = goals_of(year), Drafts(year)
    write_events(drafts, goals)
    write_service(drafts)
    write_progress(drafts, goals)
    write_briefs(drafts)
    presence = Presence(drafts)
    write_presence(presence)
    write_learning(presence)
    if year == CLOSED:
        grade_goals(drafts, goals)
    fixed = as_of is None or as_of >= GOALS_FIXED[year]
    return Facts(year, (), goals if fixed else (), drafts.numbered(as_of), as_of, DEMO_BUREAU)
