"""What the director's meeting decided on a goal, version by version."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kaohe.goals.models.goal import Goal
from kaohe.people.models import Officer


class Decision(models.TextChoices):
    """What the meeting can decide."""

    APPROVED = "approved", _("同意")
    CHANGED = "changed", _("修改")
    STRUCK = "struck", _("取消")
    ADDED = "added", _("增加")


class GoalVersion(models.Model):
    """A goal as a decision of the meeting left it, and as it stood before. Never edited.

    before, values  the goal's fields as texts; before the first version there is what the department had proposed
    """

    append_only: ClassVar[bool] = True

    goal = models.ForeignKey(Goal, models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField(_("版本"))
    decision = models.CharField(_("决定"), max_length=12, choices=Decision)
    before = models.JSONField(_("之前"), default=dict)
    values = models.JSONField(_("之后"), default=dict)
    minutes = models.CharField(_("纪要编号"), max_length=100)
    sentence = models.TextField(_("说明"), blank=True)
    officer = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    at = models.DateTimeField(_("时间"), default=timezone.now)

    class Meta:
        ordering = ["goal", "number"]
        constraints = [models.UniqueConstraint(fields=["goal", "number"], name="one_version_of_a_number_for_a_goal")]

    def __str__(self) -> str:
        return f"{self.goal.code} {self.number}"
