"""What was moved by what was just written down: "学习培训 7 → 6", from two boards, before and after."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from kaohe.engine import Board, Exact, Node
from kaohe.ledger.models import Entry

from .figures import figure, joined
from .known import reachable

if TYPE_CHECKING:
    from kaohe.web.desk import Desk

#: A round through ten departments is told in a breath; more is on the board.
MOST = 6


def moved(before: Board, after: Board, entries: Iterable[Entry], desk: Desk) -> str:
    """One short sentence for each item that the entries moved, with its department where there are several."""
    entries = list(entries)
    several = len({each.department_id for each in entries}) > 1
    places = dict.fromkeys(
        (each.department.code, each.department.title, item.code) for each in entries if (item := desk.rulebook.item_of_rule.get(each.rule))
    )
    told = [words for code, title, item in places if (words := _moved(before, after, code, title if several else "", item, desk))]
    if not told:
        return _("分数没有变动")
    return joined(told[:MOST]) + ("…" if len(told) > MOST else "")


def _moved(before: Board, after: Board, department: str, title: str, item: str, desk: Desk) -> str:
    old, new = _node(before, department, item), _node(after, department, item)
    if old is None or new is None or _value(old) == _value(new):
        return ""
    name = f"{desk.say(title)} {desk.say(new.label)}".strip()
    return f"{name} {figure(_value(old))} → {figure(_value(new))}"


def _node(board: Board, department: str, item: str) -> Node | None:
    standing = board.of(department) if any(each.department.code == department for each in board.standings) else None
    return standing.tree.find(item) if standing else None


def _value(node: Node) -> Exact:
    """The points; while the year runs, what can still be reached of an item that starts full, or what is earned so far."""
    if node.points is not None:
        return node.points
    return min(reachable(node), node.full)
