"""The measures' own forms and the information bulletin: who scored what by grade, what was sent and adopted, who belongs to what."""

from __future__ import annotations

from django.utils.translation import gettext as _

from kaohe.cycles.models import Period
from kaohe.paper.description import Paper
from kaohe.paper.kinds import forms
from kaohe.paper.kinds.information import Span, information_bulletin, rules_of
from kaohe.people.groups import groups
from kaohe.people.models import Appointment
from kaohe.people.roles import Role
from kaohe.reports.results import latest_board
from kaohe.reports.source import Choice, Source
from kaohe.wording.dates import quarter

#: What the annex calls the three bodies (附件1).
BODIES = {Role.LEADING_GROUP: "考核领导小组", Role.OFFICE: "考核领导小组办公室", Role.CHECKER: "考核小组"}


def the_year(source: Source) -> list[Choice]:
    """The year as a whole, for who may see everyone's totals."""
    return [Choice("year", _("打开"))] if source.whole else []


def everybody(source: Source) -> list[Choice]:
    """What is no secret within the bureau."""
    return [Choice("year", _("打开"))]


def score_sheet_paper(source: Source, _thing: None) -> Paper:
    """业务工作目标考核计分表: as announced, else as the ledger has it."""
    board, digest, day = latest_board(source)
    return forms.score_sheet(
        board, source.rulebook, source.stationery, source.issue(day, digest=digest, draft=not digest)
    )


def spans(source: Source) -> list[Choice]:
    """The quarters that have begun and, once its last has, the year; where the rulebook knows information work."""
    if not source.whole or rules_of(source.rulebook) is None:
        return []
    found = [Choice(str(each.number), source.say(each.label), each) for each in source.periods]
    return [*found, Choice("year", _("全年"))] if len(found) == source.cycle.periods.count() else found


def statistics_paper(source: Source, thing: Period | None) -> Paper:
    """信息报送与采用统计."""
    board, facts = source.board(thing)
    span = _span(source, thing)
    issue = source.issue(span.ends, draft=not _settled(source, thing))
    return forms.statistics_form(board, facts, source.rulebook, span, source.stationery, issue)


def information_paper(source: Source, thing: Period | None) -> Paper:
    """信息工作通报; that of the year names the advanced departments."""
    board, facts = source.board(thing)
    span, settled = _span(source, thing), _settled(source, thing)
    issue = source.issue(span.ends, draft=not settled)
    return information_bulletin(
        board, facts, source.rulebook, span, source.stationery, issue, final=thing is None and settled
    )


def _span(source: Source, period: Period | None) -> Span:
    if period is None:
        return Span("年度", source.cycle.year, source.cycle.starts, source.cycle.as_of() or source.cycle.ends)
    return Span(quarter(period.number), source.cycle.year, period.starts, source.until(period))


def _settled(source: Source, period: Period | None) -> bool:
    """True once nothing of that span is written down any more without being late."""
    return source.cycle.as_of() is None if period is None else period.closed_on is not None


def members_paper(source: Source, _thing: None) -> Paper:
    """The three bodies as they are today."""
    today = source.cycle.bureau.today()
    bodies = [
        (BODIES[each.role], [_member(row) for row in each.members]) for each in groups(source.cycle.bureau, today)
    ]
    return forms.members(bodies, source.stationery, source.issue())


def _member(row: Appointment) -> forms.Member:
    post = str(row.get_post_display()) if row.post else "成员"
    return forms.Member(post, row.officer.name, row.officer.title, row.since, row.until)
