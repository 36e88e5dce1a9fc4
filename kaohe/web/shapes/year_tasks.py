"""The year as a list of tasks: what, by whom, by when, how far it has come, and who still owes it. Nothing of it is kept."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from kaohe.cycles.milestones import Key, Milestone
from kaohe.cycles.models import CycleDate, Period
from kaohe.cycles.stages import PLANNED, Stage
from kaohe.days.calendar import Calendar
from kaohe.goals.models import Goal, GoalSheet
from kaohe.goals.models.progress import ProgressReport, Told
from kaohe.goals.models.sheet import State
from kaohe.panels.models import Grading
from kaohe.people.deeds import Deed, departments_for, may
from kaohe.people.models import Department
from kaohe.people.roles import Role
from kaohe.web.shapes.figures import listed

if TYPE_CHECKING:
    from kaohe.web.desk import Desk

WAITING, DOING, DONE, LATE = "todo", "doing", "done", "late"
TONES = {WAITING: "line", DOING: "blue", DONE: "green", LATE: "seal"}
#: The states of a sheet in the order of its way.
WAY = [State.DRAFT, State.PROPOSED, State.AGREED, State.COMPILED, State.FIXED]


class Task(NamedTuple):
    """One task. `number`: how many of how many; `owing`: who still owes it, in words; `url`: where it is done."""

    words: str
    who: str
    state: str
    due: date | None = None
    moment: str = ""
    provisional: bool = False
    number: str = ""
    owing: str = ""
    done_on: date | None = None
    url: str = ""

    @property
    def state_words(self) -> str:
        """The state as people say it."""
        return {WAITING: _("未开始"), DOING: _("进行中"), DONE: _("已完成"), LATE: _("逾期")}[self.state]

    @property
    def tone(self) -> str:
        """The mark's colour, which only repeats what the word says."""
        return TONES[self.state]


class Group(NamedTuple):
    """Tasks of one part of the year."""

    label: str
    tasks: tuple[Task, ...]


class Year(NamedTuple):
    """Everything the tasks are told from, read once."""

    desk: Desk
    today: date
    dates: dict[Key, CycleDate]
    sheets: dict[int, State]
    departments: list[Department]
    ungraded: dict[int, int]
    goals: int
    reported: set[tuple[int, int]]
    calendar: Calendar

    def due(self, milestone: Milestone, number: int = 0) -> CycleDate | None:
        """The planned date; None where the year was opened without."""
        return self.dates.get(Key(milestone, number))


def tasks(desk: Desk, calendar: Calendar) -> tuple[Group, ...]:
    """The whole year, in the order in which it goes. Six queries."""
    year = _gathered(desk, calendar)
    groups = [Group(_("年初"), (*_opening(year), *_goals(year)))]
    groups += [Group(desk.say(period.label), tuple(_period(year, period))) for period in desk.periods]
    return (*groups, Group(_("年终"), tuple(_ending(year))))


def late(groups: Iterable[Group]) -> int:
    """How many tasks are overdue."""
    return sum(task.state == LATE for group in groups for task in group.tasks)


def _gathered(desk: Desk, calendar: Calendar) -> Year:
    cycle = desk.cycle
    graded = Grading.objects.standing().filter(goal__cycle=cycle)
    ungraded: dict[int, int] = {}
    goals = list(Goal.objects.standing().filter(cycle=cycle).values_list("pk", "department_id"))
    done = set(graded.values_list("goal", flat=True))
    for pk, department in goals:
        if pk not in done:
            ungraded[department] = ungraded.get(department, 0) + 1
    return Year(
        desk=desk,
        today=cycle.bureau.today(),
        dates={row.key: row for row in cycle.dates.all()},
        sheets={each.department_id: State(each.state) for each in GoalSheet.objects.filter(cycle=cycle)},
        departments=list(Department.objects.filter(bureau=cycle.bureau).standing(cycle.starts)),
        ungraded=ungraded,
        goals=len(goals),
        reported=set(
            ProgressReport.objects.filter(period__cycle=cycle, state__in=(Told.SUBMITTED, Told.VERIFIED)).values_list("period_id", "department_id")
        ),
        calendar=calendar,
    )


def _opening(year: Year) -> Iterator[Task]:
    cycle = year.desk.cycle
    measures = reverse("rulebook", args=[cycle.edition.code])
    adopted = cycle.edition.adopted_on
    yield Task(_("采用考核办法"), _who(Role.LEADING_GROUP), DONE, done_on=adopted, url=measures)
    plan = may(year.desk.officer, Deed.SET_DATES) and cycle.stage in PLANNED
    yield Task(_("开启年度、排定日程"), _who(Role.OFFICE), DONE, url=reverse("year-dates", args=[cycle.year]) if plan else "")


def _goals(year: Year) -> Iterator[Task]:
    """The way of the goals: each department's sheet goes from hand to hand."""
    cycle, due = year.desk.cycle, year.due(Milestone.GOALS)
    over = cycle.stage != Stage.SETTING
    steps = [
        (_("起草目标并报分管局长"), _who(Role.DEPARTMENT_HEAD), State.PROPOSED),
        (_("分管局长同意目标"), _who(Role.DEPUTY_DIRECTOR), State.AGREED),
        (_("汇总目标上会"), _who(Role.OFFICE), State.COMPILED),
    ]
    for words, who, state in steps:
        owing = [] if over else [each for each in year.departments if WAY.index(State(year.sheets.get(each.pk, State.DRAFT))) < WAY.index(state)]
        yield _counted(year, words, who, due, owing, started=state == State.PROPOSED or bool(year.sheets))
    fixing = DONE if over else _open(year, due, started=bool(year.sheets))
    yield _dated(Task(_("局长办公会审定目标"), _("局长办公会"), fixing, done_on=cycle.goals_fixed_on), due)


def _period(year: Year, period: Period) -> Iterator[Task]:
    """What every period asks: the departments' progress, and the bulletin."""
    reports, bulletin = year.due(Milestone.PROGRESS, period.number), year.due(Milestone.BULLETIN, period.number)
    closed, begun = period.closed_on, period.ends < year.today
    quarter = reverse("quarter", args=[year.desk.cycle.year, period.number])
    owing = [] if closed else [each for each in year.departments if (period.pk, each.pk) not in year.reported]
    yield _counted(year, _("报送重点工作完成情况"), _who(Role.DEPARTMENT_HEAD), reports, owing, started=begun)._replace(done_on=closed)
    announced = DONE if closed else _open(year, bulletin, started=begun)
    yield _dated(Task(_("季度通报"), _who(Role.OFFICE), announced, done_on=closed, url=quarter), bulletin)


def _ending(year: Year) -> Iterator[Task]:
    cycle = year.desk.cycle
    stages = list(Stage)
    at = stages.index(Stage(cycle.stage))
    closing = cycle.stage == Stage.CLOSING
    known = cycle.year + 1 in year.calendar.years
    until = date(cycle.year, 12, 31)
    state = DONE if known else LATE if year.today > until else DOING if year.today >= date(cycle.year, 11, 1) else WAITING
    calendar = reverse("calendar", args=[cycle.year + 1])
    yield Task(_("导入 %s 年工作日历") % (cycle.year + 1), _who(Role.OFFICE), state, due=until, url=calendar)
    yield _grading(year, closing, at)
    published = DONE if at >= stages.index(Stage.NOTICED) else _open(year, year.due(Milestone.NOTICE), started=closing and not year.ungraded)
    results = reverse("results", args=[cycle.year])
    yield _dated(Task(_("公示结果"), _who(Role.OFFICE), published, done_on=_day(cycle.noticed_at), url=results), year.due(Milestone.NOTICE))
    yield _objections(year)
    fixed = DONE if cycle.stage == Stage.FINAL else _open(year, year.due(Milestone.FINAL), started=at >= stages.index(Stage.NOTICED))
    yield _dated(Task(_("结果定案"), _who(Role.DIRECTOR), fixed, done_on=cycle.finalised_on, url=results), year.due(Milestone.FINAL))


def _grading(year: Year, closing: bool, at: int) -> Task:
    due = year.due(Milestone.GRADING)
    owing = [each for each in year.departments if each.pk in year.ungraded]
    left = sum(year.ungraded.values())
    if at > list(Stage).index(Stage.CLOSING) or (closing and year.goals and not left):
        state = DONE
    else:
        state = _open(year, due, started=closing)
    number = f"{year.goals - left} / {year.goals}" if year.goals and (closing or state == DONE) else ""
    url = reverse("grading", args=[year.desk.cycle.year]) if may(year.desk.officer, Deed.SEE_GRADING) else ""
    task = Task(_("年终划档"), _who(Role.LEADING_GROUP), state, number=number, done_on=year.desk.cycle.graded_on, url=url)
    return _dated(task._replace(owing=_owing(year, owing) if closing and state != DONE else ""), due)


def _objections(year: Year) -> Task:
    """The time for objections: what was announced stands above what was planned."""
    cycle = year.desk.cycle
    moment = cycle.objection_deadline
    who = _("各科室")
    if moment is None:
        state = DONE if cycle.stage == Stage.FINAL else WAITING
        return _dated(Task(_("提出异议"), who, state), year.due(Milestone.OBJECTION))
    local = timezone.localtime(moment)
    running = local.date() >= year.today and cycle.stage != Stage.FINAL
    url = reverse("objections", args=[cycle.year])
    return Task(_("提出异议"), who, DOING if running else DONE, due=local.date(), moment=f"{local:%H:%M}", url=url)


def _counted(year: Year, words: str, who: str, due: CycleDate | None, owing: list[Department], *, started: bool) -> Task:
    """A task that every department has its part in."""
    done, number = len(year.departments) - len(owing), len(year.departments)
    state = _open(year, due, started=started or done > 0) if owing else DONE
    names = _owing(year, owing) if state in (DOING, LATE) else ""
    return _dated(Task(words, who, state, number=f"{done} / {number}", owing=names), due)


def _owing(year: Year, owing: list[Department]) -> str:
    """Names for those who may see everyone; one's own department for others."""
    seen = departments_for(year.desk.officer, Deed.SEE_DEPARTMENT)
    return listed(year.desk.say(each.title) for each in owing if seen is None or each.pk in seen)


def _open(year: Year, due: CycleDate | None, *, started: bool) -> str:
    if due and year.today > due.day:
        return LATE
    return DOING if started else WAITING


def _dated(task: Task, due: CycleDate | None) -> Task:
    return task._replace(due=due.day, provisional=due.provisional) if due else task


def _who(role: Role) -> str:
    return str(role.label)


def _day(moment: object) -> date | None:
    return timezone.localtime(moment).date() if moment else None  # type: ignore[arg-type]
