"""Comparing two boards: what changed, from the total down to single lines, and by how much."""

from dataclasses import replace

from kaohe.engine import Board, Department, Facts, compare, score
from kaohe.engine.tests.little import RULES, YEAR, entry, little

BOOK = little()
A, B = Department("a", "甲科", size=3), Department("b", "乙科")


def board(*entries, departments=(A, B), book=BOOK, as_of=None) -> Board:
    return score(book, Facts(YEAR, departments, (), entries, as_of))


def told(old: Board, new: Board) -> list[tuple]:
    return [(each.department, each.item, each.what, each.old, each.new, each.change) for each in compare(old, new)]


def test_nothing_changed_is_nothing_told():
    assert compare(board(entry("absence")), board(entry("absence"))) == ()


def test_one_more_entry_is_told_from_the_total_down_to_its_line():
    new = board(entry("absence", count=2))
    assert [(item, what) for _, item, what, *_ in told(board(), new)] == [
        ("total", "points"), ("study", "points"), ("study", "line_new"),
    ]  # fmt: skip
    difference = compare(board(), new)[-1]
    assert (difference.new, difference.line and difference.line.entries[0].id) == (-2, "1")


def test_a_change_of_points_is_told_as_new_less_old():
    found = told(board(entry("absence", count=2)), board(entry("absence", count=5)))
    assert ("a", "study", "points", 8, 5, -3) in found
    assert ("a", "study", "line_gone", -2, None, None) in found
    assert ("a", "study", "line_new", None, -5, None) in found


def test_two_equal_lines_less_one_is_one_line_gone():
    one, other = entry("absence", "1"), entry("absence", "2")
    found = told(board(one, other), board(one))
    assert [what for *_, what, _, _, _ in found].count("line_gone") == 1


def test_what_became_unknown_has_no_change_in_points():
    found = told(board(), board(entry("absence", count=0)))
    assert ("a", "study", "points", 10, None, None) in found


def test_a_veto_and_a_rank_are_told_without_an_item():
    rules = (
        RULES[: RULES.index("    - item: goals")]
        + RULES[RULES.index("    - item: study") : RULES.index("    - item: duty")]
    )
    book = little(rulebook=rules.replace("  full: 20", "  full: 10") + RULES[RULES.index("rankings:") :])
    found = told(board(book=book), board(entry("forged"), book=book))
    assert [each for each in found if each[2] in ("rank", "veto")] == [
        ("a", "", "rank", 1, None, None), ("a", "", "veto", False, True, None),
    ]  # fmt: skip


def test_departments_that_came_or_went_are_told_once_each():
    assert [each[:3] for each in told(board(), board(departments=(B, replace(A, code="c"))))] == [
        ("c", "", "department_new"), ("a", "", "department_gone"),
    ]  # fmt: skip


def test_another_edition_shows_what_it_would_have_moved():
    dearer = little(rulebook=RULES.replace("each: 1, per: 人次", "each: 2, per: 人次"))
    found = told(board(entry("absence", count=2)), board(entry("absence", count=2), book=dearer))
    assert ("a", "study", "points", 8, 6, -2) in found


def test_an_item_that_only_one_edition_has_is_told():
    rules = RULES[: RULES.index("    - item: duty")] + RULES[RULES.index("    - item: briefs") :]
    without = little(rulebook=rules.replace("  full: 20", "  full: 16"))
    assert ("a", "duty", "points", 4, None, None) in told(board(), board(book=without))
    assert ("a", "duty", "points", None, 4, None) in told(board(book=without), board())


def test_an_earlier_day_is_compared_like_any_other_state():
    from datetime import date

    entries = (entry("absence"),)
    found = told(board(*entries, as_of=date(YEAR, 1, 31)), board(*entries))
    assert ("a", "study", "points", 10, 9, -1) in found
