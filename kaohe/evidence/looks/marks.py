"""What the first bytes of a file say, and marks that may stand nowhere in one."""

from __future__ import annotations

import re
from typing import Final

from kaohe.files.odd import Odd

OLD_OFFICE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ZIP: Final = b"PK\x03\x04"
#: The signature that every virus scanner knows, for trying whether one is at work.
VIRUS_TEST: Final = b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE"
MARKUP: Final = re.compile(rb"<\s*(!doctype\s+html|html|script|svg|iframe|body)\b", re.IGNORECASE)

#: The two words beside each other are Chinese and English; the parent process makes one of them.
Pair = list[str]
_KNOWN: Final[tuple[tuple[bytes, Pair], ...]] = (
    (b"%PDF-", ["PDF 文档", "a PDF"]),
    (ZIP, ["压缩包或新版 Office 文档", "an archive or an Office document"]),
    (OLD_OFFICE, ["旧版 Office 或 WPS 文档", "an old Office or WPS document"]),
    (b"\xff\xd8\xff", ["JPG 图片", "a JPG picture"]),
    (b"\x89PNG", ["PNG 图片", "a PNG picture"]),
    (b"GIF8", ["GIF 图片", "a GIF picture"]),
    (b"BM", ["BMP 图片", "a BMP picture"]),
    (b"MZ", ["程序", "a program"]),
    (b"\x7fELF", ["程序", "a program"]),
    (b"Rar!", ["RAR 压缩包", "a RAR archive"]),
    (b"7z\xbc\xaf\x27\x1c", ["7z 压缩包", "a 7z archive"]),
    (b"\x1f\x8b", ["gz 压缩包", "a gz archive"]),
)
_PROGRAMS: Final = (b"MZ", b"\x7fELF", b"\xcf\xfa\xed\xfe", b"\xfe\xed\xfa", b"#!")
ARCHIVES: Final = (ZIP, b"Rar!", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b", b"BZh", b"\xfd7zXZ")


def begins(data: bytes, mark: bytes, ending: str) -> None:
    """Raises Odd where the content isn't what the ending says, with what it looks like."""
    if not data.startswith(mark):
        raise Odd("evidence.other_content", ending=ending, found=seen(data))


def seen(data: bytes) -> Pair:
    """What the first bytes look like."""
    if data[4:8] == b"ftyp":
        return ["手机照片或影音", "a telephone's picture or film"]
    for mark, words in _KNOWN:
        if data.startswith(mark):
            return words
    return ["网页", "a web page"] if MARKUP.search(data[:1024]) else ["别的内容", "something else"]


def is_program(head: bytes) -> bool:
    """True where it would run when it is opened."""
    return head.startswith(_PROGRAMS)


def check_virus(data: bytes) -> None:
    """Raises Odd for the test signature."""
    if VIRUS_TEST in data:
        raise Odd("evidence.virus")
