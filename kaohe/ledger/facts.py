"""Ledger rows as the engine's entries: one query for them, one for their evidence."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Final

from django.db.models import QuerySet
from django.utils import timezone

from kaohe import engine
from kaohe.ledger.models import Entry, Evidence

COLUMNS: Final = (
    "pk", "number", "department_id", "rule", "occurred_on", "count", "level", "matter", "goal_id", "amount", "persons",
    "about", "conditions", "recorded_at", "recorder_name", "reverses__number",
)  # fmt: skip


def entries(
    rows: QuerySet[Entry], departments: Mapping[int, engine.Department], goals: Mapping[int, engine.Goal]
) -> list[engine.Entry]:
    """These rows by their number. `departments` and `goals` are known by the number of their row and must be complete."""
    found = list(rows.order_by("number").values_list(*COLUMNS))
    evidence = _evidence(rows)
    zone = timezone.get_default_timezone()
    return [
        engine.Entry(
            id=str(number),
            department=departments[department].code,
            rule=rule,
            occurred_on=occurred_on,
            count=count,
            level=level,
            matter=matter,
            goal=goals[goal].code if goal else "",
            amount=amount,
            persons=tuple(persons),
            about=about,
            conditions=tuple(conditions),
            evidence=evidence.get(pk, ()),
            recorded_on=recorded_at.astimezone(zone).date(),
            recorded_by=recorder,
            reverses="" if reversed_number is None else str(reversed_number),
        )
        for (
            pk, number, department, rule, occurred_on, count, level, matter, goal, amount, persons, about, conditions,
            recorded_at, recorder, reversed_number,
        ) in found
    ]  # fmt: skip


def _evidence(rows: QuerySet[Entry]) -> dict[int, tuple[str, ...]]:
    """The titles of the evidence of these rows, in their order, by the number of the row."""
    titles: dict[int, list[str]] = defaultdict(list)
    of_these = Evidence.objects.filter(entry__in=rows.order_by().values("pk")).order_by("entry_id", "number")
    for entry, title in of_these.values_list("entry_id", "title"):
        titles[entry].append(title)
    return {entry: tuple(found) for entry, found in titles.items()}
