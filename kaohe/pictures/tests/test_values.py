"""The steps from full marks to a score leave nothing out."""

import re
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kaohe.engine import Facts, score, total
from kaohe.pictures.tests.year import RULEBOOK, board
from kaohe.pictures.values import followed_item, leaves, reasons, shares, steps
from kaohe.pictures.waterfall import draw_waterfall, waterfall
from tests.support.years import years


def test_what_all_items_can_bring_is_the_whole():
    given_shares = shares(RULEBOOK)
    assert total([given_shares[item.code] for item in leaves(RULEBOOK)]) == RULEBOOK.tree.full


def test_the_block_that_no_grading_decides_is_followed():
    assert followed_item(RULEBOOK) == "institution"


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_the_steps_of_any_year_add_up_to_the_score_exactly(data):
    facts = data.draw(years(RULEBOOK, complete=True))
    for standing in score(RULEBOOK, facts).standings:
        moved = [step.effect for step in steps(standing.tree, RULEBOOK)]
        assert total([standing.tree.full, *moved]) == standing.tree.points


def test_an_open_year_counts_what_can_still_be_reached():
    for standing in board(2026, date(2026, 9, 30)).standings:
        moved = [step.effect for step in steps(standing.tree, RULEBOOK)]
        assert total([standing.tree.full, *moved]) == total([standing.tree.settled, standing.tree.undecided])


def test_a_waterfall_begins_with_full_marks_and_ends_with_what_is_published():
    for standing in board().standings:
        rows = waterfall(standing, RULEBOOK)
        assert (rows[0].after, rows[-1].after) == (RULEBOOK.tree.full, standing.published)
        assert total([rows[0].after, *(row.effect for row in rows[1:-1])]) == standing.published
        assert all(row.clause for row in rows[1:-1] if "取两位小数" not in row.label)


def test_a_waterfall_of_an_open_year_says_what_is_open_and_has_no_score():
    standing = board(2026, date(2026, 9, 30)).standings[0]
    *_rest, still_open, last = waterfall(standing, RULEBOOK)
    assert (still_open.kind, still_open.effect) == ("open", -standing.tree.undecided)
    assert (last.label, last.after) == ("已定得分（暂计）", standing.tree.settled)


@pytest.mark.parametrize("figures", [board(), board(2026, date(2026, 9, 30)), score(RULEBOOK, Facts(2026, RULEBOOK.departments))])
def test_what_a_waterfall_says_adds_up_by_hand(figures):
    for standing in figures.standings:
        told = draw_waterfall(standing, RULEBOOK, 2026).words
        parts = re.findall(r"(?:从满分 |失分共 |加分共 |待定 )≈?([−+]?[\d.]+)", told)
        (end,) = re.findall(r"，(?:得|暂计) ([\d.]+) 分。", told)
        left = sum((Decimal(each.replace("−", "-")) for each in parts), -Decimal(end))
        assert abs(left) <= Decimal("0.01"), told


def test_a_score_that_is_not_settled_is_told_as_so_far():
    standing = board(2026, date(2026, 9, 30)).of("general")
    told = draw_waterfall(standing, RULEBOOK, 2026).words
    assert "，3 项失分共 −2.6，没有加分，待定 −61.4，暂计 36.00 分。失分最多的是信息考核（−1.4）。" in told


def test_reasons_are_counted_rule_by_rule():
    found = {
        step.node.code: reasons(step.lines, RULEBOOK, "zh") for step in steps(board().of("procurement").tree, RULEBOOK)
    }
    assert found["integrity"] == "违反党风廉政规定 ×1"
    assert found["business.key"] == "合格 ×2 · 良好 ×1"
