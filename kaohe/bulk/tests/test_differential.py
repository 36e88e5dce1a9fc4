"""The engine and every back end give the same, to the last digit: random rulebooks, random years, every limit."""

import random
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, assume, given, settings

from kaohe.bulk.compiling import compiled
from kaohe.bulk.facts import write_tables
from kaohe.bulk.plan import Limits
from kaohe.bulk.reference import expected
from kaohe.bulk.tables import tables_in
from kaohe.bulk.tests.backends import duckdb_results, polars_results, postgres_results
from kaohe.bulk.tests.books import random_book
from kaohe.bulk.tests.ledgers import random_ledger
from kaohe.bulk.tests.same import differences, first
from kaohe.engine import Refused, score
from tests.support.founding import founding_rulebook
from tests.support.years import SEEDS, random_year

#: Twenty-five rulebooks with twenty departments each: five hundred departments for every back end.
BOOKS, DEPARTMENTS = 25, 20
#: Random rulebooks leave items without any limit; with fewer occurrences they can be proven all the same.
SMALL = Limits(counted=1000)


def same_everywhere(rulebook, facts, database):
    plan = compiled(rulebook, facts.year, facts.as_of, SMALL)
    wanted = expected(plan, {"": score(rulebook, facts)})
    with TemporaryDirectory() as name:
        folder = Path(name)
        write_tables(folder / "year", rulebook, facts)
        tables = tables_in(folder / "year")
        found = {
            "duckdb": duckdb_results(plan, tables, folder),
            "polars": polars_results(plan, tables, folder),
            "postgres": postgres_results(plan, tables, folder, database),
        }
    for engine, rows in found.items():
        told = differences(rows, wanted)
        assert not told, f"{engine}: {first(told)}"


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
