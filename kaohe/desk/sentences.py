"""A sentence of a message, kept as a code and its values so that each reader hears it in their own language."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from kaohe.engine import Said


def kept(said: Said) -> dict[str, Any]:
    """The sentence as plain data: code and values; a value that is itself a sentence the same way."""
    values = {name: kept(each) if isinstance(each, Said) else each for name, each in (said.values or {}).items()}
    return {"code": said.code, "values": {name: each if isinstance(each, dict | int) else str(each) for name, each in values.items()}}


def speak(data: Mapping[str, Any], language: str, naming: Callable[[str], str]) -> str:
    """What `kept` kept, said in that language; `naming` turns a name in it into that language. Raises KeyError for no such code."""
    return _read(data, naming).in_language(language)


def _read(data: Mapping[str, Any], naming: Callable[[str], str]) -> Said:
    return Said(data["code"], {name: _value(each, naming) for name, each in data["values"].items()})


def _value(each: Any, naming: Callable[[str], str]) -> object:
    if isinstance(each, dict):
        return _read(each, naming)
    return naming(each) if isinstance(each, str) else each
