"""Reads for pages that join rooms: counts, lists and neighbours of the ledger. Each is a fixed number of queries."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone

from kaohe.cycles.models import Cycle, Period
from kaohe.engine import Exact, read_number
from kaohe.ledger.models import Answer, Entry
from kaohe.people.models import Officer
from kaohe.results.models import Kind, Snapshot


class Counts(NamedTuple):
    """How many entries a year's ledger holds, and how many of them were written down only after their quarter."""

    entries: int
    late: int


def counts(cycle: Cycle, officer: Officer, periods: Iterable[Period], until: date | None = None) -> Counts:
    """The entries that the officer may see, up to a day. One query."""
    late = Q(pk__in=[])
    for period in periods:
        late |= Q(occurred_on__range=(period.starts, period.ends), recorded_at__gte=_morning_after(period.ends))
    rows = Entry.objects.visible_to(officer).filter(cycle=cycle)
    if until:
        rows = rows.filter(occurred_on__lte=until)
    found = rows.aggregate(entries=Count("pk"), late=Count("pk", filter=late))
    return Counts(found["entries"], found["late"])


def _morning_after(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min))


class Announced(NamedTuple):
    """A department's place and points as they were announced."""

    rank: int | None
    published: Exact | None
    vetoed: bool


def announced(cycle: Cycle) -> Mapping[str, Announced]:
    """The last announced results of a year by department; empty before its notice. One query."""
    rows = Snapshot.objects.filter(cycle=cycle).exclude(kind=Kind.BULLETIN).order_by("-pk")
    board = rows.values_list("board", flat=True).first()
    return {
        row["code"]: Announced(row["rank"], read_number(row["published"]) if row["published"] else None, row["vetoed"])
        for row in (board["departments"] if board else ())
    }


def count_by_rule(cycles: Iterable[Cycle], officer: Officer) -> Mapping[int, Mapping[str, int]]:
    """How many entries that the officer may see stand under each rule, by year. One query."""
    rows = (
        Entry.objects.visible_to(officer).filter(cycle__in=list(cycles)).order_by().values_list("cycle__year", "rule")
    )
    found: dict[int, dict[str, int]] = {}
    for year, rule, number in rows.annotate(number=Count("pk")):
        found.setdefault(year, {})[rule] = number
    return found


def newest_seals(cycles: Iterable[Cycle]) -> tuple[tuple[int, str | None], ...]:
    """The seal of each year's newest entry: equal seals, equal ledgers. One query."""
    newest = Entry.objects.filter(cycle=OuterRef("pk")).order_by("-number").values("seal")[:1]
    years = Cycle.objects.filter(pk__in=[each.pk for each in cycles]).order_by("-year")
    return tuple(years.annotate(seal=Subquery(newest)).values_list("year", "seal"))


def ledger(
    cycle: Cycle,
    officer: Officer,
    *,
    department: str = "",
    rules: Iterable[str] | None = None,
    between: tuple[date, date] | None = None,
    by: str = "",
    words: str = "",
) -> QuerySet[Entry]:
    """The entries that the officer may see, newest fact first, narrowed as asked; `by`: whose hand wrote them down. One query when read."""
    rows = Entry.objects.visible_to(officer).filter(cycle=cycle).select_related("department", "reverses")
    if department:
        rows = rows.filter(department__code=department)
    if rules is not None:
        rows = rows.filter(rule__in=tuple(rules))
    if between:
        rows = rows.filter(occurred_on__range=between)
    if by:
        rows = rows.filter(recorder_name=by)
    for word in words.split()[:5]:
        number = word.removeprefix("#")
        # One database keeps names as they are written, the other as escapes.
        names = Q(persons__icontains=word) | Q(persons__icontains=json.dumps(word)[1:-1])
        hit = Q(about__icontains=word) | Q(matter__icontains=word) | names
        rows = rows.filter(
            hit | Q(number=int(number)) if number.isascii() and number.isdigit() and len(number) < 10 else hit
        )
    return rows.order_by("-occurred_on", "-number")


def entry(cycle: Cycle, officer: Officer, number: int) -> Entry | None:
    """One entry with all that its page names, None where the officer may not know of it. One query.

    `answered` and `undone` say whether its department has said anything and whether something was taken back, so that
    nobody asks for what isn't there.
    """
    rows = Entry.objects.visible_to(officer).filter(cycle=cycle, number=number)
    answered = Exists(Answer.objects.filter(entry=OuterRef("pk")))
    undone = Exists(Entry.objects.filter(reverses=OuterRef("pk")))
    named = rows.select_related("department", "goal", "reverses", "recorded_by")
    return named.annotate(answered=answered, undone=undone).first()


def answers(entry: Entry) -> list[Answer]:
    """What the department said to an entry, in order. One query at most."""
    return list(entry.answers.select_related("officer")) if getattr(entry, "answered", True) else []
