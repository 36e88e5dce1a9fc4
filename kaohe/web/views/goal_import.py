"""Goals of many departments from one workbook: choose the file, look at what would happen, confirm. And goals as workbooks."""

import io
from typing import Any
from urllib.parse import quote

from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kaohe import engine
from kaohe.cycles.stages import Stage
from kaohe.engine import Refused
from kaohe.files.goal_drafts import Draft, read_goal_drafts, write_goal_drafts
from kaohe.files.guard import LARGEST_FILE
from kaohe.goals import actions
from kaohe.goals.models import Goal, GoalSheet, State
from kaohe.goals.rows import foreseen, row_of
from kaohe.people.deeds import Deed, may
from kaohe.web.desk import Desk, nothing
from kaohe.web.downloads import XLSX
from kaohe.web.frame import show
from kaohe.web.once import one_time
from kaohe.web.shapes import goals as shape
from kaohe.web.shapes.problems import Shown
from kaohe.web.views.goals import status_of, told

SALT = "kaohe.goals.import"
#: So long may someone look at the dry run before confirming it.
AN_HOUR = 60 * 60


@require_http_methods(["GET", "HEAD", "POST"])
@one_time
def take_in(request: HttpRequest, year: int) -> HttpResponse:
    """GET asks for the file; POST with one shows what would happen; POST with what was shown does it."""
    desk = _office(request, year)
    if request.method != "POST":
        return _page(desk)
    if "plan" in request.POST:
        return _confirm(desk, request.POST["plan"])
    upload = request.FILES.get("file")
    if upload is None:
        return _page(desk, [Shown(_("请选择一个 Excel 文件。"), "file")], status=422)
    if (upload.size or 0) > LARGEST_FILE:
        return _page(desk, [Shown(_("文件超过 %s MB。请拆分后再导入。") % (LARGEST_FILE // 1_000_000), "file")], status=422)
    return _dry_run(desk, upload.read(), str(upload.name)[:120])


def _dry_run(desk: Desk, data: bytes, file: str) -> HttpResponse:
    """Nothing is written: what would be added, changed, left and refused, department by department."""
    read = read_goal_drafts(data, file, desk.rulebook, _departments(desk), desk.cycle.year)
    if not read.rows:
        found = [Shown(desk.say_problem(each)) for each in read.problems]
        return _page(desk, found or [Shown(_("表中没有目标。请核对文件，或下载模板填写。"), "file")], status=422)
    good = [each for each in read.rows if not each.problems]
    failed = [each for each in read.rows if each.problems]
    sheets = {each.department_id: each for each in GoalSheet.objects.filter(cycle=desk.cycle)}
    rows = []
    for department in desk.departments:
        coming = [each.texts for each in good if each.department == department.code]
        if not coming:
            continue
        sheet = sheets.get(department.pk)
        state = shape.state_of(sheet)
        foreseen_here = foreseen(sheet.rows if sheet else [], coming)
        rows.append({"name": desk.say(department.title), "plan": foreseen_here, "state": state, "closed": state != State.DRAFT})
    plan = {"file": file, "rows": [(each.row, each.department, each.texts) for each in good]}
    context: dict[str, Any] = {
        "file": file,
        "rows": rows,
        "good": len(good),
        "failed": failed_rows(failed, desk),
        "failed_plan": signing.dumps([(each.row, each.department, each.texts) for each in failed], salt=SALT, compress=True),
        "plan": signing.dumps(plan, salt=SALT, compress=True) if good else "",
        "warnings": [desk.say_problem(each) for each in read.problems],
        "closed": any(row["closed"] for row in rows),
    }
    return _page(desk, dry_run=context)


def failed_rows(failed: list[Draft], desk: Desk) -> list[dict[str, Any]]:
    """Each row that can't be taken in, with every reason."""
    return [
        {"row": each.row, "title": each.texts["title"], "reasons": [desk.say_problem(problem) for problem in each.problems]}
        for each in failed
    ]


def _confirm(desk: Desk, signed: str) -> HttpResponse:
    """Do what the dry run showed; it comes back signed, so nothing else can be done in its name."""
    try:
        plan = signing.loads(signed, salt=SALT, max_age=AN_HOUR)
    except signing.BadSignature:
        return _page(desk, [Shown(_("核对页已过期或不完整，请重新选择文件。"), "file")], status=422)
    by_code = {each.code: each for each in desk.departments}
    rows: dict[Any, list[Any]] = {}
    for _row, code, texts in plan["rows"]:
        rows.setdefault(by_code[code], []).append(texts)
    try:
        sheets = actions.import_draft_goals(officer=desk.officer, cycle=desk.cycle, rows=rows, file=plan["file"])
    except Refused as refused:
        return _page(desk, told(refused, desk), status=status_of(refused))
    words = {"goals": len(plan["rows"]), "departments": len(sheets)}
    messages.success(desk.request, _("已导入 %(departments)s 个科室的 %(goals)s 项目标，作为草稿。") % words)
    return redirect("goals", year=desk.cycle.year)


@require_POST
def failed(request: HttpRequest, year: int) -> HttpResponse:
    """The rows that failed as a workbook, each with its reason; read anew, so that the reasons speak the reader's language."""
    desk = _office(request, year)
    try:
        rows = signing.loads(request.POST.get("plan", ""), salt=SALT, max_age=AN_HOUR)
    except signing.BadSignature:
        return _page(desk, [Shown(_("核对页已过期或不完整，请重新选择文件。"), "file")], status=422)
    drafts = [Draft(row, department, texts) for row, department, texts in rows]
    first = _workbook(desk, drafts, failed=True)
    again = read_goal_drafts(first, "x.xlsx", desk.rulebook, _departments(desk), year)
    told_again = [old._replace(problems=new.problems) for old, new in zip(drafts, again.rows, strict=False)]
    return _file(_workbook(desk, told_again, failed=True), _("目标导入失败行"))


@require_safe
def template(request: HttpRequest, year: int) -> HttpResponse:
    """The empty workbook to fill in."""
    desk = Desk(request, year)
    if not (may(desk.officer, Deed.COMPILE_GOALS) or may(desk.officer, Deed.DRAFT_GOALS)):
        nothing()
    return _file(_workbook(desk, [], example=True), _("目标申报表模板"))


@require_safe
def export(request: HttpRequest, year: int) -> HttpResponse:
    """Every goal that this person may see, as it stands: fixed, or on its sheet."""
    desk = Desk(request, year)
    drafts: list[Draft] = []
    goals = Goal.objects.standing().filter(cycle=desk.cycle, department__in=desk.departments).select_related("department")
    sheets = {each.department_id: each for each in GoalSheet.objects.filter(cycle=desk.cycle)}
    for department in desk.departments:
        fixed = [row_of(goal) for goal in goals if goal.department_id == department.pk]
        rows = fixed or (sheets[department.pk].rows if department.pk in sheets else [])
        drafts += [Draft(0, department.code, row) for row in rows]
    return _file(_workbook(desk, drafts), _("%s 年度目标") % year)


def _office(request: HttpRequest, year: int) -> Desk:
    desk = Desk(request, year)
    if not may(desk.officer, Deed.COMPILE_GOALS):
        nothing()
    return desk


def _departments(desk: Desk) -> tuple[engine.Department, ...]:
    return tuple(each.as_fact() for each in desk.departments)


def _workbook(desk: Desk, drafts: list[Draft], **options: bool) -> bytes:
    target = io.BytesIO()
    year, tongue = desk.cycle.year, desk.tongue
    write_goal_drafts(target, desk.rulebook, _departments(desk), drafts, year=year, language=tongue, **options)
    return target.getvalue()


def _file(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=XLSX)
    response.headers["Content-Disposition"] = f"attachment; filename=\"goals.xlsx\"; filename*=UTF-8''{quote(name)}.xlsx"
    return response


def _page(
    desk: Desk, problems: list[Shown] | None = None, *, dry_run: dict[str, Any] | None = None, status: int = 200
) -> HttpResponse:
    context: dict[str, Any] = {
        "title": _("导入目标"),
        "problems": problems or [],
        "dry_run": dry_run,
        "setting": desk.cycle.stage == Stage.SETTING,
        "goals_url": shape.url_of("goals", desk),
        "import_url": shape.url_of("goals-import", desk),
        "failed_url": shape.url_of("goals-failed", desk),
        "template_url": shape.url_of("goals-template", desk),
    }
    switches = desk.switches("goals", with_periods=False)
    return show(desk.request, "goals_import", cycle=desk.cycle, status=status, **switches, **context)
