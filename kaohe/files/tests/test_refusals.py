"""Bad facts are refused whole, every mistake told with its cell, what was found and what to do."""

import json
from datetime import date
from string import Formatter

import pytest

from kaohe.engine import phrase
from kaohe.engine.phrases import codes as phrase_codes
from kaohe.files.findings import MOST_LISTED
from kaohe.files.tests.workbooks import (
    GOALS,
    HEADER,
    YEAR,
    Formula,
    book,
    codes,
    entries,
    failing,
    read_facts,
    rulebook,
    told,
)

ABSENT = "无故缺勤"
GOOD = ["预算科", "2025-3-12", ABSENT, 1]


def wrong(read):
    """Place and code of each problem; fails where facts came of it."""
    assert read.facts is None
    for problem in read.problems:
        assert problem.message("zh")
        assert problem.message("en")
    return [(problem.place.row, problem.place.column, problem.code) for problem in read.problems]


def test_every_mistake_is_told_at_once_and_nothing_comes_of_the_rest(tmp_path):
    read = entries(
        tmp_path,
        GOOD,
        ["预算处", "2025-2-30", "无故缺", "一次"],
        [None, None, None, None, None],
        [None, "去年", ABSENT, 1.5],
        ["预算科", "3-12", None, None],
    )
    assert wrong(read) == [
        (3, "A 科室", "files.unknown_department"),
        (3, "C 事项名称", "files.unknown_rule"),
        (3, "D 数量", "files.bad_whole"),
        (3, "B 发生日期", "files.no_such_day"),
        (5, "A 科室", "files.required"),
        (5, "D 数量", "files.bad_whole"),
        (5, "B 发生日期", "files.bad_date"),
        (6, "C 事项名称", "files.rule_required"),
        (6, "B 发生日期", "files.bad_date"),
    ]
    assert told(read)[0] == "facts.xlsx › 考核记录 › 第 3 行 › A 科室: 科室“预算处”不认识。是否为 预算科？"
    assert told(read, "en")[0].endswith("“预算处” is no known department. Did you mean Budget Division?")


@pytest.mark.parametrize(
    "cell", ["3/12", "25-3-12", 3.12, 12, True, "三月", "2025-13-01", "2025-02-29", "20251301", 1e300]
)
def test_what_is_no_day_is_refused(tmp_path, cell):
    ((row, column, code),) = wrong(entries(tmp_path, ["预算科", cell, ABSENT, 1]))
    assert (row, column) == (2, "B 发生日期")
    assert code in ("files.bad_date", "files.no_such_day")


def test_a_date_without_year_needs_the_assessment_year(tmp_path):
    sheets = {"考核记录": [HEADER, ["预算科", "3月12日", ABSENT, 1]]}
    read = read_facts(book(tmp_path / "facts.xlsx", sheets), rulebook())
    assert {"files.year_missing", "files.date_without_year"} <= set(codes(read))
    assert read.facts is None


@pytest.mark.parametrize("year", ["二〇二五", 25, "2025-2026", -2025, 20250101])
def test_a_year_that_is_none_is_refused(tmp_path, year):
    read = read_facts(book(tmp_path / "facts.xlsx", {"年度": [["考核年度", year]], "考核记录": []}), rulebook())
    assert [code for code in codes(read) if code.startswith("files.year")] == ["files.year_range"]
    assert read.problems[0].place.column == "B1 考核年度"


def test_a_year_stated_twice_is_refused(tmp_path):
    read = read_facts(book(tmp_path / "facts.xlsx", {"年度": [*YEAR, *YEAR], "考核记录": []}), rulebook())
    assert read.facts is None
    assert "files.key_twice" in codes(read)


def test_another_year_than_asked_for_is_refused(tmp_path):
    read = read_facts(book(tmp_path / "facts.xlsx", {"年度": YEAR, "考核记录": []}), rulebook(), year=2024)
    assert read.facts is None
    assert "files.year_differs" in codes(read)


@pytest.mark.parametrize(
    ("base", "code"),
    [
        ("60/0", "files.long_number"), (60 / 7, "files.long_number"), ("十二", "files.bad_number"),
        ("1-2", "files.bad_number"), (date(2025, 1, 2), "files.bad_number"), ("9" * 5000, "files.long_number"),
    ],
)  # fmt: skip
def test_points_that_are_no_exact_number_are_refused(tmp_path, base, code):
    goals = [["目标编号", "科室", "类别", "基本分"], ["Z-1", "预算科", "重点", base]]
    read = read_facts(
        book(tmp_path / "facts.xlsx", {"年度": YEAR, "目标": goals, "划档": [], "考核记录": []}), rulebook()
    )
    assert wrong(read) == [(2, "D 基本分", code)]


def test_a_number_that_a_spreadsheet_made_a_date_is_refused(tmp_path):
    goals = [["目标编号", "科室", "类别"], [date(2026, 1, 2), "预算科", "重点"]]
    read = read_facts(
        book(tmp_path / "facts.xlsx", {"年度": YEAR, "目标": goals, "划档": [], "考核记录": []}), rulebook()
    )
    assert wrong(read) == [(2, "A 目标编号", "files.code_is_date")]


def test_a_merged_count_is_refused_for_it_cannot_stand_for_several_rows(tmp_path):
    rows = [["预算科", "2025-3-12", ABSENT, 3], ["预算科", "2025-4-12", ABSENT, None]]
    assert wrong(entries(tmp_path, *rows, merges={"考核记录": ["D2:D3"]})) == [(3, "D 数量", "files.merged")]


def test_a_formula_that_fails_or_was_never_saved_is_refused(tmp_path):
    rows = [["预算科", "2025-3-12", ABSENT, failing("=A99")], [Formula("=B1"), "2025-4-12", ABSENT, 1]]
    read = entries(tmp_path, *rows)
    assert (2, "D 数量", "files.cell_error") in wrong(read)


def test_a_rule_code_and_a_label_that_disagree_are_refused(tmp_path):
    header = ["科室", "发生日期", "规则代码", "事项名称"]
    assert wrong(entries(tmp_path, ["预算科", "2025-3-12", "training.absence", "无故离岗"], header=header)) == [
        (2, "D 事项名称", "files.rule_differs")
    ]


def test_a_level_is_asked_for_and_must_be_one_of_the_rules_own(tmp_path):
    read = entries(
        tmp_path,
        ["预算科", "2025-3-12", "信息采用", None],
        ["预算科", "2025-3-12", "信息采用", "财政部表彰推广"],
        header=["科室", "发生日期", "事项名称", "层级"],
    )
    assert wrong(read) == [(2, "D 层级", "files.level_missing"), (3, "D 层级", "files.unknown_level")]
    assert "区级机关采用、市级机关采用" in told(read)[0]


def test_a_level_where_none_counts_is_only_told(tmp_path):
    read = entries(tmp_path, [*GOOD, "区级"], header=[*HEADER, "层级"])
    assert read.facts is not None
    assert codes(read) == ["files.level_not_asked"]


def test_points_typed_where_the_rule_reckons_are_only_told(tmp_path):
    read = entries(tmp_path, [*GOOD, 5], header=[*HEADER, "分值"])
    assert read.facts is not None
    assert codes(read) == ["files.amount_not_asked"]


def test_a_judged_rule_asks_for_its_points(tmp_path):
    read = entries(
        tmp_path, ["预算科", "2025-3-12", "基础工作项目扣分", None], header=["科室", "发生日期", "事项名称", "分值"]
    )
    assert wrong(read) == [(2, "D 分值", "files.required")]


def test_one_number_for_two_entries_is_refused(tmp_path):
    read = entries(tmp_path, ["7", *GOOD], ["７", *GOOD], header=["记录号", *HEADER])
    assert wrong(read) == [(3, "A 记录号", "files.id_twice")]
    assert "第 2 行" in told(read)[0]


def test_a_reversal_without_its_original_is_refused(tmp_path):
    read = entries(tmp_path, ["7", "预算科", "2025-3-12", ABSENT, -1, "8"], header=["记录号", *HEADER, "冲正记录号"])
    assert wrong(read) == [(2, "F 冲正记录号", "files.reversal_unknown")]


def test_a_reversal_that_adds_is_refused(tmp_path):
    rows = [["7", *GOOD, None], ["8", *GOOD, "7"]]
    assert wrong(entries(tmp_path, *rows, header=["记录号", *HEADER, "冲正记录号"])) == [
        (3, "E 数量", "files.reversal_positive")
    ]


def test_gradings_name_a_goal_a_grade_and_its_own_conditions(tmp_path):
    sheets = {
        "年度": YEAR, "目标": GOALS, "考核记录": [],
        "划档": [["科室", "目标编号", "档次", "依据条件", "划档日期"],
                 ["预算科", "Z-9", "优秀", "e1", "2026-1-8"],
                 ["综合科", "Z-1", "优秀", "e1", "2026-1-8"],
                 ["预算科", "Z-1", "极好", None, "2026-1-8"],
                 ["预算科", "Z-1", "良好", "e1", "2026-1-8"]],
    }  # fmt: skip
    assert wrong(read_facts(book(tmp_path / "facts.xlsx", sheets), rulebook())) == [
        (2, "B 目标编号", "files.unknown_goal"),
        (3, "B 目标编号", "files.unknown_goal"),
        (4, "C 档次", "files.unknown_grade"),
        (5, "D 依据条件", "files.unknown_condition"),
    ]


def test_an_unknown_department_without_a_code_is_refused(tmp_path):
    sheets = {"年度": YEAR, "考核记录": [], "目标": [], "划档": [], "科室": [["代码", "科室"], [None, "数字财政科"]]}
    assert wrong(read_facts(book(tmp_path / "facts.xlsx", sheets), rulebook()))[0] == (
        2,
        "A 代码",
        "files.new_department",
    )


def test_a_sheet_without_headers_or_columns_is_refused(tmp_path):
    assert "files.no_header" in codes(entries(tmp_path, ["预算科", "2025-3-12"], header=["甲", "乙"]))
    assert codes(entries(tmp_path, GOOD[:3], header=["科室", "日期", "数量"])) == ["files.rule_column_missing"]
    assert codes(entries(tmp_path, GOOD, header=["科室", "时候", "事项", "数量"]))[0] == "files.column_missing"
    assert codes(entries(tmp_path, [*GOOD, "综合科"], header=[*HEADER, "部门"])) == ["files.column_twice"]


def test_a_workbook_without_any_known_sheet_is_refused(tmp_path):
    read = read_facts(book(tmp_path / "facts.xlsx", {"Sheet1": [["甲"]]}), rulebook())
    assert read.facts is None
    assert codes(read) == ["files.no_sheets"]
    assert "考核记录" in told(read)[0]


def test_a_slip_in_a_sheets_name_is_told(tmp_path):
    read = read_facts(
        book(tmp_path / "facts.xlsx", {"年度": YEAR, "考核纪录": [HEADER, GOOD], "目标": GOALS, "划档": []}), rulebook()
    )
    assert codes(read) == ["files.sheet_unknown", "files.sheet_missing"]
    assert "是否为 考核记录" in told(read)[0]


def test_many_mistakes_are_listed_up_to_a_point_and_then_counted(tmp_path):
    read = entries(tmp_path, *[["某科", "2025-3-12", ABSENT, 1]] * (MOST_LISTED + 20))
    assert len(read.problems) == MOST_LISTED + 1
    assert read.problems[-1].code == "files.more_problems"
    assert "另有 20 个" in told(read)[-1]


# --- whole files


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("facts.xlsx", b"", "files.empty"),
        ("facts.xlsx", b"not a workbook", "files.not_a_workbook"),
        ("facts.xlsx", b"PK\x03\x04" + b"\0" * 200, "files.not_a_workbook"),
        ("facts.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "files.old_format"),
        ("facts.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "files.encrypted"),
        ("facts.xls", b"<html><table><tr></tr></table></html>", "files.other_format"),
        ("facts.xlsx", b"%PDF-1.7 ...", "files.other_format"),
        ("facts.xlsm", b"PK\x03\x04", "files.macro"),
        ("facts.docx", b"something", "files.unknown_type"),
        ("facts", b"something", "files.unknown_type"),
        ("考核记录.csv", "科室".encode(), "files.lone_csv"),
        ("facts.json", b"", "files.empty"),
    ],
)
def test_a_file_that_is_no_workbook_is_refused_with_a_sentence(tmp_path, name, content, code):
    path = tmp_path / name
    path.write_bytes(content)
    read = read_facts(path, rulebook())
    assert read.facts is None
    assert codes(read) == [code]
    assert told(read)[0].startswith(name)


def test_missing_forbidden_and_odd_files_are_refused(tmp_path, monkeypatch):
    assert codes(read_facts(tmp_path / "none.xlsx", rulebook())) == ["files.missing"]
    assert codes(read_facts(tmp_path / ("x" * 300 + ".xlsx"), rulebook())) == ["files.unreadable"]
    assert codes(read_facts(tmp_path / "a\0b.xlsx", rulebook())) == ["files.unreadable"]
    assert codes(read_facts(tmp_path, rulebook())) == ["files.no_csv"]
    path = book(tmp_path / "facts.xlsx", {"年度": YEAR})
    monkeypatch.setattr(type(path), "open", _forbidden)
    assert codes(read_facts(path, rulebook())) == ["files.no_permission"]


def _forbidden(*_, **__):
    raise PermissionError(13, "Permission denied")


def test_a_pipe_is_refused_and_never_waited_for(tmp_path):
    import os

    os.mkfifo(tmp_path / "facts.xlsx")
    assert codes(read_facts(tmp_path / "facts.xlsx", rulebook())) == ["files.not_a_file"]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"\xff\xff\xff,\xfe", "files.encoding"),
        ("科室,日期\n预\0算科".encode(), "files.binary"),
        ('科室,发生日期,事项名称\n"预算科,2025-3-12,无故缺勤\n'.encode(), "files.bad_csv"),
        ("科室,发生日期,事项名称\n预算科,".encode() + b"x" * 200_000, "files.bad_csv"),
    ],
)
def test_a_csv_file_that_is_no_table_is_refused(tmp_path, content, code):
    (tmp_path / "年度.csv").write_text("考核年度,2025", "utf-8")
    (tmp_path / "目标.csv").write_text("", "utf-8")
    (tmp_path / "考核记录.csv").write_bytes(content)
    read = read_facts(tmp_path, rulebook())
    assert read.facts is None
    assert (code, "考核记录.csv") in [(problem.code, problem.place.file) for problem in read.problems]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("{", "files.bad_json"),
        ("[]", "files.json_shape"),
        ("null", "files.json_shape"),
        ("NaN", "files.json_value"),
        ('{"year": Infinity}', "files.json_value"),
        ('{"year": 2025, "year": 2026}', "files.json_value"),
        ('{"year": ' + "9" * 5000 + "}", "files.json_value"),
        ("[" * 200_000, "files.json_value"),
        ('{"year": 2025, "entries": ' + "[" * 900 + "]" * 900 + "}", "files.json_shape"),
        ('{"year": 2025, "points": 3}', "files.json_key"),
        ('{"year": 2025, "entries": {}}', "files.json_shape"),
        ('{"year": 2025, "entries": [3]}', "files.json_shape"),
        ('{"year": 2025, "entries": [{"id": "1", "score": 3}]}', "files.json_key"),
        ('{"year": 2025, "goals": [{"code": ["a"], "department": "budget", "category": "key"}]}', "files.json_shape"),
        (
            '{"year": 2025, "goals": [{"code": "a", "department": "budget", "category": "key", "base": 1e400}]}',
            "files.long_number",
        ),
        (
            '{"year": 2025, "goals": [{"code": "a", "department": "budget", "category": "key", "title": "\\ud800"}]}',
            "files.json_value",
        ),
        (
            '{"year": 2025, "departments": [{"code": "a", "name": "b", "attributes": {"brief_quota": "many"}}]}',
            "files.bad_number",
        ),
        ('{"year": 2025, "departments": [{"code": "a", "name": "b", "attributes": [1]}]}', "files.json_shape"),
        ('{"year": true}', "files.year_range"),
        ("{}", "files.year_missing"),
        ("[" + "0," * 1_100_000 + "0]", "files.too_many_values"),
    ],
)
def test_json_of_the_wrong_shape_is_refused(tmp_path, content, code):
    path = tmp_path / "facts.json"
    path.write_text(content, "utf-8")
    read = read_facts(path, rulebook())
    assert read.facts is None
    assert code in codes(read)


def test_json_names_the_value_that_is_wrong(tmp_path):
    data = {"year": 2025, "entries": [{"id": "1", "department": "预算科", "rule": ABSENT, "occurred_on": "2025-02-30"}]}
    (tmp_path / "facts.json").write_text(json.dumps(data), "utf-8")
    read = read_facts(tmp_path / "facts.json", rulebook())
    assert told(read) == ["facts.json › entries[0] › occurred_on: “2025-02-30”这一天不存在。请核对年月日。"]


def test_every_sentence_says_the_same_in_both_languages():
    for code in phrase_codes():
        if code.startswith("files."):
            texts = [phrase(code, language) for language in ("zh", "en")]
            filled = [{name for _, name, _, _ in Formatter().parse(text) if name} for text in texts]
            assert all(texts), code
            assert filled[0] == filled[1], code
