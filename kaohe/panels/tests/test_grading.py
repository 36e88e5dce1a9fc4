"""The leading group grades each goal; a grade is decided anew only with a reason."""

from datetime import date

import pytest

from kaohe import engine
from kaohe.audit.models import Record
from kaohe.cycles.stages import Stage
from kaohe.ledger.actions import record_entry, reverse_entry
from kaohe.ledger.models import Entry
from kaohe.panels.actions import grade_goal, grade_goals
from kaohe.panels.models import Grading
from kaohe.people.roles import Role
from tests.support.bureau import PAPER, appoint_at_once, recorded, refused


@pytest.fixture
def closing(world):
    """The bureau at the end of its year."""
    return world.at(Stage.CLOSING)


def grade(world, goal="Y-Z1", **changed):
    told = {
        "officer": world.leading_group,
        "goal": world.goal(goal),
        "grade": "qualified",
        "reason": "按期完成",
        "evidence": PAPER,
    }
    return grade_goal(**{**told, **changed})


def test_a_goal_is_graded_and_the_grade_stands_in_the_ledger(closing):
    with recorded("panels:goal:graded"):
        grading = grade(closing)
    assert (grading.entry.rule, grading.entry.level, grading.entry.goal) == ("grade.key", "qualified", grading.goal)


def test_an_ordinary_goal_is_graded_by_its_own_rule(closing):
    assert grade(closing, "Y-Q1").entry.rule == "grade.ordinary"


def test_excellent_names_the_condition_relied_on(closing):
    with refused("grading.condition_missing"):
        grade(closing, grade="excellent")
    with refused("grading.condition_unknown"):
        grade(closing, grade="excellent", conditions=("g1",))
    assert grade(closing, grade="excellent", conditions=("e2",)).conditions == ["e2"]


def test_an_objective_reason_needs_evidence(closing):
    with refused("ledger.lacks_evidence", "grading.evidence_missing"):
        grade(closing, grade="excused", evidence=())


def test_an_unknown_grade_is_refused(closing):
    with refused("ledger.unknown_level"):
        grade(closing, grade="splendid")


def test_a_goal_graded_anew_keeps_both_decisions(closing):
    first = grade(closing)
    with recorded("panels:goal:regraded"):
        second = grade(closing, grade="basically_qualified", reason="复核:完成率 85%")
    assert list(Grading.objects.standing()) == [second]
    assert list(first.entry.reversals.values_list("count", flat=True)) == [-1]
    assert Record.objects.first().before == {"grade": "qualified", "entry": first.entry.number}


def test_a_goal_is_not_graded_anew_without_a_reason_or_to_the_same_grade(closing):
    grade(closing)
    with refused("panels.regrade_without_why"):
        grade(closing, grade="basically_qualified", reason="")
    with refused("panels.same_grade"):
        grade(closing)


@pytest.mark.parametrize("role", ["office", "checker", "department_head", "director", "auditor"])
def test_only_the_leading_group_grades(closing, role):
    with refused("people.may_not"):
        grade(closing, officer=getattr(closing, role))


def test_a_member_of_the_group_cannot_grade_their_own_department(closing):
    appoint_at_once(closing.leading_group, Role.DEPARTMENT_HEAD, closing.budget)
    with refused("people.recusal"):
        grade(closing)
    assert grade(closing, "G-Z1").recused == []


def test_who_stood_aside_is_kept_with_the_grade(closing):
    appoint_at_once(closing.department_head, Role.LEADING_GROUP)
    assert grade(closing).recused == ["north·department_head"]


@pytest.mark.parametrize("stage", [Stage.SETTING, Stage.RUNNING, Stage.NOTICED, Stage.FINAL])
def test_goals_are_graded_at_the_years_end_only(world, stage):
    world.at(stage)
    with refused("cycles.stage"):
        grade(world)


def test_another_bureaus_group_grades_nothing_here(closing, elsewhere):
    with refused("people.other_bureau"):
        grade(closing, officer=elsewhere.leading_group)


def test_a_grade_is_not_taken_back_as_if_it_were_an_event(closing):
    with refused("ledger.graded_rule"):
        reverse_entry(officer=closing.office, entry=grade(closing).entry, why="改")


def fact(number, goal="Y-Z1", **changed):
    told = {
        "id": str(number), "department": "budget", "rule": "grade.key", "occurred_on": date(2026, 1, 8), "level": "qualified",
        "goal": goal, "about": "按期完成", "evidence": ("纪要",), "recorded_on": date(2026, 1, 8),
    }  # fmt: skip
    return engine.Entry(**{**told, **changed})


def load(world, facts, **changed):
    return grade_goals(**{"officer": world.leading_group, "cycle": world.cycle, "entries": facts, **changed})


def test_gradings_decided_elsewhere_are_loaded_with_what_was_taken_back(closing):
    anew = [fact(2, count=-1, reverses="1", about="复核"), fact(3, level="basically_qualified")]
    with recorded("panels:goals:graded"):
        load(closing, [fact(1), *anew])
    assert [grading.grade for grading in Grading.objects.standing()] == ["basically_qualified"]
    assert Entry.objects.count() == 3


def test_a_load_of_gradings_is_taken_whole_or_not_at_all(closing):
    with refused("grading.condition_missing"):
        load(closing, [fact(1), fact(2, "Y-Z2", level="excellent")])
    with refused("panels.no_grading"):
        load(closing, [fact(1), fact(2, rule="training.absence", level="", persons=("王浩然",))])
    with refused("people.may_not"):
        load(closing, [fact(1)], officer=closing.office)


def test_an_event_recorded_in_the_ledger_is_no_grading(closing):
    record_entry(
        officer=closing.office, cycle=closing.cycle, department=closing.budget, rule="duty.goal_missed",
        occurred_on=date(2025, 4, 2), goal=closing.goal(), about="一季度未完成", evidence=PAPER,
    )  # fmt: skip
    assert not Grading.objects.exists()
