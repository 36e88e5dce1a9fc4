"""The audit trail: the history of one object for those who may see it, and the whole trail for the auditor."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.db import models
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kaohe.audit.models import Record
from kaohe.audit.recording import first_broken
from kaohe.audit.sentences import tag_words
from kaohe.audit.tags import Tag
from kaohe.cycles.models import Cycle, Edition, Period
from kaohe.goals.models import DirectorsMeeting, Goal, GoalSheet, ProgressReport
from kaohe.ledger.models import Entry
from kaohe.panels.models import Excuse, Grading, GradingMeeting
from kaohe.people.deeds import Deed, departments_for, may
from kaohe.people.models import Bureau, Delegation, Department, Officer
from kaohe.people.visits import visits
from kaohe.results.models import Objection, Snapshot
from kaohe.uses.models import Allotment, Scheme
from kaohe.web.desk import nothing, years_of
from kaohe.web.frame import show
from kaohe.web.listings import records as lists
from kaohe.web.listings.table import Listings
from kaohe.web.shapes.figures import language
from kaohe.web.shapes.trail import moment, namers, rows

ON_A_PAGE = 50
#: So many go into one workbook.
MOST = 20_000
#: What belongs to an object and has records of its own.
Around = list[tuple[type[models.Model], list[int]]]
Found = tuple[models.Model, str, Around]


def _entry(officer: Officer, pk: int) -> Found:
    found = Entry.objects.visible_to(officer).select_related("cycle").filter(pk=pk).first() or nothing()
    return found, reverse("entry", args=[found.cycle.year, found.number]), []


def _goal(officer: Officer, pk: int) -> Found:
    found = Goal.objects.visible_to(officer).select_related("cycle", "department").filter(pk=pk).first() or nothing()
    around: Around = [(model, list(model.objects.filter(goal=found).values_list("pk", flat=True))) for model in (Grading, Excuse)]
    return found, reverse("department", args=[found.cycle.year, found.department.code]), around


def _sheet(officer: Officer, pk: int) -> Found:
    return GoalSheet.objects.visible_to(officer).filter(pk=pk).first() or nothing(), "", []


def _cycle(officer: Officer, pk: int) -> Found:
    found = Cycle.objects.visible_to(officer).filter(pk=pk).first() or nothing()
    around: Around = [(model, list(model.objects.filter(cycle=found).values_list("pk", flat=True))) for model in (Period, Snapshot)]
    return found, reverse("overview", args=[found.year]), around


def _report(officer: Officer, pk: int) -> Found:
    found = ProgressReport.objects.visible_to(officer).select_related("period__cycle", "department").filter(pk=pk).first() or nothing()
    return found, reverse("progress-report", args=[found.period.cycle.year, found.period.number, found.department.code]), []


def _edition(officer: Officer, pk: int) -> Found:
    return Edition.objects.visible_to(officer).filter(pk=pk).first() or nothing(), reverse("editions"), []


def _department(officer: Officer, pk: int) -> Found:
    return Department.objects.visible_to(officer).filter(pk=pk).first() or nothing(), "", []


def _officer(officer: Officer, pk: int) -> Found:
    """One's own; everybody's for who watches: nobody else reads what others did and were done to."""
    wide = may(officer, Deed.READ_AUDIT)
    mine = Officer.objects.visible_to(officer) if wide else Officer.objects.filter(pk=officer.pk)
    found = mine.filter(pk=pk).first() or nothing()
    lent = Delegation.objects.filter(Q(giver=found) | Q(taker=found)).values_list("pk", flat=True)
    return found, "", [(Delegation, list(lent))]


def _objection(officer: Officer, pk: int) -> Found:
    found = Objection.objects.visible_to(officer).select_related("notice__cycle").filter(pk=pk).first() or nothing()
    return found, reverse("objection", args=[found.notice.cycle.year, found.number]), []


def _meeting(officer: Officer, pk: int) -> Found:
    found = GradingMeeting.objects.visible_to(officer).select_related("cycle").filter(pk=pk).first() or nothing()
    return found, reverse("grading-minutes", args=[found.cycle.year, found.number]), []


def _directors(officer: Officer, pk: int) -> Found:
    found = DirectorsMeeting.objects.visible_to(officer).select_related("cycle").filter(pk=pk).first() or nothing()
    return found, reverse("goals", args=[found.cycle.year]), []


def _allotment(officer: Officer, pk: int) -> Found:
    """For those who deal with everyone's amounts."""
    if departments_for(officer, Deed.SEE_REWARD) is not None:
        nothing()
    found = Allotment.objects.visible_to(officer).select_related("cycle").filter(pk=pk).first() or nothing()
    return found, reverse("allotment", args=[found.cycle.year, found.number]), [(Scheme, [found.scheme_id])]


#: The objects whose history can be read, by their word in the address.
OBJECTS: dict[str, Callable[[Officer, int], Found]] = {
    "entry": _entry, "goal": _goal, "sheet": _sheet, "cycle": _cycle, "department": _department, "officer": _officer,
    "report": _report, "edition": _edition, "objection": _objection, "meeting": _meeting, "directors": _directors, "allotment": _allotment,
}  # fmt: skip


@require_safe
def history(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Everything that was ever done to one object, oldest first, in plain sentences."""
    assert isinstance(request.user, Officer)
    find = OBJECTS.get(kind) or nothing()
    found, url, related = find(request.user, pk)
    wanted = Q(subject_kind=found._meta.label, subject_id=str(found.pk))
    for model, keys in related:
        wanted |= Q(subject_kind=model._meta.label, subject_id__in=[str(each) for each in keys])
    records = Record.objects.filter(wanted).order_by("sequence")
    years, title, watches = years_of(request), _("%s的来历") % found, may(request.user, Deed.READ_AUDIT)
    told = rows(records, namers(request), request.user)
    return show(
        request,
        "history",
        cycle=years[0] if years else None,
        title=title,
        object_url=url,
        rows=told,
        with_address=watches,
        listings=(lambda: lists.trail(title, told, with_address=watches)) if told else None,
    )


@require_safe
def trail(request: HttpRequest) -> HttpResponse:
    """All that was done in one's bureau, newest first, for the auditor; `?check=1` goes through every seal."""
    auditor, bureau = _watching(request)
    chosen = {name: request.GET.get(name, "")[:80] for name in ("who", "tag", "since", "until", "q", "behalf")}
    found = _filtered(bureau.code, chosen)
    page = Paginator(found, ON_A_PAGE).get_page(request.GET.get("page"))
    query = request.GET.copy()
    query.pop("page", None)
    query.pop("check", None)
    years = years_of(request)
    return show(
        request,
        "trail",
        cycle=years[0] if years else None,
        page=page,
        query=query.urlencode(),
        rows=rows(page, namers(request), auditor),
        chosen=chosen,
        filtered=any(chosen.values()),
        tags=[(tag.value, tag_words(tag, language())) for tag in Tag],
        checked=_checked() if request.GET.get("check") else None,
        lead=_("共 %s 条；每办一件事留一条，只增不改，前后相封。") % page.paginator.count,
        listings=(lambda: _whole(request, found)) if page.object_list else None,
    )


def _watching(request: HttpRequest) -> tuple[Officer, Bureau]:
    """The auditor who asks, and what they watch over. Raises Http404 for everybody else."""
    assert isinstance(request.user, Officer)
    if not may(request.user, Deed.READ_AUDIT) or request.user.bureau is None:
        nothing()
    return request.user, request.user.bureau


@require_safe
def sign_ins(request: HttpRequest) -> HttpResponse:
    """Who came in and who failed to, newest first, for the auditor; `?who=` shows one account."""
    bureau = _watching(request)[1]
    who = request.GET.get("who", "")[:80].strip()
    found = visits(bureau, who)
    page = Paginator(found, ON_A_PAGE).get_page(request.GET.get("page"))
    names = dict(Officer.objects.filter(bureau=bureau).values_list("username", "name"))
    years = years_of(request)
    return show(
        request,
        "sign_ins",
        cycle=years[0] if years else None,
        page=page,
        query=urlencode({"who": who}) if who else "",
        rows=_visits(page, names),
        listings=(lambda: lists.sign_ins(_visits(found[:MOST], names))) if page.object_list else None,
        who=who,
        lead=_("共 %s 次；只列本单位的账号，不记输入的口令。") % page.paginator.count,
    )


def _visits(found: Iterable[Any], names: Mapping[str, str]) -> list[dict[str, Any]]:
    return [{**row, "at": moment(row["attempt_time"]), "name": names.get(row["username"], "")} for row in found]


def _whole(request: HttpRequest, found: QuerySet[Record]) -> Listings:
    """What the filter finds, not a page of it only; as much as one sheet may well hold."""
    assert isinstance(request.user, Officer)
    told = rows(found[:MOST], namers(request), request.user)
    note = _("只列出最近 %s 条，请用时间分段导出。") % MOST if len(told) == MOST else ""
    return lists.trail(_("日志"), told, note=note)


def _filtered(bureau: str, chosen: dict[str, str]) -> QuerySet[Record]:
    found = Record.objects.about_bureau(bureau).order_by("-sequence")
    if chosen["who"]:
        who = chosen["who"]
        found = found.filter(Q(officer_name__icontains=who) | Q(officer_login=who) | Q(on_behalf_of__icontains=who))
    if chosen["tag"]:
        found = found.filter(tag=chosen["tag"])
    if since := _day(chosen["since"]):
        found = found.filter(at__date__gte=since)
    if until := _day(chosen["until"]):
        found = found.filter(at__date__lte=until)
    if chosen["q"]:
        found = found.filter(Q(subject__icontains=chosen["q"]) | Q(reason__icontains=chosen["q"]))
    return found.exclude(on_behalf_of="") if chosen["behalf"] else found


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _checked() -> dict[str, Any]:
    """What came of going through the seals: whole, with the last one to compare with what is printed; or where it breaks."""
    broken, last = first_broken(), Record.objects.order_by("-sequence").first()
    return {"broken": broken, "number": last.sequence if last else 0, "seal": last.seal if last else ""}
