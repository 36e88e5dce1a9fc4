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
from kaohe.results.actions.halves import answer_once, held, require_another
from kaohe.results.models import Answer, first_half
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
        proposed_at=at or timezone.now(), **first_half(officer),
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
    scheme = held(scheme)
    require(officer, Deed.PROPOSE_REWARD, bureau=scheme.cycle.bureau)
    return answer_once(scheme, Answer.WITHDRAWN, officer, Tag.REWARD_WITHDRAWN)


@transaction.atomic
def return_scheme(*, officer: Officer, scheme: Scheme, sentence: str) -> Scheme:
    """The second person says no, with a sentence. Raises Refused without the right or sentence, or once it is answered."""
    scheme = held(scheme)
    require(officer, Deed.FIX_REWARD, bureau=scheme.cycle.bureau)
    if not sentence.strip():
        raise Refused([Problem("goals.no_sentence")])
    returned = answer_once(scheme, Answer.RETURNED, officer, Tag.REWARD_RETURNED, sentence.strip())
    tell_persons([scheme.proposed_by], Said("told.scheme_returned", {"year": scheme.cycle.year}), _page(scheme.cycle))
    return returned


@transaction.atomic
def fix_allotment(*, officer: Officer, scheme: Scheme, at: datetime | None = None) -> Allotment:
    """The second person's word: the amounts stand as they were proposed, for good.

    Raises Refused without the right, for the proposer's own hand, once the scheme is answered, once the year is no longer final,
    and where the same settings would by now come to something else.
    """
    require(officer, Deed.FIX_REWARD, bureau=scheme.cycle.bureau)
    scheme = held(scheme)
    cycle = scheme.cycle
    require_another(scheme, officer)
    cycle.require(Stage.FINAL)
    snapshot = require_final(cycle)
    allotted = work_out(snapshot, scheme.read_settings())
    if snapshot.pk != scheme.snapshot_id or allotted.problems or digest_of(snapshot, allotted) != scheme.digest:
        raise Refused([*allotted.problems, Problem("uses.changed_since", {"officer": scheme.signature})])
    answer_once(scheme, Answer.CONSENTED, officer)
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
