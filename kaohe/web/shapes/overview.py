"""The overview of a year, put together from its parts."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from django.utils.translation import gettext as _

from kaohe.pictures.chart import Leads
from kaohe.pictures.composition import composition, draw_composition

from .figures import percent
from .heat import Heat, heat
from .key_figures import Figure, key_figures
from .known import Known, followed_item
from .pictures import Drawn, drawn
from .ranking import Row, ranking


class Column(NamedTuple):
    """A weighted block of the whole, as a column of the ranking."""

    label: str
    weight: str


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
    composition: Drawn
    board_url: str
    csv_url: str
    workbook_url: str


def title(year: int, period: str) -> str:
    """The page's heading, of the whole year or of one quarter."""
    values = {"year": year, "period": period}
    return _("%(year)s 年%(period)s考核总览") % values if period else _("%(year)s 年度考核总览") % values


def overview_page(known: Known, *, title: str, stages: Any, todos: Any, urls: Mapping[str, str], leads: Leads) -> OverviewPage:
    """Put the page together; `leads` is where a department's mark leads."""
    followed = known.rulebook.items[followed_item(known.rulebook)]
    return OverviewPage(
        title=title,
        lead=_lead(known),
        stages=stages,
        figures=key_figures(known),
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
        composition=drawn("composition", draw_composition(composition(known.board, known.rulebook, known.tongue), leads)),
        board_url=urls["board"],
        csv_url=urls["csv"],
        workbook_url=urls["workbook"],
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
    words = _("%(total)s = %(parts)s。") % {"total": known.say(known.rulebook.tree.label), "parts": parts}
    first = next(iter(known.rulebook.rankings), None)
    if first and first.then_by:
        words += _("同分同名次，按%s排列。") % known.say(known.rulebook.items[first.then_by].label)
    return words + (_("一票否决的科室照常计分，不参加排名。") if any(each.vetoed for each in known.board.standings) else "")
