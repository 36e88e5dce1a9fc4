"""The grading meeting (划档会): what members think, what the group rules goal by goal, and what it says about entries.

A ruling is what the secretary writes down while the meeting sits, and may be changed; it becomes a grading, with its entry
in the ledger, when the meeting is concluded under its minutes.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kaohe.cycles.models import Cycle
from kaohe.goals.models import Goal, Meeting
from kaohe.ledger.models import Entry
from kaohe.panels.models.decided import Grading
from kaohe.people.deeds import Deed, departments_for
from kaohe.people.fields import ListField, new_token
from kaohe.people.models import Officer


class Opinion(models.Model):
    """What one member of the leading group thinks of one goal (个人意见). Theirs to change until the group has ruled.

    signature  who typed it, where somebody acts for the member
    version    changes with every writing, so that nobody writes over what they haven't seen
    """

    goal = models.ForeignKey(Goal, models.PROTECT, related_name="opinions")
    member = models.ForeignKey(Officer, models.PROTECT, related_name="opinions")
    grade = models.CharField(_("档次"), max_length=40)
    conditions = ListField(_("依据条件"), default=list, blank=True)
    reason = models.TextField(_("理由"), blank=True)
    signature = models.CharField(_("办理人"), max_length=120)
    version = models.CharField(max_length=16, default=new_token, editable=False)
    at = models.DateTimeField(_("时间"), default=timezone.now)

    class Meta:
        ordering = ["goal", "pk"]
        constraints = [models.UniqueConstraint(fields=["goal", "member"], name="one_opinion_a_member_on_a_goal")]

    def __str__(self) -> str:
        return f"{self.goal.code} {self.member}"


class GradingMeetingQuerySet(models.QuerySet["GradingMeeting"]):
    """Ways to look at meetings."""

    def visible_to(self, officer: Officer) -> GradingMeetingQuerySet:
        """Those of the officer's bureau, for who may see how every department is graded."""
        if not officer.bureau_id or departments_for(officer, Deed.SEE_GRADING) is not None:
            return self.none()
        return self.filter(cycle__bureau_id=officer.bureau_id)

    def sitting(self) -> GradingMeetingQuerySet:
        """The one that isn't concluded: at most one a year."""
        return self.filter(closed_at__isnull=True)

    def locked(self, meeting: GradingMeeting) -> GradingMeeting:
        """That meeting as it is now, held against other writers until the transaction ends."""
        return self.select_related("cycle__bureau").select_for_update(of=("self",)).get(pk=meeting.pk)


class GradingMeeting(Meeting):
    """One sitting of the leading group. The number of its minutes is that under which its decisions stand in the ledger.

    present  the members who were there
    record   what the minutes say, frozen when it was concluded (`minutes.py`)
    """

    cycle = models.ForeignKey(Cycle, models.PROTECT, related_name="grading_meetings")
    number = models.PositiveSmallIntegerField(_("次序"))
    present = models.ManyToManyField(Officer, related_name="+")
    opened_by = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(_("开始时间"), default=timezone.now)
    closed_by = models.ForeignKey(Officer, models.PROTECT, null=True, blank=True, related_name="+")
    closed_at = models.DateTimeField(_("结束时间"), null=True, blank=True)
    record = models.JSONField(_("会议记录"), default=dict)

    objects = GradingMeetingQuerySet.as_manager()

    class Meta:
        ordering = ["cycle", "number"]
        constraints = [
            models.UniqueConstraint(fields=["cycle", "number"], name="one_grading_meeting_of_a_number"),
            models.UniqueConstraint(fields=["cycle", "minutes"], name="minutes_speak_of_one_grading_meeting"),
            models.UniqueConstraint(
                fields=["cycle"], name="one_grading_meeting_sits_at_a_time", condition=Q(closed_at__isnull=True)
            ),
            models.CheckConstraint(
                name="who_concluded_a_meeting_is_known",
                condition=Q(closed_at__isnull=True, closed_by__isnull=True)
                | Q(closed_at__isnull=False, closed_by__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.cycle} {self.minutes}"


class Ruling(models.Model):
    """What the group decided on one goal, as written down while it sat; `grading` once the meeting was concluded."""

    meeting = models.ForeignKey(GradingMeeting, models.PROTECT, related_name="rulings")
    goal = models.ForeignKey(Goal, models.PROTECT, related_name="rulings")
    grade = models.CharField(_("档次"), max_length=40)
    conditions = ListField(_("依据条件"), default=list, blank=True)
    reason = models.TextField(_("理由"), blank=True)
    evidence = ListField(_("佐证"), default=list, blank=True)
    entered_by = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    signature = models.CharField(_("办理人"), max_length=120)
    version = models.CharField(max_length=16, default=new_token, editable=False)
    at = models.DateTimeField(_("时间"), default=timezone.now)
    grading = models.OneToOneField(Grading, models.PROTECT, null=True, blank=True, related_name="ruling")

    class Meta:
        ordering = ["meeting", "goal"]
        constraints = [models.UniqueConstraint(fields=["meeting", "goal"], name="one_ruling_a_meeting_on_a_goal")]

    def __str__(self) -> str:
        return f"{self.goal.code} {self.grade}"


class Bearing(models.Model):
    """Which goal an entry about the department bears on (R12): the goal it names, or, in the last word on it, none."""

    append_only: ClassVar[bool] = True

    entry = models.ForeignKey(Entry, models.PROTECT, related_name="bearings")
    goal = models.ForeignKey(Goal, models.PROTECT, null=True, blank=True, related_name="bearings")
    why = models.TextField(_("理由"))
    named_by = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    signature = models.CharField(_("办理人"), max_length=120)
    at = models.DateTimeField(_("时间"), default=timezone.now)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.entry} → {self.goal.code if self.goal else '—'}"


class Remark(models.Model):
    """What the deputy director in charge of a department says about a goal before the group decides (分管意见)."""

    append_only: ClassVar[bool] = True

    goal = models.ForeignKey(Goal, models.PROTECT, related_name="remarks")
    officer = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    signature = models.CharField(_("办理人"), max_length=120)
    text = models.TextField(_("意见"))
    at = models.DateTimeField(_("时间"), default=timezone.now)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.goal.code} {self.officer}"
