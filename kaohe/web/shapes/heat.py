"""Where points go, departments across and items down; and the figures that the drawing of the composition needs."""

from typing import Any, NamedTuple

from django.urls import reverse

from kaohe.engine import Exact, Node, times, total

from .figures import change, figure, fixed
from .framework import factors
from .known import Known, brought, reachable, so_far


class HeatRow(NamedTuple):
    """An item and what every department lost or gained in it."""

    label: str
    full: str
    anchor: str
    cells: tuple[tuple[str, str, str], ...]


class Heat(NamedTuple):
    """Departments across, items down."""

    departments: tuple[tuple[str, str], ...]
    rows: tuple[HeatRow, ...]


def heat(known: Known) -> Heat:
    """How many points of the final hundred each department lost in each item; deeper the more of the item is gone."""
    taken = factors(known.rulebook)
    nodes = [{node.code: node for node in each.tree.walk()} for each in known.seen.standings]
    names = tuple(
        (known.title(each), reverse("department", args=[known.board.year, each.department.code]) + known.query)
        for each in known.seen.standings
    )
    rows = []
    for item in known.rulebook.tree.walk():
        if item.items:
            continue
        cells = tuple(
            _cell(own[item.code], taken[item.code], f"{url}#{item.code}") for own, (_name, url) in zip(nodes, names, strict=True)
        )
        rows.append(HeatRow(known.say(item.label), figure(times(item.full, taken[item.code])), item.clause, cells))
    return Heat(names, tuple(rows))


def _cell(node: Node, factor: Exact, url: str) -> tuple[str, str, str]:
    """Class, words and address of one cell."""
    off = total([reachable(node) if node.points is None else node.points, -node.full])
    effect = change(times(off, factor))
    if node.points is None:
        return "open", "?" if off == 0 else f"{effect} ?", url
    if off == 0:
        return "0", "·", url
    if off > 0:
        return "up", effect, url
    share = float(-off) / float(node.full)  # only picks a shade
    return ("1" if share <= 0.15 else "2" if share <= 0.4 else "3"), effect, url


def chart(known: Known) -> dict[str, Any]:
    """What the drawing of the composition needs; texts are the exact figures that the table beside it shows."""
    standings = known.board.ranked()
    return {
        "departments": [known.title(each) for each in standings],
        "totals": [fixed(so_far(each)) for each in standings],
        "full": figure(known.rulebook.tree.full),
        "blocks": [
            {"name": known.say(item.label), "points": [fixed(brought(each.tree.children[number])) for each in standings]}
            for number, item in enumerate(known.rulebook.tree.items)
        ],
    }
