"""void takes away all that is left of an item; flag moves nothing and exists for what it raises."""

from datetime import date
from decimal import Decimal

import pytest

from kaohe.engine.tests.little import briefs, codes, entry, one_item, stand, undone

VOID = one_item(
    """
- {kind: deduct, code: missing, label: 缺证, each: 1}
- {kind: void, code: forged, label: 假证, raises: [refer]}
- {kind: bonus, code: praise, label: 表扬, each: 3}
""",
    "full: 4; cap: none",
)
LEAVE = one_item("- {kind: flag, code: leave, label: 请假, lasts: true, words: [已请假]}\n- {kind: deduct, code: away, label: 离岗, each: 2}")
FLAG = one_item(
    """
- {kind: flag, code: present, label: 到课, per: 人次}
- {kind: flag, code: breach, label: 违规, raises: [veto, bar]}
"""
)


def test_one_fact_takes_away_all_that_the_other_rules_left():
    tree = stand(VOID, entry("missing", "1"), entry("praise", "2"), entry("forged", "3")).tree
    assert briefs(tree.lines, VOID) == ["满分 +4", "缺证 −1", "表扬 +3", "假证 −6"]
    assert tree.points == 0


def test_a_second_such_fact_is_shown_and_changes_nothing():
    tree = stand(VOID, entry("forged", "1"), entry("forged", "2")).tree
    assert briefs(tree.lines, VOID) == ["满分 +4", "假证 −4", "(假证 0)"]


def test_where_nothing_was_left_nothing_is_taken():
    tree = stand(VOID, entry("missing", count=4), entry("forged", "2")).tree
    assert (tree.points, briefs(tree.lines, VOID)) == (0, ["满分 +4", "缺证 −4", "假证 0"])


def test_both_facts_stand_behind_what_is_raised():
    (raised,) = stand(VOID, entry("forged", "1"), entry("forged", "2")).raised
    assert (raised.consequence, [each.id for each in raised.entries]) == ("refer", ["1", "2"])


def test_a_reversed_fact_voids_and_raises_nothing():
    forged = entry("forged")
    standing = stand(VOID, forged, undone(forged))
    assert (standing.tree.points, standing.raised) == (4, ())


def test_a_flag_moves_no_point_and_one_line_names_all_its_entries():
    tree = stand(FLAG, entry("present", "1", count=5), entry("present", "2", count=6)).tree
    assert briefs(tree.lines, FLAG) == ["满分 +10", "到课 0"]
    assert (tree.lines[1].values["count"], len(tree.lines[1].entries)) == (11, 2)
    assert tree.points == Decimal(10)


def test_no_record_is_no_line():
    assert briefs(stand(FLAG).tree.lines, FLAG) == ["满分 +10"]


def test_a_flag_can_veto_and_bar():
    standing = stand(FLAG, entry("breach"))
    assert [each.consequence for each in standing.raised] == ["veto", "bar"]
    assert (standing.vetoed, standing.barred, standing.tree.points) == (True, True, 10)


def test_a_leave_covers_each_of_its_days_and_moves_no_point():
    leave = entry("leave", until=date(2025, 3, 14))
    assert [leave.covers(date(2025, 3, day)) for day in (11, 12, 14, 15)] == [False, True, True, False]
    assert [entry("leave").covers(date(2025, 3, day)) for day in (12, 13)] == [True, False]
    assert stand(LEAVE, leave).tree.points == Decimal(10)


@pytest.mark.parametrize(
    ("rule", "until"),
    [("leave", date(2025, 3, 11)), ("leave", date(2026, 1, 2)), ("away", date(2025, 3, 14)), ("away", date(2025, 3, 12))],
)
def test_what_cannot_last_has_no_last_day(rule, until):
    standing = stand(LEAVE, entry(rule, until=until))
    assert (standing.tree.points, codes(standing)) == (None, ["ledger.bad_until"])


def test_a_leave_to_come_waits_outside_the_tree():
    standing = stand(LEAVE, entry("leave", until=date(2025, 3, 14)), as_of=date(2025, 3, 11))
    assert briefs(standing.aside, LEAVE) == ["(请假 0)"]
    assert codes(standing) == []
