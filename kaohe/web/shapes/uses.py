"""The page of uses: one's own part in what was divided, where more is shown, and everybody's dossiers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, NamedTuple

from django.urls import reverse

from kaohe.engine import read_shown
from kaohe.people.deeds import Deed, departments_for, may
from kaohe.people.models import Appointment
from kaohe.people.roles import MEMBERS
from kaohe.uses.models import Allotment, Kept
from kaohe.uses.sight import seen_lines
from kaohe.uses.trial import final_of, frozen
from kaohe.uses.words import money, say_line

from .figures import aside

if TYPE_CHECKING:
    from kaohe.web.desk import Desk

#: What reading an amount back takes beside the allotment.
BEHIND = ("snapshot__cycle__edition", "snapshot__cycle__bureau")


class Own(NamedTuple):
    """One's own amount in one department, with the sentence behind it."""

    amount: str
    sentence: str


class Divided(NamedTuple):
    """One allotment: when and by whom; where it stands, if this person sees any of it; their own part.

    in_force  the last one, by a result that is still final
    """

    number: int
    at: datetime
    by: str
    url: str
    own: tuple[Own, ...]
    in_force: bool


class Folder(NamedTuple):
    """A department with its dossier, and its people with theirs where this person may see them."""

    name: str
    url: str
    people: tuple[tuple[str, str], ...]


class UsesPage(NamedTuple):
    """Everything the page lists. `final`: the year has a final result."""

    basis: tuple[str, ...]
    final: bool
    divided: tuple[Divided, ...]
    reward_url: str
    own_url: str
    folders: tuple[Folder, ...]
    fairness_url: str
    what_if_url: str


def uses_page(desk: Desk) -> UsesPage:
    """Six queries at most, whatever the number of people."""
    year, officer = desk.cycle.year, desk.officer
    rows = list(Allotment.objects.visible_to(officer).filter(cycle=desk.cycle).select_related(*BEHIND).order_by("-number"))
    final = final_of(desk.cycle)
    return UsesPage(
        basis=_basis(desk),
        final=final is not None,
        divided=tuple(_divided(desk, each, in_force=each == rows[0] and each.snapshot == final) for each in rows),
        reward_url=reverse("reward", args=[year]) if departments_for(officer, Deed.SEE_REWARD) is None else "",
        own_url=reverse("person-dossier", args=[officer.username]),
        folders=tuple(_folders(desk)),
        fairness_url=reverse("fairness", args=[year]) if may(officer, Deed.SEE_FAIRNESS) else "",
        what_if_url=reverse("what-if", args=[year]) if may(officer, Deed.SEE_BOARD) else "",
    )


def _basis(desk: Desk) -> tuple[str, ...]:
    """What the measures say about it, and where."""
    uses = desk.rulebook.uses
    return (desk.say(desk.rulebook.clauses[uses.clause].summary), aside(desk.place(uses.clause))) if uses else ()


def _divided(desk: Desk, allotment: Allotment, *, in_force: bool) -> Divided:
    seen = seen_lines(desk.officer, allotment.read_lines())
    mine = [line for line in seen if line.person == desk.officer.username]
    return Divided(
        number=allotment.number,
        at=allotment.fixed_at,
        by=allotment.signature,
        url=reverse("allotment", args=[desk.cycle.year, allotment.number]) if seen else "",
        own=tuple(_own(desk, allotment, mine)),
        in_force=in_force,
    )


def _own(desk: Desk, allotment: Allotment, mine: Sequence[Kept]) -> Iterable[Own]:
    if not mine:
        return
    settings, weights = allotment.read_settings(), read_shown(allotment.weights)
    board = frozen(allotment.snapshot).board
    for line in mine:
        outside = board.of(line.department).rank is None
        yield Own(money(line.amount), say_line(line, settings, weights, outside, desk.tongue))


def _folders(desk: Desk) -> Iterable[Folder]:
    """The departments of that year whose dossier this person may see, in their decreed order, with their people."""
    reach = departments_for(desk.officer, Deed.SEE_DOSSIER)
    held = Appointment.objects.filter(department__in=desk.departments, role__in=MEMBERS).meeting(desk.cycle.starts, desk.cycle.ends)
    people: dict[int, dict[str, str]] = {}
    for row in held.select_related("officer").order_by("since", "pk"):
        if row.department_id and (reach is None or row.department_id in reach):
            people.setdefault(row.department_id, {})[row.officer.username] = row.officer.name
    for each in desk.departments:
        found = people.get(each.pk, {})
        links = tuple((name, reverse("person-dossier", args=[login])) for login, name in found.items())
        yield Folder(desk.say(each.title), reverse("department-dossier", args=[each.code]), links)
