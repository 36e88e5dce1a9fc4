"""Any number of rulebooks over a bureau's statistics: each gives every department what the engine gives it from the ledger."""

import random
from dataclasses import replace
from datetime import date
from decimal import Decimal

import numpy as np
import pytest
import yaml

from kaohe.bulk.compiling import compiled
from kaohe.bulk.duck import Duck
from kaohe.bulk.evaluating import Scores
from kaohe.bulk.facts import write_tables
from kaohe.bulk.placing import grouped, ranks
from kaohe.bulk.plan import Limits
from kaohe.bulk.reference import expected
from kaohe.bulk.sql_ranks import ABOVE, EXACT, POINTS, RANK, SETTLED
from kaohe.bulk.statistics import family, summed
from kaohe.bulk.summary import Summary
from kaohe.bulk.tables import Tables
from kaohe.bulk.tests.books import DOCUMENT, READINGS, random_book
from kaohe.bulk.tests.ledgers import random_ledger, renamed
from kaohe.bulk.whatif import Change, Laboratory, Variant, grid, one_by_one
from kaohe.engine import Department, Entry, Facts, Refused, errors, load, score
from kaohe.engine.parameters import parameters, varied
from tests.support.founding import founding_rulebook
from tests.support.years import random_year

LIMITS = Limits(counted=1000)
VALUES = [Decimal(each) for each in ("0", "0.5", "1", "2", "3", "7.25", "12", "0.333")]


def laboratory(rulebook, facts, folder):
    """A laboratory over the years of all bureaus."""
    for bureau, own in facts.items():
        write_tables(folder / bureau, rulebook, own, bureau)
    ledgers, departments, goals = (tuple(folder / each / f"{name}.csv" for each in facts) for name in ("ledger", "departments", "goals"))
    first = next(iter(facts.values()))
    plan = compiled(rulebook, first.year, first.as_of, LIMITS)
    with Duck(plan, folder) as duck:
        duck.look_through(Tables(ledgers, departments, goals))
        return Laboratory(Summary(summed(duck)), plan)


def variants(rng, rulebook):
    """Some of its numbers changed, one at a time and several together."""
    yield Variant("", rulebook)
    names = [each.path for each in parameters(rulebook) if not each.path.endswith("places")]
    yield from grid(rulebook, {"rounding.places": [Decimal(rng.randint(0, 6))]})
    for number in (1, 1, 2, 3, 5):
        chosen = rng.sample(names, min(number, len(names)))
        values = {path: [rng.randint(1, 4) if path.endswith("size_at_least") else rng.choice(VALUES)] for path in chosen}
        yield from grid(rulebook, {path: [Decimal(each) for each in value] for path, value in values.items()})
    yield from rng.sample(list(one_by_one(rulebook, Decimal(7))), 3)


def found(laboratory, rulebook):
    """For every department its places, and what each box comes to under that rulebook, in the words of the engine's results."""
    placed, plan, number = laboratory.tried(rulebook), laboratory.compiled(rulebook), laboratory.summary.number
    scores, ranking = Scores(laboratory.evaluator, plan), plan.rankings[0].code
    columns = {f"{RANK}{ranking}": placed.rank, f"{ABOVE}{ranking}": placed.above}
    columns |= {f"{SETTLED if node.open else EXACT}{node.code}": np.broadcast_to(scores.of(node.settled), number) for node in plan.nodes}
    wanted = {f"{ranking} known": placed.known, f"{ranking} published": placed.published}
    return {
        str(department): {name: int(column[at]) or (None if name.startswith((RANK, ABOVE)) else 0) for name, column in {**columns, **wanted}.items()}
        for at, department in enumerate(laboratory.summary.departments)
    }


def holds(facts, laboratory, variant):
    """Every place and every box is the engine's own, or the rulebook is refused: it can't be kept exact, or allows less than was decided."""
    boards = {bureau: score(variant.rulebook, year) for bureau, year in facts.items()}
    wrong = {problem.code for board in boards.values() for problem in errors(board.problems)}
    assert bool(laboratory.beyond(variant.rulebook)) == ("ledger.amount_range" in wrong), variant.name
    try:
        own = found(laboratory, variant.rulebook)
    except Refused:
        return
    plan, ranking = laboratory.compiled(variant.rulebook), variant.rulebook.rankings[0]
    wanted = expected(plan, boards)
    for department, row in own.items():
        known, published = row.pop(f"{ranking.code} known"), row.pop(f"{ranking.code} published")
        assert row == {name: wanted[department][name] for name in row}, (variant.name, department)
        if ranking.value == "published":
            points = Decimal(published).scaleb(-variant.rulebook.rounding.places) if known else None
            assert points == wanted[department][f"{POINTS}{ranking.of}"], (variant.name, department)


@pytest.mark.parametrize("seed", range(25))
def test_every_rulebook_gives_a_department_what_the_engine_gives_it(seed, tmp_path):
    rng = random.Random(seed)
    rulebook = random_book(rng)
    first = random_ledger(rng, rulebook, 12)
    facts = {"甲局": first, "乙局": replace(renamed(random_ledger(rng, rulebook, 8), "z"), as_of=first.as_of)}
    tried = laboratory(rulebook, facts, tmp_path)
    for variant in variants(rng, rulebook):
        holds(facts, tried, variant)


@pytest.mark.parametrize("seed", range(3))
def test_the_founding_rulebook_with_other_numbers_gives_its_years_the_same(seed, tmp_path):
    rng, rulebook = random.Random(seed), founding_rulebook()
    facts = {"甲局": random_year(rng, rulebook, complete=seed > 0)}
    tried = laboratory(rulebook, facts, tmp_path)
    for variant in variants(rng, rulebook):
        holds(facts, tried, variant)


@pytest.mark.parametrize("span", [3, 10**6, 10**17])
def test_places_are_one_more_than_how_many_of_the_bureau_have_more(span):
    rng = random.Random(span)
    points, bureau = [rng.randrange(span) * rng.choice([1, 1, 0]) for _ in range(60)], [rng.randrange(5) for _ in range(60)]
    ranked = [rng.random() < 0.8 for _ in points]
    everyone = list(zip(points, bureau, ranked, strict=True))
    wanted = [taken and 1 + sum(more > own and there == here and among for more, there, among in everyone) for own, here, taken in everyone]
    assert ranks(np.array(points), grouped(np.array(bureau), 5, np.array(ranked))).tolist() == wanted


def test_prices_that_64_bits_may_not_hold_are_refused():
    price = Decimal("20000000000000")
    with pytest.raises(Refused, match="64"):
        compiled(varied(founding_rulebook(), {"rules.training.absence.each": price}), 2025, limits=Limits(counted=1))


def test_a_rulebook_whose_goals_come_to_other_points_is_of_another_family():
    rulebook = founding_rulebook()
    (code, first), *others = rulebook.categories.items()
    other = replace(rulebook, categories={code: replace(first, full=first.full + 1), **dict(others)})
    assert family(other) != family(rulebook)
    assert family(varied(rulebook, {"rules.training.absence.each": Decimal(3)})) == family(rulebook)


def book(*rules, **more):
    """A small rulebook of one item with those rules; `more` says other things of the item."""
    tree = {"item": "i", "label": "项", "clause": "1", "full": "9", **({"rules": [*rules]} if rules else {}), **more}
    text = {
        "format": "1", "rulebook": "small", "label": "办法", "bureau": "某局", "periods": ["上", "下"], "tree": tree,
        "goals": [{"category": code, "label": code, "clause": "1", "full": "5"} for code in ("c1", "c2")],
        "scales": [{"scale": "s", "clause": "1", "grades": [{"grade": "a", "label": "甲", "coefficient": "1", "clause": "1"}]}],
        "rankings": [{"ranking": "k", "label": "排名", "clause": "1", "of": "i", "value": "published", "without": ["veto"]}],
    }  # fmt: skip
    loaded = load({"document.md": DOCUMENT, "readings.yaml": READINGS, "rulebook.yaml": yaml.safe_dump(text, allow_unicode=True)})
    assert loaded.rulebook is not None, "\n".join(map(str, loaded.problems))
    return loaded.rulebook


def rule(kind, code="r", **more):
    return {"kind": kind, "code": code, "label": "规则", "asks": ["matter"], **more}


def items(plain, by_period, **more):
    """Deductions of those codes in an item of the year and in one by periods, under an item of both."""
    below = {"label": "项", "clause": "1", "start": "full"}
    first, second = ([rule("deduct", code, each="1") for code in codes] for codes in (plain, by_period))
    both = [{"item": "a", "full": "5", **below, "rules": first}, {"item": "b", "full": "4", "each_period": "2", **below, "rules": second}]
    return book(combine="sum", items=both, **more)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (book(rule("flag")), book(rule("flag", raises=["veto"]))),
        (book(rule("deduct", each="1"), once_per_matter="true"), book(rule("deduct", each="1", raises=["veto"]), once_per_matter="true")),
        (book(rule("bonus", each="1", highest_of="matter")), book(rule("bonus", each="1", highest_of="matter", raises=["veto"]))),
        (items("d", "xe"), items("dx", "e")),
        (items("d", "e"), items("d", "e", once_per_matter="true")),
        (book(rule("graded", category="c1", scale="s"), start="zero"), book(rule("graded", category="c2", scale="s"), start="zero")),
    ],
    ids=["a flag", "once a matter", "the highest", "moved", "competing", "graded"],
)
def test_a_rulebook_that_asks_what_was_not_counted_is_of_another_family(one, other):
    assert family(one) != family(other)


def test_a_rule_that_raises_something_else_is_of_the_family():
    assert family(book(rule("flag", raises=["bar"]))) == family(book(rule("flag", raises=["veto", "refer"])))


def judged(**more):
    """A laboratory's rulebook and year: 3.5 points decided in one department, 1.5 in another."""
    amounts = {"甲": Decimal("3.5"), "乙": Decimal("1.5")}
    entries = tuple(Entry(str(at), name, "r", date(2025, 3, 3), amount=amount) for at, (name, amount) in enumerate(amounts.items()))
    return book(rule("judged", effect="deduct", unknown="full", **more)), {"": Facts(2025, tuple(Department(each, each) for each in amounts), (), entries)}


@pytest.mark.parametrize(("more", "path"), [({"most": "4"}, "rules.r.most"), ({}, "items.i.full")])
def test_a_rulebook_that_allows_less_than_was_decided_is_refused(more, path, tmp_path):
    rulebook, facts = judged(**more)
    tried = laboratory(rulebook, facts, tmp_path)
    for most in ("3.5", "3.49", "5"):
        holds(facts, tried, Variant(most, varied(rulebook, {path: Decimal(most)})))
    with pytest.raises(Refused) as refused:
        tried.tried(varied(rulebook, {path: Decimal("3.49")}))
    assert refused.value.problems[0].message("en").startswith("For department 甲 3.5 points were decided under “规则”, and this rulebook allows at most 3.49")


def test_what_may_be_decided_at_most_is_not_shaken():
    assert [each.name for each in one_by_one(judged(most="4")[0], Decimal(50)) if ".most" in each.name] == []


def test_sums_beyond_what_was_proven_are_refused_over_statistics_too(tmp_path):
    rulebook = book(rule("deduct", each="1"), rule("bonus", "b", each="1", highest_of="matter"))
    rows = [Entry(str(at), "甲", code, date(2025, 3, 3), matter=str(at) if code == "b" else "") for at, code in enumerate("rrrbbb")]
    for own in (rows[:3], rows[3:]):
        tried = laboratory(rulebook, {"": Facts(2025, (Department("甲", "甲"),), (), tuple(own))}, tmp_path / own[0].rule)
        plan = compiled(rulebook, 2025, limits=Limits(counted=2))
        with pytest.raises(Refused) as refused:
            Laboratory(tried.summary, plan)
        assert [problem.code for problem in refused.value.problems] == ["bulk.beyond_limit"]
        assert refused.value.problems[0].values["found"] == 3


def test_sums_that_would_pass_64_bits_are_refused_before_they_do(tmp_path):
    rulebook = book(rule("deduct", each="1"))
    tried = laboratory(rulebook, {"": Facts(2025, (Department("甲", "甲"),), (), (Entry("1", "甲", "r", date(2025, 3, 3)),))}, tmp_path)
    tried.summary.sums["r", "", 0, 0][:] = 2**62
    with pytest.raises(Refused, match="甲"):
        Laboratory(tried.summary, compiled(varied(rulebook, {"rules.r.each": Decimal(4)}), 2025, limits=LIMITS))


@pytest.mark.parametrize("places", ["0", "1", "3", "6"])
def test_points_of_other_decimals_are_compared_as_points(places, tmp_path):
    rulebook = founding_rulebook()
    year = random_year(random.Random(2), rulebook, complete=True)
    other = varied(rulebook, {"rounding.places": Decimal(places)})
    before, after = ({each.department.code: each.published for each in score(book, year).standings} for book in (rulebook, other))
    known = [(old, new) for code, old in before.items() if old is not None and (new := after[code]) is not None]
    wanted = sum((new - old for old, new in known), Decimal(0))
    tried = laboratory(rulebook, {"": year}, tmp_path)
    change = tried.change("", tried.tried(other))
    assert Decimal(change.total) / change.unit == wanted
    assert change.compared == len(known) > abs(wanted)


def test_a_rulebook_without_a_ranking_has_no_places_to_compare(tmp_path):
    rulebook, facts = judged(most="4")
    tried = laboratory(rulebook, facts, tmp_path)
    with pytest.raises(Refused) as refused:
        tried.tried(replace(rulebook, rankings=()))
    assert [problem.code for problem in refused.value.problems] == ["bulk.no_ranking"]


#: Points decided against each department, and what else is counted of it: from 30 points these take away, add, or shut out the small.
YEARS = {
    "甲局": {"a": (5, ""), "b": (7, "++"), "c": (5, "-"), "d": (7, ""), "e": (6, "v"), "z": (None, "v")},
    "乙局": {"f": (5, ""), "g": (7, "+")},
    "丙局": {"h": (None, "-"), "x": (5, "--")},
}
STANDS = {
    "甲局": {"a": (25, 1), "b": (25, 1), "c": (24, 3), "d": (23, 4), "e": (24, None), "z": (None, None)},
    "乙局": {"f": (25, 1), "g": (24, 2)},
    "丙局": {"h": (None, None), "x": (23, None)},
}
TRIED = {
    "甲局": {"a": (25, 2), "b": (27, 1), "c": (22, 5), "d": (23, 4), "e": (24, 3), "z": (None, None)},
    "乙局": {"f": (25, 1), "g": (25, 1)},
    "丙局": {"h": (None, None), "x": (19, None)},
}


def two_rulebooks():
    """One in which a loss and a gain are a point each and four people are enough to be shut out, and one that has other numbers."""
    rules = [rule("judged", "j", effect="deduct", unknown="pending"), rule("bonus", "+", each="1"), rule("deduct", "-", each="1")]
    one = book(*rules, rule("deduct", "v", each="0", raises=["veto"], only={"size_at_least": "4"}), full="30")
    return one, varied(one, {"rules.-.each": Decimal(3), "rules.+.each": Decimal(2), "rules.v.size_at_least": Decimal(5)})


def facts_of(departments):
    day, entries = date(2025, 3, 3), []
    for code, (amount, counted) in departments.items():
        entries += [Entry(f"{code}j", code, "j", day, amount=Decimal(amount))] if amount else []
        entries += [Entry(f"{code}{at}", code, each, day) for at, each in enumerate(counted)]
    return Facts(2025, tuple(Department(code, code, size=9 if code == "z" else 4) for code in departments), (), tuple(entries))


def test_what_a_rulebook_changes_is_counted_as_with_a_pencil(tmp_path):
    """e is let in; c falls from 3 to 5, a from 1 to 2; g joins f in the first place; the open 丙局 has no places; z is open, and barred."""
    (one, other), facts = two_rulebooks(), {bureau: facts_of(own) for bureau, own in YEARS.items()}
    for rulebook, wanted in ((one, STANDS), (other, TRIED)):
        for bureau, year in facts.items():
            board = score(rulebook, year)
            placed = {placing.department: placing.rank for placing in board.rankings["k"]}
            assert {each.department.code: (each.published, placed[each.department.code]) for each in board.standings} == wanted[bureau]
    counted = {"compared": 8, "gained": 2, "lost": 2, "moved": 3, "moved_above": 4, "furthest": 2, "firsts": 2, "unit": 100}
    there = {"total": -300, "highest_gain": 200, "gained_most": "b", "highest_loss": -400, "lost_most": "x"}
    back = {"total": 300, "highest_gain": 400, "gained_most": "x", "highest_loss": -200, "lost_most": "b"}
    for number, (stands, tried, points) in enumerate(((one, other, there), (other, one, back))):
        lab = laboratory(stands, facts, tmp_path / str(number))
        assert lab.change("", lab.tried(tried))._asdict() == {"variant": "", **counted, **points}


def test_what_changes_nothing_is_nobodys_gain_or_loss(tmp_path):
    one, facts = two_rulebooks()[0], {"甲局": facts_of(YEARS["甲局"])}
    lab = laboratory(one, facts, tmp_path)
    assert lab.change("", lab.tried(one)) == Change("", 5, 0, 0, 0, 0, "", 0, "", 0, 0, 0, 0, 100)


def test_points_that_64_bits_can_not_hold_in_the_others_decimals_are_not_compared(tmp_path):
    large = varied(book(rule("bonus", each="999999999999"), cap="none"), {"rounding.places": Decimal(0)})
    entry, small = Entry("1", "甲", "r", date(2025, 3, 3), count=10), {"rules.r.each": Decimal(1)}
    lab = laboratory(large, {"": Facts(2025, (Department("甲", "甲"),), (), (entry,))}, tmp_path)
    assert lab.change("", lab.tried(varied(large, small))).total == 10 - 10 * 999_999_999_999
    with pytest.raises(Refused) as refused:
        lab.change("", lab.tried(varied(large, small | {"rounding.places": Decimal(6)})))
    assert [problem.code for problem in refused.value.problems] == ["bulk.units_apart"]
