"""Which files and columns a year is made of: none is passed over that was meant, however it is called."""

import csv
from datetime import date

import duckdb
import polars as pl
import pytest

from kaohe.bulk.duck import Duck
from kaohe.bulk.paths import from_spark
from kaohe.bulk.tables import DEPARTMENTS, WHOLE, Column, holds_tables, matched, tables_in
from kaohe.bulk.tests.handmade import ABSENT, BOOK, HEADER, PLAN, points, refusal, year
from kaohe.engine import Refused


def absent(folder, entries, name="ledger.csv"):
    """A ledger of as many absences of department a."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join([HEADER, *map(ABSENT.format, entries), ""]), encoding="utf-8")


@pytest.fixture
def three(engine, tmp_path):
    """What department a gets for three absences."""
    folder = tmp_path / "three"
    folder.mkdir()
    return points(engine, year(folder, "\n".join([HEADER, *map(ABSENT.format, (1, 2, 3)), ""])), folder)


@pytest.fixture
def bare(tmp_path):
    """A year without a ledger yet."""
    folder = tmp_path / "year"
    folder.mkdir()
    year(folder, "")
    (folder / "ledger" / "0.csv").unlink()
    return folder


# --- files


@pytest.mark.parametrize("title", ['"台账\n一览"', '"a\nb\nc, d\ne"', '台账"'])
def test_a_title_of_several_lines_hides_no_row(engine, title, three, bare):
    absent(bare, (1, 2, 3), "ledger/0.csv")
    file = bare / "ledger" / "0.csv"
    file.write_text(f"{title}\n{file.read_text(encoding='utf-8')}", encoding="utf-8")
    assert points(engine, tables_in(bare), bare) == three


@pytest.mark.parametrize("name", ["ledger/B.CSV", "ledger/sub/b.Csv", "Ledger.CSV"])
def test_capitals_hide_no_file(engine, name, three, bare):
    absent(bare, (1, 2), "ledger/a.csv")
    absent(bare, (3,), name)
    assert points(engine, tables_in(bare), bare) == three


def test_a_linked_folder_is_a_folder_and_is_read_once(engine, three, bare):
    absent(bare, (1, 2), "ledger/a.csv")
    absent(bare, (3,), "elsewhere/b.csv")
    (bare / "ledger" / "linked").symlink_to(bare / "elsewhere", target_is_directory=True)
    (bare / "elsewhere" / "round").symlink_to(bare / "elsewhere", target_is_directory=True)
    assert points(engine, tables_in(bare), bare) == three


@pytest.mark.parametrize("name", ["goals.txt", "Goals.xlsx", "departments.json"])
def test_a_table_in_another_shape_is_told_of(name, bare):
    absent(bare, (1,))
    (bare / name).write_text("", encoding="utf-8")
    with pytest.raises(Refused) as found:
        tables_in(bare)
    assert [problem.code for problem in found.value.problems] == ["bulk.odd_file"]


@pytest.mark.parametrize("name", ["b.xlsx", "b.txt", "c.csv.gz", "d.csv.bak", "below/e.json"])
@pytest.mark.parametrize("table", ["ledger", "goals", "departments.parquet"])
def test_a_file_in_a_tables_folder_that_is_no_table_is_told_of(table, name, bare):
    absent(bare, (1,), "ledger/a.csv")
    for each in (bare / table / name, bare / table / "other.doc"):
        each.parent.mkdir(parents=True, exist_ok=True)
        each.write_text("", encoding="utf-8")
    with pytest.raises(Refused) as found:
        tables_in(bare)
    assert {(problem.code, problem.place.file) for problem in found.value.problems} == {
        ("bulk.odd_file", str(bare / table / each)) for each in (name, "other.doc")
    }


@pytest.mark.parametrize(
    "name",
    [
        "ledger-2.csv", "Ledger（二季度）.csv", "ledger (1).parquet", "ledgers.xlsx", "goal.csv", "goals.csv.gz", "department.csv",
        "departments 2025.xls", "goal/a.csv", "ledger-2/sub/a.parquet",
    ],
)
def test_what_is_nearly_called_like_a_table_is_told_of(name, bare):
    absent(bare, (1,))
    (bare / name).parent.mkdir(parents=True, exist_ok=True)
    (bare / name).write_text("", encoding="utf-8")
    with pytest.raises(Refused) as found:
        tables_in(bare)
    assert [(problem.code, problem.values["found"]) for problem in found.value.problems] == [("bulk.stray_file", name.split("/")[0])]


def test_a_ledger_that_is_only_nearly_called_one_is_no_reason_to_look_for_another_kind_of_year(bare):
    absent(bare, (1,), "ledger-2.csv")
    assert holds_tables(bare)


HIDDEN = [f"ledger/{name}" for name in ("_SUCCESS", ".part-0.csv.crc", "._a.csv", "~$a.xlsx", "_temporary/0/b.csv", ".checkpoints/a.csv")]
BESIDE = ["notes.csv", "目标.csv", "README", "ledger-notes.txt", ".ledger.csv", "goal/notes.txt", "ledgers/.b.csv"]


def test_what_is_hidden_or_belongs_to_nothing_is_no_part_of_a_table(engine, three, bare):
    absent(bare, (1, 2, 3), "ledger/a.csv")
    for name in (*HIDDEN, *BESIDE):
        (bare / name).parent.mkdir(parents=True, exist_ok=True)
        (bare / name).write_text("no table", encoding="utf-8")
    assert points(engine, tables_in(bare), bare) == three


def test_a_link_that_leads_nowhere_is_no_empty_table(engine, bare):
    absent(bare, (1,))
    (bare / "goals.csv").symlink_to(bare / "nowhere.csv")
    assert {code for code, _ in refusal(engine, tables_in(bare), bare)} == {"bulk.unreadable"}


def test_without_departments_they_are_the_rulebooks(engine, bare):
    (bare / "departments.csv").unlink()
    first = BOOK.departments[0].code
    (bare / "ledger.csv").write_text(f"{HEADER}\n{ABSENT.format(1).replace(',a,', f',{first},')}\n", encoding="utf-8")
    found = points(engine, tables_in(bare), bare)
    assert set(found) == {department.code for department in BOOK.departments}
    assert found[first] == min(found.values()) < max(found.values())


def test_without_departments_engines_that_read_parquet_alone_are_given_the_rulebooks(bare):
    (bare / "departments.csv").unlink()
    absent(bare, (1,))
    with Duck(PLAN, bare) as run:
        (file,) = run.views.typed(tables_in(bare)).departments
    rows = pl.read_parquet(file).to_dicts()
    assert [(row["department"], row["size"]) for row in rows] == [(department.code, department.size) for department in BOOK.departments]
    assert {row["brief_quota"] for row in rows} == {2, 3, 4}


def test_a_ledger_without_counts_counts_one_for_engines_that_read_parquet_alone_too(bare):
    (bare / "ledger.csv").write_text("entry,department,rule,occurred_on\n1,a,training.absence,2025-03-01\n", encoding="utf-8")
    with Duck(PLAN, bare) as run:
        (file,) = run.views.typed(tables_in(bare)).ledger
    assert pl.read_parquet(file)["count"].to_list() == [1]


@pytest.mark.parametrize("code", ["'a'", 'q"q', "it's", 'a,"b', "a\nb", "a;b", " a", "\\N"])
def test_what_postgresql_hands_over_keeps_every_letter_of_a_code(code, bare):
    with Duck(PLAN, bare) as run:
        columns = [column.name for column in run.ranks.columns()]
        with (bare / "handed.csv").open("w", encoding="utf-8", newline="") as handle:
            writer = csv.writer(handle, lineterminator="\n")
            writer.writerow(columns)
            writer.writerows([each if name == "department" else "1" for name in columns] for each in ("plain", code))
        run.write_copied(bare / "handed.csv", bare / "scores.parquet", {})
    assert set(pl.read_parquet(bare / "scores.parquet")["department"]) == {"plain", code}


@pytest.mark.parametrize(
    ("address", "path"),
    [("file:///data/%E5%8F%B0%E8%B4%A6%20%25.parquet", "/data/台账 %.parquet"), ("hdfs://host:9000/a%20b", "hdfs://host:9000/a%20b"), ("", "")],
)
def test_what_spark_calls_a_file_is_told_as_its_path(address, path):
    assert from_spark(address) == path


# --- columns


@pytest.mark.parametrize("header", ["次数", "数量（次）", "ｃｏｕｎｔ", "COUNT ", "数 量*"])
def test_a_header_may_be_written_as_people_write_it(engine, header, three, bare):
    (bare / "ledger.csv").write_text(f"{HEADER.replace('count', header)}\n{ABSENT.format(1).replace(',1,,', ',3,,')}\n", encoding="utf-8")
    assert points(engine, tables_in(bare), bare) == three


@pytest.mark.parametrize(("column", "header"), [("count", "counts"), ("count", "coun"), ("matter", "事项编码"), ("reverses", "reverse")])
def test_a_header_that_is_nearly_one_is_told_of(engine, column, header, bare):
    (bare / "ledger.csv").write_text(f"{HEADER.replace(column, header)}\n{ABSENT.format(1)}\n", encoding="utf-8")
    assert {code for code, _ in refusal(engine, tables_in(bare), bare)} == {"bulk.nearly"}


CHINESE = "记录号,科室,规则代码,发生日期"


def test_columns_called_by_their_chinese_names_are_read_however_few_there_are(engine, three, bare):
    row = "{},a,training.absence,2025-03-01"
    (bare / "ledger.csv").write_text("\n".join([CHINESE, *map(row.format, (1, 2, 3)), ""]), encoding="utf-8")
    assert points(engine, tables_in(bare), bare) == three


def test_goals_called_by_their_chinese_names_are_read_however_few_there_are(engine, bare):
    absent(bare, (1,))
    (bare / "goals.csv").write_text("科室,目标编号,类别,基本分\na,k,nonsense,60\n", encoding="utf-8")
    assert ("goals.unknown_category", 2) in refusal(engine, tables_in(bare), bare)


def test_what_a_second_file_nearly_says_is_told_of_and_what_it_says_is_not(engine, bare):
    absent(bare, (1,), "ledger/0.csv")
    (bare / "ledger" / "0.csv").write_text(f"{CHINESE}\n1,a,training.absence,2025-03-01\n", encoding="utf-8")
    second = bare / "ledger" / "1.csv"
    second.write_text(f"{CHINESE},次\n2,a,training.absence,2025-03-01,3\n", encoding="utf-8")
    assert points(engine, tables_in(bare), bare)["a"] > 0
    second.write_text(f"{CHINESE},冲正记录\n2,a,training.absence,2025-03-01,\n", encoding="utf-8")
    assert {code for code, _ in refusal(engine, tables_in(bare), bare)} == {"bulk.nearly"}


#: Two numbers whose labels differ in a bracket's remark alone.
NUMBERED = (*DEPARTMENTS, Column("q1", WHOLE, ("信息任务（条）",)), Column("q2", WHOLE, ("信息任务（篇）",)))


@pytest.mark.parametrize(
    ("headers", "found"),
    [
        (["信息任务（条）", "信息任务(篇)"], {"q1": "信息任务（条）", "q2": "信息任务(篇)"}),
        (["信息任务（篇）", "q1"], {"q2": "信息任务（篇）", "q1": "q1"}),
        (["信息任务（篇）"], {"q2": "信息任务（篇）"}),
    ],
)
def test_a_remark_in_brackets_counts_where_a_label_has_it(headers, found):
    assert matched(NUMBERED, ["代码", *headers], "departments.csv") == {"department": "代码"} | found


@pytest.mark.parametrize(
    ("headers", "codes"),
    [
        (["信息任务"], ["bulk.either_column"]),
        (["信息任务（每季）", "q1", "q2"], ["bulk.either_column"]),
        (["q2", "信息任务（篇）"], ["bulk.two_columns"]),
    ],
)
def test_a_header_that_may_be_either_of_two_columns_is_neither(headers, codes):
    with pytest.raises(Refused) as found:
        matched(NUMBERED, ["代码", *headers], "departments.csv")
    assert [problem.code for problem in found.value.problems] == codes


@pytest.mark.parametrize("header", ["filename", "File_Row_Number"])
def test_a_column_that_duckdb_has_itself_is_told_of(engine, header, bare):
    (bare / "ledger.csv").write_text(f"{HEADER},{header}\n{ABSENT.format(1)},x\n", encoding="utf-8")
    assert {code for code, _ in refusal(engine, tables_in(bare), bare)} == {"bulk.reserved"}


def test_columns_that_differ_in_capitals_alone_are_two(engine, bare):
    row = {"entry": [1], "department": ["a"], "rule": ["training.absence"], "occurred_on": [date(2025, 3, 1)], "count": [1], "Count": [3]}
    pl.DataFrame(row | {"odd": [{"count": 1}]}).write_parquet(bare / "ledger.parquet")
    assert {code for code, _ in refusal(engine, tables_in(bare), bare)} == {"bulk.two_columns"}
    pl.DataFrame({name: cells for name, cells in row.items() if name != "Count"} | {"odd": [{"count": 1}]}).write_parquet(bare / "ledger.parquet")
    assert points(engine, tables_in(bare), bare)["a"] > 0


@pytest.mark.parametrize("column", ["[1] AS count", "['a'] AS matter", "['training.absence'] AS rule", "[DATE '2025-03-01'] AS occurred_on"])
def test_a_list_is_no_cell(engine, column, bare):
    row = "1 AS entry, 'a' AS department, 'training.absence' AS rule, DATE '2025-03-01' AS occurred_on, 1 AS count, 'm' AS matter"
    duckdb.sql(f"COPY (SELECT * REPLACE ({column}) FROM (SELECT {row})) TO '{bare}/ledger.parquet'")
    assert {code for code, _ in refusal(engine, tables_in(bare), bare)} == {"bulk.column_type"}


# --- blanks


@pytest.mark.parametrize("blank", [" ", "\t", "\u3000", "\u00a0", "\n"])
@pytest.mark.parametrize("suffix", ["csv", "parquet"])
def test_no_blank_makes_two_matters_or_departments_of_one(engine, suffix, blank, bare):
    def found(ending):
        rows = [ABSENT.format(1).replace(",1,,,", ",1,,M1,"), ABSENT.format(2).replace(",1,,,", f',1,,"M1{ending}",').replace(",a,", f',"a{ending}",')]
        frame = pl.read_csv("\n".join([HEADER, *rows, ""]).encode(), infer_schema=False)
        getattr(frame, f"write_{suffix}")(bare / f"ledger.{suffix}")
        return points(engine, tables_in(bare), bare)

    assert found(blank) == found("")


@pytest.mark.parametrize(
    ("written", "code", "row"),
    [
        (f"{HEADER}\n{ABSENT.format(1)}\n".encode() + "2,a,缺勤".encode("gbk"), "bulk.encoding", 3),
        (b"entry,department,rule,occurred_on\r\n1,a,training.absence,2025-03-01\r\n2,a,training.absence,2025-03-02\n", "bulk.mixed_lines", None),
    ],
    ids=["GBK", "CRLF and LF"],
)
def test_why_a_file_cannot_be_read_is_told_in_our_own_words(engine, written, code, row, bare):
    (bare / "ledger.csv").write_bytes(written)
    assert refusal(engine, tables_in(bare), bare) == {(code, row)}
