"""Whose hands they are: who had one in what is disputed, and so may not review it; whether two signatures are one person's."""

from __future__ import annotations

from kaohe.engine import Said
from kaohe.panels.models import Grading, Opinion, Verification
from kaohe.people.models import Officer
from kaohe.results.models import Objection


def persons(*officers: Officer | None) -> frozenset[str]:
    """Who they are, by account and by name: two accounts of one person are one person."""
    known = [each for each in officers if each is not None]
    return frozenset([*(each.username for each in known), *(each.name for each in known)])


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
