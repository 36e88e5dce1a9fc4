"""One SQL text from a plan: standing entries into slots, slots into scores, scores into ranks.

It speaks of these tables, whatever they are in an engine; where a text says nothing, it is NULL and never "":

    ledger       entry, department, rule, occurred_on, recorded_on, count, level, matter, goal, amount, reverses
    entries, grades   what sums and gradings are made of: Text.entries, Text.grades
    undone       department, entry, count: what the reversals take back of each entry
    gone         department, entry: entries that are taken back wholly
    moved        rows of the ledger that put a reversal into the period of what it takes back
    departments  department, bureau, size, and a column for every number that rules ask for
    everyone     the same, of all files where only one of several is looked at
    goals        department, goal, category, above, below: base points as a fraction; no `above` for an equal share

Amounts and base points are whole numbers, in the units of the plan's limits.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kaohe.bulk.dialects import Dialect
from kaohe.bulk.lookup import Lookup
from kaohe.bulk.plan import BEST, ONCE, SUM, Plan, Row
from kaohe.bulk.words import lanes, taken_apart
from kaohe.engine import MOST_COUNT


def most_units(plan: Plan, code: str) -> int:
    """The most that a decided amount under that rule may be, in whole units."""
    most = plan.rulebook.rules[code].most or plan.rulebook.item_of_rule[code].full
    return int(most * 10**plan.limits.amount_places)


class Text:
    """The text of one plan in one dialect. `width`: how many bits of occurrences a lane takes (words.py).

    The sums read the ledger once, through `entries`: a narrow table with a code (lookup.py) for what an entry is.
    """

    def __init__(self, plan: Plan, dialect: Dialect, width: int = 62) -> None:
        self.plan, self.dialect = plan, dialect
        self.number = {slot.name: at for at, slot in enumerate(plan.slots)}
        self.lookup = Lookup(plan, plan.rows)
        self.rows = {way: list(plan.rows_in(way)) for way in (SUM, BEST, ONCE)}
        self.lanes = lanes(plan, self.rows[SUM], width)
        self.words = 1 + max((lane.word for lane in self.lanes.values()), default=-1)

    def known(self, table: str = "l") -> str:
        """Only what had happened and was written down by the day in question; a condition to put behind others."""
        if self.plan.as_of is None:
            return ""
        day = f"DATE '{self.plan.as_of.isoformat()}'"
        return f" AND {table}.occurred_on <= {day} AND COALESCE({table}.recorded_on, {table}.occurred_on) <= {day}"

    def big(self, number: int) -> str:
        """A constant of 64 bits."""
        return f"CAST({number} AS BIGINT)"

    # --- entries

    def entries(self) -> str:
        """The entries that can move a sum: department, entry, occurred_on, matter, code, n (the count), v (the count,
        times its amount; 0 for an odd one).
        """
        value, judged = "l.count", list(dict.fromkeys(row.rule for row in self.plan.rows if row.of == "amount"))
        if judged:
            most = self.dialect.pick([most_units(self.plan, rule) for rule in judged], self.dialect.place("l.rule", judged))
            fits = f"CASE WHEN l.amount_fits AND l.amount > 0 AND l.amount <= {most} THEN l.count * l.amount ELSE 0 END"
            value = f"CASE WHEN {self.dialect.place('l.rule', judged)} > 0 THEN {fits} ELSE l.count END"
        if max((slot.most // self.plan.limits.counted for slot in self.plan.slots), default=0) * MOST_COUNT < 2**31:
            value = f"CAST({value} AS INTEGER)"
        text = (
            f"SELECT l.department, l.entry, l.occurred_on, l.matter, {self.lookup.code(self.dialect)} AS code, l.count AS n, {value} AS v "
            f"FROM ledger l WHERE {self.lookup.asked(self.dialect)}{self.known()}"
        )
        if not any(row.period for row in self.plan.rows):
            return text
        # A reversal counts in the period of what it takes back; rows of `moved` have no entry, and only sums see them.
        return f"{text} UNION ALL {text.replace('FROM ledger l', 'FROM moved l').replace('l.entry', 'NULL', 1)}"

    def coded(self, way: str) -> list[tuple[int, list[Row]]]:
        """The codes whose rows come together in that way, each with those rows."""
        found = [(code, [row for row in rows if row.way == way]) for code, rows in self.lookup.coded]
        return [(code, rows) for code, rows in found if rows]

    # --- sums

    def sums(self) -> str:
        """For each department the words w0, w1, … of its plain sums, and `g`, the total of all their lanes."""
        codes = ", ".join(self._word_row(code, rows) for code, rows in self.coded(SUM))
        names = ", ".join(["code", "all_lanes", *(f"word{at}" for at in range(self.words))])
        words = [self._word_sum(f"k.word{at}", f"w{at}") for at in range(self.words)]
        return (
            f"SELECT e.department, {', '.join([self._word_sum('k.all_lanes', 'g'), *words])} FROM entries e "
            f"JOIN (VALUES {codes}) AS k({names}) ON k.code = e.code GROUP BY e.department"
        )

    def _word_sum(self, word: str, name: str) -> str:
        return self.dialect.word.format(f"{word} * e.v") + f" AS {name}"

    def _word_row(self, code: int, rows: Iterable[Row]) -> str:
        words, everything = [0] * self.words, 0
        for row in rows:
            lane = self.lanes[row.slot]
            words[lane.word] += row.weight << lane.shift
            everything += row.weight
        return f"({code}, {', '.join(self.big(number) for number in (everything, *words))})"

    # --- of one matter only one

    def best(self) -> str:
        """For each department the slots b0, b1, … in which of one matter only the highest counts, once."""
        rows = {code: own[0] for code, own in self.coded(BEST)}
        places: dict[tuple[str, int], int] = {}
        # A code stands for one rule and level, so for one row at most; what a list says of it needn't be joined.
        of_code = {code: places.setdefault((row.contest, self.number[row.slot]), len(places)) for code, row in rows.items()}
        codes = range(max(rows, default=0) + 1)
        place = self.dialect.pick([of_code.get(code, -1) for code in codes], "e.code + 1")
        weight = self.dialect.pick([rows[code].weight if code in rows else 0 for code in codes], "e.code + 1")
        of_matter = (
            f"SELECT e.department, e.matter, {place} AS place, {weight} AS weight FROM entries e {self.gone('e')} "
            "WHERE e.matter IS NOT NULL AND e.v > 0 AND e.entry IS NOT NULL AND g.entry IS NULL"
        )
        highest = f"SELECT department, place, MAX(weight) AS v FROM ({of_matter}) m WHERE place >= 0 GROUP BY department, matter, place"
        sums = []
        for slot in sorted({slot for _, slot in places}):
            own = ", ".join(str(at) for (_, each), at in places.items() if each == slot)
            sums.append(f"CAST(SUM(CASE WHEN place IN ({own}) THEN v ELSE 0 END) AS BIGINT) AS b{slot}")
        return f"SELECT department, {', '.join(sums)} FROM ({highest}) v GROUP BY department"

    def gone(self, table: str) -> str:
        """Joins what was taken back wholly; what still stands has no g.entry."""
        return f"LEFT JOIN gone g ON g.entry = {table}.entry AND g.department = {table}.department"

    def once(self) -> str:
        """For each department the slots o0, o1, …: of all that one matter costs under an item only the highest counts."""
        won = " AND ".join(f"place{at} = 1" for at, _ in enumerate(self.plan.scopes))
        slots = sorted({self.number[row.slot] for row in self.rows[ONCE]})
        sums = [f"CAST(SUM(CASE WHEN slot = {at} THEN v ELSE 0 END) AS BIGINT) AS o{at}" for at in slots]
        return f"SELECT department, {', '.join(sums)} FROM ({self.competing()}) c WHERE {won} GROUP BY department"

    def competing(self, *more: str, standing: str = "") -> str:
        """Entries that compete for their matter, each with its place in every item where one matter costs once.

        The dearest wins; of equals the first in the ledger. Who is exempt doesn't compete. `standing`: a table whose
        counts are already what is left of them.
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
        net = "e.v" if standing else "(e.v + COALESCE(u.count, 0))"
        undone = "" if standing else "LEFT JOIN undone u ON u.entry = e.entry AND u.department = e.department"
        order = f"k.price * {net} DESC, e.occurred_on, CAST(e.entry AS {self.dialect.text}){self.dialect.binary}"
        places = [
            f"CASE WHEN k.scope{at} = 1 THEN ROW_NUMBER() OVER (PARTITION BY e.department, e.matter, k.scope{at} ORDER BY {order}) "
            f"ELSE 1 END AS place{at}"
            for at in scopes
        ]
        columns = ", ".join([*(f"e.{name}" for name in ("department", *more)), "k.slot", f"k.weight * {net} AS v", *places])
        return (
            f"SELECT {columns} FROM {standing or 'entries'} e JOIN (VALUES {cells(rows)}) AS k({names}) ON k.code = e.code "
            f"{undone}{guarded} "
            f"WHERE e.matter IS NOT NULL AND e.v > 0 AND e.entry IS NOT NULL AND {net} > 0{exempt}"
        )

    # --- goals

    def graded(self) -> str:
        """For each department the slots y0, y1, … of its goals: points, base points without a grade, number."""
        divide, gradings = self.dialect.divide, self.plan.gradings
        each = (
            f"SELECT g.department, r.rule, {self._typed()} AS typed, "
            "CASE WHEN g.above IS NULL THEN 1 ELSE 0 END AS blank, COALESCE(s.coefficient, 0) AS coefficient, "
            f"CASE WHEN s.goal IS NULL THEN 1 ELSE 0 END AS ungraded FROM goals g "
            f"JOIN (VALUES {self._categories()}) AS r(rule, category, finer) ON r.category = g.category "
            f"LEFT JOIN grades s ON s.department = g.department AND s.goal = g.goal AND s.rule = r.rule"
        )
        sums = {"n": "1", "t": "typed", "b": "blank", "p": "typed * coefficient", "s": "blank * coefficient"}
        sums |= {"u": "typed * ungraded", "v": "blank * ungraded"}
        summed = [
            f"CAST(SUM(CASE WHEN rule = {at} THEN {value} ELSE 0 END) AS BIGINT) AS {name}{at}"
            for at, _ in enumerate(gradings)
            for name, value in sums.items()
        ]
        together = f"SELECT department, {', '.join(summed)} FROM ({each}) g GROUP BY department"
        found = []
        for at, one in enumerate(gradings):
            share = f"CASE WHEN b{at} > 0 AND t{at} < {one.full} THEN ({self.big(one.full)} - t{at}) {divide} b{at} ELSE 0 END"
            parts = {one.points: f"p{at} + s{at} * ({share})", one.ungraded: f"u{at} + v{at} * ({share})", one.number: f"n{at}"}
            found += [f"{value} AS y{self.number[name]}" for name, value in parts.items()]
        return f"SELECT department, {', '.join(found)} FROM ({together}) g"

    def _typed(self) -> str:
        """A goal's typed base points in units of a base; 0 for a share."""
        return f"CASE WHEN g.above IS NULL THEN 0 ELSE g.above * r.finer {self.dialect.divide} g.below END"

    def _categories(self) -> str:
        """The graded rules by number, with their classes and what makes units of a base of a typed number."""
        return cells(
            (at, self.dialect.said(each.category), self.big(each.unit // 10**self.plan.limits.base_places))
            for at, each in enumerate(self.plan.gradings)
        )

    def goals_graded(self) -> str:
        """Every standing grading by itself: department, entry, occurred_on, rule (its number), base, coefficient."""
        full = cells((at, self.big(each.full)) for at, each in enumerate(self.plan.gradings))
        typed = (
            f"SELECT g.department, g.goal, r.rule, g.above, {self._typed()} AS typed FROM goals g "
            f"JOIN (VALUES {self._categories()}) AS r(rule, category, finer) ON r.category = g.category"
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

    def grades(self) -> str:
        """The standing gradings: department, goal, entry, occurred_on, the rule's number, the grade's place (0: no grade), coefficient."""
        gradings = self.plan.gradings
        rule = self.dialect.place("l.rule", [each.rule for each in gradings])
        grades = [self.dialect.place("l.level", list(each.coefficients)) for each in gradings]
        coefficients = [self.dialect.pick(list(each.coefficients.values()), grade) for each, grade in zip(gradings, grades, strict=True)]
        grade, coefficient = (
            f"CASE {rule} {' '.join(f'WHEN {at} THEN {value}' for at, value in enumerate(values, 1))} END" if gradings else "0"
            for values in (grades, coefficients)
        )
        return (
            f"SELECT l.department, l.goal, l.entry, l.occurred_on, l.place_file, l.place_row, {rule} - 1 AS rule, {grade} AS grade, "
            f"{coefficient} AS coefficient FROM ledger l {self.gone('l')} WHERE {rule} > 0 AND l.count > 0 AND g.entry IS NULL{self.known()}"
        )

    # --- one row a department

    def wide(self) -> str:
        """Every department with its slots s0, s1, …, its own numbers, and `carry`: not 0 where a lane was too narrow."""
        numbers = [f"d.{self.dialect.named(name)}" for name in self.plan.figures]
        parts: dict[str, list[str]] = {slot.name: [] for slot in self.plan.slots}
        joins = ""
        for way, letter, make in ((SUM, "w", self.sums), (BEST, "b", self.best), (ONCE, "o", self.once)):
            if self.rows[way]:
                joins += f" LEFT JOIN ({make()}) {letter} ON {letter}.department = d.department"
                for name in dict.fromkeys(row.slot for row in self.rows[way]):
                    parts[name].append(self._part(way, letter, name))
        if self.plan.gradings:
            joins += f" LEFT JOIN ({self.graded()}) y ON y.department = d.department"
            for each in self.plan.gradings:
                for name in (each.points, each.ungraded, each.number):
                    parts[name].append(f"COALESCE(y.y{self.number[name]}, 0)")
        slots = [f"{' + '.join(found) or '0'} AS s{self.number[name]}" for name, found in parts.items()]
        lanes_sum = " + ".join(self._part(SUM, "w", name) for name in self.lanes)
        carry = f"COALESCE(w.g, 0) - ({lanes_sum})" if self.lanes else "0"
        columns = ["d.department", "d.bureau", *numbers, *slots, f"{carry} AS carry"]
        return f"SELECT {', '.join(columns)} FROM departments d{joins}"

    def _part(self, way: str, letter: str, name: str) -> str:
        if way != SUM:
            return f"COALESCE({letter}.{letter}{self.number[name]}, 0)"
        lane = self.lanes[name]
        return taken_apart(lane, f"COALESCE(w.w{lane.word}, 0)", self.dialect.divide)


def cells(rows: Iterable[Sequence[object]]) -> str:
    """Rows of constants for VALUES."""
    return ", ".join(f"({', '.join(map(str, row))})" for row in rows)
