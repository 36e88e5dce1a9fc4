"""Tables as they stand in somebody's own database: blanks around words, and numbers that no file could hold."""

from time import sleep

import polars as pl
import psycopg
import pytest

from kaohe.bulk.compiling import compiled
from kaohe.bulk.duck import Duck
from kaohe.bulk.postgres import Names, Postgres
from kaohe.bulk.tests.handmade import BOOK, PLAN
from kaohe.engine import Refused, load

pytestmark = pytest.mark.postgres

NAMES = Names(*(f"own.{name}" for name in Names._fields))


@pytest.fixture
def server(database):
    """A database with the three tables of a year in which department a is assessed, and nothing has happened yet."""
    with psycopg.connect(database, autocommit=True) as connection:
        connection.execute("DROP SCHEMA IF EXISTS own CASCADE")
        connection.execute("CREATE SCHEMA own")
        connection.execute(
            "CREATE TABLE own.ledger (entry BIGINT, department TEXT, rule TEXT, occurred_on DATE, level TEXT, matter TEXT, amount NUMERIC, goal TEXT)"
        )
        connection.execute(f"CREATE TABLE own.departments (department TEXT, size INT, {', '.join(f'{name} INT' for name in BOOK.attributes)})")
        connection.execute("CREATE TABLE own.goals (department TEXT, goal TEXT, category TEXT, base NUMERIC)")
        connection.execute(f"INSERT INTO own.departments VALUES ('a', 9{', 4' * len(BOOK.attributes)})")
        yield connection


def total(database):
    """What department a comes to, in exact units."""
    with Postgres(PLAN, database) as run:
        run.open(NAMES)
        run.score()
        (row,) = run.results()
    return row["settled/total"]


def altered(server, change):
    """The tables changed, once no view of a run that has ended stands on them any more."""
    others = "SELECT COUNT(*) FROM pg_stat_activity WHERE datname = current_database() AND backend_type = 'client backend' AND pid <> pg_backend_pid()"
    for _ in range(200):
        if not server.execute(others).fetchone()[0]:
            break
        sleep(0.05)
    server.execute(change)


def refusal(database):
    """The codes that the year is refused by."""
    with Postgres(PLAN, database) as run, pytest.raises(Refused) as found:
        run.open(NAMES)
        run.score()
    return {problem.code for problem in found.value.problems}


def test_blanks_around_a_word_say_nothing(database, server):
    server.execute("INSERT INTO own.ledger VALUES (1, 'a', 'training.absence', '2025-03-01', NULL, NULL), (2, 'a', 'brief.adopted', '2025-03-01', 'city', 'm')")
    usual = total(database)
    server.execute("UPDATE own.ledger SET rule = rule || '　 ', level = ' ' || level, matter = matter || ' ', department = ' a'")
    assert total(database) == usual


@pytest.mark.parametrize("amount", ["1e18", "1e40", "'NaN'", "'Infinity'", "-1e30"])
def test_an_amount_beyond_all_measure_is_told(database, server, amount):
    server.execute(f"INSERT INTO own.ledger VALUES (1, 'a', 'integrity.basic', '2025-03-01', NULL, NULL, {amount})")
    assert refusal(database) == {"bulk.amount_fine"}


@pytest.mark.parametrize("base", ["1e15", "1e40", "'NaN'", "999999999999"])
def test_base_points_beyond_all_measure_are_told(database, server, base):
    server.execute(f"INSERT INTO own.goals VALUES ('a', 'Z1', 'key', {base})")
    assert refusal(database) <= {"goals.sum", "bulk.base_fine"}


def test_without_a_table_of_goals_there_are_none(database, server):
    server.execute("INSERT INTO own.ledger VALUES (1, 'a', 'training.absence', '2025-03-01')")
    usual = total(database)
    altered(server, "DROP TABLE own.goals")
    assert total(database) == usual


def test_numbers_in_one_table_and_texts_in_another_name_the_same(database, server):
    server.execute("UPDATE own.departments SET department = '7'")
    server.execute("INSERT INTO own.ledger VALUES (1, '7', 'training.absence', '2025-03-01'), (2, '7', 'training.absence', '2025-03-02')")
    usual = total(database)
    altered(server, "ALTER TABLE own.ledger ALTER department TYPE INT USING department::INT, ADD reverses TEXT, ADD count INT")
    server.execute("UPDATE own.ledger SET count = 1")
    assert total(database) == usual
    server.execute("INSERT INTO own.ledger (entry, department, rule, occurred_on, count, reverses) VALUES (3, 7, 'training.absence', '2025-03-02', -1, '2')")
    assert total(database) > usual


@pytest.mark.parametrize(("numbers", "kept"), [(True, pl.Int64), (False, pl.String)])
def test_departments_stay_numbers_where_all_tables_number_them(database, server, tmp_path, numbers, kept):
    server.execute("UPDATE own.departments SET department = '7'")
    server.execute("INSERT INTO own.ledger VALUES (1, '7', 'training.absence', '2025-03-01')")
    for table in ("ledger", "departments", "goals") if numbers else ("ledger",):
        server.execute(f"ALTER TABLE own.{table} ALTER department TYPE INT USING department::INT")
    with Postgres(PLAN, database) as run, Duck(PLAN, tmp_path) as duck:
        run.open(NAMES)
        run.score()
        run.copy(tmp_path / "handed.csv")
        duck.write_copied(tmp_path / "handed.csv", tmp_path / "scores.parquet", {}, numbered=run.numbered)
    column = pl.read_parquet(tmp_path / "scores.parquet")["department"]
    assert column.dtype == kept
    assert [str(each) for each in column] == ["7"]


@pytest.mark.parametrize("kind", ["INTERVAL", "INT4[]", "INT4RANGE", "DATE[]", "FLOAT8"])
def test_a_column_of_another_kind_is_told_of_and_never_taken_for_one_of_ours(database, server, kind):
    server.execute(f"ALTER TABLE own.ledger DROP matter, ADD matter {kind}")
    assert refusal(database) == {"bulk.column_type"}


@pytest.mark.parametrize(
    ("change", "chinese", "english"),
    [
        ("ALTER TABLE own.ledger DROP amount, ADD amount FLOAT8", "应为 BIGINT、DECIMAL：二进制浮点数", "BIGINT, DECIMAL, since binary fractions"),
        ("ALTER TABLE own.ledger DROP amount, ADD amount TEXT", "的类型是 text，应为 BIGINT、DECIMAL。", "is of type text; it must be BIGINT, DECIMAL. Change"),
        ("ALTER TABLE own.goals DROP base, ADD base TEXT", "own.goals: 列“base”的类型是 text", "own.goals: The column “base” is of type text"),
        ("ALTER TABLE own.ledger DROP occurred_on, ADD occurred_on TEXT", "应为 DATE。", "it must be DATE."),
        ("DROP TABLE own.ledger", "own.ledger: 表无法读取", "own.ledger: The table can't be read"),
    ],
)
def test_what_is_wrong_with_a_table_is_said_of_tables_in_the_names_of_its_own_types(database, server, change, chinese, english):
    server.execute(change)
    with Postgres(PLAN, database) as run, pytest.raises(Refused) as found:
        run.open(NAMES)
    (problem,) = found.value.problems
    for said, wanted in ((problem.message("zh"), chinese), (problem.message("en"), english)):
        assert wanted in said
        assert not [word for word in ("文字", "文件", "texts", "file") if word in said]


def test_a_server_that_stops_is_told_of(database, server):
    server.execute("INSERT INTO own.ledger SELECT n, 'a', 'training.absence', '2025-03-01' FROM generate_series(1, 20000) n")
    with Postgres(PLAN, database) as run, pytest.raises(Refused) as found:
        run.open(NAMES)
        run.connection.execute("SET statement_timeout = 1")
        run.score()
    assert [problem.code for problem in found.value.problems] == ["bulk.database_stops"]


def test_departments_may_be_numbers_where_there_is_no_table_of_goals(database, server):
    server.execute("UPDATE own.departments SET department = '7'")
    server.execute("INSERT INTO own.ledger VALUES (1, '7', 'training.absence', '2025-03-01')")
    usual = total(database)
    altered(server, "DROP TABLE own.goals")
    for table in ("ledger", "departments"):
        server.execute(f"ALTER TABLE own.{table} ALTER department TYPE BIGINT USING department::BIGINT")
    assert total(database) == usual


@pytest.mark.parametrize("day", ["infinity", "20000-03-15", "0044-03-15 BC"])
def test_a_day_that_only_a_database_knows_is_told_as_one_outside_the_year(database, server, day):
    server.execute(f"INSERT INTO own.ledger VALUES (1, 'a', 'training.absence', '{day}')")
    assert refusal(database) == {"ledger.outside_year"}


def test_codes_that_postgresql_would_cut_are_refused(database, server):
    long = "目" * 20
    text = BOOK.texts["rulebook.yaml"].replace("item: training", f"item: {long}", 1)
    rulebook = load({**BOOK.texts, "rulebook.yaml": text}).rulebook
    assert rulebook
    with Postgres(compiled(rulebook, 2025), database) as run, pytest.raises(Refused) as found:
        run.open(NAMES)
    assert {problem.code for problem in found.value.problems} == {"bulk.long_name"}
    assert f"points/{long}" in [problem.values["found"] for problem in found.value.problems]
