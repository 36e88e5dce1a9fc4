"""A roster (名册) beside the bureau as it is: what each row would be new, change, leave, or can't do, told in both languages."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, Final, NamedTuple

from kaohe import engine
from kaohe.engine import Place, Problem, Rulebook, Said, phrase, register
from kaohe.files.roster import Known
from kaohe.files.roster_workbook import PersonCells
from kaohe.people import pinyin
from kaohe.people.models import Appointment, Bureau, Department, Officer
from kaohe.people.roles import MEMBERS, Role

NEW, CHANGED, SAME, WRONG = "new", "changed", "same", "wrong"
LANGUAGES: Final = ("zh", "en")

#: A refusal's code → the column that it speaks of; else the row's name.
FIELDS: Final = {
    "people.incompatible": "roles", "people.already_appointed": "roles", "people.member_already": "roles", "people.login_taken": "login",
    "people.login_unfit": "login", "people.department_needed": "department", "people.department_gone": "department",
    "people.no_membership": "roles", "people.ended_before": "since", "people.department_code": "code", "people.department_size": "size",
    "people.namesakes": "login", "people.supervises_without_role": "supervises", "people.role_without_department": "department",
    "people.last_keeper": "roles", "people.mail_unfit": "email",
}  # fmt: skip


class Line(NamedTuple):
    """One row of a dry run. Words are kept in both languages, because whoever reads it may change theirs."""

    sheet: str
    row: int
    name: str
    kind: str
    words: dict[str, list[str]]

    def said(self, language: str) -> list[str]:
        """What is new, changes or is wrong, in that language."""
        return self.words["en" if language.startswith("en") else "zh"]


class Outcome(NamedTuple):
    """What a roster does to the bureau: row by row, and what is odd about the file as a whole."""

    lines: tuple[Line, ...]
    notes: dict[str, list[str]]
    broken: bool = False

    def counts(self) -> dict[str, int]:
        """How many rows of each kind."""
        return {kind: sum(line.kind == kind for line in self.lines) for kind in (NEW, CHANGED, SAME, WRONG)}

    def data(self) -> dict[str, Any]:
        """As JSON keeps it."""
        return {"lines": [list(line) for line in self.lines], "notes": self.notes, "broken": self.broken}

    @classmethod
    def of(cls, data: dict[str, Any]) -> Outcome:
        """Back from JSON."""
        return cls(tuple(Line(*line) for line in data["lines"]), data["notes"], data["broken"])


class Detail(NamedTuple):
    """One thing that a row does, as the code of a sentence."""

    code: str
    values: dict[str, object]

    def in_language(self, language: str) -> str:
        """The sentence."""
        return phrase(self.code, language, self.values)


def changed(name: str, before: object, after: object) -> Detail:
    """That a field was one thing and becomes another."""
    return Detail("roster.field", {"field": Said(f"roster.{name}"), "before": _said(before), "after": _said(after)})


def _said(value: object) -> object:
    if isinstance(value, list | tuple):
        return tuple(map(str, value)) or "—"
    if isinstance(value, dict):
        return tuple(f"{name} {text}" for name, text in sorted(value.items())) or "—"
    if isinstance(value, bool):
        return "√" if value else "×"
    return "—" if value in (None, "") else str(value)


def line(sheet: str, record: Any, name: str, kind: str, told: Iterable[Detail | Problem]) -> Line:
    """A row's line; `told` are its details or its problems."""
    listed = list(told)

    def say(each: Detail | Problem, language: str) -> str:
        return each.in_language(language) if isinstance(each, Detail) else each.message(language)

    return Line(sheet, record.row or 0, name, kind, {language: [say(each, language) for each in listed] for language in LANGUAGES})


def placed(problems: Iterable[Problem], record: Any) -> list[Problem]:
    """Problems of an action, each with the cell that it speaks of."""
    found = []
    for problem in problems:
        field = FIELDS.get(problem.code, "name")
        place: Place = record.place(field if field in record.columns else "name")
        found.append(Problem(problem.code, problem.values, place))
    return found


def known(bureau: Bureau, rulebook: Rulebook | None) -> Known:
    """What the reader of a roster must know of the bureau. One query."""
    rows = Department.objects.filter(bureau=bureau).standing(bureau.today())
    departments = tuple(row.as_fact() for row in rows)
    return Known(departments, role_names(), _speller({row.code for row in rows}), rulebook)


def role_names() -> tuple[tuple[str, str, tuple[str, ...]], ...]:
    """Each role with what it is called: in both languages, and in short."""
    others = {
        Role.OFFICE: ("考核办公室", "领导小组办公室"), Role.DEPARTMENT_HEAD: ("负责人", "科长", "科室负责人"),
        Role.CLERK: ("内勤",), Role.OFFICER: ("人员", "科员"), Role.LEADING_GROUP: ("领导小组",), Role.ADMINISTRATOR: ("管理员",),
        Role.AUDITOR: ("审计",), Role.SECURITY: ("安全员",), Role.DEPUTY_DIRECTOR: ("分管领导", "分管副局长"),
    }  # fmt: skip
    return tuple(
        (str(role), phrase(f"role.{role}", "zh"), (phrase(f"role.{role}", "en"), *others.get(role, ()))) for role in Role
    )


def _speller(taken: set[str]) -> Any:
    """Codes for new departments from their names; the same name gets the same code throughout one reading."""
    given: dict[str, str] = {}

    def spell(name: str) -> str:
        if name not in given:
            base = "".join(pinyin.spelled(name))[:50] or "department"
            code, number = base, 1
            while code in taken:
                number += 1
                code = f"{base}-{number}"
            given[name] = code
            taken.add(code)
        return given[name]

    return spell


def export_of(bureau: Bureau, on: date) -> tuple[list[engine.Department], list[PersonCells]]:
    """The departments and everyone with an open account, as the sheets hold them. Three queries.

    Someone who belongs to several departments stands under the first in the decreed order, the others named in none:
    a row knows one.
    """
    departments = [row.as_fact() for row in Department.objects.filter(bureau=bureau).standing(on)]
    names = {each.code: each.name for each in departments}
    rows = Appointment.objects.standing(on).filter(officer__bureau=bureau).select_related("department")
    held: dict[int, list[Appointment]] = {}
    for row in rows.order_by("department__order", "since", "pk"):
        held.setdefault(row.officer_id, []).append(row)
    order = {each.code: place for place, each in enumerate(departments)}
    people = [
        (cells, order.get(code, -1))
        for who in Officer.objects.filter(bureau=bureau, is_active=True)
        for cells, code in [_cells(who, held.get(who.pk, []), names)]
    ]
    return departments, [cells for cells, _place in sorted(people, key=lambda each: each[1])]


def _cells(who: Officer, held: Sequence[Appointment], names: dict[str, str]) -> tuple[PersonCells, str]:
    member = next((row for row in held if row.role in MEMBERS and row.department), None)
    code = member.department.code if member and member.department else ""
    roles = dict.fromkeys(row.role for row in held if row.role != Role.DEPUTY_DIRECTOR and (row is member or row.role not in MEMBERS))
    supervised = [names.get(row.department.code, row.department.name) for row in held if row.role == Role.DEPUTY_DIRECTOR and row.department]
    said = tuple(phrase(f"role.{role}", "zh") for role in Role if role in roles)
    since = min((row.since for row in held), default=None)
    return PersonCells(who.name, who.username, names.get(code, ""), who.title, said, tuple(supervised), since, who.email), code


register(
    {
        "roster.department": ("新科室，代码 {code}", "a new department, code {code}"),
        "roster.account": ("新账号 {login}", "a new account, {login}"),
        "roster.field": ("{field}：{before} → {after}", "{field}: {before} → {after}"),
        "roster.takes": ("任 {role}{where}，自 {since} 起", "becomes {role}{where} from {since}"),
        "roster.gives_up": ("不再任 {role}{where}，到 {until} 为止", "is no longer {role}{where} after {until}"),
        "roster.to_take": ("拟任 {role}{where}，自 {since} 起，待安全管理员确认", "is to become {role}{where} from {since}, once confirmed"),
        "roster.to_give_up": (
            "拟不再任 {role}{where}，到 {until} 为止，待安全管理员确认",
            "is to be {role}{where} until {until}, once confirmed",
        ),
        "roster.instead": ("代替此前待确认的任职", "in place of what waited to be confirmed"),
        "roster.place": ("排到第 {after} 位（原第 {before} 位）", "moves to place {after} (from {before})"),
        "roster.name": ("名称", "name"),
        "roster.short_name": ("简称", "short name"),
        "roster.aliases": ("别名", "aliases"),
        "roster.size": ("人数", "officers"),
        "roster.front_office": ("窗口科室", "front office"),
        "roster.attributes": ("参数", "figures"),
        "roster.title": ("职务", "post"),
        "roster.person_name": ("姓名", "name"),
        "roster.email": ("邮箱", "mail"),
    }
)
