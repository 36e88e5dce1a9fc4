"""Mistakes in words: the row of a check (checking.py) as a problem with its place and what to do."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final

from kaohe.bulk.arithmetic import MOST_FIGURE
from kaohe.bulk.plan import Plan
from kaohe.engine import MOST_COUNT, Place, Problem, plainest

Row = Mapping[str, Any]


def problem(plan: Plan, code: str, row: Row) -> Problem:
    """The problem that the row of a check stands for."""
    values = {name: "" if value is None else value for name, value in row.items() if not name.startswith("place_")}
    values |= _VALUES.get(code, _as_it_is)(plan, row)
    department = str(row.get("department") or "")
    values.setdefault("department", department)
    place = Place(str(row.get("place_file") or ""), row=row.get("place_row"))
    return Problem(code, values, place, department=department)


def _as_it_is(plan: Plan, row: Row) -> dict[str, Any]:
    return {}


def _unknown_rule(plan: Plan, row: Row) -> dict[str, Any]:
    return {"found": row["rule"] or ""}


def _bad_count(plan: Plan, row: Row) -> dict[str, Any]:
    return {"found": row["count"], "most": MOST_COUNT}


def _outside_year(plan: Plan, row: Row) -> dict[str, Any]:
    return {"found": row["occurred_on"], "year": plan.year}


def _unknown_level(plan: Plan, row: Row) -> dict[str, Any]:
    rule = plan.rulebook.rules[row["rule"]]
    return {"found": row["level"] or "", "rule": rule.label, "expected": rule.known_levels()}


def _bad_size(plan: Plan, row: Row) -> dict[str, Any]:
    return {"most": MOST_FIGURE}


def _amount_range(plan: Plan, row: Row) -> dict[str, Any]:
    places = plan.limits.amount_places
    most = Decimal(plan.most_units(row["rule"]))
    return {"found": Decimal(row["amount"]).scaleb(-places), "most": most.scaleb(-places)}


def _amount_fine(plan: Plan, row: Row) -> dict[str, Any]:
    return {"places": plan.limits.amount_places}


def _base_fine(plan: Plan, row: Row) -> dict[str, Any]:
    return {"places": plan.limits.base_places, "shares": plan.limits.shares}


def _share_fine(plan: Plan, row: Row) -> dict[str, Any]:
    category = plan.gradings[int(row["rule"])].category
    return {"shares": plan.limits.shares, "category": plan.rulebook.categories[category].label}


def _unknown_category(plan: Plan, row: Row) -> dict[str, Any]:
    return {"found": row["found"] or "", "expected": tuple(plan.rulebook.categories)}


def _base_range(plan: Plan, row: Row) -> dict[str, Any]:
    return {"found": Decimal(row["found"]).scaleb(-plan.limits.base_places)}


def _goals_sum(plan: Plan, row: Row) -> dict[str, Any]:
    grading = plan.gradings[int(row["rule"])]
    category = plan.rulebook.categories[grading.category]
    return {"found": plainest(Fraction(int(row["found"]), grading.unit)), "expected": category.full, "category": category.label}


def _unknown_goal(plan: Plan, row: Row) -> dict[str, Any]:
    grading = plan.gradings[int(row["rule"])]
    return {"found": row["found"] or "", "category": plan.rulebook.categories[grading.category].label}


def _conflict(plan: Plan, row: Row) -> dict[str, Any]:
    return {"found": (row["one"], row["other"])}


#: What a sentence needs beside the row's own values.
_VALUES: Final[Mapping[str, Callable[[Plan, Row], dict[str, Any]]]] = {
    "ledger.unknown_rule": _unknown_rule,
    "ledger.bad_count": _bad_count,
    "ledger.outside_year": _outside_year,
    "ledger.unknown_level": _unknown_level,
    "ledger.amount_range": _amount_range,
    "bulk.bad_size": _bad_size,
    "bulk.amount_fine": _amount_fine,
    "bulk.base_fine": _base_fine,
    "bulk.share_fine": _share_fine,
    "goals.unknown_category": _unknown_category,
    "goals.base_range": _base_range,
    "goals.sum": _goals_sum,
    "bulk.nothing_shared": _goals_sum,
    "ledger.unknown_goal": _unknown_goal,
    "grading.conflict": _conflict,
}
