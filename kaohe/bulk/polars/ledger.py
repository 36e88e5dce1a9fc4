"""A part of the ledger as arrays, some rows at a time: Polars reads them, and reversals take back what they name.

What kept.py asks of a row is asked of arrays, here and in slots.py. Where anything may be wrong, or a file says its numbers as texts,
Doubtful is raised: then DuckDB looks at the part, tells of its mistakes, or scores it after all.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Executor, Future
from itertools import pairwise, zip_longest
from pathlib import Path
from typing import Any, Final, NamedTuple

from kaohe.bulk.duck import Duck
from kaohe.bulk.extras import needed
from kaohe.bulk.kept import Kept
from kaohe.bulk.polars.columns import Doubtful, LedgerFile, in_units, known_then, width
from kaohe.engine import MOST_COUNT

#: So many rows at once: six groups of rows of a usual Parquet file. More would be no faster, and take more memory.
ROWS: Final = 6 * 122_880
#: Numbers that lie no further apart than so many times their count are looked up in a list.
SPARSE: Final = 16
#: What a reversal has in common with the entry that it takes back.
_ALIKE: Final = ("mark", "level", "matter", "goal", "amount")


class TooWide(Doubtful):
    """Matters have numbers that can't be sorted by as they are; counted through (`OpenLedger`), they have not."""


class Departments(NamedTuple):
    """The departments of a part in their order, and their own numbers by name: values, and where there is one."""

    department: Any
    figures: Mapping[str, tuple[Any, Any]]


def departments_of(duck: Duck) -> Departments:
    """The departments that a run has open. Raises Doubtful."""
    names = list(dict.fromkeys(("size", *duck.plan.figures)))
    numbers = "".join(f", COALESCE({column}, 0) AS n{at}, {column} IS NOT NULL AS k{at}" for at, column in enumerate(map(duck.dialect.named, names)))
    rows = duck.connection.execute(f"SELECT department{numbers} FROM departments ORDER BY department").fetchnumpy()
    if duck.odd_departments or not len(rows["department"]):
        raise Doubtful
    return Departments(rows["department"], {name: (rows[f"n{at}"], rows[f"k{at}"]) for at, name in enumerate(names)})


class Pairs(NamedTuple):
    """Reversals of some rows, and what they name among them, to be held against each other when all rows were read.

    backs    a frame of which entry of which place they name, and of what they must have in common
    origins  a frame of `at` in Named, and of the same
    edges    the first and the last number of all those rows, where they rise
    """

    backs: Any
    origins: Any
    edges: tuple[int, int] | None


class Slice(NamedTuple):
    """Some rows of the ledger in their order.

    table    entry and amount, in Polars; `goal` by itself
    place    of each row's department among the part's
    mark     rule and level in one (columns.py)
    day      days since 1970
    matter   its number, -1 for none
    left     what is left of the count, as narrow as the file has it; 0 for a reversal
    """

    table: Any
    goal: Any
    place: Any
    mark: Any
    day: Any
    matter: Any
    left: Any
    pairs: Pairs

    def entry_of(self, row: Any) -> Any:
        """The numbers of those entries, as a frame."""
        return self.table.select("entry")[row]


class Named(NamedTuple):
    """What reversals name, by entry and department, and what they take back of it; `frame` for looking it up."""

    entry: Any
    place: Any
    undone: Any
    frame: Any


class Begun:
    """The files of a part's ledger, which begin to be read while its other tables are opened. What is raised is raised by the results.

    files   LedgerFile, one each
    backs   the rows of reversals: reverses, department and count
    marks   those of the first file (LedgerFile.marks)
    """

    def __init__(self, duck: Duck, files: Sequence[Path], pool: Executor) -> None:
        self.kept = Kept(duck.plan, duck.dialect)
        self.files: Future[list[LedgerFile]] = pool.submit(lambda: [LedgerFile(file, self.kept) for file in files])
        self.backs: Future[list[Any]] = pool.submit(self._backs)
        self.marks: Future[Any] = pool.submit(self._marks, duck.connection.cursor())

    def _backs(self) -> list[Any]:
        frames = (known_then(file.typed(), self.kept.plan) for file in self.files.result())
        return [frame.filter(needed("polars").col("reverses").is_not_null()).select("reverses", "department", "count").collect() for frame in frames]

    def _marks(self, connection: Any) -> Any:
        with connection:
            return self.files.result()[0].marks(connection)


class OpenLedger:
    """A part of the ledger, opened. What it may raise beside Doubtful is said."""

    def __init__(self, duck: Duck, begun: Begun, own: Departments, asked: Executor, *, counted: bool = False) -> None:
        """`asked`: takes one question at a time to DuckDB. `counted`: matters are counted through instead of taken by their numbers.

        Raises Refused for a column that is missing.
        """
        self.duck, self.plan, self.departments = duck, duck.plan, own
        self.np, self.pl = needed("numpy"), needed("polars")
        self.kept, self.files = begun.kept, begun.files.result()
        self.levels = width(self.kept)
        self.frames = [file.typed() for file in self.files]
        if any(frame.collect_schema() != self.frames[0].collect_schema() for frame in self.frames):
            raise Doubtful
        matters = self.pl.concat([frame.select("matter") for frame in self.frames])
        if counted or matters.collect_schema()["matter"] == self.pl.String:
            self._count_matters(matters.unique().collect()["matter"].drop_nulls())
        self.asked, self.marks = asked, begun.marks
        self.named = self._named(begun.backs.result())

    def opened(self) -> Iterator[tuple[Any, Any, range]]:
        """Each file's frame, the marks of its rows, and the rows from which a slice begins."""
        for frame, following in zip_longest(self.frames, self.files[1:]):
            marks = self.marks.result()
            if following:
                self.marks = self.asked.submit(following.marks, self.duck.connection)
            yield frame, marks, range(0, max(1, len(marks)), ROWS)

    def slice(self, frame: Any, marks: Any, start: int) -> Slice:
        """The rows of that file from there on."""
        rows, mark = frame.slice(start, ROWS), marks[start : start + ROWS]
        table = rows.drop("level").collect()
        if self.plan.as_of is not None:
            mark, table = mark[table["known"].to_numpy()], table.filter("known")
        if any(table[name].null_count() for name in ("entry", "department", "count", "day")):
            raise Doubtful
        if (table["matter"].min() or 0) < 0:
            raise TooWide
        place, back = self._places(table["department"]), table["reverses"].is_not_null().arg_true().to_numpy()
        left, entry = table["count"].to_numpy().copy(), table["entry"].rechunk()  # some rows of it are asked for again and again
        numbers = None if entry.dtype == self.pl.String else entry.to_numpy()
        edges = self._edges(numbers)
        self._look_at_counts(left, back)
        left[back] = 0
        origin, at = self._origins(entry, numbers, place, edges)
        self._take_back(left, origin, at)
        alike = self._paired(rows, table, mark, self.np.append(back, origin))
        backs, origins = alike[: len(back)], alike[len(back) :]
        backs = backs.with_columns(entry=table["reverses"].gather(back), place=self.pl.Series(place[back]))
        return Slice(
            table.select(entry, "amount"), table["goal"], place, mark, table["day"].to_numpy(),
            table["matter"].fill_null(-1).to_numpy(), left, Pairs(backs, origins.with_columns(at=self.pl.Series(at)), edges),
        )  # fmt: skip

    def _paired(self, rows: Any, table: Any, mark: Any, at: Any) -> Any:
        """What reversals have in common with what they name, of the rows at those places; of an unknown level what it says."""
        pl, own = self.pl, mark[at]
        level = known_then(rows, self.plan).select("level").collect()["level"].gather(at) if (own % self.levels == 0).any() else pl.lit(None, pl.String)
        alike = table.select("matter", "goal", "amount")[at]
        alike = alike.with_columns(in_units(alike["amount"], self.plan.limits.amount_places), mark=pl.Series(own), level=level)
        return alike.with_columns(pl.when(pl.col("mark") % self.levels == 0).then("level").alias("level"))

    def _take_back(self, left: Any, origin: Any, at: Any) -> None:
        """From entries (there must be something of them, so no reversal is one) what reversals take back, which isn't more."""
        there, rest = left[origin], left[origin] + self.named.undone[at]
        if (there <= 0).any() or (rest < 0).any():
            raise Doubtful
        left[origin] = rest

    def look_at_pairs(self, slices: Sequence[Pairs]) -> None:
        """Every reversal is the same event as its origin, which is there, once; and no number stands twice in a bureau."""
        pl = self.pl
        origins, backs = (pl.concat([getattr(each, name) for each in slices]) for name in ("origins", "backs"))
        alike = [pl.col(name).eq_missing(pl.col(f"{name}_right")) for name in _ALIKE]
        sound = pl.all_horizontal(*alike, pl.col("mark") >= self.levels, pl.col("amount").fill_null(0) >= 0)
        if origins["at"].n_unique() != len(self.named.entry) or len(origins) != len(self.named.entry):
            raise Doubtful
        if not backs.join(self.named.frame, on=["entry", "place"]).join(origins, on="at").select(sound.all()).item():
            raise Doubtful
        edges = sorted(each.edges for each in slices if each.edges)
        apart = len(edges) == len(slices) and all(one[1] < other[0] for one, other in pairwise(edges))
        if not apart and self.asked.submit(self.duck.one, f"SELECT COUNT(*) FROM ({self.duck.checks.twice().text}) t").result():
            raise Doubtful

    # --- columns

    def _count_matters(self, matters: Any) -> None:
        """From now on a matter is its place among these."""
        pl, known = self.pl, self.pl.Enum(matters.cast(self.pl.String))
        place = pl.col("matter").cast(pl.String).cast(known).to_physical()
        self.frames = [frame.with_columns(place.cast(pl.Int64)) for frame in self.frames]

    def _places(self, column: Any) -> Any:
        """Each row's place among the departments."""
        np, pl, known = self.np, self.pl, self.departments.department
        if known.dtype == object:
            places = dict(zip(known.tolist(), range(len(known)), strict=True))
            place = column.cast(pl.String).replace_strict(places, default=-1, return_dtype=pl.Int64).to_numpy()
        else:
            place, known = column.cast(pl.Int64).to_numpy(), known.astype("int64")
            first, last = int(known[0]), int(known[-1])
            if last - first >= SPARSE * len(known) or (len(column) and not first <= column.min() <= column.max() <= last):
                raise Doubtful
            place = place - first if first else place
            if last - first + 1 > len(known):
                places = np.full(last - first + 1, -1, "int64")
                places[known - first] = np.arange(len(known))
                place = places[place]
        if len(place) and place.min() < 0:
            raise Doubtful  # a department that nobody assesses
        return place

    def _look_at_counts(self, count: Any, back: Any) -> None:
        """Only reversals count below one, and all of them below zero; how far below is looked at where they are named."""
        below = self.np.count_nonzero(count < 1)
        if len(count) and (count.max() > MOST_COUNT or below != len(back) or (below and count[back].max() >= 0)):
            raise Doubtful

    # --- reversals

    def _named(self, rows: Sequence[Any]) -> Named:
        pl = self.pl
        backs = pl.concat(rows)
        if backs["department"].null_count() or backs["count"].null_count() or (backs["count"].min() or 0) < -MOST_COUNT:
            raise Doubtful
        places = backs.select(pl.col("reverses").alias("entry"), pl.Series("place", self._places(backs["department"])), "count")
        frame = places.group_by("entry", "place").agg(pl.col("count").cast(pl.Int64).sum()).sort("entry", "place").with_row_index("at")
        frame = frame.with_columns(pl.col("at").cast(pl.Int64))
        return Named(frame["entry"].to_numpy(), frame["place"].to_numpy(), frame["count"].to_numpy(), frame.select("at", "entry", "place"))

    def _edges(self, numbers: Any) -> tuple[int, int] | None:
        """The first and the last number where all rise; None for texts and where there is none."""
        if numbers is None or not len(numbers):
            return None
        return (int(numbers[0]), int(numbers[-1])) if bool((numbers[1:] > numbers[:-1]).all()) else None

    def _origins(self, entry: Any, numbers: Any, place: Any, edges: tuple[int, int] | None) -> tuple[Any, Any]:
        """The rows that reversals name, and where these stand in Named."""
        np, named = self.np, self.named
        if not len(named.entry) or not len(entry):
            return np.zeros(0, "int64"), np.zeros(0, "int64")
        if edges is None:
            found = self.pl.DataFrame({"entry": entry, "place": place}).with_row_index("row").join(named.frame, on=["entry", "place"])
            return found["row"].to_numpy(), found["at"].to_numpy().astype("int64")
        first, last = np.searchsorted(named.entry, edges[0]), np.searchsorted(named.entry, edges[1], side="right")
        at = np.arange(first, last)
        row = np.searchsorted(numbers, named.entry[at])
        own = (numbers[row] == named.entry[at]) & (place[row] == named.place[at])
        return row[own], at[own]
