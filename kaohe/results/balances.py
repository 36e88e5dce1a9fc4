"""What items are worth so far, read from a board as it was put away."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from kaohe.engine import Exact, Item, read_shown
from kaohe.pictures.values import balance_so_far

#: By department and item.
Balances = Mapping[str, Mapping[str, Exact]]


def balances_in(board: Mapping[str, Any], items: Iterable[Item]) -> Balances:
    """The balances of these items in a board as data, without reading the rest of it."""
    wanted = {item.code: item for item in items}
    return {each["code"]: dict(_walk(each["tree"], wanted)) for each in board["departments"]}


def _walk(node: Mapping[str, Any], wanted: Mapping[str, Item]) -> Iterable[tuple[str, Exact]]:
    if (item := wanted.get(node["code"])) is not None:
        if node["points"] is not None:
            yield item.code, read_shown(node["points"])
        else:
            yield (
                item.code,
                balance_so_far(item, *(read_shown(node[name]) for name in ("settled", "undecided", "full"))),
            )
    for child in node["children"]:
        yield from _walk(child, wanted)
