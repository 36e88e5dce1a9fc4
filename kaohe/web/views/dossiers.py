"""Dossiers over the years: a department's for those who may see it, a person's for themselves and those who may see theirs."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kaohe.people.deeds import Deed, departments_for, may
from kaohe.people.models import Department, Officer
from kaohe.uses.dossiers import FinalYear, department_years, final_years, person_dossier
from kaohe.web.desk import nothing, years_of
from kaohe.web.frame import show
from kaohe.web.listings import uses as lists
from kaohe.web.shapes.dossier import Teller, person_page, year_rows


@require_safe
def department_dossier(request: HttpRequest, code: str) -> HttpResponse:
    """Final results of one department, year by year."""
    officer = _officer(request)
    department = Department.objects.visible_to(officer).filter(code=code).select_related("bureau").first() or nothing()
    if not may(officer, Deed.SEE_DEPARTMENT, department):
        nothing()
    years = final_years(department.bureau)
    teller = _teller(request, years, officer)
    rows = year_rows([(code, row) for row in department_years(years, code)], teller)
    title = _("%s考核档案") % teller.title(code)
    cycles = years_of(request)
    return show(
        request, "dossier_department", cycle=cycles[0] if cycles else None, title=title, rows=rows, department=department, name=teller.title(code),
        listings=(lambda: lists.department_dossier(title, rows)) if rows else None,
    )  # fmt: skip


@require_safe
def person_dossier_view(request: HttpRequest, login: str) -> HttpResponse:
    """One's own whole; others' as far as their departments may be seen."""
    officer = _officer(request)
    person = Officer.objects.visible_to(officer).filter(username=login).first() or nothing()
    own = person.pk == officer.pk
    reach = departments_for(officer, Deed.SEE_DOSSIER)
    if not own and reach is not None and not person.appointments.filter(department__in=reach).exists():
        nothing()
    assert officer.bureau is not None
    years = final_years(officer.bureau)
    teller = _teller(request, years, officer)
    seen = None if own or reach is None else set(Department.objects.filter(pk__in=reach).values_list("code", flat=True))
    page = person_page(person_dossier(person, years), teller, seen)
    cycles = years_of(request)
    title = _("%s考核档案") % person.name
    return show(
        request, "dossier_person", cycle=cycles[0] if cycles else None, title=title, page=page, person=person, own=own,
        listings=lambda: lists.person_dossier(title, page),
    )  # fmt: skip


def _officer(request: HttpRequest) -> Officer:
    assert isinstance(request.user, Officer)
    if request.user.bureau_id is None:
        nothing()
    return request.user


def _teller(request: HttpRequest, years: tuple[FinalYear, ...], officer: Officer) -> Teller:
    """Names of all the bureau's departments, dissolved ones too, as the latest year's rules translate them. One query."""
    names = {each.code: each.title for each in Department.objects.visible_to(officer)}
    cycles = years_of(request)
    return Teller(years, names, cycles[0].rulebook() if cycles else None)
