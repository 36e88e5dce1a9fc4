"""Entries that look like one event told twice: the same rule and department, a day and a person in common."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from kaohe.cycles.models import Cycle
from kaohe.engine import Entry as Fact
from kaohe.engine import Problem, Said
from kaohe.ledger.models import Entry
from kaohe.ledger.posting import Draft


def twins(cycle: Cycle, drafts: Sequence[Draft]) -> list[Problem]:
    """One problem for each draft that may have been written down already, or stands twice among these."""
    drafts = [draft for draft in drafts if not draft.fact.reverses]
    told = [
        _Told(
            f"#{row.number}", row.department_id, row.rule, (row.occurred_on, row.until or row.occurred_on), row.level, row.matter,
            row.goal_id, row.persons,
        )
        for row in _near(cycle, drafts)
    ]  # fmt: skip
    found = []
    for draft in drafts:
        fact = draft.fact
        goal = draft.goal.pk if draft.goal else None
        days = (fact.occurred_on, fact.until or fact.occurred_on)
        this = _Told(_beside(fact), draft.department.pk, fact.rule, days, fact.level, fact.matter, goal, fact.persons)
        same = [each.name for each in told if each.is_like(this)]
        if same:
            found.append(_problem(cycle, draft, same))
        told.append(this)
    return found


def _near(cycle: Cycle, drafts: Sequence[Draft]) -> list[Entry]:
    """What stands under the same rules on one of the same days; of what lasts, on any day between."""
    rules = {draft.fact.rule for draft in drafts}
    known = cycle.rulebook().rules
    lasting = {rule for rule in rules if rule in known and known[rule].lasts}
    rows = Entry.objects.filter(cycle=cycle)
    days = {draft.fact.occurred_on for draft in drafts if draft.fact.rule not in lasting}
    found = list(rows.filter(rule__in=rules - lasting, occurred_on__in=days).standing()) if days else []
    spans = [(draft.fact.occurred_on, draft.fact.until or draft.fact.occurred_on) for draft in drafts if draft.fact.rule in lasting]
    if spans:
        first, last = min(first for first, _ in spans), max(last for _, last in spans)
        found += rows.filter(rule__in=lasting).covering(first, last).standing()
    return found


class _Told:
    """What two entries are compared by."""

    def __init__(
        self, name: str | Said, department: int, rule: str, days: tuple[date, date], level: str, matter: str, goal: int | None,
        persons: Iterable[str],
    ) -> None:  # fmt: skip
        self.name, self.place, self.level, self.matter = name, (department, rule), level, matter
        self.first, self.last = days
        self.goal, self.persons = goal, frozenset(persons)

    def is_like(self, other: _Told) -> bool:
        """True where a careful clerk would ask. Different articles, levels or goals are different events."""
        if self.place != other.place or self.level != other.level or self.goal != other.goal:
            return False
        if self.first > other.last or other.first > self.last:
            return False
        if self.matter and other.matter and self.matter != other.matter:
            return False
        return bool(self.persons & other.persons) or (not self.persons and not other.persons)


def _beside(fact: Fact) -> Said:
    """How one of these drafts is called beside another: by its row, as long as it has no number."""
    return Said("place.row", {"number": fact.place.row}) if fact.place.row else Said("ledger.beside")


def _problem(cycle: Cycle, draft: Draft, same: Sequence[str | Said]) -> Problem:
    """What stands already comes before what stands twice among these, and is told alone."""
    fact: Fact = draft.fact
    rule = cycle.rulebook().rules.get(fact.rule)
    numbers = [each for each in same if isinstance(each, str)]
    values = {
        "day": fact.occurred_on,
        "rule": rule.label if rule else fact.rule,
        "department": draft.department.title,
        "same": numbers[:5] or same[0],
    }
    return Problem("ledger.twin", values, fact.place, department=fact.department)
