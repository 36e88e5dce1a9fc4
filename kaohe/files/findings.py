"""Collects everything wrong with a file, in the order found, and stops listing where nobody would read on."""

from __future__ import annotations

from typing import NamedTuple

from kaohe.engine import ERROR, WARNING, Facts, Place, Problem
from kaohe.files.cells import Odd

#: How many errors, and how many warnings, are listed; beyond it they are only counted.
MOST_LISTED = 500


class FactsRead(NamedTuple):
    """The facts, and what is odd about them; no facts at all as soon as one thing must be mended."""

    facts: Facts | None
    problems: tuple[Problem, ...]


class Findings:
    """The problems of one reading."""

    def __init__(self) -> None:
        self._listed: dict[str, list[Problem]] = {ERROR: [], WARNING: []}
        self._count = {ERROR: 0, WARNING: 0}

    def error(self, code: str, place: Place, **values: object) -> None:
        """Something that must be mended."""
        self._add(ERROR, code, place, values)

    def warning(self, code: str, place: Place, **values: object) -> None:
        """Something worth a look."""
        self._add(WARNING, code, place, values)

    def odd(self, odd: Odd, place: Place) -> None:
        """An error as the lower floors raise it."""
        self._add(ERROR, odd.code, place, odd.values)

    def take(self, problem: Problem) -> None:
        """A problem that somebody else found."""
        self._add(problem.severity, problem.code, problem.place, dict(problem.values), problem)

    def _add(
        self, severity: str, code: str, place: Place, values: dict[str, object], problem: Problem | None = None
    ) -> None:
        self._count[severity] += 1
        if len(self._listed[severity]) < MOST_LISTED:
            self._listed[severity].append(problem or Problem(code, values, place, severity=severity))

    @property
    def broken(self) -> bool:
        """True once anything must be mended."""
        return self._count[ERROR] > 0

    def problems(self) -> tuple[Problem, ...]:
        """Errors first, then warnings, each kind closed by a count of what isn't listed."""
        found: list[Problem] = []
        for severity, listed in self._listed.items():
            found += listed
            if self._count[severity] > len(listed):
                values = {"shown": len(listed), "count": self._count[severity] - len(listed)}
                found.append(Problem("files.more_problems", values, severity=severity))
        return tuple(found)
