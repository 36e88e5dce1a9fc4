"""Collects the year's entries in any order and gives them their numbers in the order in which they were recorded."""

from __future__ import annotations

import random
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from kaohe.demo.calendar import later
from kaohe.demo.people import STAFF, recorder_of
from kaohe.engine import Entry


def dice(*seed: object) -> random.Random:
    """Chance that falls the same way every time. Each use has a seed of its own, so that none disturbs another."""
    return random.Random("/".join(str(part) for part in seed))  # noqa: S311 - invented data, no secret


@dataclass
class Drafts:
    """Entries before they have numbers; until then `id` and `reverses` hold keys."""

    year: int
    written: list[Entry] = field(default_factory=list)

    def write(self, department: str, rule: str, on: date, *, key: str = "", **facts: Any) -> Entry:
        """Add an entry and give it back; without `recorded_on` it is recorded within two working days."""
        chance = dice(self.year, department, rule, on, facts.get("goal"), facts.get("matter"), facts.get("about"))
        facts.setdefault("recorded_on", later(on, chance.randrange(3)))
        facts.setdefault("recorded_by", recorder_of(department, chance.randrange(60)))
        entry = Entry(key or f"draft {len(self.written)}", department, rule, on, **facts)
        self.written.append(entry)
        return entry

    def reverse(self, original: Entry, *, recorded_on: date, **facts: Any) -> None:
        """Add the full reversal of an entry: the same event, its count negated."""
        opposite = {"level": original.level, "matter": original.matter, "goal": original.goal, **facts}
        self.write(
            original.department,
            original.rule,
            original.occurred_on,
            count=-original.count,
            persons=original.persons,
            recorded_on=recorded_on,
            reverses=original.id,
            **opposite,
        )

    def numbered(self, as_of: date | None) -> tuple[Entry, ...]:
        """What was recorded up to that day, in ledger order, numbered from 1. A number never depends on `as_of`."""
        order = {code: number for number, code in enumerate(STAFF)}
        ledger = sorted(
            self.written, key=lambda each: (each.recorded_on, each.occurred_on, order[each.department], each.rule)
        )
        numbers = {entry.id: str(number) for number, entry in enumerate(ledger, start=1)}
        return tuple(
            replace(entry, id=numbers[entry.id], reverses=numbers.get(entry.reverses, ""))
            for entry in ledger
            if as_of is None or (entry.recorded_on is not None and entry.recorded_on <= as_of)
        )
