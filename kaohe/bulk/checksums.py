"""A checksum of results, the same from every engine and in any order of departments: how many there are, and 60 bits."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from kaohe.bulk.sql_ranks import POINTS


class Checksum(NamedTuple):
    """`departments` in number, and the sum of a hash of each: all that a result says in whole numbers and words."""

    departments: int
    total: int

    def __str__(self) -> str:
        return f"{self.departments}-{self.total % (1 << 60):015x}"


def checksum_of(rows: Iterable[Mapping[str, Any]]) -> Checksum:
    """The checksum of results as rows, for engines that can't reckon it themselves."""
    departments, total = 0, 0
    for row in rows:
        cells = ["" if value is None else str(value) for name, value in row.items() if not name.startswith(POINTS)]
        total += int(hashlib.md5("|".join(cells).encode(), usedforsecurity=False).hexdigest()[:15], 16)
        departments += 1
    return Checksum(departments, total)
