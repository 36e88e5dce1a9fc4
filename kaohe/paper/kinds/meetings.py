"""Meetings on paper: minutes of the director's meeting that fixed the goals, of the meeting that graded them, signature pages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime, time
from typing import NamedTuple

from kaohe.engine import Exact, Rulebook
from kaohe.paper.description import (
    CENTRE,
    NUMBER,
    TEXT,
    Annex,
    Block,
    Colophon,
    Column,
    Head,
    Heading,
    Paper,
    Table,
    Text,
)
from kaohe.paper.kinds import common
from kaohe.paper.kinds.common import Issue, Stationery, listed
from kaohe.wording.dates import day, minute
from kaohe.wording.figures import figure, fixed


class Meeting(NamedTuple):
    """When and where it was held, who led it, who was there, who wasn't, who sat in, who wrote it down. What isn't known is empty."""

    name: str
    held_on: date
    place: str
    chair: str
    present: tuple[str, ...]
    absent: tuple[str, ...] = ()
    attending: tuple[str, ...] = ()
    recorder: str = ""
    number: str = ""
    begins: time | None = None

    @property
    def opening(self) -> str:
        """The first words of its minutes: 2025年5月8日9:00，王局长在三楼会议室主持召开局长办公会议."""
        at = minute(datetime.combine(self.held_on, self.begins)) if self.begins else day(self.held_on)
        place = f"在{self.place}" if self.place else ""
        return f"{at}，{f'{self.chair}{place}主持召开' if self.chair else f'{place}召开'}{self.name}"


class Fixed(NamedTuple):
    """What the director's meeting decided on one goal."""

    department: str
    code: str
    title: str
    category: str
    decision: str
    note: str = ""


class Graded(NamedTuple):
    """What the leading group decided on one goal: its grade, what it is worth (None where it is no goal any more), why; who stood aside."""

    department: str
    code: str
    title: str
    base: Exact | None
    grade: str
    coefficient: Exact | None
    points: Exact | None
    ground: str = ""
    recused: tuple[str, ...] = ()


def directors_minutes(
    meeting: Meeting, year: int, goals: Sequence[Fixed], stationery: Stationery, issue: Issue, *, other: Sequence[str] = ()
) -> Paper:
    """局长办公会议纪要: the goals of the year as they were fixed, department by department; the list in an annex."""
    counts = Counter(goal.decision for goal in goals)
    departments = list(dict.fromkeys(goal.department for goal in goals))
    blocks: list[Block] = [
        Text(f"{meeting.opening}，研究审定{year}年度业务工作目标。会议议定如下："),
        Heading(f"{year}年度业务工作目标"),
        Text(
            f"会议听取了办公室关于各科室{year}年度目标汇总情况的汇报，逐项审议了{len(departments)}个科室报送的{len(goals)}项目标，"
            f"其中{'，'.join(f'{decision}{number}项' for decision, number in counts.most_common())}。审定的目标见附件，作为{year}年度目标考核的依据。"
        ),
        *(_by_department(goals, departments)),
        *(Heading(text) if text.startswith("#") else Text(text) for text in other),
    ]
    annex = Annex(f"{year}年度业务工作目标审定一览表", (_fixed_table(goals),), landscape=True)
    return _minutes(meeting, "", blocks, [annex], stationery, issue)


def _by_department(goals: Sequence[Fixed], departments: Sequence[str]) -> list[Block]:
    """Only what wasn't simply agreed to needs words."""
    found: list[Block] = []
    for department in departments:
        notes = [goal for goal in goals if goal.department == department and goal.note]
        if notes:
            words = "；".join(f"“{goal.title}”{goal.decision}：{goal.note}" for goal in notes)
            found.append(Heading(f"{department}。", 3, run_in=f"{words}。"))
    return found


def _fixed_table(goals: Sequence[Fixed]) -> Table:
    columns = (
        Column("序号"), Column("科室", least=4), Column("编号", least=3), Column("类别", least=4), Column("目标", TEXT, least=10, most=30),
        Column("决定", least=3), Column("说明", TEXT, least=5, most=16),
    )  # fmt: skip
    rows = tuple(
        (str(number), goal.department, goal.code, goal.category, goal.title, goal.decision, goal.note or "—")
        for number, goal in enumerate(goals, 1)
    )
    return Table(columns, rows or (("—",) * len(columns),))


def grading_minutes(
    meeting: Meeting, year: int, goals: Sequence[Graded], rulebook: Rulebook, stationery: Stationery, issue: Issue
) -> Paper:
    """划档会议纪要: every goal with its grade, its coefficient and its points; recusals are written down."""
    order = [grade.label for scale in rulebook.scales.values() for grade in scale.grades.values()]
    counts = Counter(goal.grade for goal in goals)
    spread = "，".join(f"{label}{counts[label]}项" for label in order if counts[label])
    recused = list(dict.fromkeys(f"{name}回避{goal.department}的目标" for goal in goals for name in goal.recused))
    blocks: list[Block] = [
        Text(f"{meeting.opening}，对{year}年度业务工作目标完成情况划档。会议纪要如下："),
        Heading("划档情况"),
        Text(f"会议根据{common.measures(rulebook)}，逐项审议{len(goals)}项目标的完成情况，按项划定档次：{spread}。逐项结果见附件。"),
        Heading("回避情况"),
        Text(f"{'；'.join(recused)}。" if recused else "没有需要回避的情形。"),
    ]
    annex = Annex(f"{year}年度业务工作目标划档一览表", (_graded_table(goals),), landscape=True)
    return _minutes(meeting, "", blocks, [annex], stationery, issue)


def _graded_table(goals: Sequence[Graded]) -> Table:
    columns = (
        Column("科室", least=4), Column("编号", least=3), Column("目标", TEXT, least=9, most=24), Column("基本分", NUMBER),
        Column("档次", least=3), Column("系数", NUMBER), Column("得分", NUMBER), Column("依据", TEXT, least=6, most=20),
    )  # fmt: skip
    rows = tuple(
        (
            goal.department, goal.code, goal.title, fixed(goal.base), goal.grade, figure(goal.coefficient), fixed(goal.points),
            goal.ground or "—",
        )
        for goal in goals
    )  # fmt: skip
    return Table(columns, rows or (("—",) * len(columns),), unit="单位：分", note="注：得分=基本分×系数；保留两位小数，合计按精确值计算。")


def _attendance(meeting: Meeting) -> tuple[Text, ...]:
    found = []
    for label, names in (("出席：", meeting.present), ("请假：", meeting.absent), ("列席：", meeting.attending)):
        if names:
            found.append(Text(f"{listed(names)}。", lead=label))
    if meeting.recorder:
        found.append(Text(f"{meeting.recorder}。", lead="记录："))
    return tuple(found)


def _minutes(
    meeting: Meeting, title: str, blocks: list[Block], annexes: list[Annex], stationery: Stationery, issue: Issue
) -> Paper:
    """Set as 纪要: its mark is its title, it has no seal, and its day stands in the text."""
    return Paper(
        title=title,
        blocks=tuple(blocks),
        head=Head(f"{stationery.bureau}{meeting.name.removeprefix(stationery.bureau)}纪要", meeting.number, minutes=True),
        annexes=tuple(annexes),
        attendance=_attendance(meeting),
        colophon=Colophon(stationery.copies, stationery.printer or f"{stationery.bureau}办公室", issue.day),
        proof=issue.proof,
        warning=issue.warning,
        issuer=stationery.bureau,
        day=issue.day,
    )


class Signer(NamedTuple):
    """Who signs: the post and the name, in the order decreed."""

    post: str
    name: str
    note: str = ""


def signature_page(
    about: str, statement: str, signers: Sequence[Signer], stationery: Stationery, issue: Issue, *, seal: str = ""
) -> Paper:
    """签字页: a row to sign for each person, and room for the seal."""
    columns = (
        Column("序号"), Column("职务", least=6, most=12), Column("姓名", least=4), Column("签字", CENTRE, least=9),
        Column("日期", CENTRE, least=6), Column("备注", TEXT, least=3, most=6),
    )  # fmt: skip
    rows = tuple((str(number), each.post, each.name, "", "", each.note) for number, each in enumerate(signers, 1))
    blocks: list[Block] = [
        Text(statement),
        Table(columns, rows, row_height=12),
        Text(f"（{seal or stationery.bureau}盖章处）", indent=False),
    ]
    return Paper(
        title=f"{about}签字页", blocks=tuple(blocks), proof=issue.proof, warning=issue.warning, issuer=stationery.bureau, day=issue.day
    )
