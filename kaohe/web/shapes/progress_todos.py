"""What a quarter asks of a person: to tell it, to submit it, to verify it, to ask who is late."""

from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from kaohe.cycles.models import Cycle, Period
from kaohe.goals.actions import TELLING
from kaohe.goals.models import Goal, ProgressReport, Told
from kaohe.panels.models import Answer, Excuse
from kaohe.people.deeds import Deed, may
from kaohe.people.models import Department, Officer
from kaohe.web.shapes.figures import language
from kaohe.web.shapes.todo import Act, Todo

#: Who may do none of these owes nothing here, and nothing is asked for them.
CONCERN = (Deed.FILL_PROGRESS, Deed.SUBMIT_PROGRESS, Deed.VERIFY_PROGRESS, Deed.DECIDE_EXCUSE, Deed.REMIND_PROGRESS)


def todos(officer: Officer, cycle: Cycle, today: date) -> list[Todo]:
    """Everything about quarters that are over and waits for this person. A fixed number of queries, none per department."""
    if cycle.stage not in TELLING or not any(may(officer, deed) for deed in CONCERN):
        return []
    periods = _owed(cycle, today)
    if not periods:
        return []
    telling = set(Goal.objects.filter(cycle=cycle, struck_on__isnull=True).values_list("department_id", flat=True))
    departments = [each for each in Department.objects.visible_to(officer) if each.pk in telling]
    rows = ProgressReport.objects.filter(period__in=periods)
    reports = {(each.period_id, each.department_id): each for each in rows}
    found: list[Todo] = []
    for period in periods:
        of_period = {each.pk: reports.get((period.pk, each.pk)) for each in departments}
        told = (_of(officer, cycle, period, each, of_period[each.pk]) for each in departments)
        found += [todo for todo in told if todo is not None]
        if is_late(period, today) and may(officer, Deed.REMIND_PROGRESS):
            late = sum(_state(report) in (Told.DRAFT, Told.FILLED) for report in of_period.values())
            found += [_late(cycle, period, late)] if late else []
    return [*found, *_excuses(officer, cycle)]


def _owed(cycle: Cycle, today: date) -> list[Period]:
    """Quarters that are over: those not announced yet, and the last one even then."""
    over = [period for period in cycle.periods.all() if period.ends <= today]
    return [period for period in over if period.closed_on is None or period is over[-1]]


def is_late(period: Period, today: date) -> bool:
    """True once a quarter should have been told: after its date, or, where none was set, after its end."""
    return today > (period.told_by or period.ends)


def _late(cycle: Cycle, period: Period, number: int) -> Todo:
    url = f"{reverse('progress', args=[cycle.year])}?period={period.number}"
    act = Act(_("催报"), f"{reverse('progress-remind', args=[cycle.year])}?period={period.number}")
    words = _("%(number)s 个科室的%(period)s完成情况逾期未报") % {"number": number, "period": _say(cycle, period.label)}
    return Todo(_("催报"), words, "", url, "amber", period.told_by, (act,))


def _excuses(officer: Officer, cycle: Cycle) -> list[Todo]:
    """Applications that wait for the leading group."""
    if not may(officer, Deed.DECIDE_EXCUSE):
        return []
    asked = Excuse.objects.filter(goal__cycle=cycle, answer=Answer.ASKED).visible_to(officer).select_related("goal__department")
    words = _("%(department)s目标 %(goal)s 申请客观原因，请决定")
    return [
        Todo(
            _("决定"), words % {"department": _say(cycle, each.goal.department.title), "goal": each.goal.code}, "",
            reverse("excuses", args=[cycle.year]), "amber",
        )
        for each in asked
    ]  # fmt: skip


def _say(cycle: Cycle, text: str) -> str:
    """A name of the rulebook's in the reader's language."""
    return cycle.rulebook().in_language(text, language())


def _state(report: ProgressReport | None) -> Told:
    return Told(report.state) if report else Told.DRAFT


def _of(
    officer: Officer, cycle: Cycle, period: Period, department: Department, report: ProgressReport | None
) -> Todo | None:
    """What this department's report asks of this person, if anything; what is verified is verified before it is announced."""
    state, url = _state(report), reverse("progress-report", args=[cycle.year, period.number, department.code])
    named = {"department": _say(cycle, department.title), "period": _say(cycle, period.label)}
    reminded = _("考核办于 %s 催报") % report.reminded_on.isoformat() if report and report.reminded_on else ""
    if state == Told.DRAFT and may(officer, Deed.FILL_PROGRESS, department):
        words, kind = _("请填报%(department)s%(period)s完成情况") % named, _("进度")
    elif state == Told.FILLED and may(officer, Deed.SUBMIT_PROGRESS, department):
        words, kind = _("%(department)s%(period)s完成情况待您审核提交") % named, _("进度")
    elif state == Told.SUBMITTED and may(officer, Deed.VERIFY_PROGRESS, department):
        words = _("%(department)s%(period)s完成情况待核实") % named
        return Todo(_("核实"), words, "", url, "blue", period.announced_by)
    else:
        return None
    return Todo(kind, words, reminded, url, "seal" if reminded else "blue", period.told_by)
