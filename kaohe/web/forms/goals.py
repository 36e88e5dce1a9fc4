"""The grid of goals and the meeting's decisions, as forms send them."""

import re
from collections.abc import Mapping

from django.http import QueryDict

from kaohe.goals.models import Decision
from kaohe.goals.rows import FIELDS, MOST_ROWS, Row

_CELL = re.compile(r"row-(\d{1,3})-([a-z_]+)")
#: What the meeting may change of a goal in its own view.
CHANGEABLE = ("title", "base", "measure", "target", "quality", "due")


def typed_rows(post: QueryDict) -> list[Row]:
    """The rows of the grid in their order, those ticked to be dropped left out."""
    cells: dict[int, dict[str, str]] = {}
    for name, value in post.items():
        if match := _CELL.fullmatch(name):
            cells.setdefault(int(match[1]), {})[match[2]] = str(value)
    kept = [cells[number] for number in sorted(cells) if not cells[number].get("drop")]
    rows = [{field: row.get(field, "") for field in FIELDS} for row in kept[: MOST_ROWS + 1]]
    return [row for row in rows if any(row[field].strip() for field in FIELDS if field not in ("category", "key_work"))]


def typed_ruling(post: QueryDict) -> tuple[str, Decision] | None:
    """The goal's number and what was decided on it; None where no such button was pressed."""
    decision, _, code = post.get("ruling", "").partition(":")
    known = code and decision in (Decision.APPROVED, Decision.CHANGED, Decision.STRUCK)
    return (code, Decision(decision)) if known else None


def typed_values(post: QueryDict, code: str) -> Mapping[str, str]:
    """The values that the meeting typed for a goal."""
    return {field: post.get(f"{field}-{code}", "") for field in CHANGEABLE if f"{field}-{code}" in post}
