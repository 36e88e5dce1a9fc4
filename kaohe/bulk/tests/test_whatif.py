"""Any number of rulebooks over a bureau's statistics: each gives every department what the engine gives it from the ledger."""

import random
from dataclasses import replace
from decimal import Decimal

import pytest

from kaohe.bulk.compiling import compiled
from kaohe.bulk.duck import Duck
from kaohe.bulk.facts import write_tables
from kaohe.bulk.plan import Limits
from kaohe.bulk.reference import expected
from kaohe.bulk.sql_ranks import ABOVE, POINTS, RANK
from kaohe.bulk.statistics import summed
from kaohe.bulk.summary import Summary
from kaohe.bulk.tables import Tables
from kaohe.bulk.tests.books import random_book
from kaohe.bulk.tests.ledgers import random_ledger, renamed
from kaohe.bulk.whatif import Laboratory, Variant, grid, one_by_one
from kaohe.engine import Refused, score
from kaohe.engine.parameters import parameters

LIMITS = Limits(counted=1000)
BUREAUS = ("甲局", "乙局")
VALUES = [Decimal(each) for each in ("0", "0.5", "1", "2", "3", "7.25", "12", "0.333")]


def province(rng, folder):
    """A random rulebook and its year in two bureaus: the facts of each, and the laboratory over all of them."""
    rulebook = random_book(rng)
    first = random_ledger(rng, rulebook, 12)
    second = replace(renamed(random_ledger(rng, rulebook, 8), "z"), as_of=first.as_of)
    facts = dict(zip(BUREAUS, (first, second), strict=True))
    for bureau, own in facts.items():
        write_tables(folder / bureau, rulebook, own, bureau)
    ledgers, departments, goals = (tuple(folder / each / f"{name}.csv" for each in BUREAUS) for name in ("ledger", "departments", "goals"))
    plan = compiled(rulebook, first.year, first.as_of, LIMITS)
    with Duck(plan, folder) as duck:
        duck.look_through(Tables(ledgers, departments, goals))
        return facts, Laboratory(Summary(summed(duck)), plan)


def variants(rng, rulebook):
    """Some of its numbers changed, one at a time and several together."""
    yield Variant("", rulebook)
    # (A decided amount beyond a lowered `most` is a mistake in the ledger, for which the engine gives no points.)
    names = [each.path for each in parameters(rulebook) if not each.path.endswith(("places", ".most"))]
    for number in (1, 1, 2, 3, 5):
        chosen = rng.sample(names, min(number, len(names)))
        values = {path: [rng.randint(1, 4) if path.endswith("size_at_least") else rng.choice(VALUES)] for path in chosen}
        yield from grid(rulebook, {path: [Decimal(each) for each in value] for path, value in values.items()})
    yield from rng.sample(list(one_by_one(rulebook, Decimal(7))), 3)


@pytest.mark.parametrize("seed", range(25))
def test_every_rulebook_gives_a_department_its_points_and_both_its_ranks(seed, tmp_path):
    rng = random.Random(seed)
    facts, laboratory = province(rng, tmp_path)
    base = laboratory.base
    for variant in variants(rng, base.rulebook):
        try:
            plan = compiled(variant.rulebook, base.year, base.as_of, base.limits)
            placed = laboratory.tried(variant.rulebook)
        except Refused:
            continue
        wanted = expected(plan, {bureau: score(variant.rulebook, own) for bureau, own in facts.items()})
        ranking = variant.rulebook.rankings[0]
        for at, department in enumerate(laboratory.summary.departments):
            row, place = wanted[str(department)], (seed, variant.name, department)
            assert (placed.rank[at] or None, placed.above[at] or None) == (row[f"{RANK}{ranking.code}"], row[f"{ABOVE}{ranking.code}"]), place
            if ranking.value == "published":
                points = Decimal(int(placed.published[at])).scaleb(-variant.rulebook.rounding.places) if placed.known[at] else None
                assert points == row[f"{POINTS}{ranking.of}"], place
