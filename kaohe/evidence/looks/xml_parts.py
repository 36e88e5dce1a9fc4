"""One XML part of a document, read by element and attribute: references elsewhere, embedded objects, fields that fetch.

A search in the bytes would miss what is spelled with character references, split over several runs, or given as an
attribute; the parser sees it as the program that opens the document would.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final
from xml.parsers import expat

from kaohe.files.odd import Odd
from kaohe.files.packing import REFUSED_TYPES

#: Fields of Word that fetch or start something when the document is opened.
_FETCHING: Final = frozenset(["DDE", "DDEAUTO", "LINK", "INCLUDETEXT", "IMPORT", "DATABASE"])
#: A picture field with a place on this machine is a trace of copying; one with another's place calls there.
_ELSEWHERE: Final = re.compile(r"(?<!file)://|file://(?!/)|(?:^|[\s\"])\\\\", re.IGNORECASE)
#: Formulas that call a program or another machine. The stroke is no sign of Excel's but the one of DDE.
_QUOTED: Final = re.compile(r""""[^"]*"|'[^']*'""")
_CALLING: Final = re.compile(r"\||\b(WEBSERVICE|RTD|CALL|REGISTER|REGISTER\.ID|EXEC)\s*\(", re.IGNORECASE)
_FORMULAS: Final = frozenset(["f", "formula", "formula1", "formula2", "definedName"])
_EMBEDDED: Final = frozenset(["oleObject", "OLEObject", "oleObj", "control", "altChunk"])
_PROGRAM: Final = re.compile(r"ppaction://(program|macro|ole)|javascript:|vbscript:", re.IGNORECASE)


class Part:
    """One part while it goes by. Every method raises Odd for what no document needs.

    name, shown  its path, and what is said of it in a refusal
    """

    def __init__(self, name: str, shown: str, ending: str) -> None:
        self.name, self.shown, self.ending = name.lower(), shown, ending
        self._fields: list[str] = []  # field codes of Word, one within the other
        self._text: list[str] | None = None  # of the element that is being collected
        self._first = True
        # Whatever encoding a part declares, these formats know only this one.
        self._parser = expat.ParserCreate("UTF-8")
        self._parser.StartDoctypeDeclHandler = self._doctype
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._characters

    def feed(self, piece: bytes) -> None:
        """The next piece."""
        if self._first and piece[:2] in (b"\xfe\xff", b"\xff\xfe"):
            raise Odd("evidence.damaged")
        self._first = False
        self._parse(piece, last=False)

    def close(self) -> None:
        """There is no more. An empty part is no XML, but harms nobody."""
        if not self._first:
            self._parse(b"", last=True)
        for code in self._fields:
            self._check_field(code)

    def _parse(self, piece: bytes, *, last: bool) -> None:
        try:
            self._parser.Parse(piece, last)
        except expat.ExpatError:
            raise Odd("evidence.damaged") from None

    def _doctype(self, *_: object) -> None:
        raise Odd("evidence.entities", part=self.shown)

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        kind = tag.rpartition(":")[2]
        if handler := _HANDLERS.get(kind):
            handler(self, {name.rpartition(":")[2]: value for name, value in attributes.items()})
        elif kind in _EMBEDDED:
            raise Odd("evidence.embedded", part=self.shown)
        elif kind == "instrText" or (kind in _FORMULAS and self.name.startswith("xl/")):
            self._text = []
        elif self.ending == "ofd" and "script" in kind.lower():
            raise Odd("evidence.script")
        for value in attributes.values():
            if ":" in value and _PROGRAM.search(value):
                raise Odd("evidence.script")

    def _characters(self, text: str) -> None:
        if self._text is not None:
            self._text.append(text)

    def _end(self, tag: str) -> None:
        if self._text is None:
            return
        text, self._text = "".join(self._text), None
        if tag.rpartition(":")[2] != "instrText":
            if _CALLING.search(_QUOTED.sub("", text)):
                raise Odd("evidence.external", part=self.shown)
        elif self._fields:
            self._fields[-1] += text
        else:
            self._fields.append(text)

    def _on_field(self, attributes: dict[str, str]) -> None:
        """A field begins, turns to its result, or ends; its code is complete with the second."""
        kind = attributes.get("fldCharType")
        if kind == "begin":
            self._fields.append("")
        elif self._fields and kind == "end":
            self._check_field(self._fields.pop())

    def _on_simple_field(self, attributes: dict[str, str]) -> None:
        self._check_field(attributes.get("instr", ""))

    def _check_field(self, code: str) -> None:
        words = code.split()
        name = words[0].upper() if words else ""
        if name in _FETCHING or (name == "INCLUDEPICTURE" and _ELSEWHERE.search(code)):
            raise Odd("evidence.external", part=self.shown)

    def _on_relation(self, attributes: dict[str, str]) -> None:
        """What the part says it needs; a hyperlink is only followed by whoever clicks on it."""
        kind = attributes.get("Type", "").lower()
        if kind.endswith("/package") and "/charts/" in self.name:
            return
        self._refuse(kind)
        if attributes.get("TargetMode", "").lower() == "external" and not kind.endswith("/hyperlink"):
            raise Odd("evidence.external", part=self.shown)

    def _on_type(self, attributes: dict[str, str]) -> None:
        if self.name == "[content_types].xml":
            self._refuse(attributes.get("ContentType", "").lower())

    def _on_dde(self, _: dict[str, str]) -> None:
        raise Odd("evidence.external", part=self.shown)

    def _refuse(self, kind: str) -> None:
        """The guard of the workbooks knows these kinds; what it says about workbooks is said here about any document."""
        for pattern, code in REFUSED_TYPES:
            if pattern.search(kind):
                raise Odd(code.replace("files.", "evidence."), part=self.shown)


_HANDLERS: Final[dict[str, Callable[[Part, dict[str, str]], None]]] = {
    "Relationship": Part._on_relation,
    "Override": Part._on_type,
    "Default": Part._on_type,
    "fldChar": Part._on_field,
    "fldSimple": Part._on_simple_field,
    "ddeLink": Part._on_dde,
}
