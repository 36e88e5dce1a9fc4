"""A claim becomes a fact only where the checkers verified it; objective reasons are asked for and decided."""

import pytest

from kaohe.cycles.stages import Stage
from kaohe.desk.models import Message
from kaohe.goals.actions import Progress, save_progress, submit_progress, withdraw_progress
from kaohe.goals.models import Told
from kaohe.ledger.models import Entry
from kaohe.panels.actions import Finding, ask_excuse, decide_excuse, verify_progress
from kaohe.panels.models import Answer, Excuse
from kaohe.results.boards import board_of
from tests.support.bureau import recorded, refused

GOALS = ("Y-Z1", "Y-Z2", "Y-Q1", "Y-Q2", "Y-Q3", "Y-Q4")
DONE = Progress(met=True, completion=100, sentence="按计划完成", evidence=("示财办〔2025〕31号",))
ALL_MET = dict.fromkeys(GOALS, Finding(met=True))


@pytest.fixture
def report(world):
    quarter = world.cycle.periods.get(number=3)
    told = save_progress(officer=world.clerk, period=quarter, department=world.budget, told=dict.fromkeys(GOALS, DONE))
    return submit_progress(officer=world.department_head, report=told)


def duty(world):
    return board_of(world.cycle).of("budget").tree.find("duty.3").points


def test_until_it_is_verified_a_report_moves_nothing(world, report):
    assert not Entry.objects.filter(cycle=world.cycle).exists()
    assert duty(world) == 2


def test_a_verified_quarter_posts_one_entry_for_each_goal(world, report):
    found = verify_progress(officer=world.checker, report=report, findings=ALL_MET)
    report.refresh_from_db()
    assert report.state == Told.VERIFIED
    assert len(found) == len(GOALS)
    entries = Entry.objects.filter(cycle=world.cycle)
    assert {entry.rule for entry in entries} == {"duty.progress"}
    assert {entry.occurred_on for entry in entries} == {report.period.ends}
    assert [proof.title for proof in entries.first().evidence.all()] == ["示财办〔2025〕31号"]
    assert duty(world) == 2


def test_a_goal_found_not_done_costs_its_point_and_says_why(world, report):
    findings = {**ALL_MET, "Y-Z1": Finding(met=False, reason="系统尚未上线")}
    verify_progress(officer=world.checker, report=report, findings=findings)
    entry = Entry.objects.get(cycle=world.cycle, rule="duty.goal_missed")
    assert "系统尚未上线" in entry.about
    assert duty(world) == 1


def test_a_finding_against_the_claim_needs_a_reason(world, report):
    with refused("panels.differs_without_why"):
        verify_progress(officer=world.checker, report=report, findings={**ALL_MET, "Y-Z1": Finding(met=False)})


@pytest.mark.parametrize(
    ("finding", "fact"),
    [
        (Finding(met=True), 100),
        (Finding(met=True, completion=100), 100),
        (Finding(met=True, completion=95, reason="少一项"), 95),
        (Finding(met=False, completion=60, reason="少四项"), 60),
        (Finding(met=False, reason="未完成"), None),
        (Finding(met=False, completion=100, reason="未完成"), None),
    ],
)
def test_the_completion_becomes_a_fact_as_it_was_found(world, report, finding, fact):
    verify_progress(officer=world.checker, report=report, findings={**ALL_MET, "Y-Z1": finding})
    assert report.lines.get(goal__code="Y-Z1").verification.completion == fact


def test_another_completion_needs_a_reason_and_to_be_one(world, report):
    with refused("panels.differs_without_why"):
        verify_progress(officer=world.checker, report=report, findings={**ALL_MET, "Y-Z1": Finding(met=True, completion=95)})
    with refused("progress.completion"):
        verify_progress(officer=world.checker, report=report, findings={**ALL_MET, "Y-Z1": Finding(met=True, completion=1001)})


def test_every_goal_is_verified_and_no_other(world, report):
    with refused("panels.no_finding", "goals.not_on_sheet"):
        verify_progress(officer=world.checker, report=report, findings={"G-Z1": Finding(met=True)})


def test_a_quarter_is_verified_once(world, report):
    verify_progress(officer=world.checker, report=report, findings=ALL_MET)
    with refused("progress.state"):
        verify_progress(officer=world.checker, report=report, findings=ALL_MET)


def test_a_report_taken_back_is_not_verified(world, report):
    withdraw_progress(officer=world.department_head, report=report)
    with refused("progress.state"):
        verify_progress(officer=world.checker, report=report, findings=ALL_MET)


def test_a_quarter_is_not_verified_before_it_is_over(world, report):
    world.bureau.clock = report.period.ends.replace(day=15)
    world.bureau.save()
    report.refresh_from_db()
    with refused("progress.not_over"):
        verify_progress(officer=world.checker, report=report, findings=ALL_MET)


@pytest.mark.parametrize("role", ["clerk", "department_head", "deputy_director", "leading_group", "auditor", "nobody"])
def test_only_the_checkers_and_the_office_verify(world, report, role):
    with refused():
        verify_progress(officer=getattr(world, role), report=report, findings=ALL_MET)


def test_nobody_verifies_their_own_department(world):
    quarter = world.cycle.periods.get(number=3)
    from kaohe.goals.models import ProgressReport

    own = ProgressReport.objects.create(period=quarter, department=world.general, state=Told.SUBMITTED)
    with refused("people.recusal"):
        verify_progress(officer=world.checker, report=own, findings={})


def ask(world, **changed):
    told = {
        "officer": world.department_head,
        "goal": world.goal(),
        "reason": "上级政策调整，项目取消",
        "evidence": ["市财〔2025〕8号"],
    }
    return ask_excuse(**{**told, **changed})


def test_a_department_asks_and_the_leading_group_decides(world):
    with recorded("panels:excuse:asked"):
        excuse = ask(world)
    with recorded("panels:excuse:decided"):
        decide_excuse(officer=world.leading_group, excuse=excuse, granted=True, sentence="情况属实")
    excuse = Excuse.objects.get()
    assert (excuse.answer, excuse.decided_by, excuse.sentence) == (Answer.GRANTED, world.leading_group, "情况属实")
    [told] = Message.objects.all()
    assert told.officer == world.department_head
    assert told.subject.endswith("的客观原因申请已有决定"), "and not what was decided: it may leave the house"


def test_an_application_needs_reason_and_evidence(world):
    with refused("panels.excuse_without_why", "panels.excuse_without_evidence"):
        ask(world, reason=" ", evidence=[])


def test_one_application_is_open_at_a_time(world):
    excuse = ask(world)
    with refused("panels.excuse_open"):
        ask(world)
    decide_excuse(officer=world.leading_group, excuse=excuse, granted=False, sentence="佐证不足")
    assert ask(world).pk != excuse.pk, "after a refusal, new evidence may be brought"


def test_an_application_is_decided_once_and_with_a_sentence(world):
    excuse = ask(world)
    with refused("goals.no_sentence"):
        decide_excuse(officer=world.leading_group, excuse=excuse, granted=True, sentence="")
    decide_excuse(officer=world.leading_group, excuse=excuse, granted=True, sentence="情况属实")
    with refused("panels.excuse_decided"):
        decide_excuse(officer=world.leading_group, excuse=excuse, granted=False, sentence="再议")


@pytest.mark.parametrize("role", ["clerk", "office", "checker", "deputy_director", "nobody"])
def test_only_the_head_asks_and_only_the_group_decides(world, role):
    with refused():
        ask(world, officer=getattr(world, role))
    excuse = ask(world)
    with refused():
        decide_excuse(officer=getattr(world, role), excuse=excuse, granted=True, sentence="同意")


def test_after_the_notice_nothing_is_asked_for(world):
    world.at(Stage.NOTICED)
    with refused("cycles.stage"):
        ask(world)
