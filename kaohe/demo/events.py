"""The events that moved points, from the year's table: absences, errors, complaints, breaches, praise, reversals."""

from __future__ import annotations

from datetime import date
from typing import Any

from kaohe.demo.drafts import Drafts
from kaohe.demo.tables import rows_of
from kaohe.engine import Goal, read_number


def write_events(drafts: Drafts, goals: tuple[Goal, ...]) -> None:
    """Write every row of the year's table of events."""
    codes = {(goal.department, goal.title): goal.code for goal in goals}
    for row in rows_of(f"events_{drafts.year}"):
        facts: dict[str, Any] = {
            "count": int(row["count"]),
            "level": row["level"],
            "matter": row["matter"],
            "goal": codes[row["department"], row["goal"]] if row["goal"] else "",
            "amount": read_number(row["amount"]) if row["amount"] else None,
            "persons": tuple(filter(None, row["persons"].split(";"))),
            "about": row["about"],
            "evidence": tuple(filter(None, row["evidence"].split(";"))),
            "reverses": row["reverses"],
        }
        if row["recorded"]:
            facts["recorded_on"] = date.fromisoformat(row["recorded"])
        drafts.write(row["department"], row["rule"], date.fromisoformat(row["on"]), key=row["key"], **facts)
