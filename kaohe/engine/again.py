"""A board once more, after something was added to the ledger: only the departments it is about are scored anew.

One department's tree depends on its own entries and goals alone; what needs all of them is the second pass, which is done
anew always. Where that isn't so (an entry that names another department's, a number that stands twice) everything is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import localcontext

from kaohe.engine.books import Opening
from kaohe.engine.exact import CONTEXT
from kaohe.engine.facts import Entry, Facts
from kaohe.engine.rulebook import Rulebook
from kaohe.engine.score import score, stand, together
from kaohe.engine.tree import Board


def score_again(rulebook: Rulebook, facts: Facts, known: Facts, board: Board) -> Board:
    """The same as `score(rulebook, facts)`, where `board` is what `known` came to under this rulebook. Never raises over facts."""
    added = _added(facts, known)
    # A mistake in the ledger may tie departments together, and a problem without a department may come from any of them.
    tied = any(problem.code.startswith("ledger.") for problem in board.problems)
    homeless = len(board.problems) > sum(len(each.problems) for each in board.standings)
    if added is None or tied or homeless or board.digest != rulebook.digest:
        return score(rulebook, facts)
    codes = {entry.department for entry in added}
    if not codes <= {each.department.code for each in board.standings}:
        return score(rulebook, facts)
    with localcontext(CONTEXT):
        books = Opening(rulebook, _only(facts, rulebook, codes)).books if codes else {}
        standings = [
            stand(rulebook, books[each.department.code]) if each.department.code in books else each for each in board.standings
        ]
        return together(rulebook, facts, standings, ())


def _added(facts: Facts, known: Facts) -> Sequence[Entry] | None:
    """What was added at the end of the ledger; None where anything else is other, or departments hang together by it."""
    number = len(known.entries)
    if replace(facts, entries=()) != replace(known, entries=()) or facts.entries[:number] != known.entries:
        return None
    added = facts.entries[number:]
    whose = {entry.id: entry.department for entry in added}
    if len(whose) < len(added):
        return None
    back = {entry.reverses: entry.department for entry in added if entry.reverses}
    for entry in known.entries:
        if entry.id in whose or entry.reverses in whose or back.get(entry.id, entry.department) != entry.department:
            return None
    if any(whose.get(entry.reverses, entry.department) != entry.department for entry in added):
        return None
    return added


def _only(facts: Facts, rulebook: Rulebook, codes: set[str]) -> Facts:
    """What is about these departments."""
    return replace(
        facts,
        departments=tuple(each for each in facts.departments or rulebook.departments if each.code in codes),
        goals=tuple(each for each in facts.goals if each.department in codes),
        entries=tuple(each for each in facts.entries if each.department in codes),
    )
