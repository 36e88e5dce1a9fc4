"""WPS keeps its own formats in the container of the old Office; nobody here reads them, only their parts are asked for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from kaohe.evidence.looks.marks import OLD_OFFICE, begins
from kaohe.files.odd import Odd

#: An entry of the container's directory is so long, and its name so far from its length.
_ENTRY: Final = 128
_LENGTH_AT: Final = 64
_ORDER: Final = b"\xfe\xff"  # as it lies in the file
_REFUSED: Final = (
    ("evidence.encrypted", ("EncryptedPackage", "EncryptionInfo")),
    ("evidence.macro", ("_VBA_PROJECT", "_VBA_PROJECT_CUR", "VBA", "Macros")),
    ("evidence.embedded", ("ObjectPool", "\x01Ole10Native")),
)
#: Where a table keeps what is embedded in it.
_EMBEDDED: Final = re.compile(rb"M\0B\0D\0(?:[0-9A-F]\0){8}\0\0")


def look(data: bytes, ending: str) -> bytes:
    """The document as it is. Raises Odd."""
    begins(data, OLD_OFFICE, ending)
    if len(data) < 1024 or data[28:30] != _ORDER or data[30] not in (9, 12):
        raise Odd("evidence.damaged")
    for code, names in _REFUSED:
        for name in names:
            if any(_is_entry(data, at, len(name)) for at in _places(data, name)):
                raise Odd(code, part=name.strip("\x01"))
    if any(match.start() % _ENTRY == 0 for match in _EMBEDDED.finditer(data)):
        raise Odd("evidence.embedded", part="MBD")
    return data


def is_locked(data: bytes) -> bool:
    """True for a newer document with a password, which is kept in this container."""
    return data.startswith(OLD_OFFICE) and any(_is_entry(data, at, 16) for at in _places(data, "EncryptedPackage"))


def _places(data: bytes, name: str) -> Iterator[int]:
    wanted, at = name.encode("utf-16-le") + b"\0\0", -1
    while (at := data.find(wanted, at + 1)) >= 0:
        yield at


def _is_entry(data: bytes, at: int, letters: int) -> bool:
    """True where the name stands in the directory, and not in somebody's sentence."""
    return at % _ENTRY == 0 and int.from_bytes(data[at + _LENGTH_AT : at + _LENGTH_AT + 2], "little") == 2 * letters + 2
