"""deduct: so much is lost for each occurrence, down to the item's floor."""

from decimal import Decimal

from kaohe.engine import explain, say
from kaohe.engine.tests.little import briefs, codes, entry, one_item, stand, undone

BOOK = one_item("- {kind: deduct, code: absence, label: 缺勤, each: 1, per: 人次}", "full: 7")
TIERED = one_item(
    "- {kind: deduct, code: breach, label: 违规, levels: [{level: light, label: 轻, each: 1}, {level: grave, label: 重, each: 2.5}]}"
)
COVER = one_item("- {kind: deduct, code: cover, label: 未建AB角, each: 1, only: {size_at_least: 2}}")


def test_each_occurrence_costs_its_points():
    tree = stand(BOOK, entry("absence", count=3)).tree
    assert briefs(tree.lines, BOOK) == ["满分 +7", "缺勤 −3"]
    assert tree.points == 4


def test_every_entry_has_a_line_of_its_own_in_the_order_of_the_ledger():
    tree = stand(BOOK, entry("absence", "2"), entry("absence", "1", count=2)).tree
    assert [line.entries[0].id for line in tree.lines[1:]] == ["1", "2"]


def test_nothing_happened_is_full_points():
    assert stand(BOOK).tree.points == 7


def test_more_than_there_is_stops_at_the_floor_and_the_excess_is_a_line_of_its_own():
    tree = stand(BOOK, entry("absence", count=9)).tree
    assert briefs(tree.lines, BOOK) == ["满分 +7", "缺勤 −9", "扣完为止 +2"]
    assert (tree.points, tree.raw) == (0, -2)


def test_exactly_used_up_needs_no_line_for_the_floor():
    tree = stand(BOOK, entry("absence", count=7)).tree
    assert briefs(tree.lines, BOOK) == ["满分 +7", "缺勤 −7"]
    assert tree.points == 0


def test_without_a_floor_an_item_goes_below_zero():
    book = one_item("- {kind: deduct, code: absence, label: 缺勤, each: 1}", "full: 7; floor: none")
    assert stand(book, entry("absence", count=9)).tree.points == -2


def test_the_amount_goes_by_the_level():
    tree = stand(TIERED, entry("breach", "1", level="light"), entry("breach", "2", level="grave", count=2)).tree
    assert briefs(tree.lines, TIERED) == ["满分 +10", "违规 −1", "违规 −5"]


def test_a_level_that_the_rule_does_not_know_leaves_the_item_without_a_score():
    standing = stand(TIERED, entry("breach", level="deadly"))
    assert codes(standing) == ["ledger.unknown_level"]
    assert standing.tree.points is None
    assert briefs(standing.aside, TIERED) == ["(违规 0)"]


def test_a_partial_reversal_leaves_the_rest_with_both_entries_behind_it():
    absence = entry("absence", count=3)
    line = stand(BOOK, absence, undone(absence, count=-1)).tree.lines[1]
    assert (line.points, [each.id for each in line.entries]) == (-2, ["1", "r"])
    assert "冲正 #r" in say(line, BOOK)


def test_a_small_department_is_exempt_and_the_line_says_so():
    tree = stand(COVER, entry("cover"), size=1).tree
    assert (tree.points, briefs(tree.lines, COVER)) == (10, ["满分 +10", "(未建AB角 0)"])
    assert "不足 2 人" in explain(tree, COVER)[2].text


def test_a_department_just_large_enough_or_of_unknown_size_is_not_exempt():
    assert stand(COVER, entry("cover"), size=2).tree.points == 9
    assert stand(COVER, entry("cover"), size=None).tree.points == 9


def test_an_exempt_department_is_not_handed_on_either():
    book = one_item(
        "- {kind: deduct, code: cover, label: 未建AB角, each: 1, raises: [refer], only: {size_at_least: 2}}"
    )
    assert stand(book, entry("cover"), size=1).raised == ()
    assert [each.consequence for each in stand(book, entry("cover")).raised] == ["refer"]


def test_parts_of_a_point_stay_exact():
    book = one_item("- {kind: deduct, code: weak, label: 不力, each: 0.1}")
    assert stand(book, entry("weak", count=3)).tree.points == Decimal("9.7")
