"""What speaks for which grade of a goal, from completion, key work, a granted reason and entries. The group decides (R6).

Nothing here reckons points: it is a reading of the facts, with the clause and the reading behind each sentence.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

from kaohe.engine.facts import Entry, Goal
from kaohe.engine.kinds.graded import Graded
from kaohe.engine.phrases import phrase, register
from kaohe.engine.rulebook import Condition, Grade, Rulebook

WORDS: Final = {
    "suggest.complete": ("完成率 {completion}%，目标已完成", "completion {completion} %: the goal is met"),
    "suggest.partly": (
        "完成率 {completion}%，达到 {least}%，没有全部完成",
        "completion {completion} %: at least {least} %, and not all of it",
    ),
    "suggest.exactly": (
        "完成率正好 {least}%：不低于 {least}%，归“{grade}”",
        "completion is exactly {least} %: not below {least} %, so “{grade}”",
    ),
    "suggest.below": ("完成率 {completion}%，低于 {least}%", "completion {completion} %: below {least} %"),
    "suggest.key_work": (
        "实事或重点工作，完成率 {completion}%，没有全部完成，也没有批准的客观原因",
        "key work, completion {completion} %: not all of it, and no objective reason was granted",
    ),
    "suggest.shown": ("{condition}：{rule} {entries}", "{condition}: {rule} {entries}"),
    "suggest.unshown": (
        "没有记录支持“{grade}”的条件；另有依据的，由领导小组认定",
        "no entry supports a condition of “{grade}”; other grounds are for the leading group to find",
    ),
    "suggest.unmet": (
        "有支持“{grade}”的记录，但目标没有完成",
        "entries support “{grade}”, but the goal is not met",
    ),
    "suggest.overrides": (
        "同时有支持“{other}”的记录，以“{grade}”为准",
        "entries support “{other}” too; “{grade}” outweighs them",
    ),
    "suggest.excused": ("已批准客观原因，目标没有完成", "an objective reason was granted, and the goal is not met"),
    "suggest.excuse_idle": (
        "已批准客观原因，但目标已完成，不影响档次",
        "an objective reason was granted, but the goal is met: it changes nothing",
    ),
    "suggest.excuse_conduct": (
        "已批准客观原因，但它不替代投诉、违纪等认定",
        "an objective reason was granted, but it doesn't stand for conduct",
    ),
    "suggest.unverified": (
        "年末完成情况还没有核实，暂不提出建议",
        "the year's end is not verified yet: nothing is suggested",
    ),
    "suggest.weigh": (
        "{rule} {entries}：是否属于“{condition}”，由领导小组认定",
        "{rule} {entries}: whether this is “{condition}” is for the leading group to find",
    ),
    "suggest.silent": (
        "本年度的考核办法没有写明怎样提出建议",
        "this year's measures don't say how a grade is suggested",
    ),
}
register(WORDS)


@dataclass(frozen=True, slots=True)
class GoalYear:
    """A goal at the end of its year, as far as facts go.

    completion  per cent as the checkers verified it for the year's end; None where nobody has
    excused     True where the leading group granted an objective reason
    entries     what stands in the ledger and bears on this goal
    """

    goal: Goal
    completion: Decimal | None = None
    excused: bool = False
    entries: tuple[Entry, ...] = ()


@dataclass(frozen=True, slots=True)
class Reason:
    """One sentence behind a suggestion. `decides`: it led to the grade; others are worth knowing."""

    code: str
    values: Mapping[str, object]
    clause: str = ""
    readings: tuple[str, ...] = ()
    decides: bool = True

    def message(self, language: str = "zh") -> str:
        """The sentence."""
        return phrase(self.code, language, self.values)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A grade by its code, "" where the facts don't say; the conditions they fulfil; and why."""

    grade: str = ""
    conditions: tuple[str, ...] = ()
    reasons: tuple[Reason, ...] = ()


@dataclass(slots=True)
class _Found:
    """One grade looked at: which conditions the facts fulfil, and the sentences that say so."""

    grade: Grade
    conditions: list[str] = field(default_factory=list)
    reasons: list[Reason] = field(default_factory=list)

    def add(self, condition: Condition, code: str, **values: object) -> None:
        if condition.code not in self.conditions:
            self.conditions.append(condition.code)
        values["condition"] = condition.label
        self.reasons.append(Reason(code, values, self.grade.clause, condition.readings))


def grading_rule(rulebook: Rulebook, category: str) -> Graded | None:
    """The rule that grades goals of this class; None where the edition has none."""
    rules = (rule for rule in rulebook.rules.values() if isinstance(rule, Graded))
    return next((rule for rule in rules if rule.category.code == category), None)


def bearing_rules(rulebook: Rulebook, category: str) -> frozenset[str]:
    """The rules whose entries speak for or against a grade of such goals."""
    rule = grading_rule(rulebook, category)
    grades = rule.scale.grades.values() if rule else ()
    return frozenset(
        code for grade in grades for each in grade.conditions for code in (*each.shown_by, *each.weigh)
    )


def suggest(rulebook: Rulebook, year: GoalYear) -> Suggestion:
    """The highest grade that the facts support, unless one outweighs it (R8, R11); every reason with its clause."""
    rule = grading_rule(rulebook, year.goal.category)
    grades = tuple(rule.scale.grades.values()) if rule else ()
    levels = [grade.completion for grade in grades if grade.completion is not None]
    if not levels:
        return Suggestion(reasons=(Reason("suggest.silent", {}),))
    return _Look(rulebook, year, grades, full=max(levels), least=min(levels)).suggestion()


@dataclass(frozen=True, slots=True)
class _Look:
    """One goal looked at with one scale. `full` is a goal met, `least` the completion below which none is left."""

    rulebook: Rulebook
    year: GoalYear
    grades: tuple[Grade, ...]
    full: Decimal
    least: Decimal

    def suggestion(self) -> Suggestion:
        worth_knowing = tuple(self._weighed())
        for grade in self.grades:
            if grade.overrides and (found := self._fulfilled(grade)).conditions:
                return Suggestion(grade.code, tuple(found.conditions), (*found.reasons, *self._outweighed(grade), *worth_knowing))
        grade_of_excuse = next((grade for grade in self.grades if grade.proposed_if == "excuse"), None)
        if self.year.excused and grade_of_excuse and not self._met:
            reason = Reason("suggest.excused", {}, grade_of_excuse.clause, grade_of_excuse.readings)
            return Suggestion(grade_of_excuse.code, (), (reason, *worth_knowing))
        if self.year.completion is None:
            return Suggestion(reasons=(Reason("suggest.unverified", {}, decides=False), *worth_knowing))
        idle = [Reason("suggest.excuse_idle", {}, decides=False)] if self.year.excused else []
        chosen = self._highest()
        return Suggestion(chosen.grade.code, tuple(chosen.conditions), (*chosen.reasons, *idle, *worth_knowing))

    @property
    def _met(self) -> bool:
        return self.year.completion is not None and self.year.completion >= self.full

    def _highest(self) -> _Found:
        """Of the grades whose completion is reached, the highest whose conditions, where it needs one, are on record."""
        missed: list[Reason] = []
        for grade in sorted(self._reached(), key=lambda each: -each.coefficient):
            found = self._fulfilled(grade)
            if grade.needs != "condition" or found.conditions:
                found.reasons[:0] = [self._completed(grade)]
                found.reasons += [*missed, *self._unmet()]
                return found
            missed.append(Reason("suggest.unshown", {"grade": grade.label}, grade.clause, grade.readings, decides=False))
        return self._nothing()

    def _unmet(self) -> Iterator[Reason]:
        """Grades whose conditions are on record and whose completion isn't reached: both are asked for (R7)."""
        for grade in self.grades:
            if grade.completion is not None and grade not in self._reached() and self._fulfilled(grade).conditions:
                yield Reason("suggest.unmet", {"grade": grade.label}, grade.clause, grade.readings, decides=False)

    def _nothing(self) -> _Found:
        """No grade's completion is reached, and none outweighs: the edition leaves a hole, which the group fills."""
        blank = Grade("", "", Decimal(0), "")
        return _Found(blank, reasons=[Reason("suggest.below", self._figures(self.least), decides=False)])

    def _reached(self) -> list[Grade]:
        completion = self.year.completion
        return [each for each in self.grades if each.completion is not None and completion is not None and completion >= each.completion]

    def _completed(self, grade: Grade) -> Reason:
        least, completion = grade.completion, self.year.completion
        if self._met:
            return Reason("suggest.complete", self._figures(least), grade.clause)
        code = "suggest.exactly" if completion == least else "suggest.partly"
        readings = grade.readings if completion == least else ()
        return Reason(code, {**self._figures(least), "grade": grade.label}, grade.clause, readings)

    def _figures(self, least: Decimal | None) -> dict[str, object]:
        return {"completion": self.year.completion, "least": least}

    def _fulfilled(self, grade: Grade) -> _Found:
        """The conditions of the grade that the facts fulfil."""
        found, completion = _Found(grade), self.year.completion
        open_goal = completion is not None and completion < self.full and not self.year.excused
        for condition in grade.conditions:
            if condition.proposed_if == "below" and open_goal and completion is not None and completion < self.least:
                found.add(condition, "suggest.below", **self._figures(self.least))
            if condition.proposed_if == "key_work" and open_goal and self.year.goal.key_work:
                found.add(condition, "suggest.key_work", **self._figures(self.full))
            for rule, entries in self._entries(condition.shown_by, condition.levels):
                found.add(condition, "suggest.shown", rule=rule, entries=entries)
        return found

    def _outweighed(self, grade: Grade) -> Iterator[Reason]:
        """What speaks for something else, and doesn't count now."""
        if self.year.excused:
            yield Reason("suggest.excuse_conduct", {}, grade.clause, decides=False)
        for other in self.grades:
            if not other.overrides and self._fulfilled(other).conditions:
                values = {"other": other.label, "grade": grade.label}
                yield Reason("suggest.overrides", values, grade.clause, grade.readings, decides=False)

    def _weighed(self) -> Iterator[Reason]:
        """Entries of which only people can say whether they fulfil a condition."""
        for grade in self.grades:
            for condition in grade.conditions:
                for rule, entries in self._entries(condition.weigh):
                    values = {"condition": condition.label, "rule": rule, "entries": entries}
                    yield Reason("suggest.weigh", values, grade.clause, condition.readings, decides=False)

    def _entries(self, rules: Iterable[str], levels: tuple[str, ...] = ()) -> Iterator[tuple[str, str]]:
        """Each of these rules that has entries: its label, and their numbers."""
        for code in rules:
            numbers = [
                f"#{entry.id}" for entry in self.year.entries if entry.rule == code and (not levels or entry.level in levels)
            ]
            if numbers:
                yield self.rulebook.rules[code].label, " ".join(numbers)
