"""Two editions held against each other: which rules, items, clauses, readings and settings came, went or changed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final, NamedTuple

from kaohe.engine import Rulebook, shown

ADDED: Final = "added"
REMOVED: Final = "removed"
CHANGED: Final = "changed"
#: Where a thing stands in its file, and what hangs under it and is compared by itself, is no property of the thing.
ASIDE: Final = frozenset({"code", "anchor", "place", "items", "rules"})


class Detail(NamedTuple):
    """One property that changed, as texts; "" where it had or has none."""

    field: str
    before: str
    after: str


class Change(NamedTuple):
    """One thing that came, went or changed. `what`: rule, item, clause, reading, setting; `label` as the newer has it."""

    how: str
    what: str
    code: str
    label: str
    clause: str
    details: tuple[Detail, ...] = ()


def compare_editions(old: Rulebook, new: Rulebook) -> tuple[Change, ...]:
    """Everything in which the two differ, rules first; nothing where they say the same."""
    return (
        *_things("rule", old.rules, new.rules),
        *_things("item", old.items, new.items),
        *_things("reading", old.readings, new.readings),
        *_things("clause", old.clauses, new.clauses),
        *_settings(old, new),
    )


def _things(what: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Change]:
    for code in [*new, *(code for code in old if code not in new)]:
        thing = new.get(code, old.get(code))
        if code not in old:
            yield Change(ADDED, what, code, _label(thing), _clause(thing))
        elif code not in new:
            yield Change(REMOVED, what, code, _label(thing), _clause(thing))
        elif details := tuple(_details(old[code], new[code])):
            yield Change(CHANGED, what, code, _label(thing), _clause(thing), details)


def _settings(old: Rulebook, new: Rulebook) -> Iterator[Change]:
    """What the whole rulebook has once: its periods, rounding, grades, categories, windows."""
    for name in ("label", "periods", "rounding", "scales", "categories", "rankings", "honours", "objection", "review"):
        before, after = _text(getattr(old, name)), _text(getattr(new, name))
        if before != after:
            yield Change(CHANGED, "setting", name, "", "", (Detail(name, before, after),))


def _details(old: Any, new: Any) -> Iterator[Detail]:
    """The properties in which two things of one code differ; another kind of rule is one of them."""
    if type(old) is not type(new):
        yield Detail("kind", getattr(old, "name", ""), getattr(new, "name", ""))
    names = [each.name for each in fields(new) if each.name not in ASIDE]
    for name in [*names, *(each.name for each in fields(old) if each.name not in {*names, *ASIDE})]:
        before, after = _text(getattr(old, name, None)), _text(getattr(new, name, None))
        if before != after:
            yield Detail(name, before, after)


def _label(thing: Any) -> str:
    return str(getattr(thing, "label", "") or getattr(thing, "title", "") or getattr(thing, "gap", ""))


def _clause(thing: Any) -> str:
    """The anchor by which the thing is found."""
    return str(
        getattr(thing, "clause", "") or getattr(thing, "anchor", "") or next(iter(getattr(thing, "clauses", ())), "")
    )


def _text(value: Any) -> str:
    """A property as people can read it."""
    if value is None or value == () or value == "":
        return ""
    if isinstance(value, bool):
        return "✓" if value else "✗"
    if isinstance(value, Decimal | Fraction):
        return shown(value)
    if isinstance(value, Mapping):
        return "；".join(_text(each) for each in value.values())
    if isinstance(value, tuple):
        return "、".join(_text(each) for each in value)
    if is_dataclass(value) and not isinstance(value, type):
        texts = (
            _text(getattr(value, each.name))
            for each in fields(value)
            if each.name not in {"place", "clause", "readings"}
        )
        return " ".join(text for text in texts if text)
    return str(value)
