"""What the grading asks of a person: their own opinions, the group's decisions to be written down, a meeting to be concluded."""

from __future__ import annotations

from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from kaohe.cycles.milestones import Milestone
from kaohe.cycles.models import Cycle
from kaohe.cycles.stages import Stage
from kaohe.goals.models import Goal
from kaohe.panels.models import Grading, Opinion, Ruling
from kaohe.people.deeds import Deed, may
from kaohe.people.models import Officer
from kaohe.web.shapes.todo import Todo


def todos(officer: Officer, cycle: Cycle, today: date) -> list[Todo]:
    """Everything about grades that waits for this person while the year is being closed. Five queries at most."""
    if cycle.stage != Stage.CLOSING:
        return []
    thinks, holds = may(officer, Deed.GIVE_OPINION), may(officer, Deed.HOLD_MEETING)
    if not (thinks or holds):
        return []
    ruled = Ruling.objects.filter(goal__cycle=cycle, meeting__closed_at__isnull=True)
    graded = Grading.objects.standing().filter(goal__cycle=cycle)
    undecided = Goal.objects.standing().filter(cycle=cycle).exclude(pk__in=graded.values("goal")).exclude(pk__in=ruled.values("goal"))
    left = [pk for pk, department in undecided.values_list("pk", "department_id") if department not in officer.recused_from]
    until = cycle.dates.filter(milestone=Milestone.GRADING).values_list("day", flat=True).first()
    found = []
    if thinks:
        found += _opinions(officer, cycle, left, until)
    elif left:
        words = _("还有 %s 项目标没有记下划档的集体决定") % len(left)
        found.append(Todo(_("划档"), words, "", f"{reverse('grading', args=[cycle.year])}?as=decision", "amber", until))
    number = ruled.count() if holds and not left else 0
    if number:
        words = _("划档会已记下 %s 项决定，请核对后形成决定") % number
        found.append(Todo(_("划档"), words, "", reverse("grading-meeting", args=[cycle.year]), "amber", until))
    return found


def _opinions(officer: Officer, cycle: Cycle, left: list[int], until: date | None) -> list[Todo]:
    """The goals on which this member, or the one they act for, has said nothing yet; one's own department is left to others."""
    member = officer.acting_for or officer
    said = set(Opinion.objects.filter(member=member, goal__in=left).values_list("goal", flat=True))
    open_goals = len(left) - len(said)
    if not open_goals:
        return []
    words = _("还有 %s 项目标等您填写划档意见") % open_goals
    return [Todo(_("划档"), words, "", f"{reverse('grading', args=[cycle.year])}?as=opinion", "amber", until)]
