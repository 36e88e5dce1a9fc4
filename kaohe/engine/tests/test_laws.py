"""Laws of the score that hold of any year whatever: in order, in sum, under corrections, and over wrong facts."""

import json
import random
from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings

from kaohe.engine import (
    ERROR,
    PENDING,
    Board,
    Entry,
    Facts,
    board_data,
    brief,
    compare,
    explain,
    node_data,
    say,
    score,
)
from kaohe.engine.tests.wild import wild_year
from tests.support.founding import founding_rulebook
from tests.support.years import SEEDS, YEAR, random_year

BOOK = founding_rulebook()
LOSSES = [rule for rule in BOOK.rules.values() if rule.loses]
REWARDS = [rule for rule in BOOK.rules.values() if type(rule).name == "bonus"]


def law(test):
    """The test is tried on many years. It is given a seed, which is short enough to be printed when it fails."""
    return settings(max_examples=50, deadline=None, suppress_health_check=list(HealthCheck))(given(seed=SEEDS)(test))


def sound(seed: int) -> tuple[Facts, random.Random]:
    """A year without a mistake, and the chance to do something to it."""
    rng = random.Random(seed)
    return random_year(rng, BOOK), rng


def finished(seed: int) -> tuple[Facts, random.Random]:
    """A year without a mistake in which every goal is graded."""
    rng = random.Random(seed)
    return random_year(rng, BOOK, complete=True), rng


def wild(seed: int) -> tuple[Facts, random.Random]:
    """A year with mistakes, from a single one to hardly anything else."""
    rng = random.Random(seed)
    return wild_year(rng, BOOK), rng


def either(seed: int) -> tuple[Facts, random.Random]:
    """One or the other."""
    return sound(seed) if seed % 2 else wild(seed)


def trees(board: Board) -> dict[str, object]:
    """Each department's tree as data."""
    return {standing.department.code: node_data(standing.tree) for standing in board.standings}


def pairs(old: Board, new: Board):
    """The same box before and after, in every department."""
    for standing in old.standings:
        yield from zip(standing.tree.walk(), new.of(standing.department.code).tree.walk(), strict=True)


def event(rng: random.Random, facts: Facts, rule, **more) -> Entry:
    """A sound entry of that rule, of a matter of its own."""
    levels = [level.code for level in getattr(rule, "levels", ())]
    common = {
        "id": "new",
        "department": rng.choice(facts.departments).code,
        "rule": rule.code,
        "occurred_on": date(YEAR, 1, 1) + timedelta(days=rng.randrange(365)),
        "count": rng.randint(1, 4),
        "level": rng.choice(levels) if levels else "",
        "matter": "a matter of its own",
    }
    return Entry(**(common | more))


def with_entries(facts: Facts, *entries: Entry) -> Facts:
    return replace(facts, entries=(*facts.entries, *entries))


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


# --- nothing is lost, and nothing is made up


@law
def test_every_entry_appears_somewhere(seed):
    facts, _ = either(seed)
    board = score(BOOK, facts)
    if any(problem.code == "facts.bad_year" for problem in board.problems):
        return
    seen: set[int] = set()
    for standing in board.standings:
        for node in standing.tree.walk():
            seen.update(id(entry) for line in node.lines for entry in line.entries)
        seen.update(id(entry) for line in standing.aside for entry in line.entries)
    told = {str(problem.values.get("entry")) for problem in board.problems}
    lost = [entry for entry in facts.entries if id(entry) not in seen and entry.id not in told]
    assert not lost


@law
def test_an_entry_is_in_the_tree_or_outside_it_and_never_both(seed):
    facts, _ = either(seed)
    for standing in score(BOOK, facts).standings:
        inside = {id(entry) for node in standing.tree.walk() for line in node.lines for entry in line.entries}
        outside = [id(entry) for line in standing.aside for entry in line.entries]
        assert inside.isdisjoint(outside)
        assert len(outside) == len(set(outside))


@law
def test_unknown_never_becomes_a_number(seed):
    facts, _ = either(seed)
    for standing in score(BOOK, facts).standings:
        for node in standing.tree.walk():
            open_here = any(line.counted and line.points is None for line in node.lines)
            open_below = any(child.points is None for child in node.children)
            assert (node.points is None) == (node.raw is None) == (open_here or open_below), node.code
        open_problems = [each for each in standing.problems if each.severity in (ERROR, PENDING)]
        assert (standing.published is None) == (standing.tree.points is None) == bool(open_problems)


@law
def test_a_wrong_entry_never_leaves_its_item_with_points(seed):
    facts, _ = wild(seed)
    board = score(BOOK, facts)
    for standing in board.standings:
        for line in standing.aside:
            if line.what == "unusable":
                item = BOOK.item_of_rule.get(line.entries[0].rule, BOOK.tree)
                assert standing.tree.find(item.code).points is None


@law
def test_whatever_the_facts_the_board_is_made_and_can_be_told(seed):
    facts, _ = wild(seed)
    board = score(BOOK, facts)
    json.dumps(board_data(board))
    assert compare(board, board) == ()
    assert len(board.ranked()) == len(board.standings)
    for language in ("zh", "en"):
        assert all(problem.message(language) for problem in board.problems)
        for standing in board.standings:
            assert all(sentence.text for sentence in explain(standing.tree, BOOK, language))
            assert all(say(line, BOOK, language) and brief(line, BOOK, language) for line in standing.aside)


# --- ranks


@law
def test_ties_share_a_rank_and_the_vetoed_stand_outside(seed):
    facts, _ = finished(seed)
    board = score(BOOK, facts)
    inside = [standing.published for standing in board.standings if not standing.vetoed]
    for standing in board.standings:
        assert standing.published is not None
        better = sum(other is not None and other > standing.published for other in inside)
        assert standing.rank == (None if standing.vetoed else 1 + better)


@law
def test_nobody_has_a_rank_while_anyone_who_would_be_ranked_is_pending(seed):
    facts, _ = sound(seed)
    board = score(BOOK, facts)
    waiting = any(standing.published is None and not standing.vetoed for standing in board.standings)
    assert all((standing.rank is None) == (waiting or standing.vetoed) for standing in board.standings)


# --- what is known by a day


@pytest.mark.parametrize("as_of", [date(YEAR, 3, 31), date(YEAR, 8, 15), date(YEAR, 12, 31)])
@law
def test_what_comes_after_the_day_changes_nothing_in_the_tree(as_of, seed):
    facts, rng = sound(seed)
    recorded = [
        replace(entry, recorded_on=entry.occurred_on + timedelta(days=rng.choice([0, 3, 60])))
        for entry in facts.entries
    ]
    all_in = replace(facts, entries=tuple(recorded), as_of=as_of)
    known = tuple(entry for entry in recorded if entry.recorded_on is not None and entry.recorded_on <= as_of)
    board = score(BOOK, all_in)
    assert trees(board) == trees(score(BOOK, replace(all_in, entries=known)))
    later = [line for standing in board.standings for line in standing.aside if line.what == "later"]
    assert len(later) == len(recorded) - len(known)
