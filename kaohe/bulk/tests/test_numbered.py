"""A year whose departments and entries are numbers, in Parquet: what lies beyond the numbers there are is found, and no number wraps round."""

import duckdb
import pytest

from kaohe.bulk.tables import tables_in
from kaohe.bulk.tests.handmade import BOOK, points, refusal

#: 2.5 times all that 128 bits tell apart, and two points: in hundredths it would wrap round to these two.
HUGE = (25 * 2**128 + 200) // 100


def year(folder, *rows, departments=(5, 6, 7), amounts="DECIMAL(12, 2)"):
    """Rows of entry, department, rule, count, amount and reverses, in files of those types."""
    told = ", ".join(f"({entry}, {department}, '{rule}', DATE '2025-03-01', {rest})" for entry, department, rule, rest in rows)
    keys = "CAST(entry AS BIGINT) AS entry, CAST(department AS INTEGER) AS department, rule, occurred_on, CAST(count AS INTEGER) AS count"
    typed = f"SELECT {keys}, CAST(amount AS {amounts}) AS amount, CAST(reverses AS BIGINT) AS reverses"
    duckdb.sql(f"COPY ({typed} FROM (VALUES {told}) l(entry, department, rule, occurred_on, count, amount, reverses)) TO '{folder}/ledger.parquet'")
    own = ", ".join(f"({department}, 9, {', '.join('4' for _ in BOOK.attributes)})" for department in departments)
    duckdb.sql(f"COPY (FROM (VALUES {own}) d(department, size, {', '.join(BOOK.attributes)})) TO '{folder}/departments.parquet'")
    return tables_in(folder)


def absence(entry, department, rest="1, NULL, NULL"):
    return entry, department, "training.absence", rest


@pytest.mark.parametrize("departments", [(5, 6, 7), (5, 6, 8)], ids=["without a gap", "with a gap"])
@pytest.mark.parametrize("stranger", [4, 9, -7])
def test_a_department_below_or_above_all_others_is_nobody(stranger, departments, engine, tmp_path):
    tables = year(tmp_path, absence(1, 5), absence(2, departments[-1]), absence(3, stranger), departments=departments)
    assert refusal(engine, tables, tmp_path) == {("ledger.unknown_department", 3)}


def test_a_department_in_a_gap_is_nobody(engine, tmp_path):
    tables = year(tmp_path, absence(1, 5), absence(2, 8), absence(3, 7), departments=(5, 6, 8))
    assert refusal(engine, tables, tmp_path) == {("ledger.unknown_department", 3)}


def test_the_first_and_the_last_department_are_somebody(engine, tmp_path):
    tables = year(tmp_path, absence(1, 5), absence(2, 7), absence(3, 7))
    assert points(engine, tables, tmp_path, "training") == {5: 6, 6: 7, 7: 5}


def test_an_amount_beyond_all_measure_is_not_taken_for_two_points(engine, tmp_path):
    tables = year(tmp_path, (1, 5, "integrity.basic", "1, 2, NULL"), (2, 6, "integrity.basic", f"1, {HUGE}, NULL"), amounts="DECIMAL(38, 0)")
    assert refusal(engine, tables, tmp_path) == {("bulk.amount_fine", 2)}


def test_a_reversal_is_nothing_that_could_be_taken_back(engine, tmp_path):
    tables = year(tmp_path, absence(1, 5), absence(2, 5, "-1, NULL, 1"), absence(3, 5, "-1, NULL, 2"))
    assert refusal(engine, tables, tmp_path) == {("ledger.reversal_without_original", 3)}


@pytest.mark.parametrize("at_once", [2, 4])
def test_a_number_stands_twice_whether_both_rows_are_read_at_once_or_not(at_once, engine, tmp_path, monkeypatch):
    monkeypatch.setattr("kaohe.bulk.polars.ledger.ROWS", at_once)
    tables = year(tmp_path, absence(1, 5), absence(2, 5), absence(2, 6), absence(3, 6))
    assert refusal(engine, tables, tmp_path) == {("ledger.duplicate_id", 2), ("ledger.duplicate_id", 3)}
