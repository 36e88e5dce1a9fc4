"""One SQL text from a plan: what stands of the ledger into slots, slots into scores, scores into ranks.

It speaks of these tables, whatever they are in an engine; where a text says nothing, it is NULL and never "":

    ledger       entry, department, rule, occurred_on, recorded_on, count, level, matter, goal, amount, reverses
    departments  department, bureau, size, and a column for every number that rules ask for
    everyone     the same, of all files where only one of several is looked at
    goals        department, goal, category, above, below: base points as a fraction; no `above` for an equal share
    entries, grades, and what they are made of: kept.py

Amounts and base points are whole numbers, in the units of the plan's limits.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Final, NamedTuple

from kaohe.bulk.arithmetic import MOST
from kaohe.bulk.dialects import Dialect
from kaohe.bulk.kept import Kept
from kaohe.bulk.plan import BEST, ONCE, SUM, Grading, Plan, Row
from kaohe.bulk.words import lanes, taken_apart

#: No lane takes more of one entry at once than this.
_MOST_FITTING: Final = (1 << 62) - 1

#: Base points aren't written with a larger denominator than this.
_MOST_BELOW: Final = 10**9


def most_below(grading: Grading, finer: int) -> int:
    """The largest denominator of typed base points under that rule: with it, what is no larger than its class stays within 64 bits in finer units."""
    return min(_MOST_BELOW, MOST // (grading.full + finer))


class _Counted(NamedTuple):
    """Rows of department, code and v that are to be added up, and what a code's v is worth in which slots; all codes are
    below `size`.
    """

    text: str
    worth: Mapping[int, Sequence[tuple[str, int]]]
    size: int


class Text:
    """The text of one plan in one dialect. `width`: how many bits of occurrences a lane takes (words.py)."""

    def __init__(self, plan: Plan, dialect: Dialect, width: int = 62) -> None:
        self.plan, self.dialect = plan, dialect
        self.number = {slot.name: at for at, slot in enumerate(plan.slots)}
        self.kept = Kept(plan, dialect)
        self.lookup = self.kept.lookup
        self.rows = {way: list(plan.rows_in(way)) for way in (SUM, BEST, ONCE)}
        self.lanes = lanes(plan, plan.rows, width)
        self.words = 1 + max((lane.word for lane in self.lanes.values()), default=-1)

    def big(self, number: int) -> str:
        """A constant of 64 bits."""
        return f"CAST({number} AS BIGINT)"

    def coded(self, way: str) -> list[tuple[int, list[Row]]]:
        """The codes whose rows come together in that way, each with those rows."""
        found = [(code, [row for row in rows if row.way == way]) for code, rows in self.lookup.coded]
        return [(code, rows) for code, rows in found if rows]

    # --- sums

    def sums(self) -> str:
        """For each department the words w0, w1, … of its sums, and `g`, the total of all their lanes.

        What counts by itself is added as it stands; of one matter only what wins is added.
        """
        counted = [self._single()]
        counted += [self._highest()] if self.rows[BEST] else []
        counted += [self._dearest()] if self.rows[ONCE] else []
        texts, codes, behind = [], [], 0
        for part in counted:
            texts.append(f"SELECT p.department, p.code + {behind} AS code, p.v FROM ({part.text}) p" if behind else part.text)
            codes += [(behind + code, *self._words_of(worth)) for code, worth in part.worth.items()]
            behind += part.size
        names = ", ".join(["code", "most", "all_lanes", *(f"word{at}" for at in range(self.words))])
        words = [self.dialect.word.format(f"k.word{at} * LEAST(e.v, k.most)") + f" AS w{at}" for at in range(self.words)]
        return (
            f"SELECT e.department, {self.dialect.word.format('k.all_lanes * e.v')} AS g, {', '.join(words)} FROM ({' UNION ALL '.join(texts)}) e "
            f"JOIN (VALUES {cells(codes)}) AS k({names}) ON k.code = e.code GROUP BY e.department"
        )

    def _words_of(self, worth: Iterable[tuple[str, int]]) -> list[str]:
        """The most of a v that fits into its lanes, the total, and the words. What doesn't fit shows in the total."""
        words, everything, most = [0] * self.words, 0, _MOST_FITTING
        for slot, weight in worth:
            lane = self.lanes[slot]
            words[lane.word] += weight << lane.shift
            everything += weight
            most = min(most, (1 << lane.bits) // weight) if weight else most
        return [self.big(number) for number in (most, everything, *words)]

    def _single(self) -> _Counted:
        """What counts by itself."""
        worth = {code: [(row.slot, row.weight) for row in rows] for code, rows in self.coded(SUM)}
        return _Counted("SELECT e.department, e.code, e.v FROM entries e", worth, self.lookup.size)

    # --- of one matter only one

    def _highest(self) -> _Counted:
        """What the highest of each matter is worth; the code says which contest it won, and in which slot."""
        rows = {code: own[0] for code, own in self.coded(BEST)}
        places: dict[tuple[str, str], int] = {}
        # A code stands for one rule and level, so for one row at most; what a list says of it needn't be joined.
        of_code = {code: places.setdefault((row.contest, row.slot), len(places)) for code, row in rows.items()}
        codes = range(max(rows, default=0) + 1)
        place = self.dialect.pick([of_code.get(code, -1) for code in codes], "e.code + 1")
        weight = self.dialect.pick([rows[code].weight if code in rows else 0 for code in codes], "e.code + 1")
        of_matter = f"SELECT e.department, e.matter, {place} AS code, {weight} AS weight FROM entries e WHERE e.matter IS NOT NULL"
        highest = f"SELECT department, code, MAX(weight) AS v FROM ({of_matter}) m WHERE code >= 0 GROUP BY department, matter, code"
        return _Counted(highest, {at: [(slot, 1)] for (_, slot), at in places.items()}, len(places))

    def _dearest(self) -> _Counted:
        """Of all that one matter costs under an item only the dearest; the code is the slot that it is counted in."""
        won = " AND ".join(f"place{at} = 1" for at, _ in enumerate(self.plan.scopes))
        slots = sorted({row.slot for row in self.rows[ONCE]}, key=self.number.__getitem__)
        return _Counted(
            f"SELECT department, slot AS code, v FROM ({self.competing()}) c WHERE {won}",
            {self.number[slot]: [(slot, 1)] for slot in slots},
            len(self.number),
        )

    def competing(self, *more: str, entries: str = "entries") -> str:
        """Entries that compete for their matter, each with its place in every item where one matter costs once.

        The dearest wins; of equals the first in the ledger. Who is exempt doesn't compete. `entries`: another table of them.
        """
        scopes = range(len(self.plan.scopes))
        rows = [
            (code, self.number[row.slot], self.big(row.weight), self.big(row.price), self.plan.guards.get(row.rule, 0),
             *(int(row.rule in scope.rules) for scope in self.plan.scopes))
            for code, own in self.coded(ONCE)
            for row in own
        ]
        names = ", ".join(["code", "slot", "weight", "price", "least", *(f"scope{at}" for at in scopes)])
        guarded = " JOIN departments d ON d.department = e.department" if self.plan.guards else ""
        exempt = " AND COALESCE(d.size, k.least) >= k.least" if self.plan.guards else ""
        order = f"k.price * e.v DESC, e.occurred_on, CAST(e.entry AS {self.dialect.text}){self.dialect.binary}"
        places = [
            f"CASE WHEN k.scope{at} = 1 THEN ROW_NUMBER() OVER (PARTITION BY e.department, e.matter, k.scope{at} ORDER BY {order}) "
            f"ELSE 1 END AS place{at}"
            for at in scopes
        ]
        columns = ", ".join([*(f"e.{name}" for name in ("department", *more)), "k.slot", "k.weight * e.v AS v", *places])
        return (
            f"SELECT {columns} FROM {entries} e JOIN (VALUES {cells(rows)}) AS k({names}) ON k.code = e.code "
            f"{guarded} WHERE e.matter IS NOT NULL{exempt}"
        )

    # --- goals

    def graded(self) -> str:
        """For each department the slots y0, y1, … of its goals: points, base points without a grade, number.

        And for those who look whether all is right (`doubts`): how many gradings found their goals, how many pairs of a
        goal and a rule there are, and what can't be right in the base points or in a grade.
        """
        divide, gradings = self.dialect.divide, self.plan.gradings
        sums = {"n": "1", "t": "typed", "b": "blank", "p": "typed * coefficient", "s": "blank * coefficient"}
        sums |= {"u": "typed * ungraded", "v": "blank * ungraded"}
        of_rules = ", ".join(f"CAST(SUM({value}) AS BIGINT) AS {name}" for name, value in sums.items())
        summed = [f"CAST(SUM(CASE WHEN rule = {at} THEN {name} ELSE 0 END) AS BIGINT) AS {name}{at}" for at, _ in enumerate(gradings) for name in sums]
        looked = "COUNT(*) AS goals, COUNT(*) - SUM(ungraded) AS grades, SUM(CASE WHEN coefficient < 0 THEN 1 ELSE unfit END) AS odd"
        by_rule = f"SELECT department, rule, {of_rules}, {looked} FROM ({self.goals_met()}) g GROUP BY department, rule"
        looked = ", ".join(f"SUM({name}) AS {name}" for name in ("goals", "grades", "odd"))
        together = f"SELECT department, {', '.join(summed)}, {looked} FROM ({by_rule}) r GROUP BY department"
        found = []
        for at, one in enumerate(gradings):
            share = f"CASE WHEN b{at} > 0 AND t{at} < {one.full} THEN ({self.big(one.full)} - t{at}) {divide} b{at} ELSE 0 END"
            parts = {one.points: f"p{at} + s{at} * ({share})", one.ungraded: f"u{at} + v{at} * ({share})", one.number: f"n{at}"}
            found += [f"{value} AS y{self.number[name]}" for name, value in parts.items()]
        wrong = [
            f"CASE WHEN n{at} = 0 OR (b{at} = 0 AND t{at} = {one.full}) OR (b{at} > 0 AND t{at} < {one.full} "
            f"AND ({self.big(one.full)} - t{at}) % b{at} = 0) THEN 0 ELSE 1 END"
            for at, one in enumerate(gradings)
        ]
        return f"SELECT department, {', '.join(found)}, goals, grades, odd + {' + '.join(wrong)} AS doubts FROM ({together}) g"

    def goals_met(self) -> str:
        """What `goals_told` tells, with the coefficient of each goal's grade, and whether it has none."""
        return (
            f"SELECT g.*, COALESCE(s.coefficient, 0) AS coefficient, CASE WHEN s.goal IS NULL THEN 1 ELSE 0 END AS ungraded FROM ({self.goals_told()}) g "
            "LEFT JOIN grades s ON s.department = g.department AND s.goal = g.goal AND s.rule = g.rule"
        )

    def goals_told(self, odd: str = "") -> str:
        """Every goal under each rule that grades its class: what is typed in units of a base (0 for a share), whether it is blank, and
        whether its base points can't be right. With `odd`, a condition under which a goal g can't be right either, goals that no rule
        grades are told too, once and of no rule.
        """
        every, unfit = ("LEFT ", f"WHEN {odd} THEN 1 WHEN r.rule IS NULL THEN 0 ") if odd else ("", "")
        return (
            f"SELECT g.department, g.goal, r.rule, {self._typed()} AS typed, CASE WHEN g.above IS NULL THEN 1 ELSE 0 END AS blank, "
            f"CASE {unfit}WHEN (g.above IS NULL AND g.base_fits) OR ({self._fitting()}) THEN 0 ELSE 1 END AS unfit "
            f"FROM goals g {every}{self._graders()}"
        )

    def _typed(self) -> str:
        """A goal's typed base points in units of a base; 0 for a share, and for what can't be right."""
        return f"CASE WHEN {self._fitting()} THEN g.above * r.finer {self.dialect.divide} g.below ELSE 0 END"

    def _fitting(self) -> str:
        """True for typed base points that are whole units and no more than their class."""
        within = "g.below >= 1 AND g.below <= r.most_below AND g.above > 0 AND g.above <= r.most * g.below"
        return f"g.base_fits AND CASE WHEN {within} THEN (g.above * r.finer) % g.below = 0 ELSE FALSE END"

    def _graders(self) -> str:
        """The join of a goal g with the rules that grade its class, r: by number, with what makes units of a base of a typed number,
        the most typed, and the largest denominator.
        """
        found = []
        for at, each in enumerate(self.plan.gradings):
            finer = each.unit // 10**self.plan.limits.base_places
            most = -(-each.full // finer), most_below(each, finer)
            found.append((at, self.dialect.said(each.category), self.big(finer), *map(self.big, most)))
        return f"JOIN (VALUES {cells(found)}) AS r(rule, category, finer, most, most_below) ON r.category = g.category"

    def goals_graded(self) -> str:
        """Every standing grading by itself: department, entry, occurred_on, rule (its number), base, coefficient."""
        full = cells((at, self.big(each.full)) for at, each in enumerate(self.plan.gradings))
        typed = (
            f"SELECT g.department, g.goal, r.rule, g.above, {self._typed()} AS typed FROM goals g "
            f"{self._graders()}"
        )
        by = "OVER (PARTITION BY g.department, g.rule)"
        bases = (
            f"SELECT g.department, g.goal, g.rule, g.above, g.typed, CAST(SUM(g.typed) {by} AS BIGINT) AS spoken, "
            f"CAST(SUM(CASE WHEN g.above IS NULL THEN 1 ELSE 0 END) {by} AS BIGINT) AS blank FROM ({typed}) g"
        )
        share = f"CASE WHEN b.above IS NULL THEN (f.whole - b.spoken) {self.dialect.divide} b.blank ELSE b.typed END"
        return (
            f"SELECT s.department, s.entry, s.occurred_on, s.rule, s.coefficient, {share} AS base FROM grades s "
            f"JOIN ({bases}) b ON b.department = s.department AND b.goal = s.goal AND b.rule = s.rule "
            f"JOIN (VALUES {full}) AS f(rule, whole) ON f.rule = s.rule"
        )

    # --- one row a department

    def wide(self) -> str:
        """Every department with its slots s0, s1, …, its own numbers, and what must be 0: `carry` where a lane was too
        narrow, `doubts` where something may be wrong, the same in all rows, `bases` where base points or grades can't be right; `goals` and
        `grades` are to come to `all_goals` and `all_grades`.
        """
        slots = [f"{self._slot(slot.name)} AS s{at}" for at, slot in enumerate(self.plan.slots)]
        lanes_sum = " + ".join(map(self._part, self.lanes))
        carry = f"COALESCE(w.g, 0) - ({lanes_sum})" if self.lanes else "0"
        joins = f" LEFT JOIN ({self.sums()}) w ON w.department = d.department" if self.lanes else ""
        goals = ["0 AS bases", "0 AS goals", "0 AS grades"]
        if self.plan.gradings:
            joins += f" LEFT JOIN ({self.graded()}) y ON y.department = d.department"
            goals = ["COALESCE(y.doubts, 0) AS bases", "COALESCE(y.goals, 0) AS goals", "COALESCE(y.grades, 0) AS grades"]
        columns = ["d.department", "d.bureau", *self.figures(), *slots, f"{carry} AS carry", "x.doubts", *goals]
        return f"SELECT {', '.join([*columns, 'x.all_goals', 'x.all_grades'])} FROM departments d{joins} CROSS JOIN ({self._looked()}) x"

    def figures(self) -> list[str]:
        """The own numbers of a department d, under names that nothing else has."""
        return [f"d.{self.dialect.named(name)} AS {self.dialect.own(name)}" for name in self.plan.figures]

    def _looked(self) -> str:
        """What must come to 0 or to what was counted, once for all departments."""
        goals, grades = (f"({self.number_of_goals()})", "(SELECT COUNT(*) FROM grades)") if self.plan.gradings else ("0", "0")
        return f"SELECT {self.kept.doubts()} AS doubts, {goals} AS all_goals, {grades} AS all_grades"

    def number_of_goals(self) -> str:
        """How many goals there are, once for each rule that grades them."""
        return (
            f"SELECT COUNT(*) FROM goals g {self._graders()} "
            "JOIN departments d ON d.department = g.department"
        )

    def _slot(self, name: str) -> str:
        graded = {each for one in self.plan.gradings for each in (one.points, one.ungraded, one.number)}
        if name in graded:
            return f"COALESCE(y.y{self.number[name]}, 0)"
        return self._part(name) if name in self.lanes else "0"

    def _part(self, name: str) -> str:
        lane = self.lanes[name]
        return taken_apart(lane, f"COALESCE(w.w{lane.word}, 0)", self.dialect.divide)


def cells(rows: Iterable[Sequence[object]]) -> str:
    """Rows of constants for VALUES."""
    return ", ".join(f"({', '.join(map(str, row))})" for row in rows)
