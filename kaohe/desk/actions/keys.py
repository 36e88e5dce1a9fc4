"""A form is sent once: its key, what was in it and its answer are kept with the deed, in the same transaction.

Not a deed of its own, so nothing of it stands in the audit trail: the deed inside tells what happened.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from threading import Lock
from typing import Any
from uuid import UUID

from django.db import transaction

from kaohe.desk.models import FormKey
from kaohe.engine import Problem, Refused
from kaohe.people.models import Officer

#: So long a replay gets its first answer again; no page stays open for longer.
KEPT = timedelta(days=7)

_at_work: set[tuple[int, UUID]] = set()
_lock = Lock()


@contextmanager
def at_work(officer: Officer, key: UUID) -> Iterator[bool]:
    """Inside, the form with that key is being dealt with; yields False where this process is at it already.

    Another process meets the unique row instead, and waits for its answer.
    """
    mark = (officer.pk, key)
    with _lock:
        ours = mark not in _at_work
        _at_work.add(mark)
    try:
        yield ours
    finally:
        if ours:
            with _lock:
                _at_work.discard(mark)


def answered(*, officer: Officer, key: UUID, digest: str) -> dict[str, Any] | None:
    """The answer that the form got when it was sent first; None where it never was.

    Raises Refused where it was sent with other content: a second thought is another deed and wants a new form.
    """
    found = FormKey.objects.filter(officer=officer, key=key).first()
    if found and found.digest != digest:
        raise Refused([Problem("desk.other_content")])
    return found.answer if found else None


def claim(*, officer: Officer, key: UUID, digest: str) -> FormKey:
    """Take the key for the deed that follows in this transaction. Raises IntegrityError where another took it first."""
    with transaction.atomic():
        return FormKey.objects.create(officer=officer, key=key, digest=digest)


def keep(claimed: FormKey, answer: dict[str, Any]) -> None:
    """What every replay of the form will be answered."""
    claimed.answer = answer
    claimed.save(update_fields=["answer"])


def forget_old_keys(*, now: datetime) -> int:
    """Forms that nobody will send again; returns how many."""
    return FormKey.objects.filter(at__lt=now - KEPT).delete()[0]
