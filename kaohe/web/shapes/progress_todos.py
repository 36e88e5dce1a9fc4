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
    """Everything about quarters that are over and waits for this person. At most four queries, none per department."""
    if cycle.stage not in TELLING or not any(may(officer, deed) for deed in CONCERN):
        return []
    over = [period for period in cycle.periods.all() if period.ends <= today]
    if not over:
        return []
    period = over[-1]
    telling = set(Goal.objects.filter(cycle=cycle, struck_on__isnull=True).values_list("department_id", flat=True))
    departments = [each for each in Department.objects.visible_to(officer) if each.pk in telling]
    reports = {each.department_id: each for each in ProgressReport.objects.filter(period=period)}
    found = [
        todo
        for department in departments
        if (todo := _of(officer, cycle, period, department, reports.get(department.pk))) is not None
    ]
    if may(officer, Deed.DECIDE_EXCUSE):
        asked = (
            Excuse.objects.filter(goal__cycle=cycle, answer=Answer.ASKED)
            .visible_to(officer)
            .select_related("goal__department")
        )
        for excuse in asked:
            named = {"department": _say(cycle, excuse.goal.department.title), "goal": excuse.goal.code}
            words = _("%(department)s目标 %(goal)s 申请客观原因，请决定") % named
            found.append(Todo(_("决定"), words, "", reverse("excuses", args=[cycle.year]), "amber"))
    late = [each for each in departments if _state(reports.get(each.pk)) in (Told.DRAFT, Told.FILLED)]
    if late and may(officer, Deed.REMIND_PROGRESS):
        url = f"{reverse('progress', args=[cycle.year])}?period={period.number}"
        act = Act(_("催报"), f"{reverse('progress-remind', args=[cycle.year])}?period={period.number}")
        words = _("%(number)s 个科室的%(period)s完成情况逾期未报") % {"number": len(late), "period": _say(cycle, period.label)}
        found.append(Todo(_("催报"), words, "", url, "amber", None, (act,)))
    return found


def _say(cycle: Cycle, text: str) -> str:
    """A name of the rulebook's in the reader's language."""
    return cycle.rulebook().in_language(text, language())


def _state(report: ProgressReport | None) -> Told:
    return Told(report.state) if report else Told.DRAFT


def _of(
    officer: Officer, cycle: Cycle, period: Period, department: Department, report: ProgressReport | None
) -> Todo | None:
    """What this department's report asks of this person, if anything."""
    state, url = _state(report), reverse("progress-report", args=[cycle.year, period.number, department.code])
    named = {"department": _say(cycle, department.title), "period": _say(cycle, period.label)}
    reminded = _("考核办于 %s 催报") % report.reminded_on.isoformat() if report and report.reminded_on else ""
    if state == Told.DRAFT and may(officer, Deed.FILL_PROGRESS, department):
        words, kind = _("请填报%(department)s%(period)s完成情况") % named, _("进度")
    elif state == Told.FILLED and may(officer, Deed.SUBMIT_PROGRESS, department):
        words, kind = _("%(department)s%(period)s完成情况待您审核提交") % named, _("进度")
    elif state == Told.SUBMITTED and may(officer, Deed.VERIFY_PROGRESS, department):
        words, kind, reminded = _("%(department)s%(period)s完成情况待核实") % named, _("核实"), ""
    else:
        return None
    return Todo(kind, words, reminded, url, "seal" if reminded else "blue")
