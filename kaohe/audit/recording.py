"""Writes the audit trail: one record for one deed, inside the deed's own transaction, so neither exists without the other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, NamedTuple

from django.db import connection, models, transaction
from django.utils import timezone

from kaohe.audit.chain import BEGINNING, plain, sealed, sealed_sm3
from kaohe.audit.models import Record
from kaohe.audit.tags import Tag

#: Names the lock under which the trail is continued; any number will do as long as it stays the same.
TRAIL_LOCK = 7_201_105


class Origin(NamedTuple):
    """Where a deed comes from: the visitor's address and the number of the request."""

    address: str = ""
    request_id: str = ""


NOWHERE = Origin()
_origin: ContextVar[Origin] = ContextVar("kaohe_origin", default=NOWHERE)


@contextmanager
def coming_from(address: str, request_id: str = "") -> Iterator[None]:
    """Every deed inside is recorded with this origin. A door opens it around a request."""
    token = _origin.set(Origin(address, request_id))
    try:
        yield
    finally:
        _origin.reset(token)


@transaction.atomic
def record(
    tag: Tag,
    *,
    officer: Any,
    subject: models.Model | str,
    bureau: Any,
    before: Mapping[str, Any] | None = None,
    after: Mapping[str, Any] | None = None,
    reason: str = "",
) -> Record:
    """Continue the trail by one record and return it.

    officer  who did it; None where the machine itself did. Where they act for another, both names are written
    subject  what it was done to; a text where that is no row. bureau  whose it is (None: the whole installation's)
    before, after  what changed, as names and plain values
    """
    last = _last_record()
    origin = _origin.get()
    giver = getattr(officer, "acting_for", None)
    written = Record(
        sequence=last.sequence + 1 if last else 1,
        at=timezone.now(),
        tag=tag.value,
        officer_name=officer.name if officer else "",
        officer_login=officer.username if officer else "",
        on_behalf_of=giver.name if giver else "",
        on_behalf_login=giver.username if giver else "",
        bureau_code=bureau.code if bureau else "",
        subject=str(subject)[:300],
        subject_kind="" if isinstance(subject, str) else subject._meta.label,
        subject_id="" if isinstance(subject, str) else str(subject.pk),
        before=plain(before or {}),
        after=plain(after or {}),
        reason=reason,
        address=origin.address,
        request_id=origin.request_id,
    )
    written.seal = sealed(last.seal if last else BEGINNING, written.contents())
    written.seal_sm3 = sealed_sm3(last.seal_sm3 if last else BEGINNING, written.contents())
    written.save(force_insert=True)
    return written


def _last_record() -> Record | None:
    """The newest record, with the trail held against other writers until the transaction ends.

    SQLite's IMMEDIATE transactions hold it already. On PostgreSQL a row lock would not do: who waits for the newest row
    would be given that row again, although a newer one stands by then.
    """
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [TRAIL_LOCK])
    return Record.objects.order_by("-sequence").first()


def first_broken() -> int | None:
    """The sequence number at which the trail stops being what was written; None while it is whole.

    Finds an edited, deleted, inserted or moved record. A trail cut off at its end looks whole from inside: that is what
    seals carried outside (printed under an announcement) are for.
    """
    seal, seal_sm3, expected = BEGINNING, BEGINNING, 1
    for each in Record.objects.order_by("sequence").iterator():
        seal, seal_sm3 = sealed(seal, each.contents()), sealed_sm3(seal_sm3, each.contents())
        if each.sequence != expected or (seal, seal_sm3) != (each.seal, each.seal_sm3):
            return expected
        expected += 1
    return None
