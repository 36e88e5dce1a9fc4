"""The founding document's own forms: the score sheet, the table of key goals, the statistics and the registers (G14, O3–O6, O11, P1)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Final, NamedTuple

from kaohe.engine import Board, Exact, Facts, Rulebook, Standing, total
from kaohe.paper.description import CENTRE, NUMBER, TEXT, Block, Column, Paper, Table, Text
from kaohe.paper.kinds import common
from kaohe.paper.kinds.common import Issue, Stationery
from kaohe.paper.kinds.information import Span, statistics
from kaohe.wording.dates import day, days, moment, short_minute
from kaohe.wording.figures import figure, fixed

#: Whether a certificate is kept.
_KEPT: Final = {True: "有", False: "缺", None: "—"}
#: Empty rows that a register shows when it is printed to be filled in by hand.
BLANK: Final = 10


def _form(
    title: str, blocks: Sequence[Block], stationery: Stationery, issue: Issue, *, landscape: bool = True
) -> Paper:
    return Paper(
        title=title, blocks=tuple(blocks), proof=issue.proof, warning=issue.warning, landscape=landscape,
        issuer=stationery.bureau, day=issue.day,
    )  # fmt: skip


def _about(*parts: tuple[str, str]) -> Text:
    """The line above a form: 科室：…　　填表日期：…"""
    return Text("　　".join(f"{label}：{words}" for label, words in parts), indent=False)


def _rows(rows: Sequence[tuple[str, ...]], width: int, until: date | None = None) -> tuple[tuple[str, ...], ...]:
    """The rows of a register, or empty ones to be filled in by hand; one that was looked through until a day says so without any."""
    if rows or until is None:
        return tuple(rows) or tuple(("",) * width for _ in range(BLANK))
    return (("—",) * width,)


def _whose(department: str, year: int, until: date | None) -> Text:
    """The line above a register; where it was filled from the ledger, up to which day."""
    return _about(("科室", department), ("年度", str(year)), *([("依据", f"系统记录，截至{day(until)}")] if until else []))


# ---- the score sheet (G14) ----


def score_sheet(board: Board, rulebook: Rulebook, stationery: Stationery, issue: Issue) -> Paper:
    """业务工作目标考核计分表: departments down, grades across, the base points that fell into each, and the score.

    Two things differ from the printed form: 优秀 is 1.0 (the form's heading says 0.1, which the text corrects), and what was
    missed for objective reasons has a column of its own.
    """
    grades = [grade for scale in rulebook.scales.values() for grade in scale.grades.values()]
    columns = [Column("科室", least=4)]
    columns += [Column(f"{grade.label}（{_coefficient(grade.coefficient)}）", NUMBER, least=4) for grade in grades]
    columns.append(Column("得分", NUMBER, least=4))
    labels = [grade.label for grade in grades]
    rows = tuple(_score_row(standing, labels, rulebook) for standing in board.standings)
    first = grades[0]
    note = (
        f"注：1. 各档栏为划入该档目标的基本分合计，得分为基本分乘以系数之和。2. 原表表头“{first.label}（0.1）”系印刷错误，按正文第二部分第2条"
        f"更正为{_coefficient(first.coefficient)}。3. 按正文第二部分第3条增列“客观原因”一栏。"
    )
    return _form(
        "业务工作目标考核计分表",
        [Text(day(issue.day), indent=False), Table(tuple(columns), rows, unit="单位：分", note=note)],
        stationery,
        issue,
    )


def _coefficient(number: Exact) -> str:
    """1.0 as the form writes it, not 1."""
    text = figure(number)
    return text if "." in text else f"{text}.0"


def _score_row(standing: Standing, labels: Sequence[str], rulebook: Rulebook) -> tuple[str, ...]:
    bases: dict[str, list[Exact]] = {label: [] for label in labels}
    open_goals = 0
    for node in standing.tree.walk():
        for line in node.lines:
            if line.what == "grade":
                base = line.values["base"]
                bases[str(line.values["grade"])].append(base)
            elif line.what.startswith("grade"):
                open_goals += 1
    block = standing.tree.find(_business(rulebook))
    score = fixed(block.points) if block.points is not None else f"待定（{open_goals}项未划档）" if open_goals else "待定"
    cells = (fixed(total(bases[label])) if bases[label] else "—" for label in labels)
    return (common.named(standing), *cells, score)


def _business(rulebook: Rulebook) -> str:
    """The block whose rules grade goals."""
    for item in rulebook.tree.items:
        if any(rule.name == "graded" for each in item.walk() for rule in each.rules):
            return item.code
    return rulebook.tree.code


# ---- key goals by quarter (O4) ----


class KeyGoal(NamedTuple):
    """A goal in a quarter: who carries it, what was planned, what was done, and whether that was verified."""

    title: str
    officer: str
    cover: str
    plan: str
    done: str
    met: bool | None
    verified: str = ""
    note: str = ""


def key_goals(
    department: str, year: int, period: str, goals: Sequence[KeyGoal], stationery: Stationery, issue: Issue
) -> Paper:
    """《重点工作目标完成情况表》 of a department and a quarter."""
    columns = (
        Column("序号"), Column("重点工作目标", TEXT, least=8, most=16), Column("A角", group="责任人"), Column("B角", group="责任人"),
        Column("本季计划进度和质量要求", TEXT, least=7, most=14), Column("完成情况", TEXT, least=7, most=16),
        Column("是否完成", CENTRE), Column("核实", CENTRE, least=3), Column("备注", TEXT, least=3, most=8),
    )  # fmt: skip
    rows = [
        (
            str(number), goal.title, goal.officer or "—", goal.cover or "—", goal.plan or "—", goal.done or "—",
            "—" if goal.met is None else "是" if goal.met else "否", goal.verified or "—", goal.note or "—",
        )
        for number, goal in enumerate(goals, 1)
    ]  # fmt: skip
    met = sum(goal.met is True for goal in goals)
    missed = sum(goal.met is False for goal in goals)
    note = f"注：本季共{len(goals)}项，已完成{met}项，未完成{missed}项。按计划完成的得2分，未完成的每项扣1分，以核实结果为准。"
    return _form(
        "重点工作目标完成情况表",
        [
            _about(("科室", department), ("期间", f"{year}年{period}"), ("填表日期", day(issue.day))),
            Table(columns, _rows(rows, len(columns)), note=note),
            Text("科室负责人（签字）：　　　　　填表人（签字）：　　　　　核实人（签字）：", indent=False),
        ],
        stationery,
        issue,
    )


# ---- information (O11) ----


def statistics_form(
    board: Board, facts: Facts, rulebook: Rulebook, span: Span, stationery: Stationery, issue: Issue
) -> Paper:
    """信息报送与采用统计. Raises ValueError where the rulebook knows no information work."""
    table = statistics(board, facts, rulebook, span)
    about = _about(("期间", span.title), ("统计日期", day(issue.day)))
    return _form("信息报送与采用统计", [about, table], stationery, issue)


# ---- registers (O3, O5, O6) ----


class Inquiry(NamedTuple):
    """One inquiry at the counter or on the telephone (首问). Of a day the time may be unknown."""

    on: date
    visitor: str
    matter: str
    officer: str
    handled: str
    finished: datetime | None = None
    note: str = ""


class Check(NamedTuple):
    """One check of the ledger or of the telephone: what was met with, whose it was, and how it was judged."""

    on: date
    about: str
    officer: str
    outcome: str
    note: str = ""


class Complaint(NamedTuple):
    """One complaint: what it was about, what was found, about whom, whether it holds, and what follows beside points."""

    on: date
    matter: str
    about: str
    officer: str
    outcome: str
    follows: str = ""
    note: str = ""


def first_inquiries(department: str, year: int, entries: Sequence[Inquiry], stationery: Stationery, issue: Issue) -> Paper:
    """首问责任制台账, visit by visit and call by call, as a department keeps it by hand."""
    columns = (
        Column("序号"), Column("日期时间", CENTRE, least=6, most=12), Column("来访（来电）人", CENTRE, least=4, most=8),
        Column("事项", TEXT, least=8, most=18), Column("首问责任人", CENTRE, least=3), Column("办理情况", TEXT, least=8, most=18),
        Column("办结时间", CENTRE, least=6, most=12), Column("备注", TEXT, least=3, most=8),
    )  # fmt: skip
    rows = [
        (
            str(number), moment(each.on), each.visitor or "—", each.matter or "—", each.officer or "—", each.handled or "—",
            short_minute(each.finished) if each.finished else "—", each.note or "—",
        )
        for number, each in enumerate(entries, 1)
    ]  # fmt: skip
    return _form(
        _INQUIRIES,
        [_whose(department, year, None), Table(columns, _rows(rows, len(columns)), note=f"注：{_KEPT_SO}", row_height=9)],
        stationery,
        issue,
    )


_INQUIRIES: Final = "首问责任制台账"
_KEPT_SO: Final = "即时如实记录；未认真执行或突击应付的，发现一次扣2分。"


def service_ledger(
    department: str, year: int, checks: Sequence[Check], complaints: Sequence[Complaint], stationery: Stationery, issue: Issue, *, until: date
) -> Paper:
    """首问责任制台账 as the system has it up to that day: the checks of the ledger and of the telephone, and the complaints with findings."""
    checked = (
        Column("序号"), Column("日期", CENTRE, least=4, most=12), Column("检查情况", TEXT, least=12, most=30), Column("责任人", CENTRE, least=3),
        Column("结论", TEXT, least=8, most=16), Column("备注", TEXT, least=4, most=10),
    )  # fmt: skip
    complained = (
        Column("序号"), Column("日期", CENTRE, least=4, most=12), Column("投诉事项", TEXT, least=6, most=14), Column("查核情况", TEXT, least=10, most=24),
        Column("涉及人员", CENTRE, least=4, most=8), Column("结论", CENTRE, least=4, most=8), Column("后果", TEXT, least=4, most=10),
        Column("备注", TEXT, least=4, most=10),
    )  # fmt: skip
    first = [
        (str(number), moment(each.on), each.about or "—", each.officer or "—", each.outcome, each.note or "—")
        for number, each in enumerate(checks, 1)
    ]
    second = [
        (
            str(number), moment(each.on), each.matter or "—", each.about or "—", each.officer or "—", each.outcome, each.follows or "—",
            each.note or "—",
        )
        for number, each in enumerate(complaints, 1)
    ]  # fmt: skip
    note = f"注：{_KEPT_SO}接听电话不规范的，每次扣2分；投诉查实的，每次扣5分并追究责任。逐件来访（来电）以科室手工台账为准。"
    return _form(
        _INQUIRIES,
        [
            _whose(department, year, until),
            Table(checked, _rows(first, len(checked), until), title="检查情况", row_height=9),
            Table(complained, _rows(second, len(complained), until), title="投诉及查核情况", note=note, row_height=9),
        ],
        stationery,
        issue,
    )


class Leave(NamedTuple):
    """One leave or going out: who, why, from when until when (to the minute or the day), who allowed it."""

    officer: str
    reason: str
    starts: date
    ends: date | None
    allowed_by: str
    returned: datetime | None = None
    note: str = ""


def leaves(
    department: str, year: int, entries: Sequence[Leave], stationery: Stationery, issue: Issue, *, until: date | None = None
) -> Paper:
    """请假外出登记; with `until`, as recorded up to that day."""
    columns = (
        Column("序号"), Column("姓名", CENTRE, least=3), Column("事由（去向）", TEXT, least=8, most=18), Column("自", CENTRE, least=6, group="时间", most=12),
        Column("至", CENTRE, least=6, group="时间", most=12), Column("批准人", CENTRE, least=3), Column("销假时间", CENTRE, least=6, most=12),
        Column("备注", TEXT, least=3, most=8),
    )  # fmt: skip
    rows = [
        (
            str(number), each.officer, each.reason, moment(each.starts), moment(each.ends) if each.ends else "—", each.allowed_by or "—",
            short_minute(each.returned) if each.returned else "—", each.note or "—",
        )
        for number, each in enumerate(entries, 1)
    ]  # fmt: skip
    note = "注：出勤检查以本登记为依据；无故离岗、不在岗且未履行请假手续的，每人次扣2分，直至扣完为止。"
    return _form(
        "请假外出登记",
        [_whose(department, year, until), Table(columns, _rows(rows, len(columns), until), note=note, row_height=9)],
        stationery,
        issue,
    )


class Training(NamedTuple):
    """One outside training: the course, who held it, when, and which proofs are kept (双证); None where that wasn't written down."""

    officer: str
    course: str
    host: str
    starts: date
    ends: date | None
    hours: Exact | None
    certificates: tuple[bool | None, bool | None]
    copies: int | None = 0
    note: str = ""


def trainings(
    department: str, year: int, entries: Sequence[Training], stationery: Stationery, issue: Issue, *, until: date | None = None
) -> Paper:
    """外出培训登记, with both certificates and their copies; with `until`, as recorded up to that day."""
    columns = (
        Column("序号"), Column("姓名", CENTRE, least=3), Column("培训班次", TEXT, least=8, most=18), Column("主办单位", TEXT, least=6, most=12),
        Column("起止日期", CENTRE, least=6, most=12), Column("学时", NUMBER), Column("结业证", CENTRE, group="双证"), Column("成绩证", CENTRE, group="双证"),
        Column("复印件（份）", NUMBER), Column("备注", TEXT, least=3, most=8),
    )  # fmt: skip
    rows = [
        (
            str(number), each.officer, each.course, each.host or "—",
            days(each.starts, each.ends),
            figure(each.hours), *(_KEPT[there] for there in each.certificates), "—" if each.copies is None else str(each.copies), each.note or "—",
        )
        for number, each in enumerate(entries, 1)
    ]  # fmt: skip
    lacking = sum(not all(each.certificates) for each in entries)
    note = f"注：共{len(entries)}班次，缺认证材料{lacking}班次。每缺少一班次认证材料扣1分；报送假证明的，该项不得分并追究责任。"
    return _form(
        "外出培训登记",
        [_whose(department, year, until), Table(columns, _rows(rows, len(columns), until), note=note, row_height=9)],
        stationery,
        issue,
    )


# ---- members (P1) ----


class Member(NamedTuple):
    """Who belongs to a body: the post in it, the name, the own office and post, from when until when."""

    post: str
    name: str
    office: str
    starts: date
    ends: date | None = None
    note: str = ""


def members(
    bodies: Sequence[tuple[str, Sequence[Member]]], stationery: Stationery, issue: Issue
) -> Paper:
    """目标绩效考核领导小组及办公室人员组成, a table for each body, in the order decreed."""
    columns = (
        Column("组内职务", least=4, most=8), Column("姓名", least=3), Column("单位职务", TEXT, least=8, most=18), Column("任期", CENTRE, least=8, most=16),
        Column("备注", TEXT, least=3, most=8),
    )  # fmt: skip
    blocks: list[Block] = []
    for name, found in bodies:
        rows = [
            (each.post, each.name, each.office or "—", f"{day(each.starts)}{f'至{day(each.ends)}' if each.ends else '起'}", each.note or "—")
            for each in found
        ]
        blocks.append(Table(columns, tuple(rows) or (("—",) * len(columns),), title=name))
    return _form("目标绩效考核领导小组及办公室人员组成", blocks, stationery, issue, landscape=False)
