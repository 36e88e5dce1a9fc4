"""The sheet on which a department's goals travel: drafted, proposed, agreed, compiled, fixed; and every step of that way."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kaohe.cycles.models import Cycle
from kaohe.people.deeds import Deed, departments_for
from kaohe.people.fields import new_token
from kaohe.people.models import Department, Officer


class State(models.TextChoices):
    """Where a sheet stands."""

    DRAFT = "draft", _("起草")
    PROPOSED = "proposed", _("已报分管局长")
    AGREED = "agreed", _("分管局长已同意")
    COMPILED = "compiled", _("已汇总上会")
    FIXED = "fixed", _("已审定")


class GoalSheetQuerySet(models.QuerySet["GoalSheet"]):
    """Ways to look at sheets."""

    def visible_to(self, officer: Officer) -> GoalSheetQuerySet:
        """Those of the departments that the officer may see."""
        if not officer.bureau_id:
            return self.none()
        mine = self.filter(cycle__bureau_id=officer.bureau_id)
        departments = departments_for(officer, Deed.SEE_DEPARTMENT)
        return mine if departments is None else mine.filter(department_id__in=departments)

    def locked(self, sheet: GoalSheet) -> GoalSheet:
        """That sheet as it is now, held against other writers until the transaction ends."""
        return self.select_related("department").select_for_update(of=("self",)).get(pk=sheet.pk)


class GoalSheet(models.Model):
    """One department's goals of one year on their way to the director's meeting.

    rows       the goals as typed, each a mapping of `rows.FIELDS`; they become goals only when the meeting has fixed them,
               so no draft is ever taken for a fact
    decisions  what the meeting decided so far, by the goal's code
    minutes    the number of the minutes in which that stands
    version    changes with every writing, so that nobody writes over what they haven't seen
    opened_at  when the next person first opened it; until then it may be withdrawn
    reminded_on  the day the office last asked for it
    """

    cycle = models.ForeignKey(Cycle, models.PROTECT, related_name="goal_sheets")
    department = models.ForeignKey(Department, models.PROTECT, related_name="goal_sheets")
    state = models.CharField(_("状态"), max_length=12, choices=State, default=State.DRAFT)
    rows = models.JSONField(_("目标"), default=list)
    decisions = models.JSONField(_("会议决定"), default=dict)
    minutes = models.CharField(_("纪要编号"), max_length=100, blank=True)
    version = models.CharField(max_length=16, default=new_token, editable=False)
    opened_at = models.DateTimeField(_("打开时间"), null=True, blank=True)
    reminded_on = models.DateField(_("催办日期"), null=True, blank=True)
    changed_at = models.DateTimeField(_("变动时间"), default=timezone.now)

    objects = GoalSheetQuerySet.as_manager()

    class Meta:
        ordering = ["department__order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["cycle", "department"], name="one_goal_sheet_a_year_of_a_department"),
            models.CheckConstraint(name="a_goal_sheet_is_in_a_known_state", condition=Q(state__in=State.values)),
        ]

    def __str__(self) -> str:
        return f"{self.cycle} {self.department}"

    @property
    def goals(self) -> list[dict[str, Any]]:
        """The rows as the meeting has decided so far: changed ones with their new values, struck ones left out."""
        found = []
        for row in self.rows:
            decided = self.decisions.get(row["code"], {})
            if decided.get("decision") != "struck":
                found.append({**row, **decided.get("values", {})})
        return found


class Step(models.TextChoices):
    """One step of a sheet's way."""

    IMPORTED = "imported", _("导入草稿")
    PROPOSED = "proposed", _("报分管局长")
    WITHDRAWN = "withdrawn", _("撤回")
    AGREED = "agreed", _("同意")
    RETURNED = "returned", _("退回")
    COMPILED = "compiled", _("汇总上会")
    FIXED = "fixed", _("局长办公会审定")
    CHANGED = "changed", _("局长办公会变更")
    REMINDED = "reminded", _("催办")


class GoalStep(models.Model):
    """Who took a sheet one step on or back, for whom, with what sentence. Never edited."""

    append_only: ClassVar[bool] = True

    sheet = models.ForeignKey(GoalSheet, models.PROTECT, related_name="steps")
    step = models.CharField(_("步骤"), max_length=12, choices=Step)
    officer = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    on_behalf_of = models.CharField(_("代"), max_length=60, blank=True)
    sentence = models.TextField(_("意见"), blank=True)
    minutes = models.CharField(_("纪要编号"), max_length=100, blank=True)
    at = models.DateTimeField(_("时间"), default=timezone.now)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.sheet} {self.get_step_display()}"
