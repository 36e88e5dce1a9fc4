"""A ledger file's columns in Polars: known headers, days as numbers, rule and level as one, and amounts in whole units where they are asked for.

What is of a type that Polars would read otherwise than DuckDB raises Doubtful.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any, Final

from kaohe.bulk.dialects import BLANKS, DUCKDB
from kaohe.bulk.extras import in_order, needed
from kaohe.bulk.kept import Kept
from kaohe.bulk.paths import parquet
from kaohe.bulk.plan import Plan
from kaohe.bulk.tables import LEDGER, matched

#: Columns that are numbers or texts, whichever the file has.
_KEYS: Final = ("entry", "department", "matter", "reverses")
#: Digits that 64 bits always hold, and 128.
_DIGITS: Final = 18
_MOST_DIGITS: Final = 38


class Doubtful(Exception):
    """Something may be wrong, or is said in a way that only DuckDB reads."""


class _Stream:
    """What DuckDB finds, as Arrow's stream of columns, without another library."""

    def __init__(self, found: Any) -> None:
        self.found = found

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        """What Arrow asks for."""
        return self.found.__arrow_c_stream__(requested_schema)


def found_by(relation: Any) -> Any:
    """A frame of what a relation of DuckDB finds, where it is and not copied."""
    return needed("polars").DataFrame(_Stream(relation))


def known_then(frame: Any, plan: Plan) -> Any:
    """Of a typed frame (LedgerFile) what had happened and was written down by the day in question (Kept.known)."""
    return frame if plan.as_of is None else frame.filter("known")


def width(kept: Kept) -> int:
    """How many levels a mark tells apart: those known, none (1) and an unknown one (0)."""
    return len(kept.levels) + 2


class LedgerFile:
    """A file of the ledger, its headers known. Raises Doubtful, and Refused for a column that is missing."""

    def __init__(self, file: Path, kept: Kept) -> None:
        pl = needed("polars")
        self.file, self.kept, self.frame = file, kept, pl.scan_parquet(str(file), glob=False, hive_partitioning=False)
        schema = self.frame.collect_schema()
        self.headers = matched(LEDGER, schema.names(), file)
        self.kinds = {column.name: schema[self.headers[column.name]] if column.name in self.headers else pl.Null for column in LEDGER}
        if not all(_readable(pl, name, kind) for name, kind in self.kinds.items()):
            raise Doubtful

    def typed(self) -> Any:
        """A lazy frame of entry, reverses, department, count, goal, matter, amount, level, day, and `known` where only what was known by a
        day is asked for.
        """
        pl, kinds = needed("polars"), self.kinds
        cells = {name: _cell(pl, name, self.headers.get(name), kind) for name, kind in kinds.items()}
        key = pl.String if pl.String in (kinds["entry"], kinds["reverses"]) else pl.Int64
        happened = cells["occurred_on"].cast(pl.Date)
        return self.frame.select(
            *(cells[name].cast(key).alias(name) for name in ("entry", "reverses")),
            *(cells[name].alias(name) for name in ("department", "count", "goal", "level")),
            cells["matter"].cast(pl.String if kinds["matter"] == pl.String else pl.Int64).alias("matter"),
            cells["amount"].alias("amount"),
            happened.cast(pl.Int32).alias("day"),
            *_known(pl, happened, cells["recorded_on"].cast(pl.Date), self.kept.plan.as_of),
        )

    def marks(self, connection: Any) -> Any:
        """Each row's rule and level as one number: rule * width + level, rules from 1, 0 for an unknown one (`width`).

        DuckDB looks up a word once for all rows of a dictionary's page that say it; Polars would do so row by row.
        """
        np, kept = needed("numpy"), self.kept
        rules, levels = ([*map(DUCKDB.said, words)] for words in (kept.rules, kept.levels))
        words = f"SELECT {self._place('rule', rules)} AS rule, {self._place('level', ['NULL', *levels])} AS level FROM {parquet([self.file])}"
        with in_order(connection):
            rows = found_by(connection.sql(words))
        rule, level = (rows[name].fill_null(0).to_numpy() for name in ("rule", "level"))
        return rule.astype(np.min_scalar_type((len(kept.rules) + 1) * width(kept))) * width(kept) + level

    def _place(self, column: str, listed: Sequence[str]) -> str:
        """Where a column's text stands among those, from 1; NULL where it doesn't."""
        text = "CAST(NULL AS VARCHAR)" if self.kinds[column] == needed("polars").Null else DUCKDB.named(self.headers[column])
        kind = "UTINYINT" if len(listed) < 256 else "UINTEGER"
        return f"CAST(list_position([{', '.join(listed)}]::VARCHAR[], {text}) AS {kind})"


def _cell(pl: Any, name: str, header: str | None, kind: Any) -> Any:
    """A column, empty where there is none and where a key is nothing but blanks; blanks around a key say nothing."""
    if header is None:
        return pl.lit(1 if name == "count" else None)
    key = pl.col(header).str.strip_chars(BLANKS)
    return pl.when(key != "").then(key) if kind == pl.String and name in _KEYS else pl.col(header)


def in_units(amounts: Any, places: int) -> Any:
    """Amounts in whole units; -1 where one is finer or too large. Raises Doubtful. Only few rows are worth theirs, and 128 bits cost time."""
    pl = needed("polars")
    return amounts.to_frame("amount").select(_units(pl, pl.col("amount"), amounts.dtype, places))["amount"]


def _units(pl: Any, amount: Any, kind: Any, places: int) -> Any:
    finer = getattr(kind, "scale", 0) - places
    if kind.is_decimal() and kind.precision - finer > _MOST_DIGITS:
        raise Doubtful
    whole = amount.to_physical() if kind.is_decimal() else amount.cast(pl.Int128)
    units = (whole // 10**finer if finer > 0 else whole * 10**-finer).cast(pl.Int64, strict=False)
    if kind.is_decimal() and finer <= 0 and kind.precision - finer <= _DIGITS:
        return units
    fine = whole % 10**finer == 0 if finer > 0 else pl.lit(True)
    return pl.when(fine).then(units).fill_null(pl.when(amount.is_not_null()).then(-1))


def _known(pl: Any, happened: Any, recorded: Any, as_of: date | None) -> list[Any]:
    """Whether a row had happened and was written down by the day in question (Kept.known); nothing where none is in question."""
    return [] if as_of is None else [(pl.max_horizontal(happened, recorded) <= pl.lit(as_of)).fill_null(True).alias("known")]


def _readable(pl: Any, column: str, kind: Any) -> bool:
    """True for a type that is read here as DuckDB reads it; other types are left to it."""
    if kind == pl.Null:
        return True
    if column in ("occurred_on", "recorded_on"):
        return kind == pl.Date or isinstance(kind, pl.Datetime)
    if column == "amount":
        return bool(kind.is_integer() or kind.is_decimal())
    number = bool(kind.is_integer())
    return number if column == "count" else (number and column in _KEYS) or kind == pl.String
