"""Opening a year, planning its dates, moving it on."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping
from datetime import date

from django.db import transaction

from kaohe.audit.recording import record
from kaohe.audit.tags import Tag
from kaohe.cycles.calendar import calendar_of
from kaohe.cycles.dates import frame_of, waiting
from kaohe.cycles.milestones import Key
from kaohe.cycles.models import Cycle, CycleDate, Edition, Period, StageNames
from kaohe.cycles.plan import Planned, days_of, problems, propose, settle
from kaohe.cycles.stages import PLANNED, Stage
from kaohe.engine import Problem, Refused
from kaohe.people.deeds import Deed, require
from kaohe.people.models import Bureau, Officer


@transaction.atomic
def open_cycle(
    *, officer: Officer, bureau: Bureau, year: int, edition: Edition, dates: Mapping[Key, date] | None = None
) -> Cycle:
    """Open a year under an adopted edition; its periods are those that the edition names, equally long.

    dates  when what is to be done; without them those that the working-day calendar proposes

    Raises Refused without the right, for another bureau's edition, where the year is open already, and with everything
    that is wrong with the dates.
    """
    require(officer, Deed.OPEN_CYCLE, bureau=bureau)
    if edition.bureau_id != bureau.pk:
        raise Refused([Problem("cycles.edition_foreign", {"edition": edition.label, "bureau": bureau.name})])
    if bureau.cycles.filter(year=year).exists():
        raise Refused([Problem("cycles.year_taken", {"year": year})])
    cycle = Cycle.objects.create(bureau=bureau, year=year, edition=edition)
    Period.objects.bulk_create(
        Period(cycle=cycle, number=number, label=label, starts=starts, ends=ends)
        for number, (label, (starts, ends)) in enumerate(
            zip(edition.rulebook().periods, spans(year, len(edition.rulebook().periods)), strict=True), 1
        )
    )
    planned = _planned(cycle, dates)
    _plan(cycle, planned)
    after = {"year": year, "edition": edition.code, "digest": edition.digest, "dates": _told(planned)}
    record(Tag.CYCLE_OPENED, officer=officer, subject=cycle, bureau=bureau, after=after)
    return cycle


@transaction.atomic
def set_dates(*, officer: Officer, cycle: Cycle, dates: Mapping[Key, date], reason: str = "") -> Cycle:
    """Plan the year anew: every date, of which the deadline for objections follows from the notice's.

    Raises Refused without the right, once the results are announced, and with everything that is wrong with the dates.
    """
    require(officer, Deed.SET_DATES, bureau=cycle.bureau)
    cycle = Cycle.objects.locked(cycle)
    cycle.require(*PLANNED)
    before = [Planned(row.key, row.day, row.provisional) for row in cycle.dates.all()]
    planned = _planned(cycle, dates)
    CycleDate.objects.filter(cycle=cycle).delete()
    _plan(cycle, planned)
    record(
        Tag.DATES_SET, officer=officer, subject=cycle, bureau=cycle.bureau,
        before=_told(before), after=_told(planned), reason=reason,
    )  # fmt: skip
    return cycle


@transaction.atomic
def advance_stage(*, officer: Officer, cycle: Cycle, to: Stage) -> Cycle:
    """Move a year on where nothing else hangs on it: from the daily assessment to the closing.

    Raises Refused without the right, for a move that the table doesn't allow, while a date of the closing is provisional,
    and for moves that have their own action because they must look at goals or results first (`lock_goals`,
    `publish_results`, `finalise_results`).
    """
    require(officer, Deed.ADVANCE_STAGE, bureau=cycle.bureau)
    cycle = Cycle.objects.locked(cycle)
    if to != Stage.CLOSING:
        raise Refused([Problem("cycles.own_action", {"to": StageNames([to])})])
    cycle.require(Stage.RUNNING)
    if unknown := waiting(cycle):
        raise Refused(unknown)
    before = cycle.stage
    cycle.advance(to)
    record(
        Tag.STAGE_ADVANCED, officer=officer, subject=cycle, bureau=cycle.bureau,
        before={"stage": before}, after={"stage": cycle.stage},
    )  # fmt: skip
    return cycle


def spans(year: int, count: int) -> list[tuple[date, date]]:
    """Equal parts of the year in whole months: the first and last day of each."""
    months = 12 // count
    return [
        (date(year, last - months + 1, 1), date(year, last, monthrange(year, last)[1]))
        for last in range(months, 13, months)
    ]


def _planned(cycle: Cycle, dates: Mapping[Key, date] | None) -> tuple[Planned, ...]:
    """The year's dates, chosen or proposed. Raises Refused with everything that is wrong with chosen ones."""
    frame = frame_of(cycle, calendar_of(cycle.bureau))
    if dates is None:
        return propose(frame)
    if found := list(problems(frame, dates)):
        raise Refused(found)
    return settle(frame, dates)


def _plan(cycle: Cycle, planned: tuple[Planned, ...]) -> None:
    CycleDate.objects.bulk_create(
        CycleDate(cycle=cycle, milestone=key.milestone, number=key.number, day=day, provisional=provisional)
        for key, day, provisional in planned
    )


def _told(planned: list[Planned] | tuple[Planned, ...]) -> dict[str, date]:
    """The dates as the audit trail tells them."""
    return {f"{key.milestone}{key.number or ''}": day for key, day in days_of(planned).items()}
