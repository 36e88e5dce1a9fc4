"""PostgreSQL: where the ledger already lives in a database. Nothing of it is changed: all that is made is temporary."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, Final, NamedTuple, Self

from kaohe.bulk.dialects import POSTGRES, own_column
from kaohe.bulk.extras import first_line, needed
from kaohe.bulk.kept_tabled import Tabled
from kaohe.bulk.plan import Plan
from kaohe.bulk.running import Run
from kaohe.bulk.standing_tables import TableCells, plain_type
from kaohe.bulk.tables import GOALS, LEDGER, department_columns, matched
from kaohe.engine import Place, Problem, Refused


class Names(NamedTuple):
    """What the three tables are called in the database, each with its schema where it has one."""

    ledger: str = "ledger"
    departments: str = "departments"
    goals: str = "goals"


USUAL: Final = Names()
#: Bytes of a name that PostgreSQL keeps.
_LONGEST_NAME: Final = 63
#: The columns of goals that there aren't.
_NO_GOALS: Final = (
    "CAST(NULL AS {key}) AS department, CAST(NULL AS TEXT) AS goal, CAST(NULL AS TEXT) AS category, CAST(NULL AS BIGINT) AS above, "
    "CAST(NULL AS BIGINT) AS below, CAST(NULL AS BOOLEAN) AS base_fits, CAST(NULL AS TEXT) AS place_file, CAST(NULL AS BIGINT) AS place_row"
)


class Postgres(Run):
    """One run in one connection."""

    name: Final = "postgres"
    #: Whether departments are numbers in all of the tables; known once they are open.
    numbered: bool
    kept_by = Tabled

    def __init__(self, plan: Plan, address: str) -> None:
        super().__init__(plan, POSTGRES)
        psycopg = needed("psycopg")
        try:
            self.connection = psycopg.connect(address, autocommit=True)
        except psycopg.Error as wrong:
            raise Refused([Problem("bulk.no_database", {"found": first_line(wrong)})]) from wrong
        # Days are told as texts: a database knows some that Python doesn't.
        self.connection.adapters.register_loader("date", needed("psycopg.types.string").TextLoader)
        # Just-in-time compilation costs seconds for a text as long as ours, and gains nothing.
        self.connection.execute("SET jit = off")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, wrong: BaseException | None, where: TracebackType | None) -> None:
        self.connection.close()

    def open(self, names: Names = USUAL) -> None:
        """Temporary views over those tables; no goals where there is no table of them. Raises Refused with every column that is missing or
        inexact.
        """
        self._require_short()
        tables = {name: table for name, table in names._asdict().items() if name != "goals" or self._stands(table)}
        described = {name: self._described(table) for name, table in tables.items()}
        known = {"ledger": LEDGER, "departments": department_columns(self.plan.rulebook), "goals": GOALS}
        keys = {plain_type(headers[matched(known[name], headers, tables[name])["department"]]) for name, headers in described.items()}
        self.numbered = "text" not in keys
        cells_of = TableCells(self.plan, POSTGRES, texts=not self.numbered)
        for name, table in tables.items():
            self._view(name, table, getattr(cells_of, name)(table, described[name]))
        if "goals" not in tables:
            self._execute(f"CREATE TEMP VIEW goals AS SELECT {_NO_GOALS.format(key='BIGINT' if self.numbered else 'TEXT')} WHERE FALSE")
        self.keep("everyone", "SELECT * FROM departments")

    def _require_short(self) -> None:
        """No column's name is longer than the server keeps. Raises Refused."""
        columns = [*(column.name for column in self.ranks.columns()), *map(own_column, self.plan.figures)]
        if long := [name for name in columns if len(name.encode()) > _LONGEST_NAME]:
            raise Refused([Problem("bulk.long_name", {"found": name, "most": _LONGEST_NAME}) for name in long])

    def _stands(self, table: str) -> bool:
        """True where there is such a table."""
        found = self._execute(f"SELECT to_regclass({POSTGRES.said(table)})").fetchone()
        return bool(found and found[0])

    def _described(self, table: str) -> dict[str, str]:
        """The columns of a table with their types."""
        try:
            found = self.connection.execute(f"SELECT * FROM {table} LIMIT 0").description
        except Exception as wrong:  # no such table, or no right to read it
            raise Refused([Problem("bulk.no_table", {"found": first_line(wrong)}, Place(table))]) from wrong
        return {column.name: column.type_display for column in found}

    def _view(self, name: str, table: str, cells: Mapping[str, str]) -> None:
        selected = ", ".join(f"{text} AS {POSTGRES.named(column)}" for column, text in cells.items())
        places = f"CAST({POSTGRES.said(table)} AS TEXT) AS place_file, CAST(NULL AS BIGINT) AS place_row"
        self._execute(f"CREATE TEMP VIEW {name} AS SELECT {selected}, {places} FROM {table} f")

    def copy(self, target: Path) -> None:
        """The results as CSV."""
        query = f"COPY ({self.ranks.results()}) TO STDOUT (FORMAT csv, HEADER)"
        with target.open("wb") as handle, self.connection.cursor() as cursor, cursor.copy(query) as copied:
            for block in copied:
                handle.write(block)

    def keep(self, name: str, query: str) -> None:
        """A temporary table with what the query finds."""
        self._execute(f"DROP TABLE IF EXISTS pg_temp.{name}")
        self._execute(f"CREATE TEMP TABLE {name} AS {query}")
        self._execute(f"ANALYZE pg_temp.{name}")

    def _execute(self, query: str) -> Any:
        """What the server answers. Raises Refused where it stops (its time, its room), may not be asked, or is gone."""
        psycopg = needed("psycopg")
        try:
            return self.connection.execute(query)
        except (psycopg.OperationalError, psycopg.errors.InsufficientPrivilege, psycopg.errors.UntranslatableCharacter) as wrong:
            raise Refused([Problem("bulk.database_stops", {"found": first_line(wrong)})]) from wrong

    def rows(self, query: str) -> list[dict[str, Any]]:
        """The rows of a query, by column."""
        found = self._execute(query)
        names = [column.name for column in found.description]
        return [dict(zip(names, row, strict=True)) for row in found.fetchall()]
