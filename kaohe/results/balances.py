"""What an item is worth so far: earned points where it starts at zero, else what is left of its full points."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from kaohe.engine import Exact, Item, Node, read_shown, total

#: By department and item.
Balances = Mapping[str, Mapping[str, Exact]]


def balance_of(node: Node, item: Item) -> Exact:
    """The balance of one node of a tree."""
    return node.points if node.points is not None else _so_far(item, node.settled, node.undecided, node.full)


def balances_in(board: Mapping[str, Any], items: Iterable[Item]) -> Balances:
    """The balances of these items in a board as data, without reading the rest of it."""
    wanted = {item.code: item for item in items}
    return {each["code"]: dict(_walk(each["tree"], wanted)) for each in board["departments"]}


def _walk(node: Mapping[str, Any], wanted: Mapping[str, Item]) -> Iterable[tuple[str, Exact]]:
    if (item := wanted.get(node["code"])) is not None:
        if node["points"] is not None:
            yield item.code, read_shown(node["points"])
        else:
            yield item.code, _so_far(item, *(read_shown(node[name]) for name in ("settled", "undecided", "full")))
    for child in node["children"]:
        yield from _walk(child, wanted)


def _so_far(item: Item, settled: Exact, undecided: Exact, full: Exact) -> Exact:
    return settled if item.start == "zero" else min(total([settled, undecided]), full)
