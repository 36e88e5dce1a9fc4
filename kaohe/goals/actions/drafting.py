"""Drafting: the whole grid of a department is saved at once, or comes in from a workbook."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.db import transaction

from kaohe.audit.recording import record
from kaohe.audit.tags import Tag
from kaohe.cycles.models import Cycle
from kaohe.cycles.stages import Stage
from kaohe.engine import Problem, Refused
from kaohe.goals import rows as rowing
from kaohe.goals.actions.sheets import move, require_seen, require_state, sheet_of, step
from kaohe.goals.models import GoalSheet, State, Step
from kaohe.goals.rows import Row
from kaohe.people.deeds import Deed, require
from kaohe.people.models import Department, Officer


@transaction.atomic
def save_draft_goals(
    *, officer: Officer, cycle: Cycle, department: Department, rows: Sequence[Mapping[str, object]], version: str = ""
) -> GoalSheet:
    """Save the department's draft as the grid has it: rows not in it are gone, unfinished ones may stay unfinished.

    version  that of the sheet the grid was filled from; a sheet written since is not overwritten
    Raises Refused without the right, once the goals are proposed, for a stale grid, and for texts that are too long.
    """
    require(officer, Deed.DRAFT_GOALS, department, bureau=cycle.bureau)
    cycle = Cycle.objects.locked(cycle)
    cycle.require(Stage.SETTING)
    sheet = sheet_of(cycle, department)
    require_state(sheet, State.DRAFT)
    require_seen(sheet, version)
    before = {"goals": [row["code"] for row in sheet.rows]}
    move(sheet, State.DRAFT, rows=rowing.tidy(rows, cycle.rulebook()))
    after = {"goals": [row["code"] for row in sheet.rows]}
    record(Tag.GOALS_DRAFTED, officer=officer, subject=sheet, bureau=cycle.bureau, before=before, after=after)
    return sheet


@transaction.atomic
def import_draft_goals(
    *, officer: Officer, cycle: Cycle, rows: Mapping[Department, Sequence[Row]], file: str = ""
) -> list[GoalSheet]:
    """Take in drafts of several departments: a goal whose number a department has already is replaced, others are added.

    Raises Refused without the right, and with every department whose goals are past drafting: then none is taken in.
    """
    require(officer, Deed.COMPILE_GOALS, bureau=cycle.bureau)
    cycle = Cycle.objects.locked(cycle)
    cycle.require(Stage.SETTING)
    if not any(rows.values()):
        raise Refused([Problem("goals.nothing_to_import")])
    problems: list[Problem] = []
    sheets = []
    for department, coming in rows.items():
        require(officer, Deed.COMPILE_GOALS, department, bureau=cycle.bureau)
        try:
            sheet = sheet_of(cycle, department)
            require_state(sheet, State.DRAFT)
            move(sheet, State.DRAFT, rows=rowing.tidy(rowing.merged(sheet.rows, coming), cycle.rulebook()))
            sheets.append(sheet)
        except Refused as refused:
            problems += refused.problems
    if problems:
        raise Refused(problems)
    for sheet in sheets:
        step(sheet, Step.IMPORTED, officer, tag=Tag.GOALS_IMPORTED, sentence=file, after={"goals": len(sheet.rows)})
    return sheets
