"""An edition of the measures: its framework, its clauses and all that hangs on them."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from kaohe.cycles.models import Cycle
from kaohe.results import queries
from kaohe.web.desk import Desk, nothing, years_of
from kaohe.web.frame import show
from kaohe.web.kept import body
from kaohe.web.shapes.rulebook import ClauseCard, rulebook_page


@require_safe
def rulebook(request: HttpRequest, edition: str) -> HttpResponse:
    """The edition, with what was recorded under each clause in every year that follows it."""
    years = [each for each in years_of(request) if each.edition.code == edition]
    desk = Desk(request, years[0].year) if years else nothing()
    made = body("rulebook", (*desk.key, queries.newest_seals(years)), lambda: _context(desk, years))
    title = desk.say(desk.rulebook.label)
    return show(request, "rulebook", cycle=desk.cycle, body=made, title=title, rulebook=desk.rulebook)


def _context(desk: Desk, years: Iterable[Cycle]) -> dict[str, Any]:
    page = rulebook_page(desk.rulebook)
    found = queries.count_by_rule(years, desk.officer)

    def recorded(card: ClauseCard) -> ClauseCard:
        for year, numbers in sorted(found.items(), reverse=True):
            number = sum(numbers.get(code, 0) for code in card.rule_codes)
            if number:
                url = f"{reverse('ledger', args=[year])}?{urlencode({'clause': card.anchor})}"
                card = card.with_recorded(number, year, url)
        return card

    parts = tuple(part._replace(clauses=tuple(map(recorded, part.clauses))) for part in page.parts)
    return {"page": page._replace(parts=parts)}
