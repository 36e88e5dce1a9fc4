"""Ledger rows as the engine's entries: one query for them, one for their evidence, and only what is new read anew."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from typing import Final, NamedTuple

from django.db.models import QuerySet
from django.utils import timezone

from kaohe import engine
from kaohe.cycles.models import Cycle
from kaohe.ledger.models import Entry, Evidence
from kaohe.people.shelf import Shelf

COLUMNS: Final = (
    "pk", "number", "department_id", "rule", "occurred_on", "count", "level", "matter", "goal_id", "amount", "persons",
    "about", "conditions", "recorded_at", "recorder_name", "reverses__number", "until",
)  # fmt: skip


class Read(NamedTuple):
    """What was read of a year's ledger: its entries up to a number, and the seal that this entry has."""

    number: int
    seal: str
    entries: tuple[engine.Entry, ...]


_NOTHING: Final = Read(0, "", ())
_read: Shelf[int, Read] = Shelf(most=32)


def of_year(
    cycle: Cycle, departments: Mapping[int, engine.Department], goals: Mapping[int, engine.Goal]
) -> tuple[engine.Entry, ...]:
    """Every entry of the year by its number. `departments` are all of the bureau, dissolved ones too.

    The ledger is only ever added to and each entry is sealed to the one before. So where the last entry read still has
    the seal it had, all before it stand as they were read, and only those after it are fetched.
    """
    known = _read.peek(cycle.pk) or _NOTHING
    rows = Entry.objects.filter(cycle=cycle)
    seals = dict(rows.filter(number__gte=known.number).order_by("number").values_list("number", "seal"))
    if known.number and seals.get(known.number) != known.seal:
        known, seals = _NOTHING, dict(rows.order_by("number").values_list("number", "seal"))
    number = max(seals, default=0)
    if number == known.number:
        return known.entries
    fresh = entries(rows.filter(number__gt=known.number, number__lte=number), departments, goals)
    now = Read(number, seals[number], (*known.entries, *fresh))
    _read.put(cycle.pk, now)
    return now.entries


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
            until=until,
        )
        for (
            pk, number, department, rule, occurred_on, count, level, matter, goal, amount, persons, about, conditions,
            recorded_at, recorder, reversed_number, until,
        ) in found
    ]  # fmt: skip


def _evidence(rows: QuerySet[Entry]) -> dict[int, tuple[str, ...]]:
    """The titles of the evidence of these rows, in their order, by the number of the row."""
    titles: dict[int, list[str]] = defaultdict(list)
    of_these = Evidence.objects.filter(entry__in=rows.order_by().values("pk")).order_by("entry_id", "number")
    for entry, title in of_these.values_list("entry_id", "title"):
        titles[entry].append(title)
    return {entry: tuple(found) for entry, found in titles.items()}
