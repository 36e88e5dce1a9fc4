"""What is asked before a paper is printed: its day and its running number; and the code at the foot of one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kaohe.reports.models import Form
from kaohe.web.forms.asking import Asking, day


class IssueForm(Asking):
    """The day of issue and the running number of the year."""

    day = day(_("成文日期"), required=False)
    number = forms.IntegerField(label=_("发文序号"), required=False, min_value=1, max_value=9999)


class BatchForm(Asking):
    """Which papers in bulk, and as what."""

    def __init__(self, kinds: Sequence[tuple[str, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["what"] = forms.ChoiceField(label=_("哪一种"), choices=kinds, widget=forms.Select(attrs={"class": "kh-input"}))
        self.fields["form"] = forms.ChoiceField(label=_("格式"), choices=Form.choices, widget=forms.Select(attrs={"class": "kh-input"}))


class CodeForm(Asking):
    """The code as it stands at the foot of a paper."""

    code = forms.CharField(label=_("校验码"), max_length=40, help_text=_("十二位，不分大小写，横线可以不填。"))
