"""What every page about a year starts from: the year if this person may know of it, its rules, its quarters, its board."""

from collections.abc import Hashable, Mapping
from dataclasses import replace
from datetime import date
from functools import cached_property
from typing import Any, NoReturn

from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from kaohe.cycles.models import Cycle, Period
from kaohe.engine import Board, Facts, Placing, Problem, Rulebook, Standing
from kaohe.people.deeds import Deed, departments_for
from kaohe.people.models import Department, Officer
from kaohe.results.boards import State, board_in, facts_in, state_of
from kaohe.web.frame import Link, visible_departments
from kaohe.web.shapes.figures import language
from kaohe.web.shapes.lines import Sheet, problem_words


class Desk:
    """One request about one year. Raises Http404 where the year is not this person's to see."""

    def __init__(self, request: HttpRequest, year: int) -> None:
        assert isinstance(request.user, Officer)
        self.request, self.officer = request, request.user
        self.years = years_of(request)
        self.cycle: Cycle = next((each for each in self.years if each.year == year), None) or nothing()
        self.rulebook: Rulebook = self.cycle.rulebook()
        self.tongue = language()

    def say(self, text: str) -> str:
        """A label of the rulebook in the reader's language."""
        return self.rulebook.in_language(text, self.tongue)

    def place(self, anchor: str) -> str:
        """Where a clause stands in the document, in the reader's language."""
        return self.say(self.rulebook.clause_label(anchor))

    def say_problem(self, problem: Problem) -> str:
        """A problem's sentence, with what it names of the rulebook in the reader's language."""
        return problem_words(problem, self.rulebook, self.tongue)

    @cached_property
    def periods(self) -> list[Period]:
        """The year's quarters."""
        return list(self.cycle.periods.all())

    @cached_property
    def period(self) -> Period | None:
        """The quarter that the address asks for; None for the whole year. Raises Http404 for one that isn't there."""
        asked = self.request.GET.get("period", "")
        if not asked:
            return None
        return next((each for each in self.periods if str(each.number) == asked), None) or nothing()

    @property
    def as_of(self) -> date | None:
        """The day up to which the page looks: the quarter's last, never beyond today."""
        if self.period is None:
            return self.cycle.as_of()
        return min(self.period.ends, self.cycle.as_of() or self.period.ends)

    @cached_property
    def board(self) -> Board:
        """The board of that day."""
        return board_in(self.cycle, self.state)

    @cached_property
    def facts(self) -> Facts:
        """The facts behind that board."""
        return facts_in(self.cycle, self.state)

    @cached_property
    def state(self) -> State:
        """What that board depends on, as the database has it now."""
        return state_of(self.cycle, as_of=self.as_of)

    @property
    def query(self) -> str:
        """What keeps the chosen quarter in a link."""
        return f"?period={self.period.number}" if self.period else ""

    @property
    def key(self) -> tuple[Hashable, ...]:
        """Everything that a page about this year depends on, for `kept.body`: one query."""
        cycle = self.cycle
        dates = (cycle.goals_fixed_on, cycle.graded_on, cycle.noticed_at, cycle.objection_deadline, cycle.finalised_on)
        reach = departments_for(self.officer, Deed.SEE_DEPARTMENT)
        return (self.state, cycle.stage, dates, cycle.bureau.today(), self.whole, reach, self.tongue, self.query)

    @cached_property
    def trend(self) -> tuple[Board, ...]:
        """The boards at the end of each quarter that is over, up to the day the page looks at."""
        last = self.as_of or self.cycle.ends
        return tuple(board_in(self.cycle, self.state._replace(as_of=each.ends)) for each in self.periods if each.ends <= last)

    @cached_property
    def departments(self) -> list[Department]:
        """Those whose details may be seen."""
        return visible_departments(self.officer, self.cycle)

    @cached_property
    def seen(self) -> frozenset[str]:
        """Their codes."""
        return frozenset(each.code for each in self.departments)

    def department_at(self, code: str) -> str:
        """That department's page, where every point has its clause and entry; "" for whom it doesn't concern."""
        return reverse("department", args=[self.cycle.year, code]) if code in self.seen else ""

    @cached_property
    def whole(self) -> bool:
        """True where everyone's totals and places may be seen."""
        return self.cycle.board_visible_to(self.officer)

    def title_of(self, code: str) -> str:
        """The department's name as people say it. Raises Http404 where its details are not this person's to see."""
        return next((self.say(each.title) for each in self.departments if each.code == code), None) or nothing()

    def only_seen(self, board: Board) -> Board:
        """The board with nobody on it whose details are not this person's to see; places left out unless they may be known."""
        standings = tuple(self._placed(each) for each in board.standings if each.department.code in self.seen)
        return replace(board, standings=standings, rankings=self._places(board.rankings), honours=self._places(board.honours))

    def _placed(self, standing: Standing) -> Standing:
        return standing if self.whole else replace(standing, rank=None)

    def _places(self, rankings: Mapping[str, tuple[Placing, ...]]) -> dict[str, tuple[Placing, ...]]:
        seen = {code: [each for each in places if each.department in self.seen] for code, places in rankings.items()}
        if self.whole:
            return {code: tuple(places) for code, places in seen.items()}
        return {code: tuple(each._replace(rank=None) for each in places) for code, places in seen.items()}

    def sheet(self) -> Sheet:
        """Turns lines of this year into rows."""
        return Sheet(self.rulebook, self.cycle.year, self.cycle.edition.code, self.tongue)

    def switches(self, name: str, *args: Any, with_periods: bool = True) -> dict[str, Any]:
        """The year and quarter switches of the top bar."""
        code = args[0] if args else None
        years = [Link(self.year_words(each.year), reverse(name, args=[each.year, *args]), here=each == self.cycle) for each in self.years]
        periods = self._period_links(reverse(name, args=[self.cycle.year, *args])) if with_periods else []
        return {"years": years, "year_label": self.year_words(self.cycle.year), "periods": periods, "code": code}

    def _period_links(self, url: str) -> list[Link]:
        today = self.cycle.as_of() or self.cycle.ends
        links = [
            Link(self.say(each.label), f"{url}?period={each.number}", here=self.period == each)
            for each in self.periods
            if each.starts <= today
        ]
        return [*links, Link(_("年度"), url, here=self.period is None)]

    @staticmethod
    def year_words(year: int) -> str:
        """The year as a heading says it."""
        return _("%s 年度") % year


def years_of(request: HttpRequest) -> list[Cycle]:
    """The years that this person may know of, the latest first; read once for each request."""
    known: list[Cycle] | None = getattr(request, "_kaohe_years", None)
    if known is None:
        assert isinstance(request.user, Officer)
        known = list(Cycle.objects.visible_to(request.user).with_edition().prefetch_related("periods").order_by("-year"))
        request._kaohe_years = known  # type: ignore[attr-defined]
    return known


def nothing() -> NoReturn:
    raise Http404
