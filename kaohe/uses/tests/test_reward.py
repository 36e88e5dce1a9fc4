"""Money divided: tables that a pencil checks, and laws that hold of any division."""

from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kaohe.engine import phrase
from kaohe.uses import phrases  # noqa: F401 - registers its sentences
from kaohe.uses.reward import Result, Share, allot
from kaohe.uses.settings import By, Heads, Settings, Tier, Way

D = Decimal


def results(*rows):
    """(code, score, rank) of each department."""
    return [Result(code, f"{code}科", D(score), rank) for code, score, rank in rows]


def shares(**heads):
    """A department's persons by what each counts, in the order given."""
    return [
        Share(code, each if isinstance(each, Fraction) else D(each), (at, number), f"{code}{number}", f"{code}{number}")
        for at, (code, counted) in enumerate(heads.items())
        for number, each in enumerate(counted, 1)
    ]


def pool(amount, **more):
    return Settings(Way.POOL, D(amount), **more)


def amounts(allotted):
    assert not allotted.problems, [each.message() for each in allotted.problems]
    return {line.share.person or line.share.department: line.amount for line in allotted.lines}


TIERS = (Tier(D(1), D("1.5")), Tier(D(2), D(1)), Tier(None, D("0.5")))
TWO = results(("a", "90.00", 1), ("b", "60.00", 2))


def test_a_pool_by_score_and_heads():
    """1500 among 90 + 90 + 60 points: 562.50, 562.50, 375."""
    found = allot(pool("1500"), TWO, shares(a=[1, 1], b=[1]))
    assert amounts(found) == {"a1": D("562.50"), "a2": D("562.50"), "b1": D("375.00")}
    assert (found.weights, found.total, found.spare) == (240, D("1500.00"), 0)


def test_a_pool_by_tiers_of_rank():
    """Coefficients 1.5, 1, 0.5; the score is left aside. 300 among 3 heads of weight 3.0."""
    three = results(("a", "90", 1), ("b", "80", 2), ("c", "70", 3))
    found = allot(pool("300", by_score=False, by=By.RANK, tiers=TIERS), three, shares(a=[1], b=[1], c=[1]))
    assert amounts(found) == {"a1": D("150.00"), "b1": D("100.00"), "c1": D("50.00")}


def test_those_who_tie_are_in_one_tier():
    tied = results(("a", "90", 1), ("b", "90", 1), ("c", "70", 3))
    found = allot(pool("350", by_score=False, by=By.RANK, tiers=TIERS), tied, shares(a=[1], b=[1], c=[1]))
    assert amounts(found) == {"a1": D("150.00"), "b1": D("150.00"), "c1": D("50.00")}


@pytest.mark.parametrize(("score", "coefficient"), [("90", "1.2"), ("89.99", "1"), ("80", "1"), ("79.99", "0.6"), ("0", "0.6")])
def test_a_band_of_scores_begins_at_its_bound(score, coefficient):
    bands = (Tier(D(90), D("1.2")), Tier(D(80), D(1)), Tier(None, D("0.6")))
    found = allot(pool("100", by=By.SCORE, tiers=bands), results(("a", score, 1), ("b", "80", 2)), shares(a=[1], b=[1]))
    assert found.lines[0].coefficient == D(coefficient)


def test_the_cents_that_are_left_go_to_who_lost_most_by_the_cut():
    """100 among weights 1, 1, 4: 16.666…, 16.666…, 66.666…; two cents are left, and all lost alike: the first two in order."""
    three = results(("a", "1", 3), ("b", "1", 2), ("c", "4", 1))
    found = allot(pool("100"), three, shares(a=[1], b=[1], c=[1]))
    assert amounts(found) == {"a1": D("16.67"), "b1": D("16.67"), "c1": D("66.66")}
    assert (found.spare, [line.spare for line in found.lines]) == (2, [True, True, False])
    # 10 among 1, 2, 4: 1.428…, 2.857…, 5.714…: the second lost most (.7 of a cent), then the first (.57), then the third (.28).
    found = allot(pool("10"), results(("a", "1", 3), ("b", "2", 2), ("c", "4", 1)), shares(a=[1], b=[1], c=[1]))
    assert amounts(found) == {"a1": D("1.43"), "b1": D("2.86"), "c1": D("5.71")}


def test_so_much_for_a_point_is_rounded_once_for_each_person():
    """12.35 yuan a point: 85.37 × 12.35 = 1054.3195."""
    found = allot(Settings(Way.VALUE, D("12.35")), results(("a", "85.37", 1)), shares(a=[1, Fraction(5, 12)]))
    assert amounts(found) == {"a1": D("1054.32"), "a2": D("439.30")}  # 439.2997…
    assert found.total == D("1493.62")


def test_who_came_in_the_middle_of_the_year_gets_their_part():
    """Two heads and a half of one department: 250 of them is 100, 100, 50."""
    found = allot(pool("250"), results(("a", "80", 1)), shares(a=[1, 1, D("0.5")]))
    assert list(amounts(found).values()) == [D("100.00"), D("100.00"), D("50.00")]


@pytest.mark.parametrize(("outside", "amount"), [("0", "0.00"), ("0.5", "150.00")])
def test_a_vetoed_department_gets_what_the_bureau_sets(outside, amount):
    """a: 90 × 1; v: 90 × 0.5 of a pool of 450 (or nothing)."""
    vetoed = results(("a", "90", 1), ("v", "90", None))
    found = allot(pool("450", outside=D(outside)), vetoed, shares(a=[1], v=[1]))
    assert amounts(found)["v1"] == D(amount)
    assert found.total == 450


def test_by_size_a_department_gets_one_sum():
    found = allot(pool("900", heads=Heads.SIZE), TWO, [Share("a", D(2), (0,)), Share("b", D(6), (1,))])
    assert amounts(found) == {"a": D("300.00"), "b": D("600.00")}


@pytest.mark.parametrize(
    ("given", "codes"),
    [
        (pool("0"), ["uses.odd_amount"]),
        (pool("-5"), ["uses.odd_amount"]),
        (pool("1.005"), ["uses.odd_amount"]),
        (pool("1e12"), ["uses.odd_amount"]),
        (pool("100", outside=D(-1)), ["uses.odd_coefficient"]),
        (pool("100", by=By.RANK), ["uses.no_tiers"]),
        (pool("100", by=By.RANK, tiers=(Tier(D(3), D(1)), Tier(D(1), D(1)))), ["uses.tiers_order.rank"]),
        (pool("100", by=By.RANK, tiers=(Tier(None, D(1)), Tier(D(1), D(1)))), ["uses.tiers_order.rank"]),
        (pool("100", by=By.SCORE, tiers=(Tier(D(80), D(1)), Tier(D(90), D(1)))), ["uses.tiers_order.score"]),
        (pool("100", by=By.RANK, tiers=(Tier(D(1), D(1)),)), ["uses.no_tier"]),
        (pool("100", by=By.SCORE, tiers=(Tier(D(90), D(1)),)), ["uses.no_tier"]),
        (pool("100", by=By.RANK, tiers=(Tier(None, D(0)),)), ["uses.nothing_to_weigh"]),
        (pool("0", outside=D(-1)), ["uses.odd_amount", "uses.odd_coefficient"]),
    ],
)
def test_settings_that_do_not_hold_together_are_refused_and_nothing_is_divided(given, codes):
    found = allot(given, TWO, shares(a=[1], b=[1]))
    assert [each.code for each in found.problems] == codes
    assert (found.lines, found.total) == ((), 0)
    assert all(each.message("zh") != each.message("en") for each in found.problems)


def test_a_department_without_a_head_is_named():
    found = allot(pool("100"), TWO, shares(a=[1]))
    assert [(each.code, each.department) for each in found.problems] == [("uses.no_heads", "b")]


def test_settings_are_read_back_as_they_were_kept():
    given = pool("1234.50", by=By.RANK, tiers=TIERS, outside=D("0.25"), heads=Heads.DAYS)
    assert Settings.from_data(given.as_data()) == given
    with pytest.raises(ValueError):
        Settings.from_data({**given.as_data(), "amount": "1/3"})


def test_every_sentence_of_the_room_has_both_languages():
    assert phrase("uses.no_tiers", "zh") != phrase("uses.no_tiers", "en")


# ---- laws -----------------------------------------------------------------------------------------------------------------


@st.composite
def divisions(draw):
    """Any settings, up to eight departments with ranks by their scores, some outside; persons whole and in part."""
    number = draw(st.integers(1, 8))
    scores = draw(st.lists(st.decimals(0, 110, places=2), min_size=number, max_size=number))
    vetoed = draw(st.lists(st.booleans(), min_size=number, max_size=number))
    inside = sorted((score for score, out in zip(scores, vetoed, strict=True) if not out), reverse=True)
    rows = [
        Result(f"d{at}", f"科{at}", score, None if out else inside.index(score) + 1)
        for at, (score, out) in enumerate(zip(scores, vetoed, strict=True))
    ]
    coefficients = st.decimals(0, 3, places=2)
    by = draw(st.sampled_from(By))
    bounds = draw(st.lists(st.integers(1, 9) if by == By.RANK else st.integers(1, 100), max_size=4, unique=True))
    tiers = [Tier(D(bound), draw(coefficients)) for bound in sorted(bounds, reverse=by == By.SCORE)]
    heads = st.sampled_from([D(1), D(1), Fraction(5, 12), Fraction(77, 365), D("0.5")])
    people = [
        Share(row.department, draw(heads), (at, who), f"{row.department}-{who}", "某")
        for at, row in enumerate(rows)
        for who in range(draw(st.integers(1, 5)))
    ]
    amount = draw(st.decimals("0.01", 10**7, places=2))
    chosen = Settings(
        draw(st.sampled_from(Way)), amount, draw(st.booleans()), by, () if by == By.NONE else (*tiers, Tier(None, draw(coefficients))),
        draw(coefficients), Heads.DAYS,
    )  # fmt: skip
    return chosen, rows, people


def law(test):
    return settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))(given(division=divisions())(test))


@law
def test_a_pool_is_divided_to_the_cent_and_nobody_is_off_by_more_than_one(division):
    chosen, rows, people = division
    found = allot(chosen, rows, people)
    if chosen.way == Way.POOL and found.lines:
        assert found.total == chosen.amount
        assert sum((Fraction(line.exact) for line in found.lines), Fraction(0)) == Fraction(chosen.amount)
        assert all(abs(Fraction(line.amount) - Fraction(line.exact)) < Fraction(1, 100) for line in found.lines)
        assert sum(line.spare for line in found.lines) == found.spare < len(found.lines)
    assert all(line.amount >= 0 for line in found.lines)


@law
def test_the_order_in_which_departments_and_people_are_told_never_matters(division):
    chosen, rows, people = division
    assert allot(chosen, rows, people) == allot(chosen, rows[::-1], people[::-1])


@law
def test_within_a_tier_more_score_never_means_less_money_for_the_same_head(division):
    chosen, rows, people = division
    whole = [line for line in allot(chosen, rows, people).lines if line.share.heads == 1]
    by_tier = {}
    for line in whole:
        by_tier.setdefault(line.coefficient, []).append(line)
    for lines in by_tier.values():
        for lower, higher in pairwise(sorted(lines, key=lambda line: line.score)):
            if lower.score < higher.score or not chosen.by_score:
                assert lower.amount <= higher.amount or (not chosen.by_score and lower.amount - higher.amount == D("0.01"))


@law
def test_more_heads_never_mean_less_money(division):
    chosen, rows, people = division
    for row in rows:
        lines = sorted(allot(chosen, rows, people).of(row.department), key=lambda line: Fraction(line.share.heads))
        assert all(one.amount <= other.amount for one, other in pairwise(lines) if one.share.heads < other.share.heads)


@law
def test_whoever_stands_outside_gets_by_the_coefficient_that_was_set_for_them(division):
    chosen, rows, people = division
    outside = {row.department for row in rows if row.rank is None}
    for line in allot(chosen, rows, people).lines:
        if line.share.department in outside:
            assert line.coefficient == chosen.outside
            assert chosen.outside > 0 or line.amount == 0
