"""What each grade of one goal would come to: its points, the department's total and its place, before anybody decides."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from kaohe.engine.account import Net
from kaohe.engine.exact import Exact
from kaohe.engine.facts import Entry, Facts
from kaohe.engine.present import Present
from kaohe.engine.ranking import rankings
from kaohe.engine.rulebook import Rulebook
from kaohe.engine.suppose import ASSUMED, Supposition, graded_as, supposed
from kaohe.engine.tree import Node, Standing


class Prospect(NamedTuple):
    """One grade: the goal's own points, the points of its item, the published total and the rank; None while pending.

    now  True for the grade that the goal has
    """

    grade: str
    points: Exact | None
    item: Exact | None
    total: Decimal | None
    rank: int | None
    now: bool


def prospects(
    rulebook: Rulebook, facts: Facts, department: str, goal: str, given: Iterable[Supposition] = ()
) -> tuple[Prospect, ...]:
    """One for each grade of the goal's scale, in its order; empty where there is no such goal, or nothing grades it.

    given  what is taken for so beside it, such as the grades of other goals that are written down and not in the ledger yet
    """
    rulebook, facts = supposed(rulebook, facts, given)
    found = next((each for each in facts.goals if (each.department, each.code) == (department, goal)), None)
    rules = [rule for rule in rulebook.rules.values() if found and _category(rule) == found.category]
    if not rules:
        return ()
    present, rule = Present(rulebook, facts), rules[0]
    if department not in present.accounts:
        return ()
    nets = present.accounts[department].nets.get(rule.code, [])
    standing = next((net for net in nets if net.entry.goal == goal), None)
    others = [net for net in nets if net.entry.goal != goal]
    day = facts.as_of or date(facts.year, 12, 31)
    entry = standing.entry if standing else Entry(ASSUMED, department, rule.code, day, goal=goal)
    made = []
    for grade in rule.scale.grades.values():
        other = graded_as(entry, grade)
        tree = present.with_nets(department, rule.code, [*others, Net(other, 1, (other,))])
        now = standing is not None and standing.entry.level == grade.code
        made.append(_prospect(present, department, tree, (rule.code, goal, grade.code), now))
    return tuple(made)


def _prospect(present: Present, department: str, tree: Node, about: tuple[str, str, str], now: bool) -> Prospect:
    rule, goal, grade = about
    standings = [_with(each, present, department, tree) for each in present.standings()]
    main = next(iter(rankings(present.rulebook, standings).values()), ())
    rank = next((each.rank for each in main if each.department == department), None)
    item = tree.find(present.rulebook.item_of_rule[rule].code)
    points = next((line.points for line in item.lines if line.values.get("goal") == goal), None)
    total = next(each.published for each in standings if each.department.code == department)
    return Prospect(grade, points, item.points, total, rank, now)


def _with(standing: Standing, present: Present, department: str, tree: Node) -> Standing:
    return present.stand(department, tree) if standing.department.code == department else standing


def _category(rule: object) -> str | None:
    category = getattr(rule, "category", None)
    return category.code if category else None
