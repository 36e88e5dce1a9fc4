"""The ranking: a row for each department with its place, its blocks, its bar and the way it went by quarters."""

from decimal import Decimal
from typing import NamedTuple

from django.urls import reverse
from django.utils.translation import gettext as _

from kaohe.engine import Exact, Node, Standing, total

from .figures import figure, fixed, width
from .known import Known, balance, brought, followed_item, note_on, so_far

SPARK_WIDTH, SPARK_HEIGHT = 64, 22


class Row(NamedTuple):
    """One department of the ranking."""

    rank: str
    place: str
    move: str
    move_words: str
    name: str
    full_name: str
    url: str
    blocks: tuple[str, ...]
    total: str
    state: str
    bars: tuple[tuple[str, str, str], ...]
    spark: str
    spark_end: tuple[str, str]
    spark_words: str
    note: str


def ranking(known: Known) -> tuple[Row, ...]:
    """The departments in their order, with the quarters so far and the places of the year before."""
    followed = known.rulebook.items[followed_item(known.rulebook)]
    balances = [{each.department.code: balance(each, followed) for each in past.standings} for past in known.trend]
    values = [value for past in balances for value in past.values()]
    bounds = (min(values), max(values)) if values else (Decimal(0), Decimal(0))
    open_to_me = {each.department.code for each in known.seen.standings}
    rows = []
    for standing in known.board.ranked():
        code = standing.department.code
        line = [past[code] for past in balances if code in past]
        row = _row(standing, known, line, bounds, known.before[code].rank if code in known.before else None)
        rows.append(row if code in open_to_me else row._replace(url=""))
    return tuple(rows)


def _row(standing: Standing, known: Known, line: list[Exact], bounds: tuple[Exact, Exact], before: int | None) -> Row:
    tree, department = standing.tree, standing.department
    moved = before - standing.rank if before and standing.rank else 0
    spark, end = _spark(line, bounds)
    return Row(
        rank=str(standing.rank or ""),
        place=str(min(standing.rank, 4)) if standing.rank else "0",
        move="" if not moved else f"▲{moved}" if moved > 0 else f"▼{-moved}",
        move_words="" if not moved else (_("较上年上升 %s 位") if moved > 0 else _("较上年下降 %s 位")) % abs(moved),
        name=known.title(standing),
        full_name=known.say(department.name),
        url=reverse("department", args=[known.board.year, department.code]) + known.query,
        blocks=tuple(_block(child) for child in tree.children),
        total=fixed(so_far(standing)),
        state="veto" if standing.vetoed else "open" if tree.points is None else "ranked",
        bars=_bars(tree),
        spark=spark,
        spark_end=end,
        spark_words=" → ".join(figure(value) for value in line),
        note=note_on(standing),
    )


def _block(node: Node) -> str:
    return fixed(node.points) if node.points is not None else _("待定") if not node.settled else fixed(node.settled)


def _bars(tree: Node) -> tuple[tuple[str, str, str], ...]:
    """Each block's share of the whole: class, start, width in a drawing of 100."""
    bars: list[tuple[str, str, str]] = []
    at: Exact = Decimal(0)
    for number, child in enumerate(tree.children):
        share = brought(child)
        bars.append(("ab"[number % 2], width(at, tree.full), width(share, tree.full)))
        at = total([at, share])
    if tree.points is None:
        bars.append(("open", width(at, tree.full), width(tree.undecided, tree.full)))
    return tuple(bars)


def _spark(values: list[Exact], bounds: tuple[Exact, Exact]) -> tuple[str, tuple[str, str]]:
    """A small line through the values, on the scale that all departments share."""
    if len(values) < 2:
        return "", ("", "")
    low, high = float(bounds[0]), float(bounds[1])
    step, spread = (SPARK_WIDTH - 6) / (len(values) - 1), (high - low) or 1
    points = [
        (3 + number * step, SPARK_HEIGHT - 4 - (float(value) - low) / spread * (SPARK_HEIGHT - 8))
        for number, value in enumerate(values)
    ]
    path = "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in points)
    return path, (f"{points[-1][0]:.1f}", f"{points[-1][1]:.1f}")
