"""Files handed out to those whom they concern: to be saved, never to be shown by this address."""

from urllib.parse import quote

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kaohe.engine import Problem
from kaohe.evidence import store
from kaohe.evidence.models import StoredFile
from kaohe.people.models import Officer
from kaohe.web.desk import nothing
from kaohe.web.shapes.figures import language
from kaohe.web.shapes.papers import shown_to
from kaohe.web.views.refusals import refusal

KINDS = {
    "pdf": "application/pdf", "jpg": "image/jpeg", "png": "image/png", "txt": "text/plain; charset=utf-8",
    "zip": "application/zip",
}  # fmt: skip
#: Should a browser show it after all, it runs nothing and belongs to no address of ours.
HEADERS = {"Content-Security-Policy": "sandbox; default-src 'none'", "X-Content-Type-Options": "nosniff"}


@require_safe
def evidence(request: HttpRequest, digest: str) -> HttpResponse:
    """The content with that digest. Who may not see it is told that there is nothing."""
    assert isinstance(request.user, Officer)
    file = shown_to(request.user).filter(digest=digest).first() or nothing()
    content = store.content_of(file.digest)
    if content is None:
        problem = Problem("evidence.swapped", {"file": file.name})
        return refusal(request, 410, _("文件与封记不符"), [problem.message(language())])
    response = HttpResponse(content, content_type=KINDS.get(file.kind, "application/octet-stream"), headers=HEADERS)
    response.headers["Content-Disposition"] = _attachment(file)
    return response


def _attachment(file: StoredFile) -> str:
    """A name that old and new browsers both understand (RFC 5987)."""
    return f"attachment; filename=\"evidence.{file.kind}\"; filename*=UTF-8''{quote(file.name, safe='')}"
