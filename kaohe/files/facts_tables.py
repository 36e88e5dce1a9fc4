"""A year's facts as the tables that the readers read: the same sheets and columns, for workbooks and for CSV."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from kaohe.engine import Department, Entry, Exact, Facts, Goal, Problem, Refused, Rulebook, shown
from kaohe.files.cells import listed
from kaohe.files.columns import (
    CATEGORY,
    DEPARTMENT,
    DEPARTMENTS,
    GOALS,
    GRADE,
    GRADES,
    LEVEL,
    YEAR_SHEET,
    Column,
    Sheet,
    attributes_of,
    sheets_for,
)
from kaohe.files.names import grading_rules
from kaohe.files.safe_cells import LONGEST

#: What a written cell can hold; None stays empty.
Written = str | int | Decimal | date | None



@dataclass(frozen=True, slots=True)
class Table:
    """One sheet with the columns that are written and the rows in their order."""

    sheet: Sheet
    columns: tuple[Column, ...]
    rows: tuple[tuple[Written, ...], ...]


def facts_tables(facts: Facts, rulebook: Rulebook, *, language: str = "zh") -> tuple[Table, ...]:
    """The tables that read back as these facts. Without departments there is no such table: the rulebook's count then.

    Raises Refused where a text doesn't fit into a cell, or a department has an attribute that the rulebook doesn't know.
    """
    writer = _Writer(facts, rulebook, language)
    tables = tuple(
        writer.table(sheet) for sheet in sheets_for(rulebook) if facts.departments or sheet.code != DEPARTMENTS
    )
    problems = [*writer.unknown_attributes(), *(problem for table in tables for problem in _too_long(table))]
    if problems:
        raise Refused(problems)
    return tables


class _Writer:
    """Turns facts into cells: codes into the names that people read."""

    def __init__(self, facts: Facts, rulebook: Rulebook, language: str) -> None:
        self.facts, self.rulebook, self.language = facts, rulebook, language
        self._grading = grading_rules(rulebook)
        self._goals = {(goal.department, goal.code): goal for goal in facts.goals}
        departments = facts.departments or rulebook.departments
        self._titles = _names_that_tell_apart(departments, rulebook, language)

    def table(self, sheet: Sheet) -> Table:
        """That sheet's table."""
        if sheet is YEAR_SHEET:
            return Table(sheet, sheet.columns, ((self.facts.year, self.facts.as_of, self.facts.bureau),))
        things = self._things(sheet.code)
        columns = tuple(
            column
            for column in sheet.columns
            if not column.rare or any(self.cell(thing, column) not in (None, "") for thing in things)
        )
        return Table(sheet, columns, tuple(tuple(self.cell(thing, column) for column in columns) for thing in things))

    def _things(self, code: str) -> tuple[Any, ...]:
        if code == DEPARTMENTS:
            return self.facts.departments
        if code == GOALS:
            return self.facts.goals
        wanted = code == GRADES
        return tuple(entry for entry in self.facts.entries if self._is_grading(entry) == wanted)

    def _is_grading(self, entry: Entry) -> bool:
        """True where the sheet of gradings can hold all that the entry says."""
        goal = self._goals.get((entry.department, entry.goal))
        rule = self._grading.get(goal.category) if goal else None
        plain = not entry.matter and not entry.persons and entry.amount is None and entry.until is None
        return rule is not None and rule.code == entry.rule and entry.count == (-1 if entry.reverses else 1) and plain

    def cell(self, thing: Department | Goal | Entry, column: Column) -> Written:
        """What stands in that column."""
        if column.field.startswith("attribute."):
            attributes: dict[str, Exact] = getattr(thing, "attributes", {})
            return _number(attributes.get(column.field.partition(".")[2]))
        if column.field == "label":
            rule = self.rulebook.rules.get(getattr(thing, "rule", ""))
            return self._said(rule.label) if rule else ""
        value: Any = getattr(thing, column.field)
        if column.kind == DEPARTMENT:
            return self._titles.get(value, str(value))
        if column.kind == CATEGORY:
            category = self.rulebook.categories.get(value)
            return self._said(category.label) if category else str(value)
        if column.kind in (LEVEL, GRADE):
            return self._level(getattr(thing, "rule", ""), value)
        return self._plain(value)

    def _plain(self, value: Any) -> Written:
        if isinstance(value, tuple):
            return listed(value)
        if isinstance(value, bool):
            return ("yes" if value else "no") if self.language.startswith("en") else ("是" if value else "否")
        if value is None or isinstance(value, str | int | date):
            found: Written = value
            return found
        return _number(value)

    def _level(self, rule: str, level: str) -> str:
        known = self.rulebook.rules.get(rule)
        scale = getattr(known, "scale", None)
        labels = scale.grades.values() if scale else getattr(known, "levels", ())
        return next((self._said(each.label) for each in labels if each.code == level), level)

    def _said(self, label: str) -> str:
        return self.rulebook.in_language(label, self.language)

    def unknown_attributes(self) -> list[Problem]:
        """Attributes for which there is no column."""
        known = set(attributes_of(self.rulebook))
        found = {
            name: None for department in self.facts.departments for name in department.attributes if name not in known
        }
        return [Problem("files.attribute_unknown", {"found": name}) for name in found]


def _names_that_tell_apart(departments: tuple[Department, ...], rulebook: Rulebook, language: str) -> dict[str, str]:
    """Each department's name; its code where two are called the same, or where the name means another one."""
    labels = {each.code: rulebook.in_language(each.name, language) for each in departments}
    means: dict[str, set[str]] = {}
    for each in departments:
        for name in (each.code, each.name, each.short, *each.aliases, labels[each.code]):
            means.setdefault(name.casefold(), set()).add(each.code)
    return {code: label if means[label.casefold()] == {code} else code for code, label in labels.items()}


def _number(number: Exact | None) -> Written:
    """A number where a spreadsheet keeps it exact; else its text, which reads back the same (60/7)."""
    if number is None:
        return None
    text = shown(number)
    if isinstance(number, Decimal) and format(float(number), ".15g") == text:
        return number
    return text


def _too_long(table: Table) -> list[Problem]:
    return [
        Problem("files.text_too_long", {"where": column.header, "found": len(cell), "most": LONGEST})
        for row in table.rows
        for column, cell in zip(table.columns, row, strict=True)
        if isinstance(cell, str) and len(cell) > LONGEST
    ]
