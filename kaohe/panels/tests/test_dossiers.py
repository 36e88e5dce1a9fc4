"""What lies beside a goal when it is graded: claims kept apart from facts, entries that bear on it, and few questions asked."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from kaohe.cycles.stages import Stage
from kaohe.goals.actions import Progress, save_progress, submit_progress
from kaohe.goals.models import Goal
from kaohe.ledger.actions import record_entry, reverse_entry
from kaohe.panels.actions import Finding, ask_excuse, decide_excuse, enter_opinion, name_goal, verify_progress
from kaohe.panels.dossiers import dossiers_of
from kaohe.panels.models import Bearing
from tests.support.bureau import recorded, refused

GOALS = ("Y-Z1", "Y-Z2", "Y-Q1", "Y-Q2", "Y-Q3", "Y-Q4")


@pytest.fixture
def closing(world):
    """The tenth of January: the last quarter is over, and the year is being closed."""
    world.bureau.clock = date(2026, 1, 10)
    world.bureau.save()
    return world.at(Stage.CLOSING)


def told(world, completion=100, met=True):
    progress = Progress(met=met, completion=completion, sentence="按计划完成", evidence=("示财办〔2025〕31号",))
    period = world.cycle.periods.get(number=4)
    report = save_progress(officer=world.clerk, period=period, department=world.budget, told=dict.fromkeys(GOALS, progress))
    return submit_progress(officer=world.department_head, report=report)


def verified(world, report, **findings):
    found = {code: Finding(True) for code in GOALS} | {code.replace("_", "-"): each for code, each in findings.items()}
    return verify_progress(officer=world.checker, report=report, findings=found)


def dossier(world, code="Y-Z1"):
    return next(each for each in dossiers_of(world.cycle).goals if each.goal.code == code)


def test_a_claim_is_no_fact_and_suggests_nothing(closing):
    told(closing)
    found = dossier(closing)
    assert found.quarters[3].line.completion == 100
    assert (found.quarters[3].fact, found.completion, found.suggestion.grade) == (None, None, "")


@pytest.mark.parametrize(
    ("claim", "finding", "completion", "grade"),
    [
        (100, Finding(True), 100, "qualified"),
        (100, Finding(True, "少一项", 95), 95, "basically_qualified"),
        (100, Finding(False, "差得多", 60), 60, "unqualified"),
        (100, Finding(False, "没有完成"), None, ""),
        (80, Finding(True), 80, "basically_qualified"),
    ],
)
def test_what_was_verified_suggests(closing, claim, finding, completion, grade):
    verified(closing, told(closing, claim), Y_Z1=finding)
    found = dossier(closing)
    assert found.completion == (None if completion is None else Decimal(completion))
    assert found.suggestion.grade == grade


def test_a_quarter_loaded_without_figures_counts_as_done_or_as_unknown(closing):
    for code, rule in [("Y-Z1", "duty.progress"), ("Y-Z2", "duty.goal_missed")]:
        record_entry(
            officer=closing.office, cycle=closing.cycle, department=closing.budget, rule=rule, occurred_on=date(2025, 12, 31),
            goal=closing.goal(code), about="第四季度", evidence=["表"], confirmed=True,
        )  # fmt: skip
    assert dossier(closing, "Y-Z1").completion == 100
    assert dossier(closing, "Y-Z2").completion is None
    assert dossier(closing, "Y-Z2").quarters[3].met is False


def test_a_fact_taken_back_is_none(closing):
    verified(closing, told(closing))
    reverse_entry(officer=closing.office, entry=dossier(closing).quarters[3].fact, why="核实有误")
    assert dossier(closing).completion is None


def test_an_application_counts_once_it_is_granted(closing):
    excuse = ask_excuse(officer=closing.department_head, goal=closing.goal(), reason="政策调整", evidence=["市财〔2025〕8号"])
    assert dossier(closing).suggestion.grade == ""
    decide_excuse(officer=closing.leading_group, excuse=excuse, granted=True, sentence="属实")
    assert dossier(closing).granted == excuse
    assert dossier(closing).suggestion.grade == "excused"


# ---- what an entry bears on


def complaint(world, **told):
    return world.absence(rule="service.complaint_upheld", about="投诉查实", matter="一件事", **told)


def test_an_entry_that_names_its_goal_bears_on_it_and_on_no_other(closing):
    entry = complaint(closing, goal=closing.goal())
    assert dossier(closing).entries == (entry,)
    assert dossier(closing).suggestion.conditions == ("u5",)
    assert dossier(closing, "Y-Z2").entries == ()
    assert dossiers_of(closing.cycle).loose == {}


def test_an_entry_that_names_none_waits_for_the_group_to_name_one(closing):
    entry = complaint(closing)
    [loose] = dossiers_of(closing.cycle).loose[closing.budget.pk]
    assert (loose.entry, loose.settled) == (entry, None)
    with recorded("panels:bearing:named"):
        name_goal(officer=closing.leading_group, entry=entry, goal=closing.goal("Y-Q1"), why="投诉涉及该项工作")
    assert dossiers_of(closing.cycle).loose == {}
    assert dossier(closing, "Y-Q1").suggestion.grade == "unqualified"


def test_the_last_word_counts_and_every_word_is_kept(closing):
    entry = complaint(closing)
    name_goal(officer=closing.office, entry=entry, goal=closing.goal("Y-Q1"), why="涉及")
    name_goal(officer=closing.office, entry=entry, goal=None, why="与各项目标无关")
    [loose] = dossiers_of(closing.cycle).loose[closing.budget.pk]
    assert loose.settled.why == "与各项目标无关"
    assert dossier(closing, "Y-Q1").entries == ()
    assert Bearing.objects.count() == 2
    with pytest.raises(DatabaseError), transaction.atomic():
        Bearing.objects.update(why="改")


@pytest.mark.parametrize(
    ("code", "officer", "goal", "why"),
    [
        ("people.may_not", "clerk", "Y-Z1", "涉及"),
        ("people.may_not", "department_head", "Y-Z1", "涉及"),
        ("goals.no_sentence", "office", "Y-Z1", " "),
        ("goals.not_on_sheet", "office", "G-Z1", "涉及"),
    ],
)
def test_a_goal_is_named_by_the_group_with_a_reason(closing, code, officer, goal, why):
    entry = complaint(closing)
    with refused(code):
        name_goal(officer=getattr(closing, officer), entry=entry, goal=closing.goal(goal), why=why)


def test_nobody_says_what_an_entry_about_their_own_department_bears_on(closing):
    with refused("people.recusal"):
        name_goal(officer=closing.office, entry=complaint(closing, department=closing.general), goal=closing.goal("G-Z1"), why="涉及")


def test_an_entry_that_speaks_for_no_grade_or_was_taken_back_bears_on_nothing(closing):
    with refused("panels.bears_on_nothing"):
        name_goal(officer=closing.office, entry=closing.absence(), goal=closing.goal(), why="涉及")
    entry = complaint(closing)
    reverse_entry(officer=closing.office, entry=entry, why="误记")
    with refused("panels.entry_reversed"):
        name_goal(officer=closing.office, entry=entry, goal=closing.goal(), why="涉及")
    assert dossiers_of(closing.cycle).loose == {}


def test_it_is_named_while_the_year_is_being_closed(closing):
    entry = complaint(closing)
    closing.at(Stage.NOTICED)
    with refused("cycles.stage"):
        name_goal(officer=closing.office, entry=entry, goal=closing.goal(), why="涉及")


# ---- how much is asked


def test_a_year_costs_the_same_questions_whatever_its_size(closing):
    def questions():
        with CaptureQueriesContext(connection) as asked:
            dossiers_of(closing.cycle)
        return len(asked)

    def a_goal(number):
        goal = Goal.objects.create(
            cycle=closing.cycle, department=closing.budget, code=f"N{number}", category="ordinary", title=f"目标{number}"
        )
        complaint(closing, goal=goal, confirmed=True)
        enter_opinion(officer=closing.leading_group, goal=goal, grade="qualified")
        ask_excuse(officer=closing.department_head, goal=goal, reason="政策调整", evidence=["文"])

    verified(closing, told(closing))
    a_goal(1)
    before = questions()
    for number in range(2, 12):
        a_goal(number)
    assert questions() == before <= 16
