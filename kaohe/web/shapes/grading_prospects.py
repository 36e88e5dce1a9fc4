"""What each grade would come to, beside the form: the goal's points, the department's total and place, before anybody decides."""

from __future__ import annotations

from typing import NamedTuple

from django.utils.translation import gettext as _

from kaohe.cycles.models import Cycle
from kaohe.engine import Regraded, prospects
from kaohe.panels.dossiers import Dossier
from kaohe.panels.models import Ruling
from kaohe.people.deeds import Deed, may
from kaohe.web.bench import Bench
from kaohe.web.shapes.figures import figure, fixed


class ProspectRow(NamedTuple):
    """One grade; a total or place that hangs on goals not decided yet says so."""

    label: str
    points: str
    total: str
    rank: str
    now: bool


def prospect_rows(bench: Bench, dossier: Dossier) -> tuple[ProspectRow, ...]:
    """For whoever may see everyone's totals and the suggestion: it would sway like that. One query beside those of the board.

    What is written down of other goals at a meeting that sits is taken for so.
    """
    if not bench.open_year or not may(bench.officer, Deed.SEE_BOARD) or not bench.sight(dossier).suggestion:
        return ()
    goal, desk = dossier.goal, bench.desk
    found = prospects(desk.rulebook, desk.facts, goal.department.code, goal.code, _written_down(bench.cycle, goal.pk))
    labels = {code: grade.label for scale in desk.rulebook.scales.values() for code, grade in scale.grades.items()}
    return tuple(
        ProspectRow(
            desk.say(labels[each.grade]), figure(each.points), fixed(each.total, blank=_("待定")),
            str(each.rank) if each.rank else _("待定") if each.total is None else "—", each.now,
        )
        for each in found
    )  # fmt: skip


def _written_down(cycle: Cycle, but: int) -> list[Regraded]:
    rows = Ruling.objects.filter(goal__cycle=cycle, meeting__closed_at__isnull=True).exclude(goal=but).order_by("goal")
    return [Regraded(*each) for each in rows.values_list("goal__department__code", "goal__code", "grade")]
