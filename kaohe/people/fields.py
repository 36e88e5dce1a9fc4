"""Columns that several rooms use: exact numbers kept as text, letters to be found by, tokens that change when something does."""

import secrets
from collections.abc import Callable, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models

from kaohe.engine import Exact, read_number, shown
from kaohe.people.pinyin import letters_of


def new_token() -> str:
    """A text that was never used before. Whoever keeps something computed compares it, and survives any rollback."""
    return secrets.token_hex(8)


class ListField(models.JSONField):
    """A list of texts as JSON. Most are empty, and a year has thousands, so an empty one isn't parsed."""

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        return [] if value == "[]" else super().from_db_value(value, expression, connection)


class LettersField(models.TextField):
    """What a row is found by in letters (`pinyin`), made of its other columns whenever it is written, and never by hand.

    of     the columns; a list holds several texts
    spell  makes the letters of the texts
    An action that saves only some columns names this one beside those that it is made of.
    """

    def __init__(self, *args: Any, of: Sequence[str] = (), spell: Callable[..., str] = letters_of, **kwargs: Any) -> None:
        self.of, self.spell = tuple(of), spell
        super().__init__(*args, **{"blank": True, "default": "", "editable": False, **kwargs})

    def deconstruct(self) -> Any:
        """For migrations it is a plain text: a row that one of them saves must not lose its letters."""
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.TextField", args, kwargs

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        texts: list[str] = []
        for name in self.of:
            value = getattr(model_instance, name)
            texts += [value] if isinstance(value, str) else value
        letters = self.spell(*(text for text in texts if text)) if any(texts) else ""
        setattr(model_instance, self.attname, letters)
        return letters


class ExactField(models.CharField):
    """An exact number (Decimal, or Fraction such as 60/7), stored as its shortest text; None where there is none."""

    # What django-stubs takes for the type of such a column.
    _pyi_private_set_type: Exact | str  # type: ignore[assignment]
    _pyi_private_get_type: Exact  # type: ignore[assignment]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 40)
        super().__init__(*args, **kwargs)

    def from_db_value(self, value: str | None, expression: object, connection: object) -> Exact | None:
        return None if value is None else read_number(value)

    def to_python(self, value: object) -> Exact | None:
        if value is None or value == "":
            return None
        if not isinstance(value, str):
            return value  # type: ignore[return-value]
        try:
            return read_number(value)
        except ValueError as problem:
            raise ValidationError(str(problem)) from None

    def get_prep_value(self, value: object) -> str | None:
        number = self.to_python(value)
        return None if number is None else shown(number)

    def value_to_string(self, obj: models.Model) -> str:
        return self.get_prep_value(self.value_from_object(obj)) or ""
