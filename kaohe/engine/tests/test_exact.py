"""Exact numbers: what is read as one, what is refused, and the single place where digits are dropped."""

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kaohe.engine import plainest, read_number, rounded, share, shown, signed, times, total
from kaohe.engine.exact import CONTEXT, MODES, is_plain

SMALL = st.integers(-(10**6), 10**6)
DECIMALS = st.builds(lambda digits, places: Decimal(digits).scaleb(-places), SMALL, st.integers(0, 6))
FRACTIONS = st.builds(lambda above, below: plainest(Fraction(above, below)), SMALL, st.integers(1, 10**4))
NUMBERS = DECIMALS | FRACTIONS


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("7", Decimal(7)),
        (" 0.85 ", Decimal("0.85")),
        ("-0.5", Decimal("-0.5")),
        ("−0.5", Decimal("-0.5")),  # a true minus sign, as we print it
        (".5", Decimal("0.5")),
        ("１２．５", Decimal("12.5")),
        ("1,250", Decimal(1250)),
        ("1，250", Decimal(1250)),
        ("60/7", Fraction(60, 7)),
        ("3/8", Decimal("0.375")),
    ],
)
def test_a_number_is_read_as_people_write_it(text, number):
    found = read_number(text)
    assert (found, type(found)) == (number, type(number))


@pytest.mark.parametrize(
    "text",
    [
        "", "-", "七", "NaN", "Infinity", "1e5", "1_000", "1 2", "7.", "60/0", "60/7/2", "1/-7", "٣",
        "1,25",  # a decimal comma would become a hundred times as much
        "12,34,567", "1234567890123", "0.0000000000001", "1/2000000000001", "9" * 5000, "1/" + "3" * 5000,
        "1/1267650600228229401496703205376",  # a decimal of a hundred places
    ],
)  # fmt: skip
def test_what_is_no_exact_number_is_refused(text):
    with pytest.raises(ValueError, match="exact"):
        read_number(text)


@given(NUMBERS)
def test_a_number_that_is_shown_can_be_read_back(number):
    if is_plain(number):
        assert read_number(shown(number)) == number


@given(DECIMALS)
def test_a_number_is_shown_without_idle_zeros_or_exponents(number):
    text = shown(number)
    assert "E" not in text
    assert text == "0" or not text.startswith("-0") or text.startswith("-0.")
    assert "." not in text or not text.endswith("0")


@pytest.mark.parametrize(
    ("number", "text"),
    [(Decimal(7), "+7"), (Decimal("-9.50"), "−9.5"), (Decimal("-0"), "0"), (Fraction(-60, 7), "−60/7")],
)
def test_a_change_is_shown_with_its_sign(number, text):
    assert signed(number) == text


@given(st.lists(NUMBERS, max_size=8))
def test_a_total_is_the_exact_sum_whatever_the_order(numbers):
    expected = sum((Fraction(number) for number in numbers), Fraction(0))
    assert total(numbers) == total(reversed(numbers)) == expected
    assert total(numbers) == plainest(expected)
    assert type(total(numbers)) is type(plainest(expected))


@given(NUMBERS, NUMBERS)
def test_a_product_is_exact(left, right):
    assert times(left, right) == Fraction(left) * Fraction(right)


def test_sevenths_add_up_to_the_whole_again():
    assert total([share(Decimal(60), 7)] * 7) == Decimal(60)
    assert isinstance(total([share(Decimal(60), 7)] * 7), Decimal)


def test_a_share_is_a_decimal_where_it_has_one():
    assert (share(Decimal(60), 8), type(share(Decimal(60), 8))) == (Decimal("7.5"), Decimal)
    assert share(Decimal(60), 7) == Fraction(60, 7)


def test_no_digit_is_lost_where_a_decimal_would_have_to_drop_one():
    long = Decimal("1." + "7" * (CONTEXT.prec - 1))
    assert times(long, long) == Fraction(long) * Fraction(long)
    assert total([long, Decimal("1e-70")]) == Fraction(long) + Fraction(1, 10**70)
    assert plainest(Fraction(1, 2**300)) == Fraction(1, 2**300)


@pytest.mark.parametrize(
    ("number", "mode", "published"),
    [
        ("82.125", "half_up", "82.13"),
        ("1.005", "half_up", "1.01"),
        ("82.125", "half_even", "82.12"),
        ("82.129", "down", "82.12"),
        ("82.121", "up", "82.13"),
        ("-0.125", "half_up", "-0.13"),
    ],
)
def test_the_published_figure_follows_the_mode_of_the_rulebook(number, mode, published):
    assert rounded(Decimal(number), 2, mode) == rounded(Fraction(number), 2, mode) == Decimal(published)


@given(FRACTIONS, st.integers(0, 4), st.sampled_from(sorted(MODES)))
@example(Fraction(0), 2, "up")
@example(Fraction(1, 2), 2, "up")
@example(Fraction(1, 3), 2, "up")
@example(Fraction(-2, 3), 0, "half_up")
def test_a_fraction_is_rounded_like_its_long_division(number, places, mode):
    scaled = Fraction(number) * 10**places
    floor = scaled.numerator // scaled.denominator
    rest, away = scaled - floor, scaled > 0
    up = {
        "down": not away and rest > 0,
        "up": away and rest > 0,
        "half_up": rest > Fraction(1, 2) or (rest == Fraction(1, 2) and away),
        "half_even": rest > Fraction(1, 2) or (rest == Fraction(1, 2) and floor % 2 == 1),
    }[mode]
    assert rounded(number, places, mode) == Decimal(floor + up).scaleb(-places)


def test_the_modes_are_named_once():
    assert MODES["half_up"] == ROUND_HALF_UP
    assert sorted(MODES) == ["down", "half_even", "half_up", "up"]
