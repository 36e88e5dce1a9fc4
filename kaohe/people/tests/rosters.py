"""Workbooks of people for tests, as people's workbooks look."""

import io

from kaohe.files.tests.workbooks import book
from kaohe.people.actions import carry_out, hand_in

HEADER = ["姓名", "账号", "科室", "职务", "职责", "分管科室", "起始日期"]


def workbook(tmp_path, people=(), departments=None, header=HEADER, **how):
    """The bytes of a workbook with these rows below their headers."""
    sheets = {}
    if departments is not None:
        sheets["科室"] = departments
    if people:
        sheets["人员"] = [header, *people]
    return book(tmp_path / "roster.xlsx", sheets, **how).read_bytes()


def handed_in(world, content, name="roster.xlsx", officer="administrator", rulebook=None):
    """The trial of that workbook."""
    return hand_in(officer=getattr(world, officer), bureau=world.bureau, name=name, content=content, rulebook=rulebook)


def taken(world, content, **told):
    """The workbook tried and carried out."""
    return carry_out(officer=world.administrator, intake=handed_in(world, content, **told), rulebook=told.get("rulebook"))


def exported(bureau, on, rulebook=None):
    """The bureau as its export has it."""
    from kaohe.files.roster_workbook import write_roster
    from kaohe.people.rosters import export_of, role_names

    target = io.BytesIO()
    departments, people = export_of(bureau, on)
    write_roster(target, departments, people, [label for _code, label, _others in role_names()], rulebook=rulebook)
    return target.getvalue()
