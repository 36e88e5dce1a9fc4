"""The second pass in SQL: ranks with ties, who stands outside, who may be honoured, by windows over department scores.

Three steps, so that a country's scores needn't be held at once: `scored` keeps what ranks and results are made of, `ranks`
looks at all departments but only at what orders them, `results` puts the two together, department by department.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from kaohe.bulk.dialects import Dialect
from kaohe.bulk.plan import NodeOf, Plan
from kaohe.bulk.sql_arithmetic import Layers

#: Prefixes of a result's columns: what stands behind them is a code of the rulebook.
POINTS: Final = "points/"  # as published; empty while something under the item is open
EXACT: Final = "exact/"  # the exact points times the node's unit (units stand in the file's own description, Spark's in _about.json)
SETTLED: Final = "settled/"  # what is certain so far, in the same unit; only where something can be open
OPEN: Final = "open/"  # how much is still open, in a unit of its own
RAISED: Final = "raised/"  # 1 where a consequence is raised
RANK: Final = "rank/"  # within the bureau
ABOVE: Final = "rank_above/"  # among the departments of all bureaus that have ranks of their own
OUTSIDE: Final = "outside/"  # why there is no rank: a consequence, or "pending"
HONOUR: Final = "honour/"  # the rank of those who may be honoured


class Column(NamedTuple):
    """A column of the results: its name, and how it comes out of `scored` s and `ranks` r."""

    name: str
    text: str


class Ranks:
    """The texts of the second pass for one plan in one dialect."""

    def __init__(self, plan: Plan, dialect: Dialect) -> None:
        self.plan, self.dialect = plan, dialect
        self.layers = Layers(plan, dialect)

    def at(self, step: str) -> str:
        """The column of a step."""
        return self.layers.columns[step]

    # --- what is kept of each department

    def kept(self) -> list[str]:
        """The steps that results are made of, each once."""
        names: list[str] = []
        for node in self.plan.nodes:
            names += [name for name in (node.settled, node.open, node.undecided) if name]
        names += [raising.step for raising in self.plan.raisings]
        names += [ranking.value for ranking in self.plan.rankings]
        return list(dict.fromkeys(names))

    def scored(self, wide: str) -> str:
        """Every department with the steps that are kept, over its slots."""
        columns = ", ".join(["department", "bureau", "carry", *map(self.at, self.kept())])
        return f"SELECT {columns} FROM ({self.layers.over(wide, self.kept())}) t"

    # --- ranks

    def ranks(self, table: str = "scored") -> str:
        """For each department and ranking: outside, rank and rank_above."""
        if not self.plan.rankings:
            return f"SELECT department FROM {table}"
        first, second, third = [], [], []
        for number, ranking in enumerate(self.plan.rankings):
            first.append(f"{self.outside(ranking.without)} AS x{number}")
            first.append(f"{self.at(ranking.value)} AS v{number}")
            opened = f"CASE WHEN {self.at(ranking.open)} = 1 THEN 1 ELSE 0 END" if ranking.open else "0"
            first.append(f"{opened} AS p{number}")
            waits = f"MAX(CASE WHEN x{number} = '' THEN p{number} ELSE 0 END) OVER (PARTITION BY bureau)"
            second.append(f"CASE WHEN x{number} <> '' THEN x{number} WHEN {waits} = 1 THEN 'pending' ELSE '' END AS z{number}")
            second.append(f"v{number}")
            for name, part in ((f"r{number}", f"bureau, z{number}"), (f"a{number}", f"z{number}")):
                window = f"RANK() OVER (PARTITION BY {part} ORDER BY v{number} DESC)"
                third.append(f"CASE WHEN z{number} = '' THEN CAST({window} AS BIGINT) END AS {name}")
            third.append(f"z{number}")
        one = f"SELECT department, bureau, {', '.join(first)} FROM {table}"
        two = f"SELECT department, bureau, {', '.join(second)} FROM ({one}) o"
        return f"SELECT department, {', '.join(third)} FROM ({two}) o"

    def outside(self, consequences: Sequence[str]) -> str:
        """Which of the consequences is raised, the first in the order of the tree; "" for none."""
        raised = [raising for raising in self.plan.raisings if raising.consequence in consequences]
        cases = [f"WHEN {self.at(each.step)} = 1 THEN {self.dialect.said(each.consequence)}" for each in raised]
        return f"CASE {' '.join(cases)} ELSE '' END" if cases else "''"

    # --- results

    def columns(self) -> Iterator[Column]:
        """Everything that is known of a department."""
        yield Column("bureau", "s.bureau")
        yield Column("department", "s.department")
        for number, ranking in enumerate(self.plan.rankings):
            yield Column(f"{RANK}{ranking.code}", f"r.r{number}")
            yield Column(f"{ABOVE}{ranking.code}", f"r.a{number}")
            yield Column(f"{OUTSIDE}{ranking.code}", f"r.z{number}")
        places = {ranking.code: number for number, ranking in enumerate(self.plan.rankings)}
        for honour in self.plan.honours:
            barred = self.outside(honour.barred_by)
            yield Column(f"{HONOUR}{honour.code}", f"CASE WHEN {barred} = '' THEN r.r{places[honour.ranking]} END")
        for consequence in dict.fromkeys(raising.consequence for raising in self.plan.raisings):
            steps = [self.at(each.step) for each in self.plan.raisings if each.consequence == consequence]
            yield Column(f"{RAISED}{consequence}", f"CASE WHEN {' + '.join(steps)} > 0 THEN 1 ELSE 0 END")
        for node in self.plan.nodes:
            yield from self._node(node)

    def _node(self, node: NodeOf) -> Iterator[Column]:
        settled = self.at(node.settled)
        places = self.plan.rulebook.rounding.places
        published = self.layers.value(self.plan.steps[node.published].value)
        points = self.dialect.decimal(published, places)
        whole = f"CASE WHEN {self.at(node.open)} = 1 THEN NULL ELSE {{}} END" if node.open else "{}"
        yield Column(f"{POINTS}{node.code}", whole.format(points))
        yield Column(f"{EXACT}{node.code}", whole.format(settled))
        if node.open:
            yield Column(f"{SETTLED}{node.code}", settled)
            yield Column(f"{OPEN}{node.code}", f"CASE WHEN {self.at(node.open)} = 1 THEN {self.at(node.undecided)} ELSE 0 END")

    def results(self, scored: str = "scored", ranks: str = "ranks") -> str:
        """The results, one row a department."""
        columns = ", ".join(f"{column.text} AS {self.dialect.named(column.name)}" for column in self.columns())
        return f"SELECT {columns} FROM {scored} s JOIN {ranks} r ON r.department = s.department"

    def checksum(self, table: str) -> str:
        """How many departments there are, and the sum of a hash of each one's whole numbers and words."""
        names = [column.name for column in self.columns() if not column.name.startswith(POINTS)]
        cells = [f"COALESCE(CAST(c.{self.dialect.named(name)} AS {self.dialect.text}), '')" for name in names]
        hashed = self.dialect.hashed.format(" || '|' || ".join(cells))
        return f"SELECT COUNT(*) AS departments, CAST(SUM({hashed}) AS DECIMAL(38, 0)) AS total FROM ({table}) c"

