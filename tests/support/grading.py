"""A bureau in January with its goals waiting to be graded: quarters verified, an excuse, a complaint, a group of three."""

from __future__ import annotations

from datetime import date

from django.utils import timezone

from kaohe import engine
from kaohe.cycles.models import Cycle
from kaohe.cycles.stages import Stage
from kaohe.goals.models import Goal, ProgressLine, ProgressReport, Told
from kaohe.ledger.posting import Draft, Proof, post
from kaohe.panels.actions import open_meeting
from kaohe.panels.models import GradingMeeting, Verification
from kaohe.people.models import Department
from kaohe.people.roles import Role
from tests.support.bureau import World, appoint_at_once, found

JANUARY = date(2026, 1, 10)
MEMBERS = ("leading_group", "director", "deputy_director")
TITLES = ("编制部门预算", "预算公开", "国库集中支付改革", "绩效评价全覆盖", "债务风险防控", "内部控制建设", "信息系统上线", "档案规范整理")
#: Completion of the goals of a department, by turn: mostly met, one not quite, one far from it.
COMPLETION = (100, 100, 100, 100, 100, 100, 100, 85, 100, 60)


def world_to_grade(departments: int = 2, goals: int = 6) -> World:
    """The bureau, with so many departments and so many goals in each, two of them key goals."""
    world = found("north")
    for number in range(2, departments):
        Department.objects.create(bureau=world.bureau, code=f"d{number}", name=f"第{number}科", order=number)
    for role in MEMBERS[1:]:
        appoint_at_once(world.people[role], Role.LEADING_GROUP)
    world.bureau.clock = JANUARY
    world.bureau.save()
    world.cycle.goals.all().delete()
    rows = list(Department.objects.filter(bureau=world.bureau))
    Goal.objects.bulk_create(
        Goal(
            cycle=world.cycle, department=row, code=f"{row.code[0].upper()}{row.order}-{number}", title=TITLES[(number - 1) % len(TITLES)],
            category="key" if number <= 2 else "ordinary", key_work=number == 1, target="覆盖全部一级预算单位", measure="按时完成并报批",
        )
        for row in rows
        for number in range(1, goals + 1)
    )  # fmt: skip
    world.at(Stage.CLOSING)
    for period in world.cycle.periods.all():
        _verify(world, rows, period)
    return world


def sitting(world: World, minutes: str = "〔2026〕1号") -> GradingMeeting:
    """Its meeting, with everybody there."""
    present = [getattr(world, each) for each in MEMBERS]
    return open_meeting(officer=world.office, cycle=world.cycle, held_on=JANUARY, minutes=minutes, present=present)


def graded_bureau() -> World:
    """Ten departments and eighty goals, with something of everything, for pictures and for the keyboard."""
    return world_to_grade(10, 8)


def _verify(world: World, rows: list[Department], period) -> None:
    """Every department told the quarter, and the checkers found it so; written at once, as loading does."""
    checker = world.checker
    lines, drafts = [], []
    for row in rows:
        report = ProgressReport.objects.create(period=period, department=row, state=Told.VERIFIED)
        for at, goal in enumerate(Goal.objects.filter(cycle=world.cycle, department=row)):
            completion = COMPLETION[(at + row.order) % len(COMPLETION)] if period.number == 4 else 25 * period.number
            met = period.number < 4 or completion == 100
            goal.department = row
            lines.append(ProgressLine(report=report, goal=goal, met=met, completion=completion, sentence="按计划推进，材料齐全"))
            drafts.append(_draft(goal, period, met, checker))
    lines = ProgressLine.objects.bulk_create(lines)
    entries = post(Cycle.objects.locked(world.cycle), drafts)
    Verification.objects.bulk_create(
        Verification(line=line, met=bool(line.met), completion=line.completion, verified_by=checker, entry=entry)
        for line, entry in zip(lines, entries, strict=True)
    )


def _draft(goal: Goal, period, met: bool, checker) -> Draft:
    rule = "duty.progress" if met else "duty.goal_missed"
    fact = engine.Entry(
        id=f"{goal.code} {period.number}", department=goal.department.code, rule=rule, occurred_on=period.ends, goal=goal.code, about="核实"
    )
    return Draft(fact, goal.department, checker, timezone.now(), goal=goal, evidence=(Proof("示财办〔2025〕31号"),))
