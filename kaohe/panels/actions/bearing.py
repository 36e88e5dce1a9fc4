"""Which goal an entry bears on (R12): the one it concerns, or the one that the group names, on record; never all of them."""

from __future__ import annotations

from django.db import transaction

from kaohe.audit.recording import record
from kaohe.audit.tags import Tag
from kaohe.cycles.models import Cycle
from kaohe.cycles.stages import Stage
from kaohe.engine import Problem, Refused, bearing_rules
from kaohe.goals.models import Goal
from kaohe.ledger.models import Entry
from kaohe.panels.models import Bearing
from kaohe.people.deeds import Deed, require
from kaohe.people.models import Officer


@transaction.atomic
def name_goal(*, officer: Officer, entry: Entry, goal: Goal | None, why: str) -> Bearing:
    """Say which goal an entry about a department bears on, or, with None, that it bears on none; the last word counts.

    It moves no points. Raises Refused without the right, for a department from which the officer is recused, at another
    stage, without a reason, for an entry that speaks for no grade, one that was taken back, and a goal of others.
    """
    cycle = Cycle.objects.locked(entry.cycle)
    require(officer, Deed.HOLD_MEETING, entry.department, bureau=cycle.bureau)
    cycle.require(Stage.CLOSING)
    found = []
    rulebook = cycle.rulebook()
    if not any(entry.rule in bearing_rules(rulebook, category) for category in rulebook.categories):
        found.append(Problem("panels.bears_on_nothing", {"entry": entry.number}))
    elif not Entry.objects.standing().filter(pk=entry.pk).exists():
        found.append(Problem("panels.entry_reversed", {"entry": entry.number}))
    if goal is not None and (goal.cycle_id, goal.department_id) != (cycle.pk, entry.department_id):
        values = {"goal": goal.code, "department": entry.department.title}
        found.append(Problem("goals.not_on_sheet", values, department=entry.department.code))
    if not why.strip():
        found.append(Problem("goals.no_sentence"))
    if found:
        raise Refused(found)
    before = entry.bearings.select_related("goal").order_by("-pk").first()
    bearing = Bearing.objects.create(entry=entry, goal=goal, why=why.strip(), named_by=officer, signature=officer.signature)
    record(
        Tag.BEARING_NAMED, officer=officer, subject=entry, bureau=cycle.bureau,
        before={"goal": before.goal.code if before and before.goal else ""}, after={"goal": goal.code if goal else ""},
        reason=bearing.why,
    )  # fmt: skip
    return bearing
