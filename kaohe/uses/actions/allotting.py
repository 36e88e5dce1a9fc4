"""Dividing a year's money takes two persons; only a final result is divided by, and what was fixed is never edited."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from kaohe.audit.recording import record
from kaohe.audit.tags import Tag
from kaohe.cycles.models import Cycle
from kaohe.cycles.stages import Stage
from kaohe.engine import Problem, Refused, Said, shown
from kaohe.people.deeds import Deed, require
from kaohe.people.models import Officer
from kaohe.results.hands import persons
from kaohe.results.models import Answer
from kaohe.results.telling import tell_departments, tell_persons, tell_who_may
from kaohe.uses.models import Allotment, Scheme
from kaohe.uses.reward import Allotted
from kaohe.uses.settings import Settings
from kaohe.uses.trial import digest_of, lines_data, require_final, work_out


@transaction.atomic
def propose_allotment(
    *, officer: Officer, cycle: Cycle, settings: Settings, reason: str = "", at: datetime | None = None
) -> Scheme:
    """The first person's half: these settings and what they come to are put before those who may fix them.

    Raises Refused without the right, before the year is final, while another scheme is open, without a reason where the money was
    divided before, and with everything that stands in the way of dividing.
    """
    require(officer, Deed.PROPOSE_REWARD, bureau=cycle.bureau)
    cycle = Cycle.objects.locked(cycle)
    cycle.require(Stage.FINAL)
    snapshot = require_final(cycle)
    allotted = work_out(snapshot, settings)
    found = list(allotted.problems)
    if Scheme.objects.open().filter(cycle=cycle).exists():
        found.append(Problem("uses.scheme_open", {"year": cycle.year}))
    if Allotment.objects.filter(cycle=cycle).exists() and not reason.strip():
        found.append(Problem("uses.allotted_before", {"year": cycle.year}))
    if found:
        raise Refused(found)
    scheme = Scheme.objects.create(
        cycle=cycle, snapshot=snapshot, settings=settings.as_data(), digest=digest_of(snapshot, allotted), reason=reason.strip(),
        proposed_by=officer, proposed_for=officer.acting_for, signature=officer.signature, proposed_at=at or timezone.now(),
    )  # fmt: skip
    record(
        Tag.REWARD_PROPOSED, officer=officer, subject=scheme, bureau=cycle.bureau, after=_told(allotted, scheme.digest),
        reason=scheme.reason,
    )  # fmt: skip
    tell_who_may(cycle, Deed.FIX_REWARD, Said("told.scheme_waits", {"year": cycle.year}), _page(cycle))
    return scheme


@transaction.atomic
def withdraw_scheme(*, officer: Officer, scheme: Scheme) -> Scheme:
    """Take it back while nobody has answered. Raises Refused without the right, or once it is answered."""
    scheme = _held(scheme)
    require(officer, Deed.PROPOSE_REWARD, bureau=scheme.cycle.bureau)
    return _answer(scheme, Answer.WITHDRAWN, officer, Tag.REWARD_WITHDRAWN)


@transaction.atomic
def return_scheme(*, officer: Officer, scheme: Scheme, sentence: str) -> Scheme:
    """The second person says no, with a sentence. Raises Refused without the right or sentence, or once it is answered."""
    scheme = _held(scheme)
    require(officer, Deed.FIX_REWARD, bureau=scheme.cycle.bureau)
    if not sentence.strip():
        raise Refused([Problem("goals.no_sentence")])
    returned = _answer(scheme, Answer.RETURNED, officer, Tag.REWARD_RETURNED, sentence.strip())
    tell_persons([scheme.proposed_by], Said("told.scheme_returned", {"year": scheme.cycle.year}), _page(scheme.cycle))
    return returned


@transaction.atomic
def fix_allotment(*, officer: Officer, scheme: Scheme, at: datetime | None = None) -> Allotment:
    """The second person's word: the amounts stand as they were proposed, for good.

    Raises Refused without the right, for the proposer's own hand, once the scheme is answered, once the year is no longer final,
    and where the same settings would by now come to something else.
    """
    require(officer, Deed.FIX_REWARD, bureau=scheme.cycle.bureau)
    scheme = _held(scheme)
    cycle = scheme.cycle
    if persons(scheme.proposed_by, scheme.proposed_for) & persons(officer, officer.acting_for):
        raise Refused([Problem("uses.same_person", {"officer": scheme.signature})])
    cycle.require(Stage.FINAL)
    snapshot = require_final(cycle)
    allotted = work_out(snapshot, scheme.read_settings())
    if snapshot.pk != scheme.snapshot_id or allotted.problems or digest_of(snapshot, allotted) != scheme.digest:
        raise Refused([*allotted.problems, Problem("uses.changed_since", {"officer": scheme.signature})])
    _answer(scheme, Answer.CONSENTED, officer)
    allotment = Allotment.objects.create(
        cycle=cycle, number=Allotment.objects.filter(cycle=cycle).count() + 1, scheme=scheme, snapshot=snapshot,
        settings=scheme.settings, weights=shown(allotted.weights), total=shown(allotted.total), spare=allotted.spare,
        lines=lines_data(allotted.lines), digest=scheme.digest, fixed_at=at or timezone.now(), fixed_by=officer,
        signature=officer.signature,
    )  # fmt: skip
    after = {"number": allotment.number, **_told(allotted, allotment.digest)}
    record(Tag.REWARD_FIXED, officer=officer, subject=allotment, bureau=cycle.bureau, after=after, reason=scheme.reason)
    tell_departments(cycle, Said("told.scheme_fixed", {"year": cycle.year}), f"/{cycle.year}/uses/")
    return allotment


def _page(cycle: Cycle) -> str:
    return f"/{cycle.year}/uses/reward/"


def _told(allotted: Allotted, digest: str) -> dict[str, object]:
    """What the audit trail tells: how it is divided and what it comes to, no one's amount."""
    return {"settings": allotted.settings.as_data(), "money": allotted.total, "shares": len(allotted.lines), "digest": digest}


def _held(scheme: Scheme) -> Scheme:
    """The scheme as it is now, its year held. Raises Refused once it is answered."""
    cycle = Cycle.objects.locked(scheme.cycle)
    scheme = Scheme.objects.with_names().get(pk=scheme.pk)
    scheme.cycle = cycle
    if scheme.answer != Answer.OPEN:
        raise Refused([Problem("uses.scheme_answered", {"answer": Said(f"answer.{scheme.answer}")})])
    return scheme


def _answer(scheme: Scheme, answer: Answer, officer: Officer, tag: Tag | None = None, sentence: str = "") -> Scheme:
    """Write the answer down. The condition stands in the UPDATE itself, so of two who answer at once one does."""
    given = {
        "answer": answer, "sentence": sentence, "answered_by": officer, "answer_signature": officer.signature,
        "answered_at": timezone.now(),
    }  # fmt: skip
    if not Scheme.objects.open().filter(pk=scheme.pk).update(**given):
        raise Refused([Problem("uses.scheme_answered", {"answer": Said(f"answer.{answer}")})])
    scheme.refresh_from_db(fields=list(given))
    if tag is not None:
        after = {"answer": str(answer)}
        record(tag, officer=officer, subject=scheme, bureau=scheme.cycle.bureau, after=after, reason=sentence)
    return scheme
