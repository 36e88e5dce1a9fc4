"""What the end of a quarter and of the year asks of a person: to close, to announce, to agree, to object, to review, to decide."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from kaohe.cycles.milestones import Key, Milestone
from kaohe.cycles.models import Cycle
from kaohe.cycles.stages import Stage
from kaohe.people.deeds import Deed, departments_for, may
from kaohe.people.models import Department, Officer
from kaohe.results.actions.publishing import SECOND
from kaohe.results.actions.quarters import QUARTERS
from kaohe.results.checking import answers_until
from kaohe.results.models import Ask, Notice, Objection, Proposal, Snapshot, State
from kaohe.results.outages import proposed_day, unanswered
from kaohe.web.shapes.figures import language
from kaohe.web.shapes.stages import stood_still
from kaohe.web.shapes.todo import Act, Todo


def todos(officer: Officer, cycle: Cycle, today: date) -> list[Todo]:
    """At most ten queries, whatever the number of departments."""
    return [
        *_quarters(officer, cycle, today),
        *_proposals(officer, cycle),
        *_announcing(officer, cycle),
        *_outage(officer, cycle),
        *_to_object(officer, cycle),
        *_objections(officer, cycle),
    ]


def _quarters(officer: Officer, cycle: Cycle, today: date) -> Iterator[Todo]:
    """The office: the first quarter that is over and not closed, and those closed and not announced."""
    if cycle.stage not in QUARTERS or not may(officer, Deed.RUN_QUARTER):
        return
    announced = set(Snapshot.objects.filter(cycle=cycle, period__isnull=False).values_list("period_id", flat=True))
    dates = {row.key: row.day for row in cycle.dates.all()}
    for period in cycle.periods.order_by("number"):
        told, url = {"period": _say(cycle, period.label)}, reverse("quarter", args=[cycle.year, period.number])
        until = dates.get(Key(Milestone.BULLETIN, period.number))
        if period.closed_on is None and period.ends < today:
            yield Todo(_("季度"), _("%(period)s已结束，请关闭并通报") % told, "", url, "amber", until)
            return
        if period.closed_on is not None and period.pk not in announced:
            yield Todo(_("通报"), _("%(period)s已关闭，请发布通报") % told, "", url, "amber", until)


def _proposals(officer: Officer, cycle: Cycle) -> Iterator[Todo]:
    """Whoever may say the second word on what is proposed, the proposer left out; agreed to in place."""
    if not any(may(officer, deed) for deed, _stages in SECOND.values()):
        return
    for proposal in Proposal.objects.open().filter(cycle=cycle).with_names():
        deed, _stages = SECOND[Ask(proposal.ask)]
        first, mine = {proposal.proposed_by, proposal.proposed_for}, {officer, officer.acting_for}
        if may(officer, deed) and not (first & mine) - {None}:
            url = reverse("results", args=[cycle.year])
            words = _("%(year)s 年度：%(ask)s，待您同意") % {"year": cycle.year, "ask": Ask(proposal.ask).label}
            yield Todo(_("审核"), words, proposal.signature, url, "seal", None, (Act(_("退回"), url, (("deed", "return"),), _("意见（一句话）"), False),))


def _announcing(officer: Officer, cycle: Cycle) -> Iterator[Todo]:
    """The office: what is next on the way to the final result."""
    if not may(officer, Deed.PROPOSE_RESULTS) or cycle.stage not in (Stage.CLOSING, Stage.NOTICED, Stage.REVIEWING):
        return
    url, dates = reverse("results", args=[cycle.year]), {row.key: row.day for row in cycle.dates.all()}
    told = {"year": cycle.year}
    if cycle.stage == Stage.CLOSING:
        words = _("%(year)s 年度结果：检查并提请公示") % told
        yield Todo(_("公示"), words, "", url, "amber", dates.get(Key(Milestone.NOTICE)))
    elif cycle.lapsed_at is not None and not Objection.objects.open().filter(notice__cycle=cycle).exists():
        words = _("%(year)s 年度异议期已过，可以提请定案") % told
        yield Todo(_("定案"), words, "", url, "seal", dates.get(Key(Milestone.FINAL)))


def _outage(officer: Officer, cycle: Cycle) -> Iterator[Todo]:
    """Who may lengthen the time for objections: the system stood still in it."""
    if cycle.stage != Stage.NOTICED or not may(officer, Deed.EXTEND_OBJECTIONS):
        return
    if found := unanswered(cycle):
        words = _("异议期内系统停用，建议延长到 %s") % f"{proposed_day(cycle):%Y-%m-%d}"
        yield Todo(_("延长"), words, stood_still(found), reverse("results", args=[cycle.year]), "amber", None)


def _to_object(officer: Officer, cycle: Cycle) -> Iterator[Todo]:
    """The heads: look at the published result while there is time to object."""
    deadline = cycle.objection_deadline
    if cycle.stage != Stage.NOTICED or deadline is None or cycle.lapsed_at is not None or not may(officer, Deed.FILE_OBJECTION):
        return
    number = Notice.objects.filter(cycle=cycle, until__isnull=False).order_by("-number").values_list("number", flat=True).first()
    if number is None:
        return
    local = timezone.localtime(deadline)
    own = departments_for(officer, Deed.FILE_OBJECTION) or frozenset()
    for department in Department.objects.filter(pk__in=own):
        words = _("%(department)s的考核结果已公示，请核对") % {"department": _say(cycle, department.title)}
        note = _("异议截止 %s") % f"{local:%Y-%m-%d %H:%M}"
        yield Todo(_("核对"), words, note, reverse("notice-department", args=[cycle.year, number, department.code]), "seal", local.date())


def _objections(officer: Officer, cycle: Cycle) -> Iterator[Todo]:
    """Who arranges reviews, who reviews, who decides: each the objections that wait for them."""
    deeds = (Deed.ASSIGN_REVIEWER, Deed.REVIEW_OBJECTION, Deed.DECIDE_OBJECTION)
    if cycle.stage not in (Stage.NOTICED, Stage.REVIEWING) or not any(may(officer, deed) for deed in deeds):
        return
    rows = list(Objection.objects.open().filter(notice__cycle=cycle).with_names().order_by("number"))
    due = answers_until(cycle) if rows else None
    until = timezone.localdate(due.moment) if due else None
    for each in rows:
        named = {"department": _say(cycle, each.department.title), "number": each.number}
        url = reverse("objection", args=[cycle.year, each.number])
        if each.state == State.FILED and may(officer, Deed.ASSIGN_REVIEWER, each.department):
            yield Todo(_("复核"), _("%(department)s的异议（%(number)s 号）请指定复核人") % named, each.label, url, "amber", until)
        elif each.state == State.ASSIGNED and each.reviewer == (officer.acting_for or officer):
            yield Todo(_("复核"), _("%(department)s的异议（%(number)s 号）请您复核") % named, each.label, url, "seal", until)
        elif each.state == State.REVIEWED and cycle.stage == Stage.REVIEWING and may(officer, Deed.DECIDE_OBJECTION, each.department):
            yield Todo(_("决定"), _("%(department)s的异议（%(number)s 号）请领导小组决定") % named, each.label, url, "seal", until)


def _say(cycle: Cycle, text: str) -> str:
    """A name of the rulebook's in the reader's language."""
    return cycle.rulebook().in_language(text, language())
