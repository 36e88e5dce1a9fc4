"""What binary floating point would have published: the same rules in float64, as a careful script would write them.

It is given every advantage: each sum of entries arrives correctly rounded, and only the arithmetic above it is float64.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any, Final

import numpy as np

from kaohe.bulk.evaluating import Arrays
from kaohe.bulk.plan import Plan
from kaohe.engine import Item
from kaohe.engine.columns import Leaf

#: A figure that the compiler found to move nothing, so that no column brings it.
_UNREAD: Final = (np.zeros(()), np.False_)


class Floats(Arrays):
    """One plan over slots and figures as float arrays; what is open counts as nothing, and isn't compared."""

    def __init__(self, plan: Plan, slots: Mapping[str, Any], figures: Mapping[str, tuple[Any, Any]]) -> None:
        known = {**dict.fromkeys(plan.rulebook.attributes, _UNREAD), **figures}
        super().__init__(np, known, {slot.name: slots[slot.name] / slot.unit for slot in plan.slots}.__getitem__)
        self.plan = plan

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
            value = value + np.where(known & (size < share.least), 0.0, sign * self.slot(share.slot))
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

    def number(self, value: Any) -> Any:
        return float(value)

    def figure(self, name: str) -> Any:
        return super().figure(name).astype("float64")
