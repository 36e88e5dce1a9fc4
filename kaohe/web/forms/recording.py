"""The form of one event, drawn from what its rule asks; and the form that takes an entry back."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as _

from kaohe.engine import Exact, read_number
from kaohe.files.cells import Odd, read_list
from kaohe.goals.models import Goal
from kaohe.people.deeds import Deed, may
from kaohe.people.models import Department

if TYPE_CHECKING:
    from kaohe.web.desk import Desk

DATES = ["%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y年%m月%d日"]
#: The order in which the fields stand where a screen doesn't say otherwise.
ORDER = (
    "department", "occurred_on", "until", "persons", "level", "matter", "goal", "count", "amount", "about", "numbers",
    "files", "document_number", "confirmed",
)  # fmt: skip


class ManyFiles(forms.ClearableFileInput):
    """An input that takes several files."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files; `takes_files` has read them by the time the form is looked at."""

    widget = ManyFiles

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        return list(data) if isinstance(data, list | tuple) else [data] if data else []


class NamesField(forms.CharField):
    """Names of people, apart by commas or line breaks; spaces within a Chinese name do no harm."""

    def to_python(self, value: Any) -> Any:
        try:
            return tuple("".join(name.split()) if re.search("[一-鿿]", name) else name for name in read_list(value or ""))
        except Odd:
            raise forms.ValidationError(_("看不懂这些姓名。请用顿号隔开。")) from None


class NumbersField(forms.CharField):
    """Numbers of documents, apart by commas; brackets within them stay whole."""

    def to_python(self, value: Any) -> Any:
        return tuple(part.strip() for part in re.split(r"[,，、;；\n]+", value or "") if part.strip())


class ExactNumberField(forms.CharField):
    """An exact number as it is typed."""

    def to_python(self, value: Any) -> Exact | None:  # type: ignore[override]
        if not (value or "").strip():
            return None
        try:
            return read_number(value.strip())
        except ValueError:
            raise forms.ValidationError(_("请填数字，如 1.5。")) from None


class RecordForm(forms.Form):
    """One event of one rule. What the rule asks must be given; the rest may be."""

    def __init__(self, desk: Desk, rule: Any, *args: Any, order: Sequence[str] = (), twin: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.desk, self.rule, self.asks = desk, rule, frozenset(rule.asks)
        self.departments = {each.code: each for each in desk.departments if may(desk.officer, Deed.RECORD_ENTRY, each)}
        self._people()
        self._what()
        self._proof(twin)
        self.order_fields([*order, *ORDER])
        for name, field in self.fields.items():
            self._dress(name, field)

    def _people(self) -> None:
        choices = [("", _("请选择")), *((code, self.desk.say(each.title)) for code, each in self.departments.items())]
        self.fields["department"] = forms.ChoiceField(label=_("科室"), choices=choices)
        today = self.desk.cycle.bureau.today()
        initial = min(today, self.desk.cycle.ends)
        dated = forms.DateInput(attrs={"type": "date", "min": self.desk.cycle.starts, "max": initial}, format="%Y-%m-%d")
        self.fields["occurred_on"] = forms.DateField(
            label=_("发生日期"), initial=initial, input_formats=DATES, widget=dated,
            error_messages={"invalid": _("看不懂这个日期。请按 2025-03-12 的样子填写。")},
        )  # fmt: skip
        self.fields["persons"] = NamesField(
            label=_("人员"), required="person" in self.asks, max_length=400, help_text=_("多人用顿号隔开"),
            widget=forms.TextInput(attrs={"list": "officers", "autocomplete": "off"}),
        )  # fmt: skip

    def _what(self) -> None:
        say = self.desk.say
        if levels := getattr(self.rule, "levels", ()):
            choices = [("", _("请选择")), *((each.code, say(each.label)) for each in levels)]
            self.fields["level"] = forms.ChoiceField(label=_("层级"), choices=choices)
        self.fields["matter"] = forms.CharField(
            label=_("事由编号"), required="matter" in self.asks, max_length=120, help_text=_("同一件事、同一篇稿件用同一编号，只计一次"),
            widget=forms.TextInput(attrs={"list": "matters", "autocomplete": "off"}),
        )  # fmt: skip
        if "goal" in self.asks:
            self.fields["goal"] = forms.ChoiceField(label=_("目标"), choices=[("", _("请选择")), *self._goals()])
        self.fields["count"] = forms.IntegerField(
            label=_("数量（%s）") % say(self.rule.per), min_value=1, max_value=10_000, initial=1,
            error_messages={"invalid": _("请填整数。"), "min_value": _("数量至少为 1；要减少请用冲正。")},
        )  # fmt: skip
        if "amount" in self.asks:
            self.fields["amount"] = ExactNumberField(label=_("评定分值"), max_length=20)
        self.fields["about"] = forms.CharField(
            label=_("情况说明"), required="about" in self.asks, max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
        )

    def _proof(self, twin: bool) -> None:
        asked = _("文号或文件至少一样，最多 5 件") if "evidence" in self.asks else _("可不填；最多 5 件")
        self.fields["numbers"] = NumbersField(label=_("佐证文号或名称"), required=False, max_length=400, help_text=asked)
        self.fields["files"] = FilesField(
            label=_("佐证文件"), required=False, help_text=_("PDF、图片、Office 文档，每件 20 MB 以内；照片中的位置信息会去掉")
        )
        self.fields["document_number"] = forms.CharField(
            label=_("文件的文号"), required=False, max_length=60, help_text=_("填了以后，下次只填文号就能引用")
        )
        if twin:
            self.fields["confirmed"] = forms.BooleanField(label=_("已核对，不是同一件事"), required=False)

    def _goals(self) -> list[tuple[str, list[tuple[str, str]]]]:
        goals = Goal.objects.filter(cycle=self.desk.cycle, department__in=self.departments.values()).select_related("department")
        groups: dict[str, list[tuple[str, str]]] = {}
        for goal in goals:
            groups.setdefault(self.desk.say(goal.department.title), []).append((str(goal.pk), f"{goal.code} {goal.title}"))
        return list(groups.items())

    def _dress(self, name: str, field: forms.Field) -> None:
        if name != "confirmed":
            field.widget.attrs.setdefault("class", "kh-input")
        # Everything wrong is said at once and in our own words, so the browser's bubbles stay away (novalidate).
        field.error_messages["required"] = _("请填写%s。") % field.label if name != "department" else _("请选择科室。")
        field.error_messages["max_length"] = _("太长了，请写得简短些。")

    def clean(self) -> dict[str, Any]:
        """A goal belongs to the department it is about."""
        data = super().clean() or {}
        code, goal = data.get("department"), data.get("goal")
        if code and goal:
            found = Goal.objects.filter(cycle=self.desk.cycle, department=self.departments[code], pk=goal).first()
            if found is None:
                self.add_error("goal", _("这个目标不属于所选科室。请重新选择。"))
            data["goal"] = found
        return data

    def told(self) -> dict[str, Any]:
        """What `record_entry` takes, evidence apart."""
        data = self.cleaned_data
        department: Department = self.departments[data["department"]]
        return {
            "department": department, "rule": self.rule.code, "occurred_on": data["occurred_on"], "count": data["count"],
            "level": data.get("level", ""), "matter": data["matter"], "goal": data.get("goal") or None,
            "amount": data.get("amount"), "persons": data["persons"], "about": data["about"],
            "confirmed": bool(data.get("confirmed")),
        }  # fmt: skip


class ReverseForm(forms.Form):
    """Why an entry is taken back, and how much of it."""

    def __init__(self, standing: int, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["why"] = forms.CharField(
            label=_("为什么冲正"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3, "class": "kh-input"}),
            error_messages={"required": _("请写明原因。")},
        )  # fmt: skip
        self.fields["count"] = forms.IntegerField(
            label=_("冲正数量"), initial=standing, min_value=1, help_text=_("尚有 %s；全部冲正就不用改") % standing,
            widget=forms.NumberInput(attrs={"class": "kh-input"}),
        )  # fmt: skip
        self.fields["numbers"] = NumbersField(
            label=_("佐证文号或名称"), required=False, max_length=400, help_text=_("可不填；最多 5 件"),
            widget=forms.TextInput(attrs={"class": "kh-input"}),
        )  # fmt: skip
