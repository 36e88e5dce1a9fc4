"""The quarterly table: each goal on schedule, quarter by quarter, except where the events say that it was missed."""

from __future__ import annotations

from datetime import date
from typing import Final

from kaohe.demo.calendar import later, quarter_days
from kaohe.demo.drafts import Drafts, dice
from kaohe.demo.goals import CLOSED, GOALS_FIXED
from kaohe.demo.texts.routine import AFTERWARDS, CATCHING_UP, FORESHADOWED, FULFILLED, PROGRESS
from kaohe.engine import Goal

QUARTERS: Final = (1, 2, 3, 4)


def write_progress(drafts: Drafts, goals: tuple[Goal, ...]) -> None:
    """Write each goal's four quarters. The first is written down in May, when the goals were fixed."""
    for goal in goals:
        missed = [quarter for quarter in QUARTERS if _missed(drafts, goal, quarter)]
        for quarter in QUARTERS:
            if quarter not in missed:
                chance = dice(drafts.year, goal.code, "progress", quarter)
                day = quarter_days(drafts.year, quarter)[-1 - chance.randrange(5)]
                written = GOALS_FIXED[drafts.year] if quarter == 1 else day
                drafts.write(
                    goal.department,
                    "duty.progress",
                    day,
                    goal=goal.code,
                    about=chance.choice(_words(drafts.year, goal, quarter, missed)),
                    recorded_on=later(written, chance.randrange(1, 6)),
                )


def _missed(drafts: Drafts, goal: Goal, quarter: int) -> bool:
    return any(
        entry.rule == "duty.goal_missed" and entry.goal == goal.code and quarter_of(entry.occurred_on) == quarter
        for entry in drafts.written
    )


def quarter_of(day: date) -> int:
    """1 to 4."""
    return (day.month + 2) // 3


def _words(year: int, goal: Goal, quarter: int, missed: list[int]) -> tuple[str, ...]:
    if year == CLOSED and (goal.title, quarter) in FORESHADOWED:
        return (FORESHADOWED[goal.title, quarter],)
    if any(earlier < quarter for earlier in missed):
        return CATCHING_UP
    due = quarter_of(goal.due) if goal.due else QUARTERS[-1]
    if quarter < due:
        return PROGRESS[quarter - 1]
    return FULFILLED if quarter == due else AFTERWARDS
