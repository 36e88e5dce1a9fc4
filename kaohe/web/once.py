"""A form is sent once: `@one_time` on a view that does a deed, `{% form_key %}` in its form.

The same form again, with the same content: the same answer, and nothing done. With other content: 422. While the first
is still at work: 409. Key, deed and answer are one transaction, so a server killed in the middle leaves all or nothing.
"""

import hashlib
from base64 import b64decode, b64encode
from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.db import IntegrityError, OperationalError, transaction
from django.http import HttpRequest, HttpResponse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from kaohe.desk.actions import keys
from kaohe.desk.actions.drafts import drop_draft
from kaohe.engine import Problem, Refused
from kaohe.people.models import Officer
from kaohe.web.shapes.figures import language
from kaohe.web.views.refusals import refusal

FIELD, DRAFT, ONWARD = "form_key", "draft_name", "onward"
#: In whose name the page with the form was opened (`behalf`).
OPENED_FOR = "opened_for"
#: Not part of what the form says.
ASIDE = {FIELD, DRAFT, ONWARD, OPENED_FOR, "csrfmiddlewaretoken"}
#: What of an answer a replay needs.
HEADERS = ("Location", "Content-Type", "Content-Disposition", "HX-Redirect", "HX-Location", "HX-Trigger", "HX-Refresh")
LARGEST = 200_000
#: How databases say that somebody else holds what is wanted: SQLite, then PostgreSQL.
BUSY = ("database is locked", "deadlock detected", "lock timeout")

View = Callable[..., HttpResponse]


def one_time(view: View) -> View:
    """The view's POST happens once for each form. An answer of 400 and above counts as not done, and undoes everything."""

    @wraps(view)
    def once(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method != "POST":
            return view(request, *args, **kwargs)
        assert isinstance(request.user, Officer)
        officer, key, digest = request.user, key_of(request), _digest(request)
        if key is None:
            return _refuse(request, 422, Refused([Problem("desk.no_key")]))
        try:
            if (answer := keys.answered(officer=officer, key=key, digest=digest)) is not None:
                return _again(answer)
        except Refused as refused:
            return _refuse(request, 422, refused)
        with keys.at_work(officer, key) as ours:
            if not ours:
                return _refuse(request, 409, Refused([Problem("desk.at_work")]))
            return _first(request, officer, key, digest, lambda: view(request, *args, **kwargs))

    return once


def key_of(request: HttpRequest) -> UUID | None:
    """The form's key; None where there is none, or what is no key."""
    try:
        return UUID(request.POST.get(FIELD, ""))
    except ValueError:
        return None


def _first(request: HttpRequest, officer: Officer, key: UUID, digest: str, view: Callable[[], HttpResponse]) -> HttpResponse:
    """The deed, with its key and its answer in the same transaction."""
    try:
        with transaction.atomic():
            claimed = keys.claim(officer=officer, key=key, digest=digest)
            response = view()
            if response.status_code >= 400:
                transaction.set_rollback(True)
                return response
            _lead_onward(request, response)
            keys.keep(claimed, _kept(request, response))
            if name := request.POST.get(DRAFT, ""):
                drop_draft(officer=officer, name=name[:120])
            return response
    except IntegrityError:
        # Another process was quicker with this very form; anything else is the deed's own trouble.
        try:
            answer = keys.answered(officer=officer, key=key, digest=digest)
        except Refused as refused:
            return _refuse(request, 422, refused)
        if answer is None:
            raise
        return _again(answer)
    except OperationalError as trouble:
        # Those who waited too long for their turn have done nothing and may try again; a broken database is another matter.
        if not any(word in str(trouble) for word in BUSY):
            raise
        return _refuse(request, 409, Refused([Problem("desk.busy")]))


def onward(request: HttpRequest, asked: str) -> str:
    """Where somebody who came from a list wants to go on to when the deed is done: an address of our own, or nothing."""
    ours = url_has_allowed_host_and_scheme(asked, {request.get_host()}, require_https=request.is_secure())
    return asked if asked.startswith("/") and ours else ""


def _lead_onward(request: HttpRequest, response: HttpResponse) -> None:
    """Who came from a list goes on with it; who only saved, and stays on the page, keeps the way."""
    target = onward(request, request.POST.get(ONWARD, ""))
    if not target or "Location" not in response.headers:
        return
    place, _question, query = response.headers["Location"].partition("?")
    if place != request.path:
        response.headers["Location"] = target
    elif f"{ONWARD}=" not in query:
        response.headers["Location"] = f"{place}?{query}{'&' if query else ''}{urlencode({ONWARD: target})}"


def _digest(request: HttpRequest) -> str:
    """Address, fields and files of the form, as one digest."""
    digest = hashlib.sha256(request.path.encode())
    for name in sorted(set(request.POST) - ASIDE):
        for value in request.POST.getlist(name):
            digest.update(f"\0{len(name)}:{name}\0{len(value)}:{value}".encode())
    for name in sorted(request.FILES):
        for upload in request.FILES.getlist(name):
            digest.update(f"\0{name}\0{upload.name}\0{upload.size}".encode())
            for chunk in upload.chunks():
                digest.update(chunk)
            upload.seek(0)
    return digest.hexdigest()


def _kept(request: HttpRequest, response: HttpResponse) -> dict[str, Any]:
    """An answer as JSON keeps it, to the byte; a page too large to keep is shown anew by its address."""
    headers = {name: response.headers[name] for name in HEADERS if name in response.headers}
    body = b"" if response.streaming else response.content
    if response.streaming or len(body) > LARGEST:
        return {"status": 303, "headers": {"Location": request.get_full_path()}, "body": ""}
    # A workbook is no text, and PostgreSQL's JSON holds no zero character.
    return {"status": response.status_code, "headers": headers, "body": b64encode(body).decode("ascii")}


def _again(answer: dict[str, Any]) -> HttpResponse:
    """The answer that was given the first time."""
    return HttpResponse(b64decode(answer["body"]), status=answer["status"], headers=answer["headers"])


def _refuse(request: HttpRequest, status: int, refused: Refused) -> HttpResponse:
    title = _("表单正在处理") if status == 409 else _("表单没有执行")
    words = [problem.message(language()) for problem in refused.problems]
    return refusal(request, status, title, words, url=request.path if status == 409 else "/")
