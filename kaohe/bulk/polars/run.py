"""Polars and NumPy, where they are installed: DuckDB's way but for its longest part, from the ledger to the sums.

Polars reads a ledger's numbers faster than anything here, and NumPy adds them up in memory. DuckDB looks up words and reads
goals meanwhile; ranks and results stay with it, and so does every part in which something may be wrong.
"""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import TracebackType
from typing import NamedTuple

from kaohe.bulk.duck import USUAL, Duck, Settings
from kaohe.bulk.evaluating import Steps
from kaohe.bulk.extras import needed, panicked
from kaohe.bulk.plan import Plan
from kaohe.bulk.polars.columns import Doubtful
from kaohe.bulk.polars.goals import Goals, graded, told
from kaohe.bulk.polars.ledger import Begun, Departments, OpenLedger, TooWide, departments_of
from kaohe.bulk.polars.process import prepared
from kaohe.bulk.polars.slots import Keeping, Summed, untold
from kaohe.bulk.sql import Text
from kaohe.bulk.tables import Tables


class Came(NamedTuple):
    """What a part came to: its steps, the sums over its ledger, and its goals by rules."""

    steps: Steps
    sums: Summed
    goals: list[Goals]


class Polars(Duck):
    """One run."""

    name = "polars"

    def __init__(self, plan: Plan, folder: Path, settings: Settings = USUAL) -> None:
        prepared()
        needed("polars")
        super().__init__(plan, folder, settings)
        # One more than there are processors: while one waits for Polars another adds up.
        self.threads = 1 + (settings.threads or len(os.sched_getaffinity(0)))
        self.beginning = ThreadPoolExecutor(2)

    def __exit__(self, kind: type[BaseException] | None, wrong: BaseException | None, where: TracebackType | None) -> None:
        try:
            self.beginning.shutdown(cancel_futures=True)
        finally:
            super().__exit__(kind, wrong, where)

    def open(self, part: Tables, own: str = "TRUE") -> None:
        """The tables of a part, and the departments that are its own."""
        self.begun = Begun(self, self.views.typed_ledger(part.ledger), self.beginning)
        super().open(part, own)

    def add(self) -> None:
        """What is open, into `scored`. Raises Refused with every mistake."""
        try:
            own = departments_of(self)
            steps = self.steps(own)
        except Doubtful:
            self.add_by_tables()
            return
        np, number = needed("numpy"), len(own.department)
        columns = {self.ranks.at(name): np.ascontiguousarray(np.broadcast_to(steps.of(name), number)) for name in self.ranks.kept()}
        self.connection.register("added", {"key": own.department, **columns})
        added = "".join(f", a.{name}" for name in columns)
        self.connection.execute(
            f"INSERT INTO narrow SELECT d.department, d.bureau, 0{added} FROM departments d JOIN added a ON a.key = d.department"
        )
        self.connection.unregister("added")

    def steps(self, own: Departments) -> Steps:
        """The steps of those departments, which are open. Raises Doubtful."""
        return self.summed(own).steps

    def summed(self, own: Departments, keep: Keeping = untold) -> Came:
        """What the ledger and the goals of those departments come to. Raises Doubtful."""
        try:
            came = self._read(own, keep)
        except TooWide:
            came = self._read(own, keep, counted=True)
        if any(came.steps.made[slot.name].max() > slot.most for slot in self.plan.slots):
            raise Doubtful
        return came

    def _read(self, own: Departments, keep: Keeping, *, counted: bool = False) -> Came:
        """The same, not yet looked at. What Polars can't read is Doubtful too: a type that only DuckDB knows, or a broken file, of which DuckDB tells."""
        try:
            return self._summed(own, keep, counted=counted)
        except BaseException as wrong:
            if panicked(wrong) or isinstance(wrong, needed("polars").exceptions.PolarsError):
                raise Doubtful from wrong
            raise

    def _summed(self, own: Departments, keep: Keeping, *, counted: bool = False) -> Came:
        """The same. Raises Doubtful, and TooWide if matters aren't `counted` through."""
        text = Text(self.plan, self.dialect)
        slots = dict.fromkeys(text.number, needed("numpy").zeros(len(own.department), "int64"))
        with ThreadPoolExecutor(1) as beside:  # asks one question at a time of DuckDB, while Polars and NumPy are at work
            ledger = OpenLedger(self, self.begun, own, beside, counted=counted)
            asked = beside.submit(told, self)
            sums = Summed(text, own, ledger, self.threads, keep)
            together = beside.submit(sums.shared)
            found = asked.result()
            goals = [] if found is None else graded(self, own, sums.marks, found, sums.grades)
            for each in goals:
                slots |= each.slots()
            return Came(Steps(self.plan, slots | together.result(), own.figures), sums, goals)
