"""Founds the demonstration bureau and lives its two years, by the same actions and the same people as in earnest."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import groupby

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from kaohe.cycles.actions import adopt_edition, advance_stage, open_cycle
from kaohe.cycles.models import Cycle, Edition
from kaohe.cycles.stages import Stage
from kaohe.demo import (
    CLOSED,
    DEMO_BUREAU,
    GOALS_FIXED,
    RUNNING_AS_OF,
    DemoPerson,
    demo_accounts,
    demo_people,
    demo_year,
)
from kaohe.demo import DEMO_PASSWORD as PASSWORD
from kaohe.engine import Entry, Facts, Refused, load_folder
from kaohe.goals.actions import Part, assign_goal, fix_goals, lock_goals, record_meeting
from kaohe.goals.actions.assigning import members, needs_cover
from kaohe.goals.models import Goal
from kaohe.ledger.actions import record_entries
from kaohe.ledger.models import Entry as LedgerEntry
from kaohe.panels.actions import grade_goals, take_in_progress
from kaohe.people.actions import (
    Newcomer,
    add_officer,
    appoint,
    first_keepers,
    found_bureau,
    open_demonstration_accounts,
    set_departments,
)
from kaohe.people.models import Bureau, Department, Officer
from kaohe.people.roles import OF_A_DEPARTMENT, Role
from kaohe.results.actions import (
    Disputed,
    assign_reviewer,
    close_quarter,
    decide_objection,
    file_objection,
    finalise_results,
    issue_bulletin,
    lapse_due,
    propose,
    publish_results,
    review_objection,
)
from kaohe.results.models import Ask, Notice, Outcome

CODE = "demo"
RULEBOOK = "shinan-finance-2005"
FOUNDED = date(2024, 12, 2)
#: The number of the minutes under which each year's goals were fixed.
FIXED_UNDER = "局长办公会议纪要（演示）"

#: When each quarter was announced, when the year was put up for objections, and when it became final.
BULLETINS = {
    2025: (date(2025, 4, 10), date(2025, 7, 10), date(2025, 10, 15), date(2026, 1, 15)),
    2026: (date(2026, 4, 10), date(2026, 7, 10), RUNNING_AS_OF),
}
NOTICED, OBJECTED, LAPSED, FINAL = date(2026, 1, 19), date(2026, 1, 20), date(2026, 1, 22), date(2026, 1, 23)


@dataclass
class Staff:
    """The people of the demonstration by what they do, and by name."""

    everyone: Mapping[str, Officer]

    def first(self, role: Role) -> Officer:
        """The first to hold that role."""
        return next(officer for officer in self.everyone.values() if officer.holds(role))


@transaction.atomic
def load_demo(say: Callable[[str], object] = lambda _: None) -> Bureau:
    """Found the bureau and load both years. Raises Refused with everything that the actions refuse."""
    bureau = found_bureau(
        code=CODE, name=DEMO_BUREAU, short_name="示范区财政局", demonstration=True, clock=RUNNING_AS_OF
    )
    rulebook = load_folder(settings.RULEBOOKS / RULEBOOK)
    if rulebook.rulebook is None:
        raise Refused(rulebook.problems)
    say("人员与科室 · people and departments")
    staff = _staff(bureau, rulebook.rulebook.departments)
    say("考核办法 · the measures")
    texts = rulebook.rulebook.texts
    edition = adopt_edition(officer=staff.first(Role.DIRECTOR), bureau=bureau, texts=texts, on=date(2024, 12, 30))
    for year, as_of in ((CLOSED, None), (CLOSED + 1, RUNNING_AS_OF)):
        say(f"{year} 年度 · the year {year}")
        _live(bureau, staff, edition, demo_year(year, as_of))
    open_demonstration_accounts(bureau=bureau, password=PASSWORD)
    return bureau


def accounts() -> list[tuple[str, str, str]]:
    """One account for each role, to try things with: login, name with office, role."""
    return [(person.login, f"{person.name} {person.title}", str(Role(person.role).label)) for person in demo_accounts()]


def _staff(bureau: Bureau, departments: Sequence) -> Staff:
    first = {Role(person.role): person for person in reversed(demo_people()) if person.role in (Role.ADMINISTRATOR, Role.SECURITY)}
    newcomers = {role: Newcomer(person.login, person.name, person.title) for role, person in first.items()}
    keepers = first_keepers(bureau=bureau, people=newcomers, since=FOUNDED)
    admin, security = keepers[Role.ADMINISTRATOR], keepers[Role.SECURITY]
    rows = {row.code: row for row in set_departments(officer=admin, bureau=bureau, departments=departments)}
    everyone = {}
    for person in demo_people():
        officer = keepers.get(Role(person.role)) or add_officer(
            officer=admin, bureau=bureau, login=person.login, name=person.name, title=person.title
        )
        for role, department in _roles_of(person, rows):
            appoint(officer=security, to=officer, role=role, department=department, since=FOUNDED)
        everyone[person.name] = officer
    return Staff(everyone)


def _roles_of(person: DemoPerson, departments: Mapping[str, Department]) -> list[tuple[Role, Department | None]]:
    """What someone is appointed to: leaders form the leading group, and everyone belongs to their department."""
    role = Role(person.role)
    own = departments.get(person.department)
    supervised = [(Role.DEPUTY_DIRECTOR, departments[code]) for code in person.supervises]
    if role in (Role.DIRECTOR, Role.DEPUTY_DIRECTOR):
        leader = [(Role.DIRECTOR, None)] if role == Role.DIRECTOR else []
        return [*leader, (Role.LEADING_GROUP, None), *supervised]
    if role in OF_A_DEPARTMENT:
        return [(role, own)]
    member = [(Role.OFFICER, own)] if own else []
    # The first two keepers came with the bureau; there is one of each here.
    duty = [] if role in (Role.ADMINISTRATOR, Role.SECURITY) else [(role, None)]
    return [*duty, *member]


def _live(bureau: Bureau, staff: Staff, edition: Edition, facts: Facts) -> None:
    """A year as it goes: goals, the ledger with a bulletin for each quarter, and its end where it has come."""
    office = staff.first(Role.OFFICE)
    cycle = open_cycle(officer=office, bureau=bureau, year=facts.year, edition=edition)
    leaders = [each.name for each in staff.everyone.values() if each.holds(Role.LEADING_GROUP)]
    record_meeting(
        officer=office, cycle=cycle, minutes=FIXED_UNDER, held_on=GOALS_FIXED[facts.year], begins=time(9), place="三楼会议室",
        chair=staff.first(Role.DIRECTOR).name, present=leaders, attending=["各科室负责人"],
    )  # fmt: skip
    fix_goals(officer=office, cycle=cycle, goals=facts.goals, reason=FIXED_UNDER)
    cycle = lock_goals(officer=office, cycle=cycle, on=GOALS_FIXED[facts.year])
    _give_to_persons(cycle, on=GOALS_FIXED[facts.year])
    waiting = list(facts.entries)
    for period, day in zip(cycle.periods.all(), BULLETINS[facts.year], strict=False):
        if period.number == 4:
            cycle = advance_stage(officer=office, cycle=cycle, to=Stage.CLOSING)
        known = [entry for entry in waiting if entry.recorded_on and entry.recorded_on <= day]
        waiting = waiting[len(known) :]
        _record(cycle, staff, known)
        for each in cycle.periods.filter(number__lte=period.number):  # the first quarter's is written down in May
            take_in_progress(officer=office, period=each)
        close_quarter(officer=office, period=period, at=_moment(day))
        issue_bulletin(officer=office, period=period, at=_moment(day))
    _record(cycle, staff, waiting)
    if cycle.stage == Stage.CLOSING:
        _end(cycle, staff)


def _end(cycle: Cycle, staff: Staff) -> None:
    """Published, one line objected to and found to stand, the rest lapsed, final: each by the two who sign for it."""
    office, director = staff.first(Role.OFFICE), staff.first(Role.DIRECTOR)
    proposal = propose(officer=office, cycle=cycle, ask=Ask.NOTICE, at=_moment(NOTICED))
    notice = publish_results(officer=director, proposal=proposal, at=_moment(NOTICED))
    _object(notice, staff)
    proposal = propose(officer=office, cycle=cycle, ask=Ask.FINAL, at=_moment(FINAL))
    finalise_results(officer=director, proposal=proposal, at=_moment(FINAL))


def _object(notice: Notice, staff: Staff) -> None:
    """The head of a department disputes its first unexcused absence from study; a checker who had no hand in it looks it up."""
    entry = LedgerEntry.objects.filter(cycle=notice.cycle, rule="training.absence").standing().order_by("number").first()
    assert entry is not None
    department = entry.department
    head = next(each for each in staff.everyone.values() if department.pk in each.departments_as(Role.DEPARTMENT_HEAD))
    line = Disputed("training", f"无故缺勤 #{entry.number}", entry=entry)
    reason = "当事人称事前已口头请假，请核对请假登记。"
    objection = file_objection(
        officer=head, notice=notice, department=department, line=line, reason=reason, at=_moment(OBJECTED)
    )
    lapse_due(_moment(LAPSED))
    group = [each for each in staff.everyone.values() if each.holds(Role.LEADING_GROUP)]
    checker = next(
        each for each in staff.everyone.values()
        if each.holds(Role.CHECKER) and department.pk not in each.own_departments and each.pk != entry.recorded_by_id
    )  # fmt: skip
    objection = assign_reviewer(officer=group[0], objection=objection, reviewer=checker)
    finding = "查当月请假外出登记，无该同志当日请假记录；主持学习的同志亦未接到口头请假。"
    objection = review_objection(
        officer=checker, objection=objection, outcome=Outcome.REFUSED, finding=finding, at=_moment(LAPSED)
    )
    decide_objection(
        officer=group[0], objection=objection, outcome=Outcome.REFUSED, reason="经复核，请假手续未办，维持原记录。",
        minutes="考核领导小组会议纪要（演示）", at=_moment(LAPSED),
    )  # fmt: skip


def _give_to_persons(cycle: Cycle, on: date) -> None:
    """Each head gives the department's goals to its people in pairs, in turn; a department of one has no second."""
    for department in Department.objects.filter(bureau=cycle.bureau):
        people = members(department)
        head = next((person for person in people if person.holds(Role.DEPARTMENT_HEAD)), None)
        if head is None:
            continue
        for at, goal in enumerate(Goal.objects.filter(cycle=cycle).of(department).order_by("pk")):
            goal.cycle, goal.department = cycle, department
            cover = people[(at + 1) % len(people)] if needs_cover(department, people) else None
            assign_goal(officer=head, goal=goal, parts=[Part(people[at % len(people)], cover)], since=on)


def _record(cycle: Cycle, staff: Staff, entries: Sequence[Entry]) -> None:
    """Entries in their order, so that they keep their numbers: events by the office, gradings by the leading group."""
    by: dict[bool, tuple[Callable[..., object], Officer]] = {
        True: (grade_goals, staff.first(Role.LEADING_GROUP)),
        False: (record_entries, staff.first(Role.OFFICE)),
    }
    for graded, some in groupby(entries, key=lambda entry: entry.rule.startswith("grade.")):
        act, officer = by[graded]
        act(officer=officer, cycle=cycle, entries=list(some), recorders=staff.everyone)


def _moment(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(17, 30)))
