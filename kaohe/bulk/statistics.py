"""What a ledger says, added up so that any rulebook of its family can be scored from it: a bureau's summary.

A bureau can hand these to its superior instead of its ledger. They name no person and no day, they are whole numbers, and
those of two bureaus are merged by putting them together, of one bureau's parts by adding (as long as no matter and no
goal stands in both). The family of a rulebook are those with the same items and rules and other numbers in them.

    sum     what comes together under a rule, level and period: counts, or counts times amounts
    single  the same for entries that are alone with their matter, where matters compete
    best    how many matters were rewarded by just these rules and levels (`rule` names the contest, the first of its rules)
    once    how many matters compete in just this way (the entries in their order, each with what is left of its count)
    typed, blank   base points of the goals of a class with that grade ("" without one), and goals that share
    figure  the department's own numbers
"""

from __future__ import annotations

from typing import Final

from kaohe.bulk.dialects import DUCKDB
from kaohe.bulk.duck import Duck
from kaohe.bulk.plan import BEST, ONCE, SUM, WITH, Plan
from kaohe.bulk.sql import Text, cells

COLUMNS: Final = ("department", "bureau", "what", "rule", "level", "period", "matter", "key", "value")


class Summing(Text):
    """The texts of the statistics, over the tables of sql.py in DuckDB."""

    def __init__(self, plan: Plan) -> None:
        super().__init__(plan, DUCKDB)

    def whole(self) -> str:
        """All of them as rows of COLUMNS, without those that are nothing."""
        parts = [self._sums(), self._figures()]
        parts += [self._best()] if self.rows[BEST] else []
        parts += [self._once(), self._singles()] if self.rows[ONCE] else []
        parts += [text for at, _ in enumerate(self.plan.gradings) for text in self._goals(at)]
        together = " UNION ALL ".join(part for part in parts if part)
        named = "s.department, d.bureau, s.what, s.rule, s.level, s.period, s.matter, s.key, CAST(s.value AS BIGINT) AS value"
        return (
            f"SELECT {named} FROM ({together}) s "
            "JOIN departments d ON d.department = s.department WHERE s.value <> 0 OR s.what = 'figure'"
        )

    def _meanings(self, way: str) -> str:
        """The codes of the rows that come together in that way, with what they mean, as a table k."""
        rows = {}
        for code, own in self.coded(way):
            row = own[0]
            matter = int(row.matter == WITH or (row.matter == "any" and code in self._with_matter))
            rows[code] = (code, DUCKDB.said(row.rule), DUCKDB.said(row.level), row.period, matter, DUCKDB.said(row.contest))
        return f"(VALUES {cells(rows.values())}) AS k(code, rule, level, period, matter, contest)"

    @property
    def _with_matter(self) -> set[int]:
        """Codes of entries with a matter."""
        return {code for code, rows in self.lookup.coded if any(row.matter == WITH for row in rows)}

    def _sums(self) -> str:
        if not self.rows[SUM]:
            return ""
        return (
            "SELECT e.department, 'sum' AS what, k.rule, k.level, k.period, k.matter, '' AS key, SUM(e.v) AS value "
            f"FROM entries e JOIN {self._meanings(SUM)} ON k.code = e.code GROUP BY ALL"
        )

    def _best(self) -> str:
        """Matters by the set of rules and levels that reward them; under `rule` stands the contest."""
        of_matter = (
            "SELECT e.department, e.matter, k.contest AS rule, k.period, k.rule || '~' || k.level AS won "
            f"FROM entries e JOIN {self._meanings(BEST)} ON k.code = e.code "
            "GROUP BY ALL"
        )
        sets = (
            f"SELECT m.department, m.rule, m.period, m.matter, string_agg(m.won, '+' ORDER BY m.won) AS key "
            f"FROM ({of_matter}) m GROUP BY m.department, m.rule, m.period, m.matter"
        )
        return (
            "SELECT department, 'best' AS what, rule, '' AS level, period, 1 AS matter, key, COUNT(*) AS value "
            f"FROM ({sets}) s GROUP BY department, rule, period, key"
        )

    def _competing(self) -> str:
        """Entries that compete, with what is left of their counts."""
        return (
            "SELECT e.department, e.matter, k.rule, k.level, k.period, e.occurred_on, CAST(e.entry AS VARCHAR) AS entry, "
            "e.v AS left_over, COUNT(*) OVER (PARTITION BY e.department, e.matter) AS together "
            f"FROM entries e JOIN {self._meanings(ONCE)} ON k.code = e.code"
        )

    def _singles(self) -> str:
        return (
            "SELECT department, 'single' AS what, rule, level, period, 1 AS matter, '' AS key, SUM(left_over) AS value "
            f"FROM ({self._competing()}) c WHERE together = 1 GROUP BY department, rule, level, period"
        )

    def _once(self) -> str:
        told = "json_array(rule, level, CAST(period AS VARCHAR), CAST(left_over AS VARCHAR))"
        ways = (
            f"SELECT department, matter, CAST(to_json(list({told} ORDER BY occurred_on, entry)) AS VARCHAR) AS key "
            f"FROM ({self._competing()}) c WHERE together > 1 GROUP BY department, matter"
        )
        return (
            "SELECT department, 'once' AS what, '' AS rule, '' AS level, 0 AS period, 1 AS matter, key, COUNT(*) AS value "
            f"FROM ({ways}) w GROUP BY department, key"
        )

    def _goals(self, at: int) -> list[str]:
        """Base points by grade, in units of a base; and how many goals share."""
        grading = self.plan.gradings[at]
        rule, finer = DUCKDB.said(grading.rule), grading.unit // 10**self.plan.limits.base_places
        levels = cells((number, DUCKDB.said(level)) for number, level in enumerate(self.lookup.levels, 1))
        grades = (
            f"SELECT s.department, s.goal, k.level FROM grades s JOIN (VALUES {levels}) AS k(number, level) ON k.number = s.level "
            f"WHERE s.rule = {at}"
        )
        typed = f"CASE WHEN g.above IS NULL THEN 0 ELSE g.above * {finer} // g.below END"
        whole = (
            f"SELECT g.department, COALESCE(s.level, '') AS level, {{value}} AS value FROM goals g "
            f"LEFT JOIN ({grades}) s ON s.department = g.department AND s.goal = g.goal WHERE g.category = {DUCKDB.said(grading.category)}"
        )
        kinds = {"typed": typed, "blank": "CASE WHEN g.above IS NULL THEN 1 ELSE 0 END", "number": "1"}
        return [
            f"SELECT department, '{what}' AS what, {rule} AS rule, level, 0 AS period, 0 AS matter, '' AS key, SUM(value) AS value "
            f"FROM ({whole.format(value=value)}) v GROUP BY department, level"
            for what, value in kinds.items()
        ]

    def _figures(self) -> str:
        """The department's numbers; every department has at least one row."""
        names = list(dict.fromkeys(("size", *self.plan.rulebook.attributes)))
        return " UNION ALL ".join(
            f"SELECT d.department, 'figure' AS what, '' AS rule, '' AS level, 0 AS period, 0 AS matter, {DUCKDB.said(name)} AS key, "
            f"d.{DUCKDB.named(name)} AS value FROM departments d"
            for name in names
        )


def summed(duck: Duck) -> str:
    """The query of the statistics over what a run has open."""
    return duck.over(Summing(duck.plan).whole())
