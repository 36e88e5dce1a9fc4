"""The bureau's choices of how to divide money, and the scheme that is put before the second person."""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kaohe.engine import Exact, shown
from kaohe.uses.settings import MOST_TIERS, By, Heads, Settings, Tier, Way
from kaohe.web.forms.asking import Asking
from kaohe.web.forms.recording import ExactNumberField

ROWS = range(1, MOST_TIERS + 1)
#: What a bureau that has never divided money starts from.
FIRST = {
    "way": Way.POOL, "by_score": True, "by": By.RANK, "outside": "0", "heads": Heads.MONTHS, "bound_1": "3", "coefficient_1": "1.2",
    "bound_2": "7", "coefficient_2": "1", "coefficient_3": "0.8",
}  # fmt: skip


class Number(ExactNumberField):
    """A decimal as it is typed: no fractions of money or of coefficients."""

    def to_python(self, value: Any) -> Decimal | None:  # type: ignore[override]
        found: Exact | None = super().to_python(value)
        if found is not None and not isinstance(found, Decimal):
            raise forms.ValidationError(_("请填小数，如 1.2。"))
        return found


class Dividing(Asking):
    """How to divide; several rows of tiers, of which the empty ones are passed over."""

    way = forms.ChoiceField(
        label=gettext_lazy("怎样算"), widget=forms.RadioSelect,
        choices=[(Way.POOL, gettext_lazy("一笔总额，按权重分到分")), (Way.VALUE, gettext_lazy("每分（每人）定一个数"))],
    )  # fmt: skip
    amount = Number(label=gettext_lazy("总额，或每分的数（元）"))
    by_score = forms.BooleanField(label=gettext_lazy("公布得分直接相乘"), required=False)
    by = forms.ChoiceField(
        label=gettext_lazy("分档"),
        choices=[(By.RANK, gettext_lazy("按名次")), (By.SCORE, gettext_lazy("按得分")), (By.NONE, gettext_lazy("不分档"))],
    )
    outside = Number(label=gettext_lazy("名次之外（一票否决）的系数"), help_text=gettext_lazy("0 为不发"))
    heads = forms.ChoiceField(
        label=gettext_lazy("人数怎样计"),
        choices=[
            (Heads.MONTHS, gettext_lazy("按月折算（每月15日在册计一个月）")), (Heads.DAYS, gettext_lazy("按日折算")),
            (Heads.YEAR_END, gettext_lazy("年末在册的每人计 1")), (Heads.SIZE, gettext_lazy("按科室核定人数，不分到人")),
        ],
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for row in ROWS:
            bound, share = Number(label=_("第 %s 档界限") % row, required=False), Number(label=_("第 %s 档系数") % row, required=False)
            for name, field in ((f"bound_{row}", bound), (f"coefficient_{row}", share)):
                field.widget.attrs |= {"class": "kh-input", "inputmode": "decimal", "aria-label": str(field.label)}
                self.fields[name] = field

    @property
    def plain(self) -> list[forms.BoundField]:
        """The fields beside the table of tiers."""
        return [field for field in self if not field.name.startswith(("bound_", "coefficient_"))]

    @property
    def tiers(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """The table of tiers, row by row."""
        return [(self[f"bound_{row}"], self[f"coefficient_{row}"]) for row in ROWS]

    def clean(self) -> dict[str, Any]:
        """A bound without its coefficient is half a tier."""
        told: dict[str, Any] = super().clean() or {}
        for row in ROWS:
            if told.get(f"bound_{row}") is not None and told.get(f"coefficient_{row}") is None and f"coefficient_{row}" not in self.errors:
                self.add_error(f"coefficient_{row}", _("这一档还没有填系数。"))
        return told

    def settings(self) -> Settings:
        """What was chosen; only once the form is valid. Whether it holds together is for the division to say."""
        told = self.cleaned_data
        by = By(told["by"])
        rows = [(told.get(f"bound_{row}"), told.get(f"coefficient_{row}")) for row in ROWS] if by != By.NONE else []
        tiers = tuple(Tier(bound, share) for bound, share in rows if share is not None)
        return Settings(Way(told["way"]), told["amount"], told["by_score"], by, tiers, told["outside"], Heads(told["heads"]))


def initial_of(settings: Settings | None) -> Mapping[str, Any]:
    """What the form starts from: settings that were used, or a first proposal."""
    if settings is None:
        return FIRST
    told: dict[str, Any] = {
        "way": settings.way, "amount": shown(settings.amount), "by_score": settings.by_score, "by": settings.by,
        "outside": shown(settings.outside), "heads": settings.heads,
    }  # fmt: skip
    for row, tier in enumerate(settings.tiers, 1):
        told |= {f"bound_{row}": shown(tier.bound) if tier.bound is not None else "", f"coefficient_{row}": shown(tier.coefficient)}
    return told


class Proposing(Asking):
    """The scheme that was tried, as one text, and why money is divided once more."""

    SPEAKS_OF = {"uses.allotted_before": "reason"}
    settings = forms.CharField(widget=forms.HiddenInput, max_length=2000)
    reason = forms.CharField(label=gettext_lazy("给第二人的说明；再次分配的须写理由"), max_length=500, required=False)

    def clean_settings(self) -> Settings:
        """Read back; what the trial page didn't write is refused."""
        try:
            return Settings.from_data(json.loads(self.cleaned_data["settings"]))
        except (ValueError, KeyError, TypeError, AttributeError):
            raise forms.ValidationError(_("分配设置不完整。请重新试算后再提请。")) from None
