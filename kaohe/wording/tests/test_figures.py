"""Numbers as people read them."""

from decimal import Decimal
from fractions import Fraction

import pytest

from kaohe.wording.figures import change, figure, fixed, part, percent, plain, width


def test_a_column_of_figures_has_the_same_decimals():
    assert [fixed(number) for number in (Decimal(7), Decimal("80.805"), Fraction(60, 7), Decimal("-0.5"))] == [
        "7.00", "80.81", "8.57", "−0.50",
    ]  # fmt: skip


def test_what_is_unknown_is_no_zero():
    assert (fixed(None), figure(None), change(None)) == ("—", "—", "—")
    assert fixed(Decimal(0)) == "0.00"


def test_a_figure_says_where_digits_were_dropped():
    assert [figure(Decimal("1.50")), figure(Fraction(60, 7)), change(Fraction(60, 7)), change(Decimal(-2))] == [
        "1.5", "≈8.57", "≈+8.57", "−2",
    ]  # fmt: skip


def test_a_weight_is_a_percentage():
    assert percent(Decimal("0.6")) == "60%"


@pytest.mark.parametrize(("number", "of", "wide"), [(None, 7, 0), (3, 0, 0), (-1, 7, 0), (9, 7, 100), (Decimal("3.5"), 7, 50)])
def test_a_place_on_a_drawing_never_leaves_it(number, of, wide):
    assert part(None if number is None else Decimal(number), Decimal(of)) == wide


def test_places_are_short():
    assert (plain(3.0), plain(3.14159), width(Decimal(1), Decimal(3))) == ("3", "3.14", "33.33")
