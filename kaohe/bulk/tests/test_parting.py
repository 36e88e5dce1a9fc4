"""A year in several files: taken one after the other where none needs to know of another, else together; the same either way."""

import random
from dataclasses import replace
from pathlib import Path

import duckdb
import pytest

from kaohe.bulk.compiling import compiled
from kaohe.bulk.duck import Duck
from kaohe.bulk.facts import write_tables
from kaohe.bulk.parting import parted
from kaohe.bulk.reference import expected
from kaohe.bulk.tables import Tables
from kaohe.bulk.tests.handmade import ABSENT, HEADER, points, refusal, year
from kaohe.bulk.tests.same import differences, first
from kaohe.engine import Refused, score
from tests.support.founding import founding_rulebook
from tests.support.years import YEAR, random_year

BOOK = founding_rulebook()
PLAN = compiled(BOOK, YEAR)
FACTS = random_year(random.Random(26), BOOK, complete=True)
CODES = [department.code for department in FACTS.departments]
MIDDLE = sorted(CODES)[len(CODES) // 2]


def in_files(folder: Path, shares, *, facts=FACTS, own_goals=True, bureaus=lambda code: code) -> Tables:
    """The year's tables; the ledger and the goals in one file for each share of them."""
    for at, share in enumerate(shares):
        entries = tuple(entry for entry in facts.entries if share(entry))
        goals = tuple(goal for goal in facts.goals if share(goal))
        write_tables(folder / str(at), BOOK, replace(facts, entries=entries, goals=goals))
    write_tables(folder, BOOK, facts)
    departments = folder / "departments.csv"
    header, *rows = (line.split(",") for line in departments.read_text(encoding="utf-8").splitlines())
    rows = [[code, bureaus(code), *rest] for code, _, *rest in rows]
    departments.write_text("\n".join(map(",".join, [header, *rows])), encoding="utf-8")
    for name in ("ledger", "goals"):
        (folder / name).mkdir()
        for at, _ in enumerate(shares):
            (folder / str(at) / f"{name}.csv").rename(folder / name / f"{at}.csv")
    ledger, goals = (tuple(sorted((folder / name).iterdir())) for name in ("ledger", "goals"))
    return Tables(ledger, (departments,), goals if own_goals else (folder / "goals.csv",), YEAR)


def scored(tables: Tables, folder: Path):
    with Duck(PLAN, folder) as duck:
        duck.open_departments(tables)
        parts = len(parted(duck, duck.views, tables))
        duck.score_files(tables)
        return parts, duck.results()


def _boxes(row):
    return {name: row[name] for name in row if name.startswith(("department", "points/", "exact/", "settled/", "open/", "raised/"))}


def as_the_engine(rows, facts=FACTS):
    """The same numbers at every box; ranks are of bureaus, which these years have one for each department."""
    wanted = expected(PLAN, {"": score(BOOK, facts)})
    told = differences([_boxes(row) for row in rows], {code: _boxes(row) for code, row in wanted.items()})
    assert not told, first(told)


LOW, HIGH = (lambda each: each.department < MIDDLE), (lambda each: each.department >= MIDDLE)


@pytest.mark.parametrize("own_goals", [True, False], ids=["goals of each file", "goals of all"])
def test_files_of_different_departments_are_taken_one_by_one(own_goals, tmp_path):
    parts, rows = scored(in_files(tmp_path, (LOW, HIGH), own_goals=own_goals), tmp_path)
    assert parts == 2
    as_the_engine(rows)


def test_departments_may_alternate_between_files(tmp_path):
    odd = set(sorted(CODES)[::2])
    parts, rows = scored(in_files(tmp_path, (lambda each: each.department in odd, lambda each: each.department not in odd)), tmp_path)
    assert parts == 2
    as_the_engine(rows)


def test_a_department_in_two_files_has_them_taken_together(tmp_path):
    halves = (lambda each: not getattr(each, "reverses", ""), lambda each: bool(getattr(each, "reverses", "")))
    parts, rows = scored(in_files(tmp_path, halves, own_goals=False), tmp_path)
    assert parts == 1
    as_the_engine(rows)


def absences(department, *numbers):
    return "".join(f"{ABSENT.format(number).replace(',a,', f',{department},')}\n" for number in numbers)


def test_a_department_at_the_border_of_two_files_has_them_taken_together(engine, tmp_path):
    """a and b in the first file, b and c in the second: what b did in either counts."""
    (one := tmp_path / "one").mkdir()
    (two := tmp_path / "two").mkdir()
    departments = "department,bureau,size,brief_quota\na,甲局,9,4\nb,乙局,9,4\nc,丙局,9,4\n"
    first, second = absences("a", 1) + absences("b", 2), absences("b", 3, 4) + absences("c", 5)
    together = points(engine, year(one, f"{HEADER}\n{first}{second}", departments=departments), one)
    assert together["b"] < together["a"] == together["c"]
    assert points(engine, year(two, [f"{HEADER}\n{first}", f"{HEADER}\n{second}"], departments=departments), two) == together


def test_a_number_that_ends_one_file_and_begins_the_next_is_found(engine, tmp_path):
    tables = year(tmp_path, [f"{HEADER}\n{absences('a', 1, 2)}", f"{HEADER}\n{absences('b', 2, 3)}"])
    assert refusal(engine, tables, tmp_path) == {("ledger.duplicate_id", 2), ("ledger.duplicate_id", 3)}


def test_a_department_that_no_file_speaks_of_is_scored_too(tmp_path):
    facts = replace(FACTS, departments=(*FACTS.departments, replace(FACTS.departments[0], code="zz-new")))
    _, rows = scored(in_files(tmp_path, (LOW, HIGH), facts=facts), tmp_path)
    as_the_engine(rows, facts)


def test_a_number_that_stands_twice_in_a_bureau_is_found_across_files(tmp_path):
    high = next(entry for entry in FACTS.entries if HIGH(entry) and entry.rule == "training.absence")
    low = next(entry for entry in FACTS.entries if LOW(entry))
    facts = replace(FACTS, entries=(*FACTS.entries, replace(high, id=low.id)))
    with pytest.raises(Refused) as found:
        scored(in_files(tmp_path, (LOW, HIGH), facts=facts, bureaus=lambda code: ""), tmp_path)
    assert {problem.code for problem in found.value.problems} == {"ledger.duplicate_id"}


def test_the_same_number_in_two_bureaus_is_no_mistake(tmp_path):
    high = next(entry for entry in FACTS.entries if HIGH(entry) and entry.rule == "training.absence")
    low = next(entry for entry in FACTS.entries if LOW(entry))
    facts = replace(FACTS, entries=(*FACTS.entries, replace(high, id=low.id)))
    bureaus = lambda code: "one" if code < MIDDLE else "two"  # noqa: E731
    parts, rows = scored(in_files(tmp_path, (LOW, HIGH), facts=facts, bureaus=bureaus), tmp_path)
    assert (parts, len(rows)) == (2, len(CODES))


def numbered_otherwise(ledger: Path, kind: str) -> Path:
    """The same file, its entries' numbers of that type."""
    target = ledger.with_suffix(".parquet")
    keys = ", ".join(f"CAST(replace(NULLIF({key}, ''), 'r', '9000') AS {kind}) AS {key}" for key in ("entry", "reverses"))
    duckdb.sql(f"COPY (SELECT * REPLACE ({keys}) FROM read_csv('{ledger}', all_varchar = true)) TO '{target}'")
    ledger.unlink()
    return target


@pytest.mark.parametrize("kinds", [("BIGINT", "VARCHAR"), ("VARCHAR", "BIGINT")])
def test_a_torn_bureau_may_number_one_file_and_write_texts_in_another(kinds, tmp_path):
    tables = in_files(tmp_path, (LOW, HIGH), bureaus=lambda code: "")
    parts, rows = scored(tables._replace(ledger=tuple(map(numbered_otherwise, tables.ledger, kinds))), tmp_path)
    assert parts == 1
    as_the_engine(rows)


def test_a_number_that_stands_twice_is_found_where_it_is_a_text_in_the_other_file(tmp_path):
    high = next(entry for entry in FACTS.entries if HIGH(entry) and entry.rule == "training.absence")
    low = next(entry for entry in FACTS.entries if LOW(entry))
    facts = replace(FACTS, entries=(*FACTS.entries, replace(high, id=low.id)))
    tables = in_files(tmp_path, (LOW, HIGH), facts=facts, bureaus=lambda code: "")
    with pytest.raises(Refused) as found:
        scored(tables._replace(ledger=tuple(map(numbered_otherwise, tables.ledger, ("BIGINT", "VARCHAR")))), tmp_path)
    assert {problem.code for problem in found.value.problems} == {"ledger.duplicate_id"}


@pytest.mark.parametrize(
    ("ledger", "goals", "parts"),
    [
        ("a b", "a b", 2), ("a b", "", 2), ("a b", "g", 2), ("a", "a b", 1), ("a b", "a c", 1), ("a b c", "a b", 1),
        ("1/a 2/a b", "a b", 1), ("a b", "1/a 2/a b", 1), ("1/a 2/a", "1/a 2/a", 1),
    ],
)  # fmt: skip
def test_files_go_one_by_one_where_every_one_has_goals_of_its_own_name_and_none_is_lost(ledger, goals, parts):
    own, theirs = (tuple(Path(f"{name}.csv") for name in names.split()) for names in (ledger, goals))
    tables = Tables(own, (), theirs)
    found = tables.parts()
    assert len(found) == parts
    assert sorted(file for part in found for file in part.ledger) == sorted(tables.ledger)
    assert {file for part in found for file in part.goals} == set(tables.goals)
