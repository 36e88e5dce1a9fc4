"""A year is read as it is written: no row, cell or type of a file is passed over, in CSV, in Parquet, in several files."""

import random
from datetime import date
from decimal import Decimal
from fractions import Fraction

import duckdb
import polars as pl
import pytest

from kaohe.bulk.compiling import compiled
from kaohe.bulk.duck import Duck
from kaohe.bulk.facts import write_tables
from kaohe.bulk.generating import Recipe, Size, generate
from kaohe.bulk.plan import Limits
from kaohe.bulk.reference import expected
from kaohe.bulk.tables import tables_in
from kaohe.bulk.tests.books import random_book
from kaohe.bulk.tests.handmade import ABSENT, BOOK, DEPARTMENTS, HEADER, PLAN, YEAR, points, refusal, year
from kaohe.bulk.tests.same import differences, first
from kaohe.engine import Department, Entry, Facts, Goal, Refused, score


def typed(run, tables, *columns):
    """The ledger files as Parquet, each with columns of its own types."""
    for file, column in zip(tables.ledger, columns, strict=True):
        run.connection.execute(f"COPY (SELECT * REPLACE ({column}) FROM read_csv('{file}', all_varchar = true)) TO '{file.with_suffix('.parquet')}'")
        file.unlink()
    return tables_in(tables.departments[0].parent)


# --- texts


def test_a_row_that_begins_like_a_comment_counts_as_any_other(engine, tmp_path):
    tables = year(tmp_path, f"{HEADER}\n{ABSENT.format(1)}\n{ABSENT.format('#4')}\n")
    one = points(engine, tables, tmp_path)
    (tmp_path / "ledger" / "0.csv").write_text(f"{HEADER}\n{ABSENT.format(1)}\n", encoding="utf-8")
    assert one["a"] < points(engine, tables, tmp_path)["a"]


def test_two_files_put_behind_each_other_are_refused_with_the_row(engine, tmp_path):
    tables = year(tmp_path, f"{HEADER}\n{ABSENT.format(1)}\n{HEADER},remark\n{ABSENT.format(2)},twice\n")
    assert refusal(engine, tables, tmp_path) == {("bulk.row_width", 3)}


@pytest.mark.parametrize("column", ["entry", "department", "matter", "reverses"])
def test_a_key_that_a_program_has_put_a_point_into_is_refused(column, engine, tmp_path):
    """Beside the key as people write it, it would be another: 5 and 5.0 are two matters."""
    cells = dict(zip(HEADER.split(","), ABSENT.format(2).split(","), strict=True)) | {column: "5.0"}
    tables = year(tmp_path, [f"{HEADER}\n{ABSENT.format(1)}\n", f"{HEADER}\n{','.join(cells.values())}\n"])
    assert refusal(engine, tables, tmp_path) == {("bulk.key_with_point", 2)}


def test_a_department_without_a_bureau_among_others_that_name_theirs_is_refused(engine, tmp_path):
    """It would be first in a bureau of its own."""
    head, *rows = DEPARTMENTS.splitlines()
    named = "".join(f"{row},{bureau}\n" for row, bureau in zip([head, *rows], ["bureau", "", "甲局"], strict=True))
    assert refusal(engine, year(tmp_path, f"{HEADER}\n{ABSENT.format(1)}\n", departments=named), tmp_path) == {("bulk.bureau_empty", 2)}


def test_where_no_department_names_a_bureau_all_are_of_one(engine, tmp_path):
    unnamed = DEPARTMENTS.replace("\n", ",\n").replace(",\n", ",bureau\n", 1)
    assert points(engine, year(tmp_path, f"{HEADER}\n{ABSENT.format(1)}\n", departments=unnamed), tmp_path).keys() == {"a", "b"}


def test_that_rows_stand_twice_is_told_before_what_comes_of_it(engine, tmp_path):
    back = "2,a,training.absence,2025-03-01,-1,,,,1"
    tables = year(tmp_path, [f"{HEADER}\n{ABSENT.format(1)}\n{back}\n"] * 2)
    with engine(PLAN, tmp_path) as run, pytest.raises(Refused) as found:
        run.score_files(tables)
    codes = [problem.code for problem in found.value.problems]
    assert codes[0] == "ledger.duplicate_id"
    assert "ledger.reversal_exceeds" in codes


@pytest.mark.parametrize("row", ["4,a", f"{ABSENT.format(4)},x"])
def test_a_row_of_too_few_or_too_many_cells_is_told_by_its_line(row, engine, tmp_path):
    tables = year(tmp_path, f"{HEADER}\n{ABSENT.format(1)}\n{row}\n")
    assert refusal(engine, tables, tmp_path) == {("bulk.row_width", 3)}


@pytest.mark.parametrize(
    ("row", "why"),
    [(b'4,a,"training.absence,2025-03-01,1,,,,', "unterminated quote"), (ABSENT.format("事").encode("gbk"), "not utf-8")],
)
def test_what_keeps_a_row_from_being_read_is_told_with_its_row_and_its_reason(row, why, engine, tmp_path):
    rows = ['"台账', '2025"', HEADER, ABSENT.format(1), "", '2,a,training.absence,2025-03-01,1,,"一', '二",,', *map(ABSENT.format, range(10, 5000)), ""]
    tables = year(tmp_path, "")
    tables.ledger[0].write_bytes("\n".join(rows).encode() + row + b"\n")
    with engine(PLAN, tmp_path) as run, pytest.raises(Refused) as found:
        run.score_files(tables)
    (problem,) = found.value.problems
    assert (problem.code, problem.place.row) == ("bulk.unreadable", 4996)
    assert why in str(problem.values["found"])


def test_quotation_marks_that_come_late_are_no_part_of_a_word(engine, tmp_path):
    plain = "".join(f"{number},b,credits.complete,2025-03-01,1,,,,\n" for number in range(10, 40_000))
    sent = '{},a,brief.noted,2025-03-01,1,{},m1,,'
    level = BOOK.rules["brief.noted"].known_levels()
    level = level[0] if level else ""
    rows = f"{sent.format(1, level)}\n", f'"2","a","brief.noted","2025-03-01","1","{level}","m1","",""\n'
    late = points(engine, year(tmp_path, f"{HEADER}\n{plain}{''.join(rows)}"), tmp_path)
    (tmp_path / "ledger" / "0.csv").write_text(f"{HEADER}\n{plain}{rows[0]}", encoding="utf-8")
    assert late == points(engine, tables_in(tmp_path), tmp_path)


def test_a_title_above_the_header_is_passed_over_and_rows_keep_their_numbers(engine, tmp_path):
    tables = year(tmp_path, f"台账\n\n{HEADER}\n{ABSENT.format(1)}\n4,a,nonsense,2025-03-01,1,,,,\n")
    assert refusal(engine, tables, tmp_path) == {("ledger.unknown_rule", 5)}


ONCE = "entry,department,rule,occurred_on,count"


@pytest.mark.parametrize("header", ["entry,entry,department,rule,occurred_on", f"{ONCE},数量", f"{ONCE},Count"])
def test_a_column_that_stands_twice_is_refused(header, engine, tmp_path):
    cells = "1,a,training.absence,2025-03-01,1,2" if ONCE in header else "1,2,a,training.absence,2025-03-01"
    assert {code for code, _ in refusal(engine, year(tmp_path, f"{header}\n{cells}\n"), tmp_path)} == {"bulk.two_columns"}


@pytest.mark.parametrize("title", ["考核记录（2025;某局）", "考核记录\t2025", "a;b;c"])
@pytest.mark.parametrize("divider", [",", ";", "\t"])
def test_what_divides_cells_is_what_most_rows_are_divided_by_and_no_title(engine, divider, title, tmp_path):
    rows = [HEADER, ABSENT.format(1), ABSENT.format(2)]
    tables = year(tmp_path, "\n".join([*rows, ""]))
    usual = points(engine, tables, tmp_path)
    title = title if divider not in title else "考核记录"
    titled = [title + "," * HEADER.count(","), *rows]
    tables.ledger[0].write_text("\n".join([*titled, ""]).replace(",", divider), encoding="utf-8")
    assert points(engine, tables, tmp_path) == usual


def test_what_stands_in_a_cell_divides_no_others(engine, tmp_path):
    goals = ["department,goal,category,base", "a,x;y;z;u;v,key,30", "a,p;q;r;s;t,key,", "a,k,nonsense,"]
    tables = year(tmp_path, f"{HEADER}\n{ABSENT.format(1)}\n", goals="\n".join([*goals, ""]))
    assert refusal(engine, tables, tmp_path) == {("goals.unknown_category", 4)}


def test_a_cell_divides_no_others_either_where_every_row_is_too_long(engine, tmp_path):
    rows = [f"{ABSENT.format(number)},{rest}" for number, rest in ((1, "x"), (2, "y"), (3, "x;y"), (4, "p;q"), (5, "z"))]
    assert refusal(engine, year(tmp_path, "\n".join([HEADER, *rows, ""])), tmp_path) == {("bulk.row_width", 2)}


def test_a_file_without_a_header_is_refused(engine, tmp_path):
    assert {code for code, _ in refusal(engine, year(tmp_path, "nothing\n"), tmp_path)} == {"bulk.no_header"}


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_blank_lines_are_lines_to_whoever_looks_for_a_row(engine, end, tmp_path):
    lines = ["", "台账", HEADER, "", ABSENT.format(1), "", ""]
    lines += ['2,a,training.absence,2025-03-01,1,,"一', '二",,', ABSENT.format(3), "", ABSENT.format("bad"), ""]
    tables = year(tmp_path, "")
    tables.ledger[0].write_text(end.join(lines).replace("training.absence,2025-03-01,1,,,,", "no.rule,2025-03-01,1,,,,"), encoding="utf-8", newline="")
    assert refusal(engine, tables, tmp_path) == {("ledger.unknown_rule", row) for row in (5, 9, 11)}


@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("empty", [",,,,,,,,", '"",,,,,,,,', " ,\t,,,\u3000,,,,\u00a0", " ", "\u3000\t", '" "', ",", ",,,,,,,,,,"])
def test_rows_of_empty_cells_are_blank_rows(engine, empty, end, tmp_path):
    """As a sheet has them that was cleared, or is longer than its table."""
    several = '2,a,training.absence,2025-03-01,1,,"一\n,,\n二",,'
    rows = [empty, HEADER, empty, "", ABSENT.format(1), several, empty, empty, ABSENT.format(3), empty, empty]
    tables = year(tmp_path, "")
    tables.ledger[0].write_text(end.join([*rows, ""]), encoding="utf-8", newline="")
    found = points(engine, tables, tmp_path)
    tables.ledger[0].write_text(end.join([HEADER, *map(ABSENT.format, (1, 2, 3)), ""]), encoding="utf-8", newline="")
    assert found == points(engine, tables, tmp_path)
    tables.ledger[0].write_text(end.join([*rows, ""]).replace("training.absence", "no.rule"), encoding="utf-8", newline="")
    assert refusal(engine, tables, tmp_path) == {("ledger.unknown_rule", row) for row in (5, 6, 9)}


def test_a_row_that_is_too_short_is_told_where_it_stands_among_blank_ones(engine, tmp_path):
    rows = ["台账", HEADER, "  ", ABSENT.format(1), "\u3000", "", "2,a", ABSENT.format(3)]
    assert refusal(engine, year(tmp_path, "\n".join([*rows, ""])), tmp_path) == {("bulk.row_width", 7)}


def test_a_blank_line_within_a_cell_is_a_part_of_it(engine, tmp_path):
    def divided(matter):
        rows = [HEADER, *(f'{number},a,training.absence,2025-03-01,1,,"一\n{said}\n二",,' for number, said in ((1, matter), (2, "   "))), " "]
        (folder := tmp_path / f"{len(matter)}").mkdir()
        return points(engine, year(folder, "\n".join([*rows, ""])), tmp_path)

    assert divided("   ") != divided("    ")


def test_blanks_around_a_matter_say_nothing(engine, tmp_path):
    level = next(iter(BOOK.rules["brief.noted"].known_levels() or ("",)))
    row = f"{{}},a,brief.noted,2025-03-01,1,{level},{{}},,\n"
    apart = points(engine, year(tmp_path, f"{HEADER}\n{row.format(1, 'm1')}{row.format(2, 'm1 ')}"), tmp_path)
    (tmp_path / "ledger" / "0.csv").write_text(f"{HEADER}\n{row.format(1, 'm1')}{row.format(2, 'm1')}", encoding="utf-8")
    assert apart == points(engine, tables_in(tmp_path), tmp_path)


def test_rows_of_a_large_file_keep_their_numbers(tmp_path):
    """Files are read in pieces at once; the pieces must not change places."""
    many = 400_000
    tables = year(tmp_path, "\n".join([HEADER, *(f"{number},b,credits.complete,2025-03-01,1,,{'m' * 80},," for number in range(many)), ""]))
    with Duck(PLAN, tmp_path) as run:
        run.views.agree(tables)
        run.views.ledger(tables.ledger)
        assert run.one("SELECT COUNT(*) FROM ledger WHERE CAST(entry AS BIGINT) + 2 = place_row") == many


# --- paths


@pytest.mark.parametrize("suffix", ["csv", "parquet"])
def test_every_letter_of_a_path_stands_for_itself(engine, suffix, tmp_path):
    """A file that was saved once more is called 0[1]; it isn't the file 01, which stands beside it."""
    found = []
    for names, place in ((("0[1]", "01"), tmp_path / "department=b"), (("0", "1"), tmp_path / "plain")):
        place.mkdir(parents=True)
        year(place, "")
        (place / "ledger" / "0.csv").unlink()
        for name, row in zip(names, (ABSENT.format(1), ABSENT.format(2).replace(",a,", ",b,").replace(",1,", ",3,")), strict=True):
            frame = pl.read_csv(f"{HEADER}\n{row}\n".encode(), infer_schema=False)
            getattr(frame, f"write_{suffix}")(place / "ledger" / f"{name}.{suffix}")
        found.append(points(engine, tables_in(place), place))
    assert found[0] == found[1]
    assert found[0]["a"] > found[0]["b"]


# --- types

BOTH = [f"{HEADER}\n1,a,integrity.basic,2025-03-01,1,,,1,\n", f"{HEADER}\n2,a,integrity.basic,2025-04-01,1,,,{{}},\n"]


def amounts(folder, kinds, amount):
    """Two ledger files of one department whose amounts are of those types."""
    folder.mkdir(exist_ok=True)
    tables = year(folder, [BOTH[0], BOTH[1].format(amount)])
    with Duck(PLAN, folder) as run:
        return typed(run, tables, *(f"CAST(amount AS {kind}) AS amount" for kind in kinds))


def test_amounts_of_two_types_are_read_as_what_both_of_them_say(engine, tmp_path):
    tables = amounts(tmp_path, ("INTEGER", "DECIMAL(12, 1)"), "1.5")
    unit = next(node.unit for node in PLAN.nodes if node.code == "integrity")
    assert Fraction(points(engine, tables, tmp_path, "integrity")["a"], unit) == Fraction(BOOK.items["integrity"].full) - Fraction("2.5")


def test_files_of_two_types_are_made_one_for_engines_that_read_by_the_first_ones(tmp_path):
    fine = "DECIMAL(12, 1)"
    alike, unlike = amounts(tmp_path / "alike", (fine, fine), "1.5"), amounts(tmp_path / "unlike", ("INTEGER", fine), "1.5")
    with Duck(PLAN, tmp_path) as run:
        assert run.views.typed(alike).ledger == alike.ledger
        (file,) = run.views.typed(unlike).ledger
        assert run.rows(f"SELECT amount FROM '{file}' ORDER BY amount") == [{"amount": 1}, {"amount": Decimal("1.5")}]


def test_an_amount_that_is_too_fine_in_the_second_file_is_refused(engine, tmp_path):
    tables = amounts(tmp_path, ("DECIMAL(12, 2)", "DECIMAL(12, 4)"), "1.2349")
    assert {code for code, _ in refusal(engine, tables, tmp_path)} == {"bulk.amount_fine"}


def test_days_and_hours_in_two_files_are_days(engine, tmp_path):
    tables = year(tmp_path, [f"{HEADER}\n{ABSENT.format(1)}\n", f"{HEADER}\n{ABSENT.format(2).replace('2025-03-01', '2025-12-31 23:59:00')}\n"])
    with Duck(PLAN, tmp_path) as run:
        tables = typed(run, tables, "CAST(occurred_on AS DATE) AS occurred_on", "CAST(occurred_on AS TIMESTAMP) AS occurred_on")
    assert points(engine, tables, tmp_path)["a"] < points(engine, tables, tmp_path)["b"]


@pytest.mark.parametrize("column", ["level", "matter", "amount", "reverses", "recorded_on"])
@pytest.mark.parametrize("beside", [1, 2])
def test_a_column_in_which_nothing_ever_stood_is_of_no_type_and_empty(engine, beside, column, tmp_path):
    tables = year(tmp_path, [f"{HEADER},recorded_on\n{ABSENT.format(number)},\n" for number in range(beside)])
    usual = points(engine, tables, tmp_path)
    kinds = {"entry": "BIGINT", "matter": "BIGINT", "reverses": "BIGINT", "amount": "DECIMAL(12, 2)", "occurred_on": "DATE", "recorded_on": "DATE"}
    cells = {name: f"CAST(NULLIF({name}, '') AS {kind}) AS {name}" for name, kind in kinds.items()}
    empty = cells | {column: f"NULL AS {column}"}
    with Duck(PLAN, tmp_path) as run:
        tables = typed(run, tables, *(", ".join(each.values()) for each in (empty, cells)[:beside]))
    assert points(engine, tables, tmp_path) == usual


def test_a_year_in_which_no_column_ever_had_a_type_is_empty(engine, tmp_path):
    tables = year(tmp_path, f"{HEADER}\n", goals="department,goal,category,base\n")
    usual = points(engine, tables, tmp_path)
    for name, header in (("ledger/0", HEADER), ("goals", "department,goal,category,base,base_below")):
        pl.DataFrame(schema=dict.fromkeys(header.split(","), pl.Null)).write_parquet(tmp_path / f"{name}.parquet")
        (tmp_path / f"{name}.csv").unlink()
    assert points(engine, tables_in(tmp_path), tmp_path) == usual


def test_a_count_in_which_nothing_stands_is_missing_and_not_one(engine, tmp_path):
    tables = year(tmp_path, f"{HEADER}\n{ABSENT.format(1)}\n")
    with Duck(PLAN, tmp_path) as run:
        tables = typed(run, tables, "NULL AS count")
    assert refusal(engine, tables, tmp_path) == {("bulk.empty", 1)}


@pytest.mark.parametrize(("column", "code"), [("count", "bulk.column_type"), ("amount", "bulk.decimal_type")])
def test_what_decimals_must_be_is_said_of_decimals_alone(engine, column, code, tmp_path):
    tables = year(tmp_path, f"{HEADER}\n{ABSENT.format(1)}\n")
    with Duck(PLAN, tmp_path) as run:
        tables = typed(run, tables, f"CAST(1 AS DOUBLE) AS {column}")
    assert refusal(engine, tables, tmp_path) == {(code, None)}


def test_a_drawn_year_of_a_rulebook_without_levels_or_goals_is_scored(engine, tmp_path):
    books = map(random_book, map(random.Random, range(300)))
    book = next(book for book in books if not book.categories and not any(getattr(rule, "levels", ()) for rule in book.rules.values()))
    generate(tmp_path / "year", Recipe(book, YEAR), Size(20, 10))
    for table in ("ledger", "goals"):
        columns = duckdb.execute(f"DESCRIBE SELECT * FROM '{tmp_path}/year/{table}/*.parquet'").fetchall()
        assert '"NULL"' not in [column[1] for column in columns]
    with engine(compiled(book, YEAR, None, Limits(counted=1000)), tmp_path) as run:
        run.score_files(tables_in(tmp_path / "year"))
        assert len(run.results()) == 20


@pytest.mark.parametrize("moment", ["2025-03-31 23:59:59.999999", "2025-04-01 00:00:00"])
def test_moments_in_one_file_and_words_in_another_are_days(engine, moment, tmp_path):
    """Where a file has texts, moments come as texts with their time behind the day."""
    monthly = ABSENT.replace("2025-03-01", "{}")
    tables = year(tmp_path, [f"{HEADER}\n{monthly.format(1, moment)}\n", f"{HEADER}\n{monthly.format(2, '2025-05-01')}\n"])
    with Duck(PLAN, tmp_path) as run:
        read = f"SELECT * REPLACE (CAST(occurred_on AS TIMESTAMP) AS occurred_on) FROM read_csv('{tables.ledger[0]}', all_varchar = true)"
        run.connection.execute(f"COPY ({read}) TO '{tmp_path}/ledger/0.parquet'")
        tables.ledger[0].unlink()
        run.open_departments(tables_in(tmp_path))
        run.views.ledger(tables_in(tmp_path).ledger)
        days = [row["occurred_on"] for row in run.rows("SELECT occurred_on FROM ledger ORDER BY entry")]
    assert days == [date.fromisoformat(moment[:10]), date(2025, 5, 1)]
    assert points(engine, tables_in(tmp_path), tmp_path)["a"] < points(engine, tables_in(tmp_path), tmp_path)["b"]


@pytest.mark.parametrize("day", ["2025-03-01T00:00:00", "2025-03-01 24:00:00", "2025-03-01 00:00:00+08", "2025-02-29 00:00:00", "2025-03-01 morning"])
def test_what_stands_behind_a_day_and_is_no_time_is_told_of(engine, day, tmp_path):
    tables = year(tmp_path, f"{HEADER}\n{ABSENT.format(1).replace('2025-03-01', day)}\n")
    assert refusal(engine, tables, tmp_path) == {("bulk.bad_day", 2)}


# --- reversals and goals


@pytest.mark.parametrize(("taken", "codes"), [((-2_500_000,), {"ledger.bad_count"}), ((-2_000_000, -3_000_000), set())])
def test_counts_beyond_all_bounds_are_taken_back_as_they_stand(taken, codes, engine, tmp_path):
    rows = [ABSENT.format(1).replace(",1,,,,", ",5000000,,,,")]
    rows += [f"{at},a,training.absence,2025-03-01,{count},,,,1" for at, count in enumerate(taken, 2)]
    tables = year(tmp_path, "\n".join([HEADER, *rows, ""]))
    if codes:
        assert {code for code, _ in refusal(engine, tables, tmp_path)} == codes
    else:
        found = points(engine, tables, tmp_path)
        assert found["a"] == found["b"]


def test_a_reversal_of_an_amount_that_is_too_fine_is_refused_not_compared_cut_off(engine, tmp_path):
    row = "{},a,integrity.basic,2025-03-01,{},,,{},{}"
    tables = year(tmp_path, "\n".join([HEADER, row.format(1, 1, "1.0041", ""), row.format(2, -1, "1.0042", 1), ""]))
    assert ("bulk.amount_fine", 3) in refusal(engine, tables, tmp_path)


def test_a_goal_without_a_number_is_refused(engine, tmp_path):
    tables = year(tmp_path, f"{HEADER}\n{ABSENT.format(1)}\n", goals="department,goal,category,base\na,,key,\n")
    assert ("bulk.goal_empty", 2) in refusal(engine, tables, tmp_path)


@pytest.mark.parametrize("base", ["120000000000/2000000000", "10000000000000000000000000"])
def test_base_points_beyond_what_is_exact_are_refused_and_never_counted_as_nothing(base, engine, tmp_path):
    tables = year(tmp_path, f"{HEADER}\n{ABSENT.format(1)}\n", goals=f"department,goal,category,base\na,k,key,{base}\n")
    assert {code for code, _ in refusal(engine, tables, tmp_path)} & {"bulk.base_fine", "bulk.bad_share"}


def test_base_points_beyond_what_is_exact_are_refused_in_parquet_too(engine, tmp_path):
    year(tmp_path, f"{HEADER}\n{ABSENT.format(1)}\n", goals="department,goal,category,base\na,k,key,1\n")
    with Duck(PLAN, tmp_path) as run:
        goals = tmp_path / "goals.parquet"
        run.connection.execute(f"COPY (SELECT 'a' AS department, 'k' AS goal, 'key' AS category, CAST(1e25 AS DECIMAL(38, 2)) AS base) TO '{goals}'")
    (tmp_path / "goals.csv").unlink()
    assert ("bulk.base_fine", 1) in refusal(engine, tables_in(tmp_path), tmp_path)


@pytest.mark.parametrize("kind", ["VARCHAR", "INTEGER"])
def test_base_points_with_two_divisors_are_refused(engine, kind, tmp_path):
    goals = "department,goal,category,base,base_below\na,k,key,60/2,3\na,l,key,60/2,\na,m,key,60,2\n"
    year(tmp_path, f"{HEADER}\n{ABSENT.format(1)}\n", goals=goals)
    if kind != "VARCHAR":
        duckdb.execute(f"COPY (SELECT * REPLACE (CAST(base_below AS {kind}) AS base_below) FROM '{tmp_path}/goals.csv') TO '{tmp_path}/goals.parquet'")
        (tmp_path / "goals.csv").unlink()
    assert refusal(engine, tables_in(tmp_path), tmp_path) == {("bulk.two_divisors", 2 if kind == "VARCHAR" else 1)}


class Odd(random.Random):
    """Chance that gives every class of goals 7.125 points."""

    def choice(self, among):
        chosen = super().choice(among)
        return "7.125" if list(among) == ["40", "60", "7.5"] else chosen


def test_a_goal_may_have_all_points_of_a_class_written_as_a_fraction(engine, tmp_path):
    book, rule = next((book, rule) for book in map(random_book, map(Odd, range(200))) for rule in book.rules.values() if rule.name == "graded")
    numbers = {code: Decimal(1) for code in book.attributes}
    facts = Facts(
        YEAR, (Department("a", "a", size=5, attributes=numbers),), (Goal("G", "a", rule.category.code, base=Decimal("7.125")),),
        (Entry("1", "a", rule.code, date(YEAR, 3, 1), level="a", goal="G"),),
    )  # fmt: skip
    write_tables(tmp_path / "year", book, facts)
    (tmp_path / "year" / "goals.csv").write_text(f"department,goal,category,base\na,G,{rule.category.code},57/8\n", encoding="utf-8")
    plan = compiled(book, YEAR, None, Limits(counted=1000))
    with engine(plan, tmp_path) as run:
        run.score_files(tables_in(tmp_path / "year"))
        told = differences(run.results(), expected(plan, {"": score(book, facts)}))
    assert not told, first(told)
