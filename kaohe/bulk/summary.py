"""Statistics (statistics.py) as arrays, one place a department: what a thousand rulebooks are tried on in memory."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, NamedTuple

from kaohe.bulk.extras import needed
from kaohe.engine import Problem, Refused


class Spread(NamedTuple):
    """How often each of some keys is found in a department: three columns, in the order of departments.

    first  where each department's rows begin
    """

    department: Any
    key: Any
    number: Any
    first: Any

    def only(self, chosen: Any) -> Spread:
        """The rows of those departments."""
        rows = chosen[self.department]
        return spread(self.department[rows], self.key[rows], self.number[rows])


def spread(department: Any, key: Any, number: Any) -> Spread:
    """The rows as a spread; they are in the order of departments."""
    return Spread(department, key, number, beginnings(department))


def beginnings(numbers: Any) -> Any:
    """Where a number begins that isn't the one before."""
    np = needed("numpy")
    return np.flatnonzero(np.diff(numbers, prepend=-1))


class Ways(NamedTuple):
    """Ways in which entries compete for a matter, entry by entry in their order.

    kinds  rules with level and period
    kind   which of them the entry is of
    left   what is left of its count
    way    the number of its way; `first` where each way begins
    """

    kinds: list[tuple[str, str, int]]
    kind: Any
    left: Any
    way: Any
    first: Any


class _Told(NamedTuple):
    """What the statistics tell of one kind (its number and what it counts), row by row: the department's place, the key, and how often or how much."""

    kind: int
    what: str
    rule: str
    level: str
    period: int
    matter: int
    name: str
    place: Any
    key: Any
    value: Any


def _told(connection: Any) -> Iterator[_Told]:
    """Everything in the tables `kinds` and `statistics`, kind by kind."""
    np = needed("numpy")
    kinds = connection.execute("SELECT kind, what, rule, level, period, matter, key FROM kinds ORDER BY kind").fetchall()
    rows = connection.execute("SELECT kind, place, key, value FROM statistics").fetchnumpy()
    order = np.argsort(rows["kind"].astype(np.min_scalar_type(len(kinds))), kind="stable")
    edges = np.searchsorted(rows["kind"][order], np.arange(len(kinds) + 1))
    for kind in kinds:
        own = order[edges[kind[0]] : edges[kind[0] + 1]]
        yield _Told(*kind, *(rows[column][own] for column in ("place", "key", "value")))


Key = tuple[str, str, int, int]


class Summary:
    """All statistics of some departments.

    sums, singles  (rule, level, period, matter) → an array
    best           (contest, period) → how often each set of rules and levels
    once           how often each way in which entries compete; `ways` says what they are
    goals          (what, rule, grade) → an array; what is typed, blank or number
    figures        name → (numbers, where they are known)
    highest        rule → the highest amounts decided
    """

    def __init__(self, connection: Any) -> None:
        """`connection` of DuckDB with the four tables of statistics.py. Raises Refused where they hold nothing."""
        np = self.numpy = needed("numpy")
        places = connection.execute("SELECT department, dense_rank() OVER (ORDER BY bureau) - 1 AS bureau FROM places ORDER BY place").fetchnumpy()
        self.departments, self.bureau = places["department"], places["bureau"]
        if not self.number:
            raise Refused([Problem("bulk.no_statistics")])
        self.bureaus = connection.execute("SELECT DISTINCT bureau FROM places ORDER BY bureau").fetchnumpy()["bureau"].astype(str)
        self.sums: dict[Key, Any] = {}
        self.singles: dict[Key, Any] = {}
        self.goals: dict[tuple[str, str, str], Any] = {}
        self.figures: dict[str, tuple[Any, Any]] = {}
        self.highest: dict[str, Any] = {}
        self.best: dict[tuple[str, int], Spread] = {}
        self.once = spread(*(np.zeros(0, "int64") for _ in range(3)))
        self.sets: list[tuple[tuple[str, str], ...]] = []
        self.ways = Ways([], *(np.zeros(0, "int64") for _ in range(4)))
        for told in _told(connection):
            self._take(connection, told)

    def _take(self, connection: Any, told: _Told) -> None:
        """What is told of one kind, into its place."""
        what, rule, place, value = told.what, told.rule, told.place, told.value
        if what == "best":
            self.best[rule, told.period] = self._spread(place, self._sets(connection, told), value)
        elif what == "once":
            self.once = self._spread(place, self._ways(connection, told), value)
        elif what == "figure":
            known = ~self.numpy.ma.getmaskarray(value)
            self.figures[told.name] = self._everywhere(place, self.numpy.ma.filled(value, 0)), self._everywhere(place, known) > 0
        elif what == "highest":
            self.highest[rule] = self._everywhere(place, value)
        elif what in ("sum", "single"):
            (self.sums if what == "sum" else self.singles)[rule, told.level, told.period, told.matter] = self._everywhere(place, value)
        else:
            self.goals[what, rule, told.level] = self._everywhere(place, value)

    @property
    def number(self) -> int:
        """How many departments there are."""
        return len(self.departments)

    def _everywhere(self, place: Any, value: Any) -> Any:
        """An array over all departments, exact."""
        found = self.numpy.zeros(self.number, "int64")
        self.numpy.add.at(found, place, value)
        return found

    def _spread(self, place: Any, key: Any, value: Any) -> Spread:
        order = self.numpy.argsort(place, kind="stable")
        return spread(place[order], key[order], self.numpy.ma.getdata(value)[order])

    def _texts(self, connection: Any, told: _Told, first: int) -> tuple[list[str], Any]:
        """What the keys of a kind say, and for each row the number of its own, counted on from `first`."""
        found = connection.execute(f"SELECT key, text FROM keys WHERE kind = {told.kind} ORDER BY key").fetchnumpy()
        return found["text"].tolist(), first + self.numpy.searchsorted(found["key"], told.key)

    def _sets(self, connection: Any, told: _Told) -> Any:
        """The sets of rules and levels of one contest, behind those of the others."""
        texts, number = self._texts(connection, told, len(self.sets))
        self.sets += [tuple((rule, level) for rule, level in json.loads(each)) for each in texts]
        return number

    def _ways(self, connection: Any, told: _Told) -> Any:
        """The ways in which entries compete, which come at once."""
        np = self.numpy
        texts, number = self._texts(connection, told, 0)
        entries = [(way, *entry) for way, each in enumerate(texts) for entry in json.loads(each)]
        kinds: dict[tuple[str, str, int], int] = {}
        of_kind = [kinds.setdefault((rule, level, int(period)), len(kinds)) for _, rule, level, period, _ in entries]
        way = np.array([entry[0] for entry in entries], "int64")
        left = np.array([int(entry[4]) for entry in entries], "int64")
        self.ways = Ways(list(kinds), np.array(of_kind, "int64"), left, way, beginnings(way))
        return number
