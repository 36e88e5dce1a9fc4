"""From the department to the meeting: proposed, withdrawn, agreed, returned, compiled; and a polite reminder to who is late."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.utils import timezone

from kaohe.audit.recording import record
from kaohe.audit.tags import Tag
from kaohe.cycles.models import Cycle
from kaohe.cycles.stages import Stage
from kaohe.engine import Problem, Refused
from kaohe.goals import rows as rowing
from kaohe.goals.actions.sheets import held, move, require_seen, require_sentence, sheet_of, step
from kaohe.goals.models import GoalSheet, State, Step
from kaohe.people.deeds import Deed, require
from kaohe.people.models import Department, Officer

#: Beyond the deputy director only the office sends a sheet back.
RETURNABLE = (State.PROPOSED, State.AGREED, State.COMPILED)


@transaction.atomic
def propose(*, officer: Officer, sheet: GoalSheet, version: str = "") -> GoalSheet:
    """The head of the department sends the draft to the supervising deputy director.

    Raises Refused without the right, at another stage, and with everything that is wrong with the goals, row by row.
    """
    sheet = held(officer, Deed.PROPOSE_GOALS, sheet, State.DRAFT)
    require_seen(sheet, version)
    rowing.check(sheet.rows, sheet.department, sheet.cycle.rulebook(), sheet.cycle.year)
    move(sheet, State.PROPOSED, opened_at=None)
    step(sheet, Step.PROPOSED, officer, tag=Tag.GOALS_PROPOSED, after={"goals": sheet.rows})
    return sheet


@transaction.atomic
def withdraw(*, officer: Officer, sheet: GoalSheet) -> GoalSheet:
    """Take a proposal back. Raises Refused without the right, at another state, or once the next person has opened it."""
    sheet = held(officer, Deed.PROPOSE_GOALS, sheet, State.PROPOSED)
    if sheet.opened_at:
        raise Refused(
            [Problem("goals.opened", {"department": sheet.department.title}, department=sheet.department.code)]
        )
    move(sheet, State.DRAFT)
    step(sheet, Step.WITHDRAWN, officer, tag=Tag.GOALS_WITHDRAWN)
    return sheet


@transaction.atomic
def open_sheet(*, officer: Officer, sheet: GoalSheet) -> GoalSheet:
    """Note that the deputy director has the proposal open; the second time says nothing new.

    Raises Refused without the right or at another state.
    """
    sheet = held(officer, Deed.AGREE_GOALS, sheet, State.PROPOSED)
    if sheet.opened_at is None:
        # The version stays: who only looked has written nothing.
        sheet.opened_at = timezone.now()
        sheet.save(update_fields=["opened_at"])
        record(Tag.GOALS_OPENED, officer=officer, subject=sheet, bureau=sheet.cycle.bureau, after={"opened": True})
    return sheet


@transaction.atomic
def agree(*, officer: Officer, sheet: GoalSheet, version: str = "", sentence: str = "") -> GoalSheet:
    """The supervising deputy director agrees with all the goals of a department.

    Raises Refused without the right, at another state, or where the sheet is not the one that was looked at.
    """
    sheet = held(officer, Deed.AGREE_GOALS, sheet, State.PROPOSED)
    require_seen(sheet, version)
    move(sheet, State.AGREED, opened_at=sheet.opened_at or timezone.now())
    step(sheet, Step.AGREED, officer, tag=Tag.GOALS_AGREED, sentence=sentence.strip())
    return sheet


@transaction.atomic
def return_sheet(*, officer: Officer, sheet: GoalSheet, sentence: str) -> GoalSheet:
    """Send a sheet back to its department with a sentence: the deputy director what was proposed, the office what came later.

    What the meeting had decided on it so far is void. Raises Refused without the right, without a sentence, or at
    another state.
    """
    now = GoalSheet.objects.get(pk=sheet.pk)
    deed = Deed.AGREE_GOALS if now.state == State.PROPOSED else Deed.COMPILE_GOALS
    sheet = held(officer, deed, now, *RETURNABLE)
    sentence = require_sentence(sentence, "goals.no_sentence")
    before = {"state": sheet.state, "decisions": sheet.decisions}
    move(sheet, State.DRAFT, opened_at=None, decisions={}, minutes="")
    step(sheet, Step.RETURNED, officer, tag=Tag.GOALS_RETURNED, sentence=sentence, before=before)
    return sheet


@transaction.atomic
def compile_sheets(*, officer: Officer, cycle: Cycle) -> list[GoalSheet]:
    """The office puts every agreed sheet on the list of the meeting; departments that are late may follow later.

    Raises Refused without the right, at another stage, or where nothing is agreed.
    """
    require(officer, Deed.COMPILE_GOALS, bureau=cycle.bureau)
    cycle = Cycle.objects.locked(cycle)
    cycle.require(Stage.SETTING)
    sheets = list(cycle.goal_sheets.filter(state=State.AGREED).select_related("department"))
    if not sheets:
        raise Refused([Problem("goals.nothing_to_compile")])
    for sheet in sheets:
        sheet.cycle = cycle
        move(sheet, State.COMPILED)
        step(sheet, Step.COMPILED, officer, tag=Tag.GOALS_COMPILED)
    return sheets


@transaction.atomic
def remind(
    *, officer: Officer, cycle: Cycle, departments: Sequence[Department], on: date | None = None
) -> list[GoalSheet]:
    """Ask the departments for their goals, each at most once a day; returns the sheets of those who were asked now.

    Raises Refused without the right, at another stage, or where every one of them has been asked today or is done.
    """
    require(officer, Deed.COMPILE_GOALS, bureau=cycle.bureau)
    cycle = Cycle.objects.locked(cycle)
    cycle.require(Stage.SETTING)
    today = on or cycle.bureau.today()
    sheets = [sheet_of(cycle, department) for department in departments]
    late = [each for each in sheets if each.state in (State.DRAFT, State.PROPOSED) and each.reminded_on != today]
    if not late:
        raise Refused([Problem("goals.nobody_to_remind")])
    for sheet in late:
        sheet.reminded_on = today
        sheet.save(update_fields=["reminded_on"])
        step(sheet, Step.REMINDED, officer, tag=Tag.GOALS_REMINDED)
    return late
