"""Reads a year's facts from a workbook, a folder of CSV files or JSON: all of it, or every reason why not."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Final

from kaohe.engine import Facts, Place, Rulebook
from kaohe.files.assemble import Assembly, Progress
from kaohe.files.cells import Odd
from kaohe.files.columns import DEPARTMENTS, ENTRIES, GOALS, GRADES, YEAR, Sheet, example_of, sheets_for
from kaohe.files.findings import FactsRead, Findings
from kaohe.files.grids import Grid, folder_grids, known_sheet, read_bytes, workbook_grids
from kaohe.files.sheets import Record, records, settings

#: Sheets of the template that hold no facts.
_OWN_SHEETS: Final = frozenset({"说明", "规则", "选项", "notes", "rules", "choices", "options"})


def read_facts(
    path: Path,
    rulebook: Rulebook,
    *,
    year: int | None = None,
    as_of: date | None = None,
    progress: Progress | None = None,
) -> FactsRead:
    """A year's facts from an .xlsx workbook, a folder of CSV files or a .json file. Never raises over what it reads.

    year      the assessment year where the file doesn't state it; it must agree where both do
    as_of     what happened or was recorded later stays aside; overrules the file's own day
    progress  called while the rows are read

    problems are errors (then facts is None) and warnings, each with file, sheet, row and column.
    """
    path = Path(path)
    findings = Findings()
    try:
        facts = _read(path, rulebook, year, as_of, progress, findings)
    except Odd as odd:
        findings.odd(odd, Place(path.name))
        facts = None
    return FactsRead(None if findings.broken else facts, findings.problems())


def _read(
    path: Path, rulebook: Rulebook, year: int | None, as_of: date | None, progress: Progress | None, findings: Findings
) -> Facts | None:
    if _is_folder(path):
        grids, odd = folder_grids(path)
        for name, reason in odd:
            findings.odd(reason, Place(name))
        return _facts(grids, False, rulebook, year, as_of, progress, findings)
    suffix = path.suffix.lower()
    if suffix == ".json":
        from kaohe.files.facts_data import facts_from_text

        return facts_from_text(read_bytes(path), path.name, rulebook, year, as_of, findings)
    if suffix == ".csv":
        raise Odd("files.lone_csv")
    data = read_bytes(path)
    if suffix not in (".xlsx", ".xlsm", ".xls", ".xlsb", ".ods", ".et") and not data.startswith(b"PK"):
        raise Odd("files.unknown_type", found=suffix or path.name)
    if suffix == ".xlsm":
        raise Odd("files.macro", part=suffix)
    return _facts(workbook_grids(data, path.name), True, rulebook, year, as_of, progress, findings)


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except (OSError, ValueError) as fault:
        raise Odd("files.unreadable", found=type(fault).__name__) from None


def _facts(
    grids: list[Grid],
    in_workbook: bool,
    rulebook: Rulebook,
    year: int | None,
    as_of: date | None,
    progress: Progress | None,
    findings: Findings,
) -> Facts | None:
    sheets = sheets_for(rulebook)
    found = _sorted_out(grids, sheets, in_workbook, findings)
    if not found:
        return None
    name = (lambda grid: grid.sheet) if in_workbook else (lambda grid: "")
    assembly = Assembly(rulebook, findings, progress)
    by_code = {sheet.code: sheet for sheet in sheets}
    for grid in found.get(YEAR, ()):
        record = settings(grid, by_code[YEAR], name(grid), findings)
        if record is not None:
            assembly.take_year(record)
    assembly.settle_year(year, as_of, Place(grids[0].file if in_workbook else ""))

    def rows_of(code: str) -> list[Record]:
        sheet = by_code[code]
        both = [example_of(sheet, rulebook, language) for language in ("zh", "en")]
        example = {field: {each.get(field, "") for each in both} for field in both[0]}
        rows: list[Record] = []
        for grid in found.get(code, ()):
            rows += records(grid, sheet, name(grid), findings, example)
        return rows

    assembly.departments(rows_of(DEPARTMENTS))
    assembly.goals(rows_of(GOALS))
    assembly.entries(rows_of(ENTRIES))
    assembly.gradings(rows_of(GRADES))
    return assembly.facts()


def _sorted_out(
    grids: list[Grid], sheets: tuple[Sheet, ...], in_workbook: bool, findings: Findings
) -> dict[str, list[Grid]]:
    """The tables by the sheet they are; unknown and missing ones are told."""
    found: dict[str, list[Grid]] = {}
    unknown = []
    for grid in grids:
        sheet = known_sheet(grid.sheet, sheets)
        if sheet is not None:
            found.setdefault(sheet.code, []).append(grid)
        elif grid.sheet.strip().lower() not in _OWN_SHEETS and any(
            any(cell not in ("", None) for cell in row) for row in grid.rows
        ):
            unknown.append(grid)
    expected = tuple(sheet.name for sheet in sheets)
    file = grids[0].file if grids and in_workbook else ""
    if not {GOALS, GRADES, ENTRIES} & found.keys():
        findings.error(
            "files.no_sheets", Place(file), found=tuple(grid.sheet for grid in grids[:20]), expected=expected
        )
        return {}
    for grid in unknown:
        findings.warning("files.sheet_unknown", Place(grid.file), found=grid.sheet, advice=_near(grid.sheet, sheets))
    for sheet in sheets:
        together = [grid.sheet for grid in found.get(sheet.code, ())]
        if len(together) > 1:
            findings.warning("files.sheets_together", Place(file), sheet=sheet.name, found=together)
        if sheet.code in (GOALS, GRADES, ENTRIES) and sheet.code not in found:
            findings.warning("files.sheet_missing", Place(file), found=sheet.name)
    return found


def _near(name: str, sheets: tuple[Sheet, ...]) -> object:
    from difflib import get_close_matches

    from kaohe.engine import Said

    near = get_close_matches(name, [sheet.name for sheet in sheets], n=1, cutoff=0.5)
    return Said("files.near", {"names": near[0]}) if near else ""
