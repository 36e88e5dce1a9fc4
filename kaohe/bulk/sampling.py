"""Some bureaus of a year of columns, scored by the engine itself, and every figure of theirs held against what was written."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from kaohe.bulk.dialects import DUCKDB
from kaohe.bulk.duck import Duck
from kaohe.bulk.facts import as_department, as_entry, as_goal
from kaohe.bulk.paths import parquet, parts_of
from kaohe.bulk.reference import expected
from kaohe.bulk.tables import Tables
from kaohe.engine import Facts, score


class Found(NamedTuple):
    """How many figures of how many departments were compared, and where they differ: department, column, found, expected."""

    departments: int
    figures: int
    differences: list[tuple[str, str, Any, Any]]


def sampled(duck: Duck, tables: Tables, departments: int) -> dict[str, Facts]:
    """The facts of whole bureaus, by bureau, until there are that many departments; the same ones every time."""
    plan = duck.plan
    sizes = duck.rows("SELECT bureau, COUNT(*) AS number FROM everyone GROUP BY bureau ORDER BY md5(CAST(bureau AS VARCHAR))")
    bureaus, total = [], 0
    for row in sizes:
        if total >= departments:
            break
        bureaus.append(row["bureau"])
        total += row["number"]
    chosen = f"SELECT department, bureau FROM everyone WHERE bureau IN ({DUCKDB.texts(bureaus)})"
    duck.keep("chosen", chosen)
    duck.views.ledger(tables.ledger)
    duck.views.goals(tables.goals)
    own: dict[str, dict[str, list[Any]]] = {bureau: defaultdict(list) for bureau in bureaus}
    for row in duck.rows("SELECT e.* FROM everyone e JOIN chosen c ON c.department = e.department ORDER BY e.department"):
        own[row["bureau"]]["departments"].append(as_department(row, plan.rulebook))
    for row in duck.rows("SELECT g.*, c.bureau FROM goals g JOIN chosen c ON c.department = g.department"):
        own[row["bureau"]]["goals"].append(as_goal(row, plan.limits.base_places))
    for row in duck.rows("SELECT l.*, c.bureau FROM ledger l JOIN chosen c ON c.department = l.department"):
        own[row["bureau"]]["entries"].append(as_entry(row, plan.rulebook, plan.limits.amount_places))
    return {
        bureau: Facts(plan.year, tuple(each["departments"]), tuple(each["goals"]), tuple(each["entries"]), plan.as_of)
        for bureau, each in own.items()
    }


def compared(duck: Duck, bureaus: Mapping[str, Facts], written: Path) -> Found:
    """Every figure of those bureaus against a file of results. Ranks above bureaus need everybody, and are left out."""
    boards = {bureau: score(duck.plan.rulebook, facts) for bureau, facts in bureaus.items()}
    wanted = expected(duck.plan, boards, above=False)
    where = f"CAST(bureau AS VARCHAR) IN ({DUCKDB.texts(bureaus)})"
    rows = {str(row["department"]): row for row in duck.rows(f"SELECT * FROM {parquet(parts_of(written))} WHERE {where}")}
    differences, figures = [], 0
    for department, row in wanted.items():
        for column, value in row.items():
            figures += 1
            found = rows.get(department, {}).get(column)
            keys = column in ("department", "bureau")  # numbers in a file, texts in facts
            if (str(found) if keys else found) != value:
                differences.append((department, column, found, value))
    return Found(len(wanted), figures, differences)
