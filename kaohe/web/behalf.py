"""Acting for another, as the doors know it: chosen visibly, remembered for the session, asked anew at every click."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from kaohe.people.models import Delegation, Officer
from kaohe.web.views.refusals import refusal

KEY = "kaohe-behalf"
#: These are about oneself, or show nothing; they go on as if nothing had ended.
ASIDE = ("/sign-out/", "/language/", "/theme/", "/static/", "/health/")


class OnBehalf:
    """Whoever chose to act for another does so in every request, for as long as the delegation stands.

    Once it is over, a form that was filled in under the other's name is not carried out under one's own.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        chosen = request.session.get(KEY)
        if chosen is None or not isinstance(request.user, Officer):
            return self.get_response(request)
        officer = request.user
        delegation = Delegation.objects.with_names().filter(pk=chosen, taker=officer).first()
        if delegation is not None and delegation.stands_on(officer.today()):
            officer.delegation = delegation
            return self.get_response(request)
        del request.session[KEY]
        giver = delegation.giver.name if delegation else "—"
        if request.method in ("GET", "HEAD") or request.path.startswith(ASIDE):
            messages.warning(request, _("代%s办理的授权已结束或被收回，现在以您本人的身份办理。") % giver)
            return self.get_response(request)
        words = [
            _("代%s办理的授权已结束或被收回，这次提交没有执行，什么也没有改动。") % giver,
            _("需要继续代办的，请授权人重新授权；以本人身份办理的，请回到页面重新提交。"),
        ]
        return refusal(request, 403, _("授权已结束"), words)


def choose(request: HttpRequest, delegation: Delegation | None) -> None:
    """From the next click on, act under that delegation; None: as oneself."""
    if delegation is None:
        request.session.pop(KEY, None)
    else:
        request.session[KEY] = delegation.pk
