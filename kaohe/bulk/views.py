"""Opens a year's files in DuckDB as the tables that our SQL speaks of: typed, and with the place of every row beside them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final, NamedTuple

from kaohe.bulk.checking import MOST_TOLD
from kaohe.bulk.dialects import DUCKDB
from kaohe.bulk.extras import first_line, in_order, no_room
from kaohe.bulk.paths import RESERVED, UNITED, parquet, path_text
from kaohe.bulk.plan import Plan
from kaohe.bulk.staging import (
    blanks_of,
    fault,
    header_of,
    may_be_blank,
    readable,
    says_something,
    texts_of,
)
from kaohe.bulk.tables import (
    DAY,
    EXACT,
    GOALS,
    KEY,
    LEDGER,
    SHARE,
    TEXT,
    WHOLE,
    Column,
    Tables,
    department_columns,
    matched,
)
from kaohe.engine import Place, Problem, Refused

_WHOLES: Final = ("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "UTINYINT", "USMALLINT", "UINTEGER")
#: What each kind of column may be in a file; texts are read as what they say.
_FITTING: Final[Mapping[str, tuple[str, ...]]] = {
    KEY: ("VARCHAR", *_WHOLES),
    TEXT: ("VARCHAR",),
    WHOLE: ("VARCHAR", *_WHOLES),
    EXACT: ("VARCHAR", "DECIMAL", *_WHOLES),
    SHARE: ("VARCHAR", "DECIMAL", *_WHOLES),
    DAY: ("VARCHAR", "DATE", "TIMESTAMP"),
}
_TYPE: Final[Mapping[str, str]] = {
    KEY: "VARCHAR", TEXT: "VARCHAR", WHOLE: "BIGINT", EXACT: "DECIMAL(28, 10)", SHARE: "DECIMAL(28, 10)", DAY: "DATE",
}  # fmt: skip
#: What DuckDB calls a column of no type: nothing stands in it.
_NOTHING: Final = '"NULL"'
#: How a text must look to be read as such; what DuckDB would read besides is not what people mean.
_LOOKS: Final[Mapping[str, str]] = {
    WHOLE: r"[+-]?\d{1,18}",
    EXACT: r"[+-]?\d{1,12}(\.\d{1,10})?",
    SHARE: r"[+-]?\d{1,12}(\.\d{1,10})?(/[1-9]\d{0,11})?",
    DAY: r"\d{4}-\d{2}-\d{2}( ([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,9})?)?",  # with a time, as where another file has moments
}
#: A number as programs write it where cells of its column were empty; as a key it is another than the number itself.
_WITH_POINT: Final = r"[+-]?\d+\.0+"


class Source(NamedTuple):
    """Files that are read as one table: which header fills which column, and the types of the headers."""

    files: tuple[Path, ...]
    headers: Mapping[str, str]
    types: Mapping[str, str]

    def has(self, column: str) -> bool:
        """True where the files have that column."""
        return column in self.headers

    def says(self, column: str) -> bool:
        """True where something may stand in it, too."""
        return self.has(column) and self.types[self.headers[column]] != _NOTHING

    def cell(self, column: Column) -> str:
        """How the column comes out of its file; NULL for an empty text, for what can't be read, and for no column."""
        if not self.says(column.name):
            return f"CAST(NULL AS {_TYPE[column.kind]})"
        header = self.headers[column.name]
        named, found = f"f.{DUCKDB.named(header)}", self.types[header]
        if found != "VARCHAR":
            return f"CAST({named} AS DATE)" if column.kind == DAY and found != "DATE" else named
        text = f"NULLIF({DUCKDB.trimmed(named)}, '')"
        if column.kind in (KEY, TEXT):
            return text
        return f"TRY_CAST({_day_of(text) if column.kind == DAY else text} AS {_TYPE[column.kind]})"

    def key_type(self, column: str) -> str:
        """The type of a key's column."""
        return self.types[self.headers[column]] if self.says(column) else "VARCHAR"


class Staged(NamedTuple):
    """A CSV file's copy as Parquet, how many lines stand before its first row, and its blank rows (`blanks_of`)."""

    target: Path
    before: int
    blanks: tuple[tuple[int, int], ...] = ()

    @property
    def above(self) -> str:
        """How many lines stand above a row, but for the rows themselves."""
        told = "".join(f" WHEN f.file_row_number >= {rows} THEN {self.before + blank}" for rows, blank in reversed(self.blanks))
        return f"CASE{told} ELSE {self.before} END" if told else str(self.before)


class Views:
    """Views `ledger`, `departments` and `goals` on a connection. CSV files are taken into `folder` as Parquet first.

    unused  headers that no table has, to be told to whoever meant something by them
    """

    def __init__(self, connection: Any, plan: Plan, folder: Path) -> None:
        self.connection, self.plan, self.folder = connection, plan, folder
        self.staged: dict[Path, Staged] = {}
        self.unused: set[str] = set()
        self.key = "VARCHAR"

    def agree(self, tables: Tables) -> None:
        """Find the type that departments have in all tables: their own where they agree, else texts. Raises Refused."""
        sources = [self._source(department_columns(self.plan.rulebook), tables.departments)] if tables.departments else []
        sources += [self._source(LEDGER, tables.ledger)]
        sources += [self._source(GOALS, tables.goals)] if tables.goals else []
        found = {source.key_type("department") for source in sources if source.says("department")}
        found |= set() if tables.departments else {"VARCHAR"}
        self.key = found.pop() if len(found) == 1 else "BIGINT" if "VARCHAR" not in found else "VARCHAR"

    def _keyed(self, cells: dict[str, str]) -> dict[str, str]:
        return cells | {"department": f"CAST({cells['department']} AS {self.key})"}

    def ledger(self, files: Sequence[Path]) -> None:
        """The ledger in those files, in place of what was open before. Raises Refused."""
        source = self._source(LEDGER, files)
        cells = {column.name: source.cell(column) for column in LEDGER}
        cells["count"] = f"CAST({cells['count']} AS BIGINT)" if source.has("count") else "CAST(1 AS BIGINT)"
        entry = source.key_type("entry")
        if not source.says("reverses"):
            cells["reverses"] = f"CAST(NULL AS {entry})"
        elif source.key_type("reverses") != entry:
            kind = "VARCHAR" if "VARCHAR" in (entry, source.key_type("reverses")) else "BIGINT"
            cells |= {key: f"CAST({cells[key]} AS {kind})" for key in ("entry", "reverses")}
        places = self.plan.limits.amount_places
        found = source.types.get(source.headers.get("amount", ""), "")
        cells |= {"amount": _units(cells["amount"], places, found), "amount_fits": _fits(cells["amount"], places, found)}
        self._view("ledger", source, self._keyed(cells))

    def departments(self, files: Sequence[Path]) -> None:
        """The departments; those of the rulebook where there is no file. Raises Refused."""
        known = department_columns(self.plan.rulebook)
        if not files:
            self._of_rulebook(known)
            return
        source = self._source(known, files)
        cells = {column.name: source.cell(column) for column in known}
        cells["bureau"] = f"COALESCE(CAST({cells['bureau']} AS VARCHAR), '')"
        self._view("departments", source, self._keyed(cells))

    def _of_rulebook(self, known: Sequence[Column]) -> None:
        rows = []
        for at, department in enumerate(self.plan.rulebook.departments, 1):
            own = {"department": department.code, "bureau": "", "name": department.name, "size": department.size}
            own |= {code: int(number) for code, number in department.attributes.items() if number == int(number)}
            rows.append([*(own.get(column.name) for column in known), "rulebook.yaml", at])
        typed = ", ".join(f"{DUCKDB.named(column.name)} {_TYPE[column.kind]}" for column in known)
        self.connection.execute(f"CREATE OR REPLACE TEMP TABLE of_rulebook ({typed}, place_file VARCHAR, place_row BIGINT)")
        if rows:
            marks = ", ".join("?" for _ in rows[0])
            self.connection.executemany(f"INSERT INTO of_rulebook VALUES ({marks})", rows)
        self.connection.execute("CREATE OR REPLACE TEMP VIEW departments AS SELECT * FROM of_rulebook")

    def goals(self, files: Sequence[Path]) -> None:
        """The goals; none where there is no file. Raises Refused."""
        if not files:
            empty = {"department": self.key, "goal": "VARCHAR", "category": "VARCHAR", "above": "BIGINT", "below": "BIGINT"}
            empty |= {"base_fits": "BOOLEAN", "place_file": "VARCHAR", "place_row": "BIGINT"}
            none = ", ".join(f"CAST(NULL AS {kind}) AS {name}" for name, kind in empty.items())
            self.connection.execute(f"CREATE OR REPLACE TEMP VIEW goals AS SELECT {none} WHERE FALSE")
            return
        source = self._source(GOALS, files)
        cells = {column.name: source.cell(column) for column in GOALS}
        base, below = cells.pop("base"), f"COALESCE(CAST({cells.pop('base_below')} AS BIGINT), 1)"
        header = source.headers.get("base")
        if header is not None and source.types[header] == "VARCHAR":
            base, below = self._fraction(source, below)
        places, found = self.plan.limits.base_places, source.types.get(header or "", "")
        cells |= {"above": _units(base, places, found), "below": below, "base_fits": _fits(base, places, found)}
        self._view("goals", source, self._keyed(cells))

    # --- typed copies

    def typed(self, tables: Tables) -> Tables:
        """The same tables for engines that read Parquet alone, by the types of one file: others are copied into `folder`. Raises Refused."""
        self.agree(tables)
        return tables._replace(
            ledger=self._typed("ledger", LEDGER, tables.ledger),
            departments=self._typed_departments(tables.departments),
            goals=self._typed("goals", GOALS, tables.goals),
        )

    def _typed_departments(self, files: Sequence[Path]) -> tuple[Path, ...]:
        """The departments; those of the rulebook where there is no file."""
        known = department_columns(self.plan.rulebook)
        if files:
            return self._typed("departments", known, files)
        self._of_rulebook(known)
        target = self.folder / "departments.parquet"
        columns = ", ".join(DUCKDB.named(column.name) for column in known)
        self.connection.execute(f"COPY (SELECT {columns} FROM of_rulebook) TO {DUCKDB.said(str(target))}")
        return (target,)

    def typed_ledger(self, files: Sequence[Path]) -> tuple[Path, ...]:
        """The same ledger for such engines. Raises Refused."""
        return self._typed("ledger", LEDGER, files)

    def _typed(self, name: str, known: Sequence[Column], files: Sequence[Path]) -> tuple[Path, ...]:
        written = any(file.suffix.lower() == ".csv" for file in files)
        if not written and (len(files) < 2 or len({tuple(self._described(file).items()) for file in files}) == 1):
            return tuple(files)
        source = self._source(known, files)
        cells = self._keyed({column.name: source.cell(column) for column in known})
        if name == "ledger" and not source.has("count"):
            cells["count"] = "CAST(1 AS BIGINT)"
        if name == "goals" and source.types.get(source.headers.get("base", "")) == "VARCHAR":
            cells["base"], cells["base_below"] = self._fraction(source, cells["base_below"])
        selected = ", ".join(f"{text} AS {DUCKDB.named(column)}" for column, text in cells.items())
        target = self.folder / f"{name}.parquet"
        self.connection.execute(f"COPY (SELECT {selected} FROM {self._read(source.files, UNITED)} f) TO {DUCKDB.said(str(target))}")
        return (target,)

    def _fraction(self, source: Source, below: str) -> tuple[str, str]:
        """Base points that are written as texts: 12, 7.5 or 60/7."""
        text = DUCKDB.trimmed(f"f.{DUCKDB.named(source.headers['base'])}")
        return (
            f"TRY_CAST(split_part({text}, '/', 1) AS DECIMAL(28, 10))",
            f"COALESCE(TRY_CAST(NULLIF(split_part({text}, '/', 2), '') AS BIGINT), {below})",
        )

    # --- files

    def _source(self, known: Sequence[Column], files: Sequence[Path]) -> Source:
        """The files as one table. Raises Refused with every column and cell that can't be read."""
        for file in files:
            if file.suffix.lower() == ".csv" and file not in self.staged:
                self.staged[file] = self._stage(file)
        types = {file: self._described(file) for file in files}
        headers = matched(known, types[files[0]], files[0])
        self._tell_apart(files)
        if problems := [each for file in files for each in _odd_columns(file, known, headers, types)]:
            raise Refused(problems)
        source = Source(tuple(files), headers, types[files[0]] if len(files) == 1 else self._described(*files))
        self._look_at_texts(source, known)
        self.unused |= {header for header in source.types if header not in headers.values() and not header.startswith("(")}
        return source

    def _stage(self, file: Path) -> Staged:
        """A CSV file as Parquet, all texts, row by row in their order: by it they are found again."""
        target, header = self.folder / f"{len(self.staged)}.parquet", header_of(file)
        blank = may_be_blank(file, header)
        try:
            read = texts_of(readable(file, header, target.with_suffix(".csv"), ragged=blank.ragged), header)
            only = f" WHERE {says_something(header)}" if blank.any else ""
            with in_order(self.connection):
                self.connection.execute(f"COPY (SELECT * FROM {read}{only}) TO {DUCKDB.said(str(target))} (FORMAT parquet)")
        except Exception as wrong:  # whatever a broken file makes of the reader
            if no_room(wrong):
                raise
            raise Refused([fault(wrong, file, header.before)]) from wrong
        return Staged(target, header.before + 1, blanks_of(file, header) if blank.within else ())

    def _described(self, *files: Path) -> dict[str, str]:
        """The columns of a file with their types; of several files the types that take what stands in any of them."""
        try:
            rows = self.connection.execute(f"DESCRIBE SELECT * FROM {self._read(files, UNITED)}").fetchall()
        except Exception as wrong:  # whatever a broken file makes of the reader
            raise Refused([Problem("bulk.unreadable", {"found": first_line(wrong)}, Place(str(files[0])))]) from wrong
        return {row[0]: row[1] for row in rows}

    def _tell_apart(self, files: Sequence[Path]) -> None:
        """No file has two columns that differ in capitals alone: DuckDB would call the second by another name. Raises Refused."""
        for file in files:
            if file in self.staged:
                continue
            rows = self.connection.execute(f"SELECT name, num_children FROM parquet_schema({path_text(file)})").fetchall()
            names, within = list[str](), 0
            for name, children in rows[1:]:  # the first is the whole, and what stands within a column is none
                if within:
                    within -= 1
                else:
                    names.append(name)
                within += children or 0
            plain = [name.lower() for name in names]
            if twice := [name for name in names if plain.count(name.lower()) > 1]:
                raise Refused([Problem("bulk.two_columns", {"column": twice[0].lower(), "found": twice}, Place(str(file)))])

    def _read(self, files: Sequence[Path], beside: str = "") -> str:
        return parquet((self.staged[file].target if file in self.staged else file for file in files), beside)

    def _placed(self, source: Source) -> tuple[str, str]:
        """The files with the place of each row, and the two columns that say it: the file people know, and its row."""
        staged = {file: made for file, made in self.staged.items() if file in source.files}
        shown, before = "f.filename", "0"
        if staged:
            shown = _by_file({made.target: DUCKDB.said(str(file)) for file, made in staged.items()}, "f.filename")
            before = _by_file({made.target: made.above for made in staged.values()}, "0")
        read = self._read(source.files, f"{UNITED}, filename = true, file_row_number = true")
        return f"{read} f", f"{shown} AS place_file, f.file_row_number + 1 + {before} AS place_row"

    def _view(self, name: str, source: Source, cells: Mapping[str, str]) -> None:
        read, places = self._placed(source)
        selected = ", ".join(f"{text} AS {DUCKDB.named(column)}" for column, text in cells.items())
        self.connection.execute(f"CREATE OR REPLACE TEMP VIEW {name} AS SELECT {selected}, {places} FROM {read}")

    def _look_at_texts(self, source: Source, known: Sequence[Column]) -> None:
        """Every cell of text is what its column holds. Raises Refused with the first that aren't."""
        problems: list[Problem] = []
        for column in known:
            header = source.headers.get(column.name)
            if header is not None and source.types[header] == "VARCHAR":
                text = DUCKDB.trimmed(f"f.{DUCKDB.named(header)}")
                problems += [each for code, odd in self._odd_texts(source, column, text) for each in self._texts(source, code, header, text, odd)]
        if problems:
            raise Refused(problems)

    def _odd_texts(self, source: Source, column: Column, text: str) -> Iterator[tuple[str, str]]:
        """What makes a text of that column odd: the code of its sentence, and the condition."""
        if column.kind == KEY and not self.staged.keys().isdisjoint(source.files):
            yield "bulk.key_with_point", f"ends_with({text}, '0') AND regexp_full_match({text}, {DUCKDB.said(_WITH_POINT)})"
        if column.kind in _LOOKS:
            odd = f"NOT regexp_full_match({text}, {DUCKDB.said(_LOOKS[column.kind])})"
            if column.kind == DAY:
                odd = f"({odd} OR TRY_CAST({_day_of(text)} AS DATE) IS NULL)"
            yield f"bulk.bad_{column.kind}", f"{text} <> '' AND {odd}"
        below = source.headers.get("base_below")
        if column.kind == SHARE and below is not None:
            yield "bulk.two_divisors", f"contains({text}, '/') AND {DUCKDB.trimmed(f'CAST(f.{DUCKDB.named(below)} AS VARCHAR)')} <> ''"

    def _texts(self, source: Source, code: str, header: str, text: str, odd: str) -> Iterator[Problem]:
        """The first texts of a column that are odd, and how many more there are."""
        read, places = self._placed(source)
        rows = self.connection.execute(f"SELECT {text}, {places}, COUNT(*) OVER () FROM {read} WHERE {odd} LIMIT {MOST_TOLD}").fetchall()
        yield from (Problem(code, {"found": found}, Place(str(file), row=row, column=header)) for found, file, row, _ in rows)
        if rows and rows[0][-1] > len(rows):
            yield Problem("bulk.more", {"count": rows[0][-1] - len(rows)}, Place(str(rows[0][1]), column=header))


def _odd_columns(file: Path, known: Sequence[Column], headers: Mapping[str, str], types: Mapping[Path, Mapping[str, str]]) -> Iterator[Problem]:
    """Why a file can't be read by the `headers` that the first of its table has. `types`: those of every file's headers, the first before all."""
    first, own = next(iter(types)), types[file]
    yield from (Problem("bulk.reserved", {"found": name}, Place(str(file))) for name in own if name.lower() in RESERVED)
    try:
        said = matched([column._replace(required=False) for column in known], own, file)
    except Refused as refused:
        yield from refused.problems
        return
    for name, header in said.items():
        if name not in headers:  # what one file says mustn't be passed over
            yield Problem("bulk.no_column", {"column": name, "found": tuple(types[first]), "also": header}, Place(str(first)))
    for column in known:
        if column.name in headers:
            yield from _odd_column(file, column, headers[column.name], own)


def _odd_column(file: Path, column: Column, header: str, types: Mapping[str, str]) -> Iterator[Problem]:
    """Why a column can't be read: it isn't there, or is of another type."""
    found, place = types.get(header), Place(str(file))
    if found is None:
        yield Problem("bulk.no_column", {"column": column.name, "found": tuple(types), "also": header}, place)
    elif column.kind == DAY and found == DUCKDB.moment:
        yield Problem("bulk.moment", {"column": header, "found": found}, place)
    elif found != _NOTHING and (found.endswith("]") or not found.startswith(_FITTING[column.kind])):
        code = "bulk.decimal_type" if column.kind in (EXACT, SHARE) else "bulk.column_type"
        yield Problem(code, {"column": header, "found": found, "expected": _FITTING[column.kind]}, place)


def _day_of(text: str) -> str:
    """The day that a text says, without a time behind it."""
    return f"LEFT({text}, 10)"


def _by_file(values: Mapping[Path, str], otherwise: str) -> str:
    """What each of those files says."""
    said = "".join(f" WHEN {DUCKDB.said(str(file))} THEN {value}" for file, value in values.items())
    return f"CASE f.filename{said} ELSE {otherwise} END"


def _always_fits(found: str, places: int) -> bool:
    """True where a column of that type can hold nothing finer or larger than whole units take."""
    decimal = re.fullmatch(r"DECIMAL\((\d+),(\d+)\)", found)
    return decimal is not None and int(decimal[2]) <= places and int(decimal[1]) - int(decimal[2]) + places <= 18


def _units(cell: str, places: int, found: str = "") -> str:
    """A decimal in whole units; what is finer or too large is caught by `_fits`. `found`: the column's type."""
    if _always_fits(found, places):
        return f"CAST({cell} * {10**places} AS BIGINT)"
    return f"TRY_CAST({_finest(cell, places, found)} AS BIGINT)"


def _finest(cell: str, places: int, found: str) -> str:
    """A number times what makes whole units of it; NULL where that is beyond any number."""
    return f"TRY({f'CAST({cell} AS HUGEINT)' if found in _WHOLES else cell} * {10**places})"


def _fits(cell: str, places: int, found: str = "") -> str:
    """True where nothing of the decimal is lost in whole units."""
    if _always_fits(found, places):
        return "TRUE"
    return f"COALESCE({_finest(cell, places, found)} = {_units(cell, places, found)}, {cell} IS NULL)"
