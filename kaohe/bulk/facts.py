"""Between a bureau's facts and tables: its year as CSV files that every engine here reads, and tables' rows as facts again.

What doesn't move a number stays behind: persons, words, conditions and evidence of grades, last days. What would be wrong with these is
told before it is left behind; so facts that come back from tables have the grounds that the rulebook asks for filled in.
"""

from __future__ import annotations

import csv
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any, Final, NamedTuple

from kaohe.bulk.tables import ABOUT
from kaohe.engine import Department, Entry, Facts, Goal, Problem, Refused, Rulebook, is_later, plainest, shown

_OF_ENTRY: Final = (
    "entry", "department", "rule", "occurred_on", "count", "level", "matter", "goal", "amount", "reverses", "recorded_on",
)  # fmt: skip


def write_tables(folder: Path, rulebook: Rulebook, facts: Facts, bureau: str = "") -> None:
    """The facts as ledger.csv, departments.csv and goals.csv in that folder.

    Raises OSError, and Refused for a last day that can't be and for a grade without its grounds: tables have no column for them, and would be
    scored as if they were sound.
    """
    if problems := list(_left_behind(rulebook, facts)):
        raise Refused(problems)
    folder.mkdir(parents=True, exist_ok=True)
    departments = facts.departments or rulebook.departments
    bureaus = dict.fromkeys((each.code for each in departments), bureau or facts.bureau)
    _write(folder / "ledger.csv", _OF_ENTRY, (_entry(each) for each in facts.entries))
    header = ("department", "bureau", "name", "size", *rulebook.attributes)
    _write(folder / "departments.csv", header, (_department(each, bureaus, rulebook) for each in departments))
    _write(folder / "goals.csv", ("department", "goal", "category", "base"), (_goal(each) for each in facts.goals))
    (folder / ABOUT).write_text(json.dumps({"year": facts.year}), encoding="utf-8")


def _left_behind(rulebook: Rulebook, facts: Facts) -> Iterator[Problem]:
    """What the engine says of last days and of grounds, of entries that stand on the day in question."""
    for entry in standing_on(facts.as_of, facts.entries).entries:
        rule = rulebook.rules.get(entry.rule)
        if rule is None or entry.reverses:
            continue
        if not rule.may_last(entry.occurred_on, entry.until, facts.year):
            values = {"entry": entry.id, "found": entry.until, "rule": rule.label, "on": entry.occurred_on}
            yield Problem("ledger.bad_until", values, entry.place, department=entry.department)
        if entry.level in (rule.known_levels() or ()):
            for code, said in rule.unfounded(entry):
                yield Problem(code, {"department": entry.department, **said}, entry.place, department=entry.department)


class Standing(NamedTuple):
    """What stands of a ledger: its entries without those that are wholly taken back and what takes them back; and the numbers of the former."""

    entries: list[Entry]
    gone: frozenset[str]


def standing_on(as_of: date | None, entries: Iterable[Entry]) -> Standing:
    """What stands of all that had happened and was written down by that day (None: of all of it)."""
    known = [entry for entry in entries if as_of is None or not is_later(entry, as_of)]
    undone: Counter[str] = Counter()
    for entry in known:
        undone[entry.reverses] += entry.count
    gone = frozenset(entry.id for entry in known if not entry.reverses and not entry.count + undone[entry.id])
    return Standing([entry for entry in known if entry.id not in gone and entry.reverses not in gone], gone)


def _write(path: Path, header: Iterable[str], rows: Iterable[Iterable[Any]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as handle:
        writer = csv.writer(handle, quoting=csv.QUOTE_MINIMAL)
        writer.writerow(header)
        writer.writerows(rows)


def _entry(entry: Entry) -> list[Any]:
    amount = "" if entry.amount is None else shown(entry.amount)
    own = (entry.id, entry.department, entry.rule, entry.occurred_on, entry.count, entry.level, entry.matter, entry.goal)
    return [*own, amount, entry.reverses, entry.recorded_on or ""]


def _department(department: Department, bureaus: Mapping[str, str], rulebook: Rulebook) -> list[Any]:
    numbers = [department.attributes.get(code) for code in rulebook.attributes]
    own = [department.code, bureaus[department.code], department.name, "" if department.size is None else department.size]
    return [*own, *("" if number is None else shown(number) for number in numbers)]


def _goal(goal: Goal) -> list[Any]:
    return [goal.department, goal.code, goal.category, "" if goal.base is None else shown(goal.base)]


# --- and back


def as_entry(row: Mapping[str, Any], rulebook: Rulebook, places: int) -> Entry:
    """A row of the ledger as an entry; its amount counts units of so many decimals."""
    known = {field.name for field in fields(Entry)}
    values = {name: value for name, value in row.items() if name in known and value is not None}
    if "amount" in values:
        values["amount"] = plainest(Fraction(values["amount"], 10**places))
    for key in ("department", "matter", "reverses"):
        values[key] = str(values.get(key, ""))
    rule = rulebook.rules.get(row["rule"])
    scale = getattr(rule, "scale", None)
    grade = scale.grades.get(row.get("level") or "") if scale else None
    if grade:
        values |= {"conditions": tuple(each.code for each in grade.conditions[:1]), "evidence": ("—",)}
    return Entry(id=str(row["entry"]), **values)


def as_department(row: Mapping[str, Any], rulebook: Rulebook) -> Department:
    """A row of the departments' table as a department."""
    numbers = {code: Decimal(row[code]) for code in rulebook.attributes if row.get(code) is not None}
    code = str(row["department"])
    return Department(code, str(row.get("name") or code), size=row.get("size"), attributes=numbers)


def as_goal(row: Mapping[str, Any], places: int) -> Goal:
    """A row of the goals' table as a goal; `above` counts units of so many decimals."""
    base = None if row["above"] is None else plainest(Fraction(row["above"], row["below"] * 10**places))
    return Goal(row["goal"], str(row["department"]), row["category"], base=base)
