"""Polars and NumPy read a year as DuckDB does, however it is written; and leave to DuckDB what only it can read."""

import random
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import duckdb
import pytest
import yaml

from kaohe.bulk.compiling import compiled
from kaohe.bulk.duck import Duck
from kaohe.bulk.facts import write_tables
from kaohe.bulk.generating import Recipe, Size, generate
from kaohe.bulk.plan import Limits
from kaohe.bulk.polars.run import Polars
from kaohe.bulk.tables import Tables, tables_in
from kaohe.bulk.tests.books import DOCUMENT, READINGS, random_book
from kaohe.bulk.tests.ledgers import random_ledger
from kaohe.engine import Refused, load
from tests.support.founding import founding_rulebook
from tests.support.years import YEAR

BOOK = founding_rulebook()
PLAN = compiled(BOOK, YEAR)
#: Ways to write the same year: what becomes of the ledger, and of the other tables.
TEXTS = "SELECT * REPLACE (CAST(department AS VARCHAR) AS department{more}) FROM {table}"
KEYS = ", CAST(entry AS VARCHAR) AS entry, CAST(reverses AS VARCHAR) AS reverses, 'No. ' || matter AS matter"
WAYS = {
    "as it was made": ("FROM {table}", "FROM {table}"),
    "in no order": ("FROM {table} ORDER BY hash(entry)", "FROM {table}"),
    "with texts for numbers": (TEXTS.replace("{more}", KEYS), TEXTS.replace("{more}", "")),
    "with large numbers of matters": ("SELECT * REPLACE (matter * 1000000000000 AS matter) FROM {table}", "FROM {table}"),
    "with one entry out of order": ("FROM {table} ORDER BY CASE entry WHEN 3 THEN 4 WHEN 4 THEN 3 ELSE entry END", "FROM {table}"),
    "with matters below zero": ("SELECT * REPLACE (3 - matter AS matter) FROM {table}", "FROM {table}"),
    "with small and negative numbers of departments": (
        "SELECT * REPLACE (CAST(department * 3 - 100 AS TINYINT) AS department) FROM {table}",
        "SELECT * REPLACE (CAST(department * 3 - 100 AS TINYINT) AS department) FROM {table}",
    ),
    "with counts of a small type": ("SELECT * REPLACE (CAST(count AS TINYINT) AS count) FROM {table}", "FROM {table}"),
    "with finer amounts": ("SELECT * REPLACE (CAST(amount AS DECIMAL(20, 6)) AS amount) FROM {table}", "FROM {table}"),
    "with every bureau's own numbers": (
        "WITH l AS (SELECT *, row_number() OVER (PARTITION BY department // 10 ORDER BY entry) AS own FROM {table}) "
        "SELECT l.* EXCLUDE own REPLACE (l.own AS entry, o.own AS reverses) FROM l LEFT JOIN l o ON o.entry = l.reverses ORDER BY l.entry",
        "FROM {table}",
    ),
}
#: Ways that only DuckDB reads; intervals are among them where Polars was loaded before it was told of them (process.py), as here it may have been.
OTHER_WAYS = {
    "with blanks around its words": ("SELECT * REPLACE (' ' || rule || ' ' AS rule) FROM {table}", "FROM {table}"),
    "with counts as texts": ("SELECT * REPLACE (CAST(count AS VARCHAR) AS count) FROM {table}", "FROM {table}"),
    "with a column of intervals": ("SELECT *, INTERVAL 3 DAY AS took FROM {table}", "FROM {table}"),
    "with a column that may hold anything": ("SELECT *, 1::VARIANT AS more FROM {table}", "FROM {table}"),
    "with days as texts": ("SELECT * REPLACE (CAST(occurred_on AS VARCHAR) AS occurred_on) FROM {table}", "FROM {table}"),
}

#: Two reversals of one entry, each of as much as 64 bits hold: together they would come to nothing.
TWICE_TOO_MUCH = (
    "FROM {table} UNION ALL SELECT * EXCLUDE n REPLACE (entry + 99000000000 + n AS entry, entry AS reverses, -9223372036854775808 AS count) "
    "FROM (FROM {table} WHERE reverses IS NULL AND goal IS NULL ORDER BY entry LIMIT 1), range(2) r(n)"
)


@pytest.fixture(scope="module", params=["natural", "dense"])
def year(request, tmp_path_factory):
    """A small year: sixty departments in six bureaus."""
    folder = tmp_path_factory.mktemp(request.param)
    generate(folder, Recipe(BOOK, YEAR, request.param), Size(60, 400))
    return tables_in(folder)


def written(tables: Tables, folder: Path, way: tuple[str, str]) -> Tables:
    """The year, written in that way."""
    folder.mkdir(exist_ok=True)
    with Duck(PLAN, folder) as duck:
        for name, files, text in (("ledger", tables.ledger, way[0]), ("departments", tables.departments, way[1]), ("goals", tables.goals, way[1])):
            query = text.replace("{table}", f"read_parquet('{files[0]}')")
            duck.connection.execute(f"COPY ({query}) TO '{folder / name}.parquet' (ROW_GROUP_SIZE 4096)")
    return tables_in(folder)


def scored(engine: type[Duck], tables: Tables, plan=PLAN):
    with TemporaryDirectory() as own, engine(plan, Path(own)) as run:
        run.score_files(tables)
        return run.checksum()


@pytest.fixture
def alone(monkeypatch):
    """DuckDB is not asked for help."""

    def asked(run):
        pytest.fail("left to DuckDB")

    monkeypatch.setattr(Polars, "add_by_tables", asked)


@pytest.mark.usefixtures("alone")
@pytest.mark.parametrize("way", WAYS)
def test_a_year_gives_the_same_however_it_is_written(way, year, tmp_path, monkeypatch):
    monkeypatch.setattr("kaohe.bulk.polars.ledger.ROWS", 5000)  # reversals and what they name stand in different slices
    tables = written(year, tmp_path, WAYS[way])
    assert scored(Polars, tables) == scored(Duck, tables)


@pytest.mark.usefixtures("alone")
def test_a_year_in_three_files_of_the_same_departments_is_read_together(year, tmp_path, monkeypatch):
    monkeypatch.setattr("kaohe.bulk.polars.ledger.ROWS", 3000)
    (tmp_path / "ledger").mkdir()
    for at in range(3):
        duckdb.sql(f"COPY (FROM '{year.ledger[0]}' WHERE entry % 3 = {at} ORDER BY entry) TO '{tmp_path}/ledger/{at}.parquet'")
    thirds = year._replace(ledger=tuple(sorted((tmp_path / "ledger").iterdir())))
    assert scored(Polars, thirds) == scored(Duck, year)


@pytest.mark.usefixtures("alone")
def test_a_level_that_a_rule_has_not_is_held_against_its_reversal_and_nothing_else_by_its_words(year, tmp_path, monkeypatch):
    monkeypatch.setattr("kaohe.bulk.polars.ledger.ROWS", 3000)
    pair = f"SELECT MIN(reverses) AS one FROM '{year.ledger[0]}' WHERE rule = 'training.absence' AND reverses IS NOT NULL"
    spoken = "SELECT l.* REPLACE (CASE WHEN l.entry = one OR l.reverses = one THEN 'zz' ELSE level END AS level) FROM {table} l, (" + pair + ")"
    tables = written(year, tmp_path, (spoken, "FROM {table}"))
    assert scored(Polars, tables) == scored(Duck, year)


@pytest.mark.parametrize("way", OTHER_WAYS)
def test_what_only_duckdb_reads_is_left_to_it(way, year, tmp_path):
    tables = written(year, tmp_path, OTHER_WAYS[way])
    assert scored(Polars, tables) == scored(Duck, year)


@pytest.mark.usefixtures("alone")
def test_a_year_as_of_a_day_is_the_same(year):
    plan = compiled(BOOK, YEAR, date(YEAR, 5, 3))
    assert scored(Polars, year, plan) == scored(Duck, year, plan) != scored(Duck, year)


@pytest.mark.parametrize(
    ("spoilt", "code"),
    [
        ("SELECT * FROM {table} UNION ALL (FROM {table} WHERE reverses IS NULL LIMIT 1)", "ledger.duplicate_id"),
        ("SELECT * REPLACE (CASE WHEN reverses IS NOT NULL THEN matter + 1 ELSE matter END AS matter) FROM {table}", "ledger.reversal_differs"),
        ("SELECT * REPLACE (reverses + 1000000 AS reverses) FROM {table}", "ledger.reversal_without_original"),
        ("SELECT * REPLACE (department + 1000 AS department) FROM {table}", "ledger.unknown_department"),
        ("SELECT * REPLACE (CASE WHEN entry = 7 THEN NULL ELSE department END AS department) FROM {table}", "bulk.empty"),
        ("SELECT * REPLACE (CASE WHEN reverses IS NULL THEN count ELSE -9223372036854775808 END AS count) FROM {table}", "ledger.reversal_exceeds"),
        (TWICE_TOO_MUCH, "ledger.reversal_exceeds"),
        ("SELECT * EXCLUDE goal FROM {table}", "ledger.unknown_goal"),
        ("SELECT * REPLACE ('no such goal' AS goal) FROM {table}", "ledger.unknown_goal"),
        ("SELECT * REPLACE (replace(rule, 'grade.key', 'grade.ordinary') AS rule) FROM {table}", "ledger.unknown_goal"),
        ("FROM {table} UNION ALL (SELECT * REPLACE (entry + 99000000000 AS entry) FROM {table} WHERE goal IS NOT NULL LIMIT 1)", "grading.conflict"),
    ],
)
def test_a_mistake_in_numbers_is_found_and_told_by_duckdb(spoilt, code, year, tmp_path):
    tables = written(year, tmp_path, (spoilt, "FROM {table}"))
    with pytest.raises(Refused) as found:
        scored(Polars, tables)
    assert code in {problem.code for problem in found.value.problems}


def test_base_points_too_fine_beside_shares_are_found_and_told_by_duckdb(year, tmp_path):
    """Taken for nothing they would leave more to the shares, and all would seem to come to what it should."""
    one = "SELECT department FROM {file} WHERE category = 'key' AND base IS NULL GROUP BY department HAVING COUNT(*) = 3 ORDER BY department LIMIT 1"
    fine = f"goal = 'key-1' AND department = ({one}) THEN CAST(0.00001 AS DECIMAL(12, 5))"
    tables = goals_of(year, tmp_path, f"SELECT * REPLACE (CASE WHEN {fine} ELSE base END AS base) FROM {{file}}")
    with pytest.raises(Refused) as found:
        scored(Polars, tables)
    assert {problem.code for problem in found.value.problems} == {"bulk.base_fine"}


def goals_of(tables: Tables, folder: Path, query: str) -> Tables:
    """The year with goals that are told otherwise."""
    duckdb.sql(f"COPY ({query.replace('{file}', repr(str(tables.goals[0])))}) TO '{folder / 'goals-told.parquet'}'")
    return tables._replace(goals=(folder / "goals-told.parquet",))


@pytest.mark.usefixtures("alone")
def test_goals_of_names_that_no_other_department_has_find_their_grades(year, tmp_path):
    """So many names beside so many departments are not looked up in a list. Some goals have no grade."""
    some = "WHERE goal IS NULL OR goal <> 'key-2'"
    tables = written(year, tmp_path, (f"SELECT * REPLACE (goal || '@' || department AS goal) FROM {{table}} {some}", "FROM {table}"))
    tables = goals_of(tables, tmp_path, "SELECT * REPLACE (goal || '@' || department AS goal) FROM {file}")
    assert scored(Polars, tables) == scored(Duck, written(year, tmp_path / "plain", (f"FROM {{table}} {some}", "FROM {table}")))


@pytest.mark.parametrize(
    ("second", "code"),
    [
        ("category AS category", "goals.duplicate"),
        ("CASE category WHEN 'key' THEN 'ordinary' ELSE 'key' END AS category", "goals.duplicate"),
        ("9999 AS department", "goals.unknown_department"),
        ("'none' AS category", "goals.unknown_category"),
        ("CAST(NULL AS VARCHAR) AS goal", "bulk.goal_empty"),
    ],
)
def test_a_goal_too_many_is_found_and_told_by_duckdb(second, code, year, tmp_path):
    tables = goals_of(year, tmp_path, f"FROM {{file}} UNION ALL (SELECT * REPLACE ({second}) FROM {{file}} LIMIT 1)")
    with pytest.raises(Refused) as found:
        scored(Polars, tables)
    assert code in {problem.code for problem in found.value.problems}


def test_a_goal_that_no_rule_grades_stands_no_more_than_once(tmp_path):
    """Of two classes one is graded."""
    for seed in range(1000):
        rng = random.Random(seed)
        book = random_book(rng)
        graded = {rule.category.code for rule in book.rules.values() if rule.name == "graded"}
        if graded and (others := set(book.categories) - graded):
            break
    facts = random_ledger(rng, book, 20)
    plan = compiled(book, facts.year, facts.as_of, Limits(counted=1000))
    write_tables(tmp_path, book, facts)
    goals = tmp_path / "goals.csv"
    header, *rows = goals.read_text(encoding="utf-8").splitlines()
    twice = next(row for row in rows if others & set(row.split(",")))
    goals.write_text("\n".join([header, *rows, twice, ""]), encoding="utf-8")
    with pytest.raises(Refused) as found:
        scored(Polars, tables_in(tmp_path), plan)
    assert {problem.code for problem in found.value.problems} == {"goals.duplicate"}


def test_what_passes_the_stated_limits_is_told_by_duckdb_and_not_scored(year):
    plan, told = compiled(BOOK, YEAR, limits=PLAN.limits._replace(counted=5)), []
    for engine in (Duck, Polars):
        with pytest.raises(Refused) as found:
            scored(engine, year, plan)
        told.append(sorted(problem.message("en") for problem in found.value.problems))
    assert told[0] == told[1]
    assert "proven" in told[0][0]


def test_whole_amounts_of_a_small_type_are_read_as_points(year, tmp_path):
    wholes = "SELECT * REPLACE (CAST(4 + 0 * amount AS {kind}) AS amount) FROM {table}"
    small, large = (
        written(year, tmp_path / kind, (wholes.replace("{kind}", kind), "FROM {table}")) for kind in ("TINYINT", "BIGINT")
    )
    assert scored(Polars, small) == scored(Duck, small) == scored(Duck, large)


def test_a_column_that_only_one_of_several_files_has_is_asked_of_the_others(year, tmp_path):
    files = tables_in(written(year, tmp_path, ("SELECT * EXCLUDE matter FROM {table}", "FROM {table}")).ledger[0].parent)
    both = files._replace(ledger=(*files.ledger, *year.ledger))
    for engine in (Duck, Polars):
        with pytest.raises(Refused) as found:
            scored(engine, both)
        assert {(problem.code, problem.values["column"]) for problem in found.value.problems} == {("bulk.no_column", "matter")}


@pytest.mark.parametrize("engine", [Duck, Polars])
def test_goals_are_looked_at_even_where_no_rule_grades_them(engine, tmp_path):
    rng = random.Random(5)
    book = random_book(rng)
    facts = random_ledger(rng, book, 20)
    assert not any(rule.name == "graded" for rule in book.rules.values())
    write_tables(tmp_path, book, facts)
    (tmp_path / "goals.csv").write_text("department,goal,category,base\nnobody,K-1,none,\n", encoding="utf-8")
    with pytest.raises(Refused) as found:
        scored(engine, tables_in(tmp_path), compiled(book, facts.year, facts.as_of, Limits(counted=1000)))
    assert {problem.code for problem in found.value.problems} >= {"goals.unknown_department"}


def book_of(*items):
    """A rulebook of these items, whose points come to a hundred."""
    text = {
        "format": "1", "rulebook": "r", "label": "办法", "bureau": "某局", "rounding": {"places": "2", "mode": "half_up"}, "periods": ["全年"],
        "tree": {"item": "total", "label": "总", "clause": "1", "full": "100", "items": items},
    }  # fmt: skip
    rulebook = load({"document.md": DOCUMENT, "readings.yaml": READINGS, "rulebook.yaml": yaml.safe_dump(text, allow_unicode=True)}).rulebook
    assert rulebook
    return rulebook


def year_of(folder, rows):
    """A year of one department with these rows."""
    folder.mkdir()
    duckdb.sql(f"COPY ({rows}) TO '{folder}/ledger.parquet'")
    duckdb.sql(f"COPY (SELECT 7 AS department, '甲局' AS bureau) TO '{folder}/departments.parquet'")
    return tables_in(folder)


@pytest.mark.usefixtures("alone")
def test_a_rulebook_of_hundreds_of_rules_is_read_like_a_small_one(tmp_path):
    rules = [{"kind": "deduct", "code": f"loss{at}", "label": f"扣{at}", "each": "0.1"} for at in range(300)]
    plan = compiled(book_of({"item": "base", "label": "基础", "clause": "1", "full": "100", "rules": rules}), YEAR)
    rows = "SELECT n AS entry, 7 AS department, 'loss' || n AS rule, DATE '2025-03-01' AS occurred_on, 1 + (n = 299)::INT AS count FROM range(300) r(n)"
    year = year_of(tmp_path / "year", rows)
    assert scored(Polars, year, plan) == scored(Duck, year, plan)


def test_a_decision_under_a_rule_that_allows_none_is_refused(tmp_path):
    extra = {"kind": "judged", "code": "extra", "label": "加分", "clause": "1", "effect": "add", "unknown": "full"}
    rulebook = book_of(
        {"item": "base", "label": "基础", "clause": "1", "full": "100", "rules": [{"kind": "deduct", "code": "loss", "label": "扣", "each": "1"}]},
        {"item": "more", "label": "附加", "clause": "1", "full": "0", "start": "zero", "cap": "none", "rules": [extra]},
    )
    row = "SELECT 1 AS entry, 7 AS department, 'extra' AS rule, DATE '2025-03-01' AS occurred_on, 1 AS count, CAST(0.5 AS DECIMAL(12, 2)) AS amount"
    year = year_of(tmp_path / "year", row)
    for engine in (Duck, Polars):
        with TemporaryDirectory() as own, engine(compiled(rulebook, YEAR), Path(own)) as run, pytest.raises(Refused) as refusal:
            run.score_files(year)
        assert [problem.code for problem in refusal.value.problems] == ["ledger.amount_range"]


@pytest.mark.usefixtures("alone")
def test_matters_as_large_as_numbers_are_cost_each_department_once(tmp_path):
    """Beside a department's place 62 bits don't take such a number."""
    rules = [{"kind": "deduct", "code": code, "label": code, "each": each, "asks": ["matter"]} for code, each in (("small", "1"), ("large", "2"))]
    item = {"item": "base", "label": "基础", "clause": "1", "full": "100", "once_per_matter": "true", "rules": rules}
    plan = compiled(book_of(item), YEAR)
    rows = (
        "SELECT n AS entry, n % 4 AS department, CASE WHEN n % 3 = 0 THEN 'large' ELSE 'small' END AS rule, DATE '2025-03-01' AS occurred_on, "
        "1 AS count, (n // 8) * 4611686018427387904 + 7 AS matter FROM range(16) r(n)"
    )
    year = year_of(tmp_path / "year", rows)
    duckdb.sql(f"COPY (SELECT n AS department, '甲局' AS bureau FROM range(4) r(n)) TO '{tmp_path}/year/departments.parquet'")
    assert scored(Polars, year, plan) == scored(Duck, year, plan)
