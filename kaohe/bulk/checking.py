"""What can be wrong with a year as columns: the same mistakes that the engine finds, told with file and row.

The scan that scores also counts what may be wrong (kept.py, `doubts`). Only where it finds any is the year looked at once
more, for its words and places, and told of. No result is given while there is a mistake. Grounds of a grade (conditions,
evidence) are no columns: they were looked at where the grade was recorded.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Final, NamedTuple

from kaohe.bulk.arithmetic import MOST, MOST_FIGURE
from kaohe.bulk.dialects import Dialect
from kaohe.bulk.kept import Kept
from kaohe.bulk.plan import Plan
from kaohe.bulk.sql import most_below

#: So many of one mistake are told one by one; how many more there are is told in a line of its own.
MOST_TOLD: Final = 20

#: So many goals of one department are added up, however wrong their base points are.
_MANY: Final = 1000

_OF_ENTRY = "l.department, l.place_file, l.place_row, l.entry"
_OF_ORIGIN = "u.entry = o.entry AND u.department = o.department"
_OF_GOAL = "g.department, g.place_file, g.place_row, g.goal"
_GOALS_TWICE = "SELECT department, goal FROM goals GROUP BY department, goal HAVING COUNT(*) > 1"


class Check(NamedTuple):
    """One kind of mistake: the code of its sentence, and the query whose rows are the mistakes.

    A row gives department, place_file and place_row, then the values of the sentence by name.
    """

    code: str
    text: str


class Checks:
    """The texts for one plan in one dialect, over the tables of kept.py with their words and places."""

    def __init__(self, plan: Plan, dialect: Dialect) -> None:
        self.plan, self.dialect = plan, dialect
        self.kept = Kept(plan, dialect, telling=True)
        self.rules = plan.rulebook.rules

    def all(self) -> Iterator[Check]:
        """Every kind of mistake but numbers that stand twice."""
        yield from self.departments()
        yield from self.reversals()
        yield from self.gradings()
        yield from self.goals()
        yield from self.odd_rows()
        yield self.strangers()

    # --- rows that are odd by themselves

    def _odd(self) -> Mapping[str, str]:
        """What makes a row odd by itself, by the code of its sentence."""
        found = self.kept.odd_always()
        if levels := {code: each.known_levels() or () for code, each in self.rules.items() if each.known_levels()}:
            found["ledger.unknown_level"] = self.kept.unknown_level(levels)
        if judged := self.kept.judged:
            within = [f"WHEN l.rule = {self.dialect.said(code)} THEN COALESCE({{}}, TRUE)" for code in judged]
            missing = " ".join(case.format("l.amount IS NULL AND l.amount_fits") for case in within)
            unfit = " ".join(case.format("NOT l.amount_fits") for case in within)
            most = " ".join(
                case.format(f"l.amount_fits AND (l.amount <= 0 OR l.amount > {self.plan.most_units(code)})")
                for case, code in zip(within, judged, strict=True)
            )
            found["ledger.amount_missing"] = f"CASE {missing} ELSE FALSE END"
            found["ledger.amount_range"] = f"CASE {most} ELSE FALSE END AND l.amount IS NOT NULL"
            found["bulk.amount_fine"] = f"CASE {unfit} ELSE FALSE END"
        return found

    def odd_rows(self) -> Iterator[Check]:
        """The rows that are odd and not taken back: a mistake is corrected by the entry that undoes it."""
        gone = f"SELECT o.department, o.entry FROM {self.kept.origins} o JOIN ({self._undone()}) u ON {_OF_ORIGIN} WHERE o.count + u.count = 0"
        for code, odd in self._odd().items():
            yield Check(
                code,
                f"SELECT {_OF_ENTRY}, l.rule, l.level, l.occurred_on, l.count, l.amount FROM ledger l "
                f"LEFT JOIN ({gone}) g ON g.entry = l.entry AND g.department = l.department "
                f"WHERE l.reverses IS NULL AND g.entry IS NULL AND ({odd}){self.kept.known()}",
            )

    # --- reversals and numbers

    def reversals(self) -> Iterator[Check]:
        """Reversals of nothing, of something else, and of more than there was."""
        joined = f"{self.kept.backs} l LEFT JOIN {self.kept.origins} o ON o.entry = l.reverses AND o.department = l.department"
        yield Check(
            "ledger.reversal_without_original",
            f"SELECT {_OF_ENTRY}, l.reverses AS found FROM {joined} WHERE o.entry IS NULL",
        )
        yield Check(
            "ledger.reversal_differs",
            f"SELECT {_OF_ENTRY}, l.reverses AS found FROM {joined} WHERE o.entry IS NOT NULL AND NOT ({self.kept.same('l')})",
        )
        yield Check(
            "bulk.amount_fine",
            f"SELECT {_OF_ENTRY} FROM {joined} WHERE o.entry IS NOT NULL AND NOT (l.amount_fits AND o.amount_fits)",
        )
        yield Check(
            "ledger.reversal_exceeds",
            f"SELECT {_OF_ENTRY.replace('l.', 'o.')}, o.count FROM {self.kept.origins} o JOIN ({self._undone()}) u ON {_OF_ORIGIN} "
            "WHERE o.count + u.count < 0",
        )

    def _undone(self) -> str:
        """What is taken back of each entry, by reversals that fit."""
        return (
            f"SELECT b.department, b.reverses AS entry, CAST(SUM(b.count) AS BIGINT) AS count FROM {self.kept.backs} b "
            f"JOIN {self.kept.origins} o ON o.entry = b.reverses AND o.department = b.department WHERE {self.kept.same()} "
            "GROUP BY b.department, b.reverses"
        )

    def rising(self) -> str:
        """0 where every entry's number is larger than that of the row before: then none can stand twice."""
        return "SELECT COUNT(*) FROM (SELECT entry, LAG(entry) OVER () AS last FROM ledger) l WHERE entry <= last"

    def twice(self) -> Check:
        """Numbers that stand twice in a bureau."""
        known = self.kept.known()
        bureaus = "(SELECT DISTINCT department, bureau FROM everyone)"
        numbers = f"SELECT d.bureau, l.entry FROM ledger l JOIN {bureaus} d ON d.department = l.department WHERE TRUE{known}"
        more = f"SELECT bureau, entry FROM ({numbers}) n GROUP BY bureau, entry HAVING COUNT(*) > 1"
        return Check(
            "ledger.duplicate_id",
            f"SELECT {_OF_ENTRY} FROM ledger l JOIN {bureaus} d ON d.department = l.department "
            f"JOIN ({more}) t ON t.entry = l.entry AND t.bureau = d.bureau WHERE TRUE{known}",
        )

    # --- departments and goals

    def departments(self) -> Iterator[Check]:
        """Departments that stand twice or lack a number."""
        whole = "d.department, d.place_file, d.place_row"
        yield Check(
            "facts.no_departments",
            "SELECT NULL AS department, '' AS place_file, NULL AS place_row FROM (SELECT COUNT(*) AS number FROM everyone) e WHERE number = 0",
        )
        yield Check("bulk.department_empty", f"SELECT {whole} FROM everyone d WHERE d.department IS NULL")
        named = "(SELECT COUNT(*) AS named FROM everyone WHERE bureau <> '') b"
        yield Check("bulk.bureau_empty", f"SELECT {whole} FROM everyone d CROSS JOIN {named} WHERE d.bureau = '' AND b.named > 0")
        yield Check(
            "facts.duplicate_department",
            f"SELECT {whole}, d.department AS found FROM everyone d "
            "JOIN (SELECT department FROM everyone GROUP BY department HAVING COUNT(*) > 1) t ON t.department = d.department",
        )
        for name in self.plan.figures:
            figure = f"d.{self.dialect.named(name)}"
            label = self.dialect.said(self.plan.rulebook.attribute_label(name))
            if name != "size":
                text = f"SELECT {whole}, {label} AS found, {self.dialect.said(self.plan.rulebook.asking(name))} AS rule FROM everyone d WHERE {figure} IS NULL"
                yield Check("facts.unknown_attribute", text)
            yield Check(
                "bulk.bad_size" if name == "size" else "facts.bad_attribute",
                f"SELECT {whole}, {label} AS found, {figure} AS number FROM everyone d WHERE {figure} < 0 OR {figure} > {MOST_FIGURE}",
            )

    def strangers(self) -> Check:
        """Rows of departments that the ledger speaks of and nobody assesses."""
        return Check(
            "ledger.unknown_department",
            f"SELECT {_OF_ENTRY}, l.department AS found FROM ledger l LEFT JOIN everyone d ON d.department = l.department "
            f"WHERE d.department IS NULL{self.kept.known()}",
        )

    def _odd_goals(self) -> Iterator[tuple[str, str, str]]:
        """What makes a goal odd by itself: the code of its sentence, the cell that is meant, and the condition."""
        known = self.dialect.texts(self.plan.rulebook.categories) or "''"
        yield "goals.unknown_department", "g.department", "NOT EXISTS (SELECT 1 FROM everyone d WHERE d.department = g.department)"
        yield "goals.unknown_category", "g.category", f"g.category IS NULL OR g.category NOT IN ({known})"
        yield "bulk.goal_empty", "g.goal", "g.goal IS NULL"

    def odd_goal(self) -> str:
        """True for a goal g that is odd by itself."""
        return " OR ".join(f"({condition})" for _, _, condition in self._odd_goals())

    def goals_in_doubt(self) -> str:
        """How many goals are odd by themselves or stand twice; what their base points come to is seen with the sums."""
        return f"SELECT (SELECT COUNT(*) FROM goals g WHERE {self.odd_goal()}) + (SELECT COUNT(*) FROM ({_GOALS_TWICE}) t) AS odd"

    def goals(self) -> Iterator[Check]:
        """Goals that are odd by themselves or stand twice, and base points that don't come to what they should."""
        for code, cell, condition in self._odd_goals():
            yield Check(code, f"SELECT {_OF_GOAL}, {cell} AS found FROM goals g WHERE {condition}")
        twice = f"goals g JOIN ({_GOALS_TWICE}) t ON t.department = g.department AND t.goal = g.goal"
        yield Check("goals.duplicate", f"SELECT {_OF_GOAL} FROM {twice}")
        for grading in self.plan.gradings:
            yield from self._bases(grading)

    def _bases(self, grading: Any) -> Iterator[Check]:
        finer, full = grading.unit // 10**self.plan.limits.base_places, grading.full
        category = f"g.category = {self.dialect.said(grading.category)}"
        divide, below = self.dialect.divide, most_below(grading, finer)
        beyond = f"(g.above > {MOST // finer // _MANY} OR g.above < 0)"  # no base that could be right, and a thousand come to none that 64 bits hold
        yield Check(
            "bulk.base_fine",
            f"SELECT {_OF_GOAL} FROM goals g WHERE {category} AND CASE WHEN NOT g.base_fits OR g.below < 1 OR g.below > {below} THEN TRUE "
            f"WHEN g.above IS NULL OR {beyond} THEN FALSE ELSE (g.above * {finer}) % g.below <> 0 END",
        )
        yield Check(
            "goals.base_range",
            f"SELECT {_OF_GOAL}, g.above AS found FROM goals g WHERE {category} AND g.base_fits AND g.above <= 0",
        )
        sums = (
            f"SELECT department, SUM(CASE WHEN g.above IS NULL THEN 0 WHEN {beyond} THEN {full + 1} ELSE g.above * {finer} {divide} g.below END) AS typed, "
            "SUM(CASE WHEN g.above IS NULL THEN 1 ELSE 0 END) AS blank, MIN(place_file) AS place_file, MIN(place_row) AS place_row "
            f"FROM goals g WHERE {category} AND g.base_fits AND g.below BETWEEN 1 AND {below} GROUP BY department"
        )
        whole = f"department, place_file, place_row, {self.plan.gradings.index(grading)} AS rule"
        yield Check(
            "goals.sum",
            f"SELECT {whole}, typed AS found FROM ({sums}) g WHERE (blank = 0 AND typed <> {full}) OR (blank > 0 AND typed > {full})",
        )
        yield Check("bulk.nothing_shared", f"SELECT {whole}, typed AS found FROM ({sums}) g WHERE blank > 0 AND typed = {full}")
        yield Check(
            "bulk.share_fine",
            f"SELECT {whole}, blank AS number FROM ({sums}) g WHERE blank > 0 AND typed < {full} AND ({full} - typed) % blank <> 0",
        )

    def gradings(self) -> Iterator[Check]:
        """Grades of goals that there aren't, and two standing grades of one goal."""
        if not self.plan.gradings:
            return
        categories = [each.category for each in self.plan.gradings]
        of = self.dialect.place("g.category", list(dict.fromkeys(categories)))
        wanted = self.dialect.pick([list(dict.fromkeys(categories)).index(each) + 1 for each in categories], "l.rule + 1")
        yield Check(
            "ledger.unknown_goal",
            f"SELECT l.department, l.place_file, l.place_row, l.entry, l.rule, l.goal AS found FROM grades l "
            f"LEFT JOIN goals g ON g.department = l.department AND g.goal = l.goal AND {of} = {wanted} WHERE g.goal IS NULL",
        )
        yield Check(
            "grading.conflict",
            "SELECT l.department, MIN(l.place_file) AS place_file, MIN(l.place_row) AS place_row, l.goal, "
            f"CAST(MIN(l.entry) AS {self.dialect.text}) AS one, CAST(MAX(l.entry) AS {self.dialect.text}) AS other "
            "FROM grades l GROUP BY l.department, l.rule, l.goal HAVING COUNT(*) > 1",
        )
