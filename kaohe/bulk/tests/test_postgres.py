"""Tables as they stand in somebody's own database: blanks around words, and numbers that no file could hold."""

import psycopg
import pytest

from kaohe.bulk.postgres import Names, Postgres
from kaohe.bulk.tests.handmade import BOOK, PLAN
from kaohe.engine import Refused

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
