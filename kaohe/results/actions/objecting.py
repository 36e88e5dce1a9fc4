"""A department disputes a line of the published results: judged by the moment it arrived, receipted, withdrawn if it likes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from kaohe.audit.recording import record
from kaohe.audit.tags import Tag
from kaohe.cycles.models import Cycle
from kaohe.cycles.stages import Stage
from kaohe.engine import Problem, Refused, Said
from kaohe.evidence.models import StoredFile
from kaohe.goals.models import Goal
from kaohe.ledger.models import Entry
from kaohe.ledger.proofs import Given, proofs
from kaohe.people.deeds import Deed, require
from kaohe.people.models import Department, Officer
from kaohe.results.models import MOVES, Notice, Objection, State
from kaohe.results.telling import tell_who_may

#: While the notice stands, and for what arrived in the last second, a moment longer.
OBJECTING = (Stage.NOTICED, Stage.REVIEWING)


class Disputed(NamedTuple):
    """The line that is disputed: an item's code, and the entry or the goal that the line is about, if any; in words."""

    item: str
    label: str
    entry: Entry | None = None
    goal: Goal | None = None


@transaction.atomic
def file_objection(
    *, officer: Officer, notice: Notice, department: Department, line: Disputed, reason: str,
    evidence: Sequence[Given] = (), at: datetime | None = None,
) -> Objection:  # fmt: skip
    """Object to one line of the notice, for one's department.

    at  the moment the request arrived, by which it is judged; whoever calls must not take it from the sender
    Raises Refused without the right, for another department, after the last moment, for a line that isn't this department's or
    is disputed already, and without a reason.
    """
    arrived = at or timezone.now()
    cycle = Cycle.objects.locked(notice.cycle)
    require(officer, Deed.FILE_OBJECTION, department, bureau=cycle.bureau)
    cycle.require(*OBJECTING)
    _require_in_time(cycle, notice, arrived)
    found = [*_not_theirs(cycle, notice, department, line), *_twice(notice, department, line)]
    if not reason.strip():
        found.append(Problem("results.objection_without_why", {"line": line.label}))
    attached = proofs(officer, evidence)
    if found:
        raise Refused(found)
    last = Objection.objects.filter(notice__cycle=cycle).aggregate(number=Max("number"))["number"]
    objection = Objection.objects.create(
        notice=notice, department=department, number=(last or 0) + 1, item=line.item, entry=line.entry, goal=line.goal,
        label=line.label[:300], reason=reason.strip(), evidence=[proof.title for proof in attached], filed_by=officer,
        signature=officer.signature, filed_at=arrived,
    )  # fmt: skip
    objection.files.set([proof.file for proof in attached if isinstance(proof.file, StoredFile)])
    if (
        cycle.stage == Stage.NOTICED and cycle.lapsed_at is not None
    ):  # in time, but overtaken by the clock on its way here
        cycle.advance(Stage.REVIEWING)
    after = {
        "number": objection.number,
        "item": line.item,
        "line": line.label,
        "arrived": arrived,
        "evidence": objection.evidence,
    }
    record(
        Tag.OBJECTION_FILED,
        officer=officer,
        subject=objection,
        bureau=cycle.bureau,
        after=after,
        reason=objection.reason,
    )
    link = f"/{cycle.year}/objections/{objection.number}/"
    tell_who_may(cycle, Deed.ASSIGN_REVIEWER, Said("told.objected", {"department": department.title, "number": objection.number}), link)
    return objection


@transaction.atomic
def withdraw_objection(*, officer: Officer, objection: Objection) -> Objection:
    """Take it back. Raises Refused without the right, or once it is decided or withdrawn."""
    objection = held(objection)
    require(officer, Deed.FILE_OBJECTION, objection.department, bureau=objection.notice.cycle.bureau)
    move(objection, State.WITHDRAWN)
    record(Tag.OBJECTION_WITHDRAWN, officer=officer, subject=objection, bureau=objection.notice.cycle.bureau)
    return objection


def held(objection: Objection) -> Objection:
    """The objection as it is now, with its year held against other writers. Raises Refused once its year is beyond a review."""
    cycle = Cycle.objects.locked(objection.notice.cycle)
    cycle.require(*OBJECTING)
    fresh = Objection.objects.with_names().get(pk=objection.pk)
    fresh.notice.cycle = cycle
    return fresh


def move(objection: Objection, to: State, **changes: object) -> None:
    """Move on. The condition stands in the UPDATE itself, so of two who try at once one does; the other is told."""
    was = State(objection.state)
    if to in MOVES[was] and Objection.objects.filter(pk=objection.pk, state=was).update(state=to, **changes):
        objection.state = to
        for name, value in changes.items():
            setattr(objection, name, value)
        return
    raise Refused([Problem("results.objection_moved", {"number": objection.number, "state": Said(f"objection.{was}")})])


def _require_in_time(cycle: Cycle, notice: Notice, arrived: datetime) -> None:
    latest = Notice.objects.filter(cycle=cycle, until__isnull=False).order_by("-number").first()
    if latest is None or latest.pk != notice.pk or cycle.objection_deadline is None:
        raise Refused([Problem("results.not_objectable", {"year": cycle.year})])
    if arrived > cycle.objection_deadline:
        values = {"arrived": timezone.localtime(arrived), "deadline": timezone.localtime(cycle.objection_deadline)}
        raise Refused([Problem("results.too_late", values)])


def _not_theirs(cycle: Cycle, notice: Notice, department: Department, line: Disputed) -> list[Problem]:
    """One problem for a line that doesn't stand in this department's part of the notice."""
    theirs = line.item in cycle.rulebook().items
    if line.entry is not None:
        entry = line.entry
        theirs &= (entry.cycle_id, entry.department_id) == (
            cycle.pk,
            department.pk,
        ) and entry.number <= notice.snapshot.highest_entry
    if line.goal is not None:
        theirs &= (line.goal.cycle_id, line.goal.department_id) == (cycle.pk, department.pk)
    return [] if theirs else [Problem("results.line_not_theirs", {"department": department.title, "line": line.label})]


def _twice(notice: Notice, department: Department, line: Disputed) -> list[Problem]:
    """One problem for a line that is disputed already; it is reviewed once."""
    same = notice.objections.exclude(state=State.WITHDRAWN).filter(
        department=department, entry=line.entry, goal=line.goal
    )
    if line.entry is None and line.goal is None:
        same = same.filter(item=line.item)
    first = same.first()
    return [Problem("results.objected_already", {"number": first.number, "line": line.label})] if first else []
