"""An edition of the measures: its framework, its clauses and all that hangs on them."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from kaohe.results import queries
from kaohe.web.desk import Desk, nothing, years_of
from kaohe.web.frame import show
from kaohe.web.shapes.rulebook import ClauseCard, rulebook_page


@require_safe
def rulebook(request: HttpRequest, edition: str) -> HttpResponse:
    """The edition, with what was recorded under each clause in the latest year that follows it."""
    years = [each for each in years_of(request) if each.edition.code == edition]
    desk = Desk(request, years[0].year) if years else nothing()
    page = rulebook_page(desk.rulebook)
    numbers = queries.count_by_rule(desk.cycle, desk.officer)
    ledger = reverse("ledger", args=[desk.cycle.year])

    def with_entries(card: ClauseCard) -> ClauseCard:
        found = sum(numbers.get(code, 0) for code in card.rule_codes)
        return card.with_entries(found, f"{ledger}?{urlencode({'clause': card.anchor})}") if found else card

    parts = [part._replace(clauses=tuple(map(with_entries, part.clauses))) for part in page.parts]
    return show(request, "rulebook", cycle=desk.cycle, page=page._replace(parts=tuple(parts)), year=desk.cycle.year)
