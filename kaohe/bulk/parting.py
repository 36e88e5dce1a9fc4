"""How a year of many files is taken apart: one file after the other, where none of them needs to know of another.

That is so where no department stands in two files, and no number of an entry can stand twice in a bureau. Where that
isn't certain, all files are taken together.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any, NamedTuple

from kaohe.bulk.running import Run
from kaohe.bulk.tables import Tables
from kaohe.bulk.views import Views


class Part(NamedTuple):
    """Files that are taken at once, and the condition on a department `e` for being theirs."""

    tables: Tables
    own: str


def parted(run: Run, views: Views, tables: Tables) -> list[Part]:
    """The parts; the table `spoken` says which departments each speaks of. `everyone` is open already. Raises Refused."""
    parts = tables.parts()
    if len(parts) > 1:
        own = list(_own(run, views, parts))
        if own and (not _torn(run, own) or _numbers_apart(run, views, parts)):
            return [Part(part, theirs) for part, theirs in zip(parts, own, strict=True)]
    return [Part(tables, "TRUE")]


def _own(run: Run, views: Views, parts: Sequence[Tables]) -> Iterator[str]:
    """For each part the condition on its departments; nothing where one stands in two."""
    bounds = [_bounds(run, views, part, "department", goals=part.own_goals) for part in parts]
    if _apart(bounds):
        for first, last in bounds:
            yield "FALSE" if first is None else f"e.department BETWEEN {_said(run, first)} AND {_said(run, last)}"
        return
    for at, part in enumerate(parts):
        _open(views, part)
        before = "SELECT * FROM spoken UNION ALL " if at else ""
        run.keep("spoken", f"{before}SELECT DISTINCT {at} AS part, department FROM ({_spoken_of('department', goals=part.own_goals)}) s")
    if not run.one("SELECT COUNT(*) - COUNT(DISTINCT department) FROM spoken"):
        yield from (f"e.department IN (SELECT department FROM spoken WHERE part = {at})" for at, _ in enumerate(parts))


def _torn(run: Run, own: Sequence[str]) -> bool:
    """True where a bureau has departments in more than one part."""
    places = " UNION ALL ".join(f"SELECT DISTINCT e.bureau FROM everyone e WHERE {theirs}" for theirs in own)
    return bool(run.one(f"SELECT COUNT(*) - COUNT(DISTINCT bureau) FROM ({places}) p"))


def _numbers_apart(run: Run, views: Views, parts: Sequence[Tables]) -> bool:
    """True where no two parts can hold the same number of an entry."""
    return _apart([_bounds(run, views, part, "entry", goals=False) for part in parts])


def _apart(bounds: Sequence[tuple[Any, Any]]) -> bool:
    """True where no two overlap; where some are numbers and some texts, that isn't certain."""
    known = [each for each in bounds if each[0] is not None]
    if len({type(first) for first, _ in known}) > 1:
        return False
    return all(one[1] < other[0] for one, other in pairwise(sorted(known)))


def _bounds(run: Run, views: Views, part: Tables, column: str, *, goals: bool) -> tuple[Any, Any]:
    """The least and the largest of a column; None for none."""
    _open(views, part)
    found = run.rows(f"SELECT MIN({column}) AS first, MAX({column}) AS last FROM ({_spoken_of(column, goals=goals)}) s")[0]
    return found["first"], found["last"]


def _open(views: Views, part: Tables) -> None:
    views.ledger(part.ledger)
    views.goals(part.goals)


def _spoken_of(column: str, *, goals: bool) -> str:
    return f"SELECT {column} FROM ledger" + (f" UNION ALL SELECT {column} FROM goals" if goals else "")


def _said(run: Run, key: Any) -> str:
    return run.dialect.said(key) if isinstance(key, str) else str(key)
