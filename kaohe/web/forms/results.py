"""What is asked for when results are proposed, returned, taken up again, objected to, reviewed and decided on."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kaohe.engine import Entry, Scale
from kaohe.people.models import Officer
from kaohe.results.actions import GradeAnew, Remedy, TakeBack, WriteDown
from kaohe.results.models import Outcome
from kaohe.web.forms.asking import Asking, Choice, day

LONG = forms.Textarea(attrs={"rows": 4})


class Sentence(Asking):
    """A sentence that has to be given."""

    SPEAKS_OF = {"goals.no_sentence": "sentence"}
    sentence = forms.CharField(label=_("意见（一句话）"), max_length=500)

    def __init__(self, data: Any = None, *args: Any, **kwargs: Any) -> None:
        # In the list of to-dos every sentence has the same name.
        if data is not None and "sentence" not in data and "reason" in data:
            data = {**data.dict(), "sentence": data["reason"]}
        super().__init__(data, *args, **kwargs)


class Note(Asking):
    """A note for the second person, which may be left out."""

    reason = forms.CharField(label=_("给第二人的说明（可不填）"), max_length=500, required=False)


class Reopening(Asking):
    """Why a year that was final is taken up again."""

    SPEAKS_OF = {"results.reopen_without_why": "reason"}
    reason = forms.CharField(label=_("重新开启的理由"), max_length=1000, widget=LONG)


class Extension(Asking):
    """Until when objections are let in, and why."""

    SPEAKS_OF = {
        "results.extend_not_later": "until", "results.extend_on_rest": "until", "results.extend_without_why": "reason",
    }  # fmt: skip
    until = day(_("延长到（工作日，当日下班时止）"))
    reason = forms.CharField(label=_("延长的理由"), max_length=500)


class Objecting(Asking):
    """The reason, and what proves it; the line itself was chosen before."""

    SPEAKS_OF = {
        "results.objection_without_why": "reason", "evidence.too_many": "evidence", "ledger.file_foreign": "evidence",
    }  # fmt: skip
    reason = forms.CharField(label=_("异议的理由和事实"), max_length=4000, widget=forms.Textarea(attrs={"rows": 6}))
    evidence = forms.CharField(
        label=_("佐证文号（多件用分号分开，可沿用以前上传的）"), max_length=600, required=False
    )

    def papers(self) -> list[str]:
        """The numbers that were typed."""
        text = self.cleaned_data["evidence"].replace(";", "；")
        return [name.strip() for name in text.split("；") if name.strip()]


class Assigning(Asking):
    """Who reviews."""

    SPEAKS_OF = {"results.cannot_review": "reviewer", "results.reviewer_had_a_hand": "reviewer"}

    def __init__(self, *args: Any, reviewers: Iterable[Officer], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        things = [(str(each.pk), f"{each.name} {each.title}".strip(), each) for each in reviewers]
        self.fields["reviewer"] = Choice(things, label=_("复核人"), widget=forms.Select(attrs={"class": "kh-input"}))


class Reviewing(Asking):
    """What the reviewer found."""

    SPEAKS_OF = {"results.review_without_finding": "finding"}
    outcome = forms.ChoiceField(label=_("复核建议"), choices=Outcome.choices)
    finding = forms.CharField(label=_("查了什么，查明了什么"), max_length=4000, widget=LONG)


class Deciding(Asking):
    """The group's decision, with how what is upheld is put right; what the disputed line doesn't know isn't asked."""

    SPEAKS_OF = {
        "results.decision_without_why": "reason", "results.no_remedy": "remedy", "results.remedy_for_nothing": "remedy",
        "results.worse": "remedy", "ledger.reverses_too_much": "count", "ledger.unknown_level": "level",
        "cycles.outside_year": "occurred_on", "panels.same_grade": "grade",
    }  # fmt: skip
    outcome = forms.ChoiceField(label=_("决定"), choices=Outcome.choices)
    reason = forms.CharField(label=_("决定的理由"), max_length=4000, widget=LONG)
    minutes = forms.CharField(label=_("会议纪要编号"), max_length=100, required=False)
    remedy = forms.ChoiceField(label=_("怎样更正"), required=False)

    def __init__(
        self, *args: Any, taken: int, scale: Scale | None, rules: Iterable[tuple[str, str]],
        levels: Iterable[tuple[str, str]], goal: str = "", **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        self.scale, self.goal = scale, goal
        ways = [("", _("不更正（异议不成立）"))]
        if taken:
            ways.append(("take_back", _("冲正这笔记录")))
        if scale:
            ways.append(("grade", _("改划档次")))
        ways.append(("write_down", _("补记漏记的事实")))
        fields: dict[str, forms.Field] = {}
        if taken:
            fields["count"] = forms.IntegerField(label=_("冲正数量"), min_value=1, max_value=taken, initial=taken, required=False)
        if scale:
            grades = [("", "—"), *((code, grade.label) for code, grade in scale.grades.items())]
            fields["grade"] = forms.ChoiceField(label=_("改划为"), choices=grades, required=False)
            listed = [(c.code, f"{grade.label} · {c.label}") for grade in scale.grades.values() for c in grade.conditions]
            fields["conditions"] = forms.MultipleChoiceField(
                label=_("依据条件"), choices=listed, required=False, widget=forms.CheckboxSelectMultiple
            )
        fields["rule"] = forms.ChoiceField(label=_("补记事项"), choices=[("", "—"), *rules], required=False)
        fields["level"] = forms.ChoiceField(label=_("层级"), choices=[("", "—"), *levels], required=False)
        fields["occurred_on"] = day(_("发生日期"), required=False)
        fields["matter"] = forms.CharField(label=_("事项名称"), max_length=120, required=False)
        fields["persons"] = forms.CharField(label=_("人员（用顿号分开）"), max_length=300, required=False)
        remedy = self.fields["remedy"]
        assert isinstance(remedy, forms.ChoiceField)
        remedy.choices = ways
        for name, field in fields.items():
            if not isinstance(field.widget, forms.CheckboxSelectMultiple):
                field.widget.attrs.setdefault("class", "kh-input")
            self.fields[name] = field

    def clean(self) -> dict[str, Any]:
        """A fact needs its kind and its day before the rules can look at it."""
        told: dict[str, Any] = super().clean() or {}
        if told.get("remedy") == "write_down":
            for name in ("rule", "occurred_on"):
                if not told.get(name):
                    self.add_error(name, _("补记事实须填写这一项。"))
        if told.get("remedy") == "grade" and not told.get("grade"):
            self.add_error("grade", _("请选择改划为哪一档。"))
        if not self.errors:
            told["remedies"] = self._remedies(told)
        return told

    def _remedies(self, told: dict[str, Any]) -> list[Remedy]:
        """How it is put right, as the action wants it."""
        match told["remedy"]:
            case "take_back":
                return [TakeBack(told["count"])]
            case "grade":
                return [GradeAnew(told["grade"], tuple(told["conditions"]))]
            case "write_down":
                persons = tuple(name.strip() for name in told["persons"].replace(",", "、").split("、") if name.strip())
                fact = Entry(
                    "", "", told["rule"], told["occurred_on"], level=told["level"], matter=told["matter"],
                    persons=persons, goal=self.goal,
                )  # fmt: skip
                return [WriteDown(fact)]
        return []
