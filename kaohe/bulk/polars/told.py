"""What each entry counts for by itself, as rows in arrays: what explaining.py says in SQL, of what slots.py found to stand."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import zip_longest
from typing import Any, NamedTuple

from kaohe.bulk.evaluating import Arrays
from kaohe.bulk.explaining import AGAIN, BEATEN, COUNTED, EXEMPT, GRADE, QUOTA, SAME, VOID
from kaohe.bulk.extras import needed
from kaohe.bulk.plan import BEST, ONCE, SUM, Grown, Row
from kaohe.bulk.polars.goals import Goals
from kaohe.bulk.polars.ledger import Departments
from kaohe.bulk.polars.order import begins, dealt, dearest, in_turn, running
from kaohe.bulk.polars.slots import Moving, Summed
from kaohe.bulk.polars.sums import too_small
from kaohe.bulk.sql import Text


class Rows(NamedTuple):
    """Rows that are told: entries (a frame of entry, place and day), and of each the place of its leaf and of its rule in the plan, what it
    is (explaining.py), and what it counts for in the leaf's raw unit.
    """

    entries: Any
    leaf: Any
    rule: Any
    what: Any
    points: Any

    @property
    def place(self) -> Any:
        """Of each its department's."""
        return self.entries["place"].to_numpy()


class OfSlice(NamedTuple):
    """What is kept of a slice: rows that are told as they are, and entries (as Moving.frame) of which others must be known first."""

    counted: tuple[Rows, ...]
    best: Any
    growing: Any
    voids: Any


class Told:
    """What is told of the entries of a part."""

    def __init__(self, text: Text, own: Departments) -> None:
        self.np, self.pl, self.text, self.plan, self.departments = needed("numpy"), needed("polars"), text, text.plan, own
        leaves = list(enumerate(self.plan.leaves))
        self.shares = {share.slot: (at, share.factor, share.least) for at, leaf in leaves for share in leaf.shares}
        self.grown = {grown.slot: (at, grown) for at, leaf in leaves for grown in leaf.grown}
        voids = {slot: at for at, leaf in leaves for slot in leaf.voids}
        self.rules = list(self.plan.rulebook.rules)
        self.rule = self.of_codes({code: self.rules.index(rows[0].rule) for code, rows in text.lookup.coded}, "int16")
        self.counting = [_Worth(self, rows) for rows in self._in_turns(SUM, self.shares)]
        self.best, self.once = (_Worth(self, dict(self._coded(way, self.shares))) for way in (BEST, ONCE))
        slots = {slot: at for at, slot in enumerate(self.grown)}
        self.growing = [_Known(self, {code: slots[row.slot] for code, row in rows.items()}) for rows in self._in_turns(SUM, slots)]
        self.voiding = _Known(self, {code: voids[row.slot] for code, row in self._coded(SUM, voids)})

    def of_codes(self, known: Mapping[int, int], kind: str) -> Any:
        """A number for each code, 0 where none is known."""
        found = self.np.zeros(self.text.lookup.size, kind)
        found[list(known)] = list(known.values())
        return found

    def _coded(self, way: str, slots: Container[str]) -> Iterator[tuple[int, Row]]:
        """The codes whose rows come together in that way and go to one of those slots, with these rows."""
        return ((code, row) for code, rows in self.text.coded(way) for row in rows if row.slot in slots)

    def _in_turns(self, way: str, slots: Container[str]) -> list[dict[int, Row]]:
        """The same, one row a code at a time; the first turn has them all."""
        found: dict[int, list[Row]] = {}
        for code, row in self._coded(way, slots):
            found.setdefault(code, []).append(row)
        return [{code: row for code, row in zip(found, rows, strict=True) if row} for rows in zip_longest(*found.values())]

    # --- of a slice

    def kept(self, moving: Moving) -> OfSlice:
        """What is kept of a slice."""
        growing = (self.growing or [_Known(self, {})])[0].there(moving.code)
        best, voids = (moving.frame(each.there(moving.code)) for each in (self.best, self.voiding))
        return OfSlice(tuple(self._counted(worth, moving) for worth in self.counting), best, moving.frame(growing, "value"), voids)

    def _counted(self, worth: _Worth, moving: Moving) -> Rows:
        """What counts by itself."""
        entries = moving.frame(worth.there(moving.code), "value")
        counts, points = ~worth.exempt(entries), worth.points[_of(entries, "code")] * _of(entries, "value")
        return self._rows(entries, worth.number, self.np.where(counts, COUNTED, EXEMPT), counts * points)

    def _rows(self, entries: Any, leaf: Any, what: Any, points: Any) -> Rows:
        """Those entries, with what they are and count for; `leaf`: by code."""
        code, kinds = _of(entries, "code"), self.np.broadcast_to(what, len(entries)).astype("int8")
        return Rows(entries.select("entry", "place", "day"), leaf.astype("int16")[code], self.rule[code], kinds, points)

    # --- of all

    def rows(self, sums: Summed, goals: Sequence[Goals]) -> Iterator[Rows]:
        """Everything that is told but voids."""
        for each in sums.found:
            yield from each.told.counted
        with ThreadPoolExecutor(sums.threads) as pool:
            for found in pool.map(lambda way: list(way(sums)), (self._best_rows, self._grown_rows, self._once_rows)):
                yield from found
        yield from self._graded_rows(sums, goals)

    def _all(self, sums: Summed, name: str) -> Any:
        """What was kept of all slices under that name."""
        return self.pl.concat([getattr(each.told, name) for each in sums.found])

    def _best_rows(self, sums: Summed) -> Iterator[Rows]:
        """Of one matter the highest, and of equals the first in the ledger."""
        entries, np = self._all(sums, "best"), self.np
        contest, weight = sums.best.contests_of(np.concatenate([each.best for each in sums.found]))  # of the same entries
        won, counts = dearest(entries, contest, weight), ~self.best.exempt(entries)
        what = np.where(counts, np.where(won, COUNTED, BEATEN), EXEMPT)
        yield self._rows(entries, self.best.number, what, (counts & won) * self.best.points[_of(entries, "code")])

    def _once_rows(self, sums: Summed) -> Iterator[Rows]:
        """Of all that one matter costs under an item only the dearest; who is exempt doesn't compete."""
        competing = sums.competing()
        exempt = sums.once.exempt(competing)
        entries, others = competing.filter(~exempt), competing.filter(exempt)
        won, points = sums.once.won(entries), self.once.points[_of(entries, "code")] * _of(entries, "value")
        yield self._rows(entries, self.once.number, self.np.where(won, COUNTED, SAME), won * points)
        yield self._rows(others, self.once.number, EXEMPT, self.np.zeros(len(others), "int64"))

    def _grown_rows(self, sums: Summed) -> Iterator[Rows]:
        """What an entry adds where points grow with a count: what there is with it, less what there was before."""
        np, everything = self.np, self._all(sums, "growing")
        for at, slots in enumerate(self.growing):
            entries = everything[slots.there(_of(everything, "code"))] if at else everything  # the first turn has them all
            slot, place, value = slots.number[_of(entries, "code")], _of(entries, "place"), _of(entries, "value")
            group = slot * len(self.departments.department) + place
            up, points = (np.empty_like(value) for _ in range(2))
            for some in dealt(group):
                told = some[in_turn(entries.select("entry", "day")[some], group[some])]
                up[told] = running(value[told], group[told])
            for number, (_, grown) in enumerate(self.grown.values()):
                own = np.flatnonzero(slot == number)
                points[own] = self.grown_to(grown, up[own], place[own]) - self.grown_to(grown, up[own] - value[own], place[own])
            leaves = np.array([leaf for leaf, _ in self.grown.values()])
            yield self._rows(entries, leaves[slots.number], QUOTA, points)

    def grown_to(self, grown: Grown, count: Any, place: Any) -> Any:
        """What has grown with those counts, of departments at those places."""
        figures = {name: (value[place], known[place]) for name, (value, known) in self.departments.figures.items()}
        return self.np.broadcast_to(Arrays(self.np, figures, lambda slot: count).value(grown.value), len(place))

    def _graded_rows(self, sums: Summed, goals: Sequence[Goals]) -> Iterator[Rows]:
        """A grading counts its goal's base times the coefficient."""
        np, graded = self.np, {rule: (at, factor) for at, leaf in enumerate(self.plan.leaves) for rule, factor in leaf.graded}
        for each in goals:
            leaf, factor = graded[each.grading.rule]
            known = np.flatnonzero(each.found >= 0)
            entries, points = sums.grades.select("entry", "place", "day")[each.found[known]], each.base() * each.coefficient * factor
            leaves, rule, what = (np.full(len(known), number, "int16") for number in (leaf, self.rules.index(each.grading.rule), GRADE))
            yield Rows(entries, leaves, rule, what, points[known])

    def voids(self, sums: Summed) -> Rows:
        """Voiding entries: the first of a leaf takes what is left, the others find nothing."""
        np, entries = self.np, self._all(sums, "voids")
        code = _of(entries, "code")
        group = _of(entries, "place").astype("int64") * len(self.plan.leaves) + self.voiding.number[code]
        order = in_turn(entries, group * len(self.rules) + self.rule[code])
        first = np.zeros(len(order), bool)
        first[begins(group[order])] = True
        return self._rows(entries[order], self.voiding.number, np.where(first, VOID, AGAIN), np.zeros(len(order), "int64"))


class _Known:
    """A number for some codes, 0 for others."""

    def __init__(self, told: Told, numbers: Mapping[int, int]) -> None:
        self.np, self.number = told.np, told.of_codes(numbers, "int64")
        self.known = told.of_codes(dict.fromkeys(numbers, 1), "bool")

    def there(self, code: Any) -> Any:
        """The places of those that are known."""
        return self.np.flatnonzero(self.known[code])


class _Worth(_Known):
    """What entries of some codes are worth, each by one row: the place of the leaf (its `number`), `points` in the leaf's raw unit, and
    who is exempt.
    """

    def __init__(self, told: Told, rows: Mapping[int, Row]) -> None:
        shares = {code: told.shares[row.slot] for code, row in rows.items()}
        super().__init__(told, {code: leaf for code, (leaf, _, _) in shares.items()})
        self.departments = told.departments
        self.least = told.of_codes({code: least for code, (_, _, least) in shares.items()}, "int64")
        self.points = told.of_codes({code: factor * rows[code].weight for code, (_, factor, _) in shares.items()}, "int64")

    def exempt(self, entries: Any) -> Any:
        """Which of those entries are of a department that is too small for them."""
        return too_small(self.departments, entries, self.least)


def _of(entries: Any, name: str) -> Any:
    """A column of a frame as an array."""
    return entries[name].to_numpy()
