"""Keeps a board for good: with the facts behind it, the place in the ledger it goes up to, and what it is compared with."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from kaohe.cycles.models import Cycle, Period
from kaohe.engine import ENGINE_VERSION, board_data
from kaohe.files.facts_data import facts_data
from kaohe.ledger.models import Entry
from kaohe.people.models import Officer
from kaohe.results.boards import board_of, facts_of
from kaohe.results.facts import digest_of
from kaohe.results.models import Kind, Snapshot


def keep(
    cycle: Cycle, kind: Kind, officer: Officer, moment: datetime, *, period: Period | None = None,
    as_of: date | None = None, up_to: int | None = None, details: Mapping[str, Any] | None = None,
) -> Snapshot:  # fmt: skip
    """The board as it stands (as of that day, up to that entry), as a row that nobody edits. It opens no transaction."""
    facts, board = facts_of(cycle, as_of, up_to), board_of(cycle, as_of, up_to)
    rows = Entry.objects.filter(cycle=cycle) if up_to is None else Entry.objects.filter(cycle=cycle, number__lte=up_to)
    newest = rows.order_by("-number").first()
    return Snapshot.objects.create(
        cycle=cycle, kind=kind, period=period, round=cycle.round, board=board_data(board), facts=facts_data(facts),
        details=dict(details or {}), facts_digest=digest_of(facts), edition_digest=board.digest,
        highest_entry=newest.number if newest else 0, seal=newest.seal if newest else "", engine_version=ENGINE_VERSION,
        made_at=moment, made_by=officer, previous=cycle.snapshots.light().order_by("-pk").first(),
    )  # fmt: skip


def told(snapshot: Snapshot) -> dict[str, object]:
    """What the audit trail tells of a snapshot."""
    return {
        "kind": snapshot.kind,
        "facts_digest": snapshot.facts_digest,
        "edition_digest": snapshot.edition_digest,
        "highest_entry": snapshot.highest_entry,
        "seal": snapshot.seal,
    }
