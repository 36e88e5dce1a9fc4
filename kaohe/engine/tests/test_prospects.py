"""What each grade of one goal would come to, as the whole engine finds it."""

import random

import pytest

from kaohe.engine import Facts, Regraded, prospects, score, what_if
from kaohe.engine.tests.lawful import BOOK
from kaohe.engine.tests.test_suppose import GOALS, LITTLE, A, year
from tests.support.years import random_year


def test_each_grade_with_the_points_the_total_and_the_place():
    """a: 18 − 3 for its absences, and each of its two goals of 2 points is fair (0.5)."""
    found = prospects(LITTLE, year(), "a", "Z1")
    assert [(each.grade, each.points, each.item, each.total, each.rank, each.now) for each in found] == [
        ("good", 2, 3, 16, 2, False), ("fair", 1, 2, 15, 2, True), ("excused", 0.5, 1.5, 14.5, 2, False),
    ]  # fmt: skip


def test_a_goal_that_has_no_grade_yet_has_its_prospects():
    """4 for the goal, 10, 4 and, without a brief, nothing."""
    facts = Facts(year().year, (A,), GOALS[:1], (), None)
    assert [each.total for each in prospects(LITTLE, facts, "a", "Z1")] == [18, 16, 15]


def test_while_others_are_open_there_is_no_total_and_no_place():
    facts = Facts(year().year, (A,), GOALS[:2], (), None)
    assert {(each.item, each.total, each.rank) for each in prospects(LITTLE, facts, "a", "Z1")} == {(None, None, None)}


@pytest.mark.parametrize(("department", "goal"), [("a", "Z9"), ("z", "Z1")])
def test_no_such_goal_has_none(department, goal):
    assert prospects(LITTLE, year(), department, goal) == ()


def test_they_are_what_the_whole_engine_finds():
    facts = random_year(random.Random(7), BOOK, complete=True)
    goal = facts.goals[0]
    now = score(BOOK, facts).of(goal.department).published
    for each in prospects(BOOK, facts, goal.department, goal.code):
        board = what_if(BOOK, facts, [Regraded(goal.department, goal.code, each.grade)]).board
        standing = board.of(goal.department)
        assert (each.total, each.rank) == (standing.published, standing.rank)
        assert not each.now or each.total == now
