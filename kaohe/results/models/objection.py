"""What a department objects to in the published results, line by line, and what the leading group decided on it."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kaohe.evidence.models import StoredFile
from kaohe.goals.models import Goal
from kaohe.ledger.models import Entry
from kaohe.people.deeds import Deed, departments_for
from kaohe.people.fields import ListField
from kaohe.people.models import Department, Officer
from kaohe.results.models.notice import Notice


class State(models.TextChoices):
    """Where an objection stands."""

    FILED = "filed", _("已受理")
    ASSIGNED = "assigned", _("复核中")
    REVIEWED = "reviewed", _("待领导小组决定")
    DECIDED = "decided", _("已决定")
    WITHDRAWN = "withdrawn", _("已撤回")


#: From where to where; an objection that is decided or withdrawn stays so.
MOVES: dict[State, tuple[State, ...]] = {
    State.FILED: (State.ASSIGNED, State.WITHDRAWN),
    State.ASSIGNED: (State.ASSIGNED, State.REVIEWED, State.WITHDRAWN),
    State.REVIEWED: (State.ASSIGNED, State.DECIDED, State.WITHDRAWN),
    State.DECIDED: (),
    State.WITHDRAWN: (),
}


class Outcome(models.TextChoices):
    """What a review comes to."""

    UPHELD = "upheld", _("成立")
    PARTLY = "partly", _("部分成立")
    REFUSED = "refused", _("不成立")


class ObjectionQuerySet(models.QuerySet["Objection"]):
    """Ways to look at objections."""

    def visible_to(self, officer: Officer) -> ObjectionQuerySet:
        """Those of the departments that the officer may see, and those that the officer reviews."""
        if not officer.bureau_id:
            return self.none()
        mine = self.filter(notice__cycle__bureau_id=officer.bureau_id)
        departments = departments_for(officer, Deed.SEE_DEPARTMENT)
        if departments is None:
            return mine
        return mine.filter(Q(department_id__in=departments) | Q(reviewer_id=officer.pk))

    def open(self) -> ObjectionQuerySet:
        """Those neither decided nor withdrawn."""
        return self.exclude(state__in=[State.DECIDED, State.WITHDRAWN])

    def with_names(self) -> ObjectionQuerySet:
        """Bring along all that a list says of them."""
        return self.select_related(
            "department", "entry", "goal", "filed_by", "reviewer", "decision", "notice__cycle__bureau"
        )


class Objection(models.Model):
    """One disputed line (异议): the item, and the entry or goal that it is about; without either, the item as such.

    number    its place in the year, printed on the receipt
    label     the line in words, as it stood in the notice
    filed_at  the moment the request arrived, by which it is judged
    outcome   what the reviewer proposes; the group's own word is the Decision
    """

    notice = models.ForeignKey(Notice, models.PROTECT, related_name="objections")
    department = models.ForeignKey(Department, models.PROTECT, related_name="objections")
    number = models.PositiveSmallIntegerField(_("编号"))
    item = models.CharField(_("项目"), max_length=80)
    entry = models.ForeignKey(Entry, models.PROTECT, null=True, blank=True, related_name="objections")
    goal = models.ForeignKey(Goal, models.PROTECT, null=True, blank=True, related_name="objections")
    label = models.CharField(_("所异议的一行"), max_length=300)
    reason = models.TextField(_("理由"))
    evidence = ListField(_("佐证"), default=list, blank=True)
    files = models.ManyToManyField(StoredFile, related_name="objections", blank=True)
    filed_by = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    signature = models.CharField(_("提出人"), max_length=120)
    filed_at = models.DateTimeField(_("到达时间"))
    state = models.CharField(_("状态"), max_length=10, choices=State, default=State.FILED)
    reviewer = models.ForeignKey(Officer, models.PROTECT, null=True, blank=True, related_name="reviews")
    outcome = models.CharField(_("复核建议"), max_length=10, choices=Outcome, blank=True)
    finding = models.TextField(_("复核意见"), blank=True)
    found_at = models.DateTimeField(_("复核时间"), null=True, blank=True)

    objects = ObjectionQuerySet.as_manager()

    class Meta:
        ordering = ["notice", "number"]
        constraints = [
            models.UniqueConstraint(fields=["notice", "number"], name="one_objection_of_a_number_to_a_notice"),
            models.CheckConstraint(name="an_objection_stands_somewhere_known", condition=Q(state__in=State.values)),
            models.CheckConstraint(
                name="an_objection_is_about_an_entry_or_a_goal_or_an_item",
                condition=Q(entry__isnull=True) | Q(goal__isnull=True),
            ),
            models.CheckConstraint(
                name="who_reviews_is_known_from_assignment_on",
                condition=Q(state__in=[State.FILED, State.WITHDRAWN]) | Q(reviewer__isnull=False),
            ),
            *(
                models.UniqueConstraint(
                    name=f"one_objection_to_one_{name}",
                    fields=["notice", "department", *([name] if name != "item" else ["item"])],
                    condition=~Q(state="withdrawn") & about,
                )
                for name, about in (
                    ("entry", Q(entry__isnull=False)),
                    ("goal", Q(goal__isnull=False)),
                    ("item", Q(entry__isnull=True, goal__isnull=True)),
                )
            ),
        ]

    def __str__(self) -> str:
        return f"{self.department} 异议 {self.number}"


class Decision(models.Model):
    """The leading group's word on one objection (复核决定), with what came of it. Never edited.

    entries        numbers of the ledger entries that carry it out: reversals, a grade, a fact that was missing
    before, after  the department's exact total around it as text, never lower after; "" where it wasn't known
    """

    append_only: ClassVar[bool] = True

    objection = models.OneToOneField(Objection, models.PROTECT, related_name="decision")
    outcome = models.CharField(_("决定"), max_length=10, choices=Outcome)
    reason = models.TextField(_("理由"))
    minutes = models.CharField(_("纪要编号"), max_length=100, blank=True)
    entries = ListField(_("记录"), default=list, blank=True)
    before = models.CharField(_("决定前"), max_length=80, blank=True)
    after = models.CharField(_("决定后"), max_length=80, blank=True)
    decided_by = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    signature = models.CharField(_("记录人"), max_length=120)
    decided_at = models.DateTimeField(_("决定时间"))

    class Meta:
        ordering = ["objection"]
        constraints = [
            models.CheckConstraint(name="a_decision_is_one_of_three", condition=Q(outcome__in=Outcome.values)),
        ]

    def __str__(self) -> str:
        return f"{self.objection} {self.get_outcome_display()}"
