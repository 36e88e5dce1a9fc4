"""Laws of what is wrong, open, vetoed or later: nothing is lost, nothing is made up, and no facts whatever raise."""

import json
from dataclasses import replace
from datetime import date, timedelta

import pytest

from kaohe.engine import ERROR, PENDING, board_data, brief, compare, explain, say, score
from kaohe.engine.tests.lawful import BOOK, either, finished, law, sound, trees, wild
from tests.support.years import YEAR

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
