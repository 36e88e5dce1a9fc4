"""Departments and people out of a workbook: handed in and tried without a trace, then carried out in one piece.

Whoever keeps accounts makes departments and people of it; the duties in it are given at once where the same person may,
else they wait for the security administrator (拟任).
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from kaohe.audit.recording import record
from kaohe.audit.tags import Tag
from kaohe.engine import Problem, Refused, Rulebook, sha256_hex
from kaohe.files.roster import Roster, read_roster
from kaohe.people import rosters
from kaohe.people.actions.departments import renew
from kaohe.people.actions.roster_rows import Rows
from kaohe.people.deeds import Deed, require
from kaohe.people.models import Bureau, Intake, Officer
from kaohe.people.rosters import CHANGED, NEW, Outcome

LARGEST = 4_000_000
#: So long a trial waits to be carried out.
KEPT = timedelta(days=7)


@transaction.atomic
def hand_in(
    *, officer: Officer, bureau: Bureau, name: str, content: bytes, rulebook: Rulebook | None = None
) -> Intake:
    """Take a workbook and try what it would do; nothing of that stays. One that was handed in before gives way.

    Raises Refused without the right or for a file that is too large; what is wrong inside stands in its outcome.
    """
    require(officer, Deed.MANAGE_PEOPLE, bureau=bureau)
    if len(content) > LARGEST:
        raise Refused([Problem("people.roster_large", {"most": LARGEST // 1_000_000})])
    outcome = _tried(officer, bureau, name, content, rulebook)
    Intake.objects.filter(officer=officer).delete()
    return Intake.objects.create(
        officer=officer, bureau=bureau, name=name[-200:], content=content, digest=sha256_hex(content), outcome=outcome.data()
    )


@transaction.atomic
def carry_out(*, officer: Officer, intake: Intake, rulebook: Rulebook | None = None) -> Outcome:
    """Do what was tried, all of it at once; rows that are wrong are left out, as the trial told.

    Raises Refused without the right, for a file that can't be read or does nothing, and where the bureau has changed since
    the trial, so that something else would be done than was shown.
    """
    bureau = intake.bureau
    require(officer, Deed.MANAGE_PEOPLE, bureau=bureau)
    Bureau.objects.select_for_update().get(pk=bureau.pk)  # two workbooks at once would not see each other
    promised = Outcome.of(intake.outcome)
    outcome = _run(officer, bureau, intake.name, bytes(intake.content), rulebook)
    if outcome.data() != promised.data():
        raise Refused([Problem("people.roster_changed")])
    counts = outcome.counts()
    if outcome.broken or not counts[NEW] + counts[CHANGED]:
        raise Refused([Problem("people.roster_idle")])
    renew(bureau)
    done = {each.name: each.words["zh"] for each in outcome.lines if each.kind in (NEW, CHANGED)}
    after = {"file": intake.name, "digest": intake.digest, "counts": counts, "done": done}
    record(Tag.PEOPLE_IMPORTED, officer=officer, subject=bureau, bureau=bureau, after=after)
    Intake.objects.filter(pk=intake.pk).delete()
    return outcome


def forget_old_intakes(*, now: datetime) -> int:
    """Workbooks that were tried and never carried out; returns how many."""
    return Intake.objects.filter(at__lt=now - KEPT).delete()[0]


def read(bureau: Bureau, name: str, content: bytes, rulebook: Rulebook | None) -> Roster:
    """The workbook's rows, read against the bureau as it is."""
    return read_roster(content, name, rosters.known(bureau, rulebook), year=bureau.today().year)


def _tried(officer: Officer, bureau: Bureau, name: str, content: bytes, rulebook: Rulebook | None) -> Outcome:
    """What would come of it: really done, and then undone, so that the trial can't promise what the deed refuses."""
    with transaction.atomic():
        outcome = _run(officer, bureau, name, content, rulebook)
        transaction.set_rollback(True)
    return outcome


def _run(officer: Officer, bureau: Bureau, name: str, content: bytes, rulebook: Rulebook | None) -> Outcome:
    found = read(bureau, name, content, rulebook)
    notes = {language: [problem.message(language) for problem in found.problems] for language in rosters.LANGUAGES}
    if found.broken:
        return Outcome((), notes, broken=True)
    rows = Rows(officer, bureau, name)
    lines = [*(rows.department(row) for row in found.departments), *(rows.person(row) for row in found.people)]
    return Outcome(tuple(rows.ordered(found, lines)), notes)
