"""Every difference between what a back end found and what the engine says."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any


def differences(found: Iterable[Mapping[str, Any]], wanted: Mapping[str, Mapping[str, Any]]) -> list[str]:
    """Every cell in which the two differ, in words."""
    told: list[str] = []
    seen: dict[str, Mapping[str, Any]] = {str(row["department"]): row for row in found}
    if set(seen) != set(wanted):
        told.append(f"departments: {sorted(set(seen) ^ set(wanted))}")
    for code, row in wanted.items():
        own = seen.get(code, {})
        told += [f"{code} {name}: {own.get(name)!r}, the engine says {value!r}" for name, value in row.items() if own.get(name) != value]
        told += [f"{code} {name}: not in the engine" for name in own if name not in row]
    return told


def first(told: Sequence[str], number: int = 10) -> str:
    """The first differences, for a message."""
    return "\n".join([*told[:number], f"… {len(told)} in all"])
