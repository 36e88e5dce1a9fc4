"""Letters that can be set: whatever people typed or pasted becomes text that a paper can hold, and nothing stops the press."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import fields, is_dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any, Final, TypeVar

#: What stands for a character that no face here has (〓, the printers' mark for a missing type).
MISSING: Final = "\u3013"
#: Control characters, lone halves of characters, and marks that turn the direction of writing or can't be seen.
_UNSEEN: Final = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ud800-\udfff\ufe00-\ufe0f\ufeff\ufff9-\uffff]"
)

T = TypeVar("T")


def clean(text: str) -> str:
    """Composed letters, plain spaces for tabs, no control characters, nothing invisible. Line breaks stay."""
    if text.isascii() and text.isprintable():
        return text
    return _UNSEEN.sub("", unicodedata.normalize("NFC", text.replace("\t", " ")))


def in_every_text(value: T, change: Callable[[str], str]) -> T:
    """The same description with every text in it changed."""
    return _changed(value, change)  # type: ignore[no-any-return]


def _changed(value: Any, change: Callable[[str], str]) -> Any:
    if isinstance(value, str):
        return change(value)
    if isinstance(value, tuple):
        parts = [_changed(part, change) for part in value]
        return type(value)(*parts) if hasattr(value, "_fields") else tuple(parts)
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{each.name: _changed(getattr(value, each.name), change) for each in fields(value)})
    return value


def settable(text: str, faces: tuple[Path, ...]) -> str:
    """The text with 〓 for every character that none of these files of type has."""
    odd = {letter for letter in text if not _is_common(letter)}
    for letter in odd - coverage(faces) if odd else ():
        text = text.replace(letter, MISSING)
    return text


def _is_common(letter: str) -> bool:
    """True for what the included faces surely have: ASCII and the national character set GBK."""
    if letter.isascii():
        return letter.isprintable() or letter == "\n"
    try:
        return len(letter.encode("gbk")) == 2 and not 0xE000 <= ord(letter) <= 0xF8FF
    except UnicodeEncodeError:
        return False


@cache
def coverage(faces: tuple[Path, ...]) -> frozenset[str]:
    """Every character that at least one of these files has. Files that can't be read have none."""
    from fontTools.ttLib import TTCollection, TTFont, TTLibError

    found: set[int] = set()
    for path in faces:
        try:
            if path.suffix.lower() in (".ttc", ".otc"):
                with TTCollection(str(path), lazy=True) as several:
                    for font in several.fonts:
                        found |= set(font.getBestCmap() or {})
            else:
                with TTFont(str(path), lazy=True) as font:
                    found |= set(font.getBestCmap() or {})
        except (TTLibError, OSError, KeyError, AssertionError, ValueError):
            continue
    return frozenset(map(chr, found))
