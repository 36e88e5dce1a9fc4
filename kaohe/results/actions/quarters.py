"""The quarter: asked for, closed, announced. What comes in after the closing is told as late in the next bulletin."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from kaohe.audit.recording import record
from kaohe.audit.tags import Tag
from kaohe.cycles.models import Cycle, Period
from kaohe.cycles.stages import Stage
from kaohe.engine import Problem, Refused, Said, errors
from kaohe.ledger.models import Entry
from kaohe.people.deeds import Deed, require
from kaohe.people.models import Officer
from kaohe.results.actions.keeping import keep, told
from kaohe.results.boards import board_of, facts_of
from kaohe.results.facts import digest_of
from kaohe.results.models import Kind, Snapshot
from kaohe.results.progress import details_of
from kaohe.results.telling import tell_departments

#: While these stages last, quarters are asked for, closed and announced.
QUARTERS = (Stage.RUNNING, Stage.CLOSING)


@transaction.atomic
def open_quarter(*, officer: Officer, period: Period, at: datetime | None = None) -> Period:
    """Ask the departments for a quarter's progress; each hears of it once.

    Raises Refused without the right, at another stage, before the quarter has begun, once it is open or closed.
    """
    cycle, period = _held(officer, period)
    if period.starts > cycle.bureau.today():
        raise Refused([Problem("progress.not_begun", {"period": period.label, "starts": period.starts})])
    opened = Period.objects.filter(pk=period.pk, opened_on__isnull=True, closed_on__isnull=True)
    if not opened.update(opened_on=_day(cycle, at)):
        raise Refused([Problem("results.period_open", {"period": period.label})])
    period.refresh_from_db()
    tell_departments(
        cycle, Said("told.period_opened", {"period": period.label}), f"/{cycle.year}/progress/?period={period.number}"
    )
    record(
        Tag.PERIOD_OPENED, officer=officer, subject=period, bureau=cycle.bureau, after={"opened_on": period.opened_on}
    )
    return period


@transaction.atomic
def close_quarter(*, officer: Officer, period: Period, at: datetime | None = None) -> Period:
    """Draw the line under a quarter: its bulletin counts what stands in the ledger now.

    Raises Refused without the right, at another stage, before the quarter is over, out of order, and once it is closed.
    """
    cycle, period = _held(officer, period)
    _require_over(cycle, period)
    newest = Entry.objects.filter(cycle=cycle).order_by("-number").values_list("number", flat=True).first() or 0
    open_still = Period.objects.filter(pk=period.pk, closed_on__isnull=True)
    if not open_still.update(closed_on=_day(cycle, at), last_entry=newest):
        raise Refused([Problem("results.period_closed", {"period": period.label})])
    period.refresh_from_db()
    after = {"closed_on": period.closed_on, "highest_entry": newest}
    record(Tag.PERIOD_CLOSED, officer=officer, subject=period, bureau=cycle.bureau, after=after)
    return period


@transaction.atomic
def issue_bulletin(*, officer: Officer, period: Period, reason: str = "", at: datetime | None = None) -> Snapshot:
    """Announce a closed quarter as of its last day, with what stood in the ledger when it was closed.

    Issued again with what is known by now, it names the one before; for that a reason is owed.
    Raises Refused without the right, at another stage, before the quarter is closed, for a second bulletin without a
    reason or a difference, or with every error in the facts.
    """
    cycle, period = _held(officer, period)
    if period.closed_on is None:
        raise Refused([Problem("results.period_not_closed", {"period": period.label})])
    before = Snapshot.objects.filter(cycle=cycle, period=period).light().order_by("-pk").first()
    up_to = None if before else period.last_entry
    if before and not reason.strip():
        raise Refused([Problem("results.bulletin_again", {"period": period.label})])
    if before and before.facts_digest == digest_of(facts_of(cycle, period.ends)):
        raise Refused([Problem("results.bulletin_same", {"period": period.label})])
    if wrong := errors(board_of(cycle, period.ends, up_to).problems):
        raise Refused(wrong)
    details = {**details_of(cycle, period, up_to), "reason": reason.strip()}
    snapshot = keep(
        cycle, Kind.BULLETIN, officer, at or timezone.now(),
        period=period, as_of=period.ends, up_to=up_to, details=details,
    )  # fmt: skip
    record(
        Tag.BULLETIN_ISSUED, officer=officer, subject=snapshot, bureau=cycle.bureau,
        after={"period": period.number, **told(snapshot)}, reason=reason.strip(),
    )  # fmt: skip
    tell_departments(cycle, Said("told.bulletin", {"period": period.label}), f"/{cycle.year}/quarters/{period.number}/")
    return snapshot


def _held(officer: Officer, period: Period) -> tuple[Cycle, Period]:
    """The quarter as it is now, with its year held, for one who may run it while it can be run."""
    cycle = Cycle.objects.locked(period.cycle)
    require(officer, Deed.RUN_QUARTER, bureau=cycle.bureau)
    cycle.require(*QUARTERS)
    period = Period.objects.get(pk=period.pk)
    period.cycle = cycle
    return cycle, period


def _day(cycle: Cycle, at: datetime | None) -> date:
    return timezone.localdate(at) if at else cycle.bureau.today()


def _require_over(cycle: Cycle, period: Period) -> None:
    found = []
    if period.ends > cycle.bureau.today():
        found.append(Problem("results.period_running", {"period": period.label, "ends": period.ends}))
    open_before = cycle.periods.filter(number__lt=period.number, closed_on__isnull=True).first()
    if open_before:
        found.append(Problem("results.period_before_open", {"period": period.label, "before": open_before.label}))
    if found:
        raise Refused(found)
