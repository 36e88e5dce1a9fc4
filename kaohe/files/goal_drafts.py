"""Drafts of goals in and out: a workbook with the goals of many departments, a range pasted from a spreadsheet, and the rows that failed."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import BinaryIO, Final, NamedTuple

from kaohe.engine import Department, Place, Problem, Rulebook, phrase, register, shown
from kaohe.files import names as naming
from kaohe.files.cells import Cell, Odd, read_amount, read_date, read_text, read_yes_no
from kaohe.files.columns import GOAL_SHEET, GOALS, TEXT, Column, Sheet, example_of
from kaohe.files.facts_tables import Table, Written
from kaohe.files.facts_workbook import write_tables
from kaohe.files.findings import Findings
from kaohe.files.grids import Grid, known_sheet, workbook_grids
from kaohe.files.names import Names
from kaohe.files.rows import Row
from kaohe.files.sheets import Record, records

QUALITY: Final = Column(
    "quality", "质量标准", "Quality standard", TEXT, ("质量要求", "质量", "完成质量"), width=24,
    hint=("做到什么程度算好", "how well it must be done"),
)  # fmt: skip
REASON: Final = Column(
    "reason", "失败原因", "Why it failed", TEXT, ("错误原因", "错误"), rare=True, width=40,
    hint=("改好后本列可留着不管", "leave it as it is once the row is mended"),
)  # fmt: skip


def _columns() -> tuple[Column, ...]:
    """Those of the sheet of goals; the number may be left to the house, and the quality standard follows the target."""
    changed: dict[str, tuple[Column, ...]] = {
        "code": (replace(GOAL_SHEET.column("code"), required=False, hint=("留空由系统编号", "made by the house where empty")),),
        "title": (replace(GOAL_SHEET.column("title"), required=True),),
        "target": (GOAL_SHEET.column("target"), QUALITY),
    }
    found = [each for column in GOAL_SHEET.columns for each in changed.get(column.field, (column,))]
    return (*found, REASON)


DRAFT_SHEET: Final = Sheet(GOALS, GOAL_SHEET.name, GOAL_SHEET.english, _columns(), GOAL_SHEET.also)
#: What a pasted range may hold: the grid's columns in the grid's order, or any of them under their headers.
PASTE_FIELDS: Final = ("category", "code", "title", "base", "origin", "measure", "target", "quality", "due", "key_work")
_PASTE_SHEET: Final = Sheet(
    GOALS, GOAL_SHEET.name, GOAL_SHEET.english,
    tuple(replace(DRAFT_SHEET.column(field), required=False) for field in PASTE_FIELDS),
)  # fmt: skip

register(
    {
        "files.goal_twice": (
            "{department}的目标编号 {goal} 在第 {first} 行已经出现。请改用不同的编号，或删去一行。",
            "{department}'s goal {goal} stands in row {first} already. Give one another number, or drop it.",
        ),
        "files.no_goal_sheet": (
            "没有找到目标表。请把目标放在名为“目标”的工作表中，或下载模板填写。",
            "There is no sheet of goals. Put them on a sheet called “Goals”, or fill in the template.",
        ),
        "files.goal_drafts": ("目标申报表", "Goals proposed"),
    }
)


class Draft(NamedTuple):
    """One row: its department ("" where unknown), its texts by field, and what is wrong with it."""

    row: int
    department: str
    texts: dict[str, str]
    problems: tuple[Problem, ...] = ()


class DraftsRead(NamedTuple):
    """The rows of the file, and what is wrong with the file as a whole (then there are no rows)."""

    rows: tuple[Draft, ...]
    problems: tuple[Problem, ...] = ()


def read_goal_drafts(
    data: bytes, file: str, rulebook: Rulebook, departments: Iterable[Department], year: int
) -> DraftsRead:
    """The goals of a workbook. Never raises over what it reads: every row carries its own problems, cell by cell."""
    findings = Findings()
    try:
        grids = workbook_grids(data, file)
    except Odd as odd:
        findings.odd(odd, Place(file))
        return DraftsRead((), findings.problems())
    named = [grid for grid in grids if known_sheet(grid.sheet, (DRAFT_SHEET,))]
    filled = [grid for grid in grids if any(cell not in ("", None) for row in grid.rows for cell in row)]
    if not named and len(filled) != 1:
        findings.error("files.no_goal_sheet", Place(file))
        return DraftsRead((), findings.problems())
    example = {
        field: {text, example_of(GOAL_SHEET, rulebook, "en").get(field, "")}
        for field, text in example_of(GOAL_SHEET, rulebook).items()
    }
    found = [each for grid in named or filled for each in records(grid, DRAFT_SHEET, grid.sheet, findings, example)]
    if findings.broken and not found:
        return DraftsRead((), findings.problems())
    categories, known = naming.categories(rulebook), naming.departments(rulebook, tuple(departments))
    return DraftsRead(_told_once([_draft(each, categories, known, year) for each in found], known), findings.problems())


def read_pasted_goals(text: str, rulebook: Rulebook, year: int) -> list[dict[str, str]]:
    """Rows of a pasted range, under their headers or in the grid's own order. What can't be understood stays as typed."""
    try:
        rows: list[list[Cell]] = [list(row) for row in csv.reader(io.StringIO(text.strip("\r\n"), newline=""), delimiter="\t")]
    except csv.Error:
        rows = [list(line.split("\t")) for line in text.splitlines()]
    found = records(Grid("", "", rows), _PASTE_SHEET, "", Findings())
    cells = [each.cells for each in found] or [dict(zip(PASTE_FIELDS, row, strict=False)) for row in rows]
    categories = naming.categories(rulebook)
    return [{field: _as_typed(field, row.get(field), categories, year) for field in PASTE_FIELDS} for row in cells]


def write_goal_drafts(
    target: BinaryIO, rulebook: Rulebook, departments: Iterable[Department], drafts: Iterable[Draft], *, year: int,
    language: str = "zh", failed: bool = False, example: bool = False,
) -> None:  # fmt: skip
    """Write the rows as a workbook that reads back as them; `failed` adds why, `example` the template's example row."""
    drafts = tuple(drafts)
    own = replace(rulebook, departments=tuple(departments))
    columns = tuple(column for column in DRAFT_SHEET.columns if failed or not column.rare)
    labels = {each.code: each.name for each in own.departments}
    rows = tuple(tuple(_written(draft, column, labels, own, language) for column in columns) for draft in drafts)
    write_tables(
        target, own, (Table(DRAFT_SHEET, columns, rows),), year=year, title=phrase("files.goal_drafts", language), note="",
        language=language, examples={GOALS: example_of(GOAL_SHEET, own, language)} if example else None,
    )  # fmt: skip


def _draft(record: Record, categories: Names, departments: Names, year: int) -> Draft:
    """One row with its own findings, so that the others can be taken without it."""
    findings = Findings()
    row = Row(record, DRAFT_SHEET, findings, year)
    department = row.known("department", departments, "files.unknown_department")
    base, due = row.number("base"), row.day("due")
    texts = {
        "category": row.known("category", categories, "files.unknown_category"),
        "code": row.code("code"),
        "title": row.text("title"),
        "base": "" if base is None else shown(base),
        "due": due.isoformat() if due else "",
        "key_work": "yes" if row.yes("key_work") else "",
        **{field: row.text(field) for field in ("origin", "measure", "target", "quality")},
    }
    if not row.sound:  # the file that goes back shows what was typed
        texts = {field: texts[field] or read_text(record.cells.get(field)) for field in texts}
        department = department or read_text(record.cells.get("department"))
    return Draft(record.row or 0, department, texts, findings.problems() if not row.sound else ())


def _told_once(drafts: list[Draft], departments: Names) -> tuple[Draft, ...]:
    """A number that stands twice in a department is told with the second row."""
    first: dict[tuple[str, str], int] = {}
    found = []
    for draft in drafts:
        key = (draft.department, draft.texts["code"])
        if key[1] and first.setdefault(key, draft.row) != draft.row:
            values = {"department": departments.label(key[0]), "goal": key[1], "first": first[key]}
            problem = Problem("files.goal_twice", values, Place("", None, "", draft.row, DRAFT_SHEET.column("code").header))
            found.append(draft._replace(problems=(*draft.problems, problem)))
        else:
            found.append(draft)
    return tuple(found)


def _as_typed(field: str, cell: Cell, categories: Names, year: int) -> str:
    text = read_text(cell)
    if not text:
        return ""
    try:
        if field == "category":
            return categories.find(text) or ""
        if field == "due":
            return read_date(text, year).isoformat()
        if field == "base":
            return shown(read_amount(text))
        if field == "key_work":
            return "yes" if read_yes_no(text) else ""
    except Odd:
        return "" if field == "key_work" else text
    return text


def _written(draft: Draft, column: Column, labels: Mapping[str, str], rulebook: Rulebook, language: str) -> Written:
    if column.field == "reason":
        return "\n".join(problem.message(language) for problem in draft.problems)
    if column.field == "department":
        return rulebook.in_language(labels.get(draft.department, draft.department), language)
    text = draft.texts[column.field]
    if column.field == "category" and text in rulebook.categories:
        return rulebook.in_language(rulebook.categories[text].label, language)
    if column.field == "key_work":
        yes = ("Yes", "No") if language.startswith("en") else ("是", "否")
        return yes[0] if text else yes[1]
    if column.field == "due" and text:
        try:
            return read_date(text)
        except Odd:
            return text
    return text
