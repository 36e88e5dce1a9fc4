"""Lists of what was announced and objected to: bulletins, notices, final results, objections, the year's tasks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from kaohe.web.listings.table import Listing, Listings, listing
from kaohe.web.shapes import year_tasks
from kaohe.web.shapes.bulletin import BulletinPage
from kaohe.web.shapes.figures import aside, joined
from kaohe.web.shapes.notice import NoticePage
from kaohe.web.shapes.objections import Row
from kaohe.web.shapes.trail import moment


def objections(rows: Iterable[Row]) -> Listings:
    """Every objection that is listed."""
    header = (_("编号"), _("科室"), _("有异议的一行"), _("到达"), _("状态"), _("复核人"), _("结论"))
    lines = [(each.number, each.department, each.line, each.filed, each.state, each.reviewer, each.outcome) for each in rows]
    title = _("异议与复核")
    return Listings(title, (listing(title, header, lines),))


def announced(title: str, rows: Iterable[Mapping[str, Any]]) -> Listings:
    """Everything that was announced of the year."""
    header = (_("发布"), _("发布人"), _("时间"))
    return Listings(title, (listing(_("历次发布"), header, [(each["words"], each["by"], moment(each["at"])) for each in rows]),))


def notice(page: NoticePage) -> Listings:
    """The table of a public notice, and what a review changed since the one before."""
    tables = [_result(page, _("考核结果表"))]
    changes = [(each.name, label, old, new) for each in page.changes for label, old, new in each.items]
    if changes:
        tables.append(listing(_("变动明细"), (_("科室"), _("项目"), _("前次"), _("本次")), changes))
    return Listings(page.title, tuple(tables))


def _result(page: NoticePage, name: str) -> Listing:
    moved = [_("较前次公示")] if page.moved else []
    header = (_("名次"), _("科室"), *page.columns, _("总分"), *moved, _("标记"))
    return listing(
        name, header, [(row.rank, row.name, *row.blocks, row.total, *([row.moved or "—"] if page.moved else []), row.note) for row in page.rows]
    )


def final(title: str, context: Mapping[str, Any]) -> Listings:
    """The final result: places, the further rankings, honours, and authors. `context` is what its page is given."""
    tables = [_result(context["page"], _("排名"))]
    place = (_("名次"), _("科室"), _("得分"), _("标记"))
    tables += [
        listing(each["label"], place, [(row["rank"], row["name"], row["value"], row["why"]) for row in each["rows"]]) for each in context["rankings"]
    ]
    tables += [
        listing(each["label"], (_("名次"), _("科室"), _("标记")), [(row["rank"], row["name"], row["why"]) for row in [*each["able"], *each["unable"]]])
        for each in context["honours"]
    ]
    if context["persons"]:
        header = (_("姓名"), _("科室"), _("报送"), _("采用"), _("采用得分"), _("标记"))
        barred = {True: _("科室不得评先"), False: ""}
        lines = [(each["name"], each["title"], each["sent"], each["adopted"], str(each["points"]), barred[bool(each["barred"])]) for each in context["persons"]]
        tables.append(listing(_("信息工作先进个人（参考）"), header, lines))
    return Listings(title, tuple(tables))


def bulletin(title: str, page: BulletinPage) -> Listings:
    """A quarter: balances, what moved, key goals, information."""
    balances = page.balances
    heads = [label + aside(full) for label, full in balances.items]
    tables = [
        listing(_("机关建设各项余额"), (_("科室"), *heads), [(name, *(cell.points for cell in cells)) for name, _url, cells in balances.rows]),
        listing(
            _("比上次通报的变动"), (_("科室"), *heads), [(name, *(cell.moved for cell in cells)) for name, _url, cells in balances.rows]
        ),
        listing(
            _("本季变动"), (_("科室"), _("得分"), _("说明"), _("条款"), _("记录"), _("发生日期"), _("内容"), _("标记")),
            [
                (each.department, each.points, each.sentence, each.clause, f"#{each.number}", each.occurred, each.about, _("补记") if each.late else "")
                for each in page.moved
            ],
        ),
        listing(
            _("重点工作目标完成情况"), (_("科室"), _("编号"), _("目标"), _("完成率"), _("核实"), _("完成情况")),
            [(each.department, each.code, each.title, each.completion, _met(each.met), each.sentence) for each in page.goals],
        ),
    ]  # fmt: skip
    for info in page.information:
        header = (_("科室"), _("任务数"), *info.columns, _("得分"), _("标记"))
        lines = [
            (row.department, row.quota, *(count for count, _url in row.counts), row.points, _("未完成") if row.short else "") for row in info.rows
        ]
        tables.append(listing(info.label, header, lines))
    return Listings(title, tuple(tables))


def _met(met: bool | None) -> str:
    return "—" if met is None else _("按计划") if met else _("未按计划")


def tasks(title: str, groups: Sequence[year_tasks.Group]) -> Listings:
    """The year's tasks, as far as each has come."""
    header = (_("组别"), _("事项"), _("由谁办理"), _("状态"), _("期限"), _("进度"), _("还欠"), _("办结"))
    lines = [
        (
            group.label, each.words, each.who, each.state_words,
            joined(part for part in (_due(each), _("暂定") if each.provisional else "") if part), each.number, each.owing, each.done_on,
        )
        for group in groups
        for each in group.tasks
    ]  # fmt: skip
    return Listings(title, (listing(title, header, lines),))


def _due(task: year_tasks.Task) -> str:
    return " ".join(part for part in (task.due.isoformat() if task.due else "", task.moment) if part)


