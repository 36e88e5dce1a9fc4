"""Numbers as people read them: a true minus sign, two decimals at most, never a bare float."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Final

from kaohe.engine import Exact, rounded, shown, times

MINUS: Final = "−"
PLACES: Final = 2


def figure(number: Exact | None, *, blank: str = "—") -> str:
    """The shortest text with at most two decimals; "≈" in front where digits were dropped, `blank` while unknown."""
    if number is None:
        return blank
    short = rounded(number, PLACES, "half_up")
    text = shown(short).replace("-", MINUS)
    return text if short == number else f"≈{text}"


def fixed(number: Exact | None, places: int = PLACES, *, blank: str = "—") -> str:
    """With exactly so many decimals, as columns of figures want it."""
    if number is None:
        return blank
    return format(rounded(number, places, "half_up"), "f").replace("-", MINUS)


def change(number: Exact | None, *, blank: str = "—") -> str:
    """With its sign: "+1.5", "−2", "0"."""
    text = figure(number, blank=blank)
    if number is None or number <= 0:
        return text
    return text.replace("≈", "≈+") if text.startswith("≈") else f"+{text}"


def size(number: Exact) -> Exact:
    """The number without its sign."""
    return -number if number < 0 else number


def percent(weight: Exact) -> str:
    """A weight as people say it: 0.6 → "60%"."""
    return f"{shown(times(weight, Decimal(100)))}%"


def part(number: Exact | None, of: Exact, span: float = 100) -> float:
    """How much of a drawing `span` wide belongs to `number` out of `of`; within the drawing always.

    The one place where an exact number becomes a float: for a place on a drawing, never for a figure.
    """
    if number is None or of <= 0 or number <= 0:
        return 0.0
    return float(min(Fraction(number) / Fraction(of), Fraction(1))) * span


def width(number: Exact | None, of: Exact, span: int = 100) -> str:
    """The same as the shortest text with two decimals."""
    return plain(part(number, of, span))


def plain(place: float) -> str:
    """A place on a drawing, in at most two decimals."""
    return format(place, ".2f").rstrip("0").rstrip(".")
