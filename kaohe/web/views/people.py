"""Colleagues: who is here and as what; taking on, moving, leaving, accounts and their first passwords."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from kaohe.people import actions
from kaohe.people.deeds import Deed, departments_for
from kaohe.people.locks import locked
from kaohe.people.models import Nomination, Officer
from kaohe.people.roles import Role
from kaohe.web.forms.people import NewOfficer, Receivers
from kaohe.web.listings import people as lists
from kaohe.web.offers import Offer, Offers
from kaohe.web.once import one_time
from kaohe.web.shapes.figures import aside, listed
from kaohe.web.shapes.people import appointments, directory, nominated, waiting
from kaohe.web.staff import Staff
from kaohe.web.views.person_deeds import offers_for


@require_safe
def people(request: HttpRequest) -> HttpResponse:
    """Everyone by department, in the decreed order; found by name, pinyin or initials."""
    staff = Staff(request)
    words = request.GET.get("q", "").strip()[:60]
    groups = directory(staff, words)
    count = sum(len(each.people) for each in groups)
    return staff.page("people", groups=groups, words=words, count=count, listings=(lambda: lists.directory(groups)) if count else None)


@require_http_methods(["GET", "HEAD", "POST"])
@one_time
def person_new(request: HttpRequest) -> HttpResponse:
    """Take somebody on: an account, and where they belong, which waits for who gives duties."""
    staff = Staff(request)
    staff.require()
    offers = Offers(request, [Offer("take_on", _("添加人员"), _("添加"), lambda **sent: NewOfficer(staff, **sent), lambda read: _take_on(staff, read))])
    if request.method == "POST" and (login := offers.carry_out()):
        messages.success(request, _("已添加。请签发一次性口令，本人首次登录时须修改。"))
        if not staff.appoints:
            messages.info(request, _("在科室中的职责待安全管理员确认。"))
        return redirect("person", login)
    return staff.page("person_new", offers=offers, status=offers.status)


def _take_on(staff: Staff, read: dict[str, Any]) -> str:
    added = actions.take_on(
        officer=staff.officer, bureau=staff.bureau, name=read["name"], login=read["login"], title=read["title"],
        department=read["department"], role=Role(read["role"]), since=read["since"],
    )  # fmt: skip
    return added.username


@require_http_methods(["GET", "HEAD", "POST"])
@one_time
def person(request: HttpRequest, login: str) -> HttpResponse:
    """One colleague: what they are, were and are to be; for the keepers, everything that each may do."""
    staff = Staff(request)
    who = staff.person(login)
    rows = list(who.appointments.select_related("department").order_by("-since", "-pk"))
    shut = locked([who], timezone.now()).get(who.username, ()) if staff.guards else ()
    offers = Offers(request, offers_for(staff, who, rows, locked=bool(shut)))
    if request.method == "POST" and (told := offers.carry_out()):
        messages.success(request, told)
        return redirect("person", login)
    coming = Nomination.objects.filter(officer=who).with_names() if staff.manages or staff.appoints else ()
    shown, reach = [*nominated(staff, coming), *appointments(staff, rows)], departments_for(staff.officer, Deed.SEE_DOSSIER)
    dossier = who == staff.officer or reach is None or any(each.department_id in reach for each in rows)
    return staff.page(
        "person", listings=(lambda: lists.duties_of(who.name, shown)) if shown else None, who=who,
        rows=shown, shut=listed(shut), dossier=dossier, offers=offers, status=offers.status, problems=offers.problems
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def secrets(request: HttpRequest) -> HttpResponse:
    """One-time passwords for those who can't sign in yet, or forgot: shown on this one page, once, to be handed out.

    Not under `one_time`, which keeps the answer of a form: these passwords are kept nowhere. Sent twice, the second ones
    hold.
    """
    staff = Staff(request)
    staff.require()
    list_of = waiting(staff)
    asked = request.GET.get("who", "")
    receivers = [*list_of, *(each for each in staff.open_people if each.username == asked and each not in list_of)]
    choice = [(each.username, f"{each.name} {each.title}" + aside(each.username), each) for each in receivers if each.pk != staff.officer.pk]

    def make(**sent: Any) -> Receivers:
        first = [asked] if asked else [key for key, _label, _who in choice[: actions.MOST_SECRETS]]
        return Receivers(choice, first, **sent)

    issued: list[tuple[Officer, str]] = []

    def issue(read: dict[str, Any]) -> str:
        made = actions.issue_secrets(officer=staff.officer, bureau=staff.bureau, to=read["people"])
        issued.extend((who, made[who.username]) for who in read["people"])
        return "issued"

    offers = Offers(request, [Offer("issue", _("签发一次性口令"), _("签发"), make, issue, icon="key-round")])
    if request.method == "POST":
        offers.carry_out()
    return staff.page(
        "secrets", offers=offers, issued=issued, days=actions.SECRET_DAYS, anybody=bool(choice), status=offers.status,
        problems=offers.problems,
    )  # fmt: skip


