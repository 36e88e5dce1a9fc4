"""Lists about goals: who told a quarter and who is late, objective reasons, goals that nobody carries, grading and its minutes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from kaohe.panels.minutes import Minutes
from kaohe.web.listings.table import Listings, day_of, listing
from kaohe.web.shapes.figures import joined, listed
from kaohe.web.shapes.grading import Group
from kaohe.web.shapes.progress import Row


def progress(title: str, rows: Iterable[Row]) -> Listings:
    """A quarter: how far each department is, and who is late."""
    header = (_("科室"), _("状态"), _("逾期"), _("变动"), _("催办"))
    lines = [(each.name, str(each.state.label), _("逾期") if each.late else "", each.when or "—", each.reminded or "—") for each in rows]
    return Listings(title, (listing(title, header, lines),))


def excuses(rows: Iterable[Mapping[str, Any]]) -> Listings:
    """Objective reasons that were put forward, and what became of each."""
    header = (
        _("科室"), _("编号"), _("目标"), _("结论"), _("客观原因的说明"), _("佐证"), _("申请人"), _("申请日期"), _("决定人"), _("决定日期"), _("决定的理由"),
    )  # fmt: skip
    lines = []
    for row in rows:
        each = row["excuse"]
        by = each.decided_by.name if each.decided_by else ""
        lines.append(
            (
                row["department"], each.goal.code, each.goal.title, str(row["answer"]), each.reason, listed(paper.name for paper in row["papers"]),
                each.asked_by.name, day_of(each.asked_at), by, day_of(each.decided_at), each.sentence,
            )
        )  # fmt: skip
    title = _("客观原因")
    return Listings(title, (listing(title, header, lines),))


def unassigned(title: str, rows: Iterable[Mapping[str, Any]]) -> Listings:
    """Goals that nobody carries, and how many goals each person carries."""
    header = (_("科室"), _("目标"), _("没有落实到人"), _("各人承担"))
    lines = [
        (
            row["name"], row["count"], joined(f"{goal.code} {goal.title}" for goal in row["open"]),
            joined(f"{name} {number}" for name, number in row["loads"]),
        )
        for row in rows
    ]  # fmt: skip
    return Listings(title, (listing(title, header, lines),))


def grading(groups: Sequence[Group], *, with_own: bool, with_spread: bool) -> Listings:
    """The goals as the grading page has them for this person, opinions included only where the page shows them."""
    said = [_("我的意见")] if with_own else [_("意见分布")] if with_spread else []
    header = (_("科室"), _("编号"), _("目标"), _("各季"), _("完成率"), *said, _("建议"), _("集体决定"), _("标记"))
    lines = []
    for group in groups:
        for row in group.rows:
            own = [row.own.label if row.own else ""] if with_own else []
            spread = [joined(f"{label} {number}" for label, number in row.spread)] if with_spread else []
            marks = [_("实事或重点工作")] if row.key_work else []
            lines.append(
                (
                    group.name, row.code, row.title, joined(each.words for each in row.quarters), row.completion or "—", *own, *spread,
                    row.suggested.label if row.suggested else "—", " ".join((row.group.label, row.group.note)) if row.group else "—",
                    joined([*marks, *(mark.label for mark in row.marks)]),
                )
            )  # fmt: skip
    title = _("年终划档")
    return Listings(title, (listing(title, header, lines),))


def meeting(checks: Iterable[Mapping[str, Any]]) -> Listings:
    """By department, what is worth a look before the meeting is concluded."""
    header = (_("科室"), _("目标"), _("已记下"), _("还没有决定"), _("回避"), _("可参加"), _("标记"))
    lines = [
        (
            row["name"], row["goals"], row["ruled"], row["open"] or "—", row["aside"] or "—", row["able"],
            joined(
                [
                    *([_("%(number)s 件事项未指明目标") % {"number": row["loose"]}] if row["loose"] else []),
                    *([] if row["quorate"] else [_("不足法定人数")]),
                ]
            ),
        )
        for row in checks
    ]  # fmt: skip
    title = _("划档会")
    return Listings(title, (listing(title, header, lines),))


def minutes(title: str, told: Minutes, rows: Iterable[tuple[Any, ...]]) -> Listings:
    """The decisions of one meeting."""
    header = (_("科室"), _("编号"), _("目标"), _("档次"), _("原为"), _("系数"), _("依据"), _("理由"), _("意见分布"), _("记录"))
    lines = [
        (
            department, each.goal, each.title, label, each.was, str(each.coefficient), joined(grounds), each.reason,
            joined(f"{name} {number}" for name, number in spread), f"#{each.entry}" if each.entry else "—",
        )
        for department, label, grounds, spread, each in rows
    ]  # fmt: skip
    return Listings(f"{title} {told.minutes} {told.held_on}", (listing(_("决定"), header, lines),))
