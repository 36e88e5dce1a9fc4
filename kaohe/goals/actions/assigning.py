"""Breaking goals down to persons: each part has one who carries it, one who stands in, and a plan by quarter."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import NamedTuple

from django.db import transaction

from kaohe.audit.recording import record
from kaohe.audit.tags import Tag
from kaohe.cycles.models import Cycle
from kaohe.cycles.stages import Stage
from kaohe.engine import Problem, Refused
from kaohe.goals.models import Assignment, Goal
from kaohe.people.deeds import Deed, require
from kaohe.people.models import Department, Officer
from kaohe.people.roles import MEMBERS


class Part(NamedTuple):
    """A part of a goal: who carries it, who stands in, and what is planned for each period (by its number)."""

    officer: Officer
    cover: Officer | None = None
    part: str = ""
    plan: Mapping[str, str] = {}


@transaction.atomic
def assign_goal(*, officer: Officer, goal: Goal, parts: Sequence[Part], since: date | None = None) -> list[Assignment]:
    """Give a goal to persons, as `parts` say; who carried a part before and does no more, did so until the day before.

    Raises Refused without the right, once the year closes, for a goal struck, and with everything wrong in any part:
    somebody of another department, nobody standing in (a department of one is exempt), two parts of one name.
    """
    cycle = Cycle.objects.locked(goal.cycle)
    require(officer, Deed.ASSIGN_GOALS, goal.department, bureau=cycle.bureau)
    cycle.require(Stage.SETTING, Stage.RUNNING)
    day = since or cycle.bureau.today()
    parts = [part._replace(part=part.part.strip(), plan=_plan(part.plan)) for part in parts]
    _check(goal, parts)
    standing = {row.part: row for row in goal.assignments.standing().select_related("officer", "cover")}
    before = [_told(row) for row in standing.values()]
    kept = {part.part for part in parts if _same(standing.get(part.part), part)}
    for row in standing.values():
        if row.part not in kept:
            row.until = max(row.since, day - timedelta(days=1))
            row.save(update_fields=["until"])
    rows = [
        Assignment.objects.create(
            goal=goal, part=part.part, officer=part.officer, cover=part.cover, plan=part.plan, since=day
        )
        for part in parts
        if part.part not in kept
    ]
    after = [_told(row) for row in [*(row for row in standing.values() if row.part in kept), *rows]]
    record(
        Tag.GOAL_ASSIGNED, officer=officer, subject=goal, bureau=cycle.bureau,
        before={"persons": before}, after={"persons": after},
    )  # fmt: skip
    return rows


def members(department: Department) -> list[Officer]:
    """Those who belong to the department today, by name."""
    held = department.appointments.standing(department.bureau.today()).filter(role__in=MEMBERS).values("officer")
    return list(Officer.objects.filter(pk__in=held, is_active=True).order_by("pk"))


def needs_cover(department: Department, people: Sequence[Officer]) -> bool:
    """Whether goals are carried in pairs: everywhere but in a department of one (reading 22)."""
    return (department.size or len(people)) > 1


def _check(goal: Goal, parts: Sequence[Part]) -> None:
    people = members(goal.department)
    known = {person.pk for person in people}
    paired = needs_cover(goal.department, people)
    found = [Problem("goals.struck", {"goal": goal.code})] if goal.struck_on else []
    names = [part.part for part in parts]
    for part in parts:
        values = {"goal": goal.code, "part": part.part or goal.title, "officer": part.officer.name}
        strangers = [each for each in (part.officer, part.cover) if each and each.pk not in known]
        found += [Problem("goals.no_member", {**values, "officer": each.name}) for each in strangers]
        if part.cover is None and paired:
            found.append(Problem("goals.no_cover", values))
        if part.cover and part.cover.pk == part.officer.pk:
            found.append(Problem("goals.own_cover", values))
    found += [
        Problem("goals.part_twice", {"goal": goal.code, "part": name or goal.title})
        for name in dict.fromkeys(names)
        if names.count(name) > 1
    ]
    if found:
        raise Refused(found)


def _plan(plan: Mapping[str, str]) -> dict[str, str]:
    return {period: text.strip() for period, text in plan.items() if text.strip()}


def _same(row: Assignment | None, part: Part) -> bool:
    return row is not None and (row.officer, row.cover, row.plan) == (part.officer, part.cover, part.plan)


def _told(row: Assignment) -> dict[str, object]:
    cover = row.cover.name if row.cover else ""
    return {"part": row.part, "officer": row.officer.name, "cover": cover, "plan": row.plan}
