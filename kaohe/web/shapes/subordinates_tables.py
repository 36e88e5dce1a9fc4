"""The superior's page as tables to take away: bureaus, departments by their own bureau's ranking, items side by side."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.utils.translation import gettext as _

from kaohe.files.ready_tables import ready_sheet
from kaohe.files.table_workbook import Sheet
from kaohe.pictures.strips import per_cent, spread
from kaohe.results.above import Row, families

from .figures import fixed
from .subordinates import STATES, clause_of, said


def sheets_of(rows: Sequence[Row], year: int, about: str, *, picture: bytes = b"", words: str = "") -> list[Sheet]:
    """Three sheets; `picture` stands under the bureaus."""
    figures = (_("科室数"), _("平均（%）"), _("中位数（%）"), _("最低（%）"), _("最高（%）"))
    bureaus = ready_sheet(
        _("单位"), _("%s 年度各单位考核结果") % year, (_("单位"), _("层级"), _("考核办法"), _("状态"), _("日期"), *figures),
        list(_bureaus(rows)), about=about, picture=picture, words=words,
        note=_("百分数为占本办法满分的比例，含不参加排名的科室；各依其办法，不在单位之间排名。"),
    )  # fmt: skip
    places = ready_sheet(
        _("科室名次"), _("%s 年度各单位科室名次") % year, (_("单位"), _("名次"), _("科室"), _("总分"), _("满分"), _("占满分（%）"), _("标记")),
        list(_places(rows)), about=about, note=_("名次是各单位依其办法公布的名次。"),
    )  # fmt: skip
    items = ready_sheet(
        _("分项"), _("%s 年度分项比较") % year, (_("考核办法"), _("项目"), _("条款"), _("满分"), _("单位"), *figures),
        list(_items(rows)), about=about, note=_("只比较依照同一份办法，代码、名称、条款、满分和计分规则都相同的项目。"),
    )  # fmt: skip
    return [bureaus, places, items]


def _figures(values: Sequence[object]) -> tuple[str, ...]:
    found = spread(values)  # type: ignore[arg-type]
    return (str(found.number), *map(per_cent, found[1:])) if found else ("",) * 5


def _bureaus(rows: Sequence[Row]) -> Iterator[tuple[str, ...]]:
    for row in rows:
        state = str(STATES[row.state][0])
        label = said(row, row.basis.label) if row.basis else ""
        totals = row.published.totals if row.published else ()
        yield (row.under.bureau.name, str(row.under.depth), label, state, f"{row.at:%Y-%m-%d}" if row.at else "", *_figures(totals))


def _places(rows: Sequence[Row]) -> Iterator[tuple[str, ...]]:
    for row in rows:
        if row.published:
            head = row.published.heads[0]
            for each in row.published.places:
                share = each.shares.get(head.code)
                name = said(row, each.name)
                yield (
                    row.under.bureau.name, str(each.rank or "—"), name, fixed(each.published), head.full,
                    per_cent(share) if share is not None else "", str(_("一票否决")) if each.vetoed else "",
                )  # fmt: skip


def _items(rows: Sequence[Row]) -> Iterator[tuple[str, ...]]:
    for family in families(rows):
        for item in family.items:
            for row, shares in item.bureaus:
                head = item.head
                yield (
                    said(row, row.basis.label if row.basis else ""), said(row, head.label), clause_of(row, head.clause), head.full,
                    row.under.bureau.name, *_figures(shares),
                )  # fmt: skip
