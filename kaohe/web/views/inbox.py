"""The inbox: what I owe, what I did, what I set going, what I was told, what I began to write."""

from functools import reduce
from operator import or_
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from kaohe.audit.models import Record
from kaohe.desk.models import Draft, Message
from kaohe.people.models import Officer
from kaohe.web.desk import years_of
from kaohe.web.frame import show
from kaohe.web.links import Link
from kaohe.web.shapes import inbox as shape
from kaohe.web.shapes.todo import Todo
from kaohe.web.shapes.todos import owed
from kaohe.web.shapes.trail import moment, namers, rows

ON_A_PAGE = 30


@never_cache
@require_safe
def inbox(request: HttpRequest) -> HttpResponse:
    """Everything I owe, by deadline, done in place where that is possible; and drafts that were never sent."""
    officer, todos = _officer(request), todos_of(request)
    groups = shape.groups(todos, officer.today())
    late = sum(item.late for group in groups for item in group.items)
    lead = ngettext("共 %s 件", "共 %s 件", len(todos)) % len(todos) if todos else _("现在没有要办的事。")
    if late:
        lead = _("%(all)s，其中 %(late)s 件已逾期") % {"all": lead, "late": late}
    drafts = [
        {"title": draft.title or draft.name, "url": draft.address, "at": moment(draft.saved_at)}
        for draft in Draft.objects.filter(officer=officer)[:ON_A_PAGE]
    ]
    chosen = getattr(officer.bureau, "settings", None)  # it came with the officer, and may never have been written
    single_keys = chosen is None or chosen.single_keys
    told = {"groups": groups, "lead": lead, "drafts": drafts, "single_keys": single_keys}
    return show_list(request, "inbox", _("待办"), back=reverse("inbox"), **told)


@never_cache
@require_safe
def done(request: HttpRequest) -> HttpResponse:
    """What I did, newest first, as the audit trail tells it."""
    found = _mine(_officer(request))
    return show_list(request, "inbox_done", _("已办"), lead=_("您办过的事和别人代您办的事，最近的在前。"), **_list(request, found))


@never_cache
@require_safe
def started(request: HttpRequest) -> HttpResponse:
    """What I set going, and what others did about it since."""
    wanted = reduce(or_, (Q(tag__endswith=f":{verb}") for verb in shape.STARTS))
    listed = _list(request, _mine(_officer(request)).filter(wanted))
    mine = list(listed["page"])
    subjects = reduce(or_, (Q(subject_kind=each.subject_kind, subject_id=each.subject_id) for each in mine), Q(pk__in=[]))
    latest = shape.started(mine, list(Record.objects.filter(subjects)))
    listed["pairs"] = [(row, latest.get(row.number)) for row in listed["rows"]]
    return show_list(request, "inbox_started", _("我发起的"), lead=_("您提出、等别人办理的事，以及最新进展。"), **listed)


@never_cache
@require_safe
def following(request: HttpRequest) -> HttpResponse:
    """On to the to-do behind the one that `?after=` names; back to the list where none is left."""
    found = shape.after(todos_of(request), request.GET.get("after", ""))
    if found is None:
        return redirect("inbox")
    return redirect(shape.with_next(found.url))


@never_cache
@require_safe
def count(request: HttpRequest) -> HttpResponse:
    """How many to-dos and unread messages I have, as a plain number for the side bar; empty for none."""
    number = len(todos_of(request)) + Message.objects.visible_to(_officer(request)).unread().count()
    return HttpResponse(str(number or ""), content_type="text/plain; charset=utf-8")


def todos_of(request: HttpRequest) -> list[Todo]:
    """What the signed-in person owes; gathered once for each request."""
    known: list[Todo] | None = getattr(request, "_kaohe_todos", None)
    if known is None:
        known = owed(_officer(request), years_of(request))
        request._kaohe_todos = known  # type: ignore[attr-defined]
    return known


def _officer(request: HttpRequest) -> Officer:
    assert isinstance(request.user, Officer)
    return request.user


def _mine(officer: Officer) -> QuerySet[Record]:
    """What this person did, for themselves or for another, and what others did in their name."""
    return Record.objects.filter(Q(officer_login=officer.username) | Q(on_behalf_login=officer.username)).order_by("-sequence")


def _list(request: HttpRequest, found: QuerySet[Record]) -> dict[str, Any]:
    """One page of records as rows, and the ways to the pages before and after."""
    page = Paginator(found, ON_A_PAGE).get_page(request.GET.get("page"))
    return {"page": page, "rows": rows(page, namers(request), _officer(request))}


def show_list(request: HttpRequest, template: str, title: str, **context: Any) -> HttpResponse:
    """A page of the inbox: its lists stand above each other's."""
    years = years_of(request)
    lists = [(_("待办"), "inbox"), (_("已办"), "inbox-done"), (_("我发起的"), "inbox-started"), (_("消息"), "messages")]
    tabs = [Link(label, reverse(name), here=request.path == reverse(name)) for label, name in lists]
    return show(request, template, cycle=years[0] if years else None, title=title, tabs=tabs, **context)
