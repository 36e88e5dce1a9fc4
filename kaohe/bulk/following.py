"""A year that goes on: new entries one at a time, each answered at once with what it changes (live.py), over a ledger that stands in files.

Nothing is written. Whoever keeps the ledger learns what an entry would do, or has just done, to a department's points.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from kaohe.bulk.duck import Duck
from kaohe.bulk.facts import as_department, as_entry, as_goal, standing_on
from kaohe.bulk.kept import Kept
from kaohe.bulk.live import Live, NodeChange, State
from kaohe.engine import Department, Entry, Problem, Refused


class Answer(NamedTuple):
    """What an entry changed: whose it is, and the nodes that came out other than before, none where nothing did."""

    department: Department
    changes: tuple[NodeChange, ...]


class Following:
    """The departments of a year that a run has looked through (`Duck.look_through`); each is made ready when its first new entry comes."""

    def __init__(self, duck: Duck) -> None:
        self.duck, self.live = duck, Live(duck.plan)
        self.states: dict[str, State] = {}
        self.bureaus: dict[str, str] = {}
        self.numbers: dict[str, set[str]] = {}  # new ones, by bureau
        self.known = Kept(duck.plan, duck.dialect).known()

    def answer(self, entry: Entry) -> Answer:
        """The year with that entry. Raises Refused for what no ledger takes (State.apply), and then nothing has changed."""
        if entry.department not in self.states:
            self.states[entry.department] = self._state(entry)
        state, numbers = self.states[entry.department], self.numbers.setdefault(self.bureaus[entry.department], set())
        if entry.id in numbers or self._is_taken(entry):
            raise self._refused("ledger.duplicate_id", entry)
        answer = Answer(state.department, state.apply(entry))
        numbers.add(entry.id)
        return answer

    def _refused(self, code: str, entry: Entry, **values: str) -> Refused:
        return Refused([Problem(code, {"entry": entry.id, "department": entry.department, **values}, entry.place, department=entry.department)])

    def _is_taken(self, entry: Entry) -> bool:
        """True where the ledger has that number in the same bureau."""
        said = self.duck.dialect.said
        alike = f"CAST(l.entry AS VARCHAR) = {said(entry.id)} AND d.bureau = {said(self.bureaus[entry.department])}"
        return bool(self.duck.one(f"SELECT COUNT(*) FROM ledger l JOIN everyone d ON d.department = l.department WHERE {alike}{self.known}"))

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
