"""The quick screens, as data: which rules each is for, and how they are asked for. The pages know no rule by name.

A screen whose rules an edition doesn't have is not shown; a new kind of daily event is a line here, not a page.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from kaohe.web.desk import Desk


class Screen(NamedTuple):
    """One quick screen.

    findings  on a round: what is found of persons, ticked department by department
    counted   on a round: what is only counted, a number for each department
    rules     on a register: what is written down one by one
    excusing  the register of leave: who is in it that day isn't counted on the round
    order     the fields that come first on a register
    paper     what the paper of a round is called, when none is given
    """

    code: str
    label: Any
    icon: str
    lead: Any
    findings: tuple[str, ...] = ()
    counted: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    excusing: tuple[str, ...] = ()
    order: tuple[str, ...] = ()
    paper: Any = ""

    @property
    def is_round(self) -> bool:
        """True where several departments are gone through at once."""
        return bool(self.findings)

    @property
    def all_rules(self) -> tuple[str, ...]:
        """Every rule that it writes under."""
        return (*self.findings, *self.counted, *self.rules)

    def within(self, known: Any) -> Screen:
        """The screen with only those rules that an edition has."""
        findings, counted, rules, excusing = (
            tuple(rule for rule in rules if rule in known) for rules in (self.findings, self.counted, self.rules, self.excusing)
        )
        return self._replace(findings=findings, counted=counted, rules=rules, excusing=excusing)


SCREENS = (
    Screen(
        "attendance", _("出勤检查"), "clipboard-check", _("选科室、情况、人员，完成；有请假登记的人不计。"),
        findings=("discipline.absence", "discipline.computer"), counted=("discipline.present",),
        excusing=("discipline.leave",), paper=_("出勤检查表"),
    ),
    Screen(
        "leave", _("请假外出登记"), "calendar-off", _("从哪天到哪天，可以提前登记；出勤检查和集中学习时不计。只登记已请假，不写原因。"),
        rules=("discipline.leave", "training.leave"), order=("department", "persons", "occurred_on", "until"),
    ),
    Screen(
        "study", _("集中学习"), "book-open", _("到课人次、请假和无故缺勤，一次记完。"),
        findings=("training.absence", "training.leave"), counted=("training.session",), excusing=("training.leave", "discipline.leave"),
        paper=_("集中学习签到表"),
    ),
    Screen("exams", _("考学统考"), "graduation-cap", _("按科室勾选合格与不合格的人员。"), findings=("exam.failed", "exam.passed"), paper=_("统考成绩单")),
    Screen(
        "outside-training", _("外出培训双证"), "award", _("每个班次登记双证；缺证的按班次计。"),
        rules=("credits.complete", "credits.missing", "credits.falsified"), order=("department", "persons", "occurred_on", "about"),
    ),
    Screen(
        "first-contact", _("首问责任制"), "handshake", _("台账抽查的结果。"),
        rules=("service.first_contact_kept", "service.first_contact"), order=("department", "occurred_on", "about"),
    ),
    Screen(
        "telephone", _("电话抽查"), "phone", _("一次抽查多个科室，规范的计数，不规范的记人。"),
        findings=("service.telephone",), counted=("service.telephone_good",), paper=_("电话抽查记录"),
    ),
    Screen(
        "complaints", _("投诉查处"), "message-square-warning", _("收到的投诉和查处结论：属实的扣分，不属实的只登记；同一件事只计一次。"),
        rules=("service.complaint_upheld", "service.complaint_unfounded"), order=("department", "persons", "matter", "about"),
    ),
    Screen(
        "errors", _("差错与逾时"), "clock-alert", _("工作差错、未按时完成和按时办结的事项。"),
        rules=("execution.error", "execution.late", "execution.done"), order=("department", "persons", "matter", "about"),
    ),
    Screen(
        "network", _("局域网使用"), "network", _("因未用局域网造成的延误。"),
        rules=("network.delay", "network.serious_delay"), order=("department", "persons", "matter", "about"),
    ),
    Screen(
        "briefs", _("信息报送、采用与批示"), "newspaper", _("报送、各级采用、领导批示；同一篇稿件用同一编号，按最高一级计。"),
        rules=("brief.sent", "brief.adopted", "brief.noted"), order=("department", "matter", "level", "persons"),
    ),
    Screen(
        "integrity", _("党风廉政"), "shield-check", _("违规（一票否决）、表彰推广和基础工作评定。"),
        rules=("integrity.breach", "integrity.praised", "integrity.basic"), order=("department", "level", "matter", "persons"),
    ),
)  # fmt: skip


class Entrance(NamedTuple):
    """The way to a screen."""

    label: str
    url: str
    icon: str
    lead: str


def screens(desk: Desk) -> list[Entrance]:
    """The screens that this year's edition has rules for."""
    return [
        Entrance(str(each.label), reverse("screen", args=[desk.cycle.year, each.code]), each.icon, str(each.lead))
        for each in SCREENS
        if each.within(desk.rulebook.rules).all_rules
    ]


def screen_of(desk: Desk, code: str) -> Screen | None:
    """The screen of that name with the rules that this edition has; None where there is nothing to do on it."""
    found = next((each.within(desk.rulebook.rules) for each in SCREENS if each.code == code), None)
    return found if found and found.all_rules else None
