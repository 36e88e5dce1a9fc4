"""The working days of a year go out as a small table and come back as the same days; what is wrong is told by its cell."""

import io
from datetime import date

import pytest
import xlsxwriter
from python_calamine import CalamineWorkbook

from kaohe.days.calendar import Calendar, Day, Kind
from kaohe.days.national import national
from kaohe.files.calendar_sheet import differing, read_calendar, write_back, write_calendar

HEADER = ["日期", "至", "类型", "名称"]


def workbook(*rows):
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True})
    sheet = book.add_worksheet("Sheet1")
    for number, row in enumerate(rows):
        for at, cell in enumerate(row):
            sheet.write(number, at, cell)
    book.close()
    return target.getvalue()


def csv(*rows):
    return "\n".join(",".join(row) for row in rows).encode()


def told(read):
    return {problem.code for problem in read.problems}


@pytest.mark.parametrize("year", [2024, 2025, 2026])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_countrys_calendar_comes_back_as_it_went(year, language):
    target = io.BytesIO()
    write_calendar(target, year, differing(national(), year), language)
    read = read_calendar(target.getvalue(), "日历.xlsx", year)
    assert read.problems == ()
    again = Calendar([year], read.days)
    days = [date(year, 1, 1).replace(month=month, day=day) for month in range(1, 13) for day in range(1, 29)]
    assert all(again.is_workday(day) == national().is_workday(day) for day in days)


def test_the_same_days_give_the_same_file():
    first, second = io.BytesIO(), io.BytesIO()
    for target in (first, second):
        write_calendar(target, 2026, differing(national(), 2026))
    assert first.getvalue() == second.getvalue()


def test_a_notice_is_typed_in_as_it_is_worded():
    read = read_calendar(
        workbook(
            ["国务院办公厅关于 2027 年部分节假日安排的通知"],
            HEADER,
            ["2027年1月1日", "2027-01-03", "放假", "元旦"],
            ["2026/12/26", "", "上班", "元旦"],
            ["2月5日", "2月11日", "休", "春节"],
        ),
        "通知.xlsx",
        2027,
    )
    assert read.problems == ()
    assert len(read.days) == 11
    assert read.days[0] == Day(date(2026, 12, 26), Kind.MADE_UP, "元旦")
    assert {day.day.day for day in read.days if day.name == "春节"} == set(range(5, 12))


def test_a_csv_of_the_office_suite_is_read_too():
    rows = csv(HEADER, ["2027-01-01", "", "休息日", "元旦"])
    for data in (rows, rows.decode().encode("gb18030"), b"\xef\xbb\xbf" + rows):
        assert read_calendar(data, "日历.csv", 2027).days == (Day(date(2027, 1, 1), Kind.REST, "元旦"),)


@pytest.mark.parametrize(
    ("row", "code", "cell"),
    [
        (["2027-02-30", "", "休", ""], "files.no_such_day", "A 日期"),
        (["someday", "", "休", ""], "files.bad_date", "A 日期"),
        (["", "", "休", "元旦"], "files.required", "A 日期"),
        (["2027-01-01", "", "", "元旦"], "files.required", "C 类型"),
        (["2027-01-01", "", "也许", ""], "files.calendar.kind", "C 类型"),
        (["2027-01-03", "2027-01-01", "休", ""], "files.calendar.backwards", "B 至"),
        (["2027-01-01", "2028-01-01", "休", ""], "files.calendar.long", "B 至"),
        (["2028-01-01", "", "休", ""], "files.calendar.outside", "A 日期"),
        (["2026-11-30", "", "休", ""], "files.calendar.outside", "A 日期"),
        (["2027-01-04", "", "上班", ""], "files.calendar.idle", "C 类型"),
        (["2027-05-01", "", "班", ""], "files.calendar.twice", "A 日期"),
    ],
)
def test_what_is_wrong_is_told_by_its_cell_and_nothing_is_taken(row, code, cell):
    read = read_calendar(workbook(HEADER, ["2027-05-01", "", "休", "劳动节"], row), "日历.xlsx", 2027)
    assert told(read) == {code}
    assert read.days == ()
    assert (read.problems[0].place.row, read.problems[0].place.column) == (3, cell)
    assert read.problems[0].message("zh") != read.problems[0].message("en")


def test_everything_wrong_is_told_at_once():
    read = read_calendar(workbook(HEADER, ["x", "", "休", ""], ["2027-01-01", "", "?", ""]), "日历.xlsx", 2027)
    assert told(read) == {"files.bad_date", "files.calendar.kind"}


def test_the_same_day_told_twice_alike_counts_once():
    read = read_calendar(
        workbook(HEADER, ["2027-01-01", "2027-01-03", "休", "元旦"], ["2027-01-03", "", "休", "元旦"]),
        "日历.xlsx",
        2027,
    )
    assert [day.day.day for day in read.days] == [1, 2, 3]


@pytest.mark.parametrize(
    ("data", "name"),
    [(b"", "日历.xlsx"), (b"no workbook", "日历.xlsx"), (b"\0\0", "日历.csv"), (b"a,b\n1,2", "日历.csv")],
)
def test_a_file_that_is_none_of_ours_is_refused_with_the_reason(data, name):
    read = read_calendar(data, name, 2027)
    assert read.days == ()
    assert len(read.problems) == 1


def test_a_table_without_a_day_is_the_wrong_one():
    assert told(read_calendar(workbook(HEADER), "日历.xlsx", 2027)) == {"files.calendar.empty"}


def given_back(read, language="zh"):
    target = io.BytesIO()
    rows = [{**row.cells, "reason": " ".join(each.message(language) for each in row.problems)} for row in read.rows]
    write_back(target, 2027, rows, language)
    return target.getvalue()


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_table_with_mistakes_goes_back_whole_with_its_reasons_and_can_be_mended_and_sent_again(language):
    rows = [HEADER, ["2027-01-01", "2027-01-03", "休息日", "元旦"], ["2027-02-30", "", "休息日", "=春节"], ["2027-03-01", "", "也许", ""]]
    read = read_calendar(csv(*rows), "通知.csv", 2027)
    assert (read.days, read.failed, len(read.rows)) == ((), 2, 3)
    content = given_back(read, language)
    table = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    assert table[2][-1] in ("失败原因", "Why it failed")
    assert [bool(row[-1]) for row in table[3:]] == [False, True, True]
    assert table[4][:4] == ["2027-02-30", "", "休息日", "=春节"], "as it was typed, and no formula"
    again = read_calendar(content, "带原因的表.xlsx", 2027)
    assert (told(again), again.failed, len(again.rows)) == (told(read), 2, 3)
    assert "files.unknown_column" not in told(again), "the reasons are passed over"
    mended = [*rows[:2], ["2027-02-06", "", "休息日", "春节"], ["2027-03-06", "", "调休上班", ""]]
    assert read_calendar(workbook(*mended), "通知.xlsx", 2027).days


def test_the_template_has_no_column_for_reasons():
    target = io.BytesIO()
    write_calendar(target, 2027)
    assert "失败原因" not in str(CalamineWorkbook.from_filelike(io.BytesIO(target.getvalue())).get_sheet_by_index(0).to_python())
