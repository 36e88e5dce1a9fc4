"""Dates and numbers as official papers write them."""

from datetime import date, datetime

import pytest

from kaohe.wording.dates import day, heading_number, minute, numeral, quarter, year_number


def test_a_date_has_arabic_digits_and_no_leading_zeros():
    assert day(date(2026, 1, 9)) == "2026年1月9日"


def test_a_deadline_is_told_to_the_minute():
    assert minute(datetime(2026, 1, 13, 9, 5)) == "2026年1月13日09:05"  # noqa: DTZ001


def test_the_number_of_a_paper_has_hexagonal_brackets_and_no_leading_zero():
    assert year_number("示财", 2026, 3) == "示财〔2026〕3号"


@pytest.mark.parametrize(
    ("number", "text"),
    [(1, "一"), (10, "十"), (11, "十一"), (20, "二十"), (21, "二十一"), (100, "一百"), (105, "一百零五"), (110, "一百一十"), (999, "九百九十九")],
)
def test_numerals(number, text):
    assert numeral(number) == text


@pytest.mark.parametrize("number", [0, -1, 1000])
def test_there_is_no_heading_zero(number):
    with pytest.raises(ValueError, match=str(number)):
        numeral(number)


def test_headings_have_four_levels():
    assert [heading_number(level, 2) for level in (1, 2, 3, 4)] == ["二、", "（二）", "2.", "（2）"]


def test_quarters():
    assert [quarter(number) for number in (1, 4)] == ["第一季度", "第四季度"]
