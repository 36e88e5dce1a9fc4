"""What one cell means: dates, numbers, yes and no, lists and texts as people really type them."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime, time, timedelta
from typing import Final

from kaohe.engine import Exact, read_number
from kaohe.files.odd import Odd as Odd  # noqa: PLC0414 - what reads cells raises it, and finds it here

#: What a reader hands over: whatever a workbook, a CSV file or JSON can hold.
Cell = str | int | float | bool | date | datetime | time | timedelta | None

_SPACES: Final = re.compile(r"\s+")
_BETWEEN_HAN: Final = re.compile(r"(?<=[\u3400-\u9fff])[ \t]+(?=[\u3400-\u9fff])")
_DATE: Final = re.compile(
    r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*[日号]?(?:[T\s]+\d{1,2}[:时]\d{1,2}.*)?"
)
_MONTH_AND_DAY: Final = re.compile(r"(\d{1,2})月(\d{1,2})[日号]?")
_NUMBER: Final = re.compile(r"([+-]?\d[\d,]*(?:\.\d+)?(?:/\d+)?)(?:人次|班次|[次人项篇件条个名分班期份起])?")
_CODED: Final = re.compile(r"_x([0-9A-Fa-f]{4})_")

#: Day 0 of Excel's calendar, which wrongly has a 29 February 1900; from March 1900 on the count is right.
_DAY_ZERO: Final = date(1899, 12, 30)
#: Serial numbers taken for dates: from 1954 to 2119. Outside it a bare number is more likely a slip than a date.
_SERIALS: Final = range(20_000, 80_000)
#: Workbooks made on old Macs count from 1904.
OFFSET_1904: Final = 1462

YES: Final = frozenset({"是", "√", "✓", "✔", "☑", "对", "有", "y", "yes", "true", "1"})
NO: Final = frozenset({"否", "×", "✗", "✘", "☐", "非", "无", "没有", "不是", "n", "no", "false", "0", "-", "—"})


def is_blank(cell: Cell) -> bool:
    """True for an empty cell and for one of spaces only."""
    return cell is None or (isinstance(cell, str) and not cell.strip())


def shown_cell(cell: Cell) -> str:
    """What was found, short enough for a sentence."""
    if isinstance(cell, float):
        text = _float_text(cell)
    elif isinstance(cell, bool):
        text = "TRUE" if cell else "FALSE"
    else:
        text = _SPACES.sub(" ", str(cell)).strip()
    return text if len(text) <= 40 else text[:39] + "…"


def plain(text: str) -> str:
    """For comparing names: full-width forms made plain, all spaces gone, lower case."""
    if text.isascii():
        return "".join(text.split()).lower()
    return "".join(unicodedata.normalize("NFKC", text).split()).casefold()


def read_text(cell: Cell) -> str:
    """The text, trimmed, its line breaks made plain. A number or a date becomes its plain text."""
    if isinstance(cell, str):
        return cell.replace("\r\n", "\n").replace("\r", "\n").strip()
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "是" if cell else "否"
    if isinstance(cell, float):
        return _float_text(cell)
    if isinstance(cell, datetime):
        return cell.isoformat(" ", "minutes") if (cell.hour, cell.minute) != (0, 0) else cell.date().isoformat()
    return str(cell)


def read_code(cell: Cell) -> str:
    """A number or key by which things are named: full-width forms made plain, no line breaks, single spaces."""
    text = read_text(cell)
    return text if text.isascii() and text.isalnum() else _SPACES.sub(" ", unicodedata.normalize("NFKC", text)).strip()


def read_name(text: str) -> str:
    """A person's or a thing's name: the spaces that spread two-character names (张　三) are taken out."""
    return _BETWEEN_HAN.sub("", _SPACES.sub(" ", text.replace("\u3000", " "))).strip()


def read_list(cell: Cell) -> tuple[str, ...]:
    """Several names in one cell. Where there are line breaks they alone divide, else 、 ， ； and their kin do."""
    text = cell.replace("\r\n", "\n").replace("\r", "\n") if isinstance(cell, str) else read_text(cell)
    parts = text.split("\n") if "\n" in text else re.split(r"[、，,；;]", text)
    return tuple(name for name in map(read_name, parts) if name)


def listed(names: tuple[str, ...]) -> str:
    """The cell's text that read_list reads back as these names."""
    if any(mark in name for name in names for mark in "、，,；;"):
        return "\n".join(names) + ("\n" if len(names) == 1 else "")
    return "、".join(names)


def read_date(cell: Cell, year: int | None = None, *, offset: int = 0) -> date:
    """The day. `year` completes a date without one; `offset` is added to serial numbers. Raises Odd."""
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    if isinstance(cell, bool | time | timedelta) or cell is None:
        raise Odd("files.bad_date", found=shown_cell(cell))
    if isinstance(cell, int | float):
        if cell == cell and abs(cell) < 1e9:
            return _date_of_number(int(cell), offset, cell)
        raise Odd("files.bad_date", found=shown_cell(cell))
    text = unicodedata.normalize("NFKC", cell).strip()
    if text.isdecimal() and text.isascii():
        if len(text) in (5, 8):
            return _date_of_number(int(text), offset, cell)
    elif match := _DATE.fullmatch(text):
        return _day(int(match[1]), int(match[2]), int(match[3]), cell)
    elif match := _MONTH_AND_DAY.fullmatch(_SPACES.sub("", text)):
        if year is None:
            raise Odd("files.date_without_year", found=shown_cell(cell))
        return _day(year, int(match[1]), int(match[2]), cell)
    raise Odd("files.bad_date", found=shown_cell(cell))


def _date_of_number(number: int, offset: int, cell: Cell) -> date:
    if number in _SERIALS:
        return _DAY_ZERO + timedelta(days=number + offset)
    if 19_000_101 <= number <= 21_991_231:
        return _day(number // 10_000, number // 100 % 100, number % 100, cell)
    raise Odd("files.bad_date", found=shown_cell(cell))


def _day(year: int, month: int, day: int, cell: Cell) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise Odd("files.no_such_day", found=shown_cell(cell)) from None


def read_amount(cell: Cell) -> Exact:
    """An exact number; "1.5 分", "－1" and "60/7" are understood. Raises Odd."""
    if isinstance(cell, bool | date | time | timedelta) or cell is None:
        raise Odd("files.bad_number", found=shown_cell(cell))
    text = _float_text(cell) if isinstance(cell, float) else unicodedata.normalize("NFKC", str(cell))
    text = _SPACES.sub("", text).replace("−", "-").replace("–", "-")
    match = _NUMBER.fullmatch(text)
    if not match:
        raise Odd("files.bad_number", found=shown_cell(cell))
    try:
        if len(match[1]) > 40:
            raise ValueError
        return read_number(match[1])
    except ValueError:
        raise Odd("files.long_number", found=shown_cell(cell)) from None


def read_whole(cell: Cell) -> int:
    """A whole number; "3次" and "2 人次" are understood. Raises Odd."""
    try:
        number = read_amount(cell)
    except Odd as odd:
        raise Odd("files.bad_whole", **odd.values) from None
    if number.as_integer_ratio()[1] != 1:
        raise Odd("files.bad_whole", found=shown_cell(cell))
    return int(number)


def read_yes_no(cell: Cell) -> bool:
    """是, √, yes … and their opposites. Raises Odd."""
    if isinstance(cell, bool):
        return cell
    word = plain(read_text(cell))
    if word in YES:
        return True
    if word in NO:
        return False
    raise Odd("files.bad_yes_no", found=shown_cell(cell))


def _float_text(number: float) -> str:
    """As Excel shows it: fifteen digits, so that 0.1 + 0.2 is 0.3 again; never an exponent where avoidable."""
    if number != number or number in (float("inf"), float("-inf")):
        return str(number)
    if number == int(number) and abs(number) < 1e15:
        return str(int(number))
    return format(number, ".15g")
