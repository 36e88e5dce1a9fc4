"""The goals of a year as the director's meeting fixed them; drafts are no goals yet, they stand on their sheet."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from kaohe import engine
from kaohe.cycles.models import Cycle
from kaohe.people.deeds import Deed, departments_for
from kaohe.people.fields import ExactField, LettersField
from kaohe.people.models import Department, Officer


class GoalQuerySet(models.QuerySet["Goal"]):
    """Ways to look at goals."""

    def of(self, department: Department) -> GoalQuerySet:
        """Those of one department."""
        return self.filter(department=department)

    def standing(self) -> GoalQuerySet:
        """Those that the meeting hasn't struck."""
        return self.filter(struck_on__isnull=True)

    def visible_to(self, officer: Officer) -> GoalQuerySet:
        """Those of the departments that the officer may see."""
        if not officer.bureau_id:
            return self.none()
        mine = self.filter(cycle__bureau_id=officer.bureau_id)
        departments = departments_for(officer, Deed.SEE_DEPARTMENT)
        return mine if departments is None else mine.filter(department_id__in=departments)


class Goal(models.Model):
    """One goal (重点业务目标 or 业务目标).

    base       its base points, None for an equal share of its category
    struck_on  the day on which the meeting took it off the list; it stays on record and counts no more
    """

    cycle = models.ForeignKey(Cycle, models.PROTECT, related_name="goals")
    department = models.ForeignKey(Department, models.PROTECT, related_name="goals")
    code = models.CharField(_("编号"), max_length=40)
    category = models.CharField(_("类别"), max_length=40)
    title = models.CharField(_("目标"), max_length=300)
    base = ExactField(_("基本分"), null=True, blank=True)
    origin = models.CharField(_("来源"), max_length=200, blank=True)
    measure = models.TextField(_("措施"), blank=True)
    target = models.TextField(_("指标"), blank=True)
    quality = models.TextField(_("质量标准"), blank=True)
    due = models.DateField(_("时限"), null=True, blank=True)
    key_work = models.BooleanField(_("实事或重点工作"), default=False)
    struck_on = models.DateField(_("取消日期"), null=True, blank=True)
    letters = LettersField(of=("title",))

    objects = GoalQuerySet.as_manager()

    class Meta:
        ordering = ["department__order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["cycle", "department", "code"], name="one_goal_code_in_a_department"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"

    def as_fact(self) -> engine.Goal:
        """The goal as the engine knows it."""
        return engine.Goal(
            code=self.code,
            department=self.department.code,
            category=self.category,
            title=self.title,
            base=self.base,
            origin=self.origin,
            measure=self.measure,
            target=self.target,
            due=self.due,
            key_work=self.key_work,
        )
