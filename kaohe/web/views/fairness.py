"""Fairness, in view, for those who lead, run and watch: pictures with their tables, and no consequence of any of them."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kaohe.people.deeds import Deed, may
from kaohe.web.desk import Desk, nothing
from kaohe.web.frame import show
from kaohe.web.kept import body
from kaohe.web.listings import uses as lists
from kaohe.web.shapes.fairness import fairness_page


@require_safe
def fairness(request: HttpRequest, year: int) -> HttpResponse:
    """How a year's grades and losses are spread, and whose hands its records come from."""
    desk = Desk(request, year)
    if not may(desk.officer, Deed.SEE_FAIRNESS):
        nothing()
    made = body("fairness", desk.key, lambda: {"page": fairness_page(desk)})
    title = _("公平性")
    return show(
        request, "fairness", cycle=desk.cycle, title=title, body=made, listings=lambda: lists.fairness(title, fairness_page(desk)),
        **desk.switches("fairness", with_periods=False),
    )  # fmt: skip
