"""A bureau's choices: how it works where the measures leave it open; for the office and the leaders."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kaohe.people.actions import choose_settings
from kaohe.people.deeds import Deed
from kaohe.people.models import BureauSettings
from kaohe.web.forms.settings import PapersForm, SettingsForm
from kaohe.web.offers import Offer, Offers
from kaohe.web.once import one_time
from kaohe.web.staff import Staff


@require_http_methods(["GET", "HEAD", "POST"])
@one_time
def settings(request: HttpRequest) -> HttpResponse:
    """Every choice with what it changes; sent, it holds from now on."""
    staff = Staff(request)
    staff.require(Deed.CHOOSE_SETTINGS)
    now = BureauSettings.objects.of(staff.bureau)

    def choose(read: dict[str, Any]) -> str:
        values = {name: value for name, value in read.items() if name != "reason"}
        version = request.POST.get("version", "")
        choose_settings(officer=staff.officer, bureau=staff.bureau, values=values, version=version, reason=read["reason"])
        return _("考核设置已保存，从现在起生效。")

    offers = Offers(
        request,
        [
            Offer("settings", _("划档会与回避"), _("保存"), lambda **sent: SettingsForm(now, **sent), choose),
            Offer("papers", _("公文要素"), _("保存"), lambda **sent: PapersForm(now, **sent), choose),
        ],
    )
    if request.method == "POST" and (told := offers.carry_out()):
        messages.success(request, told)
        return redirect("settings")
    return staff.page(
        "settings", offers=offers.shown, version=now.version if now.pk else "", status=offers.status, problems=offers.problems
    )
