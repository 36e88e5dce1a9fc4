"""Any table as a workbook: typed, ready for paper, with its picture."""

import io
import zipfile
from decimal import Decimal
from fractions import Fraction

import pytest
from python_calamine import CalamineWorkbook

from kaohe.files.table_workbook import Sheet, write_table_workbook
from kaohe.files.tables import Table

TABLE = Table(
    ("名次", "科室", "业务工作", "总分"),
    ((1, "预算科", Decimal("56.49"), Decimal("95.29")), (2, "=1+1", Fraction(60, 7), None), ("—", "采购办", Decimal(0), Decimal("71.4"))),
)
#: The smallest picture there is: one black point.
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
    "1f15c4890000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
)


def written(*sheets, language="zh"):
    target = io.BytesIO()
    write_table_workbook(target, sheets, year=2025, language=language)
    return target.getvalue()


def rows(content):
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    return book.get_sheet_by_name(book.sheet_names[0]).to_python(skip_empty_area=False)


def part(content, name):
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        return packed.read(name).decode()


def test_the_same_figures_stand_in_the_same_order_and_are_numbers():
    found = rows(written(Sheet("总表", "2025年度得分", TABLE, about="截至年末")))
    assert found[0][0] == "2025年度得分"
    assert found[1][0] == "截至年末"
    assert found[3] == list(TABLE.header)
    assert found[4] == [1, "预算科", 56.49, 95.29]
    assert found[5] == [2, "=1+1", pytest.approx(60 / 7), "待定"]
    assert found[6] == ["—", "采购办", 0, 71.4]


def test_it_prints_on_a4_with_its_head_on_every_page_and_page_x_of_y():
    content = written(Sheet("总表", "题", TABLE))
    sheet, book = part(content, "xl/worksheets/sheet1.xml"), part(content, "xl/workbook.xml")
    assert 'paperSize="9"' in sheet
    assert 'fitToHeight="0"' in sheet
    assert "第 &amp;P 页 / 共 &amp;N 页" in sheet
    assert "_xlnm.Print_Titles" in book
    assert "$4:$4" in book


def test_a_wide_table_lies():
    wide = Table(tuple(f"第{number}列" for number in range(9)), ())
    assert 'orientation="landscape"' in part(written(Sheet("宽", "题", wide)), "xl/worksheets/sheet1.xml")


def test_a_picture_stands_under_its_table_with_its_words():
    content = written(Sheet("总表", "题", TABLE, picture=PNG, words="预算科最高"))
    assert 'descr="预算科最高"' in part(content, "xl/drawings/drawing1.xml")


def test_names_that_are_alike_are_told_apart():
    content = written(Sheet("甲/乙", "题", TABLE), Sheet("甲 乙", "题", TABLE), Sheet("😀" * 40, "题", TABLE))
    names = CalamineWorkbook.from_filelike(io.BytesIO(content)).sheet_names
    assert names == ["甲 乙", "甲 乙 (2)", "😀" * 15]


def test_the_same_table_gives_the_same_bytes():
    assert written(Sheet("总表", "题", TABLE)) == written(Sheet("总表", "题", TABLE))


def test_a_table_without_rows_is_a_head():
    assert rows(written(Sheet("空", "题", Table(("甲",), ()))))[3] == ["甲"]
