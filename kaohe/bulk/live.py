"""One department as it lives: an entry in, the changed nodes out, without looking at the rest of the ledger again.

The same plan as everywhere here, in plain Python and whole numbers. A `State` knows what stands; an entry moves a few slots,
the tail is run once, and what came out other than before is the difference that people are shown.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from operator import attrgetter
from typing import Final, NamedTuple

from kaohe.bulk.live_checks import problems_of
from kaohe.bulk.live_tail import Tail, tail_of
from kaohe.bulk.plan import ANY, BEST, ONCE, SUM, WITH, Grading, Plan, Row
from kaohe.engine import (
    MOST_COUNT,
    Department,
    Entry,
    Exact,
    Goal,
    Problem,
    Refused,
    is_later,
    is_plain,
    plainest,
    shown,
)

_NOTHING: Final[tuple[Row, ...]] = ()
#: What an entry and its reversal have in common.
_EVENT: Final = attrgetter("department", "rule", "goal", "level", "matter", "amount")


class NodeChange(NamedTuple):
    """A node before and after an entry; points are None while something under it is open."""

    code: str
    label: str
    old: Exact | None
    new: Exact | None
    old_settled: Exact
    new_settled: Exact

    def __str__(self) -> str:
        """Such as "学习培训 7 → 6"; what is certain so far in brackets while it is open."""
        return f"{self.label} {_told(self.old, self.old_settled)} → {_told(self.new, self.new_settled)}"


def _told(points: Exact | None, settled: Exact) -> str:
    return f"({shown(settled)})" if points is None else shown(points)


@dataclass(slots=True)
class _Posted:
    """An entry that stands or stood: the rows that it moves, what is left of its count, its amount in whole units."""

    entry: Entry
    rows: tuple[Row, ...]
    left: int
    amount: int
    period: int


class _Terms(NamedTuple):
    """What entries of a rule keep to: levels (None for any), their last day, the most that they decide (None for nothing), in whole units."""

    levels: tuple[str, ...] | None
    last: date
    most: int | None


class Live:
    """A plan made ready for living departments; shared by all of them."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.tail: Tail = tail_of(plan)
        self.number = {slot.name: at for at, slot in enumerate(plan.slots)}
        self.starts = [span.starts for span in plan.spans[1:]]
        self.rows: dict[tuple[str, str, int, bool], tuple[Row, ...]] = {}
        self.graded: Mapping[str, Grading] = {grading.rule: grading for grading in plan.gradings}
        self.first, self.year_end, self.units = date(plan.year, 1, 1), date(plan.year, 12, 31), 10**plan.limits.amount_places
        self.terms = {code: self._terms(code) for code in plan.rulebook.rules}
        for row in plan.rows:
            periods = [row.period] if row.period else [span.number for span in plan.spans]
            for period in periods:
                for matter in (False, True) if row.matter == ANY else (row.matter == WITH,):
                    key = (row.rule, row.level, period, matter)
                    self.rows[key] = (*self.rows.get(key, _NOTHING), row)

    def _terms(self, code: str) -> _Terms:
        rule = self.plan.rulebook.rules[code]
        levels = rule.known_levels()
        if not rule.any_date:
            return _Terms(levels, self.year_end, None)
        return _Terms(levels, date.max, None if code in self.graded else self.plan.most_units(code))

    def period(self, entry: Entry) -> int:
        """The number of the period that the entry occurred in."""
        return bisect_right(self.starts, entry.occurred_on) + 1

    def moved(self, entry: Entry, period: int) -> tuple[Row, ...]:
        """The rows that an entry moves."""
        level = "" if self.terms[entry.rule].levels is None else entry.level
        return self.rows.get((entry.rule, level, period, bool(entry.matter)), _NOTHING)

    def state(
        self, department: Department, goals: Iterable[Goal] = (), entries: Iterable[Entry] = (), gone: frozenset[str] = frozenset()
    ) -> State:
        """A department's year so far; `gone`: numbers of entries that were wholly taken back and aren't among these. Raises Refused as `apply`
        does, for a mistake that was taken back too, and for numbers and goals of which no score could be made.
        """
        goals = tuple(goals)
        if problems := problems_of(self.plan, department, goals):
            raise Refused(problems)
        state = State(self, department, gone)
        state.take_goals(goals)
        originals: list[Entry] = []
        reversals: list[Entry] = []
        for entry in entries:
            (reversals if entry.reverses else originals).append(entry)
        for entry in (*originals, *reversals):
            state.post(entry)
        state.look_at_grades()
        state.settle()
        return state


@dataclass(slots=True)
class State:
    """One department: its slots, and what they are made of where that isn't a plain sum."""

    live: Live
    department: Department
    gone: frozenset[str] = frozenset()
    slots: list[int] = field(default_factory=list)
    figures: tuple[int | None, ...] = ()
    posted: dict[str, _Posted] = field(default_factory=dict)
    reversals: set[str] = field(default_factory=set)
    best: dict[tuple[str, str, str], dict[int, int]] = field(default_factory=dict)
    once: dict[str, dict[str, _Posted]] = field(default_factory=dict)
    bases: dict[tuple[str, str], int] = field(default_factory=dict)
    grades: dict[tuple[str, str], dict[str, int]] = field(default_factory=dict)
    values: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        plan = self.live.plan
        self.slots = [0] * len(plan.slots)
        own = {"size": self.department.size, **self.department.attributes}
        self.figures = tuple(None if (found := own.get(name)) is None else int(found) for name in plan.figures)

    # --- goals

    def take_goals(self, goals: tuple[Goal, ...]) -> None:
        """The goals with their base points. Raises Refused where an equal share can't be kept exact."""
        for grading in self.live.plan.gradings:
            own = [goal for goal in goals if goal.category == grading.category]
            typed = {goal.code: Fraction(goal.base) * grading.unit for goal in own if goal.base is not None}
            blank = len(own) - len(typed)
            share = Fraction(grading.full - sum(typed.values())) / blank if blank else Fraction(0)
            for goal in own:
                base = typed.get(goal.code, share)
                if base.denominator != 1:
                    values = {"department": self.department.title, "category": grading.category, "number": len(own)}
                    raise Refused([Problem("bulk.share_fine", {**values, "shares": self.live.plan.limits.shares})])
                self.bases[grading.rule, goal.code] = int(base)
                self._add(grading.ungraded, int(base))
            self._add(grading.number, len(own))

    # --- entries

    def apply(self, entry: Entry) -> tuple[NodeChange, ...]:
        """The nodes that the entry changes, from the leaf upward order of the tree.

        Raises Refused for what no ledger takes: an unknown rule, level or goal, another's department, a number that stands already, a
        count, a day or an amount that isn't the rule's, a grade without its grounds or beside one that stands, a reversal of nothing, of
        another event or of too much. Then nothing has changed.
        """
        standing = self.grades.get((entry.rule, entry.goal))
        if standing and not (entry.reverses or self._is_later(entry)):
            self._require_new(entry)
            self._checked(entry)  # what is wrong with the grade itself comes first: once mended, it may be one of another goal
            raise self._refused("bulk.graded_already", entry, goal=entry.goal, found=tuple(standing))
        self.post(entry)
        return self.settle()

    def look_at_grades(self) -> None:
        """Raises Refused where two grades of one goal stand."""
        for (_rule, goal), standing in self.grades.items():
            if len(standing) > 1:
                values = {"department": self.department.title, "goal": goal, "found": tuple(standing)}
                raise Refused([Problem("grading.conflict", values, department=self.department.code)])

    def post(self, entry: Entry) -> None:
        """Move the slots, without running the tail. Raises Refused as `apply` does."""
        if self._is_later(entry):
            return
        self._require_new(entry)
        if entry.reverses:
            self._take_back(entry)
            return
        amount, period = self._checked(entry), self.live.period(entry)
        posted = _Posted(entry, self.live.moved(entry, period), 0, amount, period)
        self.posted[entry.id] = posted
        self._change(posted, entry.count)

    def _require_new(self, entry: Entry) -> None:
        """The entry is the department's, and its number isn't there yet. Raises Refused."""
        if entry.department != self.department.code:
            raise self._refused("ledger.unknown_department", entry, found=entry.department)
        if entry.id in self.posted or entry.id in self.reversals:
            raise self._refused("ledger.duplicate_id", entry)

    def _is_later(self, entry: Entry) -> bool:
        """True for what had not happened or wasn't written down by the day in question."""
        as_of = self.live.plan.as_of
        return as_of is not None and is_later(entry, as_of)

    def _take_back(self, entry: Entry) -> None:
        posted = self.posted.get(entry.reverses)
        if entry.reverses in self.gone or (posted is not None and not posted.left):
            raise self._refused("ledger.reversed_already", entry, entry=entry.reverses)
        if posted is None:
            raise self._refused("ledger.reversal_without_original", entry, found=entry.reverses)
        if entry.count >= 0 or _EVENT(entry) != _EVENT(posted.entry):
            raise self._refused("ledger.reversal_differs", entry, found=entry.reverses)
        if posted.left + entry.count < 0:
            raise self._refused("ledger.reverses_too_much", entry, entry=entry.reverses, standing=posted.left, found=-entry.count)
        self.reversals.add(entry.id)
        self._change(posted, entry.count)

    def _checked(self, entry: Entry) -> int:
        """The entry's amount in whole units, once all of it is seen to be sound."""
        terms = self.live.terms.get(entry.rule)
        if terms is None:
            raise self._refused("ledger.unknown_rule", entry, found=entry.rule)
        if not 1 <= entry.count <= MOST_COUNT:
            raise self._refused("ledger.bad_count", entry, found=entry.count, most=MOST_COUNT)
        if not self.live.first <= entry.occurred_on <= terms.last:
            raise self._refused("ledger.outside_year", entry, found=entry.occurred_on, year=self.live.plan.year)
        rule = self.live.plan.rulebook.rules[entry.rule]
        if not rule.may_last(entry.occurred_on, entry.until, self.live.plan.year):
            raise self._refused("ledger.bad_until", entry, found=entry.until, rule=rule.label, on=entry.occurred_on)
        if terms.levels is not None and entry.level not in terms.levels:
            raise self._refused("ledger.unknown_level", entry, found=entry.level, rule=rule.label, expected=terms.levels)
        if entry.rule in self.live.graded and (entry.rule, entry.goal) not in self.bases:
            category = self.live.plan.rulebook.categories[self.live.graded[entry.rule].category].label
            raise self._refused("ledger.unknown_goal", entry, found=entry.goal, category=category)
        for code, said in rule.unfounded(entry):
            raise self._refused(code, entry, **{"department": self.department.title, **said})
        return 0 if terms.most is None else self._amount(entry, terms.most)

    def _amount(self, entry: Entry, most: int) -> int:
        if entry.amount is None:
            raise self._refused("ledger.amount_missing", entry)
        amount = Fraction(entry.amount) * self.live.units if is_plain(entry.amount) else Fraction(0)
        if not 0 < amount <= most:
            raise self._refused("ledger.amount_range", entry, found=entry.amount, most=plainest(Fraction(most, self.live.units)))
        if amount.denominator != 1:
            raise self._refused("bulk.amount_fine", entry, places=self.live.plan.limits.amount_places)
        return int(amount)

    def _refused(self, code: str, entry: Entry, /, **values: object) -> Refused:
        return Refused([Problem(code, {"entry": entry.id, **values}, entry.place, department=self.department.code)])

    # --- slots

    def _add(self, slot: str, value: int) -> None:
        self.slots[self.live.number[slot]] += value

    def _change(self, posted: _Posted, count: int) -> None:
        """So many more (or fewer) of an entry stand."""
        stood, posted.left = posted.left > 0, posted.left + count
        entry = posted.entry
        for row in posted.rows:
            if row.way == SUM:
                self._add(row.slot, row.weight * count * (posted.amount if row.of == "amount" else 1))
            elif row.way == BEST:
                self._best(row, entry.matter, int(posted.left > 0) - int(stood))
        if any(row.way == ONCE for row in posted.rows):
            self._once(posted, count)
        if entry.rule in self.live.graded:
            self._grade(self.live.graded[entry.rule], posted, int(posted.left > 0) - int(stood))

    def _best(self, row: Row, matter: str, more: int) -> None:
        """Of one matter the highest weight counts, once."""
        if more:
            weights = self.best.setdefault((row.slot, row.contest, matter), {})
            before = max(weights, default=0)
            weights[row.weight] = weights.get(row.weight, 0) + more
            if not weights[row.weight]:
                del weights[row.weight]
            self._add(row.slot, max(weights, default=0) - before)

    def _once(self, posted: _Posted, count: int) -> None:
        """Of all that one matter costs under an item only the dearest counts."""
        size, least = self.department.size, self.live.plan.guards.get(posted.entry.rule)
        if size is not None and least is not None and size < least:
            return
        competing = self.once.setdefault(posted.entry.matter, {})
        posted.left -= count
        for slot, value in self._won(competing):
            self._add(slot, -value)
        posted.left += count
        competing[posted.entry.id] = posted
        if posted.left <= 0:
            del competing[posted.entry.id]
        for slot, value in self._won(competing):
            self._add(slot, value)

    def _won(self, competing: Mapping[str, _Posted]) -> list[tuple[str, int]]:
        in_order = sorted(competing.values(), key=lambda each: (each.entry.occurred_on, each.entry.id))
        rows = [(next(row for row in each.rows if row.way == ONCE), each) for each in in_order]
        beaten: set[str] = set()
        for scope in self.live.plan.scopes:
            within = [(row.price * each.left, each.entry.id) for row, each in rows if row.rule in scope.rules]
            if within:
                winner = max(within, key=lambda pair: pair[0])[1]
                beaten.update(number for _, number in within if number != winner)
        return [(row.slot, row.weight * each.left) for row, each in rows if each.entry.id not in beaten]

    def _grade(self, grading: Grading, posted: _Posted, more: int) -> None:
        """A goal's standing grade; while a year is read there may be two at once, of which the first recorded counts."""
        if not more:
            return
        key = grading.rule, posted.entry.goal
        standing, base = self.grades.setdefault(key, {}), self.bases[key]
        before = next(iter(standing.values()), None)
        if more > 0:
            standing[posted.entry.id] = grading.coefficients[posted.entry.level]
        else:
            del standing[posted.entry.id]
        after = next(iter(standing.values()), None)
        self._add(grading.points, base * ((after or 0) - (before or 0)))
        self._add(grading.ungraded, base * (int(after is None) - int(before is None)))

    # --- nodes

    def settle(self) -> tuple[NodeChange, ...]:
        """Run the tail; the nodes that came out other than before."""
        before, self.values = self.values, self.live.tail.run(self.slots, self.figures)
        if before == self.values or not before:
            return ()
        return tuple(self._changes(before, self.values))

    def _changes(self, before: tuple[int, ...], after: tuple[int, ...]) -> Iterable[NodeChange]:
        for form in self.live.tail.forms:
            old, new = form.read(before), form.read(after)
            if old != new:
                yield NodeChange(
                    form.node.code, form.node.label, form.points(old), form.points(new), form.exact(old[0]), form.exact(new[0])
                )

    def nodes(self) -> dict[str, tuple[Exact | None, Exact, Exact]]:
        """Every node's points, what is settled, and what is still open."""
        found = {}
        for form in self.live.tail.forms:
            own = form.read(self.values)
            undecided = plainest(Fraction(own[2], form.open_unit)) if own[1] else 0
            found[form.node.code] = form.points(own), form.exact(own[0]), undecided
        return found  # type: ignore[return-value]


def changed(changes: Iterable[NodeChange]) -> str:
    """The changes in one line."""
    return "；".join(map(str, changes))
