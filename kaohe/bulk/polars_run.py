"""Polars, where it is installed: the same plan as lazy frames. It scores what was checked; it looks for no mistakes itself.

Polars adds without a word when 64 bits overflow, rounds ties to even and divides decimals inexactly; so nothing here is
anything but a whole number within the bounds that the compiler proved.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from kaohe.bulk.extras import needed
from kaohe.bulk.lookup import Lookup
from kaohe.bulk.plan import BEST, ONCE, SUM, Plan, Row
from kaohe.bulk.polars_arithmetic import Tail
from kaohe.bulk.tables import GOALS, LEDGER, Column, Tables, department_columns, matched
from kaohe.bulk.words import WIDTHS, lanes

_KEY: Final = "department"


class Polars:
    """One run of a plan over typed Parquet files."""

    name: Final = "polars"

    def __init__(self, plan: Plan, tables: Tables) -> None:
        self.plan, self.pl = plan, needed("polars")
        self.lookup = Lookup(plan, plan.rows)
        self.number = {slot.name: at for at, slot in enumerate(plan.slots)}
        self.rows = {way: list(plan.rows_in(way)) for way in (SUM, BEST, ONCE)}
        self.ledger = self._ledger(tables.ledger)
        self.departments = self._scan(tables.departments, department_columns(plan.rulebook))
        self.goals = self._scan(tables.goals, GOALS) if tables.goals else None

    def results(self) -> list[dict[str, Any]]:
        """The results as rows, in no order."""
        rows: list[dict[str, Any]] = self.frame().to_dicts()
        return rows

    def frame(self) -> Any:
        """The results as a frame."""
        return Tail(self.plan).results(self.wide())

    # --- tables

    def _scan(self, files: Sequence[Path], columns: Sequence[Column]) -> Any:
        """The known columns of those files; a missing one is empty."""
        pl = self.pl
        frame = pl.scan_parquet([str(file) for file in files])
        schema = frame.collect_schema()
        headers = matched(columns, schema.names(), files[0])
        texts = [header for header in headers.values() if schema[header] == pl.String]
        cells = []
        for column in columns:
            header = headers.get(column.name)
            cell = pl.lit(None) if header is None else pl.col(header)
            cells.append((cell.replace("", None) if header in texts else cell).alias(column.name))
        return frame.select(cells)

    def _ledger(self, files: Sequence[Path]) -> Any:
        pl, places = self.pl, self.plan.limits.amount_places
        frame = self._scan(files, LEDGER).with_columns(
            pl.col("count").fill_null(1).cast(pl.Int64), (pl.col("amount") * 10**places).cast(pl.Int64)
        )
        if self.plan.as_of is None:
            return frame
        day = pl.lit(self.plan.as_of)
        recorded = pl.coalesce(pl.col("recorded_on").cast(pl.Date), pl.col("occurred_on"))
        return frame.filter((pl.col("occurred_on") <= day) & (recorded <= day))

    # --- entries

    def _period(self, column: str) -> Any:
        later = [self.pl.lit(span.starts) for span in self.plan.spans[1:]]
        return sum(((self.pl.col(column) >= day).cast(self.pl.Int64) for day in later), start=self.pl.lit(0))

    def _undone(self) -> tuple[Any, Any, Any]:
        """What reversals take back, what is taken back wholly, and rows that move a reversal into the right period."""
        pl, keys = self.pl, [_KEY, "entry"]
        backs = self.ledger.filter(pl.col("reverses").is_not_null()).drop("entry").rename({"reverses": "entry"}).collect()
        backs = backs.lazy()
        origins = self.ledger.filter(pl.col("reverses").is_null()).join(backs.select(keys).unique(), on=keys, how="semi").collect().lazy()
        undone = backs.group_by(keys).agg(pl.col("count").sum().alias("undone"))
        gone = origins.join(undone, on=keys).filter(pl.col("count") + pl.col("undone") == 0).select(keys)
        both = backs.join(origins.select(*keys, pl.col("occurred_on").alias("right")), on=keys)
        both = both.filter(self._period("occurred_on") != self._period("right"))
        moved = pl.concat([
            both.with_columns(-pl.col("count")),
            both.with_columns(pl.col("right").alias("occurred_on")),
        ]).drop("right", "entry")  # fmt: skip
        return undone, gone, moved

    def _entries(self, moved: Any) -> Any:
        """department, entry, occurred_on, matter, code, v; rows that only move a period have no entry."""
        pl = self.pl
        frame = self.ledger
        if any(row.period for row in self.plan.rows):
            own = frame.collect_schema()
            extra = moved.with_columns(pl.lit(None, own["entry"]).alias("entry"), pl.lit(None, own["reverses"]).alias("reverses"))
            frame = pl.concat([frame, extra.select(own.names())])
        strides = pl.LazyFrame(
            [(rule, *own) for rule, own in self.lookup.strides.items()],
            schema={"rule": pl.String, **dict.fromkeys(("base", "by_level", "by_period", "by_matter"), pl.Int64)},
            orient="row",
        )
        level = pl.col("level").replace_strict(
            list(self.lookup.levels), list(range(1, len(self.lookup.levels) + 1)), default=0, return_dtype=pl.Int64
        ) if self.lookup.levels else pl.lit(0)
        code = pl.col("base") + pl.col("by_level") * level + pl.col("by_period") * self._period("occurred_on")
        code = code + pl.col("by_matter") * pl.col("matter").is_not_null().cast(pl.Int64)
        judged = list(dict.fromkeys(row.rule for row in self.plan.rows if row.of == "amount"))
        value = pl.when(pl.col("rule").is_in(judged)).then(pl.col("count") * pl.col("amount")).otherwise(pl.col("count"))
        return frame.join(strides, on="rule").select(
            _KEY, "entry", "occurred_on", "matter", code.alias("code"), value.alias("v")
        )

    def _coded(self, way: str) -> list[tuple[int, list[Row]]]:
        found = [(code, [row for row in rows if row.way == way]) for code, rows in self.lookup.coded]
        return [(code, rows) for code, rows in found if rows]

    # --- sums

    def _sums(self, entries: Any, width: int) -> Any:
        """One row a department: slots of the plain sums, and `carry`, not 0 where a lane was too narrow."""
        pl = self.pl
        placed = lanes(self.plan, self.rows[SUM], width)
        words = 1 + max(lane.word for lane in placed.values())
        names = [f"w{at}" for at in range(words)]
        cells = []
        for code, rows in self._coded(SUM):
            own = [0] * words
            for row in rows:
                own[placed[row.slot].word] += row.weight << placed[row.slot].shift
            cells.append((code, sum(row.weight for row in rows), *own))
        lookup = pl.LazyFrame(cells, schema=dict.fromkeys(["code", "g", *names], pl.Int64), orient="row")
        summed = entries.join(lookup, on="code").group_by(_KEY).agg((pl.col(name) * pl.col("v")).sum() for name in ("g", *names))
        apart = {
            f"w{self.number[name]}_": (pl.col(f"w{lane.word}") // (1 << lane.shift)) % (1 << lane.bits)
            for name, lane in placed.items()
        }
        spilt = pl.any_horizontal(pl.col(name) < 0 for name in names).cast(pl.Int64)
        return summed.select(
            _KEY,
            (pl.col("g") - pl.sum_horizontal(apart.values()) + spilt).alias("carry"),
            *(value.alias(f"{name}") for name, value in apart.items()),
        )

    def _of_slots(self, frame: Any, rows: Sequence[Row], letter: str) -> Any:
        pl = self.pl
        slots = sorted({self.number[row.slot] for row in rows})
        cells = [pl.col("v").filter(pl.col("slot") == at).sum().alias(f"{letter}{at}_") for at in slots]
        return frame.group_by(_KEY).agg(cells)

    def _best(self, entries: Any, gone: Any) -> Any:
        pl = self.pl
        contests: dict[str, int] = {}
        cells = [
            (code, contests.setdefault(row.contest, len(contests)), self.number[row.slot], row.weight)
            for code, rows in self._coded(BEST)
            for row in rows
        ]
        lookup = pl.LazyFrame(cells, schema=dict.fromkeys(["code", "contest", "slot", "v"], pl.Int64), orient="row")
        standing = entries.filter((pl.col("v") > 0) & pl.col("entry").is_not_null()).drop("v").join(lookup, on="code")
        standing = standing.join(gone, on=[_KEY, "entry"], how="anti")
        highest = standing.group_by(_KEY, "matter", "contest", "slot").agg(pl.col("v").max())
        return self._of_slots(highest, self.rows[BEST], "b")

    def _once(self, entries: Any, undone: Any) -> Any:
        pl, scopes = self.pl, self.plan.scopes
        cells = [
            (code, self.number[row.slot], row.weight, row.price, self.plan.guards.get(row.rule, 0),
             *(int(row.rule in scope.rules) for scope in scopes))
            for code, rows in self._coded(ONCE)
            for row in rows
        ]
        names = ["code", "slot", "weight", "price", "least", *(f"scope{at}" for at, _ in enumerate(scopes))]
        lookup = pl.LazyFrame(cells, schema=dict.fromkeys(names, pl.Int64), orient="row")
        standing = entries.filter((pl.col("v") > 0) & pl.col("entry").is_not_null()).join(lookup, on="code")
        standing = standing.join(undone, on=[_KEY, "entry"], how="left").with_columns(pl.col("v") + pl.col("undone").fill_null(0))
        sizes = self.departments.select(_KEY, pl.col("size").cast(pl.Int64))
        standing = standing.filter(pl.col("v") > 0).join(sizes, on=_KEY)
        standing = standing.filter(pl.col("size").fill_null(pl.col("least")) >= pl.col("least"))
        order = [pl.col("price") * pl.col("v"), pl.col("occurred_on"), pl.col("entry").cast(pl.String)]
        standing = standing.sort(order, descending=[True, False, False])
        won = pl.lit(True)
        for at, _ in enumerate(scopes):
            place = pl.int_range(pl.len()).over([_KEY, "matter", f"scope{at}"])
            won = won & ((pl.col(f"scope{at}") == 0) | (place == 0))
        winners = standing.filter(won).select(_KEY, "slot", (pl.col("weight") * pl.col("v")).alias("v"))
        return self._of_slots(winners, self.rows[ONCE], "o")

    # --- goals

    def _graded(self, gone: Any) -> list[Any]:
        pl, limits = self.pl, self.plan.limits
        assert self.goals is not None
        frames = []
        for grading in self.plan.gradings:
            grades, finer = list(grading.coefficients), grading.unit // 10**limits.base_places
            standing = self.ledger.filter((pl.col("rule") == grading.rule) & (pl.col("count") > 0)).join(gone, on=[_KEY, "entry"], how="anti")
            coefficient = pl.col("level").replace_strict(grades, [grading.coefficients[grade] for grade in grades], return_dtype=pl.Int64)
            standing = standing.select(_KEY, "goal", coefficient.alias("coefficient"))
            above = (pl.col("base") * 10**limits.base_places).cast(pl.Int64)
            below = pl.col("base_below").cast(pl.Int64).fill_null(1)
            goals = self.goals.filter(pl.col("category") == grading.category).select(
                _KEY, "goal", (above.fill_null(0) * finer // below).alias("typed"), pl.col("base").is_null().cast(pl.Int64).alias("blank")
            )
            goals = goals.join(standing, on=[_KEY, "goal"], how="left").with_columns(
                pl.col("coefficient").is_null().cast(pl.Int64).alias("open"), pl.col("coefficient").fill_null(0)
            )
            summed = goals.group_by(_KEY).agg(
                pl.len().cast(pl.Int64).alias("n"), pl.col("typed").sum(), pl.col("blank").sum(),
                (pl.col("typed") * pl.col("coefficient")).sum().alias("p"), (pl.col("blank") * pl.col("coefficient")).sum().alias("s"),
                (pl.col("typed") * pl.col("open")).sum().alias("u"), (pl.col("blank") * pl.col("open")).sum().alias("w"),
            )  # fmt: skip
            share = pl.when(pl.col("blank") > 0).then((grading.full - pl.col("typed")) // pl.max_horizontal(pl.col("blank"), 1)).otherwise(0)
            frames.append(summed.select(
                _KEY,
                (pl.col("p") + pl.col("s") * share).alias(f"y{self.number[grading.points]}_"),
                (pl.col("u") + pl.col("w") * share).alias(f"y{self.number[grading.ungraded]}_"),
                pl.col("n").alias(f"y{self.number[grading.number]}_"),
            ))  # fmt: skip
        return frames

    # --- one row a department

    def wide(self) -> Any:
        """Every department with its slots s0, s1, … and its own numbers."""
        pl = self.pl
        undone, gone, moved = self._undone()
        entries = self._entries(moved)
        parts = []
        if self.rows[BEST]:
            parts.append(self._best(entries, gone))
        if self.rows[ONCE]:
            parts.append(self._once(entries, undone))
        if self.plan.gradings and self.goals is not None:
            parts += self._graded(gone)
        for width in WIDTHS:
            frames = [*([self._sums(entries, width)] if self.rows[SUM] else []), *parts]
            wide = self._together(frames)
            if "carry" not in wide.columns or not (wide["carry"].fill_null(0) != 0).any():
                break
        slots = []
        for name, at in self.number.items():
            found = [pl.col(column).fill_null(0) for column in wide.columns if column in (f"w{at}_", f"b{at}_", f"o{at}_", f"y{at}_")]
            slots.append((sum(found[1:], start=found[0]) if found else pl.lit(0, pl.Int64)).cast(pl.Int64).alias(f"s{at}"))
            assert name
        figures = [pl.col(name).cast(pl.Int64) for name in self.plan.figures]
        return wide.select(_KEY, pl.col("bureau").cast(pl.String).fill_null(""), *figures, *slots)

    def _together(self, frames: Sequence[Any]) -> Any:
        """All parts beside their departments. One plan, so that what they share is read once."""
        whole = self.departments
        for frame in frames:
            whole = whole.join(frame, on=_KEY, how="left")
        return whole.collect(engine="streaming")
