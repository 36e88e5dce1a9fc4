"""Every event's effect: together they come to every item's points, and by themselves they are the engine's own lines."""

import random
from collections import defaultdict
from datetime import date
from fractions import Fraction

import pytest
import yaml

from kaohe.bulk.compiling import compiled
from kaohe.bulk.dialects import DUCKDB
from kaohe.bulk.duck import Duck
from kaohe.bulk.explaining import Effects
from kaohe.bulk.facts import write_tables
from kaohe.bulk.plan import Limits
from kaohe.bulk.tables import tables_in
from kaohe.bulk.tests.books import DOCUMENT, READINGS, random_book
from kaohe.bulk.tests.ledgers import random_ledger
from kaohe.engine import Department, Entry, Facts, load, score

#: Lines that no entry stands behind, or several together.
WITHOUT_ENTRY = ("full", "period_open", "floor", "cap", "broken", "goals_none")


def explained(seed, folder):
    """A random year, its plan, its board, and the rows that explain it."""
    rng = random.Random(seed)
    rulebook = random_book(rng)
    facts = random_ledger(rng, rulebook, 10)
    return told_of(rulebook, facts, folder)


def told_of(rulebook, facts, folder, *, numbers=False):
    """That year's plan, its board, and the rows that explain it. `numbers`: entries are numbers and no texts."""
    plan = compiled(rulebook, facts.year, facts.as_of, Limits(counted=1000))
    write_tables(folder / "year", rulebook, facts)
    with Duck(plan, folder) as duck:
        if numbers:
            ledger = folder / "year" / "ledger.csv"
            read = f"SELECT * REPLACE (CAST(entry AS BIGINT) AS entry, CAST(reverses AS BIGINT) AS reverses) FROM read_csv('{ledger}', all_varchar = true)"
            duck.connection.execute(f"COPY ({read}) TO '{ledger.with_suffix('.parquet')}'")
            ledger.unlink()
        duck.score_files(tables_in(folder / "year"))
        effects = Effects(plan, DUCKDB)
        rows = duck.rows(duck.over(effects.effects(), effects.beside()))
    return plan, score(rulebook, facts), rows


@pytest.mark.parametrize("seed", range(12))
def test_effects_come_to_every_items_points_exactly(seed, tmp_path):
    plan, board, rows = explained(seed, tmp_path)
    effects: defaultdict = defaultdict(int)
    for row in rows:
        effects[row["department"], row["item"]] += row["effect"]
    for standing in board.standings:
        for form, node in zip(plan.nodes, standing.tree.walk(), strict=True):
            own = Fraction(effects[standing.department.code, node.code], form.unit)
            below = sum(Fraction(child.settled) * Fraction(child.weight) for child in node.children)
            assert own + below == node.settled, (standing.department.code, node.code)


def small(item, *rules):
    """A rulebook of one item with those rules."""
    tree = {"item": "i", "label": "项", "clause": "1", **item, "rules": [{"label": "规则", **rule} for rule in rules]}
    text = {"format": "1", "rulebook": "small", "label": "办法", "bureau": "某局", "periods": ["全年"], "tree": tree}
    loaded = load({"document.md": DOCUMENT, "readings.yaml": READINGS, "rulebook.yaml": yaml.safe_dump(text, allow_unicode=True)})
    assert loaded.rulebook is not None, loaded.problems
    return loaded.rulebook


def year_of(*entries):
    """A year of one department: numbers of entries, their rules, and the months on whose first day they happened."""
    return Facts(2025, (Department("a", "甲"),), (), tuple(Entry(number, "a", code, date(2025, month, 1)) for number, code, month in entries))


@pytest.mark.parametrize("numbers", [False, True])
def test_entries_of_a_day_are_told_in_the_engines_order_whatever_their_numbers_are_kept_as(numbers, tmp_path):
    """Ten comes before nine, letter by letter: of 9 points it takes 3, and nine the 6 that are left of its 8."""
    rulebook = small({"full": "9"}, *({"kind": "deduct", "code": code, "each": each} for code, each in (("eight", "8"), ("three", "3"))))
    facts = year_of(("9", "eight", 3), ("10", "three", 3))
    _, _, rows = told_of(rulebook, facts, tmp_path, numbers=numbers)
    unit = next(row["effect"] for row in rows if row["what"] == "start") // 9
    assert {str(row["entry"]): row["effect"] // unit for row in rows if row["entry"] is not None} == {"10": -3, "9": -6}


@pytest.mark.parametrize("seed", range(12))
def test_points_are_those_of_the_engines_lines(seed, tmp_path):
    plan, board, rows = explained(seed, tmp_path)
    units = {node.code: node.unit for node in plan.nodes}
    found: dict = {}
    quotas: defaultdict = defaultdict(Fraction)
    starts: defaultdict = defaultdict(list)
    for row in rows:
        if row["what"] == "start":
            starts[row["department"], row["item"]].append(row)
        if row["what"] == "quota":
            quotas[row["department"], row["item"]] += Fraction(row["points"], units[row["item"]])
        elif row["entry"] is not None:
            found[row["department"], row["entry"]] = Fraction(row["points"], units[row["item"]]), row["what"]
    for standing in board.standings:
        for node in standing.tree.walk():
            for line in node.lines:
                if line.what in WITHOUT_ENTRY or line.what.startswith("quota") or not line.entries or line.points is None:
                    continue
                if line.what == "flag":
                    continue
                # What is worth nothing by its rule needs no row.
                points, what = found.get((standing.department.code, line.entries[0].id), (Fraction(0), ""))
                assert points == (line.points if line.counted else 0), (line, what)
            quota = sum(Fraction(line.points) for line in node.lines if line.what.startswith("quota") and line.points)
            started = sum(Fraction(row["points"], units[node.code]) for row in starts[standing.department.code, node.code])
            full = Fraction(node.full) if any(line.what == "full" for line in node.lines) else 0
            assert quotas[standing.department.code, node.code] + started == quota + full


def test_no_event_is_told_twice(tmp_path):
    _, _, rows = explained(3, tmp_path)
    told = [(row["department"], row["entry"]) for row in rows if row["entry"] is not None]
    assert len(told) == len(set(told))


def test_where_nothing_moves_points_nothing_is_told(tmp_path):
    rulebook, facts = small({"full": "5", "start": "zero"}, {"kind": "flag", "code": "f", "raises": ["veto"]}), year_of(("1", "f", 3))
    _, board, rows = told_of(rulebook, facts, tmp_path)
    assert (board.standings[0].tree.points, rows) == (0, [])


def test_a_cap_that_is_finer_than_the_rules_cuts_the_last_gain(tmp_path):
    """From 5 points three times one more, and 7.25 at most: the third by its day, which has the first number, is worth a quarter."""
    rulebook = small({"full": "5", "cap": "7.25"}, {"kind": "bonus", "code": "b", "each": "1"})
    plan, _, rows = told_of(rulebook, year_of(("3", "b", 2), ("2", "b", 3), ("1", "b", 4)), tmp_path)
    assert {row["entry"]: Fraction(row["effect"], plan.units["i"]) for row in rows} == {None: 5, "3": 1, "2": 1, "1": Fraction(1, 4)}


def test_of_two_voiding_rules_the_first_in_the_rulebook_takes_what_is_left_whenever_it_happened(tmp_path):
    rulebook = small({"full": "5"}, *({"kind": "void", "code": code} for code in ("v", "w")), {"kind": "deduct", "code": "d", "each": "2"})
    plan, board, rows = told_of(rulebook, year_of(("1", "w", 2), ("2", "d", 3), ("3", "v", 5), ("4", "v", 4)), tmp_path)
    told = {row["entry"]: (row["what"], row["effect"] // plan.units["i"]) for row in rows}
    assert told == {None: ("start", 5), "1": ("void_again", 0), "2": ("counted", -2), "3": ("void_again", 0), "4": ("void", -3)}
    voids = {line.entries[0].id: line.points for line in board.standings[0].tree.lines if line.what.startswith("void")}
    assert voids == {"1": 0, "3": 0, "4": -3}
