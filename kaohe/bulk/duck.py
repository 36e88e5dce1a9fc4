"""DuckDB, the embedded engine: a year's files in, results out, in as little memory as it is given.

Many ledger files are taken one after the other, so that memory is bounded by the largest of them, as long as no
department stands in two; where one does, all are taken together.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType, TracebackType
from typing import Any, Final, NamedTuple, Self

from kaohe.bulk.arithmetic import Bounds
from kaohe.bulk.checksums import Checksum
from kaohe.bulk.dialects import DUCKDB
from kaohe.bulk.extras import needed
from kaohe.bulk.kept import PREPARED, Kept
from kaohe.bulk.parting import parted
from kaohe.bulk.paths import parquet, path_text
from kaohe.bulk.plan import Plan
from kaohe.bulk.running import Run, Tell, silent
from kaohe.bulk.sql_ranks import OUTSIDE, POINTS
from kaohe.bulk.tables import Tables
from kaohe.bulk.views import Views
from kaohe.engine import Problem, Refused


class Settings(NamedTuple):
    """How DuckDB may run: memory as it writes it ("800MB"), and threads; "" and 0 leave it to DuckDB."""

    memory: str = ""
    threads: int = 0


USUAL: Final = Settings()
#: What is cheaper to be worked out again than to be kept within a query.
_WRITTEN_OUT: Final = ("entries", "paired", "grades", "tail")


def opened(folder: Path, settings: Settings) -> Any:
    """DuckDB, of its own, with no more memory and threads than that; `folder` takes what doesn't fit."""
    connection = needed("duckdb").connect()
    connection.execute(f"SET temp_directory = {DUCKDB.said(str(folder))}")
    if settings.memory:
        connection.execute(f"SET memory_limit = {DUCKDB.said(settings.memory)}")
    if settings.threads:
        connection.execute(f"SET threads = {settings.threads}")
    return connection


def copied(query: str, target: Path, about: Mapping[str, Any]) -> str:
    """What writes a query's rows into a Parquet file, and what they are into its own description (the key `kaohe`)."""
    told = DUCKDB.said(json.dumps(about, ensure_ascii=False))
    return f"COPY ({query}) TO {DUCKDB.said(str(target))} (FORMAT parquet, COMPRESSION zstd, KV_METADATA {{kaohe: {told}}})"


def narrowest(bounds: Bounds) -> str:
    """The narrowest type that holds everything between those bounds."""
    most = max(-bounds.low, bounds.high)
    return next(kind for bits, kind in ((7, "TINYINT"), (15, "SMALLINT"), (31, "INTEGER"), (63, "BIGINT")) if most < 1 << bits)


class Duck(Run):
    """One run. `folder` takes what doesn't fit into memory."""

    name = "duckdb"
    ordered = True

    def __init__(self, plan: Plan, folder: Path, settings: Settings = USUAL) -> None:
        super().__init__(plan, DUCKDB)
        self.connection = opened(folder, settings)
        self.connection.execute("SET preserve_insertion_order = false")
        # Departments with numbers of up to twenty bits are added up in an array instead of a hash table.
        self.connection.execute("SET perfect_ht_threshold = 20")
        self.folder, self.views = folder, Views(self.connection, plan, folder)
        self.stored = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, wrong: BaseException | None, where: TracebackType | None) -> None:
        self.connection.close()

    # --- the whole way

    def score_files(self, tables: Tables, tell: Tell = silent) -> None:
        """From files to the tables `scored` and `ranks`. Raises Refused with every mistake, and then there is no score."""
        self.open_departments(tables)
        self._empty_scored()
        parts = self.part_by_part(tables, lambda at, of: tell("scoring", at, of), self.add)
        if parts > 1 and self.open_the_rest(tables, "scored"):
            self.add_by_tables()
        tell("ranking", 1, 1)
        self.keep("ranks", self.ranks.ranks())

    def part_by_part(self, tables: Tables, begin: Callable[[int, int], object], act: Callable[[], None]) -> int:
        """How many parts there are; each is begun (told which of how many), opened and acted upon. Raises Refused with every mistake in all of them."""
        parts, problems = parted(self, self.views, tables), list[Problem]()
        for at, part in enumerate(parts, 1):
            begin(at, len(parts))
            try:
                self.open(part.tables, part.own)
                act()
            except Refused as refused:
                problems += refused.problems
        if problems:
            raise Refused(problems)
        return len(parts)

    def look_through(self, tables: Tables, tell: Tell = silent) -> None:
        """All tables opened at once, every row looked at, what stands of them stored, and `wide` made. Raises Refused with every mistake."""
        self.open_departments(tables)
        tell("checking", 1, 1)
        self.open(tables)
        self.store()
        self.slots()

    def open_departments(self, tables: Tables) -> None:
        """All departments as the table `everyone`."""
        self.views.agree(tables)
        self.views.departments(tables.departments)
        self.keep("everyone", "SELECT * FROM departments")
        self.__dict__.pop("odd_departments", None)

    def open(self, part: Tables, own: str = "TRUE") -> None:
        """The tables of a part, and the departments that are its own."""
        self.views.ledger(part.ledger)
        self.views.goals(part.goals)
        self.prepare()
        self.keep("departments", f"SELECT e.* FROM everyone e WHERE {own}")

    def add(self) -> None:
        """What is open, into `scored`. Raises Refused with every mistake."""
        self.add_by_tables()

    def add_by_tables(self) -> None:
        """The same, by the tables that are open. Raises Refused with every mistake."""
        self.slots()
        self.connection.execute(f"INSERT INTO narrow {self.ranks.scored('SELECT * FROM wide')}")

    def open_the_rest(self, tables: Tables, known: str) -> bool:
        """Departments that stand in no row of the table `known`, opened; False where there is none.

        No ledger says anything of them: nothing happened there, which is a score too.
        """
        self.views.ledger(tables.ledger[:1])
        self.keep("nothing", "SELECT * FROM ledger WHERE FALSE")
        self.connection.execute("CREATE OR REPLACE TEMP VIEW ledger AS SELECT * FROM nothing")
        self.views.goals(() if tables.parts()[0].own_goals else tables.goals)
        self.keep("departments", f"SELECT * FROM everyone e WHERE e.department NOT IN (SELECT department FROM {known})")
        return bool(self.one("SELECT COUNT(*) FROM departments"))

    def strangers(self) -> bool:
        """Where departments are numbered without a gap, the least and the largest say it all."""
        bounds = "MIN(department) AS first, MAX(department) AS last"
        known = self.rows(f"SELECT COUNT(DISTINCT department) AS number, {bounds} FROM departments")[0]
        if not isinstance(known["first"], int) or known["last"] - known["first"] + 1 != known["number"]:
            return super().strangers()
        spoken = self.rows(f"SELECT {bounds} FROM ledger")[0]
        return spoken["first"] is not None and not known["first"] <= spoken["first"] <= spoken["last"] <= known["last"]

    # --- what stands of the ledger, in the query that asks for it

    def prepare(self, *, telling: bool = False) -> None:
        """No tables but to tell of mistakes: a query carries what it needs (`over`), which is cheaper than to store it."""
        self.stored = False
        if telling:
            super().prepare(telling=True)

    def store(self) -> None:
        """Tables after all, where several queries ask for the same."""
        self.stored = True
        kept = Kept(self.plan, self.dialect)
        for name in PREPARED:
            kind = "TABLE" if name in ("named", "kept") else "TEMP VIEW"
            self.connection.execute(f"CREATE OR REPLACE {kind} {name} AS {kept.query(name)}")

    def over(self, query: str, beside: Mapping[str, str] = MappingProxyType({})) -> str:
        """The query behind the texts of kept.py, and others."""
        if self.stored:
            return super().over(query, beside)
        kept = Kept(self.plan, self.dialect)
        texts = {name: kept.query(name) for name in PREPARED} | dict(beside)
        told = ", ".join(f"{name} AS {'' if name in _WRITTEN_OUT else 'MATERIALIZED '}({text})" for name, text in texts.items())
        return f"WITH {told} {query}"

    # --- results

    def write(self, target: Path, about: Mapping[str, Any]) -> None:
        """The results into a Parquet file, with what they are in its own description."""
        self.write_query(f"{self.ranks.results()} ORDER BY s.bureau, s.department", target, about)

    def write_query(self, query: str, target: Path, about: Mapping[str, Any]) -> None:
        """What a query finds into a Parquet file, with what it is in its own description."""
        self.connection.execute(copied(query, target, about))

    def write_copied(self, written: Path, target: Path, about: Mapping[str, Any], *, numbered: bool = False) -> None:
        """Results that PostgreSQL wrote as CSV into a Parquet file of the same types; `numbered`: departments are numbers."""
        places = self.plan.rulebook.rounding.places
        cells = []
        for column in self.ranks.columns():
            named = DUCKDB.named(column.name)
            text = column.name == "bureau" or (column.name == "department" and not numbered) or column.name.startswith(OUTSIDE)
            kind = "VARCHAR" if text else f"DECIMAL(18, {places})" if column.name.startswith(POINTS) else "BIGINT"
            empty = f"COALESCE({named}, '')" if column.name == "bureau" or column.name.startswith(OUTSIDE) else named
            cells.append(f"CAST({empty} AS {kind}) AS {named}")
        texts = ", ".join(f"{DUCKDB.said(column.name)}: 'VARCHAR'" for column in self.ranks.columns())
        way = "auto_detect = false, delim = ',', quote = '\"', escape = '\"', header = true"  # nothing is guessed: a code may hold any letter
        read = f"read_csv({path_text(written)}, hive_partitioning = false, {way}, columns = {{{texts}}})"
        self.write_query(f"SELECT {', '.join(cells)} FROM {read} ORDER BY bureau, department", target, about)

    def checksum_of_file(self, file: Path) -> Checksum:
        """The checksum of results that stand in a Parquet file."""
        return self.checksum(f"SELECT * FROM {parquet([file])}")

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
        """`scored` before any department is in it: a view of `narrow`, where a country's scores take no more room than was proven to be needed."""
        keys = {row["column_name"]: row["column_type"] for row in self.rows("DESCRIBE SELECT department, bureau FROM everyone")}
        steps = {self.ranks.at(name): narrowest(self.plan.steps[name].bounds) for name in self.ranks.kept()}
        shape = {"department": keys["department"], "bureau": keys["bureau"], "carry": "BIGINT"} | steps
        self.connection.execute(f"CREATE OR REPLACE TABLE narrow ({', '.join(f'{name} {kind}' for name, kind in shape.items())})")
        wide = "".join(f", CAST({name} AS BIGINT) AS {name}" for name in steps)
        self.connection.execute(f"CREATE OR REPLACE VIEW scored AS SELECT department, bureau, carry{wide} FROM narrow")
