"""Money divided by a final result, exact to the cent: every share with its weight, one rounding, and nothing lost on the way.

Plain values in and out. A share's weight is score × coefficient × heads. From a pool, a share gets pool × weight ÷ all weights,
cut to the cent; the cents that are left go to those who lost most by the cut (largest remainder), and of equal ones to those
who stand first in the decreed order. From a value, a share gets value × weight, rounded half up.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Final, NamedTuple

from kaohe.engine import Exact, Problem, plainest, rounded, times, total
from kaohe.uses.settings import Settings, Way

ZERO: Final = Decimal(0)


class Result(NamedTuple):
    """What a department's year came to: the published score, and the rank (None outside the ranking)."""

    department: str
    title: str
    score: Decimal
    rank: int | None


class Share(NamedTuple):
    """One that gets a share: a person of a department, or a department as such (without a person).

    heads  how much of a head it counts: 1 for a whole year, 5/12 for five months, a department's size
    order  its place in the decreed order
    """

    department: str
    heads: Exact
    order: tuple[int, ...]
    person: str = ""
    name: str = ""


class Line(NamedTuple):
    """One share with all that it comes of. `spare`: one of the cents that were left over went here."""

    share: Share
    score: Decimal
    coefficient: Decimal
    weight: Exact
    exact: Exact
    amount: Decimal
    spare: bool = False


class Allotted(NamedTuple):
    """All shares in the decreed order; `weights` is what all weights come to; `spare` how many cents were left over."""

    settings: Settings
    lines: tuple[Line, ...]
    weights: Exact
    total: Decimal
    spare: int
    problems: tuple[Problem, ...] = ()

    def of(self, department: str) -> tuple[Line, ...]:
        """The lines of one department."""
        return tuple(each for each in self.lines if each.share.department == department)


def allot(settings: Settings, results: Iterable[Result], shares: Iterable[Share]) -> Allotted:
    """Divide. Never raises: where something stands in the way there are no lines, only the problems, all of them."""
    found = {each.department: each for each in results}
    shares = sorted(shares, key=lambda share: share.order)
    problems = list(settings.problems())
    if not problems:
        problems += [
            Problem("uses.no_tier", {"department": each.title, "rank": each.rank, "score": each.score}, department=each.department)
            for each in found.values()
            if settings.coefficient(each.score, each.rank) is None
        ]
    problems += _uncounted(found, shares)
    if problems:
        return Allotted(settings, (), ZERO, ZERO, 0, tuple(problems))
    lines = [_weighed(settings, found[share.department], share) for share in shares if share.department in found]
    weights = total(line.weight for line in lines)
    if weights <= 0:
        return Allotted(settings, (), ZERO, ZERO, 0, (Problem("uses.nothing_to_weigh"),))
    if settings.way == Way.VALUE:
        valued = [_valued(settings, line) for line in lines]
        return Allotted(settings, tuple(valued), weights, _sum(valued), 0)
    divided, spare = _divided(settings.amount, lines, weights)
    return Allotted(settings, tuple(divided), weights, _sum(divided), spare)


def _uncounted(results: Mapping[str, Result], shares: Sequence[Share]) -> list[Problem]:
    """A department without a single head has nobody to give to."""
    counted = {share.department for share in shares if share.heads > 0}
    return [
        Problem("uses.no_heads", {"department": each.title}, department=code)
        for code, each in results.items()
        if code not in counted
    ]


def _weighed(settings: Settings, result: Result, share: Share) -> Line:
    coefficient = settings.coefficient(result.score, result.rank) or ZERO
    weight = times(coefficient, share.heads)
    if settings.by_score:
        weight = times(result.score, weight)
    return Line(share, result.score, coefficient, weight, ZERO, ZERO)


def _valued(settings: Settings, line: Line) -> Line:
    exact = times(settings.amount, line.weight)
    return line._replace(exact=exact, amount=rounded(exact, 2, "half_up"))


def _divided(pool: Decimal, lines: Sequence[Line], weights: Exact) -> tuple[list[Line], int]:
    """The pool among the lines, to the last cent."""
    exact = [Fraction(pool) * Fraction(line.weight) / Fraction(weights) for line in lines]
    cents = [int(each * 100) for each in exact]  # int() cuts, and nothing here is below zero
    spare = int(pool * 100) - sum(cents)
    by_loss = sorted(range(len(lines)), key=lambda at: (cents[at] - exact[at] * 100, at))
    lucky = set(by_loss[:spare])
    made = []
    for at, line in enumerate(lines):
        amount = (Decimal(cents[at] + (at in lucky)) / 100).quantize(Decimal("0.01"))
        made.append(line._replace(exact=plainest(exact[at]), amount=amount, spare=at in lucky))
    return made, spare


def _sum(lines: Iterable[Line]) -> Decimal:
    return sum((line.amount for line in lines), Decimal("0.00"))
