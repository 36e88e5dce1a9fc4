"""What a department brings to its year before anything happens, its own numbers and its goals: looked at as tables are in checking.py."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from kaohe.bulk.arithmetic import MOST_FIGURE
from kaohe.bulk.plan import Grading, Plan
from kaohe.engine import Department, Goal, Problem, plainest


def problems_of(plan: Plan, department: Department, goals: Sequence[Goal]) -> list[Problem]:
    """Every reason why no score could be made of them; in the words of the engine."""
    found = [*_numbers(plan, department), *_goals(plan, department, goals)]
    for grading in plan.gradings:
        found += _sums(plan, grading, [goal for goal in goals if goal.category == grading.category])
    return [replace(each, values={"department": department.title, **each.values}, department=department.code) for each in found]


def _numbers(plan: Plan, department: Department) -> Iterator[Problem]:
    for name in plan.figures:
        number = department.size if name == "size" else department.attributes.get(name)
        label = plan.rulebook.attribute_label(name)
        if number is None and name != "size":
            yield Problem("facts.unknown_attribute", {"found": label, "rule": plan.rulebook.asking(name)})
        elif number is not None and (number != int(number) or not 0 <= number <= MOST_FIGURE):
            yield Problem("facts.bad_attribute", {"found": label, "number": number})


def _goals(plan: Plan, department: Department, goals: Sequence[Goal]) -> Iterator[Problem]:
    seen: set[str] = set()
    for goal in goals:
        if goal.department != department.code:
            yield Problem("goals.unknown_department", {"goal": goal.code, "found": goal.department}, goal.place)
        elif goal.category not in plan.rulebook.categories:
            values = {"goal": goal.code, "found": goal.category, "expected": tuple(plan.rulebook.categories)}
            yield Problem("goals.unknown_category", values, goal.place)
        elif goal.code in seen:
            yield Problem("goals.duplicate", {"goal": goal.code}, goal.place)
        elif goal.base is not None and not goal.base > 0:
            yield Problem("goals.base_range", {"goal": goal.code, "found": goal.base}, goal.place)
        seen.add(goal.code)


def _sums(plan: Plan, grading: Grading, own: Sequence[Goal]) -> Iterator[Problem]:
    """Base points come to the full ones, or leave something for those that have none."""
    typed = [Fraction(goal.base) for goal in own if goal.base is not None]
    category, together = plan.rulebook.categories[grading.category], sum(typed, Fraction(0))
    shared = [goal for goal in own if goal.base is None]
    if own and (together > category.full or (together < category.full and not shared)):
        yield Problem("goals.sum", {"category": category.label, "found": plainest(together), "expected": category.full})
    elif together == category.full:
        yield from (Problem("goals.base_range", {"goal": goal.code, "found": Decimal(0)}, goal.place) for goal in shared)
