"""Which items two rulebooks score alike: what they are called doesn't matter, every number that their points come of does."""

from decimal import Decimal

import pytest

from kaohe.engine import load, scoring_digests
from kaohe.engine.parameters import varied
from tests.support.founding import founding_rulebook

BOOK = founding_rulebook()


def differing(other):
    mine, theirs = scoring_digests(BOOK), scoring_digests(other)
    return {code for code, digest in mine.items() if theirs[code] != digest}


@pytest.mark.parametrize(
    ("path", "value", "items"),
    [
        ("rules.training.absence.each", 3, {"training", "learning", "institution", "total"}),
        ("items.training.floor", 1, {"training", "learning", "institution", "total"}),
        ("items.business.weight", "0.5", {"total"}),
        ("scales.grades.good", "0.8", {"business", "business.key", "business.ordinary", "total"}),
        ("rounding.places", 4, set()),
    ],
)
def test_a_number_tells_the_items_apart_that_it_moves_and_those_above(path, value, items):
    assert differing(varied(BOOK, {path: Decimal(value)})) == items


def test_other_names_clauses_and_lines_tell_nothing_apart():
    text = BOOK.texts["rulebook.yaml"].replace("label: 学习培训", "label: 学习和培训").replace("format: 1", "# 抄录\n\nformat: 1")
    other = load({**BOOK.texts, "rulebook.yaml": text}).rulebook
    assert other
    assert differing(other) == set()
