"""Acting for another, as the doors know it: chosen visibly, remembered for the session, asked anew at every click.

A browser has one session and many tabs. So every form carries in whose name its page was opened, and is carried out in
that name or not at all: whoever changed over in another tab meanwhile is told so, and what they typed is kept.
"""

from collections.abc import Callable
from contextlib import suppress
from typing import Any
from urllib.parse import urlsplit

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from kaohe.desk.actions.drafts import save_draft
from kaohe.desk.models import Draft
from kaohe.engine import Refused
from kaohe.people.models import Delegation, Officer
from kaohe.web.frame import show
from kaohe.web.once import ASIDE as UNSAID
from kaohe.web.once import DRAFT, FIELD, OPENED_FOR, onward
from kaohe.web.views.refusals import refusal

KEY = "kaohe-behalf"
ONESELF = "0"
#: These are about oneself, or show nothing; they go on as if nothing had ended.
ASIDE = ("/sign-out/", "/language/", "/theme/", "/static/", "/health/")
#: Drafts are one's own, in whosever name their form is going to be sent.
DRAFTS = "/desk/drafts/"
#: Of what was typed and has no draft, so much is shown again.
MOST_WORDS, LONGEST_WORDS = 20, 2000
#: Above this, signs are Chinese: sentences, and no codes of the form's own.
CHINESE = "\u2e80"


class OnBehalf:
    """Whoever chose to act for another does so in every request, for as long as the delegation stands.

    Once it is over, a form that was filled in under the other's name is not carried out under one's own; nor is any form
    that was opened in another name than the one that holds when it is sent.
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

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        """Stops a form that was opened in another name, before anything of it is done. After the check against forgery."""
        if request.method != "POST" or not isinstance(request.user, Officer) or request.path.startswith(DRAFTS):
            return None
        if FIELD not in request.POST or request.POST.get(OPENED_FOR, ONESELF) == name_of(request.user):
            return None
        return _another_name(request, request.user)


def name_of(user: Any) -> str:
    """In whose name a form opened now is going to be sent: the number of the one who is acted for, or ONESELF."""
    giver = user.acting_for if isinstance(user, Officer) else None
    return str(giver.pk) if giver else ONESELF


def choose(request: HttpRequest, delegation: Delegation | None) -> None:
    """From the next click on, act under that delegation; None: as oneself."""
    if delegation is None:
        request.session.pop(KEY, None)
    else:
        request.session[KEY] = delegation.pk


def _another_name(request: HttpRequest, officer: Officer) -> HttpResponse:
    """Says what happened, keeps what was typed, and leads back in either name."""
    opened = request.POST.get(OPENED_FOR, ONESELF)
    given = Delegation.objects.filter(taker=officer).in_force(officer.today()).with_names()
    lent = given.filter(giver=int(opened)).first() if opened.isdecimal() and len(opened) < 12 and opened != ONESELF else None
    back = _page_of(request)
    kept = _keep(request, officer, back)
    return show(
        request, "another_name", status=409, back=back, lent=lent, by_oneself=opened == ONESELF, now=officer.acting_for,
        me=officer.name, kept=kept, typed=() if kept else _sentences(request),
    )  # fmt: skip


def _page_of(request: HttpRequest) -> str:
    """The page that the form stood on, as the browser tells; else the form's own address."""
    came = urlsplit(request.headers.get("Referer", ""))
    asked = came.path + (f"?{came.query}" if came.query else "")
    return (onward(request, asked) if came.netloc == request.get_host() else "") or request.path


def _said(request: HttpRequest) -> list[tuple[str, str]]:
    return [(name, value) for name in request.POST if name not in UNSAID for value in request.POST.getlist(name)]


def _keep(request: HttpRequest, officer: Officer, address: str) -> bool:
    """Keeps what was typed as a draft, where the form has one; True where it is kept."""
    name = request.POST.get(DRAFT, "")[:120]
    if not name:
        return False
    before = Draft.objects.filter(officer=officer, name=name).first()
    title = before.title if before else _("没有提交的表单")
    with suppress(Refused):
        save_draft(officer=officer, name=name, data=_said(request), now=timezone.now(), title=title, address=address)
        return True
    return False


def _sentences(request: HttpRequest) -> list[str]:
    """What was typed in words, to be copied: sentences, not the codes that a form carries."""
    words = [value.strip()[:LONGEST_WORDS] for _name, value in _said(request)]
    return [each for each in words if any(sign >= CHINESE for sign in each) or " " in each][:MOST_WORDS]
