"""What binary floating point would have published: the same rules in float64, as a careful script would write them.

It is given every advantage: each sum of entries arrives correctly rounded, and only the arithmetic above it is float64.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import numpy as np

from kaohe.bulk.plan import Plan
from kaohe.engine import Item
from kaohe.engine.columns import (
    Condition,
    Every,
    Expression,
    Figure,
    Known,
    Leaf,
    Least,
    Most,
    Not,
    Number,
    Plus,
    Reached,
    Slot,
    Some,
    Times,
    Where,
)


class Floats:
    """One plan over slots and figures as float arrays; what is open counts as nothing, and isn't compared."""

    def __init__(self, plan: Plan, slots: Mapping[str, Any], figures: Mapping[str, tuple[Any, Any]]) -> None:
        self.plan, self.figures = plan, figures
        self.slots = {slot.name: slots[slot.name] / slot.unit for slot in plan.slots}

    def published(self) -> Any:
        """The root's points as they would be printed, in units of the last place."""
        rounding = self.plan.rulebook.rounding
        scaled = self.item(self.plan.rulebook.tree) * 10**rounding.places
        if rounding.mode == "half_even":
            return np.round(scaled)
        if rounding.mode == "half_up":
            return np.copysign(np.floor(np.abs(scaled) + 0.5), scaled)
        return np.trunc(scaled) if rounding.mode == "down" else np.copysign(np.ceil(np.abs(scaled)), scaled)

    def item(self, item: Item) -> Any:
        """An item's points."""
        if item.items:
            value = sum(self.item(each) * float(each.weight) for each in item.items)
            return self._within(value, item.floor, item.cap)
        if item.each_period is not None:
            boxes = [Leaf(item, f"{item.code}.{span.number}", item.each_period, span, self.plan.spans) for span in self.plan.spans]
            value = sum(self._within(self._leaf(box), item.floor, item.each_period) for box in boxes)
            return self._within(value, item.floor, item.cap)
        return self._within(self._leaf(Leaf(item, item.code, item.full, None, self.plan.spans)), item.floor, item.cap)

    def _leaf(self, leaf: Leaf) -> Any:
        value: Any = float(leaf.full) if leaf.item.start == "full" else 0.0
        form = next(each for each in self.plan.leaves if each.code == leaf.code)
        size, known = self.figures.get("size", (0, False))
        for share in form.shares:
            sign = math.copysign(1, share.factor)
            value = value + np.where(known & (size < share.least), 0.0, sign * self.slots[share.slot])
        void: Any = False
        for rule in leaf.item.rules:
            columns = rule.columns(leaf)
            value = value + self.value(columns.points)
            void = void | self.condition(columns.void)
        return np.where(void, 0.0, value)

    def _within(self, value: Any, floor: Any, cap: Any) -> Any:
        if floor is not None:
            value = np.maximum(value, float(floor))
        return value if cap is None else np.minimum(value, float(cap))

    def value(self, expression: Expression) -> Any:
        match expression:
            case Number(value):
                return float(value)
            case Slot(name):
                return self.slots[name]
            case Figure(name):
                return self.figures[name][0].astype("float64")
            case Plus(parts):
                return sum(map(self.value, parts), start=0.0)
            case Times(of, by):
                return self.value(of) * float(by)
            case Least(one, other):
                return np.minimum(self.value(one), self.value(other))
            case Most(one, other):
                return np.maximum(self.value(one), self.value(other))
            case Where(when, then, otherwise):
                return np.where(self.condition(when), self.value(then), self.value(otherwise))
        raise AssertionError(expression)

    def condition(self, condition: Condition) -> Any:
        match condition:
            case Reached(one, other):
                return self.value(one) >= self.value(other)
            case Known(figure):
                return self.figures[figure.name][1]
            case Not(of):
                return np.logical_not(self.condition(of))
            case Every(parts):
                found: Any = np.True_
                for part in parts:
                    found = found & self.condition(part)
                return found
            case Some(parts):
                found = np.False_
                for part in parts:
                    found = found | self.condition(part)
                return found
        raise AssertionError(condition)
