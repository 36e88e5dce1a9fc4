"""Ways back from a figure to what it was counted from: no number stands anywhere without one."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.urls import reverse

if TYPE_CHECKING:
    from kaohe.web.desk import Desk


def ledger_at(year: int, **filters: object) -> str:
    """The year's ledger, narrowed as its own filters narrow it; what is empty is left out."""
    query = urlencode({name: value for name, value in filters.items() if value not in ("", None)})
    return f"{reverse('ledger', args=[year])}?{query}"


def department_at(desk: Desk, code: str) -> str:
    """The department's page, where every point has its clause and entry; "" for whom it doesn't concern."""
    return reverse("department", args=[desk.cycle.year, code]) if code in desk.seen else ""
