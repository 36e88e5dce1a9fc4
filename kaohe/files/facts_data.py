"""Facts as plain data for JSON and bundles: the same facts always give the same data, and it reads back as these facts."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any, Final, NoReturn

from kaohe.engine import Department, Entry, Exact, Facts, Goal, Place, Refused, Rulebook, Said, read_number, shown
from kaohe.files import names as naming
from kaohe.files.assemble import read_year
from kaohe.files.cells import Odd, read_amount, read_date, read_list, read_whole, read_yes_no, shown_cell
from kaohe.files.columns import (
    CATEGORY,
    CODE,
    CONDITIONS,
    DATE,
    DEPARTMENT,
    DEPARTMENT_SHEET,
    ENTRY_SHEET,
    GOAL_SHEET,
    LEVEL,
    LIST,
    NUMBER,
    RULE,
    TEXT,
    WHOLE,
    YES_NO,
    Column,
)
from kaohe.files.findings import FactsRead, Findings
from kaohe.files.names import Names

FORMAT: Final = 1
_MOST_VALUES: Final = 1_000_000

_DEPARTMENT_COLUMNS: Final = DEPARTMENT_SHEET.columns
_GOAL_COLUMNS: Final = GOAL_SHEET.columns
#: The sheet's second way to name a rule, by its label, is for people; data has the code.
_ENTRY_COLUMNS: Final = tuple(column for column in ENTRY_SHEET.columns if column.field != "label")


def canonical_facts(facts: Facts) -> Facts:
    """The same facts whatever file they came from: goals and entries in order, without the places where they stood."""
    goals = sorted(
        (replace(goal, place=Place()) for goal in facts.goals), key=lambda goal: (goal.department, goal.code)
    )
    entries = sorted((replace(entry, place=Place()) for entry in facts.entries), key=lambda entry: entry.id)
    return replace(facts, goals=tuple(goals), entries=tuple(entries))


def facts_data(facts: Facts) -> dict[str, object]:
    """Facts for JSON: exact texts, never floats. Goals are ordered by department and code, entries by number."""
    facts = canonical_facts(facts)
    return {
        "format": FORMAT,
        "year": facts.year,
        "as_of": _data(facts.as_of),
        "bureau": facts.bureau,
        "departments": [
            {
                **_fields(department, _DEPARTMENT_COLUMNS),
                "attributes": {n: shown(v) for n, v in sorted(department.attributes.items())},
            }
            for department in facts.departments
        ],
        "goals": [_fields(goal, _GOAL_COLUMNS) for goal in facts.goals],
        "entries": [_entry_fields(entry) for entry in facts.entries],
    }


def _fields(thing: Department | Goal | Entry, columns: tuple[Column, ...]) -> dict[str, object]:
    return {column.field: _data(getattr(thing, column.field)) for column in columns}


def _entry_fields(entry: Entry) -> dict[str, object]:
    """As of any row; only what lasts several days says until when, so that older files stay what they were."""
    fields = _fields(entry, _ENTRY_COLUMNS)
    return fields if entry.until else {name: value for name, value in fields.items() if name != "until"}


def _data(value: Any) -> object:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return list(value)
    return value if value is None or isinstance(value, str | int) else shown(value)


def facts_from_data(data: object, rulebook: Rulebook, *, file: str = "") -> FactsRead:
    """Facts out of such data, as `json.loads` gives it; labels are understood where codes are expected. Never raises.

    Keys that facts don't have are refused, so that nothing is lost unnoticed; keys that are missing have their default.
    What the rules don't know (a rule, a department) is kept as written, for the engine to tell.
    """
    findings = Findings()
    facts = _Decoder(rulebook, findings, file).facts(data, None, None)
    return FactsRead(None if findings.broken else facts, findings.problems())


def facts_from_text(
    content: bytes, file: str, rulebook: Rulebook, year: int | None, as_of: date | None, findings: Findings
) -> Facts | None:
    """Facts out of a JSON file's bytes. Raises Odd where it is no JSON."""
    return _Decoder(rulebook, findings, file).facts(parse_json(content), year, as_of)


def entry_from_line(content: bytes, place: Place, rulebook: Rulebook) -> Entry:
    """The entry that a line of JSON says, in the form of a file of facts, with that place. Raises Refused with all that is wrong with it.

    Its number may be called `entry` as well, as in a ledger of columns.
    """
    findings = Findings()
    try:
        data = parse_json(content.rstrip(), place.line or 1)
        if isinstance(data, dict) and "entry" in data and "id" not in data:
            data = {"id" if key == "entry" else key: value for key, value in data.items()}
        entry = _Decoder(rulebook, findings, place.file).entry(data)
    except Odd as odd:
        findings.odd(odd, place)
    if findings.broken or entry is None:
        raise Refused([replace(each, place=replace(each.place, line=place.line)) for each in findings.problems()])
    return replace(entry, place=place)


def parse_json(content: bytes, first: int = 1) -> object:
    """JSON with exact numbers and no key twice, whose first line has that number. Raises Odd; bounded in depth and number of values."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Odd("files.json.encoding") from None
    if text.count(",") + text.count("{") + text.count("[") > _MOST_VALUES:
        raise Odd("files.too_many_values", most=_MOST_VALUES)
    try:
        found: object = json.loads(text, parse_float=Decimal, parse_constant=_no_constant, object_pairs_hook=_once)
    except json.JSONDecodeError as fault:
        raise Odd("files.bad_json", line=first + fault.lineno - 1, column=fault.colno) from None
    except RecursionError:
        raise Odd("files.json_value", found=Said("files.json.deep")) from None
    except (ValueError, ArithmeticError):
        raise Odd("files.json_value", found=Said("files.json.number")) from None
    return found


def _no_constant(_: str) -> NoReturn:
    raise ValueError


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) != len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for key in keys if keys.count(key) > 1)
        raise Odd("files.json_value", found=Said("files.json.twice", {"key": shown_cell(twice)}))
    return found


class _Decoder:
    """One reading of plain data."""

    def __init__(self, rulebook: Rulebook, findings: Findings, file: str) -> None:
        self.rulebook, self.findings, self.file = rulebook, findings, file
        self.rules = naming.rules(rulebook)
        self.categories = naming.categories(rulebook)
        self.departments = naming.departments(rulebook, rulebook.departments)

    def facts(self, data: object, year: int | None, as_of: date | None) -> Facts | None:
        """The whole; None where its outermost shape is wrong."""
        top = self._table(data, "", ("format", "year", "as_of", "bureau", "departments", "goals", "entries"))
        if top is None:
            return None
        if str(top.get("format", FORMAT)) != str(FORMAT):
            self._wrong("", "format", expected=str(FORMAT), found=shown_cell(str(top["format"])))
        stated = self._year(top.get("year"))
        if stated and year and stated != year:
            self.findings.error("files.year_differs", Place(self.file, column="year"), found=stated, expected=year)
        departments = tuple(
            self._department(at, each) for at, each in self._rows(top, "departments", _DEPARTMENT_COLUMNS, "attributes")
        )
        if departments:
            self.departments = naming.departments(self.rulebook, departments)
        goals = tuple(self._goal(at, each) for at, each in self._rows(top, "goals", _GOAL_COLUMNS))
        entries = tuple(self._entry(at, each) for at, each in self._rows(top, "entries", _ENTRY_COLUMNS))
        until = self._value("", {"as_of": top.get("as_of")}, Column("as_of", "", "", DATE))
        if stated is None and year is None:
            if top.get("year") is None:
                self.findings.error("files.year_missing", Place(self.file, column="year"))
            return None
        bureau = self._value("", {"bureau": top.get("bureau")}, Column("bureau", "", ""))
        return Facts(stated or year or 0, departments, goals, entries, as_of or until, bureau)

    def entry(self, data: object) -> Entry | None:
        """A single entry; None where its outermost shape is wrong."""
        row = self._table(data, "", tuple(column.field for column in _ENTRY_COLUMNS))
        return None if row is None else self._entry("", row)

    def _year(self, value: object) -> int | None:
        if value is None:
            return None
        year = read_year(str(value)) if isinstance(value, str | int) else None
        if year is None:
            self.findings.error("files.year_range", Place(self.file, column="year"), found=shown_cell(str(value)))
        return year

    # --- rows

    def _department(self, at: str, row: Mapping[str, object]) -> Department:
        attributes: dict[str, Exact] = {}
        given = self._table(row.get("attributes", {}), f"{at}.attributes", None) or {}
        for name in given:
            value = self._value(f"{at}.attributes", given, Column(name, "", "", NUMBER))
            if value is not None:
                attributes[name] = value
        return Department(**self._values(at, row, _DEPARTMENT_COLUMNS), attributes=attributes)

    def _goal(self, at: str, row: Mapping[str, object]) -> Goal:
        return Goal(**self._values(at, row, _GOAL_COLUMNS), place=Place(self.file, sheet=at))

    def _entry(self, at: str, row: Mapping[str, object]) -> Entry:
        values = self._values(at, row, _ENTRY_COLUMNS)
        rule = self.rulebook.rules.get(values.get("rule", ""))
        if rule is not None and (known := rule.known_levels()) and values.get("level", "") not in ("", *known):
            values["level"] = naming.levels(self.rulebook, rule).find(values["level"]) or values["level"]
        scale = getattr(rule, "scale", None)
        if scale is not None and values.get("conditions"):
            names = naming.conditions(self.rulebook, scale, values.get("level", ""))
            values["conditions"] = tuple(names.find(each) or each for each in values["conditions"])
        for needed in ("id", "occurred_on"):
            if not values.get(needed):
                values[needed] = "" if needed == "id" else date.min
        return Entry(**values, place=Place(self.file, sheet=at))

    def _rows(
        self, top: Mapping[str, object], key: str, columns: tuple[Column, ...], *more: str
    ) -> list[tuple[str, Mapping[str, object]]]:
        rows = top.get(key)
        if rows is None:
            return []
        if not isinstance(rows, list):
            self._wrong("", key, expected=Said("files.json.list"), found=_kind(rows))
            return []
        found = []
        for number, each in enumerate(rows):
            at = f"{key}[{number}]"
            row = self._table(each, at, (*(column.field for column in columns), *more))
            if row is not None:
                found.append((at, row))
        return found

    def _table(self, data: object, at: str, keys: tuple[str, ...] | None) -> Mapping[str, object] | None:
        """A table of keys that has only these keys; None where it is something else."""
        if not isinstance(data, dict) or not all(isinstance(key, str) for key in data):
            self._wrong(at, "", expected=Said("files.json.table"), found=_kind(data))
            return None
        for key in data:
            if keys is not None and key not in keys:
                values = {
                    "where": at or Said("files.json.whole"),
                    "found": shown_cell(key),
                    "expected": keys,
                }
                self.findings.error("files.json_key", Place(self.file), **values)
        return data

    # --- single values

    def _values(self, at: str, row: Mapping[str, object], columns: tuple[Column, ...]) -> dict[str, Any]:
        """The fields that the row gives, each as its column's kind asks; the others keep their defaults."""
        found = {}
        for column in columns:
            needed = column.required or column.field in ("id", "code", "rule")
            if row.get(column.field) in (None, "") and needed:
                place = Place(self.file, sheet=at, column=column.field)
                self.findings.error("files.required", place, header=column.field, hint=column.hint_said())
                found[column.field] = ""
            elif column.field in row:
                found[column.field] = self._value(at, row, column)
        return found

    def _value(self, at: str, row: Mapping[str, object], column: Column) -> Any:
        value = row.get(column.field)
        try:
            if column.kind in (LIST, CONDITIONS):
                return self._several(value, column)
            if isinstance(value, list | dict | float):
                raise Odd("files.json_shape", where=column.field, expected=Said("files.json.plain"), found=_kind(value))
            return _READ[column.kind](self, value)
        except Odd as odd:
            self.findings.odd(odd, Place(self.file, sheet=at, column=column.field))
            return _EMPTY.get(column.kind, "")

    def _several(self, value: object, column: Column) -> tuple[str, ...]:
        if isinstance(value, str):
            return read_list(self._text(value))
        if value is None:
            return ()
        odd = [each for each in value if not isinstance(each, str)] if isinstance(value, list) else [value]
        if odd or not isinstance(value, list):
            raise Odd("files.json_shape", where=column.field, expected=Said("files.json.texts"), found=_kind(odd[0]))
        return tuple(self._text(each) for each in value)

    def _text(self, value: object) -> str:
        text = "" if value is None else value if isinstance(value, str) else str(value)
        try:
            text.encode()
        except UnicodeEncodeError:
            raise Odd("files.json_value", found=Said("files.json.text")) from None
        return text

    def _named(self, value: object, names: Names) -> str:
        typed = self._text(value)
        return typed if typed in names.labels else names.find(typed) or typed

    def _wrong(self, at: str, key: str, **values: object) -> None:
        where = ".".join(part for part in (at, key) if part) or Said("files.json.whole")
        self.findings.error("files.json_shape", Place(self.file), where=where, **values)


def _kind(value: object) -> object:
    """What was found instead, in a word or a short excerpt."""
    if isinstance(value, dict):
        return Said("files.json.table")
    return Said("files.json.list") if isinstance(value, list) else shown_cell(str(value))


def _number(value: Any) -> Exact | None:
    if value is None:
        return None
    if isinstance(value, Decimal):
        try:
            return read_number(str(value))
        except ValueError:
            raise Odd("files.long_number", found=shown_cell(str(value))) from None
    return read_amount(value)


_READ: Final[Mapping[str, Callable[[_Decoder, Any], Any]]] = {
    TEXT: _Decoder._text,
    CODE: _Decoder._text,
    LEVEL: _Decoder._text,
    DATE: lambda _, value: None if value in (None, "") else read_date(str(value)),
    NUMBER: lambda _, value: _number(value),
    WHOLE: lambda _, value: None if value is None else read_whole(str(value) if isinstance(value, Decimal) else value),
    YES_NO: lambda _, value: False if value is None else read_yes_no(value if isinstance(value, bool) else str(value)),
    DEPARTMENT: lambda decoder, value: decoder._named(value, decoder.departments),
    CATEGORY: lambda decoder, value: decoder._named(value, decoder.categories),
    RULE: lambda decoder, value: decoder._named(value, decoder.rules),
}
_EMPTY: Final[Mapping[str, object]] = {DATE: None, NUMBER: None, WHOLE: None, YES_NO: False, LIST: (), CONDITIONS: ()}
