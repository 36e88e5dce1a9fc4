"""Ready texts become cells: a number where it is one, with the places it was written with, and a text everywhere else."""

import io
import zipfile
from decimal import Decimal

import pytest
from python_calamine import CalamineWorkbook

from kaohe.files.ready_tables import ready_sheet, typed
from kaohe.files.table_workbook import write_table_workbook


@pytest.mark.parametrize(
    ("text", "cell"),
    [("95.29", Decimal("95.29")), ("0", 0), ("12", 12), ("-1.5", Decimal("-1.5")), ("−8", -8), ("+2", 2), ("0.00", Decimal("0.00"))],
)
def test_a_figure_becomes_its_number(text, cell):
    assert (typed(text), type(typed(text))) == (cell, type(cell))


@pytest.mark.parametrize(
    "text", ["—", "", "007", "1e5", "12.", ".5", "60%", "=1+1", "--1", "1 000", "１２", "2026-01-09", "4月25日", "1234567890123", "1.1234567"]
)
def test_everything_else_stays_what_it_is(text):
    assert typed(text) == text


def written(rows):
    target = io.BytesIO()
    write_table_workbook(target, [ready_sheet("甲", "乙", ("科室", "得分", "较上季"), rows)], year=2025)
    return target.getvalue()


def test_a_column_is_written_as_on_paper():
    content = written([("预算科", "15.00", "+2"), ("综合科", "—", "−8"), ("=1+1", "12.50", "0")])
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    assert book.get_sheet_by_name("甲").to_python()[4:] == [["预算科", 15.0, 2.0], ["综合科", "—", -8.0], ["=1+1", 12.5, 0.0]]
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        assert '"+0;-0;0"' in packed.read("xl/styles.xml").decode()
        assert "<f>" not in packed.read("xl/worksheets/sheet1.xml").decode()


def test_two_places_stay_two_where_the_figures_are_whole():
    with zipfile.ZipFile(io.BytesIO(written([("预算科", "15.00", "0")]))) as packed:
        styles = packed.read("xl/styles.xml").decode()
    assert 'formatCode="0.00"' in styles
