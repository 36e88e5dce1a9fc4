"""How well something answers what was typed: by what is written, by the letters it is spelled in, by the first of each.

One order for rows of a table, which the database asks itself, and for the few things that stand in no table.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, TypeVar

from django.db.models import Case, IntegerField, Model, Q, QuerySet, Value, When

Row = TypeVar("Row", bound=Model)

#: From the best: written exactly so, begins so, holds it; initials begin so, letters begin so, either holds it.
EXACT, BEGINS, HOLDS, INITIALS, LETTERS, INSIDE = range(6)


def asked_letters(asked: str) -> str:
    """What was typed, if it may be letters of a spelling; else nothing."""
    plain = asked.replace(" ", "").lower()
    return plain if plain.isascii() and plain.isalpha() else ""


def fit(asked: str, texts: Iterable[str], letters: str = "") -> int | None:
    """The place in that order, the lowest the best; None where nothing fits. `letters` as `pinyin.letters_of` writes them."""
    wanted = asked.casefold()
    found = [_written(wanted, text.casefold()) for text in texts if text and wanted in text.casefold()]
    plain = asked_letters(asked)
    if plain and plain in letters and (len(plain) > 1 or f".{plain}" in letters or f" {plain}" in letters):
        found.append(INITIALS if f".{plain}" in letters else LETTERS if f" {plain}" in letters else INSIDE)
    return min(found, default=None)


def _written(asked: str, text: str) -> int:
    return EXACT if text == asked else BEGINS if text.startswith(asked) else HOLDS


def ranked(rows: QuerySet[Row], asked: str, columns: Sequence[str], order: Sequence[str]) -> QuerySet[Row]:
    """Those of the rows that answer, the best first, each with its place as `fit`.

    columns  hold what is written; the letters stand in the row's `letters`
    order    among those that answer as well
    """
    steps: list[tuple[Q, int]] = []
    for lookup, place in (("iexact", EXACT), ("istartswith", BEGINS), ("icontains", HOLDS)):
        steps += [(Q(**{f"{column}__{lookup}": asked}), place) for column in columns]
    if plain := asked_letters(asked):
        steps += [(Q(letters__contains=f".{plain}"), INITIALS), (Q(letters__contains=f" {plain}"), LETTERS)]
        steps += [(Q(letters__contains=plain), INSIDE)] if len(plain) > 1 else []
    answer = Case(*(When(condition, then=Value(at)) for condition, at in steps), output_field=IntegerField())
    found: Any = rows.annotate(fit=answer)
    return found.filter(fit__isnull=False).order_by("fit", *order)
