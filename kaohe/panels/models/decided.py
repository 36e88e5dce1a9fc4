"""What the leading group decides. A grading stands beside the ledger entry that carries it into the score."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kaohe.evidence.models import StoredFile
from kaohe.goals.models import Goal, ProgressLine
from kaohe.ledger.models import Entry
from kaohe.people.deeds import Deed, departments_for
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


class Verification(models.Model):
    """One goal's quarter as the checkers found it: here a claim becomes a fact, by the ledger entry it posts.

    completion  per cent as found; None where the claim fell and no figure took its place
    """

    append_only: ClassVar[bool] = True

    line = models.OneToOneField(ProgressLine, models.PROTECT, related_name="verification")
    met = models.BooleanField(_("按计划完成"))
    completion = models.PositiveSmallIntegerField(_("核实完成率"), null=True, blank=True)
    reason = models.TextField(_("说明"), blank=True)
    verified_by = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    verified_at = models.DateTimeField(_("核实时间"), default=timezone.now)
    entry = models.OneToOneField(Entry, models.PROTECT, related_name="verification")

    class Meta:
        ordering = ["line"]

    def __str__(self) -> str:
        return str(self.line)


class Answer(models.TextChoices):
    """What became of an application."""

    ASKED = "asked", _("待决定")
    GRANTED = "granted", _("同意")
    DENIED = "denied", _("不同意")


class ExcuseQuerySet(models.QuerySet["Excuse"]):
    """Ways to look at applications."""

    def visible_to(self, officer: Officer) -> ExcuseQuerySet:
        """Those of the departments that the officer may see."""
        if not officer.bureau_id:
            return self.none()
        mine = self.filter(goal__cycle__bureau_id=officer.bureau_id)
        departments = departments_for(officer, Deed.SEE_DEPARTMENT)
        return mine if departments is None else mine.filter(goal__department_id__in=departments)


class Excuse(models.Model):
    """A department's application that a goal was missed for objective reasons (客观原因), and the group's decision.

    It moves no points: the grade does, and it may rely on a granted application.
    """

    goal = models.ForeignKey(Goal, models.PROTECT, related_name="excuses")
    reason = models.TextField(_("理由"))
    evidence = ListField(_("佐证"), default=list, blank=True)
    files = models.ManyToManyField(StoredFile, related_name="excuses", blank=True)
    asked_by = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(_("申请时间"), default=timezone.now)
    answer = models.CharField(_("决定"), max_length=10, choices=Answer, default=Answer.ASKED)
    sentence = models.TextField(_("意见"), blank=True)
    decided_by = models.ForeignKey(Officer, models.PROTECT, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(_("决定时间"), null=True, blank=True)

    objects = ExcuseQuerySet.as_manager()

    class Meta:
        ordering = ["goal", "pk"]
        constraints = [
            models.CheckConstraint(name="an_application_has_a_known_answer", condition=Q(answer__in=Answer.values)),
            models.CheckConstraint(
                name="a_decision_has_its_hand_and_time",
                condition=Q(answer=Answer.ASKED, decided_by__isnull=True, decided_at__isnull=True)
                | (~Q(answer=Answer.ASKED) & Q(decided_by__isnull=False, decided_at__isnull=False)),
            ),
            models.UniqueConstraint(
                name="one_open_application_a_goal", fields=["goal"], condition=Q(answer=Answer.ASKED)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.goal.code} {self.get_answer_display()}"
