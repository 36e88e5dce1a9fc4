"""Guards of the append-only tables: triggers in the database itself that refuse UPDATE and DELETE (and TRUNCATE).

They bind whoever speaks SQL, not only our own code. A migration puts each up with `AppendOnly`; `missing` finds a table
that lost its guard, which happens silently when SQLite rebuilds a table for a later migration.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.apps import apps
from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.operations.base import Operation

REFUSAL = "append-only: corrected by a further record, never edited"

SQLITE_UP = (
    "CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} BEGIN SELECT RAISE(ABORT, '{refusal}'); END",
    "CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} BEGIN SELECT RAISE(ABORT, '{refusal}'); END",
)
SQLITE_DOWN = ("DROP TRIGGER IF EXISTS {table}_no_update", "DROP TRIGGER IF EXISTS {table}_no_delete")

POSTGRES_UP = (
    "CREATE OR REPLACE FUNCTION kaohe_append_only() RETURNS trigger LANGUAGE plpgsql AS "
    "$$ BEGIN RAISE EXCEPTION '{refusal}' USING ERRCODE = 'integrity_constraint_violation'; END $$",
    "CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON {table} "
    "FOR EACH ROW EXECUTE FUNCTION kaohe_append_only()",
    "CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
    "FOR EACH STATEMENT EXECUTE FUNCTION kaohe_append_only()",
)
POSTGRES_DOWN = (
    "DROP TRIGGER IF EXISTS {table}_no_change ON {table}",
    "DROP TRIGGER IF EXISTS {table}_no_truncate ON {table}",
)


def guarded_tables() -> list[str]:
    """The tables of the models that call themselves `append_only`."""
    return [model._meta.db_table for model in apps.get_models() if getattr(model, "append_only", False)]


def missing(connection: BaseDatabaseWrapper) -> list[str]:
    """The tables that should be guarded and are not."""
    found = (
        "SELECT tbl_name, name FROM sqlite_master WHERE type = 'trigger'"
        if connection.vendor == "sqlite"
        else "SELECT c.relname, t.tgname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid "
        "WHERE NOT t.tgisinternal AND t.tgenabled <> 'D'"
    )
    with connection.cursor() as cursor:
        cursor.execute(found)
        guards = [table for table, name in cursor.fetchall() if name.startswith(f"{table}_no_")]
    return [table for table in guarded_tables() if guards.count(table) < 2]


def put_up(connection: BaseDatabaseWrapper, table: str) -> None:
    """Guard the table, whether it is guarded already or not: SQLite loses the guard when a migration changes the table."""
    take_down(connection, table)
    _run(connection, table, SQLITE_UP if connection.vendor == "sqlite" else POSTGRES_UP)


def take_down(connection: BaseDatabaseWrapper, table: str) -> None:
    """Leave the table unguarded. Only a migration and the tests' clearing-up have a reason to."""
    _run(connection, table, SQLITE_DOWN if connection.vendor == "sqlite" else POSTGRES_DOWN)


@contextmanager
def lifted(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """For tests, which must empty every table behind them: the guards are down inside, and up again after."""
    tables = [table for table in guarded_tables() if table not in missing(connection)]
    for table in tables:
        take_down(connection, table)
    try:
        yield
    finally:
        for table in tables:
            put_up(connection, table)


def _run(connection: BaseDatabaseWrapper, table: str, statements: tuple[str, ...]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            # Table names and the refusal are our own constants; the database takes no parameters here.
            cursor.execute(statement.format(table=table, refusal=REFUSAL))


class AppendOnly(Operation):
    """A migration's step: guard the table of `model` from here on."""

    reversible = True

    def __init__(self, model: str) -> None:
        self.model = model

    def state_forwards(self, app_label: str, state: Any) -> None:
        """The guard is the database's matter; the models look the same."""

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        put_up(schema_editor.connection, self._table(app_label, to_state))

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        take_down(schema_editor.connection, self._table(app_label, from_state))

    def describe(self) -> str:
        return f"Guard {self.model}: append-only"

    def _table(self, app_label: str, state: Any) -> str:
        model: type[models.Model] = state.apps.get_model(app_label, self.model)
        return model._meta.db_table
