"""A plan over a summary, in memory: exact 64-bit arrays, and nothing worked out twice that two rulebooks have in common."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from functools import reduce
from itertools import count, islice
from operator import add
from typing import Any, Final

from kaohe.bulk.arithmetic import rounding_steps
from kaohe.bulk.expressions import Reader
from kaohe.bulk.extras import needed
from kaohe.bulk.plan import Plan
from kaohe.bulk.slots import Slots
from kaohe.bulk.summary import Summary
from kaohe.engine.columns import Rounded

#: So many arrays are kept for the rulebooks that follow (a province's are some 400 kB each), and so many numbers of contents.
_ARRAYS: Final = 400
_NUMBERS: Final = 100_000


class Cache:
    """What was made, by what it was made of; of what isn't firm the oldest goes when there is too much."""

    def __init__(self, most: int) -> None:
        self.most, self.firm = most, 0
        self.made: dict[Hashable, Any] = {}

    def once(self, key: Hashable, make: Callable[[], Any]) -> Any:
        """What was made under that key; made now where it wasn't."""
        if key not in self.made:
            found = make()
            if len(self.made) >= self.firm + self.most:
                for old in list(islice(self.made, self.firm, self.firm + self.most // 4)):
                    del self.made[old]
            self.made[key] = found
        return self.made[key]

    def hold(self) -> None:
        """Everything until now stays."""
        self.firm = len(self.made)


class Evaluator:
    """Plans over one summary. Arrays are shared between plans and must not be written to."""

    def __init__(self, summary: Summary) -> None:
        self.summary, self.numpy = summary, needed("numpy")
        self.arrays, self.numbers = Cache(_ARRAYS), Cache(_NUMBERS)
        self.next = count()

    def number(self, content: Hashable) -> int:
        """A number for a content, the same for equal ones: nested contents would be hashed to the bottom again and again."""
        number: int = self.numbers.once(content, self.next.__next__)
        return number

    def hold(self) -> None:
        """What has been worked out until now is kept for good."""
        self.arrays.hold()
        self.numbers.hold()


class Scores:
    """What a plan comes to. A step is worked out when it is asked for, from those that it reads."""

    def __init__(self, evaluator: Evaluator, plan: Plan) -> None:
        self.evaluator, self.plan = evaluator, plan
        self.slots = Slots(evaluator.summary, plan, evaluator.arrays.once)
        self.reader = Arrays(evaluator.numpy, evaluator.summary.figures, self.of)
        self.keys: dict[str, int] = {}

    def key(self, name: str) -> int:
        """A number for all that the step is made of: two plans that have it in common have the same array."""
        if name not in self.keys:
            step = self.plan.steps.get(name)
            content = (step.value, *map(self.key, step.reads)) if step else self.slots.key(name)
            self.keys[name] = self.evaluator.number(content)
        return self.keys[name]

    def of(self, name: str) -> Any:
        """The array of that step or slot; one number where it is the same for everybody."""
        return self.evaluator.arrays.once(self.key(name), lambda: self._made(name))

    def _made(self, name: str) -> Any:
        step = self.plan.steps.get(name)
        return self.reader.value(step.value) if step else self.slots.array(name)


class Arrays(Reader[Any, Any]):
    """Expressions over arrays of whole numbers."""

    def __init__(self, numpy: Any, figures: Mapping[str, tuple[Any, Any]], of: Callable[[str], Any]) -> None:
        """`figures`: values, and where there is one; `of`: the array of a slot or a step."""
        self.numpy, self.figures, self.of = numpy, figures, of

    def number(self, value: Any) -> Any:
        return self.numpy.int64(value)

    def slot(self, name: str) -> Any:
        return self.of(name)

    def figure(self, name: str) -> Any:
        return self.figures[name][0]

    def plus(self, parts: list[Any]) -> Any:
        return reduce(add, parts)

    def times(self, of: Any, by: Any) -> Any:
        return of * self.number(by)

    def least(self, one: Any, other: Any) -> Any:
        return self.numpy.minimum(one, other)

    def most(self, one: Any, other: Any) -> Any:
        return self.numpy.maximum(one, other)

    def where(self, when: Any, then: Any, otherwise: Any) -> Any:
        return self.numpy.where(when, then, otherwise)

    def reached(self, one: Any, other: Any) -> Any:
        return one >= other

    def known(self, name: str) -> Any:
        return self.figures[name][1]

    def negated(self, of: Any) -> Any:
        return self.numpy.logical_not(of)

    def every(self, parts: list[Any]) -> Any:
        return reduce(self.numpy.logical_and, parts, self.numpy.True_)

    def some(self, parts: list[Any]) -> Any:
        return reduce(self.numpy.logical_or, parts, self.numpy.False_)

    def rounded(self, value: Any, form: Rounded) -> Any:
        np, mode, (shift, divisor) = self.numpy, form.mode, rounding_steps(form.unit, form.places)
        size = np.abs(value) * shift
        floor = size // divisor
        if mode != "down" and divisor > 1:
            rest = size - floor * divisor
            more = {
                "up": lambda: rest > 0,
                "half_up": lambda: 2 * rest >= divisor,
                "half_even": lambda: (2 * rest > divisor) | ((2 * rest == divisor) & (floor % 2 == 1)),
            }[mode]()
            floor = floor + more
        return np.where(value < 0, -floor, floor)


class Steps:
    """The steps of a plan over slots in memory."""

    def __init__(self, plan: Plan, slots: dict[str, Any], figures: Mapping[str, tuple[Any, Any]]) -> None:
        self.plan, self.made = plan, slots
        self.reader = Arrays(needed("numpy"), figures, self.of)

    def of(self, name: str) -> Any:
        """The array of that step or slot; one number where it is the same for everybody."""
        if name not in self.made:
            self.made[name] = self.reader.value(self.plan.steps[name].value)
        return self.made[name]
