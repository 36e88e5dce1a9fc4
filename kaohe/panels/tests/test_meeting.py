"""The grading meeting: members alone, the group together, nobody about their own department, and all of it on record."""

from datetime import date

import pytest

from kaohe.audit.models import Record
from kaohe.cycles.stages import Stage
from kaohe.ledger.models import Entry
from kaohe.panels.actions import (
    amend_meeting,
    ask_excuse,
    conclude_meeting,
    decide_excuse,
    enter_opinion,
    grade_goal,
    open_meeting,
    remark,
    rule_agreed,
    rule_goal,
    withdraw_ruling,
)
from kaohe.panels.minutes import Minutes
from kaohe.panels.models import Grading, GradingMeeting, Opinion, Ruling
from kaohe.panels.verdicts import Verdict
from kaohe.people.actions import choose_settings, delegate
from kaohe.people.models import Delegation
from kaohe.people.roles import Role
from kaohe.results.boards import board_of
from tests.support.bureau import PAPER, TODAY, appoint_at_once, recorded, refused

MINUTES = "〔2026〕1号"
QUALIFIED = Verdict("qualified")
EXCELLENT = Verdict("excellent", ("e2",), "全市评比一等")


@pytest.fixture
def closing(world):
    """The year's end, with three in the leading group: one of nowhere, the director, and the deputy in charge of `budget`."""
    for role in (Role.DIRECTOR, Role.DEPUTY_DIRECTOR):
        appoint_at_once(world.people[role], Role.LEADING_GROUP)
    return world.at(Stage.CLOSING)


def sit(world, officer="office", present=("leading_group", "director", "deputy_director"), **changed):
    told = {"held_on": TODAY, "minutes": MINUTES, "present": [getattr(world, each) for each in present], **changed}
    return open_meeting(officer=getattr(world, officer), cycle=world.cycle, **told)


@pytest.fixture
def meeting(closing):
    return sit(closing)


def think(world, member="leading_group", goal="Y-Z1", grade="qualified", **told):
    return enter_opinion(officer=getattr(world, member), goal=world.goal(goal), grade=grade, **told)


def rule(world, meeting, goal="Y-Z1", verdict=QUALIFIED, officer="office", version=""):
    return rule_goal(officer=getattr(world, officer), meeting=meeting, goal=world.goal(goal), verdict=verdict, version=version)


# ---- members alone


def test_a_member_enters_an_opinion_and_changes_it(closing):
    with recorded("panels:opinion:entered"):
        first = think(closing)
    second = think(closing, grade="excellent", conditions=("e2",), reason="全市评比一等", version=first.version)
    assert list(Opinion.objects.values_list("grade", flat=True)) == ["excellent"]
    assert second.version != first.version
    assert not Grading.objects.exists()
    assert not Entry.objects.exists(), "an opinion moves nothing"
    assert Record.objects.first().before == {"grade": "qualified", "conditions": [], "about": ""}


def test_every_member_has_their_own(closing):
    for member, grade in [("leading_group", "qualified"), ("director", "basically_qualified"), ("deputy_director", "qualified")]:
        think(closing, member, grade=grade)
    assert Opinion.objects.count() == 3


@pytest.mark.parametrize(
    ("code", "told"),
    [
        ("grading.condition_missing", {"grade": "excellent", "reason": "好"}),
        ("panels.reason_missing", {"grade": "excellent", "conditions": ("e2",)}),
        ("grading.condition_unknown", {"grade": "excellent", "conditions": ("g1",), "reason": "好"}),
        ("grading.condition_missing", {"grade": "good"}),
        ("grading.condition_missing", {"grade": "unqualified", "reason": "未完成"}),
        ("panels.reason_missing", {"grade": "unqualified", "conditions": ("u1",), "reason": " "}),
        ("panels.unknown_grade", {"grade": "splendid"}),
        ("panels.unknown_grade", {"grade": ""}),
        ("panels.not_excused", {"grade": "excused"}),
    ],
)
def test_a_grade_asks_for_what_it_needs(closing, code, told):
    with refused(code):
        think(closing, **told)


def test_a_member_may_rely_on_an_application_and_the_group_only_on_a_granted_one(closing, meeting):
    paper = ["市财〔2025〕8号"]
    asked = ask_excuse(officer=closing.department_head, goal=closing.goal(), reason="政策调整", evidence=paper)
    assert think(closing, grade="excused").grade == "excused"
    with refused("panels.excuse_waits"):
        rule(closing, meeting, verdict=Verdict("excused"))
    decide_excuse(officer=closing.leading_group, excuse=asked, granted=True, sentence="属实")
    rule(closing, meeting, verdict=Verdict("excused"))
    conclude_meeting(officer=closing.office, meeting=meeting)
    evidence = Grading.objects.get().entry.evidence.values_list("title", flat=True)
    assert list(evidence) == [MINUTES, *paper]


@pytest.mark.parametrize("role", ["office", "checker", "department_head", "clerk", "auditor", "administrator", "nobody"])
def test_only_members_have_opinions(closing, role):
    with refused("people.may_not"):
        think(closing, role)


def test_a_member_is_recused_from_their_own_department(closing):
    appoint_at_once(closing.director, Role.DEPARTMENT_HEAD, closing.general)
    with refused("people.recusal"):
        think(closing, "director", "G-Z1")
    assert think(closing, "director", "Y-Z1")


def test_supervising_recuses_by_the_bureau_s_choice_only(closing):
    assert think(closing, "deputy_director", "Y-Z1")
    choose_settings(officer=closing.office, bureau=closing.bureau, values={"supervisors_recused": True})
    with refused("people.recusal"):
        think(closing, "deputy_director", "Y-Z2")
    assert think(closing, "deputy_director", "G-Z1")


def test_a_secretary_who_acts_for_a_member_enters_the_member_s_opinion(closing):
    delegate(officer=closing.leading_group, to=closing.clerk, since=TODAY, until=date(2025, 12, 31), reason="出差")
    clerk = closing.clerk
    clerk.delegation = Delegation.objects.with_names().get()
    made = enter_opinion(officer=clerk, goal=closing.goal("G-Z1"), grade="qualified")
    assert (made.member, made.signature) == (closing.leading_group, "north·clerk（代north·leading_group）")
    with refused("people.recusal"):
        enter_opinion(officer=clerk, goal=closing.goal("Y-Z1"), grade="qualified")


def test_nobody_writes_over_an_opinion_they_have_not_seen(closing):
    seen = think(closing).version
    think(closing, grade="basically_qualified", version=seen)
    with refused("panels.opinion_stale") as caught:
        think(closing, grade="good", conditions=("g1",), version=seen)
    assert "现为“基本合格”" in caught.value.message()
    assert "您填的是“良好”" in caught.value.message()
    assert "“basically qualified”" in caught.value.message("en").lower()


def test_once_the_group_has_ruled_opinions_stand(closing, meeting):
    think(closing)
    ruling = rule(closing, meeting)
    with refused("panels.ruled_already"):
        think(closing, grade="basically_qualified")
    withdraw_ruling(officer=closing.office, meeting=meeting, goal=closing.goal(), version=ruling.version)
    think(closing, grade="basically_qualified")
    rule(closing, meeting)
    conclude_meeting(officer=closing.office, meeting=meeting)
    with refused("panels.ruled_already"):
        think(closing)


@pytest.mark.parametrize("stage", [Stage.SETTING, Stage.RUNNING, Stage.NOTICED, Stage.REVIEWING, Stage.FINAL])
def test_opinions_and_meetings_belong_to_the_year_s_end(closing, stage):
    closing.at(stage)
    with refused("cycles.stage"):
        think(closing)
    with refused("cycles.stage"):
        sit(closing)


# ---- the deputy director's word


def test_the_deputy_in_charge_comments_before_the_group_decides(closing, meeting):
    with recorded("panels:remark:made"):
        made = remark(officer=closing.deputy_director, goal=closing.goal(), text="部门配合到位")
    assert made.text == "部门配合到位"
    with refused("goals.no_sentence"):
        remark(officer=closing.deputy_director, goal=closing.goal(), text=" ")
    with refused("people.may_not_here"):
        remark(officer=closing.deputy_director, goal=closing.goal("G-Z1"), text="好")
    rule(closing, meeting)
    with refused("panels.ruled_already"):
        remark(officer=closing.deputy_director, goal=closing.goal(), text="再说一句")


def test_a_recused_deputy_does_not_comment(closing):
    choose_settings(officer=closing.office, bureau=closing.bureau, values={"supervisors_recused": True})
    with refused("panels.remark_recused"):
        remark(officer=closing.deputy_director, goal=closing.goal(), text="好")


# ---- the meeting


@pytest.mark.parametrize("officer", ["office", "leading_group"])
def test_the_office_or_a_member_opens_the_meeting(closing, officer):
    with recorded("panels:meeting:opened"):
        made = sit(closing, officer)
    assert (made.number, made.minutes, made.present.count()) == (1, MINUTES, 3)


@pytest.mark.parametrize(
    ("code", "told"),
    [
        ("panels.no_minutes", {"minutes": " "}),
        ("panels.nobody_present", {"present": ()}),
        ("panels.no_member", {"present": ("leading_group", "checker")}),
        ("cycles.not_yet", {"held_on": date(2025, 12, 1)}),
        ("people.may_not", {"officer": "clerk"}),
    ],
)
def test_a_meeting_that_must_not_be_is_refused(closing, code, told):
    with refused(code):
        sit(closing, **told)


def test_one_meeting_sits_at_a_time_and_minutes_speak_of_one(closing, meeting):
    with refused("panels.meeting_sits"):
        sit(closing, minutes="〔2026〕2号")
    rule(closing, meeting)
    conclude_meeting(officer=closing.office, meeting=meeting)
    with refused("panels.minutes_taken"):
        sit(closing)
    assert sit(closing, minutes="〔2026〕2号").number == 2


def test_who_leaves_and_another_number_are_written_down(closing, meeting):
    told = {"held_on": TODAY, "minutes": "〔2026〕3号", "present": [closing.leading_group]}
    with recorded("panels:meeting:amended"):
        amend_meeting(officer=closing.office, meeting=meeting, version=meeting.version, **told)
    assert GradingMeeting.objects.get().present.count() == 1
    with refused("panels.meeting_stale"):
        amend_meeting(officer=closing.office, meeting=meeting, version=meeting.version, **told)


# ---- rulings


def test_a_ruling_is_written_down_and_only_the_conclusion_moves_points(closing, meeting):
    with recorded("panels:ruling:entered"):
        rule(closing, meeting, verdict=EXCELLENT)
    assert not Entry.objects.exists()
    before = board_of(closing.cycle).of("budget").tree.find("business.key")
    assert before.points is None
    conclude_meeting(officer=closing.office, meeting=meeting)
    grading = Grading.objects.get()
    assert (grading.grade, grading.conditions, grading.reason) == ("excellent", ["e2"], "全市评比一等")
    assert grading.decided_on == TODAY
    assert [proof.title for proof in grading.entry.evidence.all()] == [MINUTES]
    assert Ruling.objects.get().grading == grading


def test_a_grade_without_words_stands_on_the_minutes(closing, meeting):
    rule(closing, meeting)
    conclude_meeting(officer=closing.office, meeting=meeting)
    assert Grading.objects.get().entry.about == f"领导小组划档会（{MINUTES}）决定"


def test_a_later_word_replaces_an_earlier_one_seen(closing, meeting):
    first = rule(closing, meeting)
    rule(closing, meeting, verdict=Verdict("basically_qualified"), version=first.version)
    assert list(Ruling.objects.values_list("grade", flat=True)) == ["basically_qualified"]


def test_nobody_writes_over_a_ruling_they_have_not_seen(closing, meeting):
    first = rule(closing, meeting)
    with refused("panels.ruling_stale") as caught:
        rule(closing, meeting, verdict=Verdict("basically_qualified"))
    assert "现为“合格” · north·office" in caught.value.message()
    assert "您填的是“基本合格”" in caught.value.message()
    withdraw_ruling(officer=closing.office, meeting=meeting, goal=closing.goal(), version=first.version)
    with refused("panels.ruling_stale") as caught:
        rule(closing, meeting, version=first.version)
    assert "（没有记下）" in caught.value.message()
    with refused("panels.not_ruled"):
        withdraw_ruling(officer=closing.office, meeting=meeting, goal=closing.goal())


def test_the_office_does_not_write_down_what_is_ruled_on_its_own_department(closing, meeting):
    with refused("people.recusal"):
        rule(closing, meeting, "G-Z1")
    assert rule(closing, meeting, "G-Z1", officer="leading_group")


@pytest.mark.parametrize("role", ["checker", "department_head", "clerk", "auditor", "administrator", "nobody"])
def test_only_the_office_and_members_write_rulings(closing, meeting, role):
    with refused("people.may_not"):
        rule(closing, meeting, officer=role)


def test_what_was_ruled_by_who_is_recused_by_then_is_not_concluded(closing, meeting):
    rule(closing, meeting)
    appoint_at_once(closing.office, Role.OFFICER, closing.budget)
    with refused("panels.ruled_by_recused"):
        conclude_meeting(officer=closing.leading_group, meeting=meeting)


def test_a_concluded_meeting_is_closed_to_everything(closing, meeting):
    ruling = rule(closing, meeting)
    conclude_meeting(officer=closing.office, meeting=meeting)
    office, goal = closing.office, closing.goal("Y-Z2")
    for attempt in (
        lambda: rule_goal(officer=office, meeting=meeting, goal=goal, verdict=QUALIFIED),
        lambda: withdraw_ruling(officer=office, meeting=meeting, goal=closing.goal(), version=ruling.version),
        lambda: rule_agreed(officer=office, meeting=meeting),
        lambda: conclude_meeting(officer=office, meeting=meeting),
        lambda: amend_meeting(officer=office, meeting=meeting, held_on=TODAY, minutes="x", present=[closing.leading_group]),
    ):
        with refused("panels.meeting_closed"):
            attempt()


def test_nothing_ruled_is_nothing_to_conclude(closing, meeting):
    with refused("panels.nothing_ruled"):
        conclude_meeting(officer=closing.office, meeting=meeting)


def test_a_conclusion_that_the_rules_refuse_leaves_nothing_of_it(closing, meeting):
    """The rulebook's own check has the last word: here a ruling is spoilt behind the actions' back."""
    rule(closing, meeting, "Y-Z1")
    rule(closing, meeting, "Y-Z2", EXCELLENT)
    Ruling.objects.filter(goal__code="Y-Z2").update(conditions=[])
    with refused("grading.condition_missing"):
        conclude_meeting(officer=closing.office, meeting=meeting)
    assert GradingMeeting.objects.get().closed_at is None


def test_a_goal_of_another_year_is_not_ruled_on(closing, meeting, elsewhere):
    with refused("people.other_bureau"):
        rule_goal(officer=closing.office, meeting=meeting, goal=elsewhere.goal(), verdict=QUALIFIED)


def test_a_grade_given_before_is_decided_anew_with_a_reason(closing, meeting):
    grade_goal(officer=closing.leading_group, goal=closing.goal(), grade="qualified", reason="按期", evidence=PAPER)
    with refused("panels.same_grade"):
        rule(closing, meeting)
    with refused("panels.regrade_without_why"):
        rule(closing, meeting, verdict=Verdict("basically_qualified"))
    rule(closing, meeting, verdict=Verdict("basically_qualified", reason="复查完成率 85%"))
    conclude_meeting(officer=closing.office, meeting=meeting)
    assert [each.grade for each in Grading.objects.standing()] == ["basically_qualified"]
    assert GradingMeeting.objects.get().record["decisions"][0]["was"] == "合格"
    assert sorted(Entry.objects.values_list("count", flat=True)) == [-1, 1, 1]


# ---- agreement


def all_think(world, goals, grade="qualified", members=("leading_group", "director", "deputy_director"), **told):
    for goal in goals:
        for member in members:
            think(world, member, goal, grade, **told)


@pytest.fixture
def verified(closing):
    """The last quarter of `budget` stands as done as planned, so every goal suggests qualified."""
    from kaohe.ledger.actions import record_entry

    last = closing.cycle.periods.get(number=4)
    closing.bureau.clock = date(2026, 1, 10)
    closing.bureau.save()
    closing.at(Stage.CLOSING)
    for goal in closing.cycle.goals.filter(department=closing.budget):
        record_entry(
            officer=closing.office, cycle=closing.cycle, department=closing.budget, rule="duty.progress", occurred_on=last.ends,
            goal=goal, about="按计划完成", confirmed=True,
        )  # fmt: skip
    return closing


def test_what_all_agree_on_with_the_suggestion_is_written_down_at_once(verified):
    meeting = sit(verified)
    all_think(verified, ["Y-Z1", "Y-Z2"])
    think(verified, "leading_group", "Y-Q1")
    all_think(verified, ["Y-Q2"], "basically_qualified")
    all_think(verified, ["G-Z1"])
    with recorded("panels:rulings:agreed"):
        made = rule_agreed(officer=verified.office, meeting=meeting)
    assert sorted(each.goal.code for each in made) == ["Y-Z1", "Y-Z2"]
    with refused("panels.nothing_agreed"):
        rule_agreed(officer=verified.office, meeting=meeting)


def test_who_is_not_there_is_not_waited_for_and_too_few_decide_nothing(verified):
    meeting = sit(verified, present=("leading_group", "director"))
    all_think(verified, ["Y-Z1"], members=("leading_group", "director"))
    assert len(rule_agreed(officer=verified.office, meeting=meeting)) == 1
    choose_settings(officer=verified.office, bureau=verified.bureau, values={"quorum": 3})
    all_think(verified, ["Y-Z2"], members=("leading_group", "director"))
    with refused("panels.nothing_agreed"):
        rule_agreed(officer=verified.office, meeting=meeting)


def test_agreement_carries_everyone_s_grounds(verified):
    verified.absence(rule="integrity.praised", level="city", matter="表彰", goal=verified.goal(), confirmed=True)
    meeting = sit(verified)
    for member, condition, reason in [("leading_group", "e5", "市里表彰"), ("director", "e2", "评比一等"), ("deputy_director", "e5", "市里表彰")]:
        think(verified, member, grade="excellent", conditions=(condition,), reason=reason)
    [made] = rule_agreed(officer=verified.office, meeting=meeting)
    assert (made.conditions, made.reason) == (["e5", "e2"], "市里表彰；评比一等")


# ---- minutes


def test_the_minutes_say_who_was_there_who_stood_aside_and_how_members_differed(closing):
    appoint_at_once(closing.director, Role.DEPARTMENT_HEAD, closing.general)
    think(closing, "leading_group")
    think(closing, "deputy_director", grade="basically_qualified")
    meeting = sit(closing, present=("leading_group", "director"))
    rule(closing, meeting)
    rule(closing, meeting, "G-Z1", EXCELLENT, "leading_group")
    with_it = conclude_meeting(officer=closing.office, meeting=meeting)
    minutes = Minutes.from_data(GradingMeeting.objects.get(pk=with_it.pk).record)
    assert (minutes.minutes, minutes.held_on, minutes.quorum) == (MINUTES, "2025-10-15", 2)
    assert minutes.present == ["north·leading_group", "north·director"]
    assert minutes.absent == ["north·deputy_director"]
    budget, general = minutes.departments
    assert (budget.recused, budget.quorate) == ([], True)
    assert (general.recused, general.able, general.quorate) == (["north·director"], ["north·leading_group"], False)
    first, second = minutes.decisions
    assert (first.label, first.spread, first.entry) == ("合格", {"合格": 1, "基本合格": 1}, 1)
    assert (second.label, second.conditions) == ("优秀", ["主要指标完成，全市系统评比获一等或优秀"])
    assert minutes == Minutes.from_data(minutes.as_data())


def test_the_recused_are_kept_with_each_grade_and_their_opinions_do_not_count(closing):
    think(closing, "director", "G-Z1")
    appoint_at_once(closing.director, Role.DEPARTMENT_HEAD, closing.general)
    meeting = sit(closing)
    rule(closing, meeting, "G-Z1", officer="leading_group")
    conclude_meeting(officer=closing.office, meeting=meeting)
    assert Grading.objects.get().recused == ["north·director"]
    assert GradingMeeting.objects.get().record["decisions"][0]["spread"] == {}


def test_each_goal_s_own_history_tells_of_its_grade(closing, meeting):
    rule(closing, meeting)
    conclude_meeting(officer=closing.office, meeting=meeting)
    tags = list(Record.objects.order_by("sequence").values_list("tag", flat=True))[-2:]
    assert tags == ["panels:goal:graded", "panels:meeting:concluded"]
