"""Writes departments and people as a workbook that reads back as the same: the template, the export, the rows that failed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, BinaryIO, Final, NamedTuple

from kaohe.engine import Department, Exact, Rulebook, phrase, register, shown
from kaohe.files.cells import listed
from kaohe.files.columns import DATE, WHOLE, YES_NO, Column, Sheet
from kaohe.files.guard import letters
from kaohe.files.roster import PEOPLE_SHEET, REASON, Roster, department_sheet, typed
from kaohe.files.score_workbook.style import DEEP, MUTED, Styles
from kaohe.files.sheets import Record

Written = str | int | Decimal | date | None

#: Rows that drop-downs and formats reach.
FILLABLE: Final = 1000
_REQUIRED, _OPTIONAL = "#B45309", "#1E4E6B"
_EXAMPLE: Final = "#F1F5F9"

register(
    {
        "files.roster.guide": (
            "橙色表头的列必填。缺整列表示不改；现有人员按账号（没有账号时按姓名）对应，只写有变化的也可以，不在表中的人员不动。",
            "Columns with orange headers must be filled in. A column left out changes nothing; people are known by login, "
            "else by name; whoever isn't listed stays as they are.",
        ),
        "files.roster.departments": (
            "每行一个科室，行的次序就是规定的顺序。代码定下后不再改；新科室可留空，由系统按拼音拟定。",
            "One department a row, in the decreed order. A code stands for good; a new department may leave it empty.",
        ),
        "files.roster.people": (
            "每行一人。局领导不填科室，分管领导在“分管科室”中填所分管的科室。",
            "One person a row. Leaders have no department; deputy directors list those they supervise.",
        ),
        "files.roster.choices": ("选项", "Choices"),
        "files.roster.example": ("示例", "Example"),
    }
)


class PersonCells(NamedTuple):
    """A person as the sheet holds them, in names that people read."""

    name: str
    login: str
    department: str
    title: str
    roles: tuple[str, ...]
    supervises: tuple[str, ...]
    since: date | None
    email: str = ""


class SheetOf(NamedTuple):
    """One sheet to write: its columns and rows, and the example row of the template."""

    sheet: Sheet
    columns: tuple[Column, ...]
    rows: Sequence[Sequence[Written]]
    example: Sequence[str] = ()


def write_roster(
    target: BinaryIO, departments: Iterable[Department], people: Iterable[PersonCells], roles: Sequence[str], *,
    rulebook: Rulebook | None = None, language: str = "zh", example: bool = False,
) -> None:  # fmt: skip
    """Everything in, as the export does; with `example` and no people, the template."""
    departments = tuple(departments)
    sheet = department_sheet(rulebook)
    columns = tuple(column for column in sheet.columns if not column.rare)
    rows = [[_of_department(each, column, language) for column in columns] for each in departments]
    people_columns = tuple(column for column in PEOPLE_SHEET.columns if not column.rare)
    people_rows = [[_of_person(each, column) for column in people_columns] for each in people]
    mark, place = phrase("files.roster.example", language), departments[0].name if departments else ""
    shown_example = (mark, "", place, "", "", "", "", "") if example else ()
    sheets = [SheetOf(sheet, columns, rows), SheetOf(PEOPLE_SHEET, people_columns, people_rows, shown_example)]
    write_sheets(target, sheets, [each.name for each in departments], roles, language=language)


def write_failed(
    target: BinaryIO, roster: Roster, wrong: Mapping[tuple[str, int], Sequence[str]], roles: Sequence[str], *,
    rulebook: Rulebook | None = None, language: str = "zh",
) -> None:  # fmt: skip
    """The rows that were not taken, as they were typed, each with why. `wrong` are the reasons by sheet and row."""
    sheets = []
    for sheet, records in (
        (department_sheet(rulebook), [row.record for row in roster.departments]),
        (PEOPLE_SHEET, [row.record for row in roster.people]),
    ):
        reasons = [(record, wrong[sheet.code, record.row or 0]) for record in records if (sheet.code, record.row or 0) in wrong]
        if reasons:
            rows = [[_typed(record, column, why) for column in sheet.columns] for record, why in reasons]
            sheets.append(SheetOf(sheet, sheet.columns, rows))
    write_sheets(target, sheets, [row.fact.name for row in roster.departments], roles, language=language)


def write_sheets(
    target: BinaryIO, sheets: Sequence[SheetOf], departments: Sequence[str], roles: Sequence[str], *, language: str = "zh"
) -> None:
    """Write these sheets. `departments` and `roles` are what the drop-downs offer."""
    from xlsxwriter import Workbook  # imported here: it takes longer to load than most requests take

    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    workbook: Any = Workbook(target, options)
    # A fixed day: the same people must give the same file, byte for byte.
    workbook.set_properties({"title": phrase("files.roster", language), "created": datetime(2025, 1, 1)})  # noqa: DTZ001
    styles = Styles(workbook)
    pages = [(each, workbook.add_worksheet(each.sheet.title(language))) for each in sheets]
    hidden = workbook.add_worksheet(phrase("files.roster.choices", language))
    lists = {"departments": list(departments), "roles": list(roles), "yes_no": ["yes", "no"] if language.startswith("en") else ["是", "否"]}
    for at, (name, texts) in enumerate(lists.items()):
        for row, text in enumerate([name, *texts]):
            hidden.write_string(row, at, text)
    hidden.hide()
    ranges = {
        name: f"='{phrase('files.roster.choices', language)}'!${letters(at)}$2:${letters(at)}${len(texts) + 1}"
        for at, (name, texts) in enumerate(lists.items(), 1) if texts
    }  # fmt: skip
    for each, page in pages:
        _write(page, styles, each, ranges, language)
    workbook.close()


def _write(page: Any, styles: Styles, each: SheetOf, ranges: dict[str, str], language: str) -> None:
    page.set_row(0, 28)
    page.write_string(0, 0, each.sheet.title(language), styles.get(font_size=15, bold=True, font_color=DEEP))
    page.write_string(1, 0, phrase(f"files.roster.{each.sheet.code}", language), styles.get(font_color=MUTED))
    page.write_string(2, 0, phrase("files.roster.guide", language), styles.get(font_color=MUTED))
    header = 3
    page.set_row(header, 26)
    for at, column in enumerate(each.columns):
        page.set_column(at, at, column.width, styles.get(**_look(column)))
        fill = _REQUIRED if column.required else _OPTIONAL
        style = styles.get(bold=True, font_color="#FFFFFF", bg_color=fill, border=1, border_color="#CBD5E1", align="center", text_wrap=True)
        page.write_string(header, at, column.title(language), style)
        page.write_comment(header, at, column.told(language), {"author": "", "x_scale": 1.6, "y_scale": 0.7, "font_size": 9})
        _validate(page, header, at, column, ranges)
    row = header + 1
    if each.example:
        for at, text in enumerate(each.example):
            page.write_string(row, at, text, styles.get(italic=True, font_color=MUTED, bg_color=_EXAMPLE, num_format="@"))
        row += 1
    for cells in each.rows:
        for at, (column, cell) in enumerate(zip(each.columns, cells, strict=True)):
            _cell(page, row, at, cell, styles.get(**_look(column)))
        row += 1
    page.freeze_panes(header + 1, 1)
    page.autofilter(header, 0, max(row - 1, header + 1), len(each.columns) - 1)
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.repeat_rows(header)


def _look(column: Column) -> dict[str, object]:
    if column.kind == DATE:
        return {"num_format": "yyyy-mm-dd", "align": "center", "valign": "top"}
    if column.kind == WHOLE:
        return {"align": "right", "valign": "top"}
    # Text, so that no login or number is turned into something else.
    return {"num_format": "@", "valign": "top", "text_wrap": column.width > 24}


def _cell(page: Any, row: int, at: int, cell: Written, style: Any) -> None:
    if cell is None or cell == "":
        page.write_blank(row, at, None, style)
    elif isinstance(cell, str):
        page.write_string(row, at, cell, style)
    elif isinstance(cell, date):
        page.write_datetime(row, at, datetime(cell.year, cell.month, cell.day), style)  # noqa: DTZ001
    else:
        page.write_number(row, at, float(cell), style)


def _validate(page: Any, header: int, at: int, column: Column, ranges: dict[str, str]) -> None:
    """Drop-downs that help and never refuse: several duties or departments may stand in one cell."""
    name = {"department": "departments", "roles": "roles", "supervises": "departments"}.get(column.field)
    name = "yes_no" if column.kind == YES_NO else name
    if name in ranges:
        rule = {"validate": "list", "source": ranges[name], "error_type": "information", "ignore_blank": True, "show_error": False}
        page.data_validation(header + 1, at, header + FILLABLE, at, rule)


def _typed(record: Record, column: Column, why: Sequence[str]) -> Written:
    return "\n".join(why) if column.field == REASON.field else typed(record, column)


def _of_department(department: Department, column: Column, language: str) -> Written:
    if column.field.startswith("attribute."):
        return _number(department.attributes.get(column.field.partition(".")[2]))
    value = getattr(department, column.field)
    if column.kind == YES_NO:
        return phrase("files.roster.yes" if value else "files.roster.no", language)
    return listed(value) if isinstance(value, tuple) else value


def _of_person(person: PersonCells, column: Column) -> Written:
    value = getattr(person, column.field)
    return listed(value) if isinstance(value, tuple) else value


def _number(number: Exact | None) -> Written:
    return None if number is None else shown(number)


register({"files.roster.yes": ("是", "yes"), "files.roster.no": ("否", "no")})
