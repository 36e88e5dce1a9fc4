"""Many rulebooks over one summary: who gains and who loses, how ranks move, and which number moves them most."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import reduce
from itertools import product
from math import lcm
from operator import or_
from typing import Any, NamedTuple

from kaohe.bulk.arithmetic import MOST
from kaohe.bulk.compiling import Shelf, compiled
from kaohe.bulk.evaluating import Evaluator, Scores
from kaohe.bulk.placing import Groups, grouped, ranks
from kaohe.bulk.plan import Plan
from kaohe.bulk.summary import Summary
from kaohe.engine import Problem, Refused, Rulebook, shown
from kaohe.engine.parameters import Varying, parameters


class Variant(NamedTuple):
    """A rulebook to try, by a name that says what is other about it."""

    name: str
    rulebook: Rulebook


class Placed(NamedTuple):
    """What the main ranking comes to: what it ranks by, in units of 1/`unit` point; who has any; ranks within the bureau and above it
    (0 for none).
    """

    unit: int
    published: Any
    known: Any
    rank: Any
    above: Any


class Change(NamedTuple):
    """One variant beside the rulebook as it stands; points in units of 1/`unit`, the coarsest that both are whole numbers of.

    compared   departments that have a score in both
    total      the sum of their changes
    moved      departments whose rank within the bureau changed
    firsts     bureaus whose first place is held by others
    """

    variant: str
    compared: int
    gained: int
    lost: int
    total: int
    highest_gain: int
    gained_most: str
    highest_loss: int
    lost_most: str
    moved: int
    moved_above: int
    furthest: int
    firsts: int
    unit: int


def grid(rulebook: Rulebook, choices: Mapping[str, Sequence[Decimal]]) -> Iterator[Variant]:
    """Every combination of the values. Raises Refused for an unknown parameter or an odd value."""
    varying = Varying(rulebook)
    for values in product(*choices.values()):
        chosen = dict(zip(choices, values, strict=True))
        name = " ".join(f"{path}={shown(value)}" for path, value in chosen.items())
        yield Variant(name, varying.of(chosen))


def one_by_one(rulebook: Rulebook, percent: Decimal) -> Iterator[Variant]:
    """Each number of the rulebook lowered and raised by so much, one at a time; whole numbers stay as they are, and so does what may
    be decided at most, which moves no points by itself."""
    varying = Varying(rulebook)
    for parameter in parameters(rulebook):
        if parameter.path.endswith((".size_at_least", ".places", ".most")) or not parameter.value:
            continue
        for sign in (-1, 1):
            value = parameter.value * (100 + sign * percent) / 100
            yield Variant(f"{parameter.path}={shown(value)}", varying.of({parameter.path: value}))


class Field(NamedTuple):
    """Who takes part in the main ranking: where points are known, and who is ranked among whom, within bureaus and above them."""

    known: Any
    within: Groups
    above: Groups


class Laboratory:
    """A summary, the rulebook as it stands, and any number of others tried against it."""

    def __init__(self, summary: Summary, plan: Plan) -> None:
        if not plan.rankings:
            raise Refused([Problem("bulk.no_ranking")])
        self.summary, self.base = summary, plan
        self.evaluator = Evaluator(summary)
        self.numpy = self.evaluator.numpy
        self.shelf: Shelf = {}
        self.stands = self.tried(plan.rulebook)
        self.evaluator.hold()

    def tried(self, rulebook: Rulebook) -> Placed:
        """The rulebook's main ranking over the summary. Raises Refused where it can't be kept exact, has no ranking, and where it allows
        less than was decided: the engine gives no points there.
        """
        if beyond := self.beyond(rulebook):
            raise Refused(beyond)
        plan = self.compiled(rulebook)
        if not plan.rankings:
            raise Refused([Problem("bulk.no_ranking")])
        return self._placed(Scores(self.evaluator, plan))

    def beyond(self, rulebook: Rulebook) -> list[Problem]:
        """Decided amounts that the rulebook doesn't allow, the highest of each rule."""
        unit, found = 10**self.base.limits.amount_places, []
        for code, amounts in self.summary.highest.items():
            at, most = int(amounts.argmax()), rulebook.most_decided(code)
            if amounts[at] > most * unit:
                values = {"department": self.summary.departments[at], "rule": rulebook.rules[code].label, "most": most}
                found.append(Problem("bulk.amount_beyond", {**values, "found": Decimal(int(amounts[at])) / unit}))
        return found

    def compiled(self, rulebook: Rulebook) -> Plan:
        """The rulebook for the year as it stands. Raises Refused where it can't be kept exact."""
        return compiled(rulebook, self.base.year, self.base.as_of, self.base.limits, self.shelf)

    def changes(self, variants: Iterable[Variant]) -> Iterator[Change]:
        """Each variant beside the rulebook as it stands."""
        for variant in variants:
            yield self.change(variant.name, self.tried(variant.rulebook))

    # --- ranks

    def _placed(self, scores: Scores) -> Placed:
        """Ranks of the main ranking, as the second pass gives them; once for all rulebooks that give the same points."""
        plan, ranking = scores.plan, scores.plan.rankings[0]
        barring = [each.step for each in plan.raisings if each.consequence in ranking.without]
        deciding = (scores.key(ranking.open) if ranking.open else None, *map(scores.key, barring))

        def made() -> Placed:
            field = self.evaluator.arrays.once(("field", deciding), lambda: self._field(scores, ranking.open, barring))
            published = self._everywhere(scores.of(ranking.value))
            return Placed(unit, published, field.known, ranks(published, field.within), ranks(published, field.above))

        unit = plan.steps[ranking.value].unit
        placed: Placed = self.evaluator.arrays.once(("placed", unit, scores.key(ranking.value), deciding), made)
        return placed

    def _field(self, scores: Scores, opening: str, barring: Sequence[str]) -> Field:
        """A bureau in which someone is still open has no ranks; who is barred has none."""
        np, bureau, bureaus = self.numpy, self.summary.bureau, len(self.summary.bureaus)
        nobody = self._everywhere(0) > 0
        opened = self._everywhere(scores.of(opening)) > 0 if opening else nobody
        outside = reduce(or_, (self._everywhere(scores.of(step)) > 0 for step in barring), nobody)
        waiting = np.bincount(bureau[opened & ~outside], minlength=bureaus) > 0
        ranked = ~outside & ~waiting[bureau]
        return Field(~opened, grouped(bureau, bureaus, ranked), grouped(np.zeros_like(bureau), 1, ranked))

    def _everywhere(self, value: Any) -> Any:
        """An array of what may be one number for everybody."""
        return self.numpy.broadcast_to(value, self.summary.number)

    # --- beside what stands

    def change(self, name: str, new: Placed) -> Change:
        """What the variant changes."""
        np, old = self.numpy, self.stands
        both = old.known & new.known
        unit = lcm(old.unit, new.unit)
        difference = np.where(both, _in(unit, new) - _in(unit, old), 0)
        most, least = int(difference.argmax()), int(difference.argmin())
        other = np.flatnonzero(old.rank != new.rank)
        before, after = old.rank[other], new.rank[other]
        moved = (before > 0) & (after > 0)
        firsts = np.unique(self.summary.bureau[other[(before == 1) | (after == 1)]])
        above = (old.above != new.above) & (old.above > 0) & (new.above > 0)
        return Change(
            variant=name,
            compared=int(both.sum()),
            gained=int((difference > 0).sum()),
            lost=int((difference < 0).sum()),
            total=int(difference.sum()),
            highest_gain=max(0, int(difference[most])),
            gained_most=str(self.summary.departments[most]) if difference[most] > 0 else "",
            highest_loss=min(0, int(difference[least])),
            lost_most=str(self.summary.departments[least]) if difference[least] < 0 else "",
            moved=int(moved.sum()),
            moved_above=int(above.sum()),
            furthest=int(np.abs(before - after)[moved].max(initial=0)),
            firsts=len(firsts),
            unit=unit,
        )


def _in(unit: int, placed: Placed) -> Any:
    """What is ranked by, in such units. Raises Refused where 64 bits might not hold it."""
    factor = unit // placed.unit
    if factor == 1:
        return placed.published
    if max(abs(int(placed.published.min())), abs(int(placed.published.max()))) * factor > MOST:
        raise Refused([Problem("bulk.units_apart")])
    return placed.published * factor
