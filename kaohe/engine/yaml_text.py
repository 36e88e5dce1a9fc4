"""YAML read strictly: every scalar stays text and knows its line, keys stand once, aliases are refused."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, time
from decimal import Decimal
from functools import partial
from typing import Any, Final

import yaml

from kaohe.engine.exact import Exact, read_number
from kaohe.engine.phrases import Said
from kaohe.engine.problems import Place, Problem, Refused

_LOADER: Final = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
REQUIRED: Final = object()

#: How deep tables and lists may lie in each other; a rulebook's tree of items needs half of it at most.
MOST_DEPTH: Final = 40

#: No whole number that a rulebook or a case writes needs to be larger.
MOST_WHOLE: Final = 10**9


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
    tree = _Tree(file, yaml.parse(text, Loader=_LOADER))
    try:
        return tree.document(), tree.problems
    except Refused as refused:
        return None, [*tree.problems, *refused.problems]
    except (yaml.YAMLError, ValueError) as wrong:
        found = getattr(wrong, "problem", None) or getattr(wrong, "reason", None) or type(wrong).__name__
        return None, [*tree.problems, Problem("yaml.syntax", {"found": found}, Place(file, _line_of(wrong, text)))]


def _line_of(wrong: Exception, text: str) -> int:
    """Where the parser stopped: it says so by a mark, or for a forbidden character by its position."""
    mark = getattr(wrong, "problem_mark", None)
    if mark is not None:
        return int(mark.line) + 1
    position = getattr(wrong, "position", None) or getattr(wrong, "start", 0)
    return text.encode(errors="replace")[:position].count(b"\n") + 1


class _Tree:
    """Builds the values from the parser's events. The parser's own trees would crash on a text nested deep enough."""

    def __init__(self, file: str, events: Iterator[Any]) -> None:
        self.file, self.events = file, events
        self.problems: list[Problem] = []

    def document(self) -> Any:
        """The text's one document."""
        value, documents = None, 0
        for event in self.events:
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    self._odd("yaml.documents", event)
                    break
                value = self._value(next(self.events), 0)
        return value

    def _value(self, event: Any, depth: int) -> Any:
        if depth > MOST_DEPTH:
            raise Refused([Problem("yaml.deep", {"most": MOST_DEPTH}, Place(self.file, event.start_mark.line + 1))])
        if getattr(event, "anchor", None):
            self._odd("yaml.alias", event)
        line = event.start_mark.line + 1
        if isinstance(event, yaml.MappingStartEvent):
            return self._table(line, depth)
        if isinstance(event, yaml.SequenceStartEvent):
            sequence = Sequence()
            while not isinstance(each := next(self.events), yaml.SequenceEndEvent):
                sequence.append(self._value(each, depth + 1))
            sequence.line = line
            return sequence
        text = Text("" if isinstance(event, yaml.AliasEvent) else event.value)
        text.line = line
        return text

    def _table(self, line: int, depth: int) -> Table:
        table = Table()
        table.line, table.lines = line, {}
        while not isinstance(event := next(self.events), yaml.MappingEndEvent):
            key, value = self._value(event, depth + 1), self._value(next(self.events), depth + 1)
            if not isinstance(key, Text):
                self._odd("yaml.key", event)
            elif key in table:
                self._odd("yaml.duplicate", event, key=str(key))
            else:
                table[str(key)], table.lines[str(key)] = value, key.line
        return table

    def _odd(self, code: str, event: Any, **values: object) -> None:
        self.problems.append(Problem(code, values, Place(self.file, event.start_mark.line + 1)))


class Fields:
    """Reads a Table key by key; whatever is missing, odd or left over becomes a Problem in the shared list."""

    def __init__(self, table: Any, *, file: str, where: str, problems: list[Problem], line: int | None = None) -> None:
        self.file, self.where, self.problems = file, where, problems
        self.table: Table = table if isinstance(table, Table) else Table()
        self.place = Place(file=file, line=getattr(table, "line", line))
        self._known: list[str] = []
        if not isinstance(table, Table):
            self._odd("", "table", table)

    def place_of(self, key: str) -> Place:
        """Where that key stands; where its table begins if it isn't given."""
        return Place(file=self.file, line=getattr(self.table, "lines", {}).get(key, self.place.line))

    def has(self, key: str) -> bool:
        """True where the key is given."""
        return key in self.table

    def text(self, key: str, default: Any = REQUIRED) -> str:
        """A text; "" counts as given only where a default is."""
        value = self._take(key, default)
        if value is default or (isinstance(value, str) and (value != "" or default is not REQUIRED)):
            return "" if value is REQUIRED else value
        return self._odd(key, "text", value) or ""

    def number(self, key: str, default: Any = REQUIRED) -> Any:
        """An exact number (or the default)."""
        return self._read(key, default, "number", read_number, Decimal(0))

    def amount(self, key: str, default: Any = REQUIRED) -> Any:
        """An exact decimal that isn't below zero (or the default): points, weights, coefficients."""
        return self._read(key, default, "amount", _amount, Decimal(0))

    def whole(self, key: str, default: Any = REQUIRED, *, least: int = -MOST_WHOLE) -> Any:
        """A whole number, not below `least` (or the default)."""
        return self._read(key, default, "whole", partial(_whole, least=least), least)

    def day(self, key: str, default: Any = REQUIRED) -> Any:
        """A date, written 2025-03-12 (or the default)."""
        return self._read(key, default, "date", _day, date(1, 1, 1))

    def clock(self, key: str, default: Any = REQUIRED) -> Any:
        """A time of day, written 17:30 (or the default)."""
        return self._read(key, default, "clock", _clock, "")

    def yes(self, key: str, default: Any = REQUIRED) -> Any:
        """true or false (or the default)."""
        return self._read(key, default, "yesno", {"true": True, "false": False}.__getitem__, False)

    def choice(self, key: str, options: Iterable[str], default: Any = REQUIRED) -> str:
        """One of the options."""
        value, options = self.text(key, default), tuple(options)
        if value is default or value in options:
            return value
        if key in self.table:
            self._problem(
                "yaml.expected", key, expected=("yaml.is.one_of", {"options": options}), found=value
            )
        return options[0] if options else ""

    def texts(self, key: str, default: Any = ()) -> tuple[str, ...]:
        """A list of texts."""
        value = self._take(key, default)
        if value is default:
            return tuple(value) if value is not REQUIRED else ()
        if not isinstance(value, Sequence) or not all(isinstance(each, str) for each in value):
            self._odd(key, "list", value)
            return ()
        return tuple(str(each) for each in value)

    def span(self, key: str, default: tuple[int, int]) -> tuple[int, int]:
        """Two whole numbers, the lower first (or the default)."""
        texts = self.texts(key)
        if key not in self.table:
            return default
        try:
            low, high = (_whole(text, least=0) for text in texts)
        except ValueError:
            low, high = 1, 0
        if low > high:
            self._odd(key, "span", texts)
            return default
        return low, high

    def fields(self, key: str, where: str = "") -> Fields | None:
        """A nested table, None where it isn't given."""
        value = self._take(key, None)
        return None if value is None else self._nested(value, where or f"{self.where}.{key}")

    def many(self, key: str, name_key: str, *, once: bool = False) -> list[Fields]:
        """A list of nested tables; each is spoken of by its own `name_key`, which with `once` may not come again."""
        value = self._take(key, None)
        if value is None:
            return []
        if not isinstance(value, Sequence):
            self._odd(key, "list", value)
            return []
        names = [each.get(name_key, "") if isinstance(each, Table) else "" for each in value]
        nested = [
            self._nested(each, f"{key}[{name or number}]")
            for number, (each, name) in enumerate(zip(value, names, strict=True), 1)
        ]
        for number, name in enumerate(names):
            if once and name and name in names[:number]:
                self.problems.append(
                    Problem("rulebook.duplicate", {"what": name_key, "code": name}, nested[number].place)
                )
        return nested

    def numbers(self, key: str) -> dict[str, Exact]:
        """A table of exact numbers by name."""
        nested = self.fields(key)
        return {name: nested.number(name) for name in nested.table} if nested else {}

    def done(self) -> None:
        """Every key that nobody asked for is a problem."""
        for key, line in getattr(self.table, "lines", {}).items():
            if key not in self._known:
                values = {"where": self.where, "key": key, "expected": tuple(dict.fromkeys(self._known))}
                self.problems.append(Problem("yaml.unknown_key", values, Place(file=self.file, line=line)))

    def _nested(self, value: Any, where: str) -> Fields:
        return Fields(value, file=self.file, where=where, problems=self.problems, line=self.place.line)

    def _take(self, key: str, default: Any) -> Any:
        self._known.append(key)
        if key in self.table:
            return self.table[key]
        if default is REQUIRED:
            self.problems.append(Problem("yaml.missing", {"where": self.where, "key": key}, self.place))
        return default

    def _read(self, key: str, default: Any, what: str, reader: Any, fallback: Any) -> Any:
        value = self._take(key, default)
        if value is REQUIRED:
            return fallback
        if value is default:
            return default
        try:
            return reader(str.strip(value))
        except (ValueError, TypeError, KeyError):
            self._odd(key, what, value)
            return fallback

    def _odd(self, key: str, what: str, value: Any) -> Any:
        shown = value if isinstance(value, str | tuple) else "…"
        self._problem("yaml.expected", key, expected=(f"yaml.is.{what}", {}), found=shown)

    def _problem(self, code: str, key: str, *, expected: tuple[str, dict[str, object]], found: object) -> None:
        values = {"where": self.where, "key": key, "expected": Said(*expected), "found": found}
        self.problems.append(Problem(code, values, self.place_of(key)))


def _amount(text: str) -> Decimal:
    number = read_number(text)
    if not isinstance(number, Decimal) or number < 0:
        raise ValueError(text)
    return number


def _whole(text: str, *, least: int) -> int:
    number = int(text)
    if not text.removeprefix("-").isdecimal() or not least <= number <= MOST_WHOLE:
        raise ValueError(text)
    return number


def _day(text: str) -> date:
    found = date.fromisoformat(text)
    if found.isoformat() != text:
        raise ValueError(text)
    return found


def _clock(text: str) -> str:
    if time.fromisoformat(text).strftime("%H:%M") != text:
        raise ValueError(text)
    return text
