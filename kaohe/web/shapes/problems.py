"""Why a form was refused, as the list on top of it: each sentence leads to the field that it is about."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

from django import forms

from kaohe.engine import Problem

#: The field that a problem's sentence is about, by its code or by the beginning of it.
FIELDS = {
    "ledger.lacks_person": "persons", "ledger.lacks_about": "about", "ledger.lacks_evidence": "numbers",
    "ledger.other_words": "words", "ledger.bad_until": "until", "ledger.lacks_matter": "matter", "ledger.lacks_amount": "amount", "ledger.lacks_goal": "goal",
    "ledger.unknown_level": "level", "ledger.bad_count": "count", "ledger.amount_range": "amount",
    "ledger.twin": "confirmed", "ledger.reversal_without_why": "why", "ledger.reverses_too_much": "count",
    "ledger.answer_": "text", "ledger.on_leave": "occurred_on", "ledger.file_foreign": "numbers",
    "cycles.not_yet": "occurred_on", "cycles.outside_year": "occurred_on", "people.": "department",
    "cycles.amendment_unnamed": "label", "cycles.amendment_twice": "label", "cycles.amendment_label_": "label", "cycles.amendment_reason_": "reason",
    "evidence.too_many": "numbers", "evidence.": "files",
}  # fmt: skip


class Shown(NamedTuple):
    """One sentence and the id of the field it leads to; "" where it is about the whole."""

    words: str
    field: str = ""


def shown(problems: Iterable[Problem], say: Callable[[Problem], str], names: Iterable[str] = ()) -> list[Shown]:
    """The refusals of an action. `names`: the fields that stand on the page."""
    names = set(names)
    return [Shown(say(each), _id(each.code, names)) for each in problems]


def of_form(form: forms.BaseForm) -> list[Shown]:
    """What the form itself could not read."""
    return [Shown(str(words), f"id_{name}" if name in form.fields else "") for name, found in form.errors.items() for words in found]


def _id(code: str, names: set[str], table: Mapping[str, str] = FIELDS) -> str:
    name = next((field for start, field in table.items() if code.startswith(start)), "")
    return f"id_{name}" if name in names else ""


def labelled(form: forms.BaseForm) -> list[Shown]:
    """Everything that stands against a form, each with the name of its field, as the list on top of the page."""
    whole = [Shown(str(words)) for words in form.non_field_errors()]
    return whole + [Shown(f"{field.label}：{words}", field.id_for_label) for field in form for words in field.errors]
