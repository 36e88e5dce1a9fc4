"""A year's facts are read from workbooks as people keep them: titles, merged cells, every way to write a date."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from kaohe.engine import score
from kaohe.files.tests.workbooks import (
    GOALS,
    HEADER,
    YEAR,
    Formula,
    book,
    codes,
    entries,
    one,
    read_facts,
    rulebook,
    told,
)

ABSENT = "无故缺勤"


def test_a_plain_workbook_is_read_whole(tmp_path):
    read = read_facts(
        book(
            tmp_path / "2025.xlsx",
            {
                "年度": [["考核年度", 2025], ["截至日期", date(2026, 1, 20)]],
                "目标": GOALS,
                "划档": [
                    ["科室", "目标编号", "档次", "依据条件", "划档日期", "佐证"],
                    ["预算科", "Z-1", "优秀", "e1、e3", date(2026, 1, 8), "局长办公会纪要"],
                ],
                "考核记录": [
                    ["记录号", "科室", "规则代码", "发生日期", "数量", "层级", "事项编号", "人员"],
                    ["101", "行财科", "training.absence", date(2025, 3, 12), 2, None, None, "张某、李某"],
                    ["102", "预算科", "brief.adopted", date(2025, 4, 2), None, "市级机关采用", "XX-7", None],
                ],
            },
        ),
        rulebook(),
    )
    assert told(read) == []
    facts = read.facts
    assert (facts.year, facts.as_of, facts.departments) == (2025, date(2026, 1, 20), ())
    assert [(goal.code, goal.category, goal.base) for goal in facts.goals] == [
        ("Z-1", "key", Fraction(60, 7)),
        ("Y-1", "ordinary", Decimal(12)),
    ]
    absence, adoption, grading = facts.entries
    assert (absence.department, absence.rule, absence.count, absence.persons) == (
        "administration", "training.absence", 2, ("张某", "李某"),
    )  # fmt: skip
    assert (adoption.level, adoption.matter, adoption.count) == ("city", "XX-7", 1)
    assert (grading.rule, grading.goal, grading.level, grading.conditions, grading.evidence) == (
        "grade.key", "Z-1", "excellent", ("e1", "e3"), ("局长办公会纪要",),
    )  # fmt: skip
    assert (grading.place.sheet, grading.place.row) == ("划档", 2)
    assert not score(rulebook(), facts).of("administration").tree.find("training").pending


@pytest.mark.parametrize(
    "written",
    [
        "2025-3-12", "2025/3/12", "2025.3.12", "2025年3月12日", "3月12日", "20250312", "２０２５－０３－１２", " 2025-03-12\n",
        "2025-03-12 08:30", 45728, "45728", 20250312, date(2025, 3, 12),
    ],
)  # fmt: skip
def test_a_date_is_understood_however_it_is_written(tmp_path, written):
    assert one(entries(tmp_path, ["预算科", written, ABSENT, 1])).occurred_on == date(2025, 3, 12)


def test_serial_numbers_of_a_calendar_from_1904_are_understood(tmp_path):
    read = entries(tmp_path, ["预算科", 45728 - 1462, ABSENT, 1], from_1904=True)
    assert one(read).occurred_on == date(2025, 3, 12)


@pytest.mark.parametrize("written", [3, "3", "３", "3次", "3 人次", " 3 ", "3.0"])
def test_a_count_is_understood_with_its_unit(tmp_path, written):
    assert one(entries(tmp_path, ["预算科", "2025-3-12", ABSENT, written])).count == 3


@pytest.mark.parametrize(
    "name", ["行政事业财务管理科", "行财科", "行政事业科", "administration", " 行 财 科 ", "行财科\n", "“行财科”"]
)
def test_a_department_is_known_by_all_its_names(tmp_path, name):
    assert one(entries(tmp_path, [name, "2025-3-12", ABSENT, 1])).department == "administration"


@pytest.mark.parametrize(
    "name", ["training.absence", "无故缺勤", "training.absence 无故缺勤", "ｔｒａｉｎｉｎｇ．ａｂｓｅｎｃｅ"]
)
def test_a_rule_is_known_by_code_and_by_label(tmp_path, name):
    for header in ("规则代码", "事项名称"):
        read = entries(tmp_path, ["预算科", "2025-3-12", name, 1], header=["科室", "发生日期", header, "数量"])
        assert one(read).rule == "training.absence"


def test_titles_blank_rows_and_blank_columns_are_no_hindrance(tmp_path):
    read = entries(
        tmp_path,
        [],
        [None, "（单位：次）"],
        [None, *HEADER],
        [],
        [None, "预算科", "2025-3-12", ABSENT, 1],
        [],
        header=["2025 年度考核台账"],
    )
    assert one(read).place.row == 6
    assert told(read) == []


def test_columns_stand_in_any_order_under_other_names(tmp_path):
    header = ["序号", "次数（人次）", "* 事项：", "日期\n(必填)", "部门"]
    read = entries(tmp_path, [1, 2, ABSENT, "2025-3-12", "预算科"], header=header)
    entry = one(read)
    assert (entry.count, entry.department) == (2, "budget")
    assert told(read) == []


def test_a_merged_department_fills_its_rows(tmp_path):
    read = entries(
        tmp_path,
        ["预算科", "2025-3-12", ABSENT, 1],
        [None, "2025-4-12", ABSENT, 2],
        [None, "2025-5-12", ABSENT, 3],
        merges={"考核记录": ["A2:A4"]},
    )
    assert [(entry.department, entry.count) for entry in read.facts.entries] == [
        ("budget", 1),
        ("budget", 2),
        ("budget", 3),
    ]


def test_merged_titles_and_notes_are_no_rows(tmp_path):
    read = entries(
        tmp_path,
        ["预算科", "2025-3-12", ABSENT, 1],
        ["以上数据由办公室核对无误，特此说明"],
        header=HEADER,
        merges={"考核记录": ["A3:D3"]},
    )
    one(read)
    assert codes(read) == ["files.note_skipped"]


def test_totals_and_notes_below_are_left_out_and_told(tmp_path):
    read = entries(
        tmp_path,
        ["预算科", "2025-3-12", ABSENT, 1],
        ["合 计", None, None, 1],
        ["注：截至三月底"],
        ["填表人：王某", None, "审核：李某"],
    )
    one(read)
    assert codes(read) == ["files.total_skipped", "files.note_skipped", "files.note_skipped"]
    assert [problem.place.row for problem in read.problems] == [3, 4, 5]


def test_headers_repeated_between_the_rows_are_left_out(tmp_path):
    read = entries(tmp_path, ["预算科", "2025-3-12", ABSENT, 1], HEADER, ["预算科", "2025-4-12", ABSENT, 1])
    assert len(read.facts.entries) == 2
    assert told(read) == []


def test_an_unknown_column_is_told_and_left_out(tmp_path):
    read = entries(tmp_path, ["预算科", "2025-3-12", ABSENT, 1, "要记得"], header=[*HEADER, "备忘"])
    one(read)
    assert codes(read) == ["files.column_unknown"]
    assert read.problems[0].place.column == "E 备忘"


def test_an_unknown_column_without_content_is_nobodys_business(tmp_path):
    assert told(entries(tmp_path, ["预算科", "2025-3-12", ABSENT, 1], header=[*HEADER, "备忘"])) == []


def test_hidden_rows_columns_and_sheets_count_and_are_told(tmp_path):
    read = entries(
        tmp_path,
        ["预算科", "2025-3-12", ABSENT, 1],
        ["预算科", "2025-4-12", ABSENT, 1],
        hidden_rows={"考核记录": [3]},
        hidden_columns={"考核记录": ["D"]},
        hidden_sheets=("考核记录",),
    )
    assert len(read.facts.entries) == 2
    assert codes(read) == ["files.sheet_hidden", "files.rows_hidden", "files.columns_hidden"]


def test_sheets_are_known_with_year_quarter_and_brackets(tmp_path):
    first, second = ["预算科", "2025-3-12", ABSENT, 1], ["综合科", "2025-4-12", ABSENT, 1]
    sheets = {
        "2025年度": YEAR,
        "目标表": GOALS,
        "划档": [],
        "考核记录（一季度）": [HEADER, first],
        "2025年考核记录二季度": [HEADER, second],
    }
    read = read_facts(book(tmp_path / "facts.xlsx", sheets), rulebook())
    assert [entry.department for entry in read.facts.entries] == ["budget", "general"]
    assert len({entry.id for entry in read.facts.entries}) == 2
    assert codes(read) == ["files.sheets_together"]


def test_a_copy_of_a_sheet_is_told_and_never_counted_twice(tmp_path):
    rows = [HEADER, ["预算科", "2025-3-12", ABSENT, 1]]
    read = read_facts(
        book(
            tmp_path / "facts.xlsx", {"年度": YEAR, "目标": GOALS, "划档": [], "考核记录": rows, "考核记录 (2)": rows}
        ),
        rulebook(),
    )
    one(read)
    assert codes(read) == ["files.sheet_unknown"]


def test_rows_without_a_number_get_one_that_stays(tmp_path):
    rows = [["预算科", "2025-3-12", ABSENT, 1], ["预算科", "2025-4-12", ABSENT, 1]]
    first, second = (entries(tmp_path, *rows).facts for _ in range(2))
    assert first == second
    assert [entry.id for entry in first.entries] == ["记2", "记3"]


def test_a_made_number_never_meets_a_typed_one(tmp_path):
    header = ["记录号", *HEADER]
    read = entries(
        tmp_path, [None, "预算科", "2025-3-12", ABSENT, 1], ["记2", "预算科", "2025-4-12", ABSENT, 1], header=header
    )
    assert [entry.id for entry in read.facts.entries] == ["记2-2", "记2"]


def test_a_reversal_takes_from_its_original_what_it_leaves_empty(tmp_path):
    header = ["记录号", *HEADER, "层级", "事项编号", "冲正记录号"]
    read = entries(
        tmp_path,
        ["a", "预算科", "2025-3-12", "信息采用", 2, "市级机关采用", "XX-7", None],
        ["b", "预算科", "2025-3-20", None, None, None, None, "a"],
        header=header,
    )
    original, reversal = read.facts.entries
    assert (reversal.rule, reversal.level, reversal.matter, reversal.count, reversal.reverses) == (
        "brief.adopted", "city", "XX-7", -2, "a",
    )  # fmt: skip
    assert original.count == 2


def test_a_reversed_grading_counts_down_by_one(tmp_path):
    sheets = {
        "年度": YEAR,
        "目标": GOALS,
        "划档": [
            ["记录号", "科室", "目标编号", "档次", "依据条件", "划档日期", "冲正记录号"],
            ["g1", "预算科", "Z-1", "优秀", "e1", "2026-1-8", None],
            ["g2", "预算科", "Z-1", "优秀", None, "2026-1-9", "g1"],
            ["g3", "预算科", "z-1", "良好", "g1", "2026-1-9", None],
        ],
        "考核记录": [],
    }
    read = read_facts(book(tmp_path / "facts.xlsx", sheets), rulebook())
    assert [(entry.level, entry.count, entry.goal) for entry in read.facts.entries] == [
        ("excellent", 1, "Z-1"), ("excellent", -1, "Z-1"), ("good", 1, "Z-1"),
    ]  # fmt: skip


def test_conditions_are_known_by_their_words_which_have_commas_inside(tmp_path):
    label = rulebook().scales["grades"].grades["excellent"].conditions[0].label
    sheets = {
        "年度": YEAR, "目标": GOALS, "考核记录": [],
        "划档": [["科室", "目标", "等次", "依据条件", "日期"], ["预算科", "Z-1", "优秀", f"{label}；e3 e5", "2026-1-8"]],
    }  # fmt: skip
    assert one(read_facts(book(tmp_path / "facts.xlsx", sheets), rulebook())).conditions == ("e1", "e3", "e5")


def test_names_spread_with_spaces_are_one_name(tmp_path):
    read = entries(tmp_path, ["预算科", "2025-3-12", ABSENT, 1, "张　三，李四;王 小 二"], header=[*HEADER, "人员"])
    assert one(read).persons == ("张三", "李四", "王小二")


def test_the_sheet_of_departments_changes_only_what_it_has_columns_for(tmp_path):
    sheets = {
        "年度": YEAR, "目标": GOALS, "划档": [], "考核记录": [],
        "科室": [["科室", "人数", "信息任务数", "窗口"], ["预算科", 7, "5", "√"], ["行财科", None, 2, "否"]],
    }  # fmt: skip
    read = read_facts(book(tmp_path / "facts.xlsx", sheets), rulebook())
    budget, administration = read.facts.departments
    assert (budget.code, budget.size, budget.attributes, budget.front_office) == ("budget", 7, {"brief_quota": 5}, True)
    assert (administration.code, administration.size, administration.aliases) == (
        "administration", None, rulebook().department_named("行财科").aliases,
    )  # fmt: skip
    assert set(codes(read)) == {"files.department_left_out"}


def test_a_new_department_brings_its_own_code(tmp_path):
    sheets = {
        "年度": YEAR, "目标": [], "划档": [], "科室": [["代码", "科室", "简称"], ["digital", "数字财政科", "数字科"]],
        "考核记录": [HEADER, ["数字科", "2025-3-12", ABSENT, 1]],
    }  # fmt: skip
    assert one(read_facts(book(tmp_path / "facts.xlsx", sheets), rulebook())).department == "digital"


def test_the_year_is_told_by_the_caller_where_the_file_is_silent(tmp_path):
    sheets = {"考核记录": [HEADER, ["预算科", "3月12日", ABSENT, 1]]}
    read = read_facts(book(tmp_path / "facts.xlsx", sheets), rulebook(), year=2025, as_of=date(2025, 6, 30))
    assert (read.facts.year, read.facts.as_of, one(read).occurred_on) == (2025, date(2025, 6, 30), date(2025, 3, 12))


@pytest.mark.parametrize(
    "rows", [[["考核年度：2025年"]], [["考核年度", "截至日期"], ["2025", None]], [["标题"], [], ["年份", "２０２５"]]]
)
def test_the_year_is_understood_in_every_layout(tmp_path, rows):
    sheets = {"年度": rows, "考核记录": [HEADER, ["预算科", "3月12日", ABSENT, 1]]}
    assert read_facts(book(tmp_path / "facts.xlsx", sheets), rulebook()).facts.year == 2025


def test_a_saved_formula_is_its_value(tmp_path):
    formula = Formula("=1+1")
    formula.value = 2
    assert one(entries(tmp_path, ["预算科", "2025-3-12", ABSENT, formula])).count == 2


def test_a_sum_that_floats_is_the_number_that_people_see(tmp_path):
    goals = [["目标编号", "科室", "类别", "基本分"], ["Z-1", "预算科", "重点", 0.1 + 0.2]]
    read = read_facts(book(tmp_path / "facts.xlsx", {"年度": YEAR, "目标": goals}), rulebook())
    assert read.facts.goals[0].base == Decimal("0.3")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("divider", [",", "\t"])
def test_a_folder_of_csv_files_is_read_in_any_usual_encoding(tmp_path, encoding, divider):
    (tmp_path / "年度.csv").write_text("考核年度,2025\r\n".replace(",", divider), encoding)
    text = f"科室,发生日期,事项名称,数量\r\n\r\n行财科,3月12日,{ABSENT},2人次\r\n"
    (tmp_path / "考核记录.csv").write_text(text.replace(",", divider), encoding)
    entry = one(read_facts(tmp_path, rulebook()))
    assert (entry.department, entry.count, entry.place.file, entry.place.row) == (
        "administration",
        2,
        "考核记录.csv",
        3,
    )


def test_progress_is_told_while_rows_are_read(tmp_path):
    path = book(
        tmp_path / "facts.xlsx", {"年度": YEAR, "考核记录": [HEADER, *[["预算科", "2025-3-12", ABSENT, 1]] * 450]}
    )
    seen = []
    read_facts(path, rulebook(), progress=lambda *step: seen.append(step))
    assert seen == [("考核记录", 0, 450), ("考核记录", 200, 450), ("考核记录", 400, 450), ("考核记录", 450, 450)]
