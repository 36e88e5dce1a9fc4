"""Recording an event: the rule is chosen, the form is drawn from what it asks, and what it moved is said. Taking back, answering."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kaohe.engine import Refused
from kaohe.ledger.actions import AGREED, answer_entry, record_entry, record_leave, reverse_entry
from kaohe.ledger.models import Entry
from kaohe.people.deeds import Deed, may
from kaohe.results import queries
from kaohe.results.boards import board_of
from kaohe.web import undo
from kaohe.web.desk import Desk, nothing
from kaohe.web.forms.leaves import LeaveForm
from kaohe.web.forms.recording import RecordForm, ReverseForm
from kaohe.web.frame import show
from kaohe.web.once import one_time
from kaohe.web.shapes.entry import entry_page
from kaohe.web.shapes.moved import moved
from kaohe.web.shapes.problems import of_form, shown
from kaohe.web.shapes.recording import choices, names_of_officers, notes_on, recent_matters, strangers
from kaohe.web.shapes.screens import screens
from kaohe.web.uploads import brought, takes_files

#: A refusal for one of these means that somebody was quicker: 409.
CONFLICTS = ("ledger.reversed_already", "cycles.stage")


@require_safe
def choose(request: HttpRequest, year: int) -> HttpResponse:
    """Which kind of event: the quick screens, then every rule under its item, with search."""
    desk = recorder(request, year)
    words = request.GET.get("q", "")[:60]
    return show(
        request, "recording", cycle=desk.cycle, words=words, groups=choices(desk, words), screens=screens(desk),
        bulk_url=reverse("bulk", args=[year]), **desk.switches("record-choose", with_periods=False),
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@takes_files
@one_time
def record(request: HttpRequest, year: int, rule: str) -> HttpResponse:
    """One event of one rule."""
    desk = recorder(request, year)
    found = desk.rulebook.rules.get(rule)
    if found is None or "grade" in found.asks:
        nothing()
    if request.method != "POST":
        initial = {name: request.GET[name][:200] for name in ("department", "matter", "level") if name in request.GET}
        return record_page(desk, form_for(found)(desk, found, initial=initial))
    entry, refusal = try_to_record(desk, found)
    return refusal or redirect("entry", year=year, number=entry.number)


def form_for(rule: Any) -> type[RecordForm]:
    """The form that asks what this rule asks."""
    return LeaveForm if rule.lasts else RecordForm


def try_to_record(desk: Desk, rule: Any, **page: Any) -> tuple[Any, HttpResponse | None]:
    """The entry (the first of several), told what it moved; or the page again with everything that stands against it."""
    request, came = desk.request, brought(desk.request)
    made = form_for(rule)
    form = made(desk, rule, request.POST, request.FILES, order=page.get("order", ()))
    if not form.is_valid() or came.problems:
        return None, record_page(desk, form, [*of_form(form), *shown(came.problems, desk.say_problem, form.fields)], **page)
    before = board_of(desk.cycle)
    try:
        rows = _recorded(desk, rule, form)
    except Refused as refused:
        if any(each.code == "ledger.twin" for each in refused.problems):
            form = made(desk, rule, request.POST, request.FILES, order=page.get("order", ()), twin=True)
            form.is_valid()
        return None, record_page(desk, form, shown(refused.problems, desk.say_problem, form.fields), **page)
    odd = strangers(desk, rows)
    if len(rows) > 1:
        messages.success(request, _("已登记 %s 笔，一人一笔。") % len(rows))
        _warn(request, odd)
        return rows[0], None
    entry = rows[0]
    told = moved(before, board_of(desk.cycle), rows, desk)
    messages.success(request, _("已登记 #%(number)s：%(moved)s") % {"number": entry.number, "moved": told})
    undo.offer(
        request, words=_("刚登记了 #%s，登错了可以马上撤销。") % entry.number,
        url=reverse("reverse", args=[desk.cycle.year, entry.number]),
        fields={"why": _("登记后当即撤销"), "count": entry.count, "numbers": ""},
    )  # fmt: skip
    _warn(request, odd)
    return entry, None


def _warn(request: HttpRequest, words: str) -> None:
    if words:
        messages.warning(request, words)


def _recorded(desk: Desk, rule: Any, form: RecordForm) -> list[Entry]:
    """The deed that the form asks for. Raises Refused."""
    told = {**form.told(), "confirmed": "confirmed" in desk.request.POST}
    if rule.lasts:
        return record_leave(officer=desk.officer, cycle=desk.cycle, **told)
    evidence = [*brought(desk.request).files, *form.cleaned_data["numbers"]]
    return [record_entry(officer=desk.officer, cycle=desk.cycle, evidence=evidence, **told)]


def record_page(desk: Desk, form: RecordForm, problems: Any = (), *, template: str = "record", **page: Any) -> HttpResponse:
    """The form, blank or with what stands against it."""
    rule, year = form.rule, desk.cycle.year
    clause = desk.rulebook.clauses[rule.clause]
    context = {
        **notes_on(rule, desk), "form": form, "problems": list(problems), "rule": desk.say(rule.label), "rule_code": rule.code,
        "files": brought(desk.request).files, "officers": names_of_officers(desk), "matters": recent_matters(desk, rule.code),
        "place": desk.place(clause.anchor), "summary": desk.say(clause.summary), "clause_url": desk.sheet().clause_url(clause.anchor),
        "choose_url": reverse("record-choose", args=[year]), "year_label": desk.year_words(year), "draft": f"record-{rule.code.replace('.', '-')}-{year}",
    }  # fmt: skip
    return show(desk.request, template, cycle=desk.cycle, status=422 if problems else 200, **{**context, **page})


@require_http_methods(["GET", "HEAD", "POST"])
@one_time
def reverse_(request: HttpRequest, year: int, number: int) -> HttpResponse:
    """Take an entry back in the open: what it was, and why it is undone."""
    desk = Desk(request, year)
    entry = queries.entry(desk.cycle, desk.officer, number) or nothing()
    if not may(desk.officer, Deed.REVERSE_ENTRY, entry.department):
        nothing()
    standing = entry.count + sum(each.count for each in entry.reversals.all())
    form = ReverseForm(max(standing, 1), request.POST or None)
    problems, status = of_form(form), 422
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        before = board_of(desk.cycle)
        try:
            reversal = reverse_entry(officer=desk.officer, entry=entry, why=told["why"], count=told["count"], evidence=told["numbers"])
        except Refused as refused:
            problems = shown(refused.problems, desk.say_problem, form.fields)
            status = 409 if any(each.code in CONFLICTS for each in refused.problems) else 422
        else:
            words = {"number": number, "moved": moved(before, board_of(desk.cycle), [reversal], desk)}
            messages.success(request, _("已冲正 #%(number)s：%(moved)s") % words)
            return redirect("entry", year=year, number=reversal.number)
    return show(
        request, "reverse", cycle=desk.cycle, status=status if problems else 200, form=form, problems=problems, number=number,
        entry=entry_page(entry, desk), year_label=desk.year_words(year), entry_url=reverse("entry", args=[year, number]),
    )  # fmt: skip


@require_POST
@one_time
def answer(request: HttpRequest, year: int, number: int) -> HttpResponse:
    """The department's word on an entry about it."""
    desk = Desk(request, year)
    entry = queries.entry(desk.cycle, desk.officer, number) or nothing()
    if not may(desk.officer, Deed.ANSWER_ENTRY, entry.department):
        nothing()
    text = request.POST.get("text", "")
    try:
        answer_entry(officer=desk.officer, entry=entry, text=AGREED if request.POST.get("short") else text)
    except Refused as refused:
        from kaohe.web.views.ledger import entry_answer  # the entry's page, with the refusal on top of it

        return entry_answer(desk, number, shown(refused.problems, desk.say_problem, ["text"]), text)
    messages.success(request, _("答复已记下，考核办能看到。"))
    return redirect("entry", year=year, number=number)


def recorder(request: HttpRequest, year: int) -> Desk:
    """The desk of someone who may record. For everybody else there is nothing here."""
    desk = Desk(request, year)
    return desk if may(desk.officer, Deed.RECORD_ENTRY) else nothing()
