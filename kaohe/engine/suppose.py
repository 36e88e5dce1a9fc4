"""What if: facts and rules as they are not, and the board that would come of them. Nothing is kept, nothing is decided."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import MAXYEAR, MINYEAR, date
from decimal import Decimal
from typing import Any, Final, NamedTuple

from kaohe.engine.books import is_later
from kaohe.engine.exact import is_plain
from kaohe.engine.facts import Entry, Facts, Goal
from kaohe.engine.parameters import varied
from kaohe.engine.phrases import register
from kaohe.engine.problems import Problem
from kaohe.engine.rulebook import Grade, Rulebook
from kaohe.engine.score import score
from kaohe.engine.tree import Board

#: Stands for the paper that a supposed grade would rest on, and begins the number of a supposed entry.
ASSUMED: Final = "+"

register(
    {
        "whatif.no_goal": (
            "{department}没有编号为“{found}”的目标，这一条假设没有计入。请从列表中选择目标。",
            "{department} has no goal “{found}”; this supposition is left out. Choose a goal from the list.",
        ),
        "whatif.no_grade": (
            "没有“{found}”这一档，这一条假设没有计入。可用：{expected}。",
            "There is no grade “{found}”; this supposition is left out. Known ones: {expected}.",
        ),
        "whatif.no_entry": (
            "台账里没有可以收回的记录 {entry}（不存在、本身是冲正，或已全部冲正），这一条假设没有计入。请核对记录号。",
            "The ledger has no entry {entry} to take back (unknown, a reversal itself, or wholly reversed); this supposition is left out. Check the number.",
        ),
        "whatif.too_much": (
            "记录 {entry} 还计 {left}，不能收回 {found}，这一条假设没有计入。请改小数量。",
            "Entry {entry} still counts {left}; {found} can't be taken back, so this supposition is left out. Give a smaller number.",
        ),
        "whatif.no_amount": (
            "规则“{found}”没有这个可改的分值，这一条假设没有计入。请从列表中选择。",
            "The rule “{found}” has no such amount to change; this supposition is left out. Choose one from the list.",
        ),
        "whatif.odd_amount": (
            "分值 {found} 应为不小于 0、最多 12 位的小数，这一条假设没有计入。请更正。",
            "The amount {found} must be a decimal of at most 12 digits, not below 0; this supposition is left out. Mend it.",
        ),
        "whatif.twice": (
            "对同一处作了两条假设，只计入第一条。请去掉一条。",
            "Two suppositions speak of the same thing; only the first counts. Remove one.",
        ),
    }
)


class Regraded(NamedTuple):
    """This goal has that grade, whatever it was given, or before it is given any."""

    department: str
    goal: str
    grade: str


class RestGraded(NamedTuple):
    """Every goal that has no grade so far has that one."""

    grade: str


class TakenBack(NamedTuple):
    """This entry is reversed: all that still counts of it, or only so many."""

    entry: str
    number: int | None = None


class Happened(NamedTuple):
    """One entry more. Its number is given to it; what is wrong with it stands among the board's problems."""

    entry: Entry


class Repriced(NamedTuple):
    """One occurrence under this rule is worth that much. `part` as in the rule's `amounts`."""

    rule: str
    part: str
    amount: Decimal


class YearOver(NamedTuple):
    """Nothing more happens: the year is looked at as if it were over."""


Supposition = Regraded | RestGraded | TakenBack | Happened | Repriced | YearOver


class Supposed(NamedTuple):
    """The facts, the rules (without a digest: nobody adopted them) and the board that would be.

    problems  suppositions that could not be made; they are left out, the others hold
    """

    rulebook: Rulebook
    facts: Facts
    board: Board
    problems: tuple[Problem, ...]


def what_if(rulebook: Rulebook, facts: Facts, suppositions: Iterable[Supposition]) -> Supposed:
    """All the suppositions at once; their order doesn't matter. Another edition is another `rulebook`. Never raises."""
    supposing = _Supposing(rulebook, facts)
    for each in suppositions:
        supposing.take(each)
    rulebook, facts = supposing.rulebook, supposing.facts()
    return Supposed(rulebook, facts, score(rulebook, facts), tuple(supposing.problems))


def supposed(rulebook: Rulebook, facts: Facts, suppositions: Iterable[Supposition]) -> tuple[Rulebook, Facts]:
    """The rules and facts that would be, for whoever scores them otherwise; what can't be supposed is left out."""
    supposing = _Supposing(rulebook, facts)
    for each in suppositions:
        supposing.take(each)
    return supposing.rulebook, supposing.facts()


class Amount(NamedTuple):
    """One amount of a rulebook that can be supposed otherwise. `level` is the level's label, "" where it has none."""

    rule: str
    part: str
    label: str
    level: str
    value: Decimal


def amounts(rulebook: Rulebook) -> tuple[Amount, ...]:
    """Every amount, in the rulebook's order."""
    return tuple(
        Amount(rule.code, part, rule.label, labels.get(part, ""), value)
        for rule in rulebook.rules.values()
        for labels in [{level.code: level.label for level in getattr(rule, "levels", ())}]
        for part, value in rule.amounts().items()
    )


def repriced(rulebook: Rulebook, supposition: Repriced) -> Rulebook:
    """The same rulebook with one amount changed. Raises Refused where it has no such amount, or for one below zero."""
    levels = [level.code for level in getattr(rulebook.rules[supposition.rule], "levels", ())]
    within = "levels." if supposition.part in levels else ""
    other = varied(rulebook, {f"rules.{supposition.rule}.{within}{supposition.part}": supposition.amount})
    # What nobody adopted has neither texts nor a digest.
    return replace(other, texts={}, digest="", digest_sm3="")


def graded_as(entry: Entry, grade: Grade) -> Entry:
    """A grading with another grade: on conditions that this grade knows, on some paper if it needs one."""
    known = [condition.code for condition in grade.conditions]
    conditions = tuple(code for code in entry.conditions if code in known)
    if grade.needs == "condition" and not conditions:
        conditions = tuple(known[:1])
    evidence = entry.evidence or ((ASSUMED,) if grade.needs == "evidence" else ())
    return replace(entry, level=grade.code, conditions=conditions, evidence=evidence, recorded_on=None)


def once_more(entry: Entry) -> Entry:
    """The same event happening another time: as often as it still counts, and another matter where it has one."""
    matter = f"{entry.matter} {ASSUMED}{entry.id}" if entry.matter else ""
    return replace(entry, id=f"{ASSUMED}{entry.id}", matter=matter, reverses="", recorded_on=None)


class _Supposing:
    """The facts and rules while suppositions are made one after the other."""

    def __init__(self, rulebook: Rulebook, facts: Facts) -> None:
        self.rulebook, self.given = rulebook, facts
        self.problems: list[Problem] = []
        self.grades: dict[tuple[str, str], str] = {}
        self.rest = ""
        self.more: list[Entry] = []
        self.as_of = facts.as_of
        self.goals = {(goal.department, goal.code): goal for goal in facts.goals}
        self.left = _left(facts)
        self.seen: set[Hashable] = set()
        self.graded = {
            rule.category.code: rule for rule in rulebook.rules.values() if getattr(rule, "category", None) is not None
        }

    def take(self, supposition: Supposition) -> None:
        """Make one supposition, or report why it can't be made."""
        match supposition:
            case Regraded():
                self._regrade(supposition)
            case RestGraded(grade):
                if self._is_grade(grade, self.graded.values()) and self._first("rest"):
                    self.rest = grade
            case TakenBack():
                self._take_back(supposition)
            case Happened(entry):
                self.more.append(replace(entry, id=self._number(), reverses="", recorded_on=None))
            case Repriced():
                self._reprice(supposition)
            case YearOver():
                self.as_of = None

    def facts(self) -> Facts:
        """The facts as supposed."""
        standing = {(each.department, each.goal): each for each in self._gradings()}
        rest = {key: self.rest for key in self.goals if self.rest and key not in standing}
        replaced = {each.id for each in self._gradings() if (each.department, each.goal) in self.grades}
        kept = [each for each in (*self.given.entries, *self.more) if not {each.id, each.reverses} & replaced]
        entries = (*kept, *self._decided(rest | self.grades, standing))
        return replace(self.given, as_of=self.as_of, entries=entries)

    # --- grades

    def _regrade(self, supposition: Regraded) -> None:
        department, code, grade = supposition
        goal = self.goals.get((department, code))
        rule = self.graded.get(goal.category) if goal else None
        if rule is None:
            names = {each.code: each.title for each in self.given.departments or self.rulebook.departments}
            self._report("whatif.no_goal", department=names.get(department, department), found=code)
        elif self._is_grade(grade, [rule]) and self._first(("goal", department, code)):
            self.grades[department, code] = grade

    def _is_grade(self, grade: str, rules: Iterable[Any]) -> bool:
        known = {code: each.label for rule in rules for code, each in rule.scale.grades.items()}
        return grade in known or self._report("whatif.no_grade", found=grade, expected=tuple(known.values()))

    def _gradings(self) -> Iterator[Entry]:
        """The gradings that stand by then, in the order of the facts."""
        rules = {rule.code for rule in self.graded.values()}
        for each in self.given.entries:
            known = self.as_of is None or not is_later(each, self.as_of)
            if each.rule in rules and known and self.left.get(each.id, 0) > 0:
                yield each

    def _decided(
        self, wanted: Mapping[tuple[str, str], str], standing: Mapping[tuple[str, str], Entry]
    ) -> Iterator[Entry]:
        for number, (key, grade) in enumerate(wanted.items(), 1):
            goal = self.goals[key]
            rule = self.graded.get(goal.category)
            if rule is not None and grade in rule.scale.grades:
                entry = standing.get(key) or self._first_grading(goal, rule.code, number)
                yield graded_as(entry, rule.scale.grades[grade])

    def _first_grading(self, goal: Goal, rule: str, number: int) -> Entry:
        last = date(min(max(self.given.year, MINYEAR), MAXYEAR), 12, 31)
        return Entry(f"{ASSUMED}{ASSUMED}{number}", goal.department, rule, self.as_of or last, goal=goal.code)

    # --- entries and amounts

    def _take_back(self, supposition: TakenBack) -> None:
        entry = next((each for each in self.given.entries if each.id == supposition.entry and not each.reverses), None)
        left = self.left.get(supposition.entry, 0)
        if entry is None or left <= 0:
            self._report("whatif.no_entry", entry=supposition.entry)
            return
        number = left if supposition.number is None else supposition.number
        if not 0 < number <= left:
            self._report("whatif.too_much", entry=entry.id, left=left, found=number)
        elif self._first(("entry", entry.id)):
            self.more.append(replace(entry, id=self._number(), count=-number, reverses=entry.id))

    def _reprice(self, supposition: Repriced) -> None:
        rule = self.rulebook.rules.get(supposition.rule)
        if rule is None or supposition.part not in rule.amounts():
            self._report("whatif.no_amount", found=rule.label if rule else supposition.rule)
        elif not is_plain(supposition.amount) or supposition.amount < 0:
            self._report("whatif.odd_amount", found=supposition.amount)
        elif self._first(("amount", supposition.rule, supposition.part)):
            self.rulebook = repriced(self.rulebook, supposition)

    # --- what all of them need

    def _number(self) -> str:
        return f"{ASSUMED}{len(self.more) + 1}"

    def _first(self, key: Hashable) -> bool:
        """True for the first supposition about that thing; the next one is reported."""
        if key in self.seen:
            return self._report("whatif.twice")
        self.seen.add(key)
        return True

    def _report(self, code: str, /, **values: object) -> bool:
        self.problems.append(Problem(code, values))
        return False


def _left(facts: Facts) -> dict[str, int]:
    """How much of each entry still counts after its reversals, by its number."""
    left = {each.id: each.count for each in facts.entries if not each.reverses}
    for each in facts.entries:
        if each.reverses in left:
            left[each.reverses] += each.count
    return left
