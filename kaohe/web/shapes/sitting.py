"""The record of the director's meeting as its page shows it: what was written down, and the form to write it."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from kaohe.cycles.stages import Stage
from kaohe.goals.actions import record_meeting
from kaohe.goals.models import DirectorsMeeting, GoalVersion
from kaohe.people.models import Appointment
from kaohe.people.roles import Role
from kaohe.web.desk import Desk
from kaohe.web.forms.meetings import Bench, DirectorsMeetingForm
from kaohe.web.offers import Offer, Offers
from kaohe.web.shapes.figures import listed
from kaohe.web.shapes.printed import paper_address

#: The address asks for one record by its number in the table, or for a new one.
NEW = "new"


class Sitting:
    """The meeting that the page is about: the one asked for, else the latest under whose minutes nothing is fixed yet."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.offers = Offers(desk.request, [self._offer()] if desk.cycle.stage in (Stage.SETTING, Stage.RUNNING) else [])

    @cached_property
    def everything(self) -> list[DirectorsMeeting]:
        """Every record of the year, the latest first. One query."""
        return list(self.desk.cycle.directors_meetings.order_by("-held_on", "-pk"))

    @cached_property
    def used(self) -> dict[str, int]:
        """The numbers under which goals were fixed, each with the first version of them. One query."""
        rows = GoalVersion.objects.filter(goal__cycle=self.desk.cycle).order_by("-pk").values_list("minutes", "pk")
        return dict(rows)

    @cached_property
    def found(self) -> DirectorsMeeting | None:
        """The record, None where it is to be written."""
        asked = self.desk.request.GET.get("record", "")
        if asked:
            return next((each for each in self.everything if str(each.pk) == asked), None)
        return next((each for each in self.everything if each.minutes not in self.used), None)

    @property
    def minutes(self) -> str:
        """The number of its minutes."""
        return self.found.minutes if self.found else ""

    @property
    def words(self) -> list[tuple[str, str]]:
        """What was written down, each part with its label."""
        if self.found is None:
            return []
        when = f"{self.found.held_on:%Y-%m-%d}" + (f" {self.found.begins:%H:%M}" if self.found.begins else "")
        parts = [
            (_("时间"), when), (_("地点"), self.found.place), (_("主持人"), self.found.chair), (_("出席"), listed(self.found.present)),
            (_("请假"), listed(self.found.excused)), (_("列席"), listed(self.found.attending)),
        ]  # fmt: skip
        return [(label, words) for label, words in parts if words]

    @property
    def others(self) -> list[dict[str, Any]]:
        """The other records, each with the ways to its own form, to its minutes on paper where it decided, and to its history."""
        url = reverse("goals-meeting", args=[self.desk.cycle.year])
        return [
            {
                "minutes": each.minutes, "held_on": each.held_on, "url": f"{url}?record={each.pk}",
                "paper": paper_address(self.desk.cycle.year, "directors", self.used[each.minutes]) if each.minutes in self.used else "",
                "history": reverse("history", args=["directors", each.pk]),
            }
            for each in self.everything
        ]  # fmt: skip

    def _offer(self) -> Offer:
        found, cycle = self.found, self.desk.cycle
        bench = self._bench()
        known = {each.minutes for each in self.everything}
        unsaid = next((number for number in self.used if number not in known), "")  # goals were fixed, and nobody wrote down by whom
        fields = ("held_on", "begins", "minutes", "place", "chair", "present", "excused", "attending")
        initial = {name: getattr(found, name) for name in fields} if found else {
            "held_on": cycle.goals_fixed_on if unsaid and cycle.goals_fixed_on else cycle.bureau.today(), "minutes": unsaid, "place": "",
            "chair": next(iter(bench.leaders), ""), "present": list(bench.leaders), "excused": [], "attending": list(bench.heads),
        }  # fmt: skip

        def write(read: dict[str, Any]) -> str:
            version = self.desk.request.POST.get("version", "")
            record_meeting(officer=self.desk.officer, cycle=cycle, meeting=found, version=version, **read)
            return _("会议情况已记下。")

        return Offer("record", _("会议情况"), _("保存"), lambda **sent: DirectorsMeetingForm(bench, initial, **sent), write, icon="users")

    def _bench(self) -> Bench:
        """Who leads the bureau and its departments today, the director first. One query."""
        bureau = self.desk.cycle.bureau
        rows = Appointment.objects.standing(bureau.today()).filter(officer__bureau=bureau, officer__is_active=True)
        held = list(rows.select_related("officer", "department").order_by("department__order", "since", "pk"))
        leading = (Role.DIRECTOR, Role.DEPUTY_DIRECTOR, Role.LEADING_GROUP)
        ranked = sorted((each for each in held if each.role in leading), key=lambda each: leading.index(Role(each.role)))
        leaders: dict[str, str] = {}
        for each in ranked:
            leaders.setdefault(each.officer.name, f"{each.officer.name} {each.officer.title}".strip())
        heads = {
            each.officer.name: f"{each.officer.name} {self.desk.say(each.department.title) if each.department else ''}".strip()
            for each in held
            if each.role == Role.DEPARTMENT_HEAD and each.officer.name not in leaders
        }
        return Bench(leaders, heads)
