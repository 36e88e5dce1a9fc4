"""A goal missed for objective reasons: the department asks with its evidence, the leading group decides (附件2 二3)."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone

from kaohe.audit.recording import record
from kaohe.audit.tags import Tag
from kaohe.cycles.models import Cycle
from kaohe.cycles.stages import Stage
from kaohe.desk.models import Kind
from kaohe.engine import Problem, Refused, Said
from kaohe.evidence.models import StoredFile
from kaohe.goals.models import Goal
from kaohe.goals.telling import tell_those
from kaohe.ledger.proofs import Given, proofs
from kaohe.panels.models import Answer, Excuse
from kaohe.people.deeds import Deed, require
from kaohe.people.models import Officer
from kaohe.people.roles import Role

#: Asked for while the year runs or is being closed; decided in the same time.
ASKING = (Stage.RUNNING, Stage.CLOSING)


@transaction.atomic
def ask_excuse(*, officer: Officer, goal: Goal, reason: str, evidence: Sequence[Given]) -> Excuse:
    """Apply for one goal. Raises Refused without the right, at another stage, while one is open, without reason or evidence."""
    cycle = Cycle.objects.locked(goal.cycle)
    require(officer, Deed.ASK_EXCUSE, goal.department, bureau=cycle.bureau)
    cycle.require(*ASKING)
    attached = proofs(officer, evidence)
    found = []
    if not reason.strip():
        found.append(Problem("panels.excuse_without_why", {"goal": goal.code}))
    if not attached:
        found.append(Problem("panels.excuse_without_evidence", {"goal": goal.code}))
    if goal.excuses.filter(answer=Answer.ASKED).exists():
        found.append(Problem("panels.excuse_open", {"goal": goal.code}))
    if found:
        raise Refused(found)
    excuse = Excuse.objects.create(
        goal=goal, reason=reason.strip(), evidence=[proof.title for proof in attached], asked_by=officer
    )
    excuse.files.set([proof.file for proof in attached if isinstance(proof.file, StoredFile)])
    after = {"goal": goal.code, "evidence": excuse.evidence}
    record(Tag.EXCUSE_ASKED, officer=officer, subject=excuse, bureau=cycle.bureau, after=after, reason=excuse.reason)
    return excuse


@transaction.atomic
def decide_excuse(*, officer: Officer, excuse: Excuse, granted: bool, sentence: str) -> Excuse:
    """The leading group's decision, with a sentence. Raises Refused without the right, for one's own department, twice."""
    cycle = Cycle.objects.locked(excuse.goal.cycle)
    require(officer, Deed.DECIDE_EXCUSE, excuse.goal.department, bureau=cycle.bureau)
    cycle.require(*ASKING)
    if not sentence.strip():
        raise Refused([Problem("goals.no_sentence")])
    answer = Answer.GRANTED if granted else Answer.DENIED
    decided = {"answer": answer, "sentence": sentence.strip(), "decided_by": officer, "decided_at": timezone.now()}
    # The condition stands in the UPDATE itself, so of two who decide at once one does and the other is told.
    if not Excuse.objects.filter(pk=excuse.pk, answer=Answer.ASKED).update(**decided):
        raise Refused([Problem("panels.excuse_decided", {"goal": excuse.goal.code})])
    excuse.refresh_from_db()
    department, link = excuse.goal.department, f"/{cycle.year}/excuses/"
    tell_those(department, (Role.DEPARTMENT_HEAD,), Kind.NOTICE, Said("told.excuse_decided", {"department": department.title, "goal": excuse.goal.code}), link)
    after = {"goal": excuse.goal.code, "answer": answer}
    record(
        Tag.EXCUSE_DECIDED, officer=officer, subject=excuse, bureau=cycle.bureau, after=after, reason=sentence.strip()
    )
    return excuse
