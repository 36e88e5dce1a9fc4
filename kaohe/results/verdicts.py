"""Who gave which grade: members' own opinions where they entered them, else the group's decisions by whoever entered those."""

from __future__ import annotations

from typing import NamedTuple

from kaohe.cycles.models import Cycle
from kaohe.panels.models import Grading, Opinion
from kaohe.results.fairness import Verdict


class Heard(NamedTuple):
    """`own`: the verdicts are opinions that members entered by themselves."""

    own: bool
    verdicts: tuple[Verdict, ...]


def heard(cycle: Cycle) -> Heard:
    """Of the goals that are graded: before, an opinion is nobody else's to see. Two queries."""
    standing = Grading.objects.standing().filter(goal__cycle=cycle)
    opinions = Opinion.objects.filter(goal__cycle=cycle, goal__in=standing.values("goal")).order_by("goal", "pk")
    told = opinions.values_list("member__name", "goal__department__code", "goal__code", "grade")
    own = tuple(Verdict(*each) for each in told)
    if own:
        return Heard(True, own)
    decided = standing.order_by("entry__number").values_list("decided_by__name", "goal__department__code", "goal__code", "grade")
    return Heard(False, tuple(Verdict(*each) for each in decided))
