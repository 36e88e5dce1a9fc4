"""What the overview shows: key figures, the ranking with its composition and trend, where points go, what is to be done."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

from django.urls import reverse
from django.utils.translation import gettext as _

from kaohe.engine import Board, Exact, Item, Node, Rulebook, Standing, times, total

from .figures import change, figure, fixed, percent, width
from .framework import factors

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


class Column(NamedTuple):
    """A weighted block of the whole, as a column of the ranking."""

    label: str
    weight: str


class Figure(NamedTuple):
    """A key figure: what, how much, and one line of context."""

    label: str
    value: str
    unit: str
    note: str
    tone: str = ""


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


def columns(rulebook: Rulebook, tongue: str) -> tuple[Column, ...]:
    """The blocks right under the whole."""
    return tuple(Column(rulebook.in_language(item.label, tongue), percent(item.weight)) for item in rulebook.tree.items)


def ranking(
    board: Board,
    rulebook: Rulebook,
    tongue: str,
    trend: Sequence[Board] = (),
    earlier: Mapping[str, int] | None = None,
    query: str = "",
) -> tuple[Row, ...]:
    """The departments in their order; `trend` are the boards of the periods so far, `earlier` the ranks to compare with."""
    followed = followed_item(rulebook)
    balances = [{each.department.code: _balance(each, followed) for each in past.standings} for past in trend]
    values = [value for past in balances for value in past.values()]
    low, high = (min(values), max(values)) if values else (Decimal(0), Decimal(0))
    rows = []
    for standing in board.ranked():
        line = [past[standing.department.code] for past in balances if standing.department.code in past]
        rows.append(_row(standing, board, rulebook, tongue, line, (low, high), earlier or {}, query))
    return tuple(rows)


def _row(
    standing: Standing,
    board: Board,
    rulebook: Rulebook,
    tongue: str,
    line: list[Exact],
    bounds: tuple[Exact, Exact],
    earlier: Mapping[str, int],
    query: str,
) -> Row:
    tree, department = standing.tree, standing.department
    before = earlier.get(department.code)
    moved = before - standing.rank if before and standing.rank else 0
    spark, end = _spark(line, bounds)
    return Row(
        rank=str(standing.rank or ""),
        place=str(min(standing.rank, 4)) if standing.rank else "0",
        move="" if not moved else f"▲{moved}" if moved > 0 else f"▼{-moved}",
        move_words="" if not moved else (_("上升 %s 位") if moved > 0 else _("下降 %s 位")) % abs(moved),
        name=rulebook.in_language(department.title, tongue),
        full_name=rulebook.in_language(department.name, tongue),
        url=reverse("department", args=[board.year, department.code]) + query,
        blocks=tuple(_block(child) for child in tree.children),
        total=fixed(standing.published if standing.published is not None else tree.settled),
        state="veto" if standing.vetoed else "open" if tree.points is None else "ranked",
        bars=_bars(tree),
        spark=spark,
        spark_end=end,
        spark_words=" → ".join(figure(value) for value in line),
        note=_note(standing),
    )


def _block(node: Node) -> str:
    return fixed(node.points) if node.points is not None else _("待定") if not node.settled else fixed(node.settled)


def _note(standing: Standing) -> str:
    if standing.vetoed:
        return _("一票否决")
    if standing.tree.points is None:
        return _("暂计")
    return _("不得评先") if standing.barred else ""


def _bars(tree: Node) -> tuple[tuple[str, str, str], ...]:
    """Each block's share of the whole: class, start, width in a drawing of 100."""
    bars, at = [], Decimal(0)
    for number, child in enumerate(tree.children):
        brought = times(child.points if child.points is not None else child.settled, child.weight)
        bars.append(("ab"[number % 2], width(at, tree.full), width(brought, tree.full)))
        at = total([at, brought])
    return tuple(bars)


def followed_item(rulebook: Rulebook) -> str:
    """The block whose balance is worth following by the quarter: the first that no grading decides; else the whole."""

    def graded(item: Item) -> bool:
        return any(rule.name == "graded" for each in item.walk() for rule in each.rules)

    return next((item.code for item in rulebook.tree.items if not graded(item)), rulebook.tree.code)


def _balance(standing: Standing, code: str) -> Exact:
    """What can still be reached: settled points and those still open; it only falls by what was really lost."""
    node = standing.tree.find(code)
    return total([node.settled, node.undecided]) if node.points is None else node.points


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


def figures(board: Board, rulebook: Rulebook, tongue: str, facts: Mapping[str, Any], before: Board | None) -> tuple[Figure, ...]:
    """The key figures, and only those that the data really hold."""
    ranked = [each for each in board.standings if each.published is not None and not each.vetoed]
    shown = [_mean(ranked, before), _best(ranked, rulebook, tongue)]
    shown += [
        Figure(
            _("目标划档"), str(facts["graded"]), f"/ {facts['goals']}",
            _("全部目标已划档") if facts["graded"] == facts["goals"] else _("还有 %s 项待划档") % (facts["goals"] - facts["graded"]),
            "" if facts["graded"] == facts["goals"] else "amber",
        ),
        Figure(_("台账记录"), str(facts["entries"]), _("笔"), _late(facts)),
        _vetoed(board, rulebook, tongue),
    ]
    return tuple(figure for figure in shown if figure)


def _mean(ranked: Sequence[Standing], before: Board | None) -> Figure:
    if not ranked:
        return Figure(_("全局平均分"), "—", "", _("目标划档后得出"))
    mean = _average(ranked)
    earlier = [each for each in before.standings if each.published is not None and not each.vetoed] if before else []
    note = _("%s 个科室，不含一票否决") % len(ranked)
    if earlier:
        note = _("较上年 %s") % change(total([mean, -_average(earlier)]))
    return Figure(_("全局平均分"), fixed(mean), "", note)


def _average(standings: Sequence[Standing]) -> Decimal:
    """The mean of published figures, to the same two decimals as they have."""
    whole = sum((each.published for each in standings if each.published is not None), Decimal(0))
    return (whole / len(standings)).quantize(Decimal("0.01"))


def _best(ranked: Sequence[Standing], rulebook: Rulebook, tongue: str) -> Figure:
    if not ranked:
        return Figure(_("最高分"), "—", "", _("目标划档后得出"))
    best = max(each.published for each in ranked if each.published is not None)
    names = "、".join(rulebook.in_language(each.department.title, tongue) for each in ranked if each.published == best)
    return Figure(_("最高分"), fixed(best), "", names)


def _late(facts: Mapping[str, Any]) -> str:
    late = facts["late"]
    return _("其中 %s 笔在季度结束后才登记") % late if late else _("全部在当季登记")


def _vetoed(board: Board, rulebook: Rulebook, tongue: str) -> Figure:
    vetoed = [rulebook.in_language(each.department.title, tongue) for each in board.standings if each.vetoed]
    return Figure(_("一票否决"), str(len(vetoed)), _("个科室"), "、".join(vetoed) or _("本年度没有"), "seal" if vetoed else "")


def heat(board: Board, rulebook: Rulebook, tongue: str) -> Heat:
    """How many points of the final hundred each department lost in each item; deeper the more of the item is gone."""
    leaves = [item for item in rulebook.tree.walk() if not item.items]
    brought = factors(rulebook)
    standings = board.standings
    nodes = [{node.code: node for node in standing.tree.walk()} for standing in standings]
    names = tuple(
        (rulebook.in_language(each.department.title, tongue), reverse("department", args=[board.year, each.department.code]))
        for each in standings
    )
    rows = []
    for item in leaves:
        cells = tuple(
            _cell(own[item.code], brought[item.code], f"{url}#{item.code}") for own, (_name, url) in zip(nodes, names, strict=True)
        )
        rows.append(HeatRow(rulebook.in_language(item.label, tongue), figure(times(item.full, brought[item.code])), item.clause, cells))
    return Heat(names, tuple(rows))


def _cell(node: Node, factor: Exact, url: str) -> tuple[str, str, str]:
    """Class, words and address of one cell."""
    if node.points is None:
        return "open", "?", url
    off = total([node.points, -node.full])
    if off == 0:
        return "0", "·", url
    effect = change(times(off, factor))
    if off > 0:
        return "up", effect, url
    share = -off / node.full
    return ("1" if share <= Decimal("0.15") else "2" if share <= Decimal("0.4") else "3"), effect, url


def chart(board: Board, rulebook: Rulebook, tongue: str) -> dict[str, Any]:
    """What the drawing of the composition needs; texts are the exact figures that the table beside it shows."""
    standings = [each for each in board.ranked()]
    return {
        "departments": [rulebook.in_language(each.department.title, tongue) for each in standings],
        "totals": [fixed(each.published if each.published is not None else each.tree.settled) for each in standings],
        "open": [each.tree.points is None for each in standings],
        "blocks": [
            {
                "name": rulebook.in_language(item.label, tongue),
                "points": [fixed(_brought(each.tree.children[number])) for each in standings],
            }
            for number, item in enumerate(rulebook.tree.items)
        ],
    }


def _brought(child: Node) -> Exact:
    return times(child.points if child.points is not None else child.settled, child.weight)
