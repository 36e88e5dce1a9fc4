"""Who carries a goal, and who stands in: the goal broken down, given to persons, planned by quarter (量化到人、AB角)."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from kaohe.goals.models.goal import Goal
from kaohe.people.models import Officer


class AssignmentQuerySet(models.QuerySet["Assignment"]):
    """Ways to look at assignments."""

    def standing(self, on: date | None = None) -> AssignmentQuerySet:
        """Those not ended; with a day, those in force on it."""
        if on is None:
            return self.filter(until__isnull=True)
        return self.filter(Q(until__isnull=True) | Q(until__gte=on), since__lte=on)


class Assignment(models.Model):
    """One part of a goal and its person. Ended and followed by another, never rewritten: history stays right.

    part   what of the goal; empty for all of it
    cover  who stands in (B角); none only where the department has but one person
    plan   what is to be done in each period, by its number
    """

    goal = models.ForeignKey(Goal, models.PROTECT, related_name="assignments")
    part = models.CharField(_("分解事项"), max_length=200, blank=True)
    officer = models.ForeignKey(Officer, models.PROTECT, related_name="assignments")
    cover = models.ForeignKey(Officer, models.PROTECT, null=True, blank=True, related_name="covers")
    plan = models.JSONField(_("分季计划"), default=dict)
    since = models.DateField(_("起"))
    until = models.DateField(_("止"), null=True, blank=True)

    objects = AssignmentQuerySet.as_manager()

    class Meta:
        ordering = ["goal", "pk"]
        constraints = [
            models.CheckConstraint(
                name="an_assignment_ends_after_it_begins", condition=Q(until__isnull=True) | Q(until__gte=F("since"))
            ),
            models.CheckConstraint(
                name="nobody_stands_in_for_themselves", condition=Q(cover__isnull=True) | ~Q(cover=F("officer"))
            ),
            models.UniqueConstraint(
                name="a_part_of_a_goal_has_one_person", fields=["goal", "part"], condition=Q(until__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.goal.code} {self.officer}"
