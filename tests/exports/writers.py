"""Every writer of files for spreadsheets, each with the reader that takes its file back: texts in, texts out."""

from __future__ import annotations

import csv
import io
import re
import tempfile
import zipfile
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

from python_calamine import CalamineWorkbook

from kaohe.days.calendar import Day, Kind
from kaohe.engine import Department, Entry, Facts, Goal, score
from kaohe.files import calendar_sheet, entry_sheet, facts_folder, facts_workbook, goal_drafts, roster, roster_workbook
from kaohe.files.cells import read_text
from kaohe.files.reading import read_facts
from kaohe.files.ready_tables import ready_sheet, typed
from kaohe.files.safe_cells import unguarded
from kaohe.files.score_workbook import write_score_workbook
from kaohe.files.table_workbook import Sheet, write_table_workbook
from kaohe.files.tables import Table, csv_text
from tests.support.founding import founding_rulebook
from tests.support.small import small_rulebook

RULEBOOK = founding_rulebook()
DAY = date(2025, 3, 12)

#: What a formula of ours is made of: cells, sheets, numbers, our own functions, our own words for what is pending.
OURS = re.compile(
    r"(?:'(?:[^']|'')*'!|\$?[A-Z]{1,3}\$?\d+(?::\$?[A-Z]{1,3}\$?\d+)?|[A-Z]+\(|[-+*/(),<>=&:;.\d\s]|\"(?:待定|pending|是|否|yes|no|—|–|)\"|TRUE|FALSE)*"
)


def formulas(content: bytes) -> list[str]:
    """Every formula and every link of a workbook."""
    found = []
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        for name in packed.namelist():
            text = packed.read(name).decode("utf-8", "replace")
            if name.startswith("xl/worksheets/"):
                found += re.findall(r"<f[^>]*>(.*?)</f>", text) + re.findall(r"<hyperlink [^>]*>", text)
            if name.endswith(".rels"):
                found += re.findall(r'TargetMode="External"', text)
    return found


def cells(content: bytes) -> list[str]:
    """Every text that a workbook shows."""
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    return [
        cell for name in book.sheet_names for row in book.get_sheet_by_name(name).to_python(skip_empty_area=False) for cell in row
        if isinstance(cell, str)
    ]  # fmt: skip


class Went(Exception):
    """A text that became a formula, or came back as another one."""


def no_formula(content: bytes) -> None:
    if found := formulas(content):
        raise Went(f"became formulas or links: {found[:3]}")


def same(wanted: list[str], back: list[str]) -> None:
    if wanted != back:
        pairs = [(one, other) for one, other in zip(wanted, back, strict=False) if one != other]
        raise Went(f"{len(pairs)} of {len(wanted)} came back changed ({len(back)} came back): {pairs[:3]!r}")


def ready_table(texts: list[str]) -> None:
    """Tables of papers and pictures: what isn't a number stays the text it was."""
    target = io.BytesIO()
    write_table_workbook(target, [ready_sheet("甲", "乙", ("情况", "又"), [(text, f"又{text}") for text in texts])], year=2025)
    no_formula(target.getvalue())
    book = CalamineWorkbook.from_filelike(io.BytesIO(target.getvalue()))
    back = [row[0] for row in book.get_sheet_by_name("甲").to_python(skip_empty_area=False)[4 : 4 + len(texts)]]
    same([text for text in texts if isinstance(typed(text), str)], [cell for cell in map(read_text, back) if isinstance(typed(cell), str)])


# ---- csv ----


def csv_table(texts: list[str]) -> None:
    """A table as CSV: no cell begins a formula, and without the guard each is what it was."""
    rows = tuple((text, text[::-1]) for text in texts)
    content = csv_text(Table(("甲", "乙"), rows))
    back = list(csv.reader(io.StringIO(content.removeprefix("\ufeff"), newline="")))[1:]
    begun = [cell for row in back for cell in row if re.match(r" *[=+\-@\t\r]", cell)]
    if begun:
        raise Went(f"begins a formula: {begun[:3]!r}")
    same([cell for row in rows for cell in row], [unguarded(cell) for row in back for cell in row])


def facts_as_folder(texts: list[str]) -> None:
    """A year's facts as a folder of CSV files."""
    with tempfile.TemporaryDirectory() as name:
        facts_folder.write_facts_folder(Path(name), RULEBOOK, _facts(texts))
        for path in Path(name).glob("*.csv"):
            with path.open(encoding="utf-8-sig", newline="") as handle:
                begun = [cell for row in csv.reader(handle) for cell in row if re.match(r" *[=@]", cell)]
            if begun:
                raise Went(f"begins a formula: {begun[:3]!r}")
        _same_facts(texts, Path(name))


# ---- workbooks ----


def any_table(texts: list[str]) -> None:
    """Any table as a workbook."""
    target = io.BytesIO()
    sheet = Sheet("表", "题", Table(("甲",), tuple((text,) for text in texts)))
    write_table_workbook(target, [sheet], year=2025)
    no_formula(target.getvalue())
    same(["题", "", "", "甲", *texts], cells(target.getvalue()))


def facts_as_workbook(texts: list[str]) -> None:
    """A year's facts as a workbook."""
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "facts.xlsx"
        facts_workbook.write_facts_workbook(path, RULEBOOK, _facts(texts))
        no_formula(path.read_bytes())
        _same_facts(texts, path)


def _facts(texts: list[str]) -> Facts:
    entries = tuple(
        Entry(str(number), "budget", "training.session", DAY + timedelta(days=number % 200), about=text) for number, text in enumerate(texts, 1)
    )
    return Facts(2025, RULEBOOK.departments, (), entries)


def _same_facts(texts: list[str], path: Path) -> None:
    read = read_facts(path, RULEBOOK)
    if read.facts is None:
        raise Went(f"was not read back: {[problem.message() for problem in read.problems[:3]]}")
    same(texts, [entry.about for entry in read.facts.entries])


def failed_entries(texts: list[str]) -> None:
    """Entries that failed, given back to be mended."""
    back: list[str] = []
    for first in range(0, len(texts), entry_sheet.MOST_ROWS):
        part = texts[first : first + entry_sheet.MOST_ROWS]
        rows = [{"department": "预算科", "label": "无故缺勤", "occurred_on": DAY, "count": 1, "about": text, "reason": text} for text in part]
        target = io.BytesIO()
        entry_sheet.write_failed(target, RULEBOOK, rows, year=2025)
        no_formula(target.getvalue())
        found = entry_sheet.uploaded(target.getvalue(), "x.xlsx", entry_sheet.Known(RULEBOOK, 2025, RULEBOOK.departments))
        back += [read_text(row.get("about")) for row in found.cells.values()]
    same(texts, back)


def goals(texts: list[str]) -> None:
    """Goals on their way to the meeting."""
    fields = ("category", "code", "title", "base", "origin", "measure", "target", "quality", "due", "key_work")
    drafts = [
        goal_drafts.Draft(number, "budget", dict.fromkeys(fields, "") | {"category": "key", "code": f"Z-{number}", "title": text, "measure": text})
        for number, text in enumerate(texts, 1)
    ]
    target = io.BytesIO()
    goal_drafts.write_goal_drafts(target, RULEBOOK, RULEBOOK.departments, drafts, year=2025)
    no_formula(target.getvalue())
    read = goal_drafts.read_goal_drafts(target.getvalue(), "x.xlsx", RULEBOOK, RULEBOOK.departments, 2025)
    same(texts, [draft.texts["title"] for draft in read.rows])


def people(texts: list[str]) -> None:
    """Departments and people: what a person is called at work."""
    person = roster_workbook.PersonCells("张三", "", "预算科", "", ("科员",), (), None)
    target = io.BytesIO()
    rows = [person._replace(name=f"张{number}", login=f"u{number}", title=text) for number, text in enumerate(texts)]
    roster_workbook.write_roster(target, RULEBOOK.departments, rows, ("科员",), rulebook=RULEBOOK)
    no_formula(target.getvalue())
    known = roster.Known(RULEBOOK.departments, (("clerk", "科员", ()),), str, RULEBOOK)
    read = roster.read_roster(target.getvalue(), "x.xlsx", known, year=2025)
    same(texts, [read_text(row.record.cells.get("title")) for row in read.people])


def holidays(texts: list[str]) -> None:
    """The table of working days: what a day is called."""
    back: list[str] = []
    for first in range(0, len(texts), 200):
        part = texts[first : first + 200]
        days = tuple(Day(DAY + timedelta(days=at), Kind.REST, text) for at, text in enumerate(part))
        target = io.BytesIO()
        calendar_sheet.write_calendar(target, 2025, days)
        no_formula(target.getvalue())
        read = calendar_sheet.read_calendar(target.getvalue(), "x.xlsx", 2025)
        back += [day.name for day in sorted(read.days, key=lambda day: day.day)]
    same(texts, back)


def score_sheets(texts: list[str]) -> None:
    """The score workbook: its own formulas only, and every event and every goal's name in it as it was written."""
    departments = RULEBOOK.departments[:1]
    facts = Facts(
        2025, departments, tuple(Goal(f"Z-{number}", departments[0].code, "key", text) for number, text in enumerate(texts[:200])),
        tuple(
            Entry(str(number), departments[0].code, "exam.failed", DAY, persons=("张某",), about=text, evidence=("表",))
            for number, text in enumerate(texts)
        ),
    )  # fmt: skip
    target = io.BytesIO()
    write_score_workbook(target, RULEBOOK, score(RULEBOOK, facts))
    odd = [each for each in formulas(target.getvalue()) if not OURS.fullmatch(each.replace("&amp;", "&").replace("&gt;", ">").replace("&lt;", "<"))]
    if odd:
        raise Went(f"a formula that isn't ours: {odd[:3]}")
    shown = "\n".join(cells(target.getvalue()))
    missing = [text for text in texts[:2] if text not in shown]
    if missing:
        raise Went(f"isn't shown as written: {missing[:3]!r}")


def department_names(texts: list[str]) -> None:
    """The score workbook of departments with such names: sheets, summaries and formulas name them and obey none.

    A sheet of all founding items takes a hundredth of a second, and there is one for each name: after the first hundred, short rules do.
    """
    for first in range(0, len(texts), 100):
        rulebook = small_rulebook() if first else RULEBOOK
        part = texts[first : first + 100]
        departments = tuple(Department(f"d{number}", text) for number, text in enumerate(part))
        target = io.BytesIO()
        write_score_workbook(target, rulebook, score(rulebook, Facts(2025, departments)))
        odd = [each for each in formulas(target.getvalue()) if not OURS.fullmatch(each.replace("&amp;", "&").replace("&gt;", ">").replace("&lt;", "<"))]
        if odd:
            raise Went(f"a formula that isn't ours: {odd[:3]}")
        shown = "\n".join(cells(target.getvalue()))
        missing = [text for text in part if text not in shown]
        if missing:
            raise Went(f"isn't shown as written: {missing[:3]!r}")


#: Each writer with the share of the texts that it is given in the suite (the whole set takes minutes).
WRITERS: dict[str, tuple[Callable[[list[str]], None], float]] = {
    "csv": (csv_table, 1.0), "table": (any_table, 0.2), "facts folder": (facts_as_folder, 0.03), "facts workbook": (facts_as_workbook, 0.03),
    "ready table": (ready_table, 0.05),
    "failed entries": (failed_entries, 0.01), "goals": (goals, 0.01), "people": (people, 0.01), "holidays": (holidays, 0.01),
    "score workbook": (score_sheets, 0.01), "names of departments": (department_names, 0.002),
}  # fmt: skip
