"""What a grade needs before anyone may give it: a member as an opinion, the group as its ruling (附件2 二1)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from kaohe.engine import Grade, Problem, Rulebook, grading_rule
from kaohe.goals.models import Goal
from kaohe.panels.models import Answer, Excuse


class Verdict(NamedTuple):
    """A grade with what it rests on."""

    grade: str
    conditions: tuple[str, ...] = ()
    reason: str = ""
    evidence: tuple[str, ...] = ()


def grades_of(rulebook: Rulebook, goal: Goal) -> dict[str, Grade]:
    """The grades that such a goal can have, by their codes; none where the edition grades no such goals."""
    rule = grading_rule(rulebook, goal.category)
    return dict(rule.scale.grades) if rule else {}


def ends(grades: dict[str, Grade]) -> frozenset[str]:
    """The grades at both ends of the scale, which need a reason in words."""
    if not grades:
        return frozenset()
    coefficients = [grade.coefficient for grade in grades.values()]
    return frozenset(
        code for code, grade in grades.items() if grade.coefficient in (max(coefficients), min(coefficients))
    )


def problems_of(
    rulebook: Rulebook, goal: Goal, verdict: Verdict, excuses: Sequence[Excuse], *, ruling: bool
) -> list[Problem]:
    """Everything against a verdict. A ruling needs an application that was granted where a member's opinion needs one."""
    grades = grades_of(rulebook, goal)
    grade = grades.get(verdict.grade)
    if grade is None:
        expected = tuple(each.label for each in grades.values())
        return [Problem("panels.unknown_grade", {"goal": goal.code, "expected": expected})]
    clause = rulebook.clause_label(grade.clause)
    return [Problem(code, values, clause=clause) for code, values in _problems(goal, verdict, grade, grades, excuses, ruling)]


def _problems(
    goal: Goal, verdict: Verdict, grade: Grade, grades: dict[str, Grade], excuses: Sequence[Excuse], ruling: bool
) -> Iterator[tuple[str, dict[str, object]]]:
    values: dict[str, object] = {"goal": goal.code, "grade": grade.label, "department": goal.department.title}
    known = [condition.code for condition in grade.conditions]
    odd = [code for code in verdict.conditions if code not in known]
    if odd:
        yield "grading.condition_unknown", {**values, "found": odd, "expected": known or "—"}
    if grade.needs == "condition" and not verdict.conditions:
        yield "grading.condition_missing", values
    if grade.code in ends(grades) and not verdict.reason.strip():
        yield "panels.reason_missing", values
    if grade.proposed_if == "excuse":
        answers = {each.answer for each in excuses}
        if not answers & {Answer.GRANTED, Answer.ASKED}:
            yield "panels.not_excused", values
        elif ruling and Answer.GRANTED not in answers:
            yield "panels.excuse_waits", values
    elif ruling and grade.needs == "evidence" and not verdict.evidence:
        yield "grading.evidence_missing", values
