"""Refuses to run on a database that may forget what it acknowledged, or whose append-only tables lost their guard."""

from typing import Any

from django.conf import settings
from django.core import checks
from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.executor import MigrationExecutor

from kaohe.audit import guard
from kaohe.engine import Problem, Refused

#: What SQLite must answer; "memory" is what a database without a file calls its journal.
SQLITE = {"synchronous": ("2", "3"), "journal_mode": ("wal", "delete", "truncate", "persist"), "foreign_keys": ("1",)}
POSTGRES = {
    "fsync": ("on",),
    "full_page_writes": ("on",),
    "synchronous_commit": ("on", "local", "remote_write", "remote_apply"),
}


def problems(database: BaseDatabaseWrapper = connection) -> list[Problem]:
    """What is wrong with the database's settings: empty where it keeps what it acknowledges."""
    if settings.TESTING:
        return []
    wanted, ask = (SQLITE, "PRAGMA {}") if database.vendor == "sqlite" else (POSTGRES, "SHOW {}")
    found = []
    with database.cursor() as cursor:
        for setting, good in wanted.items():
            cursor.execute(ask.format(setting))
            answer = str(cursor.fetchone()[0])
            if answer not in good:
                values = {"setting": setting, "found": answer, "expected": good[0]}
                code = "durability.sqlite" if database.vendor == "sqlite" else "durability.postgres"
                found.append(Problem(code, values))
    return found


def unmigrated(database: BaseDatabaseWrapper = connection) -> list[Problem]:
    """One problem where migrations are outstanding."""
    executor = MigrationExecutor(database)
    count = len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    return [Problem("durability.unmigrated", {"count": count})] if count else []


def unguarded(database: BaseDatabaseWrapper = connection) -> list[Problem]:
    """One problem for each append-only table without its guard."""
    return [Problem("durability.unguarded", {"table": table}) for table in guard.missing(database)]


def require(database: BaseDatabaseWrapper = connection) -> None:
    """Raises Refused with every reason not to serve from this database."""
    found = [*problems(database), *unmigrated(database)]
    if not found:
        found = unguarded(database)
    if found:
        raise Refused(found)


@checks.register(checks.Tags.database)
def check(app_configs: Any, databases: Any = None, **kwargs: Any) -> list[checks.CheckMessage]:
    """Django's own `check --database default` and `migrate` ask this too."""
    if not databases or "default" not in databases:
        return []
    return [checks.Error(problem.message("en"), id="kaohe.E001") for problem in problems()]
