"""Every figure that a department's tree holds, reckoned here by fractions alone, and the figures that a printed line shows."""

from __future__ import annotations

import re
from collections.abc import Iterable
from fractions import Fraction

from kaohe.engine import Board, Exact, Node, Standing
from tests.layout.measure import Line

#: Letters further apart than this (mm) stand in different columns.
APART = 1.2
#: Figures with two places are points, and so are those with a sign; other whole numbers are also days, counts and numbers of papers,
#: which other tests hold.
FIGURE = re.compile(r"(?<![\d.])\d+\.\d\d(?!\d)|(?<=[−+])\d+(?:\.\d)?(?![\d.])")


def two(number: Exact) -> str:
    """Two places, halves away from zero, without the sign."""
    scaled = abs(Fraction(number)) * 100
    whole = (scaled * 2 + 1) // 2
    return f"{whole // 100}.{whole % 100:02d}"


def cells(line: Line) -> list[str]:
    """The line's texts, those of neighbouring columns apart."""
    found, last = [""], None
    for letter in line.letters:
        if last is not None and letter.left - last > APART:
            found.append("")
        found[-1] += letter.text.strip()
        last = letter.right
    return [each for each in found if each]


def printed(line: Line) -> list[str]:
    """The figures of a line, with two places."""
    return [two(Fraction(each)) for each in FIGURE.findall(" ".join(cells(line)))]


def figures(standings: Iterable[Standing]) -> set[str]:
    """What one department's trees hold (the year's and those of its quarters): points and full marks of every node, by themselves and
    as they count for the whole; what each lost; what each line moved and rests on; what stood after each loss; sums of base points by
    grade and of points by rule; changes from quarter to quarter."""
    found: set[Fraction] = set()
    standings = list(standings)
    for standing in standings:
        whole = Fraction(standing.tree.full)
        found |= {whole, *([Fraction(standing.published)] if standing.published is not None else [])}
        for node, share in _walk(standing.tree, Fraction(1)):
            found |= _of(node, share)
            if not node.children:  # the steps from full marks down
                whole += share * (_worth(node) - Fraction(node.full))
                found.add(whole)
        sums: dict[str, Fraction] = {}
        for node in standing.tree.walk():
            for line in node.lines:
                if line.what == "grade":
                    grade = str(line.values["grade"])
                    sums[grade] = sums.get(grade, Fraction(0)) + Fraction(line.values["base"])
                if line.points is not None and line.counted:
                    rule = f"{node.code} {line.rule}"
                    sums[rule] = sums.get(rule, Fraction(0)) + Fraction(line.points)
        found |= set(sums.values())
    for one in standings:
        for other in standings:
            found |= {_worth(one.tree.find(node.code)) - _worth(node) for node in other.tree.walk()}
    return {two(each) for each in found}


def _walk(node: Node, share: Fraction) -> Iterable[tuple[Node, Fraction]]:
    share *= Fraction(node.weight)
    yield node, share
    for child in node.children:
        yield from _walk(child, share)


def _worth(node: Node) -> Fraction:
    """Its points; while some are open, what it can still come to."""
    return Fraction(node.points) if node.points is not None else min(Fraction(node.full), Fraction(node.settled) + Fraction(node.undecided))


def _of(node: Node, share: Fraction) -> set[Fraction]:
    plain = {_worth(node), Fraction(node.full), Fraction(node.settled), _worth(node) - Fraction(node.full)}
    for line in node.lines:
        plain |= {Fraction(line.points)} if line.points is not None else set()
        plain |= {Fraction(value) for value in line.values.values() if not isinstance(value, str | None)}
    return plain | {each * share for each in plain}


def of_all(board: Board, quarters: Iterable[Board] = ()) -> set[str]:
    """What is said of all together: means, the widest gap, of the year's totals and of each node."""
    found: set[Fraction] = set()
    for each in (board, *quarters):
        columns = [[_worth(standing.tree.find(node.code)) for standing in each.standings] for node in each.standings[0].tree.walk()]
        columns.append([Fraction(standing.published) for standing in each.standings if standing.published is not None and standing.rank])
        for column in columns:
            if column:
                found |= {sum(column, Fraction(0)) / len(column), max(column) - min(column)}
    return {two(one - other) for one in found for other in (Fraction(0), *found)}
