"""The proof that 64 bits are enough: the largest number they hold is let pass, and one more is not, whatever form it hides in."""

from decimal import Decimal

import pytest

from kaohe.bulk.arithmetic import MOST, Bounds, TooLarge, bounds
from kaohe.bulk.duck import narrowest
from kaohe.engine.columns import (
    ALWAYS,
    Every,
    Figure,
    Known,
    Least,
    Most,
    Not,
    Number,
    Plus,
    Reached,
    Rounded,
    Slot,
    Some,
    Times,
    Where,
)

ONE, NONE = Number(1), Number(0)
#: A sum of up to half of what 64 bits hold, so that twice as much is just too much, and one that is all they hold.
HALF, ALL = Slot("half"), Slot("all")
SLOTS = {"half": Bounds(0, 2**62), "less": Bounds(0, 2**62 - 1), "all": Bounds(0, MOST), "beyond": Bounds(0, MOST + 1), "below": Bounds(-MOST - 1, 0)}
TWICE = Times(HALF, 2)
PLENTY = Reached(TWICE, NONE)


@pytest.mark.parametrize(
    ("form", "low", "high"),
    [
        (Number(MOST), MOST, MOST),
        (Number(-MOST), -MOST, -MOST),
        (ALL, 0, MOST),
        (Figure("size"), 0, 10**12 - 1),
        (Times(Figure("size"), 9_223_372), 0, 9_223_372 * (10**12 - 1)),
        (Times(Number(MOST // 7), -7), -MOST, -MOST),
        (Times(ALL, -1), -MOST, 0),
        (Plus((HALF, Slot("less"))), 0, MOST),
        (Plus((Times(HALF, -1), Times(Slot("less"), -1))), -MOST, 0),
        (Plus((Times(ALL, -1), ALL)), -MOST, MOST),
        (Least(ALL, ONE), 0, 1),
        (Most(Times(ALL, -1), Number(-1)), -1, 0),
        (Where(Reached(ALL, NONE), ONE, Number(-3)), -3, 1),
    ],
    ids=str,
)
def test_what_64_bits_hold_is_let_pass_with_its_least_and_largest(form, low, high):
    assert bounds(form, SLOTS) == Bounds(low, high)


@pytest.mark.parametrize(
    "form",
    [
        Number(MOST + 1),
        Number(-MOST - 1),
        Slot("beyond"),
        Slot("below"),
        Times(Figure("size"), 9_223_373),
        TWICE,
        Times(HALF, -2),
        Plus((HALF, HALF)),
        Plus((ALL, ONE)),
        Plus((ALL, ONE, Number(-5))),  # on the way from the first to the last
        Plus((Times(ALL, -1), Number(-1), Number(5))),
        Plus((TWICE, Number(-5))),
        Times(TWICE, 0),
        Least(TWICE, ONE),
        Least(ONE, TWICE),
        Most(Times(HALF, -2), ONE),
        Most(ONE, Times(HALF, -2)),
        Where(ALWAYS, TWICE, ONE),
        Where(ALWAYS, ONE, TWICE),
        *(Where(condition, ONE, NONE) for condition in (
            PLENTY, Reached(NONE, TWICE), Not(PLENTY), Every((Known(Figure("size")), PLENTY)), Some((ALWAYS, Not(PLENTY))),
        )),
    ],
    ids=str,
)  # fmt: skip
def test_a_step_that_64_bits_may_not_hold_is_refused_even_if_the_whole_were_small(form):
    with pytest.raises(TooLarge):
        bounds(form, SLOTS)


def test_it_is_said_how_large_it_could_be():
    for form in (TWICE, Times(HALF, -2), Plus((ALL, ONE, Number(-5)))):
        with pytest.raises(TooLarge) as large:
            bounds(form, SLOTS)
        assert large.value.args == (MOST + 1,)


@pytest.mark.parametrize(("unit", "places", "most"), [(1, 0, 2**62 - 1), (100, 2, 2**62 - 1), (100, 0, (MOST - 100) // 2), (1, 2, (MOST - 1) // 200)])
@pytest.mark.parametrize("sign", [1, -1])
def test_rounding_needs_room_for_twice_the_figure_and_half_a_place(unit, places, most, sign):
    """It is rounded by whole numbers: twice the figure in the places' units, half a place more, and then divided."""
    form = Rounded(Times(Slot("s"), sign), unit, places, "half_up")
    low, high = bounds(form, {"s": Bounds(0, most)})
    published = Decimal(most) / unit
    assert low <= sign * int(published.scaleb(places).to_integral_value()) <= high
    with pytest.raises(TooLarge):
        bounds(form, {"s": Bounds(0, most + 1)})


@pytest.mark.parametrize(
    ("bounds", "kind"),
    [
        ((0, 1), "TINYINT"), ((0, 127), "TINYINT"), ((0, 128), "SMALLINT"), ((-129, 5), "SMALLINT"), ((0, 32_768), "INTEGER"),
        ((-(2**31) + 1, 2**31 - 1), "INTEGER"), ((0, 2**31), "BIGINT"), ((-(2**31) - 1, 0), "BIGINT"), ((0, 2**63 - 1), "BIGINT"),
    ],
)  # fmt: skip
def test_scores_are_held_in_no_more_room_than_was_proven_to_be_needed(bounds, kind):
    assert narrowest(Bounds(*bounds)) == kind
