"""The quick screens: rounds through the departments, registers of single events, and how the departments stand."""

import re
from datetime import date

import pytest

from kaohe.ledger.models import Entry
from kaohe.people.models import Officer
from kaohe.people.roles import Role
from kaohe.web.shapes.screens import SCREENS
from tests.support.bureau import appoint_at_once
from tests.support.forms import filled

ROUND = "/2025/ledger/screens/attendance/"
ROUNDS = [each.code for each in SCREENS if each.is_round]
REGISTERS = [each.code for each in SCREENS if not each.is_round]


@pytest.fixture
def office(world, client):
    for number, name in enumerate(["王浩然", "马俊杰"]):
        officer = Officer.objects.create(username=f"budget{number}", name=name, bureau=world.bureau)
        appoint_at_once(officer, Role.OFFICER, world.budget)
    client.force_login(world.office)
    return client


def walk(client, path=ROUND, **fields):
    told = {"day": "2025-10-14", "paper": "出勤检查表", "remark": ""}
    return client.post(path, filled({**told, **{name.replace("_", "-", 1): value for name, value in fields.items()}}))


def leave(client, **fields):
    told = {"department": "budget", "persons": "王浩然", "occurred_on": "2025-10-15", "until": "", "words": "已请假"}
    return client.post("/2025/ledger/screens/leave/", filled({**told, **fields}))


def words(answer):
    return answer.content.decode()


def test_every_screen_of_the_edition_is_offered_and_opens(world, office):
    page = words(office.get("/2025/ledger/record/"))
    for screen in SCREENS:
        assert f"/2025/ledger/screens/{screen.code}/" in page
        assert office.get(f"/2025/ledger/screens/{screen.code}/").status_code == 200


@pytest.mark.parametrize("path", ["record/", "record/training.absence/", "screens/leave/", "bulk/"])
def test_the_side_bar_marks_recording_wherever_one_records(office, path):
    page = words(office.get(f"/2025/ledger/{path}"))
    assert re.findall(r'<a[^>]*href="([^"]*)"[^>]*aria-current="page"', page)[0] == "/2025/ledger/record/"


def test_every_rule_of_a_screen_is_one_of_the_founding_rules(world):
    known = world.cycle.rulebook().rules
    assert not [rule for screen in SCREENS for rule in (*screen.all_rules, *screen.excusing) if rule not in known]


def test_a_screen_whose_rules_an_edition_lacks_is_not_there():
    assert SCREENS[0].within({}).all_rules == ()
    assert SCREENS[0].within({"discipline.present": 1}).counted == ("discipline.present",)


def test_the_round_lists_each_department_with_its_people(world, office):
    page = words(office.get(ROUND))
    assert 'name="finding-budget" value="discipline.absence"' in page
    assert 'name="person-budget" value="王浩然"' in page
    assert 'name="count-general-discipline-present"' in page
    assert "出勤检查表 2025-10-15" in page


def test_a_round_through_two_departments_is_one_deed(world, office):
    answer = walk(
        office, finding_budget="discipline.absence", person_budget=["王浩然", "马俊杰"],
        **{"count-general-discipline-present": "4"},
    )  # fmt: skip
    assert (answer.status_code, answer["Location"]) == (302, ROUND)
    absent, present = Entry.objects.order_by("number")
    assert (absent.persons, absent.count, absent.rule) == (["王浩然", "马俊杰"], 2, "discipline.absence")
    assert (present.count, present.department, present.rule) == (4, world.general, "discipline.present")
    assert absent.about == "出勤检查：无故离岗"
    assert [each.title for each in absent.evidence.all()] == ["出勤检查表"]
    assert "已登记 2 笔：预算科 执行工作纪律 7 → 3" in words(office.get(ROUND))


def test_names_that_are_not_listed_are_typed(world, office):
    walk(office, finding_budget="discipline.absence", other_budget="借调人员甲、乙")
    assert Entry.objects.get().persons == ["借调人员甲", "乙"]


def test_what_an_entry_says_is_in_the_bureaus_language(world, office):
    office.cookies["django_language"] = "en"
    walk(office, finding_budget="discipline.absence", person_budget="王浩然", remark="上午九点")
    assert Entry.objects.get().about == "出勤检查：无故离岗。上午九点"


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({}, "还没有选任何一项"),
        ({"person_budget": "王浩然"}, "预算科：选了人员，还没有选情况"),
        ({"finding_budget": "discipline.absence"}, "须写明人员"),
        ({"finding_budget": "discipline.absence", "person_budget": "王浩然", "day": "前天"}, "看不懂这个日期"),
        ({"finding_budget": "discipline.absence", "person_budget": "王浩然", "day": "2025-10-16"}, "2025-10-16"),
        ({"finding_budget": "discipline.absence", "person_budget": "王浩然", "paper": ""}, "须附佐证"),
        ({"count-budget-discipline-present": "几个"}, "数量请填正整数"),
    ],
)
def test_a_round_that_is_not_right_says_why_and_keeps_what_was_ticked(world, office, fields, said):
    answer = walk(office, **fields)
    assert answer.status_code == 422
    assert said in words(answer)
    assert not Entry.objects.exists()
    if "person_budget" in fields:
        assert 'value="王浩然" checked' in words(answer)


def test_who_has_leave_is_marked_and_not_counted(world, office):
    leave(office)
    page = words(office.get(ROUND))
    assert "王浩然 <small>请假</small>" in page
    assert "1 人请假" in page
    answer = walk(office, finding_budget="discipline.absence", person_budget="王浩然", day="2025-10-15")
    assert answer.status_code == 422
    assert "已登记请假或外出" in words(answer)
    assert Entry.objects.count() == 1


def test_a_round_told_twice_is_asked_about(world, office):
    told = {"finding_budget": "discipline.absence", "person_budget": "王浩然"}
    walk(office, **told)
    asked = walk(office, **told)
    assert asked.status_code == 422
    assert 'name="confirmed"' in words(asked)
    assert walk(office, **told, confirmed="on").status_code == 302


def test_a_checkers_own_department_is_left_out(world, office, client):
    client.force_login(world.checker)
    page = words(client.get(ROUND))
    assert 'name="finding-general"' not in page
    assert "回避：综合科" in page
    answer = walk(client, finding_general="discipline.absence", other_general="某人")
    assert answer.status_code == 422
    assert not Entry.objects.exists()


def test_a_session_of_study_is_written_down_at_once(world, office):
    walk(
        office, "/2025/ledger/screens/study/", finding_budget="training.absence", person_budget="马俊杰",
        **{"count-budget-training-session": "5", "count-general-training-session": "4"},
    )  # fmt: skip
    rows = Entry.objects.order_by("number").values_list("rule", "department__code", "count")
    assert list(rows) == [("training.absence", "budget", 1), ("training.session", "budget", 5), ("training.session", "general", 4)]


def test_a_register_stays_open_for_the_next(world, office):
    told = {"department": "budget", "occurred_on": "2025-10-14", "persons": "王浩然", "count": "1", "about": "", "numbers": "", "document_number": ""}
    answer = office.post("/2025/ledger/screens/briefs/?rule=brief.sent", filled({**told, "matter": "信息 2025-88", "about": "信息"}))
    assert answer["Location"] == "/2025/ledger/screens/briefs/?rule=brief.sent&department=budget"
    page = words(office.get(answer["Location"]))
    assert '<option value="budget" selected' in page
    assert '<option value="信息 2025-88">' in page, "the second adoption of an article finds the first"
    assert office.post("/2025/ledger/screens/briefs/?rule=nothing", filled(told)).status_code == 404


def test_several_adoptions_of_one_article_count_once_by_the_highest(world, office):
    told = {
        "department": "budget", "occurred_on": "2025-10-14", "persons": "", "count": "1", "matter": "信息 88", "about": "被采用",
        "numbers": "采用通知", "document_number": "",
    }  # fmt: skip
    for level, said in (("district", "信息考核 0 → 1"), ("province", "信息考核 1 → 3"), ("city", "分数没有变动")):
        answer = office.post("/2025/ledger/screens/briefs/?rule=brief.adopted", filled({**told, "level": level}))
        assert said in words(office.get(answer["Location"])), level


def test_the_quota_the_count_and_the_standing_are_seen_at_a_glance(world, office):
    for number in range(3):
        world.absence(rule="brief.sent", matter=f"信息{number}", occurred_on=date(2025, 10, 10), department=world.general)
    page = words(office.get("/2025/ledger/screens/briefs/"))
    row = page[page.index('<th scope="row">综合科</th>') :]
    cells = row[: row.index("</tr>")]
    assert '<td class="kh-right">3</td>' in cells
    assert "未达" not in cells
    budget = page[page.index('<th scope="row">预算科</th>') :]
    assert "未达" in budget[: budget.index("</tr>")]


def test_leaders_notes_are_offered_beside_the_adoptions_with_what_to_know_of_them(world, office):
    page = words(office.get("/2025/ledger/screens/briefs/?rule=brief.noted"))
    assert "区级领导批示" in page
    assert "合规提示：批示和刊发不宜作为考核内容" in page
    assert "R34" in page
    assert "按批示领导所在机关的采用层级计" in page
    told = {
        "department": "budget", "matter": "信息 2025-1", "level": "city", "persons": "王浩然", "occurred_on": "2025-10-14", "count": "1",
        "about": "市领导批示", "numbers": "批示抄清〔2025〕3号", "document_number": "",
    }  # fmt: skip
    office.post("/2025/ledger/screens/briefs/?rule=brief.adopted", filled({**told, "level": "district"}))
    office.post("/2025/ledger/screens/briefs/?rule=brief.noted", filled(told))
    assert [entry.rule for entry in Entry.objects.order_by("number")] == ["brief.adopted", "brief.noted"]
    page = words(office.get("/2025/departments/budget/"))
    assert "同一事项已按最高的记录 2（市级领导批示）加分" in page


# --- the register of leave


def test_a_complaint_is_registered_with_either_finding(world, office):
    told = {"department": "budget", "occurred_on": "2025-03-12", "matter": "投诉 2025-1", "about": "经查不属实", "count": "1"}
    answer = office.post("/2025/ledger/screens/complaints/?rule=service.complaint_unfounded", filled(told))
    assert answer.status_code == 302
    assert Entry.objects.get(cycle=world.cycle).rule == "service.complaint_unfounded"
    assert "分数没有变动" in words(office.get(answer["Location"]))


def test_leave_is_registered_from_a_day_to_a_day_ahead(world, office):
    answer = leave(office, occurred_on="2025-10-20", until="2025-10-24", words="因公外出")
    assert (answer.status_code, answer["Location"]) == (302, "/2025/ledger/screens/leave/?rule=discipline.leave&department=budget")
    entry = Entry.objects.get()
    assert (entry.occurred_on, entry.until, entry.about) == (date(2025, 10, 20), date(2025, 10, 24), "因公外出")
    page = words(office.get("/2025/ledger/screens/leave/"))
    assert "2025-10-20 至 10-24" in page
    assert "尚未开始" in page
    assert "/2025/ledger/1/reverse/" in page


def test_several_people_of_one_leave_have_an_entry_each(world, office):
    leave(office, persons="王浩然、马俊杰")
    assert [entry.persons for entry in Entry.objects.order_by("number")] == [["王浩然"], ["马俊杰"]]
    assert "已登记 2 笔，一人一笔" in words(office.get("/2025/ledger/screens/leave/"))


def test_the_form_of_leave_asks_for_no_reason_and_no_paper(office):
    page = words(office.get("/2025/ledger/screens/leave/"))
    assert 'name="words"' in page
    assert "<textarea" not in page
    assert 'type="file"' not in page
    assert 'name="numbers"' not in page
    assert leave(office, words="病假").status_code == 422
    assert not Entry.objects.exists()


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"until": "2025-10-14"}, "止期早于起期"),
        ({"until": "后天"}, "看不懂这个日期"),
        ({"until": "2026-01-03"}, "不得跨年"),
        ({"persons": ""}, "请填写人员"),
    ],
)
def test_a_leave_that_cannot_be_says_why(office, fields, said):
    answer = leave(office, **fields)
    assert answer.status_code == 422
    assert said in words(answer)
    assert not Entry.objects.exists()


def test_overlapping_leave_is_asked_about_and_can_be_confirmed(office):
    leave(office, until="2025-10-17")
    answer = leave(office, occurred_on="2025-10-16")
    assert answer.status_code == 422
    assert 'name="confirmed"' in words(answer)
    assert leave(office, occurred_on="2025-10-16", confirmed="on").status_code == 302


def test_an_early_return_is_told_in_the_list(world, office):
    leave(office, occurred_on="2025-10-13", until="2025-10-17")
    page = words(office.get("/2025/ledger/screens/leave/"))
    assert 'action="/2025/ledger/1/end/"' in page
    assert office.post("/2025/ledger/1/end/", filled({"last_day": "2025-10-14"})).status_code == 302
    page = words(office.get("/2025/ledger/screens/leave/"))
    assert "已登记提前返岗：2025-10-13 至 10-14（#3）" in page
    assert "没有人请假或外出" in page
    assert "1 人请假" not in words(office.get(ROUND))


def test_an_early_return_that_cannot_be_says_why(world, office, client):
    leave(office, occurred_on="2025-10-13", until="2025-10-17")
    for day, said in (("2025-10-17", "提前返岗只能在这之间"), ("昨天", "看不懂这个日期")):
        answer = office.post("/2025/ledger/1/end/", filled({"last_day": day}))
        assert answer.status_code == 422
        assert said in words(answer)
    assert Entry.objects.count() == 1
    client.force_login(world.clerk)
    assert client.post("/2025/ledger/1/end/", filled({"last_day": "2025-10-14"})).status_code == 404


def test_who_has_leave_is_marked_at_study_too(office):
    leave(office, occurred_on="2025-10-13", until="2025-10-17")
    assert "王浩然 <small>请假</small>" in words(office.get("/2025/ledger/screens/study/"))
    answer = walk(office, "/2025/ledger/screens/study/", finding_budget="training.absence", person_budget="王浩然")
    assert answer.status_code == 422
    assert "已登记请假或外出" in words(answer)
