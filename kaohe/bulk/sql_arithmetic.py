"""The tail of a plan as SQL: nested selects by depth, so that no step is ever written out inside another."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from types import MappingProxyType

from kaohe.bulk.arithmetic import rounding_steps
from kaohe.bulk.dialects import Dialect
from kaohe.bulk.plan import Plan, Step
from kaohe.engine.columns import (
    Condition,
    Every,
    Expression,
    Figure,
    Known,
    Least,
    Most,
    Not,
    Number,
    Plus,
    Reached,
    Rounded,
    Slot,
    Some,
    Times,
    Where,
)


class Layers:
    """The steps of a plan, laid over a table that has its slots as s0, s1, … and the departments' own numbers."""

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
        needed = self._behind(wanted)
        steps = [step for step in self.plan.tail if step.name in needed]
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

    def _behind(self, wanted: Sequence[str] | None) -> set[str]:
        """Those steps and every step below them."""
        steps = self.plan.steps
        waiting = list(steps if wanted is None else wanted)
        found: set[str] = set()
        while waiting:
            name = waiting.pop()
            if name in steps and name not in found:
                found.add(name)
                waiting += steps[name].reads
        return found

    def value(self, expression: Expression) -> str:
        """An expression in whole numbers."""
        match expression:
            case Number(value):
                return f"CAST({value} AS BIGINT)"
            case Slot(name):
                return self.instead.get(name) or self.columns[name]
            case Figure(name):
                return f"COALESCE({self.dialect.named(name)}, 0)"
            case Plus(parts):
                return f"({' + '.join(map(self.value, parts))})"
            case Times(of, by):
                return f"({self.value(of)} * {by})"
            case Least(one, other):
                return f"LEAST({self.value(one)}, {self.value(other)})"
            case Most(one, other):
                return f"GREATEST({self.value(one)}, {self.value(other)})"
            case Where(when, then, otherwise):
                return f"CASE WHEN {self.condition(when)} THEN {self.value(then)} ELSE {self.value(otherwise)} END"
            case Rounded():
                return self.rounded(expression)
        raise AssertionError(expression)

    def condition(self, condition: Condition) -> str:
        """A condition over whole numbers."""
        match condition:
            case Reached(one, other):
                return f"({self.value(one)} >= {self.value(other)})"
            case Known(figure):
                return f"({self.dialect.named(figure.name)} IS NOT NULL)"
            case Not(of):
                return f"(NOT {self.condition(of)})"
            case Every(parts):
                return f"({' AND '.join(map(self.condition, parts))})" if parts else "TRUE"
            case Some(parts):
                return f"({' OR '.join(map(self.condition, parts))})" if parts else "FALSE"
        raise AssertionError(condition)

    def rounded(self, form: Rounded) -> str:
        """Rounding without a fraction in sight: divide the size, look at the rest, put the sign back."""
        shift, divisor = rounding_steps(form.unit, form.places)
        value = self.value(form.of)
        size = f"(ABS({value}) * {shift})"
        floor = f"({size} {self.dialect.divide} {divisor})"
        rest = f"({size} - {floor} * {divisor})"
        if divisor == 1 or form.mode == "down":
            found = floor
        elif form.mode == "half_up":
            found = f"((2 * {size} + {divisor}) {self.dialect.divide} {2 * divisor})"
        elif form.mode == "up":
            found = f"({floor} + CASE WHEN {rest} > 0 THEN 1 ELSE 0 END)"
        else:
            odd = f"({floor} - ({floor} {self.dialect.divide} 2) * 2) = 1"
            found = f"({floor} + CASE WHEN 2 * {rest} > {divisor} OR (2 * {rest} = {divisor} AND {odd}) THEN 1 ELSE 0 END)"
        return f"(CASE WHEN {value} < 0 THEN -{found} ELSE {found} END)"
