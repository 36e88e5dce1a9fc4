"""What people ask of the administrator: passwords to hand out, accounts to close, departments without a head."""

from __future__ import annotations

from datetime import date

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from kaohe.cycles.models import Cycle
from kaohe.people.deeds import Deed, may
from kaohe.people.models import Appointment, Department, Officer
from kaohe.people.roles import Role
from kaohe.web.shapes.figures import language, listed
from kaohe.web.shapes.todo import Todo


def todos(officer: Officer, cycle: Cycle, today: date) -> list[Todo]:
    """Everything about people that waits for this person, told once however many years are open. At most three queries."""
    if not may(officer, Deed.MANAGE_PEOPLE) or officer.__dict__.setdefault("_people_asked", cycle.pk) != cycle.pk:
        return []
    return [*_secrets(officer, today), *_gone(officer, today), *_headless(officer, cycle, today)]


def _secrets(officer: Officer, today: date) -> list[Todo]:
    """Those who have duties and can't sign in: no password yet, or a one-time one that is over."""
    locked = Q(password__startswith=UNUSABLE_PASSWORD_PREFIX) | Q(secret_until__lt=today)
    duties = Appointment.objects.standing(today).values("officer")
    count = Officer.objects.visible_to(officer).filter(locked, is_active=True, pk__in=duties).count()
    return [Todo(_("口令"), _("%s 人还不能登录，须签发一次性口令") % count, "", reverse("secrets"), "amber")] if count else []


def _gone(officer: Officer, today: date) -> list[Todo]:
    """Accounts that are open although every duty of theirs has ended."""
    lasting = Appointment.objects.filter(Q(until__isnull=True) | Q(until__gte=today)).values("officer")
    people = Officer.objects.visible_to(officer).filter(is_active=True, appointments__isnull=False).exclude(pk__in=lasting)
    return [
        Todo(_("账号"), _("%s已没有任何职责，账号还开着") % each.name, "", reverse("person", args=[each.username]), "line")
        for each in people.distinct()[:5]
    ]


def _headless(officer: Officer, cycle: Cycle, today: date) -> list[Todo]:
    """Departments that nobody heads."""
    headed = Appointment.objects.standing(today).filter(role=Role.DEPARTMENT_HEAD).values("department")
    rows = Department.objects.visible_to(officer).standing(today).exclude(pk__in=headed)
    rulebook, tongue = cycle.rulebook(), language()
    names = [rulebook.in_language(each.title, tongue) for each in rows]
    return [Todo(_("科室"), _("没有负责人的科室：%s") % listed(names), "", reverse("offices"), "amber")] if names else []
