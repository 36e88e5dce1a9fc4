"""What was moved by what was just written down: "学习培训 7 → 6", from two boards, before and after."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from kaohe.engine import Board, Item
from kaohe.ledger.models import Entry
from kaohe.pictures.values import balance_of

from .figures import figure, joined
from .rulebook import consequences

if TYPE_CHECKING:
    from kaohe.web.desk import Desk

#: A round through ten departments is told in a breath; more is on the board.
MOST = 6


def moved(before: Board, after: Board, entries: Iterable[Entry], desk: Desk) -> str:
    """A short sentence for each item that the entries moved and each consequence, with its department where there are several."""
    entries = list(entries)
    several = len({each.department_id for each in entries}) > 1
    places = {
        (each.department.code, item.code): (each.department.title, item)
        for each in entries
        if (item := desk.rulebook.item_of_rule.get(each.rule))
    }
    told = [words for (code, _item), (title, item) in places.items() if (words := _moved(before, after, code, title if several else "", item, desk))]
    told += [
        f"{desk.say(title)} {words}" if several else words
        for code, title in dict.fromkeys((each.department.code, each.department.title) for each in entries)
        for words in consequences(before.of(code), after.of(code))
    ]
    if not told:
        return _("分数没有变动")
    return joined(told[:MOST]) + ("…" if len(told) > MOST else "")


def _moved(before: Board, after: Board, department: str, title: str, item: Item, desk: Desk) -> str:
    old, new = (balance_of(board.of(department).tree.find(item.code), item) for board in (before, after))
    name = f"{desk.say(title)} {desk.say(item.label)}".strip()
    return "" if old == new else f"{name} {figure(old)} → {figure(new)}"
