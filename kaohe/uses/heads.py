"""Who belonged to which department for how much of a year: heads, whole or in part, from what people were appointed to."""

from __future__ import annotations

from bisect import bisect_left
from calendar import isleap
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

from kaohe.cycles.models import Cycle
from kaohe.engine import Department, plainest
from kaohe.people.models import Appointment
from kaohe.people.roles import MEMBERS
from kaohe.uses.reward import Share
from kaohe.uses.settings import Heads


class Belonging(NamedTuple):
    """Somebody belonging to a department for a time; `until` None for good."""

    person: str
    department: str
    since: date
    until: date | None


def heads_of(belongings: Iterable[Belonging], year: int, how: Heads) -> Mapping[tuple[str, str], Fraction]:
    """By department and person, how much of a head each counts in that year; who counts nothing is left out.

    On a day on which somebody belongs to several departments, each gets an equal part of them. Nobody ever counts more than one.
    """
    days = list(_days(year, how))
    spans: dict[str, list[Belonging]] = {}
    for each in belongings:
        spans.setdefault(each.person, []).append(each)
    found: dict[tuple[str, str], Fraction] = {}
    for person, held in spans.items():
        for number, here in _stretches(held, days):
            for department in here:
                key = department, person
                found[key] = found.get(key, Fraction(0)) + Fraction(number, len(here) * len(days))
    return found


def _stretches(held: list[Belonging], days: list[date]) -> Iterator[tuple[int, set[str]]]:
    """The year cut where anything begins or ends: how many of the days fall into each piece, and where the person was then."""
    ends = {each.until + timedelta(days=1) for each in held if each.until}
    cuts = sorted({days[0], *(each.since for each in held), *ends})
    for at, cut in enumerate(cuts):
        last = bisect_left(days, cuts[at + 1]) if at + 1 < len(cuts) else len(days)
        number = last - bisect_left(days, cut)
        here = {each.department for each in held if each.since <= cut and (each.until is None or cut <= each.until)}
        if number and here:
            yield number, here


def _days(year: int, how: Heads) -> Iterator[date]:
    """The days on which it is looked who belongs where; each counts the same."""
    if how == Heads.YEAR_END:
        yield date(year, 12, 31)
    elif how == Heads.MONTHS:
        yield from (date(year, month, 15) for month in range(1, 13))
    else:
        first = date(year, 1, 1)
        yield from (first + timedelta(days=number) for number in range(366 if isleap(year) else 365))


def shares_of(cycle: Cycle, departments: Iterable[Department], how: Heads) -> list[Share]:
    """Who gets a share of that year, the departments in the order given: persons, or for `size` the departments. One query."""
    order = {each.code: at for at, each in enumerate(departments)}
    if how == Heads.SIZE:
        sizes = {each.code: Decimal(each.size or 0) for each in departments}
        return [Share(code, sizes[code], (at,)) for code, at in order.items()]
    rows = list(
        Appointment.objects.filter(department__bureau=cycle.bureau, role__in=MEMBERS)
        .meeting(cycle.starts, cycle.ends)
        .select_related("officer", "department")
        .order_by("pk")
    )
    names = {row.officer.username: row.officer.name for row in rows}
    # Within a department heads stand before clerks and those before the others, and then who came first.
    place = {role: at for at, role in enumerate(MEMBERS)}
    first: dict[tuple[str, str], tuple[int, ...]] = {}
    for row in rows:
        assert row.department is not None
        key = row.department.code, row.officer.username
        own = (place[row.role], row.since.toordinal(), row.pk)  # type: ignore[index]
        first[key] = min(first.get(key, own), own)
    belongings = [
        Belonging(row.officer.username, row.department.code, row.since, row.until) for row in rows if row.department
    ]
    return [
        Share(department, plainest(heads), (order[department], *first[department, person]), person, names[person])
        for (department, person), heads in heads_of(belongings, cycle.year, how).items()
        if department in order
    ]
