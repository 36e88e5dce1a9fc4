"""The ledger: the list with its filters, and one entry with what it moved."""

from collections.abc import Sequence
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from kaohe.ledger.actions import RECORDING
from kaohe.ledger.models import Entry
from kaohe.people.deeds import Deed, may
from kaohe.results import queries
from kaohe.web.desk import Desk, nothing
from kaohe.web.frame import Link, show
from kaohe.web.kept import body
from kaohe.web.shapes.entry import effect_of, entry_page, neighbours, row_of, rule_groups
from kaohe.web.shapes.problems import Shown

ON_A_PAGE = 50
ON_A_PART = 12


@require_safe
def ledger(request: HttpRequest, year: int) -> HttpResponse:
    """Entries, newest first; `?part=1` answers with a short list for another page to take in."""
    desk = Desk(request, year)
    chosen = {name: request.GET.get(name, "")[:80].replace("\0", "") for name in ("department", "rule", "clause", "period", "by", "q", "page", "part")}
    key = (*desk.key, *chosen.values())
    if chosen["part"]:
        return HttpResponse(body("part", key, lambda: _list(desk, chosen)))
    made = body("ledger", key, lambda: _context(desk, chosen))
    return show(request, "ledger", cycle=desk.cycle, body=made, **desk.switches("ledger", with_periods=False))


def _list(desk: Desk, chosen: dict[str, str]) -> dict[str, Any]:
    """The entries that the filters name, one page of them."""
    found = queries.ledger(
        desk.cycle,
        desk.officer,
        department=chosen["department"],
        rules=_rules(desk, chosen),
        between=(desk.period.starts, desk.period.ends) if desk.period else None,
        by=chosen["by"],
        words=chosen["q"],
    )
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
        "lead": _("共 %s 笔；记录只增不改，错了用冲正更正。") % listed["number"],
    }


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
