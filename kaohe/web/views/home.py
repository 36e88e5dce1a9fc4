"""The front door, and the sign of life that machines ask for."""

from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kaohe.people.above import leads
from kaohe.people.deeds import Deed, may
from kaohe.people.models import Officer
from kaohe.web.desk import years_of
from kaohe.web.views import refusals
from kaohe.web.views.inbox import todos_of


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """To the inbox where something is to be done, else on to the latest year; where that shows one nothing, to one's own page.

    A superior without years of its own comes to what the bureaus under it have published.
    """
    assert isinstance(request.user, Officer)
    years, first = years_of(request), _first_page(request.user)
    if years and (may(request.user, Deed.SEE_DEPARTMENT) or not first):
        return redirect("inbox") if todos_of(request) else redirect("overview", year=years[0].year)
    if leads(request.user):
        return redirect("subordinates-now")
    if first:
        return redirect("inbox" if todos_of(request) else first)
    words = (_("您所在的单位还没有考核年度，或者您的账号还没有归入任何单位。"), _("请联系考核办开立年度，或请系统管理员核对账号。"))
    return refusals.refusal(request, 404, _("还没有可看的年度"), words, url="/password/", act=_("查看账户"))


#: Before the first year, and for who sees no points: who makes people and departments, who gives duties, and so on.
FIRST = (
    (Deed.MANAGE_PEOPLE, "people"), (Deed.APPOINT, "people"), (Deed.ADOPT_EDITION, "editions"), (Deed.OPEN_CYCLE, "open-year"),
    (Deed.READ_AUDIT, "trail"),
)  # fmt: skip


def _first_page(officer: Officer) -> str:
    """Where this person does their part; "" for somebody who can only wait."""
    return next((name for deed, name in FIRST if may(officer, deed)), "")


@login_not_required
@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """200 while the database answers; whatever goes wrong is a 500 of its own."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        cursor.fetchone()
    return JsonResponse({"status": "ok"})
