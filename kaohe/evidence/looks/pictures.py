"""Pictures: their size is read before anybody draws them; then they are drawn anew, and only what is seen is kept.

A telephone writes into a picture where and when it was taken, and hangs small films behind it. Nobody asked for that.
Drawing anew leaves out all of it: places, names, colour profiles, and whatever somebody hid between the lines. The one
note that is written again is which way up the picture is held, without which it would lie on its side. A JPG keeps its
own tables, so that it loses hardly anything.
"""

from __future__ import annotations

import io
import re
import struct
from typing import TYPE_CHECKING, Any, Final

from kaohe.evidence.looks.marks import begins, seen
from kaohe.files.odd import Odd

if TYPE_CHECKING:
    from PIL.Image import Image

MOST_PIXELS: Final = 40_000_000
#: For pictures that bring no tables of their own.
_QUALITY: Final = 90
#: A screenshot shrinks little more at a higher one, and costs a multiple.
_PNG_LEVEL: Final = 3

_PNG: Final = b"\x89PNG\r\n\x1a\n"
#: A marker of a JPEG inside its stream of pixels: neither a stuffed byte nor a restart.
_MARKER: Final = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")
_SIZES: Final = frozenset({0xC0, 0xC1, 0xC2, 0xC3, 0xC5, 0xC6, 0xC7, 0xC9, 0xCA, 0xCB, 0xCD, 0xCE, 0xCF})
_ORIENTATION: Final = 0x0112
#: Where a telephone's picture, and each tile of it, says how large it is.
_HEIC_SIZE: Final = re.compile(rb"ispe\0\0\0\0(....)(....)", re.DOTALL)
_HEIC_BRANDS: Final = frozenset([b"heic", b"heix", b"heim", b"heis", b"hevc", b"mif1", b"msf1"])


def png(data: bytes) -> bytes:
    """The picture alone. Raises Odd where it is cut off, damaged or too large to be drawn."""
    check_png(data)
    return _as_png(_opened(data, "PNG"))


def jpg(data: bytes) -> bytes:
    """The picture alone. Raises Odd where it is cut off, damaged or too large to be drawn."""
    check_jpg(data)
    return _as_jpg(_opened(data, "JPEG"))


def heic(data: bytes) -> bytes:
    """The picture as a JPG, since not every office can open the other. Raises Odd."""
    picture = _opened_heic(data)
    try:
        drawn = picture.to_pillow()
    except (ValueError, RuntimeError, EOFError, OSError, SyntaxError):
        raise Odd("evidence.damaged") from None
    return _as_jpg(drawn)


def check_heic(data: bytes) -> None:
    """What its head says. Raises Odd."""
    _opened_heic(data)


def check_png(data: bytes) -> None:
    """What its chunks say, before it is drawn. Raises Odd."""
    begins(data, _PNG, "png")
    at, sized = len(_PNG), False
    while at + 12 <= len(data):
        length, kind = struct.unpack_from(">I4s", data, at)
        end = at + 12 + length
        if end > len(data) or not kind.isalpha():
            break
        if kind == b"IHDR" and length == 13:
            _check_size(*struct.unpack_from(">II", data, at + 8))
            sized = True
        at = end
        if kind == b"IEND":
            if not sized:
                break
            _check_tail(data[at:])
            return
    raise Odd("evidence.damaged")


def check_jpg(data: bytes) -> None:
    """What its segments say, before it is drawn. Raises Odd."""
    begins(data, b"\xff\xd8\xff", "jpg")
    at, sized = 2, False
    while at + 4 <= len(data) and data[at] == 0xFF:
        marker = data[at + 1]
        if marker == 0xFF:  # padding
            at += 1
            continue
        end = at + 2 + int.from_bytes(data[at + 2 : at + 4], "big")
        if end > len(data) or end < at + 4:
            break
        if marker in _SIZES and end - at >= 9:
            height, width = struct.unpack_from(">HH", data, at + 5)
            _check_size(width, height)
            sized = True
        at = end
        if marker == 0xDA:
            found = _MARKER.search(data, at)
            if found is None:
                break
            at = found.start()
            if data[at + 1] == 0xD9:
                if not sized:
                    break
                _check_tail(data[at + 2 :])
                return
    raise Odd("evidence.damaged")


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


def _opened(data: bytes, form: str) -> Image:
    """The picture, drawn. The library reads only the one format that the name says."""
    from PIL import Image

    # Our own limit was asked already, by the head; the library's own would only warn.
    Image.MAX_IMAGE_PIXELS = 2 * MOST_PIXELS
    try:
        picture = Image.open(io.BytesIO(data), formats=[form])
        _check_size(*picture.size)
        picture.load()
        how = _manner(picture)
    except (OSError, ValueError, SyntaxError, EOFError, struct.error, KeyError, TypeError):
        raise Odd("evidence.damaged") from None
    picture.info = {"manner": how, **{name: picture.info[name] for name in ("transparency",) if name in picture.info}}
    return picture


def _manner(picture: Image) -> dict[str, Any]:
    """How it is to be drawn: which way up it is held, and how finely a JPG was drawn."""
    from PIL import Image, JpegImagePlugin

    how: dict[str, Any] = {}
    turned = picture.getexif().get(_ORIENTATION)
    if isinstance(turned, int) and 2 <= turned <= 8:
        note = Image.Exif()
        note[_ORIENTATION] = turned
        how["exif"] = note.tobytes()
    if isinstance(picture, JpegImagePlugin.JpegImageFile) and picture.quantization:
        how["qtables"] = picture.quantization
        if (sampling := JpegImagePlugin.get_sampling(picture)) >= 0:
            how["subsampling"] = sampling
    return how


def _opened_heic(data: bytes) -> Any:
    """The picture, not yet drawn."""
    if data[4:8] != b"ftyp" or data[8:12] not in _HEIC_BRANDS:
        raise Odd("evidence.other_content", ending="heic", found=seen(data))
    for width, height in _HEIC_SIZE.findall(data):
        _check_size(int.from_bytes(width, "big"), int.from_bytes(height, "big"))
    import pi_heif

    try:
        picture = pi_heif.open_heif(data, convert_hdr_to_8bit=True)
        size = picture.size
    except (ValueError, RuntimeError, EOFError, OSError, SyntaxError):
        raise Odd("evidence.damaged") from None
    _check_size(*size)
    return picture


def _as_png(picture: Image) -> bytes:
    how = picture.info.pop("manner")
    target = io.BytesIO()
    picture.save(target, "PNG", compress_level=_PNG_LEVEL, **how)
    return target.getvalue()


def _as_jpg(picture: Image) -> bytes:
    how = picture.info.get("manner", {})
    picture.info = {}
    if picture.mode not in ("L", "RGB"):
        picture = picture.convert("RGB")
        how.pop("qtables", None)  # of other colours
    target = io.BytesIO()
    picture.save(target, "JPEG", **{**({} if "qtables" in how else {"quality": _QUALITY}), **how})
    return target.getvalue()
