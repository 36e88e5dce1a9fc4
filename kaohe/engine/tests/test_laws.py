"""Laws of the score that hold of any year whatever: order, sums and limits, and what one more entry does."""

import json
from collections import Counter
from dataclasses import replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from kaohe.engine import board_data, node_data, score
from kaohe.engine.tests.lawful import (
    BOOK,
    LOSSES,
    REWARDS,
    either,
    event,
    law,
    pairs,
    sound,
    trees,
    with_entries,
)
from tests.support.years import YEAR

# --- order


@law
def test_the_order_in_which_goals_and_entries_come_never_matters(seed):
    facts, rng = either(seed)
    goals, entries = list(facts.goals), list(facts.entries)
    rng.shuffle(goals)
    rng.shuffle(entries)
    shuffled = replace(facts, goals=tuple(goals), entries=tuple(entries))
    assert board_data(score(BOOK, shuffled)) == board_data(score(BOOK, facts))


@law
def test_the_order_of_departments_orders_the_standings_and_nothing_else(seed):
    facts, rng = sound(seed)
    departments = list(facts.departments)
    rng.shuffle(departments)
    one, other = score(BOOK, facts), score(BOOK, replace(facts, departments=tuple(departments)))
    assert [standing.department for standing in other.standings] == departments
    assert trees(other) == trees(one)
    assert {each.department.code: each.rank for each in other.standings} == {
        each.department.code: each.rank for each in one.standings
    }


@law
def test_scoring_twice_gives_the_same_data(seed):
    facts, _ = either(seed)
    once, twice = (board_data(score(BOOK, facts)) for _ in range(2))
    assert once == twice
    assert json.loads(json.dumps(once)) == once


# --- sums and limits


@law
def test_every_box_is_the_sum_of_its_counted_lines_and_of_its_boxes_by_weight(seed):
    facts, _ = either(seed)
    for standing in score(BOOK, facts).standings:
        for node in standing.tree.walk():
            known = [line.points for line in node.lines if line.counted and line.points is not None]
            parts = [Fraction(points) for points in known]
            parts += [Fraction(child.settled) * Fraction(child.weight) for child in node.children]
            assert node.settled == sum(parts), node.code
            if node.points is not None:
                assert node.points == node.settled
                limits = [Fraction(line.points or 0) for line in node.lines if line.what in ("floor", "cap")]
                assert node.raw == Fraction(node.points) - sum(limits)


@law
def test_every_box_stays_within_its_limits(seed):
    facts, _ = either(seed)
    for standing in score(BOOK, facts).standings:
        for node in standing.tree.walk():
            item = BOOK.items.get(node.code) or BOOK.items[node.code.rpartition(".")[0]]
            cap = item.each_period if item.code != node.code else item.cap
            assert 0 <= node.undecided <= node.full, node.code
            if node.points is not None:
                assert node.undecided == 0
                assert item.floor is None or node.points >= item.floor
                assert cap is None or node.points <= cap


@law
def test_the_published_total_is_the_exact_one_rounded_half_up_once(seed):
    facts, _ = sound(seed)
    for standing in score(BOOK, facts).standings:
        points = standing.tree.points
        if points is None:
            assert standing.published is None
        else:
            # Forty digits of the exact fraction are far more than a tie at the third decimal could hide in.
            digits = Decimal(int(Fraction(points) * 10**40)).scaleb(-40)
            assert standing.published == digits.quantize(Decimal("0.01"), ROUND_HALF_UP)


# --- what one more entry does


@law
def test_a_further_deduction_never_raises_a_score(seed):
    facts, rng = sound(seed)
    further = event(rng, facts, rng.choice(LOSSES))
    for before, after in pairs(score(BOOK, facts), score(BOOK, with_entries(facts, further))):
        assert (before.points is None) == (after.points is None)
        assert after.settled <= before.settled, before.code


@law
def test_a_further_breach_or_judgement_never_raises_a_score(seed):
    facts, rng = sound(seed)
    rule = BOOK.rules[rng.choice(["credits.falsified", "integrity.breach", "integrity.basic"])]
    further = event(rng, facts, rule, count=1, amount=Decimal(3) if rule.code == "integrity.basic" else None)
    for before, after in pairs(score(BOOK, facts), score(BOOK, with_entries(facts, further))):
        assert after.settled <= before.settled, before.code


@law
def test_a_further_reward_never_lowers_a_score(seed):
    facts, rng = sound(seed)
    further = event(rng, facts, rng.choice(REWARDS))
    for before, after in pairs(score(BOOK, facts), score(BOOK, with_entries(facts, further))):
        assert after.settled >= before.settled, before.code


@law
def test_an_entry_moves_its_own_item_and_the_boxes_above_it_only(seed):
    facts, rng = sound(seed)
    further = event(rng, facts, rng.choice(LOSSES + REWARDS))
    old, new = score(BOOK, facts), score(BOOK, with_entries(facts, further))
    own = BOOK.item_of_rule[further.rule].code
    for standing in old.standings:
        for before, after in zip(standing.tree.walk(), new.of(standing.department.code).tree.walk(), strict=True):
            over = any(node.code == own for node in before.walk())
            under = before.code.startswith(f"{own}.")
            if standing.department.code != further.department or not (over or under):
                assert node_data(before) == node_data(after)


@law
def test_an_entry_and_its_whole_reversal_give_the_identical_tree(seed):
    facts, rng = sound(seed)
    in_two_steps = rng.random() < 0.5
    plain = [rule for rule in BOOK.rules.values() if type(rule).name not in ("graded", "judged")]
    further = event(rng, facts, rng.choice(plain), count=4)
    steps = [-1, -3] if in_two_steps else [-4]
    undone = [
        replace(further, id=f"undone {count}", reverses="new", count=count, occurred_on=date(YEAR, 12, 31))
        for count in steps
    ]
    once, again = score(BOOK, facts), score(BOOK, with_entries(facts, *undone, further))
    assert trees(again) == trees(once)
    assert [each.rank for each in again.standings] == [each.rank for each in once.standings]
    assert again.problems == once.problems


@law
def test_even_a_wrong_entry_is_undone_by_its_whole_reversal(seed):
    facts, rng = sound(seed)
    wrong = event(rng, facts, rng.choice(REWARDS), level="no such level", occurred_on=date(YEAR - 3, 5, 5))
    undone = replace(wrong, id="undone", reverses="new", count=-wrong.count)
    once, again = score(BOOK, facts), score(BOOK, with_entries(facts, wrong, undone))
    assert trees(again) == trees(once)
    assert again.problems == once.problems


@law
def test_one_matter_costs_once_in_a_department(seed):
    facts, _ = sound(seed)
    for standing in score(BOOK, facts).standings:
        counted = [
            line.entries[0].matter
            for node in standing.tree.find("institution").walk()
            for line in node.lines
            if line.counted and line.entries and BOOK.rules[line.rule].loses
        ]
        often = [matter for matter, times in Counter(counted).items() if matter and times > 1]
        assert not often
