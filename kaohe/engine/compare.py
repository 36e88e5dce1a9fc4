"""What changed between two boards, line by line: two editions on the same facts, or two states of the facts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from kaohe.engine.exact import MINUS, Exact, times, total
from kaohe.engine.tree import Board, Line, Node, Standing


class Difference(NamedTuple):
    """One difference. `what`: points, line_new, line_gone, rank, veto, department_new or department_gone.

    `old`, `new` are exact points (None: pending, or not there), ranks, or True/False for a veto;
    `change` is new − old where both are points. `line` is the line that came or went.
    """

    department: str
    item: str
    label: str
    what: str
    old: object
    new: object
    change: Exact | None = None
    line: Line | None = None


def compare(old: Board, new: Board) -> tuple[Difference, ...]:
    """Every difference, department by department in the new board's order, from the total down to single lines."""
    before = {standing.department.code: standing for standing in old.standings}
    after = {standing.department.code: standing for standing in new.standings}
    found: list[Difference] = []
    for code, standing in after.items():
        if code not in before:
            found.append(Difference(code, "", standing.department.title, "department_new", None, standing.published))
            continue
        found += _standing(before[code], standing)
    for code, standing in before.items():
        if code not in after:
            found.append(Difference(code, "", standing.department.title, "department_gone", standing.published, None))
    return tuple(found)


def _standing(old: Standing, new: Standing) -> Iterator[Difference]:
    code = new.department.code
    if old.rank != new.rank:
        yield Difference(code, "", new.department.title, "rank", old.rank, new.rank)
    if old.vetoed != new.vetoed:
        yield Difference(code, "", new.department.title, "veto", old.vetoed, new.vetoed)
    yield from _nodes(code, old.tree, new.tree)


def _nodes(department: str, old: Node, new: Node) -> Iterator[Difference]:
    if old.points != new.points or old.settled != new.settled:
        change = None
        if old.points is not None and new.points is not None:
            change = total([new.points, times(old.points, MINUS)])
        yield Difference(department, new.code, new.label, "points", old.points, new.points, change)
    yield from _lines(department, old, new)
    before, after = ({child.code: child for child in node.children} for node in (old, new))
    for code, child in after.items():
        if code in before:
            yield from _nodes(department, before[code], child)
        else:
            yield Difference(department, code, child.label, "points", None, child.points)
    for code, child in before.items():
        if code not in after:
            yield Difference(department, code, child.label, "points", child.points, None)


def _lines(department: str, old: Node, new: Node) -> Iterator[Difference]:
    before, after = Counter(map(_key, old.lines)), Counter(map(_key, new.lines))
    for line in old.lines:
        if before[_key(line)] > after[_key(line)]:
            before[_key(line)] -= 1
            yield Difference(department, new.code, line.label, "line_gone", line.points, None, None, line)
    before = Counter(map(_key, old.lines))
    for line in new.lines:
        if after[_key(line)] > before[_key(line)]:
            after[_key(line)] -= 1
            yield Difference(department, new.code, line.label, "line_new", None, line.points, None, line)


def _key(line: Line) -> tuple[object, ...]:
    return (
        line.what,
        line.rule,
        line.label,
        str(line.points),
        line.counted,
        tuple(entry.id for entry in line.entries),
        tuple(sorted((name, str(value)) for name, value in line.values.items())),
    )
