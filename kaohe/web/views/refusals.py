"""Pages that refuse: what happened, why, and what to do, in the same look; and they work when all else is broken."""

import logging
import secrets
from collections.abc import Iterable

from django.core.exceptions import RequestDataTooBig, TooManyFilesSent
from django.db import Error
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from kaohe.evidence.checks import LARGEST
from kaohe.web.frame import Frame, frame_of, theme_of
from kaohe.web.uploads import LARGEST_FORM

SIZES = {"each": LARGEST // 1_000_000, "all": LARGEST_FORM // 1_000_000}

log = logging.getLogger(__name__)


def refusal(
    request: HttpRequest, status: int, title: str, words: Iterable[str], *, url: str = "/", act: str = "", number: str = ""
) -> HttpResponse:
    """The page with that status; the way on is `url`."""
    shown = {"status": status, "title": title, "words": tuple(words), "url": url, "act": act or _("回到首页"), "number": number}
    try:
        frame = frame_of(request)
    except Error:  # the database may be the very thing that is broken
        frame = Frame(path="/", theme=theme_of(request), bureau_name=_("考核 Kaohe"))
    page = render_to_string("kaohe/pages/refusal.html", {"refusal": shown, "frame": frame})
    return HttpResponse(page, status=status)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """A request that no page of ours makes; and one with more files than anyone may send at once."""
    if isinstance(exception, RequestDataTooBig | TooManyFilesSent):
        words = [_("一次上传的文件太多或太大，什么也没有收下。每件最多 %(each)s MB，一次合计最多 %(all)s MB。") % SIZES]
        return refusal(request, 413, _("文件太大"), [*words, _("请回到上一页（填过的内容都在），分几次上传，或改填文号。")])
    return refusal(request, 400, _("请求有误"), [_("这个地址或表单不完整。请从首页重新进入。")])


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Not this person's to see or do."""
    words = [str(exception)] if exception and str(exception) else []
    return refusal(request, 403, _("您无权查看"), [*words, _("需要查看时，请联系考核办核对您的职责。")])


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Nothing there, or nothing that this person may know of: the two are told alike on purpose."""
    return refusal(request, 404, _("没有找到"), [_("这里没有内容，或者不在您可以查看的范围内。"), _("请核对地址，或从首页重新进入。")])


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that was not sent from our own page, or after signing in anew in another window."""
    return refusal(
        request, 403, _("表单已失效"), [_("为防止他人冒用，这次提交没有执行，什么也没有改动。"), _("请回到上一页，刷新后重新提交。")], url=_own(request)
    )


def broken(request: HttpRequest) -> HttpResponse:
    """Something of ours went wrong; the number finds it in the log."""
    number = secrets.token_hex(4)
    log.error("page broken, number %s, %s", number, request.path)
    words = [_("刚才的操作没有完成，数据没有改动一半。"), _("请稍后再试；仍然出错时，把下面的编号告诉系统管理员。")]
    return refusal(request, 500, _("系统出错了"), words, number=number)


def _own(request: HttpRequest) -> str:
    """The address itself, if a page is shown there."""
    return request.path if request.path in ("/sign-in/", "/password/") else "/"
