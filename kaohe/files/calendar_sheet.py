"""The working days of a year as a small table: read from a workbook or CSV, and written for people to fill in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any, BinaryIO, Final, NamedTuple

from kaohe.days.calendar import Calendar, Day, Kind, is_weekday
from kaohe.engine import ERROR, Place, Problem, Said, phrase, register
from kaohe.files.cells import Cell, Odd, is_blank, plain, shown_cell
from kaohe.files.columns import DATE, TEXT, Column, Sheet
from kaohe.files.findings import Findings
from kaohe.files.grids import Grid, grids_of
from kaohe.files.rows import Row
from kaohe.files.safe_cells import writable
from kaohe.files.sheets import Record, records

WEEKDAYS: Final = (
    ("星期一", "Monday"), ("星期二", "Tuesday"), ("星期三", "Wednesday"), ("星期四", "Thursday"),
    ("星期五", "Friday"), ("星期六", "Saturday"), ("星期日", "Sunday"),
)  # fmt: skip

register(
    {
        "files.calendar.title": ("{year} 年节假日和调休安排", "Holidays and made-up working days of {year}"),
        "files.calendar.how": (
            "按国务院办公厅通知填写：放假的日子填“休息日”，周末上班的日子填“调休上班”；普通周末不用填。",
            "Fill in from the State Council's notice: holidays as “rest”, weekend days worked as “made-up”; ordinary weekends are left out.",
        ),
        "files.calendar.mend": (
            "红底的行照“失败原因”改正；其余各行一并带回，因为一年的日历是整份导入的。改好后把这个文件上传。",
            "Mend the tinted rows as their reasons say; the others came along because a year is loaded whole. Upload this file when done.",
        ),
        "files.calendar.kind": (
            "“{found}”不是日子的类型。请填：休息日、调休上班 或 工作日。",
            "“{found}” is no kind of day. Fill in: rest, made-up or work.",
        ),
        "files.calendar.backwards": (
            "截止日期 {until} 早于起始日期 {day}。请对调或改正。",
            "The last day {until} is before the first, {day}. Swap or mend them.",
        ),
        "files.calendar.long": (
            "从 {day} 到 {until} 超过 {most} 天，不像一个假期。请核对日期。",
            "From {day} to {until} is more than {most} days, which is no holiday. Check the dates.",
        ),
        "files.calendar.outside": (
            "{day} 不属于 {year} 年（含上年十二月）。请核对日期，或另选年份导入。",
            "{day} doesn't belong to {year} (or the December before). Check it, or load it with its own year.",
        ),
        "files.calendar.twice": (
            "{day} 出现了两次，说法不同：{first}，{second}。请只留一种。",
            "{day} stands twice, as {first} and as {second}. Keep one of them.",
        ),
        "files.calendar.idle": (
            "{day} 是{weekday}，本来就要上班，不是“调休上班”。请核对日期。",
            "{day} is a {weekday} and worked anyway; it is no made-up day. Check the date.",
        ),
        "files.calendar.empty": ("文件里没有一行日期。请检查是否选对了文件。", "The file holds no day at all. Check whether it is the right one."),
        "files.day.work": ("工作日", "work"),
        "files.day.rest": ("休息日", "rest"),
        "files.day.made_up": ("调休上班", "made-up"),
    }
)  # fmt: skip

register({f"files.weekday.{number}": words for number, words in enumerate(WEEKDAYS)})

#: The longest holiday so far had eight days; a slip of the year would have hundreds.
LONGEST: Final = 31

#: The column that a returned table has in addition; it is passed over when it comes back.
REASON: Final = Column("reason", "失败原因", "Why it failed", TEXT, rare=True, width=56)

#: Rows that people fill in.
LAST_ROW: Final = 202

#: How people write the kinds, beside the words that we print.
_KINDS: Final = {
    Kind.REST: ("休息日", "休息", "休", "放假", "放假日", "节假日", "法定节假日", "假", "rest", "holiday", "off"),
    Kind.MADE_UP: ("调休上班", "调休", "上班", "班", "补班", "调班", "made-up", "made_up", "madeup"),
    Kind.WORK: ("工作日", "正常上班", "工作", "work", "workday"),
}

SHEET: Final = Sheet(
    "calendar", "工作日历", "Calendar",
    (
        Column("day", "日期", "Day", DATE, ("起始日期", "开始日期", "起", "放假日期", "首日"), True, merges=False, width=14,
               hint=("日期，如 2027-01-01", "a date such as 2027-01-01")),
        Column("until", "至", "Until", DATE, ("截止日期", "结束日期", "止", "末日"), merges=False, width=14,
               hint=("连续几天时填最后一天，留空为一天", "the last day of several; empty for one day")),
        Column("kind", "类型", "Kind", TEXT, ("类别", "性质", "安排"), True, width=14,
               hint=("休息日、调休上班 或 工作日", "rest, made-up or work")),
        Column("name", "名称", "Name", TEXT, ("节日", "假期", "节假日名称", "说明"), width=16,
               hint=("节日名称，如 元旦", "the holiday's name")),
        REASON,
    ),
    ("日历", "节假日", "放假安排", "节假日安排", "sheet1"),
)  # fmt: skip


class ReadRow(NamedTuple):
    """One row as it was typed, and what is wrong with it."""

    cells: Mapping[str, Cell]
    problems: tuple[Problem, ...] = ()


class CalendarRead(NamedTuple):
    """The days, and what is odd about them; no days at all as soon as one thing must be mended.

    rows  every row of the table in its order, for giving the table back with its mistakes marked
    """

    days: tuple[Day, ...]
    problems: tuple[Problem, ...]
    rows: tuple[ReadRow, ...] = ()

    @property
    def failed(self) -> int:
        """How many rows must be mended."""
        return sum(bool(row.problems) for row in self.rows)


def read_calendar(data: bytes, file: str, year: int) -> CalendarRead:
    """The days of that year (and of the December before) from an .xlsx workbook or a CSV. Never raises over what it reads."""
    findings = Findings()
    found: dict[date, Day] = {}
    rows: list[Record] = []
    try:
        for grid in grids_of(data, file):
            for record in records(grid, SHEET, _name(grid, file), findings):
                rows.append(record)
                _take(record, year, findings, found)
    except Odd as odd:
        findings.odd(odd, Place(file))
    if not found and not findings.broken:
        findings.error("files.calendar.empty", Place(file))
    days = tuple(found[day] for day in sorted(found))
    problems = findings.problems()
    return CalendarRead(() if findings.broken else days, problems, tuple(_row(each, problems) for each in rows))


def _row(record: Record, problems: tuple[Problem, ...]) -> ReadRow:
    """The row with what was found in its line of its sheet."""
    told = tuple(each for each in problems if each.severity == ERROR and each.place == replace(record.place(), column=each.place.column))
    return ReadRow({column.field: record.cells.get(column.field) for column in SHEET.columns if column is not REASON}, told)


def _name(grid: Grid, file: str) -> str:
    return "" if file.lower().endswith(".csv") else grid.sheet


def _take(record: Record, year: int, findings: Findings, found: dict[date, Day]) -> None:
    row = Row(record, SHEET, findings, year)
    first, until, name, written = row.day("day"), row.day("until"), row.text("name"), row.text("kind")
    kind = _kind(written)
    if written and kind is None:
        row.wrong("files.calendar.kind", "kind", found=shown_cell(written))
    if first is None or kind is None or not row.sound:
        return
    last = until or first
    if last < first:
        row.wrong("files.calendar.backwards", "until", day=first, until=last)
    elif (last - first).days >= LONGEST:
        row.wrong("files.calendar.long", "until", day=first, until=last, most=LONGEST)
    else:
        for day in _days(first, last):
            _take_day(Day(day, kind, name), year, row, found)


def _take_day(day: Day, year: int, row: Row, found: dict[date, Day]) -> None:
    if not (day.day.year == year or (day.day.year == year - 1 and day.day.month == 12)):
        row.wrong("files.calendar.outside", "day", day=day.day, year=year)
    elif day.kind == Kind.MADE_UP and is_weekday(day.day):
        row.wrong("files.calendar.idle", "kind", day=day.day, weekday=Said(f"files.weekday.{day.day.weekday()}"))
    elif day.day in found and found[day.day].kind != day.kind:
        first, second = (Said(f"files.day.{each.kind}") for each in (found[day.day], day))
        row.wrong("files.calendar.twice", "day", day=day.day, first=first, second=second)
    else:
        found.setdefault(day.day, day)


def _kind(written: str) -> Kind | None:
    word = plain(written)
    return next((kind for kind, words in _KINDS.items() if word in map(plain, words)), None)


def _days(first: date, last: date) -> Iterator[date]:
    return (first + timedelta(days=number) for number in range((last - first).days + 1))


def differing(calendar: Calendar, year: int) -> tuple[Day, ...]:
    """The days of that year that the calendar speaks of, in order: what the table of the year lists."""
    return tuple(day for _, day in sorted(calendar.days.items()) if day.day.year == year)


def write_calendar(target: BinaryIO, year: int, days: tuple[Day, ...] = (), language: str = "zh") -> None:
    """Write the table of a year as a workbook, to be filled in or read back: the same days give the same bytes."""
    rows: list[Mapping[str, Cell]] = [
        {"day": day.day, "kind": phrase(f"files.day.{day.kind}", language), "name": day.name} for day in days
    ]
    _write(target, year, rows, language, "files.calendar.how")


def write_back(target: BinaryIO, year: int, rows: Sequence[Mapping[str, Cell]], language: str = "zh") -> None:
    """Write a table with mistakes back to whoever typed it: all its rows, because a year is loaded whole, the wrong ones tinted.

    rows  cells by field; the reason, where there is one, stands in REASON's field
    """
    _write(target, year, rows, language, "files.calendar.mend", back=True)


def _write(
    target: BinaryIO, year: int, rows: Sequence[Mapping[str, Cell]], language: str, how: str, *, back: bool = False
) -> None:
    from xlsxwriter import Workbook

    workbook = Workbook(target, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    title = phrase("files.calendar.title", language, {"year": year})
    workbook.set_properties({"title": title, "created": _fixed(year)})
    sheet = workbook.add_worksheet(SHEET.title(language))
    head = workbook.add_format({"bold": True, "bg_color": "#1E4E6B", "font_color": "#FFFFFF", "border": 1})
    needed = workbook.add_format({"bold": True, "bg_color": "#B45309", "font_color": "#FFFFFF", "border": 1})
    dates = workbook.add_format({"num_format": "yyyy-mm-dd", "align": "left"})
    wrong = workbook.add_format({"num_format": "yyyy-mm-dd", "align": "left", "bg_color": "#FDECEA", "text_wrap": True})
    sheet.write_string(0, 0, title, workbook.add_format({"bold": True, "font_size": 14}))
    sheet.write_string(1, 0, phrase(how, language), workbook.add_format({"font_color": "#6B7280"}))
    columns = [column for column in SHEET.columns if back or not column.rare]
    for at, column in enumerate(columns):
        sheet.set_column(at, at, column.width, dates if column.kind == DATE else None)
        sheet.write_string(2, at, column.title(language), needed if column.required else head)
        if column is not REASON:
            sheet.data_validation(3, at, LAST_ROW, at, _validation(column, language))
    for number, row in enumerate(rows, 3):
        tint = wrong if row.get(REASON.field) else None
        for at, column in enumerate(columns):
            _write_cell(sheet, number, at, row.get(column.field), tint or (dates if column.kind == DATE else None))
    sheet.freeze_panes(3, 0)
    workbook.close()


def _write_cell(sheet: Any, row: int, at: int, cell: Cell, look: Any) -> None:
    """A date as a date, everything else as the text that it was; nothing where there was nothing."""
    if isinstance(cell, date):
        sheet.write_datetime(row, at, _fixed(cell.year, cell.month, cell.day), look)
    elif not is_blank(cell):
        sheet.write_string(row, at, writable(shown_cell(cell) if not isinstance(cell, str) else cell), look)


def _validation(column: Column, language: str) -> dict[str, object]:
    """What a cell of that column offers and says when somebody stands on it."""
    said: dict[str, object] = {"input_title": column.title(language), "input_message": column.told(language)}
    if column.field != "kind":
        return {"validate": "any", **said}
    kinds = [phrase(f"files.day.{kind}", language) for kind in (Kind.REST, Kind.MADE_UP, Kind.WORK)]
    return {"validate": "list", "source": kinds, **said}


def _fixed(year: int, month: int = 1, day: int = 1) -> object:
    """A day as the library takes it; a fixed one for the file's own date, so that equal tables give equal files."""
    from datetime import datetime

    return datetime(year, month, day)  # noqa: DTZ001 - a day on paper has no zone
