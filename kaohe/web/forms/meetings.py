"""The forms of meetings: their day, the number of their minutes, where they sit and who is there."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar, NamedTuple

from django import forms
from django.utils.translation import gettext_lazy as _

from kaohe.people.models import Officer
from kaohe.web.forms.asking import Asking, Choices, Lines, day


class MeetingForm(Asking):
    """What every meeting's record begins with. `present` is a field of each kind's own."""

    held_on = day(_("会议日期"))
    begins = forms.TimeField(label=_("开始时间"), required=False, widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}))
    minutes = forms.CharField(label=_("纪要编号"), max_length=100, required=False, help_text=_("决定以它为依据。"))
    place = forms.CharField(label=_("会议地点"), max_length=60, required=False, help_text=_("印在会议纪要里；不填就不写。"))
    attending = Lines(label=_("列席人员"), help_text=_("没有表决权的人，一行一个，例如“各科室负责人”。"))


class GradingMeetingForm(MeetingForm):
    """What is written down when the leading group sits; changed when somebody comes or leaves."""

    SPEAKS_OF: ClassVar = {
        "panels.no_minutes": "minutes", "panels.minutes_taken": "minutes", "panels.nobody_present": "present", "panels.no_member": "present",
        "cycles.not_yet": "held_on",
    }  # fmt: skip
    field_order = ("held_on", "begins", "minutes", "place", "present", "attending")

    def __init__(self, members: Sequence[Officer], initial: dict[str, Any], **kwargs: Any) -> None:
        super().__init__(initial=initial, **kwargs)
        listed = [(each.username, f"{each.name} {each.title}".strip(), each) for each in members]
        self.fields["present"] = Choices(listed, label=_("到会成员"), required=False)
        self.order_fields(self.field_order)


class Bench(NamedTuple):
    """Who may be ticked, each by name with what they are: the bureau's leaders, and the heads of departments."""

    leaders: dict[str, str]
    heads: dict[str, str]


class DirectorsMeetingForm(MeetingForm):
    """Who was at the director's meeting: leaders and heads to be ticked, anyone else by name."""

    SPEAKS_OF: ClassVar = {
        "goals.no_minutes": "minutes", "goals.minutes_taken": "minutes", "goals.minutes_used": "minutes", "goals.nobody_present": "present",
        "goals.there_and_excused": "excused", "cycles.not_yet": "held_on",
    }  # fmt: skip
    field_order = ("held_on", "begins", "minutes", "place", "chair", "present", "excused", "heads", "attending")

    def __init__(self, bench: Bench, initial: dict[str, Any], **kwargs: Any) -> None:
        heads = [name for name in initial["attending"] if name in bench.heads]
        guests = [name for name in initial["attending"] if name not in bench.heads]
        super().__init__(initial={**initial, "heads": heads, "attending": guests}, **kwargs)
        # Who was there once and leads no more can still be ticked.
        leaders = {**bench.leaders, **{name: name for name in (*initial["present"], *initial["excused"]) if name not in bench.leaders}}
        chairs = dict.fromkeys([*leaders, *([initial["chair"]] if initial["chair"] else [])])
        self.fields["chair"] = forms.ChoiceField(
            label=_("主持人"), required=False, choices=[("", "—"), *((name, name) for name in chairs)], widget=forms.Select(attrs={"class": "kh-input"}),
        )  # fmt: skip
        self.fields["present"] = _ticks(leaders, label=_("出席"))
        self.fields["excused"] = _ticks({**leaders, **bench.heads}, label=_("请假"))
        self.fields["heads"] = _ticks(bench.heads, label=_("列席的科室负责人"))
        self.fields["attending"].label = _("其他列席人员")
        self.order_fields(self.field_order)

    def clean(self) -> dict[str, Any]:
        read = dict(super().clean() or {})
        read["attending"] = [*read.pop("heads", []), *read.get("attending", [])]
        return read


def _ticks(names: dict[str, str], **kwargs: Any) -> Choices:
    return Choices([(name, words, name) for name, words in names.items()], required=False, **kwargs)
