"""Asking for a batch, and calling it off."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from kaohe.audit.recording import record
from kaohe.audit.tags import Tag
from kaohe.cycles.models import Cycle
from kaohe.engine import Problem, Refused
from kaohe.people.models import Officer
from kaohe.reports.batches import items_of
from kaohe.reports.models import OPEN, Batch, Form, State
from kaohe.reports.source import Source

#: So many of one person may wait or be made at once.
MOST = 3


@transaction.atomic
def ask_batch(*, officer: Officer, cycle: Cycle, what: str, form: Form, address: str, at: datetime) -> Batch:
    """Ask for all papers of a kind (or `batches.ALL`), as this person is offered them. They are made by the next tick.

    address  of the page on which codes are checked
    Raises Refused where there is none, where too many wait already, in another's name.
    """
    if officer.acting_for is not None:
        raise Refused([Problem("reports.own_name")])
    Officer.objects.select_for_update(of=("self",)).get(pk=officer.pk)  # two at once would both count too few
    if Batch.objects.visible_to(officer).open().count() >= MOST:
        raise Refused([Problem("reports.too_many", {"most": MOST})])
    total = len(items_of(Source(cycle, officer, str), what))
    if not total:
        raise Refused([Problem("reports.nothing")])
    batch = Batch.objects.create(
        cycle=cycle, officer=officer, what=what, form=form, address=address[:300], total=total, asked_at=at
    )
    # Who took so much paper out of the house at once is worth a line.
    told = {"kind": what, "count": total}
    record(Tag.BATCH_ASKED, officer=officer, subject=cycle, bureau=cycle.bureau, after=told)
    return batch


@transaction.atomic
def cancel_batch(*, officer: Officer, batch: Batch, at: datetime) -> Batch:
    """Call off one's own batch: a waiting one at once, one being made after the paper at hand. Raises Refused where it is over."""
    rows = Batch.objects.visible_to(officer).filter(pk=batch.pk, state__in=OPEN)
    if not rows.update(state=State.CANCELLED, ended_at=at, run=""):
        raise Refused([Problem("reports.over")])
    batch.refresh_from_db()
    return batch
