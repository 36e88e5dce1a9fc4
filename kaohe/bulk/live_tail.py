"""The tail of a plan as one straight piece of Python, written and compiled once for all departments.

It is made of whole numbers, comparisons and our own names only: nothing of a rulebook's texts gets into it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any, NamedTuple

from kaohe.bulk.expressions import Written
from kaohe.bulk.plan import NodeOf, Plan, Step
from kaohe.engine import Exact, plainest

Own = tuple[int, int, int]


class NodeForm(NamedTuple):
    """How a node is read out of the tail's values: where its settled, open and undecided values stand (-1 for never)."""

    node: NodeOf
    settled: int
    open: int
    undecided: int
    open_unit: int
    scale: tuple[int, int] | None

    def read(self, values: tuple[int, ...]) -> Own:
        """settled, open (0 or 1), undecided."""
        if self.open < 0:
            return values[self.settled], 0, 0
        return values[self.settled], values[self.open], values[self.undecided] if values[self.open] else 0

    def points(self, own: Own) -> Exact | None:
        """The points; None while something is open."""
        return None if own[1] else self.exact(own[0])

    def exact(self, value: int) -> Exact:
        """Units as points."""
        if self.scale is None:
            return plainest(Fraction(value, self.node.unit))
        factor, places = self.scale
        return Decimal(value * factor).scaleb(-places)


class Tail(NamedTuple):
    """The tail's function, and how nodes are read out of what it gives."""

    run: Callable[[Sequence[int], Sequence[int | None]], tuple[int, ...]]
    forms: tuple[NodeForm, ...]


def tail_of(plan: Plan) -> Tail:
    """The tail of that plan."""
    wanted = [name for node in plan.nodes for name in (node.settled, node.open, node.undecided) if name]
    wanted = list(dict.fromkeys(wanted))
    needed = plan.behind(wanted)
    writer = _Writer(plan, needed)
    lines = [f"    {writer.names[step.name]} = {writer.value(step.value)}" for step in needed]
    result = ", ".join(writer.names[name] for name in wanted)
    source = "\n".join(["def run(s, f):", *writer.head(), *lines, f"    return ({result},)"])
    scope: dict[str, Callable[[Sequence[int], Sequence[int | None]], tuple[int, ...]]] = {}
    exec(compile(source, "<tail>", "exec"), {"__builtins__": {}, "min": min, "max": max}, scope)  # noqa: S102 (numbers and our names only)
    place = {name: at for at, name in enumerate(wanted)}
    forms = tuple(
        NodeForm(
            node, place[node.settled], place.get(node.open, -1), place.get(node.undecided, -1),
            plan.steps[node.undecided].unit if node.undecided else 1, _decimal(node.unit),
        )
        for node in plan.nodes
    )  # fmt: skip
    return Tail(scope["run"], forms)


def _decimal(unit: int) -> tuple[int, int] | None:
    """(factor, places) where every number of units has a decimal."""
    places, power = 0, 1
    while power % unit and places < 20:
        places, power = places + 1, power * 10
    return (power // unit, places) if not power % unit else None


class _Writer(Written):
    """Expressions as Python."""

    NOT, AND, OR, TRUE, FALSE = "not", "and", "or", "True", "False"

    def __init__(self, plan: Plan, needed: Sequence[Step]) -> None:
        self.plan = plan
        self.names = {slot.name: f"s{at}" for at, slot in enumerate(plan.slots)}
        self.names |= {step.name: f"t{at}" for at, step in enumerate(needed)}
        self.figures = {name: at for at, name in enumerate(plan.figures)}

    def head(self) -> list[str]:
        """Slots and figures into names of their own."""
        slots = ", ".join(f"s{at}" for at, _ in enumerate(self.plan.slots))
        lines = [f"    {slots}, = s"] if slots else []
        return [*lines, *(f"    f{at} = f[{at}] or 0" for at in self.figures.values())]

    def number(self, value: Any) -> str:
        return str(value)

    def slot(self, name: str) -> str:
        return self.names[name]

    def figure(self, name: str) -> str:
        return f"f{self.figures[name]}"

    def least(self, one: str, other: str) -> str:
        return self._pick(one, other, ">", "min")

    def most(self, one: str, other: str) -> str:
        return self._pick(one, other, "<", "max")

    def _pick(self, one: str, other: str, sign: str, name: str) -> str:
        """A comparison where both are a name or a number, which is twice as fast as a call."""
        if one.isidentifier() and re.fullmatch(r"\w+", other):
            return f"({other} if {one} {sign} {other} else {one})"
        return f"{name}({one}, {other})"

    def where(self, when: str, then: str, otherwise: str) -> str:
        return f"({then} if {when} else {otherwise})"

    def known(self, name: str) -> str:
        return f"(f[{self.figures[name]}] is not None)"
