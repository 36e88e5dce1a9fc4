"""Ways back from a figure to what it was counted from: no number stands anywhere without one."""

from __future__ import annotations

from urllib.parse import urlencode

from django.urls import reverse


def ledger_at(year: int, **filters: object) -> str:
    """The year's ledger, narrowed as its own filters narrow it; what is empty is left out."""
    query = urlencode({name: value for name, value in filters.items() if value not in ("", None)})
    return f"{reverse('ledger', args=[year])}?{query}"
