"""Advanced persons by their articles (附件3 四3, 口径 R36): who wrote what was sent and adopted. Plain values in and out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from kaohe.engine import Board, Exact, Facts, Item, Line, Rulebook, total


class Author(NamedTuple):
    """One person of one department. `points`: what adoptions of their articles brought; a shared article counts for each author.

    barred  their department can't be advanced this year, and so neither can they
    """

    name: str
    department: str
    sent: int
    adopted: int
    points: Exact
    barred: bool


def authors(rulebook: Rulebook, facts: Facts, board: Board) -> tuple[Author, ...]:
    """Everyone named as an author in the items that count pieces against a quota: most points first, then most sent.

    Of an adoption the authors are those of the article, found by its matter, where the adoption itself names none.
    """
    items = [item for item in rulebook.tree.walk() if any(rule.name == "quota" for rule in item.rules)]
    barred = {each.department.code: each.barred for each in board.standings}
    sent: dict[tuple[str, str], int] = defaultdict(int)
    wrote: dict[tuple[str, str], tuple[str, ...]] = {}
    pieces = {rule.code for item in items for rule in item.rules if rule.name == "quota"}
    for entry in facts.entries:
        if entry.rule in pieces:
            wrote.setdefault((entry.department, entry.matter), entry.persons)
            for name in entry.persons:
                sent[entry.department, name] += entry.count
    adopted: dict[tuple[str, str], list[Exact]] = defaultdict(list)
    for code, line in _adoptions(board, items):
        first = line.entries[0]
        for name in first.persons or wrote.get((code, first.matter), ()):
            adopted[code, name].append(line.points or Decimal(0))
    found = [
        Author(name, code, sent[code, name], len(adopted[code, name]), total(adopted[code, name]), barred[code])
        for code, name in dict.fromkeys([*sent, *adopted])
        if sent[code, name] > 0 or adopted[code, name]
    ]
    return tuple(sorted(found, key=lambda each: (-each.points, -each.sent)))


def _adoptions(board: Board, items: list[Item]) -> Iterator[tuple[str, Line]]:
    """The counted lines of bonus rules in those items, by department."""
    bonus = {rule.code for item in items for rule in item.rules if rule.name == "bonus"}
    for standing in board.standings:
        for item in items:
            for node in standing.tree.find(item.code).walk():
                yield from (
                    (standing.department.code, line)
                    for line in node.lines
                    if line.counted and line.rule in bonus and line.entries
                )
