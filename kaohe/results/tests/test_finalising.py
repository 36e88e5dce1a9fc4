"""Final when nothing is open; announced anew where a review changed something; taken up again with both results kept."""

from datetime import timedelta
from decimal import Decimal

from kaohe.cycles.models import Cycle
from kaohe.cycles.stages import Stage
from kaohe.results.actions import TakeBack, decide_objection, finalise_results, propose, publish_results, reopen_year
from kaohe.results.models import Ask, Kind, Notice, Outcome, Snapshot
from tests.support.bureau import recorded, refused
from tests.support.ending import AFTER, DEADLINE, again, final, lapsed, objected, published, reviewed

LATER = AFTER + timedelta(days=3)


def proposed(world, ask=Ask.FINAL, at=AFTER, **changed):
    return propose(**{"officer": world.office, "cycle": world.cycle, "ask": ask, "at": at, **changed})


def upheld(world):
    """An objection, upheld after the time was over."""
    objection = objected(world)
    lapsed(world)
    decide_objection(
        officer=world.leading_group,
        objection=reviewed(world, objection),
        outcome=Outcome.UPHELD,
        reason="属实",
        remedies=[TakeBack()],
    )
    again(world)


def test_results_become_final_by_two_persons_when_the_time_for_objections_is_over(noticed):
    with refused("results.objections_open"):
        proposed(noticed, at=DEADLINE)
    proposal = proposed(noticed)
    with refused("results.objections_open"):
        finalise_results(officer=noticed.director, proposal=proposal, at=DEADLINE)
    snapshot = finalise_results(officer=noticed.director, proposal=proposal, at=AFTER)
    notice = Notice.objects.get()
    assert (snapshot.kind, snapshot.previous, snapshot.board) == (Kind.FINAL, notice.snapshot, notice.snapshot.board)
    cycle = Cycle.objects.get(pk=noticed.cycle.pk)
    assert (cycle.stage, cycle.finalised_on, cycle.lapsed_at) == (Stage.FINAL, AFTER.date(), AFTER)


def test_what_is_final_is_so_once(noticed):
    final(noticed)
    with refused("cycles.stage"):
        proposed(noticed)
    assert Snapshot.objects.filter(kind=Kind.FINAL).count() == 1


def test_an_open_objection_keeps_a_year_from_being_final(noticed):
    objected(noticed)
    lapsed(noticed)
    with refused("results.objection_open"):
        proposed(noticed)


def test_an_objection_refused_needs_no_second_notice(noticed):
    objection = objected(noticed)
    lapsed(noticed)
    decide_objection(
        officer=noticed.leading_group,
        objection=reviewed(noticed, objection, Outcome.REFUSED),
        outcome=Outcome.REFUSED,
        reason="事后补写",
    )
    again(noticed)
    with refused("results.nothing_changed"):
        proposed(noticed, Ask.NOTICE)
    assert final(noticed).previous == Notice.objects.get().snapshot


def test_what_a_review_changed_is_announced_anew_before_it_is_final(noticed):
    upheld(noticed)
    with refused("results.not_announced"):
        proposed(noticed)
    proposal = proposed(noticed, Ask.NOTICE)
    with recorded("results:notice:published"):
        second = publish_results(officer=noticed.director, proposal=proposal, at=LATER)
    again(noticed)
    first = Notice.objects.get(number=1)
    assert (second.number, second.until, second.snapshot.previous) == (2, None, first.snapshot)
    assert (noticed.cycle.stage, noticed.cycle.objection_deadline) == (Stage.REVIEWING, DEADLINE)
    old, new = (notice.snapshot.read_board().of("budget").published for notice in (first, second))
    assert new - old == Decimal("0.4")
    assert final(noticed, LATER).board == second.snapshot.board


def test_a_second_notice_opens_no_second_time_for_objections(noticed):
    upheld(noticed)
    publish_results(officer=noticed.director, proposal=proposed(noticed, Ask.NOTICE), at=LATER)
    with refused("results.not_objectable"):
        objected(noticed, at=LATER)


def test_who_finalises(noticed, elsewhere):
    with refused("people.may_not"):
        proposed(noticed, officer=noticed.leading_group)
    proposal = proposed(noticed)
    with refused("people.may_not"):
        finalise_results(officer=noticed.office, proposal=proposal, at=AFTER)
    with refused("people.other_bureau"):
        finalise_results(officer=elsewhere.director, proposal=proposal, at=AFTER)


# ---- taken up again --------------------------------------------------------------------------------------------------


def reopened(world, reason="年后查实一起违纪"):
    proposal = proposed(world, Ask.REOPEN, LATER, reason=reason)
    cycle = reopen_year(officer=world.director, proposal=proposal, at=LATER)
    again(world)
    return cycle


def test_a_final_year_is_taken_up_again_by_two_persons_for_a_reason(noticed):
    final(noticed)
    with refused("results.reopen_without_why"):
        proposed(noticed, Ask.REOPEN, LATER)
    with refused("people.may_not"):
        reopen_year(officer=noticed.office, proposal=proposed(noticed, Ask.REOPEN, LATER, reason="查实"), at=LATER)


def test_a_reopened_year_keeps_both_results(noticed):
    first = final(noticed)
    cycle = reopened(noticed)
    assert (cycle.stage, cycle.round, cycle.noticed_at, cycle.objection_deadline) == (Stage.CLOSING, 2, None, None)
    noticed.absence(persons=["查实的一人"], confirmed=True)
    entry = noticed.cycle.entries.latest("number")
    later = entry.recorded_at + timedelta(days=12)
    notice = published(noticed, later)
    assert (notice.number, notice.until is not None) == (2, True)
    lapsed(noticed, later + timedelta(days=30))
    second = final(noticed, later + timedelta(days=30))
    assert Snapshot.objects.get(pk=first.pk).board == first.board != second.board
    assert [each.round for each in Snapshot.objects.filter(kind=Kind.FINAL)] == [1, 2]


def test_a_year_that_is_not_final_is_not_taken_up_again(noticed):
    with refused("cycles.stage"):
        proposed(noticed, Ask.REOPEN, reason="查实")
