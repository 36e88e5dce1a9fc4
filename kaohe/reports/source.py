"""What every paper of a year starts from: the year, for whom it is made, what the bureau's papers have in common."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any, NamedTuple

from django.utils import timezone
from django.utils.translation import get_language

from kaohe.cycles.models import Cycle, Period
from kaohe.engine import Board, Facts, Rulebook
from kaohe.paper.description import Proof
from kaohe.paper.kinds.common import LETTERS, Issue, Stationery
from kaohe.paper.proofs import code_of
from kaohe.people.deeds import Deed, departments_for
from kaohe.people.models import Bureau, BureauSettings, Department, Officer
from kaohe.results.boards import board_in, facts_in, state_of
from kaohe.results.models import Snapshot

#: What stands on every page of a paper that isn't the real thing.
DEMONSTRATION, DRAFT = "演示数据，不得作为依据", "草稿"


class Choice(NamedTuple):
    """One paper that this person may open: its key in the address, its words, what it is made of.

    row  the department under whose name it is listed
    """

    of: str
    words: str
    thing: Any = None
    row: Department | None = None


@dataclass(frozen=True)
class Source:
    """One asking for papers of a year.

    day, number  what the asker typed: the day of issue and the running number of the year
    address      of a code, where a paper with it can be checked
    """

    cycle: Cycle
    officer: Officer
    address: Callable[[str], str]
    day: date | None = None
    number: int | None = None

    @cached_property
    def rulebook(self) -> Rulebook:
        """The year's rules."""
        return self.cycle.rulebook()

    def say(self, text: str) -> str:
        """A label of the rulebook in the language of the list that it stands in; papers themselves are Chinese."""
        return self.rulebook.in_language(text, "en" if (get_language() or "").startswith("en") else "zh")

    @cached_property
    def stationery(self) -> Stationery:
        """What the bureau's papers have in common. One query."""
        return stationery_of(self.cycle.bureau)

    @cached_property
    def periods(self) -> list[Period]:
        """The year's quarters that have begun."""
        today = self.cycle.bureau.today()
        return [each for each in self.cycle.periods.all() if each.starts <= today]

    @cached_property
    def whole(self) -> bool:
        """True where everyone's totals may be seen."""
        return self.cycle.board_visible_to(self.officer)

    @cached_property
    def every_detail(self) -> bool:
        """True where every department's details may be seen."""
        return departments_for(self.officer, Deed.SEE_DEPARTMENT) is None

    @cached_property
    def departments(self) -> list[Department]:
        """Those whose details may be seen, in the decreed order. One query."""
        rows = Department.objects.visible_to(self.officer).standing(self.cycle.starts).order_by("order", "code")
        seen = departments_for(self.officer, Deed.SEE_DEPARTMENT)
        return [each for each in rows if seen is None or each.pk in seen]

    @cached_property
    def announced(self) -> Snapshot | None:
        """The year's results as they were last announced, if they were."""
        rows = Snapshot.objects.filter(cycle=self.cycle).exclude(kind="bulletin").select_related("notice__proposal")
        found = rows.order_by("-pk").first()
        return self.with_cycle(found) if found else None

    def with_cycle(self, snapshot: Snapshot) -> Snapshot:
        """The snapshot, knowing the year as it was read already."""
        snapshot.cycle = self.cycle
        return snapshot

    def board(self, period: Period | None = None) -> tuple[Board, Facts]:
        """The board as the ledger has it, of the whole year or at the end of a quarter, with its facts."""
        if period is None:
            state = state_of(self.cycle)
        else:
            state = state_of(
                self.cycle, as_of=self.until(period), up_to=period.last_entry if period.closed_on else None
            )
        return board_in(self.cycle, state), facts_in(self.cycle, state)

    def until(self, period: Period) -> date:
        """A quarter's last day, never beyond what is known."""
        return min(period.ends, self.cycle.as_of() or period.ends)

    def issue(self, day: date | datetime | None = None, *, digest: str = "", draft: bool = False) -> Issue:
        """The issuing: on the day that was typed, else on that one, else today."""
        usual = timezone.localdate(day) if isinstance(day, datetime) else day
        code = code_of(digest) if digest else ""
        proof = Proof(digest, code, self.address(code), "SHA-256") if digest else None
        warnings = [DEMONSTRATION] if self.cycle.bureau.demonstration else []
        return Issue(
            self.day or usual or self.cycle.bureau.today(),
            self.number,
            proof,
            " · ".join([*warnings, *([DRAFT] if draft else [])]),
        )


def stationery_of(bureau: Bureau) -> Stationery:
    """What that bureau's papers have in common; what it has not said is as custom has it."""
    said = BureauSettings.objects.of(bureau)
    usual = Stationery(bureau.title)
    return Stationery(
        bureau=bureau.title,
        mark=said.paper_mark,
        code=said.paper_code,
        addressee=said.paper_addressee or usual.addressee,
        copies=tuple(said.paper_copies),
        printer=said.paper_printer,
        office=said.paper_contact or usual.office,
        telephone=said.paper_telephone,
        place=said.paper_place,
        letters=frozenset(kind for kind in LETTERS if getattr(said, f"letter_{kind}")),
    )
