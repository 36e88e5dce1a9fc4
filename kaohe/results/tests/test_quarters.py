"""A quarter is asked for, closed, announced; what comes in later is told as late, and every bulletin stays as it was."""

from datetime import date

import pytest

from kaohe.cycles.models import Period
from kaohe.cycles.stages import Stage
from kaohe.desk.models import Message
from kaohe.engine import board_data
from kaohe.goals.actions import Progress, save_progress, submit_progress
from kaohe.ledger.actions import reverse_entry
from kaohe.results.actions import close_quarter, issue_bulletin, open_quarter
from kaohe.results.boards import board_of
from kaohe.results.models import Kind, Snapshot
from tests.support.bureau import recorded, refused


def quarter(world, number=1):
    return world.cycle.periods.get(number=number)


def closed(world, number=1):
    return close_quarter(officer=world.office, period=quarter(world, number))


def bulletin(world, number=1, **changed):
    return issue_bulletin(**{"officer": world.office, "period": quarter(world, number), **changed})


def test_a_quarter_is_opened_once_and_its_departments_hear_of_it(world):
    with recorded("cycles:period:opened"):
        period = open_quarter(officer=world.office, period=quarter(world, 3))
    assert period.opened_on == world.bureau.today()
    assert set(Message.objects.values_list("officer__username", flat=True)) == {"north-department_head", "north-clerk"}
    with refused("results.period_open"):
        open_quarter(officer=world.office, period=period)


def test_a_quarter_to_come_is_not_asked_for(world):
    world.bureau.clock = date(2025, 9, 30)
    world.bureau.save()
    with refused("progress.not_begun"):
        open_quarter(officer=world.office, period=quarter(world, 4))


def test_closing_draws_the_line_at_the_newest_entry(world):
    world.absence()
    with recorded("cycles:period:closed"):
        period = closed(world)
    assert (period.closed_on, period.last_entry) == (world.bureau.today(), 1)
    with refused("results.period_closed"):
        closed(world)


def test_quarters_are_closed_in_their_order_and_not_before_they_are_over(world):
    with refused("results.period_before_open"):
        closed(world, 2)
    for number in (1, 2, 3):
        closed(world, number)
    with refused("results.period_running"):
        closed(world, 4)


def test_a_quarter_is_announced_as_of_its_last_day_with_what_stood_there_when_it_was_closed(world):
    world.absence()
    closed(world)
    world.absence(occurred_on=date(2025, 3, 20))
    with recorded("results:bulletin:issued"):
        snapshot = bulletin(world)
    assert snapshot.board == board_data(board_of(world.cycle, date(2025, 3, 31), up_to=1))
    assert (snapshot.kind, snapshot.highest_entry, snapshot.previous) == (Kind.BULLETIN, 1, None)
    assert snapshot.seal == world.cycle.entries.get(number=1).seal
    assert [entry["id"] for entry in snapshot.facts["entries"]] == ["1"]


def test_the_board_of_a_bulletin_is_read_back_to_the_last_digit(world):
    world.absence()
    closed(world)
    snapshot = bulletin(world)
    assert board_data(snapshot.read_board()) == {**snapshot.board, "problems": []}


def test_a_bulletin_keeps_the_progress_of_key_goals_and_names_who_told_nothing(world):
    period = quarter(world)
    told = {code: Progress(met=True, completion=40, sentence=f"{code} 按计划") for code in
            world.cycle.goals.filter(department=world.budget).values_list("code", flat=True)}  # fmt: skip
    report = save_progress(officer=world.clerk, period=period, department=world.budget, told=told)
    submit_progress(officer=world.department_head, report=report)
    closed(world)
    details = bulletin(world).details
    assert details["missing"] == ["general"]
    assert [row["code"] for row in details["goals"]] == ["Y-Z1", "Y-Z2", "G-Z1", "G-Z2"]
    assert details["goals"][0] == {
        "department": "budget", "code": "Y-Z1", "title": "目标Y-Z1", "completion": 40, "met": None, "sentence": "Y-Z1 按计划", "entry": None,
    }  # fmt: skip
    assert details["goals"][2]["completion"] is None


def test_what_was_found_of_a_key_goal_is_what_stands_in_the_ledger(world):
    """Whether checkers verified a report or the year was loaded: up to the closing, and without what was taken back."""
    key = {"persons": [], "matter": "", "occurred_on": date(2025, 3, 31)}
    world.absence(**key, rule="duty.progress", goal=world.goal("Y-Z1"), about="按计划")
    world.absence(**key, rule="duty.goal_missed", goal=world.goal("Y-Z2"), about="未完成")
    mistaken = world.absence(**key, department=world.general, rule="duty.progress", goal=world.goal("G-Z1"), about="按计划")
    reverse_entry(officer=world.office, entry=mistaken, why="误记")
    closed(world)
    world.absence(**key, department=world.general, rule="duty.progress", goal=world.goal("G-Z2"), about="补记")
    found = {row["code"]: (row["met"], row["entry"]) for row in bulletin(world).details["goals"]}
    assert found == {"Y-Z1": (True, 1), "Y-Z2": (False, 2), "G-Z1": (None, None), "G-Z2": (None, None)}


def test_what_is_told_of_goals_later_does_not_change_a_bulletin(world):
    closed(world)
    snapshot = bulletin(world)
    before = Snapshot.objects.get(pk=snapshot.pk).details
    told = {"Y-Z1": Progress(met=True, sentence="补报")}
    save_progress(officer=world.clerk, period=quarter(world), department=world.budget, told=told)
    assert Snapshot.objects.get(pk=snapshot.pk).details == before


def test_a_quarter_not_closed_is_not_announced(world):
    with refused("results.period_not_closed"):
        bulletin(world)


def test_a_quarter_is_announced_again_only_with_a_reason_and_a_difference(world):
    closed(world)
    first = bulletin(world)
    with refused("results.bulletin_again"):
        bulletin(world)
    with refused("results.bulletin_same"):
        bulletin(world, reason="补记")
    world.absence()
    second = bulletin(world, reason="补记一笔")
    assert second.previous == first
    assert (second.highest_entry, second.details["reason"]) == (1, "补记一笔")
    assert Snapshot.objects.get(pk=first.pk).board == first.board


@pytest.mark.parametrize("do", [open_quarter, close_quarter, issue_bulletin])
def test_only_the_office_runs_a_quarter(world, elsewhere, do):
    with refused("people.may_not"):
        do(officer=world.director, period=quarter(world))
    with refused("people.other_bureau"):
        do(officer=elsewhere.office, period=quarter(world))


@pytest.mark.parametrize("do", [open_quarter, close_quarter, issue_bulletin])
def test_a_year_that_is_announced_has_no_quarters_to_run(world, do):
    Period.objects.filter(cycle=world.at(Stage.NOTICED).cycle).update(closed_on=date(2025, 4, 10))
    with refused("cycles.stage"):
        do(officer=world.office, period=quarter(world))


def test_what_was_announced_is_announced_to_all_of_the_bureau_and_to_no_other(world, elsewhere):
    closed(world)
    snapshot = bulletin(world)
    assert list(Snapshot.objects.visible_to(world.nobody)) == [snapshot]
    assert not Snapshot.objects.visible_to(elsewhere.office).exists()
    assert not {"board", "facts", "details"} & Snapshot.objects.light().get().__dict__.keys()
