"""Strips: exact middle and mean, full points always on the axis, every figure in the table, nothing drawn of nothing."""

from decimal import Decimal
from fractions import Fraction

import pytest

from kaohe.pictures import page_svg
from kaohe.pictures.drawing import Box, Dot, Link, Words
from kaohe.pictures.strips import Strip, Strips, draw_strips, per_cent, spread


def shares(*texts):
    return tuple(Decimal(text) for text in texts)


def drawn(*strips):
    return draw_strips(Strips("图", "说明", "单位", "一个科室", strips, "zh"))


def test_the_middle_and_the_mean_are_exact():
    assert spread(shares("0.9", "0.7", "0.8")) == (3, Decimal("0.8"), Decimal("0.8"), Decimal("0.7"), Decimal("0.9"))
    assert spread(shares("0.9", "0.7")) == (2, Decimal("0.8"), Decimal("0.8"), Decimal("0.7"), Decimal("0.9"))
    third = Fraction(1, 3)
    assert spread((third, third, Decimal(1))) == (3, Fraction(5, 9), third, third, Decimal(1))
    assert spread(()) is None


def test_per_cents_are_rounded_once_and_as_people_do():
    assert [per_cent(each) for each in (Fraction(2, 3), Decimal("0.9365"), Decimal(1), Decimal("-0.05"))] == ["66.7", "93.7", "100.0", "−5.0"]


def test_every_figure_stands_in_the_table():
    picture = drawn(Strip("甲局", shares("0.95", "0.85")), Strip("乙局", ()))
    assert picture.table.rows == (("甲局", "2", "90.0", "90.0", "85.0", "95.0"),)
    assert "甲局" in page_svg(picture, "x")
    assert "乙局" not in page_svg(picture, "x")


@pytest.mark.parametrize("values", [("0.95",), ("0.95", "0.31"), ("1.1", "0.2"), ("1.05", "-0.13"), ("0.1",)])
def test_full_points_are_on_the_axis_and_no_stroke_lies_beside_it(values):
    picture = drawn(Strip("甲局", shares(*values)))
    assert [shape for shape in picture.shapes if isinstance(shape, Words) and shape.text == "100%"]
    places = [shape.x for shape in picture.shapes if isinstance(shape, Dot | Box)]
    assert all(0 <= place <= picture.width for place in places)
    assert "M-" not in page_svg(picture, "x")


def test_a_strip_leads_on_where_it_is_said_to():
    links = [shape for shape in drawn(Strip("甲局", shares("0.9"), "/there/")).shapes if isinstance(shape, Link)]
    assert [each.href for each in links] == ["/there/"]
