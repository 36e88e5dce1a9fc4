"""From the ledger to what still stands of it: entries that can move a sum, gradings, and whatever is in doubt.

The ledger is read for what reversals name, and then once for all the rest.

    named    department, entry, undone: what reversals name, and what they take back of it
    kept     the rows of the ledger that anything is made of: those that can move a sum, gradings, reversals and what they
             name, and odd rows (checking.py); for each
                 n, v         what is left of its count, and that times its amount (0 for an odd one)
                 code         what it is for the look-up table (lookup.py); none where it moves no sum
                 rule, level  their places among the rulebook's, from 1; no rule that isn't known, level 0 where none is said, -1 for
                              one that isn't known
                 paired       whether it is a reversal or what one names
                 odd          whether something about the row can't be right
    entries, grades   what of it still stands: what moves a sum, and what grades a goal
    paired   reversals and what they name, to be held against each other

A reversal is the same event with its count negated (that it is so is looked at, not believed), so what is left of an
entry is all that anybody needs to know of both.
"""

from __future__ import annotations

from datetime import date
from typing import Final, NamedTuple

from kaohe.bulk.dialects import Dialect
from kaohe.bulk.lookup import Lookup
from kaohe.bulk.plan import Plan
from kaohe.engine import MOST_COUNT

#: Counts beyond that are no counts; a million of them can still be added up.
_MOST_SAID: Final = 10**12
#: The tables, in the order in which they are made.
PREPARED: Final = ("named", "kept", "paired", "entries", "grades")
#: A row that is a reversal, or that one names.
_PAIRED: Final = "(l.reverses IS NOT NULL OR n.entry IS NOT NULL)"


class Found(NamedTuple):
    """How a row's words are found among those of the rulebook: the places of its rule and level, the strides of its rule by name
    (lookup.py), and what has to be joined to the ledger for it.
    """

    rule: str
    level: str
    strides: dict[str, str]
    joined: str = ""


class Kept:
    """The texts of those tables, for one plan in one dialect. `telling`: rows with their words and places besides."""

    #: The number by which a numbered row finds what reversals name.
    named_by = "l.entry"

    def __init__(self, plan: Plan, dialect: Dialect, *, telling: bool = False) -> None:
        self.plan, self.dialect = plan, dialect
        self.lookup = Lookup(plan, plan.rows)
        self.graded = [each.rule for each in plan.gradings]
        # Those that can move a sum come first, those that grade behind them, and nothing else is asked of the others.
        self.rules = list(dict.fromkeys([*self.lookup.rules, *self.graded, *plan.rulebook.rules]))
        self.levels = self.lookup.levels
        self.judged = list(dict.fromkeys(row.rule for row in plan.rows if row.of == "amount"))
        self.words = ["rule_word", "level_word", "place_file", "place_row"] if telling else []

    def query(self, name: str) -> str:
        """The text of the table of that name."""
        text: str = getattr(self, name)()
        return text

    def known(self, table: str = "l") -> str:
        """Only what had happened and was written down by the day in question; a condition to put behind others."""
        if self.plan.as_of is None:
            return ""
        day = f"DATE '{self.plan.as_of.isoformat()}'"
        happened, recorded = f"{table}.occurred_on", f"{table}.recorded_on"
        return f" AND COALESCE({happened} <= {day}, TRUE) AND COALESCE({recorded} <= {day}, TRUE)"

    # --- the tables

    def named(self) -> str:
        """What reversals name."""
        return (
            f"SELECT l.department, l.reverses AS entry, CAST(SUM({_bounded('l.count')}) AS BIGINT) AS undone FROM ledger l "
            f"WHERE l.reverses IS NOT NULL{self.known()} GROUP BY l.department, l.reverses"
        )

    def kept(self) -> str:
        """The one scan: what a row says is numbered first, then it finds what takes it back, and the rest is for few."""
        names = ["department", "entry", "occurred_on", "matter", "goal", "amount", "amount_fits", "count", "reverses", "rule", "level", "odd", *self.words]
        return (
            f"SELECT {', '.join(f'l.{name}' for name in names)}, {_PAIRED} AS paired, {_LEFT} AS n, {self._value()} AS v, {self._code()} AS code "
            f"FROM ({self.numbered()}) l LEFT JOIN named n ON n.entry = {self.named_by} AND n.department = l.department "
            f"WHERE {self.needed()} OR {_PAIRED}"
        )

    def needed(self) -> str:
        """True for a numbered row that moves a sum, grades a goal or is odd."""
        return f"l.rule <= {len(self.lookup.rules) + len(self.graded)} OR l.odd"

    def numbered(self, only: str = "TRUE") -> str:
        """All rows (or those `only` of the ledger), with their rules and levels as numbers, and whether they are odd."""
        names = ["department", "entry", "occurred_on", "matter", "goal", "amount", "amount_fits", "reverses"]
        names += ["place_file", "place_row", "rule AS rule_word", "level AS level_word"] if self.words else []
        found = self.found()
        odd = " OR ".join(f"({each})" for each in self.odd_always().values())
        return (
            f"SELECT {', '.join(f'l.{name}' for name in names)}, {_bounded('l.count')} AS count, {found.rule} AS rule, "
            f"{''.join(f'{text} AS {name}, ' for name, text in found.strides.items())}"
            f"CASE WHEN l.level IS NULL THEN 0 ELSE COALESCE({found.level}, -1) END AS level, "
            f"(l.reverses IS NULL AND ({odd})) AS odd FROM ledger l{found.joined} WHERE {only}{self.known()}"
        )

    def found(self) -> Found:
        """Where a row's words stand among the rulebook's."""
        rule, level = (self.dialect.known_place(f"l.{name}", known) for name, known in (("rule", self.rules), ("level", self.levels)))
        return Found(rule, level, self.lookup.strides_of(self.dialect, rule) if self.lookup.rules else {})

    def paired(self) -> str:
        """Reversals and what they name."""
        return "SELECT * FROM kept WHERE paired"

    def entries(self) -> str:
        """The entries that move a sum."""
        return "SELECT department, entry, occurred_on, matter, code, n, v FROM kept WHERE code IS NOT NULL AND reverses IS NULL AND n > 0"

    def grades(self) -> str:
        """The gradings; `rule` is the number of the grading, `coefficient` -1 for a grade that its rule doesn't know."""
        first = len(self.lookup.rules) + 1
        number = f"k.rule - {first}"
        cases = " ".join(f"WHEN {at} THEN {self._coefficient(at)}" for at, _ in enumerate(self.graded))
        return (
            f"SELECT {', '.join(f'k.{name}' for name in ('department', 'goal', 'entry', 'occurred_on', 'level', *self.words))}, {number} AS rule, "
            f"{f'CASE {number} {cases} END' if cases else '0'} AS coefficient FROM kept k "
            f"WHERE k.rule >= {first} AND k.rule < {first + len(self.graded)} AND k.reverses IS NULL AND k.n > 0"
        )

    def _coefficient(self, at: int) -> str:
        known = self.plan.gradings[at].coefficients
        return f"CASE WHEN k.level > 0 THEN {self.dialect.pick([known.get(level, -1) for level in self.levels], 'k.level')} ELSE -1 END"

    # --- reversals

    @property
    def backs(self) -> str:
        """The reversals."""
        return "(SELECT * FROM paired WHERE reverses IS NOT NULL)"

    @property
    def origins(self) -> str:
        """What they name."""
        return "(SELECT * FROM paired WHERE reverses IS NULL)"

    def same(self, back: str = "b") -> str:
        """A reversal is the same event as its origin `o`, with its count negated."""
        names = ["rule", "level", "matter", "goal", "amount", *self.words[:2]]
        return " AND ".join([*(f"{back}.{name} IS NOT DISTINCT FROM o.{name}" for name in names), f"{back}.count < 0"])

    # --- what is asked of a row

    def _code(self) -> str:
        if not self.lookup.rules:
            return "CAST(NULL AS INTEGER)"
        return f"CASE WHEN l.rule <= {len(self.lookup.rules)} THEN {self.lookup.code(self.dialect)} END"

    def _value(self) -> str:
        """What is left of the count, times the amount where there is one; 0 where that can't be right."""
        amounts = "".join(
            f"WHEN l.rule = {self.rules.index(rule) + 1} THEN CASE WHEN l.amount_fits AND l.amount > 0 "
            f"AND l.amount <= {self.plan.most_units(rule)} THEN {_LEFT} * l.amount ELSE 0 END "
            for rule in self.judged
        )
        return f"CASE WHEN l.count > {MOST_COUNT} OR l.reverses IS NOT NULL THEN 0 {amounts}ELSE {_LEFT} END"

    def odd_always(self) -> dict[str, str]:
        """What makes any row odd by itself, by the code of its sentence."""
        first, last = date(self.plan.year, 1, 1).isoformat(), date(self.plan.year, 12, 31).isoformat()
        rules = self.plan.rulebook.rules
        later = [code for code, rule in rules.items() if rule.any_date]
        found = {
            "bulk.empty": "l.entry IS NULL OR l.department IS NULL OR l.occurred_on IS NULL OR l.count IS NULL",
            "ledger.unknown_rule": f"{self.dialect.known_place('l.rule', self.rules)} IS NULL",
            "ledger.bad_count": f"l.count < 1 OR l.count > {MOST_COUNT}",
            "ledger.outside_year": f"l.occurred_on < DATE '{first}' OR CASE WHEN l.occurred_on > DATE '{last}' "
            f"THEN {self.dialect.place('l.rule', later)} = 0 ELSE FALSE END",
        }
        unmoved = [code for code in rules if code not in (*self._levelled(), *self.graded)]
        if levels := {code: rules[code].known_levels() or () for code in unmoved if rules[code].known_levels()}:
            found["ledger.unknown_level"] = self.unknown_level(levels)  # a level that moves no points has no code
        return found

    def unknown_level(self, levels: dict[str, tuple[str, ...]]) -> str:
        """True where a row of one of those rules says none of its levels."""
        cases = [f"WHEN l.rule = {self.dialect.said(code)} THEN {self.dialect.place('l.level', known)} = 0" for code, known in levels.items()]
        return f"CASE {' '.join(cases)} ELSE FALSE END"

    def _levelled(self) -> list[str]:
        """Rules whose codes tell levels apart."""
        return [rule for rule in self.lookup.rules if self.lookup.strides[rule].level]

    # --- doubts

    def doubts(self) -> str:
        """How many rows of the ledger and how many reversals can't be right, as one number; most of the time 0.

        More is counted than is wrong: an odd row may have been taken back. Who finds any looks closer (checking.py).
        """
        levels = {code for code, rule in self.plan.rulebook.rules.items() if rule.known_levels()}
        unlevelled = [code for rule in self._levelled() if rule in levels for code in self.lookup.without_level(rule)]
        odd = [int(code in unlevelled) for code in range(max(unlevelled, default=0) + 1)]
        without = f" OR (k.v > 0 AND {self.dialect.pick(odd, 'k.code + 1')} = 1)" if unlevelled else ""
        rows = (
            f"k.odd OR (k.paired AND (k.level < 0 OR NOT k.amount_fits)) "
            f"OR (k.reverses IS NULL AND (k.n < 0 OR (k.code IS NOT NULL AND k.n > 0 AND k.v = 0))){without}"
        )
        unlike = (
            f"SELECT COUNT(*) FROM {self.backs} b LEFT JOIN {self.origins} o ON o.entry = b.reverses AND o.department = b.department "
            f"WHERE o.entry IS NULL OR NOT ({self.same()})"
        )
        return f"(SELECT COUNT(*) FROM kept k WHERE {rows}) + ({unlike})"

    def unsound(self) -> str:
        """How many odd rows nothing has taken back: whatever else is found or isn't, no score may be made of these."""
        return "SELECT COUNT(*) FROM kept WHERE odd AND reverses IS NULL AND COALESCE(n, 1) <> 0"

    def strangers(self) -> str:
        """How many departments the ledger speaks of that nobody assesses."""
        spoken = f"SELECT DISTINCT l.department FROM ledger l WHERE TRUE{self.known()}"
        return f"SELECT COUNT(*) FROM ({spoken}) s LEFT JOIN everyone d ON d.department = s.department WHERE d.department IS NULL"


def _bounded(count: str) -> str:
    """A count that sums can't overflow by; one that isn't a count at all is odd anyway."""
    return f"GREATEST(LEAST({count}, {_MOST_SAID}), -{_MOST_SAID})"


#: What is left of the count of a row.
_LEFT: Final = "(l.count + COALESCE(n.undone, 0))"
