"""The tail of a plan as one straight piece of Python, written and compiled once for all departments.

It is made of whole numbers, comparisons and our own names only: nothing of a rulebook's texts gets into it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from kaohe.bulk.plan import NodeOf, Plan
from kaohe.engine import Exact, plainest
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
    Slot,
    Some,
    Times,
    Where,
)

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
    needed = _behind(plan, wanted)
    writer = _Writer(plan, needed)
    lines = [f"    {writer.names[name]} = {writer.value(plan.steps[name].value)}" for name in needed]
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


def _behind(plan: Plan, wanted: Sequence[str]) -> list[str]:
    """Those steps and all that they read, in the plan's order."""
    found: set[str] = set()
    waiting = list(wanted)
    while waiting:
        name = waiting.pop()
        if name in plan.steps and name not in found:
            found.add(name)
            waiting += plan.steps[name].reads
    return [step.name for step in plan.tail if step.name in found]


def _decimal(unit: int) -> tuple[int, int] | None:
    """(factor, places) where every number of units has a decimal."""
    places, power = 0, 1
    while power % unit and places < 20:
        places, power = places + 1, power * 10
    return (power // unit, places) if not power % unit else None


class _Writer:
    """Expressions as Python."""

    def __init__(self, plan: Plan, needed: Sequence[str]) -> None:
        self.plan = plan
        self.names = {slot.name: f"s{at}" for at, slot in enumerate(plan.slots)}
        self.names |= {name: f"t{at}" for at, name in enumerate(needed)}
        self.figure = {name: at for at, name in enumerate(plan.figures)}

    def head(self) -> list[str]:
        """Slots and figures into names of their own."""
        slots = ", ".join(f"s{at}" for at, _ in enumerate(self.plan.slots))
        lines = [f"    {slots}, = s"] if slots else []
        return [*lines, *(f"    f{at} = f[{at}] or 0" for at in self.figure.values())]

    def value(self, expression: Expression) -> str:
        match expression:
            case Number(value):
                return str(value)
            case Slot(name):
                return self.names[name]
            case Figure(name):
                return f"f{self.figure[name]}"
            case Plus(parts):
                return f"({' + '.join(map(self.value, parts))})"
            case Times(of, by):
                return f"({self.value(of)} * {by})"
            case Least(one, other):
                return self._pick(one, other, ">", "min")
            case Most(one, other):
                return self._pick(one, other, "<", "max")
            case Where(when, then, otherwise):
                return f"({self.value(then)} if {self.condition(when)} else {self.value(otherwise)})"
        raise AssertionError(expression)

    def _pick(self, one: Expression, other: Expression, sign: str, name: str) -> str:
        """A comparison where both are simple, which is twice as fast as a call."""
        if isinstance(other, Number | Slot) and isinstance(one, Slot):
            return f"({self.value(other)} if {self.value(one)} {sign} {self.value(other)} else {self.value(one)})"
        return f"{name}({self.value(one)}, {self.value(other)})"

    def condition(self, condition: Condition) -> str:
        match condition:
            case Reached(one, other):
                return f"({self.value(one)} >= {self.value(other)})"
            case Known(figure):
                return f"(f[{self.figure[figure.name]}] is not None)"
            case Not(of):
                return f"(not {self.condition(of)})"
            case Every(parts):
                return f"({' and '.join(map(self.condition, parts))})" if parts else "True"
            case Some(parts):
                return f"({' or '.join(map(self.condition, parts))})" if parts else "False"
        raise AssertionError(condition)
