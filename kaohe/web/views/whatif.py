"""What if: suppositions made and left out again, and the board that would be. The address holds all of it; nothing is kept."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kaohe.cycles.models import Edition
from kaohe.engine import PENDING, Problem, Rulebook, Supposition, load_folder, what_if
from kaohe.people.deeds import Deed, may
from kaohe.people.shelf import Shelf
from kaohe.web.desk import Desk, nothing
from kaohe.web.forms.whatif import FORMS, Supposing
from kaohe.web.frame import show
from kaohe.web.kept import body
from kaohe.web.listings import uses as lists
from kaohe.web.shapes.firmness import firmness
from kaohe.web.shapes.problems import labelled
from kaohe.web.shapes.supposing import FIELD, MOST, Told, address, not_theirs, read, words_of
from kaohe.web.shapes.whatif import what_if_page

_shipped: Shelf[str, Rulebook | None] = Shelf(most=8)


class Asked(NamedTuple):
    """One way to suppose something: its word in the address, its form, and open where it was just not understood."""

    code: str
    form: Supposing
    open: bool


@require_safe
def what_if_view(request: HttpRequest, year: int) -> HttpResponse:
    """The suppositions of the address (`?if=` for each, `?edition=`), what would come of them, and forms for more."""
    desk = _desk(request, year)
    edition = request.GET.get("edition", "")[:80]
    rulebook = _rulebook(desk, edition)
    suppositions = _supposed(request)
    add = request.GET.get("add", "")
    form = FORMS[add](request.GET, name=add, desk=desk, rulebook=rulebook) if add in FORMS else None
    if form is not None and form.is_valid() and len(suppositions) < MOST:
        return redirect(address(year, [*suppositions, form.supposed()], edition))
    return _page(desk, suppositions, edition, rulebook, {add: form} if form is not None else {})


def _page(desk: Desk, suppositions: list[Supposition], edition: str, rulebook: Rulebook, sent: dict[str, Supposing]) -> HttpResponse:
    year = desk.cycle.year
    refused = {each: not_theirs(desk, each) for each in suppositions}
    supposed = what_if(rulebook, desk.facts, [each for each, problem in refused.items() if problem is None])
    page = what_if_page(desk, desk.board, supposed.board, supposed.rulebook)
    told = [
        Told(words_of(desk, each, rulebook), address(year, [other for other in suppositions if other is not each], edition))
        for each in suppositions
        if refused[each] is None
    ]
    problems: list[Problem] = [*(each for each in refused.values() if each), *supposed.problems]
    form = next(iter(sent.values()), None)
    asked = [
        Asked(code, sent.get(code) or make(None, name=code, desk=desk, rulebook=rulebook), code in sent)
        for code, make in FORMS.items()
        if _useful(desk, code)
    ]
    context: dict[str, Any] = {
        "title": _("假如"),
        "page": page,
        "told": told,
        "left_out": [desk.say_problem(each) for each in problems],
        "problems": labelled(form) if form is not None else [],
        "full": MOST if len(suppositions) >= MOST else 0,
        "asked": asked,
        "carried": [(FIELD, text) for text in desk.request.GET.getlist(FIELD)] + ([("edition", edition)] if edition else []),
        "editions": _editions(desk, edition),
        "edition": edition,
        "fields": [(FIELD, text) for text in desk.request.GET.getlist(FIELD)],
        "clear_url": address(year, []),
        "stability_url": reverse("stability", args=[year]),
        "trying_url": reverse("trying", args=[year]) if may(desk.officer, Deed.TRY_RULEBOOK) else "",
        "total_label": desk.say(desk.rulebook.tree.label),
    }
    status = 422 if form is not None else 200
    return show(
        desk.request, "what_if", cycle=desk.cycle, status=status, listings=lambda: lists.what_if(context["title"], page, [each.words for each in told]),
        **desk.switches("what-if", with_periods=False), **context,
    )  # fmt: skip


def _useful(desk: Desk, code: str) -> bool:
    """The rest and the end are supposed of a year that lacks grades, or isn't over."""
    if code == "rest":
        return any(each.code == "grading.missing" and each.severity == PENDING for each in desk.board.problems)
    return code != "over" or desk.facts.as_of is not None


@require_safe
def stability_view(request: HttpRequest, year: int) -> HttpResponse:
    """Every pair of neighbours with what would swap them."""
    desk = _desk(request, year)
    made = body("stability", desk.key, lambda: {"page": firmness(desk), "what_if_url": reverse("what-if", args=[year])})
    title = _("排名稳定性")
    return show(
        request, "stability", cycle=desk.cycle, body=made, title=title, listings=lambda: lists.stability(title, firmness(desk)),
        **desk.switches("stability", with_periods=False),
    )  # fmt: skip


def _desk(request: HttpRequest, year: int) -> Desk:
    desk = Desk(request, year)
    if not may(desk.officer, Deed.SEE_BOARD):
        nothing()
    return desk


def _supposed(request: HttpRequest) -> list[Supposition]:
    """What the address supposes, each once; what no page of ours writes is passed over."""
    read_so = [read(text) for text in request.GET.getlist(FIELD)[:MOST]]
    return list(dict.fromkeys(each for each in read_so if each is not None))


def _rulebook(desk: Desk, edition: str) -> Rulebook:
    """The rules of the year, or of another adopted edition, or of one that ships and isn't adopted. Raises Http404."""
    if edition in ("", desk.cycle.edition.code):
        return desk.rulebook
    found = Edition.objects.visible_to(desk.officer).filter(code=edition).first()
    if found is not None:
        return found.rulebook()
    return (_load(edition) if edition in _folders() else None) or nothing()


def _folders() -> list[str]:
    return sorted(folder.name for folder in settings.RULEBOOKS.iterdir() if folder.is_dir())


def _load(name: str) -> Rulebook | None:
    """A rulebook that ships with the program; they only change with it."""
    return _shipped.get(name, lambda: load_folder(settings.RULEBOOKS / name).rulebook)


def _editions(desk: Desk, chosen: str) -> list[dict[str, Any]]:
    """The editions that a year may be looked at under: its own, others adopted, those that ship. One query."""
    own = desk.cycle.edition.code
    codes = {row.code: row.label for row in Edition.objects.visible_to(desk.officer)}
    for name in _folders():
        if name not in codes and (rulebook := _load(name)):
            codes[name] = rulebook.label
    return [{"code": code, "label": desk.say(label), "own": code == own, "here": code == (chosen or own)} for code, label in codes.items()]
