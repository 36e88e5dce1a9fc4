"""The form of leave and going out: who, from when to when, and nothing about why."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from kaohe.web.forms.recording import DATES, RecordForm


class LeaveForm(RecordForm):
    """One leave of one person or of several; days to come are welcome. No reason and no paper is asked for or taken."""

    def _people(self) -> None:
        super()._people()
        bounds = {"type": "date", "min": self.desk.cycle.starts, "max": self.desk.cycle.ends}
        first = self.fields["occurred_on"]
        first.label, first.help_text = _("从"), _("可以提前登记")
        first.widget.attrs["max"] = self.desk.cycle.ends
        self.fields["until"] = forms.DateField(
            label=_("到"), required=False, input_formats=DATES, help_text=_("只一天就留空"),
            widget=forms.DateInput(attrs=bounds, format="%Y-%m-%d"),
            error_messages={"invalid": _("看不懂这个日期。请按 2025-03-12 的样子填写。")},
        )  # fmt: skip

    def _what(self) -> None:
        words = [(each, capfirst(self.desk.say(each))) for each in self.rule.words]
        if len(words) > 1:
            self.fields["words"] = forms.ChoiceField(
                label=_("情况"), choices=words, initial=words[0][0], help_text=_("不写原因，不收假条")
            )

    def _proof(self, twin: bool) -> None:
        if twin:
            self.fields["confirmed"] = forms.BooleanField(label=_("已核对，不是同一件事"), required=False)

    def clean(self) -> dict[str, Any]:
        """It ends no earlier than it begins."""
        data = self.cleaned_data
        first, last = data.get("occurred_on"), data.get("until")
        if first and last and last < first:
            self.add_error("until", _("止期早于起期。请对调或改正。"))
        return data

    def told(self) -> dict[str, Any]:
        """What `record_leave` takes."""
        data = self.cleaned_data
        return {
            "department": self.departments[data["department"]], "rule": self.rule.code, "persons": data["persons"],
            "starts": data["occurred_on"], "until": data.get("until"), "about": data.get("words", ""),
            "confirmed": bool(data.get("confirmed")),
        }  # fmt: skip
