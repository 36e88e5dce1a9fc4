"""What one person may see beside a goal that is being graded: the facts always; suggestion and opinions not always.

Who is recused sees neither. A member sees them after entering their own opinion, where the bureau chose so; once the goal is
graded, there is nothing left to be swayed in. The deputy director in charge sees the suggestion, to comment on it.
"""

from __future__ import annotations

from typing import NamedTuple

from kaohe.panels.dossiers import Dossier
from kaohe.panels.recusal import Circle
from kaohe.people.deeds import Deed, departments_for
from kaohe.people.models import BureauSettings, Officer


class Sight(NamedTuple):
    """`waits`: it will be seen once one's own opinion is entered."""

    suggestion: bool
    opinions: bool
    recused: bool = False
    waits: bool = False


def sight(officer: Officer, dossier: Dossier, circle: Circle, settings: BureauSettings) -> Sight:
    """What this officer sees of that goal."""
    department = dossier.goal.department_id
    if department in officer.recused_from:
        return Sight(False, False, recused=True)
    member = officer.acting_for or officer
    if member.pk in {each.pk for each in circle.members}:
        entered = any(each.member_id == member.pk for each in dossier.opinions)
        waits = settings.opinions_first and not entered and dossier.grading is None
        return Sight(not waits, not waits, waits=waits)
    whole = departments_for(officer, Deed.SEE_GRADING) is None
    return Sight(True, whole)
