"""Tells people that a sheet or a report now waits for them, in the transaction of the step that made it so."""

from __future__ import annotations

from kaohe.desk.actions.messages import tell
from kaohe.desk.models import Kind
from kaohe.goals.models import GoalSheet, ProgressReport, ReportStep, State, Step, Told
from kaohe.people.models import Appointment, Department, Officer
from kaohe.people.roles import Role

AT_THE_DEPARTMENT = (Role.DEPARTMENT_HEAD, Role.CLERK)
SUPERVISING = (Role.DEPUTY_DIRECTOR,)


def tell_of(sheet: GoalSheet, step: Step) -> None:
    """A message to whoever is to act next; most steps need none, because the page itself shows them."""
    year, name = sheet.cycle.year, sheet.department.title
    own, agreeing = f"/{year}/departments/{sheet.department.code}/goals/", f"/{year}/goals/agree/"
    match step, sheet.state:
        case Step.PROPOSED, _:
            tell_those(sheet.department, SUPERVISING, Kind.NOTICE, f"{name}报来 {year} 年度目标，请审阅", agreeing)
        case Step.RETURNED, _:
            tell_those(sheet.department, AT_THE_DEPARTMENT, Kind.NOTICE, f"{name} {year} 年度目标已退回，请修改后再报", f"{own}draft/")
        case Step.REMINDED, State.DRAFT:
            tell_those(sheet.department, AT_THE_DEPARTMENT, Kind.REMINDER, f"请尽快报送{name} {year} 年度目标", f"{own}draft/")
        case Step.REMINDED, State.PROPOSED:
            tell_those(sheet.department, SUPERVISING, Kind.REMINDER, f"{name} {year} 年度目标还在等您审阅", agreeing)
        case Step.FIXED, _:
            tell_those(sheet.department, AT_THE_DEPARTMENT, Kind.NOTICE, f"{name} {year} 年度目标已审定，请分解到人", f"{own}people/")
        case Step.CHANGED, _:
            tell_those(sheet.department, AT_THE_DEPARTMENT, Kind.NOTICE, f"局长办公会变更了{name} {year} 年度目标", own)


def tell_of_report(report: ProgressReport, step: ReportStep) -> None:
    """The same for a quarter's report: who is asked for it, and who gets it back."""
    period, name = report.period, f"{report.department.title}{report.period.label}"
    link = f"/{period.cycle.year}/progress/{period.number}/{report.department.code}/"
    match step, report.state:
        case ReportStep.REMINDED, Told.FILLED:
            tell_those(report.department, (Role.DEPARTMENT_HEAD,), Kind.REMINDER, f"{name}完成情况等您审核提交，请尽快办理", link)
        case ReportStep.REMINDED, _:
            tell_those(report.department, AT_THE_DEPARTMENT, Kind.REMINDER, f"请尽快填报{name}完成情况", link)
        case ReportStep.RETURNED, _:
            tell_those(report.department, AT_THE_DEPARTMENT, Kind.NOTICE, f"{name}完成情况已退回，请修改后再报", link)


def tell_those(department: Department, roles: tuple[Role, ...], kind: Kind, subject: str, link: str) -> None:
    """A message to whoever holds one of these roles for the department today."""
    held = Appointment.objects.standing(department.bureau.today()).filter(department=department, role__in=roles)
    tell(to=Officer.objects.filter(pk__in=held.values("officer")), kind=kind, subject=subject, link=link)
