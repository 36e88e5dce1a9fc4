"""A sheet of entries by itself: pasted with its headers or without, uploaded, and given back with reasons."""

import io
from datetime import date

import pytest

from kaohe.engine import Goal
from kaohe.files.entry_sheet import MOST_ROWS, Known, pasted, uploaded, write_blank, write_failed
from tests.support.founding import founding_rulebook

ROW = "预算科\t无故缺勤\t2025-03-12\t2\t王浩然、马俊杰\t未参加集中学习\t考勤表"
HEADERS = "科室\t事项\t日期\t数量\t当事人\t说明\t佐证材料"


@pytest.fixture(scope="module")
def known():
    rules = founding_rulebook()
    return Known(rules, 2025, rules.departments, (Goal("Z-1", "budget", "key", "目标"),))


def codes(read):
    return [problem.code for problem in read.problems]


@pytest.mark.parametrize("text", [ROW, f"{HEADERS}\n{ROW}", f"一季度台账\n{HEADERS}\r\n{ROW}\r\n"])
def test_rows_are_understood_with_their_headers_and_without(known, text):
    read = pasted(text, known)
    assert not read.problems
    entry = read.entries[0]
    assert (entry.department, entry.rule, entry.occurred_on, entry.count) == (
        "budget",
        "training.absence",
        date(2025, 3, 12),
        2,
    )
    assert (entry.persons, entry.about, entry.evidence) == (("王浩然", "马俊杰"), "未参加集中学习", ("考勤表",))
    assert not read.failed


def test_a_cell_with_line_breaks_stays_one_cell(known):
    assert pasted(ROW.replace("未参加集中学习", '"两行\n说明"'), known).entries[0].about == "两行\n说明"


def test_each_wrong_cell_is_named_and_sound_rows_remain(known):
    read = pasted("\n".join([ROW, ROW.replace("预算科", "不存在科"), ROW.replace("2025-03-12", "那天")]), known)
    assert [entry.place.row for entry in read.entries] == [1]
    assert read.failed == {2, 3}
    assert {problem.place.row for problem in read.problems} == {2, 3}
    assert "A 科室" in [problem.place.column for problem in read.problems]


def test_nothing_useful_is_said_to_be_so(known):
    assert codes(pasted("", known)) == []
    assert codes(pasted('"开了引号没有关上', known)) or not pasted('"开了引号没有关上', known).entries


def test_more_than_a_morning_of_work_is_refused(known):
    assert codes(pasted("\n".join([ROW] * (MOST_ROWS + 1)), known)) == ["files.too_many_entries"]


def test_the_blank_sheet_reads_back_as_nothing(known):
    read = uploaded(write_blank(known.rulebook, year=2025), "模板.xlsx", known)
    assert (read.entries, codes(read)) == ((), [])


def test_failed_rows_come_back_mended(known):
    row = {
        "department": "预算科",
        "label": "无故缺勤",
        "occurred_on": date(2025, 3, 12),
        "count": 2,
        "about": "缺勤",
        "reason": "须写明人员",
    }
    target = io.BytesIO()
    write_failed(target, known.rulebook, [row], year=2025)
    read = uploaded(target.getvalue(), "未通过的行.xlsx", known)
    assert codes(read) == [], "the column of reasons is passed over"
    assert (read.entries[0].rule, read.entries[0].count, read.entries[0].occurred_on) == (
        "training.absence",
        2,
        date(2025, 3, 12),
    )


def test_a_file_that_is_no_workbook_is_refused(known):
    assert codes(uploaded(b"%PDF-1.4", "假.xlsx", known)) == ["files.other_format"]
