"""The year's results: proposed by one, announced, made final or taken up again by the word of a second (两人办理)."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from kaohe.audit.recording import record
from kaohe.audit.tags import Tag
from kaohe.cycles.models import Cycle
from kaohe.cycles.stages import Stage
from kaohe.engine import Problem, Refused, Said
from kaohe.ledger.models import Entry
from kaohe.people.deeds import Deed, require
from kaohe.people.models import Officer
from kaohe.results.actions.halves import answer_once, held, require_another
from kaohe.results.actions.keeping import keep, told
from kaohe.results.actions.lapsing import lapse
from kaohe.results.boards import facts_of
from kaohe.results.checking import hindrances, in_the_way, objections_until
from kaohe.results.facts import digest_of
from kaohe.results.models import Answer, Ask, Kind, Notice, Proposal, Snapshot, first_half
from kaohe.results.telling import tell_departments, tell_persons, tell_who_may

#: Which deed is the second person's word on what is proposed, and at which stages it can be given.
SECOND: dict[Ask, tuple[Deed, tuple[Stage, ...]]] = {
    Ask.NOTICE: (Deed.PUBLISH_RESULTS, (Stage.CLOSING, Stage.REVIEWING)),
    Ask.FINAL: (Deed.FINALISE_RESULTS, (Stage.NOTICED, Stage.REVIEWING)),
    Ask.REOPEN: (Deed.REOPEN_YEAR, (Stage.FINAL,)),
}


@transaction.atomic
def propose(*, officer: Officer, cycle: Cycle, ask: Ask, reason: str = "", at: datetime | None = None) -> Proposal:
    """The first person's half: the results as they stand are put before those who may announce or finalise them.

    Raises Refused without the right, at another stage, while another proposal is open, without a reason for reopening,
    and with everything that stands in the way.
    """
    require(officer, Deed.PROPOSE_RESULTS, bureau=cycle.bureau)
    cycle = Cycle.objects.locked(cycle)
    deed, stages = SECOND[ask]
    cycle.require(*stages)
    moment = at or timezone.now()
    found = list(_in_the_way(cycle, ask, moment))
    if ask == Ask.REOPEN and not reason.strip():
        found.append(Problem("results.reopen_without_why", {"year": cycle.year}))
    if Proposal.objects.open().filter(cycle=cycle).exists():
        found.append(Problem("results.proposal_open", {"year": cycle.year}))
    if found:
        raise Refused(found)
    proposal = Proposal.objects.create(
        cycle=cycle, ask=ask, facts_digest=digest_of(facts_of(cycle)), reason=reason.strip(), proposed_at=moment,
        **first_half(officer),
    )  # fmt: skip
    after = {"ask": ask, "facts_digest": proposal.facts_digest}
    record(
        Tag.RESULTS_PROPOSED, officer=officer, subject=proposal, bureau=cycle.bureau, after=after, reason=reason.strip()
    )
    tell_who_may(cycle, deed, Said("told.consent_asked", {"year": cycle.year, "what": Said(f"ask.{ask}")}), f"/{cycle.year}/results/")
    return proposal


@transaction.atomic
def withdraw_proposal(*, officer: Officer, proposal: Proposal) -> Proposal:
    """Take it back while nobody has answered. Raises Refused without the right, or once it is answered."""
    proposal = held(proposal)
    require(officer, Deed.PROPOSE_RESULTS, bureau=proposal.cycle.bureau)
    return answer_once(proposal, Answer.WITHDRAWN, officer, Tag.PROPOSAL_WITHDRAWN, ask=proposal.ask)


@transaction.atomic
def return_proposal(*, officer: Officer, proposal: Proposal, sentence: str) -> Proposal:
    """The second person says no, with a sentence. Raises Refused without the right or sentence, or once it is answered."""
    proposal = held(proposal)
    cycle = proposal.cycle
    require(officer, SECOND[Ask(proposal.ask)][0], bureau=cycle.bureau)
    if not sentence.strip():
        raise Refused([Problem("goals.no_sentence")])
    returned = answer_once(proposal, Answer.RETURNED, officer, Tag.PROPOSAL_RETURNED, sentence.strip(), ask=proposal.ask)
    about = {"year": cycle.year, "what": Said(f"ask.{proposal.ask}")}
    tell_persons([proposal.proposed_by], Said("told.consent_refused", about), f"/{cycle.year}/results/")
    return returned


@transaction.atomic
def publish_results(*, officer: Officer, proposal: Proposal, at: datetime | None = None) -> Notice:
    """The second person's word: the results stand in the notice, with the last moment for objections, from now on.

    The deadline is counted now and never anew. A notice after a review opens no second time for objections.
    Raises Refused without the right, for the proposer's own hand, at another stage, where the facts are no longer those
    that were proposed, and with everything that stands in the way.
    """
    cycle, proposal = _second(officer, proposal, Ask.NOTICE)
    moment = at or timezone.now()
    _require_unchanged(cycle, proposal, moment)
    first = cycle.stage == Stage.CLOSING
    until = objections_until(cycle, moment) if first else None
    snapshot = keep(cycle, Kind.NOTICE, officer, moment)
    answer_once(proposal, Answer.CONSENTED, officer)
    notice = Notice.objects.create(
        cycle=cycle, number=cycle.notices.count() + 1, snapshot=snapshot, proposal=proposal, published_at=moment,
        until=until and until.moment, calendar=until.version if until else "",
    )  # fmt: skip
    if first:
        cycle.advance(
            Stage.NOTICED, noticed_at=moment, objection_deadline=notice.until, objection_calendar=notice.calendar,
            graded_on=_graded_on(cycle), lapsed_at=None,
        )  # fmt: skip
    after = {"number": notice.number, **told(snapshot), "objection_deadline": notice.until, "calendar": notice.calendar}
    record(Tag.RESULTS_PUBLISHED, officer=officer, subject=snapshot, bureau=cycle.bureau, after=after)
    news = Said("told.published" if first else "told.published_again", {"year": cycle.year})
    tell_departments(cycle, news, f"/{cycle.year}/notices/{notice.number}/")
    return notice


@transaction.atomic
def finalise_results(*, officer: Officer, proposal: Proposal, at: datetime | None = None) -> Snapshot:
    """The second person's word: the results stand for good.

    Raises Refused as publish_results does, and before the time for objections is over.
    """
    cycle, proposal = _second(officer, proposal, Ask.FINAL)
    moment = at or timezone.now()
    _require_unchanged(cycle, proposal, moment)
    lapse(cycle, moment)
    snapshot = keep(cycle, Kind.FINAL, officer, moment)
    answer_once(proposal, Answer.CONSENTED, officer)
    cycle.advance(Stage.FINAL, finalised_on=timezone.localdate(moment))
    record(Tag.RESULTS_FINALISED, officer=officer, subject=snapshot, bureau=cycle.bureau, after=told(snapshot))
    tell_departments(cycle, Said("told.final", {"year": cycle.year}), f"/{cycle.year}/final/")
    return snapshot


@transaction.atomic
def reopen_year(*, officer: Officer, proposal: Proposal, at: datetime | None = None) -> Cycle:
    """The second person's word: a year that was final is taken up again, from its closing on. What was final stays on record.

    Raises Refused without the right, for the proposer's own hand, or at another stage.
    """
    cycle, proposal = _second(officer, proposal, Ask.REOPEN)
    answer_once(proposal, Answer.CONSENTED, officer)
    before = {"stage": cycle.stage, "round": cycle.round, "finalised_on": cycle.finalised_on}
    cycle.advance(
        Stage.CLOSING, round=cycle.round + 1, noticed_at=None, objection_deadline=None, objection_calendar="",
        lapsed_at=None, finalised_on=None,
    )  # fmt: skip
    record(
        Tag.YEAR_REOPENED, officer=officer, subject=cycle, bureau=cycle.bureau, before=before,
        after={"stage": cycle.stage, "round": cycle.round}, reason=proposal.reason,
    )  # fmt: skip
    tell_departments(cycle, Said("told.reopened", {"year": cycle.year}), f"/{cycle.year}/results/")
    return cycle


def _in_the_way(cycle: Cycle, ask: Ask, moment: datetime) -> list[Problem]:
    if ask == Ask.NOTICE:
        return in_the_way(cycle, moment)
    return hindrances(cycle, Stage.FINAL, moment) if ask == Ask.FINAL else []


def _second(officer: Officer, proposal: Proposal, ask: Ask) -> tuple[Cycle, Proposal]:
    """The open proposal, for one who may say the second word on it and is another person than who proposed it."""
    deed, stages = SECOND[ask]
    require(officer, deed, bureau=proposal.cycle.bureau)
    proposal = held(proposal)
    cycle = proposal.cycle
    if proposal.ask != ask:
        raise Refused([Problem("results.other_proposal", {"ask": Said(f"ask.{proposal.ask}")})])
    cycle.require(*stages)
    require_another(proposal, officer)
    return cycle, proposal


def _require_unchanged(cycle: Cycle, proposal: Proposal, moment: datetime) -> None:
    """Raises Refused where the second person would sign something else than the first proposed, or something stands in the way."""
    found = _in_the_way(cycle, Ask(proposal.ask), moment)
    if digest_of(facts_of(cycle)) != proposal.facts_digest:
        found.append(Problem("results.changed_since", {"officer": proposal.signature}))
    if found:
        raise Refused(found)


def _graded_on(cycle: Cycle) -> date | None:
    """The day of the last grading."""
    graded = Entry.objects.filter(cycle=cycle, grading__isnull=False).order_by("-occurred_on")
    return graded.values_list("occurred_on", flat=True).first()
