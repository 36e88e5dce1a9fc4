"""Statistics (statistics.py) as arrays, one place a department: what a thousand rulebooks are tried on in memory."""

from __future__ import annotations

import json
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


Key = tuple[str, str, int, int]


class Summary:
    """All statistics of some departments.

    sums, singles  (rule, level, period, matter) → an array
    best           (contest, period) → how often each set of rules and levels
    once           how often each way in which entries compete; `ways` says what they are
    goals          (what, rule, grade) → an array; what is typed, blank or number
    figures        name → (numbers, where they are known)
    """

    def __init__(self, columns: dict[str, Any]) -> None:
        """`columns` of the statistics as arrays by name, as DuckDB fetches them. Raises Refused where there are none."""
        self.numpy = needed("numpy")
        np = self.numpy
        if not len(columns["value"]):
            raise Refused([Problem("bulk.no_statistics")])
        self.departments, place = np.unique(columns["department"], return_inverse=True)
        first = np.unique(place, return_index=True)[1]
        self.bureaus, self.bureau = np.unique(columns["bureau"][first].astype(str), return_inverse=True)
        self.sums: dict[Key, Any] = {}
        self.singles: dict[Key, Any] = {}
        self.goals: dict[tuple[str, str, str], Any] = {}
        self.figures: dict[str, tuple[Any, Any]] = {}
        self.best: dict[tuple[str, int], Spread] = {}
        self.once = spread(*(np.zeros(0, "int64") for _ in range(3)))
        self.sets: list[tuple[str, ...]] = []
        self.ways = Ways([], *(np.zeros(0, "int64") for _ in range(4)))
        for what, rows in self._split(columns["what"]):
            self._take(what, {name: column[rows] for name, column in columns.items()}, place[rows])

    @property
    def number(self) -> int:
        """How many departments there are."""
        return len(self.departments)

    def _split(self, column: Any) -> list[tuple[str, Any]]:
        """The rows of each value of a column, in their order."""
        np = self.numpy
        values, inverse = np.unique(np.asarray(column).astype(str), return_inverse=True)
        order = np.argsort(inverse, kind="stable")
        edges = np.searchsorted(inverse[order], np.arange(len(values) + 1))
        return [(str(value), order[edges[at] : edges[at + 1]]) for at, value in enumerate(values)]

    def _spread_over(self, place: Any, value: Any) -> Any:
        """An array over all departments, exact."""
        found = self.numpy.zeros(self.number, "int64")
        self.numpy.add.at(found, place, value)
        return found

    def _take(self, what: str, columns: dict[str, Any], place: Any) -> None:
        value = self._known(columns["value"]).astype("int64")
        if what == "best":
            self._take_best(columns, place, value)
        elif what == "once":
            self._take_once(columns, place, value)
        elif what == "figure":
            known = ~self._missing(columns["value"])
            for name, rows in self._split(columns["key"]):
                here = self.numpy.zeros(self.number, bool)
                here[place[rows]] = known[rows]
                self.figures[name] = self._spread_over(place[rows], value[rows]), here
        else:
            names = [f"{one}\n{two}\n{three}\n{four}" for one, two, three, four in self._four(columns)]
            for name, rows in self._split(self.numpy.array(names)):
                rule, level, period, matter = name.split("\n")
                found = self._spread_over(place[rows], value[rows])
                if what in ("sum", "single"):
                    (self.sums if what == "sum" else self.singles)[rule, level, int(period), int(matter)] = found
                else:
                    self.goals[what, rule, level] = found

    def _four(self, columns: dict[str, Any]) -> Any:
        return zip(*(columns[name].tolist() for name in ("rule", "level", "period", "matter")), strict=True)

    def _missing(self, column: Any) -> Any:
        return self.numpy.ma.getmaskarray(column)

    def _known(self, column: Any) -> Any:
        return self.numpy.ma.filled(column, 0)

    def _take_best(self, columns: dict[str, Any], place: Any, value: Any) -> None:
        np = self.numpy
        numbers: dict[str, int] = {}
        key = np.array([numbers.setdefault(each, len(numbers)) for each in columns["key"].tolist()], "int64")
        self.sets = [tuple(each.split("+")) for each in numbers]
        names = np.array([f"{rule}\n{period}" for rule, period in zip(columns["rule"].tolist(), columns["period"].tolist(), strict=True)])
        for name, rows in self._split(names):
            rule, period = name.split("\n")
            order = rows[np.argsort(place[rows], kind="stable")]
            self.best[rule, int(period)] = spread(place[order], key[order], value[order])

    def _take_once(self, columns: dict[str, Any], place: Any, value: Any) -> None:
        np = self.numpy
        numbers: dict[str, int] = {}
        key = np.array([numbers.setdefault(each, len(numbers)) for each in columns["key"].tolist()], "int64")
        entries = [(way, entry) for way, each in enumerate(numbers) for entry in json.loads(each)]
        way, left = (np.array(column, "int64") for column in ([way for way, _ in entries], [int(entry[3]) for _, entry in entries]))
        kinds: dict[tuple[str, str, int], int] = {}
        kind = [kinds.setdefault((rule, level, int(period)), len(kinds)) for _, (rule, level, period, _) in entries]
        self.ways = Ways(list(kinds), np.array(kind, "int64"), left, way, beginnings(way))
        order = np.argsort(place, kind="stable")
        self.once = spread(place[order], key[order], value[order])

