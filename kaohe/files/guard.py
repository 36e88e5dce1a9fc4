"""Looks through a workbook's package before any parser sees it, and hands on only what was looked through.

A workbook is a zip of XML. What can do harm is refused here in bounded time and memory: packages that unpack to far more
than they are, macros, embedded files, links to elsewhere, document types with entities, and sheets whose cells lie so far
out that a table of them would fill the memory. The parts are then packed anew, so that no second reader of the zip can
see anything else than what was checked.
"""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass, field
from typing import Final
from xml.parsers import expat

from kaohe.files.cells import OFFSET_1904
from kaohe.files.odd import Odd
from kaohe.files.packing import REFUSED_PARTS, REFUSED_TYPES, SPOILT, has_more_parts, pieces

LARGEST_FILE: Final = 20_000_000
LARGEST_UNPACKED: Final = 64_000_000
MOST_PARTS: Final = 1_000
MOST_ROWS: Final = 200_000
MOST_CELLS: Final = 2_000_000
MOST_ELEMENTS: Final = 6_000_000

_OTHER_FORMATS: Final = (
    ("xl/workbook.bin", ".xlsb"),
    ("content.xml", ".ods"),
    ("word/document.xml", ".docx"),
    ("ppt/presentation.xml", ".pptx"),
    ("OFD.xml", ".ofd"),
)


@dataclass(slots=True)
class Notes:
    """What the scan saw of one sheet that the parser won't tell.

    wrong    cells whose formula failed; unsaved ones have no saved result: (row, column), counted from 1
    """

    hidden_rows: list[int] = field(default_factory=list)
    hidden_columns: list[int] = field(default_factory=list)
    wrong: set[tuple[int, int]] = field(default_factory=set)
    unsaved: set[tuple[int, int]] = field(default_factory=set)


@dataclass(slots=True)
class Package:
    """A package that may be read: its clean bytes, what was noted sheet by sheet, and where its calendar starts."""

    data: bytes
    notes: dict[str, Notes]
    date_offset: int = 0


def look_through(data: bytes) -> Package:
    """Check the package and pack it anew. Raises Odd with the sentence that says why it is refused."""
    _know(data)
    if has_more_parts(data, MOST_PARTS):
        raise Odd("files.too_many_parts", most=MOST_PARTS)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            return _look_through(package)
    except SPOILT:
        raise Odd("files.not_a_workbook") from None


def _know(data: bytes) -> None:
    """Tell what else people take for a workbook."""
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        encrypted = "EncryptedPackage".encode("utf-16-le") in data
        raise Odd("files.encrypted" if encrypted else "files.old_format")
    if not data.startswith(b"PK"):
        head = data[:512].lstrip().lower()
        found = ".pdf" if head.startswith(b"%pdf") else "HTML" if b"<html" in head or b"<table" in head else ""
        if found:
            raise Odd("files.other_format", found=found)
        raise Odd("files.not_a_workbook")


def _look_through(package: zipfile.ZipFile) -> Package:
    parts = package.infolist()
    names = [part.filename for part in parts]
    lower = [name.replace("\\", "/").lower() for name in names]
    if len(set(lower)) != len(lower):
        raise Odd("files.not_a_workbook")
    for name in lower:
        _refuse(REFUSED_PARTS, "/" + name, name)
    if "xl/workbook.xml" not in lower:
        raise next(
            (Odd("files.other_format", found=kind) for mark, kind in _OTHER_FORMATS if mark.lower() in lower),
            Odd("files.not_a_workbook"),
        )
    scan = _Scan()
    clean = io.BytesIO()
    room = LARGEST_UNPACKED
    with zipfile.ZipFile(clean, "w", zipfile.ZIP_STORED) as target:
        for part in parts:
            if part.flag_bits & 1:
                raise Odd("files.encrypted")
            if part.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
                raise Odd("files.damaged", part=part.filename)
            content = _unpacked(package, part, room)
            room -= len(content)
            if part.filename.lower().endswith((".xml", ".rels")):
                scan.part(part.filename, content)
                target.writestr(zipfile.ZipInfo(part.filename), content)
    return Package(clean.getvalue(), scan.notes_by_sheet(), OFFSET_1904 if scan.from_1904 else 0)


def _unpacked(package: zipfile.ZipFile, part: zipfile.ZipInfo, room: int) -> bytes:
    try:
        return b"".join(pieces(package, part, room))
    except Odd as odd:
        raise Odd(odd.code, most=f"{LARGEST_UNPACKED // 1_000_000} MB") from None


def _refuse(table: tuple[tuple[re.Pattern[str], str], ...], text: str, part: str) -> None:
    for pattern, code in table:
        if pattern.search(text):
            raise Odd(code, part=part)


class _Scan:
    """Goes once through all XML parts, by element names and attributes alone."""

    def __init__(self) -> None:
        self.from_1904 = False
        self._name = ""
        self._elements = 0
        self._sheets: list[tuple[str, str]] = []  # name, relation
        self._targets: dict[str, str] = {}  # relation of the workbook, part
        self._notes: dict[str, Notes] = {}
        self._start_sheet()

    def _start_sheet(self) -> None:
        self._rows = 0
        self._row = 0  # as the row's own element counts it
        self._at = (0, 0)  # the cell at hand, as it names itself
        self._column = 0
        self._most_row = 0
        self._most_column = 0
        self._open: tuple[int, int] | None = None
        self._sheet = Notes()

    def part(self, name: str, content: bytes) -> None:
        """Scan one part. Raises Odd."""
        self._name = name
        self._start_sheet()
        if content[:2] in (b"\xfe\xff", b"\xff\xfe"):
            raise Odd("files.damaged", part=name)
        # Whatever encoding a part declares, the workbook format knows only this one that we accept.
        parser = expat.ParserCreate("UTF-8")
        parser.ordered_attributes = False
        parser.StartDoctypeDeclHandler = self._doctype
        parser.StartElementHandler = self._start
        try:
            parser.Parse(content, True)
        except expat.ExpatError:
            raise Odd("files.damaged", part=name) from None
        self._close_cell()
        self._notes[name.lower()] = self._sheet

    def notes_by_sheet(self) -> dict[str, Notes]:
        """The notes by the sheets' names, as far as the package says which part holds which sheet."""
        found = {}
        for name, relation in self._sheets:
            target = self._targets.get(relation, "").lower().lstrip("/")
            path = target if target.startswith("xl/") else "xl/" + target
            if path in self._notes:
                found[name] = self._notes[path]
        return found

    def _doctype(self, *_: object) -> None:
        raise Odd("files.entities", part=self._name)

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        self._elements += 1
        if self._elements > MOST_ELEMENTS:
            raise Odd("files.too_many_cells", most=MOST_CELLS)
        handler = _HANDLERS.get(tag) or (_HANDLERS.get(tag.rpartition(":")[2]) if ":" in tag else None)
        if handler:
            handler(self, attributes)
        elif attributes:
            self._on_announced(attributes)

    def _on_announced(self, attributes: dict[str, str]) -> None:
        """A list that announces how long it is: parsers make room for that many before they see one."""
        for name in ("count", "uniqueCount"):
            if name in attributes and _number(attributes[name], self._name) > MOST_CELLS:
                raise Odd("files.too_many_cells", most=MOST_CELLS)

    def _on_cell(self, attributes: dict[str, str]) -> None:
        self._close_cell()
        reference = attributes.get("r")
        self._at = _position(reference, self._name) if reference else (self._row, self._column + 1)
        self._column = self._at[1]
        if attributes.get("t") == "e":
            self._sheet.wrong.add(self._at)

    def _on_row(self, attributes: dict[str, str]) -> None:
        self._close_cell()
        self._rows += 1
        number = attributes.get("r")
        self._row = _number(number, self._name) if number else self._row + 1
        self._column = 0
        if self._rows > MOST_ROWS:
            raise Odd("files.too_many_rows", most=MOST_ROWS)
        if attributes.get("hidden") in ("1", "true"):
            self._sheet.hidden_rows.append(self._row)

    def _on_value(self, _: dict[str, str]) -> None:
        """A cell with content: only these make the table that a parser will lay out.

        A cell may name another row than the one it stands in; whichever a parser believes, the farther one is judged.
        """
        self._open = None
        row, column = self._at
        if row < self._row:
            row = self._row
        if row > self._most_row or column > self._most_column:
            self._most_row = max(self._most_row, row)
            self._most_column = max(self._most_column, column)
            if self._most_row * self._most_column > MOST_CELLS or self._most_row > MOST_ROWS:
                raise Odd("files.too_far", row=self._most_row, column=self._most_column)

    def _on_formula(self, _: dict[str, str]) -> None:
        self._on_value(_)
        self._open = self._at

    def _close_cell(self) -> None:
        if self._open:
            self._sheet.unsaved.add(self._open)
            self._open = None

    def _on_column(self, attributes: dict[str, str]) -> None:
        if attributes.get("hidden") in ("1", "true"):
            first = _number(attributes.get("min", "1"), self._name)
            last = min(_number(attributes.get("max", "1"), self._name), first + 100)
            self._sheet.hidden_columns.extend(range(first, last + 1))

    def _on_sheet(self, attributes: dict[str, str]) -> None:
        relation = next((value for name, value in attributes.items() if name.endswith(":id")), "")
        self._sheets.append((attributes.get("name", ""), relation))

    def _on_relation(self, attributes: dict[str, str]) -> None:
        kind = attributes.get("Type", "").lower()
        _refuse(REFUSED_TYPES, kind, self._name)
        if attributes.get("TargetMode", "").lower() == "external" and not kind.endswith("/hyperlink"):
            raise Odd("files.external", part=self._name)
        if self._name.lower().endswith("workbook.xml.rels"):
            self._targets[attributes.get("Id", "")] = attributes.get("Target", "")

    def _on_type(self, attributes: dict[str, str]) -> None:
        _refuse(REFUSED_TYPES, attributes.get("ContentType", "").lower(), self._name)

    def _on_workbook(self, attributes: dict[str, str]) -> None:
        self.from_1904 = attributes.get("date1904") in ("1", "true")

    def _on_dde(self, _: dict[str, str]) -> None:
        raise Odd("files.external", part=self._name)

    def _on_ole(self, _: dict[str, str]) -> None:
        raise Odd("files.embedded", part=self._name)


_HANDLERS: Final = {
    "c": _Scan._on_cell,
    "v": _Scan._on_value,
    "is": _Scan._on_value,
    "f": _Scan._on_formula,
    "row": _Scan._on_row,
    "col": _Scan._on_column,
    "sheet": _Scan._on_sheet,
    "Relationship": _Scan._on_relation,
    "Override": _Scan._on_type,
    "Default": _Scan._on_type,
    "workbookPr": _Scan._on_workbook,
    "ddeLink": _Scan._on_dde,
    "oleObject": _Scan._on_ole,
}

_REFERENCE: Final = re.compile(r"([A-Za-z]{1,3})([0-9]{1,7})")


def _position(reference: str, part: str) -> tuple[int, int]:
    """Row and column of "B12", counted from 1."""
    match = _REFERENCE.fullmatch(reference)
    if not match:
        raise Odd("files.damaged", part=part)
    column = 0
    for letter in match[1].upper():
        column = column * 26 + ord(letter) - 64
    return int(match[2]), column


def _number(text: str, part: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) <= 7):
        raise Odd("files.damaged", part=part)
    return int(text)


def letters(column: int) -> str:
    """The letters over a column counted from 1: 28 is AB."""
    text = ""
    while column:
        column, rest = divmod(column - 1, 26)
        text = chr(65 + rest) + text
    return text
