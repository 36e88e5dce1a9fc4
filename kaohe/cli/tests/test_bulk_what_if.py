"""`kaohe bulk what-if`: who gains and who loses, what can't be tried as it is written, where points don't add up, and which goals aren't converted."""

import csv
import shutil

import duckdb
import pytest

from tests.support.founding import FOLDER
from tests.support.tables import rows

KEY = "items.business.key.full"


@pytest.fixture
def short(tmp_path):
    """A rulebook whose study and training has a point less than its items need."""
    folder = shutil.copytree(FOLDER, tmp_path / "short")
    file = folder / "rulebook.yaml"
    text = file.read_text(encoding="utf-8")
    assert text.count("full: 15\n") >= 1
    file.write_text(text.replace("full: 15\n", "full: 14\n", 1), encoding="utf-8")
    return folder


@pytest.mark.parametrize("percent", ["abc", "NaN", "Infinity", "1e9999999", "1/3"])
def test_parameters_are_shaken_by_an_exact_number_or_not_at_all(run, year, percent):
    assert "不是准确的数" in run("bulk", "what-if", year, f"--sensitivity={percent}").err
    done = run("bulk", "what-if", year, f"--sensitivity={percent}", "--language", "en")
    assert (done.status, done.out) == (2, "")
    assert f"“{percent}” is not an exact number" in done.err


def test_a_grid_is_tried_and_written_for_every_department(run, year, tmp_path):
    words = ["--set", "items.information.cap=10,12", "--set", "rules.brief.sent.extra=1,2", "--csv", tmp_path / "grid.csv"]
    assert run("bulk", "what-if", year, *words, "--each", tmp_path / "each.parquet").status == 0
    with (tmp_path / "grid.csv").open(encoding="utf-8-sig", newline="") as handle:
        grid = list(csv.DictReader(handle))
    assert grid[0]["variant"] == "items.information.cap=10 rules.brief.sent.extra=1"
    assert (grid[0]["gained"], grid[0]["lost"], grid[0]["moved"]) == ("0", "0", "0")
    counts = rows(tmp_path / "each.parquet", "SELECT variant, COUNT(*) FROM '{}' GROUP BY variant")
    assert len(counts) == 5
    assert {count for _, count in counts} == {60}


def test_every_number_can_be_shaken_and_the_list_shows_the_strongest_first(run, year):
    done = run("bulk", "what-if", year, "--sensitivity", "10")
    assert done.status == 0
    assert "scales.grades" in done.out
    assert "rules.training.absence.each" in run("bulk", "what-if", "--parameters").out
    assert "· 区级机关采用" in run("bulk", "what-if", "--parameters").out
    assert not [letter for letter in run("bulk", "what-if", "--parameters", "--language", "en").out if "\u4e00" <= letter <= "\u9fff"]


def test_numbers_are_not_shaken_below_what_was_decided(run, year):
    done = run("bulk", "what-if", year, "--sensitivity", "99")
    assert done.status == 0
    assert "低于已经评定的" in done.out
    done = run("bulk", "what-if", year, "--set", "items.integrity.full=0.5")
    assert (done.status, done.out) == (2, "")
    assert "已评定" in done.err
    assert "“Deduction for basic work”" in run("bulk", "what-if", year, "--set", "items.integrity.full=0.5", "--language", "en").err


def test_what_if_writes_both_files_or_neither(run, year, tmp_path):
    words = ("--set", "rules.training.absence.each=3", "--each", tmp_path / "each.parquet", "--csv", tmp_path / "nowhere" / "changes.csv")
    done = run("bulk", "what-if", year, *words)
    assert done.status == 2
    assert not (tmp_path / "each.parquet").exists()


def test_changes_have_no_file_where_the_departments_could_not_be_written(run, year, tmp_path, monkeypatch):
    def full(*_):
        raise duckdb.IOException("IO Error: No space left on device")

    monkeypatch.setattr("kaohe.cli.bulk.what_if.copied", full)
    each, changes = tmp_path / "each.parquet", tmp_path / "changes.csv"
    done = run("bulk", "what-if", year, "--set", "rules.training.absence.each=3", "--each", each, "--csv", changes)
    assert (done.status, done.out) == (2, "")
    assert "磁盘已满" in done.err
    assert list(tmp_path.glob("*each*")) == list(tmp_path.glob("*changes*")) == []


def test_points_of_other_decimals_are_written_as_points(run, year, tmp_path):
    each = tmp_path / "each.parquet"
    assert run("bulk", "what-if", year, "--set", "rounding.places=0,2,4", "--each", each).status == 0
    found = duckdb.sql(f"SELECT variant, MAX(points) FROM '{each}' GROUP BY variant ORDER BY variant").fetchall()
    assert len(found) == 4
    assert max(points for _, points in found) - min(points for _, points in found) < 1


def test_points_that_do_not_add_up_are_said_under_the_table_once_and_each_variant_names_its_notes(run, year):
    done = run("bulk", "what-if", year, "--set", f"{KEY}=50,60", "--set", "rules.training.absence.each=1,2")
    assert done.status == 0
    assert done.out.count("注 1：项目“业务工作”的下级满分合计 90，应等于其满分 100。") == 1
    rows = [line.split() for line in done.out.splitlines() if line.endswith(f"{KEY}=")]
    assert [row[7:-1] for row in rows] == [["1", "2"], ["1", "2"], [], []]


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("zh", "“重点业务目标”满分 50，而目标的基本分仍按 60 分下达：没有按比例折算，只在上限处封顶。"),
        ("en", "“Key goals” has 50 points, but the goals' base points were set for 60: they aren't converted, only cut off at the limit."),
    ],
)
def test_goals_that_were_set_for_other_full_points_are_said_to_be_cut_off_and_not_converted(run, year, language, said):
    assert said in run("bulk", "what-if", year, "--set", f"{KEY}=50", "--language", language).out


@pytest.mark.parametrize(("language", "said"), [("zh", "注 1：“良好”的系数高于“优秀”。"), ("en", "Note 1: “Good” is worth more than “Excellent”.")])
def test_a_grade_that_overtakes_another_is_said(run, year, language, said):
    assert said in run("bulk", "what-if", year, "--set", "scales.grades.good=1.2", "--language", language).out


def test_a_variant_that_adds_up_has_no_notes(run, year):
    done = run("bulk", "what-if", year, "--set", "rules.training.absence.each=1,2")
    assert "注" not in done.out
    assert "现行规则" not in done.out


def test_a_rulebook_that_does_not_add_up_as_it_stands_is_said_once_and_not_of_each_variant(run, year, short):
    done = run("bulk", "what-if", year, "--rulebook", short, "--set", "items.learning.full=14,15", "--with-rulebook", FOLDER)
    assert done.status == 0
    assert done.out.count("现行规则：项目“建设学习型科室”的下级满分合计 15，应等于其满分 14。") == 1
    assert "注" not in done.out


def test_a_whole_other_edition_is_looked_at_like_any_variant(run, year, short):
    done = run("bulk", "what-if", year, "--with-rulebook", short)
    assert "注 2：项目“建设学习型科室”的下级满分合计 15，应等于其满分 14。" in done.out


def test_the_csv_says_of_every_variant_in_how_many_places_it_does_not_add_up(run, year, tmp_path):
    run("bulk", "what-if", year, "--set", f"{KEY}=50,60", "--csv", tmp_path / "changes.csv")
    with (tmp_path / "changes.csv").open(encoding="utf-8-sig", newline="") as handle:
        assert [row["untidy"] for row in csv.DictReader(handle)] == ["2", "0"]


ABSENCE = "rules.training.absence.each"


@pytest.mark.parametrize(
    ("values", "chinese", "english"),
    [
        ("1,1e0", "的取值“1”与“1e0”是同一个数", "“1” and “1e0”"),
        ("2, 1.0 ,1", "的取值“1.0”与“1”是同一个数", "“1.0” and “1”"),
        ("1,abc", f"参数“{ABSENCE}”的取值“abc”不能试：应是如 2 或 0.5 的小数", "“abc”"),
        ("1,,2", "的取值“”不能试：应是如 2 或 0.5 的小数", "“”"),
        ("60/7", "的取值“60/7”不能试：应是如 2 或 0.5 的小数", "“60/7”"),
        ("1e999", "的取值“1e999”不能试：应是如 2 或 0.5 的小数", "“1e999”"),
        ("NaN", "的取值“NaN”不能试：应是如 2 或 0.5 的小数", "“NaN”"),
    ],
)
def test_a_value_that_is_no_number_or_stands_twice_is_told_as_it_was_written(run, year, values, chinese, english):
    for language, said in (("zh", chinese), ("en", english)):
        done = run("bulk", "what-if", year, "--set", f"{ABSENCE}={values}", "--language", language)
        assert (done.status, done.out) == (2, "")
        assert said in done.err


def test_everything_that_is_wrong_with_the_settings_is_told_at_once(run, year):
    done = run("bulk", "what-if", year, "--set", f"{ABSENCE}=x,2,2", "--set", KEY, "--set", f"{ABSENCE}=3")
    assert [said in done.err for said in ("“x”", "“2”与“2”", "不是参数的改法", "给了两次")] == [True] * 4


def test_a_number_may_be_written_with_a_power_of_ten_as_programs_do(run, year):
    assert f"{ABSENCE}=0.2" in run("bulk", "what-if", year, "--set", f"{ABSENCE}=2e-1").out.replace("\n", "").replace(" ", "")
