"""`kaohe score`: the ranking in the terminal and in files; bad facts are told whole and leave nothing behind."""

import csv
import io
import json

import pytest
from python_calamine import CalamineWorkbook

from kaohe.wording.widths import width


def test_the_ranking_is_shown(run, facts):
    done = run("score", facts)
    lines = done.out.splitlines()
    assert done.status == 0
    assert lines[0] == "市南区财政局 2025 年度 目标绩效考核办法（试行）"
    assert lines[2].split() == ["名次", "科室", "业务工作×60%", "机关建设×40%", "总分", "备注"]
    assert lines[4].split()[:2] == ["1", "企财科"]
    assert lines[4].split()[4] == "83.68"
    assert any("综合科" in line and "一票否决，不参加排名" in line and line.split()[0] == "—" for line in lines)


def test_it_speaks_english(run, facts):
    done = run("score", facts, "--language", "en")
    assert done.status == 0
    assert "Enterprise Finance" in done.out
    assert "vetoed: not ranked" in done.out
    assert not [letter for letter in done.out if "\u4e00" <= letter <= "\u9fff"]


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_table_fits_eighty_columns_and_lines_up(run, open_facts, language):
    lines = run("score", open_facts, "--language", language).out.splitlines()
    assert max(width(line) for line in lines) <= 80
    numbered = [
        line for line in lines if line.startswith((" ", "待定", "pending")) and ("待定" in line or "pending" in line)
    ]
    word = "待定" if language == "zh" else "pending"
    assert len({width(line[: line.rindex(word)]) for line in numbered if line.count(word) == 3}) == 1


def test_what_is_pending_has_no_number_and_is_told_last(run, open_facts):
    done = run("score", open_facts)
    assert done.status == 0
    assert "待定" in done.out
    assert "暂计" in done.out
    assert "待定: 核算中心目标 O-4 尚未划档。请考核小组先划档。" in done.err


def test_what_is_pending_is_told_in_english_to_the_last_label(run, open_facts):
    done = run("score", open_facts, "--as-of", "2025-12-31", "--language", "en")
    assert "Acc. Centre's goal O-4 has no grade yet" in done.err
    assert not [letter for letter in done.out + done.err if "\u4e00" <= letter <= "\u9fff"]


def test_an_earlier_day_sets_later_entries_aside(run, facts):
    done = run("score", facts, "--as-of", "2025-06-30")
    assert done.status == 0
    assert "截至 2025-06-30" in done.out.splitlines()[0]
    assert "尚未结束" in done.err


def test_json_gives_the_whole_board(run, facts):
    data = json.loads(run("score", facts, "--json").out)
    assert data["year"] == 2025
    assert data["departments"][0]["tree"]["children"][0]["code"] == "business"
    assert {department["published"] for department in data["departments"]} >= {"83.68"}


def test_csv_is_read_by_spreadsheets(run, facts):
    done = run("score", facts, "--csv")
    assert done.out.startswith("\ufeff")
    rows = list(csv.reader(io.StringIO(done.out.removeprefix("\ufeff"))))
    assert rows[0] == ["名次", "科室", "业务工作×60%", "机关建设×40%", "总分", "备注"]
    assert rows[1][:5] == ["1", "企财科", "48.583928571429", "35.1", "83.68"]


def test_csv_of_lines_tells_every_point(run, facts):
    rows = list(csv.reader(io.StringIO(run("score", facts, "--lines").out.removeprefix("\ufeff"))))
    assert rows[0][:6] == ["科室", "项目", "项目代码", "条款", "规则代码", "得分"]
    mine = [row for row in rows if row[0] == "企财科" and row[2] == "training"]
    assert mine[0][5] == "7"
    assert all(len(row) == len(rows[0]) for row in rows)


def test_the_workbook_is_written_beside_the_table(run, facts, tmp_path):
    done = run("score", facts, "--xlsx", tmp_path / "score.xlsx")
    assert done.status == 0
    assert "企财科" in done.out
    assert f"已写出 {tmp_path / 'score.xlsx'}" in done.err
    assert CalamineWorkbook.from_path(tmp_path / "score.xlsx").sheet_names[0] == "汇总"


def test_output_goes_into_a_file(run, facts, tmp_path):
    done = run("score", facts, "--csv", "--output", tmp_path / "score.csv")
    assert (done.status, done.out) == (0, "")
    assert (tmp_path / "score.csv").read_text(encoding="utf-8").startswith("\ufeff名次")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_bad_facts_are_refused_with_every_reason(run, bad_facts, tmp_path, language):
    target = tmp_path / "score.xlsx"
    done = run("score", bad_facts, "--xlsx", target, "--output", tmp_path / "out.txt", "--language", language)
    assert (done.status, done.out) == (2, "")
    assert done.err.count("错误: " if language == "zh" else "error: ") >= 3
    assert "2025-02-30" in done.err
    assert not target.exists()
    assert not (tmp_path / "out.txt").exists()


def test_facts_that_do_not_fit_the_rulebook_are_refused(run, facts, tmp_path):
    data = json.loads(facts.read_text(encoding="utf-8"))
    first = next(entry for entry in data["entries"] if entry["rule"] == "brief.adopted")
    first["level"] = "galaxy"
    facts.write_text(json.dumps(data), encoding="utf-8")
    done = run("score", facts, "--json")
    assert (done.status, done.out) == (2, "")
    assert "galaxy" in done.err


def test_facts_that_are_not_there_are_refused(run, tmp_path):
    done = run("score", tmp_path / "missing.xlsx")
    assert (done.status, done.out) == (2, "")
    assert "没有这份文件" in done.err


def test_a_workbook_must_be_named_as_one(run, facts, tmp_path):
    done = run("score", facts, "--xlsx", tmp_path / "score.csv")
    assert done.status == 2
    assert "应以 .xlsx 结尾" in done.err


@pytest.mark.parametrize("option", ["--output", "--xlsx"])
def test_the_facts_are_never_overwritten(run, facts, option):
    before = facts.read_bytes()
    path = facts.with_suffix(".xlsx")
    path.write_bytes(before)
    done = run("score", path, option, path)
    assert done.status == 2
    assert path.read_bytes() == before


def test_two_outputs_in_one_file_are_refused(run, facts, tmp_path):
    target = tmp_path / "score.xlsx"
    assert run("score", facts, "--xlsx", target, "--output", target).status == 2
    assert not target.exists()


def test_a_folder_that_is_not_there_is_told(run, facts, tmp_path):
    done = run("score", facts, "--xlsx", tmp_path / "missing" / "score.xlsx")
    assert (done.status, done.out) == (2, "")
    assert "文件或文件夹不存在" in done.err


def test_a_failed_write_leaves_the_old_file(run, facts, tmp_path, monkeypatch):
    target = tmp_path / "score.csv"
    target.write_text("old")
    monkeypatch.setattr("os.fsync", _full)
    done = run("score", facts, "--csv", "--output", target)
    assert done.status == 2
    assert "磁盘已满" in done.err
    assert target.read_text() == "old"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["score.csv", "year.json"]


def _full(_):
    raise OSError(28, "No space left on device")


def test_a_rulebook_that_is_not_there_is_told(run, facts):
    done = run("score", facts, "--rulebook", "nowhere")
    assert done.status == 2
    assert "shinan-finance-2005" in done.err
