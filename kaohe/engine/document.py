"""Reads document.md: each clause with its anchor, number, label, title and a summary in our own words."""

from __future__ import annotations

import re
from typing import Final

from kaohe.engine.problems import Place, Problem
from kaohe.engine.rulebook import Clause

FILE: Final = "document.md"
_ANCHOR: Final = re.compile(r"[0-9]+(\.[0-9]+)*")
_SCORES: Final = "计分"


def read_document(text: str) -> tuple[dict[str, Clause], list[Problem]]:
    """`### anchor · id · label · title [· 计分]` and the paragraphs under it → clauses by anchor, and problems."""
    clauses: dict[str, Clause] = {}
    problems: list[Problem] = []
    for heading, line, body in _sections(text):
        place = Place(file=FILE, line=line)
        parts = [part.strip() for part in heading.split("·")]
        if len(parts) not in (4, 5) or not _ANCHOR.fullmatch(parts[0]) or (len(parts) == 5 and parts[4] != _SCORES):
            problems.append(Problem("document.heading", {"found": heading}, place))
            continue
        if parts[0] in clauses:
            problems.append(Problem("rulebook.duplicate", {"what": FILE, "code": parts[0]}, place))
        clauses[parts[0]] = Clause(
            anchor=parts[0],
            id="" if parts[1] == "-" else parts[1],
            label=parts[2],
            title=parts[3],
            summary=body,
            scores=len(parts) == 5,
            place=place,
        )
    return clauses, problems


def _sections(text: str) -> list[tuple[str, int, str]]:
    """Each `### ` heading with its line number and the text up to the next heading of any depth."""
    found: list[tuple[str, int, list[str]]] = []
    inside = False
    for number, line in enumerate(text.splitlines(), 1):
        if line.startswith("### "):
            found.append((line[4:].strip(), number, []))
            inside = True
        elif line.startswith("#"):
            inside = False
        elif inside:
            found[-1][2].append(line)
    return [(heading, number, "\n".join(body).strip()) for heading, number, body in found]
