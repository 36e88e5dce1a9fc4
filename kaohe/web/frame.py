"""What stands around every page: bureau, menu, person, language and theme; and the one way to answer with a page."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from kaohe.cycles.models import Cycle
from kaohe.people.deeds import Deed, departments_for
from kaohe.people.models import Bureau, Delegation, Department, Officer
from kaohe.web import menu
from kaohe.web.downloads import XLSX, answer_file
from kaohe.web.kept import body
from kaohe.web.links import Link
from kaohe.web.listings.table import Listings, workbook
from kaohe.web.shapes.figures import listed
from kaohe.web.undo import Undo, take

THEME_COOKIE = "kaohe-theme"
THEMES = ("system", "light", "dark")
#: With this in its address a page answers with the workbook of its tables.
WORKBOOK = "workbook"


class Me(NamedTuple):
    """The signed-in person as the side bar shows them."""

    name: str
    role: str
    initial: str
    login: str = ""


class Theme(NamedTuple):
    """A way to show the pages."""

    code: str
    label: str
    chosen: bool


@dataclass(slots=True)
class Frame:
    """Everything base.html asks for."""

    path: str
    theme: str
    bureau_name: str = ""
    demonstration: bool = False
    combined: bool = False
    today: date = field(default_factory=timezone.localdate)
    officer: Me | None = None
    acting: Delegation | None = None
    lendings: tuple[Delegation, ...] = ()
    menu: str = ""
    undo: Undo | None = None
    workbook_url: str = ""
    version: str = settings.VERSION

    @property
    def is_chinese(self) -> bool:
        """True where the reader reads Chinese."""
        return not (get_language() or "").startswith("en")

    @property
    def lang(self) -> str:
        """The language tag of the page."""
        return "zh-Hans" if self.is_chinese else "en"

    @property
    def themes(self) -> tuple[Theme, ...]:
        """The three ways, the chosen one marked."""
        labels = (_("随系统"), _("浅色"), _("深色"))
        return tuple(Theme(code, label, code == self.theme) for code, label in zip(THEMES, labels, strict=True))


def theme_of(request: HttpRequest) -> str:
    """What the reader chose; the system's own where nothing sensible is set."""
    chosen = request.COOKIES.get(THEME_COOKIE, "")
    return chosen if chosen in THEMES else "system"


def frame_of(request: HttpRequest, cycle: Cycle | None = None) -> Frame:
    """The frame around this request's page; with a cycle, its menu."""
    officer = getattr(request, "user", None)
    frame = Frame(path=request.get_full_path(), theme=theme_of(request))
    if not isinstance(officer, Officer):
        return _outside(frame)
    frame.officer = Me(officer.name, _role(officer), officer.name[:1], officer.username if officer.bureau_id else "")
    frame.acting = officer.delegation
    frame.lendings = tuple(Delegation.objects.filter(taker=officer).in_force(officer.today()).with_names())
    bureau = cycle.bureau if cycle else officer.bureau
    if bureau:
        frame.bureau_name, frame.demonstration, frame.today = bureau.name, bureau.demonstration, bureau.today()
        frame.combined = bureau.combined
        if not officer.must_change_password:
            frame.menu = _side(officer, bureau, cycle, request.path)
    return frame


def _side(officer: Officer, bureau: Bureau, cycle: Cycle | None, path: str) -> str:
    """The side bar, kept for as long as nothing in it has changed."""
    seen = tuple(each.code for each in visible_departments(officer, cycle)) if cycle else ()
    pages = menu.groups(officer, cycle, path)
    key = (cycle and cycle.pk, bureau.pk, bureau.name, bureau.departments_version, seen, pages, path, get_language())
    return body("menu", key, lambda: _menu(officer, bureau, cycle, pages, path))


def _outside(frame: Frame) -> Frame:
    """At the gate nobody is known yet; the bureau's name is shown where there is only one."""
    bureaus = list(Bureau.objects.order_by("code")[:2])
    if len(bureaus) == 1:
        frame.bureau_name, frame.demonstration = bureaus[0].name, bureaus[0].demonstration
    else:
        frame.bureau_name = _("考核 Kaohe")
    return frame


def _role(officer: Officer) -> str:
    """The person's post; else what they are appointed to."""
    if officer.title:
        return officer.title
    return listed(dict.fromkeys(str(held.role.label) for held in officer.roles_held)) or _("尚无职责")


def _menu(officer: Officer, bureau: Bureau, cycle: Cycle | None, pages: tuple[menu.Group, ...], path: str) -> dict[str, Any]:
    """What the side bar lists: the pages there are, and the departments whose details this person may see."""
    departments = _departments(officer, cycle, path) if cycle else []
    return {"home": reverse("home"), "bureau_name": bureau.name, "menu": pages, "departments": departments}


def _departments(officer: Officer, cycle: Cycle, path: str) -> list[Link]:
    rulebook, tongue, found = cycle.rulebook(), get_language() or "", []
    for each in visible_departments(officer, cycle):
        url = reverse("department", args=[cycle.year, each.code])
        found.append(Link(rulebook.in_language(each.title, tongue), url, here=path == url))
    return found


def visible_departments(officer: Officer, cycle: Cycle) -> list[Department]:
    """The departments of that year whose details this person may see, in the decreed order; read once for each request."""
    known: dict[int, list[Department]] = officer.__dict__.setdefault("_visible_departments", {})
    if cycle.pk not in known:
        rows = Department.objects.visible_to(officer).standing(cycle.starts).order_by("order", "code")
        seen = departments_for(officer, Deed.SEE_DEPARTMENT)
        known[cycle.pk] = [each for each in rows if seen is None or each.pk in seen]
    return known[cycle.pk]


def show(
    request: HttpRequest, template: str, *, cycle: Cycle | None = None, status: int = 200,
    listings: Callable[[], Listings] | None = None, **context: Any,
) -> HttpResponse:  # fmt: skip
    """Answer with a page inside its frame; or, where the address asks for it, with the workbook of what the page lists."""
    frame = frame_of(request, cycle)
    if listings is not None and status == 200:
        if request.method == "GET" and WORKBOOK in request.GET:
            return _workbook(frame, listings())
        frame.workbook_url = _workbook_url(request)
    frame.undo = take(request)
    context["frame"] = frame
    return render(request, f"kaohe/pages/{template}.html", context, status=status)


def _workbook_url(request: HttpRequest) -> str:
    """The same address, filters and all, as a workbook; of a list in pages, the whole list."""
    query = request.GET.copy()
    query.pop("page", None)
    query[WORKBOOK] = "1"
    return f"?{query.urlencode()}"


def _workbook(frame: Frame, listings: Listings) -> HttpResponse:
    content = workbook(listings, bureau=frame.bureau_name, demonstration=frame.demonstration, day=frame.today)
    return answer_file(content, XLSX, f"{frame.bureau_name}-{listings.title}.xlsx")
