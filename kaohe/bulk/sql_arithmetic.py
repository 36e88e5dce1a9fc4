"""The tail of a plan as SQL: nested selects by depth, so that no step is ever written out inside another."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

from kaohe.bulk.arithmetic import rounding_steps
from kaohe.bulk.dialects import Dialect
from kaohe.bulk.expressions import Written
from kaohe.bulk.plan import Plan, Step
from kaohe.engine.columns import Rounded


class Layers(Written):
    """The steps of a plan, laid over a table that has its slots as s0, s1, … and the departments' own numbers."""

    NOT, AND, OR, TRUE, FALSE = "NOT", "AND", "OR", "TRUE", "FALSE"

    def __init__(self, plan: Plan, dialect: Dialect, instead: Mapping[str, str] = MappingProxyType({})) -> None:
        """`instead`: other columns for some of the names."""
        self.plan, self.dialect = plan, dialect
        self.columns = {slot.name: f"s{at}" for at, slot in enumerate(plan.slots)}
        self.columns |= {step.name: f"t{at}" for at, step in enumerate(plan.tail)}
        self.instead: dict[str, str] = dict(instead)

    def over(self, table: str, wanted: Sequence[str] | None = None) -> str:
        """The table with all steps as t0, t1, … beside its own columns; or only those that `wanted` are made of."""
        depth: dict[str, int] = {}
        layers: list[list[Step]] = []
        steps = self.plan.behind(wanted)
        inside = self._read_once(steps, steps if wanted is None else wanted)
        for step in steps:
            below = [depth.get(name, -1) for name in step.reads]
            if step.name in inside:  # written out where it is read, one layer less
                self.instead[step.name] = self.value(step.value)
                depth[step.name] = max(below, default=-1)
                continue
            depth[step.name] = 1 + max(below, default=-1)
            while len(layers) <= depth[step.name]:
                layers.append([])
            layers[depth[step.name]].append(step)
        text = table
        for number, layer in enumerate(layers):
            added = ", ".join(f"{self.value(step.value)} AS {self.columns[step.name]}" for step in layer)
            text = f"SELECT q{number}.*, {added} FROM ({text}) q{number}"
        return text

    def _read_once(self, steps: Sequence[Step], wanted: Sequence[Step | str]) -> set[str]:
        """Steps that nobody wants for themselves and that are read in one place, where they are written once."""
        asked = {each if isinstance(each, str) else each.name for each in wanted}
        times: dict[str, int] = {}
        for step in steps:
            text = self.value(step.value)
            for name in step.reads:
                times[name] = times.get(name, 0) + len(re.findall(rf"\b{self.columns[name]}\b", text))
        return {step.name for step in steps if step.name not in asked and times.get(step.name) == 1}

    # --- what SQL makes of an expression

    def number(self, value: Any) -> str:
        return f"CAST({value} AS BIGINT)"

    def slot(self, name: str) -> str:
        return self.instead.get(name) or self.columns[name]

    def figure(self, name: str) -> str:
        return f"COALESCE({self.dialect.own(name)}, 0)"

    def least(self, one: str, other: str) -> str:
        return f"LEAST({one}, {other})"

    def most(self, one: str, other: str) -> str:
        return f"GREATEST({one}, {other})"

    def where(self, when: str, then: str, otherwise: str) -> str:
        return f"CASE WHEN {when} THEN {then} ELSE {otherwise} END"

    def known(self, name: str) -> str:
        return f"({self.dialect.own(name)} IS NOT NULL)"

    def rounded(self, value: str, form: Rounded) -> str:
        """Rounding without a fraction in sight: divide the size, look at the rest, put the sign back."""
        shift, divisor = rounding_steps(form.unit, form.places)
        if divisor == 1:  # nothing to be rounded
            return f"({value} * {shift})"
        size = f"(ABS({value}) * {shift})"
        floor = f"({size} {self.dialect.divide} {divisor})"
        rest = f"({size} - {floor} * {divisor})"
        if form.mode == "down":
            found = floor
        elif form.mode == "half_up":
            found = f"((2 * {size} + {divisor}) {self.dialect.divide} {2 * divisor})"
        elif form.mode == "up":
            found = f"({floor} + CASE WHEN {rest} > 0 THEN 1 ELSE 0 END)"
        else:
            odd = f"({floor} - ({floor} {self.dialect.divide} 2) * 2) = 1"
            found = f"({floor} + CASE WHEN 2 * {rest} > {divisor} OR (2 * {rest} = {divisor} AND {odd}) THEN 1 ELSE 0 END)"
        return f"(CASE WHEN {value} < 0 THEN -{found} ELSE {found} END)"
