"""The slots of a plan over a summary: what each is made of, and its array."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Sequence
from functools import cached_property
from hashlib import sha256
from typing import Any, NamedTuple

from kaohe.bulk.extras import needed
from kaohe.bulk.plan import ANY, BEST, ONCE, SUM, WITH, Grading, Plan, Row
from kaohe.bulk.summary import Spread, Summary
from kaohe.engine import Problem, Refused

#: Gives what was made under a key, or makes it.
Once = Callable[[Hashable, Callable[[], Any]], Any]


class Won(NamedTuple):
    """Departments that the same rules leave alone: what competes there, and what each way of it is worth to each slot.

    digests  what a slot gets, told in few bytes
    """

    spread: Spread
    worth: dict[str, Any]
    digests: dict[str, bytes]


class Slots:
    """The slots of one plan. `once` keeps what rulebooks have in common."""

    def __init__(self, summary: Summary, plan: Plan, once: Once) -> None:
        self.summary, self.plan, self.once, self.numpy = summary, plan, once, needed("numpy")
        self.guards = tuple(plan.guards.items())
        self.gradings = {name: each for each in plan.gradings for name in (each.points, each.ungraded, each.number)}
        self.rows: defaultdict[str, list[Row]] = defaultdict(list)
        for row in plan.rows:
            self.rows[row.slot].append(row)

    def key(self, name: str) -> Hashable:
        """Everything that a slot depends on beside the summary."""
        if name in self.gradings:
            return self._grading_key(self.gradings[name], name)
        rows = self.rows[name]
        sums = tuple((row.rule, row.level, row.period, row.matter, row.way, row.weight, row.contest) for row in rows)
        if not any(row.way == ONCE for row in rows):
            return sums
        return sums, tuple(won.digests.get(name) for won in self.won), self.guards

    def array(self, name: str) -> Any:
        """The slot of every department. Raises Refused where it passes what was proven."""
        if name in self.gradings:
            return self._within(name, self._goals(self.gradings[name], name))
        total = self._nothing()
        for way, add in ((SUM, self._sums), (BEST, self._best), (ONCE, self._once)):
            add(total, [row for row in self.rows[name] if row.way == way])
        return self._within(name, total)

    def _nothing(self) -> Any:
        return self.numpy.zeros(self.summary.number, "int64")

    def _add(self, total: Any, row: Row, found: Any) -> None:
        """What the row makes of what was found; looked at each time, before a second number could carry it round 64 bits."""
        if row.weight:
            self._within(row.slot, found, row.weight)
            total += row.weight * found
            self._within(row.slot, total)

    def _within(self, name: str, found: Any, times: int = 1) -> Any:
        """The same array, nowhere beyond what was proven for the slot. (Without their sign, numbers that passed 64 bits are large.)"""
        most, large = self.plan.slot[name].most, found.view("uint64")
        at = int(large.argmax())
        if (highest := times * int(large[at])) > most:
            department = self.summary.departments[at]
            raise Refused([Problem("bulk.beyond_limit", {"department": department, "slot": name, "found": highest, "most": most})])
        return found

    def _sums(self, total: Any, rows: Sequence[Row]) -> None:
        for row in rows:
            for matter in (0, 1) if row.matter == ANY else (int(row.matter == WITH),):
                found = self.summary.sums.get((row.rule, row.level, row.period, matter))
                if found is not None:
                    self._add(total, row, found)

    # --- of one matter the highest

    def _best(self, total: Any, rows: Sequence[Row]) -> None:
        for contest, period in dict.fromkeys((row.contest, row.period) for row in rows):
            own = [row for row in rows if (row.contest, row.period) == (contest, period)]
            own.sort(key=lambda row: -row.weight)
            order = tuple((row.rule, row.level) for row in own)
            highest = self.once(("best", contest, period, order), lambda: self._highest(contest, period, order))  # noqa: B023 — called at once
            for row, found in zip(own, highest, strict=True):
                self._add(total, row, found)

    def _highest(self, contest: str, period: int, order: Sequence[tuple[str, str]]) -> Any:
        """For each of them, dearest first, how many matters have nothing dearer; numbers may change while their order stays."""
        np, spread = self.numpy, self.summary.best.get((contest, period))
        place = {won: at for at, won in enumerate(order)}
        found = np.zeros((len(order) + 1, self.summary.number), "int64")
        if spread is not None:
            first = np.array([min(place.get(won, len(order)) for won in each) for each in self.summary.sets], "int64")
            np.add.at(found.reshape(-1), first[spread.key] * self.summary.number + spread.department, spread.number)
        return found[:-1]

    # --- of all that compete the dearest

    def _once(self, total: Any, rows: Sequence[Row]) -> None:
        np = self.numpy
        for row in rows:
            found = self.summary.singles.get((row.rule, row.level, row.period, 1))
            if found is not None:
                least = self.plan.guards.get(row.rule)
                self._add(total, row, found if least is None else np.where(self._exempt(least), 0, found))
        for won in self.won if rows else ():
            if rows[0].slot in won.worth:
                spread = won.spread
                values = spread.number * won.worth[rows[0].slot][spread.key]
                total[spread.department[spread.first]] += np.add.reduceat(values, spread.first)

    @cached_property
    def won(self) -> list[Won]:
        """What the entries that compete come to, by the rules that leave departments alone."""
        rows = tuple(self.plan.rows_in(ONCE))
        classes = self.once(("classes", self.guards), self._classes)
        won: list[Won] = self.once(("won", rows, self.guards), lambda: [self._won(rows, exempt, spread) for exempt, spread in classes])
        return won

    def _classes(self) -> list[tuple[frozenset[str], Spread]]:
        """What competes where, by the competing rules that leave a department alone."""
        found = [(frozenset[str](), self.numpy.ones(self.summary.number, bool))]
        for rule, least in self.guards:
            exempt = self._exempt(least)
            found = [each for rules, chosen in found for each in ((rules, chosen & ~exempt), (rules | {rule}, chosen & exempt))]
        spreads = [(rules, self.summary.once.only(chosen)) for rules, chosen in found]
        return [(rules, spread) for rules, spread in spreads if len(spread.key)]

    def _exempt(self, least: int) -> Any:
        size, known = self.summary.figures["size"]
        return known & (size < least)

    def _won(self, rows: Sequence[Row], exempt: frozenset[str], spread: Spread) -> Won:
        """Of all that competes under an item the dearest wins, of equals the first; what wins everywhere counts."""
        np, ways = self.numpy, self.summary.ways
        of_kind = {(row.rule, row.level, row.period): row for row in rows if row.rule not in exempt}
        known = [of_kind.get(kind) for kind in ways.kinds]
        slots = list(dict.fromkeys(row.slot for row in of_kind.values()))

        def of_each(value: Callable[[Row], Any]) -> Any:
            return np.array([value(row) if row else 0 for row in known], "int64")[ways.kind]

        cost, at = of_each(lambda row: row.price) * ways.left, np.arange(len(ways.kind))
        won = of_each(lambda row: 1) > 0
        for scope in self.plan.scopes:
            within = of_each(lambda row, rules=scope.rules: row.rule in rules) > 0  # type: ignore[misc]
            dearest = np.maximum.reduceat(np.where(within, cost, -1), ways.first)[ways.way]
            first = np.minimum.reduceat(np.where(within & (cost == dearest), at, len(at)), ways.first)[ways.way]
            won &= ~within | (at == first)
        worth = np.zeros((len(slots), len(ways.first)), "int64")
        places = of_each(lambda row: slots.index(row.slot)), ways.way
        np.add.at(worth, tuple(place[won] for place in places), (of_each(lambda row: row.weight) * ways.left)[won])
        return Won(spread, dict(zip(slots, worth, strict=True)), {slot: sha256(own).digest() for slot, own in zip(slots, worth, strict=True)})

    # --- goals

    def _grading_key(self, grading: Grading, name: str) -> Hashable:
        grades = tuple(grading.coefficients)
        if name == grading.number:
            return "number", grading.rule, grades
        own = ("ungraded", grading.rule, grading.full, grades)
        return own if name == grading.ungraded else (*own, *grading.coefficients.values())

    def _goals(self, grading: Grading, name: str) -> Any:
        if name == grading.number:
            return self._of_goals(grading, "number")
        bases = self.once(("bases", grading.rule, grading.full, tuple(grading.coefficients)), lambda: self._bases(grading))
        if name == grading.ungraded:
            return bases[""]
        return sum((by * bases[grade] for grade, by in grading.coefficients.items() if by), self._nothing())

    def _of_goals(self, grading: Grading, what: str) -> Any:
        return sum((self._known(grading, what, grade) for grade in ("", *grading.coefficients)), self._nothing())

    def _known(self, grading: Grading, what: str, grade: str) -> Any:
        return self.summary.goals.get((what, grading.rule, grade), 0)

    def _bases(self, grading: Grading) -> dict[str, Any]:
        """The base points of the goals of each grade: those that were typed, and the equal shares of what they leave."""
        share = equal_share(grading.full - self._of_goals(grading, "typed"), self._of_goals(grading, "blank"))
        return {
            grade: self._nothing() + self._known(grading, "typed", grade) + share * self._known(grading, "blank", grade)
            for grade in ("", *grading.coefficients)
        }


def equal_share(rest: Any, blank: Any) -> Any:
    """What each of so many goals gets of what is left for them, in whole units; 0 where none shares."""
    np = needed("numpy")
    return np.where(blank > 0, rest // np.maximum(blank, 1), 0)
