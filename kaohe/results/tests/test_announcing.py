"""Bulletins, the public notice and the final results: each keeps the whole board, and nothing open passes."""

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from kaohe.cycles.models import Cycle
from kaohe.cycles.stages import Stage
from kaohe.engine import board_data
from kaohe.panels.actions import grade_goal
from kaohe.results.actions import finalise_results, issue_bulletin, publish_results
from kaohe.results.boards import board_of
from kaohe.results.models import Kind, Snapshot
from tests.support.bureau import PAPER, recorded, refused

HERE = timezone.get_default_timezone()
NOTICE = datetime(2026, 1, 19, 9, 0, tzinfo=HERE)
DEADLINE = datetime(2026, 1, 21, 17, 30, tzinfo=HERE)


def bulletin(world, number=1, **changed):
    period = world.cycle.periods.get(number=number)
    return issue_bulletin(**{"officer": world.office, "period": period, **changed})


def test_a_quarter_is_announced_as_of_its_last_day(world):
    world.absence()
    with recorded("results:bulletin:issued"):
        snapshot = bulletin(world)
    period = world.cycle.periods.get(number=1)
    assert snapshot.board == board_data(board_of(world.cycle, period.ends))
    assert (snapshot.kind, snapshot.highest_entry, snapshot.previous) == (Kind.BULLETIN, 1, None)
    assert snapshot.seal == world.cycle.entries.get().seal
    assert period.closed_on


def test_a_bulletin_issued_again_names_the_one_before(world):
    first = bulletin(world)
    world.absence()
    second = bulletin(world)
    assert second.previous == first
    assert second.facts_digest != first.facts_digest
    assert Snapshot.objects.get(pk=first.pk).board == first.board


def test_a_quarter_is_not_announced_before_it_is_over(world):
    for number in (1, 2, 3):
        bulletin(world, number)
    with refused("results.period_running"):
        bulletin(world, 4)


def test_quarters_are_announced_in_their_order(world):
    with refused("results.period_before_open"):
        bulletin(world, 2)


def test_only_the_office_announces(world, elsewhere):
    with refused("people.may_not"):
        bulletin(world, officer=world.director)
    with refused("people.other_bureau"):
        bulletin(world, officer=elsewhere.office)


def test_a_final_year_is_not_announced_again(world):
    world.at(Stage.FINAL)
    with refused("cycles.stage"):
        bulletin(world)


@pytest.fixture
def graded(world):
    """The bureau with its year closed and every goal graded."""
    world.at(Stage.CLOSING)
    for goal in world.cycle.goals.select_related("department", "cycle__bureau"):
        grade_goal(officer=world.leading_group, goal=goal, grade="qualified", reason="按期完成", evidence=PAPER)
    return world


def publish(world, **changed):
    told = {"officer": world.office, "cycle": world.cycle, "objection_deadline": DEADLINE, "at": NOTICE}
    return publish_results(**{**told, **changed})


def finalise(world, **changed):
    told = {"officer": world.director, "cycle": world.cycle, "at": DEADLINE + timedelta(hours=1)}
    return finalise_results(**{**told, **changed})


def test_results_are_published_with_a_deadline(graded):
    with recorded("results:notice:published"):
        snapshot = publish(graded)
    cycle = Cycle.objects.get(pk=graded.cycle.pk)
    assert (cycle.stage, cycle.noticed_at, cycle.objection_deadline) == (Stage.NOTICED, NOTICE, DEADLINE)
    assert cycle.graded_on == graded.bureau.today()
    assert [each["rank"] for each in snapshot.board["departments"]] == [1, 1]


def test_nothing_open_is_published(world):
    world.at(Stage.CLOSING)
    with refused("grading.missing"):
        publish(world)


def test_all_that_is_open_is_said_at_once(world):
    world.at(Stage.CLOSING)
    with refused("grading.missing") as caught:
        publish(world)
    assert len(caught.value.problems) == 12


def test_a_deadline_sooner_than_the_measures_allow_is_refused(graded):
    with refused("results.deadline_too_soon"):
        publish(graded, objection_deadline=NOTICE + timedelta(days=1))


def test_results_are_published_once(graded):
    publish(graded)
    with refused("cycles.stage"):
        publish(graded)


def test_who_may_publish(graded, elsewhere):
    with refused("people.may_not"):
        publish(graded, officer=graded.director)
    with refused("people.other_bureau"):
        publish(graded, officer=elsewhere.office)


def test_results_become_final_when_the_time_for_objections_is_over(graded):
    notice = publish(graded)
    with refused("results.objections_open"):
        finalise(graded, at=DEADLINE)
    with recorded("results:final:finalised"):
        final = finalise(graded)
    assert final.previous == notice
    assert final.board == notice.board
    assert Cycle.objects.get(pk=graded.cycle.pk).stage == Stage.FINAL


def test_results_are_final_once_and_by_those_who_lead(graded):
    publish(graded)
    with refused("people.may_not"):
        finalise(graded, officer=graded.office)
    finalise(graded)
    with refused("cycles.stage"):
        finalise(graded)


def test_a_year_not_yet_published_does_not_become_final(graded):
    with refused("cycles.stage"):
        finalise(graded)


def test_what_was_announced_is_announced_to_all_of_the_bureau_and_to_no_other(world, elsewhere):
    snapshot = bulletin(world)
    assert list(Snapshot.objects.visible_to(world.nobody)) == [snapshot]
    assert not Snapshot.objects.visible_to(elsewhere.office).exists()
    assert "board" not in Snapshot.objects.light().get().__dict__
