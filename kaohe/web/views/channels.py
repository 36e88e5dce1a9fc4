"""The ways on which messages leave the house: the list, opening or changing one, closing one."""

from collections.abc import Sequence

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from kaohe.desk.actions.channels import close_channel, set_channel
from kaohe.desk.models import Channel, Way
from kaohe.engine import Refused
from kaohe.people.deeds import Deed, may
from kaohe.people.models import Bureau, Officer
from kaohe.web.desk import nothing, years_of
from kaohe.web.forms.channels import ChannelForm
from kaohe.web.frame import show
from kaohe.web.once import one_time
from kaohe.web.shapes.figures import language
from kaohe.web.shapes.problems import Shown, labelled, shown
from kaohe.web.shapes.trail import moment


@require_http_methods(["GET", "HEAD", "POST"])
@one_time
def channels(request: HttpRequest) -> HttpResponse:
    """Every way with its state; the form opens a new one, or changes the one that `?way=` names."""
    officer, bureau = _administrator(request)
    if request.method != "POST":
        known = Channel.objects.filter(bureau=bureau, way=request.GET.get("way", "")).first()
        return _page(request, bureau, ChannelForm.of(known))
    form = ChannelForm(request.POST)
    if not form.is_valid():
        return _page(request, bureau, form, labelled(form), 422)
    told = form.cleaned_data
    try:
        channel = set_channel(
            officer=officer, bureau=bureau, way=Way(told["way"]), address=told["address"], secret=told["secret"] or None,
            quiet_from=told["quiet_from"], quiet_until=told["quiet_until"], daily_at=told["daily_at"],
        )  # fmt: skip
    except Refused as refused:
        problems = shown(refused.problems, lambda problem: problem.message(language()))
        return _page(request, bureau, form, problems, 422)
    messages.success(request, _("“%s”已启用，此后的通知会从这里发出。") % channel)
    return redirect("channels")


@require_POST
@one_time
def close(request: HttpRequest, way: str) -> HttpResponse:
    """Nothing leaves on that way any more."""
    officer, bureau = _administrator(request)
    channel = Channel.objects.filter(bureau=bureau, way=way, standing=True).first() or nothing()
    close_channel(officer=officer, channel=channel)
    messages.success(request, _("“%s”已停用。") % channel)
    return redirect("channels")


def _administrator(request: HttpRequest) -> tuple[Officer, Bureau]:
    assert isinstance(request.user, Officer)
    if request.user.bureau is None or not may(request.user, Deed.SET_CHANNELS):
        nothing()
    return request.user, request.user.bureau


def _page(
    request: HttpRequest, bureau: Bureau, form: ChannelForm, problems: Sequence[Shown] = (), status: int = 200
) -> HttpResponse:
    years = years_of(request)
    rows = [
        {
            "channel": channel,
            "sent": moment(channel.last_sent_at) if channel.last_sent_at else "",
            "failure": channel.deliveries.exclude(failure="").order_by("-pk").values_list("failure", flat=True).first(),
        }
        for channel in Channel.objects.filter(bureau=bureau)
    ]
    cycle = years[0] if years else None
    return show(request, "channels", cycle=cycle, status=status, rows=rows, form=form, problems=problems)
