"""A review of what is disputed: by somebody who had no hand in it, then decided by the leading group, never to the worse."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from kaohe import engine
from kaohe.audit.recording import record
from kaohe.audit.tags import Tag
from kaohe.cycles.models import Cycle
from kaohe.cycles.stages import Stage
from kaohe.engine import Problem, Refused, Said
from kaohe.ledger.actions import require_not_graded, reversal_of
from kaohe.ledger.posting import Draft, Proof, check, post
from kaohe.ledger.proofs import Given, proofs
from kaohe.panels.actions import grade_goal
from kaohe.people.deeds import Deed, may, require
from kaohe.people.models import Department, Officer
from kaohe.results.actions.objecting import held, move
from kaohe.results.boards import board_of
from kaohe.results.checking import exact_total, worse
from kaohe.results.hands import had_a_hand
from kaohe.results.models import Decision, Objection, Outcome, State
from kaohe.results.telling import tell_department, tell_persons, tell_who_may


@dataclass(frozen=True, slots=True)
class TakeBack:
    """The disputed entry is taken back, in full or by `count`."""

    count: int | None = None


@dataclass(frozen=True, slots=True)
class GradeAnew:
    """The disputed goal gets another grade, with what that grade asks for."""

    grade: str
    conditions: tuple[str, ...] = ()
    evidence: tuple[Given, ...] = ()


@dataclass(frozen=True, slots=True)
class WriteDown:
    """A fact that was missing is written down; its id, department and day of recording are filled in."""

    fact: engine.Entry
    evidence: tuple[Given, ...] = ()


Remedy = TakeBack | GradeAnew | WriteDown


@transaction.atomic
def assign_reviewer(*, officer: Officer, objection: Objection, reviewer: Officer) -> Objection:
    """Give an objection to somebody to review, or to somebody else than before.

    Raises Refused without the right, for one's own department, for a reviewer who may not review it, belongs to the
    department or had a hand in what is disputed, and once it is decided.
    """
    objection = held(objection)
    cycle, department = objection.notice.cycle, objection.department
    require(officer, Deed.ASSIGN_REVIEWER, department, bureau=cycle.bureau)
    values = {"reviewer": reviewer.name, "department": department.title}
    if reviewer.bureau_id != cycle.bureau_id or not may(reviewer, Deed.REVIEW_OBJECTION, department):
        raise Refused([Problem("results.cannot_review", values)])
    if hand := had_a_hand(objection, reviewer):
        raise Refused([Problem("results.reviewer_had_a_hand", {**values, "hand": hand})])
    before = {"reviewer": objection.reviewer.name if objection.reviewer else ""}
    move(objection, State.ASSIGNED, reviewer=reviewer, outcome="", finding="", found_at=None)
    record(
        Tag.REVIEWER_ASSIGNED, officer=officer, subject=objection, bureau=cycle.bureau, before=before,
        after={"reviewer": reviewer.name},
    )  # fmt: skip
    link = f"/{cycle.year}/objections/{objection.number}/"
    tell_persons([reviewer], Said("told.review_assigned", _about(objection)), link)
    return objection


@transaction.atomic
def review_objection(
    *, officer: Officer, objection: Objection, outcome: Outcome, finding: str, at: datetime | None = None
) -> Objection:
    """What the reviewer found, and what they propose to the leading group.

    Raises Refused for anybody but the reviewer, for one's own department, and without a finding in words.
    """
    objection = held(objection)
    cycle, department = objection.notice.cycle, objection.department
    require(officer, Deed.REVIEW_OBJECTION, department, bureau=cycle.bureau)
    found = []
    if objection.reviewer != (officer.acting_for or officer):
        found.append(
            Problem("results.other_reviewer", {"reviewer": objection.reviewer.name if objection.reviewer else "—"})
        )
    if not finding.strip():
        found.append(Problem("results.review_without_finding", {"number": objection.number}))
    if found:
        raise Refused(found)
    move(objection, State.REVIEWED, outcome=outcome, finding=finding.strip(), found_at=at or timezone.now())
    after = {"outcome": outcome}
    record(
        Tag.OBJECTION_REVIEWED,
        officer=officer,
        subject=objection,
        bureau=cycle.bureau,
        after=after,
        reason=finding.strip(),
    )
    link = f"/{cycle.year}/objections/{objection.number}/"
    tell_who_may(cycle, Deed.DECIDE_OBJECTION, Said("told.review_done", _about(objection)), link)
    return objection


@transaction.atomic
def decide_objection(
    *, officer: Officer, objection: Objection, outcome: Outcome, reason: str, remedies: Sequence[Remedy] = (),
    minutes: str = "", at: datetime | None = None,
) -> Decision:  # fmt: skip
    """The leading group's word, and at once what follows from it in the ledger.

    Raises Refused without the right, for one's own department, for the reviewer's own hand, before the time for
    objections is over, without a reason, for a remedy where nothing is upheld and none where something is, with all that
    the rules have against a remedy, and for whatever would leave the department worse off than before.
    """
    objection = held(objection)
    cycle, department = objection.notice.cycle, objection.department
    require(officer, Deed.DECIDE_OBJECTION, department, bureau=cycle.bureau)
    cycle.require(Stage.REVIEWING)
    if found := _wrong(objection, officer, outcome, reason, remedies):
        raise Refused(found)
    before = board_of(cycle).of(department.code)
    entries = [
        number for remedy in remedies for number in _carry_out(remedy, cycle, objection, officer, reason.strip())
    ]
    after = board_of(cycle).of(department.code)
    _require_no_worse(before, after, department)
    decision = Decision.objects.create(
        objection=objection, outcome=outcome, reason=reason.strip(), minutes=minutes.strip(), entries=entries,
        before=exact_total(before), after=exact_total(after), decided_by=officer, signature=officer.signature,
        decided_at=at or timezone.now(),
    )  # fmt: skip
    move(objection, State.DECIDED)
    record(
        Tag.OBJECTION_DECIDED, officer=officer, subject=objection, bureau=cycle.bureau,
        before={"total": decision.before}, reason=decision.reason,
        after={"outcome": outcome, "entries": entries, "total": decision.after, "minutes": decision.minutes},
    )  # fmt: skip
    link = f"/{cycle.year}/objections/{objection.number}/"
    tell_department(cycle, department, Said("told.objection_decided", _about(objection)), link)
    return decision


def _wrong(
    objection: Objection, officer: Officer, outcome: Outcome, reason: str, remedies: Sequence[Remedy]
) -> list[Problem]:
    values = {"number": objection.number}
    found = []
    if objection.state != State.REVIEWED:
        found.append(Problem("results.not_reviewed", {**values, "state": Said(f"objection.{objection.state}")}))
    if objection.reviewer in (officer, officer.acting_for):
        found.append(
            Problem(
                "results.reviewer_decides",
                {**values, "reviewer": objection.reviewer.name if objection.reviewer else ""},
            )
        )
    if not reason.strip():
        found.append(Problem("results.decision_without_why", values))
    if outcome == Outcome.REFUSED and remedies:
        found.append(Problem("results.remedy_for_nothing", values))
    if outcome != Outcome.REFUSED and not remedies:
        found.append(Problem("results.no_remedy", values))
    if objection.entry is None and any(isinstance(each, TakeBack) for each in remedies):
        found.append(Problem("results.nothing_to_take_back", values))
    if objection.goal is None and any(isinstance(each, GradeAnew) for each in remedies):
        found.append(Problem("results.no_goal_to_grade", values))
    return found


def _carry_out(remedy: Remedy, cycle: Cycle, objection: Objection, officer: Officer, reason: str) -> list[str]:
    """What the decision comes to in the ledger: the numbers of the entries written."""
    why = f"异议 {objection.number} 号复核决定：{reason}"
    match remedy:
        case GradeAnew(grade, conditions, evidence):
            goal = objection.goal
            assert goal is not None
            goal.cycle, goal.department = cycle, objection.department
            grading = grade_goal(
                officer=officer, goal=goal, grade=grade, conditions=conditions, reason=why,
                evidence=proofs(officer, evidence) or _own_papers(objection),
            )  # fmt: skip
            return [str(grading.entry.number)]
        case TakeBack(count):
            entry = objection.entry
            assert entry is not None
            require_not_graded(cycle.rulebook(), entry.rule)
            return [str(row.number) for row in post(cycle, [reversal_of(entry, officer, why, count=count)])]
        case WriteDown(fact, evidence):
            require_not_graded(cycle.rulebook(), fact.rule)
            cycle.require(Stage.REVIEWING, on=None)
            attached = proofs(officer, evidence) or _own_papers(objection)
            about = f"{fact.about.strip()}（{why}）" if fact.about.strip() else why
            fact = replace(
                fact, id="", department=objection.department.code, about=about,
                evidence=tuple(proof.title for proof in attached),
            )  # fmt: skip
            draft = Draft(
                fact,
                objection.department,
                officer,
                timezone.now(),
                goal=objection.goal if fact.goal else None,
                evidence=attached,
            )
            check(cycle, [draft], also=_outside(cycle, fact))
            return [str(row.number) for row in post(cycle, [draft])]


def _outside(cycle: Cycle, fact: engine.Entry) -> list[Problem]:
    """One problem for a fact of another year."""
    if cycle.starts <= fact.occurred_on <= cycle.ends:
        return []
    return [Problem("cycles.outside_year", {"found": fact.occurred_on, "year": cycle.year})]


def _own_papers(objection: Objection) -> tuple[Proof, ...]:
    """What the department brought, as proof of what was decided for it; where it brought nothing, the decision itself."""
    files = tuple(Proof(file.title, file.digest, file.kind, file) for file in objection.files.all())
    held_as_files = {proof.title for proof in files}
    names = tuple(Proof(name) for name in objection.evidence if name not in held_as_files)
    return (*names, *files) or (Proof(f"异议 {objection.number} 号复核决定"),)


def _require_no_worse(before: engine.Standing, after: engine.Standing, department: Department) -> None:
    """A review may not make it worse for who asked (口径 R18): neither the total nor any consequence."""
    if worse(before, after):
        values = {"department": department.title, "before": exact_total(before), "after": exact_total(after)}
        raise Refused([Problem("results.worse", values, department=department.code)])


def _about(objection: Objection) -> dict[str, object]:
    """What a message names of an objection."""
    return {"department": objection.department.title, "number": objection.number}
