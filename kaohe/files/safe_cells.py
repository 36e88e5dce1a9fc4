"""Texts in cells: none is taken for a formula, none breaks the file, and every one comes back as it was."""

from __future__ import annotations

import re
from typing import Final

#: What a spreadsheet takes for the beginning of a formula: full-width forms and spaces in front included.
_TRICK: Final = r" *[=+\-@\t\r\n＝＋－＠]"
_FORMULA: Final = re.compile(f"'*{_TRICK}")
_GUARDED: Final = re.compile(f"'+{_TRICK}")
#: What no workbook can hold: control marks, half characters.
_UNWRITABLE: Final = re.compile(r"[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")
#: Excel's own limit.
LONGEST: Final = 32_767


def guarded(text: str) -> str:
    """For CSV and for the clipboard, where only the text itself says what it is: an apostrophe in front of what looks like a formula.

    Texts that begin with such an apostrophe get another one, so that `unguarded` gives every text back.
    """
    return f"'{text}" if _FORMULA.match(text) else text


def unguarded(cell: str) -> str:
    """The text behind that apostrophe."""
    return cell[1:] if _GUARDED.match(cell) else cell


def writable(text: str) -> str:
    """Text as a workbook's cell may hold it; it is written as text there and needs no apostrophe."""
    return _UNWRITABLE.sub(" ", text)[:LONGEST]
