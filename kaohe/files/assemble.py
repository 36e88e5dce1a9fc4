"""From rows to facts: the year, the departments and the goals; ledger_rows.py does the entries."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from typing import Final

from kaohe.engine import Department, Exact, Facts, Goal, Place, Rulebook, errors, names_of, score
from kaohe.files import names as naming
from kaohe.files.cells import Cell, Odd, is_blank, plain, read_date, read_text, shown_cell
from kaohe.files.columns import DEPARTMENTS, ENTRY_SHEET, GOAL_SHEET, GRADE_SHEET, YEAR_SHEET, attributes_of, sheets_for
from kaohe.files.findings import Findings
from kaohe.files.ledger_rows import Ledger
from kaohe.files.rows import Row
from kaohe.files.sheets import Record

#: Called with the sheet at hand, how many of its rows are done, and how many there are.
Progress = Callable[[str, int, int], None]

_YEAR: Final = re.compile(r"(\d{4})年?度?")
_YEARS: Final = range(1990, 2200)
_TOLD_EVERY: Final = 200
#: What the engine says of a row that doesn't hang on any other row being there.
_OF_ONE_ROW: Final = frozenset({"ledger.outside_year", "ledger.bad_count", "ledger.amount_range", "goals.base_range"})


class Assembly:
    """Facts being put together, sheet by sheet: the year first, then departments, goals, entries and gradings."""

    def __init__(self, rulebook: Rulebook, findings: Findings, progress: Progress | None) -> None:
        self.rulebook, self.findings, self.progress = rulebook, findings, progress
        self.year: int | None = None
        self.as_of: date | None = None
        self.bureau = ""
        self._year_told = False
        self._departments: tuple[Department, ...] = ()
        self._goals: list[Goal] = []
        self._names = naming.departments(rulebook, rulebook.departments)
        self._ledger: Ledger | None = None

    # --- the year

    def take_year(self, record: Record) -> None:
        """The sheet of the year."""
        cell = record.cells.get("year")
        if not is_blank(cell):
            self.year = read_year(cell)
            if self.year is None:
                self._year_told = True
                self.findings.error("files.year_range", record.place("year"), found=shown_cell(cell))
        self.bureau = read_text(record.cells.get("bureau"))
        cell = record.cells.get("as_of")
        if not is_blank(cell):
            try:
                self.as_of = read_date(cell, self.year, offset=record.date_offset)
            except Odd as odd:
                self.findings.odd(odd, record.place("as_of"))

    def settle_year(self, year: int | None, as_of: date | None, place: Place) -> None:
        """What the caller asks for, beside what the file says."""
        here = Place(place.file, None, YEAR_SHEET.name)
        if self.year is None and year is None and not self._year_told:
            self.findings.error("files.year_missing", here)
        elif self.year is not None and year is not None and self.year != year:
            self.findings.error("files.year_differs", here, found=self.year, expected=year)
        self.year = self.year or year
        self.as_of = as_of or self.as_of

    # --- departments and goals

    def departments(self, records: list[Record]) -> None:
        """The sheet of departments; without it, those of the rulebook.

        A column that is missing says nothing, so the rulebook's value stands; an empty cell says that it isn't known.
        """
        sheet = next(sheet for sheet in sheets_for(self.rulebook) if sheet.code == DEPARTMENTS)
        known = names_of(self.rulebook.departments)
        found = []
        for record in self._told(records, sheet.name):
            row = Row(record, sheet, self.findings, self.year)
            name, code = row.text("name"), row.code("code")
            base = known.get("".join(code.split())) or (None if code else known.get("".join(name.split())))
            if name and not code and base is None:
                row.wrong("files.new_department", "code", found=shown_cell(name))
            if name:
                found.append(self._department(row, code or (base.code if base else ""), name, base))
        if found:
            self._departments = tuple(found)
            self._names = naming.departments(self.rulebook, found)
            codes = {department.code for department in found}
            left_out = [department.title for department in self.rulebook.departments if department.code not in codes]
            if left_out:
                place = Place(records[0].file, None, records[0].sheet)
                self.findings.warning("files.department_left_out", place, found=naming.Choices(left_out, self.rulebook))

    def _department(self, row: Row, code: str, name: str, base: Department | None) -> Department:
        department = base or Department(code, name)
        has = row.record.columns
        attributes: dict[str, Exact] = {}
        for attribute in attributes_of(self.rulebook):
            field = f"attribute.{attribute}"
            value = row.number(field) if field in has else department.attributes.get(attribute)
            if value is not None and value < 0:
                row.wrong("files.negative", field, found=shown_cell(row.record.cells.get(field)))
            if value is not None:
                attributes[attribute] = value
        size = row.whole("size") if "size" in has else department.size
        if size is not None and size < 0:
            row.wrong("files.negative", "size", found=size)
        return replace(
            department,
            code=code,
            name=name,
            short=row.text("short") if "short" in has else department.short,
            aliases=row.several("aliases") if "aliases" in has else department.aliases,
            size=size,
            front_office=row.yes("front_office") if "front_office" in has else department.front_office,
            attributes=attributes,
        )

    def goals(self, records: list[Record]) -> None:
        """The sheet of goals."""
        categories = naming.categories(self.rulebook)
        for record in self._told(records, GOAL_SHEET.name):
            row = Row(record, GOAL_SHEET, self.findings, self.year)
            goal = Goal(
                code=row.code("code"),
                department=row.known("department", self._names, "files.unknown_department"),
                category=row.known("category", categories, "files.unknown_category"),
                title=row.text("title"),
                base=row.number("base"),
                origin=row.text("origin"),
                measure=row.text("measure"),
                target=row.text("target"),
                due=row.day("due"),
                key_work=row.yes("key_work"),
                place=record.place(),
            )
            # Kept even where a cell is wrong, so that the gradings of this goal aren't told as a second mistake.
            if goal.code and goal.department:
                self._goals.append(goal)

    # --- the ledger

    def entries(self, records: list[Record]) -> None:
        """The sheet of entries."""
        ledger = self.ledger
        for record in self._told(records, ENTRY_SHEET.name):
            ledger.take_entry(record)

    def gradings(self, records: list[Record]) -> None:
        """The sheet of gradings."""
        ledger = self.ledger
        for record in self._told(records, GRADE_SHEET.name):
            ledger.take_grading(record)

    @property
    def ledger(self) -> Ledger:
        """The ledger; departments and goals must be known before it is opened."""
        if self._ledger is None:
            self._ledger = Ledger(self.rulebook, self.findings, self.year, self._names, self._goals)
        return self._ledger

    def facts(self) -> Facts | None:
        """All of it; None where something must be mended."""
        entries = self.ledger.entries()
        if self.findings.broken or self.year is None:
            self._tell_the_rest()
            return None
        return Facts(self.year, self._departments, tuple(self._goals), entries, self.as_of, self.bureau)

    def _tell_the_rest(self) -> None:
        """What the engine says of the rows that could be read: nobody should mend a file only to learn of more."""
        if self.year is None:
            return
        entries = self.ledger.sound_entries()
        board = score(self.rulebook, Facts(self.year, self._departments, tuple(self._goals), entries))
        for problem in errors(board.problems):
            if problem.code in _OF_ONE_ROW:
                self.findings.take(problem)

    def _told(self, records: list[Record], sheet: str) -> Iterator[Record]:
        """The records one by one, the progress told as they go."""
        for done, record in enumerate(records):
            if self.progress and done % _TOLD_EVERY == 0:
                self.progress(sheet, done, len(records))
            yield record
        if self.progress and records:
            self.progress(sheet, len(records), len(records))


def read_year(cell: Cell) -> int | None:
    """The year of "2025", "2025年" or the number; None for anything else."""
    match = _YEAR.fullmatch(plain(read_text(cell)))
    return int(match[1]) if match and int(match[1]) in _YEARS else None
