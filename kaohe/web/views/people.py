"""Colleagues: who is here and as what; taking on, moving, leaving, accounts and their first passwords."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from kaohe.people import actions
from kaohe.people.deeds import Deed, departments_for
from kaohe.people.models import Appointment, Officer
from kaohe.people.roles import Role
from kaohe.web.forms.people import Appointed, Ended, Left, Moved, Named, NewOfficer, Reason, Receivers
from kaohe.web.offers import Offer, Offers
from kaohe.web.once import one_time
from kaohe.web.shapes.figures import aside
from kaohe.web.shapes.people import appointments, directory, waiting
from kaohe.web.staff import Staff


@require_safe
def people(request: HttpRequest) -> HttpResponse:
    """Everyone by department, in the decreed order; found by name, pinyin or initials."""
    staff = Staff(request)
    words = request.GET.get("q", "").strip()[:60]
    groups = directory(staff, words)
    return staff.page("people", groups=groups, words=words, count=sum(len(each.people) for each in groups))


@require_http_methods(["GET", "HEAD", "POST"])
@one_time
def person_new(request: HttpRequest) -> HttpResponse:
    """Take somebody on: an account, and where they belong."""
    staff = Staff(request)
    staff.require()
    offers = Offers(request, [Offer("take_on", _("添加人员"), _("添加"), lambda **sent: NewOfficer(staff, **sent), lambda read: _take_on(staff, read))])
    if request.method == "POST" and (login := offers.carry_out()):
        messages.success(request, _("已添加。请签发一次性口令，本人首次登录时须修改。"))
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
    """One colleague: what they are and were; for who manages, everything that can be done."""
    staff = Staff(request)
    who = staff.person(login)
    rows = list(who.appointments.select_related("department").order_by("-since", "-pk"))
    offers = Offers(request, _offers(staff, who, rows) if staff.manages else [])
    if request.method == "POST" and (told := offers.carry_out()):
        messages.success(request, told)
        return redirect("person", login)
    shown, reach = appointments(staff, rows), departments_for(staff.officer, Deed.SEE_DOSSIER)
    dossier = who == staff.officer or reach is None or any(each.department_id in reach for each in rows)
    return staff.page("person", who=who, rows=shown, dossier=dossier, offers=offers, status=offers.status, problems=offers.problems)


def _offers(staff: Staff, who: Officer, rows: list[Appointment]) -> list[Offer]:
    """What can be done for this person, the most usual first."""
    me = staff.officer
    lasting = [each for each in rows if each.until is None or each.until >= staff.today]

    def appoint(read: dict[str, Any]) -> str:
        actions.appoint(
            officer=me, to=who, role=Role(read["role"]), department=read["department"], since=read["since"], until=read["until"],
            post=read["post"], reason=read["reason"],
        )  # fmt: skip
        return _("已任命%s。") % who.name

    def move(read: dict[str, Any]) -> str:
        actions.move_officer(
            officer=me, who=who, department=read["department"], role=Role(read["role"]), since=read["since"], title=read["title"],
            reason=read["reason"],
        )  # fmt: skip
        return _("已办理调动；此前的职责仍在记录中。")

    def end(read: dict[str, Any]) -> str:
        actions.end_appointment(officer=me, appointment=read["appointment"], until=read["until"], reason=read["reason"])
        return _("已写明这项任职的最后一天。")

    def name(read: dict[str, Any]) -> str:
        actions.name_officer(officer=me, who=who, name=read["name"], title=read["title"])
        return _("已修改。此前签名的记录保持原样。")

    def leave(read: dict[str, Any]) -> str:
        actions.leave(officer=me, who=who, last_day=read["last_day"], reason=read["reason"])
        return _("已办理离任：各项职责到最后一天为止。")

    def close(read: dict[str, Any]) -> str:
        actions.close_account(officer=me, who=who, reason=read["reason"])
        return _("账号已停用，正在使用的会话随即失效。")

    def reopen(read: dict[str, Any]) -> str:
        actions.reopen_account(officer=me, who=who, reason=read["reason"])
        return _("账号已恢复。")

    found = [
        Offer("appoint", _("任命"), _("任命"), lambda **sent: Appointed(staff, **sent), appoint, icon="badge-plus"),
        Offer("move", _("调动"), _("办理调动"), lambda **sent: Moved(staff, who, **sent), move, _("原科室的任职到前一天为止，自动结束。"), "arrow-right-left"),
        Offer("end", _("结束一项任职"), _("结束任职"), lambda **sent: Ended(staff, lasting, **sent), end, icon="badge-minus"),
        Offer("name", _("修改姓名或职务"), _("修改"), lambda **sent: Named(who, **sent), name),
        Offer("leave", _("离任"), _("办理离任"), lambda **sent: Left(staff, **sent), leave, _("全部任职和代办授权到这一天为止；历史保留。"), "log-out", True),
        Offer("close", _("停用账号"), _("停用账号"), Reason, close, _("不再能登录；历史保留，可以恢复。"), "lock", True)
        if who.is_active
        else Offer("reopen", _("恢复账号"), _("恢复账号"), Reason, reopen, icon="lock-open"),
    ]
    return found if who.is_active else [each for each in found if each.code in ("name", "reopen", "end")]


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


