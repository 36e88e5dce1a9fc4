"""What the director's meeting decides on goals, and what it may change once they are fixed."""

from fractions import Fraction

import pytest

from kaohe.cycles.models import Cycle
from kaohe.cycles.stages import Stage
from kaohe.goals.actions import (
    Ruling,
    agree,
    change_fixed_goals,
    compile_sheets,
    decide_goals,
    fix_sheets,
    lock_goals,
    propose,
    save_draft_goals,
)
from kaohe.goals.models import Decision, Goal, GoalSheet, GoalVersion, State, Step
from kaohe.goals.rows import row_of
from kaohe.results.facts import gather
from tests.support.bureau import recorded, refused
from tests.support.goal_rows import goal_row, goal_rows

APPROVED = Ruling(Decision.APPROVED)


@pytest.fixture
def meeting(world):
    """The goals of 预算科 lie before the meeting."""
    world.cycle.goals.all().delete()
    world.at(Stage.SETTING)
    sheet = save_draft_goals(officer=world.clerk, cycle=world.cycle, department=world.budget, rows=goal_rows())
    agree(officer=world.deputy_director, sheet=propose(officer=world.department_head, sheet=sheet))
    compile_sheets(officer=world.office, cycle=world.cycle)
    return world


def sheet_of(world):
    return GoalSheet.objects.get(department=world.budget)


def decide(world, rulings, **changed):
    return decide_goals(**{"officer": world.office, "sheet": sheet_of(world), "rulings": rulings, **changed})


def approve_all(world):
    return decide(world, {row["code"]: APPROVED for row in goal_rows()})


def fix(world, **changed):
    return fix_sheets(**{"officer": world.office, "cycle": world.cycle, "minutes": "〔2025〕8号", **changed})


@pytest.fixture
def fixed(meeting):
    """The goals of 预算科 are fixed."""
    approve_all(meeting)
    fix(meeting)
    return meeting


# ---- deciding ----


def test_the_meeting_decides_goal_by_goal(meeting):
    with recorded("goals:goals:decided"):
        sheet = decide(meeting, {"Z1": APPROVED}, minutes="〔2025〕8号")
    assert (sheet.decisions["Z1"]["decision"], sheet.minutes) == ("approved", "〔2025〕8号")


def test_a_later_ruling_replaces_an_earlier_one(meeting):
    decide(meeting, {"Z1": APPROVED})
    sheet = decide(meeting, {"Z1": Ruling(Decision.CHANGED, {"target": "一个不漏"}, "局长要求")})
    assert sheet.decisions["Z1"] == {"decision": "changed", "values": {"target": "一个不漏"}, "sentence": "局长要求"}


def test_a_change_that_changes_nothing_is_refused(meeting):
    with refused("goals.same_values"):
        decide(meeting, {"Z1": Ruling(Decision.CHANGED, {"title": "重点工作1"})})


def test_nothing_is_decided_on_a_goal_that_is_not_there(meeting):
    with refused("goals.not_on_sheet"):
        decide(meeting, {"Z1": APPROVED, "Z7": APPROVED})
    assert sheet_of(meeting).decisions == {}


@pytest.mark.parametrize("role", ["department_head", "deputy_director", "director"])
def test_decisions_are_written_down_by_the_office(meeting, role):
    with refused("people.may_not"):
        decide(meeting, {"Z1": APPROVED}, officer=getattr(meeting, role))


def test_two_who_write_at_once_do_not_overwrite_each_other(meeting):
    seen = sheet_of(meeting).version
    decide(meeting, {"Z1": APPROVED}, version=seen)
    with refused("goals.stale"):
        decide(meeting, {"Z2": APPROVED}, version=seen)


def test_nothing_is_decided_before_it_is_compiled(meeting):
    GoalSheet.objects.update(state=State.AGREED)
    with refused("goals.state"):
        decide(meeting, {"Z1": APPROVED})


# ---- fixing ----


def test_what_the_meeting_approved_becomes_the_goals_of_the_year(meeting):
    approve_all(meeting)
    version = meeting.cycle.goals_version
    with recorded("goals:goals:fixed"):
        goals = fix(meeting)
    assert [goal.title for goal in goals] == [row["title"] for row in goal_rows()]
    assert [goal.base for goal in goals] == [30, 30, 10, 10, 10, 10]
    assert {goal.quality for goal in goals} == {"一次通过人大审查"}
    assert len(gather(meeting.cycle).goals) == 6
    assert Cycle.objects.get(pk=meeting.cycle.pk).goals_version != version
    assert (sheet_of(meeting).state, sheet_of(meeting).steps.last().minutes) == (State.FIXED, "〔2025〕8号")


def test_a_change_of_the_meeting_is_the_first_version_beside_what_was_proposed(meeting):
    approve_all(meeting)
    decide(meeting, {"Z1": Ruling(Decision.CHANGED, {"target": "一个不漏"}, "局长要求")})
    fix(meeting)
    version = GoalVersion.objects.get(goal__code="Z1")
    assert (version.number, version.decision, version.minutes) == (1, Decision.CHANGED, "〔2025〕8号")
    assert (version.before["target"], version.values["target"]) == ("覆盖全部一级预算单位", "一个不漏")


def test_a_goal_struck_by_the_meeting_becomes_none(meeting):
    approve_all(meeting)
    decide(meeting, {"Y4": Ruling(Decision.STRUCK)})
    fix(meeting)
    assert list(Goal.objects.filter(category="ordinary").values_list("base", flat=True)) == [Fraction(40, 3)] * 3
    assert not Goal.objects.filter(code="Y4").exists()


def test_points_that_no_longer_add_up_are_refused(meeting):
    approve_all(meeting)
    decide(meeting, {"Z1": Ruling(Decision.CHANGED, {"base": "50"}), "Z2": Ruling(Decision.CHANGED, {"base": "20"})})
    with refused("goals.sum"):
        fix(meeting)
    assert not Goal.objects.exists()


def test_no_class_may_lose_its_last_goal(meeting):
    approve_all(meeting)
    decide(meeting, {"Z1": Ruling(Decision.STRUCK), "Z2": Ruling(Decision.STRUCK)})
    with refused("goals.none"):
        fix(meeting)


def test_nothing_is_fixed_while_a_goal_is_undecided(meeting):
    decide(meeting, {"Z1": APPROVED})
    with refused("goals.undecided") as caught:
        fix(meeting)
    assert "Z2、Y1、Y2、Y3、Y4" in caught.value.message()


def test_nothing_is_fixed_without_minutes(meeting):
    approve_all(meeting)
    with refused("goals.no_minutes"):
        fix(meeting, minutes=" ")


def test_nothing_is_fixed_before_it_is_compiled(world):
    world.at(Stage.SETTING)
    with refused("goals.nothing_to_fix"):
        fix(world)


def test_a_department_head_fixes_nothing(meeting):
    with refused("people.may_not"):
        fix(meeting, officer=meeting.department_head)


def test_a_number_that_is_taken_is_not_given_twice(meeting):
    approve_all(meeting)
    Goal.objects.create(cycle=meeting.cycle, department=meeting.budget, code="Z1", category="key", title="早先录入的")
    with refused("goals.taken"):
        fix(meeting)


def test_fixed_goals_can_be_locked_once_every_department_has_some(fixed):
    with refused("goals.none"):
        lock_goals(officer=fixed.office, cycle=fixed.cycle)


# ---- changing what is fixed ----


def rows_now(world):
    return [row_of(goal) for goal in Goal.objects.standing().of(world.budget)]


def change(world, rows, **changed):
    told = {
        "officer": world.office, "cycle": world.cycle, "department": world.budget, "rows": rows, "minutes": "〔2025〕15号",
        "sentence": "市里调整了任务",
    }  # fmt: skip
    return change_fixed_goals(**{**told, **changed})


def test_a_goal_of_another_name_is_found_by_its_new_letters(fixed):
    rows = rows_now(fixed)
    rows[0]["title"] = "绩效评价全覆盖"
    change(fixed, rows)
    assert Goal.objects.get(code=rows[0]["code"]).letters == " .jxpjqfg jixiaopingjiaquanfugai"


def test_a_decision_of_the_meeting_changes_a_goal_and_keeps_both_texts(fixed):
    rows = rows_now(fixed)
    rows[0]["target"] = "覆盖全部预算单位"
    with recorded("goals:goals:changed"):
        [version] = change(fixed, rows)
    assert (version.number, version.before["target"], version.values["target"]) == (
        2,
        "覆盖全部一级预算单位",
        "覆盖全部预算单位",
    )
    assert Goal.objects.get(code="Z1").target == "覆盖全部预算单位"
    assert sheet_of(fixed).steps.last().step == Step.CHANGED


def test_a_change_is_possible_while_the_year_runs(fixed):
    rows = rows_now(fixed)
    rows[0]["title"] = "改名"
    assert len(change(fixed.at(Stage.RUNNING), rows)) == 1


def test_goals_that_were_loaded_are_changed_with_both_texts_too(world):
    Goal.objects.update(measure="按时", target="全部", quality="合格", due="2025-11-30")
    rows = rows_now(world)
    rows[0]["target"] = "九成"
    [version] = change(world, rows)
    assert (version.number, version.before["base"], version.values["base"]) == (2, "30", "30")
    assert sheet_of(world).state == State.FIXED


def test_a_goal_is_struck_and_another_added(fixed):
    rows = [row for row in rows_now(fixed) if row["code"] != "Y4"]
    versions = change(fixed, [*rows, goal_row("ordinary", code="Y5", title="新增", base="10")])
    assert {(version.goal.code, version.decision) for version in versions} == {("Y4", "struck"), ("Y5", "added")}
    assert {goal.code for goal in gather(fixed.cycle).goals} == {"Z1", "Z2", "Y1", "Y2", "Y3", "Y5"}
    assert Goal.objects.get(code="Y4").struck_on == fixed.bureau.today()


def test_the_number_of_a_struck_goal_is_not_given_again(fixed):
    rows = [row for row in rows_now(fixed) if row["code"] != "Y4"]
    change(fixed, [*rows, goal_row("ordinary", code="Y5", base="10")])
    rows = [row for row in rows_now(fixed) if row["code"] != "Y5"]
    with refused("goals.taken"):
        change(fixed, [*rows, goal_row("ordinary", code="Y4", base="10")])


def test_a_goal_with_entries_is_not_struck(fixed):
    running = fixed.at(Stage.RUNNING)
    running.absence(goal=Goal.objects.get(code="Y4"))
    rows = [{**row, "base": ""} for row in rows_now(running) if row["code"] != "Y4"]
    with refused("goals.in_use"):
        change(running, rows)
    assert Goal.objects.get(code="Y4").struck_on is None


@pytest.mark.parametrize(
    ("code", "changed"),
    [("goals.no_minutes", {"minutes": " "}), ("goals.no_sentence", {"sentence": ""})],
)
def test_nothing_fixed_changes_without_minutes_and_reason(fixed, code, changed):
    rows = rows_now(fixed)
    rows[0]["title"] = "改名"
    with refused(code):
        change(fixed, rows, **changed)


def test_a_decision_that_changes_nothing_is_refused(fixed):
    with refused("goals.nothing_changed"):
        change(fixed, rows_now(fixed))


def test_changed_points_must_add_up(fixed):
    rows = rows_now(fixed)
    rows[0]["base"] = "20"
    with refused("goals.sum"):
        change(fixed, rows)


@pytest.mark.parametrize("role", ["department_head", "clerk", "deputy_director", "leading_group"])
def test_nobody_but_the_office_records_a_change(fixed, role):
    with refused("people.may_not"):
        change(fixed, rows_now(fixed), officer=getattr(fixed, role))


@pytest.mark.parametrize("stage", [Stage.CLOSING, Stage.NOTICED, Stage.FINAL])
def test_nothing_changes_once_the_year_closes(fixed, stage):
    with refused("cycles.stage"):
        change(fixed.at(stage), rows_now(fixed))


def test_a_department_without_fixed_goals_has_nothing_to_change(meeting):
    with refused("goals.none_fixed"):
        change(meeting, goal_rows())
