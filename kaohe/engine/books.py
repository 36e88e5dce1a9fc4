"""Opens each department's books: entries checked, netted of their reversals, grouped by rule; the rest set aside."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import MAXYEAR, MINYEAR, date
from operator import attrgetter
from typing import Any, Final, TypeVar

from kaohe.engine.account import Account, Net, Span
from kaohe.engine.exact import ZERO, is_plain
from kaohe.engine.facts import Department, Entry, Facts
from kaohe.engine.phrases import register
from kaohe.engine.problems import NOWHERE, Place, Problem
from kaohe.engine.rulebook import Rulebook
from kaohe.engine.tree import Line

#: The ledger's order: by the day of the fact, then by number. Facts may come in any order; the tree never differs.
LEDGER_ORDER: Final = attrgetter("occurred_on", "id")

_ID: Final = attrgetter("id")
_GOAL_CODE: Final = attrgetter("department", "code")

#: What an entry and its reversal must have in common, beside the amount, to be the same event.
_SAME: Final = attrgetter("department", "rule", "goal", "level", "matter")

#: The largest count of one entry; with it no sum of the engine grows beyond what a person could check.
MOST_COUNT: Final = 1_000_000

_Thing = TypeVar("_Thing")

register(
    {
        "line.cancelled": (
            "{label}：已冲正（记录 {trail}），不计",
            "{label}: reversed (entries {trail}), doesn't count",
        ),
        "line.later": (
            "{label}：发生或登记在截止日 {as_of} 之后，本次不计",
            "{label}: occurred or recorded after {as_of}, not in this count",
        ),
        "line.unusable": ("{label}：记录有误，未计入", "{label}: the entry holds an error and isn't counted"),
    }
)


@dataclass(slots=True)
class Books:
    """One department's account, and the entries that stay outside its tree."""

    account: Account
    aside: list[Line] = field(default_factory=list)


class Opening:
    """One opening of all books: `books` by department code, and the `problems` that belong to no department."""

    def __init__(self, rulebook: Rulebook, facts: Facts) -> None:
        self.rulebook, self.facts = rulebook, facts
        self.rules: dict[str, Any] = dict(rulebook.rules)
        self.problems: list[Problem] = []
        self.books: dict[str, Books] = {}
        if MINYEAR <= facts.year <= MAXYEAR:
            self._open_all()
        else:
            self.problems.append(Problem("facts.bad_year", {"found": facts.year}))

    def _open_all(self) -> None:
        facts, rulebook = self.facts, self.rulebook
        self.first, self.year_end = date(facts.year, 1, 1), date(facts.year, 12, 31)
        # A grading is decided after the year's end; an event must lie within it.
        self.terms = {
            code: (rule.known_levels(), date.max if rule.any_date else self.year_end) for code, rule in self.rules.items()
        }
        spans = spans_of(rulebook, facts.year, facts.as_of)
        for department in facts.departments or rulebook.departments:
            self._open(department, spans)
        if not self.books:
            self.problems.append(Problem("facts.no_departments"))
        self._take_goals()
        self._take_entries()
        for books in self.books.values():
            mark_beaten(books.account)

    def _open(self, department: Department, spans: tuple[Span, ...]) -> None:
        if department.code in self.books:
            self._break(self.books[department.code], "", "facts.duplicate_department", NOWHERE, found=department.code)
        else:
            self.books[department.code] = Books(Account(self.rulebook, department, spans))

    # --- goals

    def _take_goals(self) -> None:
        seen: set[tuple[str, str]] = set()
        for goal in _in_order(self.facts.goals, _GOAL_CODE, _GOAL_CODE):
            books, category = self.books.get(goal.department), self.rulebook.categories.get(goal.category)
            if books is None:
                values = {"goal": goal.code, "found": goal.department}
                self.problems.append(Problem("goals.unknown_department", values, goal.place))
            elif category is None:
                known = tuple(self.rulebook.categories)
                self._break(books, "", "goals.unknown_category", goal.place, goal=goal.code, found=goal.category, expected=known)
            elif (goal.department, goal.code) in seen:
                self._break(books, "", "goals.duplicate", goal.place, goal=goal.code)
            else:
                seen.add((goal.department, goal.code))
                books.account.goals.setdefault(goal.category, []).append(goal)

    # --- entries

    def _take_entries(self) -> None:
        as_of = self.facts.as_of
        seen: set[str] = set()
        originals: list[Entry] = []
        reversals: dict[str, list[Entry]] = {}
        for entry in _in_order(self.facts.entries, LEDGER_ORDER, _ID):
            books = self.books.get(entry.department)
            if books is None:
                self._wrong(entry, "ledger.unknown_department", found=entry.department)
            elif as_of is not None and is_later(entry, as_of):
                books.aside.append(self._aside(entry, "later", as_of=as_of))
            elif entry.id in seen:
                self._wrong(entry, "ledger.duplicate_id")
            else:
                seen.add(entry.id)
                if entry.reverses:
                    reversals.setdefault(entry.reverses, []).append(entry)
                else:
                    originals.append(entry)
        self._post(originals, reversals)
        for original, orphans in reversals.items():
            for entry in orphans:
                self._wrong(entry, "ledger.reversal_without_original", found=original)

    def _is_sound(self, entry: Entry) -> bool:
        """True where the entry can be scored; else every reason is reported and the entry set aside."""
        rule = self.rules.get(entry.rule)
        if rule is None:
            return self._wrong(entry, "ledger.unknown_rule", found=entry.rule)
        levels, last = self.terms[entry.rule]
        sound = True
        if not 1 <= entry.count <= MOST_COUNT:
            sound = self._wrong(entry, "ledger.bad_count", found=entry.count, most=MOST_COUNT)
        if not self.first <= entry.occurred_on <= last:
            sound = self._wrong(entry, "ledger.outside_year", found=entry.occurred_on, year=self.facts.year)
        if not rule.may_last(entry.occurred_on, entry.until, self.facts.year):
            values = {"found": entry.until, "rule": rule.label, "on": entry.occurred_on}
            sound = self._wrong(entry, "ledger.bad_until", **values)
        if levels is not None and entry.level not in levels:
            sound = self._wrong(entry, "ledger.unknown_level", found=entry.level, rule=rule.label, expected=levels)
        if rule.any_date:
            sound = self._is_sound_decision(entry, rule) and sound
        return sound

    def _is_sound_decision(self, entry: Entry, rule: Any) -> bool:
        """Gradings must name a goal of their class, judgements an amount within the item."""
        category = getattr(rule, "category", None)
        if category is not None:
            goals = self.books[entry.department].account.goals.get(category.code, [])
            if any(goal.code == entry.goal for goal in goals):
                return True
            return self._wrong(entry, "ledger.unknown_goal", found=entry.goal, category=category.label)
        if entry.amount is None:
            return self._wrong(entry, "ledger.amount_missing")
        most = self.rulebook.most_decided(entry.rule)
        if not is_plain(entry.amount) or not 0 < entry.amount <= most:
            return self._wrong(entry, "ledger.amount_range", found=entry.amount, most=most)
        return True

    def _post(self, entries: list[Entry], reversals: dict[str, list[Entry]]) -> None:
        """Into the accounts, each by its department and rule; entries that were reversed take the longer way."""
        nets = {code: books.account.nets for code, books in self.books.items()}
        for entry in entries:
            if entry.id in reversals:
                self._post_reversed(entry, reversals.pop(entry.id))
            elif self._is_sound(entry):
                nets[entry.department][entry.rule].append(Net(entry, entry.count, (entry,)))

    def _post_reversed(self, entry: Entry, reversals: list[Entry]) -> None:
        """Netted of its reversals. What is wholly reversed stays outside the tree, and needn't be sound any more:
        a mistake is corrected by the entry that undoes it."""
        books = self.books[entry.department]
        trail = (entry, *(each for each in reversals if self._fits(each, entry)))
        count = sum(each.count for each in trail)
        if count == 0 and len(trail) > 1:
            numbers = "、".join(each.id for each in trail)
            books.aside.append(self._aside(entry, "cancelled", trail=numbers)._replace(entries=trail))
            return
        if count < 0:
            sound = self._wrong(entry, "ledger.reversal_exceeds", count=entry.count)
        else:
            sound = self._is_sound(entry)
        if sound:
            books.account.nets[entry.rule].append(Net(entry, count, trail))
        else:
            books.aside[-1] = books.aside[-1]._replace(entries=trail)

    def _fits(self, reversal: Entry, original: Entry) -> bool:
        """A reversal is the same event with its count negated."""
        if _SAME(reversal) == _SAME(original) and _same_amount(reversal, original) and reversal.count < 0:
            return True
        return self._wrong(reversal, "ledger.reversal_differs", found=original.id)

    # --- what can't be used

    def _wrong(self, entry: Entry, code: str, /, **values: object) -> bool:
        """Report it, set the entry aside, and leave what it would have moved without a score. Always False."""
        books = self.books.get(entry.department)
        values["entry"] = entry.id
        if books is None:
            self.problems.append(Problem(code, values, entry.place))
            return False
        self._break(books, entry.rule, code, entry.place, **values)
        # All that is wrong with one entry is said in one breath, so it was set aside last if it was at all.
        if not books.aside or books.aside[-1].entries[0] is not entry:
            books.aside.append(self._aside(entry, "unusable"))
        return False

    def _break(self, books: Books, rule: str, code: str, place: Place, /, **values: object) -> None:
        """Report, and mark the item (the whole tree where the rule is unknown) as without a score."""
        item = self.rulebook.item_of_rule.get(rule, self.rulebook.tree)
        books.account.broken.add(item.code)
        clause = self.rules[rule].clause if rule in self.rules else ""
        books.account.report(code, clause, place=place, **values)

    def _aside(self, entry: Entry, what: str, /, **values: object) -> Line:
        rule = self.rules.get(entry.rule)
        clause, label = (rule.clause, rule.label) if rule else ("", entry.rule)
        return Line(ZERO, what, clause, entry.rule, label, (entry,), False, values)


def _in_order(things: Sequence[_Thing], order: Callable[[_Thing], Any], own: Callable[[_Thing], Any]) -> list[_Thing]:
    """In their own order, whatever order they came in, even where two share what should be each one's `own`."""
    if len(set(map(own, things))) < len(things):
        return sorted(things, key=lambda thing: (order(thing), repr(thing)))
    return sorted(things, key=order)


def is_later(entry: Entry, as_of: date) -> bool:
    """True for what occurred or was written down after that day."""
    return entry.occurred_on > as_of or (entry.recorded_on is not None and entry.recorded_on > as_of)


def _same_amount(one: Entry, other: Entry) -> bool:
    """Compared only where both are numbers that can be compared."""
    if one.amount is None or other.amount is None:
        return one.amount is other.amount
    return is_plain(one.amount) and is_plain(other.amount) and one.amount == other.amount


def spans_of(rulebook: Rulebook, year: int, as_of: date | None) -> tuple[Span, ...]:
    """The year's periods: as many equal runs of months as the rulebook names."""
    count = len(rulebook.periods)
    spans = []
    for number, label in enumerate(rulebook.periods, 1):
        starts = date(year, 12 * (number - 1) // count + 1, 1)
        last = 12 * number // count
        ends = date(year, last, monthrange(year, last)[1])
        spans.append(Span(number, label, starts, ends, as_of is None or as_of >= ends))
    return tuple(spans)


def mark_beaten(account: Account, only: str | None = None) -> None:
    """One matter costs once inside an item that says so (口径 R25): the higher amount counts, the rest is shown.

    only  look at this matter alone
    """
    rules = account.rulebook.rules
    for codes in account.rulebook.once_per_matter:
        matters: dict[str, list[Net]] = {}
        for code in codes:
            for net in account.nets.get(code, ()):
                if net.entry.matter and only in (None, net.entry.matter) and rules[code].applies(account):
                    matters.setdefault(net.entry.matter, []).append(net)
        for nets in matters.values():
            if len(nets) > 1:
                in_order = sorted(nets, key=lambda net: LEDGER_ORDER(net.entry))
                winner = max(in_order, key=lambda net: rules[net.entry.rule].worth(net))
                account.beaten.update({net.entry.id: winner for net in nets if net is not winner})
