"""`kaohe explain`: sentences down to each entry, for whatever name one knows a department or an item by."""

import pytest

from kaohe.wording.widths import width


def test_a_department_is_explained_down_to_its_entries(run, facts):
    done = run("explain", facts, "综合科")
    lines = done.out.splitlines()
    assert done.status == 0
    assert lines[0].startswith("综合科 · 一票否决，不参加排名")
    assert lines[2].startswith("年度总分：≈68.3543 (11962/175) 分")
    assert any(line.startswith("      ") and "记录 #" in line for line in lines)
    assert max(width(line) for line in lines) <= 80


def test_it_speaks_english(run, facts):
    done = run("explain", facts, "综合科", "information", "--language", "en")
    assert done.status == 0
    assert done.out.startswith("General Division")
    assert "full points" in run("explain", facts, "General Division", "training", "--language", "en").out


@pytest.mark.parametrize(
    "name", ["administration", "行政事业财务管理科", "行财科", "行政事业科", " 行财科 ", "Administrative Finance"]
)
def test_a_department_is_known_by_any_of_its_names(run, facts, name):
    assert run("explain", facts, name).out.startswith("行政事业财务管理科")


@pytest.mark.parametrize("name", ["training", "学习培训", "3.1.1.1", "O1", "o1"])
def test_an_item_is_known_by_code_label_or_clause(run, facts, name):
    assert run("explain", facts, "行财科", name).out.splitlines()[2].startswith("学习培训：")


def test_every_entry_behind_a_line_is_listed(run, facts):
    text = run("explain", facts, "综合科", "信息考核").out
    line = next(line for line in text.splitlines() if "记录 #130" in line)
    assert line.strip().startswith("· 2025-02-14")


@pytest.mark.parametrize(
    ("name", "meant"), [("综合", "综合科"), ("行政财务科", "行政事业财务科"), ("bugdet", "budget")]
)
def test_an_unknown_department_gets_a_suggestion(run, facts, name, meant):
    done = run("explain", facts, name)
    assert (done.status, done.out) == (2, "")
    assert meant in done.err


def test_an_unknown_item_gets_a_suggestion(run, facts):
    done = run("explain", facts, "综合科", "学习培训班")
    assert (done.status, done.out) == (2, "")
    assert "是否要用“学习培训”" in done.err
    assert "信息考核" in done.err


def test_a_department_that_is_nobody_lists_those_there_are(run, facts):
    done = run("explain", facts, "xyz", "--language", "en")
    assert done.status == 2
    assert "Enterprise Finance" in done.err
    assert "Did you mean" not in done.err


def test_what_is_pending_says_so(run, open_facts):
    done = run("explain", open_facts, "核算中心", "业务目标")
    assert "待定" in done.out
    assert "暂计" in done.out


def test_what_came_later_stands_outside_the_score(run, facts):
    done = run("explain", facts, "综合科", "--as-of", "2025-03-31")
    assert "不在计分之内：" in done.out


def test_it_goes_into_a_file(run, facts, tmp_path):
    done = run("explain", facts, "综合科", "--output", tmp_path / "why.txt")
    assert (done.status, done.out) == (0, "")
    assert (tmp_path / "why.txt").read_text(encoding="utf-8").startswith("综合科")
