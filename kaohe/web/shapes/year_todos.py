"""What the year itself asks of a person: to grade, to publish, to finalise."""

from datetime import date

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from kaohe.cycles.models import Cycle
from kaohe.cycles.stages import Stage
from kaohe.people.deeds import Deed, may
from kaohe.people.models import Officer
from kaohe.web.shapes import grading_todos
from kaohe.web.shapes.todo import Todo


def todos(officer: Officer, cycle: Cycle, today: date) -> list[Todo]:
    """Goals that await a grade; results that can be fixed once the time for objections is over."""
    if cycle.stage == Stage.CLOSING:
        return grading_todos.todos(officer, cycle)
    if cycle.stage == Stage.NOTICED and cycle.objection_deadline and may(officer, Deed.FINALISE_RESULTS):
        until = timezone.localtime(cycle.objection_deadline).date()
        if until < today:
            overview = reverse("overview", args=[cycle.year])
            return [Todo(_("定案"), _("%s 年度异议期已过，可以定案") % cycle.year, "", overview, "seal")]
    return []
