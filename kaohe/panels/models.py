"""What the leading group decides. A grading stands beside the ledger entry that carries it into the score."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from kaohe.goals.models import Goal
from kaohe.ledger.models import Entry
from kaohe.people.fields import ListField
from kaohe.people.models import Officer


class GradingQuerySet(models.QuerySet["Grading"]):
    """Ways to look at gradings."""

    def standing(self) -> GradingQuerySet:
        """Those not taken back: at most one for each goal."""
        return self.filter(entry__reversals__isnull=True)


class Grading(models.Model):
    """One goal's grade as decided (划档), with the conditions relied on and the reason.

    recused  the members of the leading group who stood aside, because the goal is their own department's
    """

    append_only: ClassVar[bool] = True

    goal = models.ForeignKey(Goal, models.PROTECT, related_name="gradings")
    entry = models.OneToOneField(Entry, models.PROTECT, related_name="grading")
    grade = models.CharField(_("档次"), max_length=40)
    conditions = ListField(_("依据条件"), default=list, blank=True)
    reason = models.TextField(_("理由"), blank=True)
    decided_on = models.DateField(_("决定日期"))
    decided_by = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    recused = ListField(_("回避"), default=list, blank=True)

    objects = GradingQuerySet.as_manager()

    class Meta:
        ordering = ["goal", "pk"]

    def __str__(self) -> str:
        return f"{self.goal.code} {self.grade}"
