"""A year about to be opened: for which year and edition its dates are reckoned, how they come out, and which were typed by hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import NamedTuple
from urllib.parse import urlencode

from django.http import QueryDict

from kaohe.cycles.actions.years import spans
from kaohe.cycles.calendar import calendar_of
from kaohe.cycles.milestones import FOLLOWS, Key
from kaohe.cycles.models import Cycle, Edition
from kaohe.cycles.plan import Frame, days_of, propose
from kaohe.people.models import Bureau
from kaohe.web.forms.years import field_of

from .rounds import day_of


class Question(NamedTuple):
    """What the dates are reckoned for. `like`: "last" for those of the year before, "" for the calendar's own."""

    year: int
    edition: Edition | None
    like: str

    def query(self, more: Mapping[str, str] | None = None) -> str:
        """The same as an address has it."""
        told = {"year": self.year, "edition": self.edition.code if self.edition else "", "like": self.like}
        return urlencode({name: value for name, value in {**told, **(more or {})}.items() if value})


class Reckoned(NamedTuple):
    """The dates of such a year: what the calendar proposes, what the year before had, and which are planned of both."""

    frame: Frame
    proposed: dict[Key, date]
    before: dict[Key, date]
    planned: dict[Key, date]


class Openable:
    """What a bureau may open: the year behind its last one, by one of its editions, where nothing else is asked for."""

    def __init__(self, bureau: Bureau, years: Sequence[Cycle], editions: Sequence[Edition]) -> None:
        self.bureau, self.editions = bureau, editions
        self.last = years[0] if years else None

    def asked(self, sent: Mapping[str, str], like: str) -> Question:
        """The year and the edition that a form or an address asks for."""
        newest = self.editions[0] if self.editions else None
        edition = next((each for each in self.editions if each.code == sent.get("edition")), newest)
        return Question(self._year(sent.get("year", "")), edition, "last" if like == "last" else "")

    def read(self, query: str) -> Question:
        """What `Question.query` wrote."""
        sent = QueryDict(query)
        return self.asked(sent, sent.get("like", ""))

    def reckoned(self, asked: Question) -> Reckoned:
        """The dates of that year. It must have an edition."""
        assert asked.edition
        rulebook = asked.edition.rulebook()
        ends = tuple(last for _first, last in spans(asked.year, len(rulebook.periods)))
        frame = Frame(asked.year, ends, calendar_of(self.bureau), rulebook.objection)
        proposed = days_of(propose(frame))
        before = {row.key: row.day for row in self.last.dates.all()} if self.last else {}
        return Reckoned(frame, proposed, before, days_of(propose(frame, before)) if asked.like else proposed)

    def _year(self, told: str) -> int:
        if told.isascii() and told.isdigit() and 2000 <= int(told) <= 2100:
            return int(told)
        return self.last.year + 1 if self.last else self.bureau.today().year


def by_hand(sent: Mapping[str, str], planned: Mapping[Key, date]) -> dict[Key, date]:
    """The dates of a form, or of the address that one was sent to, that are others than were planned."""
    found = {key: day_of(sent.get(field_of(key), "")) for key in planned if key.milestone != FOLLOWS}
    return {key: day for key, day in found.items() if day and day != planned[key]}
