"""The register of leave and going out: one leave is one entry, from a day to a day, written down ahead; never why.

The round reads these entries and counts nobody who is in them. Who comes back early has the leave reversed and written
down anew with its true last day, so that nothing is edited and every day has its answer.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.db import transaction
from django.utils import timezone

from kaohe import engine
from kaohe.audit.recording import record
from kaohe.audit.tags import Tag
from kaohe.cycles.models import Cycle
from kaohe.engine import Problem, Refused
from kaohe.ledger.actions.recording import RECORDING, lasts, reversal_of
from kaohe.ledger.models import Entry
from kaohe.ledger.posting import Draft, check, post, said
from kaohe.ledger.twins import twins
from kaohe.people.deeds import Deed, require
from kaohe.people.models import Department, Officer

#: What the reversal of a leave says whose end has moved; kept in the words in which the bureau keeps its books.
CAME_BACK = "提前返岗，实际至{day}，另记一笔"


@transaction.atomic
def record_leave(
    *, officer: Officer, cycle: Cycle, department: Department, rule: str, persons: Sequence[str], starts: date,
    until: date | None = None, about: str = "", confirmed: bool = False,
) -> list[Entry]:  # fmt: skip
    """Register who is on leave or out, from a day to a day (None: that day alone), today or to come; one entry a person.

    about  one of the words that the rule has; without it the first
    Raises Refused as `record_entry` does, for another rule, and where the same person's leave overlaps unless confirmed.
    """
    require(officer, Deed.RECORD_ENTRY, department, bureau=cycle.bureau)
    cycle = Cycle.objects.locked(cycle)
    cycle.require(*RECORDING, on=starts, ahead=True)
    rulebook = cycle.rulebook()
    if not lasts(rulebook, rule):
        raise Refused([Problem("ledger.not_lasting", {"rule": rule})])
    moment, words = timezone.now(), said(rulebook, rule, about)
    drafts = [
        Draft(_fact(department, rule, names, starts, until, words), department, officer, moment)
        for names in _one_by_one(persons)
    ]
    check(cycle, drafts, also=[] if confirmed else twins(cycle, drafts))
    rows = post(cycle, drafts)
    after = {"department": department.code, "occurred_on": starts, "until": until, "entries": [row.number for row in rows]}
    record(Tag.LEAVE_REGISTERED, officer=officer, subject=cycle, bureau=cycle.bureau, after=after)
    return rows


@transaction.atomic
def end_leave(*, officer: Officer, entry: Entry, last_day: date) -> Entry:
    """Somebody came back early: the leave is taken back, and written down anew with its true last day. Returns the new one.

    Raises Refused without the right, at another stage, for what doesn't last, and for a day that isn't within the leave
    and before its end.
    """
    cycle = Cycle.objects.locked(entry.cycle)
    require(officer, Deed.REVERSE_ENTRY, entry.department, bureau=cycle.bureau)
    cycle.require(*RECORDING)
    rulebook = cycle.rulebook()
    if not lasts(rulebook, entry.rule):
        raise Refused([Problem("ledger.not_lasting", {"rule": entry.rule})])
    end = entry.until or entry.occurred_on
    if not entry.occurred_on <= last_day < end:
        values = {"entry": entry.number, "first": entry.occurred_on, "last": end, "found": last_day}
        raise Refused([Problem("ledger.not_shorter", values)])
    undone = reversal_of(entry, officer, CAME_BACK.format(day=last_day))
    until = last_day if last_day > entry.occurred_on else None
    again = _fact(entry.department, entry.rule, tuple(entry.persons), entry.occurred_on, until, entry.about)
    anew = Draft(again, entry.department, officer, timezone.now())
    check(cycle, [anew])
    reversal, row = post(cycle, [undone, anew])
    record(
        Tag.LEAVE_ENDED, officer=officer, subject=entry, bureau=cycle.bureau,
        before={"number": entry.number, "until": end}, after={"number": row.number, "until": last_day, "reversal": reversal.number},
    )  # fmt: skip
    return row


def _one_by_one(persons: Sequence[str]) -> list[tuple[str, ...]]:
    """Each person alone; nobody at all once, so that the check says who is missing."""
    return [(name,) for name in dict.fromkeys(persons)] or [()]


def _fact(
    department: Department, rule: str, persons: tuple[str, ...], starts: date, until: date | None, words: str
) -> engine.Entry:
    return engine.Entry(
        id="", department=department.code, rule=rule, occurred_on=starts, persons=persons, about=words,
        count=max(1, len(persons)), until=None if until == starts else until,
    )  # fmt: skip
