"""A record as a plain sentence: who, for whom, did what to what; and what changed by it, one line for each thing."""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from kaohe.audit.models import Record
from kaohe.engine import has_phrase, listed, phrase

Namer = Callable[[str], str]
#: Codes whose words stand in the phrase tables, under this beginning.
CODES = {"role": "role.", "roles": "role.", "stage": "stage."}
#: Of a long list, so many are told.
MOST = 6
LONGEST = 160


class Change(NamedTuple):
    """One thing that a deed told or changed; `old` is empty where there was nothing before."""

    label: str
    old: str
    new: str
    words: str


def sentence(record: Record, language: str = "zh") -> str:
    """Such as “李某（代王某）冲正了记录 #12” or "Li (for Wang) reversed the entry #12"."""
    who = record.officer_name or phrase("told.machine", language)
    values = {"who": who, "whom": record.on_behalf_of}
    actor = phrase("told.who_for" if record.on_behalf_of else "told.who", language, values)
    return actor + deed_words(record, language)


def deed_words(record: Record, language: str = "zh") -> str:
    """The same without who: what was done, and to what."""
    code, values = f"told.{record.tag}", {"subject": record.subject, "tag": record.tag}
    return phrase(code if has_phrase(code) else "told.other", language, values)


def changes(record: Record, language: str = "zh", names: Mapping[str, Namer] | None = None) -> tuple[Change, ...]:
    """What the deed changed, in the order in which it told it; what stayed the same is left out.

    names  for each field whose values are codes of another room, what gives their words
    """
    found = []
    for field in {**record.before, **record.after}:
        old, new = record.before.get(field), record.after.get(field)
        if old == new or (_empty(old) and _empty(new)):
            continue
        speak = _Speaker(field, language, (names or {}).get(field))
        values = {"label": speak.label, "old": speak.value(old), "new": speak.value(new)}
        code = "told.stated" if _empty(old) else "told.changed"
        found.append(Change(**values, words=phrase(code, language, values)))
    return tuple(found)


def _empty(value: Any) -> bool:
    return value is None or value in ("", [], {})


class _Speaker:
    """One field in one language."""

    def __init__(self, field: str, language: str, namer: Namer | None) -> None:
        self.field, self.language, self.namer = field, language, namer
        self.label = _label(field, language)

    def value(self, value: Any) -> str:
        """A value in words, however it was told: a text, a number, a list, a table."""
        if _empty(value):
            return phrase("told.nothing", self.language)
        if isinstance(value, bool):
            return phrase("told.yes" if value else "told.no", self.language)
        if isinstance(value, Mapping):
            return self._listed([self._pair(name, each) for name, each in value.items() if not _empty(each)])
        if isinstance(value, list):
            return self._listed([self.value(each) for each in value])
        return self._named(str(value))

    def _pair(self, name: str, value: Any) -> str:
        values = {"label": _label(name, self.language), "value": self.value(value)}
        return phrase("told.pair", self.language, values)

    def _named(self, text: str) -> str:
        if self.namer:
            return self.namer(text)
        code = f"{CODES.get(self.field, '')}{text}"
        if self.field in CODES and has_phrase(code):
            return phrase(code, self.language)
        return text if len(text) <= LONGEST else f"{text[:LONGEST]}…"

    def _listed(self, parts: list[str]) -> str:
        some = listed(parts[:MOST], self.language)
        return some if len(parts) <= MOST else phrase("told.many", self.language, {"some": some, "number": len(parts)})


def _label(field: str, language: str) -> str:
    """The field's words; a code that is no field (a goal's, say) speaks for itself."""
    code = f"field.{field}"
    return phrase(code, language) if has_phrase(code) else field


def tag_words(tag: str, language: str = "zh") -> str:
    """The name of a kind of deed, for a list to choose from."""
    code = f"told.{tag}"
    words = phrase(code, language, {"subject": "…"}) if has_phrase(code) else tag
    return words.strip("：:… “”")
