"""Many events tried before they are written: what would be new, what is odd and in which cell, what could not be used."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from django.core import signing
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from kaohe.engine import ERROR, Entry, Place, Problem, Refused, read_number, shown
from kaohe.files.entry_sheet import EntryRows, Known, pasted, uploaded
from kaohe.files.guard import LARGEST_FILE
from kaohe.goals.models import Goal
from kaohe.ledger.actions import record_entries

from .carried import packed
from .figures import days_of, listed

if TYPE_CHECKING:
    from kaohe.web.desk import Desk

SALT: Final = "kaohe.ledger.bulk"
#: Problems and rows that the page lists; more are in the file that comes back.
MOST: Final = 60
_FIELDS: Final = (
    "id", "department", "rule", "count", "level", "matter", "goal", "about", "reverses", "persons", "evidence", "conditions",
)  # fmt: skip


class TrialRow(NamedTuple):
    """One row that may be written down."""

    row: int
    department: str
    rule: str
    occurred: str
    times: int
    persons: str
    about: str


class Trial(NamedTuple):
    """What a dry run found. `token` and `failed` carry the rows through the next form, signed."""

    new: int
    wrong: int
    twins: int
    rows: tuple[TrialRow, ...]
    problems: tuple[tuple[str, str], ...]
    token: str
    failed: str


def tried(desk: Desk, text: str, upload: UploadedFile | None) -> Trial:
    """Read it, and do the deed as far as the last word, then undo it: what passes here passes then."""
    departments = [each.as_fact() for each in desk.departments]
    goals = [goal.as_fact() for goal in Goal.objects.filter(cycle=desk.cycle).select_related("department")]
    known = Known(desk.rulebook, desk.cycle.year, departments, goals)
    if upload is None:
        read = pasted(text, known)
    else:
        read = uploaded(upload.read(LARGEST_FILE + 1), (upload.name or "")[:120], known)
    entries, refused = _acceptable(desk, read.entries)
    reasons = _by_row(read, refused)
    good = [each for each in entries if each.place.row not in reasons]
    bad = {row: cells for row, cells in read.cells.items() if row not in {each.place.row for each in good}}
    twins = [problem for problem in refused if problem.code == "ledger.twin"]
    told = [*read.problems, *refused]
    return Trial(
        new=len(good),
        wrong=len(bad),
        twins=len(twins),
        rows=tuple(_row(each, desk) for each in good[:MOST]),
        problems=tuple((_place(each, desk), _words(each, desk)) for each in told[:MOST]),
        token=signing.dumps([_packed(each) for each in good], salt=SALT, compress=True) if good else "",
        failed=_failed(desk, bad, reasons),
    )


def entries_of(desk: Desk, packed: Sequence[Mapping[str, Any]]) -> list[Entry]:
    """The entries as they were tried."""
    return [_unpacked(each) for each in packed]


def _acceptable(desk: Desk, entries: Sequence[Entry]) -> tuple[list[Entry], list[Problem]]:
    """The entries without those that the action refuses, and why; what only looks like a duplicate stays, to be confirmed.

    Each pass leaves at least one entry out, or asks for nothing but to be confirmed, so it comes to an end.
    """
    left, found, confirmed = list(entries), [], False
    while left:
        try:
            with transaction.atomic():
                record_entries(officer=desk.officer, cycle=desk.cycle, entries=left, confirmed=confirmed)
                transaction.set_rollback(True)
            break
        except Refused as refused:
            problems = refused.problems
        rows = {each.place.row for each in problems if each.code != "ledger.twin"}
        closed = {each.department for each in problems if not each.place.row and each.department}
        kept = [each for each in left if each.place.row not in rows and each.department not in closed]
        if len(kept) == len(left):
            if confirmed or any(each.code != "ledger.twin" for each in problems):
                kept = []  # what is refused is refused to all of them
            confirmed = True
        # Which of them look like duplicates is asked again once those are gone that are refused.
        asked = all(each.code == "ledger.twin" for each in problems)
        found += [each for each in problems if each not in found and (asked or each.code != "ledger.twin")]
        left = kept
    return left, found


def _by_row(read: EntryRows, refused: Sequence[Problem]) -> dict[int, list[Problem]]:
    """Errors by the row that they are about."""
    found: dict[int, list[Problem]] = {}
    for each in (*read.problems, *refused):
        about = [each.place.row]
        if about == [None] and each.department:
            about = [entry.place.row for entry in read.entries if entry.department == each.department]
        for row in about:
            if row and each.severity == ERROR and each.code != "ledger.twin":
                found.setdefault(row, []).append(each)
    return found


def _row(entry: Entry, desk: Desk) -> TrialRow:
    department = next((desk.say(each.title) for each in desk.departments if each.code == entry.department), entry.department)
    rule = desk.rulebook.rules.get(entry.rule)
    label = desk.say(rule.label) if rule else entry.rule
    return TrialRow(entry.place.row or 0, department, label, days_of(entry.occurred_on, entry.until), entry.count, listed(entry.persons), entry.about)


def _place(problem: Problem, desk: Desk) -> str:
    return problem.place.text(desk.tongue) if problem.place.row or problem.place.file else ""


def _words(problem: Problem, desk: Desk) -> str:
    """Its sentence without its place, which stands before it, or is the row itself in the file that comes back."""
    return desk.say_problem(replace(problem, place=Place()))


def _packed(entry: Entry) -> dict[str, Any]:
    """An entry as plain values, with its row. Who wrote it down, and when, is whoever confirms it."""
    told: dict[str, Any] = {name: getattr(entry, name) for name in _FIELDS}
    until = entry.until.isoformat() if entry.until else ""
    amount = "" if entry.amount is None else shown(entry.amount)
    return {**told, "row": entry.place.row, "occurred_on": entry.occurred_on.isoformat(), "until": until, "amount": amount}


def _unpacked(told: Mapping[str, Any]) -> Entry:
    fields: dict[str, Any] = {name: tuple(told[name]) if isinstance(told[name], list) else told[name] for name in _FIELDS}
    fields["occurred_on"] = date.fromisoformat(told["occurred_on"])
    fields["until"] = date.fromisoformat(told["until"]) if told["until"] else None
    fields["amount"] = read_number(told["amount"]) if told["amount"] else None
    return Entry(**fields, place=Place(row=told["row"]))


def _failed(desk: Desk, bad: Mapping[int, Mapping[str, Any]], reasons: Mapping[int, Sequence[Problem]]) -> str:
    if not bad:
        return ""
    rows = []
    for row, cells in sorted(bad.items()):
        why = " ".join(_words(each, desk) for each in reasons.get(row, ()))
        rows.append({**packed(cells), "reason": why})
    return signing.dumps(rows, salt=SALT, compress=True)
