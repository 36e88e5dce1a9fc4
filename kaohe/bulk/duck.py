"""DuckDB, the embedded engine: opens a year's files, looks for mistakes, scores, ranks, and writes the results.

Many ledger files are taken one after the other, so that memory is bounded by the largest of them, as long as no
department stands in two; where one does, all are taken together.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Final, NamedTuple, Self

from kaohe.bulk.checking import MOST_TOLD, Check, Checks
from kaohe.bulk.dialects import DUCKDB
from kaohe.bulk.extras import needed
from kaohe.bulk.plan import Plan
from kaohe.bulk.sql import Text
from kaohe.bulk.sql_ranks import Ranks
from kaohe.bulk.tables import Tables
from kaohe.bulk.telling import problem
from kaohe.bulk.views import Views
from kaohe.bulk.words import WIDTHS
from kaohe.engine import Place, Problem, Refused

Tell = Callable[[str, int, int], object]

class Settings(NamedTuple):
    """How DuckDB may run: memory as it writes it ("800MB"), and threads; "" and 0 leave it to DuckDB."""

    memory: str = ""
    threads: int = 0


USUAL: Final = Settings()


class _Overlap(Exception):
    """A department stands in two files, so files can't be taken one by one."""


class Duck:
    """One run. `folder` takes what doesn't fit into memory; it is empty again when the run is closed."""

    name: Final = "duckdb"

    def __init__(self, plan: Plan, folder: Path, settings: Settings = USUAL) -> None:
        self.plan, self.folder = plan, folder
        self.checks, self.ranks = Checks(plan, DUCKDB), Ranks(plan, DUCKDB)
        self.connection = needed("duckdb").connect(str(folder / "work.duckdb"))
        self.connection.execute("SET preserve_insertion_order = false")
        self.connection.execute(f"SET temp_directory = {DUCKDB.said(str(folder))}")
        if settings.memory:
            self.connection.execute(f"SET memory_limit = {DUCKDB.said(settings.memory)}")
        if settings.threads:
            self.connection.execute(f"SET threads = {settings.threads}")
        self.views = Views(self.connection, plan, folder)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, wrong: BaseException | None, where: TracebackType | None) -> None:
        self.connection.close()

    # --- the whole way

    def score(self, tables: Tables, tell: Tell = lambda what, at, of: None) -> None:
        """From files to the tables `scored` and `ranks`. Raises Refused with every mistake, and then there is no score."""
        self.views.agree(tables)
        self.views.departments(tables.departments)
        self._keep("everyone", "SELECT * FROM departments")
        parts = tables.parts()
        try:
            self._score(parts, tell)
        except _Overlap:
            self._score([tables], tell)
        tell("ranking", 1, 1)
        self._keep("ranks", self.ranks.ranks())

    def _score(self, parts: Sequence[Tables], tell: Tell) -> None:
        self._keep("scored", None)
        for at, part in enumerate(parts, 1):
            tell("checking", at, len(parts))
            self.open(part, alone=len(parts) == 1)
            problems = self.problems()
            if problems and len(parts) > 1:
                self._refuse_overlap(parts)
            if problems:
                raise Refused(problems)
            tell("scoring", at, len(parts))
            self.add()
        if len(parts) > 1:
            self._add_those_without_a_row()

    def open(self, part: Tables, *, alone: bool = True) -> None:
        """The views of a part, and what its reversals take back. Of many parts each has only its own departments."""
        self.views.ledger(part.ledger)
        self.views.goals(part.goals)
        checks = self.checks
        for name in ("backs", "origins", "undone", "gone", "moved", "counted"):
            self._keep(name, getattr(checks, name)())
        if alone:
            self._keep("departments", "SELECT * FROM everyone")
            return
        own = "SELECT department FROM counted"
        own += "" if len(part.ledger) != 1 or not part.goals else " UNION SELECT department FROM goals"
        self._keep("departments", f"SELECT e.* FROM everyone e WHERE e.department IN ({own})")

    # --- mistakes

    def problems(self) -> list[Problem]:
        """Everything that is wrong with what is open."""
        checks = self.checks
        odd = self.one("SELECT COALESCE(SUM(odd), 0) FROM counted")[0]
        asked = [*checks.departments(), *checks.goals(), *checks.reversals(), *checks.gradings()]
        asked += checks.odd_rows() if odd else ()
        asked += [checks.twice()] if self.one(checks.rising())[0] else []
        return [found for check in asked for found in self.told(check)]

    def told(self, check: Check) -> Iterator[Problem]:
        """The first mistakes of a kind, and how many more there are."""
        rows = self.rows(f"SELECT * FROM ({check.text}) m ORDER BY place_file, place_row LIMIT {MOST_TOLD + 1}")
        yield from (problem(self.plan, check.code, row) for row in rows[:MOST_TOLD])
        if len(rows) > MOST_TOLD:
            more = self.one(f"SELECT COUNT(*) FROM ({check.text}) m")[0] - MOST_TOLD
            yield Problem("bulk.more", {"count": more}, Place(str(rows[0]["place_file"])))

    def _refuse_overlap(self, parts: Sequence[Tables]) -> None:
        """Mistakes of one file may only be due to its being looked at alone. Raises _Overlap."""
        self._keep("seen", None)
        for part in parts:
            self.views.ledger(part.ledger)
            self.connection.execute("INSERT INTO seen SELECT DISTINCT department FROM ledger")
        if self.one("SELECT COUNT(*) - COUNT(DISTINCT department) FROM seen")[0]:
            raise _Overlap

    # --- scores

    def add(self) -> None:
        """What is open, into `scored`. Raises Refused where a sum passes what was proven, _Overlap for a known department."""
        for width in WIDTHS:
            text = Text(self.plan, DUCKDB, width)
            self._keep("wide", f"WITH entries AS MATERIALIZED ({text.entries()}) {text.wide()}")
            if not self.one("SELECT COALESCE(MAX(ABS(carry)), 0) FROM wide")[0]:
                break
        self._check_bounds()
        known = "SELECT 1 FROM wide w JOIN scored s ON s.department = w.department LIMIT 1"
        if self.one("SELECT COUNT(*) FROM scored")[0] and self.rows(known):
            raise _Overlap
        self.connection.execute(f"INSERT INTO scored {self.ranks.scored('SELECT * FROM wide')}")

    def _check_bounds(self) -> None:
        """No slot passes what the compiler proved 64 bits for."""
        over = [f"s{at} > {slot.most}" for at, slot in enumerate(self.plan.slots)]
        if not over or not self.one(f"SELECT COUNT(*) FROM wide WHERE {' OR '.join(over)}")[0]:
            return
        problems = []
        for at, slot in enumerate(self.plan.slots):
            for row in self.rows(f"SELECT department, s{at} AS found FROM wide WHERE s{at} > {slot.most} LIMIT {MOST_TOLD}"):
                values = {"department": row["department"], "slot": slot.name, "found": row["found"], "most": slot.most}
                problems.append(Problem("bulk.beyond_limit", values))
        raise Refused(problems)

    def _add_those_without_a_row(self) -> None:
        """Departments that no file says anything of: nothing happened there, which is a score too."""
        for name in ("backs", "origins", "undone", "gone", "moved", "counted"):
            self.connection.execute(f"DELETE FROM {name}")
        self.connection.execute("CREATE OR REPLACE TEMP VIEW ledger AS SELECT * FROM moved")
        self.views.goals(())
        self._keep("departments", "SELECT * FROM everyone e WHERE e.department NOT IN (SELECT department FROM scored)")
        if self.one("SELECT COUNT(*) FROM departments")[0]:
            self.add()

    # --- results

    def write(self, target: Path, about: dict[str, Any]) -> None:
        """The results into a Parquet file, with what they are in its own description."""
        told = json.dumps(about, ensure_ascii=False).replace("'", "''")
        self.connection.execute(
            f"COPY ({self.ranks.results()} ORDER BY s.bureau, s.department) TO {DUCKDB.said(str(target))} "
            f"(FORMAT parquet, COMPRESSION zstd, KV_METADATA {{kaohe: '{told}'}})"
        )

    # --- small things

    def rows(self, query: str) -> list[dict[str, Any]]:
        """The rows of a query, by column."""
        found = self.connection.execute(query)
        names = [column[0] for column in found.description]
        return [dict(zip(names, row, strict=True)) for row in found.fetchall()]

    def one(self, query: str) -> Any:
        """The only row of a query."""
        return self.connection.execute(query).fetchone()

    def _keep(self, name: str, query: str | None) -> None:
        """A table of that name with what the query finds; None empties it, in the shape that it needs."""
        for kind in ("VIEW", "TABLE"):
            try:
                self.connection.execute(f"DROP {kind} IF EXISTS {name}")
            except Exception:  # noqa: S112 (a table isn't dropped as a view, and the other way about)
                continue
        if query is not None:
            self.connection.execute(f"CREATE TABLE {name} AS {query}")
        elif name == "scored":
            shape = ", ".join(f"{self.ranks.at(step)} BIGINT" for step in self.ranks.kept())
            keys = {row["column_name"]: row["column_type"] for row in self.rows("DESCRIBE SELECT department, bureau FROM everyone")}
            self.connection.execute(
                f"CREATE TABLE scored (department {keys['department']}, bureau {keys['bureau']}, carry BIGINT, {shape})"
            )
        else:
            kind = self.rows("DESCRIBE SELECT department FROM everyone")[0]["column_type"]
            self.connection.execute(f"CREATE TABLE {name} (department {kind})")
