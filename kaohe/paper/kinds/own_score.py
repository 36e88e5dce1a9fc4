"""What a department is told about its own score (得分告知单): where points went and by which clause, before anybody else is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from kaohe.engine import Line, Node, Rulebook, Standing, total
from kaohe.paper.description import CENTRE, NUMBER, TEXT, UNSEALED, Block, Column, Heading, Paper, Table, Text
from kaohe.paper.kinds import common
from kaohe.paper.kinds.common import Issue, Stationery, listed
from kaohe.paper.kinds.results import Window, as_figure
from kaohe.pictures.waterfall import Fall, draw_waterfall, waterfall
from kaohe.wording.dates import minute, month_day
from kaohe.wording.figures import change, fixed, percent
from kaohe.wording.names import hidden

#: Lines that aren't events: they follow from others.
_QUIET: Final = frozenset({"full", "flag", "quota_met"})


def own_score(
    standing: Standing,
    rulebook: Rulebook,
    year: int,
    stationery: Stationery,
    issue: Issue,
    *,
    window: Window | None = None,
    period: str = "",
    masked: bool = False,
    concluded: bool = False,
) -> Paper:
    """The notice of one department. It goes to its head alone, so persons stand as recorded unless they are `masked`.

    concluded  the result is final: nothing can be objected to any more
    """
    name = standing.department.name
    span = f"{year}年{period}" if period else f"{year}年度"
    blocks: list[Block] = [
        Text(f"现将你科室{span}目标绩效考核得分情况告知如下。", indent=True),
        Heading("得分"),
        Text(_score(standing, rulebook)),
        _blocks_table(standing, rulebook),
        Heading("从满分到得分"),
        as_figure(draw_waterfall(standing, rulebook, year)),
        _steps_table(waterfall(standing, rulebook)),
        Heading("逐项依据"),
        _events(standing, rulebook, masked=masked),
    ]
    if raised := list(dict.fromkeys(each.label for each in standing.raised)):
        blocks += [Heading("其他后果"), Text(f"因下列事项另有后果：{listed(raised)}。{_consequences(standing)}")]
    blocks += [Heading("如有异议"), Text(_objecting(stationery, window, concluded=concluded))]
    title = f"{span}目标绩效考核得分告知单"
    letter = common.SCORE in stationery.letters
    return common.official(
        title, blocks, stationery, issue, letter=letter, addressee=name, way=UNSEALED, signed_by="" if letter else stationery.office
    )


def _score(standing: Standing, rulebook: Rulebook) -> str:
    parts = "，".join(
        f"{child.label}{fixed(child.points) if child.points is not None else '待定'}分（×{percent(child.weight)}）"
        for child in standing.tree.children
    )
    if standing.published is None:
        return (
            f"{parts}。总分待定：已定{fixed(standing.tree.settled)}分，未定{fixed(standing.tree.undecided)}分。"
            "未定的不是零分，待评定后计入。"
        )
    rank = "一票否决，不参加排名" if standing.vetoed else f"名次第{standing.rank}" if standing.rank else "尚未排名"
    return f"{parts}。总分{fixed(standing.published)}分（满分{fixed(rulebook.tree.full, 0)}分），{rank}。"


def _blocks_table(standing: Standing, rulebook: Rulebook) -> Table:
    """Every item of the scheme, its full points and what was got."""
    rows = []

    def visit(node: Node, depth: int) -> None:
        if node.code in rulebook.items and depth:
            lost = None if node.points is None else total([node.points, -node.full])
            rows.append(
                (
                    "　" * (depth - 1) + node.label, rulebook.clause_label(node.clause), fixed(node.full),
                    fixed(node.points) if node.points is not None else "待定", change(lost) if lost else "—",
                )
            )  # fmt: skip
            for child in node.children:
                visit(child, depth + 1)
        elif not depth:
            for child in node.children:
                visit(child, 1)

    visit(standing.tree, 0)
    columns = (
        Column("项目", TEXT, least=8), Column("条款", CENTRE, least=5), Column("满分", NUMBER), Column("得分", NUMBER), Column("差", NUMBER),
    )  # fmt: skip
    return Table(columns, tuple(rows), unit="单位：分（各项自身分值）")


def _steps_table(rows: tuple[Fall, ...]) -> Table:
    columns = (
        Column("项目", TEXT, least=6), Column("条款", CENTRE, least=5), Column("折合总分", NUMBER), Column("余", NUMBER),
        Column("原因", TEXT, least=6, most=18),
    )  # fmt: skip
    return Table(
        columns,
        tuple(
            (row.label, row.clause or "—", change(row.effect) if row.kind != "whole" else "—", fixed(row.after), row.reasons or "—")
            for row in rows
        ),
        note="注：每一步为该条款使年度总分变动的分值，相加即为得分。",
    )


def _events(standing: Standing, rulebook: Rulebook, *, masked: bool) -> Table:
    """Every line that moved something, or that might have and did not, with the entry it rests on."""
    rows = [
        _event(label, line, masked=masked)
        for label, node in _labelled(standing.tree, rulebook)
        for line in node.lines
        if line.what not in _QUIET and (line.points or line.points is None or not line.counted)
    ]
    columns = (
        Column("项目", TEXT, least=4, most=8), Column("事项", TEXT, least=5, most=12), Column("分值", NUMBER),
        Column("日期", CENTRE, least=4), Column("情况", TEXT, least=8, most=22), Column("记录号", CENTRE, least=3, most=6),
    )  # fmt: skip
    return Table(columns, tuple(rows) or (("—",) * len(columns),))


def _labelled(tree: Node, rulebook: Rulebook) -> Iterator[tuple[str, Node]]:
    """Every node with the name of the item that it is part of: a quarter isn't an item of its own."""
    label = tree.label
    for node in tree.walk():
        label = node.label if node.code in rulebook.items else label
        yield label, node


def _event(label: str, line: Line, *, masked: bool) -> tuple[str, ...]:
    first = line.entries[0] if line.entries else None
    about = "，".join(part for part in (listed(first.persons), first.about) if part) if first else ""
    about = about or str(line.values.get("grade", "")) or "—"
    if masked and first:
        about = hidden(about, first.persons)
    points = "待定" if line.points is None else change(line.points) if line.counted else f"（{change(line.points)}）"
    name = line.label or {"floor": "扣完为止", "cap": "封顶"}.get(line.what, "限额")
    numbers = [entry.id for entry in line.entries]
    shown = listed(numbers[:3]) + ("等" if len(numbers) > 3 else "")
    return (label, name, points, month_day(first.occurred_on) if first else "—", about, shown or "—")


def _consequences(standing: Standing) -> str:
    raised = {each.consequence for each in standing.raised}
    words = [
        text
        for code, text in (("veto", "一票否决，不参加年度排名"), ("bar", "不得列入先进"), ("refer", "移交追究责任"))
        if code in raised
    ]
    return f"{'；'.join(words)}。" if words else ""


def _objecting(stationery: Stationery, window: Window | None, *, concluded: bool) -> str:
    contact = f"{stationery.office}" + (f"（电话：{stationery.telephone}）" if stationery.telephone else "")
    if concluded:
        return f"本结果已经公示并定案。仍有不同意见的，可以书面向局党组反映，或与{contact}联系；不影响个人依法享有的申诉、控告等权利。"
    if window is None:
        return f"本单为告知，尚未公示。对记录有不同意见的，请在系统中对该记录作说明，或与{contact}联系。"
    return (
        f"你科室可在{minute(window.closes)}前由科室负责人在系统中或书面提出复核，写明所异议的记录号、事实和理由，并附证据。"
        f"联系：{contact}。逾期不提出的，视为无异议；但不影响个人依法享有的申诉、控告等权利。"
    )
