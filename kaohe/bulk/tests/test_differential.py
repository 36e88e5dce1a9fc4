"""The engine and every back end give the same, to the last digit: random rulebooks, random years, every limit."""

import random
from functools import partial

import pytest
from hypothesis import HealthCheck, assume, given, settings

from kaohe.bulk.compiling import compiled
from kaohe.bulk.tests.backends import SMALL, BackEnd, differing, duckdb_results, polars_results, postgres_results
from kaohe.bulk.tests.books import random_book
from kaohe.bulk.tests.ledgers import random_ledger
from kaohe.bulk.tests.same import first
from kaohe.engine import Refused
from tests.support.founding import founding_rulebook
from tests.support.years import SEEDS, random_year

#: Twenty-five rulebooks with twenty departments each: five hundred departments for every back end.
BOOKS, DEPARTMENTS = 25, 20


def same_everywhere(rulebook, facts, database):
    back_ends: dict[str, BackEnd] = {"duckdb": duckdb_results, "polars": polars_results, "postgres": partial(postgres_results, address=database)}
    for engine, told in differing(rulebook, facts, back_ends).items():
        pytest.fail(f"{engine}: {first(told)}")


def provable(rulebook, facts):
    """False for one of the few random rulebooks that 64 bits aren't proven to be enough for: those aren't compiled."""
    try:
        compiled(rulebook, facts.year, facts.as_of, SMALL)
    except Refused as refusal:
        if {problem.code for problem in refusal.problems} != {"bulk.too_large"}:
            raise
        return False
    return True


@pytest.mark.postgres
def test_any_rulebook_gives_any_year_the_same_in_every_engine(database):
    @settings(max_examples=BOOKS, deadline=None, suppress_health_check=list(HealthCheck))
    @given(seed=SEEDS)
    def tried(seed):
        rng = random.Random(seed)
        rulebook = random_book(rng)
        facts = random_ledger(rng, rulebook, DEPARTMENTS)
        assume(provable(rulebook, facts))
        same_everywhere(rulebook, facts, database)

    tried()


@pytest.mark.postgres
@pytest.mark.parametrize("seed", range(2))
def test_the_founding_rulebook_gives_its_years_the_same_in_every_engine(seed, database):
    rulebook = founding_rulebook()
    same_everywhere(rulebook, random_year(random.Random(seed), rulebook), database)
