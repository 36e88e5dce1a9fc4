"""Finding departments, people, goals, rules, entries and pages."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from kaohe.web.desk import years_of
from kaohe.web.frame import show
from kaohe.web.shapes.search import LONGEST, found


@never_cache
@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """What `?q=` finds; `?part=1` answers with the list alone, for the window that Ctrl+K opens."""
    words = request.GET.get("q", "")[:LONGEST]
    context: dict[str, Any] = {"words": words.strip(), "groups": found(request, words)}
    if request.GET.get("part"):
        return render(request, "kaohe/parts/hits.html", context)
    years = years_of(request)
    return show(request, "search", cycle=years[0] if years else None, **context)
