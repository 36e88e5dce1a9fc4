"""Drafts of goals in workbooks and on the clipboard: understood as people type them, every error with its cell."""

import io

import pytest
from xlsxwriter import Workbook

from kaohe.engine import Department
from kaohe.files.goal_drafts import PASTE_FIELDS, Draft, read_goal_drafts, read_pasted_goals, write_goal_drafts
from tests.support.founding import founding_rulebook

DEPARTMENTS = (Department("budget", "预算科", "预算", ("预算管理科",)), Department("general", "综合科"))
HEADERS = ("科室", "类别", "目标名称", "基本分", "衡量标准", "目标值", "质量标准", "完成时限", "实事或重点工作")
GOOD = ("预算科", "重点业务目标", "编制预算", "60/7", "按时", "全部", "一次通过", "2025-11-30", "是")


@pytest.fixture(scope="module")
def rulebook():
    return founding_rulebook()


def book(*rows, sheet="目标", merge=()):
    target = io.BytesIO()
    with Workbook(target) as workbook:
        page = workbook.add_worksheet(sheet)
        for number, row in enumerate(rows):
            for at, cell in enumerate(row):
                page.write(number, at, cell)
        for first, last, at, text in merge:
            page.merge_range(first, at, last, at, text)
    return target.getvalue()


def read(rulebook, *rows, **options):
    return read_goal_drafts(book(*rows, **options), "目标.xlsx", rulebook, DEPARTMENTS, 2025)


def test_goals_of_several_departments_come_from_one_workbook(rulebook):
    found = read(rulebook, HEADERS, GOOD, ("综合科", "一般", "写材料", "", "按时", "全部", "好", "11月30日", ""))
    assert [draft.department for draft in found.rows] == ["budget", "general"]
    assert found.rows[0].texts == {
        "category": "key", "code": "", "title": "编制预算", "base": "60/7", "due": "2025-11-30", "key_work": "yes", "origin": "",
        "measure": "按时", "target": "全部", "quality": "一次通过",
    }  # fmt: skip
    assert found.rows[1].texts["due"] == "2025-11-30"


def test_title_rows_merged_departments_and_headers_of_other_names_are_understood(rulebook):
    headers = ("序号", "责任科室", "目标类别", "目标内容", "分值", "完成时间")
    rows = [(1, None, "重点", "甲", 30, "2025年6月30日"), (2, None, "重点", "乙", 30, 45838)]
    found = read(rulebook, ("2025年度目标表",), headers, *rows, sheet="Sheet1", merge=[(2, 3, 1, "预算管理科")])
    assert [(each.department, each.texts["title"], each.texts["base"]) for each in found.rows] == [
        ("budget", "甲", "30"), ("budget", "乙", "30"),
    ]  # fmt: skip
    assert [each.texts["due"] for each in found.rows] == ["2025-06-30", "2025-06-30"]
    assert not any(each.problems for each in found.rows)


@pytest.mark.parametrize(
    ("at", "typed", "code", "column"),
    [
        (0, "预筹科", "files.unknown_department", "A 科室"),
        (1, "次要", "files.unknown_category", "B 类别"),
        (2, "", "files.required", "C 目标名称"),
        (3, "很多", "files.bad_number", "D 基本分"),
        (7, "五月底", "files.bad_date", "H 完成时限"),
        (8, "也许", "files.bad_yes_no", "I 实事或重点工作"),
    ],
)
def test_an_error_names_its_cell_and_spoils_only_its_row(rulebook, at, typed, code, column):
    wrong = tuple(typed if number == at else cell for number, cell in enumerate(GOOD))
    first, second = read(rulebook, HEADERS, wrong, GOOD).rows
    assert [(each.code, each.place.row, each.place.column) for each in first.problems] == [(code, 2, column)]
    assert not second.problems


def test_a_number_that_stands_twice_is_told_with_the_second_row(rulebook):
    found = read(rulebook, ("目标编号", *HEADERS), ("Z1", *GOOD), ("Z1", *GOOD), ("Z1", "综合科", *GOOD[1:]))
    assert [[each.code for each in draft.problems] for draft in found.rows] == [[], ["files.goal_twice"], []]


@pytest.mark.parametrize("data", [b"", b"no workbook", b"PK\x03\x04broken"])
def test_what_is_no_workbook_is_told_and_gives_no_rows(rulebook, data):
    found = read_goal_drafts(data, "目标.xlsx", rulebook, DEPARTMENTS, 2025)
    assert not found.rows
    assert found.problems


def test_a_workbook_with_several_sheets_and_none_of_goals_is_told(rulebook):
    target = io.BytesIO()
    with Workbook(target) as workbook:
        for name in ("甲", "乙"):
            workbook.add_worksheet(name).write(0, 0, "x")
    found = read_goal_drafts(target.getvalue(), "目标.xlsx", rulebook, DEPARTMENTS, 2025)
    assert [each.code for each in found.problems] == ["files.no_goal_sheet"]


def test_a_sheet_without_its_columns_is_told(rulebook):
    found = read(rulebook, ("目标名称", "类别"), ("甲", "重点"))
    assert not found.rows
    assert "files.column_missing" in {each.code for each in found.problems}


@pytest.mark.parametrize("language", ["zh", "en"])
def test_what_is_written_reads_back_the_same(rulebook, language):
    drafts = [Draft(4, each.department, each.texts) for each in read(rulebook, HEADERS, GOOD).rows]
    target = io.BytesIO()
    write_goal_drafts(target, rulebook, DEPARTMENTS, drafts, year=2025, language=language)
    assert list(read_goal_drafts(target.getvalue(), "x.xlsx", rulebook, DEPARTMENTS, 2025).rows) == drafts


def test_the_template_reads_as_empty(rulebook):
    target = io.BytesIO()
    write_goal_drafts(target, rulebook, DEPARTMENTS, (), year=2025, example=True)
    found = read_goal_drafts(target.getvalue(), "x.xlsx", rulebook, DEPARTMENTS, 2025)
    assert found == ((), ())


def test_failed_rows_go_back_with_their_reason_and_come_in_once_mended(rulebook):
    wrong = read(rulebook, HEADERS, (*GOOD[:7], "五月底", "是")).rows
    target = io.BytesIO()
    write_goal_drafts(target, rulebook, DEPARTMENTS, wrong, year=2025, failed=True)
    [again] = read_goal_drafts(target.getvalue(), "x.xlsx", rulebook, DEPARTMENTS, 2025).rows
    assert (again.texts["due"], [each.code for each in again.problems]) == ("五月底", ["files.bad_date"])


def test_a_pasted_range_is_read_in_the_order_of_the_grid(rulebook):
    text = "重点业务目标\t\t编制预算\t60/7\t区政府\t按时\t全部\t通过\t2025年11月30日\t是\n业务目标\tY1\t日常\r\n"
    first, second = read_pasted_goals(text, rulebook, 2025)
    assert first == {
        "category": "key", "code": "", "title": "编制预算", "base": "60/7", "origin": "区政府", "measure": "按时", "target": "全部",
        "quality": "通过", "due": "2025-11-30", "key_work": "yes",
    }  # fmt: skip
    assert (second["category"], second["code"], second["title"], second["due"]) == ("ordinary", "Y1", "日常", "")


def test_a_pasted_range_with_headers_is_read_by_them(rulebook):
    text = "目标内容\t类别\t完成时限\n编制预算\t重点\t五月底\n\"两行\n标题\"\t什么\t"
    first, second = read_pasted_goals(text, rulebook, 2025)
    assert (first["title"], first["category"], first["due"]) == ("编制预算", "key", "五月底")
    assert (second["title"], second["category"]) == ("两行\n标题", "")
    assert set(first) == set(PASTE_FIELDS)
