"""Coming in and going out, and the few things that are a person's own: password and the look of the pages."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import authenticate, login, logout, update_session_auth_hash
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.forms import PasswordChangeForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from kaohe.engine import Refused
from kaohe.people import actions
from kaohe.people.models import Officer
from kaohe.web.frame import THEME_COOKIE, THEMES, show
from kaohe.web.once import onward
from kaohe.web.shapes.demo import accounts
from kaohe.web.shapes.figures import language
from kaohe.web.views.refusals import refusal

A_YEAR = 365 * 24 * 60 * 60


@never_cache
@login_not_required
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Name and password; one answer for every failure, so that nobody learns which names exist."""
    target = _onward(request, request.POST.get("next") or request.GET.get("next", ""))
    if request.user.is_authenticated:
        return redirect(target)
    problem, username = "", request.POST.get("username", "")[:150]
    if request.method == "POST":
        officer = authenticate(request=request, username=username.strip(), password=request.POST.get("password", ""))
        if isinstance(officer, Officer) and officer.secret_until and officer.secret_until < officer.today():
            problem = _("这个一次性口令已过期。请找系统管理员重新签发。")
        elif isinstance(officer, Officer):
            login(request, officer)
            return redirect("password") if officer.must_change_password else redirect(target)
        problem = problem or _("账号或口令不对，请核对后再试。忘记口令时请找系统管理员重置。")
    status = 200 if not problem else 422
    return show(request, "sign_in", status=status, problem=problem, username=username, next=target, accounts=accounts())


def locked_out(request: HttpRequest, response: HttpResponse | None = None, credentials: Any = None) -> HttpResponse:
    """After too many failures from one address for one name; nobody else is kept out."""
    words = [
        _("同一账号从同一地址连续失败 %s 次，暂停登录一刻钟。") % settings.AXES_FAILURE_LIMIT,
        _("请一刻钟后再试，或请安全管理员核实后解锁；忘记口令时请找系统管理员重置。"),
    ]
    return refusal(request, 429, _("暂停登录"), words, url="/sign-in/", act=_("回到登录"))


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """The session ends at once, on the server too."""
    logout(request)
    messages.info(request, _("您已退出登录。"))
    return redirect("login")


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def password(request: HttpRequest) -> HttpResponse:
    """Change one's own password."""
    assert isinstance(request.user, Officer)
    form = PasswordChangeForm(request.user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            officer = actions.change_password(
                officer=request.user, old=form.cleaned_data["old_password"], new=form.cleaned_data["new_password1"]
            )
        except Refused as refused:
            form.add_error(None, refused.message(language()))
        else:
            update_session_auth_hash(request, officer)
            messages.success(request, _("口令已修改。"))
            return redirect("home")
    status = 422 if form.errors else 200
    fields = [_field(form, name, label, kind) for name, label, kind in _password_fields()]
    return show(request, "password", cycle=None, status=status, form=form, fields=fields)


def _password_fields() -> list[tuple[str, str, str]]:
    return [
        ("old_password", _("现在的口令"), "current-password"),
        ("new_password1", _("新口令"), "new-password"),
        ("new_password2", _("再输一遍新口令"), "new-password"),
    ]


def _field(form: PasswordChangeForm, name: str, label: str, autocomplete: str) -> dict[str, Any]:
    notes = [_("至少 12 个字符，不要用姓名、账号、单位名或常见词，也不要全是数字。")] if name == "new_password1" else []
    errors = [*form.errors.get(name, []), *(form.non_field_errors() if name == "old_password" else [])]
    return {"id": f"id_{name}", "name": name, "label": label, "autocomplete": autocomplete, "errors": errors, "notes": notes}


@login_not_required
@require_POST
def theme(request: HttpRequest) -> HttpResponse:
    """Light, dark, or as the system has it; kept in a cookie of this browser, because a screen has eyes, not an account."""
    response = redirect(_onward(request, request.POST.get("next", "")))
    chosen = request.POST.get("theme", "")
    if chosen in THEMES:
        secure = settings.SESSION_COOKIE_SECURE
        response.set_cookie(THEME_COOKIE, chosen, max_age=A_YEAR, httponly=True, samesite="Lax", secure=secure)
    return response


def _onward(request: HttpRequest, asked: str) -> str:
    """Where to go next: only to an address of our own."""
    return onward(request, asked) or "/"
