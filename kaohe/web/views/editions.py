"""The editions of the measures: those adopted, those that ship, and adopting one after its own cases were run."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from kaohe.cycles.actions import adopt_edition, sound
from kaohe.cycles.models import Edition
from kaohe.engine import Problem, Refused, Rulebook, load_folder, run_cases, what_if
from kaohe.files.cells import Odd
from kaohe.files.rulebook_zip import LARGEST, texts_of
from kaohe.people.deeds import Deed, may
from kaohe.people.models import Bureau, Officer
from kaohe.web.desk import Desk, nothing, years_of
from kaohe.web.frame import show
from kaohe.web.once import one_time
from kaohe.web.shapes.editions import of_rulebooks
from kaohe.web.shapes.figures import language
from kaohe.web.shapes.whatif import what_if_page

SALT, A_DAY = "kaohe.edition", 24 * 60 * 60
#: So many years are computed under an edition before it is adopted: this one and the last.
YEARS = 2


@require_http_methods(["GET", "HEAD", "POST"])
@one_time
def editions(request: HttpRequest) -> HttpResponse:
    """What is adopted, for all to read; those who lead check another and adopt it."""
    officer = request.user
    assert isinstance(officer, Officer)
    bureau = officer.bureau or nothing()
    leads = may(officer, Deed.ADOPT_EDITION)
    if request.method == "GET" or request.method == "HEAD":
        return _show(request, bureau, leads)
    if not leads:
        nothing()
    try:
        if "signed" in request.POST:
            return _adopt(request, officer, bureau)
        return _show(request, bureau, leads, checked=_checked(request, _texts(request), bureau))
    except Refused as refused:
        return _show(request, bureau, leads, problems=[each.message(language()) for each in refused.problems])


def _texts(request: HttpRequest) -> Mapping[str, str]:
    """The texts of a shipped folder or of what was uploaded. Raises Refused where there are none to be read."""
    if shipped := request.POST.get("shipped", ""):
        rulebook = _shipped().get(shipped) or nothing()
        return rulebook.texts
    files = [(upload.name or "", upload.read(LARGEST + 1)) for upload in request.FILES.getlist("files")]
    if not files:
        raise Refused([Problem("cycles.no_files")])
    try:
        return texts_of(files)
    except Odd as odd:
        raise Refused([Problem(odd.code, odd.values)]) from None


def _checked(request: HttpRequest, texts: Mapping[str, str], bureau: Bureau) -> dict[str, Any]:
    """What the check found: cases file by file, the difference from the edition in use, what it would change. Raises Refused."""
    rulebook = sound(texts)
    cases: dict[str, list[bool]] = {}
    for result in run_cases(rulebook):
        cases.setdefault(result.file, []).append(result.passed)
    newest = bureau.editions.first()
    return {
        "rulebook": rulebook,
        "label": rulebook.in_language(rulebook.label, language()),
        "cases": [(file, sum(passed), len(passed)) for file, passed in sorted(cases.items())],
        "count": sum(map(len, cases.values())),
        "newest": newest,
        "changes": of_rulebooks(newest.rulebook(), rulebook) if newest else (),
        "effects": _effects(request, rulebook),
        "signed": signing.dumps({"bureau": bureau.pk, "texts": dict(texts)}, salt=SALT, compress=True),
    }


def _effects(request: HttpRequest, rulebook: Rulebook) -> list[dict[str, Any]]:
    """What the latest years would come to under these rules: for who may see everyone's totals. Nothing is kept of it."""
    found = []
    for cycle in years_of(request)[:YEARS]:
        desk = Desk(request, cycle.year)
        if may(desk.officer, Deed.SEE_BOARD):
            supposed = what_if(rulebook, desk.facts, [])
            found.append({"id": str(cycle.year), "label": desk.year_words(cycle.year), "page": what_if_page(desk, desk.board, supposed.board, rulebook)})
    return found


def _adopt(request: HttpRequest, officer: Officer, bureau: Bureau) -> HttpResponse:
    """Adopt what was checked: the seal says that it is the very text; the action runs its cases once more."""
    try:
        parcel = signing.loads(request.POST["signed"], salt=SALT, max_age=A_DAY)
    except signing.BadSignature:
        parcel = {}
    if parcel.get("bureau") != bureau.pk:
        raise Refused([Problem("cycles.check_stale")])
    code = request.POST.get("code", "").strip()[:80]
    edition = adopt_edition(officer=officer, bureau=bureau, texts=parcel["texts"], code=code, label=request.POST.get("label", "").strip()[:200])
    messages.success(request, _("已采用“%s”。") % edition.label)
    return redirect("editions")


def _show(
    request: HttpRequest, bureau: Bureau, leads: bool, *, checked: dict[str, Any] | None = None, problems: list[str] | None = None
) -> HttpResponse:
    adopted = list(Edition.objects.filter(bureau=bureau).select_related("adopted_by").prefetch_related("cycles"))
    known = {each.digest for each in adopted}
    shipped = [(name, each.label) for name, each in _shipped().items() if each.digest not in known] if leads else []
    years = years_of(request)
    return show(
        request, "editions", cycle=years[0] if years else None, status=422 if problems else 200, title=_("考核办法版本"),
        adopted=adopted, shipped=shipped, leads=leads, checked=checked, problems=problems or [],
    )  # fmt: skip


def _shipped() -> dict[str, Rulebook]:
    """The rulebooks that come with the program, by their folder; one that can't be read is not offered."""
    loaded = {folder.name: load_folder(folder).rulebook for folder in sorted(settings.RULEBOOKS.iterdir()) if folder.is_dir()}
    return {name: rulebook for name, rulebook in loaded.items() if rulebook}
