"""The signed effect of every event: what each entry did to its item, floors and limits included, to the last unit.

The ledger is told in its order, and each entry's effect is what the item's limited points changed by it. So the effects of
an item's entries, and where it started, come to its points exactly; what an upper item's own limit takes or gives is a
row without an entry. A voiding entry speaks last, as it does in the engine.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from kaohe.bulk.dialects import Dialect
from kaohe.bulk.duck import Duck
from kaohe.bulk.plan import BEST, ONCE, SUM, Grown, Plan
from kaohe.bulk.running import Tell, silent
from kaohe.bulk.sql import Text, cells
from kaohe.bulk.sql_arithmetic import Layers
from kaohe.bulk.tables import Tables

#: What a row is: the words of its column `what`.
WHATS: Final = (
    "start", "counted", "beaten", "same_matter", "exempt", "quota", "grade", "void", "void_again", "limit",
)  # fmt: skip
START, COUNTED, BEATEN, SAME, EXEMPT, QUOTA, GRADE, VOID, AGAIN, LIMIT = range(len(WHATS))


def explain(duck: Duck, tables: Tables, target: Path, about: Mapping[str, Any], tell: Tell = silent) -> None:
    """The effects of all files at once into a Parquet file, and what they come to (`unbalanced`) into the table `settled`.

    Raises Refused with every mistake.
    """
    duck.look_through(tables, tell)
    tell("explaining", 1, 1)
    empty_settled(duck)
    write_effects(duck, target, about)


def empty_settled(duck: Duck) -> None:
    """The table `settled` before any department is in it: department, item, settled."""
    duck.keep("settled", "SELECT department, '' AS item, CAST(0 AS BIGINT) AS settled FROM everyone WHERE FALSE")


def write_effects(duck: Duck, target: Path, about: Mapping[str, Any]) -> None:
    """The effects of what was looked through into a Parquet file, and into `settled` what its leaves come to."""
    effects = Effects(duck.plan, duck.dialect)
    duck.write_query(duck.over(effects.effects(), effects.beside()), target, about)
    duck.connection.execute(f"INSERT INTO settled {effects.settled()}")


def unbalanced(effects: str) -> str:
    """How many leaves of how many departments have rows among those effects that don't come to what is settled. None, ever."""
    sums = f"SELECT department, item, SUM(effect) AS effect FROM ({effects}) e GROUP BY department, item"
    return (
        f"SELECT COUNT(*) AS wrong FROM settled p LEFT JOIN ({sums}) s ON s.department = p.department AND s.item = p.item "
        "WHERE COALESCE(s.effect, 0) <> p.settled"
    )


class Effects(Text):
    """The texts that explain a plan in one dialect. They read the same tables as the sums, and `wide`."""

    def __init__(self, plan: Plan, dialect: Dialect) -> None:
        super().__init__(plan, dialect)
        self.layers = Layers(plan, dialect)
        self.leaf = {leaf.code: at for at, leaf in enumerate(plan.leaves)}
        self.share = {share.slot: (leaf, share) for leaf in plan.leaves for share in leaf.shares}

    def effects(self) -> str:
        """department, item, entry, rule, occurred_on, what, points, effect: one row an entry that could move something.

        `points` is what it counts for by itself, `effect` what it changed; both in the unit of the item's node.
        """
        leaves = (
            f"SELECT e.department, {self._item('e.leaf + 1')} AS item, e.entry, {self._rule('e.rule + 1')} AS rule, e.occurred_on, "
            f"{self._what('e.what + 1')} AS what, e.points, e.effect FROM ({self._limited()}) e"
        )
        return " UNION ALL ".join([leaves, *self._upper()])

    def _item(self, place: str) -> str:
        """Leaves come first."""
        codes = [*self.leaf, *(node.code for node in self.plan.nodes if node.code not in self.leaf)]
        return self.dialect.pick_text(codes, place)

    def _rule(self, place: str) -> str:
        return self.dialect.pick_text(list(self.plan.rulebook.rules), place)

    def _what(self, place: str) -> str:
        return self.dialect.pick_text(WHATS, place)

    # --- limits, in the order of the ledger

    def _limited(self) -> str:
        """Every row with what it changed within the limits of its leaf.

        Where all gains and all losses together stay within the limits, whatever came first, a row changed what it counts
        for. Only the others are told in their order.
        """
        near = "near r ON r.department = n.department AND r.leaf = n.leaf"
        columns = "department, leaf, entry, rule, occurred_on, what"
        free = (
            f"SELECT {', '.join(f'n.{name}' for name in columns.split(', '))}, CAST(n.points * f.factor AS BIGINT) AS points, "
            f"CAST(n.points * f.factor AS BIGINT) AS effect FROM told n JOIN {self._limits()} ON f.leaf = n.leaf LEFT JOIN {near} WHERE r.leaf IS NULL"
        )
        order = f"n.turn, n.occurred_on, {self._text('n.entry')}"
        window = f"PARTITION BY n.department, n.leaf ORDER BY {order} ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW"
        told = f"SELECT n.*, SUM(n.points) OVER ({window}) AS after FROM told n JOIN {near}"
        limited = (
            f"SELECT t.*, f.factor, {_within('t.after')} AS now, {_within('(t.after - t.points)')} AS before, {_within('0')} AS emptied "
            f"FROM ({told}) t JOIN {self._limits()} ON f.leaf = t.leaf"
        )
        effect = f"CASE WHEN what = {START} THEN now WHEN what = {VOID} THEN emptied - now WHEN what = {AGAIN} THEN 0 ELSE now - before END"
        points = f"CASE WHEN what = {VOID} THEN -after ELSE points END * factor"
        near_ones = f"SELECT {columns}, CAST({points} AS BIGINT) AS points, CAST({effect} AS BIGINT) AS effect FROM ({limited}) x"
        return f"{free} UNION ALL {near_ones}"

    def _limits(self) -> str:
        limits = [(at, self._or_null(leaf.low), self._or_null(leaf.high), leaf.factor) for at, leaf in enumerate(self.plan.leaves)]
        return f"(VALUES {cells(limits)}) AS f(leaf, low, high, factor)"

    def _text(self, entry: str) -> str:
        """An entry's number as the engine orders them, letter by letter."""
        return f"CAST({entry} AS {self.dialect.text}){self.dialect.binary}"

    def _near(self) -> str:
        """Leaves of departments whose limits may have been met, or which were voided."""
        each = {
            "start": f"CASE WHEN what = {START} THEN points ELSE 0 END",
            "gains": f"CASE WHEN what <> {START} AND points > 0 THEN points ELSE 0 END",
            "losses": f"CASE WHEN what <> {START} AND points < 0 THEN points ELSE 0 END",
            "voided": f"CASE WHEN what IN ({VOID}, {AGAIN}) THEN 1 ELSE 0 END",
        }
        sums = f"SELECT department, leaf, {', '.join(f'SUM({value}) AS {name}' for name, value in each.items())} FROM told GROUP BY department, leaf"
        return (
            f"SELECT s.department, s.leaf FROM ({sums}) s JOIN {self._limits()} ON f.leaf = s.leaf "
            "WHERE s.voided > 0 OR (s.start + s.gains) * f.factor > f.high OR (s.start + s.losses) * f.factor < f.low"
        )

    def _or_null(self, number: int | None) -> str:
        return "CAST(NULL AS BIGINT)" if number is None else self.big(number)

    def _told(self) -> str:
        """Every row with what it counts for by itself, in the raw unit of its leaf; `turn` puts starts first and voids last."""
        makers = (self._starts, self._sums, self._best_rows, self._once_rows, self._grown, self._grades, self._voids)
        return " UNION ALL ".join(text for make in makers for text in make()) or self._nothing()

    def _nothing(self) -> str:
        """No row, of the shape that rows have: there are rulebooks whose leaves tell of nothing."""
        return (
            f"SELECT department, 0 AS leaf, {self._no_entry()} AS entry, -1 AS rule, CAST(NULL AS DATE) AS occurred_on, {START} AS what, "
            "CAST(0 AS BIGINT) AS points, 0 AS turn FROM departments WHERE FALSE"
        )

    def _starts(self) -> Iterator[str]:
        """Where each leaf starts; a quota of nothing is reached before anything happened."""
        empty = "CAST(NULL AS DATE) AS occurred_on"
        for at, leaf in enumerate(self.plan.leaves):
            grown = [self._grown_at(each, "CAST(0 AS BIGINT)") for each in leaf.grown]
            floored = leaf.low is not None and leaf.low > 0
            if leaf.start or grown or floored:
                whose = f"SELECT {', '.join(['d.department', *self.figures()])} FROM departments d"
                start = f"SELECT d.department, {' + '.join([self.big(leaf.start), *grown])} AS points FROM ({whose}) d"
                yield (
                    f"SELECT department, {at} AS leaf, {self._no_entry()} AS entry, -1 AS rule, {empty}, {START} AS what, points, 0 AS turn "
                    f"FROM ({start}) s{'' if floored else ' WHERE points <> 0'}"
                )

    def _no_entry(self) -> str:
        """An empty entry of the ledger's own type."""
        return "(SELECT MAX(entry) FROM ledger WHERE FALSE)"

    def _entries(self) -> str:
        """The standing entries, with the number of their rule."""
        rules = list(self.plan.rulebook.rules)
        of_code = {code: rules.index(own[0].rule) for code, own in self.lookup.coded}
        rule = self.dialect.pick([of_code.get(code, -1) for code in range(max(of_code, default=0) + 1)], "e.code + 1")
        return f"SELECT e.department, e.entry, e.occurred_on, e.matter, e.code, {rule} AS rule, e.v, e.n FROM entries e"

    def _shared(self, way: str) -> list[tuple[int, int, int, int]]:
        """For each code whose row in that way goes to a leaf: code, leaf, factor × weight, who is exempt."""
        found = []
        for code, rows in self.coded(way):
            for row in rows:
                if row.slot in self.share:
                    leaf, share = self.share[row.slot]
                    found.append((code, self.leaf[leaf.code], share.factor * row.weight, share.least))
        return found

    def _sums(self) -> Iterator[str]:
        if rows := self._shared(SUM):
            exempt = "COALESCE(d.size, k.least) < k.least"
            yield (
                "SELECT e.department, k.leaf, e.entry, e.rule, e.occurred_on, "
                f"CASE WHEN {exempt} THEN {EXEMPT} ELSE {COUNTED} END AS what, CASE WHEN {exempt} THEN 0 ELSE k.weight * e.v END AS points, "
                f"1 AS turn FROM standing e JOIN (VALUES {cells(rows)}) AS k(code, leaf, weight, least) ON k.code = e.code "
                "JOIN departments d ON d.department = e.department"
            )

    def _best_rows(self) -> Iterator[str]:
        """Of one matter the highest, and of equals the first in the ledger."""
        contests: dict[str, int] = {}
        rows = []
        for code, own in self.coded(BEST):
            for row in own:
                leaf, share = self.share[row.slot]
                contest = contests.setdefault(row.contest, len(contests))
                rows.append((code, self.leaf[leaf.code], share.factor * row.weight, share.least, contest))
        if rows:
            order = f"k.weight DESC, e.occurred_on, {self._text('e.entry')}"
            place = f"ROW_NUMBER() OVER (PARTITION BY e.department, e.matter, k.contest, k.leaf ORDER BY {order})"
            placed = (
                f"SELECT e.department, k.leaf, e.entry, e.rule, e.occurred_on, k.weight, {place} AS place, "
                f"COALESCE(d.size, k.least) < k.least AS exempt FROM standing e "
                f"JOIN (VALUES {cells(rows)}) AS k(code, leaf, weight, least, contest) ON k.code = e.code "
                "JOIN departments d ON d.department = e.department"
            )
            what = f"CASE WHEN exempt THEN {EXEMPT} WHEN place = 1 THEN {COUNTED} ELSE {BEATEN} END AS what"
            points = "CASE WHEN place = 1 AND NOT exempt THEN weight ELSE 0 END AS points"
            yield f"SELECT department, leaf, entry, rule, occurred_on, {what}, {points}, 1 AS turn FROM ({placed}) p"

    def _once_rows(self) -> Iterator[str]:
        """Of all that one matter costs under an item only the dearest; who is exempt doesn't compete."""
        rows = self._shared(ONCE)
        if not rows:
            return
        won = " AND ".join(f"c.place{at} = 1" for at, _ in enumerate(self.plan.scopes))
        slots = [
            (self.number[slot], self.leaf[leaf.code], share.factor) for slot, (leaf, share) in self.share.items()
        ]
        competing = self.competing("entry", "occurred_on", "rule", entries="standing")
        yield (
            f"SELECT c.department, k.leaf, c.entry, c.rule, c.occurred_on, CASE WHEN {won} THEN {COUNTED} ELSE {SAME} END AS what, "
            f"CASE WHEN {won} THEN c.v * k.factor ELSE 0 END AS points, 1 AS turn FROM ({competing}) c "
            f"JOIN (VALUES {cells(slots)}) AS k(slot, leaf, factor) ON k.slot = c.slot"
        )
        guarded = [row for row in rows if row[3]]
        if guarded:
            yield (
                f"SELECT e.department, k.leaf, e.entry, e.rule, e.occurred_on, {EXEMPT} AS what, 0 AS points, 1 AS turn FROM standing e "
                f"JOIN (VALUES {cells(guarded)}) AS k(code, leaf, weight, least) ON k.code = e.code "
                "JOIN departments d ON d.department = e.department WHERE d.size < k.least"
            )

    def _grown_at(self, grown: Grown, count: str) -> str:
        """What has grown with that count."""
        return Layers(self.plan, self.dialect, {grown.slot: count}).value(grown.value)

    def _grown(self) -> Iterator[str]:
        """What an entry adds where points grow with a count: what there is with it, less what there was before."""
        slots = {grown.slot: (at, grown) for at, leaf in enumerate(self.plan.leaves) for grown in leaf.grown}
        rows = [(code, self.number[row.slot]) for code, own in self.coded(SUM) for row in own if row.slot in slots]
        if not rows:
            return
        window = f"PARTITION BY e.department, k.slot ORDER BY e.occurred_on, {self._text('e.entry')} ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW"
        counted = (
            f"SELECT e.department, k.slot, e.entry, e.rule, e.occurred_on, e.n, CAST(SUM(e.n) OVER ({window}) AS BIGINT) AS up"
            f"{''.join(f', {figure}' for figure in self.figures())} "
            f"FROM standing e JOIN (VALUES {cells(rows)}) AS k(code, slot) ON k.code = e.code JOIN departments d ON d.department = e.department"
        )
        points = " ".join(
            f"WHEN {self.number[slot]} THEN {self._grown_at(grown, 'up')} - {self._grown_at(grown, '(up - n)')}"
            for slot, (_, grown) in slots.items()
        )
        leaf = " ".join(f"WHEN {self.number[slot]} THEN {at}" for slot, (at, _) in slots.items())
        yield (
            f"SELECT department, CASE slot {leaf} END AS leaf, entry, rule, occurred_on, {QUOTA} AS what, "
            f"CASE slot {points} END AS points, 1 AS turn FROM ({counted}) c"
        )

    def _grades(self) -> Iterator[str]:
        """A grading counts its goal's base times the coefficient."""
        graded = {rule: (at, factor) for at, leaf in enumerate(self.plan.leaves) for rule, factor in leaf.graded}
        if not graded:
            return
        rules = list(self.plan.rulebook.rules)
        rows = [(at, *graded[each.rule], rules.index(each.rule)) for at, each in enumerate(self.plan.gradings)]
        yield (
            f"SELECT g.department, k.leaf, g.entry, k.number AS rule, g.occurred_on, {GRADE} AS what, g.base * g.coefficient * k.factor AS points, "
            f"1 AS turn FROM ({self.goals_graded()}) g JOIN (VALUES {cells(rows)}) AS k(rule, leaf, factor, number) ON k.rule = g.rule"
        )

    def _voids(self) -> Iterator[str]:
        """The first voiding entry of a leaf takes what is left of it; the others find nothing."""
        slots = {slot: at for at, leaf in enumerate(self.plan.leaves) for slot in leaf.voids}
        rows = [(code, slots[row.slot]) for code, own in self.coded(SUM) for row in own if row.slot in slots]
        if rows:
            place = f"ROW_NUMBER() OVER (PARTITION BY e.department, k.leaf ORDER BY e.rule, e.occurred_on, {self._text('e.entry')})"
            placed = (
                f"SELECT e.department, k.leaf, e.entry, e.rule, e.occurred_on, {place} AS place FROM standing e "
                f"JOIN (VALUES {cells(rows)}) AS k(code, leaf) ON k.code = e.code"
            )
            yield (
                f"SELECT department, leaf, entry, rule, occurred_on, CASE WHEN place = 1 THEN {VOID} ELSE {AGAIN} END AS what, "
                f"CAST(0 AS BIGINT) AS points, 2 AS turn FROM ({placed}) p"
            )

    # --- upper items

    def _upper(self) -> Iterator[str]:
        """What the limits of items of items take or give, as rows without an entry."""
        leaves = {leaf.code for leaf in self.plan.leaves}
        upper = [node for node in self.plan.nodes if node.code not in leaves]
        if not upper:
            return
        columns, codes = self.layers.columns, [node.code for node in upper]
        for node in upper:
            factor = node.unit // self.plan.steps[node.raw].unit
            effect = f"{columns[node.settled]} - {columns[node.raw]} * {factor}"
            yield (
                f"SELECT department, {self._item(str(1 + len(leaves) + codes.index(node.code)))} AS item, {self._no_entry()} AS entry, "
                f"{self._rule('NULL')} AS rule, CAST(NULL AS DATE) AS occurred_on, {self._what(str(1 + LIMIT))} AS what, "
                f"{effect} AS points, {effect} AS effect "
                f"FROM tail WHERE {effect} <> 0"
            )

    def tail(self) -> str:
        """The steps that upper items' limits are seen in."""
        leaves = {leaf.code for leaf in self.plan.leaves}
        upper = [node for node in self.plan.nodes if node.code not in leaves]
        return self.layers.over("SELECT * FROM wide", [name for node in upper for name in (node.settled, node.raw)])

    def settled(self) -> str:
        """department, item, settled: what each leaf's points come to in the unit of its node."""
        nodes = {node.code: node for node in self.plan.nodes}
        steps = [nodes[leaf.code].settled for leaf in self.plan.leaves]
        tail = self.layers.over("SELECT * FROM wide", steps)
        points = " UNION ALL ".join(
            f"SELECT department, {self.dialect.said(leaf.code)} AS item, {self.layers.columns[name]} AS settled FROM tail"
            for leaf, name in zip(self.plan.leaves, steps, strict=True)
        )
        return f"WITH tail AS MATERIALIZED ({tail}) {points}"

    def beside(self) -> dict[str, str]:
        """The tables of its own that the text speaks of, by name."""
        return {"standing": self._entries(), "tail": self.tail(), "told": self._told(), "near": self._near()}


def _within(value: str) -> str:
    """A raw value in the node's unit, within the leaf's limits; a floor goes before a cap, as in the engine."""
    scaled = f"{value} * f.factor"
    return f"CASE WHEN {scaled} < f.low THEN f.low WHEN {scaled} > f.high THEN f.high ELSE {scaled} END"
