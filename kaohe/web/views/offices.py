"""Departments as the bureau keeps them: their order, names and figures, who is in charge of each, and how one ends."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kaohe import engine
from kaohe.people import actions
from kaohe.people.models import Appointment, Department
from kaohe.people.roles import Role
from kaohe.web.forms.people import DepartmentForm, InCharge, Ordered, Retired
from kaohe.web.listings import people as lists
from kaohe.web.offers import Offer, Offers
from kaohe.web.once import one_time
from kaohe.web.shapes.figures import listed
from kaohe.web.shapes.offices import history, table
from kaohe.web.staff import Staff


@require_http_methods(["GET", "HEAD", "POST"])
@one_time
def offices(request: HttpRequest) -> HttpResponse:
    """The departments in the decreed order; whoever manages sets it."""
    staff = Staff(request)

    def order(read: dict[str, Any]) -> str:
        actions.order_departments(officer=staff.officer, bureau=staff.bureau, codes=read["codes"])
        return _("已按新的顺序排列。")

    made = [Offer("order", _("调整顺序"), _("按此排列"), lambda **sent: Ordered(staff, **sent), order, _("各页、各表都按这个顺序。"), "list-ordered")]
    offers = Offers(request, made if staff.manages and staff.departments else [])
    if request.method == "POST" and (told := offers.carry_out()):
        messages.success(request, told)
        return redirect("offices")
    rows = table(staff)
    listings = (lambda: lists.offices(rows, staff.attributes)) if rows else None
    return staff.page("offices", rows=rows, offers=offers, status=offers.status, problems=offers.problems, listings=listings)


@require_http_methods(["GET", "HEAD", "POST"])
@one_time
def office_new(request: HttpRequest) -> HttpResponse:
    """Create a department."""
    staff = Staff(request)
    staff.require()

    def create(read: dict[str, Any]) -> str:
        return actions.create_department(officer=staff.officer, bureau=staff.bureau, department=read["fact"]).code

    offers = Offers(request, [Offer("create", _("添加科室"), _("添加"), lambda **sent: DepartmentForm(staff, **sent), create)])
    if request.method == "POST" and (code := offers.carry_out()):
        messages.success(request, _("科室已添加，排在最后。"))
        return redirect("office", code)
    return staff.page("office_new", offers=offers, status=offers.status, problems=offers.problems)


@require_http_methods(["GET", "HEAD", "POST"])
@one_time
def office(request: HttpRequest, code: str) -> HttpResponse:
    """One department: its figures, its people, who was in charge when; for the keepers, what can be done."""
    staff = Staff(request)
    department = staff.department(code)
    offers = Offers(request, _offers(staff, department))
    if request.method == "POST" and (told := offers.carry_out()):
        messages.success(request, told)
        return redirect("office", code)
    rows = Appointment.objects.filter(department=department).select_related("officer").order_by("-since", "-pk")
    facts = [(label, department.attributes.get(name, "")) for name, label in staff.attributes]
    title, served = staff.say(department.name), history(staff, rows)
    return staff.page(
        "office", department=department, title=title, aliases=listed(department.aliases), listings=(lambda: lists.served(title, served)) if served else None,
        rows=served, facts=facts, offers=offers, status=offers.status, problems=offers.problems,
    )  # fmt: skip


def _offers(staff: Staff, department: Department) -> list[Offer]:
    me = staff.officer
    if department.retired_on is not None:
        return []

    def change(read: dict[str, Any]) -> str:
        actions.change_department(officer=me, department=department, changes=_changes(read["fact"], department, read))
        return _("已修改。已公布的结果保持原样。")

    def charge(read: dict[str, Any]) -> str:
        actions.put_in_charge(officer=me, department=department, role=Role(read["role"]), to=read["who"], since=read["since"], reason=read["reason"])
        return _("已任命%s；原任到前一天为止。") % read["who"].name

    def retire(read: dict[str, Any]) -> str:
        actions.retire_department(officer=me, department=department, on=read["on"], reason=read["reason"])
        return _("已撤销；它存在过的年度照旧。")

    kept = [
        Offer("change", _("修改名称和数据"), _("修改"), lambda **sent: DepartmentForm(staff, department, **sent), change),
        Offer("retire", _("撤销科室"), _("撤销"), lambda **sent: Retired(staff, **sent), retire, _("先为在任人员办理调动或离任。"), "archive", True),
    ]
    given = [
        Offer("charge", _("负责人和分管领导"), _("任命"), lambda **sent: InCharge(staff, **sent), charge, _("原任自动到前一天为止。"), "user-round-cog"),
    ]
    return [*(given if staff.appoints else []), *(kept if staff.manages else [])]


def _changes(fact: engine.Department, department: Department, read: dict[str, Any]) -> dict[str, object]:
    """What was typed, as the action takes it; attributes that this form didn't ask for stay."""
    asked = {name.removeprefix("attribute_") for name in read if name.startswith("attribute_")}
    kept = {name: text for name, text in department.attributes.items() if name not in asked}
    return {
        "name": fact.name.strip(), "short_name": fact.short.strip(), "aliases": list(fact.aliases), "size": fact.size,
        "front_office": fact.front_office, "attributes": {**kept, **fact.attributes},
    }  # fmt: skip

