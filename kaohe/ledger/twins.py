"""Entries that look like one event told twice: the same rule, department and day, and a person in common."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kaohe.cycles.models import Cycle
from kaohe.engine import Entry as Fact
from kaohe.engine import Problem
from kaohe.ledger.models import Entry
from kaohe.ledger.posting import Draft


def twins(cycle: Cycle, drafts: Sequence[Draft]) -> list[Problem]:
    """One problem for each draft that may have been written down already, or stands twice among these."""
    drafts = [draft for draft in drafts if not draft.fact.reverses]
    days = {draft.fact.occurred_on for draft in drafts}
    rules = {draft.fact.rule for draft in drafts}
    standing = Entry.objects.filter(cycle=cycle, occurred_on__in=days, rule__in=rules).standing()
    told = [
        _Told(row.number, row.department_id, row.rule, row.occurred_on, row.level, row.matter, row.goal_id, row.persons)
        for row in standing
    ]
    found = []
    for draft in drafts:
        fact = draft.fact
        goal = draft.goal.pk if draft.goal else None
        this = _Told(
            fact.id, draft.department.pk, fact.rule, fact.occurred_on, fact.level, fact.matter, goal, fact.persons
        )
        same = [each.number for each in told if each.is_like(this)]
        if same:
            found.append(_problem(cycle, draft, same))
        told.append(this)
    return found


class _Told:
    """What two entries are compared by."""

    def __init__(
        self, number: object, department: int, rule: str, on: object, level: str, matter: str, goal: int | None,
        persons: Iterable[str],
    ) -> None:  # fmt: skip
        self.number, self.place, self.level, self.matter = number, (department, rule, on), level, matter
        self.goal, self.persons = goal, frozenset(persons)

    def is_like(self, other: _Told) -> bool:
        """True where a careful clerk would ask. Different articles, levels or goals are different events."""
        if self.place != other.place or self.level != other.level or self.goal != other.goal:
            return False
        if self.matter and other.matter and self.matter != other.matter:
            return False
        return bool(self.persons & other.persons) or (not self.persons and not other.persons)


def _problem(cycle: Cycle, draft: Draft, same: Sequence[object]) -> Problem:
    fact: Fact = draft.fact
    rule = cycle.rulebook().rules.get(fact.rule)
    values = {
        "entry": fact.id,
        "day": fact.occurred_on,
        "rule": rule.label if rule else fact.rule,
        "department": draft.department.title,
        "same": "、".join(f"#{number}" for number in same[:5]),
    }
    return Problem("ledger.twin", values, department=fact.department)
