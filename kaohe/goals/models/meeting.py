"""Meetings on record: when and where one was held and who was there; and the director's meeting, which fixes goals."""

from __future__ import annotations

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kaohe.cycles.models import Cycle
from kaohe.people.deeds import Deed, departments_for
from kaohe.people.fields import ListField, new_token
from kaohe.people.models import Officer


class Meeting(models.Model):
    """What the record of every meeting begins with.

    minutes    the number of its minutes, under which its decisions stand
    begins     the hour; None where nobody wrote it down, as "" for the place
    attending  names of those who sat in (列席) without a voice
    version    changes with every writing, so that nobody writes over what they haven't seen
    """

    minutes = models.CharField(_("纪要编号"), max_length=100)
    held_on = models.DateField(_("会议日期"))
    begins = models.TimeField(_("开始时间"), null=True, blank=True)
    place = models.CharField(_("会议地点"), max_length=60, blank=True, default="")
    attending = ListField(_("列席"), default=list, blank=True)
    version = models.CharField(max_length=16, default=new_token, editable=False)

    class Meta:
        abstract = True

    def told(self) -> dict[str, object]:
        """What the trail says of it; without what nobody wrote down."""
        told = {
            "held_on": self.held_on, "minutes": self.minutes, "begins": f"{self.begins:%H:%M}" if self.begins else "",
            "place": self.place, "attending": list(self.attending),
        }  # fmt: skip
        return {name: value for name, value in told.items() if value}


class DirectorsMeetingQuerySet(models.QuerySet["DirectorsMeeting"]):
    """Ways to look at meetings."""

    def visible_to(self, officer: Officer) -> DirectorsMeetingQuerySet:
        """Those of the officer's bureau, for who may see every department's goals."""
        if not officer.bureau_id or departments_for(officer, Deed.SEE_DEPARTMENT) is not None:
            return self.none()
        return self.filter(cycle__bureau_id=officer.bureau_id)


class DirectorsMeeting(Meeting):
    """One sitting of the director's meeting. Its decisions stand with the goals, under the number of the minutes.

    chair, present, excused  names as they were that day, so that minutes printed years later say who was there
    """

    cycle = models.ForeignKey(Cycle, models.PROTECT, related_name="directors_meetings")
    chair = models.CharField(_("主持人"), max_length=60, blank=True)
    present = ListField(_("出席"), default=list)
    excused = ListField(_("请假"), default=list, blank=True)
    recorded_by = models.ForeignKey(Officer, models.PROTECT, related_name="+")
    at = models.DateTimeField(_("时间"), default=timezone.now)

    objects = DirectorsMeetingQuerySet.as_manager()

    class Meta:
        ordering = ["cycle", "pk"]
        constraints = [models.UniqueConstraint(fields=["cycle", "minutes"], name="minutes_speak_of_one_directors_meeting")]

    def __str__(self) -> str:
        return f"{self.cycle} {self.minutes}"

    def told(self) -> dict[str, object]:
        more = {"chair": self.chair, "present": list(self.present), "excused": list(self.excused)}
        return {**super().told(), **{name: value for name, value in more.items() if value}}
