"""A sentence of a message, kept as a code and its values so that each reader hears it in their own language."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from kaohe.engine import Said, several


def kept(said: Said) -> dict[str, Any]:
    """The sentence as plain data: code and values; a value that is itself a sentence, and a list, the same way."""
    return {"code": said.code, "values": {name: _kept(each) for name, each in (said.values or {}).items()}}


def _kept(each: object) -> Any:
    if isinstance(each, Said):
        return kept(each)
    if several(each):
        return [_kept(part) for part in each]
    return each if isinstance(each, int) else str(each)


def speak(data: Mapping[str, Any], language: str, naming: Callable[[str], str]) -> str:
    """What `kept` kept, said in that language; `naming` turns a name in it into that language. Raises KeyError for no such code."""
    return _read(data, naming).in_language(language)


def _read(data: Mapping[str, Any], naming: Callable[[str], str]) -> Said:
    return Said(data["code"], {name: _value(each, naming) for name, each in data["values"].items()})


def _value(each: Any, naming: Callable[[str], str]) -> object:
    if isinstance(each, dict):
        return _read(each, naming)
    if several(each):
        return [_value(part, naming) for part in each]
    return naming(each) if isinstance(each, str) else each
