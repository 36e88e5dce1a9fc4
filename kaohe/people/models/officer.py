"""Officers (the user accounts), and what each is appointed to, from when to when."""

from __future__ import annotations

from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from django.contrib.auth.models import AbstractUser, UserManager
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from kaohe.people.fields import LettersField
from kaohe.people.models.bureau import Bureau, Department
from kaohe.people.models.settings import BureauSettings
from kaohe.people.pinyin import letters_of_name
from kaohe.people.roles import GROUPS, MEMBERS, NOT_LENT, OF_A_DEPARTMENT, Post, Role, clash_by_lending, clash_of

if TYPE_CHECKING:
    from kaohe.people.models.delegation import Delegation

#: Django's own, so that a session begun before there were `sessions` goes on.
SESSION_SALT = "django.contrib.auth.models.AbstractBaseUser.get_session_auth_hash"


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
    """Makes accounts as Django does, and looks at officers as above; with their bureau, whose day decides what they may,
    what it chose, and whether it has others under it."""

    def get_queryset(self) -> OfficerQuerySet:
        leading = Exists(Bureau.objects.filter(superior=OuterRef("bureau")))
        found: OfficerQuerySet = super().get_queryset().select_related("bureau__settings").annotate(bureau_leads=leading)
        return found


class Officer(AbstractUser):
    """A person of the bureau and the account they sign in with (干部职工).

    secret_until  the last day on which a one-time password still opens the door; empty for one's own password
    sessions      part of what a session is checked by: another text, and every session of this person is over
    bureau_leads  whether a bureau stands under theirs, read with the row; None where the row came another way
    delegation    set by a door for one request in which this person acts for another; never stored
    """

    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]
    name = models.CharField(_("姓名"), max_length=60)
    title = models.CharField(_("职务"), max_length=60, blank=True)
    bureau = models.ForeignKey(Bureau, models.PROTECT, null=True, blank=True, related_name="officers")
    must_change_password = models.BooleanField(_("须修改口令"), default=False)
    secret_until = models.DateField(_("一次性口令有效至"), null=True, blank=True)
    sessions = models.CharField(max_length=16, blank=True, editable=False)
    letters = LettersField(of=("name",), spell=letters_of_name)

    bureau_leads: bool | None = None
    delegation: Delegation | None = None

    REQUIRED_FIELDS = ["name"]
    objects = OfficerManager()  # type: ignore[misc]

    class Meta:
        ordering = ["username"]

    def __str__(self) -> str:
        return self.name

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """What Django compares with each session at each request: changes with the password, and with `sessions`."""
        return salted_hmac(SESSION_SALT, self.password + self.sessions, secret=secret, algorithm="sha256").hexdigest()

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name

    def today(self) -> date:
        """The day it is for this person."""
        return self.bureau.today() if self.bureau else timezone.localdate()

    def roles_on(self, day: date) -> tuple[Held, ...]:
        """What this officer was, is or will be appointed to on that day."""
        rows = self.appointments.standing(day).values_list("role", "department_id")
        return tuple(Held(Role(role), department) for role, department in rows)

    @cached_property
    def own_roles(self) -> tuple[Held, ...]:
        """What this officer is appointed to today. Read once for each request, because the account is."""
        return self.roles_on(self.today())

    @cached_property
    def roles_held(self) -> tuple[Held, ...]:
        """The roles in which this officer acts: their own, or, while acting for another, those that the other lends."""
        giver = self.acting_for
        return self.own_roles if giver is None else tuple(held for held in giver.own_roles if held.role not in NOT_LENT)

    @property
    def acting_for(self) -> Officer | None:
        """For whom this officer acts in this request; None for themselves."""
        return self.delegation.giver if self.delegation else None

    @property
    def signature(self) -> str:
        """The name under a deed: 张三, or 张三（代李四）."""
        giver = self.acting_for
        return self.name if giver is None else f"{self.name}（代{giver.name}）"[:60]

    def holds(self, *roles: Role) -> bool:
        """True where one of these roles is held."""
        return any(held.role in roles for held in self.roles_held)

    def departments_as(self, *roles: Role) -> frozenset[int]:
        """The departments for which one of these roles is held."""
        return frozenset(held.department_id for held in self.roles_held if held.role in roles and held.department_id)

    @property
    def own_departments(self) -> frozenset[int]:
        """The departments this officer belongs to.

        Acting for another adds the other's: whoever lends a hand doesn't lose an own department by it.
        """
        return self._departments_of_both(*MEMBERS)

    @property
    def recused_from(self) -> frozenset[int]:
        """The departments about which they neither grade nor check: their own and, where the bureau chose so, those supervised."""
        supervised = self._departments_of_both(Role.DEPUTY_DIRECTOR)
        if supervised and self._supervisors_recused:
            return self.own_departments | supervised
        return self.own_departments

    @cached_property
    def _supervisors_recused(self) -> bool:
        return self.bureau is not None and BureauSettings.objects.of(self.bureau).supervisors_recused

    def _departments_of_both(self, *roles: Role) -> frozenset[int]:
        """The departments for which this officer, or the one they act for, holds one of these roles."""
        held = (*self.own_roles, *(self.acting_for.own_roles if self.acting_for else ()))
        return frozenset(each.department_id for each in held if each.role in roles and each.department_id)

    @cached_property
    def clash(self) -> tuple[Role, Role] | None:
        """Two roles that must not meet in one person and do; nothing may be done until one is given up."""
        own, combined = {held.role for held in self.own_roles}, self.in_a_combined_bureau
        if self.acting_for is None:
            return clash_of(own, combined=combined)
        return clash_by_lending(own, {held.role for held in self.roles_held}, combined=combined)

    @property
    def in_a_combined_bureau(self) -> bool:
        """True where one person may be all three keepers (三员合一)."""
        return bool(self.bureau and self.bureau.combined)


class AppointmentQuerySet(models.QuerySet["Appointment"]):
    """Ways to look at appointments."""

    def standing(self, on: date | None = None) -> AppointmentQuerySet:
        """Those in force on that day (today)."""
        day = on or timezone.localdate()
        return self.filter(Q(until__isnull=True) | Q(until__gte=day), since__lte=day)

    def meeting(self, since: date, until: date | None) -> AppointmentQuerySet:
        """Those that share at least a day with that time; no `until` is for good."""
        lasting = self.filter(Q(until__isnull=True) | Q(until__gte=since))
        return lasting if until is None else lasting.filter(since__lte=until)


class Appointment(models.Model):
    """Who holds which role, for which department, from when to when. Ended, never deleted: history stays right.

    post  the place within the leading group, its office or the checking group
    """

    officer = models.ForeignKey(Officer, models.PROTECT, related_name="appointments")
    role = models.CharField(_("职责"), max_length=20, choices=Role)
    department = models.ForeignKey(Department, models.PROTECT, null=True, blank=True, related_name="appointments")
    since = models.DateField(_("起"))
    until = models.DateField(_("止"), null=True, blank=True)
    post = models.CharField(_("组内职务"), max_length=10, choices=Post, blank=True)

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
            models.CheckConstraint(
                name="a_post_only_within_a_group", condition=Q(post="") | Q(role__in=sorted(GROUPS))
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
