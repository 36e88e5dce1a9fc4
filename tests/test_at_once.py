"""Fifty people press the same button in the same moment: one has done it, the others are told so in a sentence."""

from uuid import uuid4

import pytest

from kaohe.audit.models import Record
from kaohe.audit.recording import first_broken
from kaohe.cycles.stages import Stage
from kaohe.goals.actions import Ruling, agree, compile_sheets, decide_goals, propose, save_draft_goals
from kaohe.goals.models import Decision, Goal, GoalSheet, ProgressReport, State, Told
from kaohe.ledger.models import Entry
from kaohe.panels import models as panels
from kaohe.panels.actions import open_meeting, rule_goal
from kaohe.panels.verdicts import Verdict
from kaohe.people.models import Draw
from tests.support.at_once import BUSY, fire, one_won
from tests.support.bureau import TODAY, found
from tests.support.goal_rows import goal_rows

GOALS = ("Y-Z1", "Y-Z2", "Y-Q1", "Y-Q2", "Y-Q3", "Y-Q4")
BUDGET = "/2025/departments/budget/goals/"


@pytest.fixture
def world(transactional_db):
    return found("north")


@pytest.fixture
def setting(world):
    """The year before its goals are fixed, with one department's goals proposed."""
    world.cycle.goals.all().delete()
    world.at(Stage.SETTING)
    save_draft_goals(officer=world.clerk, cycle=world.cycle, department=world.budget, rows=goal_rows())
    propose(officer=world.department_head, sheet=GoalSheet.objects.get())
    return world


def test_one_form_sent_fifty_times_records_once(world):
    form = {
        "department": "budget", "occurred_on": "2025-03-12", "persons": "王浩然", "count": "1", "matter": "",
        "about": "未参加集中学习", "numbers": "考勤表", "document_number": "",
    }  # fmt: skip
    answers = fire(world.office, "/2025/ledger/record/training.absence/", form, key=uuid4())
    assert {each.status_code for each in answers} <= {302, 409}
    assert len({each["Location"] for each in answers if each.status_code == 302}) == 1
    assert all(any(words in each.content.decode() for words in ("表单正在处理", BUSY)) for each in answers if each.status_code == 409)
    assert Entry.objects.count() == Record.objects.filter(tag="ledger:entry:recorded").count() == 1
    assert first_broken() is None


def test_fifty_agree_and_one_has_agreed(setting):
    version = GoalSheet.objects.get().version
    answers = fire(setting.deputy_director, f"{BUDGET}step/", {"act": "agree", "version": version})
    one_won(answers, "分管局长已同意")
    assert GoalSheet.objects.get().state == State.AGREED
    assert Record.objects.filter(tag="goals:sheet:agreed").count() == 1
    assert first_broken() is None


def test_fifty_fix_what_the_meeting_decided_and_it_is_fixed_once(setting):
    agree(officer=setting.deputy_director, sheet=GoalSheet.objects.get())
    sheet = compile_sheets(officer=setting.office, cycle=setting.cycle)[0]
    rulings = {row["code"]: Ruling(Decision.APPROVED) for row in sheet.rows}
    decide_goals(officer=setting.office, sheet=sheet, rulings=rulings)
    answers = fire(setting.office, "/2025/goals/fix/", {"minutes": "〔2025〕8号"})
    one_won(answers, "没有已汇总上会的目标可审定")
    assert Goal.objects.count() == 6
    assert Record.objects.filter(tag="goals:goals:fixed").count() == 1


def test_fifty_submit_a_quarter_and_it_is_submitted_once(world):
    told = {f"met-{code}": "yes" for code in GOALS} | {f"sentence-{code}": "按计划完成" for code in GOALS}
    answers = fire(world.department_head, "/2025/progress/3/budget/step/", {"act": "submit", **told})
    one_won(answers, "待核实")
    assert ProgressReport.objects.get().state == Told.SUBMITTED
    assert ProgressReport.objects.get().lines.count() == len(GOALS)
    assert Record.objects.filter(tag="goals:progress:submitted").count() == 1


def test_fifty_take_an_entry_back_and_it_is_taken_back_once(world):
    world.absence()
    answers = fire(world.office, "/2025/ledger/1/reverse/", {"why": "误记", "count": "1", "numbers": ""})
    one_won(answers, "已全部冲正")
    assert sorted(Entry.objects.values_list("count", flat=True)) == [-1, 1]
    assert first_broken() is None


@pytest.fixture
def sitting(world):
    """The year's end, with the leading group at its meeting."""
    world.at(Stage.CLOSING)
    told = {"held_on": TODAY, "minutes": "〔2026〕1号", "present": [world.leading_group]}
    return open_meeting(officer=world.office, cycle=world.cycle, **told)


def test_fifty_write_down_what_was_decided_on_a_goal_and_one_has(world, sitting):
    answers = fire(world.office, "/2025/grading/step/", {"act": "ruling", "as": "decision", "goal": world.goal().pk, "grade": "qualified"})
    one_won(answers, "刚被改过")
    assert panels.Ruling.objects.count() == Record.objects.filter(tag="panels:ruling:entered").count() == 1
    assert not panels.Grading.objects.exists()


def test_fifty_conclude_the_meeting_and_every_goal_has_one_grade(world, sitting):
    goals = [world.goal(code) for code in GOALS]
    for goal in goals:
        rule_goal(officer=world.office, meeting=sitting, goal=goal, verdict=Verdict("qualified"))
    answers = fire(world.office, "/2025/grading/conclude/", {"act": "conclude", "meeting": 1, "version": sitting.version})
    one_won(answers, "已经结束")
    assert panels.Grading.objects.count() == Entry.objects.count() == len(goals)
    assert Record.objects.filter(tag="panels:meeting:concluded").count() == 1
    assert first_broken() is None


def test_fifty_draws_draw_each_head_once(world):
    form = {"deed": "draw", "seats": "1", "since": "2025-11-01", "until": "2026-01-31", "reason": ""}
    answers = fire(world.office, "/groups/", form)
    assert sorted({each.status_code for each in answers} - {409}) == [302, 422]
    assert Draw.objects.count() == Record.objects.filter(tag="people:checkers:drawn").count() == 1
