"""All departments' goals at a glance, and the ones that wait for the deputy director."""

from typing import NamedTuple

from kaohe.cycles.stages import Stage
from kaohe.goals.models import Assignment, Goal, GoalSheet, State
from kaohe.people.deeds import Deed, may
from kaohe.people.models import Appointment, Department
from kaohe.people.roles import Role
from kaohe.web.desk import Desk
from kaohe.web.shapes import goals as shape
from kaohe.web.shapes.figures import listed


class DepartmentRow(NamedTuple):
    """One department in the list."""

    code: str
    name: str
    state: State
    tone: str
    since: str
    goals: int
    supervisor: str
    waits_for: str
    reminded: str
    unassigned: int
    late: bool
    url: str


class GoalsPage(NamedTuple):
    """The list and what may be done from here."""

    rows: tuple[DepartmentRow, ...]
    counts: tuple[tuple[str, str, int], ...]
    late: int
    agreed: int
    compiled: int
    all_fixed: bool
    setting: bool
    office: bool
    agrees: bool
    drafts: bool
    clause: str


def departments_page(desk: Desk) -> GoalsPage:
    """Each department that this person may see, in the decreed order."""
    sheets = {each.department_id: each for each in GoalSheet.objects.filter(cycle=desk.cycle, department__in=desk.departments)}
    goals = Goal.objects.standing().filter(cycle=desk.cycle, department__in=desk.departments)
    fixed = list(goals.values_list("pk", "department_id"))
    assigned = set(Assignment.objects.standing().filter(goal__in=goals).values_list("goal_id", flat=True))
    people = _supervisors(desk)
    rows = tuple(
        _row(desk, each, sheets.get(each.pk), [goal for goal, own in fixed if own == each.pk], assigned, people)
        for each in desk.departments
    )
    counts = tuple((str(state.label), shape.TONES[state], sum(row.state == state for row in rows)) for state in State)
    return GoalsPage(
        rows=rows, counts=counts, late=sum(row.late for row in rows),
        agreed=sum(row.state == State.AGREED for row in rows), compiled=sum(row.state == State.COMPILED for row in rows),
        all_fixed=bool(rows) and all(row.state == State.FIXED for row in rows), setting=desk.cycle.stage == Stage.SETTING,
        office=may(desk.officer, Deed.COMPILE_GOALS), agrees=may(desk.officer, Deed.AGREE_GOALS),
        drafts=may(desk.officer, Deed.DRAFT_GOALS), clause=shape.place_of("2.1.3", desk),
    )  # fmt: skip


def _row(
    desk: Desk, department: Department, sheet: GoalSheet | None, goals: list[int], assigned: set[int],
    people: dict[tuple[int, str], list[str]],
) -> DepartmentRow:  # fmt: skip
    state = shape.state_of(sheet, len(goals))
    supervisors = people.get((department.pk, Role.DEPUTY_DIRECTOR), [])
    heads = people.get((department.pk, Role.DEPARTMENT_HEAD), [])
    waits = {State.DRAFT: listed(heads), State.PROPOSED: listed(supervisors)}.get(state, "")
    return DepartmentRow(
        code=department.code, name=desk.say(department.title), state=state, tone=shape.TONES[state],
        since=shape.moment(sheet.changed_at) if sheet else "", goals=len(goals) or len(sheet.rows if sheet else ()),
        supervisor=listed(supervisors), waits_for=waits,
        reminded=sheet.reminded_on.isoformat() if sheet and sheet.reminded_on else "",
        unassigned=sum(goal not in assigned for goal in goals),
        late=desk.cycle.stage == Stage.SETTING and state in (State.DRAFT, State.PROPOSED),
        url=shape.url_of("goal-sheet", desk, department),
    )  # fmt: skip


def _supervisors(desk: Desk) -> dict[tuple[int, str], list[str]]:
    """Heads and supervising deputy directors by department."""
    held = Appointment.objects.standing().filter(
        department__in=desk.departments, role__in=(Role.DEPUTY_DIRECTOR, Role.DEPARTMENT_HEAD)
    )
    found: dict[tuple[int, str], list[str]] = {}
    for department, role, name in held.values_list("department_id", "role", "officer__name"):
        found.setdefault((department or 0, role), []).append(name)
    return found


class Waiting(NamedTuple):
    """One department's goals before the deputy director."""

    code: str
    name: str
    version: str
    rows: tuple[shape.GoalRow, ...]
    totals: tuple[shape.Totals, ...]
    returned: str
    opened: bool
    url: str
    step_url: str
    opened_url: str


class AgreePage(NamedTuple):
    """What waits, and what has been answered."""

    waiting: tuple[Waiting, ...]
    others: tuple[tuple[str, State, str, str], ...]


def agreeing(desk: Desk) -> AgreePage:
    """The departments for which this person answers."""
    own = [each for each in desk.departments if may(desk.officer, Deed.AGREE_GOALS, each)]
    sheets = {
        each.department_id: each
        for each in GoalSheet.objects.filter(cycle=desk.cycle, department__in=own).prefetch_related("steps")
    }
    fixed = set(Goal.objects.standing().filter(cycle=desk.cycle, department__in=own).values_list("department_id", flat=True))
    waiting, others = [], []
    for department in own:
        sheet = sheets.get(department.pk)
        state = shape.state_of(sheet, department.pk in fixed)
        if sheet and state == State.PROPOSED and desk.cycle.stage == Stage.SETTING:
            waiting.append(_waiting(desk, department, sheet))
        else:
            others.append((desk.say(department.title), state, shape.TONES[state], shape.url_of("goal-sheet", desk, department)))
    return AgreePage(tuple(waiting), tuple(others))


def _waiting(desk: Desk, department: Department, sheet: GoalSheet) -> Waiting:
    returned = [each.sentence for each in sheet.steps.all() if each.step == "returned"]
    return Waiting(
        code=department.code, name=desk.say(department.title), version=sheet.version, rows=shape.rows_of(sheet, desk),
        totals=shape.totals_of(sheet.rows, desk), returned=returned[-1] if returned else "", opened=bool(sheet.opened_at),
        url=shape.url_of("goal-sheet", desk, department), step_url=shape.url_of("goal-step", desk, department),
        opened_url=shape.url_of("goal-opened", desk, department),
    )  # fmt: skip
