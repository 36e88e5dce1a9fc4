"""What the overview shows: key figures, the ranking with its composition and trend, where points go, what is to be done."""

from collections.abc import Sequence
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


class Known(NamedTuple):
    """What the page is made of.

    board  what may be ranked here; `seen` only those whose details may be opened, `everyone` whether the two are all
    due    True once grades are due, which is from the closing of the year on
    """

    board: Board
    seen: Board
    rulebook: Rulebook
    tongue: str
    counts: Any
    before: Board | None
    trend: tuple[Board, ...]
    everyone: bool
    due: bool
    query: str
    period: str

    def say(self, text: str) -> str:
        """A label of the rulebook in the reader's language."""
        return self.rulebook.in_language(text, self.tongue)

    def title(self, standing: Standing) -> str:
        """A department's name as people say it."""
        return self.say(standing.department.title)


class OverviewPage(NamedTuple):
    """The whole page."""

    title: str
    lead: str
    stages: tuple[Any, ...]
    figures: tuple[Figure, ...]
    ranking_title: str
    provisional: bool
    columns: tuple[Column, ...]
    total_label: str
    has_trend: bool
    trend_label: str
    rows: tuple[Row, ...]
    formula: str
    heat: Heat
    todos: tuple[Any, ...]
    chart: dict[str, Any]
    chart_rows: tuple[tuple[str, tuple[str, ...], str], ...]
    csv_url: str
    workbook_url: str


def title(year: int, period: str) -> str:
    """The page's heading, of the whole year or of one quarter."""
    values = {"year": year, "period": period}
    return _("%(year)s 年%(period)s考核总览") % values if period else _("%(year)s 年度考核总览") % values


def overview_page(known: Known, *, title: str, stages: Any, todos: Any, csv_url: str, workbook_url: str) -> OverviewPage:
    """Put the page together."""
    drawn = chart(known)
    followed = known.rulebook.items[followed_item(known.rulebook)]
    return OverviewPage(
        title=title,
        lead=_lead(known),
        stages=stages,
        figures=figures(known),
        ranking_title=_("科室排名") if known.everyone else _("科室得分"),
        provisional=any(each.published is None for each in known.board.standings),
        columns=tuple(Column(known.say(item.label), percent(item.weight)) for item in known.rulebook.tree.items),
        total_label=known.say(known.rulebook.tree.label),
        has_trend=len(known.trend) > 1,
        trend_label=_("%s逐季") % known.say(followed.label),
        rows=ranking(known),
        formula=_formula(known),
        heat=heat(known),
        todos=todos,
        chart=drawn,
        chart_rows=tuple(
            (name, tuple(block["points"][number] for block in drawn["blocks"]), drawn["totals"][number])
            for number, name in enumerate(drawn["departments"])
        ),
        csv_url=csv_url,
        workbook_url=workbook_url,
    )


def _lead(known: Known) -> str:
    """One sentence: what these figures are."""
    if not known.everyone:
        return _("公示以前只显示您所在或分管科室的得分；名次在公示后公布。")
    if known.period:
        return _("截至该季末的情况；业务目标年底划档，在此之前总分为暂计。")
    if any(each.published is None for each in known.board.standings):
        return _("年度尚未结束，得分为暂计，随登记随时更新。")
    return _("全部科室得分已定；点开任一科室，每一分都有条款、事项和登记人。")


def _formula(known: Known) -> str:
    """How the total comes about, read from the rulebook."""
    parts = " + ".join(f"{known.say(item.label)} × {percent(item.weight)}" for item in known.rulebook.tree.items)
    words = f"{known.say(known.rulebook.tree.label)} = {parts}{_('。')}"
    first = next(iter(known.rulebook.rankings), None)
    if first and first.then_by:
        words += _("同分同名次，按%s排列。") % known.say(known.rulebook.items[first.then_by].label)
    return words + (_("一票否决的科室照常计分，不参加排名。") if any(each.vetoed for each in known.board.standings) else "")


def ranking(known: Known) -> tuple[Row, ...]:
    """The departments in their order, with the quarters so far and the places of the year before."""
    followed = followed_item(known.rulebook)
    balances = [{each.department.code: _balance(each, followed) for each in past.standings} for past in known.trend]
    values = [value for past in balances for value in past.values()]
    bounds = (min(values), max(values)) if values else (Decimal(0), Decimal(0))
    earlier = {each.department.code: each.rank for each in known.before.standings} if known.before else {}
    open_to_me = {each.department.code for each in known.seen.standings}
    rows = []
    for standing in known.board.ranked():
        code = standing.department.code
        line = [past[code] for past in balances if code in past]
        row = _row(standing, known, line, bounds, earlier.get(code))
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
        total=fixed(_so_far(standing)),
        state="veto" if standing.vetoed else "open" if tree.points is None else "ranked",
        bars=_bars(tree),
        spark=spark,
        spark_end=end,
        spark_words=" → ".join(figure(value) for value in line),
        note=_note(standing),
    )


def _so_far(standing: Standing) -> Exact:
    """The published figure, or what is settled so far."""
    return standing.published if standing.published is not None else standing.tree.settled


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
    if tree.points is None:
        bars.append(("open", width(at, tree.full), width(tree.undecided, tree.full)))
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


def figures(known: Known) -> tuple[Figure, ...]:
    """The key figures, and only those that the data really hold."""
    graded, missing = _goals(known.board)
    goals = Figure(
        _("目标划档"), str(graded), f"/ {graded + missing}",
        _("全部目标已划档") if not missing else _("还有 %s 项待划档") % missing if known.due else _("年底划档"),
        "amber" if missing and known.due else "",
    )
    late = known.counts.late
    entries = Figure(
        _("台账记录"), str(known.counts.entries), _("笔"),
        _("其中 %s 笔过了季末才登记") % late if late else _("全部在当季登记"),
    )
    if not known.everyone:
        return (*(_own(each, known) for each in known.board.standings[:3]), goals, entries)
    ranked = [each for each in known.board.standings if each.published is not None and not each.vetoed]
    if not ranked:
        return (_lowest_loss(known), _quota(known), goals, entries, _vetoed(known))
    return (_mean(ranked, known.before), _best(ranked, known), goals, entries, _vetoed(known))


def _own(standing: Standing, known: Known) -> Figure:
    note = _note(standing) or _("每一分都可点开看依据")
    return Figure(known.title(standing), fixed(_so_far(standing)), "", note)


def _goals(board: Board) -> tuple[int, int]:
    """How many goals have a grade, and how many await one."""
    found = [line.what for each in board.standings for node in each.tree.walk() for line in node.lines if line.what.startswith("grade")]
    return found.count("grade"), len(found) - found.count("grade")


def _lowest_loss(known: Known) -> Figure:
    """While nothing is final: who has lost least of the block that quarters decide."""
    code = followed_item(known.rulebook)
    balances = {known.title(each): _balance(each, code) for each in known.board.standings if not each.vetoed}
    best = max(balances.values())
    names = "、".join(name for name, value in balances.items() if value == best)
    return Figure(_("%s余额最高") % known.say(known.rulebook.items[code].label), fixed(best), "", names)


def _quota(known: Known) -> Figure:
    """How many departments missed a quota so far."""
    missed = [
        known.title(each)
        for each in known.board.standings
        if any(line.what == "quota_unmet" for node in each.tree.walk() for line in node.lines)
    ]
    return Figure(_("信息任务未完成"), str(len(missed)), _("个科室"), "、".join(missed) or _("各科室均已完成"), "amber" if missed else "")


def _mean(ranked: Sequence[Standing], before: Board | None) -> Figure:
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


def _best(ranked: Sequence[Standing], known: Known) -> Figure:
    best = max(each.published for each in ranked if each.published is not None)
    names = "、".join(known.title(each) for each in ranked if each.published == best)
    return Figure(_("最高分"), fixed(best), "", names)


def _vetoed(known: Known) -> Figure:
    vetoed = [known.title(each) for each in known.board.standings if each.vetoed]
    return Figure(_("一票否决"), str(len(vetoed)), _("个科室"), "、".join(vetoed) or _("本年度没有"), "seal" if vetoed else "")


def heat(known: Known) -> Heat:
    """How many points of the final hundred each department lost in each item; deeper the more of the item is gone."""
    brought = factors(known.rulebook)
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
            _cell(own[item.code], brought[item.code], f"{url}#{item.code}") for own, (_name, url) in zip(nodes, names, strict=True)
        )
        rows.append(HeatRow(known.say(item.label), figure(times(item.full, brought[item.code])), item.clause, cells))
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
    share = float(-off) / float(node.full)  # only picks a shade
    return ("1" if share <= 0.15 else "2" if share <= 0.4 else "3"), effect, url


def chart(known: Known) -> dict[str, Any]:
    """What the drawing of the composition needs; texts are the exact figures that the table beside it shows."""
    standings = known.board.ranked()
    return {
        "departments": [known.title(each) for each in standings],
        "totals": [fixed(_so_far(each)) for each in standings],
        "full": figure(known.rulebook.tree.full),
        "blocks": [
            {"name": known.say(item.label), "points": [fixed(_brought(each.tree.children[number])) for each in standings]}
            for number, item in enumerate(known.rulebook.tree.items)
        ],
    }


def _brought(child: Node) -> Exact:
    return times(child.points if child.points is not None else child.settled, child.weight)
