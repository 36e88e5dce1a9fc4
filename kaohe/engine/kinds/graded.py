"""graded: each goal's base points times the coefficient of the grade that the leading group gave it (划档)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, ClassVar, Final, Self

from kaohe.engine import columns
from kaohe.engine.account import Account, Net
from kaohe.engine.columns import ALWAYS, Columns, Leaf, Not, Number, Reached, Slot, Some, Where
from kaohe.engine.exact import MINUS, ZERO, Exact, is_plain, share, times, total
from kaohe.engine.facts import Entry, Goal
from kaohe.engine.kinds.base import Kind
from kaohe.engine.phrases import register
from kaohe.engine.problems import PENDING, WARNING
from kaohe.engine.rulebook import Category, Grade, Scale
from kaohe.engine.tree import Line
from kaohe.engine.yaml_text import Fields

WORDS: Final = {
    "kind.graded": ("按档次系数计分", "base points × the grade's coefficient"),
    "line.grade": (
        "目标 {goal} {label}：基本分 {base} × {grade} {coefficient}",
        "goal {goal}, {label}: {base} base points × {coefficient} for “{grade}”",
    ),
    "line.grade_missing": (
        "目标 {goal} {label}：基本分 {base}，尚未划档",
        "goal {goal}, {label}: {base} base points, no grade yet",
    ),
    "line.grade_wrong": (
        "目标 {goal} {label}：基本分 {base}，划档有误，暂不能计分",
        "goal {goal}, {label}: {base} base points, the grading holds an error: no score yet",
    ),
    "line.goals_none": ("没有{category}，暂不能计分", "there are no goals of the class “{category}”: no score yet"),
    "line.goals_sum": (
        "{category}基本分合计 {found}，应为 {expected}，暂不能计分",
        "{category}: base points come to {found} instead of {expected}, no score yet",
    ),
}
register(WORDS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Graded(Kind):
    """The goals of one `category`, graded on one `scale`."""

    name: ClassVar[str] = "graded"
    any_date: ClassVar[bool] = True

    category: Category
    scale: Scale

    @classmethod
    def read(cls, fields: Fields, common: dict[str, Any]) -> Self:
        """Settings: `category`, `scale`; load.py hands over the named ones in `common`."""
        known = common.pop("known")
        category = known["categories"].get(fields.choice("category", known["categories"]))
        scale = known["scales"].get(fields.choice("scale", known["scales"]))
        return cls(**common, category=category, scale=scale)

    def known_levels(self) -> tuple[str, ...] | None:
        """A grading names its grade as the entry's level."""
        return tuple(self.scale.grades)

    def lines(self, account: Account) -> list[Line]:
        """One line a goal, in the order of their codes."""
        goals = sorted(account.goals.get(self.category.code, []), key=lambda goal: goal.code)
        if not goals:
            account.report("goals.none", self.category.clause, PENDING, category=self.category.label)
            return [self._item_line("goals_none", {})]
        low, high = self.category.usual
        if not low <= len(goals) <= high:
            clause, category = self.category.clause, self.category.label
            account.report("goals.usual", clause, WARNING, category=category, found=len(goals), low=low, high=high)
        bases = _bases(goals, self.category.full)
        graded: dict[str, list[Net]] = {}
        for net in account.of(self.code):
            graded.setdefault(net.entry.goal, []).append(net)
        # Lines are made even where the sum is wrong, so that everything wrong with the grades is reported at once.
        lines = [self._line(goal, bases[goal.code], graded.get(goal.code, []), account) for goal in goals]
        if self._add_up(goals, bases, account):
            return lines
        found: dict[str, object] = {
            "found": total(bases.values()),
            "expected": self.category.full,
        }
        return [self._item_line("goals_sum", found, tuple(entry for line in lines for entry in line.entries))]

    def columns(self, leaf: Leaf) -> Columns:
        """Over columns: the goals' own sums; open while one has no grade, or while there are none."""
        goals = columns.Graded(
            self.code,
            self.category.code,
            self.category.full,
            {grade.code: grade.coefficient for grade in self.scale.grades.values()},
            points=f"{self.code}*",
            ungraded=f"{self.code}?",
            number=f"{self.code}#",
        )
        ungraded, least = Slot(goals.ungraded), Number(Decimal(0))
        some = Reached(Slot(goals.number), Number(Decimal(1)))
        return Columns(
            goals=goals,
            points=Slot(goals.points),
            open=Some((Not(some), Not(Reached(least, ungraded)))),
            stake=Where(some, ungraded, Number(self.category.full)),
            raised=ALWAYS,
        )

    def _add_up(self, goals: list[Goal], bases: dict[str, Exact], account: Account) -> bool:
        """Base points are all above zero and come to the category's points exactly; else every reason is reported."""
        odd = [goal for goal in goals if not (_is_base(goal) and bases[goal.code] > 0)]
        clause, category, full = self.category.clause, self.category.label, self.category.full
        for goal in odd:
            base = bases[goal.code] if goal.base is None else goal.base
            account.report("goals.base_range", clause, place=goal.place, goal=goal.code, found=base)
        found = total(bases.values())
        if found != full:
            account.report("goals.sum", clause, category=category, found=found, expected=full)
        return not odd and found == full

    def _item_line(self, what: str, values: dict[str, object], entries: tuple[Entry, ...] = ()) -> Line:
        values = {"category": self.category.label, "at_stake": self.category.full, **values}
        return Line(None, what, self.clause, self.code, self.category.label, entries, True, values)

    def _line(self, goal: Goal, base: Exact, nets: list[Net], account: Account) -> Line:
        values: dict[str, object] = {"goal": goal.code, "base": base, "at_stake": base}
        entries = tuple(entry for net in nets for entry in net.trail)
        if not nets:
            account.report("grading.missing", self.clause, PENDING, goal=goal.code)
            return Line(None, "grade_missing", self.clause, self.code, goal.title, (), True, values)
        grade = self.scale.grades[nets[0].entry.level]
        if not self._sound(goal, grade, nets, account):
            return Line(None, "grade_wrong", self.clause, self.code, goal.title, entries, True, values)
        points = times(base, grade.coefficient)
        values = {"goal": goal.code, "base": base, "grade": grade.label, "coefficient": grade.coefficient}
        return Line(points, "grade", self.clause, self.code, goal.title, entries, True, values)

    def _sound(self, goal: Goal, grade: Grade, nets: list[Net], account: Account) -> bool:
        """One standing grade, with the condition or evidence that it needs; else every reason is reported."""
        entry = nets[0].entry
        values = {"goal": goal.code, "grade": grade.label}
        if len(nets) > 1:
            found = tuple(net.entry.id for net in nets)
            account.report("grading.conflict", self.clause, place=entry.place, goal=goal.code, found=found)
            return False
        unfounded = list(self.unfounded(entry))
        for code, said in unfounded:
            account.report(code, grade.clause, place=entry.place, **said)
        if grade.doubtful_if == "key_work" and goal.key_work:
            account.report("grading.key_work", grade.clause, WARNING, place=entry.place, **values)
        return not unfounded

    def unfounded(self, entry: Entry) -> Iterator[tuple[str, dict[str, object]]]:
        """A condition that the grade doesn't know, and none (or no evidence) where it needs one."""
        grade = self.scale.grades[entry.level]
        values: dict[str, object] = {"goal": entry.goal, "grade": grade.label}
        known = tuple(condition.code for condition in grade.conditions)
        if odd := [condition for condition in entry.conditions if condition not in known]:
            yield "grading.condition_unknown", {**values, "found": odd, "expected": known or "—"}
        if (grade.needs == "condition" and not entry.conditions) or (grade.needs == "evidence" and not entry.evidence):
            yield f"grading.{grade.needs}_missing", values


def _is_base(goal: Goal) -> bool:
    """True for typed base points that are a number one can reckon with, and for none."""
    return goal.base is None or is_plain(goal.base)


def _bases(goals: list[Goal], full: Decimal) -> dict[str, Exact]:
    """Each goal's base points. Goals without typed points share equally what the others leave."""
    typed = {goal.code: goal.base if _is_base(goal) else ZERO for goal in goals if goal.base is not None}
    rest = total([full, *(times(base, MINUS) for base in typed.values())])
    blank = len(goals) - len(typed)
    each = share(rest, blank) if blank and rest > 0 else ZERO
    return {goal.code: typed.get(goal.code, each) for goal in goals}
