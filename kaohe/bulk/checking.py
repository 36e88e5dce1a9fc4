"""What can be wrong with a year as columns: the same mistakes that the engine finds, told with file and row.

A first look costs one pass and only counts; a mistake is then looked up and told. Nothing is scored while there is one.
Grounds of a grade (conditions, evidence) are no columns: they were looked at where the grade was recorded.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, Final, NamedTuple

from kaohe.bulk.arithmetic import MOST_FIGURE
from kaohe.bulk.dialects import Dialect
from kaohe.bulk.lookup import period
from kaohe.bulk.plan import Plan
from kaohe.bulk.sql import Text, most_units
from kaohe.engine import MOST_COUNT

#: So many of one mistake are told one by one; how many more there are is told in a line of its own.
MOST_TOLD: Final = 20

#: Mistakes that only entries of some rules can hold.
_OF_SOME_RULES: Final = ("ledger.unknown_level", "ledger.amount_missing", "ledger.amount_range", "bulk.amount_fine")

_OF_ENTRY = "l.department, l.place_file, l.place_row, l.entry"
_OF_GOAL = "g.department, g.place_file, g.place_row, g.goal"


class Check(NamedTuple):
    """One kind of mistake: the code of its sentence, and the query whose rows are the mistakes.

    A row gives department, place_file and place_row, then the values of the sentence by name.
    """

    code: str
    text: str


class Checks:
    """The texts for one plan in one dialect; tables as in sql.py, each with place_file and place_row."""

    def __init__(self, plan: Plan, dialect: Dialect) -> None:
        self.plan, self.dialect = plan, dialect
        self.text = Text(plan, dialect)
        self.rules = plan.rulebook.rules

    # --- the first look: one pass over the ledger

    def counted(self) -> str:
        """For each department: how many rows it has, and how many of them are odd in what every row must say."""
        simple = [odd for code, odd in self._odd().items() if code not in _OF_SOME_RULES]
        odd = f"CASE WHEN l.reverses IS NULL AND ({' OR '.join(f'({each})' for each in simple)}) THEN 1 ELSE 0 END"
        return f"SELECT l.department, COUNT(*) AS number, SUM({odd}) AS odd FROM ledger l WHERE TRUE{self.text.known()} GROUP BY l.department"

    def odd_of_some(self) -> Iterator[str]:
        """How many rows may be odd in what only some rules ask for, a level or an amount, by what sums are made of."""
        lookup, levels = self.text.lookup, {code: rule.known_levels() for code, rule in self.rules.items() if rule.known_levels()}
        told = [rule for rule in lookup.rules if rule in levels and lookup.strides[rule].level]
        odd = [code for rule in told for code in lookup.without_level(rule)]
        without = f" OR (v > 0 AND code IN ({', '.join(map(str, odd))}))" if odd else ""
        yield f"SELECT COUNT(*) AS odd FROM entries WHERE v = 0{without}"
        graded = [each.rule for each in self.plan.gradings]
        if graded:
            yield "SELECT COUNT(*) AS odd FROM grades WHERE grade = 0"
        for code, own in levels.items():  # a level that moves no points isn't kept
            if code not in (*told, *graded):
                known = self.dialect.place("l.level", own)
                yield (
                    f"SELECT COUNT(*) AS odd FROM ledger l WHERE l.rule = {self.dialect.said(code)} AND l.reverses IS NULL "
                    f"AND {known} = 0{self.text.known()}"
                )

    def _odd(self) -> Mapping[str, str]:
        """What makes a row odd by itself, by the code of its sentence."""
        plan, dialect = self.plan, self.dialect
        rule = dialect.place("l.rule", list(self.rules))
        first, last = date(plan.year, 1, 1).isoformat(), date(plan.year, 12, 31).isoformat()
        later = [code for code, each in self.rules.items() if each.any_date]
        found = {
            "bulk.empty": "l.entry IS NULL OR l.department IS NULL OR l.occurred_on IS NULL OR l.count IS NULL",
            "ledger.unknown_rule": f"{rule} = 0",
            "ledger.bad_count": f"l.count < 1 OR l.count > {MOST_COUNT}",
            "ledger.outside_year": f"l.occurred_on < DATE '{first}' OR CASE WHEN l.occurred_on > DATE '{last}' "
            f"THEN {dialect.place('l.rule', later)} = 0 ELSE FALSE END",
        }
        levels = {code: each.known_levels() for code, each in self.rules.items() if each.known_levels()}
        if levels:
            cases = [f"WHEN l.rule = {dialect.said(code)} THEN {dialect.place('l.level', known)} = 0" for code, known in levels.items()]
            found["ledger.unknown_level"] = f"CASE {' '.join(cases)} ELSE FALSE END"
        judged = {row.rule: row for row in plan.rows if row.of == "amount"}
        if judged:
            within = [f"WHEN l.rule = {dialect.said(code)} THEN COALESCE({{}}, TRUE)" for code in judged]
            missing = " ".join(case.format("l.amount IS NULL AND l.amount_fits") for case in within)
            unfit = " ".join(case.format("NOT l.amount_fits") for case in within)
            most = " ".join(
                case.format(f"l.amount_fits AND (l.amount <= 0 OR l.amount > {most_units(self.plan, code)})")
                for case, code in zip(within, judged, strict=True)
            )
            found["ledger.amount_missing"] = f"CASE {missing} ELSE FALSE END"
            found["ledger.amount_range"] = f"CASE {most} ELSE FALSE END AND l.amount IS NOT NULL"
            found["bulk.amount_fine"] = f"CASE {unfit} ELSE FALSE END"
        return found

    def odd_rows(self) -> Iterator[Check]:
        """The rows that are odd by themselves and not taken back: a mistake is corrected by the entry that undoes it."""
        for code, odd in self._odd().items():
            yield Check(
                code,
                f"SELECT {_OF_ENTRY}, l.rule, l.level, l.occurred_on, l.count, l.amount FROM ledger l {self.text.gone('l')} "
                f"WHERE l.reverses IS NULL AND g.entry IS NULL AND ({odd}){self.text.known()}",
            )

    # --- reversals: rows of `backs` are reversals, rows of `origins` what they name

    def named(self) -> str:
        """Which entries are taken back, by the reversals that name them."""
        return f"SELECT DISTINCT l.department, l.reverses FROM ledger l WHERE l.reverses IS NOT NULL{self.text.known()}"

    def paired(self) -> str:
        """Reversals and what they name, in one pass: the one look-up that has to see every entry's number."""
        names = ("entry", "department", "rule", "occurred_on", "count", "level", "matter", "goal", "amount", "amount_fits", "reverses")
        columns = ", ".join(f"l.{name}" for name in (*names, "place_file", "place_row"))
        return (
            f"SELECT {columns} FROM ledger l JOIN named n ON n.reverses = COALESCE(l.reverses, l.entry) "
            f"AND n.department = l.department WHERE TRUE{self.text.known()}"
        )

    def backs(self) -> str:
        """The reversals."""
        return "SELECT * FROM paired WHERE reverses IS NOT NULL"

    def origins(self) -> str:
        """The entries that they name."""
        return "SELECT * FROM paired WHERE reverses IS NULL"

    def _same(self) -> str:
        """A reversal is the same event with its count negated."""
        agree = [f"b.{name} IS NOT DISTINCT FROM o.{name}" for name in ("rule", "level", "matter", "goal", "amount")]
        return " AND ".join([*agree, "b.count < 0"])

    def undone(self) -> str:
        """What is taken back of each entry, by reversals that fit."""
        return (
            "SELECT b.department, b.reverses AS entry, CAST(SUM(b.count) AS BIGINT) AS count FROM backs b "
            f"JOIN origins o ON o.entry = b.reverses AND o.department = b.department WHERE {self._same()} "
            "GROUP BY b.department, b.reverses"
        )

    def gone(self) -> str:
        """What is taken back wholly."""
        return (
            "SELECT o.department, o.entry FROM origins o JOIN undone u ON u.entry = o.entry AND u.department = o.department "
            "WHERE o.count + u.count = 0"
        )

    def moved(self) -> str:
        """For each reversal of another period than what it takes back: its count out of its own and into the right one."""
        columns = (
            "{}.entry, b.department, b.rule, {}.occurred_on, CAST(NULL AS DATE) AS recorded_on, {} AS count, "
            "b.level, b.matter, b.goal, b.amount, b.amount_fits"
        )
        moves = (
            f"FROM backs b JOIN origins o ON o.entry = b.reverses AND o.department = b.department "
            f"WHERE {period(self.plan, 'b')} <> {period(self.plan, 'o')}"
        )
        return (
            f"SELECT {columns.format('b', 'b', '-b.count')} {moves} UNION ALL SELECT {columns.format('b', 'o', 'b.count')} {moves}"
        )

    def reversals(self) -> Iterator[Check]:
        """Reversals of nothing, of something else, and of more than there was."""
        joined = "backs l LEFT JOIN origins o ON o.entry = l.reverses AND o.department = l.department"
        yield Check(
            "ledger.reversal_without_original",
            f"SELECT {_OF_ENTRY}, l.reverses AS found FROM {joined} WHERE o.entry IS NULL",
        )
        yield Check(
            "ledger.reversal_differs",
            f"SELECT {_OF_ENTRY}, l.reverses AS found FROM {joined} WHERE o.entry IS NOT NULL AND NOT ({self._same().replace('b.', 'l.')})",
        )
        yield Check(
            "ledger.reversal_exceeds",
            f"SELECT {_OF_ENTRY}, l.count FROM origins l JOIN undone u ON u.entry = l.entry AND u.department = l.department "
            "WHERE l.count + u.count < 0",
        )

    def rising(self) -> str:
        """0 where every entry's number is larger than that of the row before: then none can stand twice."""
        return "SELECT COUNT(*) FROM (SELECT entry, LAG(entry) OVER () AS last FROM ledger) l WHERE entry <= last"

    def twice(self) -> Check:
        """Numbers that stand twice in a bureau."""
        known = self.text.known()
        numbers = f"SELECT d.bureau, l.entry FROM ledger l JOIN everyone d ON d.department = l.department WHERE TRUE{known}"
        more = f"SELECT bureau, entry FROM ({numbers}) n GROUP BY bureau, entry HAVING COUNT(*) > 1"
        return Check(
            "ledger.duplicate_id",
            f"SELECT {_OF_ENTRY} FROM ledger l JOIN everyone d ON d.department = l.department "
            f"JOIN ({more}) t ON t.entry = l.entry AND t.bureau = d.bureau WHERE TRUE{known}",
        )

    # --- departments and goals

    def departments(self) -> Iterator[Check]:
        """Departments that stand twice or lack a number."""
        whole = "d.department, d.place_file, d.place_row"
        yield Check("bulk.empty", f"SELECT {whole} FROM everyone d WHERE d.department IS NULL")
        yield Check(
            "facts.duplicate_department",
            f"SELECT {whole}, d.department AS found FROM everyone d "
            "JOIN (SELECT department FROM everyone GROUP BY department HAVING COUNT(*) > 1) t ON t.department = d.department",
        )
        for name in self.plan.figures:
            figure = f"d.{self.dialect.named(name)}"
            label = self.dialect.said(self.plan.rulebook.attribute_label(name))
            if name != "size":
                text = f"SELECT {whole}, {label} AS found, {self.dialect.said(self._asking(name))} AS rule FROM everyone d WHERE {figure} IS NULL"
                yield Check("facts.unknown_attribute", text)
            yield Check(
                "facts.bad_attribute",
                f"SELECT {whole}, {label} AS found, {figure} AS number FROM everyone d WHERE {figure} < 0 OR {figure} > {MOST_FIGURE}",
            )

    def strangers(self) -> str:
        """Departments that the ledger speaks of and nobody assesses."""
        return "SELECT c.department FROM counted c LEFT JOIN everyone d ON d.department = c.department WHERE d.department IS NULL"

    def of_strangers(self) -> Check:
        """Their rows."""
        return Check(
            "ledger.unknown_department",
            f"SELECT {_OF_ENTRY}, l.department AS found FROM ledger l JOIN ({self.strangers()}) u ON u.department = l.department",
        )

    def _asking(self, attribute: str) -> str:
        """The label of a rule that asks for that number."""
        return next((rule.label for rule in self.rules.values() if getattr(rule, "quota", "") == attribute), attribute)

    def odd_goals(self) -> Iterator[str]:
        """How many goals, and classes of a department, are odd; the first look before anything is told of them."""
        known = self.dialect.texts(self.plan.rulebook.categories) or "''"
        finer = self._finer()
        odd = f"d.department IS NULL OR g.category IS NULL OR g.category NOT IN ({known}) OR NOT g.base_fits OR g.below < 1 OR g.above <= 0"
        yield f"SELECT COUNT(*) AS odd FROM goals g LEFT JOIN everyone d ON d.department = g.department WHERE {odd} OR (g.above * {finer}) % g.below <> 0"
        yield "SELECT COUNT(*) - COUNT(DISTINCT (department, goal)) AS odd FROM goals" if self.dialect.name == "duckdb" else (
            "SELECT COUNT(*) AS odd FROM (SELECT department, goal FROM goals GROUP BY department, goal HAVING COUNT(*) > 1) t"
        )
        full = " ".join(f"WHEN {self.dialect.said(each.category)} THEN {self.text.big(each.full)}" for each in self.plan.gradings)
        sums = (
            f"SELECT department, CASE category {full} END AS whole, SUM(CASE WHEN above IS NULL THEN 1 ELSE 0 END) AS blank, "
            f"SUM(CASE WHEN above IS NULL THEN 0 ELSE above * {finer} {self.dialect.divide} below END) AS typed FROM goals "
            f"WHERE base_fits AND below > 0 GROUP BY department, category"
        )
        wrong = "(blank = 0 AND typed <> whole) OR (blank > 0 AND (typed >= whole OR (whole - typed) % blank <> 0))"
        if full:
            yield f"SELECT COUNT(*) AS odd FROM ({sums}) s WHERE whole IS NOT NULL AND ({wrong})"

    def _finer(self) -> str:
        """What makes units of a base of a goal's number, by its class; 1 for a class that nobody grades."""
        places = 10**self.plan.limits.base_places
        cases = " ".join(f"WHEN {self.dialect.said(each.category)} THEN {self.text.big(each.unit // places)}" for each in self.plan.gradings)
        return f"(CASE category {cases} ELSE 1 END)" if cases else "1"

    def goals(self) -> Iterator[Check]:
        """Goals that nobody has or that are of no class, and base points that don't come to what they should."""
        known = self.dialect.texts(self.plan.rulebook.categories) or "''"
        yield Check(
            "goals.unknown_department",
            f"SELECT {_OF_GOAL}, g.department AS found FROM goals g LEFT JOIN everyone d ON d.department = g.department WHERE d.department IS NULL",
        )
        yield Check(
            "goals.unknown_category",
            f"SELECT {_OF_GOAL}, g.category AS found FROM goals g WHERE g.category IS NULL OR g.category NOT IN ({known})",
        )
        yield Check(
            "goals.duplicate",
            f"SELECT {_OF_GOAL} FROM goals g JOIN (SELECT department, goal FROM goals GROUP BY department, goal HAVING COUNT(*) > 1) t "
            "ON t.department = g.department AND t.goal = g.goal",
        )
        for grading in self.plan.gradings:
            yield from self._bases(grading)

    def _bases(self, grading: Any) -> Iterator[Check]:
        finer, full = grading.unit // 10**self.plan.limits.base_places, grading.full
        category = f"g.category = {self.dialect.said(grading.category)}"
        divide = self.dialect.divide
        yield Check(
            "bulk.base_fine",
            f"SELECT {_OF_GOAL} FROM goals g WHERE {category} AND (NOT g.base_fits OR g.below < 1 OR "
            f"(g.above IS NOT NULL AND (g.above * {finer}) % g.below <> 0))",
        )
        yield Check(
            "goals.base_range",
            f"SELECT {_OF_GOAL}, g.above AS found FROM goals g WHERE {category} AND g.base_fits AND g.above <= 0",
        )
        sums = (
            f"SELECT department, SUM(CASE WHEN g.above IS NULL THEN 0 ELSE g.above * {finer} {divide} g.below END) AS typed, "
            "SUM(CASE WHEN g.above IS NULL THEN 1 ELSE 0 END) AS blank, MIN(place_file) AS place_file, MIN(place_row) AS place_row "
            f"FROM goals g WHERE {category} AND g.base_fits AND g.below > 0 GROUP BY department"
        )
        label = self.dialect.said(self.plan.rulebook.categories[grading.category].label)
        whole = f"department, place_file, place_row, {label} AS category, typed AS found"
        yield Check(
            "goals.sum",
            f"SELECT {whole} FROM ({sums}) g WHERE (blank = 0 AND typed <> {full}) OR (blank > 0 AND typed >= {full})",
        )
        yield Check(
            "bulk.share_fine",
            f"SELECT department, place_file, place_row, {label} AS category, blank AS number FROM ({sums}) g "
            f"WHERE blank > 0 AND typed < {full} AND ({full} - typed) % blank <> 0",
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
