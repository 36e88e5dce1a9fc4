"""The slots of a part's departments, added up in arrays over what stands of its ledger (ledger.py).

Whole numbers throughout. What might pass 64 bits raises Doubtful, and DuckDB adds it up in its way.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from functools import partial
from typing import Any, NamedTuple

from kaohe.bulk.extras import needed
from kaohe.bulk.plan import Grading
from kaohe.bulk.polars.columns import Doubtful, in_units
from kaohe.bulk.polars.ledger import Departments, OpenLedger, Pairs, Slice
from kaohe.bulk.polars.sums import Best, Once, Sums
from kaohe.bulk.sql import Text
from kaohe.engine import MOST_COUNT

#: What a mark is for: nothing, a sum, a grade; or it can't be right.
NOTHING, MOVES, GRADES, UNSOUND = range(4)


class Marks:
    """What there is to know of each mark: rule * levels + level, rules from 1 (0 unknown), levels from 2 (0 unknown, 1 none).

    use         what it is for
    base, by_period, by_matter   what makes its code (lookup.py)
    judged      whether its entries are worth their amounts
    most        the largest of these, which may be nothing
    late        whether its entries may be dated after the year
    """

    def __init__(self, text: Text) -> None:
        np, kept, lookup = needed("numpy"), text.kept, text.lookup
        self.rules, self.levels = ["", *kept.rules], ["", "", *lookup.levels]
        number = len(self.rules) * len(self.levels)
        self.use, self.late, self.judged = np.full(number, NOTHING, "uint8"), np.zeros(number, bool), np.zeros(number, bool)
        self.base, self.by_period, self.by_matter, self.most = (np.zeros(number, "int64") for _ in range(4))
        for at, code in enumerate(self.rules):
            own = slice(at * len(self.levels), (at + 1) * len(self.levels))
            rule = text.plan.rulebook.rules.get(code)
            self.late[own] = rule is not None and rule.any_date
            if code in lookup.strides:
                strides = lookup.strides[code]
                self.use[own] = MOVES
                self.base[own] = strides.base + strides.level * np.maximum(np.arange(len(self.levels)) - 1, 0)
                self.by_period[own], self.by_matter[own] = strides.period, strides.matter
                self.judged[own] = code in kept.judged
                self.most[own] = text.plan.most_units(code) if code in kept.judged else 0
            elif code in kept.graded:
                self.use[own] = GRADES
            known = rule.known_levels() if rule else ()
            if known is not None:
                self.use[own] = [use if level in known else UNSOUND for use, level in zip(self.use[own].tolist(), self.levels, strict=True)]

    def graded(self, gradings: Sequence[Grading]) -> tuple[Any, Any]:
        """For each mark the number of the grading that its rule belongs to, and the coefficient of its level; -1 for none."""
        np = needed("numpy")
        rule, coefficient = (np.full((len(self.rules), len(self.levels)), -1, "int64") for _ in range(2))
        for at, grading in enumerate(gradings):
            own = self.rules.index(grading.rule)
            rule[own] = at
            coefficient[own] = [grading.coefficients.get(level, -1) if level else -1 for level in self.levels]
        return rule.reshape(-1), coefficient.reshape(-1)


class Moving(NamedTuple):
    """The entries of a slice that move sums: the slice, their rows in it, and of each its place, code, matter, and what is left of count or amount."""

    slice: Slice
    row: Any
    place: Any
    code: Any
    matter: Any
    value: Any

    def frame(self, own: Any, *more: str) -> Any:
        """Those of them, as a frame of entry, place, code and day, and of value and matter where these are asked for."""
        row = self.row[own]
        columns = {"place": self.place[own].astype("int32"), "code": self.code[own].astype("int32"), "day": self.slice.day[row]}
        columns |= {name: getattr(self, name)[own] for name in more}
        return self.slice.entry_of(row).with_columns(needed("polars").Series(name, column) for name, column in columns.items())


#: Keeps of entries that move sums what is to be told of them one by one.
Keeping = Callable[[Moving], Any]


def untold(moving: Moving) -> None:
    """Where nobody asks for entries one by one."""


class Remains(NamedTuple):
    """What stands of a slice.

    told    what is kept of entries that are told one by one, where they are explained (told.py)
    best    what competes for being the highest of its matter (sums.py)
    once    what competes for being the dearest, as a frame
    grades  gradings, as a frame of entry, goal, place, mark and day
    """

    told: Any
    best: Any
    once: Any
    grades: Any


class Summed:
    """The sums of a part over its ledger: `grades` that stand, as a frame of entry, goal, place, mark and day; and the slots (`shared`)."""

    def __init__(self, text: Text, own: Departments, ledger: OpenLedger, threads: int, keep: Keeping) -> None:
        """Raises Doubtful."""
        self.np, self.pl, self.text, self.plan = needed("numpy"), needed("polars"), text, text.plan
        self.ledger, self.marks, self.keep, self.threads = ledger, Marks(text), keep, threads
        self.arrays = {name: self.np.zeros(len(own.department), "int64") for name in text.lanes}
        self.sums, self.best, self.once = Sums(text, own, MOST_COUNT * max(1, int(self.marks.most.max()))), Best(text, own), Once(text, own)
        self._days()
        found, pairs = [], []
        with ThreadPoolExecutor(threads) as pool:
            for frame, marks, starts in ledger.opened():
                for counted, standing, own_pairs in pool.map(partial(self._remains, frame, marks), starts):
                    self.sums.add(*counted)  # and forgotten
                    found.append(standing)
                    pairs.append(own_pairs)
        ledger.look_at_pairs(pairs)
        self.found, self.grades = found, self.pl.concat([each.grades for each in found])

    def competing(self) -> Any:
        """What competes for being the dearest of its matter."""
        return self.pl.concat([each.once for each in self.found])

    def shared(self) -> dict[str, Any]:
        """The arrays by the names of their slots. Raises Doubtful."""
        self.sums.share(self.arrays)
        self.best.share(self.arrays, [each.best for each in self.found])
        self.once.share(self.arrays, self.competing())
        return self.arrays

    def _days(self) -> None:
        """The year's first and last day, and of each of its days how many periods are over."""
        self.first, self.last = _number(date(self.plan.year, 1, 1)), _number(date(self.plan.year, 12, 31))
        later = [_number(span.starts) for span in self.plan.spans[1:]]
        self.period = self.np.searchsorted(later, self.np.arange(self.first, self.last + 2), side="right").astype("int8")

    def _remains(self, frame: Any, marks_of_rows: Any, start: int) -> tuple[tuple[Any, Any, Any], Remains, Pairs]:
        """Of a slice what moves sums (place, code, value), what stands, and its reversals. Raises Doubtful where something is wrong that nothing
        takes back.
        """
        np, marks, rows = self.np, self.marks, self.ledger.slice(frame, marks_of_rows, start)
        use = marks.use[rows.mark]
        odd = use == UNSOUND
        if rows.day.min(initial=self.first) < self.first or rows.day.max(initial=self.first) > self.last:
            odd |= (rows.day < self.first) | ((rows.day > self.last) & ~marks.late[rows.mark])
        if rows.left[odd].any():
            raise Doubtful
        moving = self._moving(rows, np.flatnonzero((use == MOVES) & (rows.left > 0)))
        graded = np.flatnonzero((use == GRADES) & (rows.left > 0))
        grades = rows.entry_of(graded).with_columns(
            rows.goal[graded].cast(self.pl.String),
            *(self.pl.Series(name, own[graded]) for name, own in {"place": rows.place, "mark": rows.mark, "day": rows.day}.items()),
        )
        once = moving.frame(self.once.competing(moving.code, moving.matter), "value", "matter")
        best = self.best.competing(moving.place, moving.code, moving.matter)
        return (moving.place, moving.code, moving.value), Remains(self.keep(moving), best, once, grades), rows.pairs

    def _moving(self, rows: Slice, row: Any) -> Moving:
        """Those rows, which move sums. Raises Doubtful."""
        np, marks = self.np, self.marks
        mark, matter, value = rows.mark[row], rows.matter[row], rows.left[row].astype("int64")
        code = marks.base[mark]
        if marks.by_matter.any():
            code += marks.by_matter[mark] * (matter >= 0)
        if marks.by_period.any():
            code += marks.by_period[mark] * self.period[np.minimum(rows.day[row], self.last + 1) - self.first]
        self._weigh(rows.table["amount"], row, mark, value)
        return Moving(rows, row, rows.place[row], code, matter, value)

    def _weigh(self, amounts: Any, row: Any, mark: Any, value: Any) -> None:
        """Multiply the count by the amount where there is one to be: more than nothing, and no more than the most."""
        judged = self.np.flatnonzero(self.marks.judged[mark])
        if not len(judged):
            return
        amount = in_units(amounts.gather(row[judged]), self.plan.limits.amount_places).fill_null(0).to_numpy()
        if ((amount <= 0) | (amount > self.marks.most[mark[judged]])).any():
            raise Doubtful
        value[judged] *= amount


def _number(day: date) -> int:
    """A day as files write it: days since 1970."""
    return (day - date(1970, 1, 1)).days
