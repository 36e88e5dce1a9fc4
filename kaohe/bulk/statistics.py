"""What a ledger says, added up so that any rulebook of its family can be scored from it: a bureau's summary.

A bureau can hand these to its superior instead of its ledger. They name no person and no day, they are whole numbers, and
those of two bureaus are merged by putting them together, of one bureau's parts by adding (where goals and matters that compete stand
in one of them; of HIGHEST the highest is taken). The family of a rulebook are those with the same items and rules and other numbers in them.

    sum     what comes together under a rule, level and period: counts, or counts times amounts
    single  the same for entries that are alone with their matter, where matters compete
    best    how many matters were rewarded by just these rules and levels (`rule` names the contest, the first of its rules)
    once    how many matters compete in just this way (the entries in their order, each with what is left of its count)
    typed, blank   base points of the goals of a class with that grade ("" without one), and goals that share
    figure  the department's own numbers
    highest the highest amount that was decided under a rule, in units of an amount

In a run they stand as numbers, in four tables; texts are put to them only where they are written to a file:

    places      place, department, bureau: departments in their order, from 0
    kinds       kind, and the columns of the file that it stands for
    keys        kind, key, text: what a key means, where a kind has more than one
    statistics  place, kind, key, value

A file says in its own description what its numbers mean (`meaning`): for another year, day, limit or family they mean nothing.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any, Final, NamedTuple

from kaohe.bulk.dialects import DUCKDB
from kaohe.bulk.duck import Duck
from kaohe.bulk.paths import parquet, path_text
from kaohe.bulk.plan import BEST, ONCE, SUM, WITH, Limits, Plan, Row
from kaohe.bulk.sql import Text, cells
from kaohe.bulk.staging import fault
from kaohe.engine import Problem, Refused, Rulebook, shown

COLUMNS: Final = ("department", "bureau", "what", "rule", "level", "period", "matter", "key", "value")

#: The statistics as rows of COLUMNS, over the four tables.
WHOLE: Final = (
    "SELECT p.department, p.bureau, k.what, k.rule, k.level, k.period, k.matter, COALESCE(t.text, k.key) AS key, c.value FROM statistics c "
    "JOIN places p ON p.place = c.place JOIN kinds k ON k.kind = c.kind LEFT JOIN keys t ON t.kind = c.kind AND t.key = c.key"
)
#: What isn't added up where parts are merged.
HIGHEST: Final = ("figure", "highest")
#: What statistics are made for, beside a family; each can be asked for by an option of that name.
MADE_FOR: Final = ("year", "as_of", *Limits._fields)
_OF_GOALS: Final = ("typed", "blank", "number")
#: Bits of a number that tells which of some rules and levels reward a matter.
_BITS: Final = 62


def family(rulebook: Rulebook) -> tuple[object, ...]:
    """What all rulebooks of a family have in common: periods, items and rules without their numbers, and which rules compete for a
    matter; what goals come to, since base points that add up under one wouldn't under another; and whether a rule raises anything,
    since only then it is counted for that."""
    items = tuple((item.code, item.start, item.each_period is None) for item in rulebook.tree.walk())
    rules = tuple(
        (code, rule.name, rulebook.item_of_rule[code].code, rule.known_levels(), *_told_of(rule), bool(rule.raises))
        for code, rule in rulebook.rules.items()
    )
    goals = tuple((code, shown(each.full)) for code, each in rulebook.categories.items())
    return rulebook.periods, items, rules, rulebook.once_per_matter, goals


def _told_of(rule: Any) -> tuple[str, ...]:
    """What a kind of rule says of what it counts, beside numbers."""
    graded = getattr(rule, "category", None)
    return getattr(rule, "highest_of", ""), getattr(rule, "quota", ""), graded.code if graded else ""


def family_digest(rulebook: Rulebook) -> str:
    """The family in a few letters, to be told in a file."""
    return sha256(repr(family(rulebook)).encode()).hexdigest()


def meaning(plan: Plan) -> dict[str, Any]:
    """What statistics of that plan say of themselves."""
    return {**plan.about, "as_of": plan.about["as_of"] or "", "family": family_digest(plan.rulebook), **plan.limits._asdict()}


def meaning_of(connection: Any, file: Path) -> dict[str, Any]:
    """What a file of statistics says of itself. Raises Refused where it doesn't say enough, or is no such file."""
    told = f"SELECT decode(value) FROM parquet_kv_metadata({path_text(file)}) WHERE decode(key) = 'kaohe'"
    try:
        found: dict[str, Any] = json.loads((connection.execute(told).fetchone() or ("{}",))[0])
    except Exception as wrong:  # whatever another file makes of the reader
        raise Refused([fault(wrong, file)]) from wrong
    if not found.keys() >= {"rulebook", "family", "parts", *MADE_FOR}:
        raise Refused([Problem("bulk.no_meaning", {"file": file})])
    return found


def require_alike(file: Path, made: Mapping[str, Any], wanted: Mapping[str, Any]) -> None:
    """The statistics are of the family and made for all that is wanted. Raises Refused with every difference."""
    problems = []
    if made["family"] != wanted["family"]:
        problems.append(Problem("bulk.unlike_family", {"file": file, "expected": made["rulebook"], "found": wanted["rulebook"]}))
    for name in MADE_FOR:
        if name in wanted and made[name] != wanted[name]:
            values = {"file": file, "expected": _option(name, made[name]), "found": _option(name, wanted[name])}
            problems.append(Problem("bulk.unlike", values))
    if problems:
        raise Refused(problems)


def _option(name: str, value: Any) -> str:
    return f"--{name.replace('_', '-')} {'—' if value == '' else value}"


class Kind(NamedTuple):
    """What a number of the statistics counts; the columns of the file beside department and value."""

    what: str
    rule: str = ""
    level: str = ""
    period: int = 0
    matter: int = 0
    key: str = ""


class Summing(Text):
    """The texts of the statistics, over the tables of sql.py in DuckDB."""

    def __init__(self, plan: Plan) -> None:
        super().__init__(plan, DUCKDB)
        self.kinds: dict[Kind, int] = {}

    def tables(self) -> dict[str, str]:
        """The queries of the four tables, and of two that they are made of, in an order in which they can be made."""
        competing, parts = self._competing(), [self._figures(), self._sums(), self._decided(), self._best(), *self._once(), self._goals()]
        together = " UNION ALL ".join(part for part in parts if part)
        figures = ", ".join(str(kind) for each, kind in self.kinds.items() if each.what == "figure")
        kinds = cells((at, *(DUCKDB.said(each) if isinstance(each, str) else each for each in kind)) for kind, at in self.kinds.items())
        return {
            "places": "SELECT row_number() OVER (ORDER BY department) - 1 AS place, department, bureau FROM departments",
            "kinds": f"SELECT * FROM (VALUES {kinds}) AS k(kind, {', '.join(Kind._fields)})",
            "competing": competing,
            "ways": "SELECT kinds, lefts, row_number() OVER () AS key FROM competing WHERE len(kinds) > 1 GROUP BY kinds, lefts",
            "statistics": f"SELECT p.place, s.kind, s.key, CAST(s.value AS BIGINT) AS value FROM ({together}) s "
            f"JOIN places p ON p.department = s.department WHERE s.value <> 0 OR s.kind IN ({figures})",
            "keys": self._keys(),
        }

    def _number(self, kind: Kind) -> int:
        return self.kinds.setdefault(kind, len(self.kinds))

    def _kind_of(self, what: str, code: int, row: Row) -> Kind:
        """What is counted of entries of that code."""
        if what == "best":  # under `rule` stands the contest
            return Kind(what, row.contest, "", row.period, 1)
        matter = row.matter == WITH or (row.matter == "any" and code in self._with_matter)
        return Kind(what, row.rule, row.level, row.period, int(matter))

    @property
    def _with_matter(self) -> set[int]:
        """Codes of entries with a matter."""
        return {code for code, rows in self.lookup.coded if any(row.matter == WITH for row in rows)}

    def _meanings(self, what: str, way: str) -> str:
        """The codes of the rows that come together in that way, each with the kind that its entries count to, as a table k."""
        kinds = ((code, self._number(self._kind_of(what, code, rows[0]))) for code, rows in self.coded(way))
        return f"(VALUES {cells(kinds)}) AS k(code, kind)"

    def _sums(self) -> str:
        if not self.rows[SUM]:
            return ""
        return (
            f"SELECT e.department, k.kind, 0 AS key, SUM(e.v) AS value FROM entries e JOIN {self._meanings('sum', SUM)} ON k.code = e.code "
            "GROUP BY e.department, k.kind"
        )

    def _decided(self) -> str:
        """The highest decisions; what a rulebook allows at most can be held against them."""
        judged = [(code, self._number(Kind("highest", rows[0].rule))) for code, rows in self.lookup.coded if any(row.of == "amount" for row in rows)]
        if not judged:
            return ""
        return (
            f"SELECT e.department, k.kind, 0 AS key, MAX(e.v // e.n) AS value FROM entries e JOIN (VALUES {cells(judged)}) AS k(code, kind) "
            "ON k.code = e.code GROUP BY e.department, k.kind"
        )

    # --- matters that are rewarded

    def _won(self) -> dict[int, list[tuple[int, Row]]]:
        """For each contest, by its kind, the codes that take part in it. Raises Refused where a number can't tell them apart."""
        found: dict[int, list[tuple[int, Row]]] = {}
        for code, (row, *_) in self.coded(BEST):
            found.setdefault(self._number(self._kind_of("best", code, row)), []).append((code, row))
        for own in found.values():
            if len(own) > _BITS:
                raise Refused([Problem("bulk.too_large", {"name": own[0][1].contest, "bits": len(own)})])
        return found

    def _best(self) -> str:
        """Matters by the set of rules and levels that reward them: a bit for each."""
        if not self.rows[BEST]:
            return ""
        bits = cells((code, kind, 1 << at) for kind, own in self._won().items() for at, (code, _) in enumerate(own))
        of_matter = (
            f"SELECT e.department, k.kind, bit_or(CAST(k.bit AS BIGINT)) AS key FROM entries e JOIN (VALUES {bits}) AS k(code, kind, bit) "
            f"ON k.code = e.code "
            "WHERE e.matter IS NOT NULL GROUP BY e.department, e.matter, k.kind"
        )
        return f"SELECT department, kind, key, COUNT(*) AS value FROM ({of_matter}) m GROUP BY department, kind, key"

    # --- entries that compete

    def _competing(self) -> str:
        """For each matter that costs, the entries that compete for it: their kinds, and what is left of their counts."""
        if not self.rows[ONCE]:
            return "SELECT department, CAST([] AS INTEGER[]) AS kinds, CAST([] AS BIGINT[]) AS lefts FROM departments WHERE FALSE"
        order = "ORDER BY e.occurred_on, CAST(e.entry AS VARCHAR)"
        return (
            f"SELECT e.department, list(k.kind {order}) AS kinds, list(e.v {order}) AS lefts "
            f"FROM entries e JOIN {self._meanings('single', ONCE)} ON k.code = e.code "
            "WHERE e.matter IS NOT NULL GROUP BY e.department, e.matter"
        )

    def _once(self) -> tuple[str, str]:
        """Entries that are alone with their matter, and matters by the way in which entries compete for them."""
        kind = self._number(Kind("once", matter=1))
        return (
            "SELECT department, kinds[1] AS kind, 0 AS key, SUM(lefts[1]) AS value FROM competing WHERE len(kinds) = 1 "
            "GROUP BY department, kinds[1]",
            f"SELECT c.department, {kind} AS kind, w.key, COUNT(*) AS value FROM competing c "
            "JOIN ways w ON w.kinds = c.kinds AND w.lefts = c.lefts GROUP BY c.department, w.key",
        )

    def _keys(self) -> str:
        """The rules and levels that a key of `best` stands for, and the entries that one of `once` stands for."""
        bits = [
            (kind, 1 << at, DUCKDB.said(row.rule), DUCKDB.said(row.level)) for kind, own in self._won().items() for at, (_, row) in enumerate(own)
        ]
        won = (
            "SELECT s.kind, s.key, CAST(to_json(list(json_array(b.rule, b.level) ORDER BY b.rule, b.level)) AS VARCHAR) AS text "
            f"FROM (SELECT DISTINCT kind, key FROM statistics) s JOIN (VALUES {cells(bits)}) AS b(kind, bit, rule, level) "
            "ON b.kind = s.kind AND s.key & CAST(b.bit AS BIGINT) <> 0 GROUP BY s.kind, s.key"
        )
        entry = "json_array(k.rule, k.level, CAST(k.period AS VARCHAR), CAST(e.left_over AS VARCHAR))"
        entries = "SELECT key, unnest(kinds) AS kind, unnest(lefts) AS left_over, generate_subscripts(kinds, 1) AS at FROM ways"
        compete = (
            f"SELECT {self._number(Kind('once', matter=1))} AS kind, e.key, CAST(to_json(list({entry} ORDER BY e.at)) AS VARCHAR) AS text "
            f"FROM ({entries}) e JOIN kinds k ON k.kind = e.kind GROUP BY e.key"
        )
        return f"{won} UNION ALL {compete}" if bits else compete

    # --- goals, and the department's own numbers

    def _goals(self) -> str:
        """Base points by grade, in units of a base; and how many goals share."""
        if not self.plan.gradings:
            return ""
        levels = list(enumerate(("", *self.lookup.levels)))
        grades = [
            (at, place, each.rule, grade)
            for at, each in enumerate(self.plan.gradings)
            for place, grade in levels
            if not grade or grade in each.coefficients
        ]
        kinds = cells(
            (at, place, DUCKDB.said(what), self._number(Kind(what, rule, grade))) for at, place, rule, grade in grades for what in _OF_GOALS
        )
        whole = (
            f"SELECT g.department, r.rule, COALESCE(s.level, 0) AS grade, SUM({self._typed()}) AS typed, "
            f"SUM(CASE WHEN g.above IS NULL THEN 1 ELSE 0 END) AS blank, COUNT(*) AS number FROM goals g "
            f"{self._graders()} "
            "LEFT JOIN grades s ON s.department = g.department AND s.goal = g.goal AND s.rule = r.rule GROUP BY ALL"
        )
        value = "CASE k.what " + " ".join(f"WHEN {DUCKDB.said(what)} THEN s.{what}" for what in _OF_GOALS) + " END"
        return (
            f"SELECT s.department, k.kind, 0 AS key, {value} AS value FROM ({whole}) s "
            f"JOIN (VALUES {kinds}) AS k(rule, grade, what, kind) ON k.rule = s.rule AND k.grade = s.grade"
        )

    def _figures(self) -> str:
        """The department's numbers; every department has at least one row."""
        return " UNION ALL ".join(
            f"SELECT d.department, {self._number(Kind('figure', key=name))} AS kind, 0 AS key, d.{DUCKDB.named(name)} AS value FROM departments d"
            for name in dict.fromkeys(("size", *self.plan.rulebook.attributes))
        )


def summed(duck: Duck) -> Any:
    """The connection with the four tables of what a run has open; WHOLE says them as rows of a file."""
    for name, query in Summing(duck.plan).tables().items():
        duck.keep(name, query)
    return duck.connection


def unpacked(connection: Any, file: Path) -> Any:
    """The connection with the four tables of the statistics that stand in a Parquet file."""
    own = "CASE WHEN what = 'figure' THEN key ELSE '' END"
    alike = " AND ".join(f"k.{name} = r.{name}" for name in Kind._fields[:-1])
    placed = f"read r JOIN kinds k ON {alike} AND k.key = {own.replace('what', 'r.what').replace('key', 'r.key')}"
    for name, query in {
        "read": f"SELECT {', '.join(COLUMNS)} FROM {parquet([file])}",
        "places": "SELECT row_number() OVER (ORDER BY department, bureau) - 1 AS place, * FROM (SELECT DISTINCT department, bureau FROM read)",
        "kinds": f"SELECT row_number() OVER () - 1 AS kind, * FROM (SELECT DISTINCT {', '.join(Kind._fields[:-1])}, {own} AS key FROM read)",
        "keys": "SELECT row_number() OVER () AS key, * FROM "
        f"(SELECT DISTINCT k.kind, r.key AS text FROM {placed} WHERE r.what IN ('best', 'once'))",
        "statistics": f"SELECT p.place, k.kind, COALESCE(t.key, 0) AS key, r.value FROM {placed} "
        "JOIN places p ON p.department = r.department AND p.bureau = r.bureau LEFT JOIN keys t ON t.kind = k.kind AND t.text = r.key",
    }.items():
        connection.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS {query}")
    return connection
