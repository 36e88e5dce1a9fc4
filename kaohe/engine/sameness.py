"""Whether two rulebooks score an item alike: what they call things, where they say it and how they read it doesn't matter."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from decimal import Decimal
from typing import Any, Final

from kaohe.engine.digests import sha256_hex
from kaohe.engine.exact import shown
from kaohe.engine.rulebook import Item, Rulebook

#: Fields that move no points.
_SILENT: Final = frozenset({
    "place", "readings", "caution", "label", "clause", "words", "asks", "per", "lasts",
    "conditions", "completion", "overrides", "proposed_if", "doubtful_if", "usual",
})  # fmt: skip


def scoring_digests(rulebook: Rulebook) -> dict[str, str]:
    """Item → a digest of all that its points come of: its limits, its rules and what is below it, but not its own weight."""
    return {item.code: sha256_hex(repr((rulebook.periods, _without_weight(item))).encode()) for item in rulebook.tree.walk()}


def _without_weight(item: Item) -> Any:
    return [pair for pair in _plain(item) if pair[0] != "weight"]


def _plain(thing: Any) -> Any:
    """A thing as nested lists of names and values, numbers as they are written out."""
    if is_dataclass(thing):
        own = [(field.name, _plain(getattr(thing, field.name))) for field in fields(thing) if field.name not in _SILENT]
        return [("kind", type(thing).__name__), *own]
    if isinstance(thing, Decimal):
        return shown(thing)
    if isinstance(thing, Mapping):
        return [(key, _plain(value)) for key, value in thing.items()]
    return [_plain(each) for each in thing] if isinstance(thing, (tuple, list)) else thing
