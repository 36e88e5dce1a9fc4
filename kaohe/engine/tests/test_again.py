"""A board scored again after an addition is the board scored from nothing, whatever was added; and untouched departments are left alone."""

import random
from dataclasses import replace

import pytest

from kaohe.engine import Entry, score, score_again
from kaohe.engine.score import stand
from tests.support.founding import founding_rulebook
from tests.support.years import random_year


def grown(seed):
    """A rulebook, and a year of it at some points of its growth."""
    rng = random.Random(seed)
    rulebook = founding_rulebook()
    facts = random_year(rng, rulebook)
    cuts = sorted(rng.sample(range(len(facts.entries) + 1), 6))
    return rulebook, [replace(facts, entries=facts.entries[:cut]) for cut in (*cuts, len(facts.entries))]


@pytest.mark.parametrize("seed", range(8))
def test_a_growing_year_is_scored_again_as_from_nothing(seed):
    rulebook, years = grown(seed)
    known, board = years[0], score(rulebook, years[0])
    for facts in years:
        board = score_again(rulebook, facts, known, board)
        assert board == score(rulebook, facts)
        known = facts


def the_year():
    rulebook = founding_rulebook()
    facts = random_year(random.Random(3), rulebook)
    facts = replace(facts, entries=tuple(each for each in facts.entries if not each.reverses))
    return rulebook, facts, score(rulebook, facts)


def test_only_the_departments_that_something_is_about_are_scored(monkeypatch):
    rulebook, facts, board = the_year()
    touched = facts.departments[1].code
    scored = []

    def noted(rules, books):
        scored.append(books.account.department.code)
        return stand(rules, books)

    monkeypatch.setattr("kaohe.engine.again.stand", noted)
    extra = Entry("9001", touched, "training.absence", facts.entries[0].occurred_on)
    after = replace(facts, entries=(*facts.entries, extra))
    assert score_again(rulebook, after, facts, board) == score(rulebook, after)
    assert scored == [touched]


@pytest.mark.parametrize(
    "odd",
    [
        lambda facts, first, other: Entry("9001", other, first.rule, first.occurred_on, reverses=first.id, count=-first.count),
        lambda facts, first, other: Entry(first.id, other, "training.absence", first.occurred_on),
        lambda facts, first, other: Entry("9001", "nowhere", "training.absence", first.occurred_on),
        lambda facts, first, other: Entry("9001", other, "no.such", first.occurred_on),
        lambda facts, first, other: Entry("9001", other, "training.absence", first.occurred_on, reverses="8999", count=-1),
    ],
    ids=["takes another's back", "a number twice", "no such department", "no such rule", "takes nothing back"],
)
def test_what_is_wrong_with_an_addition_is_told_as_from_nothing(odd):
    rulebook, facts, board = the_year()
    first = facts.entries[0]
    other = next(each.code for each in facts.departments if each.code != first.department)
    after = replace(facts, entries=(*facts.entries, odd(facts, first, other)))
    found = score_again(rulebook, after, facts, board)
    assert found == score(rulebook, after)
    assert found.problems != board.problems
    more = replace(after, entries=(*after.entries, Entry("9002", other, "training.absence", first.occurred_on)))
    assert score_again(rulebook, more, after, found) == score(rulebook, more)


def test_anything_else_that_changed_is_scored_from_nothing():
    rulebook, facts, board = the_year()
    for after in (
        replace(facts, entries=facts.entries[1:]),
        replace(facts, goals=facts.goals[1:]),
        replace(facts, departments=facts.departments[1:], entries=tuple(each for each in facts.entries if each.department != facts.departments[0].code)),
        replace(facts, as_of=facts.entries[0].occurred_on),
    ):
        assert score_again(rulebook, after, facts, board) == score(rulebook, after)
