"""What stands on record of a department or a person over the years (考核档案): for whoever has to think about an appointment.

Only final results are told, read back as they stood. Nothing is added up across years and nobody is judged here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from django.db.models import Exists, F, OuterRef, Q

from kaohe.cycles.stages import Stage
from kaohe.engine import Board, Entry, Exact, Facts, Line, Rulebook, Standing
from kaohe.goals.models import Assignment, GoalSheet
from kaohe.people.models import Appointment, Bureau, Officer
from kaohe.people.roles import MEMBERS
from kaohe.results.authors import Author, authors
from kaohe.results.models import Kind, Snapshot
from kaohe.uses.trial import frozen


class FinalYear(NamedTuple):
    """A year that is final, with its result as it was announced."""

    year: int
    finalised_on: date | None
    rulebook: Rulebook
    board: Board
    facts: Facts

    def standing(self, department: str) -> Standing | None:
        """A department's result; None where it wasn't assessed that year."""
        return next((each for each in self.board.standings if each.department.code == department), None)


def final_years(bureau: Bureau) -> tuple[FinalYear, ...]:
    """Every year of the bureau that is final, the latest first. One query, and one for each edition not read yet."""
    rows = Snapshot.objects.filter(
        cycle__bureau=bureau, kind=Kind.FINAL, cycle__stage=Stage.FINAL, round=F("cycle__round")
    ).select_related("cycle__edition", "cycle__bureau")
    return tuple(
        FinalYear(each.cycle.year, each.cycle.finalised_on, each.cycle.rulebook(), *frozen(each))
        for each in rows.order_by("-cycle__year")
    )


class DepartmentYear(NamedTuple):
    """One department in one final year. `ranked`: how many had a place; `grades`: how many goals had which grade, by label."""

    year: int
    total: Decimal | None
    rank: int | None
    ranked: int
    vetoed: bool
    barred: bool
    blocks: tuple[tuple[str, Exact | None], ...]
    grades: tuple[tuple[str, int], ...]


def department_years(years: Iterable[FinalYear], code: str) -> tuple[DepartmentYear, ...]:
    """Those years in which the department was assessed."""
    return tuple(
        DepartmentYear(
            each.year, standing.published, standing.rank, sum(other.rank is not None for other in each.board.standings),
            standing.vetoed, standing.barred, tuple((child.label, child.points) for child in standing.tree.children),
            _grades(each.rulebook, standing),
        )
        for each in years
        if (standing := each.standing(code)) is not None
    )  # fmt: skip


def _grades(rulebook: Rulebook, standing: Standing) -> tuple[tuple[str, int], ...]:
    """Counted in the order in which the scale names them."""
    counts = Counter(str(line.values["grade"]) for node in standing.tree.walk() for line in node.lines if line.what == "grade")
    labels = dict.fromkeys(grade.label for scale in rulebook.scales.values() for grade in scale.grades.values())
    return tuple((label, counts[label]) for label in labels if counts[label])


class Carried(NamedTuple):
    """A goal that somebody carried (A) or stood in for (B), from when to when; `grade` as final, "" while there is none. `has_sheet`:
    whether the department has a sheet of goals for that year; goals that came in from a workbook have none.
    """

    year: int
    department: str
    goal: str
    title: str
    part: str
    cover: bool
    since: date
    until: date | None
    grade: str
    has_sheet: bool


class Named(NamedTuple):
    """An entry that names the person. `points`: what it moved of its item; None where it moved none by itself."""

    year: int
    department: str
    entry: Entry
    label: str
    clause: str
    points: Exact | None
    counted: bool


class Wrote(NamedTuple):
    """What somebody wrote in a year."""

    year: int
    author: Author


class PersonDossier(NamedTuple):
    """All of it, the latest first. `quiet`: how many more records name them that can move nothing.

    namesakes  others of the same name, with whom entries could be mistaken: entries know people by name
    """

    person: Officer
    appointments: tuple[Appointment, ...]
    years: tuple[tuple[str, DepartmentYear], ...]
    carried: tuple[Carried, ...]
    named: tuple[Named, ...]
    wrote: tuple[Wrote, ...]
    quiet: int
    namesakes: tuple[Officer, ...]


def person_dossier(person: Officer, years: tuple[FinalYear, ...]) -> PersonDossier:
    """Of one person of the bureau. Three queries beside those of the years."""
    held = tuple(person.appointments.select_related("department").order_by("-since", "-pk"))
    belonging = [each for each in held if each.role in MEMBERS and each.department]
    named = [each for year in years for each in _named(year, person.name, belonging)]
    return PersonDossier(
        person=person,
        appointments=held,
        years=tuple(_results(years, belonging)),
        carried=tuple(_carried(person, years)),
        named=tuple(each for each in named if _moves(each)),
        wrote=tuple(_wrote(person, years, belonging)),
        quiet=sum(not _moves(each) for each in named),
        namesakes=tuple(Officer.objects.filter(bureau_id=person.bureau_id, name=person.name).exclude(pk=person.pk)),
    )


def _results(years: Iterable[FinalYear], belonging: Iterable[Appointment]) -> Iterator[tuple[str, DepartmentYear]]:
    """What came of the departments they belonged to, in the years in which they did."""
    for each in years:
        for code in dict.fromkeys(_codes(belonging, date(each.year, 1, 1), date(each.year, 12, 31))):
            for row in department_years([each], code):
                yield code, row


def _codes(belonging: Iterable[Appointment], first: date, last: date) -> Iterator[str]:
    for each in belonging:
        if each.since <= last and (each.until is None or each.until >= first) and each.department:
            yield each.department.code


def _carried(person: Officer, years: Iterable[FinalYear]) -> Iterator[Carried]:
    known = {each.year: each for each in years}
    sheets = GoalSheet.objects.filter(cycle=OuterRef("goal__cycle"), department=OuterRef("goal__department"))
    rows = Assignment.objects.filter(Q(officer=person) | Q(cover=person), goal__cycle__year__in=list(known)).annotate(has_sheet=Exists(sheets))
    for row in rows.select_related("goal__cycle", "goal__department").order_by("-goal__cycle__year", "goal__code", "since", "pk"):
        year, department = row.goal.cycle.year, row.goal.department.code
        grade = _grade_of(known[year], department, row.goal.code)
        cover = row.officer_id != person.pk
        yield Carried(year, department, row.goal.code, row.goal.title, row.part, cover, row.since, row.until, grade, row.has_sheet)


def _grade_of(year: FinalYear, department: str, goal: str) -> str:
    standing = year.standing(department)
    for node in standing.tree.walk() if standing else ():
        for line in node.lines:
            if line.what == "grade" and line.values.get("goal") == goal:
                return str(line.values["grade"])
    return ""


def _named(year: FinalYear, name: str, belonging: list[Appointment]) -> Iterator[Named]:
    """Entries with that name about a department to which the person belonged on that day; articles are told apart."""
    pieces = _pieces(year.rulebook)
    moved = _moved(year.board)
    for entry in year.facts.entries:
        if name not in entry.persons or entry.reverses or entry.rule in pieces:
            continue
        if entry.department not in _codes(belonging, entry.occurred_on, entry.occurred_on):
            continue
        rule, line = year.rulebook.rules.get(entry.rule), moved.get(entry.id)
        points = line.points if line else None
        label, clause = (rule.label, rule.clause) if rule else (entry.rule, "")
        yield Named(year.year, entry.department, entry, label, clause, points, bool(line and line.counted))


def _pieces(rulebook: Rulebook) -> set[str]:
    """Rules of the items that count pieces against a quota: what is written, and what is adopted of it."""
    items = [item for item in rulebook.tree.walk() if any(rule.name == "quota" for rule in item.rules)]
    return {rule.code for item in items for rule in item.rules}


def _moved(board: Board) -> dict[str, Line]:
    """The line that an entry stands behind by itself, by the entry's number; reversed ones too, which count for nothing."""
    found: dict[str, Line] = {}
    for standing in board.standings:
        for line in (*standing.aside, *(line for node in standing.tree.walk() for line in node.lines)):
            own = [entry for entry in line.entries if not entry.reverses]
            if len(own) == 1 and line.what != "flag":
                found[own[0].id] = line
    return found


def _moves(named: Named) -> bool:
    """False for records that can move nothing: attendance kept, a duty done."""
    return named.points is not None


def _wrote(person: Officer, years: Iterable[FinalYear], belonging: list[Appointment]) -> Iterator[Wrote]:
    for each in years:
        codes = set(_codes(belonging, date(each.year, 1, 1), date(each.year, 12, 31)))
        for author in authors(each.rulebook, each.facts, each.board):
            if author.name == person.name and author.department in codes:
                yield Wrote(each.year, author)
