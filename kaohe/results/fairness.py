"""Fairness, in view: how grades and losses are spread, and whose hands records come from. Plain values; nothing follows from them.

Everything is counted from the year's facts and its board, so that anybody can count it again.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Final, NamedTuple

from kaohe.engine import Board, Entry, Exact, Facts, Item, Line, Node, Rulebook, Standing, plainest, times, total

#: From so many records on, and from so large a part of a department's losses, one kind of record is pointed out.
FEW: Final = 3
HALF: Final = Fraction(1, 2)
ZERO: Final = Decimal(0)
MINUS: Final = Decimal(-1)
#: Days between a fact and its record, up to and including.
DELAYS: Final = (1, 7, 30)


class Verdict(NamedTuple):
    """A grade that somebody gave a goal: a member's own opinion, or the group's decision by whoever entered it."""

    member: str
    department: str
    goal: str
    grade: str


class Spread(NamedTuple):
    """How often each grade was given, in the scale's order; `mean` of their coefficients, None where there is none."""

    name: str
    counts: tuple[int, ...]
    mean: Exact | None


class Leaning(NamedTuple):
    """A member's grades against those of the others: above zero they grade higher. None where there is nobody to compare with."""

    spread: Spread
    number: int
    beside: Exact | None
    lean: Exact | None


def grades_of(rulebook: Rulebook) -> dict[str, Exact]:
    """Every grade with its coefficient, the best first as the scales name them."""
    return {code: grade.coefficient for scale in rulebook.scales.values() for code, grade in scale.grades.items()}


def by_department(rulebook: Rulebook, board: Board) -> tuple[Spread, ...]:
    """The grades of each department's goals as the board counts them, in the decreed order."""
    codes = {grade.label: code for scale in rulebook.scales.values() for code, grade in scale.grades.items()}
    given = {
        standing.department.code: [codes[str(line.values["grade"])] for line in _lines(standing.tree) if line.what == "grade"]
        for standing in board.standings
    }
    return tuple(_spread(rulebook, name, grades) for name, grades in given.items())


def by_member(rulebook: Rulebook, verdicts: Sequence[Verdict]) -> tuple[Leaning, ...]:
    """Each member's grades, who leans highest first.

    Where members graded the same goals, each is held against the others on those goals; else against all that the others gave.
    """
    worth = grades_of(rulebook)
    known = [each for each in verdicts if each.grade in worth]
    on_goal: dict[tuple[str, str], list[Verdict]] = defaultdict(list)
    for each in known:
        on_goal[each.department, each.goal].append(each)
    shared = any(len({each.member for each in some}) > 1 for some in on_goal.values())
    found = []
    for member in dict.fromkeys(each.member for each in known):
        own = [each for each in known if each.member == member]
        others = [each for each in known if each.member != member]
        pairs = list(_against(own, on_goal, worth)) if shared else [(_mean(own, worth), _mean(others, worth))] if others else []
        beside = _average(other for _, other in pairs) if pairs else None
        lean = _average(Fraction(mine) - Fraction(other) for mine, other in pairs) if pairs else None
        found.append(Leaning(_spread(rulebook, member, [each.grade for each in own]), len(own), beside, lean))
    return tuple(sorted(found, key=lambda each: -Fraction(each.lean or 0)))


def _against(
    own: Iterable[Verdict], on_goal: Mapping[tuple[str, str], Sequence[Verdict]], worth: Mapping[str, Exact]
) -> Iterator[tuple[Exact, Exact]]:
    """The member's coefficient on each goal that others graded too, and the mean of theirs."""
    for each in own:
        others = [other for other in on_goal[each.department, each.goal] if other.member != each.member]
        if others:
            yield worth[each.grade], _mean(others, worth)


def _spread(rulebook: Rulebook, name: str, grades: Sequence[str]) -> Spread:
    worth, counts = grades_of(rulebook), Counter(grades)
    mean = _average(worth[each] for each in grades) if grades else None
    return Spread(name, tuple(counts[code] for code in worth), mean)


def _mean(verdicts: Iterable[Verdict], worth: Mapping[str, Exact]) -> Exact:
    return _average(worth[each.grade] for each in verdicts)


def _average(numbers: Iterable[Exact]) -> Exact:
    numbers = [Fraction(each) for each in numbers]
    return plainest(sum(numbers, Fraction(0)) / len(numbers))


# ---- where losses come from ------------------------------------------------------------------------------------------


class Kind(NamedTuple):
    """What one kind of record took, in points of the final hundred, before anything was used up; from how many records."""

    rule: str
    label: str
    lost: Exact
    records: int


class Losses(NamedTuple):
    """A department's losses: by its goals' grades, and by kind of record, the greatest first.

    share  the first kind's part of what records took; `one`: it is pointed out
    """

    department: str
    graded: Exact
    kinds: tuple[Kind, ...]
    lost: Exact
    share: Exact | None
    one: bool


def losses(rulebook: Rulebook, board: Board) -> tuple[Losses, ...]:
    """Every department's, in the decreed order."""
    factors = dict(_factors(rulebook.tree, Decimal(1)))
    return tuple(_losses(rulebook, standing, factors) for standing in board.standings)


def _losses(rulebook: Rulebook, standing: Standing, factors: Mapping[str, Exact]) -> Losses:
    lost: dict[str, list[Exact]] = defaultdict(list)
    records: Counter[str] = Counter()
    for item in factors:
        for line in _lines(standing.tree.find(item)):
            taken = _taken(rulebook, line)
            if taken:
                lost[line.rule].append(times(taken, factors[item]))
                records[line.rule] += sum(not entry.reverses for entry in line.entries) or 1
    graded = {rule for rule in lost if rulebook.rules[rule].name == "graded"}
    kinds = sorted(
        (Kind(rule, rulebook.rules[rule].label, total(lost[rule]), records[rule]) for rule in lost.keys() - graded),
        key=lambda kind: (-Fraction(kind.lost), kind.rule),
    )
    whole = total(kind.lost for kind in kinds)
    share = plainest(Fraction(kinds[0].lost) / Fraction(whole)) if kinds else None
    one = bool(kinds) and kinds[0].records >= FEW and share is not None and share >= HALF and len(kinds) > 1
    by_grades = total(taken for rule in graded for taken in lost[rule])
    return Losses(standing.department.code, by_grades, tuple(kinds), whole, share, one)


def _factors(item: Item, factor: Exact) -> Iterator[tuple[str, Exact]]:
    """How much a point of each item with rules counts in the final hundred."""
    if not item.items:
        yield item.code, factor
    for child in item.items:
        yield from _factors(child, times(factor, child.weight) if item.combine == "weighted" else factor)


def _taken(rulebook: Rulebook, line: Line) -> Exact:
    """What a line took: its loss, what its grade fell short of the whole base, or the base of a missed quota."""
    if not line.counted or not line.rule or line.points is None:
        return ZERO
    if line.what == "grade":
        return total([line.values["base"], times(line.points, MINUS)])
    if line.what == "quota_unmet":
        base: Exact = rulebook.rules[line.rule].base
        return base
    return times(line.points, MINUS) if line.points < 0 else ZERO


def _lines(node: Node) -> Iterator[Line]:
    for each in node.walk():
        yield from each.lines


# ---- whose hands records come from -------------------------------------------------------------------------------------


class Recorder(NamedTuple):
    """Somebody who wrote records down: how many that move points, how many of these late; `delays` as DELAYS counts them."""

    name: str
    number: int
    late: int
    delays: tuple[int, ...]
    share: Exact


class OneHand(NamedTuple):
    """A kind of record that only ever came from one hand."""

    rule: str
    label: str
    name: str
    number: int


class Recording(NamedTuple):
    """How the year's records came in. `periods`: of each period how many, and how many only after it was over."""

    number: int
    late: int
    recorders: tuple[Recorder, ...]
    one_hand: tuple[OneHand, ...]
    periods: tuple[tuple[str, int, int], ...]


def recording(rulebook: Rulebook, facts: Facts, periods: Sequence[tuple[str, date, date]]) -> Recording:
    """Of the records that can move points, grades left aside. `periods`: each one's label, first and last day."""
    entries = [each for each in facts.entries if not each.reverses and _moves(rulebook, each)]
    late = {each.id for each in entries if _late(each, periods)}
    hands: dict[str, list[Entry]] = defaultdict(list)
    rules: dict[str, list[Entry]] = defaultdict(list)
    for each in entries:
        hands[each.recorded_by].append(each)
        rules[each.rule].append(each)
    recorders = [
        Recorder(name, len(some), sum(each.id in late for each in some), _delays(some), plainest(Fraction(len(some), len(entries))))
        for name, some in hands.items()
    ]
    one_hand = [
        OneHand(rule, rulebook.rules[rule].label, some[0].recorded_by, len(some))
        for rule, some in rules.items()
        if len(some) >= FEW and len({each.recorded_by for each in some}) == 1 and len(hands) > 1
    ]
    counted = [
        (label, sum(first <= each.occurred_on <= last for each in entries),
         sum(first <= each.occurred_on <= last and each.id in late for each in entries))
        for label, first, last in periods
    ]  # fmt: skip
    return Recording(
        len(entries), len(late), tuple(sorted(recorders, key=lambda each: (-each.number, each.name))),
        tuple(sorted(one_hand, key=lambda each: (-each.number, each.rule))), tuple(counted),
    )  # fmt: skip


def _moves(rulebook: Rulebook, entry: Entry) -> bool:
    rule = rulebook.rules.get(entry.rule)
    return rule is not None and rule.name not in ("flag", "graded")


def _late(entry: Entry, periods: Sequence[tuple[str, date, date]]) -> bool:
    """True for what was written down only after its period was over."""
    if entry.recorded_on is None:
        return False
    return any(first <= entry.occurred_on <= last < entry.recorded_on for _, first, last in periods)


def _delays(entries: Iterable[Entry]) -> tuple[int, ...]:
    """How many came within each delay, and how many after the longest."""
    counts = [0] * (len(DELAYS) + 1)
    for each in entries:
        days = (each.recorded_on - each.occurred_on).days if each.recorded_on else 0
        counts[next((at for at, most in enumerate(DELAYS) if days <= most), len(DELAYS))] += 1
    return tuple(counts)
