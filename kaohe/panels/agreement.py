"""Where members and the suggestion agree, a ruling needs no further talk."""

from __future__ import annotations

from collections.abc import Collection

from kaohe.panels.dossiers import Dossier
from kaohe.panels.recusal import Circle
from kaohe.panels.verdicts import Verdict, problems_of


def agreed_on(dossier: Dossier, circle: Circle, present: Collection[int]) -> Verdict | None:
    """What every member who may decide and is there says of an open goal, and the suggestion too; None where they differ.

    Conditions are all that any of them relies on, reasons all that they gave, each once.
    """
    able = {each.pk for each in circle.able(dossier.goal.department_id, present)}
    said = [each for each in dossier.opinions if each.member_id in able]
    decided = (dossier.ruling and dossier.ruling.meeting.closed_at is None) or dossier.grading
    if decided or len(said) < len(able) or len(able) < circle.quorum:
        return None
    if {each.grade for each in said} != {dossier.suggestion.grade}:
        return None
    conditions = dict.fromkeys(code for each in said for code in each.conditions)
    reasons = dict.fromkeys(each.reason for each in said if each.reason)
    verdict = Verdict(dossier.suggestion.grade, tuple(conditions), "；".join(reasons))
    rulebook = dossier.goal.cycle.rulebook()
    return None if problems_of(rulebook, dossier.goal, verdict, dossier.excuses, ruling=True) else verdict
