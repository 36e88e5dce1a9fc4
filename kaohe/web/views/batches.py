"""Papers in bulk: asked for, watched, cancelled, fetched."""

from __future__ import annotations

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kaohe.engine import Refused
from kaohe.reports.actions import ask_batch, cancel_batch
from kaohe.reports.models import Batch, Form
from kaohe.web.desk import Desk, nothing
from kaohe.web.once import one_time
from kaohe.web.shapes.batches import batches_of, label_of
from kaohe.web.shapes.figures import language
from kaohe.web.shapes.problems import shown
from kaohe.web.views.papers import page_of_papers


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@one_time
def batches(request: HttpRequest, year: int) -> HttpResponse:
    """How far one's batches are, for the page that watches them; or a new one."""
    desk = Desk(request, year)
    if request.method != "POST":
        if not request.headers.get("HX-Request"):
            return redirect(reverse("papers", args=[year]) + "#bulk")
        return render(request, "kaohe/parts/batches.html", {"told": batches_of(desk), "year": year})
    what, form = request.POST.get("what", ""), request.POST.get("form", "")
    if form not in Form.values:
        nothing()
    address = request.build_absolute_uri(reverse("paper-check"))
    try:
        ask_batch(officer=desk.officer, cycle=desk.cycle, what=what, form=Form(form), address=address, at=timezone.now())
    except Refused as refused:
        return page_of_papers(desk, shown(refused.problems, lambda problem: problem.message(language())), 422)
    messages.success(request, _("已受理，几秒内开始办理。"))
    return redirect(reverse("papers", args=[year]) + "#bulk")


@require_POST
@one_time
def cancel(request: HttpRequest, year: int, number: int) -> HttpResponse:
    """Call off one's own batch."""
    desk = Desk(request, year)
    try:
        cancel_batch(officer=desk.officer, batch=_own(desk, number), at=timezone.now())
    except Refused as refused:
        return page_of_papers(desk, shown(refused.problems, lambda problem: problem.message(language())), 409)
    messages.success(request, _("已取消。"))
    return redirect(reverse("papers", args=[year]) + "#bulk")


@require_safe
def fetch(request: HttpRequest, year: int, number: int) -> HttpResponseBase:
    """The file of one's own batch."""
    desk = Desk(request, year)
    batch = _own(desk, number)
    if not batch.file or not batch.path.is_file():
        nothing()
    name = f"{desk.cycle.bureau.title}-{year}-{label_of(batch)}.zip"
    return FileResponse(batch.path.open("rb"), as_attachment=True, filename=name, content_type="application/zip")


def _own(desk: Desk, number: int) -> Batch:
    return Batch.objects.visible_to(desk.officer).filter(cycle=desk.cycle, pk=number).first() or nothing()
