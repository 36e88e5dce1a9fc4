"""What every page about people starts from: the bureau, today, what one may do, its people and departments read once."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from functools import cached_property
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from kaohe.cycles.models import Cycle
from kaohe.files.columns import attribute_column, attributes_of
from kaohe.people.deeds import Deed, may
from kaohe.people.models import Appointment, Bureau, Department, Officer
from kaohe.people.roles import MEMBERS, Role
from kaohe.web.desk import nothing, years_of
from kaohe.web.frame import show
from kaohe.web.shapes.figures import language


class Staff:
    """One request about the bureau's people. Raises Http404 for somebody without a bureau."""

    def __init__(self, request: HttpRequest) -> None:
        assert isinstance(request.user, Officer)
        self.request, self.officer = request, request.user
        self.bureau: Bureau = self.officer.bureau or nothing()
        self.today: date = self.bureau.today()
        self.manages = may(self.officer, Deed.MANAGE_PEOPLE)
        self.appoints = may(self.officer, Deed.APPOINT)
        self.watches = may(self.officer, Deed.READ_AUDIT)
        self.guards = may(self.officer, Deed.GUARD_ACCOUNTS)
        self.tongue = language()

    @cached_property
    def cycle(self) -> Cycle | None:
        """The latest year, for the menu and for what its edition asks of departments; None before the first."""
        return next(iter(years_of(self.request)), None)

    @cached_property
    def departments(self) -> list[Department]:
        """Those that stand today, in the decreed order."""
        return list(Department.objects.visible_to(self.officer).standing(self.today))

    @cached_property
    def people(self) -> list[Officer]:
        """Everyone who has an account here, closed ones too."""
        return list(Officer.objects.visible_to(self.officer))

    @cached_property
    def open_people(self) -> list[Officer]:
        """Those whose account is open."""
        return [each for each in self.people if each.is_active]

    @cached_property
    def held(self) -> dict[int, list[Appointment]]:
        """Today's appointments by person, in the order of roles."""
        rows = Appointment.objects.standing(self.today).filter(officer__bureau=self.bureau).select_related("department", "officer")
        order = {role: place for place, role in enumerate(Role)}
        found: dict[int, list[Appointment]] = defaultdict(list)
        for row in sorted(rows, key=lambda row: (order[Role(row.role)], row.department.order if row.department else 0)):
            found[row.officer_id].append(row)
        return found

    @cached_property
    def members(self) -> dict[int, list[Appointment]]:
        """Who belongs to each department, its head first."""
        found: dict[int, list[Appointment]] = defaultdict(list)
        rows = (row for rows in self.held.values() for row in rows if row.role in MEMBERS)
        for row in sorted(rows, key=lambda row: MEMBERS.index(Role(row.role))):
            if row.department_id is not None:
                found[row.department_id].append(row)
        return found

    def in_charge(self, department: Department, role: Role) -> list[Officer]:
        """Who heads the department, or supervises it."""
        rows = (row for rows in self.held.values() for row in rows)
        return [row.officer for row in rows if row.role == role and row.department_id == department.pk]

    @cached_property
    def attributes(self) -> list[tuple[str, str]]:
        """What the latest year's edition asks of departments: name and label."""
        if self.cycle is None:
            return []
        rulebook = self.cycle.rulebook()
        return [(name, capfirst(attribute_column(name, rulebook).title(self.tongue))) for name in attributes_of(rulebook)]

    def say(self, text: str) -> str:
        """A department's or a rule's name in the reader's language."""
        return self.cycle.rulebook().in_language(text, self.tongue) if self.cycle else text

    def person(self, login: str) -> Officer:
        """A colleague by their login. Raises Http404."""
        found = Officer.objects.visible_to(self.officer).filter(username=login).first() or nothing()
        return found

    def department(self, code: str) -> Department:
        """A department by its code, retired ones too. Raises Http404."""
        found = Department.objects.visible_to(self.officer).select_related("bureau").filter(code=code).first() or nothing()
        return found

    def require(self, *deeds: Deed) -> None:
        """Raises Http404 where the page is not for this person, who may do none of these deeds (none given: manage people)."""
        if not any(may(self.officer, deed) for deed in deeds or (Deed.MANAGE_PEOPLE,)):
            nothing()

    def choice_of_departments(self) -> list[tuple[str, str, Department]]:
        """For a form."""
        return [(each.code, self.say(each.title), each) for each in self.departments]

    def choice_of_people(self, *, without: Officer | None = None) -> list[tuple[str, str, Officer]]:
        """For a form: name and post, in the order of their logins, which is that of their names in letters."""
        people = (each for each in self.open_people if without is None or each.pk != without.pk)
        return [(each.username, f"{each.name} {each.title}".strip(), each) for each in people]

    @property
    def tabs(self) -> list[tuple[str, str, bool]]:
        """The pages about people: address name, label, and whether this is one of its own."""
        pages = [
            ("people", _("人员")), ("offices", pgettext("many", "科室")), ("bodies", _("考核组织")), ("duties", _("谁可以做什么")),
            ("delegations", _("代办授权")),
        ]  # fmt: skip
        if may(self.officer, Deed.CHOOSE_SETTINGS):
            pages.append(("settings", _("考核设置")))
        if self.manages:
            pages.append(("intake", _("从表格导入")))
        if self.manages or self.appoints:
            pages.append(("nominations", _("拟任")))
        if may(self.officer, Deed.REVIEW_DUTIES):
            pages.append(("duty-review", _("职责检查")))
        path = self.request.path
        here = max((reverse(name) for name, _label in pages if path.startswith(reverse(name))), key=len, default="")
        return [(name, label, reverse(name) == here) for name, label in pages]

    def page(self, template: str, *, status: int = 200, **context: Any) -> HttpResponse:
        """Answer with a page."""
        return show(self.request, template, cycle=self.cycle, status=status, staff=self, **context)
