"""When the installation last showed a sign of life, and the times in which it showed none."""

from __future__ import annotations

from datetime import timedelta
from typing import ClassVar, Final

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

#: What is shorter counts for nothing.
LONG: Final = timedelta(hours=1)


class Pulse(models.Model):
    """The last moment at which the chores were gone through: one row, which the next round writes over."""

    at = models.DateTimeField(_("最近一次运行"))

    class Meta:
        constraints = [models.CheckConstraint(name="one_pulse_an_installation", condition=Q(pk=1))]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M}"


class Outage(models.Model):
    """More than an hour in which nothing ran and nobody did anything (系统停用), never edited."""

    append_only: ClassVar[bool] = True

    since = models.DateTimeField(_("停用自"))
    until = models.DateTimeField(_("停用至"))

    class Meta:
        ordering = ["since"]
        constraints = [models.CheckConstraint(name="an_outage_lasts", condition=Q(since__lt=F("until")))]

    def __str__(self) -> str:
        return f"{self.since:%Y-%m-%d %H:%M}–{self.until:%Y-%m-%d %H:%M}"
