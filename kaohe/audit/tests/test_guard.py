"""Guards of the append-only tables: on all of them, whoever asks, and down only for tests that clear up."""

import pytest
from django.db import DatabaseError, connection, transaction

from kaohe.audit import guard

GUARDED = {
    "audit_record", "cycles_amendment", "cycles_amendmentwithdrawal", "cycles_edition", "ledger_entry", "ledger_evidence", "panels_grading", "results_snapshot",
    "goals_goalstep", "goals_goalversion", "goals_progressstep", "ledger_answer", "evidence_storedfile", "panels_verification",
    "results_notice", "results_decision", "results_outage", "uses_allotment",
    "people_draw", "panels_bearing", "panels_remark",
}  # fmt: skip


def test_every_book_that_is_only_added_to_is_guarded(db):
    assert set(guard.guarded_tables()) == GUARDED
    assert guard.missing(connection) == []


@pytest.mark.parametrize("table", ["ledger_entry", "ledger_evidence", "cycles_edition"])
@pytest.mark.parametrize("statement", ["UPDATE {} SET id = id", "DELETE FROM {}"])
def test_a_guarded_table_refuses_change(world, table, statement):
    world.absence()
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement.format(table))


def test_a_lost_guard_is_noticed(db):
    guard.take_down(connection, "ledger_entry")
    assert guard.missing(connection) == ["ledger_entry"]
    guard.put_up(connection, "ledger_entry")
    assert guard.missing(connection) == []


def test_postgres_refuses_to_empty_a_guarded_table_at_once(world):
    if connection.vendor != "postgresql":
        assert connection.vendor == "sqlite"  # which has no TRUNCATE
        return
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("TRUNCATE audit_record")


def test_tests_find_the_guards_up_again(db):
    with guard.lifted(connection):
        assert set(guard.missing(connection)) == GUARDED
    assert guard.missing(connection) == []
