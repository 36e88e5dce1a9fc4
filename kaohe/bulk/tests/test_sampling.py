"""What an engine wrote, held against the engine itself: one wrong figure is found, and named by its department and column."""

import duckdb
import pytest

from kaohe.bulk.duck import Duck
from kaohe.bulk.sampling import compared, sampled
from kaohe.bulk.tests.handmade import ABSENT, HEADER, PLAN, year

#: Two bureaus of two departments; b was absent from training once, c twice.
DEPARTMENTS = "department,bureau,size,brief_quota\na,甲局,9,4\nb,甲局,9,4\nc,乙局,9,4\nd,乙局,9,4\n"
LEDGER = "\n".join([HEADER, *(ABSENT.format(number).replace(",a,", f",{department},") for number, department in enumerate("bcc")), ""])


def differing(folder, altered="*", number=4):
    """How many departments of a sample were compared, and what is otherwise where results are altered before they are."""
    tables = year(folder, LEDGER, departments=DEPARTMENTS)
    with Duck(PLAN, folder) as duck:
        duck.score_files(tables)
        duck.write(folder / "right.parquet", {})
        duckdb.sql(f"COPY (SELECT {altered} FROM read_parquet('{folder}/right.parquet')) TO '{folder}/written.parquet'")
        found = compared(duck, sampled(duck, tables, number), folder / "written.parquet")
    return found.departments, [(department, column) for department, column, _, _ in found.differences]


def test_what_was_written_right_differs_nowhere(tmp_path):
    assert differing(tmp_path) == (4, [])


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("points/training", "6.01"), ("exact/training", '"exact/training" + 1'), ("exact/training", "NULL"), ("open/total", "1"),
        ("rank/total", "3"), ("outside/total", "'bar'"), ("bureau", "'乙局'"),
    ],
)  # fmt: skip
def test_one_wrong_figure_is_found_in_its_department_and_column(column, value, tmp_path):
    wrong = f"CASE WHEN department = 'b' THEN {value} ELSE \"{column}\" END AS \"{column}\""
    assert differing(tmp_path, f"* REPLACE ({wrong})") == (4, [("b", column)])


def test_a_department_that_was_not_written_differs_in_all_that_it_has(tmp_path):
    departments, differences = differing(tmp_path, "* REPLACE (nullif(department, 'b') AS department)")
    assert departments == 4
    assert {department for department, _ in differences} == {"b"}
    assert {"bureau", "points/training", "exact/training"} <= {column for _, column in differences}


@pytest.mark.parametrize(("number", "departments"), [(0, 0), (1, 2), (2, 2), (3, 4), (9, 4)])
def test_bureaus_are_taken_whole_until_there_are_enough(number, departments, tmp_path):
    assert differing(tmp_path, number=number) == (departments, [])
