"""Text: signs that people read, in one of the encodings they use, and no page in disguise."""

from __future__ import annotations

import re
from typing import Final

from kaohe.evidence.looks.marks import MARKUP, is_program, seen
from kaohe.files.odd import Odd

_CONTROL: Final = re.compile(r"[\x00-\x08\x0b\x0e-\x1f]")


def look(data: bytes) -> bytes:
    """The text as it is. Raises Odd."""
    text = None if is_program(data) else _read(data)
    if text is None or _CONTROL.search(text):
        raise Odd("evidence.other_content", ending="txt", found=seen(data))
    if MARKUP.search(text[:4096].encode("utf-8", "replace")):
        raise Odd("evidence.other_content", ending="txt", found=["网页", "a web page"])
    return data


def _read(data: bytes) -> str | None:
    for encoding in ("utf-16",) if data[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None
