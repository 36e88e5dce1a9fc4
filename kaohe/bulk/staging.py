"""CSV files as they are read: every row counts, and nothing is guessed but where the header stands and what divides its cells."""

from __future__ import annotations

import csv
import mmap
import re
import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Final, NamedTuple

from kaohe.bulk.dialects import BLANKS, DUCKDB
from kaohe.bulk.extras import first_line
from kaohe.bulk.paths import path_text
from kaohe.engine import Place, Problem, Refused

#: What DuckDB says of a file of which some lines end otherwise than others.
_MIXED: Final = "CSV Parser state machine reached an invalid state"
#: Where a header is looked for.
_HEAD: Final = 1 << 16
_DIVIDERS: Final = (",", ";", "\t")
#: What DuckDB says of a row that is too short or too long.
_WIDTH: Final = re.compile(r"CSV Error on Line: (\d+).*Expected Number of Columns: (\d+) Found: (\d+)", re.DOTALL)
#: What DuckDB says of any other, and why, behind the row as it stands.
_REASON: Final = re.compile(r"CSV Error on Line: (\d+)\n.*?([^\n]+?)\.?\n\s*\nPossible ", re.DOTALL)


class Header(NamedTuple):
    """The cells of a header, how many rows (a title, blank ones) and how many lines stand before it, and what divides cells."""

    cells: tuple[str, ...]
    before: int
    lines: int
    divider: str


def header_of(file: Path) -> Header:
    """The first row of more than one cell, divided so that most rows have as many. Raises Refused for a file that isn't text, has no such
    row, or says one header twice.
    """
    try:
        with file.open(encoding="utf-8-sig", newline="") as handle:
            lines = handle.readlines(_HEAD)
    except UnicodeDecodeError as wrong:
        raise Refused([Problem("bulk.encoding", {}, Place(str(file), row=_undecodable(file)))]) from wrong
    except (OSError, ValueError) as wrong:
        raise Refused([Problem("bulk.unreadable", {"found": wrong}, Place(str(file)))]) from wrong
    # A title may go over several lines between quotation marks; one with a mark too many is looked at line by line.
    found = _headers(lines, _together) or _headers(lines, _singly)
    if not found:
        raise Refused([Problem("bulk.no_header", {}, Place(str(file)))])
    _, header = max(found, key=lambda each: (each[0], -each[1].lines, len(each[1].cells)))
    plain = [cell.lower() for cell in header.cells]  # DuckDB, too, tells names apart by more than their capitals
    if twice := [cell for at, cell in enumerate(header.cells) if plain[at] in plain[:at]]:
        values = {"column": twice[0], "found": header.cells}
        raise Refused([Problem("bulk.two_columns", values, Place(str(file), row=header.before + 1))])
    return header


def _undecodable(file: Path) -> int:
    """The first line that isn't UTF-8."""
    with file.open("rb") as handle:
        for number, line in enumerate(handle, 1):
            try:
                line.decode()
            except UnicodeDecodeError:
                return number
    return 1


def _headers(lines: Sequence[str], rows_of: Callable[[Sequence[str], str], Iterable[list[str]]]) -> list[tuple[int, Header]]:
    return [found for divider in _DIVIDERS if (found := _first(rows_of(lines, divider), divider))]


def _first(rows: Iterable[list[str]], divider: str) -> tuple[int, Header] | None:
    """The first row of more than one cell, by what divides cells, behind the number of rows that are as wide; 0 where most aren't."""
    header, lines, seen = None, 0, list[list[str]]()
    with suppress(csv.Error):
        for before, row in enumerate(rows):
            cells = [cell.strip() for cell in row]
            seen += [cells] if any(cells) else []
            if header is None and sum(map(bool, cells)) > 1:
                header = Header(tuple(cell or f"({at})" for at, cell in enumerate(cells, 1)), before, lines, divider)
            lines = getattr(rows, "line_num", before + 1)
    if header is None:
        return None
    wide = len(header.cells)
    alike = sum(len(cells) >= wide and not any(cells[wide:]) for cells in seen)
    return (alike if alike * 2 > len(seen) else 0), header


def _together(lines: Sequence[str], divider: str) -> Iterable[list[str]]:
    return csv.reader(lines, delimiter=divider)


def _singly(lines: Sequence[str], divider: str) -> Iterator[list[str]]:
    return (next(csv.reader([line], delimiter=divider), []) for line in lines)


def readable(file: Path, header: Header, target: Path, *, ragged: bool) -> Path:
    """What DuckDB can read of the file: itself, or a copy at `target` from its header on where a title stands before, and with its blank rows
    as empty lines where those are `ragged`.
    """
    if not (header.lines or ragged):
        return file
    odd = "surrogateescape"  # DuckDB says which row isn't UTF-8
    with file.open(encoding="utf-8-sig", errors=odd, newline="") as source, target.open("w", encoding="utf-8", errors=odd, newline="") as copy:
        for _ in range(header.lines):
            source.readline()
        if ragged:
            copy.writelines(_emptied(source, header.divider))
        else:
            shutil.copyfileobj(source, copy)
    return target


def _emptied(lines: Iterator[str], divider: str) -> Iterator[str]:
    """The lines, with nothing left of those of blank rows but their ends: every row stays where it is."""
    read = list[str]()

    def noted() -> Iterator[str]:
        for line in lines:
            read.append(line)
            yield line

    with suppress(csv.Error):  # DuckDB says of the rest what is wrong with it
        for row in csv.reader(noted(), delimiter=divider):
            yield from read if any(cell.strip(BLANKS) for cell in row) else [line[len(line.rstrip("\r\n")) :] for line in read]
            read.clear()
    yield from read
    yield from lines


class Blanks(NamedTuple):
    """Where a file may have rows that say nothing: anywhere, before rows that say something, and such with other than the header's number of
    cells. Few files have any.
    """

    any: bool
    within: bool
    ragged: bool


def may_be_blank(file: Path, header: Header) -> Blanks:
    """What a glance at the bytes tells; what looks like such a row may still be none, within quotation marks."""
    letters = re.escape((BLANKS.replace("\n", "") + header.divider + '"').encode())
    with file.open("rb") as handle, mmap.mmap(handle.fileno(), 0, access=mmap.ACCESS_READ) as held:
        blank = re.compile(rb"\n(?:[%b]*+(?=\n)|[%b]++\Z)" % (letters, letters))
        if not (found := blank.search(held)):
            return Blanks(False, False, False)
        widths = {row[0].count(header.divider.encode()) + 1 for row in blank.finditer(held, found.start()) if row[0].strip(b"\r\n")}
        return Blanks(True, re.compile(rb"[^\n%b]" % letters).search(held, found.start()) is not None, not widths <= {len(header.cells)})


def blanks_of(file: Path, header: Header) -> tuple[tuple[int, int], ...]:
    """Blank rows behind the header, which are passed over: how many others stand before them, and how many there are so far."""
    rows, blank, found = -1 - header.before, 0, dict[int, int]()
    with file.open(encoding="utf-8-sig", newline="") as handle, suppress(csv.Error):
        for row in csv.reader(handle, delimiter=header.divider):
            if rows < 0 or any(cell.strip(BLANKS) for cell in row):
                rows += 1
            else:
                blank += 1
                found[rows] = blank
    return tuple(found.items())


def says_something(header: Header) -> str:
    """True for a row of which a cell isn't blank, as a condition."""
    return " OR ".join(f"COALESCE({DUCKDB.trimmed(DUCKDB.named(cell))}, '') <> ''" for cell in header.cells)


def texts_of(file: Path, header: Header) -> str:
    """What DuckDB reads of it: every cell as text."""
    columns = ", ".join(f"{DUCKDB.said(cell)}: 'VARCHAR'" for cell in header.cells)
    return (
        f"read_csv({path_text(file)}, hive_partitioning = false, "
        f"auto_detect = false, header = true, delim = {DUCKDB.said(header.divider)}, "
        f"quote = '\"', escape = '\"', comment = '', columns = {{{columns}}}, strict_mode = true, null_padding = false)"
    )


def fault(wrong: BaseException, file: Path, above: int = 0) -> Problem:
    """What DuckDB complains of while it reads texts; `above`: rows of the file that it wasn't given. It, too, counts rows and not lines."""
    if width := _WIDTH.search(str(wrong)):
        row, expected, found = map(int, width.groups())
        return Problem("bulk.row_width", {"found": found, "expected": expected}, Place(str(file), row=row + above))
    if _MIXED in str(wrong):
        return Problem("bulk.mixed_lines", {}, Place(str(file)))
    if told := _REASON.search(str(wrong)):
        return Problem("bulk.unreadable", {"found": told[2]}, Place(str(file), row=int(told[1]) + above))
    return Problem("bulk.unreadable", {"found": first_line(wrong)}, Place(str(file)))
