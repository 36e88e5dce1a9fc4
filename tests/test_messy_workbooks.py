"""Forty workbooks as they really come: nearly every cell is understood, every mistake is told with its cell, nothing is half taken."""

from functools import cache

import pytest

from kaohe.engine import Department, Place, Problem, shown
from kaohe.files import entry_sheet
from kaohe.files.goal_drafts import read_goal_drafts
from kaohe.files.roster import Known, read_roster
from tests.support.founding import founding_rulebook
from tests.support.messy import ENTRIES, GOALS, KINDS, PEOPLE, messy

NUMBERS = range(40)
DEPARTMENTS = (Department("budget", "预算科"), Department("general", "综合科"))
ROLES = tuple((code, label, (label.removeprefix("科室"),)) for code, label in
              [("officer", "科室人员"), ("clerk", "科室内勤"), ("checker", "考核小组"), ("department_head", "科室负责人")])  # fmt: skip


class Understood:
    """What a reader made of a workbook: values by row and field, rows that can't be used, and the places of its errors."""

    def __init__(self):
        self.values, self.wrong, self.places = {}, set(), []

    def row(self, number, values, problems=()):
        self.values[number] = values
        if problems:
            self.wrong.add(number)
            self.places += [problem.place for problem in problems]


@cache
def made(number):
    return messy(number)


@cache
def understood(number):
    book = made(number)
    return {PEOPLE: _people, GOALS: _goals, ENTRIES: _entries}[book.kind](book)


def _people(book):
    found = Understood()
    known = Known(DEPARTMENTS, ROLES, lambda name: name, founding_rulebook())
    roster = read_roster(book.content, "m.xlsx", known, year=2025)
    assert not roster.broken, [each.message() for each in roster.problems]
    for row in roster.people:
        values = {"name": row.name, "login": row.login, "department": row.department, "title": row.title, "roles": set(row.roles), "since": row.since}
        found.row(row.record.row, values, row.problems)
    return found


def _goals(book):
    found = Understood()
    read = read_goal_drafts(book.content, "m.xlsx", founding_rulebook(), DEPARTMENTS, 2025)
    assert read.rows, [each.message() for each in read.problems]
    for draft in read.rows:
        found.row(draft.row, {**draft.texts, "department": draft.department}, draft.problems)
    return found


def _entries(book):
    found = Understood()
    read = entry_sheet.uploaded(book.content, "m.xlsx", entry_sheet.Known(founding_rulebook(), 2025, DEPARTMENTS))
    assert read.cells, [each.message() for each in read.problems]
    for entry in read.entries:
        values = {"department": entry.department, "label": entry.rule, "occurred_on": entry.occurred_on, "count": entry.count}
        found.row(entry.place.row, {**values, "persons": entry.persons, "about": entry.about, "evidence": entry.evidence})
    for row in read.failed:
        found.row(row, dict(read.cells[row]))
        found.wrong.add(row)
    found.places = [problem.place for problem in read.problems if problem.severity == "error"]
    return found


def same(kind, field, value, truth):
    """Whether the value that was read is the one that was meant."""
    if kind == GOALS and field == "due":
        return value == truth.isoformat()
    if field == "base":
        return value == truth or value == shown(truth)
    return value == truth


def cells(number):
    """Of a workbook's cells that are right: how many there are in rows without a fault, and how many were understood."""
    book, found = made(number), understood(number)
    spoilt = {row for row, _field in book.faults}
    meant = [(row, field, truth) for row, fields in book.truth.items() if row not in spoilt for field, truth in fields.items()]
    right = [each for each in meant if same(book.kind, each[1], found.values.get(each[0], {}).get(each[1]), each[2])]
    return len(meant), len(right)


def test_there_are_forty_of_three_kinds_and_every_kind_of_mess_is_among_them():
    kinds = [made(number).kind for number in NUMBERS]
    assert {kind: kinds.count(kind) for kind in KINDS} == {PEOPLE: 14, GOALS: 13, ENTRIES: 13}
    assert sum(len(made(number).faults) for number in NUMBERS) >= 30
    assert {made(number).content for number in (0, 1)} == {messy(0).content, messy(1).content}, "the same number, the same workbook"


def test_at_least_ninety_five_of_a_hundred_cells_are_placed():
    counted = [cells(number) for number in NUMBERS]
    meant, right = map(sum, zip(*counted, strict=True))
    assert meant > 2000
    assert right / meant >= 0.95, f"{right} of {meant}: {[(n, c) for n, c in zip(NUMBERS, counted, strict=True) if c[0] != c[1]]}"


@pytest.mark.parametrize("number", NUMBERS)
def test_every_mistake_is_told_with_its_cell(number):
    book, found = made(number), understood(number)
    told = {(place.row, place.column.split(" ")[0]) for place in found.places}
    assert {(row, book.places[field]) for row, field in book.faults} <= told


@pytest.mark.parametrize("number", NUMBERS)
def test_exactly_the_rows_with_a_mistake_are_refused(number):
    book, found = made(number), understood(number)
    assert found.wrong == {row for row, _field in book.faults}
    assert set(found.values) == set(book.truth), "no row is lost, none is made of titles, sums or notes"


@pytest.mark.parametrize("number", [number for number in NUMBERS if KINDS[number % 3] == PEOPLE])
def test_people_are_taken_whole_or_not_at_all(world, number):
    from kaohe.people.actions import carry_out, confirm_nominations, hand_in
    from kaohe.people.models import Appointment, Nomination, Officer

    book = made(number)
    intake = hand_in(officer=world.administrator, bureau=world.bureau, name="m.xlsx", content=book.content)
    assert not Officer.objects.filter(username__startswith="m").exists(), "a trial leaves nothing"
    carry_out(officer=world.administrator, intake=intake)
    confirm_nominations(officer=world.security, bureau=world.bureau, nominations=list(Nomination.objects.all()))
    spoilt = {row for row, _field in book.faults}
    taken = {row["login"] for number, row in book.truth.items() if number not in spoilt}
    assert set(Officer.objects.filter(username__startswith="m").values_list("username", flat=True)) == taken
    for row, truth in book.truth.items():
        held = Appointment.objects.filter(officer__username=truth["login"])
        assert {each.role for each in held} == (set() if row in spoilt else truth["roles"])


def test_a_place_is_a_cell_that_people_can_find():
    problem = Problem("files.required", {"header": "姓名", "hint": ""}, Place("m.xlsx", None, "人员", 7, "A 姓名"))
    assert problem.message().startswith("m.xlsx › 人员 › 第 7 行 › A 姓名")
