"""Many at once: of fifty who do the same to a sheet one does it, the others are told so."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from kaohe.audit.models import Record
from kaohe.audit.recording import first_broken
from kaohe.cycles.stages import Stage
from kaohe.engine import Refused
from kaohe.goals.actions import agree, fix_sheets, propose, save_draft_goals
from kaohe.goals.models import Goal, GoalSheet, GoalStep, State
from tests.support.bureau import found
from tests.support.goal_rows import goal_rows

MANY = 50


def at_once(deed):
    """The deed done by so many in the same moment; what each got, or was refused with."""

    def one(_):
        try:
            return deed()
        except Refused as refused:
            return refused
        finally:
            connection.close()

    with ThreadPoolExecutor(max_workers=MANY) as people:
        return list(people.map(one, range(MANY)))


@pytest.fixture
def setting(transactional_db):
    """A bureau before its goals are fixed."""
    world = found("north")
    world.cycle.goals.all().delete()
    return world.at(Stage.SETTING)


def one_won(got, code):
    losers = [each for each in got if isinstance(each, Refused)]
    assert len(got) - len(losers) == 1
    assert {each.problems[0].code for each in losers} == {code}
    assert first_broken() is None


def test_goals_agreed_with_by_fifty_at_once_are_agreed_with_once(setting):
    sheet = save_draft_goals(officer=setting.clerk, cycle=setting.cycle, department=setting.budget, rows=goal_rows())
    sheet = propose(officer=setting.department_head, sheet=sheet)
    deputy, records = setting.deputy_director, Record.objects.count()
    one_won(at_once(lambda: agree(officer=deputy, sheet=sheet, version=sheet.version)), "goals.state")
    assert GoalStep.objects.filter(step="agreed").count() == 1
    assert Record.objects.count() == records + 1


def test_goals_fixed_by_fifty_at_once_are_fixed_once(setting):
    decisions = {row["code"]: {"decision": "approved", "values": {}, "sentence": ""} for row in goal_rows()}
    GoalSheet.objects.create(
        cycle=setting.cycle, department=setting.budget, rows=goal_rows(), decisions=decisions, state=State.COMPILED
    )
    office, cycle = setting.office, setting.cycle
    one_won(at_once(lambda: fix_sheets(officer=office, cycle=cycle, minutes="〔2025〕8号")), "goals.nothing_to_fix")
    assert Goal.objects.count() == 6


def test_a_draft_saved_by_fifty_at_once_from_one_view_is_saved_once(setting):
    clerk, cycle, department = setting.clerk, setting.cycle, setting.budget
    seen = save_draft_goals(officer=clerk, cycle=cycle, department=department, rows=[]).version
    got = at_once(
        lambda: save_draft_goals(officer=clerk, cycle=cycle, department=department, rows=goal_rows(), version=seen)
    )
    one_won(got, "goals.stale")
