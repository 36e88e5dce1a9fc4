"""What is announced: the quarter's bulletin, the year's public notice, the final results. Each keeps the whole board."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from kaohe.audit.chain import canonical
from kaohe.audit.recording import record
from kaohe.audit.tags import Tag
from kaohe.cycles.models import Cycle, Period
from kaohe.cycles.stages import Stage
from kaohe.engine import ENGINE_VERSION, Board, Facts, Problem, Refused, board_data, errors, sha256_hex
from kaohe.files.facts_data import facts_data
from kaohe.ledger.models import Entry
from kaohe.people.deeds import Deed, require
from kaohe.people.models import Officer
from kaohe.results.boards import board_of, facts_of
from kaohe.results.hindrances import objectable, objections_until, uncounted, unsettled
from kaohe.results.models import Kind, Snapshot


@transaction.atomic
def issue_bulletin(*, officer: Officer, period: Period, at: datetime | None = None) -> Snapshot:
    """Announce a quarter as of its last day, with what was recorded of it until now (`at`), and close the period.

    Issued again after a correction, it names the one before. Raises Refused without the right, at another stage, before
    the quarter is over, out of order, or with every error in the facts.
    """
    cycle = Cycle.objects.locked(period.cycle)
    require(officer, Deed.ISSUE_BULLETIN, bureau=cycle.bureau)
    cycle.require(Stage.RUNNING, Stage.CLOSING)
    moment = at or timezone.now()
    _require_over(cycle, period)
    known_on = timezone.localdate(at) if at else None
    board = board_of(cycle, period.ends, known_on)
    if wrong := errors(board.problems):
        raise Refused(wrong)
    if period.closed_on is None:
        Period.objects.filter(pk=period.pk).update(closed_on=timezone.localdate(moment))
    snapshot = _keep(cycle, Kind.BULLETIN, board, facts_of(cycle, period.ends, known_on), officer, moment, period)
    record(
        Tag.BULLETIN_ISSUED, officer=officer, subject=snapshot, bureau=cycle.bureau,
        after={"period": period.number, **_told(snapshot)},
    )  # fmt: skip
    return snapshot


@transaction.atomic
def publish_results(*, officer: Officer, cycle: Cycle, at: datetime | None = None) -> Snapshot:
    """Put the year's results up for objections, until the moment that the measures and the calendar give.

    The deadline is counted now and never anew. Raises Refused without the right, at another stage, and with everything
    that hinders: goals without a grade, items not judged, a deadline that the calendar doesn't reach.
    """
    require(officer, Deed.PUBLISH_RESULTS, bureau=cycle.bureau)
    cycle = Cycle.objects.locked(cycle)
    cycle.require(Stage.CLOSING)
    moment = at or timezone.now()
    until = objections_until(cycle, moment)
    if found := [*unsettled(cycle), *uncounted(until)]:
        raise Refused(found)
    board = board_of(cycle)
    snapshot = _keep(cycle, Kind.NOTICE, board, facts_of(cycle), officer, moment)
    cycle.advance(
        Stage.NOTICED,
        noticed_at=moment,
        objection_deadline=until and until.moment,
        objection_calendar=until.version if until else "",
        graded_on=_graded_on(cycle),
    )
    after = {**_told(snapshot), "objection_deadline": cycle.objection_deadline, "calendar": cycle.objection_calendar}
    record(Tag.RESULTS_PUBLISHED, officer=officer, subject=snapshot, bureau=cycle.bureau, after=after)
    return snapshot


@transaction.atomic
def finalise_results(*, officer: Officer, cycle: Cycle, at: datetime | None = None) -> Snapshot:
    """The results stand for good.

    Raises Refused without the right, at another stage, before the time for objections is over, and with everything that
    is open or wrong.
    """
    require(officer, Deed.FINALISE_RESULTS, bureau=cycle.bureau)
    cycle = Cycle.objects.locked(cycle)
    cycle.require(Stage.NOTICED, Stage.REVIEWING)
    moment = at or timezone.now()
    if found := list(objectable(cycle, moment)):
        raise Refused(found)
    if found := unsettled(cycle):
        raise Refused(found)
    snapshot = _keep(cycle, Kind.FINAL, board_of(cycle), facts_of(cycle), officer, moment)
    cycle.advance(Stage.FINAL, finalised_on=timezone.localdate(moment))
    record(Tag.RESULTS_FINALISED, officer=officer, subject=snapshot, bureau=cycle.bureau, after=_told(snapshot))
    return snapshot


def _require_over(cycle: Cycle, period: Period) -> None:
    found = []
    if period.ends > cycle.bureau.today():
        found.append(Problem("results.period_running", {"period": period.label, "ends": period.ends}))
    open_before = cycle.periods.filter(number__lt=period.number, closed_on__isnull=True).first()
    if open_before:
        found.append(Problem("results.period_before_open", {"period": period.label, "before": open_before.label}))
    if found:
        raise Refused(found)


def _graded_on(cycle: Cycle) -> object:
    """The day of the last grading."""
    graded = Entry.objects.filter(cycle=cycle, grading__isnull=False).order_by("-occurred_on")
    return graded.values_list("occurred_on", flat=True).first()


def _keep(
    cycle: Cycle,
    kind: Kind,
    board: Board,
    facts: Facts,
    officer: Officer,
    moment: datetime,
    period: Period | None = None,
) -> Snapshot:
    newest = Entry.objects.filter(cycle=cycle).order_by("-number").first()
    return Snapshot.objects.create(
        cycle=cycle,
        kind=kind,
        period=period,
        board=board_data(board),
        facts_digest=sha256_hex(canonical(facts_data(facts))),
        edition_digest=board.digest,
        highest_entry=newest.number if newest else 0,
        seal=newest.seal if newest else "",
        engine_version=ENGINE_VERSION,
        made_at=moment,
        made_by=officer,
        previous=cycle.snapshots.light().order_by("-pk").first(),
    )


def _told(snapshot: Snapshot) -> dict[str, object]:
    """What the audit trail tells of a snapshot."""
    return {
        "kind": snapshot.kind,
        "facts_digest": snapshot.facts_digest,
        "edition_digest": snapshot.edition_digest,
        "highest_entry": snapshot.highest_entry,
        "seal": snapshot.seal,
    }
