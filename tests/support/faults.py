"""A database that fails at one statement: what a deed leaves behind when anything at all goes wrong in the middle of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.apps import apps
from django.db import connection, transaction

WRITING = ("INSERT", "UPDATE", "DELETE")


class Broken(Exception):
    """The statement that was to fail has failed."""


def everything() -> dict[str, object]:
    """Every row of every table of ours, to the last column; of the books that are only added to, how long they are."""
    models = [model for model in apps.get_models() if model.__module__.startswith("kaohe")]
    return {model._meta.label: _rows(model) for model in models}


def _rows(model: Any) -> object:
    rows = model._base_manager.order_by("pk")
    return rows.count() if getattr(model, "append_only", False) else list(rows.values_list())


def all_or_nothing(deed: Callable[[], object]) -> int:
    """Let the deed fail at each of its statements in turn, and show that nothing is left of it; then let it happen.

    Returns how many statements it was made to fail at. It runs inside the test's own transaction.
    """
    before = everything()
    at = 0
    while True:
        at += 1
        counter = _Counter(at)
        point = transaction.savepoint()
        try:
            with connection.execute_wrapper(counter), transaction.atomic():
                deed()
        except Broken:
            transaction.savepoint_rollback(point)
            assert everything() == before, f"failing at statement {at} left something behind: {counter.failed}"
            continue
        transaction.savepoint_commit(point)
        return at - 1


class _Counter:
    """Fails at the n-th statement that reads or writes a row."""

    def __init__(self, at: int) -> None:
        self.left, self.failed = at, ""

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if sql.startswith((*WRITING, "SELECT")):
            self.left -= 1
            if self.left == 0:
                self.failed = sql
                raise Broken
        return execute(sql, params, many, context)
