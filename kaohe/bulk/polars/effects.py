"""What explaining.py says in SQL, in arrays: what each entry counts for by itself (told.py), and what it changed within its leaf's limits."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Final

from kaohe.bulk.arithmetic import MOST
from kaohe.bulk.explaining import LIMIT, START, VOID, WHATS, empty_settled, write_effects
from kaohe.bulk.extras import needed
from kaohe.bulk.paths import parquet
from kaohe.bulk.polars.columns import Doubtful
from kaohe.bulk.polars.ledger import Departments, departments_of
from kaohe.bulk.polars.order import in_turn, running
from kaohe.bulk.polars.run import Polars
from kaohe.bulk.polars.told import Rows, Told
from kaohe.bulk.running import Tell, silent
from kaohe.bulk.sql import Text
from kaohe.bulk.tables import Tables

#: What is told in its order is dealt out so that arrays stay small: fresh memory costs more than what is done with it.
_SHARES: Final = 12


def explain(run: Polars, tables: Tables, target: Path, about: Mapping[str, Any], tell: Tell = silent) -> None:
    """The effects into a Parquet file, and the table `settled` of what they must come to. Raises Refused with every mistake."""
    run.open_departments(tables)
    empty_settled(run)
    written: list[Path] = []

    def begin(at: int, of: int) -> None:
        tell("explaining", at, of)
        written.append(run.folder / f"effects-{at}.parquet" if of > 1 else target)

    if run.part_by_part(tables, begin, lambda: _explain_part(run, written[-1], about)) == 1:
        return
    if run.open_the_rest(tables, "settled"):
        written.append(run.folder / "effects.parquet")
        _explain_tables(run, written[-1], about)
    # One file may have numbers where another has texts: together they are texts, and no number is lost.
    run.write_query(" UNION ALL ".join(f"SELECT * FROM {parquet([file])}" for file in written), target, about)


def _explain_part(run: Polars, target: Path, about: Mapping[str, Any]) -> None:
    """What is open, by arrays, or by tables where only these can tell. Raises Refused with every mistake."""
    try:
        _explain_arrays(run, target, about)
    except Doubtful:
        _explain_tables(run, target, about)


def _explain_arrays(run: Polars, target: Path, about: Mapping[str, Any]) -> None:
    """What is open, by arrays. Raises Doubtful."""
    own = departments_of(run)
    explained = Explained(run, own)
    frame = needed("polars").concat(explained.frames())
    told = {"kaohe": json.dumps(about, ensure_ascii=False)}
    # The least and the largest of a group of rows help nobody who looks for a department, and cost a fifth of the writing.
    frame.write_parquet(target, compression="zstd", compression_level=1, statistics=False, metadata=told)
    for code, settled in explained.settled():
        run.connection.register("came", {"department": own.department, "settled": settled})
        run.connection.execute(f"INSERT INTO settled SELECT department, {run.dialect.said(code)}, settled FROM came")
        run.connection.unregister("came")


def _explain_tables(run: Polars, target: Path, about: Mapping[str, Any]) -> None:
    """The same by tables. Raises Refused with every mistake."""
    run.store()
    run.slots()
    write_effects(run, target, about)


class Explained:
    """The effects of every entry of a part, as frames."""

    def __init__(self, run: Polars, own: Departments) -> None:
        """Raises Doubtful."""
        self.np, self.pl, self.plan, self.own, self.threads = needed("numpy"), needed("polars"), run.plan, own, run.threads
        leaves, np = self.plan.leaves, self.np
        self.number, codes = len(own.department), [leaf.code for leaf in leaves]
        self.upper = [node for node in self.plan.nodes if node.code not in codes]
        self.department = self.pl.Series(own.department)
        self.items, self.rules, self.whats = (
            self.pl.Series(texts, dtype=self.pl.Enum(texts)) for texts in ([*codes, *(node.code for node in self.upper)], list(self.plan.rulebook.rules), WHATS)
        )
        self.low = np.array([-MOST if leaf.low is None else leaf.low for leaf in leaves], "int64")
        self.high = np.array([MOST if leaf.high is None else leaf.high for leaf in leaves], "int64")
        self.factor = np.array([leaf.factor for leaf in leaves], "int64")
        self.told = Told(Text(run.plan, run.dialect), own)
        came = run.summed(own, self.told.kept)
        self.steps, self.rows, self.voids = came.steps, list(self.told.rows(came.sums, came.goals)), self.told.voids(came.sums)

    def settled(self) -> Iterator[tuple[str, Any]]:
        """What each leaf's points come to in each department, in the unit of its node, by the leaf's code."""
        nodes = {node.code: node for node in self.plan.nodes}
        for leaf in self.plan.leaves:
            yield leaf.code, self.np.ascontiguousarray(self.np.broadcast_to(self.steps.of(nodes[leaf.code].settled), self.number))

    def frames(self) -> Iterator[Any]:
        """department, item, entry, rule, occurred_on, what, points, effect: one row an entry that could move something."""
        groups = [self._group(rows) for rows in self.rows]
        start, (gains, losses) = self._start(), self._moved(groups)
        near = ((start + gains) * self.factor[:, None] > self.high[:, None]) | ((start + losses) * self.factor[:, None] < self.low[:, None])
        effects = self._effects(groups, near.reshape(-1), start.reshape(-1))
        yield from self._starts(start)
        yield self._voided(start + gains + losses)
        yield from self._upper()
        for rows, effect in zip(self.rows, effects, strict=True):
            yield self._frame(rows, rows.points * self.factor[rows.leaf], effect)

    # --- limits

    def _start(self) -> Any:
        """Where each leaf starts in each department; a quota of nothing is reached before anything happened."""
        everyone, nothing = self.np.arange(self.number), self.np.zeros(self.number, "int64")
        found = [leaf.start + sum((self.told.grown_to(each, nothing, everyone) for each in leaf.grown), nothing) for leaf in self.plan.leaves]
        return self.np.array(found, "int64").reshape(len(self.plan.leaves), self.number)

    def _group(self, rows: Rows) -> Any:
        """A number for the leaf and the department of each of them."""
        return rows.leaf.astype("int64") * self.number + rows.place

    def _moved(self, groups: Sequence[Any]) -> tuple[Any, Any]:
        """What all gains and what all losses of each leaf come to in each department."""
        np = self.np
        gains, losses = (np.zeros(len(self.plan.leaves) * self.number, "int64") for _ in range(2))
        for rows, group in zip(self.rows, groups, strict=True):
            for total, own in ((gains, np.flatnonzero(rows.points > 0)), (losses, np.flatnonzero(rows.points < 0))):
                np.add.at(total, group[own], rows.points[own])
        return gains.reshape(-1, self.number), losses.reshape(-1, self.number)

    def _effects(self, groups: Sequence[Any], near: Any, start: Any) -> list[Any]:
        """What each row changed. Where all gains and all losses together stay within the limits, whatever came first, it is what it counts
        for; only the others (`near`) are told in their order, some leaves and departments here and some there.
        """
        np = self.np
        effects = [rows.points * self.factor[rows.leaf] for rows in self.rows]
        own = [np.flatnonzero(near[group]) for group in groups]
        shares = [group[some] % _SHARES for group, some in zip(groups, own, strict=True)]

        def limit(share: int) -> None:
            mine = [some[whose == share] for some, whose in zip(own, shares, strict=True)]
            self._limit(effects, mine, np.concatenate([group[some] for group, some in zip(groups, mine, strict=True)]), start)

        with ThreadPoolExecutor(self.threads) as pool:
            list(pool.map(limit, range(_SHARES)))
        return effects

    def _limit(self, effects: Sequence[Any], own: Sequence[Any], group: Any, start: Any) -> None:
        """Put in what those rows changed (`own`: their places among each Rows), told in their order."""
        np, told = self.np, list(zip(self.rows, own, strict=True))
        order = in_turn(self.pl.concat([rows.entries.select("entry", "day")[some] for rows, some in told]), group)
        group, points = group[order], np.concatenate([rows.points[some] for rows, some in told])[order]
        after, leaf = running(points, group) + start[group], group // self.number
        changed = np.empty(len(order), "int64")
        changed[order] = self._within(after, leaf) - self._within(after - points, leaf)
        for effect, some, mine in zip(effects, own, np.split(changed, np.cumsum([len(some) for some in own])[:-1]), strict=True):
            effect[some] = mine

    def _within(self, raw: Any, leaf: Any) -> Any:
        """Raw values in the node's unit, within the leaf's limits; a floor goes before a cap, as in the engine."""
        low, high, value = self.low[leaf], self.high[leaf], raw * self.factor[leaf]
        return self.np.where(value < low, low, self.np.minimum(value, high))

    # --- frames

    def _frame(self, rows: Rows, points: Any, effect: Any) -> Any:
        """Rows with what they count for and what they changed, in the unit of the item's node."""
        pl = self.pl
        return rows.entries.select(
            self.department.gather(rows.place).alias("department"),
            self.items.gather(rows.leaf).alias("item"),
            "entry",
            self.rules.gather(rows.rule).alias("rule"),
            pl.col("day").cast(pl.Date).alias("occurred_on"),
            self.whats.gather(rows.what).alias("what"),
            pl.Series("points", points),
            pl.Series("effect", effect),
        )

    def _without_entry(self, place: Any, item: int, what: int, points: Any, effect: Any) -> Any:
        """Rows of one item that no entry stands behind."""
        pl, number = self.pl, len(place)
        nothing = self.voids.entries.clear(number).with_columns(place=pl.Series(place))
        leaf, whats, rule = (self.np.full(number, same) for same in (item, what, 0))
        return self._frame(Rows(nothing, leaf, rule, whats, points), points, effect).with_columns(rule=pl.lit(None, self.rules.dtype))

    def _starts(self, start: Any) -> Iterator[Any]:
        """Where leaves start, of those that start anywhere or must have a floor."""
        np = self.np
        for at, leaf in enumerate(self.plan.leaves):
            floored = leaf.low is not None and leaf.low > 0
            place = np.arange(self.number) if floored else np.flatnonzero(start[at])
            own = start[at][place]
            yield self._without_entry(place, at, START, own * leaf.factor, self._within(own, at))

    def _voided(self, after: Any) -> Any:
        """Voiding entries: the first takes what is left, the others find nothing."""
        rows, np = self.voids, self.np
        left, first = after.reshape(-1)[self._group(rows)], rows.what == VOID
        points = np.where(first, -left * self.factor[rows.leaf], 0)
        return self._frame(rows, points, np.where(first, self._within(0, rows.leaf) - self._within(left, rows.leaf), 0))

    def _upper(self) -> Iterator[Any]:
        """What the limits of items of items take or give."""
        for at, node in enumerate(self.upper, len(self.plan.leaves)):
            raw = self.steps.of(node.raw) * (node.unit // self.plan.steps[node.raw].unit)
            effect = self.np.broadcast_to(self.steps.of(node.settled) - raw, self.number)
            place = self.np.flatnonzero(effect)
            yield self._without_entry(place, at, LIMIT, effect[place], effect[place])
