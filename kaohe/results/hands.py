"""Who had a hand in what is disputed, and so may not review it: whoever wrote it down, verified or graded it or said how."""

from __future__ import annotations

from kaohe.engine import Said
from kaohe.panels.models import Grading, Opinion, Verification
from kaohe.people.models import Officer
from kaohe.results.models import Objection


def had_a_hand(objection: Objection, officer: Officer) -> Said | None:
    """What the officer had to do with the disputed line, in words; None where nothing."""
    if objection.entry is not None and objection.entry.recorded_by_id == officer.pk:
        return Said("results.hand_recorded", {"entry": objection.entry.number})
    if objection.entry is not None and Verification.objects.filter(entry=objection.entry, verified_by=officer).exists():
        return Said("results.hand_verified", {"entry": objection.entry.number})
    if objection.goal is not None and Grading.objects.filter(goal=objection.goal, decided_by=officer).exists():
        return Said("results.hand_graded", {"goal": objection.goal.code})
    if objection.goal is not None and Opinion.objects.filter(goal=objection.goal, member=officer).exists():
        return Said("results.hand_opined", {"goal": objection.goal.code})
    return None
