"""A plan over a summary, in memory: exact 64-bit arrays, and nothing worked out twice that two rulebooks have in common."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import reduce
from operator import add
from typing import Any, Final, NamedTuple

from kaohe.bulk.arithmetic import rounding_steps
from kaohe.bulk.extras import needed
from kaohe.bulk.plan import ANY, BEST, ONCE, SUM, WITH, Plan, Row
from kaohe.bulk.reading import Reader
from kaohe.bulk.summary import Spread, Summary
from kaohe.engine.columns import Rounded

#: So many arrays are kept for the rulebooks that follow; a province's are some 400 kB each.
_MOST_KEPT: Final = 400


class Scores(NamedTuple):
    """What a plan comes to: the array of a step by its name, and what they are made of by content."""

    plan: Plan
    steps: dict[str, Any]

    def of(self, name: str) -> Any:
        """The array of that step."""
        return self.steps[name]


class Evaluator:
    """Plans over one summary. Arrays are shared between plans and must not be written to."""

    def __init__(self, summary: Summary) -> None:
        self.summary, self.numpy = summary, needed("numpy")
        self.kept: dict[Any, Any] = {}

    def scores(self, plan: Plan) -> Scores:
        """Every step of the plan."""
        keys: dict[str, Any] = {}
        found: dict[str, Any] = {}
        for slot in plan.slots:
            keys[slot.name] = self._slot_key(plan, slot.name)
        for grading in plan.gradings:
            own = tuple(sorted(grading.coefficients.items())), grading.full, grading.rule
            keys |= {name: (what, *own) for what, name in (("points", grading.points), ("ungraded", grading.ungraded), ("number", grading.number))}
        arrays: dict[str, Any] = {}
        for step in plan.tail:
            names = step.reads
            key = (step.value, tuple(keys[name] for name in names))
            keys[step.name] = key = self._short(key)
            if key not in self.kept:
                for name in names:
                    if name not in arrays:
                        arrays[name] = found[name] if name in found else self._slot(plan, name, keys[name])
                self._keep(key, Arrays(self.numpy, self.summary.figures, arrays).value(step.value))
            found[step.name] = self.kept[key]
        return Scores(plan, found)

    def _short(self, key: Any) -> Any:
        """A number for a key, the same for equal keys: nested keys would be hashed to the bottom again and again."""
        numbers = self.__dict__.setdefault("numbers", {})
        return numbers.setdefault(key, ("step", len(numbers)))

    def _keep(self, key: Any, array: Any) -> None:
        if len(self.kept) >= _MOST_KEPT:
            for old in list(self.kept)[: _MOST_KEPT // 4]:
                del self.kept[old]
        self.kept[key] = array

    # --- slots

    def _slot_key(self, plan: Plan, name: str) -> Any:
        """Everything that a slot depends on beside the summary."""
        rows = tuple(row for row in plan.rows if row.slot == name)
        once = any(row.way == ONCE for row in rows)
        prices = tuple((row.rule, row.level, row.period, row.price, row.slot == name) for row in plan.rows_in(ONCE)) if once else ()
        return rows, prices, tuple(sorted(plan.guards.items())) if once else ()

    def _slot(self, plan: Plan, name: str, key: Any) -> Any:
        if key in self.kept:
            return self.kept[key]
        grading = next((each for each in plan.gradings if name in (each.points, each.ungraded, each.number)), None)
        if grading is not None:
            array = self._goals(grading, name)
        else:
            rows = [row for row in plan.rows if row.slot == name]
            array = self._sums([row for row in rows if row.way == SUM])
            array = array + self._best([row for row in rows if row.way == BEST])
            array = array + self._once(plan, name, [row for row in rows if row.way == ONCE])
        self._keep(key, array)
        return array

    @property
    def _nothing(self) -> Any:
        return self.numpy.zeros(self.summary.number, "int64")

    def _sums(self, rows: Sequence[Row]) -> Any:
        total = self._nothing
        for row in rows:
            for matter in (0, 1) if row.matter == ANY else (int(row.matter == WITH),):
                found = self.summary.sums.get((row.rule, row.level, row.period, matter))
                if found is not None:
                    total += row.weight * found
        return total

    def _best(self, rows: Sequence[Row]) -> Any:
        total = self._nothing
        for contest, period in dict.fromkeys((row.contest, row.period) for row in rows):
            spread = self.summary.best.get((contest, period))
            if spread is not None:
                weights = {f"{row.rule}~{row.level}": row.weight for row in rows if (row.contest, row.period) == (contest, period)}
                worth = [max((weights.get(won, 0) for won in each), default=0) for each in self.summary.sets]
                self._add(total, spread, self.numpy.array(worth, "int64")[spread.key])
        return total

    def _add(self, total: Any, spread: Spread, worth: Any, chosen: Any = None) -> None:
        """Add what each key is worth, as often as it is found, to its department."""
        np = self.numpy
        values = spread.number * worth
        departments = spread.department
        if chosen is not None:
            values, departments = values[chosen], departments[chosen]
        if len(values):
            starts = np.flatnonzero(np.r_[True, departments[1:] != departments[:-1]])
            total[departments[starts]] += np.add.reduceat(values, starts)

    def _once(self, plan: Plan, name: str, rows: Sequence[Row]) -> Any:
        total = self._nothing
        if not rows:
            return total
        for row in rows:
            found = self.summary.singles.get((row.rule, row.level, row.period, 1))
            if found is not None:
                least = plan.guards.get(row.rule)
                total += row.weight * (found if least is None else self.numpy.where(self._exempt(least), 0, found))
        for exempt, chosen in self._classes(plan) if self.summary.ways else ():
            spread, worth = self.summary.once, self._won(plan, exempt).get(name)
            if worth is not None:
                self._add(total, spread, worth[spread.key], chosen[spread.department])
        return total

    def _won(self, plan: Plan, exempt: frozenset[str]) -> dict[str, Any]:
        """What each slot gets of each way in which entries compete, where some rules leave the department alone."""
        rows = {(row.rule, row.level, row.period): row for row in plan.rows_in(ONCE)}
        key = ("won", tuple(rows.values()), exempt)
        if key not in self.kept:
            found: dict[str, Any] = {}
            for at, way in enumerate(self.summary.ways):
                competing = [(rows[each[:3]], each.left) for each in way if each.rule not in exempt and each[:3] in rows]
                for row, left in _winners(plan, competing):
                    worth = found.setdefault(row.slot, self.numpy.zeros(len(self.summary.ways), "int64"))
                    worth[at] += row.weight * left
            self._keep(key, found)
        won: dict[str, Any] = self.kept[key]
        return won

    def _exempt(self, least: int) -> Any:
        size, known = self.summary.figures["size"]
        return known & (size < least)

    def _classes(self, plan: Plan) -> list[tuple[frozenset[str], Any]]:
        """Departments by the competing rules that leave them alone."""
        found = [(frozenset[str](), self.numpy.ones(self.summary.number, bool))]
        for rule, least in plan.guards.items():
            exempt = self._exempt(least)
            found = [each for rules, chosen in found for each in ((rules, chosen & ~exempt), (rules | {rule}, chosen & exempt))]
        return [(rules, chosen) for rules, chosen in found if chosen.any()]

    def _goals(self, grading: Any, name: str) -> Any:
        np, rule = self.numpy, grading.rule

        def known(what: str, grade: str) -> Any:
            return self.summary.goals.get((what, rule, grade), 0)

        grades = list(grading.coefficients)
        if name == grading.number:
            return self._nothing + sum(known("number", grade) for grade in ("", *grades))
        typed = self._nothing + sum(known("typed", grade) for grade in ("", *grades))
        blank = self._nothing + sum(known("blank", grade) for grade in ("", *grades))
        share = np.where(blank > 0, (grading.full - typed) // np.maximum(blank, 1), 0)
        if name == grading.ungraded:
            return known("typed", "") + share * known("blank", "")
        points = (grading.coefficients[grade] * (known("typed", grade) + share * known("blank", grade)) for grade in grades)
        return self._nothing + sum(points)


def _winners(plan: Plan, competing: Sequence[tuple[Row, int]]) -> list[tuple[Row, int]]:
    """Those that win in every item where one matter costs once; the dearest, and of equals the first."""
    beaten: set[int] = set()
    for scope in plan.scopes:
        within = [at for at, (row, _) in enumerate(competing) if row.rule in scope.rules]
        if within:
            best = max(within, key=lambda at: competing[at][0].price * competing[at][1])
            beaten.update(at for at in within if at != best)
    return [each for at, each in enumerate(competing) if at not in beaten]


class Arrays(Reader[Any, Any]):
    """Expressions over arrays of whole numbers."""

    def __init__(self, numpy: Any, figures: Mapping[str, tuple[Any, Any]], arrays: Mapping[str, Any]) -> None:
        """`figures`: values, and where there is one; `arrays`: slots and steps by name."""
        self.numpy, self.figures, self.arrays = numpy, figures, arrays

    def number(self, value: Any) -> Any:
        return self.numpy.int64(value)

    def slot(self, name: str) -> Any:
        return self.arrays[name]

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
