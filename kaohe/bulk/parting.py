"""How a year of many files is taken apart: one file after the other, where none of them needs to know of another.

That is so where no department stands in two files, and no number of an entry can stand twice in a bureau. Where that
isn't certain, all files are taken together.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple

from kaohe.bulk.tables import Tables

if TYPE_CHECKING:
    from kaohe.bulk.duck import Duck


class Part(NamedTuple):
    """Files that are taken at once, and the condition on a department `e` for being theirs."""

    tables: Tables
    own: str


def parted(duck: Duck, tables: Tables) -> list[Part]:
    """The parts; the table `spoken` says which departments each speaks of. `everyone` is open already. Raises Refused."""
    parts = tables.parts()
    if len(parts) > 1:
        own = list(_own(duck, parts))
        if own and (not _torn(duck, own) or _numbers_apart(duck, parts)):
            return [Part(part, theirs) for part, theirs in zip(parts, own, strict=True)]
    return [Part(tables, "TRUE")]


def _own(duck: Duck, parts: Sequence[Tables]) -> Iterator[str]:
    """For each part the condition on its departments; nothing where one stands in two."""
    bounds = [_bounds(duck, part, "department", goals=part.own_goals) for part in parts]
    if _apart(bounds):
        for first, last in bounds:
            yield "FALSE" if first is None else f"e.department BETWEEN {_said(duck, first)} AND {_said(duck, last)}"
        return
    for at, part in enumerate(parts):
        making = "INSERT INTO spoken" if at else "CREATE OR REPLACE TABLE spoken AS"
        _open(duck, part)
        duck.connection.execute(f"{making} SELECT DISTINCT {at} AS part, department FROM ({_spoken_of('department', goals=part.own_goals)}) s")
    if not duck.one("SELECT COUNT(*) - COUNT(DISTINCT department) FROM spoken"):
        yield from (f"e.department IN (SELECT department FROM spoken WHERE part = {at})" for at, _ in enumerate(parts))


def _torn(duck: Duck, own: Sequence[str]) -> bool:
    """True where a bureau has departments in more than one part."""
    places = " UNION ALL ".join(f"SELECT DISTINCT e.bureau FROM everyone e WHERE {theirs}" for theirs in own)
    return bool(duck.one(f"SELECT COUNT(*) - COUNT(DISTINCT bureau) FROM ({places}) p"))


def _numbers_apart(duck: Duck, parts: Sequence[Tables]) -> bool:
    """True where no two parts can hold the same number of an entry."""
    return _apart([_bounds(duck, part, "entry", goals=False) for part in parts])


def _apart(bounds: Sequence[tuple[Any, Any]]) -> bool:
    """True where no two overlap; where some are numbers and some texts, that isn't certain."""
    known = [each for each in bounds if each[0] is not None]
    if len({type(first) for first, _ in known}) > 1:
        return False
    return all(one[1] < other[0] for one, other in pairwise(sorted(known)))


def _bounds(duck: Duck, part: Tables, column: str, *, goals: bool) -> tuple[Any, Any]:
    """The least and the largest of a column; None for none."""
    _open(duck, part)
    found = duck.rows(f"SELECT MIN({column}) AS first, MAX({column}) AS last FROM ({_spoken_of(column, goals=goals)}) s")[0]
    return found["first"], found["last"]


def _open(duck: Duck, part: Tables) -> None:
    duck.views.ledger(part.ledger)
    duck.views.goals(part.goals)


def _spoken_of(column: str, *, goals: bool) -> str:
    return f"SELECT {column} FROM ledger" + (f" UNION ALL SELECT {column} FROM goals" if goals else "")


def _said(duck: Duck, key: Any) -> str:
    return duck.dialect.said(key) if isinstance(key, str) else str(key)
