"""Ready texts become cells: a number where it is one, with the places it was written with, and a text everywhere else."""

import io
import zipfile
from datetime import date, datetime
from decimal import Decimal

import pytest
from python_calamine import CalamineWorkbook

from kaohe.files.ready_tables import ready_sheet, typed
from kaohe.files.table_workbook import write_table_workbook

#: A cell of a spreadsheet knows no time zone.
HALF_PAST = datetime(2026, 1, 9, 17, 30)  # noqa: DTZ001


@pytest.mark.parametrize(
    ("text", "cell"),
    [("95.29", Decimal("95.29")), ("0", 0), ("12", 12), ("-1.5", Decimal("-1.5")), ("−8", -8), ("+2", 2), ("0.00", Decimal("0.00")),
     ("60%", Decimal("0.60")), ("33.3%", Decimal("0.333")), ("12,345.60", Decimal("12345.60")), ("−1,200", -1200),
     ("2026-01-09", date(2026, 1, 9)), ("2026-01-09 17:30", HALF_PAST)],
)
def test_a_figure_becomes_its_number(text, cell):
    assert (typed(text), type(typed(text))) == (cell, type(cell))


@pytest.mark.parametrize(
    "text", ["—", "", "007", "1e5", "12.", ".5", "=1+1", "--1", "1 000", "1,00", "１２", "2026-02-30", "2026-1-9", "4月25日", "1234567890123", "1.1234567"]
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


def test_days_amounts_and_parts_of_a_hundred_are_what_they_are():
    content = written([("2026-01-09", "12,345.60", "60%"), ("2026-01-09 17:30", "0.00", "—")])
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        styles = packed.read("xl/styles.xml").decode()
    assert 'formatCode="yyyy-mm-dd"' in styles
    assert 'formatCode="yyyy-mm-dd hh:mm"' in styles
    rows = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_name("甲").to_python()[4:]
    assert rows == [[date(2026, 1, 9), 12345.6, 0.6], [HALF_PAST, 0.0, "—"]]


def test_where_a_part_of_a_hundred_stands_among_other_numbers_it_stays_as_written():
    rows = CalamineWorkbook.from_filelike(io.BytesIO(written([("甲", "60%", "1"), ("乙", "3", "2")]))).get_sheet_by_name("甲").to_python()[4:]
    assert rows == [["甲", "60%", 1.0], ["乙", 3.0, 2.0]]
