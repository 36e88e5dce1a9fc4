"""The form of a bureau's choices: each with the sentence that says what it changes, and for whom."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from kaohe.people.models import BureauSettings
from kaohe.people.models.settings import CHOICES
from kaohe.web.forms.asking import Asking, why


class SettingsForm(Asking):
    """Every choice as it is now. A further choice is a further field, under the name that the model gives it."""

    SPEAKS_OF: ClassVar = {"people.no_quorum": "quorum"}

    opinions_first = forms.BooleanField(
        label=_("划档会：先填意见，再看建议"), required=False,
        help_text=_("开启后，成员填了自己的意见，才看得到系统建议和其他成员的意见。"),
    )  # fmt: skip
    supervisors_recused = forms.BooleanField(
        label=_("分管领导回避所分管的科室"), required=False,
        help_text=_("划档、决定客观原因等，科室自己的人一律回避；开启后，分管领导也回避。"),
    )  # fmt: skip
    quorum = forms.IntegerField(
        label=_("划档会的法定人数"), required=False, min_value=1, max_value=999,
        help_text=_("到会且不回避的成员少于此数时给出提示，并写进会议记录。留空则按领导小组过半数。"),
    )  # fmt: skip
    single_keys = forms.BooleanField(
        label=_("允许单键快捷（1–5、0、j、k）"), required=False,
        help_text=_("每个人还可以在页面上自己关掉。"),
    )  # fmt: skip
    reason = why()

    def __init__(self, settings: BureauSettings, **kwargs: Any) -> None:
        super().__init__(initial={name: getattr(settings, name) for name in CHOICES}, **kwargs)
