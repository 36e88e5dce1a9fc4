"""Looks through a file before it is taken: what its name says, its first bytes and its inside must agree. No Django here.

Everything is bounded: a file is at most 20 MB, what is packed in it is counted while it comes out, pictures are not drawn.
A file is never opened by a program of ours, and it is handed out again only to be saved, never to be shown.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final, NamedTuple

from kaohe.engine import Problem, Refused
from kaohe.evidence import packages, pictures
from kaohe.evidence.names import RUNS, clean
from kaohe.files.cells import Odd
from kaohe.files.phrases import Told

LARGEST: Final = 20_000_000
#: How many files one entry or one report may have: asking for less is a kindness, and five pages prove a fact.
MOST_FILES: Final = 5

TAKEN: Final = ("pdf", "ofd", "docx", "xlsx", "pptx", "wps", "et", "dps", "jpg", "jpeg", "png", "txt", "zip")

_OLD_OFFICE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_VIRUS_TEST: Final = b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE"
_MARKUP: Final = re.compile(rb"<\s*(!doctype\s+html|html|script|svg|iframe|body)\b", re.IGNORECASE)
#: Names in a PDF may be written with their letters as numbers (/J#53 is /JS).
_SPELLED: Final = re.compile(rb"#([0-9a-fA-F]{2})")
_PDF_RUNS: Final = re.compile(rb"/(JavaScript|JS|Launch|EmbeddedFile|EmbeddedFiles|RichMedia|XFA)\b")

#: What people bring that isn't taken, and what they should bring instead.
_INSTEAD: Final = (
    (frozenset(["docm", "xlsm", "pptm", "dotm", "xltm", "xlsb", "xlam"]), "evidence.type_macro"),
    (frozenset(["doc", "xls", "ppt", "rtf", "odt", "ods", "odp", "pages", "numbers"]), "evidence.type_old"),
    (frozenset(["heic", "heif", "gif", "bmp", "tif", "tiff", "webp", "raw"]), "evidence.type_picture"),
    (frozenset(["html", "htm", "mht", "mhtml", "svg", "xml", "xhtml"]), "evidence.type_page"),
    (frozenset(["mp4", "mov", "avi", "mp3", "wav", "m4a", "amr"]), "evidence.type_film"),
    (frozenset(["rar", "7z", "gz", "tar", "bz2", "xz", "iso"]), "evidence.type_archive"),
    (RUNS, "evidence.type_program"),
)
_KNOWN: Final = (
    (b"%PDF-", Told("PDF 文档", "a PDF")),
    (b"PK\x03\x04", Told("压缩包或新版 Office 文档", "an archive or an Office document")),
    (_OLD_OFFICE, Told("旧版 Office 或 WPS 文档", "an old Office or WPS document")),
    (b"\xff\xd8\xff", Told("JPG 图片", "a JPG picture")),
    (b"\x89PNG", Told("PNG 图片", "a PNG picture")),
    (b"GIF8", Told("GIF 图片", "a GIF picture")),
    (b"BM", Told("BMP 图片", "a BMP picture")),
    (b"MZ", Told("程序", "a program")),
    (b"\x7fELF", Told("程序", "a program")),
    (b"Rar!", Told("RAR 压缩包", "a RAR archive")),
)


class Sound(NamedTuple):
    """A file that may be kept: the name that is shown, its ending, and the bytes to keep."""

    name: str
    kind: str
    content: bytes


def inspect(name: str, data: bytes) -> Sound:
    """Look a file through. Raises Refused with the reason and what to do instead."""
    called = clean(name)
    try:
        _check_name(called.ending, called.hides_a_program)
        _check_size(len(data))
        if _VIRUS_TEST in data:
            raise Odd("evidence.virus")
        ending = "jpg" if called.ending == "jpeg" else called.ending
        content = _LOOK[ending](data)
    except Odd as odd:
        raise Refused([Problem(odd.code, {**odd.values, "file": called.text or "?"})]) from None
    return Sound(called.text, ending, content)


def _check_name(ending: str, hides_a_program: bool) -> None:
    for endings, code in _INSTEAD:
        if ending in endings:
            raise Odd(code, ending=ending)
    if ending not in TAKEN:
        raise Odd("evidence.type", ending=ending or "—", taken="、".join(TAKEN))
    if hides_a_program:
        raise Odd("evidence.double_name")


def _check_size(size: int) -> None:
    if not size:
        raise Odd("evidence.empty")
    if size > LARGEST:
        raise Odd("evidence.too_large", found=f"{size / 1_000_000:.1f} MB", most=f"{LARGEST // 1_000_000} MB")


def _pdf(data: bytes) -> bytes:
    _begins(data, b"%PDF-", "pdf")
    end = data.rfind(b"%%EOF")
    if end < 0:
        raise Odd("evidence.damaged")
    # Readers look for the end in the last kilobyte, and so may a second format hide behind it.
    tail = data[end + 5 :]
    if (
        len(tail.strip(b"\0\r\n\t ")) > 1024
        or b"PK\x05\x06" in tail
        or _MARKUP.search(tail)
        or _MARKUP.search(data[:1024])
    ):
        raise Odd("evidence.polyglot")
    plain = _SPELLED.sub(lambda match: bytes([int(match[1], 16)]), data)
    if b"/Encrypt" in plain:
        raise Odd("evidence.encrypted")
    if _PDF_RUNS.search(plain):
        raise Odd("evidence.script")
    return data


def _document(ending: str) -> Callable[[bytes], bytes]:
    def look(data: bytes) -> bytes:
        if data.startswith(_OLD_OFFICE) and _wide("EncryptedPackage") in data:
            raise Odd("evidence.encrypted")
        _begins(data, b"PK\x03\x04", ending)
        packages.document(data, ending)
        return data

    return look


def _wps(ending: str) -> Callable[[bytes], bytes]:
    """WPS keeps its own formats in the old Office container; nobody here reads them, so only their parts are asked for."""

    def look(data: bytes) -> bytes:
        if data.startswith(b"PK\x03\x04"):  # newer ones are Office packages under another name
            packages.document(data, {"wps": "docx", "et": "xlsx", "dps": "pptx"}[ending])
            return data
        _begins(data, _OLD_OFFICE, ending)
        if _wide("EncryptedPackage") in data:
            raise Odd("evidence.encrypted")
        if _wide("_VBA_PROJECT") in data or _wide("VBA") in data:
            raise Odd("evidence.macro", part="VBA")
        if _wide("ObjectPool") in data:
            raise Odd("evidence.embedded", part="ObjectPool")
        return data

    return look


def _picture(ending: str) -> Callable[[bytes], bytes]:
    def look(data: bytes) -> bytes:
        _begins(data, b"\xff\xd8\xff" if ending == "jpg" else b"\x89PNG\r\n\x1a\n", ending)
        return pictures.jpg(data) if ending == "jpg" else pictures.png(data)

    return look


def _text(data: bytes) -> bytes:
    for encoding in ("utf-16",) if data[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if any(sign < " " and sign not in "\t\r\n\f" for sign in text):
            break
        if _MARKUP.search(text[:4096].encode()):
            raise Odd("evidence.other_content", ending="txt", found=Told("网页", "a web page"))
        return data
    raise Odd("evidence.other_content", ending="txt", found=_seen(data))


def _archive(data: bytes) -> bytes:
    _begins(data, b"PK\x03\x04", "zip")
    packages.archive(data, frozenset(TAKEN) - {"zip"})
    return data


def _begins(data: bytes, mark: bytes, ending: str) -> None:
    if not data.startswith(mark):
        raise Odd("evidence.other_content", ending=ending, found=_seen(data))


def _seen(data: bytes) -> object:
    """What the first bytes look like."""
    for mark, words in _KNOWN:
        if data.startswith(mark):
            return words
    return Told("网页", "a web page") if _MARKUP.search(data[:1024]) else Told("别的内容", "something else")


def _wide(text: str) -> bytes:
    return text.encode("utf-16-le")


_LOOK: Final[dict[str, Callable[[bytes], bytes]]] = {
    "pdf": _pdf,
    "jpg": _picture("jpg"),
    "png": _picture("png"),
    "txt": _text,
    "zip": _archive,
    **{ending: _document(ending) for ending in packages.MAIN_PARTS},
    **{ending: _wps(ending) for ending in ("wps", "et", "dps")},
}
