"""An objection on paper: the receipt that says when it arrived, and the decision with facts, rule, conclusion and remedy (G10)."""

from __future__ import annotations

from datetime import date, datetime
from typing import Final, NamedTuple

from kaohe.engine import Exact, Rulebook, total
from kaohe.paper.description import CENTRE, NUMBER, TEXT, Block, Column, Heading, Paper, Table, Text
from kaohe.paper.kinds import common
from kaohe.paper.kinds.common import Issue, Stationery, listed
from kaohe.wording.dates import day, minute
from kaohe.wording.figures import change, fixed


class Disputed(NamedTuple):
    """A line that is disputed: its item and clause, the entry behind it, what it moved, and what the department says."""

    item: str
    clause: str
    entry: str
    points: Exact | None
    reason: str


class Objection(NamedTuple):
    """What was filed, by whom and when; `closes` is the deadline, by which its arrival is judged."""

    number: str
    department: str
    filed_by: str
    filed_at: datetime
    closes: datetime
    year: int
    lines: tuple[Disputed, ...]
    evidence: tuple[str, ...] = ()


UPHELD: Final = "成立"
PARTLY: Final = "部分成立"
DISMISSED: Final = "不成立"


class Finding(NamedTuple):
    """What the review found on one disputed line: the facts, the rule applied, and whether the objection holds."""

    item: str
    facts: str
    rule: str
    outcome: str
    before: Exact | None
    after: Exact | None


class Decision(NamedTuple):
    """The review's decision: what was found, what it changes of the total (None while that isn't known), who decided and when."""

    findings: tuple[Finding, ...]
    total_before: Exact | None
    total_after: Exact | None
    decided_on: date
    decided_by: str
    reviewers: tuple[str, ...] = ()
    recused: tuple[str, ...] = ()
    corrections: tuple[str, ...] = ()

    @property
    def outcome(self) -> str:
        """The whole: upheld, in part, dismissed."""
        outcomes = {finding.outcome for finding in self.findings}
        return next(iter(outcomes)) if len(outcomes) == 1 else PARTLY


def receipt(
    objection: Objection, stationery: Stationery, issue: Issue, *, reply_by: date | None = None, reviewer: str = ""
) -> Paper:
    """异议受理回执: the moment of arrival to the minute, what is disputed, and until when an answer comes."""
    arrived = "在公示期内" if objection.filed_at <= objection.closes else "已超过公示期"
    rows = [
        ("受理编号", objection.number), ("提出科室", objection.department), ("提出人", objection.filed_by),
        ("收到时间", f"{minute(objection.filed_at)}（{arrived}，公示期至{minute(objection.closes)}止）"),
        ("所附证据", f"{len(objection.evidence)}件" + (f"：{listed(objection.evidence)}" if objection.evidence else "")),
        ("复核经办", reviewer or stationery.office), ("答复期限", day(reply_by) if reply_by else "—"),
    ]  # fmt: skip
    blocks: list[Block] = [
        Text(f"你科室对{objection.year}年度目标绩效考核结果提出的异议已经收到，现予受理。"),
        Table((Column("", CENTRE, least=5), Column("", TEXT, least=20, most=34)), tuple(rows), headless=True, labelled=True),
        Text("所异议的事项："),
        _disputed(objection.lines),
        Text("复核期间，该事项的得分以公示的为准；复核由未参加该事项划档、检查的人员办理。撤回异议的，应当在作出决定前提出。"),
    ]
    letter = common.RECEIPT in stationery.letters
    return common.official(
        "目标绩效考核异议受理回执", blocks, stationery, issue, letter=letter, addressee=objection.department,
        signed_by="" if letter else stationery.office,  # an office within the bureau has no letterhead of its own
    )  # fmt: skip


def _disputed(lines: tuple[Disputed, ...]) -> Table:
    columns = (
        Column("序号"), Column("项目", TEXT, least=4, most=9), Column("条款", CENTRE, least=5), Column("记录号", CENTRE, least=3),
        Column("公示分值", NUMBER), Column("异议理由", TEXT, least=8, most=22),
    )  # fmt: skip
    rows = tuple(
        (str(number), each.item, each.clause, each.entry or "—", "待定" if each.points is None else change(each.points), each.reason)
        for number, each in enumerate(lines, 1)
    )
    return Table(columns, rows, unit="单位：分")


def decision(
    objection: Objection, found: Decision, rulebook: Rulebook, stationery: Stationery, issue: Issue
) -> Paper:
    """复核决定书: what was claimed, what was found, which rule, what follows, and what remains open to the department."""
    moved = found.total_before != found.total_after
    blocks: list[Block] = [
        Text(
            f"{objection.department}于{minute(objection.filed_at)}对{objection.year}年度目标绩效考核结果提出异议（受理编号：{objection.number}）。"
            f"考核领导小组依照{common.measures(rulebook)}进行了复核，现已审查终结。"
        ),
        Heading("异议事项"),
        _disputed(objection.lines),
        Heading("查明的事实和适用的规定"),
        *(
            Heading(f"{each.item}。", 3, run_in=f"{_found(each.facts)}。适用{each.rule}。该项异议{each.outcome}。")
            for each in found.findings
        ),
        *([Text(f"复核人员：{listed(found.reviewers)}。")] if found.reviewers else []),
        *([Text(f"回避人员：{listed(found.recused)}。")] if found.recused else []),
        Heading("决定"),
        Text(
            f"经{day(found.decided_on)}{found.decided_by}研究决定：异议{found.outcome}。"
            + ("有关事项更正如下：" if moved or found.corrections else "维持公示的得分。")
        ),
        *([_changes(found)] if moved or any(each.before != each.after for each in found.findings) else []),
        *([Text(f"更正以冲正方式办理：{'；'.join(found.corrections)}。原记录保留。")] if found.corrections else []),
        Heading("救济途径"),
        Text(
            "对本决定仍有不同意见的，可以向局党组书面反映；涉及个人的，不影响其依照公务员法等规定申请复核、提出申诉。"
            "复核和申诉不加重对科室和个人的处理。"
        ),
    ]
    return common.official(
        "目标绩效考核异议复核决定书", blocks, stationery, issue, letter=common.DECISION in stationery.letters,
        addressee=objection.department, signed_by=f"{stationery.bureau}考核领导小组",
    )  # fmt: skip


def _found(facts: str) -> str:
    """What was found, begun as decisions begin it, unless whoever wrote it down did so already."""
    facts = facts.strip().rstrip("。")
    return facts if facts.startswith("经") else f"经查，{facts}"


def _changes(found: Decision) -> Table:
    columns = (
        Column("事项", TEXT, least=8, most=16), Column("结论", CENTRE, least=4), Column("公示", NUMBER), Column("复核后", NUMBER),
        Column("变动", NUMBER),
    )  # fmt: skip
    rows = [
        (each.item, each.outcome, fixed(each.before), fixed(each.after), _moved(each.before, each.after)) for each in found.findings
    ]
    rows.append(("年度总分", "—", fixed(found.total_before), fixed(found.total_after), _moved(found.total_before, found.total_after)))
    return Table(columns, tuple(rows), unit="单位：分", last_is_total=True)


def _moved(before: Exact | None, after: Exact | None) -> str:
    return "—" if before is None or after is None else change(total([after, -before]))
