"""How wide text is where letters have columns: two for a Chinese character, one for most others, none for a mark on top."""

from __future__ import annotations

import unicodedata


def width(text: str) -> int:
    """Columns that a text takes in a terminal or, nearly, in a cell."""
    return sum(letter_width(letter) for letter in text)


def letter_width(letter: str) -> int:
    """Columns that one letter takes."""
    if unicodedata.combining(letter) or unicodedata.category(letter) in ("Cf", "Mn", "Me"):
        return 0
    return 2 if unicodedata.east_asian_width(letter) in "WF" else 1
