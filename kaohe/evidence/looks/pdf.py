"""PDF: header and trailer, one format from the first byte to the last, nothing that runs, nothing locked.

A PDF is not drawn here. What it may do when it is opened stands in its objects, plain or packed together in object
streams; pictures and fonts in other streams are only numbers and are not searched.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from typing import Final

from kaohe.evidence.looks.marks import MARKUP, begins, check_virus
from kaohe.files.odd import Odd

#: Readers look for the end in the last kilobyte.
_LAST: Final = 1024
#: How much the packed objects of one file may come to.
LARGEST_OBJECTS: Final = 64_000_000
#: The dictionary in front of a stream is short; more of it isn't read.
_DICTIONARY: Final = 4096

#: Names may be written with their letters as numbers (/J#53 is /JS).
_SPELLED: Final = re.compile(rb"#([0-9a-fA-F]{2})")
#: Long names only: three letters come up by chance in every large picture.
_RUNS: Final = re.compile(rb"/(JavaScript|Launch|EmbeddedFiles?|RichMedia|Rendition|ImportData|SubmitForm|GoToE)\b")
_FORM: Final = re.compile(rb"/XFA\s*[\[<(\d]")
_STREAM: Final = re.compile(rb">>\s*stream\r?\n")
_FILTERS: Final = re.compile(rb"/(\w+Decode)\b")


def look(data: bytes) -> bytes:
    """The PDF as it is. Raises Odd."""
    begins(data, b"%PDF-", "pdf")
    end = data.rfind(b"%%EOF")
    if end < 0 or b"startxref" not in data[max(0, end - _LAST) : end]:
        raise Odd("evidence.damaged")
    _check_one_format(data, end + 5)
    _check_objects(data)
    room = LARGEST_OBJECTS
    for objects in _packed(data):
        room -= len(objects)
        if room < 0:
            raise Odd("evidence.too_heavy")
        check_virus(objects)
        _check_objects(objects)
    return data


def _check_one_format(data: bytes, end: int) -> None:
    tail = data[end:]
    if len(tail.strip(b"\0\r\n\t ")) > _LAST or MARKUP.search(tail) or MARKUP.search(data[:1024]):
        raise Odd("evidence.polyglot")
    # An archive's own end lies within its last 64 kB, whatever is written behind it as its remark.
    if b"PK\x05\x06" in data[-66_000:]:
        raise Odd("evidence.polyglot")


def _check_objects(data: bytes) -> None:
    plain = _SPELLED.sub(lambda match: bytes([int(match[1], 16)]), data)
    if b"/Encrypt" in plain:
        raise Odd("evidence.encrypted")
    if _RUNS.search(plain) or _FORM.search(plain):
        raise Odd("evidence.script")


def _packed(data: bytes) -> Iterator[bytes]:
    """The objects that are packed together, stream by stream. Raises Odd for packing that nobody could look through."""
    for match in _STREAM.finditer(data):
        start = max(data.rfind(b"obj", 0, match.start()), match.start() - _DICTIONARY)
        told = _SPELLED.sub(lambda found: bytes([int(found[1], 16)]), data[start : match.end()])
        if b"/ObjStm" not in told:
            continue
        filters = _FILTERS.findall(told)
        if filters not in ([], [b"FlateDecode"]):
            raise Odd("evidence.script")
        body = data[match.end() : match.end() + LARGEST_OBJECTS]
        if not filters:
            continue  # not packed at all: it was searched with the rest
        try:
            yield zlib.decompressobj().decompress(body, LARGEST_OBJECTS + 1)
        except zlib.error:
            raise Odd("evidence.damaged") from None
