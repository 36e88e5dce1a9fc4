"""Numbers and short words as pages write them, in the reader's language; the numbers are those of every other writer."""

from collections.abc import Iterable
from datetime import date

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kaohe import engine
from kaohe.wording.figures import MINUS, PLACES, change, figure, fixed, percent, size, width

__all__ = ["MINUS", "PLACES", "aside", "change", "days_of", "figure", "fixed", "headed", "joined", "language", "listed", "percent", "size", "width"]


def language() -> str:
    """The reader's language as the engine names it: "zh" or "en"."""
    return "en" if (get_language() or "").startswith("en") else "zh"


def listed(words: Iterable[str]) -> str:
    """Several names in one sentence, as the reader's language divides them."""
    return engine.listed(words, language())


def aside(words: str) -> str:
    """Words in brackets behind others."""
    return f" ({words})" if language() == "en" else f"（{words}）"


def headed(label: str, words: str) -> str:
    """Words behind what they are about."""
    return f"{label}: {words}" if language() == "en" else f"{label}：{words}"


def joined(sentences: Iterable[str]) -> str:
    """Several short sentences behind each other."""
    return ("; " if language() == "en" else "；").join(sentences)


def days_of(first: date, last: date | None) -> str:
    """A day, or the first and the last of several; the year is said once."""
    if last is None:
        return first.isoformat()
    end = last.isoformat() if last.year != first.year else f"{last:%m-%d}"
    return _("%(first)s 至 %(last)s") % {"first": first.isoformat(), "last": end}
