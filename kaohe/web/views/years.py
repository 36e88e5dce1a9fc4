"""The year as the office runs it: its tasks, its dates, its stage, and opening the next one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from kaohe.cycles.actions import advance_stage, open_cycle, set_dates
from kaohe.cycles.calendar import calendar_of, missing_year
from kaohe.cycles.dates import frame_of
from kaohe.cycles.milestones import Key, Milestone
from kaohe.cycles.models import Cycle, Edition
from kaohe.cycles.plan import Frame, days_of, propose, years_later
from kaohe.cycles.stages import MOVES, PLANNED, Stage
from kaohe.engine import Refused
from kaohe.files.ical import Event, calendar_file
from kaohe.goals.actions import lock_goals
from kaohe.people.deeds import Deed, RoleNames, may
from kaohe.people.models import Officer
from kaohe.results.checking import hindrances
from kaohe.web.desk import Desk, nothing, years_of
from kaohe.web.forms.years import OpenYearForm, PlanForm, field_of
from kaohe.web.frame import show
from kaohe.web.listings import results as lists
from kaohe.web.once import FIELD, one_time
from kaohe.web.shapes import year_tasks as shape
from kaohe.web.shapes.editions import changes
from kaohe.web.shapes.figures import language
from kaohe.web.shapes.opening import Openable, by_hand
from kaohe.web.shapes.problems import Shown, labelled
from kaohe.web.shapes.stages import stages

#: The moves that this page makes: by which deed, and which action does it. Those that take two persons have their own page.
MOVERS = {
    (Stage.SETTING, Stage.RUNNING): (Deed.FIX_GOALS, lambda officer, cycle: lock_goals(officer=officer, cycle=cycle)),
    (Stage.RUNNING, Stage.CLOSING): (Deed.ADVANCE_STAGE, lambda officer, cycle: advance_stage(officer=officer, cycle=cycle, to=Stage.CLOSING)),
}


@require_safe
def tasks(request: HttpRequest, year: int) -> HttpResponse:
    """Who owes what by when, for everyone of the bureau to read."""
    desk = Desk(request, year)
    calendar = calendar_of(desk.cycle.bureau)
    groups = shape.tasks(desk, calendar)
    number = shape.late(groups)
    mine = {name: may(desk.officer, deed) for name, deed in [("plan", Deed.SET_DATES), ("open", Deed.OPEN_CYCLE)]}
    title = _("年度任务")
    return show(
        request, "tasks", cycle=desk.cycle, title=title, listings=lambda: lists.tasks(title, groups), groups=groups, may=mine, today=desk.cycle.bureau.today(),
        stages=stages(desk.cycle, desk.periods, desk.rulebook), missing=missing_year(calendar, desk.cycle.bureau.today()),
        lead=ngettext("有 %s 项逾期", "有 %s 项逾期", number) % number if number else _("没有逾期的任务"),
        history_url=reverse("history", args=["cycle", desk.cycle.pk]), planned=desk.cycle.stage in PLANNED,
        may_move=_may_move(desk), **desk.switches("tasks", with_periods=False),
    )  # fmt: skip


def _may_move(desk: Desk) -> bool:
    return any(may(desk.officer, deed) for _to, deed, _act in _movers(desk))


def _movers(desk: Desk) -> list[tuple[Stage, Deed, Callable[[Officer, Cycle], object]]]:
    """The moves that this page makes from where the year stands: to which stage, by which deed, and the action."""
    here = Stage(desk.cycle.stage)
    return [(to, *MOVERS[here, to]) for to in MOVES[here] if (here, to) in MOVERS]


@require_safe
def ics(request: HttpRequest, year: int) -> HttpResponse:
    """The year's dates for one's own calendar. It names what is due and never a score."""
    desk = Desk(request, year)
    host = f"{year}@{desk.cycle.bureau.code}.kaohe"
    events = []
    for row in desk.cycle.dates.all():
        label = desk.say(desk.periods[row.number - 1].label) if row.number else ""
        when = row.day
        if row.milestone == Milestone.OBJECTION and desk.cycle.objection_deadline:
            when = desk.cycle.objection_deadline
        title = " · ".join(part for part in (label, str(Milestone(row.milestone).label)) if part)
        events.append(Event(f"{field_of(row.key)}-{host}", title, when, tentative=row.provisional))
    name = _("%(bureau)s %(year)s 年度考核日程") % {"bureau": desk.cycle.bureau.title, "year": year}
    text = calendar_file(name, events, timezone.now())
    return HttpResponse(
        text,
        content_type="text/calendar; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="kaohe-{year}.ics"'},
    )


@require_http_methods(["GET", "HEAD", "POST"])
@one_time
def dates(request: HttpRequest, year: int) -> HttpResponse:
    """Plan the dates anew: those of now, or what the calendar proposes (`?like=calendar`)."""
    desk = Desk(request, year)
    if not may(desk.officer, Deed.SET_DATES) or desk.cycle.stage not in PLANNED:
        nothing()
    frame = frame_of(desk.cycle, calendar_of(desk.cycle.bureau))
    now = {row.key: row.day for row in desk.cycle.dates.all()}
    proposed = days_of(propose(frame))
    planned = proposed if request.GET.get("like") == "calendar" or not now else now
    labels = [desk.say(each.label) for each in desk.periods]
    form = PlanForm(request.POST or None, periods=labels, planned=planned)
    if request.method == "POST" and form.is_valid():
        try:
            set_dates(officer=desk.officer, cycle=desk.cycle, dates=form.chosen(), reason=form.cleaned_data["reason"])
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("日程已更新。"))
            return redirect("tasks", year=year)
    rows = _date_rows(form, {"now": now, "proposed": proposed}, frame)
    return show(
        request, "year_dates", cycle=desk.cycle, status=422 if form.errors else 200, title=_("调整日程"), form=form, rows=rows,
        problems=labelled(form), beside=_("现定"),
        year_label=desk.year_words(year), tasks_url=reverse("tasks", args=[year]),
    )  # fmt: skip


def _date_rows(form: Any, columns: dict[str, dict[Key, date]], frame: Frame) -> list[dict[str, Any]]:
    """The dates as rows: the field, what stands beside it, and whether its day is known."""
    rows = []
    for key in form.keys:
        field = form[field_of(key)]
        found = {name: days.get(key) for name, days in columns.items()}
        day = field.initial
        unknown = isinstance(day, date) and not frame.calendar.knows(day)
        rows.append({"field": field, **found, "unknown": unknown})
    return rows


@require_http_methods(["GET", "HEAD", "POST"])
@one_time
def stage(request: HttpRequest, year: int) -> HttpResponse:
    """Where the year can move, what is in the way of it, all at once; and the move itself."""
    desk = Desk(request, year)
    if not any(may(desk.officer, deed) for deed, _act in MOVERS.values()):
        nothing()
    problems: list[Shown] = []
    if request.method == "POST":
        try:
            _move(desk, request.POST.get("to", ""))
        except Refused as refused:
            problems = [Shown(desk.say_problem(each)) for each in refused.problems]
        else:
            messages.success(request, _("年度已进入“%s”阶段。") % Stage(desk.cycle.stage).label)
            return redirect("tasks", year=year)
    return show(
        request, "stage", cycle=desk.cycle, status=422 if problems else 200, title=_("推进阶段"), problems=problems,
        stages=stages(desk.cycle, desk.periods, desk.rulebook), moves=_moves(desk), year_label=desk.year_words(year), year=year,
    )  # fmt: skip


def _move(desk: Desk, to: str) -> None:
    target, act = next(((each, act) for each, _deed, act in _movers(desk) if each == to), None) or nothing()
    act(desk.officer, desk.cycle)
    desk.cycle.stage = target


def _moves(desk: Desk) -> list[dict[str, Any]]:
    """The moves that the table allows from here: who may, what hinders, and what comes of it."""
    now = timezone.now()
    return [
        {
            "to": to.value,
            "label": to.label,
            "may": may(desk.officer, deed),
            "who": RoleNames(deed).in_language(language()),
            "problems": [desk.say_problem(each) for each in hindrances(desk.cycle, to, now)],
        }
        for to, deed, _act in _movers(desk)
    ]


@require_http_methods(["GET", "HEAD", "POST"])
@one_time
def open_year(request: HttpRequest) -> HttpResponse:
    """Open the next year: the edition, its difference from last year's, and the dates that the calendar proposes."""
    officer = request.user
    assert isinstance(officer, Officer)
    if not may(officer, Deed.OPEN_CYCLE) or officer.bureau is None:
        nothing()
    opening = _Opening(request, officer)
    # The buttons that reckon anew, the first of which Enter presses, send the whole form; only its question goes on.
    return redirect(opening.anew()) if FIELD in request.GET else opening.answer()


class _Opening:
    """One look at the page that opens a year."""

    def __init__(self, request: HttpRequest, officer: Officer) -> None:
        assert officer.bureau
        self.request, self.officer, self.bureau = request, officer, officer.bureau
        self.sent = request.POST or request.GET
        self.openable = Openable(self.bureau, years_of(request), list(Edition.objects.visible_to(officer)))
        self.last, self.editions = self.openable.last, self.openable.editions
        self.asked = self.openable.asked(self.sent, request.GET.get("like", ""))
        # A form that comes back speaks of the dates that it went out with, whatever year it asks for by now.
        self.shown = self.openable.read(self.sent.get("reckoned", "")) if FIELD in self.sent else self.asked

    def anew(self) -> str:
        """The address of the page with its dates reckoned anew, those kept that were typed by hand."""
        if self.asked.edition is None or self.shown.edition is None:
            return self.request.path
        typed = by_hand(self.sent, self.openable.reckoned(self.shown).planned)
        if years := self.asked.year - self.shown.year:
            # What lies in no year that the dates could be of stays as it was typed, to be refused as that.
            own = {key: day for key, day in typed.items() if 0 <= day.year - self.shown.year <= 1}
            typed |= years_later(own, years, calendar_of(self.bureau))
        return f"{self.request.path}?{self.asked.query({field_of(key): day.isoformat() for key, day in typed.items()})}"

    def answer(self) -> HttpResponse:
        """The page, or on to the tasks of the year that was opened."""
        if self.asked.edition is None:
            return self._show(None, [])
        rulebook, reckoned = self.asked.edition.rulebook(), self.openable.reckoned(self.asked)
        typed = by_hand(self.sent, self.openable.reckoned(self.shown).planned)
        labels = [rulebook.in_language(label, language()) for label in rulebook.periods]
        start = {"year": self.asked.year, "edition": self.asked.edition.code}
        posted = self.request.POST or None
        form = OpenYearForm(posted, periods=labels, planned={**reckoned.planned, **typed}, editions=self.editions, initial=start)
        if posted and form.is_valid() and (opened := self._open(form)):
            messages.success(self.request, _("%s 年度已开启，日程已排定。") % opened.year)
            return redirect("tasks", year=opened.year)
        rows = _date_rows(form, {"proposed": reckoned.proposed, "now": reckoned.before, "typed": typed}, reckoned.frame)
        return self._show(form, rows, len(typed))

    def _open(self, form: OpenYearForm) -> Cycle | None:
        told = form.cleaned_data
        try:
            return open_cycle(officer=self.officer, bureau=self.bureau, year=told["year"], edition=told["edition"], dates=form.chosen())
        except Refused as refused:
            form.refuse(refused)
            return None

    def _show(self, form: OpenYearForm | None, rows: list[dict[str, Any]], typed: int = 0) -> HttpResponse:
        old, new = self.last.edition if self.last else None, self.asked.edition
        differs = bool(old and new and old.digest != new.digest)
        return show(
            self.request, "open_year", cycle=self.last, status=422 if form and form.errors else 200, title=_("开启年度"),
            form=form, rows=rows, problems=labelled(form) if form else (), beside=_("上年"), typed=typed,
            year=self.asked.year, last=self.last, like=self.asked.like, query=self.asked.query(), reckoned=self.shown.query(),
            differs=differs, changes=changes(old, new) if differs and old and new else (),
            departments=self.bureau.departments.standing(date(self.asked.year, 1, 1)).count(),
        )  # fmt: skip
