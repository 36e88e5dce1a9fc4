"""An allotment as plain rows, for spreadsheets."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from kaohe.engine import phrase, register, total
from kaohe.files.tables import Cell, Table
from kaohe.uses.models import Kept

register(
    {
        "uses.table.department": ("科室", "Department"),
        "uses.table.name": ("姓名", "Name"),
        "uses.table.heads": ("人数", "Heads"),
        "uses.table.score": ("得分", "Score"),
        "uses.table.coefficient": ("系数", "Coefficient"),
        "uses.table.weight": ("权重", "Weight"),
        "uses.table.amount": ("金额（元）", "Amount (yuan)"),
        "uses.table.sum": ("合计", "Total"),
    }
)
COLUMNS = ("department", "name", "heads", "score", "coefficient", "weight", "amount")


def reward_table(lines: Iterable[Kept], names: Mapping[str, str], language: str = "zh") -> Table:
    """One row a share, and what they come to; `names` are the departments' by their codes."""
    lines = tuple(lines)
    rows: list[tuple[Cell, ...]] = [
        (names.get(line.department, line.department), line.name, line.heads, line.score, line.coefficient, line.weight, line.amount)
        for line in lines
    ]
    whole = total(line.amount for line in lines)
    rows.append((phrase("uses.table.sum", language), "", total(line.heads for line in lines), None, None, None, whole))
    return Table(tuple(phrase(f"uses.table.{name}", language) for name in COLUMNS), tuple(rows))
