"""What goals ask of a person: to draft, to propose, to agree, to compile, to decide, to give them to persons."""

from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from kaohe.cycles.dates import planned
from kaohe.cycles.milestones import Key, Milestone
from kaohe.cycles.models import Cycle
from kaohe.cycles.stages import Stage
from kaohe.goals.models import Assignment, Goal, GoalSheet, State, Step
from kaohe.people.deeds import Deed, may
from kaohe.people.models import Department, Officer
from kaohe.web.shapes.todo import Act, Todo

#: Who may do none of these owes nothing here, and nothing is asked for them.
CONCERN = (Deed.DRAFT_GOALS, Deed.AGREE_GOALS, Deed.COMPILE_GOALS, Deed.FIX_GOALS, Deed.ASSIGN_GOALS)


def todos(officer: Officer, cycle: Cycle, today: date) -> list[Todo]:
    """Everything about goals that waits for this person. A fixed number of queries, none per department."""
    if cycle.stage not in (Stage.SETTING, Stage.RUNNING) or not any(may(officer, deed) for deed in CONCERN):
        return []
    departments = list(Department.objects.visible_to(officer).standing(cycle.starts).order_by("order", "code"))
    if cycle.stage == Stage.RUNNING:
        return _unassigned(officer, cycle, departments)
    sheets = {each.department_id: each for each in GoalSheet.objects.filter(cycle=cycle).prefetch_related("steps")}
    fixed = set(Goal.objects.standing().filter(cycle=cycle).values_list("department_id", flat=True))
    until = planned(cycle).get(Key(Milestone.GOALS))
    found: list[Todo] = []
    for department in departments:
        sheet = sheets.get(department.pk)
        state = State(sheet.state) if sheet else State.FIXED if department.pk in fixed else State.DRAFT
        if state == State.DRAFT and may(officer, Deed.DRAFT_GOALS, department):
            found.append(_draft(cycle, department, sheet, until))
        if state == State.PROPOSED and sheet and may(officer, Deed.AGREE_GOALS, department):
            found.append(_agree(cycle, department, sheet, until))
    return [*found, *_office(officer, cycle, list(sheets.values()), until), *_unassigned(officer, cycle, departments)]


def _draft(cycle: Cycle, department: Department, sheet: GoalSheet | None, until: date | None) -> Todo:
    url = reverse("goal-draft", args=[cycle.year, department.code])
    returned = _returned(sheet)
    if returned:
        words = _("%(department)s %(year)s 年度目标被退回，请修改后再报")
    elif sheet and sheet.rows:
        words = _("%(department)s %(year)s 年度目标已起草，请核对后报分管局长")
    else:
        words = _("请起草%(department)s %(year)s 年度目标")
    told = words % {"department": department.title, "year": cycle.year}
    reminded = _("考核办于 %s 催办") % sheet.reminded_on.isoformat() if sheet and sheet.reminded_on else ""
    return Todo(_("目标"), told, returned or reminded, url, "seal" if returned or reminded else "blue", until)


def _returned(sheet: GoalSheet | None) -> str:
    """The sentence with which a draft came back."""
    if sheet is None:
        return ""
    last = next((each for each in reversed(sheet.steps.all()) if each.step != Step.REMINDED), None)
    return last.sentence if last and last.step == Step.RETURNED else ""


def _agree(cycle: Cycle, department: Department, sheet: GoalSheet, until: date | None) -> Todo:
    step = reverse("goal-step", args=[cycle.year, department.code])
    words = _("%(department)s报来 %(number)s 项目标，请审阅") % {"department": department.title, "number": len(sheet.rows)}
    acts = (
        Act(_("同意"), step, (("act", "agree"), ("version", sheet.version))),
        Act(_("退回"), step, (("act", "return"),), ask=_("退回的原因（一句话）"), strong=False),
    )
    return Todo(_("审阅"), words, "", reverse("goals-agree", args=[cycle.year]), "amber", until, acts)


def _office(officer: Officer, cycle: Cycle, sheets: list[GoalSheet], until: date | None) -> list[Todo]:
    """Compiling, and the meeting."""
    found = []
    goals = reverse("goals", args=[cycle.year])
    agreed = sum(each.state == State.AGREED for each in sheets)
    compiled = sum(each.state == State.COMPILED for each in sheets)
    if agreed and may(officer, Deed.COMPILE_GOALS):
        act = Act(_("汇总上会"), reverse("goals-office", args=[cycle.year]), (("act", "compile"),))
        found.append(Todo(_("汇总"), _("%s 个科室的目标已同意，可以汇总上会") % agreed, "", goals, "blue", until, (act,)))
    if compiled and may(officer, Deed.FIX_GOALS):
        meeting = reverse("goals-meeting", args=[cycle.year])
        found.append(Todo(_("审定"), _("%s 个科室的目标等局长办公会审定") % compiled, "", meeting, "blue", until))
    return found


def _unassigned(officer: Officer, cycle: Cycle, departments: list[Department]) -> list[Todo]:
    """Fixed goals that nobody carries, for the head of the department."""
    own = [each for each in departments if may(officer, Deed.ASSIGN_GOALS, each)]
    if not own:
        return []
    goals = Goal.objects.standing().filter(cycle=cycle, department__in=own)
    open_goals = goals.exclude(pk__in=Assignment.objects.standing().values("goal")).values_list("department_id", flat=True)
    numbers = list(open_goals)
    return [
        Todo(
            _("分解"),
            _("%(department)s还有 %(number)s 项目标没有落实到人") % {"department": each.title, "number": numbers.count(each.pk)},
            "", reverse("goal-people", args=[cycle.year, each.code]), "amber",
        )
        for each in own
        if each.pk in numbers
    ]  # fmt: skip
