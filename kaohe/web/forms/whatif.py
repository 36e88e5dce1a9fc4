"""What can be supposed, one small form for each kind; sent as an address, because nothing is changed by it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kaohe.engine import (
    Entry,
    Exact,
    Happened,
    Regraded,
    Repriced,
    RestGraded,
    Rulebook,
    Supposition,
    TakenBack,
    YearOver,
    amounts,
)
from kaohe.web.forms.asking import Asking, Choice, day
from kaohe.web.forms.recording import ExactNumberField
from kaohe.web.shapes.figures import aside, figure
from kaohe.web.shapes.supposing import grade_words, rule_words

if TYPE_CHECKING:
    from kaohe.web.desk import Desk

SELECT = {"class": "kh-input"}
#: The kinds of rule that a supposed event may be of; a grade has its own form.
NO_EVENT = ("graded", "flag")


class Supposing(Asking):
    """A form that comes to one supposition."""

    icon = "plus"
    title: Any = ""

    def __init__(self, *args: Any, desk: Desk, rulebook: Rulebook, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.desk, self.rulebook = desk, rulebook
        self.ask()
        for field in self.fields.values():
            field.widget.attrs.setdefault("class", "kh-input")

    def ask(self) -> None:
        """Add the fields that hang on the year."""

    def supposed(self) -> Supposition:
        """What was asked for; only once the form is valid."""
        raise AssertionError("each form has its own")


class Grade(Supposing):
    """Another grade for one goal."""

    icon, title = "scale", gettext_lazy("某项目标改划档次")

    def ask(self) -> None:
        """The goals by department, and the grades."""
        facts, seen = self.desk.facts, self.desk.seen
        things = [
            (f"{goal.department}/{goal.code}", f"{self.desk.say(each.title)} {goal.code} {goal.title}", (goal.department, goal.code))
            for each in facts.departments
            if each.code in seen
            for goal in sorted(facts.goals, key=lambda goal: goal.code)
            if goal.department == each.code
        ]
        self.fields["goal"] = Choice(things, label=_("目标"), widget=forms.Select(attrs=SELECT))
        self.fields["grade"] = forms.ChoiceField(label=_("划为"), choices=[("", "—"), *grades(self.desk)])

    def supposed(self) -> Supposition:
        """That grade."""
        department, goal = self.cleaned_data["goal"]
        return Regraded(department, goal, self.cleaned_data["grade"])


class Price(Supposing):
    """Another amount of one rule."""

    icon, title = "coins", gettext_lazy("某条规则改分值")
    amount = ExactNumberField(label=gettext_lazy("每次改为（分）"))
    field_order = ("rule", "amount")

    def ask(self) -> None:
        """Every amount of the rules with what it is."""
        things = []
        for each in amounts(self.rulebook):
            extra = {"base": _("基本分"), "extra": _("超额")}.get(each.part, self.desk.say(each.level))
            words = self.desk.say(each.label) + (f" · {extra}" if extra else "")
            things.append((f"{each.rule}/{each.part}", f"{words}{aside(_('现为 %s') % figure(each.value))}", (each.rule, each.part)))
        self.fields["rule"] = Choice(things, label=_("规则"), widget=forms.Select(attrs=SELECT))
        self.order_fields(self.field_order)

    def clean_amount(self) -> Decimal:
        """A decimal, not below zero."""
        amount: Exact | None = self.cleaned_data["amount"]
        if not isinstance(amount, Decimal) or amount < 0:
            raise forms.ValidationError(_("请填不小于 0 的小数，如 1.5。"))
        return amount

    def supposed(self) -> Supposition:
        """That amount."""
        rule, part = self.cleaned_data["rule"]
        return Repriced(rule, part, self.cleaned_data["amount"])


class Back(Supposing):
    """An entry taken back."""

    icon, title = "undo-2", gettext_lazy("收回一笔记录")
    entry = forms.CharField(label=gettext_lazy("记录号"), max_length=12)
    number = forms.IntegerField(label=gettext_lazy("收回数量（不填为全部）"), min_value=1, required=False)

    def supposed(self) -> Supposition:
        """Its reversal."""
        return TakenBack(self.cleaned_data["entry"].strip().removeprefix("#"), self.cleaned_data["number"])


class Event(Supposing):
    """One entry more."""

    icon, title = "square-pen", gettext_lazy("增加一笔记录")
    occurred_on = day(gettext_lazy("发生日期"))
    count = forms.IntegerField(label=gettext_lazy("数量"), min_value=1, max_value=999, initial=1)
    amount = ExactNumberField(label=gettext_lazy("评定分值（只用于评定事项）"), required=False)
    matter = forms.CharField(label=gettext_lazy("事项名称（同一事项只计一次，可不填）"), max_length=120, required=False)
    field_order = ("department", "rule", "occurred_on", "count", "amount", "matter")

    def ask(self) -> None:
        """The departments whose details may be seen, and every rule, each of its levels apart."""
        departments = [(each.code, self.desk.say(each.title)) for each in self.desk.departments]
        self.fields["department"] = forms.ChoiceField(label=_("科室"), choices=[("", "—"), *departments])
        self.fields["rule"] = Choice(self._rules(), label=_("事项"), widget=forms.Select(attrs=SELECT))
        last = self.desk.cycle.as_of() or self.desk.cycle.ends
        self.fields["occurred_on"].initial = min(max(last, self.desk.cycle.starts), self.desk.cycle.ends)
        self.order_fields(self.field_order)

    def _rules(self) -> Iterator[tuple[str, str, tuple[str, str]]]:
        for rule in self.rulebook.rules.values():
            if rule.name in NO_EVENT and not rule.raises:
                continue
            for level in [each.code for each in getattr(rule, "levels", ())] or [""]:
                yield f"{rule.code}/{level}", rule_words(self.desk, self.rulebook, rule.code, level), (rule.code, level)

    def supposed(self) -> Supposition:
        """That entry."""
        told = self.cleaned_data
        rule, level = told["rule"]
        when: date = told["occurred_on"]
        fact = Entry("", told["department"], rule, when, told["count"], level=level, amount=told["amount"], matter=told["matter"].strip())
        return Happened(fact)


class Rest(Supposing):
    """Every goal that has no grade yet."""

    icon, title = "list-checks", gettext_lazy("尚未划档的目标都划为")

    def ask(self) -> None:
        """The grades."""
        self.fields["grade"] = forms.ChoiceField(label=_("档次"), choices=[("", "—"), *grades(self.desk)])

    def supposed(self) -> Supposition:
        """That grade for all of them."""
        return RestGraded(self.cleaned_data["grade"])


class Over(Supposing):
    """Nothing more happens this year."""

    icon, title = "calendar-check", gettext_lazy("年度到此为止")

    def supposed(self) -> Supposition:
        """The year as if it were over."""
        return YearOver()


#: By the word that the address has for each. The last two only speak of a year that isn't over, or isn't graded.
FORMS: dict[str, type[Supposing]] = {"grade": Grade, "price": Price, "back": Back, "event": Event, "rest": Rest, "over": Over}


def grades(desk: Desk) -> Iterable[tuple[str, str]]:
    """Every grade with its label, each once."""
    codes = dict.fromkeys(code for scale in desk.rulebook.scales.values() for code in scale.grades)
    return [(code, grade_words(desk, code)) for code in codes]
