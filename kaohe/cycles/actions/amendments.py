"""Proposing other numbers for the measures: written down beside them, never into them."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from kaohe.audit.recording import record
from kaohe.audit.tags import Tag
from kaohe.cycles.models import LONGEST_LABEL, LONGEST_REASON, Amendment, AmendmentWithdrawal, Cycle
from kaohe.engine import Problem, Refused, shown
from kaohe.engine.parameters import parameters, varied
from kaohe.people.deeds import Deed, require
from kaohe.people.models import Officer


@transaction.atomic
def write_amendment(*, officer: Officer, cycle: Cycle, label: str, values: Mapping[str, Decimal], reason: str = "") -> Amendment:
    """Write down a proposal of other numbers for the edition that the year follows. The edition stays as it is.

    Raises Refused without the right, for a number that the measures haven't got or that can't be one, without a name, where
    nothing is other than it stands, for the same proposal once more, and for words that are too long to be kept whole.
    """
    require(officer, Deed.TRY_RULEBOOK, bureau=cycle.bureau)
    rulebook = cycle.rulebook()
    varied(rulebook, values)
    stands = {each.path: each.value for each in parameters(rulebook)}
    changed = {path: shown(value) for path, value in values.items() if value != stands[path]}
    problems = [] if changed else [Problem("cycles.amendment_empty")]
    if not (label := label.strip()):
        problems.append(Problem("cycles.amendment_unnamed"))
    elif Amendment.objects.standing().filter(cycle=cycle, edition=cycle.edition, label=label, values=changed).exists():
        problems.append(Problem("cycles.amendment_twice", {"label": label}))
    texts = {"label": (label, LONGEST_LABEL), "reason": (reason := reason.strip(), LONGEST_REASON)}
    problems += [Problem(f"cycles.amendment_{name}_long", {"found": len(text), "most": most}) for name, (text, most) in texts.items() if len(text) > most]
    if problems:
        raise Refused(problems)
    amendment = Amendment.objects.create(
        cycle=cycle,
        edition=cycle.edition,
        label=label,
        values=changed,
        reason=reason,
        written_by=officer,
        written_at=timezone.now(),
    )
    before = {path: shown(stands[path]) for path in changed}
    record(
        Tag.AMENDMENT_WRITTEN, officer=officer, subject=amendment, bureau=cycle.bureau, before=before, after=changed, reason=reason
    )
    return amendment


@transaction.atomic
def withdraw_amendment(*, officer: Officer, amendment: Amendment) -> AmendmentWithdrawal:
    """Take one's own proposal back. It stays readable, and the edition was never touched by it.

    Raises Refused without the right, for another's proposal, and for one that is withdrawn already.
    """
    require(officer, Deed.TRY_RULEBOOK, bureau=amendment.cycle.bureau)
    amendment = Amendment.objects.select_for_update(of=("self",)).get(pk=amendment.pk)
    problems = []
    if amendment.written_by_id != officer.pk:
        problems.append(Problem("cycles.amendment_of_another", {"label": amendment.label, "who": amendment.written_by.name}))
    elif AmendmentWithdrawal.objects.filter(amendment=amendment).exists():
        problems.append(Problem("cycles.amendment_withdrawn", {"label": amendment.label}))
    if problems:
        raise Refused(problems)
    withdrawal = AmendmentWithdrawal.objects.create(amendment=amendment, withdrawn_by=officer, withdrawn_at=timezone.now())
    record(Tag.AMENDMENT_WITHDRAWN, officer=officer, subject=amendment, bureau=amendment.cycle.bureau, before=amendment.values)
    return withdrawal
