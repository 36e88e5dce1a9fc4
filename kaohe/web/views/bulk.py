"""Many events at once: pasted from a spreadsheet or from a workbook, tried first, then written down together."""

import io
from typing import Any

from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kaohe.engine import Refused
from kaohe.ledger.actions import record_entries
from kaohe.results.boards import board_of
from kaohe.web.desk import Desk
from kaohe.web.downloads import XLSX, answer_file
from kaohe.web.frame import show
from kaohe.web.once import one_time
from kaohe.web.shapes.bulk import SALT, Trial, entries_of, tried
from kaohe.web.shapes.carried import unpacked
from kaohe.web.shapes.moved import moved
from kaohe.web.shapes.problems import Shown, shown
from kaohe.web.shapes.recording import strangers
from kaohe.web.views.recording import recorder


@require_http_methods(["GET", "HEAD", "POST"])
@one_time
def bulk(request: HttpRequest, year: int) -> HttpResponse:
    """Try what was pasted or uploaded; give back what failed; write down what may be."""
    desk = recorder(request, year)
    if request.method != "POST":
        return _page(desk)
    if "failed" in request.POST:
        return _failed(desk)
    if "rows_tried" in request.POST:
        return _write(desk)
    text, upload = request.POST.get("rows", ""), request.FILES.get("workbook")
    if not text.strip() and upload is None:
        return _page(desk, problems=[Shown(_("还没有内容。请粘贴表格，或选择工作簿。"), "id_rows")], status=422)
    trial = tried(desk, text, upload)
    return _page(desk, trial=trial, text="" if upload else text)


def _write(desk: Desk) -> HttpResponse:
    """The rows that were tried, as they were tried."""
    request = desk.request
    try:
        entries = entries_of(desk, signing.loads(request.POST["rows_tried"], salt=SALT, max_age=24 * 3600))
    except signing.BadSignature:
        return _page(desk, problems=[Shown(_("核对的结果已过期或被改动。请重新核对。"))], status=422)
    before = board_of(desk.cycle)
    try:
        rows = record_entries(officer=desk.officer, cycle=desk.cycle, entries=entries, confirmed="confirmed" in request.POST, telling=True)
    except Refused as refused:
        return _page(desk, problems=shown(refused.problems, desk.say_problem), status=422)
    words = {"count": len(rows), "moved": moved(before, board_of(desk.cycle), rows, desk)}
    messages.success(request, _("已登记 %(count)s 笔：%(moved)s") % words)
    if odd := strangers(desk, rows):
        messages.warning(request, odd)
    return redirect("ledger", year=desk.cycle.year)


def _failed(desk: Desk) -> HttpResponse:
    """What failed, with the reason in a column of its own."""
    from kaohe.files.entry_sheet import write_failed  # the library behind it is slow to import

    try:
        rows = unpacked(signing.loads(desk.request.POST["failed"], salt=SALT, max_age=24 * 3600))
    except signing.BadSignature:
        return _page(desk, problems=[Shown(_("核对的结果已过期或被改动。请重新核对。"))], status=422)
    target = io.BytesIO()
    write_failed(target, desk.rulebook, rows, year=desk.cycle.year, language=desk.tongue)
    return answer_file(target.getvalue(), XLSX, _("未通过的行") + ".xlsx")


@require_safe
def template(request: HttpRequest, year: int) -> HttpResponse:
    """The empty workbook."""
    from kaohe.files.entry_sheet import write_blank

    desk = recorder(request, year)
    content = write_blank(desk.rulebook, year=year, language=desk.tongue)
    return answer_file(content, XLSX, _("批量登记模板") + ".xlsx")


def _page(desk: Desk, *, trial: Trial | None = None, problems: Any = (), text: str = "", status: int = 200) -> HttpResponse:
    year = desk.cycle.year
    return show(
        desk.request, "bulk", cycle=desk.cycle, year=year, trial=trial, problems=problems, text=text, status=status,
        **desk.switches("bulk", with_periods=False),
    )  # fmt: skip
