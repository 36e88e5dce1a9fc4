"""Packages: Office documents, OFD and archives are zips. What is in them is counted and looked at, never unpacked to disk."""

from __future__ import annotations

import io
import re
import stat
import zipfile
import zlib
from collections.abc import Iterator
from typing import Final

from kaohe.evidence.names import clean
from kaohe.files.cells import Odd
from kaohe.files.guard import REFUSED_PARTS, REFUSED_TYPES, inflate

MOST_PARTS: Final = 1_000
LARGEST_UNPACKED: Final = 200_000_000
#: Text shrinks to a tenth, an empty sheet to a fiftieth; a hundredfold is made, not written.
LARGEST_RATIO: Final = 100
#: Below this, nobody is harmed by any ratio.
HARMLESS: Final = 1_000_000

#: What makes a package the document that its name says.
MAIN_PARTS: Final = {
    "docx": "word/document.xml",
    "xlsx": "xl/workbook.xml",
    "pptx": "ppt/presentation.xml",
    "ofd": "ofd.xml",
}

_END: Final = b"PK\x05\x06"
#: Fields of Word that fetch or start something when the document is opened.
_DDE: Final = re.compile(rb"\b(DDEAUTO|DDE)\b[^<]{0,200}|<(?:\w+:)?ddeLink\b")
_ENCODING: Final = re.compile(rb"<\?xml[^>]{0,200}encoding=[\"']([\w\-]+)[\"']")
_EXTERNAL: Final = re.compile(rb"<(?:\w+:)?Relationship\b[^>]*>")
_SCRIPT: Final = re.compile(r"\.(js|exe|dll|bat|vbs|html?|svg)$")


def document(data: bytes, ending: str) -> None:
    """An Office document or an OFD. Raises Odd where it isn't one, or holds what no document needs."""
    with _opened(data) as package:
        names = {part.filename.replace("\\", "/").lower() for part in package.infolist()}
        if MAIN_PARTS[ending] not in names or (ending != "ofd" and "[content_types].xml" not in names):
            raise Odd("evidence.other_content", ending=ending, found="zip")
        for part, content in _contents(package):
            _check_part(part.filename.replace("\\", "/"), content)


def archive(data: bytes, taken: frozenset[str]) -> None:
    """An archive of files that would be taken one by one (by their endings), with no archive inside it. Raises Odd."""
    with _opened(data) as package:
        for part, content in _contents(package):
            name = part.filename
            if part.is_dir():
                continue
            ending = clean(name).ending
            if ending in ("zip", "rar", "7z", "gz", "tar") or (
                content.startswith(b"PK\x03\x04") and ending not in MAIN_PARTS
            ):
                raise Odd("evidence.nested", part=_shown(name))
            if ending not in taken:
                raise Odd("evidence.inner_type", part=_shown(name))


def _opened(data: bytes) -> zipfile.ZipFile:
    at = data.rfind(_END, max(0, len(data) - 66_000))
    if not data.startswith(b"PK\x03\x04") or at < 0:
        raise Odd("evidence.damaged")
    if at + 22 + int.from_bytes(data[at + 20 : at + 22], "little") != len(data):
        raise Odd("evidence.polyglot")
    # Every part has this mark in the directory; counted before zipfile makes objects of them.
    if data.count(b"PK\x01\x02") > MOST_PARTS:
        raise Odd("evidence.too_many_parts", most=MOST_PARTS)
    try:
        package = zipfile.ZipFile(io.BytesIO(data))
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OverflowError):
        raise Odd("evidence.damaged") from None
    _check_directory(package, len(data))
    return package


def _check_directory(package: zipfile.ZipFile, size: int) -> None:
    """What the directory admits, before anything is unpacked."""
    seen = set()
    for part in package.infolist():
        name = part.filename.replace("\\", "/")
        if name.startswith("/") or ":" in name or ".." in name.split("/"):
            raise Odd("evidence.path", part=_shown(name))
        if name.lower() in seen:
            raise Odd("evidence.damaged")
        seen.add(name.lower())
        if stat.S_ISLNK(part.external_attr >> 16):
            raise Odd("evidence.link", part=_shown(name))
        if part.flag_bits & 1:
            raise Odd("evidence.encrypted")
    unpacked = sum(part.file_size for part in package.infolist())
    if unpacked > LARGEST_UNPACKED or unpacked > max(HARMLESS, LARGEST_RATIO * size):
        raise Odd("evidence.bomb", most=f"{LARGEST_UNPACKED // 1_000_000} MB", ratio=LARGEST_RATIO)


def _contents(package: zipfile.ZipFile) -> Iterator[tuple[zipfile.ZipInfo, bytes]]:
    """Every part with its bytes, one at a time; what comes out is counted, for a directory may lie."""
    size = sum(part.compress_size for part in package.infolist())
    room = min(LARGEST_UNPACKED, max(HARMLESS, LARGEST_RATIO * size))
    for part in package.infolist():
        try:
            content = inflate(package, part, room, LARGEST_UNPACKED)
        except Odd:
            raise Odd("evidence.bomb", most=f"{LARGEST_UNPACKED // 1_000_000} MB", ratio=LARGEST_RATIO) from None
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError, RuntimeError):
            raise Odd("evidence.damaged") from None
        room -= len(content)
        yield part, content


def _check_part(name: str, content: bytes) -> None:
    lower = name.lower()
    _refuse(REFUSED_PARTS, "/" + lower, name)
    if _SCRIPT.search(lower):
        raise Odd("evidence.inner_type", part=_shown(name))
    if not lower.endswith((".xml", ".rels", ".vml")):
        return
    declared = _ENCODING.match(content.lstrip(b"\xef\xbb\xbf")[:300])
    if b"\0" in content[:200] or (declared and declared[1].lower() not in (b"utf-8", b"us-ascii")):
        # In another encoding the search below would see nothing.
        raise Odd("evidence.damaged")
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
        raise Odd("evidence.entities", part=_shown(name))
    if lower == "[content_types].xml":
        _refuse(REFUSED_TYPES, content.decode("utf-8", "replace").lower(), name, words=True)
    if lower.endswith(".rels"):
        _check_relations(content, name)
    if (
        lower.startswith(("word/", "xl/"))
        and _DDE.search(content)
        and (b"instrText" in content or b"ddeLink" in content)
    ):
        raise Odd("evidence.external", part=_shown(name))


def _check_relations(content: bytes, name: str) -> None:
    """What the package says it needs from elsewhere; a hyperlink is only followed by whoever clicks on it."""
    for match in _EXTERNAL.finditer(content):
        relation = match[0].decode("utf-8", "replace").lower()
        kind = re.search(r"""\btype\s*=\s*["']([^"']*)["']""", relation)
        _refuse(REFUSED_TYPES, kind[1] if kind else "", name)
        if re.search(r"""targetmode\s*=\s*["']external["']""", relation) and not (
            kind and kind[1].endswith("/hyperlink")
        ):
            raise Odd("evidence.external", part=_shown(name))


def _refuse(table: tuple[tuple[re.Pattern[str], str], ...], text: str, part: str, *, words: bool = False) -> None:
    """The guard of the workbooks knows these parts; what it says about workbooks is said here about any document."""
    found = [text] if not words else re.findall(r"""contenttype\s*=\s*["']([^"']*)["']""", text)
    for pattern, code in table:
        if any(pattern.search(each) for each in found):
            raise Odd(code.replace("files.", "evidence."), part=_shown(part))


def _shown(name: str) -> str:
    return clean(name).text[:60]
