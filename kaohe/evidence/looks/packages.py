"""Packages: Office documents, OFD and archives are zips. What is in them is counted and looked at, never unpacked to disk.

Parts go by in pieces, so that a large one costs no memory; the directory is judged before anything is unpacked, and what
comes out is counted again, because a directory may lie.
"""

from __future__ import annotations

import io
import re
import stat
import zipfile
from collections.abc import Callable, Iterator, Mapping
from typing import Final

from kaohe.evidence.looks.marks import ARCHIVES, VIRUS_TEST, ZIP, check_virus, is_program
from kaohe.evidence.looks.xml_parts import Part
from kaohe.evidence.names import clean
from kaohe.files.odd import Odd
from kaohe.files.packing import REFUSED_PARTS, SPOILT, has_more_parts, pieces

MOST_PARTS: Final = 1_000
LARGEST_UNPACKED: Final = 200_000_000
#: Text shrinks to a tenth, an empty sheet to a fiftieth; a hundredfold is made, not written.
LARGEST_RATIO: Final = 100
#: Below this, nobody is harmed by any ratio.
HARMLESS: Final = 1_000_000
#: A file in an archive may be as large as one that comes by itself.
LARGEST_INSIDE: Final = 20_000_000

#: What makes a package the document that its name says.
MAIN_PARTS: Final = {
    "docx": "word/document.xml",
    "xlsx": "xl/workbook.xml",
    "pptx": "ppt/presentation.xml",
    "ofd": "ofd.xml",
}
#: Documents that may be packages; newer ones of WPS are Office documents under another name.
PACKAGES: Final = frozenset([*MAIN_PARTS, "wps", "et", "dps"])
_ARCHIVES: Final = frozenset(["zip", "rar", "7z", "gz", "tar", "bz2", "xz", "iso", "cab", "tgz"])

_END: Final = b"PK\x05\x06"
_LOCAL_HEADER: Final = 30
_UTF8_NAME: Final = 0x800
_ENCRYPTED: Final = 1
_SCRIPT: Final = re.compile(r"\.(js|jse|vbs|vbe|wsf|hta|ps1|bat|cmd|exe|com|scr|dll|jar|html?|mht|svg)$")
#: The table behind a chart is itself a workbook; there it is no embedded object but part of the picture.
_BEHIND_CHART: Final = re.compile(r"^(word|ppt|xl)/embeddings/[^/]+\.xlsx$")
_XML: Final = (".xml", ".rels")

Look = Callable[[bytes], object]


class Room:
    """How much may still be unpacked of one file, whatever lies within what."""

    def __init__(self, size: int) -> None:
        self.left = min(LARGEST_UNPACKED, max(HARMLESS, LARGEST_RATIO * size))


def document(data: bytes, ending: str, room: Room | None = None, *, behind_chart: bool = False) -> None:
    """An Office document or an OFD. Raises Odd where it isn't one, or holds what no document needs."""
    room = room or Room(len(data))
    with _opened(data) as package:
        names = {part.filename.replace("\\", "/").lower() for part in package.infolist()}
        if MAIN_PARTS[ending] not in names or (ending != "ofd" and "[content_types].xml" not in names):
            raise Odd("evidence.other_content", ending=ending, found=["别的压缩包", "another package"])
        charts = any("/charts/" in name for name in names)
        for part in package.infolist():
            name = part.filename.replace("\\", "/").lower()
            if charts and not behind_chart and _BEHIND_CHART.match(name):
                document(_whole(package, part, room), "xlsx", room, behind_chart=True)
            else:
                _look_at_part(package, part, room, ending)


def archive(data: bytes, looks: Mapping[str, Look]) -> None:
    """An archive of files that would be taken one by one, with no archive inside it. Raises Odd.

    looks  how each is looked at, by its ending; those of documents take from this archive's own room
    """
    room = Room(len(data))
    with _opened(data) as package:
        for part in package.infolist():
            if part.is_dir():
                continue
            name, called = _shown(part), clean(_read_name(part))
            content = _whole(package, part, room)
            if called.ending in _ARCHIVES or (content.startswith(ARCHIVES) and called.ending not in PACKAGES):
                raise Odd("evidence.nested", part=name)
            look = looks.get(called.ending)
            if look is None or called.hides_a_program or is_program(content):
                raise Odd("evidence.inner_type", part=name)
            check_virus(content)
            try:
                document(content, called.ending, room) if called.ending in MAIN_PARTS else look(content)
            except Odd as odd:
                raise Odd("evidence.inner", part=name, reason=odd.code, told=odd.values) from None


def _opened(data: bytes) -> zipfile.ZipFile:
    at = data.rfind(_END, max(0, len(data) - 66_000))
    if not data.startswith(ZIP) or not 0 <= at <= len(data) - 22:
        raise Odd("evidence.damaged")
    if at + 22 + int.from_bytes(data[at + 20 : at + 22], "little") != len(data):
        raise Odd("evidence.polyglot")
    if has_more_parts(data, MOST_PARTS):
        raise Odd("evidence.too_many_parts", most=MOST_PARTS)
    try:
        package = zipfile.ZipFile(io.BytesIO(data))
    except SPOILT:
        raise Odd("evidence.damaged") from None
    _check_directory(package, len(data))
    return package


def _check_directory(package: zipfile.ZipFile, size: int) -> None:
    """What the directory admits, before anything is unpacked."""
    seen = set()
    for part in package.infolist():
        # What a program of another system would make of the name counts too, so it is read as it was written.
        name = part.orig_filename.replace("\\", "/")
        if name.startswith("/") or ":" in name or "\0" in name or ".." in name.split("/"):
            raise Odd("evidence.path", part=_shown(part))
        if name.lower() in seen:
            raise Odd("evidence.damaged")
        seen.add(name.lower())
        if stat.S_ISLNK(part.external_attr >> 16):
            raise Odd("evidence.link", part=_shown(part))
        if part.flag_bits & _ENCRYPTED:
            raise Odd("evidence.encrypted")
        if part.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise Odd("evidence.packing", part=_shown(part))
    unpacked = sum(part.file_size for part in package.infolist())
    if unpacked > LARGEST_UNPACKED or unpacked > max(HARMLESS, LARGEST_RATIO * size):
        raise _bomb()
    _check_apart(package.infolist())


def _bomb() -> Odd:
    return Odd("evidence.bomb", most=f"{LARGEST_UNPACKED // 1_000_000} MB", ratio=LARGEST_RATIO)


def _check_apart(parts: list[zipfile.ZipInfo]) -> None:
    """Parts that share the same bytes unpack to far more than a directory's sum: each must have its own."""
    end = 0
    for part in sorted(parts, key=lambda each: each.header_offset):
        if part.header_offset < end:
            raise _bomb()
        end = part.header_offset + _LOCAL_HEADER + part.compress_size


def _pieces(package: zipfile.ZipFile, part: zipfile.ZipInfo, room: Room) -> Iterator[bytes]:
    """The part's bytes as they come, taken from the room there is."""
    try:
        for piece in pieces(package, part, room.left):
            room.left -= len(piece)
            yield piece
    except Odd:
        raise _bomb() from None
    except SPOILT:
        raise Odd("evidence.damaged") from None


def _whole(package: zipfile.ZipFile, part: zipfile.ZipInfo, room: Room) -> bytes:
    if part.file_size > LARGEST_INSIDE:
        raise Odd("evidence.inner_large", part=_shown(part), most=f"{LARGEST_INSIDE // 1_000_000} MB")
    return b"".join(_pieces(package, part, room))


def _look_at_part(package: zipfile.ZipFile, part: zipfile.ZipInfo, room: Room, ending: str) -> None:
    name = part.filename.replace("\\", "/")
    lower = name.lower()
    for pattern, code in REFUSED_PARTS:
        if pattern.search("/" + lower):
            raise Odd(code.replace("files.", "evidence."), part=_shown(part))
    if _SCRIPT.search(lower):
        raise Odd("evidence.inner_type", part=_shown(part))
    parser = Part(name, _shown(part), ending) if lower.endswith(_XML) else None
    last = b""
    for number, piece in enumerate(_pieces(package, part, room)):
        if number == 0 and is_program(piece):
            raise Odd("evidence.inner_type", part=_shown(part))
        if VIRUS_TEST in last + piece:
            raise Odd("evidence.virus")
        last = piece[-len(VIRUS_TEST) :]
        if parser:
            parser.feed(piece)
    if parser:
        parser.close()


def _read_name(part: zipfile.ZipInfo) -> str:
    """The name as people wrote it: Chinese systems pack names in their own encoding and don't say so."""
    if part.flag_bits & _UTF8_NAME:
        return part.filename
    try:
        return part.filename.encode("cp437").decode("gb18030")
    except UnicodeError:
        return part.filename


def _shown(part: zipfile.ZipInfo) -> str:
    return clean(_read_name(part)).text[:60]
