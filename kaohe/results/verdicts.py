"""Who gave which grade: the group's decisions by whoever entered them. Members' own opinions join here where there are any."""

from __future__ import annotations

from kaohe.cycles.models import Cycle
from kaohe.panels.models import Grading
from kaohe.results.fairness import Verdict


def verdicts(cycle: Cycle) -> tuple[Verdict, ...]:
    """Of the goals that are graded, in the order of the ledger. One query."""
    rows = Grading.objects.standing().filter(goal__cycle=cycle).order_by("entry__number")
    told = rows.values_list("decided_by__name", "goal__department__code", "goal__code", "grade")
    return tuple(Verdict(*each) for each in told)
