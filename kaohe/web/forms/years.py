"""What is asked to open a year, plan its dates, move it on, and keep the working days."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kaohe.cycles.milestones import FOLLOWS, Key, keys
from kaohe.cycles.models import CalendarDay, Edition
from kaohe.days.calendar import Kind
from kaohe.engine import Refused
from kaohe.web.forms.asking import Asking, Choice, day, why
from kaohe.web.shapes.figures import language


class DatesForm(Asking):
    """Every date of a year; the deadline for objections follows from the notice and isn't asked."""

    def __init__(
        self, *args: Any, periods: Iterable[str], planned: Mapping[Key, date] | None = None, **kwargs: Any
    ) -> None:
        initial = {field_of(key): value for key, value in (planned or {}).items()}
        super().__init__(*args, initial={**initial, **kwargs.pop("initial", {})}, **kwargs)
        labels = list(periods)
        self.keys = [key for key in keys(len(labels)) if key.milestone != FOLLOWS]
        for key in self.keys:
            label = f"{labels[key.number - 1]} · {key.milestone.label}" if key.number else key.milestone.label
            self.fields[field_of(key)] = field = day(label)
            field.widget.attrs["class"] = "kh-input"

    def chosen(self) -> dict[Key, date]:
        """The dates as typed, once the form is valid."""
        return {key: self.cleaned_data[field_of(key)] for key in self.keys}

    def refuse(self, refused: Refused) -> None:
        """Each refusal beside the date that it speaks of."""
        for problem in refused.problems:
            what = problem.values.get("what")
            field = field_of(what.key) if hasattr(what, "key") else None
            self.add_error(field if field in self.fields else None, problem.message(language()))


class OpenYearForm(DatesForm):
    """The year, the edition that it follows, and its dates."""

    year = forms.IntegerField(label=_("年度"), min_value=2000, max_value=2100)

    def __init__(self, *args: Any, editions: Iterable[Edition], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["edition"] = Choice(((each.code, _spoken(each), each) for each in editions), label=_("考核办法"))
        self.fields["edition"].widget.attrs["class"] = "kh-input"
        self.order_fields(["year", "edition"])


class PlanForm(DatesForm):
    """The dates of a year planned anew, and why."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"] = why()
        self.fields["reason"].widget.attrs["class"] = "kh-input"


class DayForm(Asking):
    """One day on which the bureau works or rests otherwise."""

    SPEAKS_OF = {"cycles.day_unsourced": "source"}

    day = day(_("日期"))
    kind = forms.ChoiceField(label=_("类型"), choices=[*reversed(CalendarDay.KINDS)], initial=Kind.REST)
    name = forms.CharField(label=_("名称"), max_length=40, required=False)
    source = forms.CharField(label=_("依据"), max_length=200, help_text=_("由哪份文件规定，如地方政府通知的文号"))


class CalendarUploadForm(Asking):
    """A year's table, and the notice it was taken from."""

    year = forms.IntegerField(label=_("年份"), min_value=2004, max_value=2100)
    source = forms.CharField(
        label=_("依据"), max_length=200, help_text=_("国务院办公厅通知的文号，如 国办发明电〔2026〕7号")
    )
    file = forms.FileField(label=_("文件"), help_text=_("按模板填好的 .xlsx 或 .csv"))


def field_of(key: Key) -> str:
    """The name of the field that asks this date."""
    return f"{key.milestone}-{key.number}" if key.number else str(key.milestone)


def _spoken(edition: Edition) -> str:
    """The edition's name in the reader's language."""
    return edition.rulebook().in_language(edition.label, language())
