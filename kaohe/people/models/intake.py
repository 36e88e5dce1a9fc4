"""A workbook that was handed in and not yet carried out: looked through first, confirmed then."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kaohe.people.models.bureau import Bureau
from kaohe.people.models.officer import Officer


class IntakeQuerySet(models.QuerySet["Intake"]):
    """Ways to look at workbooks handed in."""

    def visible_to(self, officer: Officer) -> IntakeQuerySet:
        """One's own: names of a whole bureau stand in them."""
        return self.filter(officer_id=officer.pk, bureau_id=officer.bureau_id)


class Intake(models.Model):
    """The file as it came, and what it would do. Gone as soon as it is carried out, or the next one is handed in."""

    officer = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    bureau = models.ForeignKey(Bureau, models.PROTECT, related_name="+")
    name = models.CharField(_("文件名"), max_length=200)
    content = models.BinaryField()
    digest = models.CharField(_("SHA-256"), max_length=64)
    outcome = models.JSONField(default=dict)
    at = models.DateTimeField(default=timezone.now)

    objects = IntakeQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["officer"], name="one_workbook_in_hand")]

    def __str__(self) -> str:
        return self.name
