"""Which single byte of a content was changed: the old checksum points at it, the old digest proves it."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from typing import Final, NamedTuple

_POLYNOMIAL: Final = 0xEDB88320
#: Beyond this size the search would keep people waiting; the member is still named.
_LARGEST: Final = 8_000_000


class Changed(NamedTuple):
    """The offset of the changed byte, what it is, and what it was."""

    offset: int
    found: int
    expected: int


def _table() -> tuple[int, ...]:
    rows = []
    for byte in range(256):
        row = byte
        for _ in range(8):
            row = row >> 1 ^ (_POLYNOMIAL if row & 1 else 0)
        rows.append(row)
    return tuple(rows)


def find_changed_byte(content: bytes, checksum: int, is_right: Callable[[bytes], bool]) -> Changed | None:
    """The one byte that differs from what was written; None if more than one does, or the checksum itself does.

    checksum  the CRC-32 of what was written
    is_right  whether a mended content is what was written (by its digest)
    """
    if len(content) > _LARGEST:
        return None
    table = _table()
    change_of = {row: byte for byte, row in enumerate(table) if byte}
    starting_with = {row >> 24: byte for byte, row in enumerate(table)}
    # A checksum is linear: the difference of two checksums depends on the changed bits and on what follows them only.
    # Walked backwards over the zeros that follow, it becomes that of a last byte, which one of 255 values explains.
    trace = zlib.crc32(content) ^ checksum
    for offset in range(len(content) - 1, -1, -1):
        change = change_of.get(trace)
        if change is not None:
            expected = content[offset] ^ change
            if is_right(content[:offset] + bytes([expected]) + content[offset + 1 :]):
                return Changed(offset, content[offset], expected)
        low = starting_with[trace >> 24]
        trace = (trace ^ table[low]) << 8 & 0xFFFFFFFF | low
    return None
