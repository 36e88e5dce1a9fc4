"""Tells people that a sheet now waits for them, in the transaction of the step that made it so."""

from __future__ import annotations

from kaohe.desk.actions.messages import tell
from kaohe.desk.models import Kind
from kaohe.goals.models import GoalSheet, State, Step
from kaohe.people.models import Appointment, Officer
from kaohe.people.roles import Role

AT_THE_DEPARTMENT = (Role.DEPARTMENT_HEAD, Role.CLERK)
SUPERVISING = (Role.DEPUTY_DIRECTOR,)


def tell_of(sheet: GoalSheet, step: Step) -> None:
    """A message to whoever is to act next; most steps need none, because the page itself shows them."""
    year, name = sheet.cycle.year, sheet.department.title
    own, agreeing = f"/{year}/departments/{sheet.department.code}/goals/", f"/{year}/goals/agree/"
    match step, sheet.state:
        case Step.PROPOSED, _:
            _tell(sheet, SUPERVISING, Kind.NOTICE, f"{name}报来 {year} 年度目标，请审阅", agreeing)
        case Step.RETURNED, _:
            _tell(sheet, AT_THE_DEPARTMENT, Kind.NOTICE, f"{name} {year} 年度目标已退回，请修改后再报", f"{own}draft/")
        case Step.REMINDED, State.DRAFT:
            _tell(sheet, AT_THE_DEPARTMENT, Kind.REMINDER, f"请尽快报送{name} {year} 年度目标", f"{own}draft/")
        case Step.REMINDED, State.PROPOSED:
            _tell(sheet, SUPERVISING, Kind.REMINDER, f"{name} {year} 年度目标还在等您审阅", agreeing)
        case Step.FIXED, _:
            _tell(sheet, AT_THE_DEPARTMENT, Kind.NOTICE, f"{name} {year} 年度目标已审定，请分解到人", f"{own}people/")
        case Step.CHANGED, _:
            _tell(sheet, AT_THE_DEPARTMENT, Kind.NOTICE, f"局长办公会变更了{name} {year} 年度目标", own)


def _tell(sheet: GoalSheet, roles: tuple[Role, ...], kind: Kind, subject: str, link: str) -> None:
    today = sheet.cycle.bureau.today()
    held = Appointment.objects.standing(today).filter(department=sheet.department, role__in=roles)
    tell(to=Officer.objects.filter(pk__in=held.values("officer")), kind=kind, subject=subject, link=link)
