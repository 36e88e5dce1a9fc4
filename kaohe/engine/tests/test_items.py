"""How boxes are put together: periods, weights, limits, broken records, and what is settled while something is open."""

from datetime import date
from decimal import Decimal

from kaohe.engine import explain
from kaohe.engine.tests.little import YEAR, briefs, codes, entry, little, one_item, stand
from tests.support.founding import founding_rulebook

BY_PERIOD = one_item("- {kind: deduct, code: missed, label: 未完成, each: 1}", "full: 4; each_period: 2")
FIRST, SECOND = date(YEAR, 6, 30), date(YEAR, 7, 1)


def missed(number: str, count: int, on: date):
    return entry("missed", number, count=count, occurred_on=on)


# --- periods


def test_an_item_allotted_by_period_has_a_box_for_each_with_its_own_full_points():
    tree = stand(BY_PERIOD, missed("1", 1, FIRST)).tree
    assert [(child.code, child.label, child.full, child.points) for child in tree.children] == [
        ("it.1", "上半年", 2, 1), ("it.2", "下半年", 2, 2),
    ]  # fmt: skip
    assert tree.points == 3


def test_what_one_period_has_lost_too_much_does_not_eat_another():
    tree = stand(BY_PERIOD, missed("1", 5, FIRST)).tree
    assert briefs(tree.children[0].lines, BY_PERIOD) == ["满分 +2", "未完成 −5", "扣完为止 +3"]
    assert (tree.children[0].points, tree.points) == (0, 2)


def test_the_day_decides_the_period():
    tree = stand(BY_PERIOD, missed("1", 1, FIRST), missed("2", 2, SECOND)).tree
    assert [child.points for child in tree.children] == [1, 0]


def test_a_period_that_is_not_over_is_open_and_so_is_all_above_it():
    standing = stand(BY_PERIOD, as_of=date(YEAR, 12, 30))
    tree = standing.tree
    assert [child.points for child in tree.children] == [2, None]
    assert (tree.points, tree.settled, tree.undecided) == (None, 2, 2)
    assert codes(standing) == ["period.open"]
    assert "下半年" in str(standing.problems[0])


def test_nothing_is_used_up_while_the_points_of_an_open_period_are_still_to_come():
    tree = stand(BY_PERIOD, missed("1", 1, SECOND), as_of=date(YEAR, 9, 1)).tree
    assert briefs(tree.children[1].lines, BY_PERIOD) == ["下半年未结束 ？", "未完成 −1"]
    assert (tree.settled, tree.undecided) == (1, 2), "1 now, 3 if nothing more is lost"


def test_an_open_period_that_has_lost_more_than_it_holds_can_come_to_no_less_than_nothing():
    tree = stand(BY_PERIOD, missed("1", 2, FIRST), missed("2", 5, SECOND), as_of=date(YEAR, 9, 1)).tree
    assert briefs(tree.children[1].lines, BY_PERIOD) == ["下半年未结束 ？", "未完成 −5", "扣完为止 +3"]
    assert (tree.settled, tree.undecided) == (-2, 2), "together nothing, which is what it can come to"
    assert tree.lines == (), "the item itself is not used up either"


# --- weights and limits


def test_the_total_takes_business_and_institution_by_their_weights():
    book = founding_rulebook()
    tree = stand(book, attributes={"brief_quota": Decimal(0)}).tree
    assert [(child.code, child.weight) for child in tree.children] == [
        ("business", Decimal("0.6")), ("institution", Decimal("0.4")),
    ]  # fmt: skip
    assert tree.find("institution").points == 96, "all but four of the points that only briefs earn"
    assert (tree.points, tree.settled, tree.undecided) == (None, Decimal("38.4"), 60)


def test_what_bonuses_lift_above_a_hundred_is_clipped_by_a_line_of_its_own():
    book = founding_rulebook()
    praised = [entry("integrity.praised", str(n), level="ministry", matter=f"事{n}") for n in range(2)]
    node = stand(book, *praised, attributes={"brief_quota": Decimal(0)}).tree.find("institution")
    assert node.find("integrity").points == 32, "clean government itself has no cap"
    assert (briefs(node.lines, book), node.points, node.raw) == (["封顶 −8"], 100, 108)


# --- records in error


def test_an_item_whose_record_holds_an_error_has_no_score_and_says_so():
    book = little()
    standing = stand(book, entry("absence", count=0), goals=())
    study = standing.tree.find("study")
    assert (study.points, study.settled, study.undecided) == (None, 10, 10)
    assert briefs(study.lines, book) == ["满分 +10", "记录有误 ？"]
    assert standing.tree.points is None
    assert "记录有误" in explain(study, book)[-1].text


def test_a_record_of_no_known_rule_leaves_the_whole_tree_without_a_score():
    book = little()
    standing = stand(book, entry("dancing"))
    assert briefs(standing.tree.lines, book) == ["记录有误 ？"]
    assert standing.tree.find("study").points == 10, "what it did not touch keeps its points"


def test_what_is_open_is_never_more_than_the_full_points():
    book = little()
    node = stand(book, entry("grade.key", goal="Z-9", level="good")).tree.find("goals")
    assert (node.points, node.undecided, node.full) == (None, 4, 4)
    assert len([line for line in node.lines if line.points is None]) == 2
