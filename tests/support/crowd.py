"""A province in small: ten bureaus of thirty departments with their people, to see what pages cost among so many."""

from __future__ import annotations

from datetime import date

from kaohe.people.models import Appointment, Bureau, Department, Officer
from kaohe.people.roles import Role

SINCE = date(2024, 1, 1)


def crowd(bureaus: int = 10, departments: int = 30, people: int = 4) -> None:
    """Write them straight into the tables; each bureau also has its groups filled and some appointments that ended."""
    for number in range(bureaus):
        bureau = Bureau.objects.create(code=f"crowd-{number}", name=f"第{number}局", demonstration=True, clock=date(2025, 10, 15))
        fill(bureau, departments, people)


def fill(bureau: Bureau, departments: int, people: int) -> None:
    """Departments and people for one bureau, beside those that it has."""
    first = Department.objects.filter(bureau=bureau).count()
    rows = Department.objects.bulk_create(
        Department(bureau=bureau, code=f"d{number}", name=f"第{number}科", order=number, size=people)
        for number in range(first, first + departments)
    )
    staff = Officer.objects.bulk_create(
        Officer(username=f"{bureau.code}-{row.code}-{number}", name=f"某{number}", title="科员", bureau=bureau, password="!")
        for row in rows
        for number in range(people)
    )
    given = []
    for at, officer in enumerate(staff):
        row = rows[at // people]
        role = Role.DEPARTMENT_HEAD if at % people == 0 else Role.OFFICER
        given.append(Appointment(officer=officer, role=role, department=row, since=SINCE))
        given.append(Appointment(officer=officer, role=Role.CHECKER, since=SINCE, until=date(2024, 3, 31)))
        if at % people == 1:
            given.append(Appointment(officer=officer, role=Role.CHECKER, since=SINCE))
    Appointment.objects.bulk_create(given)
