"""YAML read strictly: every scalar stays text and knows its line, keys stand once, aliases are refused."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any, Final

import yaml

from kaohe.engine.exact import Exact, read_number
from kaohe.engine.phrases import phrase
from kaohe.engine.problems import Place, Problem

_LOADER: Final = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_REQUIRED: Final = object()


class Table(dict[str, Any]):
    """A mapping that remembers the line of itself and of each key."""

    line: int = 0
    lines: dict[str, int]


class Text(str):
    """A scalar that remembers its line."""

    line: int = 0


class Sequence(list[Any]):
    """A list that remembers its line."""

    line: int = 0


def read_yaml(text: str, file: str) -> tuple[Any, list[Problem]]:
    """Text → nested Table/Sequence/Text (None for an empty text), and everything that is wrong with it."""
    try:
        root = yaml.compose(text, Loader=_LOADER)
    except (yaml.YAMLError, RecursionError, ValueError) as wrong:
        mark = getattr(wrong, "problem_mark", None)
        found = getattr(wrong, "problem", None) or type(wrong).__name__
        place = Place(file=file, line=mark.line + 1 if mark else None)
        return None, [Problem("yaml.syntax", {"found": found}, place)]
    problems: list[Problem] = []
    value = _value(root, file, problems, set()) if root is not None else None
    return value, problems


def _value(node: Any, file: str, problems: list[Problem], seen: set[int]) -> Any:
    line = node.start_mark.line + 1
    if id(node) in seen:
        problems.append(Problem("yaml.alias", {}, Place(file=file, line=line)))
        return Text("")
    seen.add(id(node))
    if isinstance(node, yaml.MappingNode):
        table = Table()
        table.line, table.lines = line, {}
        for key_node, value_node in node.value:
            key, key_line = str(key_node.value), key_node.start_mark.line + 1
            if key in table:
                problems.append(Problem("yaml.duplicate", {"key": key}, Place(file=file, line=key_line)))
            table[key], table.lines[key] = _value(value_node, file, problems, seen), key_line
        return table
    if isinstance(node, yaml.SequenceNode):
        sequence = Sequence(_value(each, file, problems, seen) for each in node.value)
        sequence.line = line
        return sequence
    text = Text(node.value)
    text.line = line
    return text


class Fields:
    """Reads a Table key by key; whatever is missing, odd or left over becomes a Problem in the shared list."""

    def __init__(self, table: Any, *, file: str, where: str, problems: list[Problem], line: int | None = None) -> None:
        self.file, self.where, self.problems = file, where, problems
        self.table: Table = table if isinstance(table, Table) else Table()
        self.place = Place(file=file, line=getattr(table, "line", line))
        self._known: list[str] = []
        if not isinstance(table, Table):
            self._odd("", "table", table)

    def has(self, key: str) -> bool:
        """True where the key is given."""
        return key in self.table

    def text(self, key: str, default: Any = _REQUIRED) -> str:
        """A text; "" counts as given only where a default is."""
        value = self._take(key, default)
        if value is default or (isinstance(value, str) and (value != "" or default is not _REQUIRED)):
            return "" if value is _REQUIRED else value
        return self._odd(key, "text", value) or ""

    def number(self, key: str, default: Any = _REQUIRED) -> Any:
        """An exact number (or the default)."""
        return self._read(key, default, "number", read_number, Decimal(0))

    def decimal(self, key: str, default: Any = _REQUIRED) -> Any:
        """An exact number that must be a decimal (or the default)."""
        number = self.number(key, default)
        if number is default or isinstance(number, Decimal):
            return number
        self._odd(key, "number", self.table.get(key))
        return Decimal(0)

    def whole(self, key: str, default: Any = _REQUIRED) -> Any:
        """A whole number (or the default)."""
        return self._read(key, default, "whole", int, 0)

    def day(self, key: str, default: Any = _REQUIRED) -> Any:
        """A date, written 2025-03-12 (or the default)."""
        return self._read(key, default, "date", date.fromisoformat, date(1, 1, 1))

    def yes(self, key: str, default: Any = _REQUIRED) -> Any:
        """true or false (or the default)."""
        return self._read(key, default, "yesno", {"true": True, "false": False}.__getitem__, False)

    def choice(self, key: str, options: Iterable[str], default: Any = _REQUIRED) -> str:
        """One of the options."""
        value, options = self.text(key, default), tuple(options)
        if value is default or value in options:
            return value
        if key in self.table:
            self._problem(
                "yaml.expected", key, expected=("yaml.is.one_of", {"options": "、".join(options)}), found=value
            )
        return options[0] if options else ""

    def texts(self, key: str, default: Any = ()) -> tuple[str, ...]:
        """A list of texts."""
        value = self._take(key, default)
        if value is default:
            return tuple(value) if value is not _REQUIRED else ()
        if not isinstance(value, Sequence) or not all(isinstance(each, str) for each in value):
            self._odd(key, "list", value)
            return ()
        return tuple(str(each) for each in value)

    def fields(self, key: str, where: str = "") -> Fields | None:
        """A nested table, None where it isn't given."""
        value = self._take(key, None)
        return None if value is None else self._nested(value, where or f"{self.where}.{key}")

    def many(self, key: str, name_key: str) -> list[Fields]:
        """A list of nested tables; each is spoken of by its own `name_key`."""
        value = self._take(key, None)
        if value is None:
            return []
        if not isinstance(value, Sequence):
            self._odd(key, "list", value)
            return []
        return [
            self._nested(each, f"{key}[{(each.get(name_key) if isinstance(each, Table) else None) or number}]")
            for number, each in enumerate(value, 1)
        ]

    def numbers(self, key: str) -> dict[str, Exact]:
        """A table of exact numbers by name."""
        nested = self.fields(key)
        return {name: nested.number(name) for name in nested.table} if nested else {}

    def done(self) -> None:
        """Every key that nobody asked for is a problem."""
        for key, line in getattr(self.table, "lines", {}).items():
            if key not in self._known:
                values = {"where": self.where, "key": key, "expected": "、".join(dict.fromkeys(self._known))}
                self.problems.append(Problem("yaml.unknown_key", values, Place(file=self.file, line=line)))

    def _nested(self, value: Any, where: str) -> Fields:
        return Fields(value, file=self.file, where=where, problems=self.problems, line=self.place.line)

    def _take(self, key: str, default: Any) -> Any:
        self._known.append(key)
        if key in self.table:
            return self.table[key]
        if default is _REQUIRED:
            self.problems.append(Problem("yaml.missing", {"where": self.where, "key": key}, self.place))
        return default

    def _read(self, key: str, default: Any, what: str, reader: Any, fallback: Any) -> Any:
        value = self._take(key, default)
        if value is _REQUIRED:
            return fallback
        if value is default:
            return default
        try:
            return reader(re.sub(r"\s", "", value))
        except (ValueError, TypeError, KeyError):
            self._odd(key, what, value)
            return fallback

    def _odd(self, key: str, what: str, value: Any) -> Any:
        if value is not _REQUIRED:
            shown = value if isinstance(value, str) else "…"
            self._problem("yaml.expected", key, expected=(f"yaml.is.{what}", {}), found=shown)

    def _problem(self, code: str, key: str, *, expected: tuple[str, dict[str, str]], found: str) -> None:
        values = {"where": self.where, "key": key, "expected": Said(*expected), "found": found}
        line = getattr(self.table, "lines", {}).get(key, self.place.line)
        self.problems.append(Problem(code, values, Place(file=self.file, line=line)))


class Said:
    """A phrase inside a sentence, spoken in Chinese by default and in English inside an English sentence."""

    def __init__(self, code: str, values: dict[str, str]) -> None:
        self.code, self.values = code, values

    def __str__(self) -> str:
        return self.in_language("zh")

    def in_language(self, language: str) -> str:
        """The phrase in that language."""
        return phrase(self.code, language, self.values)
