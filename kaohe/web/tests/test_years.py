"""The year as the office runs it: its tasks, its dates, its stages, and the next year opened in a few steps."""

from datetime import date, datetime

import pytest

from kaohe.cycles.actions import load_calendar, open_cycle
from kaohe.cycles.actions.years import spans
from kaohe.cycles.milestones import Milestone
from kaohe.cycles.models import Cycle
from kaohe.cycles.plan import Frame, propose
from kaohe.cycles.stages import Stage
from kaohe.days.calendar import Day, Kind
from kaohe.days.national import national
from kaohe.panels.actions import grade_goal
from kaohe.web.forms.years import field_of
from tests.support.bureau import PAPER, recorded, rulebook
from tests.support.forms import filled
from tests.support.pages import text


def frame(year):
    return Frame(year, tuple(last for _, last in spans(year, 4)), national(), rulebook().objection)


def typed(of, **changed):
    dates = {
        field_of(each.key): each.day.isoformat()
        for each in propose(frame(of))
        if each.key.milestone != Milestone.OBJECTION
    }
    return filled({**dates, **changed})


@pytest.fixture
def office(world, client):
    client.force_login(world.office)
    return client


@pytest.fixture
def planned(world):
    """The year to come, opened with its dates (it is 15 October 2025)."""
    return open_cycle(officer=world.office, bureau=world.bureau, year=2026, edition=world.cycle.edition)


def test_the_year_is_a_list_of_tasks_with_who_and_by_when(world, planned, office):
    page = text(office.get("/2026/tasks/"))
    for words in (
        "局长办公会审定目标",
        "报送重点工作完成情况",
        "季度通报",
        "年终划档",
        "公示结果",
        "结果定案",
        "2026-05-29",
        "暂定",
    ):
        assert words in page
    assert "没有逾期的任务" in page
    assert "还欠：预算科、综合科" in page


def test_what_was_not_done_in_time_is_overdue(world, planned, office):
    world.bureau.__class__.objects.filter(pk=world.bureau.pk).update(clock=date(2026, 6, 1))
    page = text(office.get("/2026/tasks/"))
    assert "有 6 项逾期" in page
    assert page.count(">逾期</span>") == 6


def test_a_department_sees_its_own_debt_and_not_that_of_others(world, planned, client):
    client.force_login(world.department_head)
    page = text(client.get("/2026/tasks/"))
    assert "还欠：预算科<" in page
    assert "综合科<" not in page.replace("综合科</a>", "")
    assert "调整日程" not in page


def test_a_year_without_dates_still_tells_its_tasks(world, office):
    page = text(office.get("/2025/tasks/"))
    assert "局长办公会审定目标" in page
    assert ">已完成</span>" in page


def test_grading_is_counted_goal_by_goal(world, office):
    world.at(Stage.CLOSING)
    goal = world.goal("Y-Z1")
    grade_goal(officer=world.leading_group, goal=goal, grade="qualified", reason="按期完成", evidence=PAPER)
    page = text(office.get("/2025/tasks/"))
    assert "1 / 12" in page
    assert "还欠：预算科、综合科" in page


def test_the_dates_go_into_anyones_calendar(world, planned, client):
    client.force_login(world.nobody)
    answer = client.get("/2026/tasks/dates.ics")
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    lines = answer.content.decode().replace("\r\n ", "").split("\r\n")
    assert "DTSTART;VALUE=DATE:20260529" in lines
    assert "UID:goals-2026@north.kaohe" in lines
    assert sum(line == "STATUS:TENTATIVE" for line in lines) == 6


def test_an_announced_deadline_stands_in_it_to_the_minute(world, planned, client):
    moment = datetime.fromisoformat("2027-01-21T17:30+08:00")
    Cycle.objects.filter(pk=planned.pk).update(stage=Stage.NOTICED, objection_deadline=moment)
    client.force_login(world.nobody)
    assert "DTSTART:20270121T093000Z" in client.get("/2026/tasks/dates.ics").content.decode()


def test_the_office_moves_a_date(world, planned, office):
    with recorded("cycles:dates:set"):
        answer = office.post("/2026/tasks/dates/", typed(2026, goals="2026-05-20", reason="提前上会"))
    assert (answer.status_code, answer["Location"]) == (302, "/2026/tasks/")
    assert planned.dates.get(milestone="goals").day == date(2026, 5, 20)


def test_a_date_of_rest_is_refused_beside_its_field_and_nothing_typed_is_lost(world, planned, office):
    answer = office.post("/2026/tasks/dates/", typed(2026, goals="2026-05-02", reason="理由甲"))
    page = text(answer)
    assert answer.status_code == 422
    assert '<a href="#f-goals">目标审定：' in page
    assert 'value="2026-05-02"' in page
    assert "理由甲" in page
    assert "2026-05-06" in page
    assert planned.dates.get(milestone="goals").day == date(2026, 5, 29)


def test_a_date_that_is_none_is_told_too(world, planned, office):
    assert office.post("/2026/tasks/dates/", typed(2026, goals="")).status_code == 422
    assert office.post("/2026/tasks/dates/", typed(2026, goals="someday")).status_code == 422


def test_the_page_of_dates_proposes_those_of_the_calendar(world, planned, office):
    planned.dates.filter(milestone="goals").update(day=date(2026, 5, 20))
    assert 'value="2026-05-20"' in text(office.get("/2026/tasks/dates/"))
    assert 'value="2026-05-29"' in text(office.get("/2026/tasks/dates/?like=calendar"))


def test_an_announced_year_has_no_dates_to_move(world, planned, office):
    Cycle.objects.filter(pk=planned.pk).update(stage=Stage.NOTICED)
    assert office.get("/2026/tasks/dates/").status_code == 404


def test_a_year_is_opened_by_confirming_what_is_proposed(world, office):
    page = text(office.get("/years/open/"))
    assert "开启 2026 年度" in page
    assert "考核办法与上年相同" in page
    assert "沿用 2 个科室" in page
    with recorded("cycles:cycle:opened"):
        answer = office.post("/years/open/", typed(2026, year="2026", edition=world.cycle.edition.code))
    assert answer["Location"] == "/2026/tasks/"
    assert Cycle.objects.get(year=2026).dates.count() == 13
    assert "2026 年度已开启" in text(office.get("/2026/tasks/"))


def test_a_year_is_opened_once_however_often_the_button_is_pressed(world, office):
    form = typed(2026, year="2026", edition=world.cycle.edition.code)
    assert [office.post("/years/open/", form)["Location"] for _ in range(2)] == ["/2026/tasks/"] * 2
    again = office.post("/years/open/", typed(2026, year="2026", edition=world.cycle.edition.code))
    assert again.status_code == 422
    assert "已经开启" in text(again)


def test_as_last_year_takes_over_last_years_dates(world, planned, office):
    planned.dates.filter(milestone="goals").update(day=date(2026, 5, 20))
    assert 'value="2027-05-31"' in text(office.get("/years/open/"))
    page = text(office.get("/years/open/?like=last"))
    assert 'value="2027-05-20"' in page
    assert "上年 <span" in page


def test_dates_beyond_the_known_calendar_are_marked(world, office):
    assert text(office.get("/years/open/?year=2024")).count("暂定") == 0
    assert text(office.get("/years/open/?year=2026")).count("暂定") == 5


def test_reckoning_anew_leaves_nothing_in_the_address_but_its_question(world, office):
    code = world.cycle.edition.code
    answer = office.get("/years/open/", typed(2026, year="2027", edition=code, opened_for="x"))
    assert answer["Location"] == f"/years/open/?year=2027&edition={code}"
    assert "开启 2027 年度" in text(office.get(answer["Location"]))


def reckoned_anew(office, **told):
    """The page that comes of its form, as the office sends it to have the dates reckoned anew."""
    answer = office.get("/years/open/", typed(2026, opened_for="x", **told))
    return answer["Location"], text(office.get(answer["Location"]))


def test_what_is_typed_by_hand_stays_when_the_dates_are_reckoned_anew(world, office):
    asked = f"year=2026&edition={world.cycle.edition.code}"
    address, page = reckoned_anew(office, year="2026", edition=world.cycle.edition.code, reckoned=asked, goals="2026-05-20")
    assert address == f"/years/open/?{asked}&goals=2026-05-20"
    assert 'value="2026-05-20"' in page
    assert "1 个日期是手填的" in page
    assert page.count(">手填</span>") == 1
    assert f'href="?{asked}">改回推算的日期</a>' in page
    assert "手填" not in text(office.get(f"/years/open/?{asked}"))


def test_what_is_typed_by_hand_moves_with_the_year_to_a_day_that_is_worked(world, office):
    asked = f"year=2026&edition={world.cycle.edition.code}"
    told = {"year": "2027", "edition": world.cycle.edition.code, "reckoned": asked}
    address, page = reckoned_anew(office, **told, goals="2026-05-15")  # 15 May 2027 is a Saturday
    assert address.endswith("&goals=2027-05-17")
    assert 'value="2027-05-17"' in page
    assert "1 个日期是手填的" in page


def test_a_date_of_no_such_year_stays_as_it_was_typed(world, office):
    code = world.cycle.edition.code
    told = {"year": "2027", "edition": code, "reckoned": f"year=2026&edition={code}"}
    address, page = reckoned_anew(office, **told, goals="9999-12-31")
    assert address.endswith("&goals=9999-12-31")
    assert 'value="9999-12-31"' in page


def test_what_is_typed_by_hand_stays_when_last_years_dates_are_taken(world, planned, office):
    planned.dates.filter(milestone="grading").update(day=date(2027, 1, 20))
    told = {"year": "2026", "edition": world.cycle.edition.code, "like": "last"}
    address, page = reckoned_anew(office, **told, reckoned=f"year=2026&edition={told['edition']}", goals="2026-05-20")
    assert "like=last" in address
    assert 'value="2026-05-20"' in page
    assert 'value="2028-01-20"' in page


def test_dates_of_a_year_that_was_changed_without_reckoning_are_not_taken_for_typed_ones(world, office):
    code = world.cycle.edition.code
    answer = office.post("/years/open/", typed(2026, year="2027", edition=code, reckoned=f"year=2026&edition={code}"))
    page = text(answer)
    assert answer.status_code == 422
    assert "手填" not in page
    assert f'name="reckoned" value="year=2026&edition={code}"' in page
    address, _page = reckoned_anew(office, year="2027", edition=code, reckoned=f"year=2026&edition={code}")
    assert address == f"/years/open/?year=2027&edition={code}"


def test_a_refused_date_stays_typed_when_the_others_are_reckoned_anew(world, office):
    code = world.cycle.edition.code
    asked = f"year=2026&edition={code}"
    page = text(office.post("/years/open/", typed(2026, year="2026", edition=code, reckoned=asked, goals="2026-05-02")))
    assert "1 个日期是手填的" in page
    assert 'value="2026-05-02"' in reckoned_anew(office, year="2026", edition=code, reckoned=asked, goals="2026-05-02")[1]


def test_a_bureau_without_an_edition_is_told_where_to_get_one(world, office, monkeypatch):
    from kaohe.cycles.models import Edition

    monkeypatch.setattr("kaohe.web.views.years.Edition.objects.visible_to", lambda officer: Edition.objects.none())
    assert "还没有采用考核办法" in text(office.get("/years/open/"))


def test_everything_in_the_way_of_a_stage_is_listed_at_once(world, office):
    world.at(Stage.CLOSING)
    world.cycle.goals.all().delete()
    world.at(Stage.SETTING)
    page = text(office.get("/2025/stage/"))
    assert "还有 4 件事挡在前面" in page
    assert "推进到“日常考核”" not in page
    answer = office.post("/2025/stage/", filled({"to": "running"}))
    assert answer.status_code == 422
    assert Cycle.objects.get(pk=world.cycle.pk).stage == Stage.SETTING


def test_a_year_goes_from_stage_to_stage_by_those_whose_part_it_is(world, client):
    client.force_login(world.office)
    assert "推进到“年终考核”" in text(client.get("/2025/stage/"))
    client.post("/2025/stage/", filled({"to": "closing"}))
    assert Cycle.objects.get(pk=world.cycle.pk).stage == Stage.CLOSING
    assert "/2025/results/" in text(client.get("/2025/stage/"))
    assert client.post("/2025/stage/", filled({"to": "noticed"})).status_code == 404
    world.at(Stage.FINAL)
    assert client.post("/2025/stage/", filled({"to": "closing"})).status_code == 404


def test_a_move_that_the_table_does_not_allow_is_not_there(world, office):
    assert office.post("/2025/stage/", filled({"to": "final"})).status_code == 404
    assert office.post("/2025/stage/", filled({"to": "nonsense"})).status_code == 404


def test_the_year_is_not_closed_before_its_dates_are_certain(world, planned, office):
    Cycle.objects.filter(pk=planned.pk).update(stage=Stage.RUNNING)
    assert "还有 6 件事挡在前面" in text(office.get("/2026/stage/"))
    load_calendar(
        officer=world.office,
        bureau=world.bureau,
        year=2027,
        days=[Day(date(2027, 1, 1), Kind.REST, "元旦")],
        source="通知",
    )
    assert "没有事项挡在前面" in text(office.get("/2026/stage/"))
    assert "暂定" not in text(office.get("/2026/tasks/"))
