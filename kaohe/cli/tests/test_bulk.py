"""`kaohe bulk …`: the commands over columns, from drawing a year to comparing engines; nothing half is ever left behind."""

import csv
import io
import json
import os
import shutil

import duckdb
import pytest

from kaohe.bulk.duck import Duck
from kaohe.bulk.extras import needed
from kaohe.cli.commands.bulk import ACTS
from kaohe.engine import Problem, Refused
from tests.support.tables import rows, told_by


def test_help_names_every_act_in_both_languages(run):
    for language in ("zh", "en"):
        done = run("bulk", "--help", "--language", language)
        assert done.status == 0
        assert all(f"  {act} " in done.out for act in ACTS)
    assert not [letter for letter in run("bulk", "--help", "--language", "en").out if "\u4e00" <= letter <= "\u9fff"]


@pytest.mark.parametrize("act", ACTS)
def test_every_act_explains_itself_in_both_languages(run, act):
    chinese, english = run("bulk", act, "--help"), run("bulk", act, "--help", "--language", "en")
    assert chinese.status == english.status == 0
    assert chinese.out.startswith(f"用法：./run bulk {act}")
    assert not [letter for letter in english.out if "\u4e00" <= letter <= "\u9fff"]


def test_an_act_is_asked_for(run):
    assert run("bulk").status == 2
    assert run("bulk", "scroe").status == 2


# --- generate


def test_what_a_stopped_run_left_is_no_part_of_a_new_year(run, tmp_path):
    (left := tmp_path / ".year.part" / "ledger").mkdir(parents=True)
    (left / "part-0007.parquet").write_bytes(b"half")
    assert run("bulk", "generate", tmp_path / "year", "--departments", "20", "--entries", "5").status == 0
    assert [path.name for path in (tmp_path / "year" / "ledger").iterdir()] == ["part-0001.parquet"]
    assert [path.name for path in tmp_path.iterdir()] == ["year"]


def test_a_stopped_run_leaves_nothing(run, tmp_path, monkeypatch):
    monkeypatch.setattr("kaohe.cli.bulk.generate.generate", lambda draft, *_: (draft.mkdir(), _interrupted()))
    assert run("bulk", "generate", tmp_path / "year").status == 130
    assert list(tmp_path.iterdir()) == []


def test_every_bureau_may_have_a_file_of_its_own(run, tmp_path):
    assert run("bulk", "generate", tmp_path / "year", "--departments", "12", "--entries", "5", "--parts", "2").status == 0
    assert len(list((tmp_path / "year" / "ledger").iterdir())) == 2


# --- score


def test_scores_are_written_with_their_units_and_ranks(run, year, tmp_path):
    done = run("bulk", "score", year, tmp_path / "out.parquet")
    assert done.status == 0
    assert "60 个科室（6 个单位）" in done.out
    names = [row[0] for row in duckdb.sql(f"DESCRIBE SELECT * FROM '{tmp_path}/out.parquet'").fetchall()]
    assert {"points/total", "exact/training", "rank/total", "rank_above/total", "honour/information"} <= set(names)
    assert json.loads(told_by(tmp_path / "out.parquet"))["units"]["total"] % 100 == 0
    assert list(tmp_path.iterdir()) == [tmp_path / "out.parquet"]


@pytest.mark.parametrize("act", ["score", "explain"])
def test_a_file_may_be_called_whatever_its_owner_likes(run, year, tmp_path, act):
    done = run("bulk", act, year, tmp_path / "o'brien.parquet")
    assert (done.status, done.err) == (0, "")
    assert [path.name for path in tmp_path.iterdir()] == ["o'brien.parquet"]


def test_a_bureaus_own_workbook_is_scored_as_the_engine_scores_it(run, facts, tmp_path):
    assert run("bulk", "score", facts, tmp_path / "out.parquet").status == 0
    table = {row["科室"]: row["总分"] for row in csv.DictReader(run("score", facts, "--csv").out.splitlines())}
    found = rows(tmp_path / "out.parquet", "SELECT department, \"points/total\" FROM '{}' ORDER BY \"rank/total\"")
    assert str(found[0][1]) == next(iter(table.values()))
    assert len(found) == len(table)


def test_a_bad_row_is_told_with_its_place_and_leaves_no_file(run, year, tmp_path):
    folder = tmp_path / "bad"
    folder.mkdir()
    duckdb.sql(
        f"COPY (SELECT * REPLACE (CASE WHEN entry = 7 THEN 'no.such' ELSE rule END AS rule) "
        f"FROM read_parquet('{year}/ledger/*.parquet')) TO '{folder}/ledger.parquet'"
    )
    duckdb.sql(f"COPY (SELECT * FROM '{year}/departments.parquet') TO '{folder}/departments.parquet'")
    duckdb.sql(f"COPY (SELECT * FROM '{year}/goals/*.parquet') TO '{folder}/goals.parquet'")
    done = run("bulk", "score", folder, tmp_path / "out.parquet", "--year", "2025")
    assert (done.status, done.out) == (2, "")
    assert "ledger.parquet › 第 8 行: 记录 7：规则“no.such”不存在" in done.err
    assert [path.name for path in tmp_path.iterdir()] == ["bad"]
    english = run("bulk", "score", folder, tmp_path / "out.parquet", "--year", "2025", "--language", "en")
    assert "row 8: Entry 7: there is no rule “no.such”" in english.err


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["score", "nowhere", "out.parquet"], "没有这份文件"),
        (["score", "{year}", "out.parquet", "--engine", "abacus"], "没有引擎“abacus”"),
        (["score", "{year}", "out.parquet", "--engine", "postgres"], "--database"),
        (["score", "{year}", "out.parquet", "--counted", "1000000000000000000"], "超过 64 位"),
        (["what-if", "{year}"], "没有要试的规则"),
        (["what-if", "{year}", "--set", "rules.none.each=1"], "没有参数“rules.none.each”"),
        (["what-if", "{year}", "--set", "rules.training.absence.each"], "不是参数的改法"),
        (["what-if", "{year}", "--set", "rules.training.absence.each=-1"], "不能是 -1"),
        (["what-if", "{year}", *["--set", "rules.training.absence.each=1"] * 2], "给了两次"),
        (["what-if", "{year}", "--set", "rules.training.absence.each=1,0.000000000001"], "“rules.training.absence.each=0.000000000001”不能试算"),
        (["what-if", "{year}", "--sensitivity", "100"], "应大于 0 且小于 100"),
        (["what-if", "{year}", "--set", f"rules.training.absence.each={','.join(map(str, range(20001)))}"], "合起来有 20001 种"),
        (["stats", "--output", "s.parquet"], "请给出数据"),
        (["generate", "{year}"], "已经存在"),
        (["generate", "drawn", "--departments", "12", "--parts", "5"], "一共 2 个单位"),
        (["generate", "drawn", "--parts", "0"], "请用 --parts 1 至 100"),
        (["generate", "drawn", "--departments", "0"], "--departments"),
        (["generate", "drawn", "--bureau", "0"], "--bureau"),
        (["generate", "drawn", "--seed", "-1"], "--seed"),
        (["what-if", "--stats", "{year}/about.json", "--set", "rules.training.absence.each=1"], "about.json"),
        (["stats", "--merge", "{year}/about.json", "{year}", "--output", "s.parquet"], "文件无法读取"),
    ],
)
def test_what_cannot_be_done_is_told_and_leaves_nothing(run, year, tmp_path, monkeypatch, words, said):
    monkeypatch.chdir(tmp_path)
    done = run("bulk", *(word.format(year=year) for word in words))
    assert (done.status, done.out) == (2, "")
    assert said in done.err
    assert list(tmp_path.iterdir()) == []


OUTPUTS = [("score", "{year}", "{out}"), ("explain", "{year}", "{out}"), ("stats", "{year}", "--output", "{out}")]
OUTPUTS += [("what-if", "{year}", "--set", "rules.training.absence.each=1", option, "{out}") for option in ("--csv", "--each")]


@pytest.mark.parametrize("words", OUTPUTS, ids=" ".join)
@pytest.mark.parametrize("name", ["ledger/part-0001.parquet", "departments.parquet", "about.json", "ledger/new.parquet", "goals.csv"])
def test_no_output_takes_the_place_of_a_years_own_file_or_joins_them(run, year, words, name):
    before = {path: path.read_bytes() for path in year.rglob("*") if path.is_file()}
    done = run("bulk", *(word.format(year=year, out=year / name) for word in words))
    assert (done.status, done.out) == (2, "")
    assert str(year / name) in done.err
    assert {path: path.read_bytes() for path in year.rglob("*") if path.is_file()} == before


def test_a_years_file_that_is_kept_elsewhere_is_its_own_all_the_same(run, year, tmp_path):
    folder = tmp_path / "linked"
    folder.mkdir()
    for path in year.iterdir():
        (folder / path.name).symlink_to(path)
    done = run("bulk", "stats", folder, "--output", year / "ledger" / "part-0001.parquet")
    assert done.status == 2
    assert rows(year / "ledger/*.parquet", "SELECT COUNT(*) > 1000 FROM '{}'") == [(True,)]


@pytest.mark.parametrize("words", [words for words in OUTPUTS if "--csv" not in words], ids=" ".join)
def test_a_device_stays_one_and_the_output_is_named_as_it_was_given(run, year, tmp_path, words):
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "folder").mkdir()
    for name, said in (("pipe", "a device or a pipe"), ("folder", "a folder, not a file"), ("none/out.parquet", "no such file or folder")):
        done = run("bulk", *(word.format(year=year, out=tmp_path / name) for word in words), "--language", "en")
        assert (done.status, done.out) == (2, "")
        assert f"{tmp_path / name}: " in done.err
        assert said in done.err
    assert (tmp_path / "pipe").is_fifo()
    assert {path.name for path in tmp_path.rglob("*")} == {"pipe", "folder"}


def test_beside_a_years_tables_a_result_may_stand(run, year, tmp_path):
    folder = tmp_path / "year"
    shutil.copytree(year, folder)
    assert run("bulk", "score", folder, folder / "scores.parquet").status == 0
    assert rows(folder / "scores.parquet", "SELECT COUNT(*) FROM '{}'") == [(60,)]


@pytest.mark.parametrize(
    ("words", "chinese", "english"),
    [
        (["postgres", "--database", "nonsense"], "无法连接数据库", "The database can't be reached"),
        (["postgres", "--database", "host=127.0.0.1 port=1 dbname=none"], "无法连接数据库", "The database can't be reached"),
        (["spark", "--master", "nonsense"], "“nonsense”不是 Spark 集群地址", "“nonsense” is no master of Spark"),
        (["spark", "--master", "spark://"], "“spark://”不是 Spark 集群地址", "“spark://” is no master of Spark"),
    ],
    ids=str,
)
def test_an_address_where_nobody_computes_is_told_of(run, year, tmp_path, words, chinese, english):
    pytest.importorskip({"postgres": "psycopg", "spark": "pyspark"}[words[0]])
    for language, expected in (("zh", chinese), ("en", english)):
        done = run("bulk", "score", year, tmp_path / "out.parquet", "--engine", *words, "--language", language)
        assert (done.status, done.out) == (2, "")
        assert expected in done.err
        assert "Java" not in done.err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("said", ["true", "99999", "0", "-2025", '"2025"', "2025.5", "null"])
def test_what_is_no_year_says_nothing(run, year, tmp_path, said):
    folder = tmp_path / "year"
    shutil.copytree(year, folder)
    (folder / "about.json").write_text(f'{{"year": {said}}}', encoding="utf-8")
    done = run("bulk", "score", folder, tmp_path / "out.parquet")
    assert (done.status, done.out) == (2, "")
    assert "请加 --year" in done.err


def test_a_year_that_says_none_is_asked_for_one(run, year, tmp_path):
    folder = tmp_path / "year"
    folder.mkdir()
    duckdb.sql(f"COPY (SELECT * FROM '{year}/ledger/*.parquet') TO '{folder}/ledger.parquet'")
    assert "--year" in run("bulk", "score", folder, tmp_path / "out.parquet").err


def test_an_engine_that_is_not_installed_is_missed_politely():
    with pytest.raises(Refused) as missed:
        needed("a_package_that_nobody_has")
    assert "./run setup --bulk" in missed.value.problems[0].message()


@pytest.mark.parametrize(
    ("option", "value", "chinese", "english"),
    [
        *(("--memory", size, "至少 64MB", "at least 64MB") for size in ("abc", "1MB", "-1GB", "1PB", "")),
        *(("--threads", number, "应为 1 到 1024 的整数", "a whole number from 1 to 1024") for number in ("-1", "0", "100000", "two")),
        *((limit, number, "应为 1 到", "a whole number from 1 to") for limit in ("--counted", "--shares") for number in ("0", "-3", "9" * 5000)),
        *((f"--{of}-places", n, "应为 0 到 10 的整数", "a whole number from 0 to 10") for of in ("amount", "base") for n in ("-1", "1000000")),
    ],
)
def test_a_number_that_makes_no_sense_is_refused_by_its_own_sentence(run, year, tmp_path, option, value, chinese, english):
    acts = [("score", year, tmp_path / "out.parquet"), *([] if option in ("--memory", "--threads") else [("table",)])]
    for act in acts:
        for language, expected in (("zh", chinese), ("en", english)):
            done = run("bulk", *act, f"{option}={value}", "--language", language)
            assert (done.status, done.out) == (2, "")
            assert f"{option}" in done.err
            assert expected in done.err
    assert list(tmp_path.iterdir()) == []


def test_the_bounds_themselves_are_taken(run, year, tmp_path):
    usual = run("bulk", "score", year, tmp_path / "out.parquet").out
    for words in (["--memory", "64MB"], ["--memory", "1.5 GiB", "--counted", "1000000"]):
        assert run("bulk", "score", year, tmp_path / "out.parquet", "--threads", "1", *words).out == usual


def _interrupted(*_):
    """As DuckDB tells of Ctrl+C."""
    raise RuntimeError("Query interrupted")


def _interrupted_otherwise(*_):
    raise duckdb.InterruptException("INTERRUPT Error: Interrupted!")


def _interrupted_while_reading(*_):
    try:
        _interrupted()
    except RuntimeError as wrong:
        raise Refused([Problem("bulk.unreadable", {"found": wrong})]) from wrong


def _interrupted_while_handing_over(*_):
    raise duckdb.Error("Error: KeyboardInterrupt: \n\nAt:\n  <frozen importlib>(1): _find_spec\n")


@pytest.mark.parametrize("act", [_interrupted, _interrupted_otherwise, _interrupted_while_reading, _interrupted_while_handing_over])
def test_who_interrupts_a_query_is_told_that_it_was_stopped(run, year, tmp_path, monkeypatch, act):
    monkeypatch.setattr("kaohe.cli.bulk.score.run", act)
    done = run("bulk", "score", year, tmp_path / "out.parquet")
    assert (done.status, done.out, done.err) == (130, "", "\n已中断。\n")


def test_a_year_is_not_read_again_because_somebody_stopped_a_query(run, year, tmp_path, monkeypatch):
    read = []
    monkeypatch.setattr(Duck, "open", _interrupted)
    monkeypatch.setattr("kaohe.cli.bulk.opened.broken", lambda *_: read.append("again") or [])
    assert run("bulk", "score", year, tmp_path / "out.parquet").status == 130
    assert not read


# --- the other acts


def test_engines_agree_and_a_sample_is_the_engines_own(run, year):
    done = run("bulk", "verify", year, "--sample", "20")
    assert done.status == 0
    assert "各引擎结果完全一致。" in done.out
    assert "抽查 20 个科室" in done.out


def test_an_engine_that_is_named_twice_is_asked_once(run, year):
    done = run("bulk", "verify", year, "--engines", "duckdb, duckdb", "--sample", "0")
    assert done.status == 0
    assert [line.split()[0] for line in done.out.splitlines()].count("duckdb") == 1


def test_a_sample_below_nothing_is_refused(run, year):
    done = run("bulk", "verify", year, "--engines", "duckdb", "--sample", "-1")
    assert (done.status, done.out) == (2, "")
    assert "--sample：“-1”不对，应为 0 到" in done.err


@pytest.mark.parametrize("engine", ["duckdb", "polars"])
def test_every_event_is_explained(run, year, tmp_path, engine):
    effects = tmp_path / "effects.parquet"
    done = run("bulk", "explain", year, effects, "--engine", engine)
    assert done.status == 0
    assert "各项得分均等于各行之和" in done.out
    assert rows(effects, "SELECT COUNT(*) > 1000 FROM '{}'") == [(True,)]
    said = json.loads(rows(effects, "SELECT decode(value) FROM parquet_kv_metadata('{}') WHERE decode(key) = 'kaohe'")[0][0])
    assert (said["year"], said["units"]["training"]) == (2025, 1)


def test_who_does_not_explain_every_event_is_refused(run, year, tmp_path):
    done = run("bulk", "explain", year, tmp_path / "effects.parquet", "--engine", "spark", "--language", "en")
    assert (done.status, done.out, list(tmp_path.iterdir())) == (2, "", [])
    assert "There is no engine “spark”. Known ones: duckdb, polars." in done.err


@pytest.mark.parametrize(
    "words",
    [
        ("score", "DATA", "OUT"), ("score", "DATA", "OUT", "--engine", "polars"), ("explain", "DATA", "OUT"), ("stats", "DATA", "--output", "OUT"),
        ("what-if", "DATA", "--set", "rules.training.absence.each=3"), ("verify", "DATA"),
    ],
    ids=" ".join,
)  # fmt: skip
def test_columns_that_say_nothing_here_are_named(run, year, tmp_path, words):
    folder = tmp_path / "year"
    shutil.copytree(year, folder)
    file = folder / "ledger" / "part-0001.parquet"
    duckdb.sql(f"COPY (SELECT *, 'x' AS evidence, 1 AS 得分 FROM '{year}/ledger/part-0001.parquet') TO '{file}'")

    def said_of(data):
        done = run("bulk", *({"DATA": data, "OUT": tmp_path / "out.parquet"}.get(word, word) for word in words))
        assert done.status == 0
        return done.err

    assert said_of(folder).count("没有用到的列：evidence、得分。") == 1
    assert "没有用到的列" not in said_of(year)


def test_a_file_beside_the_tables_that_no_table_is_made_of_is_named(run, year, tmp_path):
    folder = tmp_path / "year"
    shutil.copytree(year, folder)
    for name in ("目标.csv", "notes.xlsx", "README.md"):
        (folder / name).write_text("x", encoding="utf-8")
    assert "没有用到的文件：notes.xlsx、目标.csv。" in run("bulk", "score", folder, tmp_path / "out.parquet").err
    assert "没有用到的文件" not in run("bulk", "score", year, tmp_path / "out.parquet").err


def test_where_the_disk_is_full_it_is_said_and_nothing_is_left(run, year, tmp_path, monkeypatch):
    def full(*_):
        raise duckdb.IOException('IO Error: Could not write all bytes to file "x": No space left on device')

    monkeypatch.setattr("kaohe.bulk.duck.Duck.write", full)
    done = run("bulk", "score", year, tmp_path / "out.parquet")
    assert (done.status, done.out) == (2, "")
    assert "磁盘已满" in done.err
    assert "out.parquet" in done.err
    assert list(tmp_path.glob("*out*")) == []


def broken_within(year, folder, column):
    """A copy of the year in whose ledger no row of that column can be read any more."""
    shutil.copytree(year, folder)
    file = folder / "ledger" / "part-0001.parquet"
    found = duckdb.sql(f"SELECT data_page_offset + 40 FROM parquet_metadata('{file}') WHERE path_in_schema = '{column}'").fetchall()[0]
    with file.open("r+b") as written:
        written.seek(found[0])
        written.write(b"\xff" * 60)
    return file


@pytest.mark.parametrize("column", ["department", "rule", "reverses"])
@pytest.mark.parametrize(
    "words",
    [
        "score {year} {out} --engine duckdb", "score {year} {out} --engine polars", "explain {year} {out} --engine duckdb",
        "explain {year} {out} --engine polars", "stats {year} --output {out}", "what-if {year} --sensitivity 1", "verify {year}", "follow {year}",
    ],
)  # fmt: skip
def test_a_file_that_is_broken_within_is_named_and_nothing_is_left(run, year, tmp_path, monkeypatch, words, column):
    file = broken_within(year, tmp_path / "year", column)
    monkeypatch.setattr("sys.stdin", io.StringIO())
    done = run("bulk", *words.format(year=tmp_path / "year", out=tmp_path / "out.parquet").split())
    assert done.status == 2
    assert f"{file}: 文件无法读取" in done.err
    assert list(tmp_path.iterdir()) == [tmp_path / "year"]


def test_a_year_without_departments_is_refused(run, year, tmp_path):
    folder = tmp_path / "year"
    folder.mkdir()
    (folder / "departments.csv").write_text("department,size,brief_quota\n", encoding="utf-8")
    (folder / "ledger.csv").write_text("entry,department,rule,occurred_on\n", encoding="utf-8")
    for engine in ("duckdb", "polars"):
        done = run("bulk", "score", folder, tmp_path / "out.parquet", "--year", "2025", "--engine", engine)
        assert (done.status, "科室" in done.err) == (2, True)
        assert not (tmp_path / "out.parquet").exists()


@pytest.mark.parametrize(
    ("words", "single", "advice"),
    [
        (("score", "{year}", "{out}"), True, "Give it more, or use --threads 1; a ledger may also be several files, one for some bureaus each"),
        (("score", "{year}", "{out}"), False, "Give it more, or use --threads 1.\n"),
        (("score", "{year}", "{out}", "--threads", "1"), False, "Give it more.\n"),
        (("explain", "{year}", "{out}"), False, "Give it more, or use --threads 1; the data may also be several folders"),
        (("explain", "{year}", "{out}", "--threads", "1"), False, "Give it more; the data may also be several folders"),
        (("explain", "{year}", "{out}", "--threads", "1", "--engine", "polars"), False, "Give it more.\n"),
        (("follow", "{year}", "--threads", "1"), False, "Give it more.\n"),
    ],
)
def test_where_memory_is_too_little_it_is_said_and_what_would_help_and_is_not_yet_done(run, year, tmp_path, monkeypatch, words, single, advice):
    def without_memory(self, tables):
        raise duckdb.OutOfMemoryException("Out of Memory Error: failed to pin block of size 256.0 KiB\n\nPossible solutions: ...")

    if single:
        year = shutil.copytree(year, tmp_path / "single")
        for file in sorted((year / "ledger").iterdir())[1:]:
            file.unlink()
    monkeypatch.setattr(Duck, "open_departments", without_memory)
    out = tmp_path / "out.parquet"
    done = run("bulk", *(word.format(year=year, out=out) for word in words), "--memory", "64MB", "--language", "en")
    assert (done.status, done.out) == (2, "")
    assert f"There wasn't enough memory (--memory 64MB): Out of Memory Error: failed to pin block of size 256.0 KiB. {advice}" in done.err
    assert [path for path in tmp_path.iterdir() if path != year] == []


def test_the_table_can_be_held_against_the_clauses(run, tmp_path):
    assert run("bulk", "table", "--csv", tmp_path / "table.csv").status == 0
    with (tmp_path / "table.csv").open(encoding="utf-8-sig", newline="") as handle:
        table = list(csv.DictReader(handle))
    row = next(each for each in table if each["规则"] == "discipline.absence")
    assert (row["条款"], row["槽"], row["分量"]) == ("附件3 一(二)2", "discipline-", "-2"), "a program reads it as a number"
    assert next(each for each in table if each["规则"] == "integrity.basic")["分量"] == "-1"
    assert "−2" in run("bulk", "table").out
    run("bulk", "table", "--csv", tmp_path / "english.csv", "--language", "en")
    assert "discipline.absence,\"Annex 3, one (two) 2\"" in (tmp_path / "english.csv").read_text(encoding="utf-8-sig")


def test_a_file_that_would_be_left_out_is_told_of_in_both_languages(run, year, tmp_path):
    folder = tmp_path / "year"
    shutil.copytree(year, folder)
    (folder / "ledger" / "二月.xlsx").write_bytes(b"PK")
    (folder / "goals（补）.csv").write_text("", encoding="utf-8")
    done = run("bulk", "score", folder, tmp_path / "out.parquet")
    assert (done.status, done.out) == (2, "")
    assert "二月.xlsx: 表“ledger”的文件应是 Parquet 或 CSV" in done.err
    assert "“goals（补）.csv”像是表“goals”或它的一部分" in done.err
    english = run("bulk", "score", folder, tmp_path / "out.parquet", "--language", "en")
    assert "several files of one table belong into a folder goals" in english.err
    assert not (tmp_path / "out.parquet").exists()


def test_a_mistake_in_a_file_of_facts_is_told_where_it_stands_there(run, tmp_path):
    entry = {"id": "1", "department": "d0", "rule": "no.such", "occurred_on": "2025-03-03"}
    department = {"code": "d0", "name": "预算科", "size": 9, "attributes": {"brief_quota": 3}}
    (tmp_path / "facts.json").write_text(json.dumps({"year": 2025, "departments": [department], "entries": [entry]}), encoding="utf-8")
    done = run("bulk", "score", tmp_path / "facts.json", tmp_path / "out.parquet")
    assert done.status == 2
    assert "facts.json › entries[0]" in done.err
    assert "ledger.csv" not in done.err


def test_a_folder_of_rows_that_no_table_is_made_of_is_named(run, year, tmp_path):
    folder = tmp_path / "year"
    shutil.copytree(year, folder)
    shutil.copytree(year / "ledger", folder / "下半年")
    assert "没有用到的文件：下半年。" in run("bulk", "score", folder, tmp_path / "out.parquet").err
