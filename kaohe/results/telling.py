"""Who hears of an announcement, an objection or a decision: in the same transaction, a few words and never a score."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q

from kaohe.cycles.models import Cycle
from kaohe.desk.actions.messages import tell
from kaohe.desk.models import Kind
from kaohe.engine import Said
from kaohe.people.deeds import MAY, Deed
from kaohe.people.models import Appointment, Department, Officer
from kaohe.people.roles import Role

AT_A_DEPARTMENT = (Role.DEPARTMENT_HEAD, Role.CLERK)


def tell_departments(cycle: Cycle, subject: Said, link: str) -> None:
    """Every department's head and clerk."""
    _tell(cycle, Q(role__in=AT_A_DEPARTMENT), subject, link)


def tell_department(cycle: Cycle, department: Department, subject: Said, link: str) -> None:
    """One department's head and clerk."""
    _tell(cycle, Q(role__in=AT_A_DEPARTMENT, department=department), subject, link)


def tell_who_may(cycle: Cycle, deed: Deed, subject: Said, link: str) -> None:
    """Everyone whose role allows that deed."""
    _tell(cycle, Q(role__in=[role.value for role in MAY[deed]]), subject, link)


def tell_persons(officers: Iterable[Officer], subject: Said, link: str) -> None:
    """These persons."""
    tell(to=officers, kind=Kind.NOTICE, subject=subject, link=link)


def _tell(cycle: Cycle, who: Q, subject: Said, link: str) -> None:
    held = Appointment.objects.standing(cycle.bureau.today()).filter(who, officer__bureau=cycle.bureau)
    tell_persons(Officer.objects.filter(pk__in=held.values("officer")), subject, link)
