"""A database that fails at one statement, whichever one wants: what was begun must then be wholly undone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.apps import apps
from django.db import OperationalError, connection
from django.db.transaction import TransactionManagementError

#: What a deed may say of a failure. The second is how Django says, one statement later, that undoing a mere trial failed.
FAILURES = (OperationalError, TransactionManagementError)


@contextmanager
def failing_at(number: int) -> Iterator[list[str]]:
    """The statement of that number fails, as if the disk were full; 0 for none. Yields the statements so far."""
    seen: list[str] = []

    def execute(run: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        seen.append(sql)
        if len(seen) == number:
            raise OperationalError(f"the disk is full at statement {number}: {sql[:80]}")
        return run(sql, params, many, context)

    with connection.execute_wrapper(execute):
        yield seen


def everything() -> dict[str, object]:
    """Every row of every table of ours, value by value; of the books that are only added to, how long they are."""
    models = [model for model in apps.get_models() if model.__module__.startswith("kaohe")]
    return {model._meta.label: _rows(model) for model in models}


def _rows(model: Any) -> object:
    rows = model._base_manager.order_by("pk")
    return rows.count() if getattr(model, "append_only", False) else list(rows.values_list())


def all_or_nothing(deed: Callable[[], object]) -> int:
    """Fails the deed at each of its statements in turn: nothing of it may be left. Then it succeeds. Returns how many.

    Nothing is rolled back here: it is the deed's own transaction that has to undo what the deed did.
    """
    before = everything()
    number = 0
    while True:
        number += 1
        with failing_at(number) as seen:
            try:
                deed()
            except FAILURES:
                assert everything() == before, f"something was left by a failure at: {seen[number - 1][:200]}"
                continue
        assert len(seen) < number, "a failure was swallowed"
        assert everything() != before, "the deed did nothing at all"
        return number - 1
