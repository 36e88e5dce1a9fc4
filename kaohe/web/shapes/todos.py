"""What is to be done now: by each person, and by the year as its board and stage tell. Nothing is kept, so nothing goes stale."""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from importlib import import_module
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kaohe.cycles.dates import planned
from kaohe.cycles.milestones import Key, Milestone
from kaohe.cycles.models import Cycle
from kaohe.cycles.stages import Stage
from kaohe.engine import ERROR, PENDING, Board
from kaohe.people.models import Officer
from kaohe.web.shapes.figures import language
from kaohe.web.shapes.todo import Todo

if TYPE_CHECKING:
    from kaohe.web.desk import Desk

MOST = 8


#: What is owed whether or not there is a year: each module offers todos(officer, today, say) -> list[Todo].
STANDING = ("kaohe.web.shapes.people_todos",)
#: The rooms of the to-dos: each module offers todos(officer, cycle, today) -> list[Todo] of what this person owes.
#: Named and not imported, because some of them need this one.
SUBJECTS = (
    "kaohe.web.shapes.goals_todos",
    "kaohe.web.shapes.grading_todos",
    "kaohe.web.shapes.ledger_todos",
    "kaohe.web.shapes.progress_todos",
    "kaohe.web.shapes.calendar_todos",
    "kaohe.web.shapes.results_todos",
)
#: What a final year can still ask: to be taken up again, to be divided by.
AFTERWARDS = ("kaohe.web.shapes.results_todos", "kaohe.web.shapes.uses_todos")


def owed(officer: Officer, cycles: Sequence[Cycle]) -> list[Todo]:
    """Everything that this person owes, in open and in final years and beside them, by deadline; what has none comes last."""
    latest = cycles[0].rulebook() if cycles else None

    def say(text: str) -> str:
        return latest.in_language(text, language()) if latest else text

    found = [todo for name in STANDING for todo in import_module(name).todos(officer, officer.today(), say)]
    found += [
        todo
        for cycle in cycles
        for name in (AFTERWARDS if cycle.stage == Stage.FINAL else SUBJECTS)
        for todo in import_module(name).todos(officer, cycle, cycle.bureau.today())
    ]
    return sorted(found, key=lambda todo: todo.until or date.max)


def todos(desk: "Desk") -> tuple[Todo, ...]:
    """The most pressing first, at most MOST."""
    board = desk.only_seen(desk.board)
    found = [*_wrong(desk, board), *_stage(desk, board), *_ungraded(desk, board), *_unjudged(desk, board)]
    return tuple(found[:MOST])


def _wrong(desk: "Desk", board: Board) -> list[Todo]:
    """Errors in the facts: what they touch has no score until they are mended."""
    return [
        Todo(_("改正"), desk.say_problem(problem), "", _department(desk, problem.department), "seal")
        for problem in board.problems
        if problem.severity == ERROR and problem.department in desk.seen
    ]


def _stage(desk: "Desk", board: Board) -> list[Todo]:
    """What the stage of the year asks for."""
    overview = reverse("overview", args=[desk.cycle.year])
    open_departments = sum(each.published is None for each in board.standings)
    today = desk.cycle.as_of()
    if desk.cycle.stage == Stage.SETTING:
        until = planned(desk.cycle).get(Key(Milestone.GOALS))
        words = _("各科室目标须在 %s 前由局长办公会审定") % until if until else _("各科室目标须由局长办公会审定")
        return [Todo(_("目标"), words, desk.place("2.1.3"), _clause(desk, "2.1.3"), "blue", until)]
    if desk.cycle.stage == Stage.RUNNING and today:
        quarter = next((each for each in desk.periods if each.starts <= today <= each.ends), None)
        if quarter:
            label, left = desk.say(quarter.label), (quarter.ends - today).days
            words = _("%(period)s登记与检查，%(day)s 截止") % {"period": label, "day": quarter.ends.isoformat()}
            note = ngettext("还有 %s 天", "还有 %s 天", left) % left if left else _("今天是本季最后一天")
            return [Todo(_("季度"), words, note, f"{overview}?period={quarter.number}", "blue")]
    if desk.cycle.stage == Stage.CLOSING and not open_departments:
        return [Todo(_("公示"), _("全部科室得分已定，可以公示"), desk.place("2.3.1"), _clause(desk, "2.3.1"), "blue")]
    if desk.cycle.stage in (Stage.NOTICED, Stage.REVIEWING) and desk.cycle.objection_deadline:
        return [Todo(_("异议"), _("公示期内可向领导小组提出复核"), desk.place("2.3.1"), _clause(desk, "2.3.1"), "seal")]
    return []


def _ungraded(desk: "Desk", board: Board) -> list[Todo]:
    """Goals without a grade, department by department; before the closing they are not due yet."""
    if desk.cycle.stage == Stage.RUNNING or desk.period:
        return []
    return _counted(desk, board, "grading.missing", _("划档"), _("%(department)s还有 %(number)s 项目标待划档"))


def _unjudged(desk: "Desk", board: Board) -> list[Todo]:
    return _counted(desk, board, "judged.missing", _("评定"), _("%(department)s还有 %(number)s 项待评定"))


def _counted(desk: "Desk", board: Board, code: str, kind: str, words: str) -> list[Todo]:
    numbers = Counter(each.department for each in board.problems if each.code == code and each.severity == PENDING)
    names = {each.department.code: desk.say(each.department.title) for each in board.standings}
    return [
        Todo(kind, words % {"department": names[department], "number": number}, "", _department(desk, department), "amber")
        for department, number in numbers.items()
        if department in names
    ]


def _department(desk: "Desk", code: str) -> str:
    return reverse("department", args=[desk.cycle.year, code]) if code else reverse("overview", args=[desk.cycle.year])


def _clause(desk: "Desk", anchor: str) -> str:
    return f"{reverse('rulebook', args=[desk.cycle.edition.code])}#{anchor}"
