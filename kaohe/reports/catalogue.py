"""Every paper that a year can be asked for: for whom, of what, and the function that gathers it. One table, read by the pages."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from kaohe.paper.description import Paper
from kaohe.reports import departments, meetings, objections, registers, results, tables
from kaohe.reports.source import Choice, Source

#: The groups in which papers are listed.
GROUPS: Final = {
    "results": _("通报与结果"),
    "meetings": _("会议纪要"),
    "tables": _("统计与名单"),
    "objections": _("异议"),
    "departments": _("科室"),
}


@dataclass(frozen=True)
class PaperKind:
    """One kind of paper.

    choices   what of it this person may open; `make` gathers the one that is chosen
    """

    code: str
    label: str | Promise
    group: str
    choices: Callable[[Source], list[Choice]]
    make: Callable[[Source, Any], Paper]

    def chosen(self, source: Source, of: str) -> Choice | None:
        """The choice under that key; None where this person isn't offered it."""
        return next((each for each in self.choices(source) if each.of == of), None)

    def paper(self, source: Source, choice: Choice) -> Paper:
        """The paper of that choice, in the one language of papers."""
        with override("zh-hans"):
            return self.make(source, choice.thing)


KINDS: Final = {
    kind.code: kind
    for kind in (
        PaperKind("bulletin", _("季度通报"), "results", results.bulletins, results.bulletin_paper),
        PaperKind("notice", _("公示"), "results", results.notices, results.publication_paper),
        PaperKind("final", _("考核结果通报"), "results", results.finals, results.final_paper),
        PaperKind("signatures", _("签字页"), "results", results.finals, results.signatures_paper),
        PaperKind("information", _("信息工作通报"), "results", tables.spans, tables.information_paper),
        PaperKind("directors", _("局长办公会议纪要"), "meetings", meetings.sittings, meetings.directors_paper),
        PaperKind("gradings", _("划档会议纪要"), "meetings", meetings.concluded, meetings.grading_paper),
        PaperKind("score-sheet", _("业务工作目标考核计分表"), "tables", tables.the_year, tables.score_sheet_paper),
        PaperKind("statistics", _("信息报送与采用统计"), "tables", tables.spans, tables.statistics_paper),
        PaperKind("members", _("考核组织人员名单"), "tables", tables.everybody, tables.members_paper),
        PaperKind("receipt", _("异议受理回执"), "objections", objections.filed, objections.receipt_paper),
        PaperKind("decision", _("复核决定书"), "objections", objections.decided, objections.decision_paper),
        PaperKind(
            "statement", _("目标责任书"), "departments", departments.each_department, departments.statement_paper
        ),
        PaperKind("score", _("得分告知单"), "departments", departments.each_department, departments.score_paper),
        PaperKind(
            "key-goals",
            _("重点工作目标完成情况表"),
            "departments",
            departments.each_quarter,
            departments.key_goals_paper,
        ),
        PaperKind(
            "inquiries",
            _("首问责任制台账"),
            "departments",
            registers.registers,
            registers.register_paper(registers.inquiries, registers.INQUIRIES),
        ),
        PaperKind(
            "leaves",
            _("请假外出登记"),
            "departments",
            registers.registers,
            registers.register_paper(registers.leaves, registers.LEAVES),
        ),
        PaperKind(
            "trainings",
            _("外出培训登记"),
            "departments",
            registers.registers,
            registers.register_paper(registers.trainings, registers.TRAININGS),
        ),
    )
}
