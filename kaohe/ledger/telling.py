"""Tells a department what was written down about it, in the same transaction, so that it can answer before it counts."""

from __future__ import annotations

from collections.abc import Sequence

from kaohe.desk.actions.messages import tell as send
from kaohe.desk.models import Kind
from kaohe.engine import Said
from kaohe.ledger.models import Entry
from kaohe.people.models import Appointment, Department, Officer
from kaohe.people.roles import Role

#: Who hears of it: those who may answer.
HEARERS = (Role.DEPARTMENT_HEAD, Role.CLERK)
#: So many entries are named; how many more there are is said.
MOST_NAMED = 5


def tell(entries: Sequence[Entry]) -> None:
    """One message to each department's head and clerk. What only keeps a record (备查) is not told: it moves no points."""
    by_department: dict[Department, list[Entry]] = {}
    for entry in entries:
        rule = entry.cycle.rulebook().rules.get(entry.rule)
        if rule is not None and rule.name != "flag":
            by_department.setdefault(entry.department, []).append(entry)
    for department, told in by_department.items():
        first, year = told[0], told[0].cycle.year
        numbers: list[object] = [f"#{entry.number}" for entry in told[:MOST_NAMED]]
        numbers += [Said("told.more", {"count": more})] if (more := len(told) - MOST_NAMED) > 0 else []
        link = f"/{year}/ledger/{first.number}/" if len(told) == 1 else f"/{year}/ledger/?department={department.code}"
        send(
            to=_hearers(department),
            kind=Kind.NOTICE,
            subject=Said("told.recorded", {"department": department.title, "numbers": numbers}),
            link=link,
        )


def _hearers(department: Department) -> list[Officer]:
    standing = Appointment.objects.standing(department.bureau.today()).filter(department=department, role__in=HEARERS)
    return list(Officer.objects.filter(pk__in=standing.values("officer")))
