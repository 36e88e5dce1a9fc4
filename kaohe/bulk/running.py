"""What every SQL engine does alike: prepare what reversals take back, look for mistakes, score, rank.

An engine brings three small things: keep a query under a name, give the rows of a query, and its tables `ledger`,
`departments` and `goals` (sql.py says what must stand in them).
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator
from typing import Any, Final

from kaohe.bulk.checking import MOST_TOLD, Check, Checks
from kaohe.bulk.checksums import Checksum
from kaohe.bulk.dialects import Dialect
from kaohe.bulk.plan import Plan
from kaohe.bulk.sql import Text
from kaohe.bulk.sql_ranks import Ranks
from kaohe.bulk.telling import problem
from kaohe.bulk.words import WIDTHS
from kaohe.engine import Place, Problem, Refused

#: What is looked up before anything is scored, in this order; and what scores are made of (sql.py).
PREPARED: Final = ("named", "paired", "backs", "origins", "undone", "gone", "moved", "counted")
MADE: Final = ("grades", "entries")

#: Told what is being done, which file it is and of how many.
Tell = Callable[[str, int, int], object]


def silent(what: str, at: int, of: int) -> None:
    """Nobody wants to know."""


class Run(ABC):
    """One run of a plan in one engine."""

    #: Whether rows have an order of their own, in which rising numbers prove that none stands twice.
    ordered = False

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
        tell("checking", 1, 1)
        self.prepare()
        if problems := self.problems():
            raise Refused(problems)
        tell("scoring", 1, 1)
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

    def prepare(self) -> None:
        """What reversals take back, and the first look at every row."""
        for name in PREPARED:
            self.keep(name, getattr(self.checks, name)())
        for name in MADE:
            self.keep(name, getattr(self.checks.text, name)())

    # --- mistakes

    def problems(self) -> list[Problem]:
        """Everything that is wrong with what is open."""
        checks = self.checks
        asked = [*checks.departments(), *checks.reversals(), *checks.gradings()]
        asked += checks.goals() if any(self.one(odd) for odd in checks.odd_goals()) else ()
        odd = self.one("SELECT COALESCE(SUM(odd), 0) AS odd FROM counted") or any(self.one(odd) for odd in checks.odd_of_some())
        asked += checks.odd_rows() if odd else ()
        asked += [checks.of_strangers()] if self.one(f"SELECT COUNT(*) FROM ({checks.strangers()}) u") else []
        asked += [] if self.ordered and not self.one(checks.rising()) else [checks.twice()]
        counts = [f"SELECT {at} AS at, COUNT(*) AS number FROM ({check.text}) m" for at, check in enumerate(asked)]
        found = {row["at"]: row["number"] for row in self.rows(" UNION ALL ".join(counts))}
        return [each for at, check in enumerate(asked) if found[at] for each in self.told(check, found[at])]

    def told(self, check: Check, number: int) -> Iterator[Problem]:
        """The first mistakes of a kind, and how many more there are."""
        rows = self.rows(f"SELECT * FROM ({check.text}) m ORDER BY place_file, place_row LIMIT {MOST_TOLD}")
        yield from (problem(self.plan, check.code, row) for row in rows)
        if number > len(rows):
            yield Problem("bulk.more", {"count": number - len(rows)}, Place(str(rows[0]["place_file"])))

    # --- slots

    def slots(self, widths: Iterable[int] = WIDTHS) -> None:
        """The table `wide`, in the narrowest lanes that hold it. Raises Refused where a sum passes what was proven."""
        for width in widths:
            text = Text(self.plan, self.dialect, width)
            self.keep("wide", text.wide())
            if not self.one("SELECT COALESCE(MAX(ABS(carry)), 0) AS carry FROM wide"):
                break
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
