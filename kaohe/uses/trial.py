"""An allotment worked out and saved nowhere: from a final result, the people on record and settings."""

from __future__ import annotations

from typing import Any, NamedTuple

from kaohe.audit.chain import canonical, plain
from kaohe.cycles.models import Cycle
from kaohe.engine import Board, Facts, Problem, Refused, sha256_hex
from kaohe.people.shelf import Shelf
from kaohe.results.models import Kind, Snapshot
from kaohe.uses.heads import shares_of
from kaohe.uses.reward import Allotted, Line, Result, allot
from kaohe.uses.settings import Settings


class Frozen(NamedTuple):
    """A snapshot read back."""

    board: Board
    facts: Facts


#: Snapshots never change, so what was read of one is read for good.
_read: Shelf[tuple[object, ...], Frozen] = Shelf(most=24)


def frozen(snapshot: Snapshot) -> Frozen:
    """The board and the facts of a snapshot. Raises Refused where they are not what they were."""
    key = snapshot.pk, snapshot.facts_digest, snapshot.edition_digest, snapshot.made_at
    return _read.get(key, lambda: Frozen(snapshot.read_board(), snapshot.read_facts()))


def final_of(cycle: Cycle) -> Snapshot | None:
    """The result that is final now; None while the year has none, or was taken up again. One query."""
    rows = Snapshot.objects.filter(cycle=cycle, kind=Kind.FINAL, round=cycle.round)
    return rows.select_related("cycle__edition", "cycle__bureau").first()


def require_final(cycle: Cycle) -> Snapshot:
    """The final result. Raises Refused where there is none: nothing else may be used."""
    found = final_of(cycle)
    if found is None:
        raise Refused([Problem("uses.not_final", {"year": cycle.year})])
    return found


def work_out(snapshot: Snapshot, settings: Settings) -> Allotted:
    """What everyone would get. Two queries at most; what stands in the way stands in its problems."""
    board, facts = frozen(snapshot)
    results = [
        Result(each.department.code, each.department.title, each.published, each.rank)
        for each in board.standings
        if each.published is not None
    ]
    return allot(settings, results, shares_of(snapshot.cycle, facts.departments, settings.heads))


def lines_data(lines: tuple[Line, ...]) -> list[dict[str, Any]]:
    """The lines as they are kept, every number as its exact text."""
    return [
        plain(
            {
                "department": line.share.department, "person": line.share.person, "name": line.share.name, "heads": line.share.heads,
                "score": line.score, "coefficient": line.coefficient, "weight": line.weight, "exact": line.exact,
                "amount": line.amount, "spare": line.spare,
            }
        )
        for line in lines
    ]  # fmt: skip


def digest_of(snapshot: Snapshot, allotted: Allotted) -> str:
    """What tells two allotments apart: the SHA-256 of settings, the result's facts and every line."""
    told = {"settings": allotted.settings.as_data(), "facts": snapshot.facts_digest, "lines": lines_data(allotted.lines)}
    return sha256_hex(canonical(told))
