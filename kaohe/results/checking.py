"""What stands in the way of a year's next stage: read by the actions, which refuse for it, and by the page, which tells it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.utils import timezone

from kaohe.cycles.calendar import calendar_of
from kaohe.cycles.dates import waiting
from kaohe.cycles.models import Cycle
from kaohe.cycles.stages import MOVES, Stage
from kaohe.days.counting import OFFICE_CLOSES, Deadline, deadline
from kaohe.engine import PENDING, Problem, errors
from kaohe.results.boards import board_of


def hindrances(cycle: Cycle, to: Stage, moment: datetime) -> list[Problem]:
    """Everything that would have to be mended before the year could move there now; nothing is written."""
    if to not in MOVES[Stage(cycle.stage)]:
        return []
    if to == Stage.RUNNING:
        return without_goals(cycle)
    if to == Stage.CLOSING:
        return waiting(cycle)
    if to == Stage.NOTICED:
        return [*unsettled(cycle), *uncounted(objections_until(cycle, moment))]
    return [*objectable(cycle, moment), *unsettled(cycle)]


def without_goals(cycle: Cycle) -> list[Problem]:
    """Departments that still lack goals."""
    return [each for each in board_of(cycle).problems if each.code == "goals.none" and each.severity == PENDING]


def unsettled(cycle: Cycle) -> list[Problem]:
    """All that is open or wrong on the year's board."""
    board = board_of(cycle)
    wrong = errors(board.problems)
    return [each for each in board.problems if each.severity == PENDING or each in wrong]


def objections_until(cycle: Cycle, moment: datetime) -> Deadline | None:
    """When objections close if the results are announced at that moment; None where the measures give no time for any."""
    window = cycle.rulebook().objection
    if window is None:
        return None
    return deadline(moment, window.days, window.unit, calendar_of(cycle.bureau), window.close or OFFICE_CLOSES)


def uncounted(until: Deadline | None) -> Iterator[Problem]:
    """A deadline that would hang on days nobody knows yet."""
    if until and until.provisional:
        yield Problem("results.deadline_provisional", {"day": until.day})


def objectable(cycle: Cycle, moment: datetime) -> Iterator[Problem]:
    """The time for objections, while it runs."""
    if cycle.objection_deadline and moment <= cycle.objection_deadline:
        yield Problem("results.objections_open", {"deadline": timezone.localtime(cycle.objection_deadline)})
