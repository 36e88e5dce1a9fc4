"""What can be wrong, as values: a problem says what, where, why and what to do, in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from kaohe.engine.phrases import phrase

ERROR: Final = "error"  # must be mended: what it touches has no score
PENDING: Final = "pending"  # not known yet: what it touches has no score so far
WARNING: Final = "warning"  # worth a look: the score stands


@dataclass(frozen=True, slots=True)
class Place:
    """Where something was found: a file with a line, or a sheet with a row and a column. Unknown parts are empty."""

    file: str = ""
    line: int | None = None
    sheet: str = ""
    row: int | None = None
    column: str = ""

    def text(self, language: str = "zh") -> str:
        """Such as "facts.xlsx › 考核记录 › 第 12 行 › 发生日期"."""
        parts = [self.file, self.sheet]
        for number, key in ((self.line, "place.line"), (self.row, "place.row")):
            parts.append(phrase(key, language, {"number": number}) if number is not None else "")
        parts.append(self.column)
        return " › ".join(part for part in parts if part)


NOWHERE: Final = Place()


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong, unknown or odd. `code` names its sentence in phrases.py; `values` fill the sentence."""

    code: str
    values: Mapping[str, object] = field(default_factory=dict)
    place: Place = NOWHERE
    clause: str = ""
    severity: str = ERROR
    department: str = ""

    def message(self, language: str = "zh") -> str:
        """The whole sentence, its place in front and its clause behind."""
        where = self.place.text(language)
        sentence = phrase(self.code, language, self.values)
        clause = phrase("problem.clause", language, {"clause": self.clause}) if self.clause else ""
        return f"{where + ': ' if where else ''}{sentence}{clause}"

    def __str__(self) -> str:
        return self.message()

    def as_data(self, language: str = "zh") -> dict[str, object]:
        """For JSON: code, severity, message, clause, department and the place's known parts."""
        place = {
            name: getattr(self.place, name)
            for name in ("file", "line", "sheet", "row", "column")
            if getattr(self.place, name) not in ("", None)
        }
        return {
            "code": self.code,
            "severity": self.severity,
            "message": phrase(self.code, language, self.values),
            "clause": self.clause,
            "department": self.department,
            "place": place,
        }


class Refused(Exception):
    """Something may not be done. Carries every reason at once; doors turn it into a form error, a 409 or exit 2."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(problem.message() for problem in self.problems))

    def message(self, language: str = "zh") -> str:
        """All the reasons, one a line."""
        return "\n".join(problem.message(language) for problem in self.problems)


def errors(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Only those that must be mended."""
    return tuple(problem for problem in problems if problem.severity == ERROR)
