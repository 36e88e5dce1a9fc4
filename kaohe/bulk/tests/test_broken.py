"""A file that can't be read to its end, or that says of itself what isn't so, is named when an engine has stumbled."""

import duckdb

from kaohe.bulk.broken import broken
from kaohe.bulk.duck import USUAL


def departments(file):
    """A table of three large numbers, as they are."""
    duckdb.sql(f"COPY (SELECT CAST(1000000 + n AS INTEGER) AS department, 'x' AS \"a \"\"b\" FROM range(1, 4) r(n)) TO '{file}' (COMPRESSION uncompressed)")
    return file


def test_a_whole_file_is_not_blamed(tmp_path):
    none = tmp_path / "none.parquet"
    duckdb.sql(f"COPY (SELECT 'nan'::DOUBLE AS ratio, -0.0::DOUBLE AS nothing, INTERVAL 3 DAY AS took) TO '{none}'")
    assert broken([departments(tmp_path / "whole.parquet"), none, tmp_path / "ledger.csv"], USUAL, tmp_path) == []


def test_a_file_cut_off_is_named(tmp_path):
    file = departments(tmp_path / "half.parquet")
    file.write_bytes(file.read_bytes()[:-20])
    assert [(problem.code, problem.place.file) for problem in broken([file], USUAL, tmp_path)] == [("bulk.unreadable", str(file))]


def test_a_file_whose_values_are_not_those_that_it_states_is_named_with_the_column(tmp_path):
    file = departments(tmp_path / "false.parquet")
    two, nine = ((number).to_bytes(4, "little") for number in (1000002, 9000002))
    file.write_bytes(file.read_bytes().replace(two, nine, 1))
    told = broken([file], USUAL, tmp_path)[0].message("en")
    assert "least and largest values" in told
    assert "(department)" in told
