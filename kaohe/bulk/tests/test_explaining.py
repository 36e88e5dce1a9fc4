"""Every event's effect: together they come to every item's points, and by themselves they are the engine's own lines."""

import random
import shutil
from collections import Counter, defaultdict
from datetime import date
from fractions import Fraction

import duckdb
import pytest
import yaml

from kaohe.bulk.compiling import compiled
from kaohe.bulk.facts import write_tables
from kaohe.bulk.generating import Recipe, Size, generate
from kaohe.bulk.plan import Limits
from kaohe.bulk.polars.effects import _explain_tables
from kaohe.bulk.tables import tables_in
from kaohe.bulk.tests.backends import EXPLAINING, explained
from kaohe.bulk.tests.books import DOCUMENT, READINGS, random_book
from kaohe.bulk.tests.ledgers import random_ledger
from kaohe.engine import Department, Entry, Facts, Refused, load, score
from tests.support.founding import founding_rulebook
from tests.support.tables import rows
from tests.support.years import YEAR

BOOK = founding_rulebook()
PLAN = compiled(BOOK, YEAR)

#: Lines that no entry stands behind, or several together.
WITHOUT_ENTRY = ("full", "period_open", "floor", "cap", "broken", "goals_none")


@pytest.fixture(params=EXPLAINING)
def told_of(request, tmp_path, monkeypatch):
    """The plan of a year, its board, and the rows by which that engine explains it, alone."""
    monkeypatch.setattr("kaohe.bulk.polars.effects._explain_tables", lambda *given: pytest.fail("left to DuckDB"))

    def told(rulebook, facts, *, numbers=False):
        """`numbers`: entries are numbers and no texts."""
        plan, folder = compiled(rulebook, facts.year, facts.as_of, Limits(counted=1000)), tmp_path / "year"
        write_tables(folder, rulebook, facts)
        if numbers:
            kinds = {"entry": "BIGINT", "reverses": "BIGINT", "count": "BIGINT", "amount": "DECIMAL(10, 2)", "occurred_on": "DATE", "recorded_on": "DATE"}
            cells = ", ".join(f"CAST({name} AS {kind}) AS {name}" for name, kind in kinds.items())
            numbered = f"SELECT * REPLACE ({cells}) FROM read_csv('{folder / 'ledger.csv'}', all_varchar = true)"
            duckdb.sql(f"COPY ({numbered}) TO '{folder / 'ledger.parquet'}'")
            (folder / "ledger.csv").unlink()
        return plan, score(rulebook, facts), explained(request.param, plan, tables_in(folder), tmp_path)

    return told


@pytest.fixture
def random_year(told_of):
    """The same of a random year."""

    def told(seed):
        rng = random.Random(seed)
        rulebook = random_book(rng)
        return told_of(rulebook, random_ledger(rng, rulebook, 10))

    return told


@pytest.mark.parametrize("seed", range(12))
def test_effects_come_to_every_items_points_exactly(seed, random_year):
    plan, board, rows = random_year(seed)
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
def test_entries_of_a_day_are_told_in_the_engines_order_whatever_their_numbers_are_kept_as(numbers, told_of):
    """Ten comes before nine, letter by letter: of 9 points it takes 3, and nine the 6 that are left of its 8."""
    rulebook = small({"full": "9"}, *({"kind": "deduct", "code": code, "each": each} for code, each in (("eight", "8"), ("three", "3"))))
    facts = year_of(("9", "eight", 3), ("10", "three", 3))
    _, _, rows = told_of(rulebook, facts, numbers=numbers)
    unit = next(row["effect"] for row in rows if row["what"] == "start") // 9
    assert {str(row["entry"]): row["effect"] // unit for row in rows if row["entry"] is not None} == {"10": -3, "9": -6}


@pytest.mark.parametrize("seed", range(12))
def test_points_are_those_of_the_engines_lines(seed, random_year):
    plan, board, rows = random_year(seed)
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


def test_no_event_is_told_twice(random_year):
    _, _, rows = random_year(3)
    told = [(row["department"], row["entry"]) for row in rows if row["entry"] is not None]
    assert len(told) == len(set(told))


def test_where_nothing_moves_points_nothing_is_told(told_of):
    rulebook, facts = small({"full": "5", "start": "zero"}, {"kind": "flag", "code": "f", "raises": ["veto"]}), year_of(("1", "f", 3))
    _, board, rows = told_of(rulebook, facts)
    assert (board.standings[0].tree.points, rows) == (0, [])


def test_a_cap_that_is_finer_than_the_rules_cuts_the_last_gain(told_of):
    """From 5 points three times one more, and 7.25 at most: the third by its day, which has the first number, is worth a quarter."""
    rulebook = small({"full": "5", "cap": "7.25"}, {"kind": "bonus", "code": "b", "each": "1"})
    plan, _, rows = told_of(rulebook, year_of(("3", "b", 2), ("2", "b", 3), ("1", "b", 4)))
    assert {row["entry"]: Fraction(row["effect"], plan.units["i"]) for row in rows} == {None: 5, "3": 1, "2": 1, "1": Fraction(1, 4)}


def test_of_two_voiding_rules_the_first_in_the_rulebook_takes_what_is_left_whenever_it_happened(told_of):
    rulebook = small({"full": "5"}, *({"kind": "void", "code": code} for code in ("v", "w")), {"kind": "deduct", "code": "d", "each": "2"})
    plan, board, rows = told_of(rulebook, year_of(("1", "w", 2), ("2", "d", 3), ("3", "v", 5), ("4", "v", 4)))
    told = {row["entry"]: (row["what"], row["effect"] // plan.units["i"]) for row in rows}
    assert told == {None: ("start", 5), "1": ("void_again", 0), "2": ("counted", -2), "3": ("void_again", 0), "4": ("void", -3)}
    voids = {line.entries[0].id: line.points for line in board.standings[0].tree.lines if line.what.startswith("void")}
    assert voids == {"1": 0, "3": 0, "4": -3}


@pytest.fixture(scope="module", params=["natural", "dense"])
def year(request, tmp_path_factory):
    """Sixty departments in six bureaus, their ledger in three files, and one department of which no file says anything."""
    folder = tmp_path_factory.mktemp(request.param)
    generate(folder, Recipe(BOOK, YEAR, request.param), Size(60, 400, parts=3))
    silent = f"SELECT * REPLACE (60 AS department) FROM '{folder}/departments.parquet' WHERE department = 59"
    duckdb.sql(f"COPY (FROM '{folder}/departments.parquet' UNION ALL {silent}) TO '{folder}/more.parquet'")
    (folder / "more.parquet").replace(folder / "departments.parquet")
    return folder


def told_alike(folder, tmp_path, plan=PLAN):
    """Both engines' rows, the same of each as often."""
    tables = tables_in(folder)
    one, other = (Counter(tuple(row.items()) for row in explained(engine, plan, tables, tmp_path)) for engine in EXPLAINING)
    assert one == other
    return sum(one.values())


def test_every_event_of_many_files_is_told_alike_by_both_engines(year, tmp_path, monkeypatch):
    monkeypatch.setattr("kaohe.bulk.polars.ledger.ROWS", 3000)
    left, by_tables = [], _explain_tables

    def noted(run, target, about):
        left.append(target.stem)
        by_tables(run, target, about)

    monkeypatch.setattr("kaohe.bulk.polars.effects._explain_tables", noted)
    assert told_alike(year, tmp_path) > 4_000
    assert left == ["effects"]  # only what stands in no file


def test_a_file_that_only_duckdb_reads_is_explained_by_it_among_the_others(year, tmp_path):
    shutil.copytree(year, tmp_path / "year")
    file = next((tmp_path / "year" / "ledger").iterdir())
    duckdb.sql(f"COPY (SELECT * REPLACE (' ' || rule AS rule) FROM '{file}') TO '{tmp_path}/blanks.parquet'")
    shutil.move(tmp_path / "blanks.parquet", file)
    told_alike(tmp_path / "year", tmp_path)


@pytest.mark.parametrize("seed", range(40, 56))
def test_random_years_are_told_alike_by_both_engines(seed, tmp_path):
    rng = random.Random(seed)
    rulebook = random_book(rng)
    facts = random_ledger(rng, rulebook, 30)
    write_tables(tmp_path / "year", rulebook, facts)
    told_alike(tmp_path / "year", tmp_path, compiled(rulebook, facts.year, facts.as_of, Limits(counted=1000)))


def test_a_year_of_more_departments_than_small_numbers_count_is_told_alike(tmp_path):
    generate(tmp_path / "year", Recipe(BOOK, YEAR, "dense"), Size(33_000, 2))
    assert told_alike(tmp_path / "year", tmp_path) > 66_000


def test_numbers_of_one_file_and_texts_of_another_are_told_as_texts(tmp_path):
    """1.4 and 01.6 are no whole numbers, and stay what they are."""
    folder = tmp_path / "year"
    (folder / "ledger").mkdir(parents=True)
    (folder / "departments.csv").write_text("department,bureau,size,brief_quota\n1,甲局,5,1\n2,乙局,5,1\n", encoding="utf-8")
    row = "SELECT 1 AS entry, 1 AS department, 'training.absence' AS rule, DATE '2025-03-01' AS occurred_on, 1 AS count, CAST(NULL AS INTEGER) AS reverses"
    duckdb.sql(f"COPY ({row}) TO '{folder}/ledger/a.parquet'")
    more = "".join(f"{number},2,training.absence,2025-03-0{at},1,\n" for at, number in enumerate(("1.4", "01.6", "A-17"), 1))
    (folder / "ledger" / "b.csv").write_text(f"entry,department,rule,occurred_on,count,reverses\n{more}", encoding="utf-8")
    told_alike(folder, tmp_path)
    found = rows(tmp_path / "polars.parquet", "SELECT entry FROM '{}' WHERE entry IS NOT NULL")
    assert {entry for (entry,) in found} == {"1", "1.4", "01.6", "A-17"}


@pytest.mark.parametrize("engine", EXPLAINING)
def test_mistakes_of_all_files_are_told_at_once(engine, year, tmp_path):
    shutil.copytree(year, tmp_path / "year")
    files = sorted((tmp_path / "year" / "ledger").iterdir())
    for file, column, wrong in ((files[0], "rule", "'nobody'"), (files[2], "occurred_on", "DATE '2001-01-01'")):
        first = f"entry = (SELECT MIN(entry) FROM '{file}' WHERE reverses IS NULL AND goal IS NULL)"
        changed = f"SELECT * REPLACE (CASE WHEN {first} THEN {wrong} ELSE {column} END AS {column}) FROM '{file}'"
        duckdb.sql(f"COPY ({changed}) TO '{tmp_path}/new.parquet'")
        shutil.move(tmp_path / "new.parquet", file)
    tables = tables_in(tmp_path / "year")
    with pytest.raises(Refused) as refusal:
        explained(engine, PLAN, tables, tmp_path)
    with pytest.raises(Refused) as scoring, EXPLAINING[engine][0](PLAN, tmp_path) as run:
        run.score_files(tables)
    for each in (refusal, scoring):
        assert {problem.code for problem in each.value.problems} >= {"ledger.unknown_rule", "ledger.outside_year"}
    assert not (tmp_path / f"{engine}.parquet").exists()
