"""The only place where a year's rows become facts for the engine: five queries, whatever its size."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from kaohe.audit.chain import canonical
from kaohe.cycles.models import Cycle
from kaohe.engine import Entry, Facts, sha256_hex
from kaohe.files.facts_data import facts_data
from kaohe.goals.models import Goal
from kaohe.ledger.facts import of_year
from kaohe.people.models import Department


def gather(cycle: Cycle, as_of: date | None = None, up_to: int | None = None) -> Facts:
    """The facts of a year.

    as_of  the day up to which events count; without it, what the year's stage says (`Cycle.as_of`)
    up_to  the number of the last entry that counts, for "what did we know then"; without it, all
    """
    return known_at(everything(cycle), as_of or cycle.as_of(), up_to)


def everything(cycle: Cycle) -> Facts:
    """The facts of a year with all that was ever recorded, whatever the day."""
    rows = list(Department.objects.filter(bureau_id=cycle.bureau_id))
    departments = {row.pk: row.as_fact() for row in rows}
    assessed = {row.code: departments[row.pk] for row in rows if row.stood_on(cycle.starts)}
    fixed = list(Goal.objects.filter(cycle=cycle).select_related("department").order_by("pk"))
    goals = {row.pk: row.as_fact() for row in fixed}
    standing = [goals[row.pk] for row in fixed if row.struck_on is None]
    return Facts(
        year=cycle.year,
        bureau=cycle.bureau.name,
        departments=tuple(assessed.values()),
        goals=tuple(goal for goal in standing if goal.department in assessed),
        entries=tuple(entry for entry in of_year(cycle, departments, goals) if entry.department in assessed),
    )


def known_at(facts: Facts, as_of: date | None, up_to: int | None = None) -> Facts:
    """Of everything, what counts up to the day `as_of` and stood in the ledger up to the entry `up_to`."""
    entries = tuple(_as_known(entry, as_of) for entry in facts.entries if up_to is None or int(entry.id) <= up_to)
    return replace(facts, entries=entries, as_of=as_of)


def digest_of(facts: Facts) -> str:
    """What tells two years of facts apart: the SHA-256 of their data."""
    return sha256_hex(canonical(facts_data(facts)))


def _as_known(entry: Entry, day: date | None) -> Entry:
    """The engine sets aside what was recorded after the day it is asked about.

    But a quarter is announced with what came in a little later, and for records there is `up_to`; so a day of
    recording after `day` is left out of the fact. The row keeps it.
    """
    if day is None or entry.recorded_on is None or entry.recorded_on <= day:
        return entry
    return replace(entry, recorded_on=None)
