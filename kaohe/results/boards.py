"""The board of a year, computed when it is asked for and kept as long as nothing changed: one small query tells.

Nothing is invalidated, because the key says everything that the board depends on: the edition by its digest, the ledger
by the seal of its newest entry (entries are only ever added, each sealed to the one before), goals and departments by
tokens that their actions renew. So it holds across processes, after a rollback and after a restored backup.

What was scored last of the same year is kept at hand: where only the ledger grew since, the departments that the new
entries are about are scored anew, and the others stay as they stand.
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from django.db.models import OuterRef, Subquery

from kaohe.cycles import editions
from kaohe.cycles.models import Cycle, Edition
from kaohe.engine import Board, Facts, score, score_again
from kaohe.ledger.models import Entry
from kaohe.people.shelf import Shelf
from kaohe.results.facts import everything, known_at


class State(NamedTuple):
    """Everything that a year's board depends on. Equal states, equal boards."""

    cycle: int
    edition: str
    goals: str
    departments: str
    seal: str
    as_of: date | None
    up_to: int | None


class Kept(NamedTuple):
    """What is kept of one state."""

    facts: Facts
    board: Board


_kept: Shelf[State, Kept] = Shelf(most=64)
#: What was gathered for one state serves every day of it: a year's page looks at each of its quarters.
_gathered: Shelf[State, Facts] = Shelf(most=16)
#: The state that was scored last, by everything of it but the seal.
_latest: Shelf[State, State] = Shelf(most=64)


def board_of(cycle: Cycle, as_of: date | None = None, up_to: int | None = None) -> Board:
    """The board of a year; `as_of` and `up_to` as in `facts.gather`. Raises Refused where the edition is not whole."""
    return _of(cycle, as_of, up_to).board


def facts_of(cycle: Cycle, as_of: date | None = None, up_to: int | None = None) -> Facts:
    """The facts behind that board."""
    return _of(cycle, as_of, up_to).facts


def board_in(cycle: Cycle, state: State) -> Board:
    """The board of a state that `state_of` has just told, or of that state on another day; no query once it is kept."""
    return _in(cycle, state).board


def kept_in(state: State) -> Board | None:
    """The board of a state of some while ago, None where it isn't kept any more: what it was made of can't be gathered again as it was."""
    kept = _kept.peek(state)
    return kept.board if kept else None


def facts_in(cycle: Cycle, state: State) -> Facts:
    """The facts behind that board."""
    return _in(cycle, state).facts


def state_of(cycle: Cycle, as_of: date | None = None, up_to: int | None = None) -> State:
    """What the board depends on, as the database has it now: one query."""
    newest = Entry.objects.filter(cycle=OuterRef("pk")).order_by("-number").values("seal")[:1]
    rows = Cycle.objects.filter(pk=cycle.pk).annotate(seal=Subquery(newest))
    edition, goals, departments, seal = rows.values_list(
        "edition__digest", "goals_version", "bureau__departments_version", "seal"
    ).get()
    return State(cycle.pk, edition, goals, departments, seal or "", as_of or cycle.as_of(), up_to)


def _of(cycle: Cycle, as_of: date | None, up_to: int | None) -> Kept:
    return _in(cycle, state_of(cycle, as_of, up_to))


def _in(cycle: Cycle, state: State) -> Kept:
    return _kept.get(state, lambda: _compute(cycle, state))


def _compute(cycle: Cycle, state: State) -> Kept:
    whole = _gathered.get(state._replace(as_of=None, up_to=None), lambda: everything(cycle))
    facts = known_at(whole, state.as_of, state.up_to)
    rulebook = editions.rulebook(state.edition, lambda: Edition.objects.get(cycles=cycle).texts)
    like = state._replace(seal="")
    last = _latest.peek(like)
    known = _kept.peek(last) if last else None
    _latest.put(like, state)
    board = score_again(rulebook, facts, known.facts, known.board) if known else score(rulebook, facts)
    return Kept(facts, board)
