"""Codes are a bureau's own: whatever it calls its items, rules, levels and numbers, columns tell them apart, or say that they can't."""

from datetime import date
from decimal import Decimal

import pytest
import yaml

from kaohe.bulk.compiling import compiled
from kaohe.bulk.facts import write_tables
from kaohe.bulk.tables import tables_in
from kaohe.bulk.tests.backends import EXPLAINING, SMALL, differing, duckdb_results, explained, polars_results
from kaohe.bulk.tests.books import DOCUMENT, READINGS
from kaohe.engine import Department, Entry, Facts, Refused, load

#: Names that columns use themselves, or used to make of others.
ITEMS = ("b-", "b+", "b|raw", "total|raw", "b|settled", "b|published", "b|open", "quota#1", "loss#", "b.3", "a b", "甲项", 'x"y', "x'y")
NUMBERS = ("s0", "t0", "t1", "w0", "goals", "bases", "all_goals", "n", "up", "slot", "rule", "count", "own/s0", "g", "n0", "k1", "place", "任务", 'x"y')


def book(item="a", number="quota_of"):
    """A rulebook of two items, of which one and a number of the departments' are called so."""
    quota = {"kind": "quota", "code": "quota", "label": "规", "base": "3", "quota": number, "extra": "1", "clause": "1"}
    text = {
        "format": "1", "rulebook": "r", "label": "办法", "bureau": "某局", "rounding": {"places": "2", "mode": "half_up"}, "periods": ["一", "二"],
        "tree": {"item": "total", "label": "总", "clause": "1", "full": "20", "items": [
            {"item": item, "label": "项", "clause": "1", "full": "10", "start": "zero", "rules": [quota]},
            {"item": "b", "label": "项", "clause": "1", "full": "10", "rules": [{"kind": "deduct", "code": "loss", "label": "规", "each": "1"}]},
        ]},
        "rankings": [{"ranking": "main", "label": "排", "clause": "1", "of": "total", "value": "raw"}],
        "attributes": [{"attribute": number, "label": "任务数"}],
    }  # fmt: skip
    loaded = load({"document.md": DOCUMENT, "readings.yaml": READINGS, "rulebook.yaml": yaml.safe_dump(text, allow_unicode=True)})
    assert loaded.rulebook, loaded.problems
    return loaded.rulebook


def year(number="quota_of"):
    """Three departments, of which one has done more than its number, one has lost points, and one has done nothing."""
    departments = tuple(Department(f"d{at}", "科", size=5, attributes={number: Decimal(2)}) for at in range(3))
    entries = (Entry("1", "d0", "quota", date(2025, 3, 1), count=4), Entry("2", "d1", "loss", date(2025, 8, 1), count=3))
    return Facts(2025, departments, (), entries)


@pytest.mark.parametrize("names", [*({"item": item} for item in ITEMS), *({"number": number} for number in NUMBERS)], ids=str)
def test_whatever_things_are_called_their_points_are_the_engines(names, tmp_path):
    rulebook, facts = book(**names), year(names.get("number", "quota_of"))
    assert differing(rulebook, facts, {"duckdb": duckdb_results, "polars": polars_results}) == {}
    write_tables(tmp_path / "year", rulebook, facts)
    plan, tables = compiled(rulebook, 2025, None, SMALL), tables_in(tmp_path / "year")
    for engine in EXPLAINING:
        assert explained(engine, plan, tables, tmp_path)


@pytest.mark.parametrize(
    ("names", "code"),
    [({"item": "B"}, "bulk.codes_alike"), ({"item": "TOTAL"}, "bulk.codes_alike"), ({"number": "Size"}, "bulk.attribute_taken")],
    ids=str,
)
def test_what_engines_do_not_tell_apart_is_refused(names, code):
    with pytest.raises(Refused) as refusal:
        compiled(book(**names), 2025)
    assert [problem.code for problem in refusal.value.problems] == [code]
