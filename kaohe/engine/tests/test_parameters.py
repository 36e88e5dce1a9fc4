"""The numbers of a rulebook by name: what a leading group tries is the same rulebook with other numbers, and nothing else."""

from decimal import Decimal

import pytest

from kaohe.engine import Refused
from kaohe.engine.parameters import parameters, varied
from kaohe.engine.suppose import Repriced, repriced
from tests.support.founding import founding_rulebook

ABSENCE, CITY = "rules.training.absence.each", "rules.brief.adopted.levels.city"


@pytest.fixture(scope="module")
def rulebook():
    return founding_rulebook()


def values(rulebook):
    return {each.path: each.value for each in parameters(rulebook)}


@pytest.mark.parametrize("path", [ABSENCE, CITY, "items.training.full", "scales.grades.good", "rounding.places"])
def test_one_number_is_changed_and_no_other(rulebook, path):
    before, after = values(rulebook), values(varied(rulebook, {path: Decimal(3)}))
    assert after.pop(path) == 3
    assert {name: value for name, value in after.items() if before[name] != value} in ({}, {path.replace("full", "cap"): 3})


def test_what_does_not_change_is_the_very_same(rulebook):
    other = varied(rulebook, {ABSENCE: Decimal(3)})
    assert other.rules["brief.adopted"] is rulebook.rules["brief.adopted"]
    assert varied(rulebook, {}).tree is rulebook.tree


def test_everything_odd_is_refused_at_once(rulebook):
    with pytest.raises(Refused) as refused:
        varied(rulebook, {"rules.no_such.each": Decimal(1), ABSENCE: Decimal(-1), "rounding.places": Decimal("0.5")})
    assert [problem.code for problem in refused.value.problems] == ["parameter.unknown", "parameter.odd", "parameter.odd"]


@pytest.mark.parametrize(("rule", "part", "path"), [("training.absence", "each", ABSENCE), ("brief.adopted", "city", CITY)])
def test_a_supposed_amount_is_such_a_number_and_nobody_adopted_the_rulebook(rulebook, rule, part, path):
    other = repriced(rulebook, Repriced(rule, part, Decimal(3)))
    assert values(other) == values(varied(rulebook, {path: Decimal(3)}))
    assert (other.digest, other.digest_sm3, dict(other.texts)) == ("", "", {})
