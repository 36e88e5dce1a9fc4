"""Proposals of other numbers: what saving one would write down, and what was proposed before."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, NamedTuple

from django.urls import reverse

from kaohe.cycles.models import Amendment
from kaohe.engine import shown
from kaohe.engine.parameters import Parameter
from kaohe.web.forms.trying import Asking, address

from .figures import joined
from .trying import words_of

if TYPE_CHECKING:
    from kaohe.web.desk import Desk


class Proposed(NamedTuple):
    """An amendment that was written down; `own`: it stands, and whoever looks at it may withdraw it."""

    number: int
    label: str
    words: str
    reason: str
    who: str
    when: object
    url: str
    withdrawn: object
    own: bool


def to_save(asking: Asking, desk: Desk) -> str:
    """Such as "无故缺勤 · 每次分值 1 → 2": the values that are other than the measures have them."""
    values = asking.values
    return _changes(((row.parameter, shown(values[row.parameter.path])) for row in asking.rows if row.parameter.path in values), desk)


def proposed(rows: Iterable[Amendment], known: Mapping[str, Parameter], desk: Desk) -> list[Proposed]:
    """What was proposed before, the latest first."""
    return [
        Proposed(
            number=row.pk,
            label=row.label,
            words=_changes(((known[path], value) for path, value in row.values.items() if path in known), desk),
            reason=row.reason,
            who=row.written_by.name,
            when=row.written_at,
            url=reverse("trying", args=[desk.cycle.year]) + address(row.values),
            withdrawn=withdrawn,
            own=withdrawn is None and row.written_by_id == desk.officer.pk,
        )
        for row in rows
        for withdrawn in [row.withdrawal.withdrawn_at if hasattr(row, "withdrawal") else None]
    ]


def _changes(changes: Iterable[tuple[Parameter, str]], desk: Desk) -> str:
    """Parameters in words, what the measures have and what they were changed to."""
    return joined(f"{words_of(parameter, desk)} {shown(parameter.value)} → {value}" for parameter, value in changes)
