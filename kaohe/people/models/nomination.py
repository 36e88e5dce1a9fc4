"""Duties put forward and not yet given (拟任): who keeps accounts names them, who gives duties confirms them."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kaohe.people.models.bureau import Department
from kaohe.people.models.officer import Appointment, Officer
from kaohe.people.roles import Role


class NominationQuerySet(models.QuerySet["Nomination"]):
    """Ways to look at what was put forward."""

    def visible_to(self, officer: Officer) -> NominationQuerySet:
        """Those of the officer's own bureau."""
        return self.filter(officer__bureau_id=officer.bureau_id) if officer.bureau_id else self.none()

    def with_names(self) -> NominationQuerySet:
        """With everything that a page or a refusal names."""
        return self.select_related("officer__bureau", "department__bureau", "ends__officer__bureau", "ends__department", "put_by")


class Nomination(models.Model):
    """One duty to be given, or one to be ended; gone as soon as it is confirmed or declined, because both are on record.

    role, department, since  what `officer` is to be, from when
    ends, until              instead, which of their appointments is to end, and its last day
    source                   the workbook it came with; empty where it came from a page
    told_at                  when the message about it went to who confirms it; None while none did
    """

    officer = models.ForeignKey(Officer, models.PROTECT, related_name="nominations")
    role = models.CharField(_("职责"), max_length=20, choices=Role)
    department = models.ForeignKey(Department, models.PROTECT, null=True, blank=True, related_name="+")
    since = models.DateField(_("起"), null=True, blank=True)
    ends = models.OneToOneField(Appointment, models.PROTECT, null=True, blank=True, related_name="+")
    until = models.DateField(_("止"), null=True, blank=True)
    source = models.CharField(_("来源"), max_length=200, blank=True)
    put_by = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    put_at = models.DateTimeField(_("提出时间"), default=timezone.now)
    told_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = NominationQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="a_nomination_gives_or_ends",
                condition=Q(ends__isnull=True, since__isnull=False, until__isnull=True)
                | Q(ends__isnull=False, since__isnull=True, until__isnull=False),
            ),
            models.UniqueConstraint(
                name="one_nomination_to_a_department",
                fields=["officer", "role", "department"],
                condition=Q(ends__isnull=True, department__isnull=False),
            ),
            models.UniqueConstraint(
                name="one_nomination_to_a_role",
                fields=["officer", "role"],
                condition=Q(ends__isnull=True, department__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        where = f"（{self.department}）" if self.department else ""
        return f"{self.officer} {self.get_role_display()}{where}"
