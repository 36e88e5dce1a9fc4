"""A draw of heads of departments into the checking group, kept so that anyone can do it again and get the same."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kaohe.people.models.bureau import Bureau
from kaohe.people.models.officer import Officer


class DrawQuerySet(models.QuerySet["Draw"]):
    """Ways to look at draws."""

    def visible_to(self, officer: Officer) -> DrawQuerySet:
        """Those of the officer's own bureau: whose turn it was is no secret there."""
        return self.filter(bureau_id=officer.bureau_id) if officer.bureau_id else self.none()


class Draw(models.Model):
    """One draw (抽调).

    seats  how many were drawn
    seed   what the lots were made from; nobody chose it
    rows   everyone who headed a department that day, as `draws.Lot` says: in the order of their turn, then those left out
    """

    append_only: ClassVar[bool] = True

    bureau = models.ForeignKey(Bureau, models.PROTECT, related_name="draws")
    since = models.DateField(_("起"))
    until = models.DateField(_("止"))
    seats = models.PositiveSmallIntegerField(_("人数"))
    seed = models.CharField(_("抽签种子"), max_length=16)
    rows = models.JSONField(_("排序"))
    reason = models.CharField(_("依据或原因"), max_length=200, blank=True)
    drawn_by = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    signature = models.CharField(_("办理人"), max_length=120)
    at = models.DateTimeField(_("时间"), default=timezone.now)

    objects = DrawQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.since} – {self.until}"
