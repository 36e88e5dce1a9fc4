"""What takes two persons, whatever it is: the half as it is now, a second person who is another one, and one answer."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from kaohe.audit.recording import record
from kaohe.audit.tags import Tag
from kaohe.cycles.models import Cycle
from kaohe.engine import Problem, Refused, Said
from kaohe.people.models import Officer
from kaohe.results.hands import persons
from kaohe.results.models import Answer
from kaohe.results.models.half import Half


def held(half: Half) -> Half:
    """The half as it is now, its year held. Raises Refused once it is answered."""
    row: Any = half
    cycle = Cycle.objects.locked(row.cycle)
    now = type(row).objects.with_names().get(pk=row.pk)
    now.cycle = cycle
    if now.answer != Answer.OPEN:
        raise _answered(now.answer)
    return now


def require_another(half: Half, officer: Officer) -> None:
    """Raises Refused for the proposer's own hand, under whichever account or in whosever name."""
    if persons(half.proposed_by, half.proposed_for) & persons(officer, officer.acting_for):
        raise Refused([Problem("results.same_person", {"officer": half.signature})])


def answer_once(half: Half, answer: Answer, officer: Officer, tag: Tag | None = None, sentence: str = "", **told: object) -> Half:
    """Write the answer down, and what is `told` of it on record. Of two who answer at once one does: the UPDATE itself asks.

    Raises Refused for the other one.
    """
    given = {
        "answer": answer, "sentence": sentence, "answered_by": officer, "answer_signature": officer.signature,
        "answered_at": timezone.now(),
    }  # fmt: skip
    row: Any = half
    if not type(row).objects.open().filter(pk=row.pk).update(**given):
        raise _answered(answer)
    row.refresh_from_db(fields=list(given))
    if tag is not None:
        record(tag, officer=officer, subject=row, bureau=row.cycle.bureau, after={**told, "answer": str(answer)}, reason=sentence)
    return half


def _answered(answer: str) -> Refused:
    return Refused([Problem("results.proposal_answered", {"answer": Said(f"answer.{answer}")})])
