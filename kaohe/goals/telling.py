"""Tells people that a sheet or a report now waits for them, in the transaction of the step that made it so."""

from __future__ import annotations

from kaohe.desk.actions.messages import tell
from kaohe.desk.models import Kind
from kaohe.engine import Said
from kaohe.goals.models import GoalSheet, ProgressReport, ReportStep, State, Step, Told
from kaohe.people.models import Appointment, Department, Officer
from kaohe.people.roles import Role

AT_THE_DEPARTMENT = (Role.DEPARTMENT_HEAD, Role.CLERK)
SUPERVISING = (Role.DEPUTY_DIRECTOR,)


def tell_of(sheet: GoalSheet, step: Step) -> None:
    """A message to whoever is to act next; most steps need none, because the page itself shows them."""
    year, about = sheet.cycle.year, {"department": sheet.department.title, "year": sheet.cycle.year}
    own, agreeing = f"/{year}/departments/{sheet.department.code}/goals/", f"/{year}/goals/agree/"
    match step, sheet.state:
        case Step.PROPOSED, _:
            tell_those(sheet.department, SUPERVISING, Kind.NOTICE, Said("told.goals_proposed", about), agreeing)
        case Step.RETURNED, _:
            tell_those(sheet.department, AT_THE_DEPARTMENT, Kind.NOTICE, Said("told.goals_returned", about), f"{own}draft/")
        case Step.REMINDED, State.DRAFT:
            tell_those(sheet.department, AT_THE_DEPARTMENT, Kind.REMINDER, Said("told.goals_late", about), f"{own}draft/")
        case Step.REMINDED, State.PROPOSED:
            tell_those(sheet.department, SUPERVISING, Kind.REMINDER, Said("told.goals_wait", about), agreeing)
        case Step.FIXED, _:
            tell_those(sheet.department, AT_THE_DEPARTMENT, Kind.NOTICE, Said("told.goals_fixed", about), f"{own}people/")
        case Step.CHANGED, _:
            tell_those(sheet.department, AT_THE_DEPARTMENT, Kind.NOTICE, Said("told.goals_changed", about), own)


def tell_of_report(report: ProgressReport, step: ReportStep) -> None:
    """The same for a quarter's report: who is asked for it, and who gets it back."""
    period, about = report.period, {"department": report.department.title, "period": report.period.label}
    link = f"/{period.cycle.year}/progress/{period.number}/{report.department.code}/"
    match step, report.state:
        case ReportStep.REMINDED, Told.FILLED:
            tell_those(report.department, (Role.DEPARTMENT_HEAD,), Kind.REMINDER, Said("told.report_waits", about), link)
        case ReportStep.REMINDED, _:
            tell_those(report.department, AT_THE_DEPARTMENT, Kind.REMINDER, Said("told.report_late", about), link)
        case ReportStep.RETURNED, _:
            tell_those(report.department, AT_THE_DEPARTMENT, Kind.NOTICE, Said("told.report_returned", about), link)


def tell_those(department: Department, roles: tuple[Role, ...], kind: Kind, subject: Said, link: str) -> None:
    """A message to whoever holds one of these roles for the department today."""
    held = Appointment.objects.standing(department.bureau.today()).filter(department=department, role__in=roles)
    tell(to=Officer.objects.filter(pk__in=held.values("officer")), kind=kind, subject=subject, link=link)
