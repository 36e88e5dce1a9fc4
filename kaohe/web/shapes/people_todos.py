"""What people ask of the keepers: duties to confirm, passwords to hand out, accounts to close, departments without a head."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from kaohe.people.deeds import Deed, may
from kaohe.people.models import Appointment, Department, Nomination, Officer
from kaohe.people.review import conflicts
from kaohe.people.roles import Role
from kaohe.web.shapes.figures import listed
from kaohe.web.shapes.todo import Act, Todo

#: Of those who wait to be confirmed, so many are named.
NAMED = 3


def todos(officer: Officer, today: date, say: Callable[[str], str]) -> list[Todo]:
    """Everything about people that waits for this person; `say` puts a department's name into their language."""
    found = []
    if may(officer, Deed.APPOINT):
        found += [*_nominated(officer), *_clashing(officer, today), *_closed(officer, today), *_headless(officer, today, say)]
    if may(officer, Deed.MANAGE_PEOPLE):
        found += [*_secrets(officer, today), *_gone(officer, today)]
    return found


def _nominated(officer: Officer) -> list[Todo]:
    """Duties put forward: confirmed with one press, those that are there now and none that come later."""
    rows = list(Nomination.objects.visible_to(officer).order_by("pk").values_list("pk", "officer__name"))
    if not rows:
        return []
    names = list(dict.fromkeys(name for _pk, name in rows))
    some = listed(names[:NAMED]) + (_("等 %s 人") % len(names) if len(names) > NAMED else "")
    url = reverse("nominations")
    confirm = Act(_("全部确认"), url, (("do", "confirm"), ("through", str(rows[-1][0]))))
    return [Todo(_("任职"), _("%s 项拟任待确认") % len(rows), some, url, "amber", acts=(confirm,))]


def _clashing(officer: Officer, today: date) -> list[Todo]:
    """Duties that must not meet and do: nothing can be done by who holds them."""
    count = len(conflicts(officer.bureau, today)) if officer.bureau else 0
    return [Todo(_("冲突"), _("%s 处职责冲突，须免去其一") % count, "", reverse("duty-review"), "seal")] if count else []


def _closed(officer: Officer, today: date) -> list[Todo]:
    """Accounts that were closed and still hold duties."""
    lasting = Appointment.objects.filter(Q(until__isnull=True) | Q(until__gt=today)).values("officer")
    people = Officer.objects.visible_to(officer).filter(is_active=False, pk__in=lasting)
    return [
        Todo(_("任职"), _("%s的账号已停用，任职还没有结束") % each.name, "", reverse("person", args=[each.username]), "line")
        for each in people[:5]
    ]


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


def _headless(officer: Officer, today: date, say: Callable[[str], str]) -> list[Todo]:
    """Departments that nobody heads."""
    headed = Appointment.objects.standing(today).filter(role=Role.DEPARTMENT_HEAD).values("department")
    rows = Department.objects.visible_to(officer).standing(today).exclude(pk__in=headed)
    names = [say(each.title) for each in rows]
    return [Todo(_("科室"), _("没有负责人的科室：%s") % listed(names), "", reverse("offices"), "amber")] if names else []
