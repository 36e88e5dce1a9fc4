"""The end of a bureau's year in few words: everything graded and closed, results proposed, announced, objected to, final."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone

from kaohe.cycles.models import Cycle, Period
from kaohe.cycles.stages import Stage
from kaohe.engine import Entry
from kaohe.panels.actions import grade_goals
from kaohe.people.models import Officer
from kaohe.people.roles import Role
from kaohe.results.actions import (
    Disputed,
    assign_reviewer,
    file_objection,
    finalise_results,
    lapse_due,
    propose,
    publish_results,
    review_objection,
)
from kaohe.results.models import Ask, Notice, Objection, Outcome
from tests.support.bureau import World, appoint_at_once

HERE = timezone.get_default_timezone()
NOTICE = datetime(2026, 1, 19, 9, 0, tzinfo=HERE)
DEADLINE = datetime(2026, 1, 21, 17, 30, tzinfo=HERE)
AFTER = DEADLINE + timedelta(hours=1)
CLOSED = date(2026, 1, 9)


def ready(world: World) -> World:
    """The year at its closing, every quarter closed, every goal graded as qualified."""
    world.at(Stage.CLOSING)
    Period.objects.filter(cycle=world.cycle).update(closed_on=CLOSED, last_entry=0)
    goals = world.cycle.goals.select_related("department").order_by("pk")
    grades = [
        Entry(
            f"g{goal.pk}", goal.department.code, f"grade.{goal.category}", world.bureau.today(), level="qualified", goal=goal.code,
            about="按期完成", evidence=("评审表",),
        )
        for goal in goals
    ]  # fmt: skip
    grade_goals(officer=world.leading_group, cycle=world.cycle, entries=grades)
    return world


def published(world: World, at: datetime = NOTICE) -> Notice:
    """The results proposed by the office and announced by the director."""
    proposal = propose(officer=world.office, cycle=world.cycle, ask=Ask.NOTICE, at=at)
    notice = publish_results(officer=world.director, proposal=proposal, at=at)
    again(world)
    return notice


def objected(world: World, at: datetime = DEADLINE, **changed: Any) -> Objection:
    """An objection of `budget` to its first entry, or to what is told."""
    line = Disputed("training", "学习培训 −1", entry=world.cycle.entries.order_by("number").first())
    told: dict[str, Any] = {
        "officer": world.department_head, "notice": Notice.objects.latest("pk"), "department": world.budget, "line": line,
        "reason": "当日已请假，假条已交办公室", "evidence": ("请假条",), "at": at,
    }  # fmt: skip
    objection = file_objection(**{**told, **changed})
    again(world)
    return objection


def lapsed(world: World, at: datetime = AFTER) -> list[Cycle]:
    """What the clock does once the last moment is over."""
    done = lapse_due(at)
    again(world)
    return done


def second_reviewer(world: World) -> Officer:
    """A checker who belongs to no department and had no hand in anything."""
    known = Officer.objects.filter(username=f"{world.bureau.code}-reviewer").first()
    if known is not None:
        return known
    officer = Officer.objects.create(username=f"{world.bureau.code}-reviewer", name="复核人", bureau=world.bureau, password="!")
    appoint_at_once(officer, Role.CHECKER)
    return officer


def reviewed(world: World, objection: Objection, outcome: Outcome = Outcome.UPHELD) -> Objection:
    """The objection given to somebody and looked at."""
    reviewer = second_reviewer(world)
    assigned = assign_reviewer(officer=world.leading_group, objection=objection, reviewer=reviewer)
    return review_objection(officer=reviewer, objection=assigned, outcome=outcome, finding="查阅请假登记，情况如其所述")


def final(world: World, at: datetime = AFTER) -> Any:
    """The results proposed as final and made so."""
    again(world)
    proposal = propose(officer=world.office, cycle=world.cycle, ask=Ask.FINAL, at=at)
    snapshot = finalise_results(officer=world.director, proposal=proposal, at=at)
    again(world)
    return snapshot


def again(world: World) -> None:
    """The year as the database has it now."""
    world.cycle = Cycle.objects.with_edition().get(pk=world.cycle.pk)
