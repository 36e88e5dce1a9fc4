"""Tables that already stand somewhere (a database, a cluster), in the shape that our SQL speaks of.

Their columns are those of tables.py, typed; a missing one is empty. What is inexact is refused, never rounded.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from kaohe.bulk.dialects import BLANKS, Dialect
from kaohe.bulk.plan import Plan
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
    department_columns,
    matched,
)
from kaohe.engine import Place, Problem, Refused

#: What a column may be, by its kind; "number" and "decimal" as `plain_type` says.
_FITTING: Final[Mapping[str, tuple[str, ...]]] = {
    KEY: ("text", "number"), TEXT: ("text",), WHOLE: ("number",), EXACT: ("number", "decimal"),
    SHARE: ("number", "decimal"), DAY: ("day",),
}  # fmt: skip
_PLAIN: Final[Mapping[str, tuple[str, ...]]] = {
    "text": ("text", "varchar", "character varying", "character", "char", "bpchar", "name", "string"),
    "number": ("int", "int2", "int4", "int8", "integer", "bigint", "smallint", "tinyint", "long", "short", "byte"),
    "decimal": ("numeric", "decimal"),
    "day": ("date", "timestamp", "timestamp_ntz"),
}

#: Digits that 64 bits always hold.
_DIGITS: Final = 18


def plain_type(found: str) -> str:
    """text, number, decimal or day; the type itself where it is none of them (a binary fraction, say)."""
    name, bracket, behind = found.lower().partition("(")
    whole = not bracket or behind.endswith(")")  # numeric(12,2), and no list of them
    return next((plain for plain, names in _PLAIN.items() if whole and name in names), found)


class TableCells:
    """The cells of three tables in one dialect. `texts`: departments are texts, also where a table has numbers for them."""

    def __init__(self, plan: Plan, dialect: Dialect, *, texts: bool = False) -> None:
        self.plan, self.dialect, self.texts = plan, dialect, texts
        types = {"text": dialect.text, "number": "BIGINT", "decimal": "DECIMAL(28, 10)", "day": "DATE"}
        self.named = types | {"decimal": "DECIMAL"}
        levels = (each.known_levels() or () for each in plan.rulebook.rules.values())
        self.words = {"rule": tuple(plan.rulebook.rules), "level": tuple(dict.fromkeys(level for own in levels for level in own))}
        self.types = {kind: types[fitting[-1]] for kind, fitting in _FITTING.items()} | {KEY: dialect.text}

    def ledger(self, name: str, headers: Mapping[str, str]) -> dict[str, str]:
        """`headers` with their types → the columns of `ledger`. Raises Refused."""
        cells = self._cells(name, LEDGER, headers)
        if {"text", "number"} == {cells.plain.get(key) for key in ("entry", "reverses")}:
            cells.texts |= {key: f"CAST({cells.texts[key]} AS {self.dialect.text})" for key in ("entry", "reverses")}
        if "count" not in cells.given:
            cells.texts["count"] = "CAST(1 AS BIGINT)"
        places = self.plan.limits.amount_places
        amount = cells.texts["amount"]
        return cells.texts | {"amount": self._units(amount, places), "amount_fits": self._fits(amount, places)}

    def departments(self, name: str, headers: Mapping[str, str]) -> dict[str, str]:
        """The columns of `departments`. Raises Refused."""
        cells = self._cells(name, department_columns(self.plan.rulebook), headers).texts
        return cells | {"bureau": f"COALESCE(CAST({cells['bureau']} AS {self.dialect.text}), '')"}

    def goals(self, name: str, headers: Mapping[str, str]) -> dict[str, str]:
        """The columns of `goals`. Raises Refused."""
        cells = self._cells(name, GOALS, headers).texts
        base, below, places = cells.pop("base"), cells.pop("base_below"), self.plan.limits.base_places
        shared = {"above": self._units(base, places), "below": f"COALESCE({below}, 1)"}
        return cells | shared | {"base_fits": self._fits(base, places)}

    def _units(self, cell: str, places: int) -> str:
        return f"CASE WHEN {_holds(cell, places)} THEN CAST(FLOOR({cell} * {10**places}) AS BIGINT) END"

    def _fits(self, cell: str, places: int) -> str:
        """True for nothing, and for what 64 bits hold in whole units: neither a finer number, nor a larger one, nor what is no number."""
        whole = f"{cell} * {10**places} = FLOOR({cell} * {10**places})"
        return f"CASE WHEN {cell} IS NULL THEN TRUE WHEN {_holds(cell, places)} THEN {whole} ELSE FALSE END"

    def _said(self, column: str, cell: str) -> str:
        """A text without the blanks around it, NULL for one that says nothing. A word of the rulebook has none: to know it is cheaper than to look for them."""
        trimmed = f"NULLIF({self.dialect.trimmed(cell)}, '')"
        words = [word for word in self.words.get(column, ()) if word and word == word.strip(BLANKS)]
        return f"CASE WHEN {cell} IN ({self.dialect.texts(words)}) THEN {cell} ELSE {trimmed} END" if words else trimmed

    def _cells(self, name: str, known: Sequence[Column], headers: Mapping[str, str]) -> _OfOne:
        given = matched(known, headers, name)
        plain = {header: plain_type(found) for header, found in headers.items()}
        problems = []
        texts = {}
        for column in known:
            header = given.get(column.name)
            kind = self.types[column.kind]
            if header is None:
                if column.name in ("matter", "reverses"):  # a key like any other of its table
                    kind = "BIGINT" if plain.get(given["entry"]) == "number" else self.dialect.text
                texts[column.name] = f"CAST(NULL AS {kind})"
                continue
            if column.kind == DAY and headers[header] == self.dialect.moment:
                problems.append(Problem("bulk.moment", {"column": header, "found": headers[header]}, Place(name)))
            elif plain[header] not in _FITTING[column.kind]:
                values = {"column": header, "found": headers[header], "expected": tuple(map(self.named.__getitem__, _FITTING[column.kind]))}
                binary = column.kind in (EXACT, SHARE) and plain[header] not in _PLAIN
                problems.append(Problem("bulk.binary_type" if binary else "bulk.column_type", values, Place(name)))
            named = f"f.{self.dialect.named(header)}"
            texts[column.name] = self._said(column.name, named) if plain[header] == "text" else named
            if column.kind in (WHOLE, DAY) or (column.name == "department" and self.texts and plain[header] == "number"):
                texts[column.name] = f"CAST({named} AS {kind})"
        if problems:
            raise Refused(problems)
        return _OfOne(texts, given, {name: plain[header] for name, header in given.items()})


def _holds(cell: str, places: int) -> str:
    most = 10 ** (_DIGITS - places)
    return f"{cell} BETWEEN -{most} AND {most}"


class _OfOne:
    """The cells of one table, which header fills which column, and the plain type of each that is given."""

    def __init__(self, texts: dict[str, str], given: Mapping[str, str], plain: Mapping[str, str]) -> None:
        self.texts, self.given, self.plain = texts, given, plain
