"""The forms of a bureau's choices: each with the sentence that says what it changes, and for whom."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from kaohe.people.models import BureauSettings
from kaohe.people.models.settings import PAPERS, WORKING
from kaohe.web.forms.asking import Asking, Lines, why


class SettingsForm(Asking):
    """How the bureau works, as it is now. A further choice is a further field, under the name that the model gives it."""

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
        super().__init__(initial={name: getattr(settings, name) for name in WORKING}, **kwargs)


class PapersForm(Asking):
    """What stands on the bureau's papers, as it is now."""

    paper_mark = forms.CharField(
        label=_("发文机关标志"), required=False, max_length=60, help_text=_("红头上的字。留空则为单位名称加“文件”。"),
    )  # fmt: skip
    paper_code = forms.CharField(
        label=_("机关代字"), required=False, max_length=20, help_text=_("发文字号里年份前的字，例如“示财”。年份和序号印发时填。"),
    )  # fmt: skip
    paper_addressee = forms.CharField(
        label=_("主送机关"), required=False, max_length=200, help_text=_("通报、公示等发给谁。留空则为“机关各科室”。"),
    )  # fmt: skip
    paper_copies = Lines(label=_("抄送机关"), help_text=_("印在版记里，一行一个。"))
    paper_printer = forms.CharField(
        label=_("印发机关"), required=False, max_length=60, help_text=_("留空则为单位名称加“办公室”。")
    )
    paper_contact = forms.CharField(
        label=_("受理联系部门"), required=False, max_length=60, help_text=_("公示和告知单上写的联系部门。留空则为“局考核办”。"),
    )  # fmt: skip
    paper_telephone = forms.CharField(label=_("联系电话"), required=False, max_length=40)
    paper_place = forms.CharField(label=_("受理地点"), required=False, max_length=60)
    letter_receipt = forms.BooleanField(
        label=_("异议受理回执用信函格式"), required=False, help_text=_("信函格式：红色双线，发文字号在右上，首页不编页码。不选则为白头。"),
    )  # fmt: skip
    letter_decision = forms.BooleanField(label=_("复核决定书用信函格式"), required=False)
    letter_score = forms.BooleanField(label=_("得分告知单用信函格式"), required=False)
    reason = why()

    def __init__(self, settings: BureauSettings, **kwargs: Any) -> None:
        super().__init__(initial={name: getattr(settings, name) for name in PAPERS}, **kwargs)
