"""The grading page: what stands in a row, what is hidden from whom, and every deed on it, with scripts and without."""

import re

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kaohe.cycles.stages import Stage
from kaohe.evidence.actions import store_file
from kaohe.goals.models import Goal, ProgressLine, ProgressReport, Told
from kaohe.panels.actions import ask_excuse, enter_opinion, rule_goal
from kaohe.panels.models import Answer, Bearing, Excuse, Grading, GradingMeeting, Opinion, Remark, Ruling
from kaohe.panels.verdicts import Verdict
from kaohe.people.actions import choose_settings
from kaohe.people.roles import Role
from kaohe.web.tests.test_language import CHINESE
from tests.support.bureau import appoint_at_once
from tests.support.files import Upload, pdf
from tests.support.forms import filled
from tests.support.grading import MEMBERS, sitting, world_to_grade

PAGE, STEP, MEETING, CONCLUDE = "/2025/grading/", "/2025/grading/step/", "/2025/grading/meeting/", "/2025/grading/conclude/"


@pytest.fixture
def closing(db):
    return world_to_grade()


def goal(world, number=1, department="budget"):
    rows = Goal.objects.filter(cycle=world.cycle, department__code=department).select_related("department", "cycle__bureau")
    return rows.order_by("pk")[number - 1]


def say(client, about, act="opinion", grade="qualified", conditions=(), part="", **told):
    form = {"act": act, "goal": about.pk, "grade": grade, f"conditions-{grade}": list(conditions), "part": part, **told}
    return client.post(STEP, filled({name: value for name, value in form.items() if value != ""}))


def page(client, path=PAGE, **query):
    return client.get(path, query).content.decode()


# ---- a member alone


def test_a_goal_a_row_with_its_year_and_the_suggestion_beside_it(closing, client):
    client.force_login(closing.leading_group)
    shown = page(client)
    assert shown.count("data-kh-open-goal") == 12
    assert shown.index("预算科</h2>") < shown.index("综合科</h2>")
    assert "完成率 100%，目标已完成" in shown
    assert "示财办〔2025〕31号" in shown
    assert re.search(r"口径 R7", shown)


def test_a_member_saves_an_opinion_and_the_next_open_goal_follows(closing, client):
    client.force_login(closing.leading_group)
    answer = say(client, goal(closing))
    assert answer["Location"] == f"{PAGE}?as=opinion&goal={goal(closing, 2).pk}#panel"
    assert "已保存您的意见“合格”" in page(client)
    assert Opinion.objects.get().grade == "qualified"


def test_with_the_script_the_row_and_the_next_panel_come_back(closing, client):
    client.force_login(closing.leading_group)
    answer = say(client, goal(closing), part="1")
    text = answer.content.decode()
    assert answer.status_code == 200
    assert f'id="goal-{goal(closing).pk}"' in text
    assert f'<section class="kh-card kh-panel" id="panel" aria-labelledby="panel-title" tabindex="-1" data-kh-goal="{goal(closing, 2).pk}"' in text
    assert "<p data-kh-remaining>11</p>" in text
    assert "<html" not in text


def test_after_the_last_goal_of_the_page_the_first_open_one_follows(closing, client):
    client.force_login(closing.leading_group)
    answer = say(client, goal(closing, 6, "general"))
    assert f"goal={goal(closing, 1).pk}" in answer["Location"]


def test_what_a_grade_lacks_is_told_and_what_was_typed_stays(closing, client):
    client.force_login(closing.leading_group)
    answer = say(client, goal(closing), grade="excellent", reason="全市评比一等")
    shown = answer.content.decode()
    assert answer.status_code == 422
    assert 'href="#panel-conditions"' in shown
    assert 'value="全市评比一等"' in shown
    assert re.search(r'value="excellent" data-key="1" data-reason checked', shown)
    assert not Opinion.objects.exists()


def test_conditions_of_another_grade_than_the_chosen_one_do_not_count(closing, client):
    client.force_login(closing.leading_group)
    form = {"act": "opinion", "goal": goal(closing).pk, "grade": "good", "conditions-good": ["g1"], "conditions-excellent": ["e2"]}
    assert client.post(STEP, filled(form)).status_code == 302
    assert Opinion.objects.get().conditions == ["g1"]


def test_somebody_was_quicker_and_both_are_shown(closing, client):
    client.force_login(closing.leading_group)
    first = enter_opinion(officer=closing.leading_group, goal=goal(closing), grade="qualified")
    enter_opinion(officer=closing.leading_group, goal=goal(closing), grade="basically_qualified", version=first.version)
    answer = say(client, goal(closing), grade="good", conditions=["g1"], version=first.version)
    shown = answer.content.decode()
    assert answer.status_code == 409
    both = shown[shown.index("kh-two-sides") : shown.index("kh-grade-form")]
    assert both.index("现在的") < both.index("基本合格") < both.index("您填的") < both.index("良好")
    now = Opinion.objects.get()
    assert f'name="version" value="{now.version}"' in shown
    assert say(client, goal(closing), grade="good", conditions=["g1"], version=now.version).status_code == 302


# ---- what is hidden


def test_where_the_bureau_wants_it_opinions_come_before_the_suggestion(closing, client):
    choose_settings(officer=closing.office, bureau=closing.bureau, values={"opinions_first": True})
    enter_opinion(officer=closing.director, goal=goal(closing), grade="basically_qualified", reason="主任的理由")
    client.force_login(closing.leading_group)
    for query in ({}, {"as": "decision"}, {"part": "1"}):
        shown = page(client, goal=goal(closing).pk, **query)
        assert "填写您的意见后，显示系统建议和其他成员的意见" in shown
        assert "目标已完成" not in shown
        assert "主任的理由" not in shown
        assert "kh-spread-mark" not in shown
    say(client, goal(closing))
    shown = page(client, goal=goal(closing).pk)
    assert "目标已完成" in shown
    assert "主任的理由" in shown


def test_the_secretary_who_has_no_opinion_sees_how_members_differ(closing, client):
    choose_settings(officer=closing.office, bureau=closing.bureau, values={"opinions_first": True})
    for member, grade in zip(MEMBERS, ("qualified", "qualified", "basically_qualified"), strict=True):
        enter_opinion(officer=getattr(closing, member), goal=goal(closing), grade=grade)
    client.force_login(closing.office)
    shown = page(client, goal=goal(closing).pk)
    row = shown[shown.index(f'id="goal-{goal(closing).pk}"') :][:3000]
    assert "合格 <strong>2</strong>" in row
    assert "基本合格 <strong>1</strong>" in row


def test_who_is_recused_sees_the_facts_and_nothing_else(closing, client):
    enter_opinion(officer=closing.director, goal=goal(closing, 1, "general"), grade="basically_qualified", reason="主任的理由")
    rule_goal(
        officer=closing.leading_group, meeting=sitting(closing), goal=goal(closing, 1, "general"),
        verdict=Verdict("basically_qualified", reason="会上的理由"),
    )  # fmt: skip
    client.force_login(closing.office)
    shown = page(client, goal=goal(closing, 1, "general").pk)
    panel = shown[shown.index('id="panel"') :]
    assert "您须回避这个科室，由其他成员办理" in panel
    assert "示财办〔2025〕31号" in panel
    for hidden in ("目标已完成", "主任的理由", "会上的理由", "kh-grade-form"):
        assert hidden not in panel
    assert say(client, goal(closing, 1, "general"), act="ruling").status_code == 422


def test_who_stands_aside_and_whether_enough_are_left_stands_above_each_department(closing, client):
    for role in ("director", "deputy_director"):
        appoint_at_once(closing.people[role], Role.OFFICER, closing.general)
    client.force_login(closing.leading_group)
    shown = page(client)
    head = shown[shown.index("综合科</h2>") :][:400]
    assert "回避 north·director、north·deputy_director" in head
    assert "可参加的成员 1 人，不足法定 2 人" in head


def test_a_deputy_sees_the_departments_in_charge_and_comments(closing, client):
    from kaohe.people.models import Appointment

    Appointment.objects.filter(officer=closing.deputy_director, role=Role.LEADING_GROUP).delete()
    enter_opinion(officer=closing.director, goal=goal(closing), grade="basically_qualified", reason="主任的理由")
    client.force_login(closing.deputy_director)
    shown = page(client)
    assert "综合科</h2>" not in shown
    assert "目标已完成" in shown
    assert "主任的理由" not in shown
    assert client.get(PAGE, {"goal": goal(closing, 1, "general").pk}).status_code == 404
    assert client.get(MEETING).status_code == 404
    assert say(client, goal(closing), act="remark", words="配合改革任务重", grade="").status_code == 302
    assert Remark.objects.get().text == "配合改革任务重"
    client.force_login(closing.leading_group)
    assert "配合改革任务重" in page(client, goal=goal(closing).pk)


# ---- the secretary


@pytest.fixture
def meeting(closing):
    return sitting(closing)


def test_the_meeting_is_opened_decisions_written_down_and_concluded(closing, client):
    client.force_login(closing.office)
    assert "还没有开始划档会" in page(client)
    people = [getattr(closing, each).username for each in MEMBERS]
    form = {"deed": "open", "held_on": "2026-01-10", "minutes": "〔2026〕1号", "place": "三楼会议室", "present": people}
    assert client.post(MEETING, filled(form)).status_code == 302
    for number in (1, 2):
        assert say(client, goal(closing, number), act="ruling").status_code == 302
    assert "已记下" in page(client)
    shown = page(client, MEETING)
    assert "形成决定：2 项记入台账" in shown
    sat = GradingMeeting.objects.get()
    answer = client.post(CONCLUDE, filled({"meeting": sat.number, "act": "conclude", "version": sat.version}))
    assert answer["Location"] == "/2025/grading/minutes/1/"
    told = page(client, "/2025/grading/minutes/1/")
    assert "〔2026〕1号" in told
    assert "三楼会议室" in told
    assert told.count("<strong>合格</strong>") == 2
    assert Grading.objects.count() == 2
    assert "划档会（〔2026〕1号）决定" in page(client, goal=goal(closing, 1).pk)


def test_who_came_late_is_written_down(closing, meeting, client):
    client.force_login(closing.office)
    form = {"deed": "amend", "held_on": "2026-01-10", "minutes": "〔2026〕1号", "present": ["north-director"], "version": meeting.version}
    assert client.post(MEETING, filled(form)).status_code == 302
    assert [each.username for each in meeting.present.all()] == ["north-director"]
    answer = client.post(MEETING, filled({**form, "minutes": ""}))
    assert answer.status_code == 422
    assert "刚被别人改过" in answer.content.decode()


def test_a_ruling_is_taken_back(closing, meeting, client):
    client.force_login(closing.office)
    say(client, goal(closing), act="ruling")
    version = Ruling.objects.get().version
    assert say(client, goal(closing), act="unrule", version="of-yesterday").status_code == 409
    assert say(client, goal(closing), act="unrule", version=version).status_code == 302
    assert not Ruling.objects.exists()


def test_all_that_agree_with_the_suggestion_are_written_down_with_one_press(closing, meeting, client):
    for member in MEMBERS:
        for number in (1, 2):
            enter_opinion(officer=getattr(closing, member), goal=goal(closing, number), grade="qualified")
    client.force_login(closing.office)
    assert "意见一致且与建议相同的 2 项，一次记下" in page(client, MEETING)
    assert client.post(CONCLUDE, filled({"meeting": 1, "act": "agree"})).status_code == 302
    assert Ruling.objects.count() == 2
    answer = client.post(CONCLUDE, filled({"meeting": 1, "act": "agree"}))
    assert answer.status_code == 409
    assert "没有全体意见一致" in answer.content.decode()


def test_nothing_is_concluded_that_is_nothing_or_not_there(closing, meeting, client):
    client.force_login(closing.office)
    answer = client.post(CONCLUDE, filled({"meeting": 1, "act": "conclude"}))
    assert (answer.status_code, "还没有记下任何一项决定" in answer.content.decode()) == (422, True)
    assert client.post(CONCLUDE, filled({"meeting": 7, "act": "conclude"})).status_code == 404
    client.force_login(closing.auditor)
    assert client.post(CONCLUDE, filled({"meeting": 1, "act": "conclude"})).status_code == 404


def test_without_a_meeting_nothing_is_written_down(closing, client):
    client.force_login(closing.office)
    answer = say(client, goal(closing), act="ruling")
    assert "还没有开始划档会，不能记集体决定" in answer.content.decode()


def test_the_papers_of_an_application_are_opened_from_beside_the_goal(closing, client, settings, tmp_path):
    settings.EVIDENCE = tmp_path
    head = closing.department_head
    file = store_file(officer=head, bureau=closing.bureau, upload=Upload("来文.pdf", pdf()))
    ask_excuse(officer=head, goal=goal(closing), reason="政策调整", evidence=[file])
    client.force_login(closing.leading_group)
    shown = page(client, goal=goal(closing).pk)
    assert f'<a href="/evidence/{file.digest}/">来文.pdf</a>' in shown
    assert shown.count("来文.pdf") == 1
    assert client.get(f"/evidence/{file.digest}/").content == pdf()


def test_the_papers_of_a_quarter_nobody_verified_yet_stand_there_once_and_are_opened_from_there(closing, client, settings, tmp_path):
    settings.EVIDENCE = tmp_path
    head, about = closing.department_head, goal(closing)
    late = Goal.objects.create(cycle=about.cycle, department=about.department, code="B-9", title="年中交办", category="ordinary")
    file = store_file(officer=head, bureau=closing.bureau, upload=Upload("验收单.pdf", pdf()), document_number="财验〔2025〕7号")
    report = ProgressReport.objects.get(period__number=1, department=about.department)
    ProgressReport.objects.filter(pk=report.pk).update(state=Told.SUBMITTED)
    line = ProgressLine.objects.create(report=report, goal=late, met=True, sentence="已验收", evidence=["财验〔2025〕7号", "会议记录"])
    line.files.add(file)
    client.force_login(closing.leading_group)
    shown = page(client, goal=late.pk)
    assert f'会议记录 · <a href="/evidence/{file.digest}/">{file.title}</a> <span class="kh-mark">未经病毒扫描</span>' in shown
    assert shown.count("财验〔2025〕7号") == 1
    assert client.get(f"/evidence/{file.digest}/").content == pdf()


def test_an_application_is_decided_beside_the_goal(closing, client):
    ask_excuse(officer=closing.department_head, goal=goal(closing), reason="政策调整", evidence=["市财〔2025〕8号"])
    client.force_login(closing.leading_group)
    assert "市财〔2025〕8号" in page(client, goal=goal(closing).pk)
    excuse = Excuse.objects.get()
    answer = say(client, goal(closing), act="grant", excuse=excuse.pk, words="情况属实", grade="")
    assert answer["Location"].endswith(f"goal={goal(closing).pk}#panel")
    excuse.refresh_from_db()
    assert excuse.answer == Answer.GRANTED
    assert say(client, goal(closing), act="deny", excuse=excuse.pk, words="再议", grade="").status_code == 409
    client.force_login(closing.office)
    assert say(client, goal(closing), act="grant", excuse=excuse.pk, words="同意", grade="").status_code == 422


def test_an_entry_that_names_no_goal_is_given_one_or_none(closing, client):
    entry = closing.absence(rule="service.complaint_upheld", matter="投诉一件", about="办事群众投诉查实")
    client.force_login(closing.leading_group)
    assert "1 件事项未指明目标" in page(client)
    assert say(client, goal(closing), act="bears", entry=entry.number, words="涉及该项工作", grade="").status_code == 302
    shown = page(client, goal=goal(closing).pk)
    assert "被服务对象投诉并查实：投诉查实" in shown
    assert say(client, goal(closing), act="bears-not", entry=entry.number, words="", grade="").status_code == 422
    assert Bearing.objects.count() == 1
    assert say(client, goal(closing), act="bears", entry=999, words="x", grade="").status_code == 404


@pytest.mark.parametrize("act", ["dance", "", "grade"])
def test_a_deed_that_is_none_is_not_there(closing, client, act):
    client.force_login(closing.leading_group)
    assert say(client, goal(closing), act=act).status_code == 404


def test_before_the_year_closes_the_page_is_to_read(closing, client):
    closing.at(Stage.RUNNING)
    client.force_login(closing.leading_group)
    shown = page(client)
    assert "划档在年终考核阶段进行" in shown
    assert "kh-grade-form" not in shown
    assert say(client, goal(closing)).status_code == 409


def test_other_bureaus_and_odd_numbers_are_not_there(closing, client):
    client.force_login(closing.leading_group)
    for odd in ("999999", "x", "-1"):
        assert client.get(PAGE, {"goal": odd}).status_code == 404
        assert client.post(STEP, filled({"act": "opinion", "goal": odd})).status_code == 404


@pytest.mark.parametrize("role", [*(str(role) for role in Role), "nobody"])
def test_the_minutes_are_for_those_who_may_see_how_every_department_is_graded(closing, meeting, client, role):
    client.force_login(getattr(closing, role))
    allowed = role in {"office", "director", "leading_group", "deputy_director", "auditor"}
    # Here the deputy director sits in the leading group.
    assert (client.get("/2025/grading/minutes/1/").status_code == 200) is allowed
    assert (client.get(f"/history/meeting/{meeting.pk}/").status_code == 200) is allowed
    assert client.get("/2025/grading/minutes/9/").status_code == 404


@pytest.mark.parametrize("role", [*(str(role) for role in Role), "nobody"])
def test_each_role_may_do_on_the_page_what_is_theirs_and_no_more(closing, meeting, client, role):
    """Status for each deed on a goal of `budget`: 302 done, 422 refused, 404 not even there."""
    client.force_login(getattr(closing, role))
    got = {act: say(client, goal(closing, place), act=act, words="说明").status_code for place, act in enumerate(("opinion", "ruling", "remark"), 1)}
    members = {"leading_group", "director", "deputy_director"}
    if role in members:
        assert got == {"opinion": 302, "ruling": 302, "remark": 302 if role == "deputy_director" else 422}
    elif role == "office":
        assert got == {"opinion": 422, "ruling": 302, "remark": 422}
    else:
        assert set(got.values()) == {404}


def test_the_page_in_english_holds_no_chinese_of_ours(closing, meeting, client):
    ask_excuse(officer=closing.department_head, goal=goal(closing), reason="Policy", evidence=["Paper"])
    closing.absence(rule="service.complaint_upheld", matter="m", about="Complaint", goal=goal(closing))
    closing.absence(rule="service.complaint_upheld", matter="n", about="Another")
    Goal.objects.update(title="A goal", target="All", measure="In time")
    client.force_login(closing.office)
    rule_goal(officer=closing.office, meeting=meeting, goal=goal(closing, 2), verdict=Verdict("excellent", ("e2",), "First"))
    enter_opinion(officer=closing.leading_group, goal=goal(closing), grade="unqualified", conditions=("u5",), reason="Complaint")
    GradingMeeting.objects.update(minutes="No 1")
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "en"
    for path in (PAGE, f"{PAGE}?goal={goal(closing).pk}", f"{PAGE}?goal={goal(closing, 2).pk}", MEETING, "/2025/grading/minutes/1/"):
        text = client.get(path).content.decode()
        text = re.sub(r"示财办〔2025〕31号|按计划推进，材料齐全|[1-4]季度|考勤表", "", text)
        text = re.sub(r'<span class="kh-seal[^>]*>考</span>|>中文<|north局', "", text)
        assert not set(CHINESE.findall(text)), path
    shown = client.post(STEP, filled({"act": "ruling", "goal": goal(closing).pk, "grade": "excellent"})).content.decode()
    assert "needs a reason in words" in shown


@pytest.mark.parametrize("path", [PAGE, MEETING, "/2025/grading/minutes/1/"])
def test_a_page_asks_the_same_however_many_goals_there_are(db, client, path):
    def questions(world):
        meeting = sitting(world)
        for each in Goal.objects.filter(cycle=world.cycle, department=world.budget).select_related("department", "cycle__bureau"):
            for member in MEMBERS:
                enter_opinion(officer=getattr(world, member), goal=each, grade="qualified")
            rule_goal(officer=world.leading_group, meeting=meeting, goal=each, verdict=Verdict("qualified"))
        client.force_login(world.leading_group)
        client.get(path)
        with CaptureQueriesContext(connection) as asked:
            assert client.get(path).status_code == 200
        return len(asked)

    few = world_to_grade(2, 3)
    before = questions(few)
    few.cycle.grading_meetings.all().update(closed_at="2026-01-10T00:00Z", closed_by=few.leading_group)
    Goal.objects.bulk_create(
        Goal(cycle=few.cycle, department=few.budget, code=f"N{number}", title="目标", category="ordinary") for number in range(20)
    )
    client.force_login(few.leading_group)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(path).status_code == 200
    assert len(asked) <= before <= 40
