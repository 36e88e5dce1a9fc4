"""Reads the small tables beside the texts: goals, adoptions, and the year's events that move points."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from pathlib import Path
from typing import Final

TEXTS: Final = Path(__file__).parent / "texts"


def rows_of(name: str) -> list[Mapping[str, str]]:
    """The rows of texts/<name>.csv as texts by column name. Raises FileNotFoundError for no such table."""
    with (TEXTS / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, strict=True))
