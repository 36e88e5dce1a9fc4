"""Drafts of forms, for the script that keeps them: what was typed comes in, and goes out when the page opens again."""

import json
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from kaohe.desk.actions.drafts import drop_draft, save_draft
from kaohe.desk.models import Draft
from kaohe.engine import Refused
from kaohe.people.models import Officer
from kaohe.web.once import key_of
from kaohe.web.shapes.figures import language

#: As the table has it.
LONGEST = 120


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def draft(request: HttpRequest, name: str) -> HttpResponse:
    """GET: one's draft, or 204. POST: keep it, with `drop` throw it away; 409 where the form was sent meanwhile."""
    assert isinstance(request.user, Officer)
    if request.method != "POST":
        found = Draft.objects.filter(officer=request.user, name=name).first()
        return JsonResponse({"data": found.data, "saved": _moment(found)}) if found else HttpResponse(status=204)
    if request.POST.get("drop"):
        drop_draft(officer=request.user, name=name)
        return HttpResponse(status=204)
    return _save(request, request.user, name)


def _save(request: HttpRequest, officer: Officer, name: str) -> HttpResponse:
    data = _pairs(request.POST.get("data", ""))
    if data is None or len(name) > LONGEST:
        return JsonResponse({"problem": ""}, status=400)
    title, address = request.POST.get("title", ""), request.POST.get("address", "")
    try:
        kept = save_draft(
            officer=officer, name=name, data=data, now=timezone.now(), key=key_of(request), title=title, address=address
        )
    except Refused as refused:
        return JsonResponse({"problem": refused.message(language())}, status=422)
    return JsonResponse({"saved": _moment(kept)}) if kept else JsonResponse({"problem": ""}, status=409)


def _pairs(text: str) -> list[list[str]] | None:
    """The names and values that the script sends; None for anything else."""
    try:
        found: Any = json.loads(text)
    except ValueError:
        return None
    sound = isinstance(found, list) and all(
        isinstance(pair, list) and len(pair) == 2 and all(isinstance(each, str) for each in pair) for pair in found
    )
    return found if sound else None


def _moment(draft: Draft) -> str:
    return timezone.localtime(draft.saved_at).strftime("%H:%M:%S")
