"""`kaohe bulk stats`: what a bureau hands on instead of its ledger, put together, and scored again."""

import json
import shutil
from datetime import date
from decimal import Decimal

import duckdb
import pytest

from kaohe.bulk.facts import write_tables
from kaohe.bulk.statistics import unpacked
from kaohe.bulk.summary import Summary
from kaohe.engine import Department, Entry, Facts, Goal
from tests.support.founding import FOLDER, founding_rulebook
from tests.support.tables import rows, told_by


def test_statistics_are_handed_on_merged_and_rescored(run, year, tmp_path):
    for name in ("all", "again"):
        assert run("bulk", "stats", year, "--output", tmp_path / f"{name}.parquet").status == 0
    parts = []
    for part in ("0", "1"):
        parts.append(tmp_path / f"part{part}.parquet")
        told = told_by(tmp_path / "all.parquet").replace('"first": "', f'"first": "{part}')  # another part of the ledger
        described = f"FORMAT parquet, KV_METADATA {{kaohe: '{told}'}}"
        duckdb.sql(f"COPY (SELECT * FROM '{tmp_path}/all.parquet' WHERE department % 2 = {part}) TO '{parts[-1]}' ({described})")
    assert run("bulk", "stats", "--merge", *parts, "--output", tmp_path / "merged.parquet").status == 0
    setting = ["--set", "rules.training.absence.each=1,3"]
    answers = [run("bulk", "what-if", "--stats", tmp_path / f"{name}.parquet", *setting).out for name in ("all", "merged")]
    answers.append(run("bulk", "what-if", year, *setting).out)
    assert len(set(answers)) == 1
    assert "rules.training.absence" in answers[0]
    told, merged = (json.loads(told_by(tmp_path / f"{name}.parquet")) for name in ("all", "merged"))
    assert len(merged.pop("parts")) == 2 * len(told.pop("parts"))
    assert merged == told


TRIED = ("--set", "rules.training.absence.each=1,3")


def test_statistics_are_tried_as_they_were_made_without_being_told_again(run, year, tmp_path):
    made, file = ("--as-of", "2025-02-01", "--shares", "360360", "--amount-places", "3"), tmp_path / "made.parquet"
    assert run("bulk", "stats", year, *made, "--output", file).status == 0
    answers = [run("bulk", "what-if", *words, *TRIED) for words in ((year, *made), ("--stats", file), ("--stats", file, *made, "--year", "2025"))]
    assert {done.status for done in answers} == {0}
    assert len({done.out for done in answers}) == 1


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--year", "1999"), "按 --year 2025 写的，这里是 --year 1999"),
        (("--as-of", "2025-02-01"), "按 --as-of — 写的，这里是 --as-of 2025-02-01"),
        (("--amount-places", "3"), "按 --amount-places 2 写的，这里是 --amount-places 3"),
    ],
)
def test_statistics_made_for_something_else_are_refused(run, year, tmp_path, words, said):
    usual, other = tmp_path / "usual.parquet", tmp_path / "other.parquet"
    assert run("bulk", "stats", year, "--output", usual).status == 0
    done = run("bulk", "what-if", "--stats", usual, *words, *TRIED)
    assert (done.status, done.out) == (2, "")
    assert said in done.err
    if "1999" not in words:
        assert run("bulk", "stats", year, *words, "--output", other).status == 0
        done = run("bulk", "stats", "--merge", other, usual, "--output", tmp_path / "merged.parquet")
        assert (done.status, done.out) == (2, "")
        assert said in done.err
        assert not (tmp_path / "merged.parquet").exists()


def test_statistics_that_do_not_say_what_they_mean_are_refused(run, year, tmp_path):
    assert run("bulk", "stats", year, "--output", tmp_path / "all.parquet").status == 0
    duckdb.sql(f"COPY (SELECT * FROM '{tmp_path}/all.parquet') TO '{tmp_path}/bare.parquet'")
    bare, merged = tmp_path / "bare.parquet", tmp_path / "merged.parquet"
    for words in (("what-if", "--stats", bare, *TRIED), ("stats", "--merge", bare, "--output", merged)):
        done = run("bulk", *words)
        assert (done.status, done.out) == (2, "")
        assert "没有写明" in done.err


def test_statistics_of_another_rulebook_are_refused(run, year, tmp_path):
    assert run("bulk", "stats", year, "--output", tmp_path / "all.parquet").status == 0
    other = tmp_path / "other"
    shutil.copytree(FOLDER, other)
    text = (other / "rulebook.yaml").read_text(encoding="utf-8")
    (other / "rulebook.yaml").write_text(text.replace("highest_of: matter_in_item", "highest_of: matter"), encoding="utf-8")
    done = run("bulk", "what-if", "--stats", tmp_path / "all.parquet", "--rulebook", other, *TRIED)
    assert (done.status, done.out) == (2, "")
    assert "其项目或规则与" in done.err


def summed_up(run, folder, bureau, department, absences):
    """Statistics of a bureau of one department, in which so many were absent."""
    rulebook = founding_rulebook()
    own = Department(department, "科", size=9, attributes=dict.fromkeys(rulebook.attributes, Decimal(3)))
    entries = tuple(Entry(str(at), department, "training.absence", date(2025, 3, 3)) for at in range(absences))
    write_tables(folder, rulebook, Facts(2025, (own,), (), entries), bureau)
    file = folder.with_suffix(".parquet")
    assert run("bulk", "stats", folder, "--output", file).status == 0
    return file


def test_two_bureaus_departments_of_one_code_stay_two(run, tmp_path):
    parts = [summed_up(run, tmp_path / bureau, bureau, "d0", absences) for bureau, absences in (("甲局", 1), ("乙局", 2))]
    assert run("bulk", "stats", "--merge", *parts, "--output", tmp_path / "merged.parquet").status == 0
    with duckdb.connect() as connection:
        summary = Summary(unpacked(connection, tmp_path / "merged.parquet"))
    assert summary.departments.tolist() == ["d0", "d0"]
    assert summary.bureaus[summary.bureau].tolist() == ["乙局", "甲局"]
    assert summary.sums["training.absence", "", 0, 0].tolist() == [2, 1]
    assert summary.figures["size"][0].tolist() == [9, 9]


def test_the_same_statistics_are_not_counted_twice(run, tmp_path):
    file = summed_up(run, tmp_path / "甲局", "甲局", "d0", 1)
    copied, merged = tmp_path / "甲局 (1).parquet", tmp_path / "merged.parquet"
    shutil.copy(file, copied)
    for twice in ((file, copied), (file, file)):
        done = run("bulk", "stats", "--merge", *twice, "--output", merged)
        assert (done.status, done.out) == (2, "")
        assert "有同一份" in done.err
        assert not merged.exists()
    other, both = summed_up(run, tmp_path / "乙局", "乙局", "d0", 1), tmp_path / "both.parquet"
    assert run("bulk", "stats", "--merge", file, other, "--output", both).status == 0
    done = run("bulk", "stats", "--merge", both, copied, "--output", merged)
    assert (done.status, done.out) == (2, "")
    assert "有同一份" in done.err
    assert not merged.exists()


def test_a_department_is_not_merged_under_two_sizes_or_with_one_of_no_bureau(run, tmp_path):
    rulebook = founding_rulebook()
    for name, size, bureau in (("usual", 9, "甲局"), ("larger", 12, "甲局"), ("unsized", None, "甲局"), ("nameless", 9, "")):
        own = Department("d0", "科", size=size, attributes=dict.fromkeys(rulebook.attributes, Decimal(3)))
        entry = Entry(name, "d0", "training.absence", date(2025, 3, 3))
        write_tables(tmp_path / name, rulebook, Facts(2025, (own,), (), (entry,)), bureau)
        assert run("bulk", "stats", tmp_path / name, "--output", tmp_path / f"{name}.parquet").status == 0
    differing = "的 size 在几份统计里不同"
    for other, said in (("larger", f"{differing}：9 和 12"), ("unsized", f"{differing}：— 和 9"), ("nameless", "有的没有写单位")):
        done = run("bulk", "stats", "--merge", tmp_path / "usual.parquet", tmp_path / f"{other}.parquet", "--output", tmp_path / "merged.parquet")
        assert (done.status, done.out) == (2, "")
        assert said in done.err
        assert not (tmp_path / "merged.parquet").exists()


def test_parts_of_a_ledger_with_the_same_figures_are_two(run, tmp_path):
    rulebook = founding_rulebook()
    own = Department("d0", "科", size=9, attributes=dict.fromkeys(rulebook.attributes, Decimal(3)))
    for number in ("1", "2"):
        write_tables(tmp_path / number, rulebook, Facts(2025, (own,), (), (Entry(number, "d0", "training.absence", date(2025, 3, 3)),)), "甲局")
        assert run("bulk", "stats", tmp_path / number, "--output", tmp_path / f"{number}.parquet").status == 0
    parts = [tmp_path / "1.parquet", tmp_path / "2.parquet"]
    assert run("bulk", "stats", "--merge", *parts, "--output", tmp_path / "merged.parquet").status == 0
    value = "SELECT SUM(value) FROM '{}' WHERE rule = 'training.absence'"
    assert rows(tmp_path / "merged.parquet", value) == [(2 * rows(parts[0], value)[0][0],)]


def test_departments_of_one_code_are_not_merged_where_no_bureau_is_named(run, tmp_path):
    parts = [summed_up(run, tmp_path / name, "", "d0", 1) for name in ("one", "other")]
    done = run("bulk", "stats", "--merge", *parts, "--output", tmp_path / "merged.parquet")
    assert (done.status, done.out) == (2, "")
    assert f"科室 d0 出现在几份统计里（{parts[0]}、{parts[1]}）" in done.err
    assert not (tmp_path / "merged.parquet").exists()


def test_statistics_with_numbers_and_with_words_for_departments_are_merged(run, year, tmp_path):
    assert run("bulk", "stats", year, "--output", tmp_path / "all.parquet").status == 0
    word = summed_up(run, tmp_path / "word", "甲局", "d0", 1)
    assert run("bulk", "stats", "--merge", tmp_path / "all.parquet", word, "--output", tmp_path / "merged.parquet").status == 0
    assert rows(tmp_path / "merged.parquet", "SELECT COUNT(DISTINCT department) FROM '{}'") == [(61,)]


def halves(folder, *, goals):
    """A department's year in two parts, in which one matter costs once in each; `goals`: whether both parts bring the department's goals."""
    rulebook = founding_rulebook()
    own = Department("d0", "科", size=9, attributes=dict.fromkeys(rulebook.attributes, Decimal(3)))
    both = (Goal("Z-1", "d0", "key"), Goal("O-1", "d0", "ordinary"))
    for name, rule, goal in (("first", "execution.error", both), ("second", "execution.late", both if goals else ())):
        entry = Entry(name, "d0", rule, date(2025, 3, 3), matter="" if goals else "M1")
        write_tables(folder / name, rulebook, Facts(2025, (own,), goal, (entry,)), "甲局")
    return folder / "first", folder / "second"


@pytest.mark.parametrize(("goals", "said"), [(True, "合并会把基本分算两遍"), (False, "是不是同一事项")])
def test_parts_of_a_department_that_cannot_be_added_up_are_not_merged(run, tmp_path, goals, said):
    parts = []
    for part in halves(tmp_path, goals=goals):
        parts.append(part.with_suffix(".parquet"))
        assert run("bulk", "stats", part, "--output", parts[-1]).status == 0
    done = run("bulk", "stats", "--merge", *parts, "--output", tmp_path / "merged.parquet")
    assert (done.status, done.out) == (2, "")
    assert said in done.err
    assert "d0" in done.err
    assert not (tmp_path / "merged.parquet").exists()


def test_data_beside_statistics_are_refused_and_so_is_a_day_they_were_not_made_for(run, year, tmp_path):
    file, merged = tmp_path / "all.parquet", tmp_path / "merged.parquet"
    assert run("bulk", "stats", year, "--output", file).status == 0
    for words in (("stats", year, "--merge", file, "--output", merged), ("what-if", year, "--stats", file, *TRIED)):
        done = run("bulk", *words)
        assert (done.status, done.out) == (2, "")
        assert "用的是已有的统计" in done.err
    done = run("bulk", "stats", "--merge", file, "--as-of", "2025-06-30", "--output", merged)
    assert (done.status, done.out) == (2, "")
    assert "这里是 --as-of 2025-06-30" in done.err
    assert not merged.exists()


def test_parts_in_which_nothing_happened_are_merged(run, tmp_path):
    parts = [summed_up(run, tmp_path / name, "甲局", "d0", absences) for name, absences in (("一月", 0), ("二月", 0), ("三月", 2))]
    assert run("bulk", "stats", "--merge", *parts, "--output", tmp_path / "merged.parquet").status == 0
    with duckdb.connect() as connection:
        assert Summary(unpacked(connection, tmp_path / "merged.parquet")).sums["training.absence", "", 0, 0].tolist() == [2]
