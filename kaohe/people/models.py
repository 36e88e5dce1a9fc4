"""Bureaus, their departments, their officers (the user accounts) and what each officer is appointed to."""

from __future__ import annotations

from datetime import date
from functools import cached_property
from typing import NamedTuple

from django.contrib.auth.models import AbstractUser, UserManager
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kaohe import engine
from kaohe.people.fields import new_token
from kaohe.people.roles import MEMBERS, OF_A_DEPARTMENT, Role


class Bureau(models.Model):
    """The owner of everything below (局). One installation may serve many, and none sees another.

    clock                 the day at which a demonstration stands still; empty for a bureau that lives
    departments_version   changes whenever a department does, for whoever keeps something computed from them
    """

    code = models.SlugField(_("代码"), max_length=60, unique=True)
    name = models.CharField(_("名称"), max_length=100)
    short_name = models.CharField(_("简称"), max_length=40, blank=True)
    demonstration = models.BooleanField(_("演示"), default=False)
    clock = models.DateField(_("演示日期"), null=True, blank=True)
    departments_version = models.CharField(max_length=16, default=new_token, editable=False)

    class Meta:
        ordering = ["code"]
        constraints = [
            models.CheckConstraint(
                name="only_a_demonstration_stands_still", condition=Q(clock__isnull=True) | Q(demonstration=True)
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def title(self) -> str:
        """The name people use: the short one where there is one."""
        return self.short_name or self.name

    def today(self) -> date:
        """The day it is in this bureau."""
        return self.clock or timezone.localdate()


class DepartmentQuerySet(models.QuerySet["Department"]):
    """Ways to look at departments."""

    def visible_to(self, officer: Officer) -> DepartmentQuerySet:
        """Those of the officer's own bureau: their names are no secret there, and unknown elsewhere."""
        return self.filter(bureau_id=officer.bureau_id) if officer.bureau_id else self.none()

    def standing(self, on: date | None = None) -> DepartmentQuerySet:
        """Those not dissolved on that day (today)."""
        return self.filter(Q(retired_on__isnull=True) | Q(retired_on__gt=on or timezone.localdate()))


class Department(models.Model):
    """An assessed unit (科室), in the order decreed. `attributes` are exact texts that rules ask for, such as a quota."""

    bureau = models.ForeignKey(Bureau, models.PROTECT, related_name="departments")
    code = models.SlugField(_("代码"), max_length=60)
    name = models.CharField(_("名称"), max_length=60)
    short_name = models.CharField(_("简称"), max_length=30, blank=True)
    aliases = models.JSONField(_("别名"), default=list, blank=True)
    order = models.PositiveSmallIntegerField(_("顺序"), default=0)
    size = models.PositiveSmallIntegerField(_("人数"), null=True, blank=True)
    front_office = models.BooleanField(_("窗口科室"), default=False)
    attributes = models.JSONField(_("参数"), default=dict, blank=True)
    retired_on = models.DateField(_("撤销日期"), null=True, blank=True)

    objects = DepartmentQuerySet.as_manager()

    class Meta:
        ordering = ["order", "code"]
        constraints = [models.UniqueConstraint(fields=["bureau", "code"], name="one_department_code_in_a_bureau")]

    def __str__(self) -> str:
        return self.name

    @property
    def title(self) -> str:
        """The name people use: the short one where there is one."""
        return self.short_name or self.name

    def stood_on(self, day: date) -> bool:
        """True where it wasn't dissolved by that day."""
        return self.retired_on is None or self.retired_on > day

    def as_fact(self) -> engine.Department:
        """The department as the engine knows it."""
        return engine.Department(
            code=self.code,
            name=self.name,
            short=self.short_name,
            aliases=tuple(self.aliases),
            size=self.size,
            front_office=self.front_office,
            attributes={name: engine.read_number(text) for name, text in self.attributes.items()},
        )


class Held(NamedTuple):
    """One standing appointment, as far as permissions care."""

    role: Role
    department_id: int | None


class OfficerQuerySet(models.QuerySet["Officer"]):
    """Ways to look at officers."""

    def visible_to(self, officer: Officer) -> OfficerQuerySet:
        """Colleagues of the same bureau."""
        return self.filter(bureau_id=officer.bureau_id) if officer.bureau_id else self.none()

    def holding(self, role: Role, on: date | None = None) -> OfficerQuerySet:
        """Those appointed to that role on that day (today)."""
        standing = Appointment.objects.standing(on).filter(role=role)
        return self.filter(pk__in=standing.values("officer"))


class OfficerManager(UserManager.from_queryset(OfficerQuerySet)):  # type: ignore[misc]
    """Makes accounts as Django does, and looks at officers as above."""


class Officer(AbstractUser):
    """A person of the bureau and the account they sign in with (干部职工)."""

    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]
    name = models.CharField(_("姓名"), max_length=60)
    title = models.CharField(_("职务"), max_length=60, blank=True)
    bureau = models.ForeignKey(Bureau, models.PROTECT, null=True, blank=True, related_name="officers")
    must_change_password = models.BooleanField(_("须修改口令"), default=False)

    REQUIRED_FIELDS = ["name"]
    objects = OfficerManager()  # type: ignore[misc]

    class Meta:
        ordering = ["username"]

    def __str__(self) -> str:
        return self.name

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name

    @cached_property
    def roles_held(self) -> tuple[Held, ...]:
        """What this officer is appointed to today. Read once for each request, because the account is."""
        rows = self.appointments.standing().values_list("role", "department_id")
        return tuple(Held(Role(role), department) for role, department in rows)

    def holds(self, *roles: Role) -> bool:
        """True where one of these roles is held."""
        return any(held.role in roles for held in self.roles_held)

    def departments_as(self, *roles: Role) -> frozenset[int]:
        """The departments for which one of these roles is held."""
        return frozenset(held.department_id for held in self.roles_held if held.role in roles and held.department_id)

    @property
    def own_departments(self) -> frozenset[int]:
        """The departments this officer belongs to; about these they neither grade nor check."""
        return self.departments_as(*MEMBERS)


class AppointmentQuerySet(models.QuerySet["Appointment"]):
    """Ways to look at appointments."""

    def standing(self, on: date | None = None) -> AppointmentQuerySet:
        """Those in force on that day (today)."""
        day = on or timezone.localdate()
        return self.filter(Q(until__isnull=True) | Q(until__gte=day), since__lte=day)


class Appointment(models.Model):
    """Who holds which role, for which department, from when to when. Ended, never deleted: history stays right."""

    officer = models.ForeignKey(Officer, models.PROTECT, related_name="appointments")
    role = models.CharField(_("职责"), max_length=20, choices=Role)
    department = models.ForeignKey(Department, models.PROTECT, null=True, blank=True, related_name="appointments")
    since = models.DateField(_("起"))
    until = models.DateField(_("止"), null=True, blank=True)

    objects = AppointmentQuerySet.as_manager()

    class Meta:
        ordering = ["since", "pk"]
        constraints = [
            models.CheckConstraint(
                name="an_appointment_ends_after_it_begins",
                condition=Q(until__isnull=True) | Q(until__gte=F("since")),
            ),
            models.CheckConstraint(
                name="a_department_exactly_where_the_role_has_one",
                condition=Q(role__in=OF_A_DEPARTMENT, department__isnull=False)
                | (~Q(role__in=OF_A_DEPARTMENT) & Q(department__isnull=True)),
            ),
            models.UniqueConstraint(
                name="one_open_appointment_to_a_department",
                fields=["officer", "role", "department"],
                condition=Q(until__isnull=True, department__isnull=False),
            ),
            models.UniqueConstraint(
                name="one_open_appointment_to_a_role",
                fields=["officer", "role"],
                condition=Q(until__isnull=True, department__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        where = f"（{self.department}）" if self.department else ""
        return f"{self.officer} {self.get_role_display()}{where}"
