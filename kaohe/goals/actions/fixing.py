"""What is done to goals: entering what the director's meeting fixed, and locking it as the basis of the year."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db import transaction

from kaohe import engine
from kaohe.audit.recording import record
from kaohe.audit.tags import Tag
from kaohe.cycles.models import Cycle
from kaohe.cycles.stages import Stage
from kaohe.engine import PENDING, Facts, Problem, Refused, errors, score
from kaohe.goals.actions.sheets import move, sheet_of
from kaohe.goals.models import Decision, Goal, GoalVersion, State
from kaohe.goals.rows import row_of
from kaohe.people.deeds import Deed, require
from kaohe.people.fields import new_token
from kaohe.people.models import Department, Officer


@transaction.atomic
def fix_goals(*, officer: Officer, cycle: Cycle, goals: Sequence[engine.Goal], reason: str = "") -> list[Goal]:
    """Enter goals of one or all departments as the director's meeting fixed them; `reason` names its minutes.

    Raises Refused without the right, after the goals are locked, and with everything that is wrong with the goals at
    once: unknown department or category, a code used twice, base points that don't add up.
    """
    require(officer, Deed.FIX_GOALS, bureau=cycle.bureau)
    cycle = Cycle.objects.locked(cycle)
    cycle.require(Stage.SETTING)
    departments = _departments(cycle)
    facts = [row.as_fact() for row in _goals_of(cycle)]
    _check(cycle, departments, [*facts, *goals])
    rows = Goal.objects.bulk_create(
        Goal(
            cycle=cycle,
            department=departments[goal.department],
            code=goal.code,
            category=goal.category,
            title=goal.title,
            base=goal.base,
            origin=goal.origin,
            measure=goal.measure,
            target=goal.target,
            due=goal.due,
            key_work=goal.key_work,
        )
        for goal in goals
    )
    GoalVersion.objects.bulk_create(
        GoalVersion(
            goal=row, number=1, decision=Decision.APPROVED, values=row_of(row), minutes=reason[:100], officer=officer
        )
        for row in rows
    )
    for department in {row.department for row in rows}:
        move(sheet_of(cycle, department), State.FIXED, minutes=reason[:100])
    Cycle.objects.filter(pk=cycle.pk).update(goals_version=new_token())
    after = {"goals": [f"{goal.department}/{goal.code}" for goal in goals]}
    record(Tag.GOALS_FIXED, officer=officer, subject=cycle, bureau=cycle.bureau, after=after, reason=reason)
    return rows


@transaction.atomic
def lock_goals(*, officer: Officer, cycle: Cycle, on: date | None = None) -> Cycle:
    """The goals are the basis of the year from that day on, and the daily assessment begins.

    Raises Refused without the right, at another stage, or with every department that still lacks goals.
    """
    require(officer, Deed.FIX_GOALS, bureau=cycle.bureau)
    cycle = Cycle.objects.locked(cycle)
    cycle.require(Stage.SETTING)
    board = score(cycle.rulebook(), _facts(cycle, _departments(cycle), [row.as_fact() for row in _goals_of(cycle)]))
    lacking = [each for each in board.problems if each.code == "goals.none" and each.severity == PENDING]
    if lacking:
        raise Refused(lacking)
    cycle.advance(Stage.RUNNING, goals_fixed_on=on or cycle.bureau.today())
    after = {"stage": cycle.stage, "goals_fixed_on": cycle.goals_fixed_on}
    record(Tag.GOALS_LOCKED, officer=officer, subject=cycle, bureau=cycle.bureau, after=after)
    return cycle


def _departments(cycle: Cycle) -> dict[str, Department]:
    return {row.code: row for row in Department.objects.filter(bureau=cycle.bureau).standing(cycle.starts)}


def _goals_of(cycle: Cycle) -> list[Goal]:
    return list(Goal.objects.standing().filter(cycle=cycle).select_related("department"))


def _facts(cycle: Cycle, departments: dict[str, Department], goals: Sequence[engine.Goal]) -> Facts:
    return Facts(cycle.year, tuple(row.as_fact() for row in departments.values()), tuple(goals))


def _check(cycle: Cycle, departments: dict[str, Department], goals: Sequence[engine.Goal]) -> None:
    """What the engine would refuse later is refused now. Raises Refused with all of it."""
    board = score(cycle.rulebook(), _facts(cycle, departments, goals))
    found = [problem for problem in errors(board.problems) if problem.code.startswith("goals.")]
    found += [Problem("goals.untitled", {"goal": goal.code}) for goal in goals if not goal.title.strip()]
    if found:
        raise Refused(found)
