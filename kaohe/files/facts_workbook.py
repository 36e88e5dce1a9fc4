"""Writes a year's facts as a workbook in the readers' own columns: with drop-downs, hints, and the rules on a sheet of their own."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Any, BinaryIO, Final

from kaohe.engine import Facts, Rulebook, phrase
from kaohe.files.atomic import new_file
from kaohe.files.columns import (
    CATEGORY,
    DATE,
    DEPARTMENT,
    DEPARTMENTS,
    GRADE,
    LEVEL,
    LIST,
    NUMBER,
    RULE,
    TEXT,
    WHOLE,
    YEAR,
    YES_NO,
    Column,
)
from kaohe.files.facts_tables import Table, Written, facts_tables
from kaohe.files.rules_sheets import Choices, write_choices, write_notes, write_rules
from kaohe.files.score_workbook.style import Styles

#: Rows that people fill in; drop-downs and formats reach this far.
FILLABLE: Final = 3000

_DATE_FORMAT: Final = "yyyy-mm-dd"
_REQUIRED, _OPTIONAL, _EXAMPLE_FILL = "#B45309", "#1E4E6B", "#F1F5F9"
_REQUIRED_CELL: Final = "#FFF7E6"


def write_facts_workbook(
    target: Path | BinaryIO, rulebook: Rulebook, facts: Facts, *, title: str = "", note: str = "", language: str = "zh"
) -> None:
    """Write the facts as a workbook that reads back as the same facts. The same facts give the same bytes.

    title  stands above every sheet; note beside it (such as that everything is invented)

    Raises Refused where a text doesn't fit into a cell, OSError where the target can't be written.
    """
    tables = facts_tables(facts, rulebook, language=language)
    write_tables(target, rulebook, tables, year=facts.year, title=title, note=note, language=language)


def write_tables(
    target: Path | BinaryIO,
    rulebook: Rulebook,
    tables: tuple[Table, ...],
    *,
    year: int,
    title: str,
    note: str,
    language: str,
    examples: dict[str, dict[str, str]] | None = None,
) -> None:
    """Write these tables, and in front of a table's rows the example row that `examples` has for its sheet."""
    if isinstance(target, Path):
        with new_file(target) as handle:
            _Book(handle, rulebook, year, title, note, language).write(tables, examples or {})
    else:
        _Book(target, rulebook, year, title, note, language).write(tables, examples or {})


class _Book:
    """One workbook being written."""

    def __init__(self, target: BinaryIO, rulebook: Rulebook, year: int, title: str, note: str, language: str) -> None:
        # Imported here: the library takes longer to load than a year takes to score.
        from xlsxwriter import Workbook

        options = {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        }
        self.workbook: Any = Workbook(target, options)
        label = rulebook.in_language(rulebook.label, language)
        # A fixed day: the same facts must give the same file, byte for byte.
        created = datetime(year, 1, 1)  # noqa: DTZ001
        self.workbook.set_properties({"title": title or f"{label} {year}", "created": created})
        self.workbook.set_size(2400, 1400)
        self.styles = Styles(self.workbook)
        self.rulebook, self.title, self.note, self.language = rulebook, title, note, language

    def write(self, tables: tuple[Table, ...], examples: dict[str, dict[str, str]]) -> None:
        """All sheets, in the order in which people need them."""
        self.choices = Choices(self.rulebook, _departments(tables, self.rulebook, self.language), self.language)
        notes = self.workbook.add_worksheet(phrase("files.sheet.notes", self.language))
        sheets = [(table, self.workbook.add_worksheet(table.sheet.title(self.language))) for table in tables]
        rules = self.workbook.add_worksheet(phrase("files.sheet.rules", self.language))
        hidden = self.workbook.add_worksheet(phrase("files.sheet.choices", self.language))
        write_choices(hidden, self.choices)
        write_notes(notes, self.styles, self.rulebook, self.title, self.note, self.language)
        for table, sheet in sheets:
            if table.sheet.code == YEAR:
                self._year(sheet, table)
            else:
                self._table(sheet, table, examples.get(table.sheet.code, {}))
        write_rules(rules, self.styles, self.rulebook, self.language)
        notes.activate()
        self.workbook.close()

    # --- the year

    def _year(self, sheet: Any, table: Table) -> None:
        sheet.hide_gridlines(2)
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.set_column(0, 0, 20)
        sheet.set_column(1, 1, 18)
        sheet.set_column(2, 2, 60)
        row = self._heading(sheet, table)
        for column, value in zip(table.columns, table.rows[0], strict=True):
            sheet.set_row(row, 22)
            sheet.write_string(row, 0, column.title(self.language), self._header(column))
            look: dict[str, object] = {"border": 1, "border_color": "#CBD5E1", "align": "left"}
            if column.kind == DATE:
                look["num_format"] = _DATE_FORMAT
            if column.required:
                look["bg_color"] = _REQUIRED_CELL
            self._cell(sheet, row, 1, value, self.styles.get(**look))
            sheet.write_string(row, 2, column.told(self.language), self.styles.get(font_color="#6B7280", indent=1))
            self._validate(sheet, row, row, 1, column)
            row += 1

    # --- tables

    def _table(self, sheet: Any, table: Table, example: dict[str, str]) -> None:
        for at, column in enumerate(table.columns):
            sheet.set_column(at, at, column.width, self._column_style(column))
        header = self._heading(sheet, table)
        sheet.set_row(header, 30)
        for at, column in enumerate(table.columns):
            title = column.title(self.language)
            sheet.write_string(header, at, title, self._header(column))
            kind = "needed" if column.required else "one_of" if column.kind == RULE else "optional"
            needed = phrase(f"files.hint.{kind}", self.language)
            hint = phrase(
                "files.hint", self.language, {"header": title, "needed": needed, "hint": column.told(self.language)}
            )
            sheet.write_comment(header, at, hint, {"author": "", "x_scale": 1.6, "y_scale": 0.7, "font_size": 9})
        row = header + 1
        if example:
            self._example(sheet, row, table, example)
            row += 1
        styles = [self._column_style(column, bottom=4, bottom_color="#CBD5E1") for column in table.columns]
        for cells in table.rows:
            for at, cell in enumerate(cells):
                self._cell(sheet, row, at, cell, styles[at])
            row += 1
        last = max(header + FILLABLE, row)
        for at, column in enumerate(table.columns):
            self._validate(sheet, header + 1, last, at, column)
        sheet.freeze_panes(header + 1, 2)
        sheet.autofilter(header, 0, max(row - 1, header + 1), len(table.columns) - 1)
        self._page(sheet, header)

    def _heading(self, sheet: Any, table: Table) -> int:
        """What stands above the table; returns the row (from 0) where the table begins."""
        name = table.sheet.title(self.language)
        sheet.set_row(0, 30)
        style = self.styles.get(font_size=15, bold=True, font_color="#1E4E6B", num_format="General")
        sheet.write_string(0, 0, f"{self.title} · {name}" if self.title else name, style)
        remark = phrase(f"files.remark.{table.sheet.code}", self.language)
        muted = self.styles.get(font_color="#6B7280", num_format="General")
        sheet.write_string(1, 0, f"{self.note} {remark}" if self.note else remark, muted)
        return 2

    def _header(self, column: Column) -> Any:
        fill = _REQUIRED if column.required or column.kind == RULE else _OPTIONAL
        return self.styles.get(
            bold=True, font_color="#FFFFFF", bg_color=fill, border=1, border_color="#CBD5E1",
            text_wrap=True, align="center", num_format="General",
        )  # fmt: skip

    def _column_style(self, column: Column, **more: object) -> Any:
        look: dict[str, object] = {"valign": "top", **more}
        if column.kind == DATE:
            look["num_format"] = _DATE_FORMAT
            look["align"] = "center"
        elif column.kind not in (WHOLE,):
            # Text, so that neither 1-2 nor 60/7 is turned into a date.
            look["num_format"] = "@"
        if column.kind in (TEXT, LIST):
            look["text_wrap"] = True
        if column.kind in (NUMBER, WHOLE):
            look["align"] = "right"
        return self.styles.get(**look)

    def _example(self, sheet: Any, row: int, table: Table, example: dict[str, str]) -> None:
        for at, column in enumerate(table.columns):
            text = example.get(column.field, "")
            look: dict[str, object] = {"italic": True, "font_color": "#64748B", "bg_color": _EXAMPLE_FILL}
            look |= {"num_format": _DATE_FORMAT, "align": "center"} if column.kind == DATE else {"num_format": "@"}
            style = self.styles.get(**look)
            if column.kind == DATE and text:
                sheet.write_datetime(row, at, datetime.fromisoformat(text), style)
            elif column.kind == WHOLE and text:
                sheet.write_number(row, at, int(text), style)
            else:
                sheet.write_string(row, at, text, style)

    def _cell(self, sheet: Any, row: int, at: int, cell: Written, style: Any) -> None:
        if cell is None or cell == "":
            sheet.write_blank(row, at, None, style)
        elif isinstance(cell, str):
            sheet.write_string(row, at, cell, style)
        elif isinstance(cell, date):
            # Spreadsheets' calendars start in 1900 and are wrong until March of that year.
            if cell.year > 1900:
                sheet.write_datetime(row, at, datetime(cell.year, cell.month, cell.day), style)  # noqa: DTZ001
            else:
                sheet.write_string(row, at, cell.isoformat(), style)
        else:
            sheet.write_number(row, at, float(cell), style)

    # --- drop-downs and checks

    def _validate(self, sheet: Any, first: int, last: int, at: int, column: Column) -> None:
        rule = self._validation(column)
        if rule:
            title = column.title(self.language)[:32]
            told = column.told(self.language)[:255]
            more = {"input_title": title, "input_message": told, "error_title": title, "error_message": told}
            sheet.data_validation(first, at, last, at, {**rule, **more, "ignore_blank": True})

    def _validation(self, column: Column) -> dict[str, object] | None:
        if column.field == "year":
            return {"validate": "integer", "criteria": "between", "minimum": 1990, "maximum": 2199}
        if column.kind == DATE:
            return {
                "validate": "date",
                "criteria": "between",
                "minimum": date(1990, 1, 1),
                "maximum": date(2199, 12, 31),
            }
        if column.kind == WHOLE:
            return {"validate": "integer", "criteria": "between", "minimum": -100_000, "maximum": 100_000}
        listed = {
            DEPARTMENT: "departments", CATEGORY: "categories", GRADE: "grades", LEVEL: "levels", YES_NO: "yes_no",
            RULE: "labels" if column.field == "label" else "rules",
        }.get(column.kind)  # fmt: skip
        if listed is None or not self.choices.lists[listed]:
            return None
        # A department may be named by an alias that the list doesn't have: asked back, not refused.
        severity = "warning" if column.kind in (DEPARTMENT, LEVEL) else "stop"
        return {"validate": "list", "source": self.choices.range(listed), "error_type": severity}

    def _page(self, sheet: Any, header: int) -> None:
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.7)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(header)
        sheet.set_footer(phrase("files.footer", self.language))


def _departments(tables: tuple[Table, ...], rulebook: Rulebook, language: str) -> list[str]:
    """The names that the drop-downs offer: those of the workbook's own sheet, else the rulebook's."""
    for table in tables:
        if table.sheet.code == DEPARTMENTS:
            at = [column.field for column in table.columns].index("name")
            return [str(row[at]) for row in table.rows]
    return [rulebook.in_language(department.name, language) for department in rulebook.departments]
