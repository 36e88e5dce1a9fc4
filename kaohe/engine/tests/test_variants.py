"""A variant's board is the board scored from nothing, whichever numbers were tried before; and what didn't change isn't scored again."""

import random
from decimal import Decimal

import pytest

from kaohe.engine import Refused, Variants, items, score
from kaohe.engine.parameters import fits, parameters, varied
from tests.support.founding import founding_rulebook
from tests.support.years import random_year

RULEBOOK = founding_rulebook()


def a_year(seed):
    return random_year(random.Random(seed), RULEBOOK)


@pytest.mark.parametrize("seed", range(3))
def test_each_number_by_itself_gives_the_board_that_scoring_gives(seed):
    facts = a_year(seed)
    variants = Variants(RULEBOOK, facts)
    for parameter in parameters(RULEBOOK):
        for value in (Decimal(0), parameter.value + 1, parameter.value):
            rulebook, board = variants.of({parameter.path: value})
            assert rulebook == varied(RULEBOOK, {parameter.path: value})
            assert board == score(rulebook, facts), (parameter.path, value)


@pytest.mark.parametrize("seed", range(6))
def test_many_numbers_at_once_one_question_after_the_other_give_it_too(seed):
    rng, facts = random.Random(seed), a_year(seed)
    variants, known = Variants(RULEBOOK, facts), parameters(RULEBOOK)
    for _ in range(12):
        values = {each.path: Decimal(rng.choice(["0", "1", "2", "30"])) for each in rng.sample(known, 6)}
        values = {path: value for path, value in values.items() if fits(path, value)}
        rulebook, board = variants.of(values)
        assert board == score(rulebook, facts), values


def test_only_what_hangs_on_the_number_is_scored_again(monkeypatch):
    scored, leaf = [], items._leaf

    def noted(item, account, span):
        scored.append(item.code)
        return leaf(item, account, span)

    monkeypatch.setattr(items, "_leaf", noted)
    variants = Variants(RULEBOOK, a_year(1))
    variants.of({})
    scored.clear()
    variants.of({"rules.training.absence.each": Decimal(3)})
    assert set(scored) == {"training"}
    scored.clear()
    variants.of({"rules.training.absence.each": Decimal(3), "items.total.full": Decimal(90)})
    assert scored == []


def test_what_can_not_be_tried_is_refused_and_the_next_question_is_answered():
    facts = a_year(2)
    variants = Variants(RULEBOOK, facts)
    with pytest.raises(Refused):
        variants.of({"rules.nowhere.each": Decimal(1)})
    assert variants.of({})[1] == score(RULEBOOK, facts)
