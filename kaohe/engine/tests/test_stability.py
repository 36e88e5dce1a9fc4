"""How firmly a ranking stands: by the pencil, and against the whole engine asked about every change one by one."""

import random
from dataclasses import replace
from datetime import date
from decimal import Decimal

from hypothesis import HealthCheck, given, settings

from kaohe.engine import Department, Facts, Happened, Regraded, Repriced, TakenBack, amounts, score, stability, what_if
from kaohe.engine.stability import steps
from kaohe.engine.suppose import once_more
from kaohe.engine.tests.lawful import BOOK
from kaohe.engine.tests.little import YEAR, entry, little
from kaohe.engine.tests.test_suppose import GOALS, GRADES, LITTLE, graded
from tests.support.years import SEEDS, random_year

A, B = (Department(code, name, size=3, attributes={"briefs": Decimal(0)}) for code, name in (("a", "甲"), ("b", "乙")))
#: Departments a and b, each with two goals graded as fair: 2 of 4, 10 for study, 4 for duty, 2 for briefs.
EQUAL = tuple(graded(f"g{index}", goal.code, department=goal.department) for index, goal in enumerate(GOALS))


def year(*entries, departments=(A, B)):
    return Facts(YEAR, departments, GOALS, (*EQUAL, *entries))


def named(pair):
    """The changes in a few words each."""
    found = []
    for change, *_ in pair.swaps:
        match change:
            case Regraded(department, goal, grade):
                found.append(f"{department} {goal} {grade}")
            case TakenBack(number):
                found.append(f"-{number}")
            case Happened(event):
                found.append(event.id)
            case Repriced(rule, part, amount):
                found.append(f"{rule} {part} {amount}")
    return sorted(found)


def test_every_change_that_would_swap_two_neighbours_is_named():
    """a: 18 − 2 absences = 16; b: 18 − 2.5 is not to be had, so three absences: 15. One point apart."""
    facts = year(entry("absence", "1", count=2), entry("absence", "2", department="b", count=3))
    (pair,) = stability(LITTLE, facts)
    assert (pair.upper, pair.lower, pair.upper_value, pair.lower_value, pair.gap) == ("a", "b", 16, 15, 1)
    # b without its absence: 18; a with two more: 14. A grade up or down moves one point: level, and no swap.
    assert named(pair) == ["+1", "-2"]
    assert {(swap.upper, swap.lower) for swap in pair.swaps} == {(16, 18), (14, 15)}


def test_neighbours_that_tie_are_swapped_by_whatever_puts_the_lower_one_first():
    (pair,) = stability(LITTLE, year())
    assert (pair.gap, named(pair)) == (0, ["a Z1 excused", "a Z2 excused", "b Z1 good", "b Z2 good"])


def test_a_rule_counts_for_both_of_them():
    """a: three absences = 15; b: two grave breaches = 14. Dearer absences put a behind, cheaper grave breaches b before."""
    facts = year(
        entry("absence", "1", count=3), entry("breach", "2", department="b", level="grave", count=2),
    )  # fmt: skip
    assert named(stability(LITTLE, facts)[0]) == ["+1", "-2", "absence each 2", "breach grave 1"]


def test_what_would_take_the_upper_one_out_of_the_ranking_swaps_too():
    """a must send a brief in each half or stands outside; it sent one each."""
    book = little(rulebook=GRADES.replace("extra: 0.5}", "extra: 0.5, raises: [veto]}"))
    sent = [entry("brief", f"s{month}", occurred_on=date(YEAR, month, 1)) for month in (2, 8)]
    sender = replace(A, attributes={"briefs": Decimal(1)})
    late = entry("absence", "9", department="b", count=9)
    (pair,) = stability(book, year(*sent, late, departments=(sender, B)))
    assert pair.gap == 9
    assert [(swap.change, swap.upper, swap.lower) for swap in pair.swaps if swap.upper is None] == [
        (TakenBack("s2"), None, 9), (TakenBack("s8"), None, 9),
    ]  # fmt: skip


def test_while_nobody_is_ranked_nothing_is_told():
    assert stability(LITTLE, Facts(YEAR, (A, B), GOALS, ())) == ()


def test_a_grade_moves_one_step_by_its_coefficient_and_an_equal_one_is_named_once():
    scale = next(iter(BOOK.scales.values()))
    told = {code: [each.code for each in steps(scale, code)] for code in scale.grades}
    assert told == {
        "excellent": ["good"], "good": ["excellent", "qualified"], "qualified": ["good", "basically_qualified"],
        "basically_qualified": ["qualified", "unqualified"], "unqualified": ["basically_qualified"],
        "excused": ["qualified", "unqualified"],
    }  # fmt: skip


def singles(facts):
    """Every single change of a year, as the page's own words say it and by no code of the fast way."""
    for goal in facts.goals:
        for each in facts.entries:
            if each.rule.startswith("grade.") and (each.department, each.goal) == (goal.department, goal.code):
                scale = BOOK.rules[each.rule].scale
                yield from (Regraded(goal.department, goal.code, step.code) for step in steps(scale, each.level))
    left = {each.id: each.count for each in facts.entries if not each.reverses}
    for each in facts.entries:
        if each.reverses:
            left[each.reverses] += each.count
    for each in facts.entries:
        if left.get(each.id, 0) > 0 and not each.rule.startswith("grade.") and BOOK.rules[each.rule].name != "flag":
            yield TakenBack(each.id)
            yield Happened(replace(once_more(each), count=left[each.id]))
    for each in amounts(BOOK):
        for amount in (each.value + 1, each.value - 1):
            if amount >= 0:
                yield Repriced(each.rule, each.part, amount)


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(seed=SEEDS)
def test_the_named_changes_are_those_and_only_those_that_the_whole_engine_finds(seed):
    rng = random.Random(seed)
    facts = random_year(rng, BOOK, complete=True)
    keep = {each.code for each in facts.departments[:3]}
    facts = replace(
        facts,
        departments=facts.departments[:3],
        goals=tuple(each for each in facts.goals if each.department in keep),
        entries=tuple(each for each in facts.entries if each.department in keep),
    )
    pairs = stability(BOOK, facts)
    claimed = {(pair.upper, pair.lower): {repr(swap.change): swap for swap in pair.swaps} for pair in pairs}
    every = list(singles(facts))
    likely = [each for each in every if any(repr(each) in found for found in claimed.values())]
    assert len(likely) == len({change for found in claimed.values() for change in found})
    for change in [*rng.sample(likely, min(10, len(likely))), *rng.sample(every, min(25, len(every)))]:
        board = what_if(BOOK, facts, [change]).board
        for pair in pairs:
            upper, lower = board.of(pair.upper), board.of(pair.lower)
            swapped = lower.rank is not None and (upper.rank is None or lower.rank < upper.rank)
            assert swapped == (repr(change) in claimed[pair.upper, pair.lower]), (change, pair)
            if swapped:
                found = claimed[pair.upper, pair.lower][repr(change)]
                assert (found.upper, found.lower) == (None if upper.vetoed else upper.published, lower.published)


def test_the_second_ranking_is_looked_at_by_its_own_values():
    facts = random_year(random.Random(5), BOOK, complete=True)
    placed = [each for each in score(BOOK, facts).rankings["information"] if each.rank is not None]
    pairs = stability(BOOK, facts, "information")
    assert [(pair.upper, pair.upper_value) for pair in pairs] == [(each.department, each.value) for each in placed[:-1]]
    assert stability(BOOK, facts, "unknown") == ()
