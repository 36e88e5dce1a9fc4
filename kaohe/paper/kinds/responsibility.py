"""The goals' responsibility statement (目标责任书): what a department undertakes for the year, signed by both sides (G3, G13)."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from kaohe.engine import Exact, Rulebook
from kaohe.paper.description import CENTRE, NUMBER, TEXT, Block, Column, Gap, Heading, Paper, Table, Text
from kaohe.paper.kinds import common
from kaohe.paper.kinds.common import Issue, Stationery
from kaohe.wording.dates import day, month_day
from kaohe.wording.figures import figure, fixed


class Undertaken(NamedTuple):
    """One goal of the department: its class, how it is measured, until when, by whom (A) and who stands in (B)."""

    code: str
    category: str
    title: str
    measure: str
    target: str
    due: date | None
    base: Exact | None
    officer: str = ""
    cover: str = ""


def responsibility(
    department: str,
    year: int,
    goals: tuple[Undertaken, ...],
    rulebook: Rulebook,
    stationery: Stationery,
    issue: Issue,
    *,
    approved_on: date,
    approved_by: str = "局长办公会议",
    head: str = "",
    leader: str = "",
) -> Paper:
    """The statement of one department. `head` signs for it, `leader` for the bureau; blank lines where nobody is named."""
    parts = [(label.label, [goal for goal in goals if goal.category == code]) for code, label in rulebook.categories.items()]
    blocks: list[Block] = [
        Text(f"为完成{year}年度各项工作任务，落实目标责任，根据{common.measures(rulebook)}，经{day(approved_on)}{approved_by}审定，"
             f"{stationery.bureau}与{department}签订本责任书。"),
        Heading("责任目标"),
        Text(f"{department}{year}年度目标共{len(goals)}项，" + "，".join(f"{label}{len(found)}项" for label, found in parts) + "："),
        *(_goals_table(label, found) for label, found in parts if found),
        Heading("责任要求"),
        Heading("科室负责人是目标绩效考核管理的第一责任人。", 3, run_in="各项目标分解、细化、量化到人，实行AB角制，明确完成时间和质量要求。"),
        Heading("按进度推进。", 3, run_in="按时间进度制定工作计划和措施，每季度填报《重点工作目标完成情况表》，据实反映进度。"),
        Heading("如实报告。", 3, run_in="因客观条件变化确实不能实施的，及时书面说明原因并附证明材料，经考核领导小组认定后按客观原因计分。"),
        Heading("考核"),
        Text(f"本责任书所列目标为{year}年度业务工作目标考核的依据。年底按项划档，各档系数为{_coefficients(rulebook)}。"
             "目标需要调整的，按原程序审定，审定前仍按原目标考核。"),
        Text("本责任书一式三份，双方各执一份，局考核办存档一份。"),
        Gap(),
        _signatures(stationery.bureau, department, leader, head),
    ]  # fmt: skip
    return Paper(
        title=f"{stationery.bureau}{year}年度目标责任书\n（{department}）",
        blocks=tuple(blocks),
        proof=issue.proof,
        warning=issue.warning,
        issuer=stationery.bureau,
        day=issue.day,
    )


def _goals_table(label: str, goals: list[Undertaken]) -> Table:
    columns = (
        Column("序号"), Column("目标", TEXT, least=7, most=16), Column("完成标准", TEXT, least=6, most=14), Column("时限", CENTRE, least=3),
        Column("基本分", NUMBER), Column("A角"), Column("B角"),
    )  # fmt: skip
    rows = tuple(
        (
            str(number), goal.title, "；".join(part for part in (goal.measure, goal.target) if part) or "—",
            month_day(goal.due) if goal.due else "—", fixed(goal.base), goal.officer or "—", goal.cover or "—",
        )
        for number, goal in enumerate(goals, 1)
    )  # fmt: skip
    return Table(columns, rows, title=label)


def _coefficients(rulebook: Rulebook) -> str:
    grades = [grade for scale in rulebook.scales.values() for grade in scale.grades.values()]
    return "、".join(f"{grade.label}{figure(grade.coefficient)}" for grade in grades)


def _signatures(bureau: str, department: str, leader: str, head: str) -> Table:
    """Two sides, each with its seal, its signature and its day."""
    columns = (Column("", CENTRE, least=12), Column("", CENTRE, least=12))
    rows = (
        (f"{bureau}（盖章）", f"{department}（盖章）"),
        (f"局领导（签字）：{leader}", f"科室负责人（签字）：{head}"),
        ("　　年　　月　　日", "　　年　　月　　日"),
    )
    return Table(columns, rows, headless=True, row_height=16)
