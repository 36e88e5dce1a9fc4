"""The grid of goals and the meeting's decisions, as forms send them."""

import re
from collections.abc import Mapping

from django.http import QueryDict

from kaohe.goals.models import Decision
from kaohe.goals.rows import FIELDS, MOST_ROWS, Row

_CELL = re.compile(r"row-(\d{1,3})-([a-z_]+)")
_RULING = re.compile(r"decision-(.{1,40})")
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


def typed_rulings(post: QueryDict) -> dict[str, Decision]:
    """What was decided, by the goal's number; goals without a choice are left out."""
    found = {}
    for name, value in post.items():
        match = _RULING.fullmatch(name)
        if match and value in (Decision.APPROVED, Decision.CHANGED, Decision.STRUCK):
            found[match[1]] = Decision(str(value))
    return found


def typed_values(post: QueryDict, code: str) -> Mapping[str, str]:
    """The values that the meeting typed for a goal."""
    return {field: post.get(f"{field}-{code}", "") for field in CHANGEABLE if f"{field}-{code}" in post}
