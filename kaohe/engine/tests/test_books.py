"""Opening the books: every way in which a record can be wrong, and what a reversal leaves."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Any

import pytest

from kaohe.engine import ERROR, Department, Facts, Goal, Place, Rulebook, score
from kaohe.engine.books import MOST_COUNT, spans_of
from kaohe.engine.tests.little import YEAR, briefs, codes, entry, little, one_item, stand, undone

BOOK = little()
ABSENCE = entry("absence", count=3)


def study(*entries, **more):
    """The box that absences move, what is wrong, and what stands outside the tree."""
    standing = stand(BOOK, *entries, **more)
    wrong = [code for code in codes(standing) if code.startswith("ledger.")]
    return standing.tree.find("study"), wrong, briefs(standing.aside, BOOK)


def board_of(**facts):
    fields: dict[str, Any] = {"year": YEAR, "departments": (Department("a", "甲科"),)}
    return score(BOOK, Facts(**(fields | facts)))


# --- each thing that can be wrong with a record

WRONG: list[tuple[dict[str, Any], str]] = [
    ({"rule": "dancing"}, "ledger.unknown_rule"),
    ({"count": 0}, "ledger.bad_count"),
    ({"count": -1}, "ledger.bad_count"),
    ({"count": MOST_COUNT + 1}, "ledger.bad_count"),
    ({"occurred_on": date(YEAR - 1, 12, 31)}, "ledger.outside_year"),
    ({"occurred_on": date(YEAR + 1, 1, 1)}, "ledger.outside_year"),
    ({"rule": "breach", "level": ""}, "ledger.unknown_level"),
    ({"rule": "breach", "level": "deadly"}, "ledger.unknown_level"),
    ({"rule": "grade.key", "goal": "Z-9", "level": "good"}, "ledger.unknown_goal"),
    ({"rule": "praise"}, "ledger.amount_missing"),
    ({"rule": "praise", "amount": Decimal(0)}, "ledger.amount_range"),
    ({"rule": "praise", "amount": Decimal("1.1")}, "ledger.amount_range"),
    ({"reverses": "none", "count": -1}, "ledger.reversal_without_original"),
    ({"reverses": "1", "count": -1}, "ledger.reversal_without_original"),
]


@pytest.mark.parametrize(("spoilt", "code"), WRONG, ids=[f"{code} {next(iter(what))}" for what, code in WRONG])
def test_each_mistake_is_told_and_its_item_has_no_score(spoilt, code):
    wrong = replace(ABSENCE, place=Place("facts.xlsx", sheet="考核记录", row=7), **spoilt)
    standing = stand(BOOK, wrong)
    told = [problem for problem in standing.problems if problem.code.startswith("ledger.")]
    assert [(problem.code, problem.severity, problem.department) for problem in told] == [(code, ERROR, "a")]
    assert told[0].message("zh").startswith("facts.xlsx › 考核记录 › 第 7 行: ")
    assert standing.tree.find(BOOK.item_of_rule.get(wrong.rule, BOOK.tree).code).points is None
    assert [(line.what, line.entries, line.counted) for line in standing.aside] == [("unusable", (wrong,), False)]


def test_everything_wrong_with_one_record_is_told_at_once_and_it_is_set_aside_once():
    wrong = replace(ABSENCE, rule="breach", level="deadly", count=0, occurred_on=date(1999, 1, 1))
    _, told, aside = study(wrong)
    assert told == ["ledger.bad_count", "ledger.outside_year", "ledger.unknown_level"]
    assert len(aside) == 1


def test_a_decision_may_be_dated_after_the_year_but_not_before_it():
    goals = (Goal("Z-1", "a", "key"), Goal("Z-2", "a", "key"))
    for day, told in ((date(YEAR + 1, 2, 1), []), (date(YEAR - 1, 2, 1), ["ledger.outside_year"])):
        grading = entry("grade.key", goal="Z-1", level="good", conditions=("g1",), occurred_on=day)
        assert study(grading, goals=goals)[1] == told


def test_a_record_of_an_unknown_department_is_told_by_its_number():
    board = board_of(entries=(replace(ABSENCE, department="z"),))
    told = board.problems[0]
    assert (told.code, told.department, told.values["entry"]) == ("ledger.unknown_department", "", "1")


def test_of_two_records_with_one_number_neither_leaves_its_item_with_points():
    other = replace(ABSENCE, rule="breach", level="light")
    box, told, aside = study(ABSENCE, other)
    assert (box.points, told, len(aside)) == (None, ["ledger.duplicate_id"], 1)
    assert study(other, ABSENCE) == study(ABSENCE, other), "whichever comes first"


# --- reversals


def test_a_wholly_reversed_record_stands_outside_the_tree_with_its_trail():
    box, told, aside = study(ABSENCE, undone(ABSENCE))
    assert (box.points, told, aside) == (10, [], ["(缺勤 0)"])
    line = stand(BOOK, ABSENCE, undone(ABSENCE)).aside[0]
    assert (line.what, line.values["trail"], len(line.entries)) == ("cancelled", "1、r", 2)


def test_several_reversals_add_up():
    parts = [undone(ABSENCE, "r1", count=-1), undone(ABSENCE, "r2", count=-1)]
    box, _, _ = study(ABSENCE, *parts)
    assert briefs(box.lines, BOOK) == ["满分 +10", "缺勤 −1"]
    assert [each.id for each in box.lines[1].entries] == ["1", "r1", "r2"]


def test_a_reversal_counts_for_the_day_of_the_fact_and_not_for_its_own():
    by_period = one_item("- {kind: deduct, code: missed, label: 未完成, each: 1}", "full: 4; each_period: 2")
    missed = entry("missed")
    assert stand(by_period, missed, undone(missed, occurred_on=date(YEAR, 12, 1))).tree.points == 4


@pytest.mark.parametrize(
    "spoilt", [{"rule": "missed"}, {"matter": "别的"}, {"goal": "Z-1"}, {"level": "light"}, {"count": 3}, {"count": 0}]
)
def test_a_reversal_must_be_the_same_event_with_its_count_negated(spoilt):
    standing = stand(BOOK, ABSENCE, replace(undone(ABSENCE), **spoilt))
    assert "ledger.reversal_differs" in codes(standing)
    assert standing.tree.find("study").lines[1].points == -3, "the record itself still stands"
    assert standing.tree.points is None


def test_a_reversal_by_another_department_is_refused():
    two = (Department("a", "甲科"), Department("b", "乙科"))
    board = board_of(departments=two, entries=(ABSENCE, undone(ABSENCE, department="b")))
    assert [each.department for each in board.problems if each.code == "ledger.reversal_differs"] == ["b"]


def test_reversals_of_more_than_there_was_leave_no_score_and_stay_visible():
    standing = stand(BOOK, ABSENCE, undone(ABSENCE, "r1"), undone(ABSENCE, "r2"))
    assert "ledger.reversal_exceeds" in codes(standing)
    assert standing.tree.find("study").points is None
    assert [each.id for line in standing.aside for each in line.entries] == ["1", "r1", "r2"]


def test_a_reversal_can_not_be_reversed():
    first = undone(ABSENCE)
    box, told, _ = study(ABSENCE, first, replace(first, id="rr", reverses="r", count=3))
    assert (box.points, told) == (None, ["ledger.reversal_without_original"])


@pytest.mark.parametrize(
    "spoilt", [spoilt for spoilt, _ in WRONG if "reverses" not in spoilt and spoilt.get("count", 1) > 0]
)
def test_any_wrong_record_is_mended_by_its_whole_reversal(spoilt):
    wrong = replace(ABSENCE, **spoilt)
    mended, plain = stand(BOOK, wrong, undone(wrong)), stand(BOOK)
    assert mended.tree == plain.tree
    assert mended.problems == plain.problems
    assert [line.what for line in mended.aside] == ["cancelled"]


def test_a_wrong_record_reversed_in_part_stays_wrong_and_both_are_shown():
    wrong = replace(ABSENCE, rule="breach", level="deadly")
    box, told, _ = study(wrong, undone(wrong, count=-1))
    assert (box.points, told) == (None, ["ledger.unknown_level"])
    assert [[each.id for each in line.entries] for line in stand(BOOK, wrong, undone(wrong, count=-1)).aside] == [
        ["1", "r"]
    ]


# --- what is known by a day


@pytest.mark.parametrize(
    ("occurred", "recorded", "counts"),
    [
        (date(YEAR, 6, 30), None, True),
        (date(YEAR, 6, 30), date(YEAR, 6, 30), True),
        (date(YEAR, 7, 1), None, False),
        (date(YEAR, 6, 1), date(YEAR, 7, 1), False),
    ],
)
def test_what_occurred_or_was_recorded_after_the_day_does_not_count_yet(occurred, recorded, counts):
    late = replace(ABSENCE, occurred_on=occurred, recorded_on=recorded)
    box, told, aside = study(late, as_of=date(YEAR, 6, 30))
    assert (box.points, told, aside) == ((7, [], []) if counts else (10, [], ["(缺勤 0)"]))


def test_a_later_reversal_leaves_its_record_standing_for_now():
    box, told, _ = study(ABSENCE, undone(ABSENCE, occurred_on=date(YEAR, 7, 1)), as_of=date(YEAR, 6, 30))
    assert (box.points, told) == (7, [])


# --- departments, goals and the year


def test_a_department_that_stands_twice_has_no_score():
    board = board_of(departments=(Department("a", "甲科"), Department("a", "乙科")))
    assert [each.department.name for each in board.standings] == ["甲科"]
    assert board.standings[0].tree.points is None
    assert "facts.duplicate_department" in [each.code for each in board.problems]


def test_without_departments_in_the_facts_those_of_the_rulebook_stand():
    assert [each.department.code for each in board_of(departments=()).standings] == ["a", "b"]


def test_without_any_department_the_board_says_so():
    nobody: Rulebook = replace(BOOK, departments=())
    board = score(nobody, Facts(YEAR))
    assert ([each.code for each in board.problems], board.standings) == (["facts.no_departments"], ())


@pytest.mark.parametrize(
    ("goal", "code"),
    [
        (Goal("Z-1", "z", "key"), "goals.unknown_department"),
        (Goal("Z-1", "a", "urgent"), "goals.unknown_category"),
        (Goal("Z-0", "a", "key", "别的"), "goals.duplicate"),
    ],
)
def test_a_wrong_goal_is_told(goal, code):
    board = board_of(goals=(Goal("Z-0", "a", "key"), goal))
    assert code in [each.code for each in board.problems]
    assert board.standings[0].tree.points is None


@pytest.mark.parametrize("year", [0, -1, 10000])
def test_a_year_that_is_none_is_told(year):
    board = board_of(year=year, entries=(ABSENCE,))
    assert ([each.code for each in board.problems], board.standings) == (["facts.bad_year"], ())


@pytest.mark.parametrize("year", [1, 9999])
def test_any_calendar_year_will_do(year):
    assert [each.department.code for each in board_of(year=year).standings] == ["a"]


@pytest.mark.parametrize("count", [1, 2, 3, 4, 6, 12])
def test_the_periods_of_a_year_follow_each_other_without_a_gap(count):
    spans = spans_of(replace(BOOK, periods=tuple("甲乙丙丁戊己庚辛壬癸子丑"[:count])), 2024, date(2024, 2, 29))
    assert (spans[0].starts, spans[-1].ends) == (date(2024, 1, 1), date(2024, 12, 31))
    assert all(after.starts.toordinal() == before.ends.toordinal() + 1 for before, after in pairwise(spans))
    assert [span.over for span in spans] == [span.ends <= date(2024, 2, 29) for span in spans]
    assert [span.number for span in spans] == list(range(1, count + 1))


# --- one matter costs once

ONCE = one_item(
    """
- {kind: deduct, code: complaint, label: 投诉, each: 5, raises: [refer]}
- {kind: deduct, code: late, label: 逾时, each: 2}
- {kind: deduct, code: cover, label: AB角, each: 9, only: {size_at_least: 2}}
""",
    "full: 20; once_per_matter: true",
)


def test_of_one_matter_the_higher_deduction_counts_and_the_other_names_it():
    tree = stand(ONCE, entry("late", "1", matter="甲"), entry("complaint", "2", matter="甲")).tree
    assert briefs(tree.lines, ONCE) == ["满分 +20", "投诉 −5", "(逾时 −2)"]
    assert tree.lines[2].values == {"winner": "2", "winner_label": "投诉"}


def test_a_higher_count_can_make_the_lesser_rule_the_higher_deduction():
    tree = stand(ONCE, entry("late", "1", matter="甲", count=3), entry("complaint", "2", matter="甲")).tree
    assert briefs(tree.lines, ONCE) == ["满分 +20", "(投诉 −5)", "逾时 −6"]
    assert [each.consequence for each in tree.raised] == ["refer"], "it is handed on all the same"


def test_of_two_equal_deductions_the_first_in_the_ledger_counts():
    tree = stand(ONCE, entry("late", "2", matter="甲"), entry("late", "1", matter="甲")).tree
    assert [(line.entries[0].id, line.counted) for line in tree.lines[1:]] == [("1", True), ("2", False)]


def test_different_matters_and_those_without_a_name_all_count():
    of = [("1", "甲"), ("2", "乙"), ("3", ""), ("4", "")]
    assert stand(ONCE, *(entry("late", number, matter=matter) for number, matter in of)).tree.points == 12


def test_a_deduction_that_does_not_apply_beats_nothing():
    tree = stand(ONCE, entry("late", "1", matter="甲"), entry("cover", "2", matter="甲"), size=1).tree
    assert tree.points == 18


def test_where_the_rulebook_does_not_say_so_each_counts():
    book = one_item("- {kind: deduct, code: late, label: 逾时, each: 2}")
    assert stand(book, entry("late", "1", matter="甲"), entry("late", "2", matter="甲")).tree.points == 6
