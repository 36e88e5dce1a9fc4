"""quota: base points for each period whose count is reached, and more for each one beyond."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from kaohe.engine import explain
from kaohe.engine.tests.little import YEAR, briefs, codes, entry, one_item, stand, undone

RULE = "- {kind: quota, code: brief, label: 报送, per: 篇, base: 1.5, quota: briefs, extra: 1, raises: [bar]}"
BOOK = one_item(RULE, "full: 10; start: zero")
FIRST, SECOND = date(YEAR, 3, 12), date(YEAR, 9, 1)


def of(*entries, quota: object = Decimal(2), **more):
    return stand(BOOK, *entries, attributes={"briefs": quota}, **more)


def sent(number: str, count: int = 1, on: date = FIRST):
    return entry("brief", number, count=count, occurred_on=on)


def test_a_period_with_its_quota_earns_its_base():
    tree = of(sent("1", 2), sent("2", 2, SECOND)).tree
    assert briefs(tree.lines, BOOK) == ["上半年基本分 +1.5", "下半年基本分 +1.5"]
    assert tree.points == 3


def test_each_one_beyond_the_quota_earns_more():
    tree = of(sent("1"), sent("2"), sent("3", 3), sent("4", 2, SECOND)).tree
    assert briefs(tree.lines, BOOK) == ["上半年基本分 +1.5", "上半年超额 +3", "下半年基本分 +1.5"]
    assert [[each.id for each in line.entries] for line in tree.lines] == [["1", "2"], ["3"], ["4"]]


def test_an_entry_that_straddles_the_quota_stands_behind_both_lines():
    tree = of(sent("1", 5), sent("2", 2, SECOND)).tree
    assert [(line.points, [each.id for each in line.entries]) for line in tree.lines[:2]] == [
        (Decimal("1.5"), ["1"]), (Decimal(3), ["1"]),
    ]  # fmt: skip


def test_a_missed_quota_loses_the_periods_base_and_bars_the_honour():
    standing = of(sent("1"), sent("2", 2, SECOND))
    assert briefs(standing.tree.lines, BOOK) == ["上半年未达任务 0", "下半年基本分 +1.5"]
    assert [(each.consequence, [one.id for one in each.entries]) for each in standing.raised] == [("bar", ["1"])]


def test_what_one_period_has_beyond_does_not_help_another():
    tree = of(sent("1", 9)).tree
    assert briefs(tree.lines, BOOK) == ["上半年基本分 +1.5", "上半年超额 +7", "下半年未达任务 0"]


def test_a_period_that_is_not_over_is_open_until_its_quota_is_met():
    early = of(sent("1"), as_of=date(YEAR, 5, 1))
    assert briefs(early.tree.lines, BOOK) == ["上半年基本分 ？", "下半年基本分 ？"]
    assert (early.tree.points, early.tree.settled, early.tree.undecided) == (None, 0, 3)
    assert early.raised == (), "nothing is missed before the period is over"
    met = of(sent("1", 2), as_of=date(YEAR, 5, 1))
    assert briefs(met.tree.lines, BOOK) == ["上半年基本分 +1.5", "下半年基本分 ？"]


def test_the_last_day_of_a_period_ends_it():
    assert briefs(of(as_of=date(YEAR, 6, 29)).tree.lines, BOOK)[0] == "上半年基本分 ？"
    assert briefs(of(as_of=date(YEAR, 6, 30)).tree.lines, BOOK)[0] == "上半年未达任务 0"


def test_no_quota_at_all_leaves_the_item_without_a_score():
    standing = stand(BOOK, sent("1"))
    assert (standing.tree.points, codes(standing)) == (None, ["facts.unknown_attribute"])
    assert briefs(standing.tree.lines, BOOK) == ["上半年任务数未知 ？", "下半年任务数未知 ？"]
    assert "任务数" in str(standing.problems[0])


@pytest.mark.parametrize("quota", [Decimal("2.5"), Decimal(-1), Fraction(7, 3), Decimal("NaN"), Decimal("1e30")])
def test_a_quota_that_is_no_count_leaves_the_item_without_a_score(quota):
    standing = of(sent("1"), quota=quota)
    assert (standing.tree.points, codes(standing)) == (None, ["facts.bad_attribute"])


def test_a_quota_of_nothing_is_met_by_nothing():
    assert of(quota=Decimal(0)).tree.points == 3


def test_a_reversed_article_does_not_count_towards_the_quota():
    one = sent("1", 3)
    tree = of(one, undone(one, count=-2)).tree
    assert briefs(tree.lines, BOOK)[0] == "上半年未达任务 0"
    assert "完成 1 篇" in explain(tree, BOOK)[1].text
