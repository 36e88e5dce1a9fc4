"""Papers of the running year: goals and who carries them, quarters as told and found, minutes, members, what is whose."""

from datetime import date, time

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from kaohe.goals.models import Assignment, DirectorsMeeting, Goal, GoalSheet, GoalVersion
from kaohe.goals.models import State as SheetState
from kaohe.ledger.actions import reverse_entry
from kaohe.panels.actions import amend_meeting, conclude_meeting, rule_goal
from kaohe.panels.verdicts import Verdict
from kaohe.paper.description import Table
from kaohe.people.models import Appointment, Department
from kaohe.people.roles import Post, Role
from kaohe.reports.catalogue import GROUPS, KINDS
from kaohe.reports.source import DRAFT
from kaohe.reports.tests.test_results import offered, paper, says, source
from tests.support.bureau import appoint_at_once
from tests.support.grading import sitting, world_to_grade


def table(made, at=0):
    blocks = [*made.blocks, *(block for annex in made.annexes for block in annex.blocks)]
    return [block for block in blocks if hasattr(block, "rows")][at]


# ---- who is offered what ---------------------------------------------------------------------------------------------


def test_nobody_is_offered_a_paper_of_what_they_may_not_see(world):
    for kind in ("inquiries", "leaves", "trainings"):
        assert offered(world, kind, "clerk") == ["budget", "budget-blank"]
        assert offered(world, kind, "nobody") == []
    for kind in ("statement", "score"):
        assert offered(world, kind, "clerk") == ["budget"]
        assert offered(world, kind, "nobody") == []
        assert offered(world, kind, "checker") == ["budget", "general"]
    for kind in ("score-sheet", "statistics", "information"):
        assert offered(world, kind, "clerk") == offered(world, kind, "checker") == []
        assert offered(world, kind, "director")
    assert offered(world, "key-goals", "clerk") == ["1-budget", "2-budget", "3-budget", "4-budget"]
    assert offered(world, "members", "nobody") == ["year"]
    assert offered(world, "directors", "clerk") == offered(world, "gradings", "clerk") == []


def test_nobody_is_offered_anothers_bureaus_papers(world, elsewhere):
    asked = source(world)
    foreign = [each for kind in KINDS.values() for each in kind.choices(source(elsewhere)) if each.row]
    assert {each.row.bureau_id for each in foreign} == {elsewhere.bureau.pk}
    assert KINDS["statement"].chosen(asked, "nowhere") is None


def test_every_kind_stands_in_a_group_that_is_listed():
    assert {kind.group for kind in KINDS.values()} == set(GROUPS)


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_a_paper_is_chinese_whatever_the_screen_speaks(world, language):
    appointment = Appointment.objects.get(officer=world.leading_group, role=Role.LEADING_GROUP)
    appointment.post = Post.LEADER
    appointment.save()
    with override(language):
        made = paper(world, "members", "year")
    assert made.title == "目标绩效考核领导小组及办公室人员组成"
    assert table(made).rows[0][:2] == ("组长", "north·leading_group")


# ---- goals -----------------------------------------------------------------------------------------------------------


def test_a_statement_names_goals_shares_and_persons(world):
    goal = world.goal("Y-Z1")
    Assignment.objects.create(
        goal=goal, officer=world.officer, cover=world.clerk, since=date(2025, 5, 1), plan={"1": "完成方案"}
    )
    made = paper(world, "statement", "budget")
    first = table(made).rows[0]
    assert (first[1], first[4], first[5], first[6]) == ("目标Y-Z1", "30.00", "north·officer", "north·clerk")
    assert not says(
        made,
        "预算科2025年度目标共6项，重点业务目标2项，业务目标4项",
        "科室负责人（签字）：north·department_head",
        "局领导（签字）：north·director",
    )


def test_a_statement_of_a_department_without_goals_is_a_draft(world):
    Goal.objects.filter(cycle=world.cycle, department=world.budget).delete()
    assert DRAFT in paper(world, "statement", "budget").warning


def test_a_quarters_key_goals_say_what_was_told_and_found(db):
    world = world_to_grade()
    made = paper(world, "key-goals", "4-budget")
    rows = table(made).rows
    told = {goal.title: goal for goal in Goal.objects.filter(department=world.budget, category="key")}
    assert {row[1] for row in rows} == set(told)
    assert all(row[5] == "按计划推进，材料齐全" and row[7].startswith("属实") for row in rows)
    assert DRAFT not in made.warning
    assert "2025年4季度" in made.blocks[0].text


def test_registers_hold_what_was_recorded_of_the_department_and_nothing_that_was_taken_back(world):
    away = {"rule": "discipline.leave", "about": "因公外出", "evidence": ()}
    world.absence(**away, persons=["north·clerk"], until=date(2025, 10, 17))
    world.absence(**away, persons=["north·office"], department=world.general)
    world.absence(rule="credits.complete", persons=["north·clerk"], about="会计培训班")
    world.absence(rule="credits.missing", persons=["north·clerk"], about="财务培训班")
    world.absence(rule="service.first_contact_kept", persons=[], about="抽查8条，登记及时")
    world.absence(rule="service.telephone", persons=["north·clerk"], about="接电话未报单位")
    world.absence(rule="service.complaint_upheld", persons=["north·clerk"], about="查监控，属实", matter="窗口推诿")
    world.absence(rule="service.complaint_unfounded", persons=[], about="查无此事", matter="来电")
    wrong = world.absence(rule="credits.complete", persons=["north·clerk"], about="误记的培训班")
    reverse_entry(officer=world.office, entry=wrong, why="误记")
    leave, training = (table(paper(world, kind, "budget", "clerk")).rows for kind in ("leaves", "trainings"))
    checks, complaints = (each.rows for each in paper(world, "inquiries", "budget", "clerk").blocks if isinstance(each, Table))
    assert [(row[1], row[2], row[4]) for row in leave] == [("north·clerk", "因公外出（请假外出登记）", "10月17日")]
    assert [(row[2], row[6], row[7]) for row in training] == [("会计培训班", "有", "有"), ("财务培训班", "—", "—")]
    assert training[1][9].startswith("缺少双证，记录")
    assert [(row[2], row[3], row[4]) for row in checks] == [
        ("抽查8条，登记及时", "—", "首问责任制台账抽查合格"), ("接电话未报单位", "north·clerk", "接听电话不规范"),
    ]  # fmt: skip
    assert [row[2:7] for row in complaints] == [
        ("窗口推诿", "查监控，属实", "north·clerk", "投诉查实", "移交追究责任"), ("来电", "查无此事", "—", "投诉查不属实", "—"),
    ]  # fmt: skip
    assert not says(paper(world, "leaves", "budget"), "系统记录，截至2025年10月15日")
    assert table(paper(world, "trainings", "general")).rows == (("—",) * 10,)


def test_registers_are_printed_empty(world):
    world.absence(rule="discipline.leave", about="因公外出", evidence=())
    for kind in ("inquiries", "leaves", "trainings"):
        made = paper(world, kind, "budget-blank")
        assert not any(any(row) for row in table(made).rows)
        assert not says(made, "科室：预算科")


# ---- meetings --------------------------------------------------------------------------------------------------------


def test_the_directors_minutes_hold_what_was_changed_and_what_was_struck(world):
    for goal, decision, sentence in (
        (world.goal("Y-Z1"), "approved", ""),
        (world.goal("G-Z1"), "changed", "指标提高到95%"),
    ):
        values = {"title": goal.title, "category": goal.category}
        GoalVersion.objects.create(
            goal=goal,
            number=1,
            decision=decision,
            values=values,
            minutes="局长办公会〔2025〕5号",
            sentence=sentence,
            officer=world.office,
        )
    row = {"code": "Y-Z9", "title": "没有通过的目标", "category": "key"}
    ruling = {"decision": "struck", "values": {}, "sentence": "与Y-Z1重复"}
    GoalSheet.objects.create(
        cycle=world.cycle,
        department=world.budget,
        state=SheetState.FIXED,
        rows=[row],
        decisions={"Y-Z9": ruling},
        minutes="局长办公会〔2025〕5号",
    )
    world.cycle.goals_fixed_on = date(2025, 5, 20)
    (of,) = offered(world, "directors")
    made = paper(world, "directors", of)
    assert [(row[2], row[5]) for row in table(made).rows] == [("Y-Z1", "同意"), ("Y-Z9", "取消"), ("G-Z1", "修改")]
    assert made.head.number == "局长办公会〔2025〕5号"
    assert not says(
        made,
        "2025年5月20日，north·director主持召开局长办公会议",
        "“没有通过的目标”取消：与Y-Z1重复",
        "修改：指标提高到95%",
    )
    told = {"present": ["周建国", "陈平"], "excused": ["李明"], "attending": ["各科室负责人"], "chair": "周建国", "place": "三楼会议室"}
    DirectorsMeeting.objects.create(
        cycle=world.cycle, minutes="局长办公会〔2025〕5号", held_on=date(2025, 5, 19), begins=time(9, 30), recorded_by=world.office, **told
    )
    assert not says(
        paper(world, "directors", of), "2025年5月19日09:30，周建国在三楼会议室主持召开局长办公会议", "出席：周建国、陈平。", "请假：李明。",
        "列席：各科室负责人。",
    )  # fmt: skip


def test_grading_minutes_hold_grades_points_and_who_was_there(db):
    world = world_to_grade()
    meeting = sitting(world)
    goal = Goal.objects.filter(department=world.budget).order_by("pk").first()
    verdict = Verdict("basically_qualified", reason="复查完成率 85%")
    rule_goal(officer=world.leading_group, meeting=meeting, goal=goal, verdict=verdict)
    present = list(meeting.present.all())
    amend_meeting(
        officer=world.office, meeting=meeting, held_on=meeting.held_on, minutes=meeting.minutes, present=present, place=" 三楼会议室 ",
        begins=time(14, 30), attending=["纪检组同志"],
    )  # fmt: skip
    conclude_meeting(officer=world.office, meeting=meeting)
    made = paper(world, "gradings", "1")
    (row,) = table(made).rows
    assert (row[0], row[1], row[4], row[5], row[6]) == ("预算科", goal.code, "基本合格", "0.6", "18.00")
    assert row[7] == "复查完成率 85%"
    assert not says(made, "基本合格1项", "north·deputy_director", "〔2026〕1号", "日14:30，在三楼会议室召开", "列席：纪检组同志。")


# ---- numbers of queries ----------------------------------------------------------------------------------------------


def queries(world, kind, of):
    with CaptureQueriesContext(connection) as found:
        paper(world, kind, of)
    return len(found)


def test_no_paper_asks_more_for_more_goals_or_members(world):
    asked = (("statement", "budget"), ("key-goals", "3-budget"), ("members", "year"))
    few = {kind: queries(world, kind, of) for kind, of in asked}
    for number in range(12):
        Department.objects.create(bureau=world.bureau, code=f"more-{number}", name=f"第{number}科", order=number + 5)
        Goal.objects.create(
            cycle=world.cycle, department=world.budget, code=f"Y-M{number}", category="key", title=f"再一项{number}"
        )
    for role in (Role.CHECKER, Role.OFFICE):
        appoint_at_once(world.nobody, role)
    assert {kind: queries(world, kind, of) for kind, of in asked} == few
