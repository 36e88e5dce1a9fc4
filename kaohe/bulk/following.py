"""A year that goes on: new entries one at a time, each answered at once with what it changes (live.py), over a ledger that stands in files.

Nothing is written. Whoever keeps the ledger learns what an entry would do, or has just done, to a department's points.
"""

from __future__ import annotations

from collections import Counter
from typing import Any, NamedTuple

from kaohe.bulk.duck import Duck
from kaohe.bulk.facts import as_department, as_entry, as_goal
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

    def answer(self, entry: Entry) -> Answer:
        """The year with that entry. Raises Refused for what no ledger takes (State.apply), and then nothing has changed."""
        if entry.department not in self.states:
            self.states[entry.department] = self._state(entry)
        state = self.states[entry.department]
        return Answer(state.department, state.apply(entry))

    def _state(self, entry: Entry) -> State:
        plan = self.duck.plan
        found = self._rows("everyone", entry.department)
        if not found:
            values = {"entry": entry.id, "department": entry.department, "found": entry.department}
            raise Refused([Problem("ledger.unknown_department", values, entry.place, department=entry.department)])
        goals = [as_goal(row, plan.limits.base_places) for row in self._rows("goals", entry.department)]
        entries = [as_entry(row, plan.rulebook, plan.limits.amount_places) for row in self._rows("ledger", entry.department)]
        undone: Counter[str] = Counter()
        for each in entries:
            undone[each.reverses] += each.count
        gone = {each.id for each in entries if not each.reverses and not each.count + undone[each.id]}
        standing = [each for each in entries if each.id not in gone and each.reverses not in gone]
        state = self.live.state(as_department(found[0], plan.rulebook), goals, standing)
        state.reversals |= {each.id for each in entries if each.id in gone or each.reverses in gone}  # their numbers are taken
        return state

    def _rows(self, table: str, department: str) -> list[dict[str, Any]]:
        own = f"CAST(department AS VARCHAR) = {self.duck.dialect.said(department)}"
        return self.duck.rows(f"SELECT * FROM {table} WHERE {own}")
