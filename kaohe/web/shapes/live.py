"""What moved between two boards, in short sentences: "预算科：学习培训 7 → 6；年度总分 97.40 → 97.00"."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from kaohe.engine import Board, Item, Standing
from kaohe.pictures.values import balance_of

from .figures import figure, fixed, headed, joined
from .known import so_far
from .rulebook import consequences

if TYPE_CHECKING:
    from kaohe.web.desk import Desk

#: More sentences than that say nothing; the board is there to be looked at.
MOST = 8


def changes(before: Board, after: Board, desk: Desk, department: str = "") -> list[str]:
    """A sentence for each department that moved; of one alone where it is named."""
    old = {each.department.code: each for each in before.standings}
    pairs = [(old[each.department.code], each) for each in after.standings if each.department.code in old]
    told = [
        headed(desk.say(new.department.title), joined(words))
        for was, new in pairs
        if (not department or new.department.code == department) and (words := list(_moved(was, new, desk)))
    ]
    return [*told[:MOST], _("……共 %s 个科室有变动") % len(told)] if len(told) > MOST else told


def _moved(was: Standing, new: Standing, desk: Desk) -> Iterator[str]:
    """The items that moved, the total, the place, and the consequences that came or went."""
    if was is new:
        return
    for item in desk.rulebook.tree.walk():
        if not item.items:
            yield from _item(was, new, item, desk)
    if so_far(was) != so_far(new):  # as the page's own column of totals says it while something is open
        yield f"{desk.say(desk.rulebook.tree.label)} {fixed(so_far(was))} → {fixed(so_far(new))}"
    if was.rank != new.rank and was.rank and new.rank:
        yield _("名次 %(old)s → %(new)s") % {"old": was.rank, "new": new.rank}
    yield from consequences(was, new)


def _item(was: Standing, new: Standing, item: Item, desk: Desk) -> Iterator[str]:
    old, now = (balance_of(each.tree.find(item.code), item) for each in (was, new))
    if old != now:
        yield f"{desk.say(item.label)} {figure(old)} → {figure(now)}"
