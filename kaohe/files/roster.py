"""A bureau's departments and people in one workbook (名册): its sheets and columns, and reading it row by row."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final

from kaohe.engine import Department, Exact, Place, Problem, Rulebook, register
from kaohe.files.cells import Odd, plain, read_name, read_text, shown_cell
from kaohe.files.columns import (
    CODE,
    DATE,
    DEPARTMENT,
    DEPARTMENT_SHEET,
    DEPARTMENTS,
    LIST,
    TEXT,
    Column,
    Sheet,
    sheets_for,
)
from kaohe.files.findings import Findings
from kaohe.files.grids import Grid, known_sheet, workbook_grids
from kaohe.files.names import AsWritten, Names
from kaohe.files.rows import Row
from kaohe.files.sheets import Record, records

PEOPLE: Final = "people"

REASON: Final = Column(
    "reason", "失败原因", "Why it failed", TEXT, ("错误原因", "错误"), rare=True, width=44,
    hint=("改好后本列可留着不管", "leave it as it is once the row is mended"),
)  # fmt: skip
PEOPLE_SHEET: Final = Sheet(
    PEOPLE, "人员", "People",
    (
        Column("name", "姓名", "Name", TEXT, ("人员姓名", "职工姓名", "干部姓名"), True, merges=False, hint=("姓名", "the name"), width=12),
        Column("login", "账号", "Login", CODE, ("登录名", "用户名", "登录账号", "系统账号"), merges=False,
               hint=("登录用；留空则用姓名拼音", "for signing in; made of the name where empty"), width=16),
        Column("department", "科室", "Department", DEPARTMENT, ("部门", "所在科室", "所属科室", "单位", "科室名称", "处室", "股室"),
               hint=("所在科室；局领导等留空", "where they belong; empty for leaders"), width=22),
        Column("title", "职务", "Post", TEXT, ("职位", "行政职务", "现任职务"), hint=("如 科长、科员", "such as head or officer"), width=16),
        Column("roles", "职责", "Duties", LIST, ("考核职责", "角色", "系统角色", "权限"),
               hint=("如 科室负责人、考核小组；多项用顿号隔开；在科室而留空为科室人员", "several apart by 、; empty within a department: officer"), width=28),
        Column("supervises", "分管科室", "Supervises", LIST, ("分管", "分管部门", "联系科室"), merges=False,
               hint=("分管领导填；多个用顿号隔开", "for deputy directors; several apart by 、"), width=28),
        Column("since", "起始日期", "Since", DATE, ("任职日期", "任职时间", "起始时间", "到岗日期"),
               hint=("新任职从哪天起；留空为导入当天", "from when new duties count; empty for the day of the import"), width=12),
        Column("email", "邮箱", "Mail", CODE, ("电子邮箱", "邮件", "邮件地址", "E-mail", "Email"), merges=False,
               hint=("收待办提醒用；可以不填", "for reminders; may be left empty"), width=24),
        REASON,
    ),
    ("人员表", "人员名单", "花名册", "人员花名册", "职工名册", "干部职工", "通讯录", "人员信息"),
)  # fmt: skip

register(
    {
        "files.no_roster": (
            "没有找到“科室”或“人员”工作表。请用模板填写，或把工作表改为这两个名称。",
            "There is no sheet called “Departments” or “People”. Fill in the template, or give the sheets these names.",
        ),
        "files.unknown_role": (
            "不认识的职责“{found}”。{advice}",
            "There is no duty called “{found}”. {advice}",
        ),
        "files.roster_twice": (
            "“{found}”在第 {first} 行已经出现。请删去一行；同名的两人请各填账号。",
            "“{found}” stands in row {first} already. Drop one row; give two people of one name their logins.",
        ),
        "files.roster": ("科室与人员名册", "Departments and people"),
    }
)


@dataclass(slots=True)
class DepartmentRow:
    """A row of the sheet of departments. `fact` is the department as it is to be; `problems` what can't be read."""

    record: Record
    fact: Department
    problems: tuple[Problem, ...] = ()


@dataclass(slots=True)
class PersonRow:
    """A row of the sheet of people: what it says, and of which columns the sheet says nothing (`given` lists the others)."""

    record: Record
    name: str
    login: str
    department: str
    title: str
    roles: tuple[str, ...]
    supervises: tuple[str, ...]
    since: date | None
    email: str
    given: frozenset[str]
    problems: tuple[Problem, ...] = ()


@dataclass(slots=True)
class Roster:
    """What a workbook holds; `problems` are those of the file as a whole: errors (then nothing is taken) and warnings."""

    departments: list[DepartmentRow] = field(default_factory=list)
    people: list[PersonRow] = field(default_factory=list)
    problems: tuple[Problem, ...] = ()
    broken: bool = False


@dataclass(frozen=True, slots=True)
class Known:
    """What the reader must know of the bureau.

    departments  those that stand; roles  (code, label, other names)
    spell        a code for a department of that name, where the sheet gives none
    """

    departments: tuple[Department, ...]
    roles: tuple[tuple[str, str, tuple[str, ...]], ...]
    spell: Callable[[str], str]
    rulebook: Rulebook | None = None


def department_sheet(rulebook: Rulebook | None) -> Sheet:
    """The sheet of departments, with a column for each attribute that the rulebook knows."""
    found = next(each for each in sheets_for(rulebook) if each.code == DEPARTMENTS) if rulebook else DEPARTMENT_SHEET
    return Sheet(found.code, found.name, found.english, (*found.columns, REASON), found.also)


def read_roster(data: bytes, file: str, known: Known, *, year: int) -> Roster:
    """Every row with its own problems, cell by cell. Never raises over what it reads; `year` completes days without one."""
    findings = Findings()
    try:
        grids = workbook_grids(data, file)
    except Odd as odd:
        findings.odd(odd, Place(file))
        return Roster(problems=findings.problems(), broken=True)
    sheets = (department_sheet(known.rulebook), PEOPLE_SHEET)
    named = {sheet.code: [grid for grid in grids if known_sheet(grid.sheet, sheets) is sheet] for sheet in sheets}
    filled = [grid for grid in grids if any(cell not in ("", None) for row in grid.rows for cell in row)]
    if not any(named.values()) and len(filled) == 1:  # a lone sheet is known by its headers, whatever it is called
        named[PEOPLE if _names_people(filled[0]) else DEPARTMENTS] = filled
    if not any(named.values()):
        findings.error("files.no_roster", Place(file))
        return Roster(problems=findings.problems(), broken=True)
    reader = _Reader(known, year)
    departments = _rows(named[DEPARTMENTS], sheets[0], findings)
    people = _rows(named[PEOPLE], sheets[1], findings)
    if findings.broken and not (departments or people):
        return Roster(problems=findings.problems(), broken=True)
    found_departments = reader.departments(departments, sheets[0])
    return Roster(found_departments, reader.people(people), findings.problems(), findings.broken)


def _names_people(grid: Grid) -> bool:
    names = {plain(each) for each in PEOPLE_SHEET.column("name").names()}
    return any(isinstance(cell, str) and plain(cell).strip("*") in names for row in grid.rows[:40] for cell in row)


def _rows(grids: Iterable[Grid], sheet: Sheet, findings: Findings) -> list[Record]:
    return [record for grid in grids for record in records(grid, sheet, grid.sheet, findings)]


class _Reader:
    """Rows one by one, each with findings of its own, so that the others can be taken without it."""

    def __init__(self, known: Known, year: int) -> None:
        self.known, self.year = known, year
        self.speaks = known.rulebook or AsWritten()
        self.roles = Names(self.speaks, known.roles)
        self.places = {each.code: each for each in known.departments}
        self.names = self._names()

    def _names(self) -> Names:
        things = ((each.code, each.name, (each.short, *each.aliases)) for each in self.places.values())
        return Names(self.speaks, things)

    def departments(self, rows: Sequence[Record], sheet: Sheet) -> list[DepartmentRow]:
        """The departments of the sheet; people may belong to them as soon as their row is sound."""
        found, first = [], dict[str, int]()
        for record in rows:
            made = self._department(record, sheet)
            code = made.fact.code
            if code and first.setdefault(code, record.row or 0) != (record.row or 0):
                values = {"found": made.fact.name, "first": first[code]}
                made.problems += (Problem("files.roster_twice", values, record.place("name")),)
            found.append(made)
        for made in found:
            if not made.problems:
                self.places[made.fact.code] = made.fact
        self.names = self._names()
        return found

    def _department(self, record: Record, sheet: Sheet) -> DepartmentRow:
        findings = Findings()
        row = Row(record, sheet, findings, self.year)
        has = record.columns
        name, code = read_name(row.text("name")), row.code("code")
        base = self.places.get(code) if code else self.places.get(self.names.find(name) or "") if name else None
        base = base or Department(code or (self.known.spell(name) if name else ""), name)
        attributes: dict[str, Exact] = dict(base.attributes)
        for column in sheet.columns:
            if column.field.startswith("attribute.") and column.field in has:
                attribute, value = column.field.partition(".")[2], row.number(column.field)
                attributes.pop(attribute, None)
                if value is not None:
                    attributes[attribute] = value
        fact = replace(
            base, name=name or base.name,
            short=row.text("short") if "short" in has else base.short,
            aliases=row.several("aliases") if "aliases" in has else base.aliases,
            size=row.whole("size") if "size" in has else base.size,
            front_office=row.yes("front_office") if "front_office" in has else base.front_office,
            attributes=attributes,
        )  # fmt: skip
        return DepartmentRow(record, fact, findings.problems() if not row.sound else ())

    def people(self, rows: Sequence[Record]) -> list[PersonRow]:
        """The people of the sheet. One name twice without logins is told: nobody can know whether they are two."""
        found, first = [], dict[str, PersonRow]()
        for record in rows:
            made = self._person(record)
            key = f"@{made.login.lower()}" if made.login else plain(made.name)
            earlier = first.setdefault(key, made)
            if key and earlier is not made:
                values = {"found": made.login or made.name, "first": earlier.record.row}
                made.problems += (Problem("files.roster_twice", values, record.place("login" if made.login else "name")),)
            found.append(made)
        return found

    def _person(self, record: Record) -> PersonRow:
        findings = Findings()
        row = Row(record, PEOPLE_SHEET, findings, self.year)
        made = PersonRow(
            record,
            name=read_name(row.text("name")),
            login=row.code("login"),
            department=row.known("department", self.names, "files.unknown_department"),
            title=row.text("title"),
            roles=self._all(row, "roles", self.roles, "files.unknown_role"),
            supervises=self._all(row, "supervises", self.names, "files.unknown_department"),
            since=row.day("since"),
            email=row.code("email"),
            given=frozenset(record.columns),
        )
        if not row.sound:
            made.problems = findings.problems()
        return made

    @staticmethod
    def _all(row: Row, field_name: str, names: Names, code: str) -> tuple[str, ...]:
        """What each name in the cell means."""
        found = []
        for typed in row.several(field_name):
            meant = names.find(typed)
            if meant is None:
                row.wrong(code, field_name, found=shown_cell(typed), advice=names.advice(typed))
            else:
                found.append(meant)
        return tuple(dict.fromkeys(found))


def typed(record: Record, column: Column) -> str | date:
    """What somebody wrote into that cell, for the file that goes back to them."""
    cell = record.cells.get(column.field)
    return cell if isinstance(cell, date) else read_text(cell)
