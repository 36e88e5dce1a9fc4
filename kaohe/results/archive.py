"""A final result as one file: what the bundle holds, and beside it what was announced, objected to and decided."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, BinaryIO

from kaohe.engine import ENGINE_VERSION, Problem, Refused, score
from kaohe.files.bundle import results_data, write_bundle
from kaohe.files.integrity import canonical
from kaohe.results.models import Objection, Snapshot

#: The papers of the archive: their names in it.
NOTICES, OBJECTIONS, CHAIN = "notices.json", "objections.json", "chain.json"


def write_archive(target: BinaryIO, snapshot: Snapshot) -> Mapping[str, str]:
    """Write the archive of a final snapshot; the same snapshot gives the same bytes. Returns the digests as write_bundle does.

    Raises Refused where the snapshot's facts are not what they were, or no longer give the result that was announced.
    """
    rulebook, facts = snapshot.cycle.rulebook(), snapshot.read_facts()
    if results_data(score(rulebook, facts)) != _without_words(snapshot.board):
        values = {"year": snapshot.cycle.year, "then": snapshot.engine_version, "now": ENGINE_VERSION}
        raise Refused([Problem("results.not_reproduced", values)])
    told = {NOTICES: _notices(snapshot), OBJECTIONS: _objections(snapshot), CHAIN: _chain(snapshot)}
    return write_bundle(target, rulebook, facts, papers={name: canonical(data) for name, data in told.items()})


def _without_words(board: Mapping[str, Any]) -> dict[str, Any]:
    """The board as results_data has it: its problems without their wording, which may be mended."""
    problems = [{key: part for key, part in each.items() if key != "message"} for each in board["problems"]]
    return {**board, "problems": problems}


def _notices(snapshot: Snapshot) -> list[dict[str, Any]]:
    """What was announced up to that result: when, by whose two hands, with which digest."""
    rows = (
        snapshot.cycle.notices.filter(snapshot__pk__lt=snapshot.pk)
        .select_related("proposal", "snapshot")
        .order_by("number")
    )
    return [
        {
            "number": each.number,
            "published_at": each.published_at.isoformat(),
            "until": each.until.isoformat() if each.until else None,
            "proposed_by": each.proposal.signature,
            "agreed_by": each.proposal.answer_signature,
            "facts_digest": each.snapshot.facts_digest,
            "board": each.snapshot.board,
        }
        for each in rows
    ]


def _objections(snapshot: Snapshot) -> list[dict[str, Any]]:
    """What was objected to, and what became of it."""
    rows = Objection.objects.filter(notice__cycle=snapshot.cycle, notice__snapshot__pk__lt=snapshot.pk).with_names()
    return [
        {
            "number": each.number,
            "notice": each.notice.number,
            "department": each.department.code,
            "item": each.item,
            "line": each.label,
            "entry": each.entry.number if each.entry else None,
            "goal": each.goal.code if each.goal else None,
            "reason": each.reason,
            "evidence": each.evidence,
            "filed_at": each.filed_at.isoformat(),
            "filed_by": each.signature,
            "state": each.state,
            "reviewer": each.reviewer.name if each.reviewer else None,
            "finding": each.finding,
            "decision": _decision(each),
        }
        for each in rows.order_by("number")
    ]


def _decision(objection: Objection) -> dict[str, Any] | None:
    found = getattr(objection, "decision", None)
    if found is None:
        return None
    return {
        "outcome": found.outcome,
        "reason": found.reason,
        "minutes": found.minutes,
        "entries": found.entries,
        "before": found.before,
        "after": found.after,
        "decided_at": found.decided_at.isoformat(),
        "decided_by": found.signature,
    }


def _chain(snapshot: Snapshot) -> dict[str, Any]:
    """Where the result stands in the two books: the ledger's seal, and the digests that were announced with it."""
    return {
        "highest_entry": snapshot.highest_entry,
        "ledger_seal": snapshot.seal,
        "facts_digest": snapshot.facts_digest,
        "edition_digest": snapshot.edition_digest,
        "engine_version": snapshot.engine_version,
        "made_at": snapshot.made_at.isoformat(),
        "made_by": snapshot.made_by.name,
        "round": snapshot.round,
        "before": [
            {
                "kind": each.kind,
                "period": each.period.number if each.period else None,
                "facts_digest": each.facts_digest,
            }
            for each in snapshot.cycle.snapshots.filter(pk__lt=snapshot.pk)
            .light()
            .select_related("period")
            .order_by("pk")
        ],
    }
