"""What every SQL engine does alike: prepare what reversals take back, look for mistakes, score, rank.

An engine brings three small things: keep a query under a name, give the rows of a query, and its tables `ledger`,
`departments` and `goals` (sql.py says what must stand in them).
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property
from types import MappingProxyType
from typing import Any, Final

from kaohe.bulk.checking import MOST_TOLD, Check, Checks
from kaohe.bulk.checksums import Checksum
from kaohe.bulk.dialects import Dialect
from kaohe.bulk.kept import PREPARED, Kept
from kaohe.bulk.plan import Plan
from kaohe.bulk.sql import Text
from kaohe.bulk.sql_ranks import Ranks
from kaohe.bulk.telling import problem
from kaohe.bulk.words import WIDTHS
from kaohe.engine import Place, Problem, Refused

#: Told what is being done, which file it is and of how many.
Tell = Callable[[str, int, int], object]


def silent(what: str, at: int, of: int) -> None:
    """Nobody wants to know."""


#: What must be 0, or alike, for all to be right.
_LOOKED: Final = (
    "SELECT MAX(ABS(carry)) AS carry, MAX(doubts) AS doubts, SUM(bases) AS bases, SUM(goals) AS goals, MAX(all_goals) AS all_goals, SUM(grades) AS grades, "
    "MAX(all_grades) AS all_grades FROM wide"
)


class Run(ABC):
    """One run of a plan in one engine."""

    #: Whether rows have an order of their own, in which rising numbers prove that none stands twice.
    ordered = False
    #: The texts of what stands of the ledger.
    kept_by: type[Kept] = Kept

    def __init__(self, plan: Plan, dialect: Dialect) -> None:
        self.plan, self.dialect = plan, dialect
        self.checks, self.ranks = Checks(plan, dialect), Ranks(plan, dialect)

    # --- what an engine brings

    @abstractmethod
    def keep(self, name: str, query: str) -> None:
        """Keep what the query finds as a table of that name."""

    @abstractmethod
    def rows(self, query: str) -> list[dict[str, Any]]:
        """The rows of a query, by column."""

    def one(self, query: str) -> Any:
        """The first value of the first row."""
        return next(iter(self.rows(query)[0].values()))

    # --- the way

    def score(self, tell: Tell = silent) -> None:
        """From the three tables to `scored` and `ranks`. Raises Refused with every mistake, and then there is no score."""
        tell("scoring", 1, 1)
        self.prepare()
        self.slots()
        self.keep("scored", self.ranks.scored("SELECT * FROM wide"))
        tell("ranking", 1, 1)
        self.keep("ranks", self.ranks.ranks())

    def results(self) -> list[dict[str, Any]]:
        """The results as rows, in no order."""
        return self.rows(self.ranks.results())

    def checksum(self, results: str = "") -> Checksum:
        """The checksum of the results; of this run's where no other query is given."""
        row = self.rows(self.ranks.checksum(results or self.ranks.results()))[0]
        return Checksum(int(row["departments"]), int(row["total"] or 0))

    def prepare(self, *, telling: bool = False) -> None:
        """What stands of the ledger (kept.py), as tables; `telling`: with words and places besides."""
        kept = self.kept_by(self.plan, self.dialect, telling=telling)
        for name in PREPARED:
            self.keep(name, kept.query(name))

    def over(self, query: str, beside: Mapping[str, str] = MappingProxyType({})) -> str:
        """The query, with what was prepared at hand, and with more tables beside it, by name."""
        told = ", ".join(f"{name} AS ({text})" for name, text in beside.items())
        return f"WITH {told} {query}" if told else query

    # --- mistakes

    def look_closer(self) -> None:
        """Everything looked at for itself. Raises Refused with every mistake; where there is none, a doubt was unfounded."""
        self.prepare(telling=True)
        if problems := self.problems():
            raise Refused(problems)
        if self.one(self.checks.kept.unsound()):  # an engine that reads a check otherwise mustn't make a score of it
            raise Refused([Problem("bulk.row_in_doubt")])

    def problems(self) -> list[Problem]:
        """Everything that is wrong with what is open."""
        asked = [] if self.rises() else [self.checks.twice()]  # what stands twice makes other mistakes, and is told before them
        asked += self.checks.all()
        counts = [f"SELECT {at} AS at, COUNT(*) AS number FROM ({check.text}) m" for at, check in enumerate(asked)]
        found = {row["at"]: row["number"] for row in self.rows(" UNION ALL ".join(counts))}
        return [each for at, check in enumerate(asked) if found[at] for each in self.told(check, found[at])]

    def told(self, check: Check, number: int) -> Iterator[Problem]:
        """The first mistakes of a kind, and how many more there are."""
        rows = self.rows(f"SELECT * FROM ({check.text}) m ORDER BY place_file, place_row LIMIT {MOST_TOLD}")
        yield from (problem(self.plan, check.code, row) for row in rows)
        if number > len(rows):
            yield Problem("bulk.more", {"count": number - len(rows)}, Place(str(rows[0]["place_file"])))

    def rises(self) -> bool:
        """True where every row's number is larger than the one before, so that none can stand twice."""
        return self.ordered and not self.one(self.checks.rising())

    def _doubtful(self, looked: dict[str, Any]) -> bool:
        """True where anything may be wrong."""
        known = bool(looked["doubts"]) or self.odd_departments
        return known or self.astray() or bool(self.one(self.checks.goals_in_doubt()))

    @cached_property
    def odd_departments(self) -> bool:
        """True where one stands twice or lacks a number; they are the same for all files of a run."""
        counts = [f"(SELECT COUNT(*) FROM ({check.text}) c)" for check in self.checks.departments()]
        return bool(self.one(f"SELECT {' + '.join(counts)} AS odd"))

    def astray(self) -> bool:
        """True where a number stands twice in a bureau, or the ledger speaks of a department that nobody assesses."""
        twice = not self.rises() and self.one(f"SELECT COUNT(*) FROM ({self.checks.twice().text}) t")
        return bool(twice) or self.strangers()

    def strangers(self) -> bool:
        """True where the ledger speaks of a department that nobody assesses."""
        return bool(self.one(self.checks.kept.strangers()))

    # --- slots

    def slots(self, widths: Iterable[int] = WIDTHS) -> None:
        """The table `wide`, in the narrowest lanes that hold it. Raises Refused with every mistake, and where a sum passes
        what was proven.
        """
        for width in widths:
            self.keep("wide", self.over(Text(self.plan, self.dialect, width).wide()))
            looked = self.rows(_LOOKED)[0]
            if not looked["carry"]:
                break
        bases = looked["bases"] or looked["goals"] != looked["all_goals"] or looked["grades"] != looked["all_grades"]
        if bases or self._doubtful(looked):
            self.look_closer()
        if bases:  # what can't be right counted for nothing here, and a nothing that nobody told of isn't published
            raise Refused([Problem("bulk.bases_in_doubt")])
        self._check_bounds()

    def _check_bounds(self) -> None:
        """No slot passes what the compiler proved 64 bits for."""
        over = [f"s{at} > {slot.most}" for at, slot in enumerate(self.plan.slots)]
        if not over or not self.one(f"SELECT COUNT(*) AS number FROM wide WHERE {' OR '.join(over)}"):
            return
        problems = []
        for at, slot in enumerate(self.plan.slots):
            for row in self.rows(f"SELECT department, s{at} AS found FROM wide WHERE s{at} > {slot.most} LIMIT {MOST_TOLD}"):
                values = {"department": row["department"], "slot": slot.name, "found": row["found"], "most": slot.most}
                problems.append(Problem("bulk.beyond_limit", values))
        raise Refused(problems)
