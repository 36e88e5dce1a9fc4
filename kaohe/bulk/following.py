"""A year that goes on: new entries one at a time, each answered at once with what it changes (live.py), over a ledger that stands in files.

Nothing is written. Whoever keeps the ledger learns what an entry would do, or has just done, to a department's points.
"""

from __future__ import annotations

from typing import Any, Final, NamedTuple

from kaohe.bulk.duck import Duck
from kaohe.bulk.facts import as_department, as_entry, as_goal, standing_on
from kaohe.bulk.kept import Kept
from kaohe.bulk.live import Live, NodeChange, State
from kaohe.engine import Department, Entry, Problem, Refused

#: So many numbers of a bureau are held in memory, in a hundred megabytes. Only data that name no bureaus have more in one.
MOST_AT_HAND: Final = 500_000


class Answer(NamedTuple):
    """What an entry changed: whose it is, and the nodes that came out other than before, none where nothing did."""

    department: Department
    changes: tuple[NodeChange, ...]


class _Taken:
    """The numbers that a bureau's entries have, read once for all that come; in a bureau of more than MOST_AT_HAND each is asked for by itself."""

    def __init__(self, duck: Duck, bureau: str, known: str) -> None:
        self.duck = duck
        self.stand = f"FROM ledger l JOIN everyone d ON d.department = l.department WHERE d.bureau = {duck.dialect.said(bureau)}{known}"
        found = duck.one(f"SELECT list(number) FROM (SELECT CAST(l.entry AS VARCHAR) AS number {self.stand} LIMIT {MOST_AT_HAND + 1}) n") or []
        self.all_at_hand = len(found) <= MOST_AT_HAND
        self.numbers: set[str] = set(found) if self.all_at_hand else set()

    def __contains__(self, number: str) -> bool:
        return number in self.numbers or not (self.all_at_hand or self._is_free(number))

    def _is_free(self, number: str) -> bool:
        return not self.duck.one(f"SELECT COUNT(*) {self.stand} AND CAST(l.entry AS VARCHAR) = {self.duck.dialect.said(number)}")

    def add(self, number: str) -> None:
        """A new entry has it from now on."""
        self.numbers.add(number)


class Following:
    """The departments of a year that a run has looked through (`Duck.look_through`); each is made ready when its first new entry comes."""

    def __init__(self, duck: Duck) -> None:
        self.duck, self.live = duck, Live(duck.plan)
        self.states: dict[str, State] = {}
        self.bureaus: dict[str, str] = {}
        self.taken: dict[str, _Taken] = {}
        self.known = Kept(duck.plan, duck.dialect).known()

    def answer(self, entry: Entry) -> Answer:
        """The year with that entry. Raises Refused for what no ledger takes (State.apply), and then nothing has changed."""
        if entry.department not in self.states:
            self.states[entry.department] = self._state(entry)
        state, taken = self.states[entry.department], self._taken(self.bureaus[entry.department])
        if entry.id in taken:
            raise self._refused("ledger.duplicate_id", entry)
        answer = Answer(state.department, state.apply(entry))
        taken.add(entry.id)
        return answer

    def _refused(self, code: str, entry: Entry, **values: str) -> Refused:
        return Refused([Problem(code, {"entry": entry.id, "department": entry.department, **values}, entry.place, department=entry.department)])

    def _taken(self, bureau: str) -> _Taken:
        if bureau not in self.taken:
            self.taken[bureau] = _Taken(self.duck, bureau, self.known)
        return self.taken[bureau]

    def _state(self, entry: Entry) -> State:
        plan = self.duck.plan
        found = self._rows("everyone", entry.department)
        if not found:
            raise self._refused("ledger.unknown_department", entry, found=entry.department)
        self.bureaus[entry.department] = found[0]["bureau"]
        goals = [as_goal(row, plan.limits.base_places) for row in self._rows("goals", entry.department)]
        entries = [as_entry(row, plan.rulebook, plan.limits.amount_places) for row in self._rows("ledger", entry.department)]
        standing = standing_on(plan.as_of, entries)
        return self.live.state(as_department(found[0], plan.rulebook), goals, standing.entries, standing.gone)

    def _rows(self, table: str, department: str) -> list[dict[str, Any]]:
        own = f"CAST(department AS VARCHAR) = {self.duck.dialect.said(department)}"
        return self.duck.rows(f"SELECT * FROM {table} WHERE {own}")
