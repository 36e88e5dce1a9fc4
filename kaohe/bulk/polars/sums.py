"""How what stands of a ledger comes together in arrays: added up, of one matter the highest, of one matter the dearest.

Whole numbers throughout. What might pass 64 bits raises Doubtful, and DuckDB adds it up in its way.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from kaohe.bulk.arithmetic import MOST
from kaohe.bulk.extras import needed
from kaohe.bulk.plan import BEST, ONCE, SUM, Row
from kaohe.bulk.polars.columns import Doubtful
from kaohe.bulk.polars.ledger import Departments, TooWide
from kaohe.bulk.polars.order import BITS, ascending, dearest
from kaohe.bulk.sql import Text


def _safe(most: int) -> None:
    """Raises Doubtful where so much might be too much for 64 bits."""
    if most > MOST:
        raise Doubtful


class _Coming:
    """What the three have in common: departments, and tables of what each code means."""

    def __init__(self, text: Text, own: Departments, way: str) -> None:
        self.np, self.text, self.departments, self.number = needed("numpy"), text, own, len(own.department)
        self.coded = text.coded(way)
        self.rows = {code: rows[0] for code, rows in self.coded}

    def of_codes(self, codes: Iterable[tuple[int, int]], otherwise: int = 0) -> Any:
        """A number for each code."""
        found = self.np.full(self.text.lookup.size, otherwise, "int64")
        for code, number in codes:
            found[code] = number
        return found

    def of_rows(self, value: Callable[[Row], int]) -> Any:
        """A number for each code, from its row."""
        return self.of_codes((code, value(row)) for code, row in self.rows.items())


class Sums(_Coming):
    """What counts by itself: a count for each code and department, slice by slice."""

    def __init__(self, text: Text, own: Departments, most: int) -> None:
        """`most`: the largest value of one entry."""
        super().__init__(text, own, SUM)
        self.column = self.of_codes(((code, at) for at, (code, _) in enumerate(self.coded)), -1)
        self.counts, self.most, self.entries = self.np.zeros((len(self.coded), self.number), "int64"), most, 0

    def add(self, place: Any, code: Any, value: Any) -> None:
        """A slice. Raises Doubtful."""
        column = self.column[code]
        own = self.np.flatnonzero(column >= 0)
        self.entries += len(own)
        _safe(self.most * self.entries)
        self.np.add.at(self.counts.reshape(-1), column[own] * self.number + place[own], value[own])

    def share(self, slots: dict[str, Any]) -> None:
        """What the counts are worth, to the slots. Raises Doubtful."""
        bounds = dict.fromkeys(slots, 0)
        for (_, rows), count in zip(self.coded, self.counts, strict=True):
            for row in rows:
                bounds[row.slot] += abs(row.weight) * int(count.max())
                _safe(bounds[row.slot])
                slots[row.slot] += row.weight * count


class Best(_Coming):
    """The highest of each matter, in each slot that a contest is counted in.

    An entry is one number: department, matter, contest, weight. Sorted, the last of each matter and contest has won.
    """

    def __init__(self, text: Text, own: Departments) -> None:
        super().__init__(text, own, BEST)
        self.contests = list(dict.fromkeys((row.contest, row.slot) for row in self.rows.values()))
        self.weights = sorted({row.weight for row in self.rows.values()})
        self.bits = len(self.weights).bit_length()
        self.behind = self.bits + len(self.contests).bit_length()
        self.of_matter = BITS - self.behind - self.number.bit_length()
        self.worth = self.of_codes(
            ((code, self.contests.index((row.contest, row.slot)) << self.bits | self.weights.index(row.weight)) for code, row in self.rows.items()), -1
        )

    def competing(self, place: Any, code: Any, matter: Any) -> Any:
        """The entries of matters (0 and above) as such numbers. Raises TooWide."""
        np, worth = self.np, self.worth[code]
        own = np.flatnonzero((worth >= 0) & (matter >= 0))
        matter = matter[own]
        if int(matter.max(initial=0)).bit_length() > self.of_matter:
            raise TooWide
        return (((place[own] << self.of_matter) | matter) << self.behind) | worth[own]

    def contests_of(self, numbers: Any) -> tuple[Any, Any]:
        """Of such numbers the department, matter and contest, in no more bits than they need, and the weight."""
        matter = (numbers >> self.behind) & ((1 << self.of_matter) - 1)
        contest = (numbers >> self.bits) & ((1 << (self.behind - self.bits)) - 1)
        group = numbers >> (self.behind + self.of_matter) << int(matter.max(initial=0)).bit_length() | matter
        return group << (self.behind - self.bits) | contest, numbers & ((1 << self.bits) - 1)

    def share(self, slots: dict[str, Any], competing: Sequence[Any]) -> None:
        """What the winners are worth, to the slots. Raises Doubtful."""
        np, entries = self.np, ascending(self.np.concatenate([*competing, self.np.zeros(0, "int64")]))
        if not len(entries):
            return
        contest = entries >> self.bits
        won = entries[np.append(np.flatnonzero(contest[1:] != contest[:-1]), len(entries) - 1)]
        weights = np.array(self.weights, "int64")[won & ((1 << self.bits) - 1)]
        _safe(max(map(abs, self.weights)) * len(won))
        contest, place = won >> self.bits & ((1 << (self.behind - self.bits)) - 1), won >> (self.behind + self.of_matter)
        for at, (_, slot) in enumerate(self.contests):
            own = contest == at
            np.add.at(slots[slot], place[own], weights[own])


class Once(_Coming):
    """Of all that one matter costs under an item only the dearest; of equals the first in the ledger.

    What competes is a frame of entry, place, code, value, matter and day.
    """

    def __init__(self, text: Text, own: Departments) -> None:
        super().__init__(text, own, ONCE)
        self.takes_part = self.of_rows(lambda row: 1).astype(bool)

    def competing(self, code: Any, matter: Any) -> Any:
        """Which entries compete."""
        return self.np.flatnonzero(self.takes_part[code] & (matter >= 0))

    def share(self, slots: dict[str, Any], competing: Any) -> None:
        """What the winners are worth, to the slots. Raises Doubtful."""
        np = self.np
        entries = competing.filter(~self.exempt(competing))
        won = np.flatnonzero(self.won(entries))
        place, code, value = (entries[name].to_numpy()[won] for name in ("place", "code", "value"))
        gained = self.of_rows(lambda row: row.weight)[code] * value
        slot = self.of_rows(lambda row: self.text.number[row.slot])[code]
        for name in dict.fromkeys(row.slot for row in self.rows.values()):
            own = np.flatnonzero(slot == self.text.number[name])
            np.add.at(slots[name], place[own], gained[own])

    def won(self, entries: Any) -> Any:
        """Which of those entries count. Raises Doubtful."""
        np, won = self.np, self.np.ones(len(entries), bool)
        if not len(entries):
            return won
        bits = int(entries["matter"].max()).bit_length()
        if bits + self.number.bit_length() > BITS:
            raise TooWide
        most = int(entries["value"].max()) * max(max(abs(row.price), abs(row.weight)) for row in self.rows.values())
        _safe(most * len(entries))
        code, group = entries["code"].to_numpy(), (entries["place"].to_numpy().astype("int64") << bits) | entries["matter"].to_numpy()
        cost = self.of_rows(lambda row: row.price)[code] * entries["value"].to_numpy()
        for scope in self.text.plan.scopes:
            within = np.flatnonzero(self.of_rows(lambda row, rules=scope.rules: int(row.rule in rules))[code])  # type: ignore[misc]
            won[within] &= dearest(entries[within], group[within], cost[within])
        return won

    def exempt(self, entries: Any) -> Any:
        """Which of them are of rules that leave a department of its size alone."""
        least = self.of_rows(lambda row: self.text.plan.guards.get(row.rule, 0))
        return needed("polars").Series(too_small(self.departments, entries, least))


def too_small(departments: Departments, entries: Any, least: Any) -> Any:
    """Which entries (a frame of at least place and code) are of departments of fewer people than `least` says for their code."""
    np, (size, known) = needed("numpy"), departments.figures["size"]
    if not least.any():
        return np.zeros(len(entries), bool)
    place = entries["place"].to_numpy()
    return known[place] & (size[place] < least[entries["code"].to_numpy()])
