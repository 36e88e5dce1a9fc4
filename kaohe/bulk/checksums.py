"""A checksum of results, the same from every engine and in any order of departments: how many there are, and 60 bits."""

from __future__ import annotations

from typing import NamedTuple


class Checksum(NamedTuple):
    """`departments` in number, and the sum of a hash of each: all that a result says in whole numbers and words."""

    departments: int
    total: int

    def __str__(self) -> str:
        return f"{self.departments}-{self.total % (1 << 60):015x}"
