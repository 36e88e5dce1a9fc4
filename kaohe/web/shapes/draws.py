"""Draws into the checking group as pages tell them: whose turn comes next, and each draw with everything it was made from."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

from django.utils.translation import gettext as _

from kaohe.people import draws
from kaohe.people.draws import ASIDE, SERVING, Lot
from kaohe.people.models import Draw, Officer
from kaohe.web.shapes.figures import aside, listed
from kaohe.web.shapes.trail import moment

if TYPE_CHECKING:
    from kaohe.web.staff import Staff


class LotRow(NamedTuple):
    """One head of a department in a draw."""

    place: str
    name: str
    department: str
    tally: int
    served: str
    lot: str
    result: str
    tone: str


class Drawing(NamedTuple):
    """One draw, with everything it takes to do it again; `holds` where doing so gives the same."""

    number: int
    since: str
    until: str
    names: str
    seed: str
    when: str
    who: str
    reason: str
    rows: tuple[LotRow, ...]
    holds: bool


def next_in_turn(staff: Staff, heads: Iterable[Lot]) -> list[tuple[str, str, Officer]]:
    """For a form: who can be drawn now, whose turn it is first."""
    people = {each.username: each for each in staff.people}
    able = sorted((each for each in heads if not each.left), key=draws.turn)
    return [(each.login, each.name + aside(listed(_history(staff, each))), people[each.login]) for each in able]


def _history(staff: Staff, lot: Lot) -> list[str]:
    times = _("抽调过 %s 次") % lot.tally
    return [staff.say(lot.department), times, _("上次到 %s") % lot.served if lot.served else _("没有参加过")]


def drawings(staff: Staff, made: Iterable[Draw]) -> tuple[Drawing, ...]:
    """The draws, the newest first."""
    return tuple(_drawing(staff, each) for each in made)


def _drawing(staff: Staff, draw: Draw) -> Drawing:
    lots = draws.lots_of(draw)
    names = listed(each.name for each in lots if each.drawn)
    rows = tuple(_row(staff, place, each) for place, each in enumerate(lots, 1))
    return Drawing(
        draw.pk, draw.since.isoformat(), draw.until.isoformat(), names, draw.seed, moment(draw.at), draw.signature, draw.reason,
        rows, draws.holds(draw),
    )  # fmt: skip


def _row(staff: Staff, place: int, lot: Lot) -> LotRow:
    words = {SERVING: _("正在任期内"), ASIDE: _("这次不参加")}
    result, tone = (_("抽中"), "green") if lot.drawn else (words.get(lot.left, "") or _("未抽中"), "line")
    number = "—" if lot.left else str(place)
    return LotRow(number, lot.name, staff.say(lot.department), lot.tally, lot.served or "—", lot.lot or "—", result, tone)
