"""The look-up table as machines read it: one small number for each rule, level, period and kind of entry.

An auditor reads Plan.rows; here the same rows get codes. A rule takes as many codes as it distinguishes levels, periods
and entries with or without a matter, and no more; so the table stays as small as the rulebook is.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from kaohe.bulk.dialects import Dialect
from kaohe.bulk.plan import ANY, WITH, Plan, Row


class _Strides(NamedTuple):
    """How a rule's codes are counted: from `base`, in steps for level, period and matter (0 where it knows none)."""

    base: int
    level: int
    period: int
    matter: int


class Lookup:
    """The codes of some rows of a plan: `coded` pairs each code with the rows that it stands for; all are below `size`."""

    def __init__(self, plan: Plan, rows: Sequence[Row]) -> None:
        self.plan = plan
        self.rules = tuple(dict.fromkeys(row.rule for row in rows))
        known = (rule.known_levels() or () for rule in plan.rulebook.rules.values())
        self.levels = tuple(dict.fromkeys(level for own in known for level in own))
        self.strides: dict[str, _Strides] = {}
        self.coded: list[tuple[int, list[Row]]] = []
        found: dict[int, list[Row]] = {}
        base = 0
        for rule in self.rules:
            own = [row for row in rows if row.rule == rule]
            base += self._count(rule, own, base)
            for row in own:
                for code in self._codes(row):
                    found.setdefault(code, []).append(row)
        self.coded = sorted(found.items())
        self.size = base

    def _count(self, rule: str, rows: Sequence[Row], base: int) -> int:
        matters = 2 if any(row.matter != ANY for row in rows) else 1
        periods = len(self.plan.spans) if any(row.period for row in rows) else 1
        levels = len(self.levels) + 1 if any(row.level for row in rows) else 1
        level = matters * periods if levels > 1 else 0
        self.strides[rule] = _Strides(base, level, matters if periods > 1 else 0, 1 if matters > 1 else 0)
        return matters * periods * levels

    def _codes(self, row: Row) -> list[int]:
        strides = self.strides[row.rule]
        level = self.levels.index(row.level) + 1 if row.level else 0
        periods = [row.period - 1] if row.period else range(len(self.plan.spans) if strides.period else 1)
        matters = [int(row.matter == WITH)] if row.matter != ANY or not strides.matter else [0, 1]
        start = strides.base + level * strides.level
        return [start + period * strides.period + matter * strides.matter for period in periods for matter in matters]

    def without_level(self, rule: str) -> list[int]:
        """The codes of entries of that rule whose level none of its rows knows; none where it distinguishes no levels."""
        own = self.strides[rule]
        known = {code for code, rows in self.coded if any(row.rule == rule for row in rows)}
        return [code for code in range(own.base, own.base + own.level * (len(self.levels) + 1)) if code not in known]

    def strides_of(self, dialect: Dialect, rule: str) -> dict[str, str]:
        """What makes the code of an entry, in SQL, by the name of a column; `rule` is its place among `rules`, from 1."""
        each = [self.strides[code] for code in self.rules]
        found = {name: [getattr(one, name) for one in each] for name in _Strides._fields}
        return {f"by_{name}": dialect.pick(own, rule) for name, own in found.items() if name == "base" or any(own)}

    def code(self, dialect: Dialect, table: str = "l") -> str:
        """The code of an entry of that table, in SQL, from its strides; `level` is its place among `levels`, from 1."""
        steps = {
            "by_level": f"CASE WHEN {table}.level > 0 THEN {table}.level ELSE 0 END",
            "by_period": periods_over(self.plan, table),
            "by_matter": f"CASE WHEN {table}.matter IS NULL THEN 0 ELSE 1 END",
        }
        known = self.strides_of(dialect, f"{table}.rule")
        taken = [f"{table}.{name} * {step}" for name, step in steps.items() if name in known]
        return " + ".join([f"{table}.by_base", *taken])


def periods_over(plan: Plan, table: str) -> str:
    """How many periods of the year are over before the one that an entry occurred in, by comparing days."""
    later = [span.starts.isoformat() for span in plan.spans[1:]]
    steps = [f"CASE WHEN {table}.occurred_on >= DATE '{day}' THEN 1 ELSE 0 END" for day in later]
    return f"({' + '.join(steps)})" if steps else "0"
