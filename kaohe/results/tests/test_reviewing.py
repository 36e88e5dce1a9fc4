"""A review by somebody without a hand in it, a decision of the group, and what follows: never to the worse of who asked."""

from datetime import date
from types import SimpleNamespace

import pytest

from kaohe.cycles.stages import Stage
from kaohe.desk.models import Message
from kaohe.engine import Entry
from kaohe.panels.actions import grade_goal
from kaohe.panels.models import Opinion
from kaohe.people.roles import Role
from kaohe.results.actions import (
    Disputed,
    GradeAnew,
    TakeBack,
    WriteDown,
    assign_reviewer,
    decide_objection,
    propose,
    review_objection,
)
from kaohe.results.boards import board_of
from kaohe.results.checking import hindrances, worse
from kaohe.results.models import Ask, Decision, Outcome, State
from tests.support.bureau import PAPER, appoint_at_once, recorded, refused
from tests.support.ending import AFTER, again, lapsed, objected, published, ready, reviewed, second_reviewer


@pytest.fixture
def noticed(world):
    world.absence()
    world.absence(occurred_on=date(2025, 4, 15), count=2, persons=["王浩然", "赵启明"])
    ready(world)
    published(world)
    return world


@pytest.fixture
def disputed(noticed):
    """The absence is disputed, reviewed, and the time for objections is over."""
    objection = objected(noticed)
    lapsed(noticed)
    return reviewed(noticed, objection)


def decide(world, objection, **changed):
    told = {
        "officer": world.leading_group, "objection": objection, "outcome": Outcome.UPHELD, "reason": "请假手续完备",
        "remedies": (TakeBack(),), "minutes": "考核领导小组纪要〔2026〕2号",
    }  # fmt: skip
    return decide_objection(**{**told, **changed})


def training(world):
    """The department's points for study and training."""
    return board_of(world.cycle).of("budget").tree.find("training").points


# ---- who reviews -----------------------------------------------------------------------------------------------------


def test_the_leading_group_gives_it_to_somebody(noticed):
    objection, reviewer = objected(noticed), second_reviewer(noticed)
    with recorded("results:objection:assigned"):
        assigned = assign_reviewer(officer=noticed.leading_group, objection=objection, reviewer=reviewer)
    assert (assigned.state, assigned.reviewer) == (State.ASSIGNED, reviewer)
    assert Message.objects.filter(officer=reviewer, subject__contains="请您复核").count() == 1


def test_who_wrote_it_down_does_not_review_it(noticed):
    with refused("results.reviewer_had_a_hand"):
        assign_reviewer(officer=noticed.leading_group, objection=objected(noticed), reviewer=noticed.office)


def test_who_graded_a_goal_does_not_review_its_grade(noticed):
    objection = objected(noticed, line=Disputed("business.key", "目标 Y-Z1 合格", goal=noticed.goal()))
    with refused("results.reviewer_had_a_hand"):
        assign_reviewer(officer=noticed.leading_group, objection=objection, reviewer=noticed.leading_group)


def test_who_gave_an_opinion_on_a_grade_does_not_review_it(noticed):
    member = second_reviewer(noticed)
    Opinion.objects.create(goal=noticed.goal(), member=member, grade="qualified", signature=member.name)
    objection = objected(noticed, line=Disputed("business.key", "目标 Y-Z1 合格", goal=noticed.goal()))
    with refused("results.reviewer_had_a_hand"):
        assign_reviewer(officer=noticed.leading_group, objection=objection, reviewer=member)


def test_who_belongs_to_the_department_or_has_no_such_role_does_not_review(noticed, elsewhere):
    objection = objected(noticed)
    appoint_at_once(noticed.checker, Role.OFFICER, noticed.budget)
    for reviewer in (noticed.checker, noticed.clerk, noticed.auditor, elsewhere.checker):
        with refused("results.cannot_review"):
            assign_reviewer(officer=noticed.leading_group, objection=objection, reviewer=reviewer)


def test_who_may_assign(noticed):
    objection, reviewer = objected(noticed), second_reviewer(noticed)
    with refused("people.may_not"):
        assign_reviewer(officer=noticed.checker, objection=objection, reviewer=reviewer)
    appoint_at_once(noticed.office, Role.OFFICER, noticed.budget)
    with refused("people.recusal"):
        assign_reviewer(officer=noticed.office, objection=objection, reviewer=reviewer)


def test_only_the_reviewer_reports_and_in_words(noticed):
    reviewer = second_reviewer(noticed)
    objection = assign_reviewer(officer=noticed.office, objection=objected(noticed), reviewer=reviewer)
    with refused("results.other_reviewer"):
        review_objection(officer=noticed.checker, objection=objection, outcome=Outcome.UPHELD, finding="属实")
    with refused("results.review_without_finding"):
        review_objection(officer=reviewer, objection=objection, outcome=Outcome.UPHELD, finding="")
    with recorded("results:objection:reviewed"):
        done = review_objection(
            officer=reviewer, objection=objection, outcome=Outcome.REFUSED, finding="假条为事后补写"
        )
    assert (done.state, done.outcome) == (State.REVIEWED, Outcome.REFUSED)


def test_a_review_can_be_given_to_somebody_else_who_begins_anew(noticed):
    objection = reviewed(noticed, objected(noticed))
    again = assign_reviewer(officer=noticed.leading_group, objection=objection, reviewer=noticed.checker)
    assert (again.state, again.outcome, again.finding) == (State.ASSIGNED, "", "")


# ---- what is decided -------------------------------------------------------------------------------------------------


def test_what_is_upheld_becomes_a_reversal(noticed, disputed):
    assert training(noticed) == 4
    with recorded("results:objection:decided"):
        decision = decide(noticed, disputed)
    reversal = noticed.cycle.entries.latest("number")
    assert (reversal.count, reversal.reverses.number, decision.entries) == (-1, 1, [str(reversal.number)])
    assert training(noticed) == 5
    assert decision.before != decision.after
    disputed.refresh_from_db()
    assert disputed.state == State.DECIDED


def test_partly_upheld_takes_back_a_part(noticed):
    entry = noticed.cycle.entries.get(number=2)
    objection = objected(noticed, line=Disputed("training", "学习培训 −2", entry=entry))
    lapsed(noticed)
    decide(noticed, reviewed(noticed, objection), outcome=Outcome.PARTLY, remedies=[TakeBack(count=1)])
    assert training(noticed) == 5


def test_a_grade_is_decided_anew(noticed):
    objection = objected(noticed, line=Disputed("business.key", "目标 Y-Z1 合格", goal=noticed.goal()))
    lapsed(noticed)
    decision = decide(noticed, reviewed(noticed, objection), remedies=[GradeAnew("good", ("g1",))])
    assert noticed.goal().gradings.standing().get().grade == "good"
    assert len(decision.entries) == 1


def test_a_fact_that_was_missing_is_written_down(noticed):
    objection = objected(noticed, line=Disputed("information", "信息考核：一篇采用未计"), evidence=("采用通知",))
    lapsed(noticed)
    adopted = Entry("", "", "brief.adopted", date(2025, 3, 20), level="city", matter="预算管理经验")
    decide(noticed, reviewed(noticed, objection), remedies=[WriteDown(adopted)])
    entry = noticed.cycle.entries.latest("number")
    assert (entry.rule, entry.level, entry.department.code) == ("brief.adopted", "city", "budget")
    assert [each.title for each in entry.evidence.all()] == ["采用通知"]
    assert "异议 1 号复核决定" in entry.about
    assert board_of(noticed.cycle).of("budget").tree.find("information").points == 2


def test_what_is_refused_changes_nothing_and_says_why(noticed, disputed):
    before = noticed.cycle.entries.count()
    decision = decide(noticed, disputed, outcome=Outcome.REFUSED, remedies=(), reason="假条为事后补写")
    assert (decision.entries, decision.before) == ([], decision.after)
    assert noticed.cycle.entries.count() == before


def test_the_department_hears_that_it_is_decided(noticed, disputed):
    decide(noticed, disputed)
    heard = Message.objects.filter(subject__contains="复核决定").values_list("officer__username", flat=True)
    assert set(heard) == {"north-department_head", "north-clerk"}


def test_a_review_never_makes_it_worse(noticed):
    objection = objected(noticed, line=Disputed("business.key", "目标 Y-Z1 合格", goal=noticed.goal()))
    lapsed(noticed)
    objection = reviewed(noticed, objection)
    with refused("results.worse"):
        decide(noticed, objection, remedies=[GradeAnew("basically_qualified")])
    breach = Entry("", "", "integrity.breach", date(2025, 6, 3), persons=("某某",), about="违反规定")
    with refused("results.worse"):
        decide(noticed, objection, remedies=[GradeAnew("good", ("g1",)), WriteDown(breach)])
    assert noticed.goal().gradings.standing().get().grade == "qualified"


def test_a_decision_says_how_it_is_put_right_or_that_nothing_is(noticed, disputed):
    with refused("results.no_remedy"):
        decide(noticed, disputed, remedies=())
    with refused("results.remedy_for_nothing"):
        decide(noticed, disputed, outcome=Outcome.REFUSED)
    with refused("results.no_goal_to_grade"):
        decide(noticed, disputed, remedies=[GradeAnew("good", ("g1",))])
    with refused("results.decision_without_why"):
        decide(noticed, disputed, reason=" ")


def test_what_the_rules_have_against_a_remedy_is_said(noticed, disputed):
    with refused("ledger.reverses_too_much"):
        decide(noticed, disputed, outcome=Outcome.PARTLY, remedies=[TakeBack(count=5)])
    wrong_level = Entry("", "", "brief.adopted", date(2025, 3, 20), level="moon", matter="经验")
    with refused("ledger.unknown_level"):
        decide(noticed, disputed, remedies=[WriteDown(wrong_level)])
    other_year = Entry("", "", "brief.adopted", date(2024, 3, 20), level="city", matter="经验")
    with refused("cycles.outside_year"):
        decide(noticed, disputed, remedies=[WriteDown(other_year)])
    graded = Entry("", "", "grade.key", date(2025, 12, 20), level="good", goal="Y-Z1")
    with refused("ledger.graded_rule"):
        decide(noticed, disputed, remedies=[WriteDown(graded)])


def test_an_objection_is_decided_once_and_after_its_review(noticed):
    objection = objected(noticed)
    lapsed(noticed)
    with refused("results.not_reviewed"):
        decide(noticed, objection)
    objection = reviewed(noticed, objection)
    decide(noticed, objection)
    with refused("results.not_reviewed"):
        decide(noticed, objection)
    assert Decision.objects.count() == 1


def test_nothing_is_decided_while_others_may_still_object(noticed):
    objection = reviewed(noticed, objected(noticed))
    with refused("cycles.stage"):
        decide(noticed, objection)
    assert noticed.cycle.stage == Stage.NOTICED


def test_who_decides(noticed, disputed):
    with refused("people.may_not"):
        decide(noticed, disputed, officer=noticed.office)
    appoint_at_once(noticed.leading_group, Role.OFFICER, noticed.budget)
    with refused("people.recusal"):
        decide(noticed, disputed)


def test_who_reviewed_does_not_decide(noticed, disputed):
    reviewer = second_reviewer(noticed)
    appoint_at_once(reviewer, Role.LEADING_GROUP)
    with refused("results.reviewer_decides"):
        decide(noticed, disputed, officer=reviewer)


# ---- beside the review -----------------------------------------------------------------------------------------------


def test_nobody_is_made_worse_beside_a_review(noticed, disputed):
    """A department that didn't object couldn't object to that either: the second notice opens no time for it."""
    decide(noticed, disputed)
    told = {"officer": noticed.leading_group, "goal": noticed.goal("G-Q1"), "reason": "重议", "evidence": PAPER}
    grade_goal(**told, grade="unqualified", conditions=["u1"])
    again(noticed)
    cycle = noticed.cycle
    with refused("results.worse_than_announced"):
        propose(officer=noticed.office, cycle=cycle, ask=Ask.NOTICE, at=AFTER)
    assert [each.code for each in hindrances(cycle, Stage.FINAL, AFTER)] == ["results.not_announced"]
    grade_goal(**told, grade="good", conditions=["g1"])
    assert propose(officer=noticed.office, cycle=cycle, ask=Ask.NOTICE, at=AFTER).answer == "open"


def test_what_is_worse():
    """Fewer points, points that are no longer known, a new consequence; more points with none are not."""
    raised = SimpleNamespace(consequence="veto", rule="integrity.breach")

    def stands(points, *consequences):
        return SimpleNamespace(tree=SimpleNamespace(points=points), raised=consequences)

    assert worse(stands(90), stands(89))
    assert worse(stands(90), stands(None))
    assert worse(stands(90), stands(91, raised))
    assert not worse(stands(90), stands(90))
    assert not worse(stands(90, raised), stands(91, raised))
    assert not worse(stands(None), stands(50))
