"""Whose turn it is to be drawn into the checking group (附件3), by a rule that anyone can follow with the record in hand.

First who was drawn fewest times; of those, who served longest ago (never comes first); of those, by lot. A lot is the
beginning of SHA-256 over the draw's seed and the person's account. A new head begins with the fewest that others have,
so that nobody is drawn again and again for being new.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from kaohe.engine import sha256_hex
from kaohe.people.models import Appointment, Bureau, Draw
from kaohe.people.roles import Role

#: Why somebody took no part in a draw.
SERVING, ASIDE = "serving", "aside"


class Lot(NamedTuple):
    """One head of a department in a draw.

    tally   how often they were drawn before, or what a new head begins with
    served  the last day of their latest term, as a text; "" where they never served
    left    "", SERVING or ASIDE: why they took no part
    """

    login: str
    name: str
    department: str
    tally: int
    served: str = ""
    lot: str = ""
    drawn: bool = False
    left: str = ""


def standing(bureau: Bureau, since: date, until: date, aside: Collection[str] = ()) -> list[Lot]:
    """The heads on the first day, before the lots are made; `aside` are accounts that take no part. Three queries."""
    heads = (
        Appointment.objects.standing(since)
        .filter(officer__bureau=bureau, officer__is_active=True, role=Role.DEPARTMENT_HEAD)
        .select_related("officer", "department")
        .order_by("department__order", "department__code")
    )
    terms: dict[str, list[tuple[date, date | None]]] = {}
    rows = Appointment.objects.filter(officer__bureau=bureau, role=Role.CHECKER)
    for login, begins, ends in rows.values_list("officer__username", "since", "until"):
        terms.setdefault(login, []).append((begins, ends))
    known = tallies(Draw.objects.filter(bureau=bureau).order_by("pk").values_list("rows", flat=True))
    found: dict[str, Lot] = {}
    for head in heads:
        login, own = head.officer.username, terms.get(head.officer.username, [])
        serving = any(begins <= until and (ends is None or ends >= since) for begins, ends in own)
        served = max((ends for _begins, ends in own if ends is not None and ends < since), default=None)
        left = SERVING if serving else ASIDE if login in aside else ""
        # Terms from before there were draws count as draws.
        tally = known.get(login, len(own) or None)
        title = head.department.title if head.department else ""
        found.setdefault(login, Lot(login, head.officer.name, title, -1 if tally is None else tally, str(served or ""), left=left))
    least = min((each.tally for each in found.values() if each.tally >= 0), default=0)
    return [each._replace(tally=least) if each.tally < 0 else each for each in found.values()]


def tallies(draws: Iterable[Sequence[Mapping[str, object]]]) -> dict[str, int]:
    """How often each account was drawn, as the rows of the draws so far tell, the earliest first."""
    found: dict[str, int] = {}
    for rows in draws:
        for row in rows:
            found[str(row["login"])] = int(str(row["tally"])) + bool(row["drawn"])
    return found


def drawn(heads: Iterable[Lot], seed: str, seats: int) -> list[Lot]:
    """The heads with their lots, in the order of their turn, the first `seats` of them drawn; then those left out."""
    with_lots = [each._replace(lot="" if each.left else lot_of(seed, each.login), drawn=False) for each in heads]
    able = sorted((each for each in with_lots if not each.left), key=turn)
    return [
        *(each._replace(drawn=place < seats) for place, each in enumerate(able)),
        *(each for each in with_lots if each.left),
    ]


def turn(lot: Lot) -> tuple[int, str, str]:
    """What decides whose turn it is; days as texts stand in their order, and none before the first of them."""
    return lot.tally, lot.served, lot.lot


def lot_of(seed: str, login: str) -> str:
    """The lot of one person in one draw."""
    return sha256_hex(f"{seed}:{login}".encode())[:8]


def lots_of(draw: Draw) -> list[Lot]:
    """The rows of a draw that was made."""
    return [Lot(**row) for row in draw.rows]


def holds(draw: Draw) -> bool:
    """True where doing the draw again from its own record gives what it says."""
    rows = lots_of(draw)
    return drawn(rows, draw.seed, draw.seats) == rows
