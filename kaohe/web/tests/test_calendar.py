"""The working days on their page: read by all, kept by the office, loaded from the notice after a look at what would come."""

import io
import re
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from kaohe.cycles.calendar import calendar_of
from kaohe.cycles.models import CalendarDay, CalendarYear
from kaohe.files.calendar_sheet import read_calendar, write_calendar
from kaohe.web.shapes.calendar_todos import todos
from tests.support.bureau import recorded
from tests.support.forms import filled
from tests.support.pages import text

TABLE = "日期,至,类型,名称\n2027-01-01,2027-01-03,休息日,元旦\n2026-12-26,,调休上班,元旦\n"


@pytest.fixture
def office(world, client):
    client.force_login(world.office)
    return client


def upload(content=TABLE, name="日历.csv", **changed):
    data = content if isinstance(content, bytes) else content.encode()
    return filled(
        {"year": "2027", "source": "国办发明电〔2026〕7号", "file": SimpleUploadedFile(name, data), **changed}
    )


def signed(answer):
    return re.search(r'name="signed" value="([^"]+)"', answer.content.decode())[1]


def test_everyone_reads_which_days_are_worked(world, client):
    client.force_login(world.nobody)
    page = text(client.get("/calendar/2026/"))
    assert "春节" in page
    assert "02-16–02-20, 02-23" in page
    assert "02-14, 02-28" in page
    assert "国务院办公厅通知" in page
    assert "添加" not in page


def test_the_bare_address_leads_to_this_year(world, client):
    client.force_login(world.nobody)
    assert client.get("/calendar/")["Location"] == "/calendar/2025/"


def test_a_year_nobody_knows_says_so(world, office):
    page = text(office.get("/calendar/2027/"))
    assert "只按周一至周五推算" in page
    assert "尚未确定" in page


def test_the_lack_of_next_year_is_told_from_november(world, office):
    world.bureau.__class__.objects.filter(pk=world.bureau.pk).update(clock=date(2026, 10, 31))
    assert "还没有导入" not in text(office.get("/calendar/2026/"))
    world.bureau.__class__.objects.filter(pk=world.bureau.pk).update(clock=date(2026, 11, 1))
    assert "2027 年的工作日历还没有导入" in text(office.get("/calendar/2026/"))
    assert "2027 年的工作日历还没有导入" in text(office.get("/2025/tasks/"))


def test_a_day_of_the_place_is_added_and_taken_back(world, office):
    form = {"do": "set", "day": "2026-03-09", "kind": "rest", "name": "三月三", "source": "区府规定"}
    with recorded("cycles:day:set"):
        assert office.post("/calendar/2026/", filled(form))["Location"] == "/calendar/2026/"
    assert "三月三" in text(office.get("/calendar/2026/"))
    with recorded("cycles:day:cleared"):
        office.post("/calendar/2026/", filled({"do": "clear", "day": "2026-03-09"}))
    assert not CalendarDay.objects.exists()


def test_a_day_without_its_paper_is_refused_and_kept_in_the_form(world, office):
    answer = office.post(
        "/calendar/2026/", filled({"do": "set", "day": "2026-03-09", "kind": "rest", "name": "三月三", "source": ""})
    )
    assert answer.status_code == 422
    assert 'value="三月三"' in text(answer)
    assert not CalendarDay.objects.exists()


@pytest.mark.parametrize("day", ["", "someday", "2026-02-30"])
def test_taking_back_what_is_no_day_is_not_there(world, office, day):
    assert office.post("/calendar/2026/", filled({"do": "clear", "day": day})).status_code == 404


def test_taking_back_what_was_never_said_is_refused(world, office):
    answer = office.post("/calendar/2026/", filled({"do": "clear", "day": "2026-03-09"}))
    assert answer.status_code == 422
    assert "不必撤销" in text(answer)


def test_a_year_is_looked_at_first_and_loaded_when_confirmed(world, office):
    looked = office.post("/calendar/load/", upload())
    assert "新增 4 / 修改 0 / 不变 0 / 错误 0" in text(looked)
    assert not CalendarYear.objects.exists()
    with recorded("cycles:calendar:loaded"):
        answer = office.post("/calendar/load/", filled({"signed": signed(looked)}))
    assert answer["Location"] == "/calendar/2027/"
    calendar = calendar_of(world.bureau)
    assert calendar.is_workday(date(2027, 1, 1)) is False
    assert calendar.is_workday(date(2026, 12, 26)) is True
    again = office.post("/calendar/load/", upload(TABLE.replace("元旦\n", "新年\n", 1)))
    assert "新增 0 / 修改 3 / 不变 1 / 错误 0" in text(again)


def test_the_notice_as_a_workbook_is_loaded_too(world, office):
    days = read_calendar(TABLE.encode(), "日历.csv", 2027).days
    target = io.BytesIO()
    write_calendar(target, 2027, days)
    assert "新增 4" in text(office.post("/calendar/load/", upload(target.getvalue(), "日历.xlsx")))


def test_a_file_with_errors_loads_nothing_and_names_every_cell(world, office):
    answer = office.post("/calendar/load/", upload("日期,类型\n2027-02-30,休\n2027-01-01,也许\n"))
    page = text(answer)
    assert answer.status_code == 422
    assert "错误 2" in page
    assert "第 2 行" in page
    assert "第 3 行" in page
    assert 'name="signed"' not in page


def test_the_table_comes_back_as_a_file_with_its_reasons_and_goes_in_once_it_is_mended(world, office):
    answer = office.post("/calendar/load/", upload("日期,类型,名称\n2027-02-30,休,春节\n2027-01-01,休,元旦\n"))
    page = text(answer)
    assert "下载带失败原因的表（1 行要改）" in page
    parcel = re.search(r'name="failed" value="([^"]*)"', page)[1]
    back = office.post("/calendar/load/", filled({"failed": parcel}))
    assert back["Content-Disposition"].startswith("attachment")
    read = read_calendar(back.content, "未通过的行.xlsx", 2027)
    assert [bool(row.problems) for row in read.rows] == [True, False]
    assert not CalendarYear.objects.exists()
    for spoilt in (parcel[:-3], "nonsense"):
        assert office.post("/calendar/load/", filled({"failed": spoilt}))["Location"] == "/calendar/load/"


def test_a_file_without_a_table_has_nothing_to_give_back(office):
    assert 'name="failed"' not in text(office.post("/calendar/load/", upload("随便写写\n")))


def test_a_look_that_was_tampered_with_or_made_elsewhere_is_worth_nothing(world, elsewhere, client):
    client.force_login(elsewhere.office)
    foreign = signed(client.post("/calendar/load/", upload()))
    client.force_login(world.office)
    for parcel in (foreign, foreign[:-3], "nonsense"):
        answer = client.post("/calendar/load/", filled({"signed": parcel}))
        assert answer["Location"] == "/calendar/load/"
    assert not CalendarYear.objects.exists()


def test_without_a_file_the_form_says_so(world, office):
    answer = office.post("/calendar/load/", filled({"year": "2027", "source": "通知"}))
    assert answer.status_code == 422


def test_the_table_of_a_year_comes_back_as_it_went(world, office):
    answer = office.get("/calendar/2026/table.xlsx")
    assert len(read_calendar(answer.content, "表.xlsx", 2026).days) == 25


@pytest.mark.parametrize("path", ["/calendar/1900/", "/calendar/3000/", "/calendar/1900/table.xlsx"])
def test_years_of_no_use_are_not_there(world, office, path):
    assert office.get(path).status_code == 404


def test_the_office_is_asked_for_the_calendar_in_november_and_for_the_year_in_december(world):
    cycle = world.cycle
    asked = [[todo.words for todo in todos(world.office, cycle, date(2025, month, 1))] for month in (10, 11, 12)]
    assert asked == [[], [], ["开启 2026 年度"]]
    cycle.year = 2026
    assert [todo.words for todo in todos(world.office, cycle, date(2026, 11, 1))] == ["导入 2027 年工作日历"]
    assert todos(world.clerk, cycle, date(2026, 12, 1)) == []
