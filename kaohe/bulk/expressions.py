"""How every back end reads the expressions of a plan: the cases stand here once, and each back end says what it makes of them."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Any, ClassVar, Generic, TypeVar

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

#: What a back end makes of an expression, and of a condition: an array, a column, a piece of text.
Value = TypeVar("Value")
Truth = TypeVar("Truth")


class Reader(ABC, Generic[Value, Truth]):
    """Turns expressions and conditions into what one back end computes with."""

    def value(self, expression: Expression) -> Value:
        """An expression, from the inside out."""
        match expression:
            case Number(value):
                return self.number(value)
            case Slot(name):
                return self.slot(name)
            case Figure(name):
                return self.figure(name)
            case Plus(parts):
                return self.plus([self.value(part) for part in parts])
            case Times(of, by):
                return self.times(self.value(of), by)
            case Least(one, other):
                return self.least(self.value(one), self.value(other))
            case Most(one, other):
                return self.most(self.value(one), self.value(other))
            case Where(when, then, otherwise):
                return self.where(self.condition(when), self.value(then), self.value(otherwise))
            case Rounded(of):
                return self.rounded(self.value(of), expression)
        raise AssertionError(expression)

    def condition(self, condition: Condition) -> Truth:
        """A condition, from the inside out."""
        match condition:
            case Reached(one, other):
                return self.reached(self.value(one), self.value(other))
            case Known(figure):
                return self.known(figure.name)
            case Not(of):
                return self.negated(self.condition(of))
            case Every(parts):
                return self.every([self.condition(part) for part in parts])
            case Some(parts):
                return self.some([self.condition(part) for part in parts])
        raise AssertionError(condition)

    @abstractmethod
    def number(self, value: Any) -> Value:
        """A number of the rulebook."""

    @abstractmethod
    def slot(self, name: str) -> Value:
        """A slot, or a step, by its name."""

    @abstractmethod
    def figure(self, name: str) -> Value:
        """A number of the department; 0 where it has none."""

    @abstractmethod
    def plus(self, parts: list[Value]) -> Value:
        """The sum of one or more."""

    @abstractmethod
    def times(self, of: Value, by: Any) -> Value:
        """The product with a constant."""

    @abstractmethod
    def least(self, one: Value, other: Value) -> Value:
        """The smaller of two."""

    @abstractmethod
    def most(self, one: Value, other: Value) -> Value:
        """The larger of two."""

    @abstractmethod
    def where(self, when: Truth, then: Value, otherwise: Value) -> Value:
        """One of two, as the condition says."""

    def rounded(self, value: Value, form: Rounded) -> Value:
        """The value as it is published. Who publishes nothing never meets one."""
        raise AssertionError(form)

    @abstractmethod
    def reached(self, one: Value, other: Value) -> Truth:
        """Whether `one` is at least `other`."""

    @abstractmethod
    def known(self, name: str) -> Truth:
        """Whether the department has that number."""

    @abstractmethod
    def negated(self, of: Truth) -> Truth:
        """Whether it is not so."""

    @abstractmethod
    def every(self, parts: list[Truth]) -> Truth:
        """Whether all are so; true for none."""

    @abstractmethod
    def some(self, parts: list[Truth]) -> Truth:
        """Whether one is so; false for none."""


class Written(Reader[str, str]):
    """Expressions as text. A language brings its words, its names, and what it calls the smaller and the larger."""

    NOT: ClassVar[str]
    AND: ClassVar[str]
    OR: ClassVar[str]
    TRUE: ClassVar[str]
    FALSE: ClassVar[str]

    def plus(self, parts: list[str]) -> str:
        return f"({' + '.join(parts)})"

    def times(self, of: str, by: Any) -> str:
        return f"({of} * {by})"

    def reached(self, one: str, other: str) -> str:
        return f"({one} >= {other})"

    def negated(self, of: str) -> str:
        return f"({self.NOT} {of})"

    def every(self, parts: list[str]) -> str:
        return f"({f' {self.AND} '.join(parts)})" if parts else self.TRUE

    def some(self, parts: list[str]) -> str:
        return f"({f' {self.OR} '.join(parts)})" if parts else self.FALSE
