"""Departments and people from a workbook: template, trial, confirmation, the rows that failed; and the export."""

from __future__ import annotations

import io
from typing import Any

from django import forms
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from kaohe.engine import Problem, Refused, Rulebook
from kaohe.files.roster_workbook import write_failed, write_roster
from kaohe.people.actions import rosters as actions
from kaohe.people.models import Intake
from kaohe.people.rosters import WRONG, Outcome, export_of, role_names
from kaohe.web.desk import nothing
from kaohe.web.forms.asking import Asking
from kaohe.web.offers import Offer, Offers
from kaohe.web.once import one_time
from kaohe.web.shapes.figures import language
from kaohe.web.staff import Staff

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class Workbook(Asking):
    """The file."""

    SPEAKS_OF = {"people.roster_large": "file"}
    file = forms.FileField(label=gettext_lazy("表格文件（.xlsx）"), widget=forms.FileInput(attrs={"accept": ".xlsx"}))


@require_http_methods(["GET", "HEAD", "POST"])
@one_time
def intake(request: HttpRequest) -> HttpResponse:
    """Choose a workbook; it is tried at once, and the next page tells what it would do."""
    staff = Staff(request)
    staff.require()

    def make(data: Any = None, name: str = "f") -> Workbook:
        form = Workbook(data, name=name)
        form.files = request.FILES if data is not None else form.files
        return form

    def hand_in(read: dict[str, Any]) -> str:
        upload: UploadedFile = read["file"]
        content = upload.read(actions.LARGEST + 1)
        actions.hand_in(officer=staff.officer, bureau=staff.bureau, name=upload.name or "", content=content, rulebook=_rules(staff))
        return "tried"

    offers = Offers(request, [Offer("hand_in", _("上传并试算"), _("试算"), make, hand_in, icon="file-up")])
    if request.method == "POST" and offers.carry_out():
        return redirect("intake-trial")
    waiting = Intake.objects.visible_to(staff.officer).defer("content", "outcome").first()
    return staff.page("intake", offers=offers, waiting=waiting, status=offers.status, problems=offers.problems)


@require_http_methods(["GET", "HEAD", "POST"])
@one_time
def trial(request: HttpRequest) -> HttpResponse:
    """What the workbook would do, row by row; confirmed, it is done in one piece."""
    staff = Staff(request)
    staff.require()
    found = Intake.objects.visible_to(staff.officer).select_related("bureau").first() or nothing()
    status, refused = 200, list[Problem]()
    if request.method == "POST":
        try:
            counts = actions.carry_out(officer=staff.officer, intake=found, rulebook=_rules(staff)).counts()
        except Refused as refusal:
            status, refused = (409 if refusal.problems[0].code == "people.roster_changed" else 422), list(refusal.problems)
        else:
            told = _("已导入：新增 %(new)s，修改 %(changed)s，不变 %(same)s，未导入 %(wrong)s。") % counts
            messages.success(request, told)
            return redirect("people")
    outcome = Outcome.of(found.outcome)
    tongue = language()
    rows = [{"line": line, "words": line.said(tongue)} for line in sorted(outcome.lines, key=lambda line: line.kind != WRONG)]
    return staff.page(
        "intake_trial", found=found, counts=outcome.counts(), broken=outcome.broken, notes=outcome.notes["en" if tongue == "en" else "zh"],
        rows=rows, refused=[problem.message(tongue) for problem in refused], status=status,
    )  # fmt: skip


@require_safe
def failed(request: HttpRequest) -> HttpResponse:
    """The rows that were not taken, as they were typed, each with why."""
    staff = Staff(request)
    staff.require()
    found = Intake.objects.visible_to(staff.officer).select_related("bureau").first() or nothing()
    wrong = {(line.sheet, line.row): line.said(language()) for line in Outcome.of(found.outcome).lines if line.kind == WRONG}
    if not wrong:
        nothing()
    roster = actions.read(staff.bureau, found.name, bytes(found.content), _rules(staff))
    target = io.BytesIO()
    write_failed(target, roster, wrong, _roles(), rulebook=_rules(staff), language=language())
    return _file(target, _("未导入的行") + ".xlsx")


@require_safe
def template(request: HttpRequest) -> HttpResponse:
    """The empty workbook: the departments that there are, and where to put people."""
    staff = Staff(request)
    staff.require()
    departments, _people = export_of(staff.bureau, staff.today)
    target = io.BytesIO()
    write_roster(target, departments, (), _roles(), rulebook=_rules(staff), language=language(), example=True)
    return _file(target, _("科室与人员模板") + ".xlsx")


@require_safe
def export(request: HttpRequest) -> HttpResponse:
    """Departments and people as they are; it comes back in without a difference."""
    staff = Staff(request)
    staff.require()
    departments, people = export_of(staff.bureau, staff.today)
    target = io.BytesIO()
    write_roster(target, departments, people, _roles(), rulebook=_rules(staff), language=language())
    return _file(target, _("科室与人员") + f"-{staff.today:%Y%m%d}.xlsx")


def _rules(staff: Staff) -> Rulebook | None:
    return staff.cycle.rulebook() if staff.cycle else None


def _roles() -> list[str]:
    return [label for _code, label, _others in role_names()]


def _file(content: io.BytesIO, name: str) -> HttpResponse:
    headers = {"Content-Disposition": content_disposition_header(as_attachment=True, filename=name) or "attachment"}
    return HttpResponse(content.getvalue(), content_type=XLSX, headers=headers)
