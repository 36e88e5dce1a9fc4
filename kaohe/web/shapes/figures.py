"""Numbers and short words as pages write them: a true minus sign, two decimals at most, never a bare float."""

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction

from django.utils.translation import get_language

from kaohe.engine import Exact, rounded, shown

MINUS = "−"
PLACES = 2


def language() -> str:
    """The reader's language as the engine names it: "zh" or "en"."""
    return "en" if (get_language() or "").startswith("en") else "zh"


def listed(words: Iterable[str]) -> str:
    """Several names in one sentence, as the reader's language divides them."""
    return (", " if language() == "en" else "、").join(words)


def aside(words: str) -> str:
    """Words in brackets behind others."""
    return f" ({words})" if language() == "en" else f"（{words}）"


def headed(label: str, words: str) -> str:
    """Words behind what they are about."""
    return f"{label}: {words}" if language() == "en" else f"{label}：{words}"


def joined(sentences: Iterable[str]) -> str:
    """Several short sentences behind each other."""
    return ("; " if language() == "en" else "；").join(sentences)


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


def percent(weight: Decimal) -> str:
    """A weight as people say it: 0.6 → "60%"."""
    return f"{shown(weight * 100)}%"


def width(number: Exact | None, of: Exact, span: int = 100) -> str:
    """How much of a drawing `span` wide belongs to `number` out of `of`; within the drawing always."""
    if number is None or of <= 0 or number <= 0:
        return "0"
    share = Fraction(number) / Fraction(of)
    return format(float(min(share, Fraction(1)) * span), ".2f").rstrip("0").rstrip(".")
