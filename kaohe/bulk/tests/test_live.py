"""A department that lives: after every entry its nodes are those of the engine's full tree, and the difference is what changed."""

import random
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from kaohe.bulk.compiling import compiled
from kaohe.bulk.live import Live, changed
from kaohe.bulk.plan import Limits
from kaohe.bulk.tests.books import random_book
from kaohe.bulk.tests.ledgers import random_ledger
from kaohe.engine import Department, Entry, Facts, Goal, Refused, score
from tests.support.founding import founding_rulebook
from tests.support.years import random_year


def tree_of(rulebook, facts, department, entries):
    """Every node of the department's full tree: points, settled, undecided."""
    own = replace(
        facts,
        departments=(department,),
        goals=tuple(goal for goal in facts.goals if goal.department == department.code),
        entries=tuple(entries),
    )
    tree = score(rulebook, own).standings[0].tree
    return {node.code: (node.points, node.settled, node.undecided) for node in tree.walk()}


def lives(rulebook, facts, plan):
    """Each department lives through its entries, one by one."""
    live = Live(plan)
    for department in facts.departments:
        goals = [goal for goal in facts.goals if goal.department == department.code]
        entries = [entry for entry in facts.entries if entry.department == department.code]
        entries.sort(key=lambda entry: bool(entry.reverses))
        state = live.state(department, goals)
        before = state.nodes()
        for number, entry in enumerate(entries, 1):
            changes = {change.code: change for change in state.apply(entry)}
            after = state.nodes()
            assert after == tree_of(rulebook, facts, department, entries[:number]), entry
            assert set(changes) == {code for code in after if after[code] != before[code]}
            assert all((change.old, change.new) == (before[code][0], after[code][0]) for code, change in changes.items())
            before = after
        assert live.state(department, goals, entries).nodes() == before


@pytest.mark.parametrize("seed", range(10))
def test_any_department_of_any_rulebook_lives_as_the_full_tree_says(seed):
    rng = random.Random(seed)
    rulebook = random_book(rng)
    facts = random_ledger(rng, rulebook, 3)
    lives(rulebook, facts, compiled(rulebook, facts.year, facts.as_of, Limits(counted=1000)))


def test_the_founding_bureau_lives_as_the_full_tree_says():
    rulebook = founding_rulebook()
    facts = random_year(random.Random(1), rulebook)
    facts = replace(facts, departments=facts.departments[:2])
    lives(rulebook, facts, compiled(rulebook, facts.year))


def department_and_plan():
    return Department("a", "甲科", size=3, attributes={"brief_quota": Decimal(0)}), compiled(founding_rulebook(), 2025)


#: Grades with what they are given for.
EXCELLENT = {"level": "excellent", "conditions": ("e1",)}
GOOD = {"level": "good", "conditions": ("g1",)}


def entry(rule, number="1", **more):
    return Entry(**({"id": number, "department": "a", "rule": rule, "occurred_on": date(2025, 3, 12)} | more))


def test_the_difference_is_readable():
    department, plan = department_and_plan()
    state = Live(plan).state(department, [Goal("Z-1", "a", "key"), Goal("O-1", "a", "ordinary")])
    assert changed(state.apply(entry("training.absence"))) == (
        "年度总分 (38.4) → (38)；机关建设 96 → 95；建设学习型科室 15 → 14；学习培训 7 → 6"
    )


def test_what_changes_nothing_is_told_as_nothing():
    department, plan = department_and_plan()
    state = Live(plan).state(department)
    assert state.apply(entry("training.session")) == ()
    for number in range(2, 12):
        state.apply(entry("training.absence", str(number)))
    assert state.apply(entry("training.absence", "12")) == ()


@pytest.mark.parametrize(("size", "lost"), [(None, True), (1, False), (2, True), (3, True)])
@pytest.mark.parametrize("matter", ["", "m"])
def test_a_department_of_just_as_many_people_as_the_rule_asks_for_is_not_exempt(size, lost, matter):
    """Nobody stood in for a colleague: that is asked of two people, and not of one, who may lose as much for something else in the matter."""
    department, plan = department_and_plan()
    department, told = replace(department, size=size), [entry("duty.no_cover", matter=matter), entry("training.absence", "2", matter=matter)]
    state = Live(plan).state(department)
    for number, (each, moves) in enumerate(zip(told, (lost, not (lost and matter)), strict=True), 1):
        assert bool(state.apply(each)) == moves
        assert state.nodes() == tree_of(founding_rulebook(), Facts(2025, (department,), (), ()), department, told[:number])


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        (entry("no.such"), "ledger.unknown_rule"),
        (entry("brief.adopted", level="moon"), "ledger.unknown_level"),
        (entry("grade.key", goal="Z-9", **GOOD), "ledger.unknown_goal"),
        (entry("training.absence", reverses="7", count=-1), "ledger.reversal_without_original"),
        (entry("training.absence", "2", reverses="known", count=-2), "ledger.reverses_too_much"),
        (entry("training.absence", "2", reverses="gone", count=-1), "ledger.reversed_already"),
        (entry("training.absence", "2", reverses="undone", count=-1), "ledger.reversed_already"),
        (entry("training.absence", "known"), "ledger.duplicate_id"),
        (entry("training.absence", "back", reverses="known", count=-1), "ledger.duplicate_id"),
        (entry("training.absence", "2", reverses="known", count=1), "ledger.reversal_differs"),
        (entry("discipline.absence", "2", reverses="known", count=-1), "ledger.reversal_differs"),
        (entry("integrity.basic", "2", reverses="decided", count=-1, amount=Decimal(2)), "ledger.reversal_differs"),
        (entry("training.absence", count=-5), "ledger.bad_count"),
        (entry("training.absence", count=0), "ledger.bad_count"),
        (entry("training.absence", occurred_on=date(2024, 12, 31)), "ledger.outside_year"),
        (entry("training.absence", occurred_on=date(2026, 1, 1)), "ledger.outside_year"),
        (entry("training.absence", department="b"), "ledger.unknown_department"),
        (entry("training.absence", until=date(2025, 3, 14)), "ledger.bad_until"),
        (entry("discipline.leave", until=date(2025, 3, 11)), "ledger.bad_until"),
        (entry("grade.key", "again", goal="Z-1", **GOOD), "bulk.graded_already"),
        (entry("grade.key", "graded", goal="Z-1", **GOOD), "ledger.duplicate_id"),
        (entry("grade.key", "again", goal="Z-1", level="good"), "grading.condition_missing"),
        (entry("grade.key", "again", goal="Z-1", level="moon"), "ledger.unknown_level"),
        (entry("grade.key", goal="Z-2", level="good"), "grading.condition_missing"),
        (entry("integrity.basic"), "ledger.amount_missing"),
        (entry("integrity.basic", amount=Decimal(0)), "ledger.amount_range"),
        (entry("integrity.basic", amount=Decimal("99.5")), "ledger.amount_range"),
        (entry("integrity.basic", amount=Decimal("NaN")), "ledger.amount_range"),
        (entry("integrity.basic", amount=Decimal("1.239")), "bulk.amount_fine"),
    ],
)
def test_what_no_ledger_takes_is_refused_and_leaves_nothing_behind(wrong, code):
    department, plan = department_and_plan()
    known = entry("training.absence", "known", count=2)
    decided = entry("integrity.basic", "decided", amount=Decimal(3))
    graded = entry("grade.key", "graded", goal="Z-1", **EXCELLENT)
    goals, back = [Goal("Z-1", "a", "key"), Goal("Z-2", "a", "key")], replace(known, id="back", reverses="known", count=-1)
    undone = replace(known, id="undone"), replace(known, id="wholly", reverses="undone", count=-2)
    state = Live(plan).state(department, goals, [known, back, decided, graded, *undone], frozenset({"gone"}))
    before = state.nodes()
    with pytest.raises(Refused) as refused:
        state.apply(wrong)
    assert [problem.code for problem in refused.value.problems] == [code]
    state.settle()
    assert state.nodes() == before


def test_a_decision_may_be_dated_after_the_year():
    department, plan = department_and_plan()
    state = Live(plan).state(department, [Goal("Z-1", "a", "key")])
    assert state.apply(entry("grade.key", goal="Z-1", **GOOD, occurred_on=date(2026, 1, 15)))
    assert state.apply(entry("integrity.basic", "2", amount=Decimal("1.25"), occurred_on=date(2026, 1, 15)))


def test_a_share_that_cannot_be_exact_is_refused():
    department, plan = department_and_plan()
    goals = [Goal(f"Z-{at}", "a", "key") for at in range(13)]
    with pytest.raises(Refused) as refused:
        Live(plan).state(department, goals)
    assert refused.value.problems[0].code == "bulk.share_fine"


def test_a_goal_is_graded_anew_once_its_grade_was_taken_back():
    department, plan = department_and_plan()
    first = entry("grade.key", "1", goal="Z-1", **EXCELLENT)
    state = Live(plan).state(department, [Goal("Z-1", "a", "key")], [first])
    state.apply(replace(first, id="2", reverses="1", count=-1))
    state.apply(replace(first, id="3", **GOOD))
    assert state.nodes() == Live(plan).state(department, [Goal("Z-1", "a", "key")], [replace(first, **GOOD)]).nodes()
    with pytest.raises(Refused) as refused:
        Live(plan).state(department, [Goal("Z-1", "a", "key")], [first, replace(first, id="3", **GOOD)])
    assert [problem.code for problem in refused.value.problems] == ["grading.conflict"]


@pytest.mark.parametrize(
    ("goals", "code"),
    [
        ([Goal("Z", "a", "key"), Goal("Z", "a", "key")], "goals.duplicate"),
        ([Goal("Z", "a", "none")], "goals.unknown_category"),
        ([Goal("Z", "b", "key")], "goals.unknown_department"),
        ([Goal("Z", "a", "key", base=Decimal(61))], "goals.sum"),
        ([Goal("Z", "a", "key", base=Decimal(70)), Goal("Y", "a", "key")], "goals.sum"),
        ([Goal("Z", "a", "key", base=Decimal(60)), Goal("Y", "a", "key")], "goals.base_range"),
        ([Goal("Z", "a", "key", base=Decimal(-1)), Goal("Y", "a", "key")], "goals.base_range"),
    ],
)
def test_goals_of_which_no_score_could_be_made_are_refused_in_the_engines_words(goals, code):
    department, plan = department_and_plan()
    with pytest.raises(Refused) as refused:
        Live(plan).state(department, goals)
    assert [problem.code for problem in refused.value.problems] == [code]
    assert "{" not in refused.value.problems[0].message("zh") + refused.value.problems[0].message("en")
    told = {problem.code for problem in score(founding_rulebook(), Facts(2025, (department,), tuple(goals), ())).problems}
    assert code in told


@pytest.mark.parametrize("attributes", [{}, *({"brief_quota": Decimal(each)} for each in ("2.5", "-2", 10**12))])
def test_numbers_of_a_departments_own_that_cannot_be_are_refused(attributes):
    department, plan = department_and_plan()
    with pytest.raises(Refused) as refused:
        Live(plan).state(replace(department, attributes=attributes))
    (problem,) = refused.value.problems
    assert problem.code in ("facts.unknown_attribute", "facts.bad_attribute")
    assert "{" not in problem.message("zh")
