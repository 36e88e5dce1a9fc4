"""What the closing of the year asks of a person: to grade. What comes after stands in results_todos.py."""

from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from kaohe.cycles.models import Cycle
from kaohe.cycles.stages import Stage
from kaohe.goals.models import Goal
from kaohe.panels.models import Grading
from kaohe.people.deeds import Deed, may
from kaohe.people.models import Department, Officer
from kaohe.web.shapes.figures import language
from kaohe.web.shapes.todo import Todo


def todos(officer: Officer, cycle: Cycle, today: date) -> list[Todo]:
    """Goals that await a grade."""
    if cycle.stage == Stage.CLOSING and may(officer, Deed.GRADE_GOAL):
        return _ungraded(officer, cycle)
    return []


def _ungraded(officer: Officer, cycle: Cycle) -> list[Todo]:
    """Department by department; one's own is left to others (回避)."""
    missing: dict[int, int] = {}
    graded = Grading.objects.standing().filter(goal__cycle=cycle)
    open_goals = Goal.objects.standing().filter(cycle=cycle).exclude(pk__in=graded.values("goal"))
    for pk in open_goals.values_list("department_id", flat=True):
        missing[pk] = missing.get(pk, 0) + 1
    found = []
    for department in Department.objects.filter(pk__in=missing).order_by("order", "code"):
        if may(officer, Deed.GRADE_GOAL, department):
            words = {"department": cycle.rulebook().in_language(department.title, language()), "number": missing[department.pk]}
            url = reverse("department", args=[cycle.year, department.code])
            found.append(Todo(_("划档"), _("%(department)s还有 %(number)s 项目标待划档") % words, "", url, "amber"))
    return found
