"""What if: facts and rules as they are not. Each supposition by itself, several at once, and those that can't be made."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings

from kaohe.engine import (
    Department,
    Facts,
    Goal,
    Happened,
    Regraded,
    Repriced,
    RestGraded,
    Supposition,
    TakenBack,
    YearOver,
    amounts,
    compare,
    score,
    what_if,
)
from kaohe.engine.tests.lawful import BOOK, either, trees
from kaohe.engine.tests.little import RULES, YEAR, entry, little, undone
from tests.support.years import SEEDS

few = settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
GRADES = RULES.replace(
    "conditions: [{condition: g1, label: 首创}]}",
    "conditions: [{condition: g1, label: 首创}]}\n"
    '      - {grade: fair, label: 中, coefficient: 0.5, clause: "1"}\n'
    '      - {grade: excused, label: 客观原因, coefficient: 0.25, clause: "1", needs: evidence}',
)
LITTLE = little(rulebook=GRADES)
A, B = (
    Department("a", "甲科", size=3, attributes={"briefs": Decimal(1)}),
    Department("b", "乙科", attributes={"briefs": Decimal(0)}),
)
GOALS = tuple(Goal(f"Z{number}", department, "key") for department in "ab" for number in (1, 2))


def graded(number, goal, grade="fair", department="a"):
    return entry("grade.key", number, department=department, goal=goal, level=grade)


def year(*more, as_of=None):
    """Every goal fair, one person-time of absence; the quotas of `a` are met in both halves."""
    grades = [graded(f"g{index}", goal.code, department=goal.department) for index, goal in enumerate(GOALS)]
    sent = [entry("brief", f"s{month}", occurred_on=date(YEAR, month, 1)) for month in (2, 8)]
    return Facts(YEAR, (A, B), GOALS, (*grades, *sent, entry("absence", "n", count=3), *more), as_of)


def points(supposed, item="total", department="a"):
    return supposed.board.of(department).tree.find(item).points


def suppose(*suppositions, facts=None):
    return what_if(LITTLE, facts or year(), suppositions)


def test_nothing_supposed_is_what_is():
    assert compare(score(LITTLE, year()), suppose().board) == ()


@pytest.mark.parametrize(
    ("supposition", "item", "before", "after"),
    [
        (Regraded("a", "Z1", "good"), "goals", 2, 3),  # 2 × 1.0 + 2 × 0.5; the condition it needs is assumed
        (Regraded("a", "Z1", "excused"), "goals", 2, "1.5"),  # 2 × 0.25 + 2 × 0.5; so is the paper
        (TakenBack("n"), "study", 7, 10),
        (TakenBack("n", 1), "study", 7, 8),
        (TakenBack("s2"), "briefs", 2, 1),
        (Happened(entry("breach", "", level="grave", count=2)), "study", 7, 3),
        (Repriced("absence", "each", Decimal(2)), "study", 7, 4),
        (Repriced("brief", "base", Decimal("0.5")), "briefs", 2, 1),
    ],
)
def test_one_supposition_moves_what_it_speaks_of(supposition, item, before, after):
    assert (points(suppose(), item), points(suppose(supposition), item)) == (before, Decimal(after))
    if not isinstance(supposition, Repriced):
        assert points(suppose(supposition), department="b") == points(suppose(), department="b")


def test_several_at_once_are_each_of_them_whatever_their_order():
    several = [Regraded("a", "Z1", "good"), Repriced("absence", "each", Decimal(2)), TakenBack("n", 1)]
    forward, backward = suppose(*several), suppose(*reversed(several))
    assert points(forward) == 3 + (10 - 2 * 2) + 4 + 2
    assert trees(forward.board) == trees(backward.board)


def test_the_ranking_follows():
    board = suppose(Regraded("b", "Z1", "good"), Regraded("b", "Z2", "good")).board
    before = score(LITTLE, year())
    assert [before.of(code).rank for code in "ab"] == [2, 1]
    assert (board.of("b").published, before.of("b").published) == (20, 18)
    assert [suppose(TakenBack("n")).board.of(code).rank for code in "ab"] == [1, 1]


def test_a_goal_without_a_grade_gets_its_first():
    ungraded = Facts(YEAR, (A,), GOALS[:2], (), None)
    assert points(what_if(LITTLE, ungraded, [Regraded("a", "Z1", "good")]), "goals") is None
    both = what_if(LITTLE, ungraded, [Regraded("a", "Z1", "good"), RestGraded("fair")])
    assert points(both, "goals") == 3


def test_the_rest_leaves_alone_what_is_graded():
    facts = Facts(YEAR, (A,), GOALS[:2], (graded("g", "Z1", "fair"),), None)
    assert points(what_if(LITTLE, facts, [RestGraded("fair")]), "goals") == 2


def test_a_running_year_is_looked_at_as_if_it_were_over():
    running = year(as_of=date(YEAR, 3, 31))
    assert points(suppose(facts=running)) is None
    assert points(suppose(YearOver(), facts=running)) == points(suppose())


def test_a_grade_decided_after_the_day_that_is_looked_at_counts_as_none():
    later = replace(graded("late", "Z1", "fair"), occurred_on=date(YEAR + 1, 1, 10))
    facts = Facts(YEAR, (A,), GOALS[:1], (later,), date(YEAR, 2, 1))
    assert points(what_if(LITTLE, facts, [RestGraded("good")]), "goals") == 4
    assert points(what_if(LITTLE, facts, [RestGraded("good"), YearOver()]), "goals") == 2


def test_a_grade_taken_back_is_a_goal_without_one():
    assert points(suppose(TakenBack("g0")), "goals") is None
    assert points(suppose(TakenBack("g0"), Regraded("a", "Z1", "good")), "goals") == 3


def test_what_was_reversed_in_part_is_taken_back_for_the_rest():
    facts = year(undone(entry("absence", "n", count=3), "r", count=-1))
    assert points(suppose(facts=facts), "study") == 8
    assert points(suppose(TakenBack("n"), facts=facts), "study") == 10


def test_what_is_wrong_with_a_supposed_event_stands_on_the_board():
    board = suppose(Happened(entry("breach", "", level="unheard"))).board
    assert [problem.code for problem in board.problems] == ["ledger.unknown_level"]


@pytest.mark.parametrize(
    ("suppositions", "code"),
    [
        ([Regraded("a", "Z9", "good")], "whatif.no_goal"),
        ([Regraded("a", "Z1", "splendid")], "whatif.no_grade"),
        ([RestGraded("splendid")], "whatif.no_grade"),
        ([TakenBack("none")], "whatif.no_entry"),
        ([TakenBack("n", 4)], "whatif.too_much"),
        ([TakenBack("n", 0)], "whatif.too_much"),
        ([Repriced("nothing", "each", Decimal(1))], "whatif.no_amount"),
        ([Repriced("praise", "each", Decimal(1))], "whatif.no_amount"),
        ([Repriced("breach", "each", Decimal(1))], "whatif.no_amount"),
        ([Repriced("absence", "each", Decimal(-1))], "whatif.odd_amount"),
        ([Repriced("absence", "each", Decimal("1e15"))], "whatif.odd_amount"),
        ([Regraded("a", "Z1", "good"), Regraded("a", "Z1", "fair")], "whatif.twice"),
        ([TakenBack("n"), TakenBack("n")], "whatif.twice"),
        ([RestGraded("good"), RestGraded("fair")], "whatif.twice"),
    ],
)
def test_what_cannot_be_supposed_is_named_and_left_out(suppositions, code):
    supposed = suppose(*suppositions)
    assert [problem.code for problem in supposed.problems] == [code]
    assert all(problem.message("zh") != problem.message("en") for problem in supposed.problems)
    first = suppose(suppositions[0]) if code == "whatif.twice" else suppose()
    assert trees(supposed.board) == trees(first.board)


def test_a_supposed_rulebook_is_nobodys_edition():
    supposed = suppose(Repriced("absence", "each", Decimal(2)))
    assert (supposed.rulebook.digest, supposed.rulebook.texts, supposed.board.digest) == ("", {}, "")
    assert suppose(TakenBack("n")).rulebook.digest == LITTLE.digest


def test_every_amount_is_named_by_its_rule_and_level():
    found = [(each.rule, each.part, each.level, each.value) for each in amounts(LITTLE)]
    assert found == [
        ("absence", "each", "", 1), ("breach", "light", "轻", 1), ("breach", "grave", "重", 2), ("missed", "each", "", 1),
        ("brief", "base", "", 1), ("brief", "extra", "", Decimal("0.5")),
    ]  # fmt: skip


@few
@given(seed=SEEDS)
def test_any_amount_set_to_what_it_is_changes_nothing_in_any_year(seed):
    facts, rng = either(seed)
    each = rng.choice(amounts(BOOK))
    supposed = what_if(BOOK, facts, [Repriced(each.rule, each.part, each.value)])
    assert trees(supposed.board) == trees(score(BOOK, facts))


@few
@given(seed=SEEDS)
def test_no_supposition_about_any_year_raises(seed):
    facts, rng = either(seed)
    goals = [Regraded(goal.department, goal.code, "good") for goal in facts.goals]
    entries = [TakenBack(each.id) for each in facts.entries]
    repeated = [Happened(each) for each in facts.entries]
    every: list[Supposition] = [*goals, *entries, *repeated, YearOver(), RestGraded("qualified")]
    chosen = rng.sample(every, 4)
    board = what_if(BOOK, facts, chosen).board
    assert {each.department.code for each in board.standings} == {
        each.department.code for each in score(BOOK, facts).standings
    }
