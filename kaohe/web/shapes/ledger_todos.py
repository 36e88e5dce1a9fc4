"""What the ledger asks of a department: to look at what was written down about it, before that counts in an announcement."""

from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from kaohe.cycles.models import Cycle, Period
from kaohe.cycles.stages import Stage
from kaohe.ledger.models import Entry
from kaohe.people.deeds import Deed, may
from kaohe.people.models import Officer
from kaohe.people.roles import Role
from kaohe.web.shapes.todo import Act, Todo

#: Entries that are listed one by one; a department with more looks into the ledger.
MOST = 12


def todos(officer: Officer, cycle: Cycle, today: date) -> list[Todo]:
    """Entries about one's department that nobody has answered and no bulletin has counted. Two queries."""
    if cycle.stage not in (Stage.RUNNING, Stage.CLOSING) or not may(officer, Deed.ANSWER_ENTRY):
        return []
    own = officer.departments_as(Role.DEPARTMENT_HEAD, Role.CLERK)
    periods = list(cycle.periods.order_by("number"))
    rules = [code for code, rule in cycle.rulebook().rules.items() if rule.name != "flag" and "grade" not in rule.asks]
    rows = Entry.objects.filter(cycle=cycle, department__in=own, rule__in=rules, answers__isnull=True).uncounted()
    return [_todo(row, cycle, periods) for row in rows.standing().select_related("department").order_by("occurred_on", "number")[:MOST]]


def _todo(entry: Entry, cycle: Cycle, periods: list[Period]) -> Todo:
    rule = cycle.rulebook().rules[entry.rule]
    url, answer = (reverse(name, args=[cycle.year, entry.number]) for name in ("entry", "answer"))
    words = _("%(day)s %(rule)s，请核对") % {"day": entry.occurred_on.isoformat(), "rule": rule.label}
    until = next((each.ends for each in periods if each.ends >= entry.occurred_on and each.closed_on is None), None)
    agree = Act(_("情况属实，无异议"), answer, (("short", "1"),), strong=False)
    return Todo(_("答复"), words, f"{entry.department.title} #{entry.number}", url, "amber", until, (agree,))
