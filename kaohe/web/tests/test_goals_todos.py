"""What goals ask of each person, at every step of the way: nothing is listed twice, nothing that is done."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kaohe.cycles.models import CycleDate
from kaohe.cycles.stages import Stage
from kaohe.goals.actions import (
    Part,
    Ruling,
    agree,
    assign_goal,
    compile_sheets,
    decide_goals,
    fix_sheets,
    propose,
    remind,
    return_sheet,
    save_draft_goals,
)
from kaohe.goals.models import Decision, Goal, GoalSheet
from kaohe.people.models import Department
from kaohe.people.roles import Role
from kaohe.web.shapes.goals_todos import todos
from tests.support.bureau import appoint_at_once
from tests.support.goal_rows import goal_rows


@pytest.fixture
def setting(world):
    """The bureau before its goals are fixed."""
    world.cycle.goals.all().delete()
    return world.at(Stage.SETTING)


def owed(world, role):
    return [each.words for each in todos(getattr(world, role), world.cycle, date(2025, 5, 10))]


def test_each_step_of_the_way_waits_for_one_role_and_then_for_the_next(setting):
    assert owed(setting, "clerk") == owed(setting, "department_head") == ["请起草预算科 2025 年度目标"]
    sheet = save_draft_goals(officer=setting.clerk, cycle=setting.cycle, department=setting.budget, rows=goal_rows())
    assert owed(setting, "department_head") == ["预算科 2025 年度目标已起草，请核对后报分管局长"]
    sheet = propose(officer=setting.department_head, sheet=sheet)
    assert owed(setting, "department_head") == []
    assert owed(setting, "deputy_director") == ["预算科报来 6 项目标，请审阅"]
    agree(officer=setting.deputy_director, sheet=sheet)
    assert owed(setting, "deputy_director") == []
    assert owed(setting, "office") == ["1 个科室的目标已同意，可以汇总上会"]
    compile_sheets(officer=setting.office, cycle=setting.cycle)
    assert owed(setting, "office") == ["1 个科室的目标等局长办公会审定"]
    rulings = {row["code"]: Ruling(Decision.APPROVED) for row in goal_rows()}
    decide_goals(officer=setting.office, sheet=GoalSheet.objects.get(), rulings=rulings)
    fix_sheets(officer=setting.office, cycle=setting.cycle, minutes="〔2025〕8号")
    assert owed(setting, "office") == []
    assert owed(setting, "department_head") == ["预算科还有 6 项目标没有落实到人"]


def test_the_deadline_is_the_one_of_the_years_dates(setting):
    assert todos(setting.clerk, setting.cycle, date(2025, 5, 10))[0].until is None, "a year that was opened without dates has none"
    CycleDate.objects.create(cycle=setting.cycle, milestone="goals", day=date(2025, 4, 30))
    sheet = save_draft_goals(officer=setting.clerk, cycle=setting.cycle, department=setting.budget, rows=goal_rows())
    assert todos(setting.clerk, setting.cycle, date(2025, 5, 10))[0].until == date(2025, 4, 30)
    sheet = propose(officer=setting.department_head, sheet=sheet)
    assert todos(setting.deputy_director, setting.cycle, date(2025, 5, 10))[0].until == date(2025, 4, 30)
    agree(officer=setting.deputy_director, sheet=sheet)
    assert todos(setting.office, setting.cycle, date(2025, 5, 10))[0].until == date(2025, 4, 30)


def test_what_is_given_to_persons_is_owed_no_more(world):
    assert owed(world, "department_head") == ["预算科还有 6 项目标没有落实到人"]
    for goal in Goal.objects.of(world.budget):
        assign_goal(officer=world.department_head, goal=goal, parts=[Part(world.clerk, world.people["officer"])])
    assert owed(world, "department_head") == []


def test_a_return_and_a_reminder_say_so(setting):
    sheet = save_draft_goals(officer=setting.clerk, cycle=setting.cycle, department=setting.budget, rows=goal_rows())
    sheet = propose(officer=setting.department_head, sheet=sheet)
    return_sheet(officer=setting.deputy_director, sheet=sheet, sentence="指标请量化")
    remind(officer=setting.office, cycle=setting.cycle, departments=[setting.budget])
    [todo] = todos(setting.clerk, setting.cycle, date(2025, 5, 10))
    assert (todo.words, todo.note) == ("预算科 2025 年度目标被退回，请修改后再报", "指标请量化")


def test_a_reminder_alone_names_its_day(setting):
    remind(officer=setting.office, cycle=setting.cycle, departments=[setting.budget])
    assert todos(setting.clerk, setting.cycle, date(2025, 5, 10))[0].note == "考核办于 2025-10-15 催办"


def test_the_deputy_agrees_from_the_inbox(setting, client):
    sheet = save_draft_goals(officer=setting.clerk, cycle=setting.cycle, department=setting.budget, rows=goal_rows())
    propose(officer=setting.department_head, sheet=sheet)
    [todo] = todos(setting.deputy_director, setting.cycle, date(2025, 5, 10))
    assert [act.url for act in todo.acts] == ["/2025/departments/budget/goals/step/"] * 2
    assert dict(todo.acts[0].fields)["act"] == "agree"


@pytest.mark.parametrize("stage", [Stage.CLOSING, Stage.FINAL])
def test_nothing_is_owed_once_the_year_closes(world, stage):
    assert owed(world.at(stage), "department_head") == []


@pytest.mark.parametrize("role", ["auditor", "checker", "administrator", "nobody", "officer"])
def test_others_owe_nothing(setting, role):
    assert owed(setting, role) == []


def test_more_departments_ask_no_more_of_the_database(setting):
    officer = setting.people["nobody"]
    counts = []
    for number in range(2):
        for each in range(number * 5 + 1):
            department = Department.objects.create(bureau=setting.bureau, code=f"d{number}{each}", name=f"科{number}{each}")
            GoalSheet.objects.create(cycle=setting.cycle, department=department, rows=goal_rows())
            appoint_at_once(officer, Role.DEPARTMENT_HEAD, department)
        with CaptureQueriesContext(connection) as asked:
            todos(setting.nobody, setting.cycle, date(2025, 5, 10))
        counts.append(len(asked))
    assert counts[0] == counts[1]
