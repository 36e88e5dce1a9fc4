"""Pictures: their size is read before anybody draws them, and what they tell beside the picture is left out.

A telephone writes into a picture where and when it was taken. Nobody asked for that, so it isn't kept; only which way up
the picture is held, without which it would lie on its side. What hangs behind the picture's end isn't kept either.
"""

from __future__ import annotations

import re
import struct
from typing import Final

from kaohe.files.cells import Odd

MOST_PIXELS: Final = 40_000_000

_PNG: Final = b"\x89PNG\r\n\x1a\n"
#: Chunks of a PNG that are no part of the picture.
_PNG_TALK: Final = frozenset({b"tEXt", b"zTXt", b"iTXt", b"eXIf", b"tIME"})
#: A marker of a JPEG inside its stream of pixels: neither a stuffed byte nor a restart.
_MARKER: Final = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")
_SIZES: Final = frozenset({0xC0, 0xC1, 0xC2, 0xC3, 0xC5, 0xC6, 0xC7, 0xC9, 0xCA, 0xCB, 0xCD, 0xCE, 0xCF})
_ORIENTATION: Final = 0x0112


def png(data: bytes) -> bytes:
    """The picture alone. Raises Odd where it is cut off, damaged or too large to be drawn."""
    kept, at, sized = [_PNG], len(_PNG), False
    while at + 12 <= len(data):
        length, kind = struct.unpack_from(">I4s", data, at)
        end = at + 12 + length
        if end > len(data) or not kind.isalpha():
            break
        if kind == b"IHDR" and length == 13:
            _check_size(*struct.unpack_from(">II", data, at + 8))
            sized = True
        if kind not in _PNG_TALK:
            kept.append(data[at:end])
        at = end
        if kind == b"IEND":
            if not sized:
                break
            _check_tail(data[at:])
            return b"".join(kept)
    raise Odd("evidence.damaged")


def jpg(data: bytes) -> bytes:
    """The picture alone. Raises Odd where it is cut off, damaged or too large to be drawn."""
    kept, at, sized, turned = [b"\xff\xd8"], 2, False, 0
    while at + 4 <= len(data) and data[at] == 0xFF:
        marker = data[at + 1]
        if marker == 0xFF:  # padding
            at += 1
            continue
        end = at + 2 + int.from_bytes(data[at + 2 : at + 4], "big")
        segment = data[at:end]
        if end > len(data) or len(segment) < 4:
            break
        if marker in _SIZES and len(segment) >= 9:
            height, width = struct.unpack_from(">HH", segment, 5)
            _check_size(width, height)
            sized = True
        if marker == 0xE1:
            turned = turned or _orientation(segment[4:])
        if _is_picture(marker, segment):
            kept.append(segment)
        at = end
        if marker == 0xDA:
            found = _MARKER.search(data, at)
            if found is None:
                break
            kept.append(data[at : found.start()])
            at = found.start()
            if data[at + 1] == 0xD9:
                if not sized:
                    break
                _check_tail(data[at + 2 :])
                kept.insert(1, _exif(turned) if turned > 1 else b"")
                return b"".join((*kept, b"\xff\xd9"))
    raise Odd("evidence.damaged")


def _is_picture(marker: int, segment: bytes) -> bool:
    """The tables and the pixels; of the notes only those that say how colours are meant."""
    if marker == 0xFE or 0xE1 <= marker <= 0xEF:
        return segment[4:16].startswith((b"ICC_PROFILE", b"Adobe"))
    return True


def _check_size(width: int, height: int) -> None:
    if not width or not height:
        raise Odd("evidence.damaged")
    if width * height > MOST_PIXELS:
        raise Odd("evidence.pixels", found=f"{width} × {height}", most=f"{MOST_PIXELS // 1_000_000}")


def _check_tail(tail: bytes) -> None:
    """Telephones hang small films behind a picture; those fall away. A second file is no accident."""
    lower = tail.lower()
    if any(mark in lower for mark in (b"pk\x03\x04", b"pk\x05\x06", b"<html", b"<script", b"%pdf-", b"mz\x90")):
        raise Odd("evidence.polyglot")


def _orientation(exif: bytes) -> int:
    """Which way up the picture is held, 1 to 8; 0 where it doesn't say."""
    if not exif.startswith(b"Exif\0\0") or len(exif) < 16:
        return 0
    body, order = exif[6:], "<" if exif[6:8] == b"II" else ">"
    try:
        (start,) = struct.unpack_from(order + "I", body, 4)
        (count,) = struct.unpack_from(order + "H", body, start)
        for number in range(min(count, 200)):
            tag, kind, _, value = struct.unpack_from(order + "HHIH", body, start + 2 + 12 * number)
            if tag == _ORIENTATION and kind == 3 and 1 <= value <= 8:
                return int(value)
    except struct.error:
        return 0
    return 0


def _exif(orientation: int) -> bytes:
    """The one note that is kept."""
    body = b"Exif\0\0MM\0*" + struct.pack(">IHHHIHHI", 8, 1, _ORIENTATION, 3, 1, orientation, 0, 0)
    return b"\xff\xe1" + struct.pack(">H", len(body) + 2) + body
