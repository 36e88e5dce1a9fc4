"""The year's results on paper: the publication notice (公示) with its deadline, and the final result after it (G10, G11)."""

from __future__ import annotations

from datetime import date, datetime
from typing import NamedTuple

from kaohe.engine import Board, Exact, Rulebook, Standing, total
from kaohe.paper.description import NUMBER, TEXT, UNSEALED, Annex, Block, Column, Figure, Heading, Paper, Table, Text
from kaohe.paper.kinds import common
from kaohe.paper.kinds.common import Issue, Stationery, listed
from kaohe.pictures import PRINT, Picture, svg
from kaohe.pictures.composition import composition, draw_composition
from kaohe.wording.dates import day, minute
from kaohe.wording.figures import fixed, percent


class Window(NamedTuple):
    """When objections may be raised: until when, by which rule and which calendar that was counted."""

    opens: date
    closes: datetime
    days: int
    working: bool
    calendar: str = ""
    reply_days: int | None = None

    @property
    def length(self) -> str:
        """两个工作日 as 2个工作日."""
        return f"{self.days}{'个工作日' if self.working else '日'}"


class Handled(NamedTuple):
    """How objections ended: filed, upheld, in part, dismissed, withdrawn."""

    filed: int = 0
    upheld: int = 0
    partly: int = 0
    dismissed: int = 0
    withdrawn: int = 0


def publication(
    board: Board, rulebook: Rulebook, stationery: Stationery, issue: Issue, window: Window | None, *, decided_on: date, decided_by: str
) -> Paper:
    """公示: departments and points, no person; until when and how to object. Without a red head: 公示 is no statutory kind.

    Without a window it announces what a review corrected, and opens no new time for objections.
    """
    blocks: list[Block] = [
        Text(
            f"根据{common.measures(rulebook)}，局考核领导小组对各科室{board.year}年度目标绩效情况进行了考核。考核结果经{day(decided_on)}"
            f"{decided_by}审定，现予公示。"
        ),
        Heading("考核结果"),
        result_table(board, rulebook),
        Heading("结果的形成"),
        *_how(rulebook),
        *(_period(stationery, window) if window else _again()),
    ]
    return common.official(
        f"关于{board.year}年度目标绩效考核结果的公示", blocks, stationery, issue, head=False, addressee=stationery.addressee, way=UNSEALED
    )


def final_result(
    board: Board,
    rulebook: Rulebook,
    stationery: Stationery,
    issue: Issue,
    *,
    handled: Handled,
    published_on: date,
    decided_on: date,
    decided_by: str,
) -> Paper:
    """定案: the results as they stand for good, with honours, and what they are used for."""
    blocks: list[Block] = [
        Text(
            f"根据{common.measures(rulebook)}，局考核领导小组完成了各科室{board.year}年度目标绩效考核。考核结果于{day(published_on)}公示，"
            f"{_handled(handled)}经{day(decided_on)}{decided_by}审定，现将考核结果通报如下。"
        ),
        Heading("总体情况"),
        Text(_overall(board)),
        Heading("考核结果"),
        result_table(board, rulebook),
        *_honours(board, rulebook),
        Heading("结果的使用"),
        Text("考核结果与奖金兑现挂钩，并作为干部提拔使用的重要依据。有关事项由办公室会同人事部门办理。"),
    ]
    picture = draw_composition(composition(board, rulebook))
    return common.official(
        f"{stationery.bureau}关于{board.year}年度目标绩效考核结果的通报",
        blocks,
        stationery,
        issue,
        head=True,
        addressee=stationery.addressee,
        annexes=[Annex("各科室得分构成", (as_figure(picture),))],
    )


def as_figure(picture: Picture, width: float = 156.0) -> Figure:
    """A picture as wide as the area."""
    return Figure(svg(picture, PRINT), width, width * picture.height / picture.width, picture.title, picture.words)


def result_table(board: Board, rulebook: Rulebook) -> Table:
    """Rank, department, what each block is worth by itself, the total, and what must be said beside it."""
    columns = [Column("名次"), Column("科室", least=4)]
    columns += [Column(f"{item.label}（×{percent(item.weight)}）", NUMBER, least=4) for item in rulebook.tree.items]
    columns += [Column("总分", NUMBER, least=4), Column("备注", TEXT, least=4, most=10)]
    rows = tuple(_result_row(standing, board) for standing in board.ranked())
    note = "注：总分=" + "＋".join(f"{item.label}×{percent(item.weight)}" for item in rulebook.tree.items) + "，保留两位小数；同分同名次。"
    return Table(tuple(columns), rows, title=f"{board.year}年度目标绩效考核结果", unit="单位：分", note=note)


def _result_row(standing: Standing, board: Board) -> tuple[str, ...]:
    tied = standing.rank is not None and [each.rank for each in board.standings].count(standing.rank) > 1
    words = []
    if standing.vetoed:
        words.append("一票否决，不参加排名")
    elif standing.barred:
        words.append("不得列入先进")
    if tied:
        words.append("并列")
    blocks = [fixed(child.points) for child in standing.tree.children]
    rank = str(standing.rank) if standing.rank is not None else "—"
    return (rank, common.named(standing), *blocks, fixed(standing.published), "；".join(words) or "—")


def _how(rulebook: Rulebook) -> list[Block]:
    parts = "，".join(f"{item.label}满分{fixed(item.full, 0)}分、占{percent(item.weight)}" for item in rulebook.tree.items)
    return [
        Text(
            f"年度总分由{listed(item.label for item in rulebook.tree.items)}合成：{parts}。每一分的条款、事项和佐证均有记录，"
            "各科室可登录系统查看本科室明细，也可到局考核办查阅。"
        )
    ]


def _period(stationery: Stationery, window: Window) -> list[Block]:
    return [Heading("公示期限"), Text(_until(window)), Heading("异议的提出"), *_objecting(stationery, window)]


def _again() -> list[Block]:
    return [
        Heading("说明"),
        Text("本次公示的是复核后更正的结果。前次公示的异议期已满，异议均已复核办结，本次不再另设异议期；不影响个人依法享有的申诉、控告等权利。"),
    ]


def _until(window: Window) -> str:
    calendar = f"（按工作日历版本{window.calendar}计算，公示当日不计）" if window.calendar else "（公示当日不计）"
    return (
        f"公示期为{window.length}，自{day(window.opens)}起，至{minute(window.closes)}止{calendar if window.working else ''}。"
        "截止时间以系统收到的时刻为准。"
    )


def _objecting(stationery: Stationery, window: Window) -> list[Block]:
    reply = f"自受理之日起{window.reply_days}个工作日内书面答复" if window.reply_days else "及时书面答复"
    ways = [part for part in (f"地点：{stationery.place}", f"电话：{stationery.telephone}") if not part.endswith("：")]
    return [
        Text(
            "科室对考核情况有异议的，可在公示期内由科室负责人实名提出复核，写明所异议的事项、事实和理由，并附证据；可在系统中提出，"
            f"也可书面送{stationery.office}。考核领导小组受理后出具回执，{reply}。提出异议不影响科室和个人的其他评价，任何人不得打击报复。"
        ),
        Text(f"受理联系：{stationery.office}" + (f"，{'，'.join(ways)}" if ways else "") + "。"),
        Text("逾期不提出的，视为无异议；但不影响个人依法享有的申诉、控告等权利。"),
    ]


def _handled(handled: Handled) -> str:
    if not handled.filed:
        return "公示期内未收到异议。"
    parts = [
        f"{words}{number}件"
        for words, number in (
            ("成立", handled.upheld),
            ("部分成立", handled.partly),
            ("不成立", handled.dismissed),
            ("撤回", handled.withdrawn),
        )
        if number
    ]
    return f"公示期内受理异议{handled.filed}件，{'，'.join(parts)}，均已复核办结。"


def _overall(board: Board) -> str:
    ranked = [(each.published, common.named(each)) for each in board.standings if each.published is not None and each.rank]
    scores: list[Exact] = [score for score, _name in ranked]
    if not scores:
        return f"参加考核的科室{len(board.standings)}个。"
    vetoed = [common.named(each) for each in board.standings if each.vetoed]
    best = max(scores)
    words = (
        f"参加考核的科室{len(board.standings)}个，参加排名{len(scores)}个，平均{fixed(common.mean(scores))}分，"
        f"最高{fixed(best)}分（{listed(name for score, name in ranked if score == best)}），"
        f"最高与最低相差{fixed(total([best, -min(scores)]))}分。其中{common.bands(scores)}。"
    )
    return words + (f"{listed(vetoed)}因一票否决，不参加排名。" if vetoed else "")


def _honours(board: Board, rulebook: Rulebook) -> list[Block]:
    """Who may be named advanced, where the measures name such an honour."""
    names = {each.department.code: common.named(each) for each in board.standings}
    found: list[Block] = []
    for honour in rulebook.honours:
        first = [names[placing.department] for placing in board.honours.get(honour.code, ()) if placing.rank == 1]
        if first:
            found.append(Text(f"{honour.label}：{listed(first)}。"))
    return [Heading("先进科室"), *found] if found else []
