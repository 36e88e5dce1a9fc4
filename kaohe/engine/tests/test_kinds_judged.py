"""judged: a group decides the points inside the item; without a decision the rulebook says what holds."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from kaohe.engine import PENDING, say
from kaohe.engine.tests.little import YEAR, briefs, codes, entry, one_item, stand, undone

BASIC = one_item("- {kind: judged, code: basic, label: 基础工作, effect: deduct, unknown: full}", "full: 20")
DUE = one_item("- {kind: judged, code: quality, label: 质量, effect: add, most: 5}", "full: 10; start: zero")


def test_without_a_decision_nothing_is_lost_where_the_rulebook_says_so():
    assert (stand(BASIC).tree.points, codes(stand(BASIC))) == (20, [])


def test_a_decision_takes_its_points_away():
    tree = stand(BASIC, entry("basic", amount=Decimal("2.5"), about="台账不全")).tree
    assert (tree.points, briefs(tree.lines, BASIC)) == (Decimal("17.5"), ["满分 +20", "基础工作 −2.5"])
    assert "台账不全" in say(tree.lines[1], BASIC)


def test_a_decision_gives_its_points():
    assert stand(DUE, entry("quality", amount=Decimal(4))).tree.points == 4


def test_a_decision_that_is_due_and_missing_leaves_the_item_open():
    standing = stand(DUE)
    assert (standing.tree.points, standing.tree.undecided) == (None, 10)
    assert [(each.code, each.severity) for each in standing.problems] == [("judged.missing", PENDING)]
    assert briefs(standing.tree.lines, DUE) == ["质量 ？"]


def test_a_decision_may_be_dated_after_the_year():
    assert stand(DUE, entry("quality", amount=Decimal(4), occurred_on=date(YEAR + 1, 1, 20))).tree.points == 4


def test_a_reversed_decision_is_due_again():
    decided = entry("quality", amount=Decimal(4))
    assert codes(stand(DUE, decided, undone(decided))) == ["judged.missing"]


@pytest.mark.parametrize("amount", ["0", "-1", "5.5", "NaN", "sNaN", "Infinity", "1.0000000000001"])
def test_a_decision_outside_its_range_leaves_the_item_without_a_score(amount):
    standing = stand(DUE, entry("quality", amount=Decimal(amount)))
    assert (standing.tree.points, codes(standing)[0]) == (None, "ledger.amount_range")


def test_the_full_points_are_the_most_where_the_rule_names_none():
    assert stand(BASIC, entry("basic", amount=Decimal(20))).tree.points == 0
    assert codes(stand(BASIC, entry("basic", amount=Decimal("20.1")))) == ["ledger.amount_range"]


def test_a_decision_must_state_its_points():
    standing = stand(BASIC, entry("basic"))
    assert (standing.tree.points, codes(standing)) == (None, ["ledger.amount_missing"])


def test_a_third_of_a_point_stays_exact():
    assert stand(BASIC, entry("basic", amount=Fraction(1, 3))).tree.points == Fraction(59, 3)


def test_a_reversal_must_carry_the_same_points():
    decided = entry("basic", amount=Decimal(2))
    assert codes(stand(BASIC, decided, undone(decided, amount=Decimal(3)))) == ["ledger.reversal_differs"]
    assert codes(stand(BASIC, decided, undone(decided, amount=None))) == ["ledger.reversal_differs"]
    assert codes(stand(BASIC, decided, undone(decided, amount=Decimal("2.00")))) == []
