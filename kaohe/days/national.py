"""The country's calendar: what the State Council's office announced for each year, read from `national.txt` beside this."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import Final

from kaohe.days.calendar import Calendar, Day, Kind

SOURCE: Final = "国务院办公厅通知"
_TABLE: Final = Path(__file__).with_name("national.txt")
_KINDS: Final = {"rest": Kind.REST, "work": Kind.MADE_UP}


@cache
def national() -> Calendar:
    """The years of the table. Made once; it never changes."""
    days = tuple(_days(_TABLE.read_text("utf-8")))
    return Calendar({each.day.year for each in days}, days)


def _days(table: str) -> Iterator[Day]:
    for line in table.splitlines():
        if not line.startswith("#"):
            year, name, *words = line.split()
            yield from _of_line(year, name, words)


def _of_line(year: str, name: str, words: list[str]) -> Iterator[Day]:
    kind = Kind.REST
    for word in words:
        if word in _KINDS:
            kind = _KINDS[word]
        else:
            yield Day(date.fromisoformat(f"{year}-{word}"), kind, name, SOURCE)
