"""Rows of a table that a form carries to the next one, signed: cells as JSON keeps them, dates marked as such."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any


def packed(cells: Mapping[str, Any]) -> dict[str, Any]:
    """A row for the journey."""
    return {name: _plain(cell) for name, cell in cells.items()}


def unpacked(rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The rows as they were, dates as dates again."""
    return [{name: date.fromisoformat(cell["day"]) if isinstance(cell, dict) else cell for name, cell in row.items()} for row in rows]


def _plain(cell: Any) -> Any:
    if isinstance(cell, date):
        return {"day": (cell.date() if isinstance(cell, datetime) else cell).isoformat()}
    return cell if cell is None or isinstance(cell, str | int | float) else str(cell)
