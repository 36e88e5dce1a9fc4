"""The form of a grading meeting: its day, the number of its minutes, where it sits and who is there."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from kaohe.people.models import Officer
from kaohe.web.forms.asking import Asking, Choices, day


class MeetingForm(Asking):
    """What is written down when the group sits; changed when somebody comes or leaves."""

    SPEAKS_OF: ClassVar = {
        "panels.no_minutes": "minutes", "panels.minutes_taken": "minutes", "panels.nobody_present": "present", "panels.no_member": "present",
        "cycles.not_yet": "held_on",
    }  # fmt: skip

    held_on = day(_("会议日期"))
    minutes = forms.CharField(label=_("纪要编号"), max_length=100, required=False, help_text=_("决定记入台账时以它为依据。"))
    place = forms.CharField(label=_("会议地点"), max_length=60, required=False, help_text=_("印在会议纪要里；不填就不写。"))
    field_order = ("held_on", "minutes", "place", "present")

    def __init__(self, members: Sequence[Officer], initial: dict[str, Any], **kwargs: Any) -> None:
        super().__init__(initial=initial, **kwargs)
        listed = [(each.username, f"{each.name} {each.title}".strip(), each) for each in members]
        self.fields["present"] = Choices(listed, label=_("到会成员"), required=False)
        self.order_fields(self.field_order)
