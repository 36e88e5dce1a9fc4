"""DuckDB, the embedded engine: a year's files in, results out, in as little memory as it is given.

Many ledger files are taken one after the other, so that memory is bounded by the largest of them, as long as no
department stands in two; where one does, all are taken together.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Any, Final, NamedTuple, Self

from kaohe.bulk.checksums import Checksum
from kaohe.bulk.dialects import DUCKDB
from kaohe.bulk.extras import needed
from kaohe.bulk.plan import Plan
from kaohe.bulk.running import MADE, PREPARED, Run, Tell, silent
from kaohe.bulk.sql_ranks import OUTSIDE, POINTS
from kaohe.bulk.tables import Tables
from kaohe.bulk.views import Views
from kaohe.engine import Refused


class Settings(NamedTuple):
    """How DuckDB may run: memory as it writes it ("800MB"), and threads; "" and 0 leave it to DuckDB."""

    memory: str = ""
    threads: int = 0


USUAL: Final = Settings()


class _Overlap(Exception):
    """A department stands in two files, so files can't be taken one by one."""


class Duck(Run):
    """One run. `folder` takes what doesn't fit into memory."""

    name: Final = "duckdb"
    ordered = True

    def __init__(self, plan: Plan, folder: Path, settings: Settings = USUAL) -> None:
        super().__init__(plan, DUCKDB)
        self.connection = needed("duckdb").connect()
        self.connection.execute("SET preserve_insertion_order = false")
        # Departments with numbers of up to twenty bits are added up in an array instead of a hash table.
        self.connection.execute("SET perfect_ht_threshold = 20")
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

    def score_files(self, tables: Tables, tell: Tell = silent) -> None:
        """From files to the tables `scored` and `ranks`. Raises Refused with every mistake, and then there is no score."""
        self.open_departments(tables)
        parts = tables.parts()
        try:
            self._score_parts(parts, tell)
        except _Overlap:
            self._score_parts([tables], tell)
        tell("ranking", 1, 1)
        self.keep("ranks", self.ranks.ranks())

    def look_through(self, tables: Tables, tell: Tell = silent) -> None:
        """All tables opened at once and every row looked at. Raises Refused with every mistake."""
        self.open_departments(tables)
        tell("checking", 1, 1)
        self.open(tables)
        if problems := self.problems():
            raise Refused(problems)

    def open_departments(self, tables: Tables) -> None:
        """All departments as the table `everyone`."""
        self.views.agree(tables)
        self.views.departments(tables.departments)
        self.keep("everyone", "SELECT * FROM departments")

    def _score_parts(self, parts: Sequence[Tables], tell: Tell) -> None:
        self._empty_scored()
        for at, part in enumerate(parts, 1):
            tell("checking", at, len(parts))
            self.open(part, alone=len(parts) == 1)
            if problems := self.problems():
                self._refuse_overlap(parts)
                raise Refused(problems)
            tell("scoring", at, len(parts))
            self._add()
        if len(parts) > 1:
            self._add_those_without_a_row(parts)

    def open(self, part: Tables, *, alone: bool = True) -> None:
        """The tables of a part. Of many parts each has only its own departments."""
        self.views.ledger(part.ledger)
        self.views.goals(part.goals)
        self.prepare()
        if alone:
            self.keep("departments", "SELECT * FROM everyone")
        else:
            own = "SELECT department FROM counted" + (" UNION SELECT department FROM goals" if part.own_goals else "")
            self.keep("departments", f"SELECT e.* FROM everyone e WHERE e.department IN ({own})")

    def _refuse_overlap(self, parts: Sequence[Tables]) -> None:
        """Mistakes of one file may only be due to its being looked at alone. Raises _Overlap."""
        if len(parts) == 1:
            return
        files = [part.ledger for part in parts]
        self.views.ledger(files[0])
        self.keep("seen", "SELECT DISTINCT department FROM ledger")
        for more in files[1:]:
            self.views.ledger(more)
            self.connection.execute("INSERT INTO seen SELECT DISTINCT department FROM ledger")
        if self.one("SELECT COUNT(*) - COUNT(DISTINCT department) FROM seen"):
            raise _Overlap

    def _add(self) -> None:
        """What is open, into `scored`. Raises Refused where a sum passes what was proven, _Overlap for a known department."""
        self.slots()
        if self.one("SELECT COUNT(*) FROM scored") and self.one(
            "SELECT COUNT(*) FROM wide w JOIN scored s ON s.department = w.department"
        ):
            raise _Overlap
        self.connection.execute(f"INSERT INTO scored {self.ranks.scored('SELECT * FROM wide')}")

    def _add_those_without_a_row(self, parts: Sequence[Tables]) -> None:
        """Departments that no ledger says anything of: nothing happened there, which is a score too."""
        for name in (*PREPARED, *MADE):
            self.connection.execute(f"DELETE FROM {name}")
        self.connection.execute("CREATE OR REPLACE TEMP VIEW ledger AS SELECT * FROM moved")
        self.views.goals(() if parts[0].own_goals else parts[0].goals)
        self.keep("departments", "SELECT * FROM everyone e WHERE e.department NOT IN (SELECT department FROM scored)")
        if self.one("SELECT COUNT(*) FROM departments"):
            self._add()

    # --- results

    def write(self, target: Path, about: Mapping[str, Any]) -> None:
        """The results into a Parquet file, with what they are in its own description."""
        self.write_query(f"{self.ranks.results()} ORDER BY s.bureau, s.department", target, about)

    def write_query(self, query: str, target: Path, about: Mapping[str, Any]) -> None:
        """What a query finds into a Parquet file, with what it is in its own description."""
        told = json.dumps(about, ensure_ascii=False).replace("'", "''")
        self.connection.execute(
            f"COPY ({query}) TO {DUCKDB.said(str(target))} (FORMAT parquet, COMPRESSION zstd, KV_METADATA {{kaohe: '{told}'}})"
        )

    def write_copied(self, copied: Path, target: Path, about: Mapping[str, Any]) -> None:
        """Results that another engine wrote as CSV into a Parquet file of the same types."""
        places = self.plan.rulebook.rounding.places
        cells = []
        for column in self.ranks.columns():
            named = DUCKDB.named(column.name)
            text = column.name in ("bureau", "department") or column.name.startswith(OUTSIDE)
            kind = "VARCHAR" if text else f"DECIMAL(18, {places})" if column.name.startswith(POINTS) else "BIGINT"
            empty = f"COALESCE({named}, '')" if column.name == "bureau" or column.name.startswith(OUTSIDE) else named
            cells.append(f"CAST({empty} AS {kind}) AS {named}")
        read = f"read_csv({DUCKDB.said(str(copied))}, all_varchar = true, header = true)"
        self.write_query(f"SELECT {', '.join(cells)} FROM {read} ORDER BY ALL", target, about)

    def checksum_of_file(self, file: Path) -> Checksum:
        """The checksum of results that stand in a Parquet file."""
        return self.checksum(f"SELECT * FROM read_parquet({DUCKDB.said(str(file))})")

    # --- what the engine brings

    def rows(self, query: str) -> list[dict[str, Any]]:
        """The rows of a query, by column."""
        found = self.connection.execute(query)
        names = [column[0] for column in found.description]
        return [dict(zip(names, row, strict=True)) for row in found.fetchall()]

    def keep(self, name: str, query: str) -> None:
        """A table of that name with what the query finds."""
        self.connection.execute(f"DROP VIEW IF EXISTS temp.{name}")
        self.connection.execute(f"CREATE OR REPLACE TABLE {name} AS {query}")

    def _empty_scored(self) -> None:
        """`scored` before any department is in it."""
        keys = {row["column_name"]: row["column_type"] for row in self.rows("DESCRIBE SELECT department, bureau FROM everyone")}
        columns = {"department": keys["department"], "bureau": keys["bureau"], "carry": "BIGINT"}
        columns |= {self.ranks.at(step): "BIGINT" for step in self.ranks.kept()}
        shape = ", ".join(f"{name} {kind}" for name, kind in columns.items())
        self.connection.execute(f"CREATE OR REPLACE TABLE scored ({shape})")
