"""The ledger: the list with its filters, and one entry with what it moved."""

import io
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kaohe.ledger.actions import RECORDING
from kaohe.ledger.models import Entry
from kaohe.people.deeds import Deed, may
from kaohe.results import queries
from kaohe.results.facts import everything
from kaohe.web.desk import Desk, nothing
from kaohe.web.downloads import XLSX, answer_file
from kaohe.web.frame import Link, show
from kaohe.web.kept import body, file
from kaohe.web.shapes.entry import effect_of, entry_page, neighbours, row_of, rule_groups
from kaohe.web.shapes.problems import Shown

ON_A_PAGE = 50
ON_A_PART = 12


@require_safe
def ledger(request: HttpRequest, year: int) -> HttpResponse:
    """Entries, newest first; `?part=1` answers with a short list for another page to take in."""
    desk = Desk(request, year)
    chosen = _chosen(request)
    key = (*desk.key, *chosen.values())
    if chosen["part"]:
        return HttpResponse(body("part", key, lambda: _list(desk, chosen)))
    made = body("ledger", key, lambda: _context(desk, chosen))
    return show(request, "ledger", cycle=desk.cycle, body=made, **desk.switches("ledger", with_periods=False))


@require_safe
def workbook(request: HttpRequest, year: int) -> HttpResponse:
    """The entries that the filters name, with their departments and goals, as the workbook of facts that can be taken in again."""
    desk = Desk(request, year)
    chosen = _chosen(request)
    content = file("ledger.xlsx", (*desk.key, *chosen.values()), lambda: _workbook(desk, chosen))
    return answer_file(content, XLSX, f"{desk.cycle.bureau.title}-{year}-{_('台账')}.xlsx")


def _workbook(desk: Desk, chosen: dict[str, str]) -> bytes:
    from kaohe.files.facts_workbook import write_facts_workbook  # the library behind it is slow to import

    wanted = {str(number) for number in _found(desk, chosen).values_list("number", flat=True)}
    facts = everything(desk.cycle)
    narrowed = replace(
        facts,
        departments=tuple(each for each in facts.departments if each.code in desk.seen),
        goals=tuple(each for each in facts.goals if each.department in desk.seen),
        entries=tuple(each for each in facts.entries if each.id in wanted),
    )
    target = io.BytesIO()
    write_facts_workbook(target, desk.rulebook, narrowed, language=desk.tongue)
    return target.getvalue()


def _chosen(request: HttpRequest) -> dict[str, str]:
    """What the address narrows the list to."""
    names = ("department", "rule", "clause", "period", "by", "q", "page", "part")
    return {name: request.GET.get(name, "")[:80] for name in names}


def _found(desk: Desk, chosen: dict[str, str]) -> QuerySet[Entry]:
    return queries.ledger(
        desk.cycle,
        desk.officer,
        department=chosen["department"],
        rules=_rules(desk, chosen),
        between=(desk.period.starts, desk.period.ends) if desk.period else None,
        by=chosen["by"],
        words=chosen["q"],
    )


def _list(desk: Desk, chosen: dict[str, str]) -> dict[str, Any]:
    """The entries that the filters name, one page of them."""
    found = _found(desk, chosen)
    part = bool(chosen["part"])
    page = Paginator(found, ON_A_PART if part else ON_A_PAGE).get_page(chosen["page"])
    return {"rows": [row_of(each, desk) for each in page], "pages": _pages(desk, page, part), "number": page.paginator.count, "part": part}


def _context(desk: Desk, chosen: dict[str, str]) -> dict[str, Any]:
    """The list and its filters."""
    listed = _list(desk, chosen)
    clause = desk.rulebook.clauses.get(chosen["clause"])
    return {
        **listed,
        "chosen": chosen,
        "filtered": any(value for name, value in chosen.items() if name != "page"),
        "departments": [{"code": each.code, "label": desk.say(each.title)} for each in desk.departments],
        "rule_groups": rule_groups(desk),
        "period_options": [{"code": str(each.number), "label": desk.say(each.label)} for each in desk.periods],
        "clause_words": f"{desk.place(clause.anchor)} {desk.say(clause.title)}" if clause else "",
        "ledger_url": reverse("ledger", args=[desk.cycle.year]),
        "workbook_url": _workbook_url(desk),
        "lead": _("共 %s 笔；记录只增不改，错了用冲正更正。") % listed["number"],
    }


def _workbook_url(desk: Desk) -> str:
    """The same list, all of it, as a workbook."""
    query = desk.request.GET.copy()
    query.pop("page", None)
    return reverse("ledger-xlsx", args=[desk.cycle.year]) + (f"?{query.urlencode()}" if query else "")


def _rules(desk: Desk, chosen: dict[str, str]) -> tuple[str, ...] | None:
    """The rules that the filters name; None for all."""
    if chosen["rule"]:
        return (chosen["rule"],)
    if chosen["clause"]:
        return tuple(rule.code for rule in desk.rulebook.rules.values() if rule.clause == chosen["clause"])
    return None


def _pages(desk: Desk, page: Page, part: bool) -> dict[str, Any]:
    """The way to the pages before and after, every filter kept; a part has one way on, to the whole list."""
    query = desk.request.GET.copy()
    query.pop("part", None)
    url = reverse("ledger", args=[desk.cycle.year])

    def to(number: int) -> str:
        query["page"] = str(number)
        return f"{url}?{query.urlencode()}"

    if part:
        query.pop("page", None)
        return {"many": page.has_next(), "after": f"{url}?{query.urlencode()}", "words": _("共 %s 笔") % page.paginator.count}
    return {
        "many": page.paginator.num_pages > 1,
        "before": to(page.previous_page_number()) if page.has_previous() else "",
        "after": to(page.next_page_number()) if page.has_next() else "",
        "words": _("第 %(page)s / %(pages)s 页") % {"page": page.number, "pages": page.paginator.num_pages},
    }


@require_safe
def entry(request: HttpRequest, year: int, number: int) -> HttpResponse:
    """One entry: everything written down, the points with it and without it, and what the department says to it."""
    return entry_answer(Desk(request, year), number)


def entry_answer(desk: Desk, number: int, problems: Sequence[Shown] = (), text: str = "") -> HttpResponse:
    """The entry's page; with `problems` as the answer to an answer that was refused."""
    cycle, year = desk.cycle, desk.cycle.year
    row = queries.entry(cycle, desk.officer, number) or nothing()
    made = body("entry", (*desk.key, number), lambda: _entry(desk, row))
    recording = cycle.stage in RECORDING and not row.reverses_id and "grade" not in _asks(desk, row.rule)
    return show(
        desk.request, "entry", cycle=cycle, status=422 if problems else 200, body=made, number=number,
        year_label=desk.year_words(year), ledger_url=reverse("ledger", args=[year]), problems=problems,
        answers=queries.answers(row), answer_text=text, answer_url=reverse("answer", args=[year, number]),
        may_answer=cycle.stage in RECORDING and may(desk.officer, Deed.ANSWER_ENTRY, row.department),
        reverse_url=reverse("reverse", args=[year, number]) if recording and may(desk.officer, Deed.REVERSE_ENTRY, row.department) else "",
    )  # fmt: skip


def _asks(desk: Desk, rule: str) -> tuple[str, ...]:
    found = desk.rulebook.rules.get(rule)
    return found.asks if found else ()


def _entry(desk: Desk, found: Entry) -> dict[str, Any]:
    before, after = neighbours(desk.facts, desk.seen, found.number)
    rule = desk.rulebook.rules.get(found.rule)
    clause = desk.rulebook.clauses[rule.clause if rule else desk.rulebook.tree.clause]
    return {
        "entry": entry_page(found, desk),
        "effect": effect_of(found, desk.facts, desk),
        "before": _neighbour(desk, before),
        "after": _neighbour(desk, after),
        "clause": {
            "url": desk.sheet().clause_url(clause.anchor),
            "place": desk.place(clause.anchor),
            "title": desk.say(clause.title),
            "summary": desk.say(clause.summary),
        },
    }


def _neighbour(desk: Desk, number: int | None) -> Link | None:
    return Link(f"#{number}", reverse("entry", args=[desk.cycle.year, number])) if number else None
