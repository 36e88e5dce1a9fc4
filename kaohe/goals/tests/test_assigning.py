"""Goals given to persons: in pairs, with a plan by quarter; who carried one before stays on record."""

from datetime import date

import pytest

from kaohe.cycles.stages import Stage
from kaohe.goals.actions import Part, assign_goal
from kaohe.goals.models import Assignment
from kaohe.people.models import Department
from kaohe.people.roles import Role
from tests.support.bureau import appoint_at_once, recorded, refused


def assign(world, parts, **changed):
    return assign_goal(**{"officer": world.department_head, "goal": world.goal(), "parts": parts, **changed})


def pair(world, **changed):
    return Part(**{"officer": world.clerk, "cover": world.people["officer"], **changed})


def test_a_goal_is_given_to_a_pair_with_a_plan(world):
    with recorded("goals:goal:assigned"):
        [row] = assign(world, [pair(world, plan={"1": "摸底", "2": " ", "4": "收尾"})])
    assert (row.officer, row.cover, row.plan) == (world.clerk, world.people["officer"], {"1": "摸底", "4": "收尾"})
    assert row.since == world.bureau.today()


def test_a_goal_is_broken_down_into_parts(world):
    parts = [pair(world, part="编制"), Part(world.people["officer"], world.clerk, "审核")]
    assert {row.part for row in assign(world, parts)} == {"编制", "审核"}


def test_who_carried_it_before_stays_on_record_until_the_day_before(world):
    assign(world, [pair(world)], since=date(2025, 5, 20))
    [row] = assign(world, [Part(world.people["officer"], world.clerk)], since=date(2025, 9, 1))
    old = Assignment.objects.exclude(pk=row.pk).get()
    assert (old.officer, old.until, row.until) == (world.clerk, date(2025, 8, 31), None)
    assert Assignment.objects.standing(date(2025, 6, 1)).get() == old


def test_what_stays_the_same_is_not_written_anew(world):
    [row] = assign(world, [pair(world, part="编制")])
    assert assign(world, [pair(world, part="编制"), pair(world, part="审核")])[0].part == "审核"
    assert Assignment.objects.get(part="编制") == row


def test_a_goal_may_be_taken_from_everyone_again(world):
    assign(world, [pair(world)])
    assign(world, [])
    assert not Assignment.objects.standing().exists()


def test_goals_are_carried_in_pairs(world):
    with refused("goals.no_cover"):
        assign(world, [Part(world.clerk)])


def test_a_department_of_one_is_exempt(world):
    Department.objects.filter(pk=world.budget.pk).update(size=1)
    assert assign(world, [Part(world.clerk)])[0].cover is None


def test_nobody_stands_in_for_themselves(world):
    with refused("goals.own_cover"):
        assign(world, [Part(world.clerk, world.clerk)])


def test_a_goal_is_given_to_the_departments_own_people(world):
    with refused("goals.no_member") as caught:
        assign(world, [Part(world.checker, world.office)])
    assert len(caught.value.problems) == 2


def test_two_parts_of_one_name_are_refused(world):
    with refused("goals.part_twice"):
        assign(world, [pair(world), pair(world)])


def test_a_goal_that_was_struck_is_given_to_nobody(world):
    goal = world.goal()
    goal.struck_on = date(2025, 9, 1)
    goal.save()
    with refused("goals.struck"):
        assign(world, [pair(world)], goal=goal)


@pytest.mark.parametrize("role", ["clerk", "office", "deputy_director"])
def test_only_the_head_gives_goals_to_persons(world, role):
    with refused("people.may_not"):
        assign(world, [pair(world)], officer=getattr(world, role))


def test_a_head_gives_no_goals_of_another_department(world):
    with refused("people.may_not_here"):
        assign(world, [pair(world)], goal=world.goal("G-Z1"))


def test_nobody_is_given_goals_once_the_year_closes(world):
    world.at(Stage.CLOSING)
    with refused("cycles.stage"):
        assign(world, [pair(world)])


def test_who_left_the_department_carries_nothing_new(world):
    leaver = world.people["nobody"]
    gone = appoint_at_once(leaver, Role.OFFICER, world.budget)
    gone.until = date(2025, 1, 31)
    gone.save()
    with refused("goals.no_member"):
        assign(world, [pair(world, cover=leaver)])
