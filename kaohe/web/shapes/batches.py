"""One's batches of papers, as their list shows them."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from django.urls import reverse
from django.utils.translation import gettext as _

from kaohe.reports.actions.making import KEPT
from kaohe.reports.catalogue import KINDS
from kaohe.reports.models import OPEN, Batch, State
from kaohe.web.desk import Desk

#: So many are listed; older ones are over.
LISTED = 8
TONES = {State.WAITING: "amber", State.RUNNING: "amber", State.DONE: "green", State.CANCELLED: "line", State.FAILED: "seal"}


class Row(NamedTuple):
    """One of them; `until` its file is kept."""

    number: int
    label: str
    form: str
    asked_at: datetime
    state: str
    tone: str
    open: bool
    done: int
    total: int
    size: int
    file_url: str
    until: datetime | None


class Told(NamedTuple):
    """The list, and whether one of them still has to be made."""

    rows: tuple[Row, ...]
    open: bool


def batches_of(desk: Desk) -> Told:
    """This person's batches of the year, the latest first. One query."""
    rows = tuple(_row(desk, each) for each in Batch.objects.visible_to(desk.officer).filter(cycle=desk.cycle)[:LISTED])
    return Told(rows, any(each.open for each in rows))


def label_of(batch: Batch) -> str:
    """What was asked for."""
    kind = KINDS.get(batch.what)
    return str(kind.label) if kind else _("全年公文")


def _row(desk: Desk, batch: Batch) -> Row:
    return Row(
        batch.pk, label_of(batch), batch.get_form_display(), batch.asked_at,
        batch.get_state_display(), TONES[State(batch.state)], batch.state in OPEN, batch.done, batch.total, batch.size,
        reverse("batch-file", args=[desk.cycle.year, batch.pk]) if batch.file else "", batch.ended_at + KEPT if batch.ended_at else None,
    )  # fmt: skip
