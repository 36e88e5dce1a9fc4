"""A department's quarter as it tells it: how far each goal has come. A claim; a fact only once the checkers verified it."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kaohe.cycles.models import Period
from kaohe.evidence.models import StoredFile
from kaohe.goals.models.goal import Goal
from kaohe.people.deeds import Deed, departments_for
from kaohe.people.fields import ListField, new_token
from kaohe.people.models import Department, Officer


class Told(models.TextChoices):
    """Where a report stands."""

    DRAFT = "draft", _("填报中")
    FILLED = "filled", _("待科室负责人审核")
    SUBMITTED = "submitted", _("待核实")
    VERIFIED = "verified", _("已核实")


class ProgressReportQuerySet(models.QuerySet["ProgressReport"]):
    """Ways to look at reports."""

    def visible_to(self, officer: Officer) -> ProgressReportQuerySet:
        """Those of the departments that the officer may see."""
        if not officer.bureau_id:
            return self.none()
        mine = self.filter(period__cycle__bureau_id=officer.bureau_id)
        departments = departments_for(officer, Deed.SEE_DEPARTMENT)
        return mine if departments is None else mine.filter(department_id__in=departments)

    def locked(self, report: ProgressReport) -> ProgressReport:
        """That report as it is now, held against other writers until the transaction ends."""
        return self.select_related("department", "period").select_for_update(of=("self",)).get(pk=report.pk)


class ProgressReport(models.Model):
    """One department's 《重点工作目标完成情况表》 of one quarter.

    version      changes with every writing, so that nobody writes over what they haven't seen
    reminded_on  the day the office last asked for it
    """

    period = models.ForeignKey(Period, models.PROTECT, related_name="reports")
    department = models.ForeignKey(Department, models.PROTECT, related_name="progress_reports")
    state = models.CharField(_("状态"), max_length=12, choices=Told, default=Told.DRAFT)
    version = models.CharField(max_length=16, default=new_token, editable=False)
    reminded_on = models.DateField(_("催办日期"), null=True, blank=True)
    changed_at = models.DateTimeField(_("变动时间"), default=timezone.now)

    objects = ProgressReportQuerySet.as_manager()

    class Meta:
        ordering = ["period", "department__order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["period", "department"], name="one_report_a_quarter_of_a_department"),
            models.CheckConstraint(name="a_report_is_in_a_known_state", condition=Q(state__in=Told.values)),
        ]

    def __str__(self) -> str:
        return f"{self.period} {self.department}"


class ProgressLine(models.Model):
    """One goal in a report.

    met       done as planned this quarter; None while nobody has said
    evidence  document numbers or names of papers; `files` are the files themselves
    """

    report = models.ForeignKey(ProgressReport, models.PROTECT, related_name="lines")
    goal = models.ForeignKey(Goal, models.PROTECT, related_name="progress")
    met = models.BooleanField(_("按计划完成"), null=True, blank=True)
    completion = models.PositiveSmallIntegerField(_("完成率"), null=True, blank=True)
    sentence = models.TextField(_("完成情况"), blank=True)
    evidence = ListField(_("佐证"), default=list, blank=True)
    files = models.ManyToManyField(StoredFile, related_name="progress_lines", blank=True)

    class Meta:
        ordering = ["report", "goal"]
        constraints = [
            models.UniqueConstraint(fields=["report", "goal"], name="one_line_a_goal_in_a_report"),
            models.CheckConstraint(
                name="progress_is_a_percentage", condition=Q(completion__isnull=True) | Q(completion__lte=1000)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.report} {self.goal.code}"


class ReportStep(models.TextChoices):
    """One step of a report's way."""

    FILLED = "filled", _("送科室负责人")
    SUBMITTED = "submitted", _("提交")
    WITHDRAWN = "withdrawn", _("撤回")
    RETURNED = "returned", _("退回")
    VERIFIED = "verified", _("核实")
    REMINDED = "reminded", _("催办")


class ProgressStep(models.Model):
    """Who took a report one step on or back, with what sentence. Never edited."""

    append_only: ClassVar[bool] = True

    report = models.ForeignKey(ProgressReport, models.PROTECT, related_name="steps")
    step = models.CharField(_("步骤"), max_length=12, choices=ReportStep)
    officer = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    signature = models.CharField(_("办理人"), max_length=120)
    sentence = models.TextField(_("意见"), blank=True)
    at = models.DateTimeField(_("时间"), default=timezone.now)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.report} {self.get_step_display()}"
