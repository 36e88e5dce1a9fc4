"""How firmly a ranking stands: which single changes would put the lower of two neighbours before the upper one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise
from typing import Any, Final, NamedTuple

from kaohe.engine.account import Net
from kaohe.engine.exact import CONTEXT
from kaohe.engine.facts import Facts
from kaohe.engine.present import Place, Present
from kaohe.engine.ranking import rankings
from kaohe.engine.rulebook import Grade, Ranking, Rulebook, Scale
from kaohe.engine.suppose import Happened, Regraded, Repriced, TakenBack, amounts, graded_as, once_more, repriced
from kaohe.engine.tree import Node

ONE: Final = Decimal(1)
Single = Regraded | TakenBack | Happened | Repriced


class Swap(NamedTuple):
    """One change that would do it, and what the two would come to; None where it would take one out of the ranking."""

    change: Single
    upper: Decimal | None
    lower: Decimal | None


class Pair(NamedTuple):
    """Two neighbours of the ranking, by their departments' codes, and all that would swap them. `gap` is never below zero."""

    upper: str
    lower: str
    upper_value: Decimal
    lower_value: Decimal
    gap: Decimal
    swaps: tuple[Swap, ...]


def stability(rulebook: Rulebook, facts: Facts, code: str = "") -> tuple[Pair, ...]:
    """Every pair of neighbours of that ranking (the main one), from the top; empty while nobody is ranked.

    Looked at are: each goal one grade up or down, each entry taken back or happening once more (as another matter), and each
    amount of the rules one point up or down. A change counts only by itself.
    """
    ranking = next((each for each in rulebook.rankings if code in ("", each.code)), None)
    if ranking is None:
        return ()
    present = Present(rulebook, facts)
    placings = [each for each in rankings(rulebook, present.standings())[ranking.code] if each.rank is not None]
    values = {each.department: each.value or Decimal(0) for each in placings}
    order = [each.department for each in placings]
    swaps: dict[tuple[str, str], list[Swap]] = {pair: [] for pair in pairwise(order)}
    at = {code: Place(value, False) for code, value in values.items()}
    for change, moved in _changes(present, ranking, order):
        for upper, lower in _beside(order, moved):
            above, below = moved.get(upper, at[upper]), moved.get(lower, at[lower])
            if _swapped(above, below):
                swaps[upper, lower].append(Swap(change, _shown(above), _shown(below)))
    return tuple(
        Pair(upper, lower, values[upper], values[lower], CONTEXT.subtract(values[upper], values[lower]), tuple(found))
        for (upper, lower), found in swaps.items()
    )


def steps(scale: Scale, grade: str) -> tuple[Grade, ...]:
    """The grade one step up and the one a step down by their coefficients; of equal ones the first that the scale names."""
    own = scale.grades[grade].coefficient
    others: dict[Decimal, Grade] = {}
    for each in scale.grades.values():
        others.setdefault(each.coefficient, each)
    up = min((each for each in others if each > own), default=None)
    down = max((each for each in others if each < own), default=None)
    return tuple(others[each] for each in (up, down) if each is not None)


def _swapped(upper: Place, lower: Place) -> bool:
    """True where the lower one would now stand before the upper one; nobody would while either is pending."""
    if lower.outside or lower.value is None or (upper.value is None and not upper.outside):
        return False
    return upper.outside or lower.value > (upper.value or Decimal(0))


def _shown(place: Place) -> Decimal | None:
    return None if place.outside else place.value


def _beside(order: list[str], moved: Mapping[str, Place]) -> Iterator[tuple[str, str]]:
    """The pairs of neighbours of which at least one moved."""
    for pair in pairwise(order):
        if moved.keys() & set(pair):
            yield pair


def _changes(present: Present, ranking: Ranking, order: list[str]) -> Iterator[tuple[Single, Mapping[str, Place]]]:
    """Every single change with the departments that it moves, and where to."""
    for code in order:
        for change, tree in _in_department(present, code):
            if tree is not present.trees[code]:
                yield change, {code: present.place(ranking, present.stand(code, tree))}
    for change, rulebook in _of_rules(present.rulebook):
        trees = {code: present.with_rule(code, rulebook, change.rule) for code in order}
        yield change, {code: present.place(ranking, present.stand(code, tree)) for code, tree in trees.items()}


def _in_department(present: Present, code: str) -> Iterator[tuple[Single, Node]]:
    for rule, nets in present.accounts[code].nets.items():
        scale = getattr(present.rulebook.rules[rule], "scale", None)
        if scale is not None:
            yield from _grades(present, code, rule, scale)
        elif _matters(present.rulebook.rules[rule]):
            for at, net in enumerate(nets):
                without = [*nets[:at], *nets[at + 1 :]]
                yield TakenBack(net.entry.id), present.with_nets(code, rule, without, net.entry.matter)
                more = replace(once_more(net.entry), count=net.count)
                yield Happened(more), present.with_nets(code, rule, [*nets, Net(more, net.count, (more,))], more.matter)


def _grades(present: Present, code: str, rule: str, scale: Scale) -> Iterator[tuple[Single, Node]]:
    nets = present.accounts[code].nets[rule]
    for at, net in enumerate(nets):
        for grade in steps(scale, net.entry.level):
            other = Net(graded_as(net.entry, grade), net.count, net.trail)
            tree = present.with_nets(code, rule, [*nets[:at], other, *nets[at + 1 :]])
            yield Regraded(code, net.entry.goal, grade.code), tree


def _matters(rule: Any) -> bool:
    """False for records that can move nothing: no points, no consequence."""
    return rule.name != "flag" or bool(rule.raises)


def _of_rules(rulebook: Rulebook) -> Iterator[tuple[Repriced, Rulebook]]:
    for each in amounts(rulebook):
        for by in (ONE, -ONE):
            if each.value + by >= 0:
                change = Repriced(each.rule, each.part, each.value + by)
                yield change, repriced(rulebook, change)
