"""What saving a proposal would write down, before it is saved."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from kaohe.engine import shown
from kaohe.web.forms.trying import Asked

from .figures import joined
from .trying import words_of

if TYPE_CHECKING:
    from kaohe.web.desk import Desk


def to_save(rows: Iterable[Asked], desk: Desk) -> str:
    """Such as "无故缺勤 · 每次分值 1 → 2": the values that are other than the measures have them."""
    return joined(
        f"{words_of(row.parameter, desk)} {shown(row.parameter.value)} → {shown(row.value)}"
        for row in rows
        if row.value is not None and row.value != row.parameter.value
    )
