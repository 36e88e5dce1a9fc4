"""An edition of the measures: its framework, its clauses and all that hangs on them."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from kaohe.results import queries
from kaohe.web.desk import Desk, nothing, years_of
from kaohe.web.frame import show
from kaohe.web.kept import body
from kaohe.web.shapes.rulebook import ClauseCard, rulebook_page


@require_safe
def rulebook(request: HttpRequest, edition: str) -> HttpResponse:
    """The edition, with what was recorded under each clause in the latest year that follows it."""
    years = [each for each in years_of(request) if each.edition.code == edition]
    desk = Desk(request, years[0].year) if years else nothing()
    made = body("rulebook", desk.key, lambda: _context(desk))
    title = desk.say(desk.rulebook.label)
    return show(request, "rulebook", cycle=desk.cycle, body=made, title=title, rulebook=desk.rulebook)


def _context(desk: Desk) -> dict[str, Any]:
    page = rulebook_page(desk.rulebook)
    numbers = queries.count_by_rule(desk.cycle, desk.officer)
    ledger = reverse("ledger", args=[desk.cycle.year])

    def with_entries(card: ClauseCard) -> ClauseCard:
        found = sum(numbers.get(code, 0) for code in card.rule_codes)
        return card.with_entries(found, desk.cycle.year, f"{ledger}?{urlencode({'clause': card.anchor})}") if found else card

    parts = tuple(part._replace(clauses=tuple(map(with_entries, part.clauses))) for part in page.parts)
    return {"page": page._replace(parts=parts)}
