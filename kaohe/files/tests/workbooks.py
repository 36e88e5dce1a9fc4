"""Makes workbooks for the tests the way people's workbooks look: any rows, merges, hidden rows, formulas."""

from __future__ import annotations

import io
import zipfile
from datetime import date, datetime
from functools import cache
from pathlib import Path

from xlsxwriter import Workbook

from kaohe.engine import load_folder
from kaohe.files import reading

RULEBOOK = Path(__file__).parents[3] / "rulebooks" / "shinan-finance-2005"

YEAR = [["考核年度", 2025]]
GOALS = [
    ["目标编号", "科室", "类别", "目标名称", "基本分"],
    ["Z-1", "预算科", "重点业务目标", "编制年度预算", "60/7"],
    ["Y-1", "预算科", "业务目标", "预算公开", 12],
]
HEADER = ["科室", "发生日期", "事项名称", "数量"]


@cache
def rulebook():
    """The founding rulebook."""
    found = load_folder(RULEBOOK).rulebook
    assert found is not None
    return found


class Formula(str):
    """A cell with a formula; `value` is its saved result."""

    value: object = None


def failing(text: str) -> Formula:
    """A formula that fails."""
    formula = Formula(text)
    formula.value = "#REF!"
    return formula


def read_facts(path, rules, **how):
    """The room's own reader; untyped, so that tests may look into facts that are there."""
    return reading.read_facts(path, rules, **how)


def book(path, sheets, *, merges=None, hidden_rows=None, hidden_columns=None, hidden_sheets=(), from_1904=False):
    """An .xlsx file with these rows; a merged range keeps the value of its first cell."""
    workbook = Workbook(str(path), {"date_1904": from_1904, "strings_to_formulas": False})
    day = workbook.add_format({"num_format": "yyyy-mm-dd"})
    for name, rows in sheets.items():
        sheet = workbook.add_worksheet(name)
        for number, row in enumerate(rows):
            for at, cell in enumerate(row):
                if isinstance(cell, Formula):
                    sheet.write_formula(number, at, str(cell), None, cell.value if cell.value is not None else "")
                elif isinstance(cell, date):
                    sheet.write_datetime(number, at, datetime(cell.year, cell.month, cell.day), day)  # noqa: DTZ001
                elif cell is not None:
                    sheet.write(number, at, cell)
        for span in (merges or {}).get(name, ()):
            _merge(sheet, span, rows)
        for number in (hidden_rows or {}).get(name, ()):
            sheet.set_row(number - 1, None, None, {"hidden": True})
        for letter in (hidden_columns or {}).get(name, ()):
            sheet.set_column(f"{letter}:{letter}", None, None, {"hidden": True})
        if name in hidden_sheets:
            sheet.hide()
    workbook.close()
    return path


def _merge(sheet, span, rows):
    """XlsxWriter rewrites the whole range, so its first value is given again."""
    from xlsxwriter.utility import xl_cell_to_rowcol

    row, column = xl_cell_to_rowcol(span.partition(":")[0])
    sheet.merge_range(span, rows[row][column])


def entries(path, *rows, header=None, **how):
    """What is read from a workbook with these rows of 考核记录 below a header."""
    sheets = {"年度": YEAR, "目标": GOALS, "考核记录": [header or HEADER, *rows], "划档": []}
    return read_facts(book(path / "facts.xlsx", sheets, **how), rulebook())


def one(read):
    """The only entry; fails with the problems where there is none."""
    assert read.facts is not None, told(read)
    (entry,) = read.facts.entries
    return entry


def told(read, language="zh"):
    """Every problem as people read it."""
    return [problem.message(language) for problem in read.problems]


def codes(read):
    """The codes of the problems."""
    return [problem.code for problem in read.problems]


def repacked(path, changes, target, compress=zipfile.ZIP_DEFLATED):
    """A copy of the package with these parts put in, changed or (None) left out."""
    with zipfile.ZipFile(path) as source:
        parts = {name: source.read(name) for name in source.namelist()}
    parts.update({name: content for name, content in changes.items() if content is not None})
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", compress) as package:
        for name, content in parts.items():
            if changes.get(name, b"") is not None:
                package.writestr(name, content)
    target.write_bytes(buffer.getvalue())
    return target


def part(path, name):
    """The text of one part of the package."""
    with zipfile.ZipFile(path) as package:
        return package.read(name).decode()
