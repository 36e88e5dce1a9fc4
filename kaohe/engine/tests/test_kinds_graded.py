"""graded: each goal's base points times the coefficient of its grade; a goal without a grade is no number."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from kaohe.engine import ERROR, PENDING, WARNING, Entry, Exact, Goal, say
from kaohe.engine.problems import Place
from kaohe.engine.tests.little import YEAR, briefs, codes, entry, stand, undone
from tests.support.founding import founding_rulebook

BOOK = founding_rulebook()
KEY = BOOK.items["business.key"]


def goals(*bases: Exact | None, category: str = "key", **more) -> tuple[Goal, ...]:
    """Goals Z-1, Z-2 … with these base points."""
    return tuple(Goal(f"Z-{n}", "a", category, f"目标{n}", base, **more) for n, base in enumerate(bases, 1))


def graded(goal: str, grade: str = "qualified", number: str = "", **more) -> Entry:
    needs = {
        "excellent": {"conditions": ("e1",)},
        "good": {"conditions": ("g1",)},
        "unqualified": {"conditions": ("u1",)},
    }
    fields = {"goal": goal, "level": grade, "occurred_on": date(YEAR + 1, 1, 9), **needs.get(grade, {}), **more}
    return entry("grade.key", number or goal, **fields)


def box(*entries: Entry, of: tuple[Goal, ...]):
    """The box of key goals, and everything wrong with it."""
    standing = stand(BOOK, *entries, goals=of)
    about_key = [each for each in standing.problems if "重点" in str(each) or "Z-" in str(each)]
    return standing.tree.find("business.key"), about_key


@pytest.mark.parametrize(
    ("grade", "coefficient"),
    [
        ("excellent", "1"),
        ("good", "0.85"),
        ("qualified", "0.75"),
        ("basically_qualified", "0.6"),
        ("unqualified", "0.4"),
    ],
)
def test_each_grade_is_worth_its_coefficient(grade, coefficient):
    node, problems = box(graded("Z-1", grade), graded("Z-2"), of=goals(Decimal(40), Decimal(20)))
    assert node.points == Decimal(40) * Decimal(coefficient) + 15
    assert problems == []


def test_an_objective_reason_counts_as_much_as_its_own_grade_and_needs_evidence():
    of = goals(None, None)
    node, _ = box(graded("Z-1", "excused", evidence=("批件",)), graded("Z-2"), of=of)
    assert briefs(node.lines, BOOK) == ["Z-1 客观原因 +18", "Z-2 合格 +22.5"]
    node, problems = box(graded("Z-1", "excused"), graded("Z-2"), of=of)
    assert (node.points, [each.code for each in problems]) == (None, ["grading.evidence_missing"])


def test_goals_without_typed_points_share_equally_and_exactly():
    node, _ = box(*(graded(f"Z-{n}") for n in range(1, 8)), of=goals(*[None] * 7))
    assert [line.values["base"] for line in node.lines] == [Fraction(60, 7)] * 7
    assert node.points == 45


def test_goals_without_typed_points_share_what_the_others_leave():
    node, _ = box(graded("Z-1"), graded("Z-2"), graded("Z-3"), of=goals(Decimal(30), None, None))
    assert [line.values["base"] for line in node.lines] == [30, 15, 15]


def test_lines_come_in_the_order_of_the_goals():
    node, _ = box(graded("Z-2"), graded("Z-1"), of=tuple(reversed(goals(None, None))))
    assert briefs(node.lines, BOOK) == ["Z-1 合格 +22.5", "Z-2 合格 +22.5"]


# --- unknown is no number


def test_a_goal_without_a_grade_leaves_the_box_and_all_above_it_without_a_score():
    standing = stand(BOOK, graded("Z-1"), goals=goals(Decimal(36), Decimal(24)))
    node = standing.tree.find("business.key")
    assert (node.points, node.settled, node.undecided) == (None, 27, 24)
    assert briefs(node.lines, BOOK) == ["Z-1 合格 +27", "Z-2 未划档 ？"]
    assert [standing.tree.find(code).points for code in ("business", "total")] == [None, None]
    missing = next(each for each in standing.problems if each.code == "grading.missing")
    assert (missing.severity, missing.clause) == (PENDING, BOOK.clause_label("2.2.4"))
    assert "Z-2" in missing.message("zh")


def test_no_goals_at_all_is_open_and_not_zero():
    node, problems = box(of=())
    assert (node.points, node.undecided) == (None, 60)
    assert [(each.code, each.severity) for each in problems] == [("goals.none", PENDING)]


def test_a_reversed_grading_leaves_the_goal_without_a_grade_again():
    first = graded("Z-1", number="g1")
    node, problems = box(first, undone(first, occurred_on=date(YEAR + 1, 2, 1)), of=goals(None))
    assert (node.points, [each.code for each in problems]) == (None, ["goals.usual", "grading.missing"])


def test_a_new_grading_after_the_reversal_stands():
    first = graded("Z-1", number="g1")
    node, _ = box(first, undone(first), graded("Z-1", "excellent", number="g2"), graded("Z-2"), of=goals(None, None))
    assert node.points == Decimal("52.5")


# --- what is refused


def test_two_standing_grades_of_one_goal_are_told_with_their_entries():
    node, problems = box(
        graded("Z-1", number="5"), graded("Z-1", "good", number="6"), graded("Z-2"), of=goals(None, None)
    )
    assert (node.points, [each.code for each in problems]) == (None, ["grading.conflict"])
    assert "5、6" in str(problems[0])
    assert briefs(node.lines, BOOK)[0] == "Z-1 划档有误 ？"


@pytest.mark.parametrize("grade", ["excellent", "good", "unqualified"])
def test_a_grade_that_relies_on_a_condition_must_name_it(grade):
    node, problems = box(graded("Z-1", grade, conditions=()), graded("Z-2"), of=goals(None, None))
    assert (node.points, [each.code for each in problems]) == (None, ["grading.condition_missing"])


def test_a_condition_of_another_grade_is_told_with_those_that_can_be():
    node, problems = box(graded("Z-1", "good", conditions=("g1", "e1", "u1")), graded("Z-2"), of=goals(None, None))
    assert (node.points, [each.code for each in problems]) == (None, ["grading.condition_unknown"])
    assert "e1、u1" in str(problems[0])
    assert "g1、g2、g3、g4" in str(problems[0])


@pytest.mark.parametrize(
    ("bases", "found"), [((30, 31), "61"), ((30, 20), "50"), ((Fraction(60, 7), None, 60), "480/7")]
)
def test_base_points_that_do_not_come_to_the_whole_leave_no_score(bases, found):
    of = goals(
        *(None if base is None else Fraction(base) if isinstance(base, Fraction) else Decimal(base) for base in bases)
    )
    node, problems = box(*(graded(goal.code) for goal in of), of=of)
    assert node.points is None
    assert node.undecided == 60
    told = next(each for each in problems if each.code == "goals.sum")
    assert (told.severity, str(told.values["expected"])) == (ERROR, "60")
    assert found in told.message("en")
    assert len(node.lines[0].entries) == len(of), "the gradings stay visible"


@pytest.mark.parametrize(
    "base", [Decimal(0), Decimal(-5), Decimal("NaN"), Decimal("1e40"), Decimal("1e-40"), Fraction(1, 3**40)]
)
def test_base_points_must_be_a_number_above_zero(base):
    of = goals(base, Decimal(60), place=Place("facts.xlsx", sheet="目标", row=4))
    node, problems = box(graded("Z-1"), graded("Z-2"), of=of)
    assert node.points is None
    told = next(each for each in problems if each.code == "goals.base_range")
    assert "facts.xlsx › 目标 › 第 4 行" in told.message("zh")


def test_a_wrong_sum_does_not_hide_what_is_wrong_with_the_grades():
    _, problems = box(graded("Z-1", "good", conditions=()), of=goals(Decimal(30), Decimal(20)))
    assert sorted(each.code for each in problems) == ["goals.sum", "grading.condition_missing", "grading.missing"]


# --- worth a look, though the score stands


@pytest.mark.parametrize(("number", "warned"), [(1, True), (2, False), (4, False), (5, True)])
def test_an_unusual_number_of_goals_is_a_warning(number, warned):
    of = goals(*[None] * number)
    node, problems = box(*(graded(goal.code) for goal in of), of=of)
    assert node.points == 45
    assert [(each.code, each.severity) for each in problems] == [("goals.usual", WARNING)] * warned


def test_key_work_graded_basically_qualified_is_flagged_for_the_group():
    of = goals(None, None, key_work=True)
    node, problems = box(graded("Z-1", "basically_qualified"), graded("Z-2"), of=of)
    assert node.points == Decimal("40.5")
    assert [(each.code, each.severity) for each in problems] == [("grading.key_work", WARNING)]


def test_a_line_says_goal_base_grade_and_coefficient():
    node, _ = box(graded("Z-1", "good", recorded_by="王某"), graded("Z-2"), of=goals(None, None))
    assert say(node.lines[0], BOOK) == (
        "+25.5 目标 Z-1 目标1：基本分 30 × 良好 0.85 · 附件2 二4 · 2026-01-09 · 记录 #Z-1 · 登记 王某"
    )
    assert codes(stand(BOOK, graded("Z-9"), goals=goals(None))).count("ledger.unknown_goal") == 1
