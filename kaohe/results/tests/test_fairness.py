"""Fairness, in view: every figure by the pencil, and nothing that follows from it."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kaohe.engine import Department, Entry, Facts, score
from kaohe.panels.models import Grading, Opinion
from kaohe.results.fairness import Verdict, by_department, by_member, losses, recording
from kaohe.results.verdicts import heard
from tests.support.bureau import rulebook
from tests.support.ending import ready
from tests.support.years import SEEDS, random_year

BOOK = rulebook()
QUARTERS = [("一季度", date(2025, 1, 1), date(2025, 3, 31)), ("二季度", date(2025, 4, 1), date(2025, 6, 30))]


def verdict(member, goal, grade, department="a"):
    return Verdict(member, department, goal, grade)


def told(leanings):
    return {each.spread.name: (each.number, each.beside, each.lean) for each in leanings}


def test_who_grades_high_is_held_against_the_others_on_the_same_goals():
    """On Z1: 甲 1.0, 乙 0.75, 丙 0.75; on Z2: 甲 0.85, 乙 0.75. On Z3 only 甲 spoke, which is no comparison."""
    found = by_member(
        BOOK,
        [
            verdict("甲", "Z1", "excellent"), verdict("乙", "Z1", "qualified"), verdict("丙", "Z1", "qualified"),
            verdict("甲", "Z2", "good"), verdict("乙", "Z2", "qualified"), verdict("甲", "Z3", "unqualified"),
        ],
    )  # fmt: skip
    assert [each.spread.name for each in found] == ["甲", "乙", "丙"]
    # 甲: (0.25 + 0.10) ÷ 2; 丙: 0.75 against (1.0 + 0.75) ÷ 2; 乙: that, and 0.75 against 0.85.
    assert told(found) == {
        "甲": (3, Decimal("0.75"), Decimal("0.175")),
        "丙": (1, Decimal("0.875"), Decimal("-0.125")),
        "乙": (2, Decimal("0.8625"), Decimal("-0.1125")),
    }


def test_where_nobody_shares_a_goal_means_are_compared():
    found = told(by_member(BOOK, [verdict("甲", "Z1", "excellent"), verdict("甲", "Z2", "good"), verdict("乙", "Z3", "qualified")]))
    assert found == {"甲": (2, Decimal("0.75"), Decimal("0.175")), "乙": (1, Decimal("0.925"), Decimal("-0.175"))}


def test_one_alone_has_nobody_to_be_compared_with():
    assert told(by_member(BOOK, [verdict("甲", "Z1", "good")])) == {"甲": (1, None, None)}
    assert by_member(BOOK, []) == ()


def board(*entries):
    facts = Facts(2025, (Department("a", "甲科", size=5, attributes={"brief_quota": Decimal(1)}),), (), entries)
    return score(BOOK, facts)


def entry(rule, number, **more):
    return Entry(str(number), "a", rule, date(2025, 3, 12), **more)


def test_losses_are_counted_by_kind_in_points_of_the_final_hundred():
    """Organ building weighs 0.4: 5 absences × 1, an error 5, and four quarters without a brief (1.5 each)."""
    found = losses(BOOK, board(entry("training.absence", 1, count=2), entry("training.absence", 2, count=3), entry("execution.error", 3)))
    (own,) = found
    assert [(kind.rule, kind.lost, kind.records) for kind in own.kinds] == [
        ("brief.sent", Decimal("2.4"), 4), ("execution.error", Decimal("2.0"), 1), ("training.absence", Decimal("2.0"), 2),
    ]  # fmt: skip
    assert (own.lost, own.share, own.one, own.graded) == (Decimal("6.4"), Decimal("0.375"), False, 0)


def test_what_was_used_up_counts_as_it_was_recorded():
    (own,) = losses(BOOK, board(entry("training.absence", 1, count=20)))
    assert own.kinds[0].lost == 8  # 20 × 0.4, though the item has 7 points


def test_a_department_whose_losses_come_from_one_kind_is_pointed_out():
    many = [entry("execution.error", number) for number in range(1, 4)]
    assert losses(BOOK, board(*many))[0].one
    assert not losses(BOOK, board(*many[:2]))[0].one


def written(number, occurred, recorded, by, rule="training.absence"):
    return Entry(str(number), "a", rule, date.fromisoformat(occurred), recorded_on=date.fromisoformat(recorded), recorded_by=by)


def test_records_are_counted_by_hand_delay_and_quarter():
    facts = Facts(2025, (), (), (
        written(1, "2025-03-12", "2025-03-12", "甲"),
        written(2, "2025-03-12", "2025-03-19", "甲"),
        written(3, "2025-03-12", "2025-04-02", "乙"),
        written(4, "2025-05-01", "2025-06-10", "甲", "execution.error"),
        written(5, "2025-03-12", "2025-03-12", "丙", "training.session"),
        replace(written(6, "2025-03-12", "2025-03-20", "丙"), reverses="1", count=-1),
    ))  # fmt: skip
    found = recording(BOOK, facts, QUARTERS)
    assert (found.number, found.late) == (4, 1)
    assert [(each.name, each.number, each.late, each.delays, each.share) for each in found.recorders] == [
        ("甲", 3, 0, (1, 1, 0, 1), Decimal("0.75")), ("乙", 1, 1, (0, 0, 1, 0), Decimal("0.25")),
    ]  # fmt: skip
    assert found.periods == (("一季度", 3, 1), ("二季度", 1, 0))
    assert found.one_hand == ()


def test_what_only_ever_comes_from_one_hand_is_named():
    facts = Facts(2025, (), (), (
        *(written(number, "2025-03-12", "2025-03-12", "甲", "execution.error") for number in range(1, 4)),
        written(9, "2025-03-12", "2025-03-12", "乙"),
    ))  # fmt: skip
    assert [(each.rule, each.name, each.number) for each in recording(BOOK, facts, QUARTERS).one_hand] == [("execution.error", "甲", 3)]


@settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck))
@given(seed=SEEDS, voices=st.integers(2, 4))
def test_leanings_on_shared_goals_weigh_nobody(seed, voices):
    """With everybody on every goal, what one is above the others, they are below: the leanings sum to nothing."""
    import random

    rng = random.Random(seed)
    grades = list(next(iter(BOOK.scales.values())).grades)
    verdicts = [verdict(f"m{who}", f"Z{goal}", rng.choice(grades)) for who in range(voices) for goal in range(3)]
    found = by_member(BOOK, verdicts)
    assert sum((Fraction(each.lean) for each in found), Fraction(0)) == 0
    facts = random_year(rng, BOOK, complete=True)
    made = score(BOOK, facts)
    assert [sum(each.counts) for each in by_department(BOOK, made)] == [
        sum(goal.department == each.department.code for goal in facts.goals) for each in made.standings
    ]


# ---- who is heard --------------------------------------------------------------------------------------------------------


@pytest.fixture
def graded(world):
    return ready(world)


def test_decisions_are_heard_where_nobody_entered_an_opinion(graded):
    found = heard(graded.cycle)
    assert (found.own, len(found.verdicts)) == (False, Grading.objects.count())
    assert {each.member for each in found.verdicts} == {"north·leading_group"}


def test_opinions_are_heard_once_their_goal_is_graded(world):
    for code in ("Y-Z1", "G-Z1"):
        Opinion.objects.create(goal=world.goal(code), member=world.leading_group, grade="good", signature="x")
    assert heard(world.cycle).verdicts == ()
    ready(world)
    found = heard(world.cycle)
    assert found.own
    assert [(each.department, each.goal, each.grade) for each in found.verdicts] == [("budget", "Y-Z1", "good"), ("general", "G-Z1", "good")]
