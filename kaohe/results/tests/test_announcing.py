"""Bulletins, the public notice and the final results: each keeps the whole board, and nothing open passes."""

from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone

from kaohe.cycles.actions import load_calendar, set_day
from kaohe.cycles.models import Cycle
from kaohe.cycles.stages import Stage
from kaohe.days.calendar import Day
from kaohe.days.calendar import Kind as KindOfDay
from kaohe.days.national import national
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
    told = {"officer": world.office, "cycle": world.cycle, "at": NOTICE}
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


@pytest.mark.parametrize(
    ("noticed", "until"),
    [
        ("2026-01-19 23:59", "2026-01-21 17:30"),
        ("2026-01-09 00:00", "2026-01-13 17:30"),
        ("2025-12-31 09:00", "2026-01-05 17:30"),
        ("2026-02-13 09:00", "2026-02-24 17:30"),
    ],
)
def test_objections_close_after_two_working_days_when_the_office_does(graded, noticed, until):
    publish(graded, at=datetime.fromisoformat(f"{noticed}+08:00"))
    cycle = Cycle.objects.get(pk=graded.cycle.pk)
    assert cycle.objection_deadline == datetime.fromisoformat(f"{until}+08:00")
    assert cycle.objection_calendar == national().version


def test_a_holiday_of_the_place_lengthens_the_time_for_objections(graded):
    set_day(
        officer=graded.office,
        bureau=graded.bureau,
        day=date(2026, 1, 20),
        kind=KindOfDay.REST,
        name="地方节日",
        source="市府〔2025〕9号",
    )
    publish(graded)
    deadline = Cycle.objects.get(pk=graded.cycle.pk).objection_deadline
    assert timezone.localtime(deadline).date() == date(2026, 1, 22)


def test_an_announced_deadline_never_moves(graded):
    publish(graded)
    set_day(
        officer=graded.office,
        bureau=graded.bureau,
        day=date(2026, 1, 20),
        kind=KindOfDay.REST,
        name="",
        source="市府〔2026〕1号",
    )
    assert Cycle.objects.get(pk=graded.cycle.pk).objection_deadline == DEADLINE


def test_nothing_is_published_whose_deadline_the_calendar_does_not_reach(graded):
    late = datetime(2026, 12, 31, 9, 0, tzinfo=HERE)
    with refused("results.deadline_provisional"):
        publish(graded, at=late)
    new_year = Day(date(2027, 1, 1), KindOfDay.REST, "元旦")
    load_calendar(
        officer=graded.office, bureau=graded.bureau, year=2027, days=[new_year], source="国办发明电〔2026〕7号"
    )
    publish(graded, at=late)
    deadline = Cycle.objects.get(pk=graded.cycle.pk).objection_deadline
    assert timezone.localtime(deadline) == datetime(2027, 1, 5, 17, 30, tzinfo=HERE)


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
