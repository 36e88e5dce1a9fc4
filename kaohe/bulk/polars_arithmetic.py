"""The tail and the ranks of a plan as Polars expressions over department scores."""

from __future__ import annotations

from functools import reduce
from operator import add, and_, or_
from typing import Any

from kaohe.bulk.arithmetic import rounding_steps
from kaohe.bulk.extras import needed
from kaohe.bulk.plan import Plan
from kaohe.bulk.reading import Reader
from kaohe.bulk.sql_ranks import ABOVE, EXACT, HONOUR, OPEN, OUTSIDE, POINTS, RAISED, RANK, SETTLED
from kaohe.engine.columns import Rounded


class Tail(Reader[Any, Any]):
    """From a frame with slots s0, s1, … to the results."""

    def __init__(self, plan: Plan) -> None:
        self.plan, self.pl = plan, needed("polars")
        self.columns = {slot.name: f"s{at}" for at, slot in enumerate(plan.slots)}
        self.columns |= {step.name: f"t{at}" for at, step in enumerate(plan.tail)}

    # --- arithmetic

    def number(self, value: Any) -> Any:
        return self.pl.lit(value, self.pl.Int64)

    def slot(self, name: str) -> Any:
        return self.pl.col(self.columns[name])

    def figure(self, name: str) -> Any:
        return self.pl.col(name).fill_null(0)

    def plus(self, parts: list[Any]) -> Any:
        return reduce(add, parts)

    def times(self, of: Any, by: Any) -> Any:
        return of * self.pl.lit(by, self.pl.Int64)

    def least(self, one: Any, other: Any) -> Any:
        return self.pl.min_horizontal(one, other)

    def most(self, one: Any, other: Any) -> Any:
        return self.pl.max_horizontal(one, other)

    def where(self, when: Any, then: Any, otherwise: Any) -> Any:
        return self.pl.when(when).then(then).otherwise(otherwise)

    def reached(self, one: Any, other: Any) -> Any:
        return one >= other

    def known(self, name: str) -> Any:
        return self.pl.col(name).is_not_null()

    def negated(self, of: Any) -> Any:
        return ~of

    def every(self, parts: list[Any]) -> Any:
        return reduce(and_, parts, self.pl.lit(True))

    def some(self, parts: list[Any]) -> Any:
        return reduce(or_, parts, self.pl.lit(False))

    def rounded(self, value: Any, form: Rounded) -> Any:
        """Whole-number rounding of the size, and the sign back."""
        pl, (shift, divisor) = self.pl, rounding_steps(form.unit, form.places)
        size = value.abs() * shift
        floor, rest = size // divisor, size % divisor
        if form.mode == "down":
            found = floor
        elif form.mode == "up":
            found = floor + (rest > 0).cast(pl.Int64)
        elif form.mode == "half_up":
            found = floor + (2 * rest >= divisor).cast(pl.Int64)
        else:
            found = floor + ((2 * rest > divisor) | ((2 * rest == divisor) & (floor % 2 == 1))).cast(pl.Int64)
        return pl.when(value < 0).then(-found).otherwise(found)

    # --- results

    def results(self, wide: Any) -> Any:
        """The results of all departments of all bureaus."""
        frame = wide.lazy()
        for step in self.plan.tail:
            frame = frame.with_columns(self.value(step.value).cast(self.pl.Int64).alias(self.columns[step.name]))
        frame = frame.collect().lazy()
        columns = [self.pl.col("bureau"), self.pl.col("department")]
        for ranking in self.plan.rankings:
            columns += self._ranking(ranking)
        for honour in self.plan.honours:
            barred = self._raised(honour.barred_by) != ""
            rank = next(each for each in columns if each.meta.output_name() == f"{RANK}{honour.ranking}")
            columns.append(self.pl.when(~barred).then(rank).alias(f"{HONOUR}{honour.code}"))
        for consequence in dict.fromkeys(each.consequence for each in self.plan.raisings):
            columns.append((self._raised((consequence,)) != "").cast(self.pl.Int64).alias(f"{RAISED}{consequence}"))
        for node in self.plan.nodes:
            columns += self._node(node)
        return frame.select(columns).collect()

    def _raised(self, consequences: tuple[str, ...]) -> Any:
        """The first of the consequences that is raised, in the order of the tree; "" for none."""
        found = self.pl.lit("")
        for raising in reversed(self.plan.raisings):
            if raising.consequence in consequences:
                raised = self.pl.col(self.columns[raising.step]) == 1
                found = self.pl.when(raised).then(self.pl.lit(raising.consequence)).otherwise(found)
        return found

    def _ranking(self, ranking: Any) -> list[Any]:
        pl = self.pl
        value, outside = pl.col(self.columns[ranking.value]), self._raised(ranking.without)
        opened = pl.col(self.columns[ranking.open]) == 1 if ranking.open else pl.lit(False)
        waits = (opened & (outside == "")).any().over("bureau")
        why = pl.when(outside != "").then(outside).when(waits).then(pl.lit("pending")).otherwise(pl.lit(""))
        ranked = pl.when(why == "").then(value)
        rank, above = (
            ranked.rank("min", descending=True).over("bureau").cast(pl.Int64),
            ranked.rank("min", descending=True).cast(pl.Int64),
        )
        return [rank.alias(f"{RANK}{ranking.code}"), above.alias(f"{ABOVE}{ranking.code}"), why.alias(f"{OUTSIDE}{ranking.code}")]

    def _node(self, node: Any) -> list[Any]:
        pl, places = self.pl, self.plan.rulebook.rounding.places
        settled = pl.col(self.columns[node.settled])
        # A decimal with `places` decimals is made of a whole one by giving it its scale, never by dividing.
        points = pl.col(self.columns[node.published]).cast(pl.Decimal(38, places)) * pl.lit(_unit(places))
        opened = pl.col(self.columns[node.open]) == 1 if node.open else None
        if opened is None:
            return [points.alias(f"{POINTS}{node.code}"), settled.alias(f"{EXACT}{node.code}")]
        undecided = pl.when(opened).then(pl.col(self.columns[node.undecided])).otherwise(0)
        return [
            pl.when(~opened).then(points).alias(f"{POINTS}{node.code}"),
            pl.when(~opened).then(settled).alias(f"{EXACT}{node.code}"),
            settled.alias(f"{SETTLED}{node.code}"),
            undecided.alias(f"{OPEN}{node.code}"),
        ]


def _unit(places: int) -> Any:
    from decimal import Decimal

    return Decimal(1).scaleb(-places)
