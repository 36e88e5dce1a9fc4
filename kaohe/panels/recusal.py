"""Who sits in the leading group, who stands aside for which department (回避), and whether enough are left to decide."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from typing import NamedTuple

from kaohe.people.groups import PLACES
from kaohe.people.models import Appointment, Bureau, BureauSettings, Department, Officer
from kaohe.people.roles import MEMBERS, Role


class Circle(NamedTuple):
    """The leading group on one day.

    members  by their place in it
    recused  for each department (by its row's number), everyone of the bureau who stands aside
    quorum   how many must be left
    """

    members: tuple[Officer, ...]
    recused: Mapping[int, frozenset[int]]
    quorum: int

    def able(self, department: int, present: Collection[int] | None = None) -> list[Officer]:
        """The members who may decide about that department; of those present, where that is said."""
        aside = self.recused.get(department, frozenset())
        return [each for each in self.members if each.pk not in aside and (present is None or each.pk in present)]

    def aside(self, department: int) -> list[str]:
        """The names of the members who stand aside for that department."""
        aside = self.recused.get(department, frozenset())
        return [each.name for each in self.members if each.pk in aside]

    def quorate(self, department: int, present: Collection[int] | None = None) -> bool:
        """True where enough members are left for that department."""
        return len(self.able(department, present)) >= self.quorum


def circle_of(bureau: Bureau, on: date) -> Circle:
    """The group as it is on that day. Two queries."""
    settings = BureauSettings.objects.of(bureau)
    rows = Appointment.objects.standing(on).filter(officer__bureau=bureau).select_related("officer").order_by("pk")
    aside = (*MEMBERS, Role.DEPUTY_DIRECTOR) if settings.supervisors_recused else MEMBERS
    members: dict[int, tuple[int, Officer]] = {}
    recused: dict[int, set[int]] = {}
    for row in rows:
        if row.role == Role.LEADING_GROUP and row.officer.is_active:
            members.setdefault(row.officer_id, (PLACES[row.post], row.officer))
        if row.role in aside and row.department_id:
            recused.setdefault(row.department_id, set()).add(row.officer_id)
    listed = tuple(officer for _place, officer in sorted(members.values(), key=lambda each: each[0]))
    quorum = settings.quorum or len(listed) // 2 + 1
    return Circle(listed, {department: frozenset(people) for department, people in recused.items()}, quorum)


def recused_names(department: Department) -> list[str]:
    """The members of the leading group who stand aside for a department today."""
    return circle_of(department.bureau, department.bureau.today()).aside(department.pk)
