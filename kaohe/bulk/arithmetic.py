"""Exact points into exact integers: each expression gets a unit of its own, and a proof that 64 bits are enough.

An expression of kaohe/engine/columns.py speaks of points. In whole numbers it counts units of 1/`unit` point; the unit
follows from the numbers of the rulebook alone, before any ledger is seen. Nothing is rounded on the way.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from math import gcd, lcm
from typing import Final, NamedTuple

from kaohe.engine.columns import (
    ALWAYS,
    NEVER,
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

#: What a 64-bit integer holds. Every value on the way must stay below it, in every back end.
MOST: Final = 2**63 - 1

#: The largest number of a department (its size, an attribute) that a rule may look at.
MOST_FIGURE: Final = 10**12 - 1


class Whole(NamedTuple):
    """An expression in whole numbers: its value in points is `of` / `unit`."""

    of: Expression
    unit: int


class TooLarge(Exception):
    """A value could pass 64 bits; carries the largest it could come to."""


def whole(expression: Expression, units: Mapping[str, int]) -> Whole:
    """The same value in whole numbers. `units` are those of the slots; a department's own numbers count ones."""
    match expression:
        case Number(value):
            exact = Fraction(value)
            return Whole(Number(exact.numerator), exact.denominator)
        case Slot(name):
            return Whole(expression, units[name])
        case Figure():
            return Whole(expression, 1)
        case Times(of, by):
            inner, factor = whole(of, units), Fraction(by)
            common = gcd(inner.unit, factor.numerator) or 1
            return Whole(times(inner.of, factor.numerator // common), inner.unit // common * factor.denominator)
        case Plus(parts):
            values, unit = alike([whole(part, units) for part in parts])
            return Whole(plus(*values), unit)
        case Least(one, other):
            (left, right), unit = alike([whole(one, units), whole(other, units)])
            return Whole(least(left, right), unit)
        case Most(one, other):
            (left, right), unit = alike([whole(one, units), whole(other, units)])
            return Whole(most(left, right), unit)
        case Where(when, then, otherwise):
            (left, right), unit = alike([whole(then, units), whole(otherwise, units)])
            return Whole(where(whole_condition(when, units), left, right), unit)
    raise AssertionError(expression)


def whole_condition(condition: Condition, units: Mapping[str, int]) -> Condition:
    """The same condition over whole numbers."""
    match condition:
        case Reached(one, other):
            (left, right), _ = alike([whole(one, units), whole(other, units)])
            return reached(left, right)
        case Known():
            return condition
        case Not(of):
            return negation(whole_condition(of, units))
        case Every(parts):
            return every(*(whole_condition(part, units) for part in parts))
        case Some(parts):
            return some(*(whole_condition(part, units) for part in parts))
    raise AssertionError(condition)


def alike(values: list[Whole]) -> tuple[list[Expression], int]:
    """The values in one unit that holds them all, and that unit."""
    unit = lcm(*(value.unit for value in values))
    return [times(value.of, unit // value.unit) for value in values], unit


# --- putting expressions together; what is known already is worked out at once


def plus(*parts: Expression) -> Expression:
    """Their sum."""
    flat: list[Expression] = []
    constant = 0
    for part in parts:
        for each in part.parts if isinstance(part, Plus) else (part,):
            if isinstance(each, Number):
                constant += each.value
            else:
                flat.append(each)
    if constant or not flat:
        flat.append(Number(constant))
    return flat[0] if len(flat) == 1 else Plus(tuple(flat))


def times(of: Expression, by: int) -> Expression:
    """The product with a whole number."""
    if by == 1:
        return of
    if isinstance(of, Number) or by == 0:
        return Number(of.value * by if isinstance(of, Number) else 0)
    if isinstance(of, Times):
        return Times(of.of, of.by * by)
    return Times(of, by)


def least(one: Expression, other: Expression) -> Expression:
    """The smaller."""
    if isinstance(one, Number) and isinstance(other, Number):
        return Number(min(one.value, other.value))
    return one if one == other else Least(one, other)


def most(one: Expression, other: Expression) -> Expression:
    """The larger."""
    if isinstance(one, Number) and isinstance(other, Number):
        return Number(max(one.value, other.value))
    return one if one == other else Most(one, other)


def where(when: Condition, then: Expression, otherwise: Expression) -> Expression:
    """One of the two."""
    if when == ALWAYS or then == otherwise:
        return then
    return otherwise if when == NEVER else Where(when, then, otherwise)


def reached(one: Expression, other: Expression) -> Condition:
    """Where `one` is at least `other`."""
    if isinstance(one, Number) and isinstance(other, Number):
        return ALWAYS if one.value >= other.value else NEVER
    return Reached(one, other)


def negation(of: Condition) -> Condition:
    """Where it is not."""
    if of in (ALWAYS, NEVER):
        return NEVER if of == ALWAYS else ALWAYS
    return of.of if isinstance(of, Not) else Not(of)


def every(*parts: Condition) -> Condition:
    """Where all are."""
    left = [part for part in dict.fromkeys(parts) if part != ALWAYS]
    if NEVER in left:
        return NEVER
    return left[0] if len(left) == 1 else Every(tuple(left))


def some(*parts: Condition) -> Condition:
    """Where one is."""
    left = [part for part in dict.fromkeys(parts) if part != NEVER]
    if ALWAYS in left:
        return ALWAYS
    return left[0] if len(left) == 1 else Some(tuple(left))


# --- the proof


class Bounds(NamedTuple):
    """The lowest and the highest that a value can come to."""

    low: int
    high: int


def bounds(expression: Expression, slots: Mapping[str, Bounds]) -> Bounds:
    """Between which the value lies, whatever the ledger holds. Raises TooLarge where any step could pass 64 bits."""
    low, high = _bounds(expression, slots)
    if not -MOST <= low <= high <= MOST:
        raise TooLarge(max(-low, high))
    return Bounds(low, high)


def _bounds(expression: Expression, slots: Mapping[str, Bounds]) -> Bounds:
    match expression:
        case Number(value):
            return Bounds(value, value)
        case Slot(name):
            return slots[name]
        case Figure():
            return Bounds(0, MOST_FIGURE)
        case Times(of, by):
            ends = [end * by for end in bounds(of, slots)]
            return Bounds(min(ends), max(ends))
        case Plus(parts):
            # Whatever order a back end adds in, no partial sum passes the sum of all that is below or above zero.
            each = [bounds(part, slots) for part in parts]
            proven = Bounds(sum(min(0, one.low) for one in each), sum(max(0, one.high) for one in each))
            if not -MOST <= proven.low <= proven.high <= MOST:
                raise TooLarge(max(-proven.low, proven.high))
            return Bounds(sum(one.low for one in each), sum(one.high for one in each))
        case Least(one, other):
            return _pair(min, bounds(one, slots), bounds(other, slots))
        case Most(one, other):
            return _pair(max, bounds(one, slots), bounds(other, slots))
        case Where(when, then, otherwise):
            check_condition(when, slots)
            left, right = bounds(then, slots), bounds(otherwise, slots)
            return Bounds(min(left.low, right.low), max(left.high, right.high))
        case Rounded(of, unit, places, _):
            inner, shift, divisor = bounds(of, slots), *rounding_steps(unit, places)
            widest = 2 * shift * max(-inner.low, inner.high) + divisor
            if widest > MOST:
                raise TooLarge(widest)
            return Bounds(-(widest // (2 * divisor)) - 1, widest // (2 * divisor) + 1)
    raise AssertionError(expression)


def _pair(pick: Callable[[int, int], int], one: Bounds, other: Bounds) -> Bounds:
    return Bounds(pick(one.low, other.low), pick(one.high, other.high))


def check_condition(condition: Condition, slots: Mapping[str, Bounds]) -> None:
    """Every value that the condition looks at fits. Raises TooLarge."""
    match condition:
        case Reached(one, other):
            bounds(one, slots)
            bounds(other, slots)
        case Not(of):
            check_condition(of, slots)
        case Every(parts) | Some(parts):
            for part in parts:
                check_condition(part, slots)


def rounding_steps(unit: int, places: int) -> tuple[int, int]:
    """(shift, divisor): a value of 1/unit is value × shift / divisor in units of the last published place."""
    above = 10**places
    common = gcd(above, unit)
    return above // common, unit // common


def walk(form: Expression | Condition) -> Iterator[Expression | Condition]:
    """It, and everything that it is made of."""
    yield form
    for name in form.__slots__:
        value = getattr(form, name)
        for part in value if isinstance(value, tuple) else (value,):
            if hasattr(part, "__slots__") and hasattr(part, "__dataclass_fields__"):
                yield from walk(part)


def slots_of(form: Expression | Condition) -> tuple[str, ...]:
    """The slots that it looks at, each once."""
    return tuple(dict.fromkeys(part.name for part in walk(form) if isinstance(part, Slot)))


def figures_of(form: Expression | Condition) -> tuple[str, ...]:
    """The department's numbers that it looks at, each once."""
    return tuple(dict.fromkeys(part.name for part in walk(form) if isinstance(part, Figure)))
