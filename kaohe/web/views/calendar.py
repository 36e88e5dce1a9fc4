"""The working days: a year at a glance, a day that is otherwise here, and next year's table from the notice."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from kaohe.cycles.actions import clear_day, load_calendar, set_day
from kaohe.cycles.calendar import calendar_of, missing_year
from kaohe.cycles.models import CalendarDay, CalendarYear
from kaohe.days.calendar import Calendar, Day, Kind
from kaohe.days.national import national
from kaohe.engine import Refused
from kaohe.files.calendar_sheet import REASON, CalendarRead, differing, read_calendar, write_back, write_calendar
from kaohe.files.guard import LARGEST_FILE
from kaohe.people.deeds import Deed, may
from kaohe.people.models import Bureau, Officer
from kaohe.web.desk import nothing, years_of
from kaohe.web.downloads import XLSX, answer_file
from kaohe.web.forms.years import CalendarUploadForm, DayForm
from kaohe.web.frame import show
from kaohe.web.links import Link
from kaohe.web.once import one_time
from kaohe.web.shapes import calendar as shape
from kaohe.web.shapes.carried import packed, unpacked
from kaohe.web.shapes.figures import language
from kaohe.web.shapes.problems import Shown, labelled

SALT, BACK, AN_HOUR = "kaohe.calendar", "kaohe.calendar.back", 60 * 60


@require_safe
def now(request: HttpRequest) -> HttpResponse:
    """On to this year's."""
    return redirect("calendar", year=_bureau(request).today().year)


@require_http_methods(["GET", "HEAD", "POST"])
@one_time
def calendar(request: HttpRequest, year: int) -> HttpResponse:
    """A year's working days for everyone to read; the office says of single days what is otherwise here."""
    bureau = _bureau(request)
    if not 2000 <= year <= 2100:
        nothing()
    form = DayForm(request.POST if request.POST.get("do") == "set" else None, initial={"day": request.GET.get("day", "")})
    problems: list[Shown] = []
    if request.method == "POST":
        _keeper(request)
        try:
            if done := _say(request, bureau, form):
                messages.success(request, done)
                return redirect("calendar", year=year)
        except Refused as refused:
            problems = [Shown(each.message(language())) for each in refused.problems]
    return _show(request, bureau, year, form, problems)


def _say(request: HttpRequest, bureau: Bureau, form: DayForm) -> str:
    """Set or take back one day; the words to say of it, "" where the form can't be read."""
    officer = _officer(request)
    if request.POST.get("do") == "clear":
        try:
            day = date.fromisoformat(request.POST.get("day", ""))
        except ValueError:
            nothing()
        clear_day(officer=officer, bureau=bureau, day=day)
        return _("已撤销对 %s 的规定。") % day
    if not form.is_valid():
        return ""
    told = form.cleaned_data
    try:
        set_day(officer=officer, bureau=bureau, day=told["day"], kind=Kind(told["kind"]), name=told["name"], source=told["source"])
    except Refused as refused:
        form.refuse(refused)
        return ""
    return _("已记下：%s。") % told["day"]


def _show(request: HttpRequest, bureau: Bureau, year: int, form: DayForm, problems: list[Shown]) -> HttpResponse:
    found = calendar_of(bureau)
    own = list(CalendarDay.objects.filter(bureau=bureau, loaded=None, day__year=year))
    years = sorted({*found.years, bureau.today().year + 1, year})
    around = [each for each in years if abs(each - year) <= 2]
    return show(
        request, "calendar", cycle=_latest(request), status=422 if problems or form.errors else 200, title=_("工作日历"), year=year,
        months=shape.months(found, year, bureau.today()), holidays=shape.holidays(found, year), own=own, form=form, problems=problems + labelled(form),
        known=year in found.years, ships=year in national().years, loaded=CalendarYear.objects.filter(bureau=bureau, year=year).first(),
        missing=missing_year(found, bureau.today()), keeper=may(_officer(request), Deed.KEEP_CALENDAR), version=found.version,
        years=[Link(str(each), f"../{each}/", here=each == year) for each in around],
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@one_time
def load(request: HttpRequest) -> HttpResponse:
    """A year's table: looked at first, every cell that is wrong told; taken over only when confirmed."""
    bureau = _keeper(request)
    found = calendar_of(bureau)
    start = {"year": missing_year(found, bureau.today()) or bureau.today().year + 1}
    if request.method == "POST" and "signed" in request.POST:
        return _confirmed(request, bureau)
    if request.method == "POST" and "failed" in request.POST:
        return _given_back(request)
    form = CalendarUploadForm(request.POST or None, request.FILES or None, initial=start)
    dry: dict[str, Any] = {}
    if request.method == "POST" and form.is_valid():
        dry = _tried(form, found, bureau)
    status = 422 if form.errors or dry.get("errors") else 200
    return show(
        request, "calendar_load", cycle=_latest(request), status=status, title=_("导入工作日历"), form=form,
        problems=labelled(form), year=start["year"], **dry,
    )  # fmt: skip


def _tried(form: CalendarUploadForm, found: Calendar, bureau: Bureau) -> dict[str, Any]:
    """What would come of the file: counts, days, problems; and the days themselves, signed for the confirmation."""
    told = form.cleaned_data
    read = read_calendar(told["file"].read(LARGEST_FILE + 1), told["file"].name, told["year"])
    rows = [[each.day.isoformat(), each.kind.value, each.name] for each in read.days]
    parcel = {"bureau": bureau.pk, "year": told["year"], "source": told["source"], "days": rows}
    problems = [each.message(language()) for each in read.problems]
    return {
        "dry": True,
        "errors": not read.days,
        "read": shape.compared(read.days, found),
        "counts": shape.counts(read.days, found, sum(each.severity == "error" for each in read.problems)),
        "file_problems": problems,
        "failed": _back(read, told["year"]),
        "failed_rows": read.failed,
        "told": told,
        "signed": signing.dumps(parcel, salt=SALT, compress=True),
    }


def _back(read: CalendarRead, year: int) -> str:
    """The table as it was typed with the reasons beside it, for the next form; "" where no row can be mended."""
    if not read.failed:
        return ""
    tongue = language()
    rows = [{**packed(row.cells), REASON.field: " ".join(each.message(tongue) for each in row.problems)} for row in read.rows]
    return signing.dumps({"year": year, "rows": rows}, salt=BACK, compress=True)


def _given_back(request: HttpRequest) -> HttpResponse:
    """The table with its mistakes marked, to be mended and sent again."""
    try:
        parcel = signing.loads(request.POST["failed"], salt=BACK, max_age=AN_HOUR)
    except signing.BadSignature:
        messages.warning(request, _("这次预检已过期，请重新上传文件。"))
        return redirect("calendar-load")
    target = io.BytesIO()
    write_back(target, parcel["year"], unpacked(parcel["rows"]), language())
    return answer_file(target.getvalue(), XLSX, _("未通过的行") + ".xlsx")


def _confirmed(request: HttpRequest, bureau: Bureau) -> HttpResponse:
    """Take over the days that were looked at; the seal says that they are the very ones."""
    try:
        parcel = signing.loads(request.POST["signed"], salt=SALT, max_age=AN_HOUR)
    except signing.BadSignature:
        parcel = {}
    if parcel.get("bureau") != bureau.pk:
        messages.warning(request, _("这次预检已过期，请重新上传文件。"))
        return redirect("calendar-load")
    days = [Day(date.fromisoformat(day), Kind(kind), name) for day, kind, name in parcel["days"]]
    load_calendar(officer=_officer(request), bureau=bureau, year=parcel["year"], days=days, source=parcel["source"])
    messages.success(request, _("%s 年工作日历已导入，暂定的日期已随之确定。") % parcel["year"])
    return redirect("calendar", year=parcel["year"])


@require_safe
def table(request: HttpRequest, year: int) -> HttpResponse:
    """The year's table as a workbook: to read, or to fill in where the year isn't known yet."""
    bureau = _bureau(request)
    if not 2000 <= year <= 2100:
        nothing()
    target = io.BytesIO()
    write_calendar(target, year, differing(calendar_of(bureau), year), language())
    return answer_file(target.getvalue(), XLSX, f"calendar-{year}.xlsx")


def _officer(request: HttpRequest) -> Officer:
    assert isinstance(request.user, Officer)
    return request.user


def _bureau(request: HttpRequest) -> Bureau:
    return _officer(request).bureau or nothing()


def _keeper(request: HttpRequest) -> Bureau:
    """The bureau of someone who may keep its calendar. For everybody else there is nothing here."""
    return _bureau(request) if may(_officer(request), Deed.KEEP_CALENDAR) else nothing()


def _latest(request: HttpRequest) -> Any:
    years = years_of(request)
    return years[0] if years else None
