"""Mistakes in a year of columns: told with file and row, by the same sentences as the engine's, and nothing is scored."""

import csv
import random
from contextlib import nullcontext
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from kaohe.bulk.compiling import compiled
from kaohe.bulk.dialects import POSTGRES, SPARK
from kaohe.bulk.duck import Duck
from kaohe.bulk.facts import write_tables
from kaohe.bulk.plan import Limits
from kaohe.bulk.polars.run import Polars
from kaohe.bulk.reference import expected
from kaohe.bulk.standing_tables import TableCells
from kaohe.bulk.tables import LEDGER, tables_in
from kaohe.bulk.tests.same import differences, first
from kaohe.engine import Facts, Refused, errors, load, score
from kaohe.engine.parameters import varied
from tests.support.founding import founding_rulebook
from tests.support.years import YEAR, random_year

#: A year that has an entry of every rule that is spoilt here.
SEED = 26
BOOK = founding_rulebook()


def sound():
    """A year without a mistake, in its order, so that a row of the ledger is known by its number."""
    facts = random_year(random.Random(SEED), BOOK, complete=True)
    return replace(facts, entries=tuple(sorted(facts.entries, key=lambda entry: (bool(entry.reverses), entry.id))))


FACTS = sound()


def of_rule(rule, facts=FACTS):
    """An entry of that rule that nothing takes back, and its place in the ledger."""
    undone = {entry.reverses for entry in facts.entries}
    return next((at, each) for at, each in enumerate(facts.entries) if each.rule == rule and each.id not in undone and not each.reverses)


def spoilt(rule, /, **change):
    at, entry = of_rule(rule)
    entries = list(FACTS.entries)
    entries[at] = replace(entry, **change)
    return replace(FACTS, entries=tuple(entries)), at + 2


def more(rule, /, **change):
    _, entry = of_rule(rule)
    return replace(FACTS, entries=(*FACTS.entries, replace(entry, **({"id": "new"} | change)))), len(FACTS.entries) + 2


def other_goal(**change):
    goals = list(FACTS.goals)
    goals[0] = replace(goals[0], **change)
    return replace(FACTS, goals=tuple(goals)), 2


def other_department(**change):
    departments = list(FACTS.departments)
    departments[0] = replace(departments[0], **change)
    return replace(FACTS, departments=tuple(departments)), 2


def refused(facts, folder, limits=None):
    """The problems that keep the year from being scored, whichever way it is read."""
    write_tables(folder / "year", BOOK, facts)
    plan = compiled(BOOK, YEAR, facts.as_of) if limits is None else compiled(BOOK, YEAR, facts.as_of, limits)
    told = []
    for engine in (Duck, Polars):
        with TemporaryDirectory(dir=folder) as own, engine(plan, Path(own)) as run, pytest.raises(Refused) as found:
            run.score_files(tables_in(folder / "year"))
        told.append(found.value.problems)
    assert told[0] == told[1]
    return told[0]


def named(problem):
    """What the engine's sentence names and counts; a department is named by its code in columns."""
    return {name: value for name, value in problem.values.items() if name != "department"}


def test_a_sound_year_is_scored(tmp_path):
    write_tables(tmp_path / "year", BOOK, FACTS)
    with Duck(compiled(BOOK, YEAR), tmp_path) as duck:
        duck.score_files(tables_in(tmp_path / "year"))
        assert len(duck.results()) == len(FACTS.departments)


@pytest.mark.parametrize("worthless", ["district", "district city province ministry"], ids=["one level", "every level"])
def test_a_level_is_looked_at_even_where_levels_move_no_points(worthless, tmp_path):
    book = varied(BOOK, {f"rules.brief.noted.levels.{level}": Decimal(0) for level in worthless.split()})
    write_tables(tmp_path / "sound", book, FACTS)
    facts, row = spoilt("brief.noted", level="moon")
    write_tables(tmp_path / "year", book, facts)
    with Duck(compiled(book, YEAR), tmp_path) as duck:
        duck.score_files(tables_in(tmp_path / "sound"))
        with pytest.raises(Refused) as found:
            duck.score_files(tables_in(tmp_path / "year"))
    assert [(problem.code, problem.place.row) for problem in found.value.problems] == [("ledger.unknown_level", row)]


@pytest.mark.parametrize(
    ("code", "wrong"),
    [
        ("ledger.unknown_rule", spoilt("training.absence", rule="training.absense")),
        ("ledger.unknown_level", spoilt("brief.adopted", level="moon")),
        ("ledger.unknown_level", spoilt("brief.adopted", level="")),
        ("ledger.unknown_department", more("training.absence", department="nobody")),
        ("ledger.bad_count", spoilt("training.absence", count=0)),
        ("ledger.bad_count", spoilt("training.absence", count=-2)),
        ("ledger.bad_count", spoilt("training.absence", count=1_000_001)),
        ("ledger.bad_count", spoilt("training.absence", count=10**17)),
        ("ledger.outside_year", spoilt("training.absence", occurred_on=date(YEAR - 1, 12, 31))),
        ("ledger.outside_year", spoilt("training.absence", occurred_on=date(YEAR + 1, 1, 1))),
        ("ledger.duplicate_id", more("training.absence", id=FACTS.entries[0].id)),
        ("ledger.amount_missing", spoilt("integrity.basic", amount=None)),
        ("ledger.amount_range", spoilt("integrity.basic", amount=Decimal(21))),
        ("ledger.amount_range", spoilt("integrity.basic", amount=Decimal(0))),
        ("ledger.unknown_goal", spoilt("grade.key", goal="Z-99")),
        ("ledger.reversal_without_original", more("training.absence", reverses="nothing", count=-1)),
        ("ledger.reversal_differs", more("training.absence", rule="exam.failed", reverses=of_rule("training.absence")[1].id, count=-1)),
        ("ledger.reversal_differs", more("training.absence", reverses=of_rule("training.absence")[1].id, count=1)),
        ("grading.conflict", more("grade.key", level="qualified", conditions=())),
        ("goals.unknown_department", other_goal(department="nobody")),
        ("goals.unknown_category", other_goal(category="none")),
        ("goals.duplicate", (replace(FACTS, goals=(*FACTS.goals, FACTS.goals[0])), 2)),
        ("goals.base_range", other_goal(base=Decimal(-1))),
        ("goals.sum", other_goal(base=Decimal(61))),
        ("goals.sum", other_goal(base=Decimal("59.5"))),
        ("facts.unknown_attribute", other_department(attributes={})),
        ("facts.bad_attribute", other_department(attributes={"brief_quota": Decimal(-1)})),
        ("facts.bad_attribute", other_department(attributes={"brief_quota": Decimal(10**12)})),
        ("facts.duplicate_department", (replace(FACTS, departments=(*FACTS.departments, FACTS.departments[0])), 2)),
    ],
)  # fmt: skip
def test_a_mistake_is_told_as_the_engine_tells_it_with_its_row(code, wrong, tmp_path):
    facts, row = wrong
    problems = refused(facts, tmp_path)
    told = next(problem for problem in problems if problem.code == code)
    assert told.place.file.endswith(".csv")
    assert row in {problem.place.row for problem in problems if problem.code == code} or code in ("goals.sum", "grading.conflict")
    own = [named(problem) for problem in errors(score(BOOK, facts).problems) if problem.code == code]
    assert own
    assert all(each in [{name: problem.values.get(name) for name in each} for problem in problems if problem.code == code] for each in own)
    assert all(problem.message("zh") and problem.message("en") for problem in problems)


@pytest.mark.parametrize(
    ("having", "code"),
    [(lambda number: {"size": number}, "bulk.bad_size"), (lambda number: {"attributes": {"brief_quota": Decimal(number)}}, "facts.bad_attribute")],
    ids=["size", "own"],
)
def test_a_number_of_a_departments_own_has_twelve_digits_at_most(having, code, tmp_path):
    facts = other_department(**having(10**12 - 1))[0]
    write_tables(tmp_path / "sound", BOOK, facts)
    with Duck(compiled(BOOK, YEAR), tmp_path) as duck:
        duck.score_files(tables_in(tmp_path / "sound"))
        assert not differences(duck.results(), expected(duck.plan, {"": score(BOOK, facts)}))
    (problem,) = refused(other_department(**having(10**12))[0], tmp_path)
    assert (problem.code, problem.values["number"], problem.place.row) == (code, 10**12, 2)


def test_more_taken_back_than_there_was_is_told(tmp_path):
    _, entry = of_rule("training.absence")
    back = {"reverses": entry.id, "count": -entry.count}
    facts = replace(FACTS, entries=(*FACTS.entries, replace(entry, id="b1", **back), replace(entry, id="b2", **back)))
    assert [problem.code for problem in refused(facts, tmp_path)] == ["ledger.reversal_exceeds"]


def test_a_mistake_that_is_wholly_taken_back_is_none(tmp_path):
    _, entry = of_rule("training.absence")
    wrong = replace(entry, id="w", rule="brief.adopted", level="moon", occurred_on=date(1999, 1, 1))
    facts = replace(FACTS, entries=(*FACTS.entries, wrong, replace(wrong, id="back", reverses="w", count=-wrong.count)))
    write_tables(tmp_path / "year", BOOK, facts)
    with Duck(compiled(BOOK, YEAR), tmp_path) as duck:
        duck.score_files(tables_in(tmp_path / "year"))
        told = differences(duck.results(), expected(duck.plan, {"": score(BOOK, facts)}))
    assert not told, first(told)
    assert not errors(score(BOOK, facts).problems)


def test_a_level_that_nobody_asks_for_is_no_mistake_and_moves_nothing(tmp_path):
    _, entry = of_rule("training.absence")
    said = replace(entry, id="said", level="moon")
    back = replace(said, id="back", level="sun", reverses="said", count=-said.count)
    for facts, wrong in ((replace(FACTS, entries=(*FACTS.entries, said)), False), (replace(FACTS, entries=(*FACTS.entries, said, back)), True)):
        write_tables(tmp_path / "year", BOOK, facts)
        with Duck(compiled(BOOK, YEAR), tmp_path) as duck:
            if wrong:  # but a reversal says what it takes back, word for word
                with pytest.raises(Refused) as found:
                    duck.score_files(tables_in(tmp_path / "year"))
                assert {problem.code for problem in found.value.problems} == {"ledger.reversal_differs"}
            else:
                duck.score_files(tables_in(tmp_path / "year"))
                assert not differences(duck.results(), expected(duck.plan, {"": score(BOOK, facts)}))


def test_everything_wrong_is_told_at_once_and_long_lists_are_cut(tmp_path):
    entries = tuple(replace(entry, rule="none") if entry.rule.startswith(("brief.", "training.", "duty.")) else entry for entry in FACTS.entries)
    facts = replace(FACTS, entries=entries, goals=())
    problems = refused(facts, tmp_path)
    codes, own = [problem.code for problem in problems], [problem.code for problem in errors(score(BOOK, facts).problems)]
    for code in ("ledger.unknown_rule", "ledger.unknown_goal"):
        assert codes.count(code) == 20
        more = problems[codes.index(code) + 20]
        assert (more.code, more.values) == ("bulk.more", {"count": own.count(code) - 20})


@pytest.mark.parametrize(
    ("code", "wrong"),
    [
        ("bulk.amount_fine", spoilt("integrity.basic", amount=Decimal("0.125"))),
        ("bulk.base_fine", other_goal(base=Decimal("0.125"))),
    ],
)
def test_what_cannot_be_kept_exact_is_refused_and_never_rounded(code, wrong, tmp_path):
    assert code in {problem.code for problem in refused(wrong[0], tmp_path)}


@pytest.mark.parametrize("engine", [Duck, Polars])
@pytest.mark.parametrize("places", [2, 4, 6])
def test_base_points_beyond_all_measure_are_told(engine, places, tmp_path):
    facts, _ = other_goal(base=Decimal(999_999_999_999))
    write_tables(tmp_path / "year", BOOK, facts)
    limits = compiled(BOOK, YEAR).limits._replace(base_places=places)
    with engine(compiled(BOOK, YEAR, limits=limits), tmp_path) as run, pytest.raises(Refused) as found:
        run.score_files(tables_in(tmp_path / "year"))
    assert {problem.code for problem in found.value.problems} <= {"goals.sum", "bulk.base_fine"}


def test_classes_of_one_label_are_held_against_their_own_points(tmp_path):
    book = replace(BOOK, categories={code: replace(each, label="目标") for code, each in BOOK.categories.items()})
    at = next(at for at, goal in enumerate(FACTS.goals) if goal.category == list(BOOK.categories)[-1])
    goals = [replace(goal, base=Decimal(99)) if number == at else goal for number, goal in enumerate(FACTS.goals)]
    write_tables(tmp_path / "year", book, replace(FACTS, goals=tuple(goals)))
    with Duck(compiled(book, YEAR), tmp_path) as duck, pytest.raises(Refused) as found:
        duck.score_files(tables_in(tmp_path / "year"))
    told = next(problem for problem in found.value.problems if problem.code == "goals.sum")
    assert told.values["expected"] == book.categories[FACTS.goals[at].category].full


def test_where_nothing_is_left_to_share_that_is_said_and_not_that_all_come_to_what_they_should(tmp_path):
    first = next(goal for goal in FACTS.goals if goal.category == "key")
    own = (replace(first, base=Decimal(60)), replace(first, code="Z", base=None))
    others = tuple(goal for goal in FACTS.goals if (goal.department, goal.category) != (first.department, "key"))
    facts = replace(FACTS, goals=others + own, entries=tuple(entry for entry in FACTS.entries if entry.department != first.department))
    assert [(problem.code, problem.values["found"]) for problem in refused(facts, tmp_path)] == [("bulk.nothing_shared", Decimal(60))]


def test_shares_that_do_not_divide_are_refused_until_the_limit_allows_them(tmp_path):
    department = FACTS.departments[0].code
    others = tuple(goal for goal in FACTS.goals if goal.department != department)
    own = next(goal for goal in FACTS.goals if goal.department == department)
    thirteen = tuple(replace(own, code=f"S-{at}", category="key", base=None) for at in range(13))
    entries = tuple(entry for entry in FACTS.entries if entry.department != department)
    facts = Facts(YEAR, FACTS.departments, others + thirteen, entries)
    assert [problem.code for problem in refused(facts, tmp_path)] == ["bulk.share_fine"]
    plan = compiled(BOOK, YEAR)
    with Duck(compiled(BOOK, YEAR, limits=plan.limits._replace(shares=27720 * 13)), tmp_path) as duck:
        duck.score_files(tables_in(tmp_path / "year"))


def test_a_sum_beyond_what_was_proven_is_refused(tmp_path):
    limits = compiled(BOOK, YEAR).limits._replace(counted=2)
    problems = refused(FACTS, tmp_path, limits)
    assert {problem.code for problem in problems} == {"bulk.beyond_limit"}
    assert all(problem.message("en") for problem in problems)


# --- files


def rewritten(folder, name, change):
    """The CSV file with its rows changed."""
    path = folder / "year" / f"{name}.csv"
    with path.open(encoding="utf-8", newline="") as handle:
        rows = list(csv.reader(handle))
    with path.open("w", encoding="utf-8", newline="") as handle:
        csv.writer(handle).writerows(change(rows))


def with_cell(rows, at, column, value):
    """The rows of a file, of which that one says something else in a column."""
    rows[at][rows[0].index(column)] = value
    return rows


@pytest.mark.parametrize(
    ("name", "column", "value", "code"),
    [
        ("ledger", "count", "two", "bulk.bad_whole"),
        ("ledger", "occurred_on", "2025-02-30", "bulk.bad_day"),
        ("ledger", "occurred_on", "3/12/2025", "bulk.bad_day"),
        ("ledger", "amount", "1e3", "bulk.bad_exact"),
        ("departments", "size", "4.5", "bulk.bad_whole"),
        ("goals", "base", "60/0", "bulk.bad_share"),
        # a digit more than is read
        ("ledger", "count", "1000000000000000000", "bulk.bad_whole"),
        ("ledger", "amount", "1000000000000", "bulk.bad_exact"),
        ("ledger", "amount", "1.00000000001", "bulk.bad_exact"),
        ("goals", "base", "1000000000000", "bulk.bad_share"),
        ("goals", "base", "1.00000000001", "bulk.bad_share"),
        ("goals", "base", "60/1000000000000", "bulk.bad_share"),
        ("ledger", "occurred_on", "2025-03-011", "bulk.bad_day"),
    ],
)
def test_a_cell_that_cannot_be_read_is_told_with_row_and_column(name, column, value, code, tmp_path):
    write_tables(tmp_path / "year", BOOK, FACTS)
    rewritten(tmp_path, name, lambda rows: with_cell(rows, 1, column, value))
    with Duck(compiled(BOOK, YEAR), tmp_path) as duck, pytest.raises(Refused) as found:
        duck.score_files(tables_in(tmp_path / "year"))
    (problem,) = found.value.problems
    assert (problem.code, problem.place.row, problem.place.column) == (code, 2, column)


@pytest.mark.parametrize(
    ("name", "column", "value", "code"),
    [
        ("ledger", "count", "999999999999999999", "ledger.bad_count"),
        ("ledger", "count", "-999999999999999999", "ledger.bad_count"),
        ("ledger", "amount", "999999999999.0000000000", ""),
        ("goals", "base", "999999999999.0000000000", "goals.sum"),
        ("goals", "base", "60/999999999999", "bulk.base_fine"),
        ("goals", "base", "59999999999/1000000000", "bulk.base_fine"),
    ],
)
def test_the_longest_number_is_read(name, column, value, code, tmp_path):
    """An amount under a rule that asks for none says nothing."""
    write_tables(tmp_path / "year", BOOK, FACTS)

    def spoil(rows):
        at = 1 if name == "goals" else next(at for at, row in enumerate(rows) if "training.absence" in row)
        return with_cell(rows, at, column, value)

    rewritten(tmp_path, name, spoil)
    plan = compiled(BOOK, YEAR, limits=Limits(base_places=5))  # many units, and so the largest numbers
    with Duck(plan, tmp_path) as duck, pytest.raises(Refused) if code else nullcontext() as found:
        duck.score_files(tables_in(tmp_path / "year"))
    assert code in ({problem.code for problem in found.value.problems} if found else {""})


def test_of_many_cells_that_cannot_be_read_it_is_said_how_many_more_there_are(tmp_path):
    write_tables(tmp_path / "year", BOOK, FACTS)
    rewritten(tmp_path, "ledger", lambda rows: [rows[0], *([*row[:4], "two", *row[5:]] for row in rows[1:])])
    with Duck(compiled(BOOK, YEAR), tmp_path) as duck, pytest.raises(Refused) as found:
        duck.score_files(tables_in(tmp_path / "year"))
    told = [(problem.code, problem.values) for problem in found.value.problems]
    assert told == [*[("bulk.bad_whole", {"found": "two"})] * 20, ("bulk.more", {"count": len(FACTS.entries) - 20})]


def test_chinese_headers_are_understood(tmp_path):
    write_tables(tmp_path / "year", BOOK, FACTS)
    chinese = {"entry": "记录号", "department": "科室", "rule": "规则代码", "occurred_on": "发生日期", "count": "数量"}
    rewritten(tmp_path, "ledger", lambda rows: [[chinese.get(name, name) for name in rows[0]], *rows[1:]])
    with Duck(compiled(BOOK, YEAR), tmp_path) as duck:
        duck.score_files(tables_in(tmp_path / "year"))
        assert len(duck.results()) == len(FACTS.departments)


def test_a_missing_column_and_a_missing_ledger_are_told(tmp_path):
    write_tables(tmp_path / "year", BOOK, FACTS)
    rewritten(tmp_path, "ledger", lambda rows: [row[1:] for row in rows])
    with Duck(compiled(BOOK, YEAR), tmp_path) as duck, pytest.raises(Refused) as found:
        duck.score_files(tables_in(tmp_path / "year"))
    assert found.value.problems[0].code == "bulk.no_column"
    with pytest.raises(Refused) as found:
        tables_in(tmp_path / "nothing")
    assert found.value.problems[0].code == "bulk.no_ledger"


@pytest.mark.parametrize("size", [-9, 10**12 + 1])
def test_a_size_that_cannot_be_is_told_of_as_a_number_of_people(size, tmp_path):
    facts, row = other_department(size=size)
    (problem,) = refused(facts, tmp_path)
    assert (problem.code, problem.place.row) == ("bulk.bad_size", row)
    assert f"的人数为 {size}" in problem.message("zh")
    assert f"has {size} people" in problem.message("en")


@pytest.mark.parametrize("engine", [Duck, Polars])
def test_a_department_without_a_code_is_told_of_as_one(engine, tmp_path):
    write_tables(tmp_path / "year", BOOK, FACTS)
    with (tmp_path / "year" / "departments.csv").open("a", encoding="utf-8", newline="") as handle:
        handle.write(",,无名科,9,4\r\n")
    with engine(compiled(BOOK, YEAR), tmp_path) as run, pytest.raises(Refused) as found:
        run.score_files(tables_in(tmp_path / "year"))
    assert [(problem.code, problem.place.row) for problem in found.value.problems] == [("bulk.department_empty", len(FACTS.departments) + 2)]


def as_parquet(run, year, column):
    """The ledger of a year as Parquet, one of its columns of another type."""
    read = f"SELECT * REPLACE ({column}) FROM read_csv('{year}/ledger.csv', all_varchar = true)"
    run.connection.execute(f"COPY ({read}) TO '{year}/ledger.parquet'")
    (year / "ledger.csv").unlink()


def test_binary_fractions_and_broken_files_are_refused(tmp_path):
    write_tables(tmp_path / "year", BOOK, FACTS)
    with Duck(compiled(BOOK, YEAR), tmp_path) as duck:
        as_parquet(duck, tmp_path / "year", "CAST(NULLIF(amount, '') AS DOUBLE) AS amount")
        with pytest.raises(Refused) as found:
            duck.score_files(tables_in(tmp_path / "year"))
        assert "bulk.decimal_type" in {problem.code for problem in found.value.problems}
        (tmp_path / "year" / "ledger.parquet").write_bytes(b"PAR1 nothing of the kind")
        with pytest.raises(Refused) as found:
            duck.score_files(tables_in(tmp_path / "year"))
        assert found.value.problems[0].code == "bulk.unreadable"


@pytest.mark.parametrize("engine", [Duck, Polars])
def test_a_moment_with_a_time_zone_is_no_day_for_it_would_be_another_one_elsewhere(engine, tmp_path):
    write_tables(tmp_path / "year", BOOK, FACTS)
    with engine(compiled(BOOK, YEAR), tmp_path) as run:
        as_parquet(run, tmp_path / "year", "CAST(occurred_on || ' 17:00:00+00' AS TIMESTAMPTZ) AS occurred_on")
        with pytest.raises(Refused) as found:
            run.score_files(tables_in(tmp_path / "year"))
    assert [(problem.code, problem.values["column"]) for problem in found.value.problems] == [("bulk.moment", "occurred_on")]


@pytest.mark.parametrize(("dialect", "day", "moment"), [(POSTGRES, "timestamp", "timestamptz"), (SPARK, "timestamp_ntz", "timestamp")])
def test_a_moment_is_no_day_in_a_database_or_on_a_cluster_either(dialect, day, moment):
    headers = {column.name: {"whole": "bigint", "exact": "decimal", "day": day}.get(column.kind, dialect.text) for column in LEDGER}
    standing = TableCells(compiled(BOOK, YEAR), dialect)
    assert "CAST" in standing.ledger("ledger", headers)["occurred_on"]
    with pytest.raises(Refused) as found:
        standing.ledger("ledger", headers | {"recorded_on": moment})
    assert [(problem.code, problem.values["column"]) for problem in found.value.problems] == [("bulk.moment", "recorded_on")]


def test_rivals_that_leave_out_different_departments_are_not_compiled():
    text = founding_rulebook().texts["rulebook.yaml"]
    noted = text.index("code: brief.noted")
    texts = {**founding_rulebook().texts, "rulebook.yaml": text[:noted] + "only: {size_at_least: '3'}\n              " + text[noted:]}
    other = load(texts).rulebook
    assert other is not None
    with pytest.raises(Refused) as refusal:
        compiled(other, 2025)
    assert [problem.code for problem in refusal.value.problems] == ["bulk.contest_sizes"]


@pytest.mark.parametrize("engine", [Duck, Polars])
def test_an_entry_that_cannot_be_right_is_never_scored_even_if_nothing_can_be_said_of_it(engine, monkeypatch, tmp_path):
    facts, _ = spoilt("training.absence", rule="nothing.such")
    write_tables(tmp_path / "year", BOOK, facts)
    with engine(compiled(BOOK, YEAR), tmp_path) as run:
        monkeypatch.setattr(run.checks, "odd_rows", lambda: iter(()))
        with pytest.raises(Refused) as found:
            run.score_files(tables_in(tmp_path / "year"))
    assert [problem.code for problem in found.value.problems] == ["bulk.row_in_doubt"]


@pytest.mark.parametrize(
    ("change", "code"),
    [({"level": "excellent", "conditions": ()}, "grading.condition_missing"), ({"conditions": ("such",)}, "grading.condition_unknown")],
)
def test_a_grade_without_its_grounds_is_not_lost_on_the_way_into_tables(change, code, tmp_path):
    at, entry = of_rule("grade.key")
    wrong = replace(entry, **change)
    with pytest.raises(Refused) as found:
        write_tables(tmp_path / "year", BOOK, replace(FACTS, entries=(*FACTS.entries[:at], wrong, *FACTS.entries[at + 1 :])))
    assert [problem.code for problem in found.value.problems] == [code]
    assert code in {problem.code for problem in score(BOOK, replace(FACTS, entries=(*FACTS.entries[:at], wrong, *FACTS.entries[at + 1 :]))).problems}
    assert "{" not in found.value.problems[0].message("zh")
    assert not (tmp_path / "year").exists()


def test_a_last_day_that_cannot_be_is_not_lost_on_the_way_into_tables(tmp_path):
    at, entry = of_rule("training.absence")
    wrong = replace(entry, until=date(YEAR, 12, 30))
    entries = [*FACTS.entries[:at], wrong, *FACTS.entries[at + 1 :]]
    with pytest.raises(Refused) as found:
        write_tables(tmp_path / "year", BOOK, replace(FACTS, entries=tuple(entries)))
    assert [problem.code for problem in found.value.problems] == ["ledger.bad_until"]
    assert "{" not in found.value.problems[0].message("zh")
    assert not (tmp_path / "year").exists()
    back = replace(wrong, id="back", reverses=entry.id, count=-entry.count)
    write_tables(tmp_path / "year", BOOK, replace(FACTS, entries=(*entries, back)))
