"""What the house's forms have in common: their look, a place for every refusal, and choices read once for a whole page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar, TypeVar

from django import forms
from django.utils.translation import gettext_lazy as _

from kaohe.engine import Refused
from kaohe.web.shapes.figures import language

Thing = TypeVar("Thing")


class Asking(forms.Form):
    """A form as `parts/form.html` shows it. Several may stand on a page: `name` keeps their ids apart.

    SPEAKS_OF  code of a refusal → the field beside which it is told; others stand above the form
    """

    SPEAKS_OF: ClassVar[Mapping[str, str]] = {}

    def __init__(
        self, data: Any = None, files: Any = None, *, name: str = "f", initial: Mapping[str, Any] | None = None
    ) -> None:
        super().__init__(data, files, auto_id=f"{name}-%s", label_suffix="", initial=dict(initial or {}))
        for field in self.fields.values():
            if not isinstance(field.widget, forms.CheckboxInput | forms.CheckboxSelectMultiple | forms.RadioSelect):
                field.widget.attrs.setdefault("class", "kh-input")

    def refuse(self, refused: Refused) -> None:
        """Show what an action refused, all of it, each beside the field that it speaks of."""
        for problem in refused.problems:
            field = self.SPEAKS_OF.get(problem.code)
            self.add_error(field if field in self.fields else None, problem.message(language()))


class Choice(forms.TypedChoiceField):
    """One of these things, each under a key and a label; what comes out is the thing itself."""

    def __init__(self, things: Iterable[tuple[str, str, Thing]] = (), *, empty: str = "—", **kwargs: Any) -> None:
        listed = list(things)
        found = {key: thing for key, _label, thing in listed}
        choices = [("", empty), *((key, label) for key, label, _thing in listed)]
        super().__init__(choices=choices, coerce=found.get, empty_value=None, **kwargs)


class Choices(forms.TypedMultipleChoiceField):
    """Any of these things, as boxes to tick."""

    def __init__(self, things: Iterable[tuple[str, str, Thing]] = (), **kwargs: Any) -> None:
        listed = list(things)
        found = {key: thing for key, _label, thing in listed}
        kwargs.setdefault("widget", forms.CheckboxSelectMultiple)
        super().__init__(choices=[(key, label) for key, label, _thing in listed], coerce=found.get, empty_value=[], **kwargs)


class Lines(forms.CharField):
    """A list of short texts, one a line."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=forms.Textarea(attrs={"rows": 3}), required=False, max_length=1000, **kwargs)

    def prepare_value(self, value: Any) -> str:
        return "\n".join(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> list[str]:
        return [line.strip() for line in super().clean(value).splitlines() if line.strip()]


def day(label: Any, **kwargs: Any) -> forms.DateField:
    """A day, with the browser's calendar where it has one; typed as 2025-03-12 where not."""
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    return forms.DateField(label=label, widget=widget, **kwargs)


def why(**kwargs: Any) -> forms.CharField:
    """The reason, or the paper that says so: kept on the record."""
    kwargs.setdefault("label", _("依据或原因"))
    return forms.CharField(max_length=200, required=False, **kwargs)
